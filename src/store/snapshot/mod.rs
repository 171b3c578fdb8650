//! Snapshots: a scope of the directory in one sealed, dated, expiring file.
//!
//! ```text
//! GUICHET-SNAPSHOT 1 ⏎
//! header, one line of JSON ⏎         who, when, until when, how the key is wrapped: in clear
//! the image, in sealed segments       a SQLite database, see `image`
//! what was tested since, sealed       see `trail`
//! ```
//!
//! The image is opened in memory: nothing of it is ever on the disk in clear. A change to the
//! header or to any segment is noticed when the file is opened; the whole file put back to an older
//! copy of itself is not, and neither is a clock set back: the expiry keeps an honest program from
//! showing old data, it is no cryptography.

mod image;
mod segments;
mod trail;

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, FlockOperation, RenameFlags, renameat_with};
use rustix::io::Errno;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::vault::{self, LoneSlot, Vault};
use super::{Kind, Store, StoreFault};
use crate::domain::moment::Moment;
use crate::domain::secret::Secret;
pub use image::Image;
pub use trail::{Trail, Used};

/// The first line of every snapshot.
const MAGIC: &str = "GUICHET-SNAPSHOT 1\n";

/// Bytes a header may have.
const HEADER_MAX: u64 = 64 * 1024;

/// Bytes an image may have: ten times an academy.
const IMAGE_MAX: u64 = 1 << 30;

/// Why a snapshot was not made or not opened. The sentences are in `text`.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotFault {
    /// There is no such file.
    #[error("no snapshot at {}", .0.display())]
    Missing(PathBuf),
    /// Something is there already; it is never overwritten.
    #[error("{} exists", .0.display())]
    Exists(PathBuf),
    /// The file that it is written to until it is whole is there already; it is never overwritten.
    #[error("{} exists", .0.display())]
    Begun(PathBuf),
    /// The folder that it is to lie in is not there.
    #[error("no folder {}", .0.display())]
    NoFolder(PathBuf),
    /// Not a snapshot, cut short or altered.
    #[error("damaged snapshot: {0}")]
    Damaged(&'static str),
    /// Made by a later version of the program.
    #[error("a snapshot of a later format")]
    Newer,
    /// The passphrase does not open it.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// Its time is over.
    #[error("expired")]
    Expired(Moment),
    /// Another console has it open; single use of codes is kept by one console at a time.
    #[error("open in another console")]
    Held,
    /// The store or the disk failed.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

impl From<std::io::Error> for SnapshotFault {
    fn from(fault: std::io::Error) -> Self {
        Self::Store(fault.into())
    }
}

impl From<rusqlite::Error> for SnapshotFault {
    fn from(fault: rusqlite::Error) -> Self {
        Self::Store(fault.into())
    }
}

/// What a snapshot tells without its passphrase. No name of a person is in it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Name of its vault; the first word tells invented people from real ones.
    pub id: String,
    /// When its states were read, Unix milliseconds.
    made: i64,
    /// From when on it is not shown any more, Unix milliseconds.
    expires: i64,
    /// The scope, in the words it was asked for.
    pub scope: String,
    /// Who made it.
    pub agent: String,
    /// People in it.
    pub people: u64,
    /// Keys in it.
    pub keys: u64,
    /// Keys whose codes it can test.
    pub seeds: u64,
    /// Bytes of the image.
    image: u64,
    slot: LoneSlot,
}

impl Header {
    /// When its states were read.
    pub fn made(&self) -> Moment {
        Moment::from_millis(self.made)
    }

    /// From when on it is not shown any more.
    pub fn expires(&self) -> Moment {
        Moment::from_millis(self.expires)
    }

    /// Invented or real people.
    pub fn kind(&self) -> Kind {
        vault::kind_of(&self.id)
    }

    /// Reads who a snapshot is.
    pub fn read(path: &Path) -> Result<Self, SnapshotFault> {
        Ok(Opened::read(path, false)?.header)
    }
}

/// What the maker says of a snapshot.
pub struct Label {
    /// The scope, in the words it was asked for.
    pub scope: String,
    /// Who makes it.
    pub agent: String,
    /// When the first state was read.
    pub made: Moment,
    /// From when on it is not shown any more.
    pub expires: Moment,
}

