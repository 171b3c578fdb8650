//! How something that waits for a desk gets there once: when to send, when to look instead, when to
//! leave it to the agent.
//!
//! Servers keep no names of requests: an answer that is lost may stand for a ticket that is there, or
//! will be in a second (ticket facts, section 4). So whatever was begun is looked up, after a wait,
//! before it is sent again.

use super::moment::{Moment, Span};

/// From a lost answer to the first look. The slowest server finished what a lost line began in 1.2 s,
/// and a creation took up to 7 s (ticket facts, sections 4 and 5).
pub const PATIENCE: Span = Span::secs(20);

/// Wait after the first try that did not get there; twice as long after each one that follows.
const FIRST: Span = Span::secs(5);

/// Longest wait between two tries.
const LONGEST: Span = Span::minutes(10);

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The desk has nothing of it.
    Waiting,
    /// It was begun, and nobody knows whether the desk has it.
    Unknown,
    /// The desk said no; it waits for the agent to mend it or to give it up.
    Refused,
    /// It may have got there, and the desk cannot be asked: the agent decides.
    Doubtful,
    /// The agent carries it to a web page by hand.
    Page,
}

impl Stage {
    /// Every stage with its word in the store and in `--json`; never translated, never changed.
    pub const WORDS: [(Self, &'static str); 5] = [
        (Self::Waiting, "waiting"),
        (Self::Unknown, "unknown"),
        (Self::Refused, "refused"),
        (Self::Doubtful, "doubtful"),
        (Self::Page, "page"),
    ];

    /// Its stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Unknown => "unknown",
            Self::Refused => "refused",
            Self::Doubtful => "doubtful",
            Self::Page => "page",
        }
    }

    /// The stage of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(_, known)| *known == word).map(|(stage, _)| stage)
    }
}

/// What is to be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing before this moment.
    Wait(Moment),
    /// Send it.
    Send,
    /// Ask the desk whether it has it.
    LookUp,
    /// Nothing: it is the agent's to decide.
    Agent,
}

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// The desk was not reached: nothing of this step happened.
    Nobody,
    /// The desk said no to what was sent.
    No,
    /// What was sent has no answer.
    Silence,
    /// The desk was asked and does not have it.
    Absent,
    /// The desk is a page that the agent fills.
    Page,
}

/// The way of one thing to its desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// How far it has come.
    pub stage: Stage,
    /// Steps that did not end it.
    pub tries: u32,
    /// Nothing is done before.
    pub due: Moment,
}

impl Course {
    /// The way of something new.
    pub fn new(now: Moment) -> Self {
        Self { stage: Stage::Waiting, tries: 0, due: now }
    }

    /// What is to be done now.
    pub fn step(self, now: Moment) -> Step {
        match self.stage {
            Stage::Refused | Stage::Doubtful | Stage::Page => Step::Agent,
            _ if self.due > now => Step::Wait(self.due),
            Stage::Waiting => Step::Send,
            Stage::Unknown => Step::LookUp,
        }
    }

    /// What must be on the disk before the first byte leaves: a console that dies then leaves something
    /// to look up, not something to send again.
    #[must_use]
    pub fn begun(self, now: Moment) -> Self {
        Self { stage: Stage::Unknown, due: now + PATIENCE, ..self }
    }

    /// What follows a step that did not end it. `searches`: the desk can be asked what it has.
    /// `luck` spreads the waits of many consoles; any number will do.
    #[must_use]
    pub fn after(self, met: Met, searches: bool, now: Moment, luck: u32) -> Self {
        let tries = self.tries.saturating_add(1);
        let later = now + wait(self.tries, luck);
        let (stage, due) = match (met, self.stage) {
            // Of a look-up: what was begun before is still unknown.
            (Met::Nobody, Stage::Unknown) => (Stage::Unknown, later),
            (Met::Nobody | Met::Absent, _) => (Stage::Waiting, later),
            (Met::No, _) => (Stage::Refused, now),
            (Met::Page, _) => (Stage::Page, now),
            (Met::Silence, _) if searches => (Stage::Unknown, (now + PATIENCE).max(later)),
            (Met::Silence, _) => (Stage::Doubtful, now),
        };
        Self { stage, tries, due }
    }

    /// The agent mended it, or wants it tried at once. What is unknown is still looked up first, and
    /// not before its time.
    #[must_use]
    pub fn again(self, now: Moment) -> Self {
        match self.stage {
            Stage::Unknown => self,
            // That it was begun once is not forgotten: a late creation is looked for after the next one.
            _ => Self { stage: Stage::Waiting, tries: self.tries.min(1), due: now },
        }
    }
}

/// From three quarters to five quarters of a wait that doubles.
fn wait(tries: u32, luck: u32) -> Span {
    let whole = FIRST.as_millis().saturating_mul(1 << tries.min(12)).min(LONGEST.as_millis());
    let (half, luck) = (whole / 2, i64::from(luck % 1024));
    Span::millis(whole - half / 2 + half * luck / 1023)
}

#[cfg(test)]
#[path = "delivery_tests.rs"]
mod tests;
