//! Chooses what happened to a key.

use super::calendar::Calendar;
use super::dice::Dice;
use super::lives::{Because, Story};
use crate::domain::moment::Span;

/// A story with its dates, before it is tied to a key and a holder.
pub(super) struct Fate {
    pub(super) story: Story,
    /// Chosen with the key when the story does not say.
    pub(super) assigned_ago: Option<Span>,
    pub(super) last_used_ago: Option<Span>,
    pub(super) drift: i32,
}

impl Fate {
    /// Of a key that has opened a session at least once.
    pub(super) fn used(last_used_ago: Span, story: Story) -> Self {
        Self { story, assigned_ago: None, last_used_ago: Some(last_used_ago), drift: 0 }
    }

    /// Of a key that was handed over and has never been used.
    pub(super) fn new_key(assigned_ago: Span, story: Story) -> Self {
        Self { story, assigned_ago: Some(assigned_ago), last_used_ago: None, drift: 0 }
    }

    /// Of a key in a drawer.
    pub(super) fn in_stock() -> Self {
        Self { story: Story::InStock, assigned_ago: None, last_used_ago: None, drift: 0 }
    }

    /// With a key so many steps ahead, behind when negative.
    pub(super) fn ahead(self, drift: i32) -> Self {
        Self { drift, ..self }
    }

    /// Handed over so long ago.
    pub(super) fn assigned(self, ago: Span) -> Self {
        Self { assigned_ago: Some(ago), ..self }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    InUse,
    FirstLogin,
    PinToConfirm,
    Locked,
    Suspended,
    Expired,
    NotYetValid,
    PinCleared,
    FarDrift,
}

/// Of a thousand keys somebody has as the only one.
const TURNS: &[(usize, Turn)] = &[
    (900, Turn::InUse),
    (30, Turn::FirstLogin),
    (4, Turn::PinToConfirm),
    (12, Turn::Locked),
    (18, Turn::Suspended),
    (14, Turn::Expired),
    (5, Turn::NotYetValid),
    (3, Turn::PinCleared),
    (14, Turn::FarDrift),
];

/// Days since the last login, first and last; 0 is within the last hours.
const LAST_USED: &[(usize, (i64, i64))] =
    &[(150, (0, 0)), (430, (1, 7)), (260, (8, 30)), (130, (31, 120)), (30, (121, 300))];

/// Failures in a row since the last login.
const FAILS: &[(usize, u32)] = &[(880, 0), (60, 1), (30, 2), (20, 3), (7, 6), (3, 9)];

/// Steps a clock has learned to be ahead.
const CLOCK_DRIFTS: &[(usize, i32)] = &[(640, 0), (140, 1), (120, -1), (45, 2), (35, -2), (10, 3), (10, -4)];

/// Times a button was pressed for nothing since the last login.
const IDLE_PRESSES: &[(usize, i32)] = &[(600, 0), (250, 1), (100, 2), (50, 4)];

const REPORTS: &[(usize, Because)] = &[(70, Because::Lost), (18, Because::Stolen), (12, Because::PinKnown)];

/// The dice and the calendar of every fate.
pub(super) struct Fates<'a> {
    pub(super) dice: &'a mut Dice,
    pub(super) calendar: &'a Calendar,
}

