//! Mail handed over to a server (RFC 5321): for tickets to an academy's address, and for holders who are told what was
//! done to their keys.

pub mod message;
mod settings;
mod talk;
mod watched;

pub use settings::{Encryption, Server, SettingFault, Wanted, address, read_address};
pub use talk::{enter, send};

/// A name and its password: the server asks at each connection.
pub struct Proof<'a> {
    /// The agent's name there.
    pub agent: &'a str,
    /// Typed at the terminal. The mail library copies it while it logs in.
    pub password: &'a str,
}

/// Why a message was not taken, or may not have been.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmtpFault {
    /// It was not sent, or put off (`4yz`): what befell the line by its stable word, or the server's own words. Try
    /// again later.
    #[error("unsent: {0}")]
    Unsent(String),
    /// The server said no for good (`5yz`), in its own words. Trying again is vain.
    #[error("refused: {0}")]
    Refused(String),
    /// The server does not take this login. Nothing was sent.
    #[error("wrong login")]
    WrongLogin,
    /// Sent whole, and no answer: it may have arrived, and mail cannot be asked.
    #[error("doubtful")]
    Doubtful,
}
