//! The values of a key package, from the text of an element or attribute.

use data_encoding::BASE64;

use super::{FIELD_MAX, Reason, quoted};
use crate::domain::moment::Moment;
use crate::domain::otp::{Algorithm, SEED_BYTES};
use crate::domain::secret::{Secret, Seed};

/// Seconds between two codes: beyond a day it is no OTP key any more.
const PERIODS: std::ops::RangeInclusive<i64> = 1..=86_400;

/// The hashes a `Suite` may name; without one it is SHA-1, as in RFC 4226.
const SUITES: [(&str, Algorithm); 6] = [
    ("HMAC-SHA1", Algorithm::Sha1),
    ("HMAC-SHA256", Algorithm::Sha256),
    ("HMAC-SHA512", Algorithm::Sha512),
    ("SHA1", Algorithm::Sha1),
    ("SHA256", Algorithm::Sha256),
    ("SHA512", Algorithm::Sha512),
];

/// A short text without blanks around it.
pub(super) fn short(text: &str, field: &'static str) -> Result<String, Reason> {
    let text = text.trim();
    if text.chars().count() > FIELD_MAX {
        return Err(Reason::TooLong { field });
    }
    Ok(text.to_owned())
}

/// A whole number.
pub(super) fn number(text: &str, field: &'static str) -> Result<i64, Reason> {
    text.trim().parse().map_err(|_| Reason::BadNumber { field })
}

/// The next counter of a counter key.
pub(super) fn counter(text: &str) -> Result<i64, Reason> {
    let field = "Counter";
    let counter = number(text, field)?;
    if counter < 0 {
        return Err(Reason::BadNumber { field });
    }
    Ok(counter)
}

/// Seconds between two codes.
pub(super) fn period(text: &str) -> Result<u32, Reason> {
    let found = number(text, "TimeInterval")?;
    let period = u32::try_from(found).ok().filter(|_| PERIODS.contains(&found));
    period.ok_or(Reason::Period { found })
}

/// The next counter, as an encrypted value: big-endian, or its digits in ASCII. One to three bytes
/// can well be either: too low a counter would accept used codes, too high a one lose the key, so
/// neither is taken. From four bytes on, digits are digits: nobody presses a button 800 million times.
pub(super) fn opened_counter(bytes: &[u8]) -> Result<i64, Reason> {
    let field = "Counter";
    match (big_endian(bytes), digits(bytes)) {
        (_, Some(said)) if bytes.len() > 3 => Ok(said),
        (Some(number), Some(said)) if number != said => Err(Reason::AmbiguousNumber { field }),
        (number, said) => number.or(said).ok_or(Reason::BadNumber { field }),
    }
}

/// Seconds between two codes, as an encrypted value: big-endian, or digits in ASCII. Two digits or
/// more would be hours if they were no digits.
pub(super) fn opened_period(bytes: &[u8]) -> Result<u32, Reason> {
    let field = "TimeInterval";
    let found = match (big_endian(bytes), digits(bytes)) {
        (_, Some(said)) if bytes.len() > 1 => said,
        (Some(_), Some(_)) => return Err(Reason::AmbiguousNumber { field }),
        (number, said) => number.or(said).ok_or(Reason::BadNumber { field })?,
    };
    let period = u32::try_from(found).ok().filter(|_| PERIODS.contains(&found));
    period.ok_or(Reason::Period { found })
}

fn big_endian(bytes: &[u8]) -> Option<i64> {
    let zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
    let significant = &bytes[zeros..];
    if bytes.is_empty() || significant.len() > 8 {
        return None;
    }
    let number = significant.iter().fold(0_u64, |number, &byte| number << 8 | u64::from(byte));
    i64::try_from(number).ok()
}

fn digits(bytes: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
    text?.parse().ok()
}

/// The hash of a `Suite`.
pub(super) fn hash(name: &str) -> Result<Algorithm, Reason> {
    let known = SUITES.iter().find(|(suite, _)| suite.eq_ignore_ascii_case(name));
    known.map(|(_, hash)| *hash).ok_or_else(|| Reason::UnknownHash { name: quoted(name) })
}

/// Decodes in place of a copy: the text belongs to a wiped buffer and the bytes go straight into
/// a wiped one. Line breaks and indentation inside the base64 are common.
pub(super) fn seed(text: &mut String) -> Result<Seed, Reason> {
    text.retain(|c| !c.is_ascii_whitespace());
    let room = BASE64.decode_len(text.len()).map_err(|_| Reason::BadBase64)?;
    let mut seed = Secret::new(vec![0; room]);
    let decoded = BASE64.decode_mut(text.as_bytes(), seed.expose_mut());
    let bytes = decoded.map_err(|_| Reason::BadBase64)?;
    if !SEED_BYTES.contains(&bytes) {
        return Err(Reason::SeedLength { bytes });
    }
    seed.expose_mut().truncate(bytes);
    Ok(seed)
}

/// A seed that was decrypted: a copy in a buffer of its own, which is wiped.
pub(super) fn checked_seed(bytes: &[u8]) -> Result<Seed, Reason> {
    if !SEED_BYTES.contains(&bytes.len()) {
        return Err(Reason::SeedLength { bytes: bytes.len() });
    }
    Ok(Secret::new(bytes.to_vec()))
}

/// An `xs:dateTime`; without a zone it is taken as UTC, the zone of its canonical form.
pub(super) fn date(text: &str, field: &'static str) -> Result<Moment, Reason> {
    let text = text.trim();
    // The parser also knows forms that XML Schema does not have: they are kept from it.
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"-+:.TZ".contains(&byte));
    if !plain || text.len() > 40 || text.as_bytes().get(10) != Some(&b'T') {
        return Err(Reason::BadDate { field });
    }
    let stamp = text.parse::<jiff::Timestamp>();
    let stamp = stamp.or_else(|_| format!("{text}Z").parse());
    let stamp = stamp.map_err(|_| Reason::BadDate { field })?;
    Ok(Moment::from_millis(stamp.as_millisecond()))
}

#[cfg(test)]
#[path = "value_tests.rs"]
mod tests;
