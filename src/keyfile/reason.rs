//! Why a file is not imported.

use std::io;

use super::Needs;
use crate::domain::uai::UaiFault;

/// One variant per kind of fault. The sentences users read are elsewhere and match on this.
///
/// `String`s quote the file (text from outside, cut to a bounded length); `&'static str`s name an
/// element of RFC 6030 or a column of the people file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The bytes could not be read.
    Unreadable {
        /// What the system said.
        kind: io::ErrorKind,
    },
    /// No key or no person in it.
    EmptyFile,
    /// The file ends in the middle of something.
    Truncated,
    /// Bytes that are not UTF-8.
    BadUtf8,
    /// The file says, or shows, that it is written in another encoding than UTF-8.
    OtherEncoding {
        /// As declared, or told by the first bytes.
        name: String,
    },
    /// More rows than [`super::ROWS_MAX`].
    TooManyRows {
        /// How many are read.
        limit: u64,
    },
    /// A text longer than any real one.
    TooLong {
        /// Which text.
        field: &'static str,
    },

    /// Not well-formed XML.
    NotXml {
        /// The construct at fault, in a word for those who look into the file.
        what: &'static str,
    },
    /// Elements nested deeper than any key file needs.
    TooDeep,
    /// A document type definition: no key file needs one, and they are a way to attack readers.
    DoctypeForbidden,
    /// A reference to something that only a DOCTYPE could define.
    UnknownEntity {
        /// What stands between `&` and `;`.
        name: String,
    },
    /// XML, but its outermost element is not a PSKC container.
    NotPskc {
        /// The outermost element.
        root: String,
    },
    /// A PSKC version other than 1.0.
    OtherVersion {
        /// The version declared.
        found: String,
    },
    /// An element where RFC 6030 has no such element: an earlier draft's form, or damage.
    UnknownElement {
        /// Its local name.
        name: String,
    },
    /// Encrypted, and not opened with what it asks for.
    Encrypted {
        /// What it asks for, never [`Needs::Nothing`].
        needs: Needs,
    },
    /// Encrypted or protected by codes in a way that is not read, such as Camellia or a certificate.
    OtherProtection {
        /// The algorithm's URI, or the element that stands for it.
        name: String,
    },
    /// Without something that its encryption or its codes need.
    IncompleteProtection {
        /// The element that is missing, or holds nothing of use.
        field: &'static str,
    },
    /// A key of a size that the file's cipher does not take.
    KeyLength {
        /// Size of the key given or derived.
        bytes: usize,
        /// The cipher, by the end of its URI.
        cipher: &'static str,
    },
    /// More rounds of PBKDF2 than are run for any file.
    TooManyRounds {
        /// Rounds asked for.
        found: u64,
        /// How many are run at most.
        limit: u32,
    },
    /// Nothing, or next to nothing, opens with this key or password.
    WrongKey,
    /// The code of an encrypted value is not that of its bytes, while others are right.
    BadMac,
    /// No code with this value, in a file whose values have one.
    MissingMac,
    /// An encrypted value that no cipher could have made, or not of the form it ought to have.
    BadCipher,
    /// An encrypted number whose bytes can be read in two ways.
    AmbiguousNumber {
        /// Where it stands.
        field: &'static str,
    },
    /// A warning: encrypted without codes, so that nobody can tell whether it was altered.
    Unproved,
    /// The caller wanted no more of it.
    Cancelled,
    /// Signed: the signature cannot be checked, and importing regardless would hide that.
    Signed,

    /// Something given twice where one is allowed: whichever were taken could be the wrong one.
    Repeated {
        /// What is repeated.
        field: &'static str,
    },
    /// No serial number.
    MissingSerial,
    /// A serial that is not 1 to 40 visible ASCII characters.
    BadSerial,
    /// This serial already stands on that line.
    DuplicateSerial {
        /// Where it stands first.
        first_line: u64,
    },
    /// No secret in it (a reference to a key held elsewhere, or an empty package).
    MissingSecret,
    /// A secret that is not base64.
    BadBase64,
    /// A secret of a size outside [`crate::domain::otp::SEED_BYTES`].
    SeedLength {
        /// Size once decoded.
        bytes: usize,
    },
    /// Neither HOTP nor TOTP.
    UnknownAlgorithm {
        /// The URI, empty if none is given.
        name: String,
    },
    /// A hash that is none of SHA-1, SHA-256, SHA-512.
    UnknownHash {
        /// The suite named.
        name: String,
    },
    /// Digits outside [`crate::domain::otp::DIGITS`].
    Digits {
        /// The number asked for.
        found: i64,
    },
    /// Codes that are not decimal digits.
    NotDecimal {
        /// The encoding asked for.
        found: String,
    },
    /// Codes that carry a check digit of their own.
    CheckDigits,
    /// Seconds between two codes: 0, negative, or more than a day.
    Period {
        /// Seconds.
        found: i64,
    },
    /// Not a whole number in range.
    BadNumber {
        /// Where it stands.
        field: &'static str,
    },
    /// Not a date and time of XML Schema.
    BadDate {
        /// Where it stands.
        field: &'static str,
    },
    /// A rule of use that cannot be kept: RFC 6030 section 5 forbids the use of such a key.
    Policy {
        /// The element of the rule.
        name: String,
    },

    /// The header lacks a column that must be there.
    MissingColumn {
        /// Its English name.
        name: &'static str,
    },
    /// A header that names no known column: skipping it could lose what someone misspelled.
    UnknownColumn {
        /// The header as written.
        name: String,
    },
    /// Two headers of one column.
    RepeatedColumn {
        /// Its English name.
        name: &'static str,
    },
    /// A line with more or fewer cells than the header.
    WrongColumnCount {
        /// Cells of the header.
        expected: usize,
        /// Cells of the line.
        found: usize,
    },
    /// Nothing where something must be.
    MissingField {
        /// Which column.
        field: &'static str,
    },
    /// A line break inside a field, most often a quotation mark that is never closed.
    LineBreak {
        /// Which column.
        field: &'static str,
    },
    /// This login already stands on that line.
    DuplicateLogin {
        /// Where it stands first.
        first_line: u64,
    },
    /// Not the code of a school.
    BadUai {
        /// Its form or its letter.
        fault: UaiFault,
    },

    /// A file of another kind.
    OtherForm {
        /// What it is called.
        name: &'static str,
    },
    /// CSV that is not the OATH form: its columns must be told.
    MapNeeded,
    /// A version of the OATH form that is not known.
    OtherCsvVersion {
        /// As the file says.
        found: String,
    },
    /// The map names a column that the header lacks.
    NoSuchColumn {
        /// As the map says.
        name: String,
    },
    /// The map names a column that the header has twice.
    ColumnTwice {
        /// As the map says.
        name: String,
    },
    /// A quotation mark inside a cell, or one that is never closed.
    BadQuote,
    /// More cells than the form has.
    ExtraCells {
        /// Cells of the line.
        found: usize,
        /// Cells of the form.
        limit: usize,
    },
    /// A value that nothing may be taken for in its absence.
    Unsaid {
        /// Which.
        field: &'static str,
    },
    /// The secret seems to stand where the serial should, and the other way round.
    SwappedColumns,
    /// A serial that a spreadsheet has rounded.
    RoundedSerial,
    /// A secret that is neither hexadecimal nor base32.
    UnknownEncoding,
    /// A secret that may be hexadecimal or base32.
    AmbiguousSeed,
    /// A secret that is not written as was said.
    BadSeed {
        /// hex, base32 or base64.
        encoding: &'static str,
    },
    /// A secret as long as several hashes, and none is named.
    HashUnsaid {
        /// Its size.
        bytes: usize,
    },
    /// The fifth cell of a counter key, which one writer means as a counter and another as seconds.
    CounterOrPeriod,
    /// The file names a holder, who does not get the key by this door.
    HolderLeft {
        /// Who.
        login: String,
    },
    /// Not an `otpauth://` address.
    NotOtpauth,
    /// A parameter of an address that is not known.
    UnknownParameter {
        /// Its name.
        name: String,
    },
    /// A `%` without two hexadecimal digits, or what they make is not UTF-8.
    BadEscape,
}

