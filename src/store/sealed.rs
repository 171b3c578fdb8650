//! Where sealed bodies belong, and what is in them. `docs/vault.md` is the description of this file.
//!
//! A place names its row, and the columns beside the body that never change: altered, the body does
//! not open. State, queue, owner and time of the last change of a ticket do change, and are clear.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::StoreFault;
use super::vault::{Place, Vault};
use crate::domain::ticket::Field;

/// A place with its words.
pub struct Bound<'a, const N: usize> {
    kind: &'static str,
    words: [&'a str; N],
}

impl<const N: usize> Bound<'_, N> {
    /// As the vault takes it.
    pub fn place(&self) -> Place<'_> {
        Place { kind: self.kind, words: &self.words }
    }
}

/// The body of a draft: its agent and the time it was written, in Unix milliseconds, are tied to it.
pub fn draft<'a>(uuid: &'a str, agent: &'a str, saved: &'a str) -> Bound<'a, 3> {
    Bound { kind: "draft", words: [uuid, agent, saved] }
}

/// The body of a ticket: its author and the time it was filed are tied to it.
pub fn ticket<'a>(uuid: &'a str, created: &'a str, author: &'a str) -> Bound<'a, 3> {
    Bound { kind: "ticket", words: [uuid, created, author] }
}

/// The body of a note: its ticket, its time, its author and what it is are tied to it.
pub fn note<'a>(ticket: &'a str, uuid: &'a str, at: &'a str, author: &'a str, what: &'a str) -> Bound<'a, 5> {
    Bound { kind: "note", words: [uuid, ticket, at, author, what] }
}

/// What waits for a desk: its agent and the time it was queued are tied to it.
pub fn outbox<'a>(uuid: &'a str, agent: &'a str, since: &'a str) -> Bound<'a, 3> {
    Bound { kind: "outbox", words: [uuid, agent, since] }
}

/// Why it waits.
pub fn outbox_words(uuid: &str) -> Bound<'_, 1> {
    Bound { kind: "outbox words", words: [uuid] }
}

/// A picture that goes with it: its name, a line break, its bytes.
pub fn outbox_file<'a>(uuid: &'a str, at: &'a str) -> Bound<'a, 2> {
    Bound { kind: "outbox file", words: [uuid, at] }
}

/// What is told to a holder: the act's line in the journal and its time are tied to it.
pub fn notice<'a>(uuid: &'a str, entry: &'a str, at: &'a str) -> Bound<'a, 3> {
    Bound { kind: "notice", words: [uuid, entry, at] }
}

/// Why it waits.
pub fn notice_words(uuid: &str) -> Bound<'_, 1> {
    Bound { kind: "notice words", words: [uuid] }
}

/// A picture of a ticket of this machine's own desk: its name, a line break, its bytes.
pub fn ticket_file<'a>(ticket: &'a str, at: &'a str) -> Bound<'a, 2> {
    Bound { kind: "ticket file", words: [ticket, at] }
}

/// A part of the list of tickets: of which desk it is and when it was read are tied to it.
pub fn ticket_book<'a>(part: &'a str, read: &'a str, desk: &'a str) -> Bound<'a, 3> {
    Bound { kind: "ticket book", words: [part, read, desk] }
}

/// Words for a ticket that have not left: their agent and the time they were written are tied to them.
pub fn jot<'a>(uuid: &'a str, agent: &'a str, saved: &'a str) -> Bound<'a, 3> {
    Bound { kind: "jot", words: [uuid, agent, saved] }
}

/// A look that an agent keeps: the agent is tied to it.
pub fn look<'a>(uuid: &'a str, agent: &'a str) -> Bound<'a, 2> {
    Bound { kind: "look", words: [uuid, agent] }
}

/// What is sealed of a ticket.
#[derive(Serialize, Deserialize)]
pub struct TicketBody<F = BTreeMap<Field, String>> {
    /// Login of the person concerned; empty if it is about nobody.
    pub login: String,
    /// Serial of the key concerned; may be empty.
    pub serial: String,
    /// The form's answers, the subject among them.
    pub fields: F,
}

/// What finds the tickets of a login without telling it; `None` if they are about nobody.
pub fn login_tag(vault: &Vault, login: &str) -> Result<Option<Vec<u8>>, StoreFault> {
    if login.is_empty() { Ok(None) } else { vault.lookup("ticket login", login).map(Some) }
}

/// The body of a ticket. The hash beside it must be that of its login: a ticket moved to somebody
/// else's list is damaged.
pub fn open_ticket(
    vault: &Vault,
    place: Place,
    tag: Option<&[u8]>,
    sealed: &[u8],
) -> Result<TicketBody, StoreFault> {
    let body: TicketBody = vault.open_json(place, sealed)?;
    if login_tag(vault, &body.login)?.as_deref() == tag { Ok(body) } else { Err(place.damaged(": login")) }
}
