//! Where no desk can be reached: tickets go into the store's outbox and wait there. What is listed
//! is what waits.

use std::sync::Arc;

use super::{Abilities, Change, DeskFault, Filing, Filter, Once, Places, Reply, TicketDesk, TicketPage};
use crate::domain::ticket::{
    Draft, Field, Parcel, Priority, Remark, SerialAnswer, State, Ticket, TicketId, TicketRow, Uuid,
};
use crate::store::Store;
use crate::store::outbox::Waiting;

/// The outbox of a store, seen as a desk.
#[derive(Clone)]
pub struct QueueDesk {
    store: Arc<Store>,
}

impl QueueDesk {
    /// A desk on the outbox of `store`.
    pub fn new(store: Arc<Store>) -> Self {
        Self { store }
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

    fn list_now(&self, filter: &Filter, page: u32) -> Result<TicketPage, DeskFault> {
        let about = filter.about.as_ref().map(|about| about.login.as_str());
        let wanted = |(_, draft): &(Waiting, Draft)| {
            let person = about.is_none_or(|login| !login.is_empty() && login == draft.login);
            let queue = filter.queue.as_ref().is_none_or(|queue| *queue == draft.academy);
            person && queue && (filter.states.is_empty() || filter.states.contains(&State::New))
        };
        let mut rows: Vec<TicketRow> = self.tickets()?.iter().filter(|one| wanted(one)).map(row).collect();
        rows.reverse();
        let total = rows.len() as u64;
        if page > 0 {
            rows.clear();
        }
        Ok(TicketPage { rows, total: Some(total), more: false })
    }

    /// The tickets among what waits.
    fn tickets(&self) -> Result<Vec<(Waiting, Draft)>, DeskFault> {
        let ticket = |one: Waiting| match one.parcel.clone() {
            Parcel::Ticket(draft) => Some((one, draft)),
            Parcel::Remark(_) => None,
        };
        Ok(self.store.waiting()?.whole.into_iter().filter_map(ticket).collect())
    }

    fn ticket_now(&self, id: &TicketId) -> Result<Ticket, DeskFault> {
        let waiting = self.tickets()?.into_iter().find(|(_, draft)| id_of(&draft.uuid) == *id);
        let waiting = waiting.ok_or(DeskFault::NotFound)?;
        let (row, (waiting, draft)) = (row(&waiting), waiting);
        Ok(Ticket {
            row,
            uuid: Some(draft.uuid.clone()),
            author: waiting.agent,
            fields: draft.fields(),
            notes: Vec::new(),
            moves: Vec::new(),
            unkept: Vec::new(),
        })
    }
}

/// The name of a ticket before a desk gave it one: the beginning of its own.
fn id_of(uuid: &Uuid) -> TicketId {
    TicketId::new(uuid.as_str().chars().take(8).collect::<String>())
}

fn row((waiting, draft): &(Waiting, Draft)) -> TicketRow {
    TicketRow {
        id: id_of(&draft.uuid),
        subject: draft.text(Field::Subject).to_owned(),
        state: State::New,
        priority: Priority::Normal,
        queue: draft.academy.clone(),
        owner: String::new(),
        requester: draft.login.clone(),
        created: waiting.since,
        changed: waiting.since,
    }
}

/// The answer to all that needs a desk.
fn needs_a_desk<'a, T>() -> Reply<'a, T> {
    Box::pin(async { Err(DeskFault::Unreachable("queue".to_owned())) })
}

impl TicketDesk for QueueDesk {
    fn abilities(&self) -> Abilities {
        Abilities {
            name: "queue",
            read: true,
            notes: false,
            replies: false,
            changes: &[],
            files: u64::MAX,
            once: Once::Assured,
            sends: false,
            logs_in: false,
        }
    }

    fn file(&self, _filing: Filing) -> Reply<'_, TicketId> {
        needs_a_desk()
    }

    fn find_by_uuid(&self, uuid: Uuid) -> Reply<'_, Vec<TicketId>> {
        self.run(move |own| {
            let waits = own.tickets()?.iter().any(|(_, draft)| draft.uuid == uuid);
            Ok(waits.then(|| id_of(&uuid)).into_iter().collect())
        })
    }

    fn of_key(&self, serial: String) -> Reply<'_, Vec<TicketRow>> {
        self.run(move |own| {
            let named = |draft: &Draft| draft.serial_answer == SerialAnswer::Known(serial.clone());
            let tickets = own.tickets()?;
            Ok(tickets.iter().rev().filter(|(_, draft)| named(draft)).map(row).collect())
        })
    }

    fn list(&self, filter: Filter, page: u32) -> Reply<'_, TicketPage> {
        self.run(move |own| own.list_now(&filter, page))
    }

    fn ticket(&self, id: TicketId) -> Reply<'_, Ticket> {
        self.run(move |own| own.ticket_now(&id))
    }

    fn note(&self, _remark: Remark) -> Reply<'_, ()> {
        needs_a_desk()
    }

    fn find_note(&self, _ticket: TicketId, _uuid: Uuid) -> Reply<'_, bool> {
        needs_a_desk()
    }

    fn change(&self, _change: Change) -> Reply<'_, ()> {
        needs_a_desk()
    }

    fn places(&self) -> Reply<'_, Places> {
        needs_a_desk()
    }
}
