//! The fields of a ticket: the eight items of the Nantes notice, cut where a form asks twice.

use serde::{Deserialize, Serialize};

use crate::domain::key::Serial;
use crate::domain::phone::{Phone, PhoneFault};
use crate::domain::profile::TicketField;
use crate::domain::uai::{Uai, UaiFault};

/// One field of the form, in the order of the notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// Given and family name.
    Name,
    /// Function, and school or office.
    Post,
    /// Academic mail address.
    Mail,
    /// Number to call back: declared by the caller, worthless as a proof of who calls.
    Phone,
    /// When to call back.
    Hours,
    /// What it is about.
    Subject,
    /// What happens.
    Description,
    /// Messages on the caller's screen; "aucun" is an answer.
    Errors,
    /// Logins concerned.
    Accounts,
    /// Serial of the key, see [`super::SerialAnswer`].
    Serial,
    /// Pictures of the screen, as paths.
    Screenshots,
}

/// What is known of a field without a profile.
struct Spec {
    word: &'static str,
    item: TicketField,
    /// Fewest characters of an answer; 1 where the form of the answer says more.
    least: usize,
    /// Most characters of an answer.
    most: usize,
}

/// What is wrong with an answer. The sentences are in `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldFault {
    /// Required and not answered.
    Empty,
    /// The academy's profile forbids this field on this channel.
    Forbidden,
    /// A control character, or a line break in a field of one line.
    Control,
    /// Too short to say anything.
    TooShort {
        /// Fewest characters.
        least: usize,
    },
    /// More than a desk keeps.
    TooLong {
        /// Most characters.
        most: usize,
    },
    /// Not an address, or not a whole one yet.
    Mail,
    /// An address, but not of the academy; the profile lists its domains.
    MailDomain,
    /// Not a number.
    Phone(PhoneFault),
    /// Looks like hours, but they do not exist or end before they begin.
    Hours,
    /// A school code with a misread character.
    Uai {
        /// The letter these seven digits have.
        expected: char,
    },
    /// Not a serial: a space or a character that no key bears.
    Serial,
    /// Not a login.
    Account(String),
}

impl Field {
    /// Every field, in the order of the notice.
    pub const ALL: [Self; 11] = [
        Self::Name,
        Self::Post,
        Self::Mail,
        Self::Phone,
        Self::Hours,
        Self::Subject,
        Self::Description,
        Self::Errors,
        Self::Accounts,
        Self::Serial,
        Self::Screenshots,
    ];

    /// Its name in the store, on desks and in `--json`; never translated, never changed.
    pub fn word(self) -> &'static str {
        self.spec().word
    }

    /// The field of a stable name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.word() == word)
    }

    /// The item of the notice it belongs to, which profiles require or forbid.
    pub fn item(self) -> TicketField {
        self.spec().item
    }

    /// Whether it takes several lines.
    pub fn is_long(self) -> bool {
        matches!(self, Self::Description | Self::Errors)
    }

    /// A subject is bounded by RT, which cuts at 200 bytes without a word (ticket facts, 2.4).
    fn spec(self) -> Spec {
        let (word, item, least, most) = match self {
            Self::Name => ("name", TicketField::Identity, 2, 120),
            Self::Post => ("post", TicketField::Identity, 4, 200),
            Self::Mail => ("mail", TicketField::Mail, 1, 120),
            Self::Phone => ("phone", TicketField::Callback, 1, 40),
            Self::Hours => ("hours", TicketField::Callback, 4, 120),
            Self::Subject => ("subject", TicketField::Subject, 5, 100),
            Self::Description => ("description", TicketField::Description, 10, 16_384),
            Self::Errors => ("errors", TicketField::Description, 2, 16_384),
            Self::Accounts => ("accounts", TicketField::Accounts, 1, 1_000),
            Self::Serial => ("serial", TicketField::Serial, 1, Serial::MAX),
            Self::Screenshots => ("screenshots", TicketField::Screenshots, 1, 4_096),
        };
        Spec { word, item, least, most }
    }

    /// Checks an answer that is not empty and whose field is not forbidden.
    pub(super) fn check(self, answer: &str, mail_domains: &[String]) -> Result<(), FieldFault> {
        let broken = |c: char| c.is_control() && !(self.is_long() && matches!(c, '\n' | '\r' | '\t'));
        if answer.contains(broken) {
            return Err(FieldFault::Control);
        }
        let Spec { least, most, .. } = self.spec();
        match answer.chars().count() {
            size if size < least => return Err(FieldFault::TooShort { least }),
            size if size > most => return Err(FieldFault::TooLong { most }),
            _ => {}
        }
        match self {
            Self::Post => check_post(answer),
            Self::Mail => check_mail(answer, mail_domains),
            Self::Phone => Phone::parse(answer).map(drop).map_err(FieldFault::Phone),
            Self::Hours => check_hours(answer),
            Self::Accounts => check_accounts(answer),
            Self::Serial => Serial::parse(answer).map(drop).ok_or(FieldFault::Serial),
            _ => Ok(()),
        }
    }
}

