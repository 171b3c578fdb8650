//! The tables, the header and the migrations.

mod sealing;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::vault::{FIRST, SLOTS_MAX, Slot, Vault};
use super::{Kind, StoreFault, vault};

/// Marks the file as ours ("Guic" in ASCII), so that another program's database is never touched.
const APPLICATION: i64 = 0x4775_6963;

/// Each entry takes the format from its index to the next; entries are never edited, only added.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
    include_str!("schema/6.sql"),
    include_str!("schema/7.sql"),
    include_str!("schema/8.sql"),
];

/// The format that has slots and sealed bodies. Its migration needs the open vault.
const SEALED: i64 = 2;

/// What is known of a store before its vault is open.
pub struct Header {
    /// Name of the vault; its first word tells a demo from a real store.
    pub vault: String,
    /// How the data key is wrapped, one slot a passphrase; none in a demo.
    pub slots: Vec<Slot>,
}

impl Header {
    /// Demo or real.
    pub fn kind(&self) -> Kind {
        vault::kind_of(&self.vault)
    }
}

/// Fills an empty database.
pub fn create(connection: &Connection, vault: &Vault, slot: Option<&Slot>) -> Result<(), StoreFault> {
    connection.pragma_update(None, "application_id", APPLICATION)?;
    migrate(connection, Some((vault, slot)))?;
    connection.execute("INSERT INTO header (name, value) VALUES ('vault', ?1)", [vault.id()])?;
    Ok(())
}

/// The tables alone, in a database that stays in memory.
pub fn bare(connection: &Connection) -> Result<(), StoreFault> {
    connection.pragma_update(None, "application_id", APPLICATION)?;
    migrate(connection, None)
}

/// Checks that the file is ours and of a known format, and reads its header.
pub fn header(connection: &Connection) -> Result<Header, StoreFault> {
    let format = check(connection)?;
    let vault = field(connection, "vault")?;
    let slots = match (vault::kind_of(&vault), format) {
        (Kind::Demo, _) => Vec::new(),
        (Kind::Real, ..SEALED) => vec![Slot {
            name: FIRST.to_owned(),
            body: field(connection, "slot")?,
            proof: Vec::new(),
            nameless: true,
        }],
        (Kind::Real, _) => slots(connection)?,
    };
    Ok(Header { vault, slots })
}

fn field(connection: &Connection, name: &str) -> Result<String, StoreFault> {
    let sql = "SELECT value FROM header WHERE name = ?1";
    let found = connection.query_row(sql, [name], |row| row.get(0)).optional()?;
    found.ok_or_else(|| StoreFault::Damaged(format!("header without {name}")))
}

/// The slots, by name. A store that has none cannot be opened, and one that has too many would make
/// each wrong passphrase cost as many derivations: both are damaged.
pub fn slots(connection: &Connection) -> Result<Vec<Slot>, StoreFault> {
    let mut statement = connection.prepare("SELECT name, body, proof FROM slots ORDER BY name LIMIT ?1")?;
    let found = statement.query_map([SLOTS_MAX as i64 + 1], |row| {
        Ok(Slot { name: row.get(0)?, body: row.get(1)?, proof: row.get(2)?, nameless: false })
    })?;
    let found: Vec<_> = found.collect::<Result<_, _>>()?;
    match found.len() {
        0 => Err(StoreFault::Damaged("no slot".into())),
        count if count > SLOTS_MAX => Err(StoreFault::Damaged("slots: too many".into())),
        _ => Ok(found),
    }
}

/// Writes a new slot.
pub fn insert_slot(connection: &Connection, slot: &Slot) -> Result<(), StoreFault> {
    let Slot { name, body, proof, .. } = slot;
    connection
        .execute("INSERT INTO slots (name, body, proof) VALUES (?1, ?2, ?3)", params![name, body, proof])?;
    Ok(())
}

/// Settings of each connection, and migrations that the file still lacks. `slot` is the one that
/// opened the vault, tied to its name.
pub fn prepare(connection: &Connection, vault: &Vault, slot: Option<&Slot>) -> Result<(), StoreFault> {
    check(connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // FULL: a consumed code must be on the disk before its verdict is shown.
    connection.pragma_update(None, "synchronous", "FULL")?;
    settings(connection)?;
    migrate(connection, Some((vault, slot)))?;
    chores(connection)
}

/// The same for a database that stays in memory: its tables of drafts, tickets and slots are empty,
/// so that no vault is needed.
pub fn settle(connection: &Connection) -> Result<(), StoreFault> {
    check(connection)?;
    settings(connection)?;
    migrate(connection, None)
}

fn settings(connection: &Connection) -> Result<(), StoreFault> {
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -2048)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // What is deleted is overwritten: above all a wrapped key whose passphrase was taken away.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    // A plan holds whatever is bound: without this SQLite plans every join anew at each execution.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

fn format(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// The highest format that this program knows.
pub fn known() -> i64 {
    MIGRATIONS.len() as i64
}

fn check(connection: &Connection) -> Result<i64, StoreFault> {
    let found: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if found != APPLICATION {
        return Err(StoreFault::Damaged(format!("application id {found:#x}")));
    }
    let format = format(connection)?;
    let known = known();
    match format {
        _ if format > known => Err(StoreFault::Newer { found: format, known }),
        _ if format < 1 => Err(StoreFault::Damaged(format!("format {format}"))),
        _ => Ok(format),
    }
}

/// The open vault, and the slot that opened it.
type Opened<'a> = (&'a Vault, Option<&'a Slot>);

fn migrate(connection: &Connection, opened: Option<Opened>) -> Result<(), StoreFault> {
    for (next, sql) in (1..).zip(MIGRATIONS) {
        if format(connection)? >= next {
            continue;
        }
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
        // Another console may have been here first.
        if format(&transaction)? < next {
            step(&transaction, next, sql, opened)?;
            transaction.commit()?;
        }
    }
    Ok(())
}

fn step(transaction: &Transaction, next: i64, sql: &str, opened: Option<Opened>) -> Result<(), StoreFault> {
    transaction.execute_batch(sql)?;
    if next == SEALED {
        if let Some((vault, slot)) = opened {
            sealing::seal_all(transaction, vault)?;
            slot.map_or(Ok(()), |slot| insert_slot(transaction, slot))?;
        }
        sealing::drop_clear(transaction)?;
    }
    Ok(transaction.pragma_update(None, "user_version", next)?)
}

/// What a migration left to do. Whoever finds the store busy leaves it to the next.
fn chores(connection: &Connection) -> Result<(), StoreFault> {
    if !connection.prepare("SELECT 1 FROM chores WHERE name = 'vacuum'")?.exists([])? {
        return Ok(());
    }
    // What was clear may still lie in pages that format 1 gave up.
    if connection.execute_batch("VACUUM").is_ok() {
        connection.execute("DELETE FROM chores WHERE name = 'vacuum'", [])?;
        forget_log(connection);
    }
    Ok(())
}

/// Carries the log into the file and empties it: it may hold what was deleted. Another console that
/// reads puts it off until the last one ends.
pub fn forget_log(connection: &Connection) {
    let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
