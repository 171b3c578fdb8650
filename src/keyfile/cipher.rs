//! The ciphers of encrypted values: AES and 3DES in CBC (XML Encryption 1.0 section 5.2), AES key
//! wrap (RFC 3394 and 5649) and 3DES key wrap (RFC 3217). They are only read with.

use aes::cipher::{Array, BlockCipherDecrypt, BlockModeDecrypt, InnerIvInit, KeyInit, common::InnerInit};
use aes::{Aes128Dec, Aes192Dec, Aes256Dec};
use aes_kw::{AesKw, AesKwp};
use des::{TdesEde2, TdesEde3};
use sha1::{Digest, Sha1};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{Reason, local_part, quoted};
use crate::domain::secret::Secret;

/// The block of 3DES, and half of that of AES.
const EIGHT: usize = 8;

/// The first eight bytes of what AES key wrap wraps (RFC 3394 section 2.2.3.1).
const WRAP_MARK: [u8; EIGHT] = [0xa6; EIGHT];

/// The vector of the outer encryption of 3DES key wrap (RFC 3217 section 3.1).
const WRAP_VECTOR: [u8; EIGHT] = [0x4a, 0xdd, 0xa2, 0x2c, 0x79, 0xe8, 0x21, 0x05];

/// A cipher that a file may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cipher {
    /// AES of that many bytes of key, in CBC.
    AesCbc(usize),
    /// AES of that many bytes of key, as key wrap.
    AesWrap(usize),
    /// 3DES in CBC, with two or three keys.
    TdesCbc,
    /// 3DES as key wrap.
    TdesWrap,
}

/// The ends of the URIs of XML Encryption 1.0.
const NAMES: [(&str, Cipher); 8] = [
    ("aes128-cbc", Cipher::AesCbc(16)),
    ("aes192-cbc", Cipher::AesCbc(24)),
    ("aes256-cbc", Cipher::AesCbc(32)),
    ("kw-aes128", Cipher::AesWrap(16)),
    ("kw-aes192", Cipher::AesWrap(24)),
    ("kw-aes256", Cipher::AesWrap(32)),
    ("tripledes-cbc", Cipher::TdesCbc),
    ("kw-tripledes", Cipher::TdesWrap),
];

impl Cipher {
    /// The cipher of a URI.
    ///
    /// # Errors
    /// [`Reason::OtherProtection`] for any other.
    pub(super) fn named(uri: &str) -> Result<Self, Reason> {
        let name = local_part(uri);
        let known = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        known.map(|(_, cipher)| *cipher).ok_or_else(|| Reason::OtherProtection { name: quoted(uri) })
    }

    /// Whether what it opens is proved unaltered by itself, without another code.
    pub(super) fn proves(self) -> bool {
        matches!(self, Self::AesWrap(_) | Self::TdesWrap)
    }

    fn takes(self, bytes: usize) -> bool {
        match self {
            Self::AesCbc(length) | Self::AesWrap(length) => bytes == length,
            Self::TdesCbc | Self::TdesWrap => matches!(bytes, 16 | 24),
        }
    }

    fn name(self) -> &'static str {
        NAMES.iter().find(|(_, cipher)| *cipher == self).map_or("", |(name, _)| name)
    }
}

/// Why a value does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sealed {
    /// Not of a length that this cipher makes.
    Form,
    /// Wrong padding or mark: another key, or altered.
    Other,
}

/// How the end of a CBC plaintext is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Padding {
    /// Only the last byte counts (XML Encryption section 5.2): for what a code proves unaltered.
    Last,
    /// Every byte of it, as PKCS #7 writes it: where nothing else tells a wrong key.
    Whole,
}

/// A key with the ciphers made of it so far, each once for a whole file.
pub(super) struct Keyed {
    key: Secret<Vec<u8>>,
    aes: Option<Aes>,
    tdes: Option<Tdes>,
}

enum Aes {
    Of128(Box<Aes128Dec>),
    Of192(Box<Aes192Dec>),
    Of256(Box<Aes256Dec>),
}

enum Tdes {
    Two(Box<TdesEde2>),
    Three(Box<TdesEde3>),
}

