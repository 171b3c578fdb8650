//! A key from the cells of a text file: the values, and what is taken for granted where one is
//! missing.

use super::lines::text;
use super::map::{PARTS, Part};
use super::seed_text::{self, Encoding};
use super::value::{date, short};
use super::{KeyRow, Reason, Refusal};
use crate::domain::key::Serial;
use crate::domain::otp::{Algorithm, DIGITS, Moving, Shape};
use crate::domain::secret::Seed;

/// RFC 4226 section 5.3 makes six digits the least; every reader of such files takes it.
const DIGITS_UNSAID: u8 = 6;

/// Seconds between two codes: beyond a day it is no OTP key any more.
const PERIODS: std::ops::RangeInclusive<i64> = 1..=86_400;

/// Characters of a cell that a refusal quotes: where columns have slipped, a longer one may well be
/// the secret.
const QUOTABLE: usize = 12;

/// Bytes from which a serial that also reads as a secret is not quoted, for the same reason.
const SECRET_BYTES: usize = 10;

/// Clock or button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Hotp,
    Totp,
}

impl Kind {
    pub(super) fn from_word(word: &str) -> Option<Self> {
        let words = [(Self::Hotp, "hotp"), (Self::Totp, "totp")];
        words.iter().find(|(_, known)| known.eq_ignore_ascii_case(word.trim())).map(|(kind, _)| *kind)
    }
}

/// What a form takes for granted.
pub(super) struct Rules {
    /// How secrets are written, if it was said.
    pub encoding: Option<Encoding>,
    /// Seconds between two codes where the file is silent.
    pub period: Option<u32>,
    /// The form lets the length of a secret name the hash.
    pub hash_by_length: bool,
}

/// The cells of one key, an empty one where there is none.
pub(super) type Cells<'a> = [&'a [u8]; PARTS];

/// The key, or the first thing wrong with it.
pub(super) fn key(cells: &Cells, rules: &Rules, line: u64) -> Result<KeyRow, Refusal> {
    checked(cells, rules, line).map_err(|reason| refusal(cells[Part::Serial as usize], line, reason))
}

/// A refusal that names its key, unless the cell of the serial looks like a secret.
pub(super) fn refusal(serial: &[u8], line: u64, reason: Reason) -> Refusal {
    let name = Serial::parse(&text(serial)).filter(|_| !is_like_secret(serial));
    Refusal { line, serial_or_login: name.map(|serial| serial.as_str().to_owned()), reason }
}

/// Whether a cell that should hold a serial reads as a secret of some length.
fn is_like_secret(serial: &[u8]) -> bool {
    match seed_text::seed(serial, None) {
        Ok(seed) => seed.expose().len() >= SECRET_BYTES,
        Err(Reason::AmbiguousSeed) => serial.len() > 2 * SECRET_BYTES,
        // Letters of both cases are no serial that anybody reads aloud.
        Err(_) => {
            let mixed =
                serial.iter().any(u8::is_ascii_lowercase) && serial.iter().any(u8::is_ascii_uppercase);
            mixed && serial.len() > SECRET_BYTES && seed_text::seed(serial, Some(Encoding::Base64)).is_ok()
        }
    }
}

fn checked(cells: &Cells, rules: &Rules, line: u64) -> Result<KeyRow, Reason> {
    let cell = |part: Part| cells[part as usize];
    let said = |part: Part| Some(text(cell(part))).filter(|text| !text.is_empty());
    let serial = serial(cell(Part::Serial))?;
    let kind = said(Part::Kind).ok_or(Reason::Unsaid { field: Part::Kind.word() })?;
    let kind = Kind::from_word(&kind).ok_or_else(|| Reason::UnknownAlgorithm { name: quotable(&kind) })?;
    let seed = seed_text::seed(cell(Part::Seed), rules.encoding)?;
    // A secret as a serial would stand in every list, and the serial in its place would be the secret.
    if seed.expose().len() < SECRET_BYTES && is_like_secret(cell(Part::Serial)) {
        return Err(Reason::SwappedColumns);
    }
    let digits = said(Part::Digits).map_or(Ok(DIGITS_UNSAID), |text| digits(&text))?;
    let moving = match kind {
        Kind::Hotp => Moving::Event,
        Kind::Totp => {
            let period = said(Part::Period).map(|text| period(&text)).transpose()?.or(rules.period);
            Moving::Time { period: period.ok_or(Reason::Unsaid { field: Part::Period.word() })?, t0: 0 }
        }
    };
    let counter = said(Part::Counter).map_or(Ok(0), |text| counter(&text))?;
    let algorithm = match said(Part::Algorithm) {
        Some(name) => hash(&name)?,
        None => hash_of(&seed, rules.hash_by_length)?,
    };
    let maker = short(&text(cell(Part::Maker)), Part::Maker.word())?;
    let model = short(&text(cell(Part::Model)), Part::Model.word())?;
    let date = |part: Part| said(part).map(|text| date(&text, part.word())).transpose();
    Ok(KeyRow {
        serial,
        maker: [maker, model].join(" ").trim().to_owned(),
        shape: Shape { algorithm, digits, moving },
        seed,
        counter: if kind == Kind::Hotp { counter } else { 0 },
        starts: date(Part::Starts)?,
        expires: date(Part::Expires)?,
        line,
    })
}

