//! Telling the holder of a key what an agent did to it (domain facts, R-09): which acts are told, what became of it,
//! and how a notice gets there. What is written to the holder is in [`letter`].

pub mod letter;

use super::delivery::{Course, Met, Stage, Step};
use super::key::KeyAct;
use super::moment::{Moment, Span};
use super::person::{Event, Happening};
use super::ticket::Uuid;

/// From an act whose end nobody knows to the first look at what the server recorded. No console is at it any more
/// then: a slow server had its time, and so had every retry of a read.
pub const PATIENCE: Span = Span::minutes(10);

/// How far back an event may lie before the order it proves: clocks of console and server differ a little.
const SLACK: Span = Span::secs(5);

/// Most times a notice is sent without an answer to the whole message. Each of them may have arrived.
const DOUBTS_MAX: u32 = 3;

/// What is told to a holder. Everything that is in a letter comes from here and from the profile of the academy.
#[derive(Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its name for good; the message is called after it at each sending.
    pub uuid: Uuid,
    /// What was done.
    pub act: KeyAct,
    /// When it was ordered.
    pub at: Moment,
    /// The directory's mail address of the holder.
    pub to: String,
    /// The directory's name of the holder. Text from outside.
    pub name: String,
    /// Name of the profile of the academy.
    pub academy: String,
    /// Login of the holder; never in a letter.
    pub login: String,
    /// The key; its last digits are told where the academy allows it.
    pub serial: String,
    /// Replace: the key that took over; never in a letter.
    pub successor: String,
}

/// Its name alone: the rest is about a person.
impl std::fmt::Debug for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Notice").field("uuid", &self.uuid).finish_non_exhaustive()
    }
}

/// Every act, whether its holder is told, and what a server records of it. Told is whatever opens something: a way in,
/// or more tries. What only shuts (suspended, taken back) is not: a letter could go to whoever has the mailbox too.
const ACTS: [(KeyAct, bool, &[Happening]); 8] = [
    (KeyAct::ClearPin, true, &[Happening::PinCleared]),
    (KeyAct::Unlock, true, &[Happening::Unlocked]),
    (KeyAct::Resync, true, &[Happening::Resynced]),
    (KeyAct::Suspend, false, &[Happening::Suspended]),
    (KeyAct::Enable, true, &[Happening::Enabled]),
    (KeyAct::Assign, true, &[Happening::Assigned]),
    (KeyAct::Replace, true, &[Happening::Replaced, Happening::Assigned]),
    (KeyAct::Unassign, false, &[Happening::Unassigned]),
];

/// Whether the holder is told of an act.
pub fn is_told(act: KeyAct) -> bool {
    ACTS.iter().any(|(known, told, _)| *known == act && *told)
}

/// Whether what a server recorded shows that the act was done, to whichever of its keys.
pub fn is_proved(notice: &Notice, events: &[Event]) -> bool {
    let proofs = ACTS.iter().find(|(act, ..)| *act == notice.act).map_or(&[][..], |(_, _, proofs)| *proofs);
    // The key that is replaced proves nothing by being put aside: the other one was to be given.
    let keys = match notice.act {
        KeyAct::Replace => [notice.successor.as_str(), notice.serial.as_str()],
        _ => [notice.serial.as_str(); 2],
    };
    events.iter().any(|event| {
        event.at >= notice.at - SLACK && proofs.contains(&event.what) && keys.contains(&event.serial.as_str())
    })
}

/// What is known of an order once it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It was done.
    Done,
    /// Nothing was done.
    Undone,
    /// Nobody knows: no answer, and nothing that was read back proves it.
    Unknown,
}

/// Why a holder is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// This console has no way to send a message.
    NoRoute,
    /// People of a demo are invented, their addresses may be somebody's.
    Demo,
    /// The directory has no address.
    NoAddress,
    /// What the directory has is no address.
    BadAddress,
    /// The directory could not be read.
    Unread,
}

impl Why {
    /// Every reason with its word in the journal; never translated, never changed.
    pub const WORDS: [(Self, &'static str); 5] = [
        (Self::NoRoute, "no-route"),
        (Self::Demo, "demo"),
        (Self::NoAddress, "no-address"),
        (Self::BadAddress, "bad-address"),
        (Self::Unread, "unread"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(why, _)| *why == self).map_or("", |(_, word)| word)
    }
}

/// What is said of telling a holder right after the act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Announced {
    /// A message goes to this address, masked.
    To(String),
    /// There is none.
    Not(Why),
}

/// What became of telling a holder: the mark beside the act in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Whether the act was done is not known yet.
    Unknown,
    /// The message waits.
    Waiting,
    /// The server took the message.
    Sent(Moment),
    /// The server said no; the message waits for an agent.
    Refused,
    /// It may have arrived, or the act may not have been done: it waits for an agent.
    Doubtful,
    /// An agent gave it up.
    GivenUp,
    /// There is no message.
    Not(Why),
}

