//! What leaves for a desk: a ticket, or words for one.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Draft, TicketId, Uuid, redact};

/// Who reads the words that are added to a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Other agents.
    Colleagues,
    /// Whom the ticket is about: the desk mails them.
    Requester,
}

/// Words to add to a ticket. A secret may have been typed among them: `Debug` shows the name alone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// To which ticket.
    pub ticket: TicketId,
    /// The name of this operation: added once, however often it is sent.
    pub uuid: Uuid,
    /// Who says it.
    pub author: String,
    /// To whom.
    pub audience: Audience,
    /// What.
    pub text: String,
}

impl fmt::Debug for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remark").field("uuid", &self.uuid).finish_non_exhaustive()
    }
}

impl Remark {
    /// Without what looks like a secret; `known` are serials and logins, which are none.
    #[must_use]
    pub fn redacted(self, known: &[&str]) -> Self {
        let text = redact(&self.text, known).into_owned();
        Self { text, ..self }
    }
}

/// What waits for a desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parcel {
    /// A ticket. Its pictures are kept beside it.
    Ticket(Draft),
    /// Words for a ticket.
    Remark(Remark),
}

impl Parcel {
    /// The name that it keeps whatever happens to it.
    pub fn uuid(&self) -> &Uuid {
        match self {
            Self::Ticket(draft) => &draft.uuid,
            Self::Remark(remark) => &remark.uuid,
        }
    }

    /// The ticket that it goes to, if it is no new one.
    pub fn ticket(&self) -> Option<&TicketId> {
        match self {
            Self::Ticket(_) => None,
            Self::Remark(remark) => Some(&remark.ticket),
        }
    }
}