impl Reason {
    /// The name in machine-readable output; never changes once published.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "unreadable",
            Self::EmptyFile => "empty-file",
            Self::Truncated => "truncated",
            Self::BadUtf8 => "bad-utf8",
            Self::OtherEncoding { .. } => "other-encoding",
            Self::TooManyRows { .. } => "too-many-rows",
            Self::TooLong { .. } => "too-long",
            Self::NotXml { .. } => "not-xml",
            Self::TooDeep => "too-deep",
            Self::DoctypeForbidden => "doctype-forbidden",
            Self::UnknownEntity { .. } => "unknown-entity",
            Self::NotPskc { .. } => "not-pskc",
            Self::OtherVersion { .. } => "other-version",
            Self::UnknownElement { .. } => "unknown-element",
            Self::Encrypted { .. } => "encrypted",
            Self::OtherProtection { .. } => "other-protection",
            Self::IncompleteProtection { .. } => "incomplete-protection",
            Self::KeyLength { .. } => "key-length",
            Self::TooManyRounds { .. } => "too-many-rounds",
            Self::WrongKey => "wrong-key",
            Self::BadMac => "bad-mac",
            Self::MissingMac => "missing-mac",
            Self::BadCipher => "bad-cipher",
            Self::AmbiguousNumber { .. } => "ambiguous-number",
            Self::Unproved => "unproved",
            Self::Cancelled => "cancelled",
            Self::Signed => "signed",
            Self::Repeated { .. } => "repeated",
            Self::MissingSerial => "missing-serial",
            Self::BadSerial => "bad-serial",
            Self::DuplicateSerial { .. } => "duplicate-serial",
            Self::MissingSecret => "missing-secret",
            Self::BadBase64 => "bad-base64",
            Self::SeedLength { .. } => "seed-length",
            Self::UnknownAlgorithm { .. } => "unknown-algorithm",
            Self::UnknownHash { .. } => "unknown-hash",
            Self::Digits { .. } => "digits",
            Self::NotDecimal { .. } => "not-decimal",
            Self::CheckDigits => "check-digits",
            Self::Period { .. } => "period",
            Self::BadNumber { .. } => "bad-number",
            Self::BadDate { .. } => "bad-date",
            Self::Policy { .. } => "policy",
            Self::MissingColumn { .. } => "missing-column",
            Self::UnknownColumn { .. } => "unknown-column",
            Self::RepeatedColumn { .. } => "repeated-column",
            Self::WrongColumnCount { .. } => "wrong-column-count",
            Self::MissingField { .. } => "missing-field",
            Self::LineBreak { .. } => "line-break",
            Self::DuplicateLogin { .. } => "duplicate-login",
            Self::BadUai { .. } => "bad-uai",
            Self::OtherForm { .. } => "other-form",
            Self::MapNeeded => "map-needed",
            Self::OtherCsvVersion { .. } => "other-csv-version",
            Self::NoSuchColumn { .. } => "no-such-column",
            Self::ColumnTwice { .. } => "column-twice",
            Self::BadQuote => "bad-quote",
            Self::ExtraCells { .. } => "extra-cells",
            Self::Unsaid { .. } => "unsaid",
            Self::SwappedColumns => "swapped-columns",
            Self::RoundedSerial => "rounded-serial",
            Self::UnknownEncoding => "unknown-encoding",
            Self::AmbiguousSeed => "ambiguous-seed",
            Self::BadSeed { .. } => "bad-seed",
            Self::HashUnsaid { .. } => "hash-unsaid",
            Self::CounterOrPeriod => "counter-or-period",
            Self::HolderLeft { .. } => "holder-left",
            Self::NotOtpauth => "not-otpauth",
            Self::UnknownParameter { .. } => "unknown-parameter",
            Self::BadEscape => "bad-escape",
        }
    }
}

#[cfg(test)]
#[path = "reason_tests.rs"]
mod tests;
