//! `otpauth://` addresses, one a line, as applications and makers of programmable keys write them.
//!
//! `otpauth://totp/Issuer:account?secret=BASE32&algorithm=SHA1&digits=6&period=30&serial=…`
//! (the Key URI format of Google Authenticator). The account is the serial where no `serial` is
//! given. A parameter that is not known may change the codes (`encoder=steam`), so it is refused.

use std::collections::HashMap;
use std::io::BufRead;
use std::sync::atomic::AtomicBool;

use zeroize::Zeroizing;

use super::cellvalue::{self, Kind, quotable};
use super::lines::{Lines, text};
use super::seed_text::{self, Encoding};
use super::table::keep;
use super::{FIELD_MAX, KeyRow, ROWS_MAX, Reading, Reason, Refusal};
use crate::domain::otp::{Algorithm, Moving, Shape};

/// How every address begins.
pub(super) const SCHEME: &str = "otpauth://";

/// What the Key URI format says where an address is silent.
const DIGITS_UNSAID: u8 = 6;
const PERIOD_UNSAID: u32 = 30;

/// The parameters that are read.
const READ: [&str; 7] = ["secret", "issuer", "algorithm", "digits", "period", "counter", "serial"];

/// Parameters that say how an application shows the key, and nothing of its codes.
const LOOKS: [&str; 5] = ["image", "icon", "color", "lock", "group"];

/// Reads every address of a file, or says why not.
pub(super) fn read(source: impl BufRead, cancel: &AtomicBool) -> Reading<KeyRow> {
    let mut lines = Lines::new(source, cancel);
    let (mut reading, mut seen, mut rows) = (Reading::new(), HashMap::new(), 0);
    loop {
        let next = match lines.next() {
            Ok(Some((number, line))) if rows < ROWS_MAX => Some(address(line, number)),
            Ok(Some(_)) => return Reading::whole(lines.number(), Reason::TooManyRows { limit: ROWS_MAX }),
            Ok(None) => None,
            Err(reason) => return Reading::whole(lines.number(), reason),
        };
        match next {
            None if rows == 0 => return Reading::whole(1, Reason::EmptyFile),
            None => return reading,
            Some(Ok(row)) => keep(&mut reading, &mut seen, row),
            Some(Err(refusal)) => reading.refused.push(refusal),
        }
        rows += 1;
    }
}

/// One address.
fn address(line: &[u8], number: u64) -> Result<KeyRow, Refusal> {
    let unnamed = |reason: Reason| Refusal { line: number, serial_or_login: None, reason };
    let parts = Parts::of(line.trim_ascii()).map_err(unnamed)?;
    let serial = parts.serial().map_err(unnamed)?;
    parts.key(&serial, number).map_err(|reason| cellvalue::refusal(serial.as_bytes(), number, reason))
}

/// An address taken apart; parameters in the order of [`READ`], still escaped.
struct Parts<'a> {
    kind: &'a [u8],
    label: &'a [u8],
    values: [Option<&'a [u8]>; READ.len()],
}

impl<'a> Parts<'a> {
    fn of(address: &'a [u8]) -> Result<Self, Reason> {
        let (scheme, rest) = address.split_at_checked(SCHEME.len()).ok_or(Reason::NotOtpauth)?;
        if !scheme.eq_ignore_ascii_case(SCHEME.as_bytes()) {
            return Err(Reason::NotOtpauth);
        }
        let (path, query) = cut(rest, b'?');
        let (kind, label) = cut(path, b'/');
        let mut values = [None; READ.len()];
        for parameter in query.split(|&byte| byte == b'&').filter(|parameter| !parameter.is_empty()) {
            let (name, value) = cut(parameter, b'=');
            let name = text(name).to_ascii_lowercase();
            match READ.iter().position(|known| *known == name) {
                Some(at) if values[at].is_some() => return Err(Reason::Repeated { field: READ[at] }),
                Some(at) => values[at] = Some(value),
                None if LOOKS.contains(&name.as_str()) => {}
                None => return Err(Reason::UnknownParameter { name: quotable(&name) }),
            }
        }
        Ok(Self { kind, label, values })
    }

