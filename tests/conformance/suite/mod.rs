//! What every token backend must do alike: each scenario says once what it expects, through the service
//! that screens and commands use. Run on the embedded backend by `tests/conformance/`, on a real server by
//! `tests/real/`.
//!
//! | file | what it knows |
//! |---|---|
//! | `bench.rs` | what a backend must lend: people, keys, a login page, consoles |
//! | `trial.rs` | one scenario under way: people, keys and codes by short names |
//! | `asking.rs` | its questions and orders |
//! | `seen.rs` | what was seen, as short words; what was expected there |
//! | `differences.rs` | what a server does otherwise, for good: a closed table |
//! | the others | the scenarios |

// Each of the two test binaries uses its own part of it.
#![allow(dead_code)]

pub mod asking;
pub mod bench;
pub mod differences;
pub mod seen;
pub mod trial;

pub mod acts;
pub mod codes;
pub mod giving;
pub mod logins;
pub mod pins;
pub mod reads;
pub mod resyncs;

use bench::Bench;
use trial::Trial;

/// A test for each scenario: `$run` gets its name and itself.
macro_rules! a_test_for_each {
    ($run:path => $($room:ident::$name:ident)*) => {
        $(#[test] fn $name() { $run(stringify!($name), $crate::suite::$room::$name) })*
    };
}

/// The scenarios about codes, whose verdicts depend on whether the console has the seeds too.
macro_rules! scenarios_of_codes {
    ($run:path) => {
        a_test_for_each! { $run =>
            codes::a_code_is_valid_once
            codes::a_code_is_valid_in_the_window_alone
            codes::a_code_far_off_tells_the_minutes
            codes::a_code_before_the_last_used_one_is_too_old
            codes::a_code_of_the_other_key_is_consumed_there
            codes::a_code_of_the_other_key_tells_of_that_key
            codes::a_code_that_no_key_shows_matches_nothing
            codes::a_key_out_of_service_is_never_good
            codes::a_code_typed_by_the_holder_is_used
            codes::a_button_is_counted
            codes::other_shapes_are_tested_alike
        }
    };
}

/// All the others.
macro_rules! scenarios_of_acts {
    ($run:path) => {
        a_test_for_each! { $run =>
            codes::a_tested_code_opens_nothing
            codes::few_tries_left_are_told
            codes::one_code_at_once_is_accepted_once
            codes::an_unknown_key_is_not_tested
            acts::a_pin_is_cleared_where_the_state_allows
            acts::a_locked_key_is_unlocked
            acts::a_key_is_suspended_and_put_back
            acts::orders_about_a_state_that_is_gone_do_nothing
            giving::a_key_is_given_and_taken_back
            giving::a_key_is_given_to_be_activated
            giving::a_taken_key_is_not_given_again
            giving::a_key_takes_the_place_of_another
            giving::a_key_that_cannot_be_given_replaces_nothing
            resyncs::two_codes_in_a_row_resynchronise
            resyncs::what_is_not_two_fresh_neighbours_teaches_nothing
            resyncs::codes_of_the_past_are_suspicious
            resyncs::the_state_decides_whether_a_key_is_resynchronised
            pins::a_new_pin_is_followed_to_its_end
            pins::a_creation_that_was_left_begins_again
            pins::a_cleared_pin_is_watched
            pins::a_given_key_is_watched
            logins::causes_of_failures_are_told
            logins::a_person_may_be_kept_out
            reads::people_are_found_by_what_is_known_of_them
            reads::people_are_found_whatever_the_accents
            reads::a_card_tells_person_and_keys
            reads::the_stock_is_what_may_be_given
            reads::a_crowd_is_counted
        }
    };
}

/// Runs one scenario and tells everything that was not as expected.
pub fn run(bench: &dyn Bench, name: &'static str, scenario: fn(&Trial)) {
    let trial = Trial::new(bench, name);
    scenario(&trial);
    trial.end();
}
