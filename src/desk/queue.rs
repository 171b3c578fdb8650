//! Where no desk can be reached: tickets go into the store's outbox and wait there. What is listed
//! is what waits.

use std::sync::Arc;

use super::{Abilities, DeskFault, Filter, Move, Once, Remark, Reply, TicketDesk, TicketPage};
use crate::backend::Clock;
use crate::domain::ticket::{Draft, Field, State, Ticket, TicketId, TicketRow, Uuid};
use crate::store::Store;
use crate::store::outbox::Waiting;

/// The outbox of a store, seen as a desk.
#[derive(Clone)]
pub struct QueueDesk {
    store: Arc<Store>,
    clock: Clock,
}

impl QueueDesk {
    /// A desk on the outbox of `store` that takes the time from `clock`.
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

    fn list_now(&self, filter: &Filter, page: u32) -> Result<TicketPage, DeskFault> {
        let about = filter.about.as_ref().map(|about| about.login.as_str());
        let wanted = |waiting: &Waiting| {
            let person = about.is_none_or(|login| !login.is_empty() && login == waiting.draft.login);
            let queue = filter.queue.as_ref().is_none_or(|queue| *queue == waiting.draft.academy);
            person && queue && (filter.states.is_empty() || filter.states.contains(&State::New))
        };
        let mut rows: Vec<TicketRow> =
            self.store.waiting()?.iter().filter(|one| wanted(one)).map(row).collect();
        rows.reverse();
        let total = rows.len() as u64;
        if page > 0 {
            rows.clear();
        }
        Ok(TicketPage { rows, total: Some(total), more: false })
    }

    fn ticket_now(&self, id: &TicketId) -> Result<Ticket, DeskFault> {
        let waiting = self.store.waiting()?.into_iter().find(|one| id_of(&one.draft.uuid) == *id);
        let waiting = waiting.ok_or(DeskFault::NotFound)?;
        Ok(Ticket {
            row: row(&waiting),
            uuid: Some(waiting.draft.uuid.clone()),
            author: waiting.agent,
            fields: waiting.draft.fields(),
            notes: Vec::new(),
            moves: Vec::new(),
        })
    }
}

/// The name of a ticket before a desk gave it one: the beginning of its own.
fn id_of(uuid: &Uuid) -> TicketId {
    TicketId::new(uuid.as_str().chars().take(8).collect::<String>())
}

fn row(waiting: &Waiting) -> TicketRow {
    let draft = &waiting.draft;
    TicketRow {
        id: id_of(&draft.uuid),
        subject: draft.text(Field::Subject).to_owned(),
        state: State::New,
        queue: draft.academy.clone(),
        owner: String::new(),
        requester: draft.login.clone(),
        created: waiting.since,
        changed: waiting.since,
    }
}

impl TicketDesk for QueueDesk {
    fn abilities(&self) -> Abilities {
        Abilities {
            name: "queue",
            read: true,
            notes: false,
            states: false,
            once: Once::Assured,
            sends: false,
        }
    }

    fn file(&self, draft: Draft, author: String) -> Reply<'_, TicketId> {
        self.run(move |own| {
            own.store.queue(&author, &draft, (own.clock)())?;
            Ok(id_of(&draft.uuid))
        })
    }

    fn find_by_uuid(&self, uuid: Uuid) -> Reply<'_, Option<TicketId>> {
        self.run(move |own| {
            let waits = own.store.waiting()?.iter().any(|one| one.draft.uuid == uuid);
            Ok(waits.then(|| id_of(&uuid)))
        })
    }

    fn list(&self, filter: Filter, page: u32) -> Reply<'_, TicketPage> {
        self.run(move |own| own.list_now(&filter, page))
    }

    fn ticket(&self, id: TicketId) -> Reply<'_, Ticket> {
        self.run(move |own| own.ticket_now(&id))
    }

    fn note(&self, _remark: Remark) -> Reply<'_, ()> {
        Box::pin(async { Err(DeskFault::Unreachable("queue".to_owned())) })
    }

    fn set_state(&self, _wanted: Move) -> Reply<'_, ()> {
        Box::pin(async { Err(DeskFault::Unreachable("queue".to_owned())) })
    }
}
