//! Whether a ticket that is being written is about what another one is about already: the same key, or the same
//! person, live, and touched within a week.

use super::{Draft, Field, Form, SerialAnswer, State, TicketId, TicketRow, Uuid};
use crate::domain::moment::{Moment, Span};

/// A ticket that nothing happened to for longer says nothing of today's call.
pub const RECENT: Span = Span::days(7);

/// What two tickets have in common; a key says more than a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shared {
    /// The serial of a key.
    Key,
    /// Whom it is about.
    Person,
}

/// Where the other one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A desk has it.
    Desk(TicketId),
    /// It waits to leave this machine.
    Outbox(Uuid),
}

/// Another ticket about the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twin {
    /// What it has in common.
    pub shared: Shared,
    /// Where it is.
    pub place: Place,
    /// What it is about. Text from outside.
    pub subject: String,
    /// When it was filed, or since when it waits.
    pub opened: Moment,
    /// When anything last happened to it.
    pub touched: Moment,
}

/// What is known of a draft that others may share; empty where it is not known, or not whole yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Likeness {
    /// The draft itself, which is not its own twin.
    pub uuid: Option<Uuid>,
    /// Login of the person.
    pub login: String,
    /// Mail address of the person.
    pub mail: String,
    /// Serial of the key.
    pub serial: String,
}

impl Likeness {
    /// Of a draft as it is typed; what the form finds wrong is not looked for.
    pub fn of(draft: &Draft, form: Form) -> Self {
        let mail = draft.text(Field::Mail).trim();
        let mail = if form.check(Field::Mail, mail).is_ok() { mail } else { "" };
        let serial = match &draft.serial_answer {
            SerialAnswer::Known(serial) if form.check_serial(&draft.serial_answer).is_ok() => serial.trim(),
            _ => "",
        };
        Self {
            uuid: Some(draft.uuid.clone()),
            login: draft.login.clone(),
            mail: mail.to_owned(),
            serial: serial.to_owned(),
        }
    }

    /// Whether a person is known.
    pub fn has_person(&self) -> bool {
        !self.login.is_empty() || !self.mail.is_empty()
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        !self.has_person() && self.serial.is_empty()
    }

    /// Whether a line of a list is about the same, as far as a line tells.
    pub fn of_row(&self, row: &TicketRow, now: Moment) -> Option<Twin> {
        let person = [&self.login, &self.mail];
        let person =
            person.iter().any(|known| !known.is_empty() && known.eq_ignore_ascii_case(&row.requester));
        let shared = match mentions(&row.subject, &self.serial) {
            true => Shared::Key,
            false if person => Shared::Person,
            false => return None,
        };
        twin(row, shared, now)
    }

    /// Whether what waits to be sent is about the same, however long it has waited.
    pub fn of_waiting(&self, draft: &Draft, since: Moment) -> Option<Twin> {
        if self.uuid.as_ref() == Some(&draft.uuid) {
            return None;
        }
        let same = |mine: &str, other: &str| !mine.is_empty() && mine.eq_ignore_ascii_case(other.trim());
        let key = matches!(&draft.serial_answer, SerialAnswer::Known(serial) if same(&self.serial, serial));
        let shared = match key {
            true => Shared::Key,
            false if same(&self.login, &draft.login) || same(&self.mail, draft.text(Field::Mail)) => {
                Shared::Person
            }
            false => return None,
        };
        let subject = draft.text(Field::Subject).to_owned();
        let place = Place::Outbox(draft.uuid.clone());
        Some(Twin { shared, place, subject, opened: since, touched: since })
    }
}

/// A line of a list as a twin, if it is live and was touched lately.
pub fn twin(row: &TicketRow, shared: Shared, now: Moment) -> Option<Twin> {
    let counts = State::LIVE.contains(&row.state) && now - row.changed <= RECENT;
    counts.then(|| Twin {
        shared,
        place: Place::Desk(row.id.clone()),
        subject: row.subject.clone(),
        opened: row.created,
        touched: row.changed,
    })
}

/// Whether a text holds a serial as a word of its own: a part of a longer number is another key.
pub fn mentions(text: &str, serial: &str) -> bool {
    let part = |c: char| c.is_alphanumeric();
    !serial.is_empty()
        && text.match_indices(serial).any(|(at, found)| {
            let before = text[..at].chars().next_back().is_some_and(part);
            let after = text[at + found.len()..].chars().next().is_some_and(part);
            !before && !after
        })
}

/// Each ticket once, the one that has most in common first, then the one touched last.
pub fn ranked(twins: impl IntoIterator<Item = Twin>) -> Vec<Twin> {
    let mut all: Vec<Twin> = twins.into_iter().collect();
    all.sort_by(|a, b| a.shared.cmp(&b.shared).then(b.touched.cmp(&a.touched)));
    let mut kept: Vec<Twin> = Vec::new();
    for twin in all {
        if kept.iter().all(|known| known.place != twin.place) {
            kept.push(twin);
        }
    }
    kept
}

#[cfg(test)]
#[path = "twin_tests.rs"]
mod tests;
