//! Rows of the store as domain values, and the stored words of their states.

use std::sync::Arc;

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::words::{ALGORITHMS, LIVES, value_of};
use super::{Store, StoreFault};
use crate::domain::key::{Key, Pin, Serial};
use crate::domain::moment::Moment;
use crate::domain::otp::{DIGITS, Moving, Shape};
use crate::domain::person::{Event, Happening, Person, School};
use crate::domain::secret::Seed;
use crate::domain::verdict::Candidate;

/// Columns of [`key`], in its order.
pub const KEY_COLUMNS: &str = "serial, maker, algorithm, digits, period, t0, life, since, (pin_check IS NOT NULL) * (1 + pin_pending), \
    fails, max_fails, last_step, drift, starts, expires, holder";

/// One key.
pub fn key(row: &Row) -> rusqlite::Result<Key> {
    let serial: String = row.get(0)?;
    let (digits, period): (u8, u32) = (row.get(3)?, row.get(4)?);
    if !DIGITS.contains(&digits) {
        return Err(unknown(3, &digits.to_string()));
    }
    let moving = match period {
        0 => Moving::Event,
        _ => Moving::Time { period, t0: row.get(5)? },
    };
    Ok(Key {
        serial: Serial::parse(&serial).ok_or_else(|| unknown(0, &serial))?,
        maker: row.get(1)?,
        shape: Shape { algorithm: known(&ALGORITHMS, row, 2)?, digits, moving },
        life: known(&LIVES, row, 6)?,
        since: moment(row, 7)?,
        pin: match row.get(8)? {
            0 => Pin::ToCreate,
            1 => Pin::Set,
            2 => Pin::ToConfirm,
            _ => Pin::Unknown,
        },
        fails: row.get(9)?,
        max_fails: row.get(10)?,
        last_step: row.get(11)?,
        drift: row.get(12)?,
        starts: moment(row, 13)?,
        expires: moment(row, 14)?,
        holder: row.get(15)?,
    })
}

/// Columns of [`person`], in its order, for tables `people p` and `schools s`.
pub const PERSON_COLUMNS: &str =
    "p.login, p.family, p.given, p.mail, p.phone, p.role, s.uai, s.name, s.town, s.academy";

/// One person with the school, from the columns after `at`.
pub fn person(row: &Row, at: usize) -> rusqlite::Result<Person> {
    Ok(Person {
        login: row.get(at)?,
        family: row.get(at + 1)?,
        given: row.get(at + 2)?,
        mail: row.get(at + 3)?,
        phone: row.get(at + 4)?,
        role: row.get(at + 5)?,
        school: Arc::new(School {
            uai: row.get(at + 6)?,
            name: row.get(at + 7)?,
            town: row.get(at + 8)?,
            academy: row.get(at + 9)?,
        }),
    })
}

/// Columns of [`event`], of the table `events`. A step shown by a secret that was replaced since is
/// none of the key's.
pub const EVENT_COLUMNS: &str = "id, at, serial, what, \
    iif(at < (SELECT seed_since FROM keys WHERE keys.serial = events.serial), NULL, step), agent";

/// One event.
pub fn event(row: &Row) -> rusqlite::Result<Event> {
    let what: String = row.get(3)?;
    Ok(Event {
        id: row.get(0)?,
        at: Moment::from_millis(row.get(1)?),
        serial: row.get(2)?,
        what: Happening::from_word(&what).ok_or_else(|| unknown(3, &what))?,
        step: row.get(4)?,
        by: row.get(5)?,
    })
}

/// One key by its serial.
pub fn find_key(connection: &Connection, serial: &str) -> Result<Option<Key>, StoreFault> {
    let sql = format!("SELECT {KEY_COLUMNS} FROM keys WHERE serial = ?1");
    Ok(connection.prepare_cached(&sql)?.query_row([serial], key).optional()?)
}

/// Whether the seed of a key is here; `None` if the key is not.
pub fn has_seed(connection: &Connection, serial: &str) -> Result<Option<bool>, StoreFault> {
    let sql = "SELECT length(seed) > 0 FROM keys WHERE serial = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([serial], |row| row.get(0)).optional()?)
}

/// One person by login.
pub fn find_person(connection: &Connection, login: &str) -> Result<Option<Person>, StoreFault> {
    let sql =
        format!("SELECT {PERSON_COLUMNS} FROM people p JOIN schools s ON s.id = p.school WHERE p.login = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row([login], |row| person(row, 0)).optional()?)
}

/// The keys of one person, in service first, then by serial.
pub fn keys_of(connection: &Connection, login: &str) -> Result<Vec<Key>, StoreFault> {
    let sql = format!(
        "SELECT {KEY_COLUMNS} FROM keys WHERE holder = ?1 \
         ORDER BY life = 'active' DESC, life = 'retired', serial"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let keys = statement.query_map([login], key)?;
    Ok(keys.collect::<Result<_, _>>()?)
}

/// The opened seed of a key.
pub fn seed(store: &Store, connection: &Connection, serial: &str) -> Result<Seed, StoreFault> {
    let sql = "SELECT version, seed FROM keys WHERE serial = ?1";
    let (version, sealed): (i64, Vec<u8>) =
        connection.prepare_cached(sql)?.query_row([serial], |row| Ok((row.get(0)?, row.get(1)?)))?;
    store.vault().open_seed(serial, version, &sealed)
}

/// A key with its opened seed and the recorded uses around its last step.
pub fn candidate(store: &Store, connection: &Connection, key: Key) -> Result<Candidate, StoreFault> {
    let serial = key.serial.as_str();
    let seed = seed(store, connection, serial)?;
    let sql = "SELECT step, at FROM events WHERE serial = ?1 AND step IS NOT NULL \
         AND at >= ifnull((SELECT seed_since FROM keys WHERE serial = ?1), at) ORDER BY step DESC LIMIT 50";
    let mut statement = connection.prepare_cached(sql)?;
    let uses = statement
        .query_map([serial], |row| Ok((row.get(0)?, Moment::from_millis(row.get(1)?))))?
        .collect::<Result<_, _>>()?;
    Ok(Candidate { key, seed, uses })
}

/// Appends an event.
pub fn record(
    connection: &Connection,
    now: Moment,
    key: (&str, &str),
    what: Happening,
    step: Option<i64>,
    agent: &str,
) -> Result<(), StoreFault> {
    let sql = "INSERT INTO events (at, serial, login, what, step, agent) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let (serial, login) = key;
    connection.prepare_cached(sql)?.execute(params![
        now.millis(),
        serial,
        login,
        what.word(),
        step,
        agent
    ])?;
    Ok(())
}

/// Tells every console that its search index is out of date.
pub fn directory_changed(connection: &Connection) -> Result<(), StoreFault> {
    connection.execute("UPDATE directory SET version = version + 1", [])?;
    Ok(())
}

fn moment(row: &Row, at: usize) -> rusqlite::Result<Option<Moment>> {
    Ok(row.get::<_, Option<i64>>(at)?.map(Moment::from_millis))
}

fn known<T: Copy>(table: &[(T, &'static str)], row: &Row, at: usize) -> rusqlite::Result<T> {
    let word: String = row.get(at)?;
    value_of(table, &word).ok_or_else(|| unknown(at, &word))
}

fn unknown(at: usize, word: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(at, Type::Text, format!("unknown word {word:?}").into())
}
