//! The image in segments of 64 KiB, each sealed on its own, so that it is read as a stream.
//!
//! Nonce: 15 random bytes of the file, the segment's number, and whether it is the last one. A
//! segment left out, moved, repeated or cut off does not open.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};

use chacha20poly1305::aead::{Aead, AeadInOut, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::SnapshotFault;
use crate::domain::secret::Secret;
use crate::store::vault::random;

const SEGMENT: usize = 64 * 1024;
const TAG: usize = 16;
const PREFIX: usize = 15;

const DAMAGED: SnapshotFault = SnapshotFault::Damaged("image");

fn nonce(prefix: &[u8; PREFIX], number: u64, last: bool) -> XNonce {
    let mut nonce = [0; 24];
    nonce[..PREFIX].copy_from_slice(prefix);
    nonce[PREFIX..23].copy_from_slice(&number.to_be_bytes());
    nonce[23] = u8::from(last);
    XNonce::from(nonce)
}

fn cipher(key: &Secret<[u8; 32]>) -> Result<XChaCha20Poly1305, SnapshotFault> {
    XChaCha20Poly1305::new_from_slice(key.expose()).map_err(|_| DAMAGED)
}

/// Writes the prefix and every segment.
pub(super) fn seal(
    key: &Secret<[u8; 32]>,
    bound: &[u8],
    image: &[u8],
    out: &mut impl Write,
) -> Result<(), SnapshotFault> {
    let cipher = cipher(key)?;
    let prefix = random::<PREFIX>()?;
    out.write_all(&prefix)?;
    let segments = image.len().div_ceil(SEGMENT) as u64;
    for (number, clear) in (1..).zip(image.chunks(SEGMENT)) {
        let nonce = nonce(&prefix, number, number == segments);
        let sealed = cipher.encrypt(&nonce, Payload { msg: clear, aad: bound }).map_err(|_| DAMAGED)?;
        out.write_all(&sealed)?;
    }
    Ok(())
}

/// Reads an image of a known length back.
pub(super) struct Opener {
    cipher: XChaCha20Poly1305,
    bound: [u8; 32],
    prefix: [u8; PREFIX],
    source: BufReader<File>,
    /// Bytes of the image not yet opened.
    left: u64,
    number: u64,
    segment: Zeroizing<Vec<u8>>,
    /// What of the segment was handed out.
    given: usize,
}

impl Opener {
    pub(super) fn new(
        key: &Secret<[u8; 32]>,
        bound: &[u8; 32],
        length: u64,
        mut source: BufReader<File>,
    ) -> Result<Self, SnapshotFault> {
        let mut prefix = [0; PREFIX];
        source.read_exact(&mut prefix).map_err(|_| DAMAGED)?;
        let segment = Zeroizing::new(Vec::with_capacity(SEGMENT + TAG));
        Ok(Self {
            cipher: cipher(key)?,
            bound: *bound,
            prefix,
            source,
            left: length,
            number: 1,
            segment,
            given: 0,
        })
    }

    /// The file, at the first byte behind the image.
    pub(super) fn into_source(mut self) -> Result<File, SnapshotFault> {
        if self.left > 0 {
            return Err(DAMAGED);
        }
        let at = self.source.stream_position()?;
        let mut file = self.source.into_inner();
        file.seek(SeekFrom::Start(at))?;
        Ok(file)
    }

    fn next(&mut self) -> io::Result<()> {
        let clear = self.left.min(SEGMENT as u64) as usize;
        self.segment.clear();
        self.segment.resize(clear + TAG, 0);
        self.source.read_exact(&mut self.segment)?;
        let nonce = nonce(&self.prefix, self.number, clear as u64 == self.left);
        self.cipher
            .decrypt_in_place(&nonce, &self.bound, &mut *self.segment)
            .map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        self.left -= clear as u64;
        self.number += 1;
        self.given = 0;
        Ok(())
    }
}

impl Read for Opener {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given == self.segment.len() {
            if self.left == 0 {
                return Ok(0);
            }
            self.next()?;
        }
        let rest = &self.segment[self.given..];
        let length = rest.len().min(into.len());
        into[..length].copy_from_slice(&rest[..length]);
        self.given += length;
        Ok(length)
    }
}
