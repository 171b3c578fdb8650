//! Keys from files into the store, in one transaction.
//!
//! A key whose serial is new enters the stock. One that is there already with the same secret and
//! the same way of making codes is left as it is. One that differs is a clash; if it was asked for,
//! its secret and its way of making codes are replaced, and its holder, life and PIN are kept.

use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use subtle::ConstantTimeEq;

use super::import::{Clash, ClashKind, ImportFault, Imported, whole};
use super::journal::{Intent, record_done};
use super::words::{ALGORITHMS, word_of};
use super::{Store, StoreFault};
use crate::domain::moment::Moment;
use crate::domain::otp::Moving;
use crate::keyfile::KeyRow;

/// What to do with keys that cannot simply come in, and who asks.
pub struct KeyRules<'a> {
    /// Keys that differ from those of the same serial take their place.
    pub replace: bool,
    /// Keys that clash are left out, the others come in.
    pub partial: bool,
    /// Who imports and why: the replacement of a key that somebody holds is journalled by itself.
    pub intent: &'a Intent,
    /// May be set from elsewhere at any time: nothing is imported then.
    pub cancel: &'a AtomicBool,
}

/// What becomes of each row; numbers are places in the rows given.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct KeyReport {
    /// Keys that are new.
    pub new: Vec<usize>,
    /// Keys that are there already, unchanged.
    pub same: Vec<usize>,
    /// Keys that take the place of another, and who holds that one.
    pub replaced: Vec<(usize, Option<String>)>,
    /// Keys that do not come in.
    pub clashes: Vec<Clash>,
}

impl KeyReport {
    /// Whether any key came in or was there already.
    pub fn has_keys(&self) -> bool {
        !(self.new.is_empty() && self.same.is_empty() && self.replaced.is_empty())
    }
}

/// How a row fits what the store holds.
enum Fit {
    New,
    Same,
    Other(Known),
}

/// The key of the same serial.
struct Known {
    version: i64,
    holder: Option<String>,
    /// Its last used step, if the steps of the row are the same ones.
    last_step: Option<i64>,
    drift: i64,
}

impl Store {
    /// Keys enter the stock, seeds sealed: all or nothing.
    pub fn import_keys(&self, rows: &[KeyRow], now: Moment) -> Result<Imported, ImportFault> {
        let (intent, cancel) = (Intent::default(), AtomicBool::new(false));
        let rules = KeyRules { replace: false, partial: false, intent: &intent, cancel: &cancel };
        let report = self.import_key_rows(rows, &rules, now)?;
        Ok(Imported { new: report.new.len(), updated: 0 })
    }

    /// What [`Self::import_key_rows`] would do, without doing it.
    pub fn plan_keys(&self, rows: &[KeyRow], rules: &KeyRules) -> Result<KeyReport, ImportFault> {
        self.read(|connection| Ok(walk(rows, rules, |row| self.fit(connection, row), |_, _| Ok(()))))?
    }

    /// Imports in one transaction. With clashes nothing comes in, unless the rules say partly.
    pub fn import_key_rows(
        &self,
        rows: &[KeyRow],
        rules: &KeyRules,
        now: Moment,
    ) -> Result<KeyReport, ImportFault> {
        self.write(|transaction| {
            // Most keys of most files are new: they are not looked for first.
            let meet = |row: &KeyRow| match self.insert(transaction, row, now)? {
                true => Ok(Fit::New),
                false => self.fit(transaction, row),
            };
            let replace =
                |row: &KeyRow, known: &Known| self.replace(transaction, row, known, rules.intent, now);
            let report = walk(rows, rules, meet, replace)?;
            if rules.partial { Ok(report) } else { whole(report.clashes.clone()).map(|()| report) }
        })
    }

    fn fit(&self, connection: &Connection, row: &KeyRow) -> Result<Fit, StoreFault> {
        let sql = "SELECT version, holder, last_step, drift, seed, \
                   (algorithm, digits, period, t0) = (?2, ?3, ?4, ?5), (period, t0) = (?4, ?5) \
                   FROM keys WHERE serial = ?1";
        let (period, t0) = moving(row);
        let algorithm = word_of(&ALGORITHMS, &row.shape.algorithm);
        let read = |found: &Row| -> rusqlite::Result<(Known, Vec<u8>, bool, bool)> {
            let known = Known {
                version: found.get(0)?,
                holder: found.get(1)?,
                last_step: found.get(2)?,
                drift: found.get(3)?,
            };
            Ok((known, found.get(4)?, found.get(5)?, found.get(6)?))
        };
        let found = connection
            .prepare_cached(sql)?
            .query_row(params![row.serial, algorithm, row.shape.digits, period, t0], read)
            .optional()?;
        let Some((mut known, sealed, same_shape, same_steps)) = found else { return Ok(Fit::New) };
        let seed = self.vault().open_seed(&row.serial, known.version, &sealed)?;
        let same_seed: bool = seed.expose().ct_eq(row.seed.expose()).into();
        if same_seed && same_shape {
            return Ok(Fit::Same);
        }
        // The codes of another secret, or of other steps, have not been used.
        if !(same_seed && same_steps) {
            known.last_step = None;
            known.drift = 0;
        }
        Ok(Fit::Other(known))
    }

