//! The embedded desk: tickets in the store of this machine.
//!
//! A full citizen: one transaction files a ticket or finds that it is there, so that its UUID
//! stays single among any number of consoles. Its blocking work runs off the screen's thread.

mod rows;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Abilities, DeskFault, Filter, Move, Once, Remark, Reply, TicketDesk, TicketPage};
use crate::backend::Clock;
use crate::domain::ticket::{Draft, Field, NoteKind, SerialAnswer, Ticket, TicketId, Uuid, redact};
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

    fn file_now(&self, draft: &Draft, author: &str) -> Result<TicketId, DeskFault> {
        let fields = draft.fields();
        let serial = serial_of(&fields);
        self.store.write(|transaction| match rows::find_uuid(transaction, &draft.uuid)? {
            Some(id) => Ok(id),
            None => {
                let stamp = ((self.clock)(), author);
                Ok(rows::insert(transaction, self.store.vault(), draft, &fields, serial, stamp)?)
            }
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
            let said = NoteKind::Said(said);
            Ok(rows::add_note(transaction, vault, &remark.ticket, stamp, &remark.uuid, &said)?)
        })
    }

    fn move_now(&self, wanted: &Move) -> Result<(), DeskFault> {
        self.store.write(|transaction| {
            let state = rows::state(transaction, &wanted.ticket)?.ok_or(DeskFault::NotFound)?;
            if state == wanted.to {
                return Ok(());
            }
            if state != wanted.from {
                return Err(DeskFault::Conflict);
            }
            if !state.moves().contains(&wanted.to) {
                return Err(DeskFault::Refused(format!("{} -> {}", state.word(), wanted.to.word())));
            }
            let stamp = ((self.clock)(), wanted.author.as_str());
            Ok(rows::set_state(transaction, self.store.vault(), &wanted.ticket, stamp, wanted.to)?)
        })
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

impl TicketDesk for LocalDesk {
    fn abilities(&self) -> Abilities {
        Abilities { name: "local", read: true, notes: true, states: true, once: Once::Assured, sends: true }
    }

    fn file(&self, draft: Draft, author: String) -> Reply<'_, TicketId> {
        self.run(move |own| own.file_now(&draft, &author))
    }

    fn find_by_uuid(&self, uuid: Uuid) -> Reply<'_, Option<TicketId>> {
        self.run(move |own| Ok(own.store.read(|connection| rows::find_uuid(connection, &uuid))?))
    }

    fn list(&self, filter: Filter, page: u32) -> Reply<'_, TicketPage> {
        self.run(move |own| own.list_now(&filter, page))
    }

    fn ticket(&self, id: TicketId) -> Reply<'_, Ticket> {
        self.run(move |own| own.ticket_now(&id))
    }

    fn note(&self, remark: Remark) -> Reply<'_, ()> {
        self.run(move |own| own.note_now(&remark))
    }

    fn set_state(&self, wanted: Move) -> Reply<'_, ()> {
        self.run(move |own| own.move_now(&wanted))
    }
}

#[cfg(test)]
#[path = "local_tests.rs"]
mod tests;