impl Told {
    /// Words without a value; never translated, never changed.
    const WORDS: [(Self, &'static str); 5] = [
        (Self::Unknown, "unknown"),
        (Self::Waiting, "waiting"),
        (Self::Refused, "refused"),
        (Self::Doubtful, "doubtful"),
        (Self::GivenUp, "given-up"),
    ];

    /// As the journal keeps it: `waiting`, `sent 1795000000000`, `not no-route`.
    pub fn stored(self) -> String {
        match self {
            Self::Sent(at) => format!("sent {}", at.millis()),
            Self::Not(why) => format!("not {}", why.word()),
            other => other.word().to_owned(),
        }
    }

    /// What [`Self::stored`] wrote.
    pub fn from_stored(text: &str) -> Option<Self> {
        match text.split_once(' ') {
            Some(("sent", at)) => at.parse().ok().map(Moment::from_millis).map(Self::Sent),
            Some(("not", word)) => {
                Why::WORDS.into_iter().find(|(_, known)| *known == word).map(|(why, _)| Self::Not(why))
            }
            Some(_) => None,
            None => Self::WORDS.into_iter().find(|(_, known)| *known == text).map(|(told, _)| told),
        }
    }

    /// Its kind in one word, for `--json`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sent(_) => "sent",
            Self::Not(_) => "not",
            other => Self::WORDS.iter().find(|(told, _)| *told == other).map_or("", |(_, word)| word),
        }
    }

    /// The mark of a notice that waits.
    pub fn of_stage(stage: Stage) -> Self {
        match stage {
            Stage::Waiting => Self::Waiting,
            Stage::Unknown => Self::Unknown,
            Stage::Refused => Self::Refused,
            // A notice goes by mail alone; of a page, an agent would have to say.
            Stage::Doubtful | Stage::Page => Self::Doubtful,
        }
    }
}

/// How a notice gets to its holder. Unlike a ticket it is sent again by itself when its answer is lost: the message is
/// called the same each time, and a holder who reads it twice has read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Errand {
    /// How far it has come. [`Stage::Unknown`] is said of the act: whether there is anything to tell.
    pub course: Course,
    /// Times the whole message may have been sent without an answer.
    pub doubts: u32,
}

impl Errand {
    /// Of an act that is about to be ordered: it waits until the end of the act is known, or can be looked up.
    pub fn held(now: Moment) -> Self {
        Self { course: Course { stage: Stage::Unknown, tries: 0, due: now + PATIENCE }, doubts: 0 }
    }

    /// Of an act that is known done.
    pub fn new(now: Moment) -> Self {
        Self { course: Course::new(now), doubts: 0 }
    }

    /// What is to be done now.
    pub fn step(self, now: Moment) -> Step {
        self.course.step(now)
    }

    /// What must be on the disk before the first byte leaves: a console that dies then may have sent it.
    #[must_use]
    pub fn begun(self) -> Self {
        Self { doubts: self.doubts.saturating_add(1), ..self }
    }

    /// What follows a try that did not end it, after [`Self::begun`]. `luck` spreads the waits; any number will do.
    #[must_use]
    pub fn after(self, met: Met, now: Moment, luck: u32) -> Self {
        let silent = met == Met::Silence;
        let doubts = if silent { self.doubts } else { self.doubts.saturating_sub(1) };
        let met = if silent && doubts < DOUBTS_MAX { Met::Nobody } else { met };
        Self { course: self.course.after(met, false, now, luck), doubts }
    }

    /// What follows a look for the effect of the act: proved, not to be seen, or not to be asked now.
    #[must_use]
    pub fn looked(self, proved: Option<bool>, now: Moment, luck: u32) -> Self {
        match proved {
            Some(true) => Self::new(now),
            Some(false) => Self { course: Course { stage: Stage::Doubtful, ..self.course }, ..self },
            None => Self { course: self.course.after(Met::Nobody, true, now, luck), ..self },
        }
    }

    /// The agent wants it sent: the address was mended, or the act is known done.
    #[must_use]
    pub fn again(self, now: Moment) -> Self {
        match self.course.stage {
            Stage::Unknown => self,
            _ => Self::new(now),
        }
    }
}

/// An address to recognise, not to write to: `c…t@ac-nantes.fr`.
pub fn masked(address: &str) -> String {
    let (name, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let mut letters = name.chars();
    let first = letters.next().map(String::from).unwrap_or_default();
    let last = letters.next_back().map(String::from).unwrap_or_default();
    format!("{first}…{last}@{domain}")
}

#[cfg(test)]
#[path = "notice_tests.rs"]
mod tests;
