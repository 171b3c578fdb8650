//! Keys and people from files into the store: all or nothing, in one transaction.

use rusqlite::{OptionalExtension, Transaction, params};

use super::words::{ALGORITHMS, word_of};
use super::{Store, StoreFault};
use crate::domain::moment::Moment;
use crate::domain::otp::Moving;
use crate::keyfile::{KeyRow, PersonRow};

/// A row that the store cannot take, although the file is well formed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Line in the file.
    pub line: u64,
    /// Serial or login concerned.
    pub name: String,
    /// Why.
    pub why: ClashKind,
}

/// Why a row does not fit what the store holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClashKind {
    /// A key of that serial exists; its seed is never overwritten.
    SerialExists,
    /// The person's row names a key that the store does not know.
    UnknownSerial {
        /// The serial named.
        serial: String,
    },
    /// The person's row names a key that somebody else holds.
    Taken {
        /// The serial named.
        serial: String,
        /// Its holder.
        holder: String,
    },
}

impl ClashKind {
    /// Stable name for `--json`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::SerialExists => "serial-exists",
            Self::UnknownSerial { .. } => "unknown-serial",
            Self::Taken { .. } => "taken",
        }
    }
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportFault {
    /// Rows that clash with the store.
    #[error("{} rows clash", .0.len())]
    Clashes(Vec<Clash>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

/// What came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Rows that are new.
    pub new: usize,
    /// People whose details were replaced.
    pub updated: usize,
}

impl Store {
    /// Keys enter the stock, seeds sealed.
    pub fn import_keys(&self, rows: &[KeyRow], now: Moment) -> Result<Imported, ImportFault> {
        self.write(|transaction| {
            let mut clashes = Vec::new();
            for row in rows {
                if !self.insert_key(transaction, row, now)? {
                    let (line, name) = (row.line, row.serial.clone());
                    clashes.push(Clash { line, name, why: ClashKind::SerialExists });
                }
            }
            whole(clashes)?;
            Ok(Imported { new: rows.len(), updated: 0 })
        })
    }

    /// `false` if the serial is there already.
    fn insert_key(&self, transaction: &Transaction, row: &KeyRow, now: Moment) -> Result<bool, StoreFault> {
        let sealed = self.vault().seal_seed(&row.serial, 1, &row.seed)?;
        let (period, t0) = match row.shape.moving {
            Moving::Time { period, t0 } => (period, t0),
            Moving::Event => (0, 0),
        };
        // The file gives the next counter; the store keeps the last used one.
        let last = (period == 0).then(|| row.counter - 1).filter(|last| *last >= 0);
        let sql = "INSERT OR IGNORE INTO keys (serial, maker, algorithm, digits, period, t0, life, since, \
                   last_step, starts, expires, seed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'in-stock', ?7, ?8, ?9, ?10, ?11)";
        let inserted = transaction.prepare_cached(sql)?.execute(params![
            row.serial,
            row.maker,
            word_of(&ALGORITHMS, &row.shape.algorithm),
            row.shape.digits,
            period,
            t0,
            now.millis(),
            last,
            row.starts.map(Moment::millis),
            row.expires.map(Moment::millis),
            sealed,
        ])?;
        Ok(inserted == 1)
    }

    /// People are added or brought up to date; the serials in their rows become theirs.
    pub fn import_people(&self, rows: &[PersonRow], now: Moment) -> Result<Imported, ImportFault> {
        self.write(|transaction| {
            let mut clashes = Vec::new();
            let mut imported = Imported::default();
            for row in rows {
                if upsert_person(transaction, row)? {
                    imported.new += 1
                } else {
                    imported.updated += 1
                }
                for serial in &row.serials {
                    if let Some(why) = give(transaction, serial, &row.login, now)? {
                        clashes.push(Clash { line: row.line, name: row.login.clone(), why });
                    }
                }
            }
            whole(clashes)?;
            transaction
                .execute("UPDATE directory SET version = version + 1", [])
                .map_err(StoreFault::from)?;
            Ok(imported)
        })
    }
}

fn whole(clashes: Vec<Clash>) -> Result<(), ImportFault> {
    if clashes.is_empty() { Ok(()) } else { Err(ImportFault::Clashes(clashes)) }
}

/// `true` if the person is new.
fn upsert_person(transaction: &Transaction, row: &PersonRow) -> Result<bool, StoreFault> {
    let PersonRow { login, family, given, mail, phone, role, uai, school, town, academy, .. } = row;
    let known = transaction
        .prepare_cached("SELECT 1 FROM people WHERE login = ?1")?
        .query_row([login], |_| Ok(()))
        .optional()?
        .is_some();
    transaction
        .prepare_cached("INSERT OR IGNORE INTO schools (uai, name, town, academy) VALUES (?1, ?2, ?3, ?4)")?
        .execute([uai, school, town, academy])?;
    let sql = "INSERT INTO people (login, family, given, mail, phone, role, school) \
               SELECT ?1, ?2, ?3, ?4, ?5, ?6, id FROM schools WHERE (uai, name, town, academy) = (?7, ?8, ?9, ?10) \
               ON CONFLICT (login) DO UPDATE SET family = excluded.family, given = excluded.given, \
               mail = excluded.mail, phone = excluded.phone, role = excluded.role, school = excluded.school";
    transaction
        .prepare_cached(sql)?
        .execute([login, family, given, mail, phone, role, uai, school, town, academy])?;
    Ok(!known)
}

/// Gives a key in stock to a person; nothing to do if it is theirs already.
fn give(
    transaction: &Transaction,
    serial: &str,
    login: &str,
    now: Moment,
) -> Result<Option<ClashKind>, StoreFault> {
    let holder: Option<Option<String>> = transaction
        .prepare_cached("SELECT holder FROM keys WHERE serial = ?1")?
        .query_row([serial], |row| row.get(0))
        .optional()?;
    let serial = serial.to_owned();
    match holder {
        None => Ok(Some(ClashKind::UnknownSerial { serial })),
        Some(Some(holder)) if holder != login => Ok(Some(ClashKind::Taken { serial, holder })),
        Some(Some(_)) => Ok(None),
        Some(None) => {
            let sql = "UPDATE keys SET holder = ?2, life = iif(life = 'in-stock', 'active', life), since = ?3 WHERE serial = ?1";
            transaction.prepare_cached(sql)?.execute(params![serial, login, now.millis()])?;
            Ok(None)
        }
    }
}
