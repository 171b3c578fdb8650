//! Rows of the store as tickets.

use std::collections::BTreeMap;

use rusqlite::types::{Type, Value};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params, params_from_iter};

use crate::desk::{Filter, PAGE, Places, TicketPage};
use crate::domain::moment::Moment;
use crate::domain::ticket::{
    Draft, Field, Gist, NoteKind, Priority, State, Ticket, TicketId, TicketRow, UNREADABLE, Uuid,
};
use crate::store::StoreFault;
use crate::store::sealed::{self, TicketBody};
use crate::store::vault::{Vault, random};

use super::files;
use super::notes::{add, of};

pub const COLUMNS: &str = "id, state, queue, owner, created, changed, uuid, author, login, body, priority";

/// When something was done, and by whom.
pub type Stamp<'a> = (Moment, &'a str);

/// The page of a list, counted from 0. Only its own rows are opened; one that does not open is
/// listed as unreadable and hides no other.
pub fn list(
    connection: &Connection,
    vault: &Vault,
    filter: &Filter,
    page: u32,
) -> Result<TicketPage, StoreFault> {
    let wanted = Wanted::new(vault, filter)?;
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
    let rows = statement.query_map(params_from_iter(&wanted.values), stored)?;
    let listed = |stored: Stored| match stored.open(vault) {
        Ok(body) => stored.row(&body),
        Err(_) => TicketRow { subject: UNREADABLE.to_owned(), ..stored.row(&nothing()) },
    };
    let rows = rows.map(|row| Ok(listed(row?))).collect::<Result<Vec<_>, StoreFault>>()?;
    let more = total > skipped.saturating_add(i64::from(PAGE));
    Ok(TicketPage { rows, total: u64::try_from(total).ok(), more })
}

