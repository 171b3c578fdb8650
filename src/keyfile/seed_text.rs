//! How a secret is written in a text file: hexadecimal, base32 or base64.

use data_encoding::{BASE32_NOPAD, BASE64, DecodePartial, Encoding as Alphabet, HEXLOWER};
use zeroize::Zeroizing;

use super::Reason;
use crate::domain::otp::SEED_BYTES;
use crate::domain::secret::{Secret, Seed};

/// A way to write bytes as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Two digits a byte, in either case.
    Hex,
    /// RFC 4648 section 6, in either case, with or without padding.
    Base32,
    /// RFC 4648 section 4, with its padding.
    Base64,
}

impl Encoding {
    /// Every encoding with its name on the command line.
    pub const WORDS: [(Self, &'static str); 3] =
        [(Self::Hex, "hex"), (Self::Base32, "base32"), (Self::Base64, "base64")];

    /// The name.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(known, _)| *known == self).map_or("", |(_, word)| word)
    }

    /// The encoding of a name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(encoding, _)| *encoding)
    }

    /// The bytes of a text without blanks, or `None` if it is not written so.
    fn decode(self, text: &[u8]) -> Option<Seed> {
        let (alphabet, text): (&Alphabet, Zeroizing<Vec<u8>>) = match self {
            Self::Hex => (&HEXLOWER, Zeroizing::new(text.to_ascii_lowercase())),
            Self::Base32 => (&BASE32_NOPAD, Zeroizing::new(unpadded(text)?.to_ascii_uppercase())),
            Self::Base64 => (&BASE64, Zeroizing::new(text.to_owned())),
        };
        let mut seed = Secret::new(vec![0; alphabet.decode_len(text.len()).ok()?]);
        let decoded: Result<usize, DecodePartial> = alphabet.decode_mut(&text, seed.expose_mut());
        let length = decoded.ok()?;
        seed.expose_mut().truncate(length);
        Some(seed)
    }
}

/// Base32 without its padding, which must be whole or absent.
fn unpadded(text: &[u8]) -> Option<&[u8]> {
    let bare = text.iter().position(|&byte| byte == b'=').unwrap_or(text.len());
    let (letters, padding) = text.split_at(bare);
    let whole = padding.is_empty() || text.len().is_multiple_of(8);
    (whole && padding.len() < 8 && padding.iter().all(|&byte| byte == b'=')).then_some(letters)
}

/// The secret that a text stands for. Without an encoding it must be hexadecimal or base32 and only
/// one of the two: a text of the letters A to F and the digits 2 to 7 alone may be either, and a
/// guess would import a key whose codes are all wrong. Base64 is never guessed.
pub(super) fn seed(text: &[u8], encoding: Option<Encoding>) -> Result<Seed, Reason> {
    // Room for all of it from the start: a vector that grows leaves its old copy behind.
    let mut bare = Zeroizing::new(Vec::with_capacity(text.len()));
    bare.extend(text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()));
    if bare.is_empty() {
        return Err(Reason::MissingSecret);
    }
    let seed = match encoding {
        Some(encoding) => encoding.decode(&bare).ok_or(Reason::BadSeed { encoding: encoding.word() })?,
        None => {
            // Capitals and small letters together are base64 rather than base32.
            let one_case =
                !(bare.iter().any(u8::is_ascii_lowercase) && bare.iter().any(u8::is_ascii_uppercase));
            let base32 =
                Some(Encoding::Base32).filter(|_| one_case).and_then(|encoding| encoding.decode(&bare));
            match (Encoding::Hex.decode(&bare), base32) {
                (Some(_), Some(_)) => return Err(Reason::AmbiguousSeed),
                (Some(seed), None) | (None, Some(seed)) => seed,
                (None, None) => return Err(Reason::UnknownEncoding),
            }
        }
    };
    let bytes = seed.expose().len();
    if SEED_BYTES.contains(&bytes) { Ok(seed) } else { Err(Reason::SeedLength { bytes }) }
}

#[cfg(test)]
#[path = "seed_text_tests.rs"]
mod tests;
