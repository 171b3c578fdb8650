//! How a key of a file fits what the store holds: new, the same, the same with other details, or
//! another; and what becomes of used steps when one secret takes the place of another.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use subtle::ConstantTimeEq;

use super::words::{ALGORITHMS, word_of};
use super::{Store, StoreFault};
use crate::domain::moment::Moment;
use crate::domain::otp::Moving;
use crate::domain::secret::Seed;
use crate::keyfile::KeyRow;

/// What a file may correct of a key without touching its codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Maker and model.
    Maker,
    /// First moment of validity.
    Starts,
    /// First moment after validity.
    Expires,
    /// The next counter, forward only.
    Counter,
}

impl Detail {
    /// Stable name for `--json` and the journal.
    pub fn word(self) -> &'static str {
        match self {
            Self::Maker => "maker",
            Self::Starts => "starts",
            Self::Expires => "expires",
            Self::Counter => "counter",
        }
    }
}

/// How a row fits what the store holds.
pub(super) enum Fit {
    New,
    Same,
    /// The same secret and settings, other details.
    Details(Option<String>, Vec<Detail>),
    Other(Known),
}

/// The key of the same serial.
pub(super) struct Known {
    pub version: i64,
    /// Who holds it.
    pub holder: Option<String>,
    pub last_step: Option<i64>,
    pub drift: i64,
    /// What recognises its secret, if the steps of the row are other ones.
    pub left: Option<Vec<u8>>,
}

impl Store {
    /// Meets a row with the key of its serial.
    pub(super) fn fit(&self, connection: &Connection, row: &KeyRow) -> Result<Fit, StoreFault> {
        let found = connection.prepare_cached(LYING)?.query_row([&row.serial], lying).optional()?;
        let Some(Lying { mut known, sealed, shape: (algorithm, digits, steps), said }) = found else {
            return Ok(Fit::New);
        };
        let seed = self.vault().open_seed(&row.serial, known.version, &sealed)?;
        let same_seed: bool = seed.expose().ct_eq(row.seed.expose()).into();
        let same_steps = steps == moving(row);
        let same_codes =
            algorithm == word_of(&ALGORITHMS, &row.shape.algorithm) && digits == row.shape.digits;
        if same_seed && same_steps && same_codes {
            let details = details(row, &said, known.last_step);
            return Ok(if details.is_empty() { Fit::Same } else { Fit::Details(known.holder, details) });
        }
        if !(same_seed && same_steps) {
            known.left = Some(self.mark(&row.serial, steps, &seed)?);
        }
        Ok(Fit::Other(known))
    }

    fn mark(&self, serial: &str, (period, t0): (u32, i64), seed: &Seed) -> Result<Vec<u8>, StoreFault> {
        self.vault().seed_mark(serial, [&period.to_string(), &t0.to_string()], seed)
    }

    /// Last used step and drift of the secret that comes, after those of the one that goes were put
    /// aside. A secret that was never here under this serial has none.
    pub(super) fn exchanged(
        &self,
        transaction: &Transaction,
        row: &KeyRow,
        known: &Known,
    ) -> Result<(Option<i64>, i64), StoreFault> {
        let Some(left) = &known.left else { return Ok((known.last_step, known.drift)) };
        let sql = "INSERT INTO former (serial, mark, last_step, drift) VALUES (?1, ?2, ?3, ?4) \
                   ON CONFLICT (serial, mark) DO UPDATE SET drift = excluded.drift, \
                   last_step = ifnull(max(last_step, excluded.last_step), ifnull(last_step, excluded.last_step))";
        let aside = params![row.serial, left, known.last_step, known.drift];
        transaction.prepare_cached(sql)?.execute(aside)?;
        let sql = "SELECT last_step, drift FROM former WHERE serial = ?1 AND mark = ?2";
        let mark = self.mark(&row.serial, moving(row), &row.seed)?;
        let back = transaction
            .prepare_cached(sql)?
            .query_row(params![row.serial, mark], |found| Ok((found.get(0)?, found.get(1)?)))
            .optional()?;
        Ok(back.unwrap_or_default())
    }
}

/// What of a key decides whether a row is the same.
struct Lying {
    known: Known,
    sealed: Vec<u8>,
    /// Algorithm, digits, period and T0.
    shape: (String, u8, (u32, i64)),
    said: Said,
}

/// What the store says of a key beside its codes.
struct Said {
    maker: String,
    starts: Option<i64>,
    expires: Option<i64>,
}

/// What [`lying`] reads.
const LYING: &str = "SELECT version, holder, last_step, drift, seed, algorithm, digits, period, t0, maker, \
                     starts, expires FROM keys WHERE serial = ?1";

fn lying(row: &Row) -> rusqlite::Result<Lying> {
    let known = Known {
        version: row.get(0)?,
        holder: row.get(1)?,
        last_step: row.get(2)?,
        drift: row.get(3)?,
        left: None,
    };
    let shape = (row.get(5)?, row.get(6)?, (row.get(7)?, row.get(8)?));
    let said = Said { maker: row.get(9)?, starts: row.get(10)?, expires: row.get(11)? };
    Ok(Lying { known, sealed: row.get(4)?, shape, said })
}

/// What a file corrects. What it leaves unsaid is not taken away: forms differ in what they can say.
fn details(row: &KeyRow, said: &Said, last: Option<i64>) -> Vec<Detail> {
    let other = |file: Option<Moment>, store: Option<i64>| file.is_some_and(|at| Some(at.millis()) != store);
    let changed = [
        (Detail::Maker, !row.maker.is_empty() && row.maker != said.maker),
        (Detail::Starts, other(row.starts, said.starts)),
        (Detail::Expires, other(row.expires, said.expires)),
        // The key was used elsewhere meanwhile: what it showed there is not to be taken here.
        (Detail::Counter, last_step(row) > last),
    ];
    changed.into_iter().filter(|(_, is)| *is).map(|(detail, _)| detail).collect()
}

/// Period and T0 as stored; a counter key has neither.
pub(super) fn moving(row: &KeyRow) -> (u32, i64) {
    match row.shape.moving {
        Moving::Time { period, t0 } => (period, t0),
        Moving::Event => (0, 0),
    }
}

/// The file gives the next counter; the store keeps the last used one.
pub(super) fn last_step(row: &KeyRow) -> Option<i64> {
    let counted = row.shape.moving == Moving::Event;
    counted.then(|| row.counter - 1).filter(|last| *last >= 0)
}
