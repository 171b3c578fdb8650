//! The tables, the header and the migrations.

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension, params};

use super::vault::Slot;
use super::{Kind, StoreFault, vault};

/// Marks the file as ours ("Guic" in ASCII), so that another program's database is never touched.
const APPLICATION: i64 = 0x4775_6963;

/// Each entry takes the format from its index to the next; entries are never edited, only added.
const MIGRATIONS: &[&str] = &[include_str!("schema/1.sql"), include_str!("schema/3.sql")];

/// What is known of a store before its vault is open.
pub struct Header {
    /// Name of the vault; its first word tells a demo from a real store.
    pub vault: String,
    /// How the data key is wrapped; empty for a demo.
    pub slot: Slot,
}

impl Header {
    /// Demo or real.
    pub fn kind(&self) -> Kind {
        vault::kind_of(&self.vault)
    }
}

/// Fills an empty database.
pub fn create(connection: &Connection, vault: &str, slot: &Slot) -> Result<(), StoreFault> {
    connection.pragma_update(None, "application_id", APPLICATION)?;
    migrate(connection, 0)?;
    let slot = serde_json::to_string(slot).map_err(|fault| StoreFault::Damaged(fault.to_string()))?;
    let mut insert = connection.prepare("INSERT INTO header (name, value) VALUES (?1, ?2)")?;
    insert.execute(params!["vault", vault])?;
    insert.execute(params!["slot", slot])?;
    Ok(())
}

/// The tables alone, in a database that stays in memory.
pub fn bare(connection: &Connection) -> Result<(), StoreFault> {
    connection.pragma_update(None, "application_id", APPLICATION)?;
    migrate(connection, 0)
}

/// Checks that the file is ours and of a known format, and reads its header.
pub fn header(connection: &Connection) -> Result<Header, StoreFault> {
    check(connection)?;
    let field = |name: &str| -> Result<String, StoreFault> {
        let sql = "SELECT value FROM header WHERE name = ?1";
        let found = connection.query_row(sql, [name], |row| row.get(0)).optional()?;
        found.ok_or_else(|| StoreFault::Damaged(format!("header without {name}")))
    };
    let vault = field("vault")?;
    let slot = serde_json::from_str(&field("slot")?);
    let slot = slot.map_err(|fault| StoreFault::Damaged(format!("header slot: {fault}")))?;
    Ok(Header { vault, slot })
}

/// Settings of each connection, and migrations that the file still lacks.
pub fn prepare(connection: &Connection) -> Result<(), StoreFault> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // FULL: a consumed code must be on the disk before its verdict is shown.
    connection.pragma_update(None, "synchronous", "FULL")?;
    settle(connection)
}

/// Settings of any connection, in memory too.
pub fn settle(connection: &Connection) -> Result<(), StoreFault> {
    let format = check(connection)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -2048)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_prepared_statement_cache_capacity(64);
    // A plan holds whatever is bound: without this SQLite plans every join anew at each execution.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    migrate(connection, format)
}

fn check(connection: &Connection) -> Result<i64, StoreFault> {
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let found = pragma("application_id")?;
    if found != APPLICATION {
        return Err(StoreFault::Damaged(format!("application id {found:#x}")));
    }
    let format = pragma("user_version")?;
    let known = MIGRATIONS.len() as i64;
    match format {
        _ if format > known => Err(StoreFault::Newer { found: format, known }),
        _ if format < 1 => Err(StoreFault::Damaged(format!("format {format}"))),
        _ => Ok(format),
    }
}

fn migrate(connection: &Connection, from: i64) -> Result<(), StoreFault> {
    let done = usize::try_from(from).unwrap_or(0);
    for (index, sql) in MIGRATIONS.iter().enumerate().skip(done) {
        let next = index + 1;
        connection
            .execute_batch(&format!("BEGIN IMMEDIATE; {sql}; PRAGMA user_version = {next}; COMMIT;"))?;
    }
    Ok(())
}
