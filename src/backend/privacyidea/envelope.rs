//! What every answer of privacyIDEA is wrapped in (privacyIDEA facts, 2).

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::backend::Trouble;

/// Most characters of the server's words that go into a sentence.
const LONGEST: usize = 300;

/// An answer that says yes; its value may still say no. Never printed: it may hold the proof of a login.
pub struct Envelope {
    value: Value,
    /// `ACCEPT`, `REJECT`, `CHALLENGE`, or nothing.
    pub authentication: String,
    /// What else is told.
    pub detail: Value,
}

/// An answer of privacyIDEA.
pub enum Answered {
    /// It was done or told.
    Yes(Envelope),
    /// It was refused.
    No {
        /// Status of the response.
        status: u16,
        /// privacyIDEA's own number.
        code: i64,
        /// Its words.
        message: String,
    },
}

#[derive(Deserialize)]
struct Wrapped {
    result: Outcome,
    #[serde(default)]
    detail: Value,
}

#[derive(Deserialize)]
struct Outcome {
    status: bool,
    #[serde(default)]
    value: Value,
    #[serde(default)]
    authentication: Option<String>,
    #[serde(default)]
    error: Option<Words>,
}

#[derive(Deserialize)]
struct Words {
    code: i64,
    #[serde(default)]
    message: String,
}

impl Answered {
    /// Reads a whole body. What is no envelope comes from something else: a proxy, a portal, a crash. A
    /// server that failed says so in an envelope too, and that is no refusal: part may have been done.
    pub fn read(status: u16, body: &[u8]) -> Result<Self, Trouble> {
        let trouble = if status >= 500 { Trouble::Failing } else { Trouble::Nonsense };
        let wrapped: Wrapped = serde_json::from_slice(body).map_err(|_| trouble)?;
        let Wrapped { result, detail } = wrapped;
        match (result.status, result.error) {
            (true, None) if (200..300).contains(&status) => Ok(Self::Yes(Envelope {
                value: result.value,
                authentication: result.authentication.unwrap_or_default(),
                detail,
            })),
            (false, Some(words)) if status < 500 => {
                let message = words.message.chars().take(LONGEST).collect();
                Ok(Self::No { status, code: words.code, message })
            }
            _ => Err(trouble),
        }
    }
}

impl Envelope {
    /// The value as what it should be.
    pub fn value<T: DeserializeOwned>(self) -> Result<T, Trouble> {
        serde_json::from_value(self.value).map_err(|_| Trouble::Nonsense)
    }

    /// Whether the value is true, or a number that is not 0; none if it is neither yes nor no.
    pub fn verdict(&self) -> Option<bool> {
        self.value.as_bool().or_else(|| self.value.as_f64().map(|number| number != 0.0))
    }

    /// The words beside the value.
    pub fn message(&self) -> &str {
        self.detail.get("message").and_then(Value::as_str).unwrap_or_default()
    }
}
