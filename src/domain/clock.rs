//! Whether this machine's clock can be believed where no server gives the time.
//!
//! A wrong clock makes right codes look drifted and old codes fresh, so a doubt is told before any
//! verdict.

use super::moment::{Moment, Span};

/// Why the clock is doubted, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockDoubt {
    /// It shows a time before the snapshot was made.
    BeforeSnapshot {
        /// By how much at least.
        by: Span,
    },
    /// Several keys of this session were off by the same: the clock is more likely off than they.
    SameOffset {
        /// How far the keys seem ahead; negative when behind.
        offset: Span,
        /// How many keys.
        keys: usize,
    },
    /// The system says that nothing has set it lately.
    NotSynchronised,
}

impl ClockDoubt {
    /// Stable name for `--json`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::BeforeSnapshot { .. } => "before-snapshot",
            Self::SameOffset { .. } => "same-offset",
            Self::NotSynchronised => "not-synchronised",
        }
    }
}

/// How far two keys' offsets may lie apart to count as the same.
const ALIKE: Span = Span::secs(60);

/// What a right clock may be off from a key whose drift is known.
const USUAL: Span = Span::secs(90);

/// What is known about the clock.
#[derive(Clone, Debug, Default)]
pub struct ClockEvidence {
    /// When the snapshot was made.
    pub made: Moment,
    /// Whether the system keeps it set; unknown where the system cannot tell.
    pub synchronised: Option<bool>,
    /// Keys whose codes were recognised, each with how far it seemed ahead, learned drift taken off.
    offsets: Vec<(String, Span)>,
}

impl ClockEvidence {
    /// Nothing tested yet.
    pub fn new(made: Moment) -> Self {
        Self { made, ..Self::default() }
    }

    /// A code of this key was recognised; the newest counts.
    pub fn seen(&mut self, serial: &str, offset: Span) {
        self.offsets.retain(|(known, _)| known != serial);
        self.offsets.push((serial.to_owned(), offset));
    }

    /// The worst doubt at this moment.
    pub fn doubt(&self, now: Moment) -> Option<ClockDoubt> {
        if now < self.made {
            return Some(ClockDoubt::BeforeSnapshot { by: self.made - now });
        }
        let last = self.offsets.last().map(|(_, offset)| *offset).filter(|offset| offset.abs() > USUAL);
        if let Some(offset) = last {
            let keys = self.offsets.iter().filter(|(_, other)| (*other - offset).abs() <= ALIKE).count();
            if keys > 1 {
                return Some(ClockDoubt::SameOffset { offset, keys });
            }
        }
        (self.synchronised == Some(false)).then_some(ClockDoubt::NotSynchronised)
    }
}

#[cfg(test)]
#[path = "clock_tests.rs"]
mod tests;
