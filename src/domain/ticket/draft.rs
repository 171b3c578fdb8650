//! A ticket while it is written.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Field, Suspicion, Uuid, redact, suspicions};
use crate::domain::moment::Moment;
use crate::domain::phone::Phone;

/// What the caller says of the number on the key (the notice of Nantes wants it, but a ticket may
/// be about getting a key).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SerialAnswer {
    /// The number, as far as it is typed.
    Known(String),
    /// There is no key to read it from.
    NoKeyYet,
    /// It cannot be read, and why.
    Unreadable(String),
}

impl SerialAnswer {
    /// The words that reach a desk, in the language of the notices.
    const NO_KEY_YET: &'static str = "pas encore de clé";
    const UNREADABLE: &'static str = "illisible : ";

    /// The text that is typed: the number, or the reason.
    pub fn typed(&self) -> &str {
        match self {
            Self::Known(text) | Self::Unreadable(text) => text,
            Self::NoKeyYet => "",
        }
    }

    /// What the desk is told; `None` if nothing was answered.
    pub fn filed(&self) -> Option<String> {
        let typed = self.typed().trim();
        match self {
            Self::Known(_) => (!typed.is_empty()).then(|| typed.to_owned()),
            Self::NoKeyYet => Some(Self::NO_KEY_YET.to_owned()),
            Self::Unreadable(_) => Some(format!("{}{typed}", Self::UNREADABLE)),
        }
    }

    /// Reads what [`Self::filed`] wrote, so that a screen can say it in its own language.
    pub fn from_filed(text: &str) -> Self {
        match (text, text.strip_prefix(Self::UNREADABLE)) {
            (Self::NO_KEY_YET, _) => Self::NoKeyYet,
            (_, Some(reason)) => Self::Unreadable(reason.to_owned()),
            _ => Self::Known(text.to_owned()),
        }
    }

    fn typed_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Known(text) | Self::Unreadable(text) => Some(text),
            Self::NoKeyYet => None,
        }
    }
}

/// A ticket that is not filed yet, complete or not. A secret may just have been typed into it, so
/// its `Debug` form shows its name alone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Its name for good: the ticket will carry it, so that it is filed once.
    pub uuid: Uuid,
    /// Name of the profile whose form it fills.
    pub academy: String,
    /// Whose card it was begun from; empty without one. Never shown to a desk as such: where the
    /// profile forbids logins it only links ticket and card inside this console.
    pub login: String,
    /// What is typed, as it is typed. The serial and the screenshots are below.
    pub values: BTreeMap<Field, String>,
    /// The answer to "number of the key".
    pub serial_answer: SerialAnswer,
    /// Paths of the screenshots.
    pub attachments: Vec<String>,
    /// What each of them held when it was attached, by path: SHA-256 in hexadecimal.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub prints: BTreeMap<String, String>,
    /// Serials of the card: in the text they are no secrets.
    pub serials: Vec<String>,
    /// When the text on the disk was written; `None` before the first time.
    #[serde(skip)]
    pub saved: Option<Moment>,
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").field("uuid", &self.uuid).finish_non_exhaustive()
    }
}

impl Draft {
    /// An empty one.
    pub fn new(uuid: Uuid, academy: &str) -> Self {
        Self {
            uuid,
            academy: academy.to_owned(),
            login: String::new(),
            values: BTreeMap::new(),
            serial_answer: SerialAnswer::Known(String::new()),
            attachments: Vec::new(),
            prints: BTreeMap::new(),
            serials: Vec::new(),
            saved: None,
        }
    }

    /// What is typed in a field; empty for the screenshots, which are a list.
    pub fn text(&self, field: Field) -> &str {
        match field {
            Field::Serial => self.serial_answer.typed(),
            _ => self.values.get(&field).map_or("", String::as_str),
        }
    }

    /// Replaces what is typed in a field. A serial keeps its kind of answer.
    pub fn set(&mut self, field: Field, text: &str) {
        match (field, self.serial_answer.typed_mut()) {
            (Field::Screenshots, _) | (Field::Serial, None) => {}
            (Field::Serial, Some(typed)) => text.clone_into(typed),
            _ => drop(self.values.insert(field, text.to_owned())),
        }
    }

    /// What looks like a secret, field by field. A serial has the form of a PASSCODE and is not
    /// looked at; neither are paths.
    pub fn suspicions(&self) -> Vec<(Field, Suspicion)> {
        let known = self.known();
        let scanned = self.scanned().flat_map(|(field, text)| {
            let found = suspicions(text, &known).into_iter();
            found.map(move |suspicion| (field, suspicion))
        });
        scanned.collect()
    }

    /// The draft without what looks like a secret: the only form that reaches a disk or a desk.
    pub fn redacted(&self) -> Cow<'_, Self> {
        if self.suspicions().is_empty() {
            return Cow::Borrowed(self);
        }
        let known = self.known();
        let mut clean = self.clone();
        for (field, text) in self.scanned() {
            clean.set(field, &redact(text, &known));
        }
        Cow::Owned(clean)
    }

    /// What a desk receives: every answered field, redacted, without the spaces around it, the
    /// telephone number in E.164, screenshots by their paths.
    pub fn fields(&self) -> BTreeMap<Field, String> {
        let clean = self.redacted();
        let mut filed: BTreeMap<Field, String> =
            clean.values.iter().map(|(field, text)| (*field, filed_text(*field, text))).collect();
        filed.extend(clean.serial_answer.filed().map(|answer| (Field::Serial, answer)));
        filed.insert(Field::Screenshots, clean.attachments.join("\n"));
        filed.retain(|_, text| !text.is_empty());
        filed
    }

    fn known(&self) -> Vec<&str> {
        let login = (!self.login.is_empty()).then_some(self.login.as_str());
        self.serials.iter().map(String::as_str).chain(login).collect()
    }

    /// The texts that are looked at for secrets.
    fn scanned(&self) -> impl Iterator<Item = (Field, &str)> {
        let reason = match &self.serial_answer {
            SerialAnswer::Unreadable(reason) => Some((Field::Serial, reason.as_str())),
            SerialAnswer::Known(_) | SerialAnswer::NoKeyYet => None,
        };
        self.values.iter().map(|(field, text)| (*field, text.as_str())).chain(reason)
    }
}

fn filed_text(field: Field, typed: &str) -> String {
    let typed = typed.trim();
    match (field, Phone::parse(typed)) {
        (Field::Phone, Ok(phone)) => phone.e164().to_owned(),
        _ => typed.replace("\r\n", "\n").replace('\r', "\n"),
    }
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