    /// `false` if the serial is there already.
    fn insert(&self, transaction: &Transaction, row: &KeyRow, now: Moment) -> Result<bool, StoreFault> {
        let sealed = self.vault().seal_seed(&row.serial, 1, &row.seed)?;
        let (period, t0) = moving(row);
        let sql = "INSERT OR IGNORE INTO keys (serial, maker, algorithm, digits, period, t0, life, since, last_step, starts, \
                   expires, seed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'in-stock', ?7, ?8, ?9, ?10, ?11)";
        let inserted = transaction.prepare_cached(sql)?.execute(params![
            row.serial,
            row.maker,
            word_of(&ALGORITHMS, &row.shape.algorithm),
            row.shape.digits,
            period,
            t0,
            now.millis(),
            last_step(row),
            row.starts.map(Moment::millis),
            row.expires.map(Moment::millis),
            sealed,
        ])?;
        Ok(inserted == 1)
    }

    /// Another secret under the same serial. Sealed with the next version, so that the old row
    /// cannot be put back.
    fn replace(
        &self,
        transaction: &Transaction,
        row: &KeyRow,
        known: &Known,
        intent: &Intent,
        now: Moment,
    ) -> Result<(), StoreFault> {
        let version = known.version + 1;
        let sealed = self.vault().seal_seed(&row.serial, version, &row.seed)?;
        let (period, t0) = moving(row);
        let sql = "UPDATE keys SET maker = ?2, algorithm = ?3, digits = ?4, period = ?5, t0 = ?6, last_step = ?7, \
                   drift = ?8, starts = ?9, expires = ?10, seed = ?11, version = ?12 WHERE serial = ?1";
        transaction.prepare_cached(sql)?.execute(params![
            row.serial,
            row.maker,
            word_of(&ALGORITHMS, &row.shape.algorithm),
            row.shape.digits,
            period,
            t0,
            known.last_step.max(last_step(row)),
            known.drift,
            row.starts.map(Moment::millis),
            row.expires.map(Moment::millis),
            sealed,
            version,
        ])?;
        let Some(login) = known.holder.clone() else { return Ok(()) };
        let act = "replace-secret".to_owned();
        let (agent, reason) = (intent.agent.clone(), intent.reason.clone());
        let intent = Intent { agent, act, login, serial: row.serial.clone(), reason };
        record_done(transaction, now, &intent, "done")
    }
}

/// Takes the rows one by one: `meet` says how each fits, and `replace` is for those that take the
/// place of another. In the order of serials, so that the indexes of the table grow at one end: in
/// the order of a file their pages go to the disk and come back again and again.
fn walk(
    rows: &[KeyRow],
    rules: &KeyRules,
    mut meet: impl FnMut(&KeyRow) -> Result<Fit, StoreFault>,
    mut replace: impl FnMut(&KeyRow, &Known) -> Result<(), StoreFault>,
) -> Result<KeyReport, ImportFault> {
    let mut report = KeyReport::default();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by(|one, other| rows[*one].serial.cmp(&rows[*other].serial));
    for place in order {
        if rules.cancel.load(Ordering::Relaxed) {
            return Err(ImportFault::Cancelled);
        }
        let row = &rows[place];
        match meet(row)? {
            Fit::New => report.new.push(place),
            Fit::Same => report.same.push(place),
            Fit::Other(known) if rules.replace => {
                replace(row, &known)?;
                report.replaced.push((place, known.holder));
            }
            Fit::Other(known) => {
                let why = ClashKind::SerialExists { holder: known.holder };
                report.clashes.push(Clash { line: row.line, name: row.serial.clone(), why });
            }
        }
    }
    report.new.sort_unstable();
    report.same.sort_unstable();
    report.replaced.sort_unstable();
    report.clashes.sort_by_key(|clash| clash.line);
    Ok(report)
}

/// Period and T0 as stored; a counter key has neither.
fn moving(row: &KeyRow) -> (u32, i64) {
    match row.shape.moving {
        Moving::Time { period, t0 } => (period, t0),
        Moving::Event => (0, 0),
    }
}

/// The file gives the next counter; the store keeps the last used one.
fn last_step(row: &KeyRow) -> Option<i64> {
    let counted = row.shape.moving == Moving::Event;
    counted.then(|| row.counter - 1).filter(|last| *last >= 0)
}

#[cfg(test)]
#[path = "key_import_tests.rs"]
mod tests;
