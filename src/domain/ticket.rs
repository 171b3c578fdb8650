//! Tickets: the form a profile asks for, the draft, and what a desk tells of a filed one.
//!
//! No desk checks anything: RT and GLPI take an empty ticket with success, and RT drops a value it
//! dislikes without a word. Whether a ticket is complete is decided here, before it is filed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::moment::Moment;

mod attachment;
mod book;
mod draft;
mod field;
mod form;
mod gist;
mod jot;
mod lens;
mod look;
mod parcel;
mod priority;
mod state;
mod suspicion;
mod twin;
mod uuid;

pub use attachment::{ALL_TOGETHER, Attachment, LARGEST, Media, plain_name};
pub use book::Book;
pub use draft::{Draft, SerialAnswer};
pub use field::{Field, FieldFault, accounts};
pub use form::Form;
pub use gist::{Gist, academy_of};
pub use jot::Jot;
pub use lens::{Eye, Lens};
pub use look::Look;
pub use parcel::{Audience, Parcel, Remark};
pub use priority::Priority;
pub use state::State;
pub use suspicion::{MARK, SecretKind, Suspicion, redact, suspicions};
pub use twin::{Likeness, Place, RECENT, Shared, Twin, mentions, ranked, twin};
pub use uuid::Uuid;

/// What stands for the subject of a ticket whose text cannot be read: no language, no secret.
pub const UNREADABLE: &str = "[?]";

/// The name a desk gives to a ticket. Text, because one server writes the same number as a number
/// here and as a string there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TicketId(String);

impl TicketId {
    /// As the desk wrote it.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// As the desk wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One line of a list: only what every desk can tell without opening the ticket. Fields of the
/// form are not here; asking RT for them makes a list ten times slower (ticket facts, section 5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketRow {
    /// Its name.
    pub id: TicketId,
    /// What it is about.
    pub subject: String,
    /// How far it has come.
    pub state: State,
    /// How pressing it is.
    pub priority: Priority,
    /// Where it waits.
    pub queue: String,
    /// Who takes care of it; empty when nobody does.
    pub owner: String,
    /// Whom it is about, as the desk names people: a login or a mail address.
    pub requester: String,
    /// When it was filed.
    pub created: Moment,
    /// When anything last happened to it.
    pub changed: Moment,
}

/// One ticket with its conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// What the list shows of it.
    pub row: TicketRow,
    /// The name of its draft, if it was filed by a console.
    pub uuid: Option<Uuid>,
    /// Who filed it.
    pub author: String,
    /// Its form.
    pub fields: BTreeMap<Field, String>,
    /// What was said and done, oldest first.
    pub notes: Vec<Note>,
    /// The states this agent may put it in now.
    pub moves: Vec<State>,
    /// What the desk did not keep of it, as far as this console saw; nothing for most.
    pub unkept: Vec<Unkept>,
}

/// Something that a desk did not keep of a ticket, though it has the ticket and said so: servers drop what they
/// dislike without a word (ticket facts, 2.4). Every answer is in the text of the ticket all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unkept {
    /// An answer, in the desk's own field for it.
    Answer(Field),
    /// A file, by its name.
    File(String),
    /// The ticket could not be read back: nobody knows.
    Unread,
}

impl Unkept {
    /// Its name in the journal and in `--json`; never translated, never changed.
    pub fn word(&self) -> String {
        match self {
            Self::Answer(field) => field.word().to_owned(),
            Self::File(name) => format!("file:{name}"),
            Self::Unread => "unread".to_owned(),
        }
    }
}

/// Something said about a ticket, or done to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// When.
    pub at: Moment,
    /// By whom.
    pub author: String,
    /// What.
    pub what: NoteKind,
}

/// What a note tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// An agent's words, for other agents.
    Said(String),
    /// An agent's words, sent to whom the ticket is about.
    Replied(String),
    /// What whom the ticket is about wrote.
    Wrote(String),
    /// A new state.
    Moved(State),
    /// Who takes care of it from now on; empty: nobody.
    Owned(String),
    /// The queue it waits in from now on.
    Routed(String),
    /// How pressing it is from now on.
    Pressed(Priority),
    /// A ticket that turned out to be the same.
    Merged(TicketId),
}

impl NoteKind {
    /// Its name and what it says, for `--json`; names are never translated, never changed.
    pub fn told(&self) -> (&'static str, &str) {
        match self {
            Self::Said(words) => ("said", words),
            Self::Replied(words) => ("replied", words),
            Self::Wrote(words) => ("wrote", words),
            Self::Moved(state) => ("state", state.word()),
            Self::Owned(owner) => ("owner", owner),
            Self::Routed(queue) => ("queue", queue),
            Self::Pressed(priority) => ("priority", priority.word()),
            Self::Merged(id) => ("merged", id.as_str()),
        }
    }
}
