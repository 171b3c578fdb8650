//! Changes of a ticket. The server answers each with 200 and a sentence, done or not (ticket facts, 2.7): a change is
//! what is seen of it afterwards.

use serde_json::{Value, json};

use super::Inner;
use super::line::{Answer, Call, CallFault};
use super::statuses::{self, DELETED};
use super::wire::{self, Number, Ticket};
use crate::desk::{Change, DeskFault, What};
use crate::domain::ticket::{State, TicketId};

impl Inner {
    /// Changes a ticket; done if it is so already.
    pub async fn change(&self, change: Change) -> Result<(), DeskFault> {
        let before = self.visible(super::number(&change.ticket)?).await?;
        if let What::Merge(other) = &change.what {
            return self.merge(before, other).await;
        }
        if self.is_so(&before, &change.what).await.map_err(CallFault::of_reading)? {
            return Ok(());
        }
        let taken = change.what == What::Take && !before.owner().is_empty();
        if taken || wire::moment(&before.last_updated) > change.seen {
            return Err(DeskFault::Conflict);
        }
        let id = before.id.0.to_string();
        let call = match &change.what {
            What::Take => Call::put(&["ticket", &id, "take"], json!({})),
            what => Call::put(&["ticket", &id], self.order(&before, what)?),
        };
        let said = Said::of(self.call(call).await)?;
        match self.one(before.id).await {
            Ok(after) if self.is_so(&after, &change.what).await == Ok(true) => Ok(()),
            // The other one was faster.
            Ok(after) if change.what == What::Take && !after.owner().is_empty() => Err(DeskFault::Conflict),
            Ok(_) => Err(said.refusal()),
            // It went where this agent may not look.
            Err(CallFault::NotFound | CallFault::Refused(_)) if matches!(change.what, What::Route(_)) => {
                Ok(())
            }
            Err(_) => Err(DeskFault::Doubtful),
        }
    }

    /// The younger one goes into the older one, whichever was named first: two agents who merge the same pair in
    /// opposite directions would close both.
    async fn merge(&self, one: Ticket, other: &TicketId) -> Result<(), DeskFault> {
        let other = self.visible(super::number(other)?).await?;
        let (kept, gone) = (one.id.min(other.id), one.id.max(other.id));
        if kept == gone {
            return Ok(());
        }
        let name = gone.0.to_string();
        let order = Call::put(&["ticket", &name], json!({ "MergeInto": kept.0 }));
        let said = Said::of(self.call(order).await)?;
        match self.one(gone).await {
            Ok(after) if after.id == kept => Ok(()),
            Ok(_) => Err(said.refusal()),
            Err(_) => Err(DeskFault::Doubtful),
        }
    }

    /// What is sent. Never a due date: the form in which the server tells it wipes it.
    fn order(&self, before: &Ticket, what: &What) -> Result<Value, DeskFault> {
        Ok(match what {
            What::State(state) => {
                let status = self.status(before, *state);
                let refused = || DeskFault::Refused(format!("{} -> {}", before.status, state.word()));
                json!({ "Status": status.ok_or_else(refused)? })
            }
            What::Assign(agent) if agent.is_empty() => json!({ "Owner": "Nobody" }),
            What::Assign(agent) => json!({ "Owner": agent }),
            What::Route(queue) => json!({ "Queue": queue }),
            What::Priority(priority) => json!({ "Priority": statuses::number(*priority) }),
            What::Take | What::Merge(_) => json!({}),
        })
    }

    /// The status that means a state. What the server's pages offer comes first; it is a part of what the life cycle
    /// allows, and the rest is tried by its usual name: the answer is read back in any case.
    fn status(&self, ticket: &Ticket, state: State) -> Option<String> {
        let offered: Vec<_> = offered(ticket).filter(|to| self.statuses.state(to) == state).collect();
        let usual: Vec<_> = self.statuses.of(state).into_iter().filter(|status| *status != DELETED).collect();
        let preferred = usual.iter().find(|status| offered.contains(status)).or(offered.first()).copied();
        let now = self.statuses.state(&ticket.status);
        let tried = || usual.first().copied().filter(|_| now.moves().contains(&state));
        preferred.or_else(tried).map(str::to_owned)
    }

    /// The states that this agent may put a ticket in; none where the server offers nothing to this agent.
    pub fn moves(&self, ticket: &Ticket) -> Vec<State> {
        let now = self.statuses.state(&ticket.status);
        let may = |state: &State| *state != now && self.status(ticket, *state).is_some();
        let any = offered(ticket).next().is_some();
        State::WORDS.into_iter().map(|(state, _)| state).filter(|state| any && may(state)).collect()
    }

    async fn is_so(&self, ticket: &Ticket, what: &What) -> Result<bool, CallFault> {
        Ok(match what {
            What::State(state) => self.statuses.state(&ticket.status) == *state,
            What::Take => is_same(ticket.owner(), &self.session.me()),
            What::Assign(agent) => is_same(ticket.owner(), agent),
            What::Route(queue) => self.name("queue", &ticket.queue.id).await? == *queue,
            What::Priority(priority) => {
                statuses::priority(ticket.priority.parse().unwrap_or_default()) == *priority
            }
            What::Merge(other) => super::number(other) == Ok(ticket.id),
        })
    }

    /// A ticket that the agent may see.
    pub async fn visible(&self, id: Number) -> Result<Ticket, DeskFault> {
        self.one(id).await.map_err(unseen)
    }
}

/// What is forbidden to see is not there.
pub fn unseen(fault: CallFault) -> DeskFault {
    match fault {
        CallFault::Refused(_) => DeskFault::NotFound,
        fault => fault.of_reading(),
    }
}

/// The statuses that a ticket may get from here, less the one that would make it vanish.
fn offered(ticket: &Ticket) -> impl Iterator<Item = &str> {
    let links = ticket.links.iter().filter(|link| link.kind == "lifecycle" && link.to != DELETED);
    links.map(|link| link.to.as_str())
}

/// Logins are told apart by the server without regard to case.
fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// What came back from an order.
enum Said {
    Words(String),
    Nothing,
}

impl Said {
    /// A lost answer is no end: the ticket is read all the same.
    fn of(answer: Result<Answer, CallFault>) -> Result<Self, DeskFault> {
        match answer {
            Ok(answer) => Ok(Self::Words(wire::words(&answer.body).unwrap_or_default())),
            Err(CallFault::Lost(_)) => Ok(Self::Nothing),
            Err(fault) => Err(fault.of_writing()),
        }
    }

    /// Why a ticket is not as was wanted: the server's reason, or that it may still come.
    fn refusal(self) -> DeskFault {
        match self {
            Self::Words(words) => DeskFault::Refused(words),
            Self::Nothing => DeskFault::Doubtful,
        }
    }
}
