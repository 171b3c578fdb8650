//! Files that an agent names, read for a ticket: pictures only, whatever they are called.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::domain::ticket::{ALL_TOGETHER, Attachment, LARGEST};

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
    let file = path.strip_prefix("~/").map_or_else(|| PathBuf::from(path), |rest| home.join(rest));
    let unreadable = |fault: std::io::Error| match fault.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => PictureFault::Missing,
        _ => PictureFault::Unreadable(fault.to_string()),
    };
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
