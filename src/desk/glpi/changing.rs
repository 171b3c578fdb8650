//! Changes of a ticket. The server checks no precondition and keeps any number: a change is what is seen of it
//! afterwards (ticket facts, 6.2).

use reqwest::Method;
use serde_json::{Value, json};

use super::Inner;
use super::line::{Answer, Call, CallFault};
use super::reading::Seen;
use super::wire;
use crate::desk::{Change, DeskFault, What};
use crate::domain::ticket::TicketId;

impl Inner {
    /// Changes a ticket; done if it is so already.
    pub async fn change(&self, change: Change) -> Result<(), DeskFault> {
        let before = self.visible(super::number(&change.ticket)?).await?;
        if let What::Merge(other) = &change.what {
            return self.merge(&before, other).await;
        }
        if self.is_so(&before, &change.what) {
            return Ok(());
        }
        let taken = change.what == What::Take && before.assigned().next().is_some();
        if taken || wire::moment(&before.ticket.changed, &self.zone) > change.seen {
            return Err(DeskFault::Conflict);
        }
        match &change.what {
            What::Take => self.take(&before).await,
            What::Assign(agent) => self.assign(&before, agent).await,
            what => self.put(&before, what).await,
        }
    }

    async fn put(&self, before: &Seen, what: &What) -> Result<(), DeskFault> {
        let id = before.ticket.id;
        let input = self.order(what)?;
        let name = id.0.to_string();
        let call = Call::order(Method::PUT, &["Ticket", &name], &input);
        let said = Said::of(self.call(call).await)?;
        match self.seen(id).await {
            Ok(after) if self.is_so(&after, what) => Ok(()),
            Ok(_) => Err(said.refusal()),
            // It went where this agent may not look.
            Err(CallFault::NotFound | CallFault::Refused(_)) if matches!(what, What::Route(_)) => Ok(()),
            Err(_) => Err(DeskFault::Doubtful),
        }
    }

    fn order(&self, what: &What) -> Result<Value, DeskFault> {
        Ok(match what {
            What::State(state) => json!({ "status": wire::statuses(*state).next() }),
            What::Priority(priority) => json!({ "priority": wire::number(*priority) }),
            What::Route(queue) => {
                let category = self.session.category_of(queue);
                json!({ "itilcategories_id": category.ok_or_else(|| DeskFault::Refused(queue.clone()))? })
            }
            // Those have ways of their own.
            What::Take | What::Assign(_) | What::Merge(_) => return Err(DeskFault::NotFound),
        })
    }

    fn is_so(&self, seen: &Seen, what: &What) -> bool {
        let owners: Vec<_> = seen.assigned().map(|actor| actor.user).collect();
        let (ticket, me) = (&seen.ticket, self.session.me().0);
        match what {
            What::State(state) => wire::state(ticket.status.0) == *state,
            What::Take => owners == [me],
            What::Assign(agent) if agent.is_empty() => owners.is_empty(),
            What::Assign(agent) => match owners.as_slice() {
                [one] => self.session.name(*one).to_lowercase() == agent.to_lowercase(),
                _ => false,
            },
            What::Route(queue) => self.session.category_of(queue) == Some(ticket.category),
            What::Priority(priority) => wire::priority(ticket.priority.0) == *priority,
            What::Merge(other) => super::number(other) == Ok(ticket.id),
        }
    }

    /// The younger one goes into the older one, whichever was named first: two agents who merge the same pair in
    /// opposite directions would lose both.
    async fn merge(&self, one: &Seen, other: &TicketId) -> Result<(), DeskFault> {
        let other = self.visible(super::number(other)?).await?;
        let (one, other) = (one.ticket.id, other.ticket.id);
        let (kept, gone) = (one.min(other), one.max(other));
        if kept == gone {
            return Ok(());
        }
        let name = gone.0.to_string();
        let mut merged = serde_json::Map::new();
        merged.insert(name.clone(), json!(name));
        let input = json!({
            "_mergeids": merged, "_mergefollowups": 1, "_mergetasks": 1, "_mergedocuments": 1,
        });
        let into = kept.0.to_string();
        let call = Call::order(Method::PUT, &["Ticket", &into], &input);
        let said = Said::of(self.call(call).await)?;
        match self.seen(gone).await {
            Ok(after) if after.ticket.id == kept => Ok(()),
            Ok(_) => Err(said.refusal()),
            Err(_) => Err(DeskFault::Doubtful),
        }
    }
}

/// What came back from an order.
pub enum Said {
    /// The server's words.
    Words(String),
    /// Nothing.
    Nothing,
}

impl Said {
    /// A lost answer is no end: the ticket is read all the same.
    pub fn of(answer: Result<Answer, CallFault>) -> Result<Self, DeskFault> {
        match answer {
            Ok(answer) => Ok(Self::Words(answer.message())),
            Err(CallFault::Lost(_)) => Ok(Self::Nothing),
            Err(fault) => Err(fault.of_writing()),
        }
    }

    /// Why a ticket is not as was wanted: the server's reason, or that it may still come.
    pub fn refusal(self) -> DeskFault {
        match self {
            Self::Words(words) => DeskFault::Refused(words),
            Self::Nothing => DeskFault::Doubtful,
        }
    }
}
