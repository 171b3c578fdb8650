//! Where mail is handed over and in whose name: `[desk]` of the configuration with `kind = "mail"`.

use std::path::PathBuf;

use lettre::Address;
use serde::Deserialize;

pub use crate::net::smtp::{Encryption, SettingFault, address};
use crate::net::smtp::{Server, Wanted, read_address};

/// As the file writes it; unknown words are refused, so that a slip is not a default.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The mail server that takes messages from here.
    pub host: String,
    /// Its port; without one that of the encryption.
    #[serde(default)]
    pub port: Option<u16>,
    /// How the line is encrypted.
    #[serde(default)]
    pub encryption: Encryption,
    /// The agent's own address.
    pub from: String,
    /// Where answers go; to the agent if absent.
    #[serde(default)]
    pub reply_to: Option<String>,
    /// Where every ticket goes; if absent, to the address in the profile of its academy.
    #[serde(default)]
    pub to: Option<String>,
    /// The server wants the agent's name and password.
    #[serde(default)]
    pub login: bool,
    /// Certificates to trust instead of the system's, PEM.
    #[serde(default)]
    pub ca: Option<PathBuf>,
    /// Longest wait for one answer, 5 to 600 seconds: some servers look through a message before they answer, and an
    /// answer that was not waited for leaves a doubt.
    #[serde(default = "Settings::timeout")]
    pub timeout: u64,
    /// Allows `encryption = "none"` to other machines: passwords and tickets would travel in clear.
    #[serde(default)]
    pub plain_smtp: bool,
}

/// Settings that were checked.
pub struct Checked {
    /// The server.
    pub server: Server,
    /// The agent's address.
    pub from: Address,
    /// Where answers go.
    pub reply_to: Address,
    /// Where every ticket goes.
    pub to: Option<Address>,
    /// The server wants a name and a password.
    pub login: bool,
}

impl Settings {
    const fn timeout() -> u64 {
        60
    }

    /// Everything that can be checked without a network.
    pub(super) fn checked(&self) -> Result<Checked, SettingFault> {
        let Self { host, port, encryption, timeout, .. } = self;
        let (port, encryption, timeout) = (*port, *encryption, *timeout);
        let (ca, plain) = (self.ca.as_deref(), self.plain_smtp);
        let server = Wanted { host, port, encryption, ca, timeout, plain }.checked()?;
        let optional =
            |word, text: &Option<String>| text.as_deref().map(|text| read_address(word, text)).transpose();
        let from = read_address("from", &self.from)?;
        Ok(Checked {
            server,
            reply_to: optional("reply_to", &self.reply_to)?.unwrap_or_else(|| from.clone()),
            from,
            to: optional("to", &self.to)?,
            login: self.login,
        })
    }
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
