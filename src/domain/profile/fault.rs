//! Why a profile was refused: where to look and what was expected.

use thiserror::Error;

use super::Ask;

/// One reason to refuse one file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}, line {line}, {key}: {problem}")]
pub struct ProfileFault {
    /// Name of the file, control characters escaped.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// Path of the key; entries of a list count from 1 (`new_pin_steps[2].say`). "top level" when
    /// no key can be named.
    pub key: String,
    /// What is wrong there.
    pub problem: Problem,
}

/// What was found, or expected, at the place of a fault.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// The file is not TOML, or a key is missing, unknown or of the wrong kind; in the words of
    /// the TOML reader.
    #[error("{0}")]
    Toml(String),
    /// The file's name cannot be an academy's.
    #[error("expected a file name of small letters, digits and hyphens, ending in .toml")]
    FileName,
    /// A text without text.
    #[error("expected words, found an empty text")]
    Empty,
    /// A text with a character that a terminal obeys, or that nobody sees.
    #[error("expected visible text, found the character U+{:04X}", u32::from(*.0))]
    Unprintable(char),
    /// The profile would have agents ask for a secret.
    #[error("no profile may ask for `{}`", .0.word())]
    AsksSecret(Ask),
    /// The profile does not say that a secret is never asked.
    #[error("expected `{}` in this list", .0.word())]
    NotForbidden(Ask),
    /// The profile says both yes and no.
    #[error("`{}` is also in never_ask for this channel", .0.word())]
    AskedAndForbidden(Ask),
    /// The ticket would hold what may be asked nowhere.
    #[error("expected forbidden: `{}` is in never_ask on every channel", .0.word())]
    TicketWantsForbidden(Ask),
    /// No PIN fits the rule.
    #[error("expected 1 <= min <= max <= {max}", max = super::check::LONGEST_PIN)]
    PinLengths,
    /// The steps cannot be followed, or let the caller type one code twice.
    #[error(
        "expected six-digits, pin-created and confirmed once each in this order, and before \
         confirmed a sentence that makes the caller wait for the next code"
    )]
    Milestones,
    /// A caller who hears "passcode" may read the PIN aloud.
    #[error("expected the word passcode in « » or “ ” only, as what the screen shows")]
    PasscodeAloud,
    /// Neither kind of web address.
    #[error("expected an address that begins with https:// or http://")]
    WebAddress,
    /// Not a mail address.
    #[error("expected a mail address, name@domain")]
    MailAddress,
    /// Not a mail domain.
    #[error("expected a domain with a dot and without @")]
    MailDomain,
    /// One channel only, but which?
    #[error("expected exactly one entry in assistance, since exclusive_channel is true")]
    WhichChannel,
    /// Longer than what shows it.
    #[error("expected {most} characters at most")]
    TooLong {
        /// Most characters.
        most: usize,
    },
    /// Nothing fills this.
    #[error("expected {{ticket}} and {{agent}} alone in braces, found {0}")]
    Placeholder(String),
    /// It would be wiped before it leaves.
    #[error("something in this text has the form of a secret and would be wiped")]
    LooksSecret,
    /// Holders would write what nobody may ask.
    #[error("this text asks for `{}`, which is in never_ask for mail or a secret", .0.word())]
    ReplyAsks(Ask),
    /// Two answers of one name.
    #[error("expected another name: an answer before has this one")]
    NameTwice,
}

/// Every file that was refused, so that all can be mended in one go.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct ProfileFaults(pub Vec<ProfileFault>);
