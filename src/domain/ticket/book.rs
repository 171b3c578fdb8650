//! The tickets of a desk as a console knows them: whole, in one order, brought up to date page by page.

use std::collections::{BTreeMap, BTreeSet};

use super::{Gist, TicketId, TicketRow};

/// Every ticket that the desk told, the one that changed last first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    rows: Vec<TicketRow>,
    gists: BTreeMap<TicketId, Gist>,
}

impl Book {
    /// Out of rows in any order; of two with one name the one that changed last.
    pub fn new(rows: Vec<TicketRow>) -> Self {
        let mut book = Self::default();
        book.learn(rows);
        book
    }

    /// The tickets, the one that changed last first.
    pub fn rows(&self) -> &[TicketRow] {
        &self.rows
    }

    /// Takes in a page of the desk's list. `true`: it told nothing new, so that what follows on the list,
    /// which changed before, is known too.
    pub fn learn(&mut self, page: Vec<TicketRow>) -> bool {
        let known: BTreeMap<&TicketId, &TicketRow> = self.rows.iter().map(|row| (&row.id, row)).collect();
        let told_nothing = page.iter().all(|row| known.get(&row.id).is_some_and(|known| *known == row));
        if told_nothing {
            return true;
        }
        let names: BTreeSet<TicketId> = page.iter().map(|row| row.id.clone()).collect();
        self.rows.retain(|row| !names.contains(&row.id));
        self.rows.extend(page);
        self.rows.sort_by(|a, b| b.changed.cmp(&a.changed).then_with(|| b.id.cmp(&a.id)));
        self.rows.dedup_by(|a, b| a.id == b.id);
        false
    }

    /// What is known of a ticket's form, if the ticket has not changed since.
    pub fn gist(&self, row: &TicketRow) -> Option<&Gist> {
        self.gists.get(&row.id).filter(|gist| gist.changed == row.changed)
    }

    /// Keeps what a ticket that was opened told of its form. `true`: it is news.
    pub fn keep(&mut self, id: &TicketId, gist: Option<Gist>) -> bool {
        match gist {
            Some(gist) => self.gists.insert(id.clone(), gist.clone()) != Some(gist),
            None => self.gists.remove(id).is_some(),
        }
    }

    /// Forgets a ticket that is not there under its name any more: it was merged, or deleted.
    pub fn forget(&mut self, id: &TicketId) {
        self.rows.retain(|row| row.id != *id);
        self.gists.remove(id);
    }
}

#[cfg(test)]
#[path = "book_tests.rs"]
mod tests;
