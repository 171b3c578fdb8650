//! Rows of the store as tickets.

use std::collections::BTreeMap;

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params, params_from_iter};

use crate::desk::{Filter, PAGE, TicketPage};
use crate::domain::moment::Moment;
use crate::domain::ticket::{Draft, Field, Note, NoteKind, State, Ticket, TicketId, TicketRow, Uuid};
use crate::store::StoreFault;

const COLUMNS: &str = "id, subject, state, queue, owner, login, created, changed";

/// Words of [`NoteKind`] in the table.
const SAID: &str = "note";
const MOVED: &str = "state";

/// When something was done, and by whom.
type Stamp<'a> = (Moment, &'a str);

/// The page of a list, counted from 0.
pub fn list(connection: &Connection, filter: &Filter, page: u32) -> Result<TicketPage, StoreFault> {
    let wanted = Wanted::new(filter);
    let matching = &wanted.condition;
    let count = format!("SELECT count(*) FROM tickets WHERE {matching}");
    let values = params_from_iter(&wanted.values);
    let total: i64 = connection.prepare_cached(&count)?.query_row(values, |row| row.get(0))?;
    let skipped = i64::from(page) * i64::from(PAGE);
    let rows = format!(
        "SELECT {COLUMNS} FROM tickets WHERE {matching} \
         ORDER BY changed DESC, id DESC LIMIT {PAGE} OFFSET {skipped}"
    );
    let mut statement = connection.prepare(&rows)?;
    let rows = statement.query_map(params_from_iter(&wanted.values), row)?;
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let more = total > skipped.saturating_add(i64::from(PAGE));
    Ok(TicketPage { rows, total: u64::try_from(total).ok(), more })
}

/// A filter as SQL. Conditions that do not count are left out, so that indexes serve the others.
struct Wanted<'f> {
    condition: String,
    values: Vec<&'f str>,
}

impl<'f> Wanted<'f> {
    fn new(filter: &'f Filter) -> Self {
        let mut wanted = Self { condition: "true".to_owned(), values: Vec::new() };
        wanted.one_of("state", filter.states.iter().map(|state| state.word()));
        wanted.one_of("queue", filter.queue.as_deref());
        if let Some(about) = &filter.about {
            wanted.one_of("login", [about.login.as_str()]);
            // Tickets about nobody are not about a person whose login is unknown.
            wanted.condition.push_str(" AND login <> ''");
        }
        wanted
    }

    /// No choice is no condition.
    fn one_of(&mut self, column: &str, choices: impl IntoIterator<Item = &'f str>) {
        let known = self.values.len();
        self.values.extend(choices);
        let marks = vec!["?"; self.values.len() - known].join(", ");
        if !marks.is_empty() {
            self.condition.push_str(&format!(" AND {column} IN ({marks})"));
        }
    }
}

/// A new ticket: the answers of a draft, which is not read for anything else than its names.
pub fn insert(
    transaction: &Transaction,
    draft: &Draft,
    fields: &BTreeMap<Field, String>,
    serial: &str,
    (now, author): Stamp,
) -> Result<TicketId, StoreFault> {
    let json = serde_json::to_string(fields).map_err(|fault| StoreFault::Damaged(fault.to_string()))?;
    let subject = fields.get(&Field::Subject).map_or("", String::as_str);
    let sql = "INSERT INTO tickets \
        (uuid, created, changed, author, owner, queue, state, subject, login, serial, fields) \
        VALUES (?1, ?2, ?2, ?3, '', ?4, ?5, ?6, ?7, ?8, ?9)";
    let (uuid, state) = (draft.uuid.as_str(), State::New.word());
    let Draft { academy, login, .. } = draft;
    let values = params![uuid, now.millis(), author, academy, state, subject, login, serial, json];
    transaction.execute(sql, values)?;
    Ok(TicketId::new(transaction.last_insert_rowid().to_string()))
}

/// One ticket with its notes.
pub fn ticket(connection: &Connection, id: &TicketId) -> Result<Option<Ticket>, StoreFault> {
    let sql = format!("SELECT {COLUMNS}, uuid, author, fields FROM tickets WHERE id = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_row([number(id)], |found| {
        let row = row(found)?;
        let moves = row.state.moves().to_vec();
        let uuid: String = found.get(8)?;
        let json: String = found.get(10)?;
        let fields = serde_json::from_str(&json).map_err(|fault| damaged(10, fault.to_string()))?;
        Ok(Ticket { row, uuid: Uuid::parse(&uuid), author: found.get(9)?, fields, notes: Vec::new(), moves })
    });
    let Some(ticket) = found.optional()? else { return Ok(None) };
    Ok(Some(Ticket { notes: notes(connection, id)?, ..ticket }))
}

