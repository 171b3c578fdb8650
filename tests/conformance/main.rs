//! What every token backend must do alike, tried on the embedded one; `tests/real/` tries the same on a
//! real server.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[macro_use]
mod suite;

mod embedded;
mod table;

fn on_this_machine(name: &'static str, scenario: fn(&suite::trial::Trial)) {
    suite::run(&embedded::Embedded::open(), name, scenario);
}

scenarios_of_codes!(crate::on_this_machine);
scenarios_of_acts!(crate::on_this_machine);
