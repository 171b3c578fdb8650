//! When things happened: on working days, at office hours of metropolitan France.

use super::dice::Dice;
use crate::domain::moment::{Moment, Span};

const DAY: i64 = 86_400;

/// Winter time is near enough: in summer the evening of the demo is an hour later.
const OFFSET_FROM_UTC: i64 = 3_600;

/// A login after the last lesson, in minutes after midnight.
pub(super) const EVENING: i64 = 17 * 60 + 42;

/// Counts back from the moment the demo begins.
pub(super) struct Calendar {
    now: Moment,
}

impl Calendar {
    pub(super) fn new(now: Moment) -> Self {
        Self { now }
    }

    /// The age of a time of day, in minutes after midnight, `days` days before today (1 or more).
    pub(super) fn days_ago(&self, days: i64, minutes: i64) -> Span {
        let midnight = (self.today() - days) * DAY - OFFSET_FROM_UTC;
        Span::secs(self.now.secs() - midnight - minutes * 60)
    }

    /// The age of some moment at office hours, `days` days before today or on the Friday before it.
    pub(super) fn office_hours(&self, days: i64, dice: &mut Dice) -> Span {
        let weekday = (self.today() - days + THURSDAY).rem_euclid(7);
        let weekend = (weekday - FRIDAY).max(0);
        self.days_ago(days + weekend, dice.between(7 * 60 + 45..=18 * 60))
    }

    /// Midnight (UTC) of the day of a moment `age` ago: the dates of key files.
    pub(super) fn midnight(&self, age: Span) -> Moment {
        let secs = (self.now - age).secs();
        Moment::from_secs(secs - secs.rem_euclid(DAY))
    }

    fn today(&self) -> i64 {
        (self.now.secs() + OFFSET_FROM_UTC).div_euclid(DAY)
    }
}

/// Day 0 of Unix time was a Thursday; Monday is 0.
const THURSDAY: i64 = 3;
const FRIDAY: i64 = 4;

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod tests;
