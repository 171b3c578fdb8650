//! What is wrong with the settings of a desk, and what all desks over a network check of theirs.

use std::path::Path;
use std::time::Duration;

use reqwest::{Client, Url};

use crate::net::{self, AddressFault};

/// Why settings are of no use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingFault {
    /// No queue to file in.
    #[error("no queue")]
    NoQueue,
    /// No field for the name of a draft: every ticket could be filed twice.
    #[error("no field for the UUID")]
    NoUuid,
    /// Not the address of a server.
    #[error("not an address: {0}")]
    Address(String),
    /// `http:` to another machine.
    #[error("not encrypted: {0}")]
    Plain(String),
    /// Outside 5 to 120 seconds.
    #[error("timeout")]
    Timeout(u64),
    /// Not a state.
    #[error("not a state: {0}")]
    State(String),
    /// Not a time zone that this machine knows.
    #[error("not a time zone: {0}")]
    Zone(String),
    /// The file of certificates cannot be used.
    #[error("certificates: {0}")]
    Certificates(String),
}

/// The address of a server, if it and the patience for one request (seconds, 5 to 120) may be used.
pub fn address(url: &str, plain: bool, timeout: u64) -> Result<Url, SettingFault> {
    if !(5..=120).contains(&timeout) {
        return Err(SettingFault::Timeout(timeout));
    }
    net::address(url, plain).map_err(|fault| match fault {
        AddressFault::Wrong => SettingFault::Address(url.to_owned()),
        AddressFault::Plain => SettingFault::Plain(url.to_owned()),
    })
}

/// The client of a desk.
pub fn client(ca: Option<&Path>, timeout: u64) -> Result<Client, SettingFault> {
    net::client(ca, Duration::from_secs(timeout)).map_err(SettingFault::Certificates)
}