/// What is in the forms of some tickets. One that does not open is left out.
pub fn gists(
    connection: &Connection,
    vault: &Vault,
    rows: Vec<TicketRow>,
) -> Result<Vec<(TicketId, Gist)>, StoreFault> {
    let sql = format!("SELECT {COLUMNS} FROM tickets WHERE id = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut gists = Vec::new();
    for row in rows {
        let stored = statement.query_row([number(&row.id)], stored).optional()?;
        let body = stored.and_then(|stored| stored.open(vault).ok());
        let gist = body.and_then(|body| Gist::of(&row, &body.fields, true));
        gists.extend(gist.map(|gist| (row.id, gist)));
    }
    Ok(gists)
}

/// Live tickets about a key, the one that changed last first, a page at most. Serials lie sealed, so live tickets
/// are opened one after the other; one that does not open is about no key.
pub fn of_key(connection: &Connection, vault: &Vault, serial: &str) -> Result<Vec<TicketRow>, StoreFault> {
    let live = State::LIVE.map(|state| format!("'{}'", state.word())).join(", ");
    let sql = format!(
        "SELECT {COLUMNS} FROM tickets WHERE merged IS NULL AND state IN ({live}) ORDER BY changed DESC, id DESC"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let stored = stored(row)?;
        match stored.open(vault) {
            Ok(body) if body.serial == serial => found.push(stored.row(&body)),
            _ => {}
        }
        if found.len() >= PAGE as usize {
            break;
        }
    }
    Ok(found)
}

/// A filter as SQL. Conditions that do not count are left out, so that indexes serve the others.
struct Wanted {
    condition: String,
    values: Vec<Value>,
}

impl Wanted {
    fn new(vault: &Vault, filter: &Filter) -> Result<Self, StoreFault> {
        // What was merged is told by the ticket it went into.
        let mut wanted = Self { condition: "merged IS NULL".to_owned(), values: Vec::new() };
        wanted.one_of("state", filter.states.iter().map(|state| state.word().to_owned().into()));
        wanted.one_of("queue", filter.queue.iter().map(|queue| queue.clone().into()));
        wanted.one_of("owner", filter.owner.iter().map(|owner| owner.clone().into()));
        if let Some(about) = &filter.about {
            // Tickets about nobody have no hash, so they are not about a person whose login is
            // unknown either.
            let tag = sealed::login_tag(vault, &about.login)?;
            wanted.one_of("login", [tag.map_or(Value::Null, Value::Blob)]);
        }
        Ok(wanted)
    }

    /// No choice is no condition.
    fn one_of(&mut self, column: &str, choices: impl IntoIterator<Item = Value>) {
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
    vault: &Vault,
    draft: &Draft,
    fields: &BTreeMap<Field, String>,
    serial: &str,
    (now, author): Stamp,
) -> Result<TicketId, StoreFault> {
    let Draft { academy, login, .. } = draft;
    let (uuid, state, stamp) = (draft.uuid.as_str(), State::New.word(), now.millis().to_string());
    let tag = sealed::login_tag(vault, login)?;
    let (login, serial) = (login.clone(), serial.to_owned());
    let body = TicketBody { login, serial, fields };
    let body = vault.seal_json(sealed::ticket(uuid, &stamp, author).place(), &body)?;
    let sql = "INSERT INTO tickets \
        (uuid, created, changed, author, owner, queue, state, login, body) \
        VALUES (?1, ?2, ?2, ?3, '', ?4, ?5, ?6, ?7)";
    transaction.execute(sql, params![uuid, now.millis(), author, academy, state, tag, body])?;
    Ok(TicketId::new(transaction.last_insert_rowid().to_string()))
}

/// One ticket with its notes. One that was merged is the one it went into.
///
/// # Errors
/// [`StoreFault::Damaged`] names the ticket or the note that does not open.
pub fn ticket(connection: &Connection, vault: &Vault, id: &TicketId) -> Result<Option<Ticket>, StoreFault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM tickets WHERE id = (SELECT coalesce(merged, id) FROM tickets WHERE id = ?1)"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_row([number(id)], stored).optional()?;
    let Some(stored) = found else { return Ok(None) };
    let mut body = stored.open(vault)?;
    match files::of(connection, vault, &stored.id) {
        // What is kept, in place of where it once was.
        Ok(pictures) if !pictures.is_empty() => {
            body.fields.insert(Field::Screenshots, files::told(&pictures));
        }
        // A damaged picture hides no ticket; `vault check` names it.
        Ok(_) | Err(StoreFault::Damaged(_)) => {}
        Err(fault) => return Err(fault),
    }
    Ok(Some(Ticket {
        row: stored.row(&body),
        uuid: Uuid::parse(&stored.uuid),
        notes: of(connection, vault, &stored.id)?,
        moves: stored.state.moves().to_vec(),
        unkept: Vec::new(),
        author: stored.author,
        fields: body.fields,
    }))
}

/// What of a ticket changes.
pub struct Standing {
    /// Its name; that of the ticket it went into, if it was merged.
    pub id: TicketId,
    /// The same as a number.
    pub number: i64,
    /// How far it has come.
    pub state: State,
    /// Who takes care of it.
    pub owner: String,
    /// Where it waits.
    pub queue: String,
    /// How pressing it is.
    pub priority: Priority,
    /// When it last changed.
    pub changed: Moment,
}

/// How a ticket stands, if it exists.
pub fn standing(connection: &Connection, id: &TicketId) -> Result<Option<Standing>, StoreFault> {
    let sql = "SELECT t.id, t.state, t.owner, t.queue, t.priority, t.changed FROM tickets named \
        JOIN tickets t ON t.id = coalesce(named.merged, named.id) WHERE named.id = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let read = |row: &Row| {
        Ok(Standing {
            id: self::id(row, 0)?,
            number: row.get(0)?,
            state: state_at(row, 1)?,
            owner: row.get(2)?,
            queue: row.get(3)?,
            priority: priority_at(row, 4)?,
            changed: Moment::from_millis(row.get(5)?),
        })
    };
    Ok(statement.query_row([number(id)], read).optional()?)
}

