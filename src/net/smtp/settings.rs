//! A mail server as a configuration names it, and what can be checked of it without a network.

use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::client::{Certificate, CertificateStore, TlsParameters};
use serde::Deserialize;

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
    /// Not a time zone that this machine knows.
    #[error("not a time zone: {0}")]
    Zone(String),
    /// The file of certificates cannot be used.
    #[error("certificates: {0}")]
    Certificates(String),
}

/// What a configuration says of a server.
pub struct Wanted<'a> {
    /// Its name.
    pub host: &'a str,
    /// Its port; without one that of the encryption.
    pub port: Option<u16>,
    /// How the line is encrypted.
    pub encryption: Encryption,
    /// Certificates to trust instead of the system's, PEM.
    pub ca: Option<&'a Path>,
    /// Longest wait for one answer, 5 to 600 seconds.
    pub timeout: u64,
    /// In clear to other machines too.
    pub plain: bool,
}

/// A server that was checked.
pub struct Server {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is encrypted.
    pub encryption: Encryption,
    /// Whom to trust, where there is encryption.
    pub tls: Option<TlsParameters>,
    /// Longest wait for one answer.
    pub timeout: Duration,
}

impl Wanted<'_> {
    /// Everything that can be checked without a network.
    pub fn checked(&self) -> Result<Server, SettingFault> {
        let host = self.host.trim();
        let right = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
        if host.is_empty() || !host.chars().all(right) {
            return Err(SettingFault::Host(self.host.to_owned()));
        }
        if !(5..=600).contains(&self.timeout) {
            return Err(SettingFault::Timeout(self.timeout));
        }
        if self.encryption == Encryption::None && !self.plain && !is_loopback(host) {
            return Err(SettingFault::Plain(host.to_owned()));
        }
        Ok(Server {
            host: host.to_owned(),
            port: self.port.unwrap_or_else(|| self.encryption.port()),
            encryption: self.encryption,
            tls: self.trust(host)?,
            timeout: Duration::from_secs(self.timeout),
        })
    }

    fn trust(&self, host: &str) -> Result<Option<TlsParameters>, SettingFault> {
        if self.encryption == Encryption::None {
            return Ok(None);
        }
        let mut builder = TlsParameters::builder(host.to_owned());
        if let Some(path) = self.ca {
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

/// A mail address that cannot be anything else besides: ASCII, no spaces, no quotes, no line ends.
pub fn address(text: &str) -> Option<Address> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '\'' | '+' | '@');
    text.chars().all(plain).then(|| text.parse().ok()).flatten()
}

/// The same of a word of the configuration.
pub fn read_address(word: &'static str, text: &str) -> Result<Address, SettingFault> {
    address(text).ok_or_else(|| SettingFault::Address(word, text.to_owned()))
}