/// The logins of an answer.
pub fn accounts(answer: &str) -> impl Iterator<Item = &str> {
    answer.split([',', ';', ' ', '\u{a0}', '\u{202f}']).filter(|login| !login.is_empty())
}

fn check_accounts(answer: &str) -> Result<(), FieldFault> {
    let right = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let wrong = accounts(answer).find(|login| !login.chars().all(right));
    match wrong {
        Some(login) => Err(FieldFault::Account(login.to_owned())),
        None if accounts(answer).next().is_none() => Err(FieldFault::Empty),
        None => Ok(()),
    }
}

/// Free words, but a school code among them must be a right one.
fn check_post(answer: &str) -> Result<(), FieldFault> {
    let mut words = answer.split(|c: char| !c.is_alphanumeric());
    let misread = words.find_map(|word| match Uai::parse(word) {
        Err(UaiFault::Letter { expected }) => Some(FieldFault::Uai { expected }),
        _ => None,
    });
    misread.map_or(Ok(()), Err)
}

fn check_mail(answer: &str, domains: &[String]) -> Result<(), FieldFault> {
    let (name, domain) = answer.rsplit_once('@').ok_or(FieldFault::Mail)?;
    let domain = domain.to_ascii_lowercase();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '\'' | '+');
    let dots = name.starts_with('.') || name.ends_with('.') || name.contains("..");
    if name.is_empty() || dots || !name.chars().all(plain) {
        return Err(FieldFault::Mail);
    }
    match domains {
        [] if is_domain(&domain) => Ok(()),
        [] => Err(FieldFault::Mail),
        _ if domains.contains(&domain) => Ok(()),
        _ if domains.iter().any(|whole| whole.starts_with(&domain)) => Err(FieldFault::Mail),
        _ => Err(FieldFault::MailDomain),
    }
}

/// For an academy without a profile, whose domains nobody listed.
fn is_domain(text: &str) -> bool {
    let label =
        |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    text.contains('.') && text.split('.').all(label)
}

/// "9h-12h, 14h-17h", or free words.
fn check_hours(answer: &str) -> Result<(), FieldFault> {
    let of_hours = |c: char| c.is_ascii_digit() || matches!(c, 'h' | 'H' | ':' | '-' | '–' | ',' | ';' | ' ');
    if !answer.chars().all(of_hours) {
        return Ok(());
    }
    let mut spans = answer.split([',', ';']).map(str::trim).filter(|span| !span.is_empty()).peekable();
    let right = spans.peek().is_some() && spans.all(is_span);
    if right { Ok(()) } else { Err(FieldFault::Hours) }
}

fn is_span(text: &str) -> bool {
    let ends = text.split_once(['-', '–']);
    let ends = ends.and_then(|(from, to)| Some((minutes(from)?, minutes(to)?)));
    ends.is_some_and(|(from, to)| from < to)
}

/// Minutes since midnight of "9", "9h", "9h30" or "9:30".
fn minutes(text: &str) -> Option<u32> {
    let (hours, minutes) = text.trim().split_once(['h', 'H', ':']).unwrap_or((text.trim(), ""));
    let digits = |text: &str, sizes: std::ops::RangeInclusive<usize>| {
        let right = sizes.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        right.then(|| text.parse::<u32>().ok()).flatten()
    };
    let hours = digits(hours, 1..=2)?;
    let minutes = if minutes.is_empty() { 0 } else { digits(minutes, 2..=2)? };
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= 24 * 60).then_some(total)
}

#[cfg(test)]
#[path = "field_tests.rs"]
mod tests;
