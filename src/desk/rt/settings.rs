//! Where the desk is and how it names things: `[desk]` of the configuration with `kind = "rt"`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use reqwest::Url;
use serde::Deserialize;

use crate::desk::setting::{self, SettingFault};
use crate::domain::ticket::{Field, State};

/// As the file writes it; unknown words are refused, so that a slip is not a default.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Its address, as one types it into a browser.
    pub url: String,
    /// The queue that tickets are filed in.
    pub queue: String,
    /// Queues that are listed and routed to; all that the agent sees when empty.
    #[serde(default)]
    pub queues: Vec<String>,
    /// Agents that a ticket can be given to, besides those who were seen with one: RT does not tell.
    #[serde(default)]
    pub agents: Vec<String>,
    /// Names of custom fields.
    #[serde(default)]
    pub fields: Names,
    /// What statuses of a life cycle of the desk's own mean, in the stable words of [`State`].
    #[serde(default)]
    pub states: BTreeMap<String, String>,
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

/// Names of custom fields; one that is empty, or that the queue lacks, is in the text of the ticket alone.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Names {
    /// Where the name of the draft is kept: without it nothing is filed.
    pub uuid: String,
    /// The field of transactions that keeps the name of an added text: without it nothing is added.
    pub operation: String,
    /// [`Field::Name`].
    pub name: String,
    /// [`Field::Post`].
    pub post: String,
    /// [`Field::Mail`].
    pub mail: String,
    /// [`Field::Phone`].
    pub phone: String,
    /// [`Field::Hours`].
    pub hours: String,
    /// [`Field::Errors`].
    pub errors: String,
    /// [`Field::Accounts`].
    pub accounts: String,
    /// [`Field::Serial`].
    pub serial: String,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            uuid: "UUID client".to_owned(),
            operation: "UUID opération".to_owned(),
            name: "Nom".to_owned(),
            post: "Service ou établissement d'affectation".to_owned(),
            mail: "Adresse mail académique".to_owned(),
            phone: "Téléphone de rappel".to_owned(),
            hours: "Horaires de disponibilité".to_owned(),
            errors: "Messages d'erreur".to_owned(),
            accounts: "Comptes concernés".to_owned(),
            serial: "Numéro de clé".to_owned(),
        }
    }
}

impl Names {
    /// Fields of the form that have a custom field, by name.
    pub fn of_form(&self) -> [(Field, &str); 8] {
        [
            (Field::Name, &self.name),
            (Field::Post, &self.post),
            (Field::Mail, &self.mail),
            (Field::Phone, &self.phone),
            (Field::Hours, &self.hours),
            (Field::Errors, &self.errors),
            (Field::Accounts, &self.accounts),
            (Field::Serial, &self.serial),
        ]
    }
}

impl Settings {
    const fn timeout() -> u64 {
        30
    }

    /// The address, once everything that can be checked without a network is right.
    pub(super) fn checked(&self) -> Result<Url, SettingFault> {
        match self {
            Self { queue, .. } if queue.trim().is_empty() => return Err(SettingFault::NoQueue),
            Self { fields, .. } if fields.uuid.trim().is_empty() => return Err(SettingFault::NoUuid),
            _ => {}
        }
        if let Some(word) = self.states.values().find(|word| State::from_word(word).is_none()) {
            return Err(SettingFault::State(word.clone()));
        }
        setting::address(&self.url, self.plain_http, self.timeout)
    }
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