impl Keyed {
    pub(super) fn new(key: Secret<Vec<u8>>) -> Self {
        Self { key, aes: None, tdes: None }
    }

    /// The bytes of the key, for files whose codes are made with it.
    pub(super) fn key(&self) -> &Secret<Vec<u8>> {
        &self.key
    }

    /// Makes the cipher ready.
    ///
    /// # Errors
    /// [`Reason::KeyLength`] if the key is not one of this cipher.
    pub(super) fn ready(&mut self, cipher: Cipher) -> Result<(), Reason> {
        let key = self.key.expose();
        let wrong = || Reason::KeyLength { bytes: key.len(), cipher: cipher.name() };
        if !cipher.takes(key.len()) {
            return Err(wrong());
        }
        match cipher {
            Cipher::AesCbc(_) | Cipher::AesWrap(_) if self.aes.is_none() => {
                self.aes = Some(Aes::new(key).ok_or_else(wrong)?);
            }
            Cipher::TdesCbc | Cipher::TdesWrap if self.tdes.is_none() => {
                self.tdes = Some(Tdes::new(key).ok_or_else(wrong)?);
            }
            _ => {}
        }
        Ok(())
    }

    /// Opens in place what a cipher made ready has sealed, and gives the part of `bytes` that is
    /// the value. On failure `bytes` holds nothing of use.
    pub(super) fn open<'a>(
        &self,
        cipher: Cipher,
        padding: Padding,
        bytes: &'a mut [u8],
    ) -> Result<&'a [u8], Sealed> {
        match (cipher, &self.aes, &self.tdes) {
            (Cipher::AesCbc(_), Some(aes), _) => aes.open(padding, bytes),
            (Cipher::AesWrap(_), Some(aes), _) => aes.unwrap(bytes),
            (Cipher::TdesCbc, _, Some(tdes)) => tdes.open(padding, bytes),
            (Cipher::TdesWrap, _, Some(tdes)) => tdes.unwrap(bytes),
            _ => Err(Sealed::Form),
        }
    }
}

impl Aes {
    fn new(key: &[u8]) -> Option<Self> {
        match key.len() {
            16 => Aes128Dec::new_from_slice(key).ok().map(|aes| Self::Of128(Box::new(aes))),
            24 => Aes192Dec::new_from_slice(key).ok().map(|aes| Self::Of192(Box::new(aes))),
            _ => Aes256Dec::new_from_slice(key).ok().map(|aes| Self::Of256(Box::new(aes))),
        }
    }

    fn open<'a>(&self, padding: Padding, bytes: &'a mut [u8]) -> Result<&'a [u8], Sealed> {
        match self {
            Self::Of128(aes) => open_cbc(aes.as_ref(), padding, bytes),
            Self::Of192(aes) => open_cbc(aes.as_ref(), padding, bytes),
            Self::Of256(aes) => open_cbc(aes.as_ref(), padding, bytes),
        }
    }

    fn unwrap<'a>(&self, bytes: &'a mut [u8]) -> Result<&'a [u8], Sealed> {
        match self {
            Self::Of128(aes) => unwrap(aes.as_ref(), bytes),
            Self::Of192(aes) => unwrap(aes.as_ref(), bytes),
            Self::Of256(aes) => unwrap(aes.as_ref(), bytes),
        }
    }
}

impl Tdes {
    fn new(key: &[u8]) -> Option<Self> {
        match key.len() {
            16 => TdesEde2::new_from_slice(key).ok().map(|tdes| Self::Two(Box::new(tdes))),
            _ => TdesEde3::new_from_slice(key).ok().map(|tdes| Self::Three(Box::new(tdes))),
        }
    }