/// Whether a snapshot may be written at `path`: what can be known is said before anybody is asked for a
/// passphrase.
pub fn may_write(path: &Path) -> Result<(), SnapshotFault> {
    let (folder, unborn) = (folder_of(path), unborn(path));
    match () {
        () if path.symlink_metadata().is_ok() => Err(SnapshotFault::Exists(path.to_owned())),
        () if !folder.is_dir() => Err(SnapshotFault::NoFolder(folder.to_owned())),
        () if unborn.symlink_metadata().is_ok() => Err(SnapshotFault::Begun(unborn)),
        () => Ok(()),
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What a snapshot is called until it is whole.
fn unborn(path: &Path) -> PathBuf {
    path.with_added_extension("new")
}

/// Writes a snapshot: whole under its name, or not at all.
pub fn write(
    path: &Path,
    label: Label,
    vault: (&Vault, LoneSlot),
    mut image: Image,
) -> Result<Header, SnapshotFault> {
    may_write(path)?;
    let (vault, slot) = vault;
    let (people, keys, seeds) = image.counts();
    let bytes = image.bytes()?;
    let header = Header {
        id: vault.id().to_owned(),
        made: label.made.millis(),
        expires: label.expires.millis(),
        scope: label.scope,
        agent: label.agent,
        people,
        keys,
        seeds,
        image: bytes.len() as u64,
        slot,
    };
    let line = serde_json::to_string(&header).map_err(|_| SnapshotFault::Damaged("header"))?;
    let unborn = unborn(path);
    let written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unborn);
    let written = written.map_err(|fault| match fault.kind() {
        std::io::ErrorKind::AlreadyExists => SnapshotFault::Begun(unborn.clone()),
        _ => fault.into(),
    })?;
    let whole = fill(written, &line, vault, &bytes).and_then(|()| appear(&unborn, path));
    let _ = fs::remove_file(&unborn);
    whole?;
    File::open(folder_of(path))?.sync_all()?;
    Ok(header)
}

/// Gives the finished file its name. Where the file system cannot refuse a name that is taken (a
/// memory stick), it was looked at before.
fn appear(unborn: &Path, path: &Path) -> Result<(), SnapshotFault> {
    match renameat_with(CWD, unborn, CWD, path, RenameFlags::NOREPLACE) {
        Ok(()) => Ok(()),
        Err(Errno::EXIST) => Err(SnapshotFault::Exists(path.to_owned())),
        Err(_) => Ok(fs::rename(unborn, path)?),
    }
}

fn fill(mut file: File, line: &str, vault: &Vault, image: &[u8]) -> Result<(), SnapshotFault> {
    file.write_all(MAGIC.as_bytes())?;
    file.write_all(line.as_bytes())?;
    file.write_all(b"\n")?;
    segments::seal(&vault.subkey("snapshot image")?, &seal_of(line), image, &mut file)?;
    Ok(file.sync_all()?)
}

/// What every segment is bound to: the header, to the letter.
fn seal_of(line: &str) -> [u8; 32] {
    Sha256::digest(line.as_bytes()).into()
}

/// A file whose header was read.
struct Opened {
    header: Header,
    seal: [u8; 32],
    source: BufReader<File>,
}

impl Opened {
    fn read(path: &Path, write: bool) -> Result<Self, SnapshotFault> {
        let file =
            OpenOptions::new().read(true).write(write).open(path).map_err(|fault| match fault.kind() {
                std::io::ErrorKind::NotFound => SnapshotFault::Missing(path.to_owned()),
                _ => fault.into(),
            })?;
        let mut source = BufReader::new(file);
        let mut magic = String::new();
        let first = source.by_ref().take(MAGIC.len() as u64).read_line(&mut magic);
        match first.map(|_| magic.as_str()) {
            Ok(MAGIC) => {}
            Ok(other) if other.len() == MAGIC.len() && other.starts_with("GUICHET-SNAPSHOT ") => {
                return Err(SnapshotFault::Newer);
            }
            _ => return Err(SnapshotFault::Damaged("magic")),
        }
        let mut line = String::new();
        source
            .by_ref()
            .take(HEADER_MAX)
            .read_line(&mut line)
            .map_err(|_| SnapshotFault::Damaged("header"))?;
        let line = line.strip_suffix('\n').ok_or(SnapshotFault::Damaged("header"))?;
        let header: Header = serde_json::from_str(line).map_err(|_| SnapshotFault::Damaged("header"))?;
        if header.image > IMAGE_MAX {
            return Err(SnapshotFault::Damaged("size"));
        }
        Ok(Self { header, seal: seal_of(line), source })
    }
}

/// Opens a snapshot: the image in memory as a store that nothing writes to the disk, and the trail
/// of what was tested in it.
pub fn open(
    path: &Path,
    passphrase: &Secret<String>,
    now: Moment,
) -> Result<(Header, Store, Trail), SnapshotFault> {
    let Opened { header, seal, source } = Opened::read(path, true)?;
    if header.expires() <= now {
        return Err(SnapshotFault::Expired(header.expires()));
    }
    rustix::fs::flock(source.get_ref(), FlockOperation::NonBlockingLockExclusive)
        .map_err(|_| SnapshotFault::Held)?;
    let vault = Vault::open_alone(&header.id, &header.slot, passphrase).map_err(|fault| match fault {
        StoreFault::WrongPassphrase { .. } => SnapshotFault::WrongPassphrase,
        other => other.into(),
    })?;
    let mut image = segments::Opener::new(&vault.subkey("snapshot image")?, &seal, header.image, source)?;
    let connection = image::load(&mut image, header.image)?;
    let (trail, used) = Trail::open(image.into_source()?, vault.subkey("snapshot trail")?, seal)?;
    let store = Store::in_memory(connection, vault);
    image::replay(&store, &used)?;
    Ok((header, store, trail))
}

#[cfg(test)]
#[path = "snapshot_tests.rs"]
mod tests;
