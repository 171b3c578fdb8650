//! The forms of key files: told by the first bytes, or by the agent.

use std::io::BufRead;
use std::sync::atomic::AtomicBool;

use super::map::Map;
use super::seed_text::Encoding;
use super::{KeyRow, Reading, Reason, Unlock, otpauth, pskc, table};

/// A form of key file that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// RFC 6030.
    Pskc,
    /// The CSV of privacyIDEA and LinOTP.
    OathCsv,
    /// Any other CSV, its columns told by a [`Map`].
    Csv,
    /// `otpauth://` addresses, one a line.
    Otpauth,
}

/// What files of another kind begin with, and their names. Case does not count.
const OTHERS: [(&[u8], &str); 16] = [
    (b"otpauth-migration:", "otpauth-migration (Google Authenticator)"),
    (b"motp:", "mOTP"),
    (b"steam:", "Steam"),
    (b"OATH-HOTP,", "Yubico"),
    (b"Yubico OTP,", "Yubico"),
    (b"Static Password,", "Yubico"),
    (b"LOGGING START", "Yubico"),
    (b"-----BEGIN PGP", "OpenPGP"),
    (b"-----BEGIN", "PEM"),
    (b"age-encryption.org", "age"),
    (b"{", "JSON"),
    (b"[", "JSON"),
    (b"PK\x03\x04", "ZIP (xlsx, ods)"),
    (b"\xd0\xcf\x11\xe0", "Excel (xls)"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3", "SQLite"),
];

impl Form {
    /// Every form with its name on the command line and in `--json`.
    pub const WORDS: [(Self, &'static str); 4] =
        [(Self::Pskc, "pskc"), (Self::OathCsv, "oath-csv"), (Self::Csv, "csv"), (Self::Otpauth, "otpauth")];

    /// The name.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(known, _)| *known == self).map_or("", |(_, word)| word)
    }

    /// The form of a name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(form, _)| *form)
    }

    /// The form of a file that begins so; `mapped` if a map was given. A form that is known and not
    /// read is named in the refusal.
    pub fn of(head: &[u8], mapped: bool) -> Result<Self, Reason> {
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
        let begins =
            |start: &[u8]| text.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start));
        if let Some((_, name)) = OTHERS.iter().find(|(start, _)| begins(start)) {
            return Err(Reason::OtherForm { name });
        }
        match () {
            () if begins(b"<") => Ok(Self::Pskc),
            () if wide && head[2..].iter().find(|byte| !b" \r\n\t\0".contains(byte)) == Some(&b'<') => {
                Ok(Self::Pskc)
            }
            () if begins(b"\0<") || begins(b"<\0") => Ok(Self::Pskc),
            () if begins(otpauth::SCHEME.as_bytes()) => Ok(Self::Otpauth),
            () if text.is_empty() => Err(Reason::EmptyFile),
            // Text of an encoding without zeros: what else has them is no text at all.
            () if !wide && head.contains(&0) => Err(Reason::OtherForm { name: "?" }),
            () if mapped => Ok(Self::Csv),
            () => Ok(Self::OathCsv),
        }
    }
}

/// How a key file is to be read.
pub struct How<'a> {
    /// The form, see [`Form::of`].
    pub form: Form,
    /// How secrets are written in a CSV file, if that was said.
    pub encoding: Option<Encoding>,
    /// Where the columns of a CSV file are, if that was said.
    pub map: Option<&'a Map>,
    /// What opens an encrypted file.
    pub unlock: &'a Unlock,
    /// May be set from elsewhere at any time: the file is then refused soon.
    pub cancel: &'a AtomicBool,
}

/// Reads every key of a file, or says why not.
pub fn read(source: impl BufRead, how: &How) -> Reading<KeyRow> {
    let &How { form, encoding, map, unlock, cancel } = how;
    match (form, map) {
        (Form::Pskc, _) => pskc::read(source, unlock, cancel),
        (Form::OathCsv, _) => table::oath(source, encoding, cancel),
        (Form::Csv, Some(map)) => table::mapped(source, map, encoding, cancel),
        (Form::Csv, None) => Reading::whole(0, Reason::MapNeeded),
        (Form::Otpauth, _) => otpauth::read(source, cancel),
    }
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
