//! Where the servers are and what they serve: the `[privacyidea]` part of the configuration.

use std::path::PathBuf;

use reqwest::Url;
use serde::Deserialize;

use crate::keyfile::Refusal;
use crate::net::{self, AddressFault};

/// As the file writes it; unknown words are refused, so that a slip is not a default.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Addresses of the nodes of one installation, the one to prefer first.
    pub nodes: Vec<String>,
    /// The realm whose people call.
    pub realm: String,
    /// The realm that agents log in to, empty for the server's own administrators.
    #[serde(default)]
    pub agents_realm: String,
    /// Certificates to trust instead of the system's, PEM.
    #[serde(default)]
    pub ca: Option<PathBuf>,
    /// Longest that one request may take, 1 to 60 seconds.
    #[serde(default = "Settings::timeout")]
    pub timeout: u64,
    /// Profile of the academy, by its name.
    #[serde(default)]
    pub academy: String,
    /// The user attribute that holds the school's code.
    #[serde(default)]
    pub school_attribute: Option<String>,
    /// A people file, joined by login, that knows the schools.
    #[serde(default)]
    pub people: Option<PathBuf>,
    /// Allows `http:` to other machines: codes and passwords would travel in clear.
    #[serde(default)]
    pub plain_http: bool,
}

/// Why settings are of no use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingFault {
    /// No node is named.
    #[error("no node")]
    NoNode,
    /// No realm is named.
    #[error("no realm")]
    NoRealm,
    /// Not the address of a server.
    #[error("not an address: {0}")]
    Address(String),
    /// `http:` to another machine.
    #[error("not encrypted: {0}")]
    Plain(String),
    /// Outside 1 to 60 seconds.
    #[error("timeout")]
    Timeout(u64),
    /// The file of certificates cannot be used.
    #[error("certificates: {0}")]
    Certificates(String),
    /// The people file cannot be read.
    #[error("people: {0}")]
    People(String),
    /// A line of the people file is refused.
    #[error("people: line {}", .1.line)]
    Person(PathBuf, Refusal),
}

impl Settings {
    const fn timeout() -> u64 {
        10
    }

    /// The nodes, once everything that can be checked without a network is right.
    pub(super) fn checked(&self) -> Result<Vec<Url>, SettingFault> {
        match self {
            Self { realm, .. } if realm.is_empty() => return Err(SettingFault::NoRealm),
            Self { nodes, .. } if nodes.is_empty() => return Err(SettingFault::NoNode),
            Self { timeout, .. } if !(1..=60).contains(timeout) => {
                return Err(SettingFault::Timeout(*timeout));
            }
            _ => {}
        }
        self.nodes.iter().map(|node| self.address(node)).collect()
    }

    /// Whether nobody on the way can read along: encrypted, or not leaving this machine.
    pub(super) fn is_sealed(&self) -> bool {
        self.nodes.iter().all(|node| net::address(node, false).is_ok())
    }

    /// With a slash at the end, so that paths are joined to it and not put in its place.
    fn address(&self, node: &str) -> Result<Url, SettingFault> {
        net::address(node, self.plain_http).map_err(|fault| match fault {
            AddressFault::Wrong => SettingFault::Address(node.to_owned()),
            AddressFault::Plain => SettingFault::Plain(node.to_owned()),
        })
    }
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
