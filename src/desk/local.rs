//! The embedded desk: tickets in the store of this machine.
//!
//! A full citizen: one transaction files a ticket or finds that it is there, so that its UUID
//! stays single among any number of consoles. Its blocking work runs off the screen's thread.

mod files;
mod notes;
mod rows;

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::Transaction;

use super::{
    Abilities, Change, ChangeKind, DeskFault, Filing, Filter, Once, Places, Reply, TicketDesk, TicketPage,
    What,
};
use crate::backend::Clock;
use crate::domain::ticket::{
    ALL_TOGETHER, Audience, Field, Gist, NoteKind, Remark, SerialAnswer, Ticket, TicketId, TicketRow, Uuid,
    redact,
};
use crate::store::{Store, StoreFault};

/// The desk over a store. Its queues are the academies.
#[derive(Clone)]
pub struct LocalDesk {
    store: Arc<Store>,
    clock: Clock,
}

impl From<StoreFault> for DeskFault {
    fn from(fault: StoreFault) -> Self {
        match fault {
            StoreFault::Busy => Self::Unreachable(fault.to_string()),
            _ => Self::Broken(fault.to_string()),
        }
    }
}

impl From<rusqlite::Error> for DeskFault {
    fn from(fault: rusqlite::Error) -> Self {
        StoreFault::from(fault).into()
    }
}

impl LocalDesk {
    /// What it can do.
    pub const CAN: Abilities = Abilities {
        name: "local",
        read: true,
        notes: true,
        replies: false,
        changes: CHANGES,
        files: ALL_TOGETHER as u64,
        once: Once::Assured,
        sends: true,
        logs_in: false,
    };

    /// A desk on `store` that takes the time from `clock`.
    pub fn new(store: Arc<Store>, clock: Clock) -> Self {
        Self { store, clock }
    }

    fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, DeskFault> + Send + 'static,
    ) -> Reply<'_, T> {
        let own = self.clone();
        Box::pin(async move {
            let done = tokio::task::spawn_blocking(move || work(&own)).await;
            done.unwrap_or_else(|fault| Err(DeskFault::Broken(fault.to_string())))
        })
    }

    fn file_now(&self, Filing { draft, author, files }: &Filing) -> Result<TicketId, DeskFault> {
        let fields = draft.fields();
        let serial = serial_of(&fields);
        self.store.write(|transaction| match rows::find_uuid(transaction, &draft.uuid)? {
            Some(id) => Ok(id),
            None => {
                let stamp = ((self.clock)(), author.as_str());
                let vault = self.store.vault();
                let id = rows::insert(transaction, vault, draft, &fields, serial, stamp)?;
                files::add(transaction, vault, (&id, &draft.uuid), files)?;
                Ok(id)
            }
        })
    }

    /// A ticket that was carried to a page by hand: kept here, and it says so. Done once, however often it is asked.
    pub(super) fn carry(&self, filing: Filing, said: String) -> Reply<'_, TicketId> {
        self.run(move |own| {
            let id = own.file_now(&filing)?;
            let Filing { draft, author, .. } = &filing;
            own.store.write(|transaction| match rows::is_noted(transaction, &draft.uuid)? {
                true => Ok(id),
                false => {
                    let (vault, stamp) = (own.store.vault(), ((own.clock)(), author.as_str()));
                    notes::add(transaction, vault, &id, stamp, &draft.uuid, &NoteKind::Said(said))?;
                    Ok(id)
                }
            })
        })
    }

    fn list_now(&self, filter: &Filter, page: u32) -> Result<TicketPage, DeskFault> {
        Ok(self.store.read(|connection| rows::list(connection, self.store.vault(), filter, page))?)
    }

    fn ticket_now(&self, id: &TicketId) -> Result<Ticket, DeskFault> {
        let found = self.store.read(|connection| rows::ticket(connection, self.store.vault(), id))?;
        found.ok_or(DeskFault::NotFound)
    }

    fn note_now(&self, remark: &Remark) -> Result<(), DeskFault> {
        self.store.write(|transaction| {
            let vault = self.store.vault();
            let ticket = rows::ticket(transaction, vault, &remark.ticket)?.ok_or(DeskFault::NotFound)?;
            if rows::is_noted(transaction, &remark.uuid)? {
                return Ok(());
            }
            let serial = serial_of(&ticket.fields);
            let said = redact(&remark.text, &[serial, &ticket.row.requester]).into_owned();
            let stamp = ((self.clock)(), remark.author.as_str());
            let said = match remark.audience {
                Audience::Colleagues => NoteKind::Said(said),
                Audience::Requester => NoteKind::Replied(said),
            };
            Ok(notes::add(transaction, vault, &ticket.row.id, stamp, &remark.uuid, &said)?)
        })
    }

    fn change_now(&self, change: &Change) -> Result<(), DeskFault> {
        self.store.write(|transaction| {
            let now = rows::standing(transaction, &change.ticket)?.ok_or(DeskFault::NotFound)?;
            let stamp = ((self.clock)(), change.author.as_str());
            if let What::Merge(other) = &change.what {
                return self.merge(transaction, &change.ticket, other, stamp);
            }
            let (column, value, is_so, note) = match &change.what {
                What::State(to) => ("state", to.word(), now.state == *to, NoteKind::Moved(*to)),
                What::Take => {
                    let author = &change.author;
                    ("owner", author.as_str(), now.owner == *author, NoteKind::Owned(author.clone()))
                }
                What::Assign(to) => ("owner", to.as_str(), now.owner == *to, NoteKind::Owned(to.clone())),
                What::Route(to) => ("queue", to.as_str(), now.queue == *to, NoteKind::Routed(to.clone())),
                What::Priority(to) => ("priority", to.word(), now.priority == *to, NoteKind::Pressed(*to)),
                What::Merge(_) => return Ok(()),
            };
            if is_so {
                return Ok(());
            }
            if now.changed > change.seen || (change.what == What::Take && !now.owner.is_empty()) {
                return Err(DeskFault::Conflict);
            }
            match change.what {
                What::State(to) if !now.state.moves().contains(&to) => {
                    Err(DeskFault::Refused(format!("{} -> {}", now.state.word(), to.word())))
                }
                _ => Ok(rows::set(transaction, self.store.vault(), &now.id, stamp, (column, value), &note)?),
            }
        })
    }

    /// The younger one goes into the older one, whichever was named first: two agents who merge the
    /// same pair do the same.
    fn merge(
        &self,
        transaction: &Transaction,
        one: &TicketId,
        other: &TicketId,
        stamp: rows::Stamp,
    ) -> Result<(), DeskFault> {
        let find = |id| rows::standing(transaction, id)?.ok_or(DeskFault::NotFound);
        let (one, other) = (find(one)?, find(other)?);
        if one.id == other.id {
            return Ok(());
        }
        let (kept, gone) = if one.number < other.number { (one, other) } else { (other, one) };
        Ok(rows::merge(transaction, self.store.vault(), &kept.id, &gone.id, stamp)?)
    }
}

