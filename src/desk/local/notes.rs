//! The conversation of a ticket: what was said, and what was done to it.

use rusqlite::{Connection, Transaction, params};

use super::rows::{COLUMNS, Stamp, number, stored};
use crate::domain::moment::Moment;
use crate::domain::ticket::{Field, Note, NoteKind, Priority, State, TicketId, Uuid};
use crate::store::StoreFault;
use crate::store::sealed;
use crate::store::vault::Vault;

/// Adds to a ticket's conversation, which changes the ticket.
pub fn add(
    transaction: &Transaction,
    vault: &Vault,
    id: &TicketId,
    (now, author): Stamp,
    uuid: &Uuid,
    what: &NoteKind,
) -> Result<(), StoreFault> {
    let (word, text) = written(what);
    let sql = "SELECT uuid FROM tickets WHERE id = ?1";
    let ticket: String = transaction.prepare_cached(sql)?.query_row([number(id)], |row| row.get(0))?;
    let at = now.millis().to_string();
    let place = sealed::note(&ticket, uuid.as_str(), &at, author, word);
    let body = vault.seal_json(place.place(), &text)?;
    let sql =
        "INSERT INTO ticket_notes (ticket, uuid, at, author, what, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    transaction.execute(sql, params![number(id), uuid.as_str(), now.millis(), author, word, body])?;
    // Later than before whatever the clock says: a change must be seen.
    let sql = "UPDATE tickets SET changed = max(changed + 1, ?2) WHERE id = ?1";
    transaction.execute(sql, params![number(id), now.millis()])?;
    Ok(())
}

/// A note as the table has it: its word and its text.
fn written(what: &NoteKind) -> (&'static str, &str) {
    match what {
        NoteKind::Said(text) => ("note", text),
        NoteKind::Replied(text) => ("reply", text),
        NoteKind::Wrote(text) => ("wrote", text),
        NoteKind::Moved(state) => ("state", state.word()),
        NoteKind::Owned(owner) => ("owner", owner),
        NoteKind::Routed(queue) => ("queue", queue),
        NoteKind::Pressed(priority) => ("priority", priority.word()),
        NoteKind::Merged(id) => ("merge", id.as_str()),
    }
}

/// What [`written`] wrote.
fn read(word: &str, text: String) -> Option<NoteKind> {
    Some(match word {
        "note" => NoteKind::Said(text),
        "reply" => NoteKind::Replied(text),
        "wrote" => NoteKind::Wrote(text),
        "state" => NoteKind::Moved(State::from_word(&text)?),
        "owner" => NoteKind::Owned(text),
        "queue" => NoteKind::Routed(text),
        "priority" => NoteKind::Pressed(Priority::from_word(&text)?),
        "merge" => NoteKind::Merged(TicketId::new(text)),
        _ => return None,
    })
}

/// The conversation of a ticket and of those that went into it, oldest first; what the others were
/// about is said in it.
pub fn of(connection: &Connection, vault: &Vault, id: &TicketId) -> Result<Vec<Note>, StoreFault> {
    let sql = "SELECT n.uuid, n.at, n.author, n.what, n.body, t.uuid FROM ticket_notes n \
        JOIN tickets t ON t.id = n.ticket WHERE n.ticket IN (SELECT id FROM tickets WHERE id = ?1 OR merged = ?1) \
        ORDER BY n.at, n.id";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([number(id)])?;
    let mut notes = others(connection, vault, id)?;
    while let Some(row) = rows.next()? {
        let (uuid, at, ticket): (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(5)?);
        let (author, word, body): (String, String, Vec<u8>) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let stamp = at.to_string();
        let place = sealed::note(&ticket, &uuid, &stamp, &author, &word);
        let text: String = vault.open_json(place.place(), &body)?;
        let what = read(&word, text).ok_or_else(|| place.place().damaged(": kind"))?;
        notes.push(Note { at: Moment::from_millis(at), author, what });
    }
    notes.sort_by_key(|note| note.at);
    Ok(notes)
}

/// What the tickets that went into one were about, in the words of their authors.
fn others(connection: &Connection, vault: &Vault, id: &TicketId) -> Result<Vec<Note>, StoreFault> {
    let sql = format!("SELECT {COLUMNS} FROM tickets WHERE merged = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([number(id)])?;
    let mut notes = Vec::new();
    while let Some(row) = rows.next()? {
        let stored = stored(row)?;
        let fields = stored.open(vault)?.fields;
        let told = [Field::Subject, Field::Description, Field::Errors];
        let told = told.iter().filter_map(|field| fields.get(field).map(String::as_str));
        let said = NoteKind::Said(told.collect::<Vec<_>>().join("\n"));
        notes.push(Note { at: Moment::from_millis(stored.created), author: stored.author, what: said });
    }
    Ok(notes)
}
