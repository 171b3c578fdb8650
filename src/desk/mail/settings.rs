//! Where mail is handed over and in whose name: `[desk]` of the configuration with `kind = "mail"`.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::client::{Certificate, CertificateStore, TlsParameters};
use serde::Deserialize;

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

/// How the line is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encryption {
    /// From the server's word on; a server that does not offer it is told nothing (RFC 3207).
    #[default]
    StartTls,
    /// From the first byte (RFC 8314).
    Tls,
    /// Not at all: to this machine.
    None,
}

impl Encryption {
    fn port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Tls => 465,
            Self::None => 25,
        }
    }
}

/// Why settings are of no use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingFault {
    /// Not the name of a server.
    #[error("not a server: {0}")]
    Host(String),
    /// Not a mail address; the word of the file before it.
    #[error("{0} is no mail address: {1}")]
    Address(&'static str, String),
    /// In clear to another machine.
    #[error("not encrypted: {0}")]
    Plain(String),
    /// Outside 5 to 600 seconds.
    #[error("timeout")]
    Timeout(u64),
    /// The file of certificates cannot be used.
    #[error("certificates: {0}")]
    Certificates(String),
}

/// Settings that were checked.
pub struct Checked {
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is encrypted, and whom it trusts.
    pub encryption: Encryption,
    /// Whom to trust, where there is encryption.
    pub tls: Option<TlsParameters>,
    /// The agent's address.
    pub from: Address,
    /// Where answers go.
    pub reply_to: Address,
    /// Where every ticket goes.
    pub to: Option<Address>,
    /// The server wants a name and a password.
    pub login: bool,
    /// Longest wait for one answer.
    pub timeout: Duration,
}

/// A mail address that cannot be anything else besides: ASCII, no spaces, no quotes, no line ends.
pub fn address(text: &str) -> Option<Address> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '\'' | '+' | '@');
    text.chars().all(plain).then(|| text.parse().ok()).flatten()
}

impl Settings {
    const fn timeout() -> u64 {
        60
    }

    /// Everything that can be checked without a network.
    pub(super) fn checked(&self) -> Result<Checked, SettingFault> {
        let host = self.host.trim();
        let right = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
        if host.is_empty() || !host.chars().all(right) {
            return Err(SettingFault::Host(self.host.clone()));
        }
        if !(5..=600).contains(&self.timeout) {
            return Err(SettingFault::Timeout(self.timeout));
        }
        if self.encryption == Encryption::None && !self.plain_smtp && !is_loopback(host) {
            return Err(SettingFault::Plain(host.to_owned()));
        }
        let read = |word: &'static str, text: &str| {
            address(text).ok_or_else(|| SettingFault::Address(word, text.to_owned()))
        };
        let optional = |word, text: &Option<String>| text.as_deref().map(|text| read(word, text)).transpose();
        let from = read("from", &self.from)?;
        Ok(Checked {
            host: host.to_owned(),
            port: self.port.unwrap_or_else(|| self.encryption.port()),
            encryption: self.encryption,
            tls: self.trust(host)?,
            reply_to: optional("reply_to", &self.reply_to)?.unwrap_or_else(|| from.clone()),
            from,
            to: optional("to", &self.to)?,
            login: self.login,
            timeout: Duration::from_secs(self.timeout),
        })
    }

    fn trust(&self, host: &str) -> Result<Option<TlsParameters>, SettingFault> {
        if self.encryption == Encryption::None {
            return Ok(None);
        }
        let mut builder = TlsParameters::builder(host.to_owned());
        if let Some(path) = &self.ca {
            let wrong = |what: String| SettingFault::Certificates(format!("{}: {what}", path.display()));
            let pem = std::fs::read(path).map_err(|fault| wrong(fault.to_string()))?;
            if !pem.windows(BEGIN.len()).any(|part| part == BEGIN) {
                return Err(wrong("PEM".to_owned()));
            }
            let authority = Certificate::from_pem(&pem).map_err(|fault| wrong(fault.to_string()))?;
            builder = builder.certificate_store(CertificateStore::None).add_root_certificate(authority);
        }
        builder.build().map(Some).map_err(|fault| SettingFault::Certificates(fault.to_string()))
    }
}

/// How a certificate begins: a file without one would leave nobody to trust, and nobody told.
const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
