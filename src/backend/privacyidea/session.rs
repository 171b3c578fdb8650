//! The agent's login: two ways to give it, one hour of use, and what it allows.

use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use serde_json::{Value, json};

use super::nodes::{Call, CallFault, Nodes};
use crate::backend::{Fault, Login, LoginStep, Seen, Trouble};
use crate::domain::key::KeyAct;
use crate::domain::moment::{Moment, Span};
use crate::domain::secret::Secret;

/// How long a login is good for when the server does not tell: its usual hour.
const HOUR: Span = Span::minutes(60);

/// What a login gives.
#[derive(Deserialize)]
struct Granted {
    token: String,
    role: String,
    #[serde(default)]
    rights: Vec<String>,
}

struct Given {
    token: Secret<String>,
    rights: Vec<String>,
    until: Moment,
}

/// The login of one console.
#[derive(Default)]
pub struct Session {
    login: Mutex<Option<Given>>,
    /// Who logged in last, to log in again by that name.
    agent: Mutex<String>,
}

/// A right that reading needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Who failed to log in, and why.
    Log,
    /// What agents did.
    Audit,
    /// Whether a person is locked.
    UserLock,
    /// Lifting that lock.
    LiftLock,
    /// Bringing keys in from a file.
    Import,
}

impl Right {
    fn word(self) -> &'static str {
        match self {
            Self::Log => "authentication_log_read",
            Self::Audit => "auditlog",
            Self::UserLock => "user_lock_read",
            Self::LiftLock => "user_lock_reset",
            Self::Import => "importtokens",
        }
    }
}

/// The rights that an act takes.
fn needed(act: KeyAct) -> &'static [&'static str] {
    match act {
        KeyAct::ClearPin => &["setpin"],
        KeyAct::Unlock => &["reset"],
        KeyAct::Resync => &["resync"],
        KeyAct::Suspend => &["disable"],
        KeyAct::Enable => &["enable"],
        KeyAct::Assign => &["assign", "setpin"],
        KeyAct::Replace => &["disable", "assign", "setpin"],
        KeyAct::Unassign => &["unassign"],
    }
}

impl Session {
    /// One step of a login.
    pub async fn log_in(&self, nodes: &Nodes, realm: &str, login: Login) -> Result<LoginStep, Fault> {
        let agent = match login.agent.as_str() {
            "" => self.agent.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            agent => agent.to_owned(),
        };
        let mut body = json!({ "username": agent, "password": login.secret.expose() });
        if !realm.is_empty() {
            body["realm"] = realm.into();
        }
        if !login.transaction.is_empty() {
            body["transaction_id"] = login.transaction.into();
        }
        // A code would be used up by the first of two: a login is not sent twice.
        let envelope = nodes.call(&Call::post("auth", body), None).await.map_err(|fault| match fault {
            CallFault::Refused { status: 401, .. } => Fault::WrongLogin,
            CallFault::Lost(why) => unknown(why),
            other => super::fault(other),
        })?;
        if envelope.authentication == "CHALLENGE" {
            let transaction = envelope.detail.get("transaction_id").and_then(Value::as_str);
            let transaction = transaction.ok_or_else(|| unknown(Trouble::Nonsense))?.to_owned();
            return Ok(LoginStep::More { transaction, question: envelope.message().to_owned() });
        }
        // A refused challenge is a value of false.
        if envelope.verdict() == Some(false) {
            return Err(Fault::WrongLogin);
        }
        let granted: Granted = envelope.value().map_err(unknown)?;
        if granted.role != "admin" {
            return Err(Fault::NotAnAgent);
        }
        let token = Secret::new(granted.token);
        let until = expiry(&token).unwrap_or_else(|| (nodes.clock())() + HOUR);
        *self.lock() = Some(Given { token, rights: granted.rights, until });
        *self.agent.lock().unwrap_or_else(PoisonError::into_inner) = agent;
        Ok(LoginStep::In)
    }

    /// Who will log in, for a first login without a name.
    pub fn expect(&self, agent: &str) {
        agent.clone_into(&mut self.agent.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// The proof of the login, while it is good.
    pub fn token(&self, now: Moment) -> Option<Secret<String>> {
        let login = self.lock();
        login.as_ref().filter(|login| now < login.until).map(|login| login.token.duplicate())
    }

    /// The server does not take this proof any more. A late answer does not end a newer login.
    pub fn over(&self, proof: &Secret<String>) {
        if let Some(login) = self.lock().as_mut().filter(|login| login.token.expose() == proof.expose()) {
            login.until = Moment::default();
        }
    }

    /// Whether a right was given. A listed right can still be refused for a key of another realm.
    pub fn may(&self, right: Right) -> bool {
        self.has(right.word())
    }

    /// The acts that the rights allow.
    pub fn acts(&self) -> Vec<KeyAct> {
        let may = |act: &KeyAct| needed(*act).iter().all(|right| self.has(right));
        KeyAct::ALL.into_iter().filter(may).collect()
    }

    fn has(&self, word: &str) -> bool {
        self.lock().as_ref().is_some_and(|login| login.rights.iter().any(|right| right == word))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Given>> {
        self.login.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the login got there is not known, and nothing tells: a PIN and code may be used up by it.
fn unknown(why: Trouble) -> Fault {
    Fault::NoAnswer { why, seen: Seen::Nothing }
}

/// When the proof ends by its own words; nothing else in it is believed or needed.
fn expiry(token: &Secret<String>) -> Option<Moment> {
    #[derive(Deserialize)]
    struct Claims {
        exp: f64,
    }
    let middle = token.expose().split('.').nth(1)?;
    let clear = data_encoding::BASE64URL_NOPAD.decode(middle.as_bytes()).ok()?;
    let claims: Claims = serde_json::from_slice(&clear).ok()?;
    Some(Moment::from_secs(claims.exp as i64))
}
