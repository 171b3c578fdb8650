//! The journal: every write to the outside is recorded before it is sent, then its outcome.
//!
//! An entry without an outcome means that the console died in between: the effect is unknown.

use rusqlite::{Connection, Transaction, params};

use super::{Store, StoreFault};
use crate::domain::moment::Moment;
use crate::domain::notice::Told;

/// What is about to be done, by whom, to whom, why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intent {
    /// The agent.
    pub agent: String,
    /// A stable word: "clear-pin", "test-code", "file-ticket".
    pub act: String,
    /// The person concerned, if any.
    pub login: String,
    /// The key concerned, if any.
    pub serial: String,
    /// The agent's words.
    pub reason: String,
}

/// One line of the journal.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Rises with time.
    pub id: i64,
    /// When it was begun.
    pub at: Moment,
    /// What was intended.
    pub intent: Intent,
    /// When it ended and how, in one stable word; `None` if the end was never written.
    pub outcome: Option<(Moment, String)>,
    /// What became of telling the holder; `None` where there is nothing to tell.
    pub told: Option<Told>,
}

/// Records an act within the transaction that does it: either both are on the disk or neither.
pub(super) fn record_done(
    transaction: &Transaction,
    now: Moment,
    intent: &Intent,
    outcome: &str,
) -> Result<(), StoreFault> {
    let sql = "INSERT INTO journal (at, agent, act, login, serial, reason, done_at, outcome) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?1, ?7)";
    let Intent { agent, act, login, serial, reason } = intent;
    let mut insert = transaction.prepare_cached(sql)?;
    insert.execute(params![now.millis(), agent, act, login, serial, reason, outcome])?;
    Ok(())
}

/// The line of an intent.
pub(super) fn begin(transaction: &Transaction, now: Moment, intent: &Intent) -> Result<i64, StoreFault> {
    let sql = "INSERT INTO journal (at, agent, act, login, serial, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let Intent { agent, act, login, serial, reason } = intent;
    transaction.execute(sql, params![now.millis(), agent, act, login, serial, reason])?;
    Ok(transaction.last_insert_rowid())
}

/// The end of a line.
pub(super) fn end(transaction: &Transaction, id: i64, now: Moment, outcome: &str) -> Result<(), StoreFault> {
    let sql = "UPDATE journal SET done_at = ?2, outcome = ?3 WHERE id = ?1 AND outcome IS NULL";
    transaction.execute(sql, params![id, now.millis(), outcome])?;
    Ok(())
}

/// What became of telling the holder, beside the act.
pub(super) fn mark(connection: &Connection, id: i64, told: Option<Told>) -> Result<(), StoreFault> {
    let sql = "UPDATE journal SET told = ?2 WHERE id = ?1";
    connection.prepare_cached(sql)?.execute(params![id, told.map(Told::stored)])?;
    Ok(())
}

impl Store {
    /// Records an intent; if this fails, the act must not happen.
    pub fn journal_begin(&self, now: Moment, intent: &Intent) -> Result<i64, StoreFault> {
        self.write(|transaction| begin(transaction, now, intent))
    }

    /// Records how it ended.
    pub fn journal_end(&self, id: i64, now: Moment, outcome: &str) -> Result<(), StoreFault> {
        self.write(|transaction| end(transaction, id, now, outcome))
    }

    /// Keys whose PIN was cleared or that were given since a moment, each with the last time, by anybody
    /// on this machine. One whose end was never written counts: the effect is unknown.
    pub fn cleared_pins(&self, since: Moment) -> Result<Vec<(String, Moment)>, StoreFault> {
        self.read(|connection| {
            let sql = "SELECT act, serial, reason, at FROM journal \
                       WHERE act IN ('clear-pin', 'assign', 'replace') AND at >= ?1 \
                       AND (outcome IS NULL OR outcome = 'done' OR outcome LIKE 'failed: no answer%' \
                            OR outcome LIKE 'failed: half done%') \
                       ORDER BY at DESC";
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query([since.millis()])?;
            let mut cleared: Vec<(String, Moment)> = Vec::new();
            while let Some(row) = rows.next()? {
                let (act, serial, reason): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
                // The key that takes over stands behind the reason.
                let given = match act.as_str() {
                    "replace" => reason.rsplit_once(" [").and_then(|(_, last)| last.strip_suffix(']')),
                    _ => Some(serial.as_str()),
                };
                let known = |given: &&str| cleared.iter().all(|(known, _)| known != given);
                if let Some(given) = given.filter(|given| !given.is_empty()).filter(known) {
                    cleared.push((given.to_owned(), Moment::from_millis(row.get(3)?)));
                }
            }
            cleared.reverse();
            Ok(cleared)
        })
    }

    /// The newest entries first.
    pub fn journal(&self, limit: u32) -> Result<Vec<Entry>, StoreFault> {
        self.read(|connection| {
            let sql = "SELECT id, at, agent, act, login, serial, reason, done_at, outcome, told FROM journal ORDER BY id DESC LIMIT ?1";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([limit], |row| {
                let done: Option<i64> = row.get(7)?;
                let word: Option<String> = row.get(8)?;
                let told: Option<String> = row.get(9)?;
                Ok(Entry {
                    id: row.get(0)?,
                    at: Moment::from_millis(row.get(1)?),
                    intent: Intent {
                        agent: row.get(2)?,
                        act: row.get(3)?,
                        login: row.get(4)?,
                        serial: row.get(5)?,
                        reason: row.get(6)?,
                    },
                    outcome: done.map(Moment::from_millis).zip(word),
                    told: told.as_deref().and_then(Told::from_stored),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