impl Fates<'_> {
    /// Of a key that is the only one of its holder. `button` says what its drift counts.
    pub(super) fn only_key(&mut self, button: bool, activates: bool) -> Fate {
        let turn = *self.dice.draw(TURNS);
        let fate = self.play(turn, button);
        if turn == Turn::FirstLogin && activates && self.dice.per_mille(800) {
            return Fate { story: Story::NeverActivated, ..fate };
        }
        fate
    }

    /// Of a key in service, whatever else the holder has.
    pub(super) fn in_use(&mut self, button: bool) -> Fate {
        self.play(Turn::InUse, button)
    }

    /// Of a second key that is kept for bad days.
    pub(super) fn spare(&mut self, button: bool) -> Fate {
        let days = self.dice.between(20..=300);
        let last_used = self.calendar.office_hours(days, self.dice);
        let fate = Fate::used(last_used, Story::InUse { fails: 0 });
        fate.ahead(self.idle_drift(button))
    }

    /// Of a key whose place was taken by `by`, which the holder has since `ago`.
    pub(super) fn replaced(&mut self, by: &str, ago: Span) -> Fate {
        let last_used = self.earlier(ago);
        Fate::used(last_used, Story::Replaced { by: by.to_owned(), ago })
    }

    /// Of a key withdrawn for good at the time its holder got another.
    pub(super) fn revoked(&mut self, ago: Span) -> Fate {
        let last_used = self.earlier(ago);
        Fate::used(last_used, Story::Revoked { ago })
    }

    /// Of a key given back.
    pub(super) fn returned(&mut self) -> Fate {
        let (ago, last_used) = self.two_dates(3, 200);
        Fate::used(last_used, Story::Returned { ago })
    }

    fn play(&mut self, turn: Turn, button: bool) -> Fate {
        match turn {
            Turn::InUse => {
                let fails = *self.dice.draw(FAILS);
                let fate = Fate::used(self.last_used(), Story::InUse { fails });
                fate.ahead(self.idle_drift(button))
            }
            Turn::FirstLogin => Fate::new_key(self.days(1, 45), Story::FirstLoginPending),
            Turn::NotYetValid => {
                let ahead = Span::days(self.dice.between(3..=30));
                Fate::new_key(self.days(1, 10), Story::NotYetValid { ahead })
            }
            Turn::PinToConfirm => {
                let minutes = self.dice.between(6..=2_000);
                let story = Story::PinToConfirm { ago: Span::minutes(minutes) };
                Fate::used(Span::minutes(minutes + 1), story).assigned(self.days(3, 30))
            }
            Turn::Locked => {
                let ago = Span::minutes(self.dice.between(4..=600));
                Fate::used(self.days(2, 20), Story::Locked { ago })
            }
            Turn::PinCleared => {
                let ago = Span::minutes(self.dice.between(18..=95));
                Fate::used(self.days(2, 60), Story::PinClearedAndForgotten { ago })
            }
            Turn::Suspended => {
                let (ago, last_used) = self.two_dates(1, 40);
                let because = *self.dice.draw(REPORTS);
                Fate::used(last_used, Story::Suspended { ago, because })
            }
            Turn::Expired => {
                let (ago, last_used) = self.two_dates(2, 90);
                Fate::used(last_used, Story::Expired { ago })
            }
            Turn::FarDrift => {
                let fate = Fate::used(self.days(60, 400), Story::FarDrift);
                fate.ahead(self.far_drift(button))
            }
        }
    }

    fn last_used(&mut self) -> Span {
        match *self.dice.draw(LAST_USED) {
            (0, 0) => Span::minutes(self.dice.between(3..=240)),
            (first, last) => self.days(first, last),
        }
    }

    fn idle_drift(&mut self, button: bool) -> i32 {
        *self.dice.draw(if button { IDLE_PRESSES } else { CLOCK_DRIFTS })
    }

    /// Beyond the window of any backend and within reach of a resync.
    fn far_drift(&mut self, button: bool) -> i32 {
        let steps = if button { self.dice.between(15..=60) } else { self.dice.between(6..=24) };
        let behind = !button && self.dice.per_mille(500);
        (if behind { -steps } else { steps }) as i32
    }

    fn days(&mut self, first: i64, last: i64) -> Span {
        let days = self.dice.between(first..=last);
        self.calendar.office_hours(days, self.dice)
    }

    /// When something happened to a key, and its last use some days before.
    fn two_dates(&mut self, first: i64, last: i64) -> (Span, Span) {
        let ago = self.days(first, last);
        (ago, self.earlier(ago))
    }

    fn earlier(&mut self, ago: Span) -> Span {
        let days = ago.as_secs() / 86_400;
        self.days(days + 2, days + 12)
    }
}
