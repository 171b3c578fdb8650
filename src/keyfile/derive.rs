//! A password becomes a key: PBKDF2 (RFC 8018 section 5.2), which can be stopped.

use std::sync::atomic::{AtomicBool, Ordering};

use hmac::digest::Output;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use zeroize::Zeroize;

use super::Reason;
use super::mac::{Hash, keyed};
use crate::domain::secret::Secret;

/// Rounds a file may ask for: some seconds of work. More is a trap, or a mistake.
pub const ROUNDS_MAX: u32 = 10_000_000;

/// Bytes of the longest key that a cipher here takes.
pub(super) const KEY_MAX: usize = 32;

/// Rounds between two looks at the cancel flag: about a millisecond.
const ROUNDS_BETWEEN: u32 = 4_096;

/// What a file says of the derivation.
pub(super) struct Recipe<'a> {
    pub(super) hash: Hash,
    pub(super) salt: &'a [u8],
    /// 1 to [`ROUNDS_MAX`].
    pub(super) rounds: u32,
    /// Bytes of the key, 1 to [`KEY_MAX`].
    pub(super) length: usize,
}

impl Recipe<'_> {
    /// The key of a password.
    ///
    /// # Errors
    /// [`Reason::Cancelled`] as soon as the flag is seen set.
    pub(super) fn derive(&self, password: &[u8], cancel: &AtomicBool) -> Result<Secret<Vec<u8>>, Reason> {
        match self.hash {
            Hash::Sha1 => self.run::<Hmac<Sha1>>(password, cancel),
            Hash::Sha224 => self.run::<Hmac<Sha224>>(password, cancel),
            Hash::Sha256 => self.run::<Hmac<Sha256>>(password, cancel),
            Hash::Sha384 => self.run::<Hmac<Sha384>>(password, cancel),
            Hash::Sha512 => self.run::<Hmac<Sha512>>(password, cancel),
        }
    }

    fn run<M: Mac + KeyInit + Clone>(
        &self,
        password: &[u8],
        cancel: &AtomicBool,
    ) -> Result<Secret<Vec<u8>>, Reason> {
        let prf: M = keyed(password);
        let mut key = Secret::new(vec![0; self.length]);
        for (number, part) in (1_u32..).zip(key.expose_mut().chunks_mut(M::output_size())) {
            let first = prf.clone().chain_update(self.salt).chain_update(number.to_be_bytes());
            let mut link = first.finalize().into_bytes();
            part.copy_from_slice(&link[..part.len()]);
            for round in 1..self.rounds {
                if round % ROUNDS_BETWEEN == 0 && cancel.load(Ordering::Relaxed) {
                    return Err(Reason::Cancelled);
                }
                link = next::<M>(&prf, &link);
                part.iter_mut().zip(&link).for_each(|(byte, more)| *byte ^= more);
            }
            link.as_mut_slice().zeroize();
        }
        Ok(key)
    }
}

fn next<M: Mac + Clone>(prf: &M, link: &Output<M>) -> Output<M> {
    prf.clone().chain_update(link).finalize().into_bytes()
}

#[cfg(test)]
#[path = "derive_tests.rs"]
mod tests;
