//! Tickets as the server writes them.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::markup;
use crate::desk::loose::{Number, text};
use crate::domain::moment::Moment;
use crate::domain::ticket::{Priority, State};

/// Types of what binds people to a ticket.
pub const REQUESTER: u64 = 1;
/// See [`REQUESTER`].
pub const ASSIGNED: u64 = 2;

/// The link from a ticket to the one it was merged into.
pub const SON_OF: u64 = 3;

/// What a status means, the one to set first.
const STATUSES: [(u64, State); 6] = [
    (1, State::New),
    (2, State::Open),
    (3, State::Open),
    (4, State::Waiting),
    (5, State::Solved),
    (6, State::Closed),
];

/// From which of 1 to 6 on a ticket is so pressing, and what is set.
const PRIORITIES: [(Priority, u64, u64); 3] =
    [(Priority::High, 4, 4), (Priority::Normal, 3, 3), (Priority::Low, 0, 2)];

/// What a status means. One that nobody knows asks for work: the server keeps any number.
pub fn state(status: u64) -> State {
    STATUSES.iter().find(|(known, _)| *known == status).map_or(State::Open, |(_, state)| *state)
}

/// The statuses that mean a state.
pub fn statuses(state: State) -> impl Iterator<Item = u64> {
    STATUSES.into_iter().filter(move |(_, known)| *known == state).map(|(status, _)| status)
}

/// What a number means.
pub fn priority(number: u64) -> Priority {
    PRIORITIES.iter().find(|(_, least, _)| number >= *least).map_or(Priority::Low, |(known, ..)| *known)
}

/// The number of a priority.
pub fn number(priority: Priority) -> u64 {
    PRIORITIES.iter().find(|(known, ..)| *known == priority).map_or(3, |(.., number)| *number)
}

/// `2026-11-21 22:03:32` on the server's clock; what was never is 1970.
pub fn moment(text: &str, zone: &TimeZone) -> Moment {
    let read: Option<DateTime> = text.trim().parse().ok();
    let at = read.and_then(|civil| zone.to_timestamp(civil).ok());
    at.map_or_else(Moment::default, |at| Moment::from_millis(at.as_millisecond()))
}

/// A number, or 0 for what stands in its place.
fn amount<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    let value = Value::deserialize(from)?;
    Ok(if value.is_null() { 0 } else { whole(&value).unwrap_or_default() })
}

fn whole(value: &Value) -> Option<u64> {
    Number::deserialize(value).ok().map(|number| number.0)
}

/// What was made.
#[derive(Deserialize)]
pub struct Made {
    /// Its number.
    pub id: Number,
}

/// A ticket. What the server has always written is required.
#[derive(Clone, Debug, Deserialize)]
pub struct Ticket {
    /// Its number.
    pub id: Number,
    /// Its title, with entities.
    #[serde(deserialize_with = "text")]
    pub name: String,
    /// Its text, see [`markup::words`].
    #[serde(deserialize_with = "text")]
    pub content: String,
    /// See [`state`].
    pub status: Number,
    /// See [`priority`].
    pub priority: Number,
    /// Its category; 0 for none.
    #[serde(default, rename = "itilcategories_id", deserialize_with = "amount")]
    pub category: u64,
    /// Who filed it.
    #[serde(default, rename = "users_id_recipient", deserialize_with = "amount")]
    pub author: u64,
    /// When.
    #[serde(default, deserialize_with = "text")]
    pub date: String,
    /// When anything last happened.
    #[serde(default, rename = "date_mod", deserialize_with = "text")]
    pub changed: String,
    /// It is in the bin: thrown away, or merged.
    #[serde(default, rename = "is_deleted", deserialize_with = "amount")]
    pub deleted: u64,
    /// Its files, where they were asked for.
    #[serde(default, rename = "_documents")]
    pub documents: Vec<Document>,
}

