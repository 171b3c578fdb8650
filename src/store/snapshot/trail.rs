//! What was tested in a snapshot, behind its image: one sealed record a used step.
//!
//! A record is on the disk before its verdict is shown. One that a crash cut short is dropped: its
//! verdict was not shown either. A record that is whole and does not open was altered.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};

use super::SnapshotFault;
use crate::domain::secret::Secret;
use crate::store::vault::random;

const NONCE: usize = 24;

/// Bytes of a record: a serial, a login and two names at most.
const RECORD_MAX: usize = 2048;

const DAMAGED: SnapshotFault = SnapshotFault::Damaged("trail");

/// A step that was used in a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    /// Of which key.
    pub serial: String,
    /// Which step.
    pub step: i64,
    /// When, Unix milliseconds.
    pub at: i64,
    /// Who tested it.
    pub agent: String,
}

/// The open end of a snapshot. The file stays locked while it lives.
pub struct Trail {
    file: File,
    key: Secret<[u8; 32]>,
    bound: [u8; 32],
    records: u64,
    /// Where the last whole record ends.
    end: u64,
}

impl Trail {
    /// Reads what stands from the file's position on.
    pub(super) fn open(
        mut file: File,
        key: Secret<[u8; 32]>,
        bound: [u8; 32],
    ) -> Result<(Self, Vec<Used>), SnapshotFault> {
        let mut end = file.stream_position()?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let (mut trail, mut used) = (Self { file, key, bound, records: 0, end }, Vec::new());
        let mut rest = bytes.as_slice();
        while let Some((record, behind)) = cut(rest) {
            used.push(trail.unseal(record)?);
            end += (rest.len() - behind.len()) as u64;
            trail.records += 1;
            rest = behind;
        }
        if !is_torn(rest) {
            return Err(DAMAGED);
        }
        trail.end = end;
        Ok((trail, used))
    }

    /// Writes a used step and waits until it is on the disk.
    pub fn record(&mut self, used: &Used) -> Result<(), SnapshotFault> {
        let sealed = self.seal(used)?;
        let length = u32::try_from(sealed.len()).map_err(|_| DAMAGED)?;
        let record = [length.to_be_bytes().as_slice(), &sealed].concat();
        // What a crash or a full disk left half-written goes first.
        self.file.set_len(self.end)?;
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(&record)?;
        self.file.sync_data()?;
        self.end += record.len() as u64;
        self.records += 1;
        Ok(())
    }

    /// Records go to another file from now on: how a test makes them fail.
    #[cfg(test)]
    pub fn write_through(&mut self, file: File) {
        self.file = file;
    }

    fn cipher(&self) -> Result<XChaCha20Poly1305, SnapshotFault> {
        XChaCha20Poly1305::new_from_slice(self.key.expose()).map_err(|_| DAMAGED)
    }

    /// A record is bound to its place, so that none can be left out, moved or repeated.
    fn label(&self) -> Vec<u8> {
        [self.bound.as_slice(), &self.records.to_be_bytes()].concat()
    }

    fn seal(&self, used: &Used) -> Result<Vec<u8>, SnapshotFault> {
        let clear = serde_json::to_vec(used).map_err(|_| DAMAGED)?;
        let nonce = random::<NONCE>()?;
        let payload = Payload { msg: &clear, aad: &self.label() };
        let sealed = self.cipher()?.encrypt(&XNonce::from(nonce), payload).map_err(|_| DAMAGED)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn unseal(&self, record: &[u8]) -> Result<Used, SnapshotFault> {
        let (nonce, sealed) = record.split_first_chunk::<NONCE>().ok_or(DAMAGED)?;
        let payload = Payload { msg: sealed, aad: &self.label() };
        let clear = self.cipher()?.decrypt(&XNonce::from(*nonce), payload).map_err(|_| DAMAGED)?;
        serde_json::from_slice(&clear).map_err(|_| DAMAGED)
    }
}

/// The first record and what follows it, or `None` where none is whole.
fn cut(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let length = u32::from_be_bytes(*length) as usize;
    if !(1..=RECORD_MAX).contains(&length) {
        return None;
    }
    rest.split_at_checked(length)
}

/// Whether a crash may have left this behind the last whole record: a beginning that is shorter than
/// it says, or zeros where nothing came to the disk. Anything else was altered, and to drop it would
/// make the codes behind it right again.
fn is_torn(rest: &[u8]) -> bool {
    let Some((length, behind)) = rest.split_first_chunk::<4>() else { return true };
    let length = u32::from_be_bytes(*length) as usize;
    let is_begun = (1..=RECORD_MAX).contains(&length) && behind.len() < length;
    is_begun || rest.iter().all(|byte| *byte == 0)
}
