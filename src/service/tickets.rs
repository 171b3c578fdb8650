//! The book of tickets: what the desk told, kept between starts, and changes of several at once.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::request::{Failure, Outcome};
use super::{Service, Side};
use crate::desk::{Abilities, Change, DeskFault, Filter, TicketDesk, TicketPage, What};
use crate::domain::moment::Moment;
use crate::domain::ticket::{Book, Gist, Look, Ticket, TicketId, TicketRow};
use crate::store::StoreFault;

/// The book of one desk, shared by all copies of a service.
#[derive(Default)]
pub struct Shelf {
    book: Mutex<Option<Book>>,
    reading: Mutex<Reading>,
    /// Something is in the book that is not on the disk.
    fresh: AtomicBool,
}

/// How far the desk's list was read.
#[derive(Default)]
struct Reading {
    /// News were told and the reading has not come to its end: what it did not tell may be missing.
    open: bool,
    /// The reading before this one was left open, so that a page without news does not end this one.
    resumes: bool,
}

impl Shelf {
    pub(super) fn held(&self) -> MutexGuard<'_, Option<Book>> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in a page: whether it told news, and whether all that follows on the desk's list is known too.
    fn learn(&self, page: u32, told: TicketPage) -> (bool, bool) {
        let news = !self.held().get_or_insert_default().learn(told.rows);
        let mut reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if page == 0 {
            reading.resumes = reading.open;
        }
        let ended = !told.more || !(news || reading.resumes);
        reading.open = (reading.open || news) && !ended;
        (news, ended)
    }

    /// What opened tickets told of their forms.
    fn keep(&self, gists: Vec<(TicketId, Option<Gist>)>) {
        let mut held = self.held();
        let book = held.get_or_insert_default();
        for (id, gist) in gists {
            if book.keep(&id, gist) {
                self.fresh.store(true, Ordering::Relaxed);
            }
        }
    }
}

/// The tickets as the console knows them.
pub struct Known {
    /// The one that changed last first.
    pub rows: Vec<TicketRow>,
    /// What is known of the form of each, in the order of the rows.
    pub gists: Vec<Option<Gist>>,
    /// The agent's name at the desk.
    pub agent: String,
    /// What the desk can do.
    pub can: Abilities,
    /// The agent's own looks, the oldest first.
    pub looks: Vec<Look>,
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
            true => {
                let desk = side.desk.address();
                self.on_disk(move |own| own.store.book(&desk)).await?
            }
            false => Default::default(),
        };
        side.book.held().get_or_insert(book);
        Ok(read)
    }

    /// A page of the desk's list, taken into the book. The book is on the disk once all is known.
    pub(super) async fn page(&self, side: &Side, page: u32) -> Result<Known, Failure> {
        let told = side.desk.list(Filter::default(), page).await?;
        let unknown =
            |row: &&TicketRow| side.book.held().as_ref().is_none_or(|book| book.gist(row).is_none());
        let unknown: Vec<TicketRow> = told.rows.iter().filter(unknown).cloned().collect();
        let gists = side.desk.gists(unknown).await?;
        side.book.keep(gists.into_iter().map(|(id, gist)| (id, Some(gist))).collect());
        let (news, ended) = side.book.learn(page, told);
        if !ended {
            return self.told(side, Some(page.saturating_add(1)), None).await;
        }
        let now = (self.clock)();
        let fresh = side.book.fresh.swap(false, Ordering::Relaxed);
        if side.keeps && (fresh || news || page > 0) {
            let (desk, book) = (side.desk.address(), side.book.held().clone().unwrap_or_default());
            // A book that cannot be kept is read again next time.
            let _ = self.on_disk(move |own| own.store.keep_book(&desk, &book, now)).await;
        }
        self.told(side, None, Some(now)).await
    }

    async fn told(&self, side: &Side, next: Option<u32>, read: Option<Moment>) -> Result<Known, Failure> {
        let (rows, gists) = side.book.held().as_ref().map_or_else(Default::default, |book| {
            let gists: Vec<_> = book.rows().iter().map(|row| book.gist(row).cloned()).collect();
            (book.rows().to_vec(), gists)
        });
        let agent = side.desk.agent(&self.agent);
        let own = self.on_disk(|own| {
            let agent = &own.agent;
            Ok::<_, StoreFault>((own.store.seen_tickets(agent)?, own.store.looks(agent)?))
        });
        let (seen, looks) = own.await?;
        let can = side.desk.abilities();
        Ok(Known { rows, gists, agent, can, looks, seen, next, read })
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
        let gist = Gist::of(&ticket.row, &ticket.fields, ticket.uuid.is_some());
        side.book.keep(vec![(ticket.row.id.clone(), gist)]);
        let (seen, changed) = (ticket.row.id.clone(), ticket.row.changed);
        let _ = self.on_disk(move |own| own.store.see_ticket(&own.agent, &seen, changed)).await;
        Ok(ticket)
    }

    /// Changes one after the other; each has its own result.
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

#[cfg(test)]
#[path = "tickets_tests.rs"]
mod tests;
