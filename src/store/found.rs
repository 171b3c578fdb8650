//! The vault searched for the key that shows some codes, part by part: each part is short, so that
//! whoever searches can tell how far it is and stop. Nothing is written.
//!
//! Two threads share a part. They take turns at the database and unseal and compare at the same
//! time; a clear seed lives as long as its comparison.

use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;

use rusqlite::{Connection, Row};

use super::words::{ALGORITHMS, value_of};
use super::{Store, StoreFault, rows};
use crate::domain::found::{Hunt, Lead, Part, Quarry, Trace};
use crate::domain::otp::{Algorithm, Moving, Shape};

/// What a part may cost, in codes computed: a tenth of a second on one core.
const PART: i64 = 1_200_000;

/// What reading and unsealing a key costs, in codes.
const KEY: i64 = 40;

/// Keys read in one turn at the database, so that nobody else waits long for it.
const TURN: i64 = 512;

/// Threads of a part: a search must not take a whole bastion.
const THREADS: usize = 2;

/// A key as it lies in the store.
struct Sealed {
    serial: String,
    version: i64,
    seed: Vec<u8>,
    shape: Shape,
    last_step: Option<i64>,
    drift: i64,
}

/// What one thread found.
#[derive(Default)]
struct Caught {
    traces: Vec<(String, Trace)>,
    keys: u64,
    steps: u64,
    unreadable: u64,
}

impl Store {
    /// Compares the keys after the row `from` (0 to begin) with the codes, as many as a part takes.
    ///
    /// A key whose row or seed is damaged is counted and does not end the search.
    pub fn found_part(&self, hunt: &Hunt, from: i64) -> Result<Part, StoreFault> {
        let end: i64 = self.read(|connection| {
            Ok(connection.query_row("SELECT coalesce(max(rowid), 0) FROM keys", [], |row| row.get(0))?)
        })?;
        let until = from.saturating_add(self.rows_a_part(hunt)).min(end);
        let caught = self.catch(hunt, from, until)?;
        let mut part =
            Part { next: (until < end).then_some(until), permille: permille(until, end), ..Part::default() };
        for one in caught {
            part.keys += one.keys;
            part.steps += one.steps;
            part.unreadable += one.unreadable;
            for (serial, trace) in one.traces {
                match self.lead(&serial, trace) {
                    Ok(lead) => part.leads.extend(lead),
                    Err(StoreFault::Damaged(_)) => part.unreadable += 1,
                    Err(fault) => return Err(fault),
                }
            }
        }
        Ok(part)
    }

    fn rows_a_part(&self, hunt: &Hunt) -> i64 {
        let codes = hunt.breadth().steps(&Shape::COMMON).saturating_mul(2).saturating_add(1);
        (PART / codes.saturating_add(KEY)).max(TURN)
    }

    /// The rows after `from` up to `until`, shared by the threads turn by turn.
    fn catch(&self, hunt: &Hunt, from: i64, until: i64) -> Result<Vec<Caught>, StoreFault> {
        let turn = AtomicI64::new(from);
        let work = || {
            let mut caught = Caught::default();
            loop {
                let begin = turn.fetch_add(TURN, Ordering::Relaxed);
                if begin >= until {
                    return Ok(caught);
                }
                let end = begin.saturating_add(TURN).min(until);
                let (sealed, damaged) = self.read(|connection| turn_of(connection, hunt, begin, end))?;
                caught.unreadable += damaged;
                for key in &sealed {
                    self.compare(hunt, key, &mut caught);
                }
            }
        };
        let helpers = if until - from > TURN { THREADS - 1 } else { 0 };
        thread::scope(|scope| {
            let handles: Vec<_> = (0..helpers).map(|_| scope.spawn(work)).collect();
            let mut all = vec![work()];
            let lost = |_| Err(StoreFault::Disk("a thread of the search ended early".into()));
            all.extend(handles.into_iter().map(|handle| handle.join().unwrap_or_else(lost)));
            all.into_iter().collect()
        })
    }

    fn compare(&self, hunt: &Hunt, key: &Sealed, caught: &mut Caught) {
        let Ok(seed) = self.vault().open_seed(&key.serial, key.version, &key.seed) else {
            caught.unreadable += 1;
            return;
        };
        let quarry = Quarry { seed: &seed, shape: key.shape, last_step: key.last_step, drift: key.drift };
        let compared = hunt.compare(&quarry);
        caught.keys += 1;
        caught.steps += compared.steps;
        caught.traces.extend(compared.trace.map(|trace| (key.serial.clone(), trace)));
    }

    /// A key that showed the codes, with its holder; none if it went meanwhile.
    fn lead(&self, serial: &str, trace: Trace) -> Result<Option<Lead>, StoreFault> {
        self.read(|connection| {
            let Some(key) = rows::find_key(connection, serial)? else { return Ok(None) };
            let person = match &key.holder {
                Some(login) => rows::find_person(connection, login)?,
                None => None,
            };
            Ok(Some(Lead { key, person, trace }))
        })
    }
}

/// The keys of some rows that make codes of the right length, and how many of them are unreadable.
fn turn_of(
    connection: &Connection,
    hunt: &Hunt,
    from: i64,
    until: i64,
) -> Result<(Vec<Sealed>, u64), StoreFault> {
    // A snapshot may know keys without their seeds: nothing is wrong with those.
    let sql = "SELECT serial, version, seed, algorithm, period, t0, last_step, drift FROM keys \
               WHERE rowid > ?1 AND rowid <= ?2 AND digits = ?3 AND length(seed) > 0";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query((from, until, hunt.digits()))?;
    let (mut keys, mut damaged) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        match sealed(row, hunt.digits()) {
            Some(key) => keys.push(key),
            None => damaged += 1,
        }
    }
    Ok((keys, damaged))
}

fn sealed(row: &Row, digits: u8) -> Option<Sealed> {
    let algorithm: Algorithm = value_of(&ALGORITHMS, row.get_ref(3).ok()?.as_str().ok()?)?;
    let moving = match row.get(4).ok()? {
        0 => Moving::Event,
        period => Moving::Time { period, t0: row.get(5).ok()? },
    };
    Some(Sealed {
        serial: row.get(0).ok()?,
        version: row.get(1).ok()?,
        seed: row.get(2).ok()?,
        shape: Shape { algorithm, digits, moving },
        last_step: row.get(6).ok()?,
        drift: row.get(7).ok()?,
    })
}

fn permille(behind: i64, all: i64) -> u16 {
    match all {
        ..=0 => 1000,
        all => u16::try_from(i128::from(behind) * 1000 / i128::from(all)).unwrap_or(1000).min(1000),
    }
}

#[cfg(test)]
#[path = "store_found_tests.rs"]
mod tests;
