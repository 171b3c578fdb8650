//! What a server does otherwise than the embedded backend, for good. The table is closed: what is not in it
//! must be alike, and what is in it must be seen to differ.

/// One difference, as `docs/backends.md` tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    AtOnce,
    Untold,
    Window,
    Twice,
    Skip,
    Past,
    Drift,
    NoPinField,
    NoList,
    NoActivation,
    Replaced,
    KeptOut,
    Accents,
    Limit,
}

impl Difference {
    /// Each with the first cell of its row in `docs/backends.md`, in that order.
    pub const ALL: [(Self, &'static str); 14] = [
        (Self::AtOnce, "The same code sent twice at once may be accepted twice"),
        (
            Self::Untold,
            "A used or distant code is not told from a wrong one, but for the very last at a login",
        ),
        (Self::Window, "The window of a clock key is three steps back and two ahead"),
        (Self::Twice, "A new PIN is confirmed by being typed twice"),
        (Self::Skip, "After a resync one code is refused"),
        (
            Self::Past,
            "A resync takes any two codes of the last or next 1,000 steps, however old, even if the first was used",
        ),
        (Self::Drift, "Each accepted code teaches the server the drift of the key"),
        (Self::NoPinField, "No field says that a PIN is set"),
        (Self::NoList, "No list of cleared PINs"),
        (Self::NoActivation, "No activation by the holder"),
        (Self::Replaced, "A key that was replaced is disabled, not retired for good"),
        (Self::KeptOut, "A person can be locked out while every key looks well"),
        (Self::Accents, "The directory decides whether é is found under e"),
        (Self::Limit, "People are listed up to a limit, silently"),
    ];
}

/// One thing that a scenario looks at and that differs.
pub struct Row {
    pub why: Difference,
    pub scenario: &'static str,
    /// The name of what is looked at there.
    pub at: &'static str,
    /// Only if the console has the seeds too, or only if it has not.
    pub seeds: Option<bool>,
    /// What the server makes of it.
    pub server: &'static str,
}

const fn row(why: Difference, scenario: &'static str, at: &'static str, server: &'static str) -> Row {
    Row { why, scenario, at, seeds: None, server }
}

/// Only where the server alone knows the seed.
const fn blind(scenario: &'static str, at: &'static str, server: &'static str) -> Row {
    Row { why: Difference::Untold, scenario, at, seeds: Some(false), server }
}

use Difference::{
    Accents, AtOnce, Drift, KeptOut, Limit, NoActivation, NoList, NoPinField, Past, Replaced, Skip, Twice,
    Untold, Window,
};

/// All of them.
#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    row(AtOnce, "one_code_at_once_is_accepted_once", "at most", "several"),
    row(Untold, "a_code_is_valid_once", "when it was used", "untold"),
    blind("a_code_is_valid_once", "again", "probably used at +0, next in 1"),
    blind("a_code_is_valid_in_the_window_alone", "4 steps late", "no match"),
    blind("a_code_is_valid_in_the_window_alone", "4 steps early", "no match"),
    blind("a_code_far_off_tells_the_minutes", "40 minutes fast", "no match"),
    blind("a_code_far_off_tells_the_minutes", "40 minutes slow", "no match"),
    blind("a_code_far_off_tells_the_minutes", "12 hours fast", "no match"),
    blind("a_code_before_the_last_used_one_is_too_old", "one before", "probably used at +0, next in 1"),
    blind("a_code_before_the_last_used_one_is_too_old", "one long before", "probably used at +0, next in 1"),
    blind("a_code_of_the_other_key_is_consumed_there", "the same again", "no match"),
    blind("a_code_typed_by_the_holder_is_used", "then tested", "probably used at +0, next in 1"),
    blind("a_button_is_counted", "again", "no match"),
    blind("a_button_is_counted", "ten were lost", "no match"),
    blind("a_button_is_counted", "before the last", "no match"),
    blind("other_shapes_are_tested_alike", "again", "probably used at +5, next in 1"),
    Row { seeds: Some(true), ..row(Window, "a_code_is_valid_in_the_window_alone", "3 steps early", "far +3") },
    Row { seeds: Some(false), ..row(Window, "a_code_is_valid_in_the_window_alone", "3 steps early", "no match") },
    row(Twice, "a_new_pin_is_followed_to_its_end", "created", "unknown"),
    row(Skip, "two_codes_in_a_row_resynchronise", "fast", "done, skip one code"),
    row(Skip, "two_codes_in_a_row_resynchronise", "the next code", "refused"),
    row(Skip, "two_codes_in_a_row_resynchronise", "slow", "done, skip one code"),
    row(Skip, "the_state_decides_whether_a_key_is_resynchronised", "locked", "done, skip one code"),
    row(Past, "codes_of_the_past_are_suspicious", "of ten hours ago", "done, skip one code"),
    row(Past, "codes_of_the_past_are_suspicious", "of 13 hours ahead", "done, skip one code"),
    row(Past, "codes_of_the_past_are_suspicious", "one of them used", "done, skip one code"),
    row(Drift, "a_code_is_valid_in_the_window_alone", "drift learned of a late code", "-2"),
    row(NoPinField, "a_new_pin_is_followed_to_its_end", "before", "unknown"),
    row(NoPinField, "a_new_pin_is_followed_to_its_end", "confirmed", "unknown"),
    row(NoList, "a_cleared_pin_is_watched", "on another console", "nothing"),
    row(NoActivation, "a_key_is_given_to_be_activated", "until then", "usable"),
    row(NoActivation, "a_key_is_given_to_be_activated", "a code", "valid +0 at +0, PIN to create, next in 1"),
    row(NoActivation, "a_key_is_given_to_be_activated", "its PIN", "done"),
    row(Replaced, "a_key_takes_the_place_of_another", "the old one", "suspended"),
    row(Replaced, "a_key_takes_the_place_of_another", "the lost one", "suspended"),
    row(KeptOut, "a_person_may_be_kept_out", "the card", "locked-out"),
    row(KeptOut, "a_person_may_be_kept_out", "the holder", "refused"),
    row(KeptOut, "a_person_may_be_kept_out", "unlock", "done"),
    row(Accents, "people_are_found_whatever_the_accents", "without them", "nothing"),
    row(Limit, "a_crowd_is_counted", "found", "100"),
    row(Limit, "a_crowd_is_counted", "told", "cut"),
];
