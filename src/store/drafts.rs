//! Ticket drafts: written at each pause of typing, so that a cut line loses no text.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Store, StoreFault, sealed};
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

/// The drafts of an agent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafts {
    /// Those that open, the newest first.
    pub whole: Vec<Draft>,
    /// Names of those that do not.
    pub damaged: Vec<String>,
}

impl Store {
    /// Writes a draft, redacted and sealed, and answers the time to put into [`Draft::saved`]. The text on
    /// the disk is replaced only if it is the one this draft came from, which `saved` tells; the
    /// new time is later than the old one whatever the clock says.
    pub fn save_draft(&self, agent: &str, draft: &Draft, now: Moment) -> Result<Moment, DraftFault> {
        let clean = draft.redacted();
        self.write(|transaction| {
            let stored = saved_at(transaction, &draft.uuid)?;
            match (stored, draft.saved) {
                (None, Some(_)) => return Err(DraftFault::Gone),
                (Some(saved), base) if base != Some(saved) => return Err(DraftFault::Conflict { saved }),
                _ => {}
            }
            let saved = stored.map_or(now, |before| now.max(before + Span::millis(1)));
            self.put_draft(transaction, agent, &clean, saved)?;
            Ok(saved)
        })
    }

    /// Writes a draft that is redacted already, whatever was there.
    pub(super) fn put_draft(
        &self,
        transaction: &Transaction,
        agent: &str,
        draft: &Draft,
        saved: Moment,
    ) -> Result<(), StoreFault> {
        let (uuid, stamp) = (draft.uuid.as_str(), saved.millis().to_string());
        let place = sealed::draft(uuid, agent, &stamp);
        let body = self.vault().seal_json(place.place(), draft)?;
        let sql = "INSERT INTO drafts (uuid, agent, saved, body) VALUES (?1, ?2, ?3, ?4) \
            ON CONFLICT (uuid) DO UPDATE SET agent = excluded.agent, saved = excluded.saved, body = excluded.body";
        transaction.prepare_cached(sql)?.execute(params![uuid, agent, saved.millis(), body])?;
        Ok(())
    }

    /// The drafts of an agent, the newest first. One that is damaged hides none of the others.
    pub fn drafts(&self, agent: &str) -> Result<Drafts, StoreFault> {
        self.read(|connection| {
            let sql =
                "SELECT uuid, agent, saved, body FROM drafts WHERE agent = ?1 ORDER BY saved DESC, uuid";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([agent], stored)?;
            let mut drafts = Drafts::default();
            for row in rows {
                let row = row?;
                match self.open_draft(&row) {
                    Ok(draft) => drafts.whole.push(draft),
                    Err(_) => drafts.damaged.push(row.uuid),
                }
            }
            Ok(drafts)
        })
    }

    /// One draft, if it is still there.
    pub fn draft(&self, uuid: &Uuid) -> Result<Option<Draft>, StoreFault> {
        self.read(|connection| {
            let sql = "SELECT uuid, agent, saved, body FROM drafts WHERE uuid = ?1";
            let row = connection.prepare_cached(sql)?.query_row([uuid.as_str()], stored).optional()?;
            row.map(|row| self.open_draft(&row)).transpose()
        })
    }

    fn open_draft(&self, row: &Stored) -> Result<Draft, StoreFault> {
        let stamp = row.saved.to_string();
        let place = sealed::draft(&row.uuid, &row.agent, &stamp);
        let draft: Draft = self.vault().open_json(place.place(), &row.body)?;
        Ok(Draft { saved: Some(Moment::from_millis(row.saved)), ..draft })
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

/// One row, its text still sealed.
struct Stored {
    uuid: String,
    agent: String,
    saved: i64,
    body: Vec<u8>,
}

fn stored(row: &Row) -> rusqlite::Result<Stored> {
    Ok(Stored { uuid: row.get(0)?, agent: row.get(1)?, saved: row.get(2)?, body: row.get(3)? })
}

#[cfg(test)]
#[path = "drafts_tests.rs"]
mod tests;