/// The serial among filed fields; empty when the caller could not tell it.
fn serial_of(fields: &BTreeMap<Field, String>) -> &str {
    let filed = fields.get(&Field::Serial).map_or("", String::as_str);
    match SerialAnswer::from_filed(filed) {
        SerialAnswer::Known(_) => filed,
        SerialAnswer::NoKeyYet | SerialAnswer::Unreadable(_) => "",
    }
}

/// What this desk can change: everything.
const CHANGES: &[ChangeKind] = &[
    ChangeKind::State,
    ChangeKind::Take,
    ChangeKind::Assign,
    ChangeKind::Route,
    ChangeKind::Priority,
    ChangeKind::Merge,
];

impl TicketDesk for LocalDesk {
    fn abilities(&self) -> Abilities {
        Self::CAN
    }

    fn file(&self, filing: Filing) -> Reply<'_, TicketId> {
        self.run(move |own| own.file_now(&filing))
    }

    fn find_by_uuid(&self, uuid: Uuid) -> Reply<'_, Vec<TicketId>> {
        self.run(move |own| {
            let found = own.store.read(|connection| rows::find_uuid(connection, &uuid))?;
            Ok(found.into_iter().collect())
        })
    }

    fn of_key(&self, serial: String) -> Reply<'_, Vec<TicketRow>> {
        self.run(move |own| {
            Ok(own.store.read(|connection| rows::of_key(connection, own.store.vault(), &serial))?)
        })
    }

    fn list(&self, filter: Filter, page: u32) -> Reply<'_, TicketPage> {
        self.run(move |own| own.list_now(&filter, page))
    }

    fn gists(&self, rows: Vec<TicketRow>) -> Reply<'_, Vec<(TicketId, Gist)>> {
        self.run(move |own| {
            Ok(own.store.read(|connection| rows::gists(connection, own.store.vault(), rows))?)
        })
    }

    fn ticket(&self, id: TicketId) -> Reply<'_, Ticket> {
        self.run(move |own| own.ticket_now(&id))
    }

    fn note(&self, remark: Remark) -> Reply<'_, ()> {
        self.run(move |own| own.note_now(&remark))
    }

    fn find_note(&self, _ticket: TicketId, uuid: Uuid) -> Reply<'_, bool> {
        self.run(move |own| Ok(own.store.read(|connection| rows::is_noted(connection, &uuid))?))
    }

    fn change(&self, change: Change) -> Reply<'_, ()> {
        self.run(move |own| own.change_now(&change))
    }

    fn places(&self) -> Reply<'_, Places> {
        self.run(move |own| Ok(own.store.read(rows::places)?))
    }
}

#[cfg(test)]
#[path = "local_tests.rs"]
mod tests;
