//! Everything that touches the disk: one SQLite file in a folder of its own, and what it holds.
//!
//! The folder is private (0700, files 0600). `guichet.db` starts with a header that tells its
//! format, its vault and whether it is a demo, written once; and with the slots, one a passphrase.

pub mod check;
pub mod demo;
pub mod drafts;
pub mod files;
mod found;
pub mod import;
mod jots;
pub mod journal;
mod key_fit;
pub mod key_import;
pub mod key_list;
mod looks;
pub mod notices;
pub mod outbox;
pub mod pictures;
pub mod rows;
mod schema;
pub mod sealed;
pub mod slots;
pub mod snapshot;
pub mod ticket_book;
pub mod vault;
pub mod words;

use std::fs::{self, DirBuilder, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use rustix::fs::FlockOperation;

use crate::domain::secret::Secret;
use vault::{Cost, FIRST, Slot, Through, Vault};

/// The database's name inside the store's folder.
pub const FILE: &str = "guichet.db";

/// SQLite's log of writes, which a console that ends carries into [`FILE`].
const LOG: &str = "guichet.db-wal";

/// Where a demo store keeps its data key: beside the database, since it protects nothing.
const DEMO_KEY: &str = "demo.key";

/// How long a writer waits for another console's transaction.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why the store could not be used. The sentences are in `text`.
#[derive(Debug, thiserror::Error)]
pub enum StoreFault {
    /// There is no store in this folder.
    #[error("no store in {}", .0.display())]
    Missing(PathBuf),
    /// There is one already; it is never overwritten.
    #[error("a store exists in {}", .0.display())]
    Exists(PathBuf),
    /// Not ours, cut short or damaged.
    #[error("damaged store: {0}")]
    Damaged(String),
    /// Written by a later version of the program.
    #[error("store format {found}, this program knows up to {known}")]
    Newer {
        /// Format in the file.
        found: i64,
        /// Highest format known.
        known: i64,
    },
    /// The passphrase opens no slot.
    #[error("wrong passphrase")]
    WrongPassphrase {
        /// Slots that could not be tried, and why: it may be the passphrase of one of them.
        damaged: Vec<String>,
    },
    /// The store asks for a passphrase and none was given.
    #[error("a passphrase is needed")]
    NeedsPassphrase,
    /// Another console kept the store busy for longer than a writer waits.
    #[error("the store is busy")]
    Busy,
    /// The disk is full, read-only or failing.
    #[error("disk: {0}")]
    Disk(String),
}

impl From<rusqlite::Error> for StoreFault {
    fn from(fault: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let what = fault.to_string();
        match fault.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Busy,
            Some(Code::DiskFull | Code::ReadOnly | Code::SystemIoFailure | Code::CannotOpen) => {
                Self::Disk(what)
            }
            _ => Self::Damaged(what),
        }
    }
}

impl From<std::io::Error> for StoreFault {
    fn from(fault: std::io::Error) -> Self {
        Self::Disk(fault.to_string())
    }
}

/// What kind of store a folder holds, readable without its passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Invented people; keys may be shown by the virtual fob.
    Demo,
    /// Real people; opened with a passphrase.
    Real,
}

/// An open store. One connection, shared by the threads of one console.
pub struct Store {
    folder: PathBuf,
    vault: Vault,
    /// The slot that opened it; none in a demo.
    slot: Mutex<Option<Slot>>,
    connection: Mutex<Connection>,
}

impl Store {
    /// Creates a store in `folder`, which must not hold one. A passphrase makes it a real one,
    /// none a demo; this cannot be changed later, since the vault's name carries it.
    pub fn create(folder: &Path, passphrase: Option<&Secret<String>>) -> Result<Self, StoreFault> {
        Self::create_as(folder, FIRST, passphrase, Cost::STANDARD)
    }