    /// The text of a parameter; `None` if it is absent or empty.
    fn value(&self, name: &str) -> Result<Option<Zeroizing<String>>, Reason> {
        let at = READ.iter().position(|known| *known == name);
        match at.and_then(|at| self.values[at]) {
            None | Some(b"") => Ok(None),
            Some(value) => unescaped(value).map(Some),
        }
    }

    /// The same of a text for people: a plus sign is a blank there, unless it was escaped.
    fn words(&self, name: &str) -> Result<Option<Zeroizing<String>>, Reason> {
        let at = READ.iter().position(|known| *known == name);
        let Some(value) = at.and_then(|at| self.values[at]) else { return Ok(None) };
        let blanks: Vec<u8> = value.iter().map(|&byte| if byte == b'+' { b' ' } else { byte }).collect();
        unescaped(&blanks).map(|words| Some(words).filter(|words| !words.is_empty()))
    }

    /// Issuer and account of the label.
    fn label(&self) -> Result<(String, String), Reason> {
        let label = unescaped(self.label)?;
        let (issuer, account) = label.split_once(':').unwrap_or(("", &label));
        Ok((issuer.trim().to_owned(), account.trim().to_owned()))
    }

    fn serial(&self) -> Result<String, Reason> {
        let serial = match self.value("serial")? {
            Some(serial) => serial.trim().to_owned(),
            None => self.label()?.1,
        };
        cellvalue::serial(serial.as_bytes())
    }

    fn key(&self, serial: &str, line: u64) -> Result<KeyRow, Reason> {
        let kind = text(self.kind);
        let kind =
            Kind::from_word(&kind).ok_or_else(|| Reason::UnknownAlgorithm { name: quotable(&kind) })?;
        let secret = self.value("secret")?.ok_or(Reason::MissingSecret)?;
        let seed = seed_text::seed(secret.as_bytes(), Some(Encoding::Base32))?;
        let number = |name: &str| self.value(name);
        let algorithm = number("algorithm")?.map_or(Ok(Algorithm::Sha1), |name| cellvalue::hash(&name))?;
        let digits = number("digits")?.map_or(Ok(DIGITS_UNSAID), |digits| cellvalue::digits(&digits))?;
        let period = number("period")?.map_or(Ok(PERIOD_UNSAID), |period| cellvalue::period(&period))?;
        let counter = number("counter")?.map(|counter| cellvalue::counter(&counter)).transpose()?;
        let (moving, counter) = match kind {
            Kind::Totp => (Moving::Time { period, t0: 0 }, 0),
            // The format requires it: without it nothing tells where the key is.
            Kind::Hotp => (Moving::Event, counter.ok_or(Reason::Unsaid { field: "counter" })?),
        };
        let maker = match self.words("issuer")? {
            Some(issuer) => issuer.trim().to_owned(),
            None => self.label()?.0,
        };
        if maker.chars().count() > FIELD_MAX {
            return Err(Reason::TooLong { field: "issuer" });
        }
        let shape = Shape { algorithm, digits, moving };
        Ok(KeyRow {
            serial: serial.to_owned(),
            maker,
            shape,
            seed,
            counter,
            starts: None,
            expires: None,
            line,
        })
    }
}

/// What stands before a byte and after it; nothing after it if it does not occur.
fn cut(text: &[u8], at: u8) -> (&[u8], &[u8]) {
    match text.iter().position(|&byte| byte == at) {
        Some(place) => (&text[..place], &text[place + 1..]),
        None => (text, b""),
    }
}

/// A text without its `%` escapes (RFC 3986 section 2.1), in memory that is wiped.
fn unescaped(text: &[u8]) -> Result<Zeroizing<String>, Reason> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |at: usize| after.get(at).and_then(|&digit| char::from(digit).to_digit(16));
        let (Some(high), Some(low)) = (digit(0), digit(1)) else { return Err(Reason::BadEscape) };
        bytes.push(u8::try_from(high * 16 + low).map_err(|_| Reason::BadEscape)?);
        rest = &after[2..];
    }
    match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => Ok(Zeroizing::new(text)),
        Err(fault) => {
            drop(Zeroizing::new(fault.into_bytes()));
            Err(Reason::BadEscape)
        }
    }
}

#[cfg(test)]
#[path = "otpauth_tests.rs"]
mod tests;
