//! Keys from files into the store, in one transaction.
//!
//! A key whose serial is new enters the stock. One that is there already with the same secret and
//! the same way of making codes stays; what the file says otherwise of its maker and its dates is
//! taken from the file, and a counter goes forward. One that differs is a clash; if it was asked for,
//! its secret and its way of making codes are replaced, and its holder, life and PIN are kept.
//!
//! Used steps and drift belong to a secret under its serial: they are put aside when another secret
//! takes its place, and come back with it.

use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::{Transaction, params};

use super::import::{Clash, ClashKind, ImportFault, Imported, whole};
use super::journal::{Intent, record_done};
pub use super::key_fit::Detail;
use super::key_fit::{Fit, Known, last_step, moving};
use super::words::{ALGORITHMS, word_of};
use super::{Store, StoreFault};
use crate::domain::moment::Moment;
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
    /// Keys that are there already, of which the file says something else than the store.
    pub updated: Vec<Updated>,
    /// Keys that take the place of another, and who holds that one.
    pub replaced: Vec<(usize, Option<String>)>,
    /// Keys that do not come in.
    pub clashes: Vec<Clash>,
}

impl KeyReport {
    /// Whether any key came in or was there already.
    pub fn has_keys(&self) -> bool {
        self.changes() || !self.same.is_empty()
    }

    /// Whether anything was written.
    pub fn changes(&self) -> bool {
        !(self.new.is_empty() && self.updated.is_empty() && self.replaced.is_empty())
    }
}

/// A key of which the file tells something that the store did not know.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Updated {
    /// Its place in the rows given.
    pub place: usize,
    /// Who holds it.
    pub holder: Option<String>,
    /// What is brought up to date; never empty.
    pub details: Vec<Detail>,
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
        self.read(|connection| {
            Ok(walk(rows, rules, |row| self.fit(connection, row), |_, _| Ok(()), |_, _, _| Ok(())))
        })?
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
            let update = |row: &KeyRow, holder: Option<&str>, details: &[Detail]| {
                update(transaction, row, (holder, details), rules.intent, now)
            };
            let report = walk(rows, rules, meet, replace, update)?;
            if rules.partial { Ok(report) } else { whole(report.clashes.clone()).map(|()| report) }
        })
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
        let (last, drift) = self.exchanged(transaction, row, known)?;
        let sealed = self.vault().seal_seed(&row.serial, version, &row.seed)?;
        let (period, t0) = moving(row);
        let sql = "UPDATE keys SET maker = ?2, algorithm = ?3, digits = ?4, period = ?5, t0 = ?6, last_step = ?7, \
                   drift = ?8, starts = ?9, expires = ?10, seed = ?11, version = ?12, \
                   seed_since = iif(?13, ?14, seed_since) WHERE serial = ?1";
        transaction.prepare_cached(sql)?.execute(params![
            row.serial,
            row.maker,
            word_of(&ALGORITHMS, &row.shape.algorithm),
            row.shape.digits,
            period,
            t0,
            last.max(last_step(row)),
            drift,
            row.starts.map(Moment::millis),
            row.expires.map(Moment::millis),
            sealed,
            version,
            known.left.is_some(),
            now.millis(),
        ])?;
        journal(transaction, "replace-secret", (row, known.holder.as_deref()), (intent, "done"), now)
    }
}

/// Brings the details of a key up to date.
fn update(
    transaction: &Transaction,
    row: &KeyRow,
    (holder, details): (Option<&str>, &[Detail]),
    intent: &Intent,
    now: Moment,
) -> Result<(), StoreFault> {
    let sql = "UPDATE keys SET maker = iif(?2 = '', maker, ?2), starts = ifnull(?3, starts), \
               expires = ifnull(?4, expires), last_step = ifnull(max(last_step, ?5), ifnull(last_step, ?5)) \
               WHERE serial = ?1";
    let (starts, expires) = (row.starts.map(Moment::millis), row.expires.map(Moment::millis));
    let said = params![row.serial, row.maker, starts, expires, last_step(row)];
    transaction.prepare_cached(sql)?.execute(said)?;
    let words: Vec<_> = details.iter().map(|detail| detail.word()).collect();
    let done = format!("done {}", words.join(" "));
    journal(transaction, "update-key", (row, holder), (intent, &done), now)
}

/// A key that somebody holds was changed: that has an entry of its own.
fn journal(
    transaction: &Transaction,
    act: &str,
    (row, holder): (&KeyRow, Option<&str>),
    (intent, done): (&Intent, &str),
    now: Moment,
) -> Result<(), StoreFault> {
    let Some(login) = holder.map(str::to_owned) else { return Ok(()) };
    let (agent, act, serial) = (intent.agent.clone(), act.to_owned(), row.serial.clone());
    let intent = Intent { agent, act, login, serial, reason: intent.reason.clone() };
    record_done(transaction, now, &intent, done)
}

/// Takes the rows one by one: `meet` says how each fits, `replace` is for those that take the place of
/// another, `update` for those of which the file knows more. In the order of serials, so that the indexes of the table grow at one end: in
/// the order of a file their pages go to the disk and come back again and again.
fn walk(
    rows: &[KeyRow],
    rules: &KeyRules,
    mut meet: impl FnMut(&KeyRow) -> Result<Fit, StoreFault>,
    mut replace: impl FnMut(&KeyRow, &Known) -> Result<(), StoreFault>,
    mut update: impl FnMut(&KeyRow, Option<&str>, &[Detail]) -> Result<(), StoreFault>,
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
            Fit::Details(holder, details) => {
                update(row, holder.as_deref(), &details)?;
                report.updated.push(Updated { place, holder, details });
            }
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
    report.updated.sort_unstable();
    report.replaced.sort_unstable();
    report.clashes.sort_by_key(|clash| clash.line);
    Ok(report)
}

#[cfg(test)]
#[path = "key_import_tests.rs"]
mod tests;
