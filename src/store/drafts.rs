//! Ticket drafts: written at each pause of typing, so that a cut line loses no text.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Store, StoreFault};
use crate::domain::moment::{Moment, Span};
use crate::domain::ticket::{Draft, Uuid};

/// Why a draft was not written.
#[derive(Debug, thiserror::Error)]
pub enum DraftFault {
    /// Another console wrote this draft since it was read here; its text stays.
    #[error("written by another console")]
    Conflict {
        /// When the other text was written.
        saved: Moment,
    },
    /// Another console filed or dropped this draft since it was read here.
    #[error("filed or dropped by another console")]
    Gone,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

impl From<rusqlite::Error> for DraftFault {
    fn from(fault: rusqlite::Error) -> Self {
        Self::Store(fault.into())
    }
}

impl Store {
    /// Writes a draft, redacted, and answers the time to put into [`Draft::saved`]. The text on
    /// the disk is replaced only if it is the one this draft came from, which `saved` tells; the
    /// new time is later than the old one whatever the clock says.
    pub fn save_draft(&self, agent: &str, draft: &Draft, now: Moment) -> Result<Moment, DraftFault> {
        let body = serde_json::to_string(draft.redacted().as_ref());
        let body = body.map_err(|fault| StoreFault::Damaged(fault.to_string()))?;
        self.write(|transaction| {
            let stored = saved_at(transaction, &draft.uuid)?;
            match (stored, draft.saved) {
                (None, Some(_)) => return Err(DraftFault::Gone),
                (Some(saved), base) if base != Some(saved) => return Err(DraftFault::Conflict { saved }),
                _ => {}
            }
            let saved = stored.map_or(now, |before| now.max(before + Span::millis(1)));
            let sql = "INSERT INTO drafts (uuid, agent, saved, body) VALUES (?1, ?2, ?3, ?4) \
                ON CONFLICT (uuid) DO UPDATE SET saved = excluded.saved, body = excluded.body";
            transaction.prepare_cached(sql)?.execute(params![
                draft.uuid.as_str(),
                agent,
                saved.millis(),
                body
            ])?;
            Ok(saved)
        })
    }

    /// The drafts of an agent, the newest first.
    pub fn drafts(&self, agent: &str) -> Result<Vec<Draft>, StoreFault> {
        self.read(|connection| {
            let sql = "SELECT uuid, saved, body FROM drafts WHERE agent = ?1 ORDER BY saved DESC, uuid";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([agent], stored)?;
            rows.map(|row| read(row?)).collect()
        })
    }

    /// One draft, if it is still there.
    pub fn draft(&self, uuid: &Uuid) -> Result<Option<Draft>, StoreFault> {
        self.read(|connection| {
            let sql = "SELECT uuid, saved, body FROM drafts WHERE uuid = ?1";
            let row = connection.prepare_cached(sql)?.query_row([uuid.as_str()], stored).optional()?;
            row.map(read).transpose()
        })
    }

    /// Forgets a draft: it was filed, or given up. One that is not there is forgotten already.
    pub fn drop_draft(&self, uuid: &Uuid) -> Result<(), StoreFault> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM drafts WHERE uuid = ?1", [uuid.as_str()])?;
            Ok(())
        })
    }
}

fn saved_at(transaction: &Transaction, uuid: &Uuid) -> Result<Option<Moment>, StoreFault> {
    let sql = "SELECT saved FROM drafts WHERE uuid = ?1";
    let saved = transaction.prepare_cached(sql)?.query_row([uuid.as_str()], |row| row.get(0)).optional()?;
    Ok(saved.map(Moment::from_millis))
}

/// One row: name, time, text.
type Stored = (String, i64, String);

fn stored(row: &Row) -> rusqlite::Result<Stored> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

fn read((uuid, saved, body): Stored) -> Result<Draft, StoreFault> {
    let draft: Draft =
        serde_json::from_str(&body).map_err(|fault| StoreFault::Damaged(format!("draft {uuid}: {fault}")))?;
    Ok(Draft { saved: Some(Moment::from_millis(saved)), ..draft })
}

#[cfg(test)]
#[path = "drafts_tests.rs"]
mod tests;
