//! Tickets about the same as one that is being written: what this machine knows, and what the desk tells.

use super::request::Failure;
use super::{Service, Side};
use crate::desk::{About, DeskFault, Filter, Once};
use crate::domain::ticket::{
    Field, Likeness, Parcel, Shared, State, TicketRow, Twin, mentions, ranked, twin,
};

/// Tickets that may name a key and are read to see whether they do: the latest ones, since each costs requests.
const READ: usize = 5;

/// Why more tickets about the same may exist than were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsearched {
    /// Without network nobody can be asked.
    Offline,
    /// The desk cannot be asked what it has: a mailbox, a page.
    Desk,
    /// The desk can be asked about people, not about keys.
    Keys,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Twins {
    /// The closest first.
    pub found: Vec<Twin>,
    /// Why there may be more.
    pub unsearched: Option<Unsearched>,
}

impl Service {
    /// In the book of the console's own desk and among what waits to leave; nobody is asked.
    pub(super) async fn twins_known(&self, like: Likeness) -> Result<Twins, Failure> {
        let own = self.own.clone();
        // A book that does not open is read again from the desk, and hides nothing that waits.
        let _ = self.opened(&own).await;
        let rows = own.book.held().as_ref().map_or(Vec::new(), |book| book.rows().to_vec());
        let waiting = self.on_disk(|own| own.store.waiting()).await?;
        let now = (self.clock)();
        let booked = rows.iter().filter_map(|row| like.of_row(row, now));
        let waits = waiting.whole.iter().filter_map(|one| match &one.parcel {
            Parcel::Ticket(draft) => like.of_waiting(draft, one.since),
            Parcel::Remark(_) => None,
        });
        Ok(Twins { found: ranked(booked.chain(waits)), unsearched: None })
    }

    /// At the desk, as far as it can be asked.
    pub(super) async fn twins_told(&self, side: &Side, like: Likeness) -> Result<Twins, Failure> {
        let can = side.desk.abilities();
        if !can.sends {
            return Ok(Twins { found: Vec::new(), unsearched: Some(Unsearched::Offline) });
        }
        let mut unsearched = (can.once == Once::Agent || !can.read).then_some(Unsearched::Desk);
        if !can.read {
            return Ok(Twins { found: Vec::new(), unsearched });
        }
        let now = (self.clock)();
        let mut found = Vec::new();
        if like.has_person() {
            let about = About { login: like.login.clone(), mail: like.mail.clone() };
            let filter = Filter { about: Some(about), states: State::LIVE.to_vec(), ..Filter::default() };
            let page = side.desk.list(filter, 0).await?;
            found.extend(page.rows.iter().filter_map(|row| twin(row, Shared::Person, now)));
        }
        if !like.serial.is_empty() {
            match side.desk.of_key(like.serial.clone()).await {
                Ok(rows) => match self.of_key(side, rows, &like.serial).await {
                    Ok(keyed) => found.extend(keyed),
                    Err(fault) if found.is_empty() => return Err(fault),
                    // What the desk said of the person is not thrown away.
                    Err(_) => unsearched = unsearched.or(Some(Unsearched::Keys)),
                },
                Err(fault) if fault != DeskFault::Unable && found.is_empty() => return Err(fault.into()),
                Err(_) => unsearched = unsearched.or(Some(Unsearched::Keys)),
            }
        }
        Ok(Twins { found: ranked(found), unsearched })
    }

    /// Those that name this very key: servers find parts of longer numbers too.
    async fn of_key(&self, side: &Side, rows: Vec<TicketRow>, serial: &str) -> Result<Vec<Twin>, Failure> {
        let now = (self.clock)();
        let lately = rows.into_iter().filter_map(|row| Some((twin(&row, Shared::Key, now)?, row)));
        let mut found = Vec::new();
        for (twin, row) in lately.take(READ) {
            let ticket = match side.desk.ticket(row.id).await {
                Err(DeskFault::NotFound) => continue,
                ticket => ticket?,
            };
            let named = ticket.fields.get(&Field::Serial).is_some_and(|filed| filed.trim() == serial);
            if named || mentions(&row.subject, serial) {
                found.push(twin);
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
#[path = "twins_tests.rs"]
mod tests;
