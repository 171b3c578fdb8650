//! A file being read through memory that is wiped: what passes here may be seeds in clear.

use std::io::{self, BufRead, Read};
use std::sync::atomic::{AtomicBool, Ordering};

use zeroize::Zeroizing;

/// Bytes read at once. The whole buffer is filled at the start: enough for the head of any key file.
const ROOM: usize = 64 * 1024;

/// A buffered reader whose buffer never moves and is wiped when dropped.
pub struct Wiped<'a, R> {
    inner: R,
    cancel: &'a AtomicBool,
    room: Zeroizing<Vec<u8>>,
    start: usize,
    end: usize,
}

impl<'a, R: Read> Wiped<'a, R> {
    /// Reads the head of the file. Once `cancel` is set, every further read fails.
    pub fn open(inner: R, cancel: &'a AtomicBool) -> io::Result<Self> {
        let mut file = Self { inner, cancel, room: Zeroizing::new(vec![0; ROOM]), start: 0, end: 0 };
        while file.end < ROOM {
            // A pipe gives a little at a time.
            match file.inner.read(&mut file.room[file.end..]) {
                Ok(0) => break,
                Ok(count) => file.end += count,
                Err(fault) if fault.kind() == io::ErrorKind::Interrupted && !file.is_cancelled() => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(file)
    }

    /// What is known of the file and was not consumed yet; at first its head.
    pub fn head(&self) -> &[u8] {
        &self.room[self.start..self.end]
    }

    /// The same file, watched by another flag from now on.
    pub fn watched_by(self, cancel: &AtomicBool) -> Wiped<'_, R> {
        let Self { inner, room, start, end, .. } = self;
        Wiped { inner, cancel, room, start, end }
    }

    fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }
}

impl<R: Read> BufRead for Wiped<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end {
            if self.is_cancelled() {
                return Err(io::Error::other("cancelled"));
            }
            self.start = 0;
            self.end = 0;
            self.end = self.inner.read(&mut self.room)?;
        }
        Ok(&self.room[self.start..self.end])
    }

    fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
    }
}

impl<R: Read> Read for Wiped<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let given = self.fill_buf()?;
        let count = given.len().min(out.len());
        out[..count].copy_from_slice(&given[..count]);
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
#[path = "wiped_tests.rs"]
mod tests;
