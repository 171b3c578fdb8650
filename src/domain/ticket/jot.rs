//! Words for a ticket while they are written.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Audience, TicketId, Uuid, redact};
use crate::domain::moment::Moment;

/// A comment or an answer that has not left. A secret may just have been typed into it: `Debug` shows its
/// name alone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jot {
    /// Its name for good: what leaves carries it, so that it is added once.
    pub uuid: Uuid,
    /// For which ticket.
    pub ticket: TicketId,
    /// To whom.
    pub audience: Audience,
    /// What is typed, as far as it is typed.
    pub text: String,
    /// When the text on the disk was written; `None` before the first time.
    #[serde(skip)]
    pub saved: Option<Moment>,
}

impl fmt::Debug for Jot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jot").field("uuid", &self.uuid).finish_non_exhaustive()
    }
}

impl Jot {
    /// An empty one.
    pub fn new(uuid: Uuid, ticket: TicketId, audience: Audience) -> Self {
        Self { uuid, ticket, audience, text: String::new(), saved: None }
    }

    /// Without what looks like a secret; `known` are serials and logins, which are none. The only form that
    /// reaches a disk.
    #[must_use]
    pub fn redacted(&self, known: &[&str]) -> Self {
        Self { text: redact(&self.text, known).into_owned(), ..self.clone() }
    }
}
