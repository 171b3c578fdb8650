//! Words for tickets, written at each pause of typing, by the rules of drafts (`drafts.rs`).

use rusqlite::{OptionalExtension, Transaction, params};

use super::drafts::DraftFault;
use super::{Store, StoreFault, sealed};
use crate::domain::moment::{Moment, Span};
use crate::domain::ticket::{Jot, Uuid};

impl Store {
    /// Writes words, which are redacted, sealed, and answers the time to put into [`Jot::saved`]. What is on
    /// the disk is replaced only if these words came from it.
    pub fn save_jot(&self, agent: &str, jot: &Jot, now: Moment) -> Result<Moment, DraftFault> {
        self.write(|transaction| {
            let uuid = jot.uuid.as_str();
            let sql = "SELECT saved FROM jots WHERE uuid = ?1";
            let stored: Option<i64> =
                transaction.prepare_cached(sql)?.query_row([uuid], |row| row.get(0)).optional()?;
            let stored = stored.map(Moment::from_millis);
            match (stored, jot.saved) {
                (None, Some(_)) => return Err(DraftFault::Gone),
                (Some(saved), base) if base != Some(saved) => return Err(DraftFault::Conflict { saved }),
                _ => {}
            }
            let saved = stored.map_or(now, |before| now.max(before + Span::millis(1)));
            self.put_jot(transaction, agent, jot, saved)?;
            Ok(saved)
        })
    }

    /// Writes words whatever was there.
    pub(super) fn put_jot(
        &self,
        transaction: &Transaction,
        agent: &str,
        jot: &Jot,
        saved: Moment,
    ) -> Result<(), StoreFault> {
        let (uuid, stamp) = (jot.uuid.as_str(), saved.millis().to_string());
        let body = self.vault().seal_json(sealed::jot(uuid, agent, &stamp).place(), jot)?;
        let sql = "INSERT INTO jots (uuid, agent, saved, body) VALUES (?1, ?2, ?3, ?4) \
            ON CONFLICT (uuid) DO UPDATE SET agent = excluded.agent, saved = excluded.saved, body = excluded.body";
        transaction.prepare_cached(sql)?.execute(params![uuid, agent, saved.millis(), body])?;
        Ok(())
    }

    /// Words that an agent has not sent, the newest first. What does not open stays where it is and hides
    /// none of the others.
    pub fn jots(&self, agent: &str) -> Result<Vec<Jot>, StoreFault> {
        let rows: Vec<(String, i64, Vec<u8>)> = self.read(|connection| {
            let sql = "SELECT uuid, saved, body FROM jots WHERE agent = ?1 ORDER BY saved DESC, uuid";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([agent], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        let open = |(uuid, saved, body): (String, i64, Vec<u8>)| {
            let stamp = saved.to_string();
            let jot: Jot = self.vault().open_json(sealed::jot(&uuid, agent, &stamp).place(), &body).ok()?;
            Some(Jot { saved: Some(Moment::from_millis(saved)), ..jot })
        };
        Ok(rows.into_iter().filter_map(open).collect())
    }

    /// Forgets words: they were given up. What is not there is forgotten already.
    pub fn drop_jot(&self, uuid: &Uuid) -> Result<(), StoreFault> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM jots WHERE uuid = ?1", [uuid.as_str()])?;
            Ok(())
        })
    }
}

#[cfg(test)]
#[path = "jots_tests.rs"]
mod tests;
