//! How holders are told: `[notify]` of the configuration. Without it they are not, and the journal says so.

use std::path::PathBuf;

use jiff::tz::TimeZone;
use lettre::Address;
use serde::Deserialize;

pub use crate::net::smtp::SettingFault;
use crate::net::smtp::{Encryption, Server, Wanted, read_address};

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
    /// In whose name: an address of the service, since holders are not told who the agent was.
    pub from: String,
    /// Where answers go; to the sender if absent.
    #[serde(default)]
    pub reply_to: Option<String>,
    /// The server wants the agent's name and password.
    #[serde(default)]
    pub login: bool,
    /// Certificates to trust instead of the system's, PEM.
    #[serde(default)]
    pub ca: Option<PathBuf>,
    /// Longest wait for one answer, 5 to 600 seconds.
    #[serde(default = "Settings::timeout")]
    pub timeout: u64,
    /// Allows `encryption = "none"` to other machines: names and passwords would travel in clear.
    #[serde(default)]
    pub plain_smtp: bool,
    /// The zone in which holders are told the time.
    #[serde(default = "Settings::zone")]
    pub timezone: String,
}

/// Settings that were checked.
pub struct Checked {
    /// The server.
    pub server: Server,
    /// In whose name.
    pub from: Address,
    /// Where answers go.
    pub reply_to: Option<Address>,
    /// The server wants a name and a password.
    pub login: bool,
    /// The zone in which holders are told the time.
    pub zone: TimeZone,
}

impl Settings {
    const fn timeout() -> u64 {
        60
    }

    fn zone() -> String {
        "Europe/Paris".to_owned()
    }

    /// Everything that can be checked without a network.
    pub(super) fn checked(&self) -> Result<Checked, SettingFault> {
        let Self { host, port, encryption, timeout, .. } = self;
        let (port, encryption, timeout) = (*port, *encryption, *timeout);
        let (ca, plain) = (self.ca.as_deref(), self.plain_smtp);
        let server = Wanted { host, port, encryption, ca, timeout, plain }.checked()?;
        let reply_to = self.reply_to.as_deref().map(|text| read_address("reply_to", text)).transpose()?;
        let zone = TimeZone::get(&self.timezone).map_err(|_| SettingFault::Zone(self.timezone.clone()))?;
        Ok(Checked { server, from: read_address("from", &self.from)?, reply_to, login: self.login, zone })
    }

    /// Whether it is the server of other settings, which one login opens.
    pub fn is_at(&self, host: &str, port: Option<u16>, encryption: Encryption) -> bool {
        (self.host.trim(), self.port, self.encryption) == (host.trim(), port, encryption)
    }
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
