//! Tickets that wait for a desk: durable before anything is said of them, gone when a desk has them.

use rusqlite::{Row, params};

use super::{Store, StoreFault, sealed};
use crate::domain::moment::Moment;
use crate::domain::ticket::{Draft, Uuid};

/// A ticket that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The ticket, redacted.
    pub draft: Draft,
    /// Who wrote it.
    pub agent: String,
    /// Since when.
    pub since: Moment,
}

impl Store {
    /// Takes a ticket in, redacted. One that waits already is not taken twice.
    pub fn queue(&self, agent: &str, draft: &Draft, now: Moment) -> Result<(), StoreFault> {
        let since = now.millis().to_string();
        let place = sealed::outbox(draft.uuid.as_str(), agent, &since);
        let body = self.vault().seal_json(place.place(), draft.redacted().as_ref())?;
        self.write(|transaction| {
            let sql = "INSERT OR IGNORE INTO outbox (uuid, agent, since, body) VALUES (?1, ?2, ?3, ?4)";
            let row = params![draft.uuid.as_str(), agent, now.millis(), body];
            transaction.prepare_cached(sql)?.execute(row)?;
            Ok(())
        })
    }

    /// Every ticket that waits, the oldest first.
    pub fn waiting(&self) -> Result<Vec<Waiting>, StoreFault> {
        let rows: Vec<Stored> = self.read(|connection| {
            let sql = "SELECT uuid, agent, since, body FROM outbox ORDER BY since, uuid";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([], stored)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        rows.into_iter().map(|row| self.unsealed(row)).collect()
    }

    /// How many wait; opens none of them.
    pub fn waiting_count(&self) -> Result<u32, StoreFault> {
        self.read(|connection| {
            let sql = "SELECT count(*) FROM outbox";
            Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
        })
    }

    /// A desk has it.
    pub fn delivered(&self, uuid: &Uuid) -> Result<(), StoreFault> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM outbox WHERE uuid = ?1", [uuid.as_str()])?;
            Ok(())
        })
    }

    fn unsealed(&self, (uuid, agent, since, body): Stored) -> Result<Waiting, StoreFault> {
        let stamp = since.to_string();
        let draft = self.vault().open_json(sealed::outbox(&uuid, &agent, &stamp).place(), &body)?;
        Ok(Waiting { draft, agent, since: Moment::from_millis(since) })
    }
}

/// One row: name, agent, time, sealed ticket.
type Stored = (String, String, i64, Vec<u8>);

fn stored(row: &Row) -> rusqlite::Result<Stored> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

#[cfg(test)]
#[path = "outbox_tests.rs"]
mod tests;
