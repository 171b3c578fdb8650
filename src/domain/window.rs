//! How far from the expected step a code is looked for: lengths of time, which each key turns into
//! steps of its own.

use super::key::Key;
use super::moment::{Moment, Span};
use super::otp::{Moving, Shape};

/// What is accepted and what is searched. A clock is off by so many minutes whatever its steps are;
/// a counter is off by presses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    /// Accepted on both sides of the expected step of a clock key.
    pub accept: Span,
    /// Searched on both sides to explain a failure and to resync, and the most a clock may be off:
    /// beyond it makers refuse to resync (domain facts, R-19).
    pub far: Span,
    /// Counts accepted after the last used one of a counter key (RFC 4226 section 7.4).
    pub ahead: i64,
    /// Counts searched on both sides of the next one to explain a failure and to resync.
    pub far_ahead: i64,
}

impl Windows {
    /// What the production server does by default: 180 s, 10 counts, 1,000 counts to resync; and
    /// the 12 h of the makers, where it goes up to 1,000 steps.
    pub const DEFAULT: Self =
        Self { accept: Span::secs(180), far: Span::secs(12 * 3600), ahead: 10, far_ahead: 1000 };

    /// The windows in steps of one kind of key.
    pub fn reach(&self, shape: &Shape) -> Reach {
        match shape.moving {
            Moving::Time { .. } => Reach { accept: steps(shape, self.accept), far: steps(shape, self.far) },
            Moving::Event => Reach { accept: self.ahead, far: self.far_ahead },
        }
    }
}

/// Whole steps in a length of time, at least one: a key with long steps is read a step late too.
/// One count for a counter key.
pub fn steps(shape: &Shape, span: Span) -> i64 {
    let period = shape.period().map_or(i64::MAX, i64::from).max(1);
    (span.as_secs() / period).max(1)
}

/// Windows in steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Accepted: on both sides of a clock key's expected step, after a counter's last used one.
    pub accept: i64,
    /// Searched on both sides.
    pub far: i64,
}

/// The steps a code may have to be accepted, or to be recognised as just used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The step a perfectly set clock shows, learned drift included; a counter's next one.
    pub expected: i64,
    /// First of the window.
    pub lowest: i64,
    /// Last of the window.
    pub highest: i64,
}

impl Window {
    /// The window of a key now, `accept` steps wide on each side.
    pub fn of(key: &Key, now: Moment, accept: i64) -> Self {
        let (expected, accepted) = match key.step_now(now) {
            Some(expected) => (expected, accept),
            // The next count is the first of those accepted.
            None => (key.last_step.unwrap_or(-1).saturating_add(1), accept.saturating_sub(1)),
        };
        Self { expected, lowest: expected.saturating_sub(accept), highest: expected.saturating_add(accepted) }
    }
}

#[cfg(test)]
#[path = "window_tests.rs"]
mod tests;
