//! From format 1 to 2: what was clear is sealed, and the old tables go. Nothing is judged: a row that
//! makes no sense is carried over as it is, and told when it is read.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params};
use serde_json::Value;

use crate::domain::secret::Secret;
use crate::domain::ticket::Uuid;
use crate::store::StoreFault;
use crate::store::sealed::{self, TicketBody};
use crate::store::vault::{Vault, random};

/// Fills the tables of `2.sql` from those it renamed.
pub fn seal_all(connection: &Connection, vault: &Vault) -> Result<(), StoreFault> {
    drafts(connection, vault)?;
    tickets(connection, vault)?;
    notes(connection, vault)
}

/// Drops the tables that `2.sql` renamed.
pub fn drop_clear(connection: &Connection) -> Result<(), StoreFault> {
    let gone = "DROP TABLE clear_notes; DROP TABLE clear_tickets; DROP TABLE clear_drafts";
    Ok(connection.execute_batch(gone)?)
}

fn drafts(connection: &Connection, vault: &Vault) -> Result<(), StoreFault> {
    let mut insert = connection.prepare("INSERT INTO drafts VALUES (?1, ?2, ?3, ?4)")?;
    each(connection, "SELECT uuid, agent, saved, body FROM clear_drafts", |row| {
        let (uuid, agent, saved): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let clear = Secret::new(bytes(row, 3)?);
        let body = vault.seal_bytes(sealed::draft(&uuid, &agent, &saved.to_string()).place(), &clear)?;
        insert.execute(params![uuid, agent, saved, body])?;
        Ok(())
    })
}

fn tickets(connection: &Connection, vault: &Vault) -> Result<(), StoreFault> {
    let mut insert =
        connection.prepare("INSERT INTO tickets VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?;
    let sql = "SELECT id, uuid, created, changed, author, owner, queue, state, login, serial, fields \
        FROM clear_tickets ORDER BY id";
    each(connection, sql, |row| {
        let (uuid, created, author): (String, i64, String) = (row.get(1)?, row.get(2)?, row.get(4)?);
        let fields = bytes(row, 10)?;
        // Fields that are no JSON stay what they are: a text.
        let fields = serde_json::from_slice(&fields)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&fields).into_owned()));
        let (login, serial) = (text(row, 8)?, text(row, 9)?);
        let tag = sealed::login_tag(vault, &login)?;
        let body = TicketBody { login, serial, fields };
        let body = vault.seal_json(sealed::ticket(&uuid, &created.to_string(), &author).place(), &body)?;
        let (id, changed): (i64, i64) = (row.get(0)?, row.get(3)?);
        let (owner, queue, state): (String, String, String) = (row.get(5)?, row.get(6)?, row.get(7)?);
        insert.execute(params![id, uuid, created, changed, author, owner, queue, state, tag, body])?;
        Ok(())
    })
}

fn notes(connection: &Connection, vault: &Vault) -> Result<(), StoreFault> {
    let mut insert = connection.prepare("INSERT INTO ticket_notes VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    let sql = "SELECT n.id, n.ticket, n.uuid, n.at, n.author, n.what, n.body, t.uuid \
        FROM clear_notes n JOIN clear_tickets t ON t.id = n.ticket ORDER BY n.id";
    each(connection, sql, |row| {
        let (at, author, what): (i64, String, String) = (row.get(3)?, row.get(4)?, row.get(5)?);
        let uuid = match row.get::<_, Option<String>>(2)? {
            Some(uuid) => uuid,
            None => Uuid::from_random(random()?).as_str().to_owned(),
        };
        let ticket: String = row.get(7)?;
        let stamp = at.to_string();
        let place = sealed::note(&ticket, &uuid, &stamp, &author, &what);
        let body = vault.seal_json(place.place(), &text(row, 6)?)?;
        let (id, ticket): (i64, i64) = (row.get(0)?, row.get(1)?);
        insert.execute(params![id, ticket, uuid, at, author, what, body])?;
        Ok(())
    })
}

fn each(
    connection: &Connection,
    sql: &str,
    mut with: impl FnMut(&Row) -> Result<(), StoreFault>,
) -> Result<(), StoreFault> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        with(row)?;
    }
    Ok(())
}

/// A column as it lies there, text or not.
fn bytes(row: &Row, at: usize) -> Result<Vec<u8>, StoreFault> {
    Ok(match row.get_ref(at)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.to_vec(),
        _ => Vec::new(),
    })
}

fn text(row: &Row, at: usize) -> Result<String, StoreFault> {
    Ok(String::from_utf8_lossy(&bytes(row, at)?).into_owned())
}
