//! The agent's login: two ways to give it, one hour of use, and what it allows.

use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use serde_json::{Value, json};

use super::nodes::{Call, CallFault, Nodes};
use crate::backend::Trouble;
use crate::domain::key::KeyAct;
use crate::domain::moment::{Moment, Span};
use crate::domain::secret::Secret;

/// How long a login is good for when the server does not tell: its usual hour.
const HOUR: Span = Span::minutes(60);

/// A login under way or done.
pub enum Step {
    /// The agent is in.
    In,
    /// The server asks for something more: a code of the agent's own key.
    More {
        /// What ties the next answer to this one.
        transaction: String,
        /// The server's question.
        question: String,
    },
}

/// Why a login failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginFault {
    /// Name, password, PIN or code: the server does not tell which.
    Wrong,
    /// The account of a holder, not of an agent.
    NotAnAgent,
    /// It could not be asked.
    Unreachable(Trouble),
    /// The server says no, in its own words.
    Refused(String),
}

/// What a login gives.
#[derive(Deserialize)]
struct Granted {
    token: String,
    role: String,
    #[serde(default)]
    rights: Vec<String>,
    #[serde(default)]
    username: String,
}

struct Login {
    token: Secret<String>,
    rights: Vec<String>,
    until: Moment,
}

/// The login of one console.
#[derive(Default)]
pub struct Session {
    login: Mutex<Option<Login>>,
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
}

impl Right {
    fn word(self) -> &'static str {
        match self {
            Self::Log => "authentication_log_read",
            Self::Audit => "auditlog",
            Self::UserLock => "user_lock_read",
            Self::LiftLock => "user_lock_reset",
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
    /// One step of a login. `transaction` is that of the step before.
    pub async fn log_in(
        &self,
        nodes: &Nodes,
        realm: &str,
        agent: &str,
        password: &Secret<String>,
        transaction: Option<&str>,
    ) -> Result<Step, LoginFault> {
        let mut body = json!({ "username": agent, "password": password.expose() });
        if !realm.is_empty() {
            body["realm"] = realm.into();
        }
        if let Some(transaction) = transaction {
            body["transaction_id"] = transaction.into();
        }
        // A code would be used up by the first of two: such a login is not sent twice.
        let envelope = nodes.call(&Call::post("auth", body), None).await.map_err(|fault| match fault {
            CallFault::Refused { status: 401, .. } => LoginFault::Wrong,
            CallFault::Refused { message, .. } => LoginFault::Refused(message),
            CallFault::Unsent(trouble) | CallFault::Lost(trouble) => LoginFault::Unreachable(trouble),
        })?;
        if envelope.authentication == "CHALLENGE" {
            let transaction = envelope.detail.get("transaction_id").and_then(Value::as_str);
            let transaction = transaction.ok_or(LoginFault::Unreachable(Trouble::Nonsense))?.to_owned();
            return Ok(Step::More { transaction, question: envelope.message().to_owned() });
        }
        let granted: Granted = match envelope.value() {
            Ok(granted) => granted,
            Err(_) => return Err(LoginFault::Wrong),
        };
        if granted.role != "admin" {
            return Err(LoginFault::NotAnAgent);
        }
        let Granted { token, rights, .. } = granted;
        let token = Secret::new(token);
        let until = expiry(&token).unwrap_or_else(|| (nodes.clock())() + HOUR);
        *self.lock() = Some(Login { token, rights, until });
        Ok(Step::In)
    }

    /// The proof of the login, while it is good.
    pub fn token(&self, now: Moment) -> Option<Secret<String>> {
        let login = self.lock();
        login.as_ref().filter(|login| now < login.until).map(|login| login.token.duplicate())
    }

    /// The server does not take the proof any more.
    pub fn over(&self) {
        if let Some(login) = self.lock().as_mut() {
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

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Login>> {
        self.login.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
