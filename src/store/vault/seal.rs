//! What seals and opens, and the labels that tie sealed bytes to their place.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::domain::secret::Secret;
use crate::store::StoreFault;

/// Bytes of every key.
pub const KEY: usize = 32;

/// Bytes of a nonce: long enough to be drawn at random.
const NONCE: usize = 24;

/// Fresh randomness from the system.
pub fn random<const N: usize>() -> Result<[u8; N], StoreFault> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(|fault| StoreFault::Disk(fault.to_string()))?;
    Ok(bytes)
}

/// The cipher under a key.
pub fn cipher(key: &Secret<[u8; KEY]>) -> Result<XChaCha20Poly1305, StoreFault> {
    XChaCha20Poly1305::new_from_slice(key.expose()).map_err(|_| StoreFault::Damaged("data key".into()))
}

/// Nonce, ciphertext, tag. The label is authenticated and not stored.
pub fn seal(cipher: &XChaCha20Poly1305, clear: &[u8], label: &[u8]) -> Result<Vec<u8>, StoreFault> {
    seal_with(cipher, random()?, clear, label)
}

/// The same with a nonce that is given: the test vectors have one.
pub fn seal_with(
    cipher: &XChaCha20Poly1305,
    nonce: [u8; NONCE],
    clear: &[u8],
    label: &[u8],
) -> Result<Vec<u8>, StoreFault> {
    let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: clear, aad: label });
    let mut row = nonce.to_vec();
    row.extend(sealed.map_err(|_| StoreFault::Disk("sealing failed".into()))?);
    Ok(row)
}

/// What [`seal`] sealed under the same key and label; `None` for anything else.
pub fn unseal(cipher: &XChaCha20Poly1305, row: &[u8], label: &[u8]) -> Option<Secret<Vec<u8>>> {
    let (nonce, sealed) = row.split_first_chunk::<NONCE>()?;
    let clear = cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: label });
    clear.ok().map(Secret::new)
}

/// HMAC-SHA-256 over the parts, one after the other.
pub fn mac(key: &Secret<[u8; KEY]>, parts: &[&[u8]]) -> Result<[u8; KEY], StoreFault> {
    let mac = Hmac::<Sha256>::new_from_slice(key.expose());
    let mut mac = mac.map_err(|_| StoreFault::Damaged("data key".into()))?;
    parts.iter().for_each(|part| mac.update(part));
    Ok(mac.finalize().into_bytes().into())
}

/// The key of one purpose: HKDF-Expand (RFC 5869, 2.3) of the data key, whose one block this is.
pub fn subkey(key: &Secret<[u8; KEY]>, purpose: &str) -> Result<Secret<[u8; KEY]>, StoreFault> {
    Ok(Secret::new(mac(key, &[b"guichet 2 ", purpose.as_bytes(), &[1]])?))
}

/// The label of a place: the vault's name, the kind of place, then each word with its length in
/// bytes, so that no two places share a label.
pub fn label(vault: &str, kind: &str, words: &[&str]) -> Vec<u8> {
    let mut label = format!("{vault}\0{kind}");
    for word in words {
        label += &format!("\0{}:{word}", word.len());
    }
    label.into_bytes()
}
