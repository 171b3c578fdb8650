//! Files that an agent names, read for a ticket: pictures only, whatever they are called.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::domain::ticket::{ALL_TOGETHER, Attachment, LARGEST, Media};

/// Entries of a folder that a completion looks at: a folder of a million must not hold the disk.
const ENTRIES: usize = 10_000;

/// Names that a completion tells.
const NAMES: usize = 6;

/// Why a file does not go with a ticket. The sentences are in `text`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureFault {
    /// No such file.
    #[error("missing")]
    Missing,
    /// It may not be read, or the disk fails.
    #[error("unreadable: {0}")]
    Unreadable(String),
    /// A folder, a pipe, a device.
    #[error("not a file")]
    NotAFile,
    /// Longer than what is sent.
    #[error("too large: {0} bytes")]
    TooLarge(u64),
    /// None of the kinds that are sent, by what is in it.
    #[error("not a picture")]
    NotAPicture,
    /// Each is small enough, all together are not.
    #[error("too large together")]
    TooMany,
    /// Not the bytes that were attached.
    #[error("changed")]
    Changed,
}

/// What a file that goes with a ticket is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// By what is in it.
    pub media: Media,
    /// How long it is.
    pub bytes: u64,
    /// What tells it from any other content, see [`print()`].
    pub print: String,
}

/// What a path that is being typed can become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What was typed.
    pub typed: String,
    /// What all that fits begins with: the whole path where one thing fits.
    pub path: String,
    /// Names that fit where several do, a few of them.
    pub names: Vec<String>,
}

/// What tells a content from any other: SHA-256 in hexadecimal.
pub fn print(content: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(content))
}

/// Looks at files without keeping them, in the order of their paths.
pub fn look(paths: Vec<String>, home: &Path) -> Vec<(String, Result<Facts, PictureFault>)> {
    let facts = |file: Attachment| Facts {
        media: file.media,
        bytes: file.content.len() as u64,
        print: print(&file.content),
    };
    paths
        .into_iter()
        .map(|path| (picture(&path, home).map(facts), path))
        .map(|(seen, path)| (path, seen))
        .collect()
}

/// Reads the files of a ticket, none of which may have changed since it was attached. `prints` by path; a path without
/// one is taken as it is.
pub fn attached(
    paths: &[String],
    prints: &BTreeMap<String, String>,
    home: &Path,
) -> Result<Vec<Attachment>, (String, PictureFault)> {
    let files = pictures(paths, home)?;
    let changed = paths
        .iter()
        .zip(&files)
        .find(|(path, file)| prints.get(*path).is_some_and(|known| *known != print(&file.content)));
    match changed {
        Some((path, _)) => Err((path.clone(), PictureFault::Changed)),
        None => Ok(files),
    }
}

/// Continues a path with what the agent may read: folders, and files of any name. Names that cannot be typed and, if no
/// dot was typed, hidden ones are left out.
pub fn complete(typed: &str, home: &Path) -> Result<Completion, PictureFault> {
    let cut = typed.rfind('/').map_or(0, |at| at + 1);
    let (folder, begun) = typed.split_at(cut);
    let place = if folder.is_empty() { PathBuf::from(".") } else { real(folder, home) };
    let mut fits: Vec<String> = Vec::new();
    for entry in fs::read_dir(place).map_err(unreadable)?.take(ENTRIES).flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let shown = !name.chars().any(char::is_control) && (begun.starts_with('.') || !name.starts_with('.'));
        // What a link points to counts.
        let Ok(kind) = fs::metadata(entry.path()) else { continue };
        match name.starts_with(begun) && shown {
            true if kind.is_dir() => fits.push(format!("{name}/")),
            true if kind.is_file() => fits.push(name),
            _ => {}
        }
    }
    fits.sort();
    let Some(first) = fits.first() else { return Err(PictureFault::Missing) };
    let common = |other: &String| first.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let shared = fits.iter().map(common).min().unwrap_or(0);
    let path = format!("{folder}{}", first.chars().take(shared).collect::<String>());
    let names = if fits.len() > 1 { fits.into_iter().take(NAMES).collect() } else { Vec::new() };
    Ok(Completion { typed: typed.to_owned(), path, names })
}

/// Where a path leads.
fn real(path: &str, home: &Path) -> PathBuf {
    path.strip_prefix("~/").map_or_else(|| PathBuf::from(path), |rest| home.join(rest))
}

fn unreadable(fault: std::io::Error) -> PictureFault {
    match fault.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => PictureFault::Missing,
        _ => PictureFault::Unreadable(fault.to_string()),
    }
}

/// Reads the files of a ticket, or says which one cannot go and why. `~/` is `home`.
pub fn pictures(paths: &[String], home: &Path) -> Result<Vec<Attachment>, (String, PictureFault)> {
    let mut total = 0;
    let mut pictures = Vec::new();
    for path in paths {
        let picture = picture(path, home).map_err(|fault| (path.clone(), fault))?;
        total += picture.content.len();
        if total > ALL_TOGETHER {
            return Err((path.clone(), PictureFault::TooMany));
        }
        pictures.push(picture);
    }
    Ok(pictures)
}

fn picture(path: &str, home: &Path) -> Result<Attachment, PictureFault> {
    let file = real(path, home);
    // Without waiting for whoever would write into a pipe.
    let nonblocking = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    let file = OpenOptions::new().read(true).custom_flags(nonblocking).open(file).map_err(unreadable)?;
    let known = file.metadata().map_err(unreadable)?;
    if !known.is_file() {
        return Err(PictureFault::NotAFile);
    }
    if known.len() > LARGEST as u64 {
        return Err(PictureFault::TooLarge(known.len()));
    }
    let mut content = Vec::new();
    // It may grow while it is read.
    file.take(LARGEST as u64 + 1).read_to_end(&mut content).map_err(unreadable)?;
    if content.len() > LARGEST {
        return Err(PictureFault::TooLarge(content.len() as u64));
    }
    Attachment::new(path, content).ok_or(PictureFault::NotAPicture)
}

#[cfg(test)]
#[path = "pictures_tests.rs"]
mod tests;
