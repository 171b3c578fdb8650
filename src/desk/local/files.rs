//! Pictures of a ticket: their bytes, sealed beside it.

use rusqlite::{Connection, Transaction, params};

use super::rows::number;
use crate::domain::ticket::{Attachment, TicketId, Uuid};
use crate::store::vault::Vault;
use crate::store::{StoreFault, files, sealed};

/// Puts them beside their ticket.
pub fn add(
    transaction: &Transaction,
    vault: &Vault,
    (id, uuid): (&TicketId, &Uuid),
    pictures: &[Attachment],
) -> Result<(), StoreFault> {
    let sql = "INSERT INTO ticket_files (ticket, at, body) VALUES (?1, ?2, ?3)";
    for (at, picture) in (0_i64..).zip(pictures) {
        let place = at.to_string();
        let body = files::seal(vault, sealed::ticket_file(uuid.as_str(), &place).place(), picture)?;
        transaction.prepare_cached(sql)?.execute(params![number(id), at, body])?;
    }
    Ok(())
}

/// Those of a ticket.
///
/// # Errors
/// [`StoreFault::Damaged`] names the one that does not open.
pub fn of(connection: &Connection, vault: &Vault, id: &TicketId) -> Result<Vec<Attachment>, StoreFault> {
    let sql = "SELECT t.uuid, f.at, f.body FROM ticket_files f JOIN tickets t ON t.id = f.ticket \
        WHERE f.ticket = ?1 ORDER BY f.at";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([number(id)])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (uuid, at, body): (String, i64, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let place = at.to_string();
        found.push(files::open(vault, sealed::ticket_file(&uuid, &place).place(), &body)?);
    }
    Ok(found)
}

/// Name, kind and size of each, a line each, in no language: what a ticket tells of them.
pub fn told(pictures: &[Attachment]) -> String {
    let line = |picture: &Attachment| {
        let size = picture.content.len().div_ceil(1024);
        format!("{} ({}, {size} KiB)", picture.name, picture.media.mime())
    };
    pictures.iter().map(line).collect::<Vec<_>>().join("\n")
}
