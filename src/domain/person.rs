//! The people who call, their schools, and what is shown of them.

use std::sync::Arc;

use super::key::Key;
use super::moment::Moment;
use super::verdict::Finding;

/// A school or office.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct School {
    /// National code (7 digits and a letter), empty if unknown.
    pub uai: String,
    /// As the directory writes it.
    pub name: String,
    /// Town.
    pub town: String,
    /// Name of the academy's profile.
    pub academy: String,
}

/// One holder, as the directory knows him or her.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Unique; what the caller types as identifier.
    pub login: String,
    /// Family name, as the directory writes it.
    pub family: String,
    /// Given name.
    pub given: String,
    /// Address of record.
    pub mail: String,
    /// Number of record, as stored.
    pub phone: String,
    /// Function ("principale adjointe").
    pub role: String,
    /// Where; shared by everybody there.
    pub school: Arc<School>,
}

impl Person {
    /// "Claire Dupont".
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given, self.family)
    }
}

/// Something that happened to a person's keys, newest first in lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Rises with time; what a follower remembers.
    pub id: i64,
    /// When.
    pub at: Moment,
    /// The key concerned.
    pub serial: String,
    /// What.
    pub what: Happening,
    /// The step used, if one was.
    pub step: Option<i64>,
    /// Agent who did it; empty when the holder did.
    pub by: String,
}

/// The kinds of events; the words are in `text`, the names here are stored and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// Login with PASSCODE accepted.
    LoggedIn,
    /// The six digits alone were accepted: PIN creation begins.
    DigitsAccepted,
    /// The holder created a PIN.
    PinCreated,
    /// PIN and next code accepted: the key is operational.
    PinConfirmed,
    /// Right PIN, wrong or spent code.
    WrongCode,
    /// Wrong PIN.
    WrongPin,
    /// Login refused for the state of the key.
    KeyRefused,
    /// The failures reached the limit.
    LockedOut,
    /// Login refused because the server keeps the person out.
    HolderLocked,
    /// An agent tested a code.
    CodeTested,
    /// An agent cleared the PIN.
    PinCleared,
    /// An agent unlocked the key.
    Unlocked,
    /// Resynchronised.
    Resynced,
    /// Suspended.
    Suspended,
    /// Back in service.
    Enabled,
    /// Given to the holder.
    Assigned,
    /// Activated by the holder.
    Activated,
    /// Replaced by another.
    Replaced,
    /// Taken back.
    Unassigned,
}

impl Happening {
    /// Every kind with its stored name.
    pub const WORDS: [(Self, &'static str); 19] = [
        (Self::LoggedIn, "logged-in"),
        (Self::DigitsAccepted, "digits-accepted"),
        (Self::PinCreated, "pin-created"),
        (Self::PinConfirmed, "pin-confirmed"),
        (Self::WrongCode, "wrong-code"),
        (Self::WrongPin, "wrong-pin"),
        (Self::KeyRefused, "key-refused"),
        (Self::LockedOut, "locked-out"),
        (Self::HolderLocked, "holder-locked"),
        (Self::CodeTested, "code-tested"),
        (Self::PinCleared, "pin-cleared"),
        (Self::Unlocked, "unlocked"),
        (Self::Resynced, "resynced"),
        (Self::Suspended, "suspended"),
        (Self::Enabled, "enabled"),
        (Self::Assigned, "assigned"),
        (Self::Activated, "activated"),
        (Self::Replaced, "replaced"),
        (Self::Unassigned, "unassigned"),
    ];

    /// The stored name.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    /// The kind of a stored name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, name)| *name == word).map(|(kind, _)| *kind)
    }
}

/// Everything the card screen shows of one person, read at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Who.
    pub person: Person,
    /// Keys, the one in use first.
    pub keys: Vec<Key>,
    /// Newest first, a bounded number.
    pub events: Vec<Event>,
    /// What else an agent must know.
    pub notes: Vec<Note>,
}

/// What an agent must know of a card besides its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// The server keeps the person out, whatever the keys.
    Locked {
        /// Until when; for good if it does not say.
        until: Option<Moment>,
    },
    /// Nothing that was configured tells the school.
    NoSchool,
    /// The agent's rights show no logins.
    NoLog,
    /// Ways to log in that show no digits, or none that this program can compute.
    OtherTokens(u32),
}

impl Note {
    /// The name in `--json`; never translated, never changed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Locked { .. } => "locked-out",
            Self::NoSchool => "no-school",
            Self::NoLog => "no-log",
            Self::OtherTokens(_) => "other-tokens",
        }
    }
}

/// A key whose PIN was cleared, or that was given, and that has no new one yet: for that time the key alone opens the
/// account, so it stays listed until somebody acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loose {
    /// Holder.
    pub person: Person,
    /// Key.
    pub serial: String,
    /// Since when it has none.
    pub cleared: Moment,
}

/// The last verdict of a call, kept for its ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tested {
    /// Key tested.
    pub serial: String,
    /// What came out.
    pub finding: Finding,
    /// When.
    pub at: Moment,
}
