//! The book of tickets: what the desk told, kept between starts, and changes of several at once.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::request::{Failure, Outcome};
use super::{Service, Side};
use crate::desk::{Abilities, Change, DeskFault, Filter, TicketDesk, What};
use crate::domain::moment::Moment;
use crate::domain::ticket::{Book, Ticket, TicketId, TicketRow};

/// The book of one desk, shared by all copies of a service.
#[derive(Default)]
pub struct Shelf(Mutex<Option<Book>>);

impl Shelf {
    pub(super) fn held(&self) -> MutexGuard<'_, Option<Book>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The tickets as the console knows them.
pub struct Known {
    /// The one that changed last first.
    pub rows: Vec<TicketRow>,
    /// The agent's name at the desk.
    pub agent: String,
    /// What the desk can do.
    pub can: Abilities,
    /// How each stood when the agent last looked at it.
    pub seen: BTreeMap<TicketId, Moment>,
    /// The next page of the desk may tell news; `None`: all is known.
    pub next: Option<u32>,
    /// When the desk last told all of it.
    pub read: Option<Moment>,
}

impl Service {
    /// What is known without asking the desk.
    pub(super) async fn known(&self, side: &Side) -> Result<Known, Failure> {
        let read = self.opened(side).await?;
        self.told(side, Some(0), read).await
    }

    /// The book is in memory from now on. When the desk last told all of it, if it was read just now.
    pub(super) async fn opened(&self, side: &Side) -> Result<Option<Moment>, Failure> {
        if side.book.held().is_some() {
            return Ok(None);
        }
        let (book, read) = match side.keeps {
            true => self.on_disk(|own| own.store.book()).await?,
            false => Default::default(),
        };
        side.book.held().get_or_insert(book);
        Ok(read)
    }

    /// A page of the desk's list, taken into the book. The book is on the disk once all is known.
    pub(super) async fn page(&self, side: &Side, page: u32) -> Result<Known, Failure> {
        let told = side.desk.list(Filter::default(), page).await?;
        let known = side.book.held().get_or_insert_default().learn(told.rows);
        if !known && told.more {
            return self.told(side, Some(page.saturating_add(1)), None).await;
        }
        let now = (self.clock)();
        if side.keeps && !(known && page == 0) {
            let book = side.book.held().clone().unwrap_or_default();
            // A book that cannot be kept is read again next time.
            let _ = self.on_disk(move |own| own.store.keep_book(&book, now)).await;
        }
        self.told(side, None, Some(now)).await
    }

    async fn told(&self, side: &Side, next: Option<u32>, read: Option<Moment>) -> Result<Known, Failure> {
        let rows = side.book.held().as_ref().map_or(Vec::new(), |book| book.rows().to_vec());
        let agent = side.desk.agent(&self.agent);
        let seen = self.on_disk(|own| own.store.seen_tickets(&own.agent)).await?;
        let can = side.desk.abilities();
        Ok(Known { rows, agent, can, seen, next, read })
    }

    /// A ticket, which the agent has seen from now on. One that has another name by now is not listed
    /// under the old one any more.
    pub(super) async fn ticket(&self, side: &Side, id: TicketId) -> Result<Ticket, Failure> {
        let ticket = match side.desk.ticket(id.clone()).await {
            Err(DeskFault::NotFound) => {
                side.book.held().get_or_insert_default().forget(&id);
                return Err(DeskFault::NotFound.into());
            }
            ticket => ticket?,
        };
        if ticket.row.id != id {
            side.book.held().get_or_insert_default().forget(&id);
        }
        let (seen, changed) = (ticket.row.id.clone(), ticket.row.changed);
        let _ = self.on_disk(move |own| own.store.see_ticket(&own.agent, &seen, changed)).await;
        Ok(ticket)
    }

    /// Changes one after the other; each has its own result. What the agent changed he has seen.
    pub(super) async fn change(
        &self,
        (desk, book): (&dyn TicketDesk, &Shelf),
        changes: Vec<(TicketId, Moment)>,
        what: What,
    ) -> Outcome {
        let mut results = Vec::new();
        let named: Vec<TicketId> = changes.iter().map(|(ticket, _)| ticket.clone()).collect();
        for (ticket, seen) in changes {
            let change =
                Change { ticket: ticket.clone(), seen, author: self.agent.clone(), what: what.clone() };
            results.push((ticket, desk.change(change).await));
        }
        if let What::Merge(into) = &what {
            // The desk lists the one that went into the other no more, and does not say so.
            for id in named.iter().chain([into]) {
                if desk.ticket(id.clone()).await.is_ok_and(|ticket| ticket.row.id != *id) {
                    book.held().get_or_insert_default().forget(id);
                }
            }
        }
        Outcome::Changed { what, results }
    }
}
