//! The conversation of a ticket, out of what was done to it and what was said.

use std::collections::{BTreeSet, HashMap};

use super::statuses::{self, Statuses};
use super::wire::{self, Number, Part, Ticket, Transaction};
use crate::desk::page::plain;
use crate::domain::ticket::{Note, NoteKind, TicketId};

/// What was fetched of a conversation.
#[derive(Default)]
pub struct Talk {
    /// What was done, oldest first.
    pub transactions: Vec<Transaction>,
    /// What belongs to it, with the texts that are read.
    pub parts: Vec<Part>,
    /// Names of what the history calls by number.
    pub names: HashMap<(&'static str, String), String>,
}

/// Whether somebody says something; mails that the server sent for it are not asked for.
pub fn speaks(transaction: &Transaction) -> bool {
    matches!(transaction.r#type.as_str(), "Create" | "Comment" | "Correspond")
}

/// Whether the text of a part is of interest: files are told by their names.
pub fn is_read(part: &Part) -> bool {
    part.filename.is_empty() && matches!(part.content_type.as_str(), "text/plain" | "text/html")
}

/// A user or queue that a transaction calls by number.
pub fn called(transaction: &Transaction) -> Option<(&'static str, String)> {
    let kind = match (transaction.r#type.as_str(), transaction.field.as_str()) {
        ("SetWatcher" | "AddWatcher" | "DelWatcher", _) => return None,
        (_, "Owner") => "user",
        (_, "Queue") => "queue",
        _ => return None,
    };
    Some((kind, transaction.new_value.clone()))
}

impl Talk {
    /// The text a ticket began with, and the names of its files.
    pub fn first(&self, ticket: &Ticket) -> (&str, Vec<&str>) {
        let own = ticket.id.0.to_string();
        let begins = |one: &&Transaction| one.r#type == "Create" && one.object_id == own;
        let Some(begin) = self.transactions.iter().find(begins) else { return ("", Vec::new()) };
        (self.text_of(begin.id).map_or("", |part| part.content.as_str()), self.files(begin.id).collect())
    }

    /// Everything that was said and done after that, oldest first.
    pub fn notes(&self, ticket: &Ticket, statuses: &Statuses) -> Vec<Note> {
        let mut merged = BTreeSet::new();
        let notes = self.transactions.iter().filter_map(|one| {
            let what = self.what(one, ticket, statuses)?;
            // Two who merge the same pair at once leave two links.
            if matches!(what, NoteKind::Merged(_)) && !merged.insert(one.object_id.clone()) {
                return None;
            }
            Some(Note { at: wire::moment(&one.created), author: one.creator.id.clone(), what })
        });
        notes.collect()
    }

    fn what(&self, one: &Transaction, ticket: &Ticket, statuses: &Statuses) -> Option<NoteKind> {
        let id = ticket.id.0.to_string();
        let own = one.object_id.is_empty() || one.object_id == id;
        let holder = ticket.requestor.iter().any(|person| person.id == one.creator.id);
        let name = || {
            let kind = called(one)?;
            self.names.get(&kind).map(|name| wire::owner(name).to_owned())
        };
        Some(match (one.r#type.as_str(), one.field.as_str()) {
            ("Create", _) if own => return None,
            ("Create" | "Correspond", _) if holder => NoteKind::Wrote(self.said(one.id)?),
            ("Create" | "Comment", _) => NoteKind::Said(self.said(one.id)?),
            ("Correspond", _) => NoteKind::Replied(self.said(one.id)?),
            ("AddLink", "MergedInto") if !own && one.new_value.ends_with(&format!("/ticket/{id}")) => {
                NoteKind::Merged(TicketId::new(one.object_id.clone()))
            }
            _ if !own => return None,
            ("Status", _) => NoteKind::Moved(statuses.state(&one.new_value)),
            (_, "Owner") => NoteKind::Owned(name()?),
            (_, "Queue") => NoteKind::Routed(name()?),
            (_, "Priority") => NoteKind::Pressed(statuses::priority(one.new_value.parse().ok()?)),
            _ => return None,
        })
    }

    /// The words of a transaction, with the names of its files; none if there are neither.
    fn said(&self, transaction: Number) -> Option<String> {
        let part = self.text_of(transaction);
        let text = part.map_or_else(String::new, |part| match part.content_type.as_str() {
            "text/html" => plain(&part.content),
            _ => part.content.replace("\r\n", "\n"),
        });
        let files: String = self.files(transaction).map(|name| format!("\n[{name}]")).collect();
        let whole = format!("{}{files}", text.trim_end());
        (!whole.trim().is_empty()).then(|| whole.trim_start_matches('\n').to_owned())
    }

    /// The part to read: plain text rather than a page.
    fn text_of(&self, transaction: Number) -> Option<&Part> {
        let own = || self.parts.iter().filter(|part| part.transaction_id == transaction && is_read(part));
        own().find(|part| part.content_type == "text/plain").or_else(|| own().next())
    }

    fn files(&self, transaction: Number) -> impl Iterator<Item = &str> {
        let own = self.parts.iter().filter(move |part| part.transaction_id == transaction);
        own.map(|part| part.filename.as_str()).filter(|name| !name.is_empty())
    }
}

#[cfg(test)]
#[path = "talk_tests.rs"]
mod tests;
