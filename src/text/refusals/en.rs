//! Refusals in English.

use std::io::ErrorKind;

use super::Column;
use crate::domain::key::Serial;
use crate::domain::otp::{DIGITS, SEED_BYTES};
use crate::domain::profile::{Ask, Problem};
use crate::domain::uai::UaiFault;
use crate::keyfile::export::Uncarried;
use crate::keyfile::{FIELD_MAX, Needs, Reason};
use crate::store::import::ClashKind;
use crate::text::{Lang, common, wall};

/// What [`Reason::NotXml`] names.
pub(super) const CONSTRUCTS: [(&str, &str); 7] = [
    ("attribute", "a badly written attribute"),
    ("declaration", "a misplaced or badly written declaration"),
    ("end-tag", "an end tag that does not match"),
    ("markup", "a badly written tag"),
    ("reference", "a badly written “&” reference"),
    ("second-root", "a second root element"),
    ("text", "text outside any element"),
];

/// A sentence with its place in an imported file. Line 0 is none.
pub(super) fn at(line: u64, name: Option<&str>, why: &str) -> String {
    let place = if line == 0 { "file".to_owned() } else { format!("line {line}") };
    match name {
        Some(name) => format!("{place}, “{name}”: {why}"),
        None => format!("{place}: {why}"),
    }
}

/// A sentence with its place in a profile.
pub(super) fn in_profile(file: &str, line: usize, key: Option<&str>, why: &str) -> String {
    match key {
        Some(key) => format!("{file}, line {line}, {key}: {why}"),
        None => format!("{file}, line {line}: {why}"),
    }
}