/// A file of a ticket.
#[derive(Clone, Debug, Deserialize)]
pub struct Document {
    /// What it is called.
    #[serde(default, deserialize_with = "text")]
    pub name: String,
    /// The name of the file.
    #[serde(default, deserialize_with = "text")]
    pub filename: String,
}

/// Somebody bound to a ticket.
#[derive(Clone, Debug, Deserialize)]
pub struct Actor {
    /// Of the bond.
    pub id: Number,
    /// Who; 0 for somebody without an account.
    #[serde(default, rename = "users_id", deserialize_with = "amount")]
    pub user: u64,
    /// How.
    #[serde(rename = "type")]
    pub kind: Number,
    /// The address of somebody without an account.
    #[serde(default, rename = "alternative_email", deserialize_with = "text")]
    pub mail: String,
}

/// A bond of two tickets.
#[derive(Debug, Deserialize)]
pub struct Bond {
    /// From which.
    #[serde(rename = "tickets_id_1")]
    pub from: Number,
    /// To which.
    #[serde(rename = "tickets_id_2")]
    pub to: Number,
    /// Of which kind.
    pub link: Number,
}

/// Words added to a ticket, or its solution.
#[derive(Clone, Debug, Deserialize)]
pub struct Followup {
    /// Its number.
    pub id: Number,
    /// See [`markup::words`].
    #[serde(default, deserialize_with = "text")]
    pub content: String,
    /// By whom.
    #[serde(default, rename = "users_id", deserialize_with = "amount")]
    pub user: u64,
    /// For colleagues.
    #[serde(default, rename = "is_private", deserialize_with = "amount")]
    pub private: u64,
    /// When.
    #[serde(default, rename = "date_creation", deserialize_with = "text")]
    pub created: String,
    /// The ticket that it came from by a merge; 0 for none.
    #[serde(default, rename = "sourceitems_id", deserialize_with = "amount")]
    pub source: u64,
}

/// A category or a person.
#[derive(Debug, Deserialize)]
pub struct Called {
    /// Its number.
    pub id: Number,
    /// Its name.
    #[serde(deserialize_with = "text")]
    pub name: String,
    /// A category's path.
    #[serde(default, rename = "completename", deserialize_with = "text")]
    pub path: String,
}

impl Called {
    /// The whole path of a category, or the name.
    pub fn whole(&self) -> String {
        markup::decoded(if self.path.is_empty() { &self.name } else { &self.path })
    }
}

/// Who is logged in.
#[derive(Deserialize)]
pub struct Whole {
    /// The session.
    pub session: Me,
}

/// See [`Whole`].
#[derive(Deserialize)]
pub struct Me {
    /// The agent's number.
    #[serde(rename = "glpiID")]
    pub id: Number,
    /// The agent's login.
    #[serde(rename = "glpiname", deserialize_with = "text")]
    pub name: String,
}

/// What a search found. Where it found nothing there are no rows at all.
#[derive(Deserialize)]
pub struct Found {
    /// Rows of all pages.
    #[serde(rename = "totalcount")]
    pub total: Number,
    /// Rows of this one.
    #[serde(default)]
    pub data: Option<Vec<Row>>,
}

/// Columns by the number of their search field.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Row(BTreeMap<String, Value>);

impl Row {
    /// A column as text.
    pub fn text(&self, column: &str) -> String {
        match self.0.get(column) {
            Some(Value::String(text)) => markup::decoded(text),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    /// A column as a number.
    pub fn number(&self, column: &str) -> Option<u64> {
        whole(self.0.get(column)?)
    }

    /// A column of one or several people; one without an account has no number.
    pub fn people(&self, column: &str) -> Vec<u64> {
        match self.0.get(column) {
            Some(Value::Array(all)) => all.iter().filter_map(whole).filter(|id| *id > 0).collect(),
            Some(one) => whole(one).filter(|id| *id > 0).into_iter().collect(),
            None => Vec::new(),
        }
    }
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
