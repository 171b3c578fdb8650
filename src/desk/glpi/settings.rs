//! Where the desk is and how it names things: `[desk]` of the configuration with `kind = "glpi"`.

use std::path::PathBuf;

use jiff::tz::TimeZone;
use reqwest::Url;
use serde::Deserialize;

use crate::desk::setting::{self, SettingFault};

/// As the file writes it; unknown words are refused, so that a slip is not a default.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Its address, as one types it into a browser.
    pub url: String,
    /// Names this program to the server, where its administrator asks for that: no secret of an agent.
    #[serde(default)]
    pub app_token: String,
    /// The category that tickets are filed in, by its name or its whole path; none when empty.
    #[serde(default)]
    pub category: String,
    /// Categories that are listed and routed to; all that the agent sees when empty.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Logins of agents that a ticket can be given to, besides those who were seen with one.
    #[serde(default)]
    pub agents: Vec<String>,
    /// The zone of the server's clock: it tells times without one (ticket facts, 6.2).
    #[serde(default = "Settings::timezone")]
    pub timezone: String,
    /// Certificates to trust instead of the system's, PEM.
    #[serde(default)]
    pub ca: Option<PathBuf>,
    /// Longest that one request may take, 5 to 120 seconds. Short patience makes tickets twice (ticket facts, 0).
    #[serde(default = "Settings::timeout")]
    pub timeout: u64,
    /// Allows `http:` to other machines: passwords and tickets would travel in clear.
    #[serde(default)]
    pub plain_http: bool,
}

/// What the address of the API ends with.
const API: &str = "apirest.php";

impl Settings {
    const fn timeout() -> u64 {
        30
    }

    fn timezone() -> String {
        "Europe/Paris".to_owned()
    }

    /// The address of the API and the server's zone, once everything that can be checked without a network is right.
    pub(super) fn checked(&self) -> Result<(Url, TimeZone), SettingFault> {
        let typed = self.url.trim_end_matches('/').trim_end_matches(API);
        let url = setting::address(typed, self.plain_http, self.timeout)?;
        let api = url.join(API).map_err(|_| SettingFault::Address(self.url.clone()))?;
        let zone = TimeZone::get(self.timezone.trim());
        Ok((api, zone.map_err(|_| SettingFault::Zone(self.timezone.clone()))?))
    }
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
