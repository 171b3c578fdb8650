//! The desks over real servers. `tests/desks/run -- cargo test --test desks` starts them; without it every test here
//! is skipped, and says so.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]
// Shared with other tests, which use more of it.
#![allow(dead_code)]

#[path = "../support/holder.rs"]
mod holder;
#[path = "../support/mod.rs"]
mod support;
#[path = "../cli/program.rs"]
mod terminal;

mod office;
mod proxy;
mod raw;

mod changes;
mod filing;
mod killed;
mod lists;
mod logins;
mod mails;
mod notes;
mod notices;
mod once;
mod program;
mod traps;