/// What the readers found. Long, because it is a table.
pub(super) fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Unreadable { kind } => unreadable(*kind),
        Reason::EmptyFile => say("no key and no person in this file. Check that it is the right one."),
        Reason::Truncated => say(
            "the file is cut off here. Copy the whole of it again; if it is a complete CSV, end its last \
             line with a line break.",
        ),
        Reason::BadUtf8 => {
            say("this text is not UTF-8. Save the file again as UTF-8 (“CSV UTF-8” in a spreadsheet).")
        }
        Reason::OtherEncoding { name } => format!(
            "the file is encoded as “{name}”. Convert it to UTF-8, with its declaration if it is XML.",
        ),
        Reason::TooManyRows { limit } => {
            let limit = wall::grouped(i64::try_from(*limit).unwrap_or(i64::MAX));
            format!("more than {limit} keys or people. Divide them among several files.")
        }
        Reason::TooLong { field } => too_long(field),

        Reason::NotXml { what } => format!(
            "this is not well-formed XML ({}). Check that it is the supplier’s key file.",
            construct(what),
        ),
        Reason::TooDeep => say(
            "elements nested too deeply for a key file: it is damaged, or a trap. Ask the supplier for it \
             again.",
        ),
        Reason::DoctypeForbidden => say(
            "the file holds a DOCTYPE. No key file needs one and it can serve an attack: ask the supplier \
             for the file without it.",
        ),
        Reason::UnknownEntity { name } => {
            format!("the entity “{name}” is defined nowhere. Ask the supplier for the file again.")
        }
        Reason::NotPskc { root } => format!(
            "this is not a PSKC key file: its root element, “{root}”, is not that of RFC 6030 (name or \
             namespace).",
        ),
        Reason::OtherVersion { found } => {
            format!("PSKC version “{found}”, while only 1.0 is read. Ask the supplier for that one.")
        }
        Reason::UnknownElement { name } => format!(
            "RFC 6030 has no element “{name}” in this place: the file is damaged, or older than the \
             standard. Ask the supplier for PSKC 1.0.",
        ),
        Reason::Encrypted { needs: Needs::Password } => say(
            "the file is encrypted with a password, which was not given. Ask the sender for it, by another \
             way than the file.",
        ),
        Reason::Encrypted { .. } => say(
            "the file is encrypted with a key agreed upon with the sender, which was not given. Ask for it, by \
             another way than the file.",
        ),
        Reason::OtherProtection { name } => format!(
            "the protection “{name}” is not read. Ask the supplier for PSKC encrypted with AES-CBC, by a \
             password (PBKDF2) or a key agreed upon.",
        ),
        Reason::IncompleteProtection { field } => format!(
            "the file claims to be protected, but “{field}” is missing or holds nothing of use: it can be \
             neither checked nor decrypted. Ask the supplier for it again.",
        ),
        Reason::KeyLength { bytes, cipher } => format!(
            "size of the decryption key: {bytes} bytes, while “{cipher}” wants another. Check that it is the \
             key of this file, and the whole of it.",
        ),
        Reason::TooManyRounds { found, limit } => {
            let (found, limit) = (rounds(*found), rounds(u64::from(*limit)));
            format!(
                "the file asks for {found} rounds of computation for the password, while {limit} at most are \
                 done: it is damaged, or a trap. Ask the supplier for it again.",
            )
        }
        Reason::WrongKey => say(
            "wrong password or key, or altered file: nothing opens. Type the password or the key again, then \
             ask for the file again if that is not enough.",
        ),
        Reason::BadMac => say(
            "the check code of this key is wrong, while others are right: it was altered. Ask the supplier \
             for the file again.",
        ),
        Reason::MissingMac => say(
            "the check code of this key is missing, while the file announces them: it may have been replaced. \
             Ask the supplier for the file again.",
        ),
        Reason::BadCipher => {
            say("an encrypted value of this key is damaged. Ask the supplier for the file again.")
        }
        Reason::AmbiguousNumber { field } => format!(
            "“{field}” is encrypted in a form that can be read in two ways. Ask the supplier to give it in \
             plain.",
        ),
        Reason::Unproved => say(
            "the file is encrypted without check codes: nothing tells whether it was altered on its way. Test \
             a code of several keys before handing them out.",
        ),
        Reason::Cancelled => say("reading was stopped before the end."),
        Reason::Signed => say(
            "the file is signed, and that signature cannot be checked here. Ask the supplier for it without \
             signature, handed over safely.",
        ),

        Reason::Repeated { field } => format!(
            "“{field}” is given twice for one key: nothing tells which is right. Have the supplier correct \
             the file.",
        ),
        Reason::MissingSerial => say("this key has no serial. Have the supplier add it."),
        Reason::BadSerial => format!(
            "not a possible serial: 1 to {} unaccented letters, digits or signs are needed, without space.",
            Serial::MAX,
        ),
        Reason::DuplicateSerial { first_line } => {
            format!("a serial given here already stands on line {first_line}. Keep it in one place only.")
        }
        Reason::MissingSecret => {
            say("the secret of this key is not in the file. Ask the supplier for a file that holds it.")
        }
        Reason::BadBase64 => say(
            "the secret of this key is not written in base64: the file is damaged. Ask the supplier for it \
             again.",
        ),
        Reason::SeedLength { bytes } => format!(
            "size of the secret: {bytes} bytes, instead of {} to {}.",
            SEED_BYTES.start(),
            SEED_BYTES.end(),
        ),
        Reason::UnknownAlgorithm { name } if name.is_empty() => {
            say("the algorithm of this key is not named. HOTP or TOTP is needed.")
        }
        Reason::UnknownAlgorithm { name } => {
            format!("unknown algorithm “{name}”. Only HOTP and TOTP keys are taken.")
        }
        Reason::UnknownHash { name } => {
            format!("unknown hash function “{name}”. Only SHA-1, SHA-256 and SHA-512 are taken.")
        }
        Reason::Digits { found } => format!(
            "number of digits of the codes: {found}, instead of {} to {}.",
            DIGITS.start(),
            DIGITS.end(),
        ),
        Reason::NotDecimal { found } => {
            format!("codes of the form “{found}”. Only keys that show decimal digits are taken.")
        }
        Reason::CheckDigits => {
            say("the codes of this key carry a check digit, which cannot be verified here.")
        }
        Reason::Period { found } => {
            format!("life of a code: {found} s. It must be between one second and one day.")
        }
        Reason::BadNumber { field } => format!("“{field}” is not a whole number, zero or more."),
        Reason::BadDate { field } => {
            format!("“{field}” is not a date with its time, such as 2026-11-21T08:00:00Z.")
        }
        Reason::Policy { name } => {
            format!("the rule of use “{name}” cannot be kept here, and RFC 6030 then forbids using the key.")
        }

        Reason::MissingColumn { name } => {
            format!("the column {} is missing. Add it, with its name on the first line.", column(name))
        }
        Reason::UnknownColumn { name } if name.trim().is_empty() => {
            say("a column has no name. Name it or remove it (one separator too many?).")
        }
        Reason::UnknownColumn { name } => {
            format!("the column “{name}” is unknown. Correct its name or remove it.")
        }
        Reason::RepeatedColumn { name } => {
            format!("the column {} is given twice. Keep only one.", column(name))
        }
        Reason::WrongColumnCount { expected, found } => format!(
            "number of cells: {found}, instead of {expected} as on the first line. Look for a separator too \
             many or forgotten; a text that contains one goes between quotation marks.",
        ),
        Reason::MissingField { field } => {
            format!("nothing in the column {}, which every person must have.", column(field))
        }
        Reason::LineBreak { field } => format!(
            "a line break in the column {}: most likely a quotation mark is not closed.",
            column(field),
        ),
        Reason::DuplicateLogin { first_line } => format!(
            "this login already stands on line {first_line} (capitals and small letters count as the same). \
             Keep only the right one of the two lines.",
        ),
        Reason::BadUai { fault: UaiFault::Form } => {
            say("a UAI is seven digits and a letter. Correct it or leave it empty.")
        }
        Reason::BadUai { fault: UaiFault::Letter { expected } } => format!(
            "wrong UAI: with these seven digits the letter would be {expected}. Read the eight characters \
             again.",
        ),

        Reason::OtherForm { name: "?" } => {
            say("this is not a text file. The forms that are read are PSKC, CSV and otpauth addresses.")
        }
        Reason::OtherForm { name } => format!(
            "this is a “{name}” file, which is not read here. Ask the supplier for PSKC, or for a CSV.",
        ),
        Reason::MapNeeded => say(
            "these columns are not those of an OATH CSV. Tell with --map which holds what (guichet help).",
        ),
        Reason::OtherCsvVersion { found } => {
            format!("OATH CSV version “{found}”, while only 1 and 2 are read.")
        }
        Reason::NoSuchColumn { name } => {
            format!("no column is called “{name}” on the first line. Correct --map, or the file.")
        }
        Reason::ColumnTwice { name } => {
            format!("two columns are called “{name}”: nothing tells which to take. Rename one.")
        }
        Reason::BadQuote => say("a quotation mark is misplaced or never closed. Save the file as CSV again."),
        Reason::ExtraCells { found, limit } => format!(
            "number of cells: {found}, while an OATH CSV has {limit} at most. Tell with --map what each column \
             holds.",
        ),
        Reason::Unsaid { field } => format!(
            "“{field}” is not given, and nothing tells it. If it is the same for all keys, say so with --map.",
        ),
        Reason::SwappedColumns => say(
            "the secret seems to stand in the place of the serial. Tell with --map what each column holds.",
        ),
        Reason::RoundedSerial => say(
            "a spreadsheet has rounded this serial. Start again from the supplier’s file, without opening it in \
             a spreadsheet.",
        ),
        Reason::UnknownEncoding => say(
            "the secret is neither hexadecimal nor base32. If it is base64, say so with --encoding base64.",
        ),
        Reason::AmbiguousSeed => say(
            "the secret may be read as hexadecimal and as base32. Say which with --encoding: a key read wrongly \
             would give nothing but wrong codes.",
        ),
        Reason::BadSeed { encoding } => format!("the secret is not written in {encoding}."),
        Reason::HashUnsaid { bytes } => format!(
            "with a secret of {bytes} bytes the algorithm may be SHA-1 or another. Say which: “algorithm” in \
             --map.",
        ),
        Reason::CounterOrPeriod => say(
            "the fifth cell of this HOTP key may be a counter or a number of seconds. Tell with --map what each \
             column holds.",
        ),
        Reason::HolderLeft { login } => {
            format!("the file gives this key to “{login}”. It enters the stock; assign it afterwards.")
        }
        Reason::NotOtpauth => say("this line is not an otpauth:// address."),
        Reason::UnknownParameter { name } => format!(
            "unknown parameter “{name}”: it might change the codes. Remove it if it is for show only.",
        ),
        Reason::BadEscape => say("a “%” is not followed by what it needs. Copy the address again."),
    }
}

