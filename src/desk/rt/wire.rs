//! Tickets as the server writes them. Types move from call to call: a number comes as a string, an integer as a
//! float, an order of keys never twice the same (ticket facts, 2.5 and 2.6).

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::desk::loose::text;
pub use crate::desk::loose::{Number, decoded, read};
use crate::domain::moment::Moment;

/// Most characters of the server's words that go into a sentence.
const LONGEST: usize = 300;

/// The texts of a list.
fn texts<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let values = Option::<Vec<Value>>::deserialize(from)?.unwrap_or_default();
    let texts = values.into_iter().filter_map(|value| match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    Ok(texts.collect())
}

/// Rows; what the agent may not see comes as nothing.
fn rows<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    Ok(Vec::<Option<T>>::deserialize(from)?.into_iter().flatten().collect())
}

/// A page of a list.
#[derive(Debug, Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
pub struct Page<T> {
    /// What is on it.
    #[serde(deserialize_with = "rows")]
    pub items: Vec<T>,
    /// All pages together, where the server counts.
    #[serde(default)]
    pub total: Option<f64>,
}

/// Somebody or something else that is named.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Reference {
    /// A login or a number.
    #[serde(default, deserialize_with = "text")]
    pub id: String,
    /// A queue's name, where it was asked for.
    #[serde(default, rename = "Name", deserialize_with = "text")]
    pub name: String,
}

/// One custom field of a ticket.
#[derive(Clone, Debug, Deserialize)]
pub struct Filled {
    /// Which.
    pub id: Number,
    /// What is in it; pictures and the like are left out.
    #[serde(default, deserialize_with = "texts")]
    pub values: Vec<String>,
}

/// What may be done next.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Link {
    /// Of which kind.
    #[serde(rename = "ref")]
    pub kind: String,
    /// For a change of status: into which.
    pub to: String,
}

/// A ticket, whole or as a line of a list. What the server has always written is required.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Ticket {
    /// Its number; another one than was asked for if it was merged.
    #[serde(rename = "id")]
    pub id: Number,
    /// What it is about.
    #[serde(default, deserialize_with = "text")]
    pub subject: String,
    /// A word of its life cycle.
    #[serde(deserialize_with = "text")]
    pub status: String,
    /// A number.
    #[serde(default, deserialize_with = "text")]
    pub priority: String,
    /// Where it is.
    pub queue: Reference,
    /// Whose it is.
    pub owner: Reference,
    /// Whom it is about.
    #[serde(default)]
    pub requestor: Vec<Reference>,
    /// Who filed it.
    #[serde(default)]
    pub creator: Reference,
    /// When.
    #[serde(default, deserialize_with = "text")]
    pub created: String,
    /// When anything last happened.
    #[serde(default, deserialize_with = "text")]
    pub last_updated: String,
    /// Its fields.
    #[serde(default)]
    pub custom_fields: Vec<Filled>,
    /// What may be done.
    #[serde(default, rename = "_hyperlinks")]
    pub links: Vec<Link>,
}

/// Nobody's name.
const NOBODY: &str = "Nobody";

impl Ticket {
    /// Login of whoever takes care of it; empty for nobody.
    pub fn owner(&self) -> &str {
        owner(&self.owner.id)
    }

    /// Values of a field.
    pub fn values(&self, field: Number) -> &[String] {
        self.custom_fields.iter().find(|filled| filled.id == field).map_or(&[], |filled| &filled.values)
    }
}

/// A login as the server tells it; empty for nobody.
pub fn owner(login: &str) -> &str {
    if login == NOBODY { "" } else { login }
}

/// A ticket in the answer to a look-up.
#[derive(Debug, Deserialize)]
pub struct Hit {
    /// That of the ticket it went into.
    #[serde(rename = "EffectiveId")]
    pub effective: Number,
}

/// A queue and its fields.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Queue {
    /// Its number.
    #[serde(rename = "id")]
    pub id: Number,
    /// Fields of its tickets, as far as the agent may see them.
    #[serde(default)]
    pub ticket_custom_fields: Vec<Named>,
    /// Fields of what is said and done.
    #[serde(default)]
    pub ticket_transaction_custom_fields: Vec<Named>,
}

/// A field by its name.
#[derive(Debug, Deserialize)]
pub struct Named {
    /// Its number.
    pub id: Number,
    /// Its name.
    #[serde(deserialize_with = "text")]
    pub name: String,
}

/// How many values a field takes.
#[derive(Debug, Deserialize)]
pub struct Shape {
    /// Which.
    pub id: Number,
    /// At most so many; 0 for any number.
    #[serde(default, rename = "MaxValues", deserialize_with = "text")]
    pub most: String,
}

/// A queue of a list, a user, a person.
#[derive(Debug, Deserialize)]
pub struct Called {
    /// Its name.
    #[serde(rename = "Name", deserialize_with = "text")]
    pub name: String,
}

/// Something that was done to a ticket.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Transaction {
    /// Its number.
    #[serde(rename = "id")]
    pub id: Number,
    /// Of which kind.
    #[serde(deserialize_with = "text")]
    pub r#type: String,
    /// To which ticket: another one if that was merged into this.
    #[serde(default, deserialize_with = "text")]
    pub object_id: String,
    /// What of it.
    #[serde(default, deserialize_with = "text")]
    pub field: String,
    /// What it is now.
    #[serde(default, deserialize_with = "text")]
    pub new_value: String,
    /// By whom.
    #[serde(default)]
    pub creator: Reference,
    /// When.
    #[serde(default, deserialize_with = "text")]
    pub created: String,
}

/// A part of a message.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Part {
    /// Its number.
    #[serde(rename = "id")]
    pub id: Number,
    /// Of which transaction.
    #[serde(default)]
    pub transaction_id: Number,
    /// What it is.
    #[serde(default, deserialize_with = "text")]
    pub content_type: String,
    /// Its name, if it is a file.
    #[serde(default, deserialize_with = "text")]
    pub filename: String,
    /// Lines of its head.
    #[serde(default, deserialize_with = "text")]
    pub headers: String,
    /// What is in it, where it was asked for.
    #[serde(default, deserialize_with = "text")]
    pub content: String,
}

impl Part {
    /// Bytes of its content by its own head.
    pub fn length(&self) -> Option<u64> {
        let line = self.headers.lines().find_map(|line| line.strip_prefix("Content-Length:"));
        line?.trim().parse().ok()
    }
}

/// `2026-11-21T22:03:32Z`; what was never is 1970.
pub fn moment(text: &str) -> Moment {
    let read: Option<Timestamp> = text.trim().parse().ok();
    read.map_or_else(Moment::default, |at| Moment::from_millis(at.as_millisecond()))
}

/// The server's own words in a body: a message, or a list of sentences. None if it is not the server's.
pub fn words(body: &[u8]) -> Option<String> {
    let said = match serde_json::from_str(&decoded(body)).ok()? {
        Value::Object(mut message) => message.remove("message")?.as_str()?.to_owned(),
        Value::Array(sentences) => sentences.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
        _ => return None,
    };
    Some(said.chars().take(LONGEST).collect())
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