/// A serial that a spreadsheet has not turned into a rounded number ("1,03E+08").
pub(super) fn serial(cell: &[u8]) -> Result<String, Reason> {
    let text = text(cell);
    if text.is_empty() {
        return Err(Reason::MissingSerial);
    }
    if is_rounded(&text) {
        return Err(Reason::RoundedSerial);
    }
    Serial::parse(&text).map(|serial| serial.as_str().to_owned()).ok_or(Reason::BadSerial)
}

fn is_rounded(text: &str) -> bool {
    let number = text.split_once("E+").filter(|(_, power)| power.bytes().all(|byte| byte.is_ascii_digit()));
    let is_mantissa = |mantissa: &str| {
        mantissa.contains([',', '.'])
            && mantissa.bytes().all(|byte| byte.is_ascii_digit() || b",.".contains(&byte))
    };
    number.is_some_and(|(mantissa, _)| is_mantissa(mantissa))
}

/// Digits of a code.
pub(super) fn digits(text: &str) -> Result<u8, Reason> {
    let found = number(text, Part::Digits)?;
    u8::try_from(found).ok().filter(|digits| DIGITS.contains(digits)).ok_or(Reason::Digits { found })
}

/// Seconds between two codes.
pub(super) fn period(text: &str) -> Result<u32, Reason> {
    let found = number(text, Part::Period)?;
    u32::try_from(found).ok().filter(|_| PERIODS.contains(&found)).ok_or(Reason::Period { found })
}

/// The next counter.
pub(super) fn counter(text: &str) -> Result<i64, Reason> {
    let found = number(text, Part::Counter)?;
    if found < 0 { Err(Reason::BadNumber { field: Part::Counter.word() }) } else { Ok(found) }
}

fn number(text: &str, part: Part) -> Result<i64, Reason> {
    text.trim().parse().map_err(|_| Reason::BadNumber { field: part.word() })
}

/// A hash under any of its usual names: `sha1`, `SHA-256`, `HMAC-SHA512`, `HmacSHA1`.
pub(super) fn hash(name: &str) -> Result<Algorithm, Reason> {
    let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let plain = plain.to_ascii_lowercase();
    match plain.strip_prefix("hmac").unwrap_or(&plain) {
        "sha1" => Ok(Algorithm::Sha1),
        "sha256" => Ok(Algorithm::Sha256),
        "sha512" => Ok(Algorithm::Sha512),
        _ => Err(Reason::UnknownHash { name: quotable(name) }),
    }
}

/// The hash where none is named. A secret as long as the hash of another (RFC 6238 section 5.1) may
/// be that one's or SHA-1's: privacyIDEA and LinOTP let 32 and 64 bytes name theirs in their own
/// form and disagree about 28 and 48; elsewhere nothing is agreed.
fn hash_of(seed: &Seed, by_length: bool) -> Result<Algorithm, Reason> {
    match (seed.expose().len(), by_length) {
        (32, true) => Ok(Algorithm::Sha256),
        (64, true) => Ok(Algorithm::Sha512),
        (bytes @ (28 | 32 | 48 | 64), _) => Err(Reason::HashUnsaid { bytes }),
        _ => Ok(Algorithm::Sha1),
    }
}

/// A short word of the file, for a refusal.
pub(super) fn quotable(word: &str) -> String {
    let word = word.trim();
    if word.chars().count() <= QUOTABLE { word.to_owned() } else { "…".to_owned() }
}