    fn open<'a>(&self, padding: Padding, bytes: &'a mut [u8]) -> Result<&'a [u8], Sealed> {
        match self {
            Self::Two(tdes) => open_cbc(tdes.as_ref(), padding, bytes),
            Self::Three(tdes) => open_cbc(tdes.as_ref(), padding, bytes),
        }
    }

    /// RFC 3217 section 3.2.
    fn unwrap<'a>(&self, bytes: &'a mut [u8]) -> Result<&'a [u8], Sealed> {
        if bytes.len() < 3 * EIGHT {
            return Err(Sealed::Form);
        }
        self.decrypt(&WRAP_VECTOR, bytes)?;
        bytes.reverse();
        let (vector, rest) = bytes.split_at_mut(EIGHT);
        self.decrypt(vector, rest)?;
        let (key, sum) = rest.split_at(rest.len() - EIGHT);
        let digest = Sha1::digest(key);
        let right: bool = digest[..EIGHT].ct_eq(sum).into();
        if right { Ok(key) } else { Err(Sealed::Other) }
    }

    fn decrypt(&self, vector: &[u8], bytes: &mut [u8]) -> Result<(), Sealed> {
        match self {
            Self::Two(tdes) => decrypt_cbc(tdes.as_ref(), vector, bytes),
            Self::Three(tdes) => decrypt_cbc(tdes.as_ref(), vector, bytes),
        }
    }
}

/// The vector stands before the ciphertext (XML Encryption section 5.2).
fn open_cbc<'a, C>(cipher: &C, padding: Padding, bytes: &'a mut [u8]) -> Result<&'a [u8], Sealed>
where
    C: BlockCipherDecrypt,
{
    let block = C::block_size();
    if bytes.len() < 2 * block {
        return Err(Sealed::Form);
    }
    let (vector, rest) = bytes.split_at_mut(block);
    decrypt_cbc(cipher, vector, rest)?;
    let last = rest.last().copied().unwrap_or(0);
    let length = usize::from(last);
    if !(1..=block).contains(&length) {
        return Err(Sealed::Other);
    }
    let (text, pad) = rest.split_at(rest.len() - length);
    if padding == Padding::Whole && pad.iter().any(|&byte| byte != last) {
        return Err(Sealed::Other);
    }
    Ok(text)
}

fn decrypt_cbc<C: BlockCipherDecrypt>(cipher: &C, vector: &[u8], bytes: &mut [u8]) -> Result<(), Sealed> {
    let mut cbc = cbc::Decryptor::inner_iv_slice_init(cipher, vector).map_err(|_| Sealed::Form)?;
    let (blocks, rest) = Array::slice_as_chunks_mut(bytes);
    if !rest.is_empty() {
        return Err(Sealed::Form);
    }
    cbc.decrypt_blocks(blocks);
    Ok(())
}

/// Key wrap without padding or with it, whichever its mark tells. A single block is opened by
/// itself: there RFC 5649 encrypts only once, and some writers do so under the mark of RFC 3394.
fn unwrap<'a, C>(aes: &C, bytes: &'a mut [u8]) -> Result<&'a [u8], Sealed>
where
    C: BlockCipherDecrypt<BlockSize = aes::cipher::consts::U16>,
{
    if bytes.len() < 2 * EIGHT || !bytes.len().is_multiple_of(EIGHT) {
        return Err(Sealed::Form);
    }
    let mut room = Zeroizing::new(vec![0; bytes.len()]);
    let length = if bytes.len() == 2 * EIGHT {
        room.copy_from_slice(bytes);
        decrypt_block(aes, &mut room)?;
        if room[..EIGHT] == WRAP_MARK {
            room.rotate_left(EIGHT);
            Some(EIGHT)
        } else {
            padded(aes, bytes, &mut room)
        }
    } else {
        let plain = AesKw::inner_init(aes).unwrap_key(bytes, &mut room).ok().map(<[u8]>::len);
        plain.or_else(|| padded(aes, bytes, &mut room))
    };
    let length = length.ok_or(Sealed::Other)?;
    bytes[..length].copy_from_slice(&room[..length]);
    Ok(&bytes[..length])
}

fn padded<C>(aes: &C, bytes: &[u8], room: &mut [u8]) -> Option<usize>
where
    C: BlockCipherDecrypt<BlockSize = aes::cipher::consts::U16>,
{
    AesKwp::inner_init(aes).unwrap_key(bytes, room).ok().map(<[u8]>::len)
}

fn decrypt_block<C: BlockCipherDecrypt>(cipher: &C, bytes: &mut [u8]) -> Result<(), Sealed> {
    let block = bytes.try_into().map_err(|_| Sealed::Form)?;
    cipher.decrypt_block(block);
    Ok(())
}

#[cfg(test)]
#[path = "cipher_tests.rs"]
mod tests;