/// A number of rounds, which a file may give beyond any that is ever counted.
fn rounds(count: u64) -> String {
    wall::grouped(i64::try_from(count).unwrap_or(i64::MAX))
}

fn unreadable(kind: ErrorKind) -> String {
    match kind {
        ErrorKind::NotFound => say("this file does not exist. Check its name and folder."),
        ErrorKind::PermissionDenied => say("your rights do not allow reading this file."),
        ErrorKind::IsADirectory => say("this is a folder. Give the name of a file."),
        other => format!("reading failed (the system says “{other}”). Copy the file again and retry."),
    }
}

fn too_long(field: &str) -> String {
    match Column::named(field) {
        Some(_) => {
            format!("the text in the column {} exceeds {FIELD_MAX} characters. Shorten it.", column(field))
        }
        None if field == "line" => {
            say("this line is far too long: a quotation mark is not closed, or this is no CSV.")
        }
        None => format!(
            "the text of “{field}” is far too long: the file is damaged. Ask the supplier for it again.",
        ),
    }
}

fn construct(what: &str) -> &str {
    CONSTRUCTS.iter().find(|(word, _)| *word == what).map_or(what, |(_, words)| words)
}

fn column(name: &str) -> String {
    match Column::named(name) {
        Some(Column { english, french }) => format!("“{english}” (or “{french}”)"),
        None => format!("“{name}”"),
    }
}

