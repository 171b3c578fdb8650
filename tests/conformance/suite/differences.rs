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
        (Self::Untold, "A used or distant code is not told from a wrong one, but for the very last at a login"),
        (Self::Window, "The window of a clock key is three steps back and two ahead"),
        (Self::Twice, "A new PIN is confirmed by being typed twice"),
        (Self::Skip, "After a resync one code is refused"),
        (Self::Past, "A resync takes any two codes of the last or next 1,000 steps, however old"),
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

const fn seeing(why: Difference, scenario: &'static str, at: &'static str, server: &'static str) -> Row {
    Row { why, scenario, at, seeds: Some(true), server }
}

use Difference::{
    Accents, AtOnce, Drift, KeptOut, Limit, NoActivation, NoList, NoPinField, Past, Replaced, Skip, Twice,
    Untold, Window,
};

/// All of them.
#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    row(AtOnce, "one_code_at_once_is_accepted_once", "most at once", "several"),
    row(Untold, "a_code_is_valid_once", "when it was used", "untold"),
    blind("a_code_is_valid_once", "again", "probably used at +0, next in 1"),
    blind("a_code_is_valid_in_the_window_alone", "4 steps late", "no match"),
    blind("a_code_is_valid_in_the_window_alone", "4 steps early", "no match"),
    blind("a_code_is_valid_in_the_window_alone", "3 steps early", "no match"),
    seeing(Window, "a_code_is_valid_in_the_window_alone", "3 steps early", "far +3"),
];
