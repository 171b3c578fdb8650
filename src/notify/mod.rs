//! The way to the holders of keys: a message to the directory's address when something was done to a key
//! (`docs/notices.md`).

pub mod courier;
mod mail;
mod settings;

use std::future::Future;
use std::pin::Pin;

use crate::domain::notice::Notice;
use crate::domain::secret::Secret;
use crate::net::smtp;
pub use mail::MailRoute;
pub use settings::{SettingFault, Settings};

/// The answer of a route, some time later.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = Result<T, RouteFault>> + Send + 'a>>;

/// Why a notice was not taken, or may not have been.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RouteFault {
    /// Not sent, or put off: try again later.
    #[error("unsent: {0}")]
    Unsent(String),
    /// No, for good, in the words of whoever said it.
    #[error("refused: {0}")]
    Refused(String),
    /// The server wants a login first. Nothing was sent.
    #[error("login over")]
    LoginOver,
    /// The server does not take this login. Nothing was sent.
    #[error("wrong login")]
    WrongLogin,
    /// Sent whole, and no answer.
    #[error("doubtful")]
    Doubtful,
}

/// Whoever carries notices.
pub trait Route: Send + Sync {
    /// Sends one. The same one sent again is the same message to whoever sorts by names of messages.
    fn send(&self, notice: Notice) -> Reply<'_, ()>;
    /// The agent's login, where the route has one.
    fn log_in(&self, _agent: String, _password: Secret<String>) -> Reply<'_, ()> {
        Box::pin(async { Ok(()) })
    }
}

/// Whether a message can be written to an address of the directory, as it stands there.
pub fn is_address(text: &str) -> bool {
    smtp::address(text).is_some()
}
