//! What happened to a person, out of the server's two logs.
//!
//! The authentication log names the cause of each failed login by a word; the audit knows what
//! agents did. An older server has only the audit.

use serde::Deserialize;

use super::times;
use crate::domain::moment::{Moment, Span};
use crate::domain::person::{Event, Happening};

/// How long the creation of a PIN stays open on the server, twice over.
const DIALOGUE: Span = Span::minutes(4);

/// A page of the authentication log, newest first or oldest first.
#[derive(Debug, Deserialize)]
pub struct Log {
    #[serde(rename = "auth_logs")]
    pub entries: Vec<Entry>,
}

/// One line of it.
#[derive(Clone, Debug, Deserialize)]
pub struct Entry {
    /// Rises with time.
    pub id: i64,
    timestamp: String,
    event_type: String,
    #[serde(default)]
    reasons: Option<Vec<String>>,
    #[serde(default)]
    serial: Option<String>,
    #[serde(default)]
    client_label: Option<String>,
    #[serde(default)]
    transaction_id: Option<String>,
}

impl Entry {
    fn at(&self) -> Option<Moment> {
        times::stamp(&self.timestamp)
    }

    /// This program tests codes under its own name.
    fn is_ours(&self) -> bool {
        self.client_label.as_deref().is_some_and(|label| label.starts_with("guichet/"))
    }

    fn has(&self, reason: &str) -> bool {
        self.reasons.iter().flatten().any(|own| own == reason)
    }
}

/// The lines of a log as events, oldest first. Steps of one dialogue are told apart by what came
/// before, so a log is read from before the first event that is wanted.
pub fn events(mut entries: Vec<Entry>) -> Vec<Event> {
    entries.sort_by_key(|entry| entry.id);
    let mut events: Vec<Event> = Vec::new();
    for entry in entries {
        let Some(at) = entry.at() else { continue };
        let serial = entry.serial.clone().unwrap_or_default();
        let mut same = events.iter().rev().filter(|event| event.serial == serial && is_of_holder(event.what));
        let latest = same.next();
        // A try that failed in between ends no dialogue: what opens next confirms the PIN all the same.
        let opened = latest.into_iter().chain(same).find(|event| !is_failure(event.what));
        let after = |step: Happening| opened.is_some_and(|event| event.what == step);
        let what = match entry.event_type.as_str() {
            "LOGIN_SUCCESS" if entry.is_ours() => Some(Happening::CodeTested),
            "LOGIN_SUCCESS" if after(Happening::DigitsAccepted) && entry.transaction_id.is_some() => {
                Some(Happening::PinCreated)
            }
            "LOGIN_SUCCESS" if after(Happening::PinCreated) => Some(Happening::PinConfirmed),
            "LOGIN_SUCCESS" => Some(Happening::LoggedIn),
            // A step of the creation of a PIN: the first one is the code, the next ones are the PIN.
            "UNKNOWN_FAIL_REASON" | "CHALLENGE_TRIGGERED" | "CHALLENGE_CONTINUED" => {
                let open = latest
                    .is_some_and(|event| event.what == Happening::DigitsAccepted && at - event.at < DIALOGUE);
                (entry.transaction_id.is_some() && !open).then_some(Happening::DigitsAccepted)
            }
            "TOKEN_ONLY_FAIL" if entry.is_ours() => None,
            "MFA_FAIL" | "TOKEN_ONLY_FAIL" => Some(Happening::WrongCode),
            "PIN_FAIL" => Some(Happening::WrongPin),
            "NO_USABLE_TOKEN" if entry.has("TOKEN_FAILCOUNT_EXCEEDED") => Some(Happening::LockedOut),
            "NO_USABLE_TOKEN" => Some(Happening::KeyRefused),
            "USER_LOCKED" => Some(Happening::HolderLocked),
            _ => None,
        };
        if let Some(what) = what {
            events.push(Event { id: entry.id, at, serial, what, step: None, by: String::new() });
        }
    }
    events
}

/// Only these are part of a holder's dialogue with the server.
fn is_of_holder(what: Happening) -> bool {
    !matches!(what, Happening::CodeTested)
}

/// A try that opened nothing.
fn is_failure(what: Happening) -> bool {
    use Happening::{HolderLocked, KeyRefused, LockedOut, WrongCode, WrongPin};
    matches!(what, WrongCode | WrongPin | KeyRefused | LockedOut | HolderLocked)
}

/// A page of the audit.
#[derive(Debug, Deserialize)]
pub struct Audit {
    /// Rows.
    pub auditdata: Vec<Row>,
}

/// One row.
#[derive(Clone, Debug, Deserialize)]
pub struct Row {
    date: String,
    #[serde(default)]
    action: Option<String>,
    #[serde(default)]
    success: Option<serde_json::Value>,
    #[serde(default)]
    serial: Option<String>,
    #[serde(default)]
    administrator: Option<String>,
    #[serde(default)]
    info: Option<String>,
}

/// Calls of agents and what they were for.
const ACTS: [(&str, Happening); 8] = [
    ("/token/setpin", Happening::PinCleared),
    ("/token/reset", Happening::Unlocked),
    ("/token/resync", Happening::Resynced),
    ("/token/disable", Happening::Suspended),
    ("/token/lost", Happening::Suspended),
    ("/token/enable", Happening::Enabled),
    ("/token/assign", Happening::Assigned),
    ("/token/unassign", Happening::Unassigned),
];

/// What logins look like in an audit, for servers without an authentication log.
const LOGINS: [(&str, Happening); 6] = [
    ("wrong otp pin", Happening::WrongPin),
    ("wrong otp value", Happening::WrongCode),
    ("Failcounter exceeded", Happening::LockedOut),
    ("Token is disabled", Happening::KeyRefused),
    ("Outside validity period", Happening::KeyRefused),
    ("matching 1 tokens", Happening::LoggedIn),
];

impl Row {
    /// The moment by the server's own wall clock, as if that were UTC.
    pub fn wall(&self) -> Option<Moment> {
        times::wall(&self.date)
    }

    fn succeeded(&self) -> bool {
        match &self.success {
            Some(serde_json::Value::Bool(yes)) => *yes,
            Some(serde_json::Value::Number(number)) => number.as_f64() != Some(0.0),
            _ => false,
        }
    }

    /// The row as an event, the wall clock being `east` of UTC. `logins`: tell logins too.
    pub fn event(&self, east: Span, logins: bool) -> Option<Event> {
        let action = self.action.as_deref()?;
        let info = self.info.as_deref().unwrap_or_default();
        let what = match action.strip_prefix("POST ") {
            Some("/validate/check") if logins => {
                LOGINS.iter().find(|(words, _)| info.starts_with(words)).map(|(_, what)| *what)
            }
            Some(path) if self.succeeded() => {
                let path = path.trim_end_matches('/');
                ACTS.iter().find(|(call, _)| path.starts_with(call)).map(|(_, what)| *what)
            }
            _ => None,
        }?;
        let by = if what == Happening::LoggedIn { None } else { self.administrator.clone() };
        Some(Event {
            id: 0,
            at: self.wall()? - east,
            serial: self.serial.clone().unwrap_or_default(),
            what,
            step: None,
            by: by.unwrap_or_default(),
        })
    }
}