/// What the store holds against a row.
pub(super) fn clash(why: &ClashKind) -> String {
    match why {
        ClashKind::SerialExists { holder } => {
            let whose = holder.as_ref().map_or(String::new(), |holder| format!(", held by “{holder}”"));
            format!(
                "another key has this serial already{whose}: its secret or its settings differ. Remove it from the \
                 file, or replace the old one with --replace.",
            )
        }
        ClashKind::UnknownSerial { serial } => {
            format!(
                "the key “{serial}” is unknown. Correct its serial, or import the keys first (guichet keys \
                 import).",
            )
        }
        ClashKind::Taken { serial, holder } => format!(
            "the key “{serial}” already belongs to “{holder}”. Correct the serial, or take the key back \
             first from that person’s card.",
        ),
        ClashKind::OnServer { holder } => {
            let whose = holder.as_ref().map_or(String::new(), |holder| format!(", held by “{holder}”"));
            format!(
                "the server has a key of this serial already{whose}, and does not show whether its secret is the \
                 same. Remove it from the file, or replace the server’s with --replace.",
            )
        }
        ClashKind::OutOfSight => say(
            "the server has a key of this serial in a realm that your account does not see: importing it would \
             overwrite that one. Remove it from the file, or ask whoever runs that realm.",
        ),
        ClashKind::Alike { serial } => format!(
            "the server has the key “{serial}” already: only capital and small letters differ. Correct the serial.",
        ),
        ClashKind::OtherKind => say(
            "the key of this serial on the server is of another kind (clock or counter): it refuses to replace it. \
             Check the serial.",
        ),
        ClashKind::Revoked => say(
            "the key of this serial is revoked on the server, for good: it is not replaced. Remove it from the file.",
        ),
        ClashKind::NotCarried(Uncarried::Serial) => say(
            "the server takes plain letters, digits, hyphens and underscores in a serial only. Correct it.",
        ),
        ClashKind::NotCarried(_) => say("the server cannot take this key as it is. Remove it from the file."),
    }
}

/// What a profile may not hold.
pub(super) fn problem(problem: &Problem) -> String {
    match problem {
        Problem::Toml(words) => format!("this is not a well-formed profile. The TOML reader says: {words}"),
        Problem::FileName => {
            say("the file’s name must be small unaccented letters, digits and hyphens, and end in .toml.")
        }
        Problem::Empty => say("this text is empty. Write it or remove the entry."),
        Problem::Unprintable(character) => format!(
            "this text, or the name of the entry, holds the character U+{:04X}, invisible or a command. \
             Remove it.",
            u32::from(*character),
        ),
        Problem::AsksSecret(ask) => format!("no profile may have {} asked for. Remove it.", asked(*ask)),
        Problem::NotForbidden(ask) => {
            format!("{} is missing in this list: every profile forbids it, on each channel.", asked(*ask))
        }
        Problem::AskedAndForbidden(ask) => format!(
            "{} is also in never_ask for this channel. Remove it from one of the two lists.",
            asked(*ask),
        ),
        Problem::TicketWantsForbidden(ask) => format!(
            "the ticket would want {}, which never_ask forbids on every channel. Set the field to \
             “forbidden”.",
            asked(*ask),
        ),
        Problem::PinLengths => say("impossible PIN lengths: 1 ≤ min ≤ max ≤ 16 is needed."),
        Problem::Milestones => say(
            "six-digits, pin-created and confirmed are needed once each, in this order, and right before \
             confirmed a sentence that makes the caller wait for the next code.",
        ),
        Problem::PasscodeAloud => say(
            "the word “passcode” said aloud could make a caller read out the PIN. Put it between « » or “ \
             ”, as what the screen shows.",
        ),
        Problem::WebAddress => say("the address of a page begins with https:// or http://."),
        Problem::MailAddress => say("a mail address is written name@domain."),
        Problem::MailDomain => say("a mail domain is written with a dot and without @."),
        Problem::TooLong { most } => format!("this text is too long: {most} characters at most."),
        Problem::Placeholder(found) => {
            format!("only ticket and agent are filled in between braces, not {found}. Mend or remove it.")
        }
        Problem::LooksSecret => {
            say("a part of this text looks like a secret and would be wiped when it is sent. Reword it.")
        }
        Problem::ReplyAsks(ask) => format!(
            "this text asks for {}, which this profile never asks in writing. Remove it.",
            asked(*ask),
        ),
        Problem::NameTwice => say("an earlier canned reply has this name. Give it another one."),
        Problem::WhichChannel => {
            say("exclusive_channel is true: then assistance must have one entry, and only one.")
        }
    }
}

/// As the file writes it, then in words.
fn asked(ask: Ask) -> String {
    format!("“{}” ({})", ask.word(), common::ask(Lang::En, ask))
}

fn say(sentence: &str) -> String {
    sentence.to_owned()
}
