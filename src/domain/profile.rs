//! What an academy's notice says, as data: its PIN rule, its words, its steps, and what may be
//! asked of a caller on which channel.
//!
//! A profile is one TOML file named after the academy. Five ship with the program; a file in the
//! user's folder adds an academy or replaces a shipped one. The loader refuses what would be
//! dangerous (a profile that asks for a PIN) and what would leave an agent without words.

use std::collections::BTreeMap;

use serde::Deserialize;

mod ask;
mod check;
mod document;
mod fault;
mod reply;
mod shelf;
mod ticket_field;

pub use ask::{Ask, Channel, PerChannel};
pub use fault::{Problem, ProfileFault, ProfileFaults};
pub use reply::{NotOtp, ReadyReply};
pub use shelf::Profiles;
pub use ticket_field::{Need, TicketField};

use document::Document;

/// One academy. Read by [`Profile::parse`], which enforces what its fields promise.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The file's name without `.toml`: what a school's academy column holds.
    #[serde(skip)]
    pub academy: String,
    /// The name to show, the same in both languages.
    pub name: String,
    /// The academy this one was merged into, when its notice and mail domain outlive it.
    pub legacy_of: Option<String>,
    /// Domains of its staff's mail addresses, without `@`.
    pub mail_domains: Vec<String>,
    /// What the caller's screen or notice calls the six digits. Not to be read aloud: the same
    /// word may mean PIN and digits next door.
    pub code_word: String,
    /// What the caller's screen calls the PIN followed by the six digits.
    pub passcode_word: String,
    /// Label of the field that takes them, when the notice shows it.
    pub field_word: Option<String>,
    /// Bars of a full gauge on the key, when the notice counts them.
    pub gauge_bars: Option<u8>,
    /// The rule a new PIN must follow.
    pub pin: PinRule,
    /// What a key needs before its first login; `None` where the notices know no such step.
    pub activation: Option<Activation>,
    /// Where a holder logs in.
    pub entry: Entry,
    /// Where a holder gets help; empty when the notice is silent.
    #[serde(default)]
    pub assistance: Vec<Assistance>,
    /// A page to consult before asking for help.
    pub read_first: Option<String>,
    /// The notice accepts requests through its one assistance channel and no other.
    #[serde(default)]
    pub exclusive_channel: bool,
    /// What an agent may ask, in the order it is useful.
    pub ask: PerChannel,
    /// What an agent must not ask; holds at least the PIN and the password everywhere.
    pub never_ask: PerChannel,
    /// Where this academy differs from the default fields; read through
    /// [`Profile::ticket_need`].
    #[serde(default)]
    pub ticket: BTreeMap<TicketField, Need>,
    /// The notice's own sentence about codes being used once.
    pub golden_rule: Option<Quotation>,
    /// What the agent says, in order, once a PIN has been cleared.
    pub new_pin_steps: Vec<NewPinStep>,
    /// Answers ready to be written to a holder, drawn from the notice.
    #[serde(default)]
    pub replies: Vec<ReadyReply>,
    /// What becomes of a ticket that is no matter of keys; `None` where the notice has no sentence for it.
    pub not_otp: Option<NotOtp>,
}

impl Profile {
    /// Reads one profile. `file` is the file's name ("nantes.toml"): it names the academy and
    /// stands in the fault.
    pub fn parse(file: &str, text: &str) -> Result<Self, ProfileFault> {
        let document = Document::read(file, text)?;
        let academy =
            check::academy_of(file).ok_or_else(|| document.fault_at("", Problem::FileName))?.to_owned();
        document.check_texts()?;
        let profile = Self { academy, ..document.fill()? };
        check::all(&profile).map_err(|(key, problem)| document.fault_at(&key, problem))?;
        Ok(profile)
    }

    /// What must never be asked on a channel: what the notice forbids, and what no academy may ask
    /// even where its notice is silent (domain facts, R-03).
    pub fn never(&self, channel: Channel) -> Vec<Ask> {
        let mut never = self.never_ask.on(channel).to_vec();
        never.extend(Ask::SECRET.into_iter().filter(|secret| !self.never_ask.on(channel).contains(secret)));
        never
    }

    /// Whether a field belongs on a ticket made on this channel. What must not be asked is
    /// forbidden there, whatever the default says: the field does not exist on that form.
    pub fn ticket_need(&self, field: TicketField, channel: Channel) -> Need {
        let never = self.never_ask.on(channel);
        if field.asks().is_some_and(|ask| never.contains(&ask)) {
            return Need::Forbidden;
        }
        self.ticket.get(&field).copied().unwrap_or(field.default_need())
    }
}

/// One text in both languages; the loader refuses a missing or empty one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table with fr and en")]
pub struct Words {
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
}

/// What a new PIN looks like. Only read to the caller: no PIN is ever typed into this program.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table with min, max, charset and words")]
pub struct PinRule {
    /// Shortest, in characters.
    pub min: u8,
    /// Longest, in characters.
    pub max: u8,
    /// What the characters may be.
    pub charset: Charset,
    /// The rule as one says it ("4 à 6 chiffres").
    pub words: Words,
    /// What the notice advises beyond the rule.
    pub advice: Option<Words>,
}

/// What a PIN is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Charset {
    /// 0 to 9.
    Digits,
    /// The notice says "characters" and no more.
    Any,
}

/// The step before the first login, where there is one: login, activation code and serial.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table with code, serial, link and given_by")]
pub struct Activation {
    /// Characters of the notice's only example of a code: enough to warn, not to refuse.
    pub code: u8,
    /// Digits of the notice's only example of a serial: enough to warn, not to refuse.
    pub serial: u8,
    /// The link to click, as the screen shows it.
    pub link: String,
    /// Who hands out code and serial.
    pub given_by: Words,
}

/// Where a holder logs in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table with url, path or both")]
pub struct Entry {
    /// Address as the notice gives it; `None` when its text does not hold it.
    pub url: Option<String>,
    /// What to click from there, or how the notice names the place.
    pub path: Option<Words>,
}

/// One way to get help.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Assistance {
    /// A request form on a web page.
    Web(String),
    /// A mail address.
    Mail(String),
    /// A page that gives the platform's telephone and hours.
    Platform(String),
}

/// A notice's own words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table with source and quote")]
pub struct Quotation {
    /// French to the letter, and its translation.
    pub quote: Words,
    /// Title of the notice.
    pub source: String,
}

/// One sentence of the call after a PIN was cleared.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table with say, and step where there is one")]
pub struct NewPinStep {
    /// What the agent reads to the caller.
    pub say: Words,
    /// What the console can see when the caller has done it; `None` for what it cannot see.
    pub step: Option<Milestone>,
}

/// What the backend shows of a caller creating a PIN, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Milestone {
    /// The six digits alone were accepted.
    SixDigits,
    /// The PIN was created.
    PinCreated,
    /// PIN and next code were accepted.
    Confirmed,
}

#[cfg(test)]
#[path = "profile_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "profile_notices_tests.rs"]
mod notices_tests;
