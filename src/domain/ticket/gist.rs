//! What a list keeps of a ticket's form: which fields are answered, never with what.
//!
//! A list does not tell the fields of its tickets (ticket facts, section 5): a gist comes from a ticket
//! that was opened, and holds as long as the ticket has not changed since.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Field, Form, TicketRow};
use crate::domain::moment::Moment;
use crate::domain::profile::{Need, Profile, Profiles};

/// What any message has, whoever wrote it where: alone they are no form.
const OF_ANY_MESSAGE: [Field; 3] = [Field::Subject, Field::Description, Field::Screenshots];

/// Which fields of a ticket were answered at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gist {
    /// When the ticket had last changed.
    pub changed: Moment,
    filled: u16,
    domain: Arc<str>,
}

impl Gist {
    /// Of a ticket as it stands. `None` where it has no form, which a mail written by hand has not: what
    /// it lacks cannot be told. `filed` tells that a console filed it, form and all.
    pub fn of(row: &TicketRow, fields: &BTreeMap<Field, String>, filed: bool) -> Option<Self> {
        let answered = |field: &Field| fields.get(field).is_some_and(|answer| !answer.trim().is_empty());
        let formed =
            filed || Field::ALL.iter().any(|field| answered(field) && !OF_ANY_MESSAGE.contains(field));
        let mut filled = bits(Field::ALL.into_iter().filter(answered));
        // The desk names whom it is about by his address: nobody need ask for it.
        if row.requester.contains('@') {
            filled |= bit(Field::Mail);
        }
        let gist = || Self { changed: row.changed, filled, domain: domain(row, fields).into() };
        formed.then(gist)
    }

    /// As it was kept: numbers of [`Self::kept`].
    pub fn again(changed: Moment, filled: u16, domain: &str) -> Self {
        Self { changed, filled, domain: domain.into() }
    }

    /// What is to be kept: a bit for each answered field in the order of [`Field::ALL`], the lowest first,
    /// and the mail domain of whom it is about, empty if unknown.
    pub fn kept(&self) -> (u16, &str) {
        (self.filled, &self.domain)
    }

    /// The required fields that are not answered, in the order of the notice. `None`: nothing says which
    /// academy's form it is.
    pub fn lacks(&self, queue: &str, profiles: &Profiles) -> Option<Vec<Field>> {
        let form = Form::of(profiles.of_holder(&self.domain, queue)?);
        let lacking = |field: &Field| form.need(*field) == Need::Required && self.filled & bit(*field) == 0;
        Some(Field::ALL.into_iter().filter(lacking).collect())
    }
}

/// The academy of whom a ticket is about, as far as the ticket tells.
pub fn academy_of<'p>(
    row: &TicketRow,
    fields: &BTreeMap<Field, String>,
    profiles: &'p Profiles,
) -> Option<&'p Profile> {
    profiles.of_holder(&domain(row, fields), &row.queue)
}

/// The domain of the address in the form, or of whom the desk names; empty if neither is an address.
fn domain(row: &TicketRow, fields: &BTreeMap<Field, String>) -> String {
    let named = fields.get(&Field::Mail).into_iter().chain([&row.requester]);
    let mut domains = named.filter_map(|mail| Some(mail.trim().rsplit_once('@')?.1));
    domains.next().unwrap_or_default().to_ascii_lowercase()
}

fn bit(field: Field) -> u16 {
    Field::ALL.iter().position(|known| *known == field).map_or(0, |at| 1 << at)
}

fn bits(fields: impl Iterator<Item = Field>) -> u16 {
    fields.fold(0, |bits, field| bits | bit(field))
}

#[cfg(test)]
#[path = "gist_tests.rs"]
mod tests;