/// The state of a ticket, if it exists.
pub fn state(connection: &Connection, id: &TicketId) -> Result<Option<State>, StoreFault> {
    let mut statement = connection.prepare_cached("SELECT state FROM tickets WHERE id = ?1")?;
    Ok(statement.query_row([number(id)], |row| state_at(row, 0)).optional()?)
}

/// The ticket that carries a UUID.
pub fn find_uuid(connection: &Connection, uuid: &Uuid) -> Result<Option<TicketId>, StoreFault> {
    let mut statement = connection.prepare_cached("SELECT id FROM tickets WHERE uuid = ?1")?;
    Ok(statement.query_row([uuid.as_str()], |row| id(row, 0)).optional()?)
}

/// Whether an operation was carried out already.
pub fn is_noted(connection: &Connection, uuid: &Uuid) -> Result<bool, StoreFault> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM ticket_notes WHERE uuid = ?1")?;
    Ok(statement.exists([uuid.as_str()])?)
}

/// Puts a ticket in another state and says so in its conversation.
pub fn set_state(
    transaction: &Transaction,
    id: &TicketId,
    stamp: Stamp,
    to: State,
) -> Result<(), StoreFault> {
    let sql = "UPDATE tickets SET state = ?2 WHERE id = ?1";
    transaction.execute(sql, params![number(id), to.word()])?;
    add_note(transaction, id, stamp, None, &NoteKind::Moved(to))
}

/// Adds to a ticket's conversation, which changes the ticket.
pub fn add_note(
    transaction: &Transaction,
    id: &TicketId,
    (now, author): Stamp,
    uuid: Option<&Uuid>,
    what: &NoteKind,
) -> Result<(), StoreFault> {
    let (word, body) = match what {
        NoteKind::Said(text) => (SAID, text.as_str()),
        NoteKind::Moved(state) => (MOVED, state.word()),
    };
    let sql =
        "INSERT INTO ticket_notes (ticket, uuid, at, author, what, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let uuid = uuid.map(Uuid::as_str);
    transaction.execute(sql, params![number(id), uuid, now.millis(), author, word, body])?;
    let sql = "UPDATE tickets SET changed = max(changed, ?2) WHERE id = ?1";
    transaction.execute(sql, params![number(id), now.millis()])?;
    Ok(())
}

fn notes(connection: &Connection, id: &TicketId) -> Result<Vec<Note>, StoreFault> {
    let sql = "SELECT at, author, what, body FROM ticket_notes WHERE ticket = ?1 ORDER BY id";
    let mut statement = connection.prepare_cached(sql)?;
    let notes = statement.query_map([number(id)], |row| {
        let word: String = row.get(2)?;
        let body: String = row.get(3)?;
        let what = match (word.as_str(), State::from_word(&body)) {
            (SAID, _) => NoteKind::Said(body),
            (MOVED, Some(state)) => NoteKind::Moved(state),
            _ => return Err(damaged(2, format!("note {word:?}"))),
        };
        Ok(Note { at: moment(row, 0)?, author: row.get(1)?, what })
    })?;
    Ok(notes.collect::<Result<_, _>>()?)
}

fn row(row: &Row) -> rusqlite::Result<TicketRow> {
    Ok(TicketRow {
        id: id(row, 0)?,
        subject: row.get(1)?,
        state: state_at(row, 2)?,
        queue: row.get(3)?,
        owner: row.get(4)?,
        requester: row.get(5)?,
        created: moment(row, 6)?,
        changed: moment(row, 7)?,
    })
}

/// The number of a ticket of this desk; another desk's name is no ticket here.
fn number(id: &TicketId) -> Option<i64> {
    id.as_str().parse().ok()
}

fn id(row: &Row, at: usize) -> rusqlite::Result<TicketId> {
    Ok(TicketId::new(row.get::<_, i64>(at)?.to_string()))
}

fn moment(row: &Row, at: usize) -> rusqlite::Result<Moment> {
    Ok(Moment::from_millis(row.get(at)?))
}

fn state_at(row: &Row, at: usize) -> rusqlite::Result<State> {
    let word: String = row.get(at)?;
    State::from_word(&word).ok_or_else(|| damaged(at, format!("state {word:?}")))
}

/// Something in the table that this program never wrote.
fn damaged(at: usize, what: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(at, Type::Text, what.into())
}