    /// The same, the first slot under a name and at a cost of one's own.
    pub fn create_as(
        folder: &Path,
        slot: &str,
        passphrase: Option<&Secret<String>>,
        cost: Cost,
    ) -> Result<Self, StoreFault> {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        // A folder that was there and empty becomes private too; one that holds something is shared.
        if fs::read_dir(folder)?.next().is_none() {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        }
        // One creator at a time: two would mix their halves.
        let held = fs::File::open(folder)?;
        rustix::fs::flock(&held, FlockOperation::LockExclusive).map_err(io::Error::from)?;
        let file = folder.join(FILE);
        if file.exists() {
            return Err(StoreFault::Exists(folder.to_owned()));
        }
        let (vault, slot) = match passphrase {
            Some(passphrase) => {
                let (vault, slot) = Vault::create(slot, passphrase, cost)?;
                (vault, Some(slot))
            }
            None => (Vault::create_demo(&folder.join(DEMO_KEY))?, None),
        };
        // The store appears under its name only when it is whole.
        let unborn = folder.join("guichet.new");
        let _ = fs::remove_file(&unborn);
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unborn)?;
        let connection = Connection::open(&unborn)?;
        schema::create(&connection, &vault, slot.as_ref())?;
        connection.close().map_err(|(_, fault)| fault)?;
        fs::hard_link(&unborn, &file).map_err(|_| StoreFault::Exists(folder.to_owned()))?;
        fs::remove_file(&unborn)?;
        held.sync_all()?;
        Self::attach(folder, vault, slot)
    }

    /// Opens the store in `folder`; `passphrase` is ignored by a demo.
    pub fn open(folder: &Path, passphrase: Option<&Secret<String>>) -> Result<Self, StoreFault> {
        Self::open_through(folder, passphrase, Through::Any(FIRST))
    }

    /// The same, trying the passphrase on some slots only, or on one of them first.
    pub fn open_through(
        folder: &Path,
        passphrase: Option<&Secret<String>>,
        through: Through,
    ) -> Result<Self, StoreFault> {
        let header = Self::header(folder)?;
        let (vault, slot) = match (header.kind(), passphrase) {
            (Kind::Demo, _) => (Vault::open_demo(&header.vault, &folder.join(DEMO_KEY))?, None),
            (Kind::Real, Some(passphrase)) => {
                let (vault, slot) = Vault::open(&header.vault, &header.slots, passphrase, through)?;
                (vault, Some(slot))
            }
            (Kind::Real, None) => return Err(StoreFault::NeedsPassphrase),
        };
        Self::attach(folder, vault, slot)
    }

    /// Reads who the store is without opening its vault and without writing a byte.
    pub fn header(folder: &Path) -> Result<schema::Header, StoreFault> {
        let file = folder.join(FILE);
        if !file.exists() {
            return Err(StoreFault::Missing(folder.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(file, flags)?;
        // What a killed console left beside the file is not carried into it before its format is known.
        let pending = fs::metadata(folder.join(LOG)).is_ok_and(|log| log.len() > 0);
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, pending)?;
        schema::header(&connection)
    }

    fn attach(folder: &Path, vault: Vault, slot: Option<Slot>) -> Result<Self, StoreFault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(folder.join(FILE), flags)?;
        connection.busy_timeout(PATIENCE)?;
        schema::prepare(&connection, &vault, slot.as_ref())?;
        let (slot, connection) = (Mutex::new(slot), Mutex::new(connection));
        Ok(Self { folder: folder.to_owned(), vault, slot, connection })
    }

    /// A store that lives in memory only: the image of a snapshot.
    fn in_memory(connection: Connection, vault: Vault) -> Self {
        Self { folder: PathBuf::new(), vault, slot: Mutex::new(None), connection: Mutex::new(connection) }
    }

    /// The folder the store lives in; none for one in memory.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The vault that seals its seeds and texts.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Demo or real.
    pub fn kind(&self) -> Kind {
        vault::kind_of(self.vault.id())
    }

    /// Reads through the shared connection.
    pub fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StoreFault>) -> Result<T, StoreFault> {
        work(&self.lock())
    }

    /// Writes in one transaction that excludes every other writer from its first statement on:
    /// what is read inside stays true until the commit. An error rolls everything back.
    pub fn write<T, F: From<StoreFault>>(
        &self,
        work: impl FnOnce(&Transaction) -> Result<T, F>,
    ) -> Result<T, F> {
        let mut connection = self.lock();
        let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begun.map_err(StoreFault::from)?;
        let value = work(&transaction)?;
        transaction.commit().map_err(StoreFault::from)?;
        Ok(value)
    }

    /// A panic while the lock was held cannot leave a half-done write: the transaction it
    /// interrupted was rolled back when dropped.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn own_slot(&self) -> MutexGuard<'_, Option<Slot>> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