/// Queues and agents that any ticket ever had.
pub fn places(connection: &Connection) -> Result<Places, StoreFault> {
    let column = |sql| -> Result<Vec<String>, StoreFault> {
        let mut statement = connection.prepare_cached(sql)?;
        let found = statement.query_map([], |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    };
    Ok(Places {
        queues: column("SELECT DISTINCT queue FROM tickets ORDER BY queue")?,
        agents: column(
            "SELECT owner FROM tickets WHERE owner <> '' UNION SELECT author FROM tickets ORDER BY 1",
        )?,
    })
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

/// Gives a column of a ticket another value and says so in its conversation.
pub fn set(
    transaction: &Transaction,
    vault: &Vault,
    id: &TicketId,
    stamp: Stamp,
    (column, value): (&'static str, &str),
    note: &NoteKind,
) -> Result<(), StoreFault> {
    let sql = format!("UPDATE tickets SET {column} = ?2 WHERE id = ?1");
    transaction.prepare_cached(&sql)?.execute(params![number(id), value])?;
    add(transaction, vault, id, stamp, &Uuid::from_random(random()?), note)
}

/// Puts a ticket, and those that went into it, into another one. Their notes stay where they are
/// sealed and are read along.
pub fn merge(
    transaction: &Transaction,
    vault: &Vault,
    kept: &TicketId,
    gone: &TicketId,
    stamp: Stamp,
) -> Result<(), StoreFault> {
    let sql = "UPDATE tickets SET merged = ?1, state = ?3 WHERE id = ?2 OR merged = ?2";
    transaction.execute(sql, params![number(kept), number(gone), State::Closed.word()])?;
    let note = NoteKind::Merged(gone.clone());
    add(transaction, vault, kept, stamp, &Uuid::from_random(random()?), &note)
}

/// A row of tickets, its body still sealed.
pub struct Stored {
    id: TicketId,
    state: State,
    queue: String,
    owner: String,
    pub created: i64,
    changed: i64,
    uuid: String,
    pub author: String,
    tag: Option<Vec<u8>>,
    body: Vec<u8>,
    priority: Priority,
}

pub fn stored(row: &Row) -> rusqlite::Result<Stored> {
    Ok(Stored {
        id: id(row, 0)?,
        state: state_at(row, 1)?,
        queue: row.get(2)?,
        owner: row.get(3)?,
        created: row.get(4)?,
        changed: row.get(5)?,
        uuid: row.get(6)?,
        author: row.get(7)?,
        tag: row.get(8)?,
        body: row.get(9)?,
        priority: priority_at(row, 10)?,
    })
}

impl Stored {
    pub fn open(&self, vault: &Vault) -> Result<TicketBody, StoreFault> {
        let created = self.created.to_string();
        let place = sealed::ticket(&self.uuid, &created, &self.author);
        sealed::open_ticket(vault, place.place(), self.tag.as_deref(), &self.body)
    }

    fn row(&self, body: &TicketBody) -> TicketRow {
        TicketRow {
            id: self.id.clone(),
            subject: body.fields.get(&Field::Subject).cloned().unwrap_or_default(),
            state: self.state,
            priority: self.priority,
            queue: self.queue.clone(),
            owner: self.owner.clone(),
            requester: body.login.clone(),
            created: Moment::from_millis(self.created),
            changed: Moment::from_millis(self.changed),
        }
    }
}

/// What is shown of a body that does not open.
fn nothing() -> TicketBody {
    TicketBody { login: String::new(), serial: String::new(), fields: BTreeMap::new() }
}

/// The number of a ticket of this desk; another desk's name is no ticket here.
pub fn number(id: &TicketId) -> Option<i64> {
    id.as_str().parse().ok()
}

fn id(row: &Row, at: usize) -> rusqlite::Result<TicketId> {
    Ok(TicketId::new(row.get::<_, i64>(at)?.to_string()))
}

fn state_at(row: &Row, at: usize) -> rusqlite::Result<State> {
    let word: String = row.get(at)?;
    State::from_word(&word).ok_or_else(|| damaged(at, format!("state {word:?}")))
}

fn priority_at(row: &Row, at: usize) -> rusqlite::Result<Priority> {
    let word: String = row.get(at)?;
    Priority::from_word(&word).ok_or_else(|| damaged(at, format!("priority {word:?}")))
}

/// Something in the table that this program never wrote.
fn damaged(at: usize, what: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(at, Type::Text, what.into())
}
