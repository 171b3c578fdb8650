//! People from files into the store, all or nothing, in one transaction; and what an import of
//! people or keys ([`super::key_import`]) may say.

use rusqlite::{OptionalExtension, Transaction, params};

use super::{Store, StoreFault};
use crate::domain::moment::Moment;
use crate::keyfile::PersonRow;
use crate::keyfile::export::Uncarried;

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
    /// A key of that serial exists and has another secret, or makes its codes in another way. It is
    /// replaced only if that was asked for.
    SerialExists {
        /// Who holds it.
        holder: Option<String>,
    },
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
    /// The server has a key of that serial. Whether its secret is another one cannot be seen.
    OnServer {
        /// Who holds it.
        holder: Option<String>,
    },
    /// The server has a key of that serial in a realm that the agent's account does not see. It would be
    /// overwritten all the same, so it is refused whatever was asked for.
    OutOfSight,
    /// The server has a key whose serial differs by the case of its letters alone.
    Alike {
        /// As the server writes it.
        serial: String,
    },
    /// The key of that serial counts where the file's goes by the clock, or the other way round.
    OtherKind,
    /// The key of that serial is revoked on the server, for good.
    Revoked,
    /// The server cannot take the key as it is.
    NotCarried(Uncarried),
}

impl ClashKind {
    /// Stable name for `--json`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::SerialExists { .. } => "serial-exists",
            Self::UnknownSerial { .. } => "unknown-serial",
            Self::Taken { .. } => "taken",
            Self::OnServer { .. } => "on-server",
            Self::OutOfSight => "out-of-sight",
            Self::Alike { .. } => "alike",
            Self::OtherKind => "other-kind",
            Self::Revoked => "revoked",
            Self::NotCarried(_) => "not-carried",
        }
    }
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportFault {
    /// Rows that clash with the store.
    #[error("{} rows clash", .0.len())]
    Clashes(Vec<Clash>),
    /// The agent gave up.
    #[error("cancelled")]
    Cancelled,
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

pub(super) fn whole(clashes: Vec<Clash>) -> Result<(), ImportFault> {
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
