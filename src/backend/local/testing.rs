//! Testing a code: the diagnosis and the consumption of its step in one transaction.

use rusqlite::{Transaction, params};

use super::Local;
use crate::backend::{Fault, Test};
use crate::domain::key::Key;
use crate::domain::moment::Moment;
use crate::domain::person::Happening;
use crate::domain::verdict::{Candidate, Verdict, Windows, diagnose};
use crate::store::{Store, StoreFault, rows};

impl Local {
    /// Two consoles testing one code at once meet here: the transaction excludes other writers
    /// from its first statement, so at most one of them sees the step unused.
    pub fn test_now(&self, test: &Test) -> Result<Verdict, Fault> {
        self.store.write(|transaction| {
            // After the lock is held: a wait must not make the time older than the record.
            let now = self.now();
            let (own, others) = candidates(&self.store, transaction, &test.serial)?;
            let diagnosis = diagnose(&own, &others, &test.code, now, Windows::DEFAULT);
            let mut key = own.key;
            if let Some((serial, step)) = &diagnosis.consume {
                consume(transaction, serial.as_str(), *step)?;
                let login = key.holder.clone().unwrap_or_default();
                let marked = (serial.as_str(), login.as_str());
                rows::record(transaction, now, marked, Happening::CodeTested, Some(*step), &test.agent)?;
                if *serial == key.serial {
                    key.last_step = Some(*step);
                }
            }
            Ok(Verdict::new(&key, diagnosis.finding, now))
        })
    }
}

/// The key under test and the other keys of its holder, seeds opened.
fn candidates(
    store: &Store,
    transaction: &Transaction,
    serial: &str,
) -> Result<(Candidate, Vec<Candidate>), Fault> {
    let key = rows::find_key(transaction, serial)?.ok_or(Fault::NotFound)?;
    let mut others = match &key.holder {
        Some(login) => rows::keys_of(transaction, login)?,
        None => Vec::new(),
    };
    others.retain(|other| other.serial != key.serial && other.shape.digits == key.shape.digits);
    let own = rows::candidate(store, transaction, key)?;
    // A snapshot may know a key without its seed.
    let known = |other: &Key| rows::has_seed(transaction, other.serial.as_str());
    let others = others.into_iter().filter_map(|other| match known(&other) {
        Ok(Some(true)) => Some(Ok(other)),
        Ok(_) => None,
        Err(fault) => Some(Err(fault)),
    });
    let others = others.collect::<Result<Vec<_>, _>>()?;
    let others = others.into_iter().map(|other| rows::candidate(store, transaction, other));
    Ok((own, others.collect::<Result<_, _>>()?))
}

/// Records a step as used. The comparison is repeated here so that no path can ever lower it.
pub(super) fn consume(transaction: &Transaction, serial: &str, step: i64) -> Result<(), StoreFault> {
    let sql = "UPDATE keys SET last_step = ?2 WHERE serial = ?1 AND coalesce(last_step, -1) < ?2";
    let changed = transaction.prepare_cached(sql)?.execute(params![serial, step])?;
    match changed {
        1 => Ok(()),
        _ => Err(StoreFault::Damaged(format!("step {step} of {serial} was used meanwhile"))),
    }
}

/// The candidate of one key, for the holder's side.
pub(super) fn candidate(store: &Store, transaction: &Transaction, serial: &str) -> Result<Candidate, Fault> {
    let key = rows::find_key(transaction, serial)?.ok_or(Fault::NotFound)?;
    Ok(rows::candidate(store, transaction, key)?)
}

/// Writes the drift learned by a resync.
pub(super) fn learn(
    transaction: &Transaction,
    own: &Candidate,
    step: i64,
    now: Moment,
) -> Result<(), StoreFault> {
    let drift = crate::domain::verdict::drift_of(&own.key.shape, step, now);
    let sql = "UPDATE keys SET drift = ?2 WHERE serial = ?1";
    transaction.execute(sql, params![own.key.serial.as_str(), drift])?;
    Ok(())
}
