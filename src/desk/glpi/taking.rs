//! Who takes care of a ticket. The server binds as many people to one as ask for it and refuses nobody: of two who
//! take it at once, whoever was bound later lets go again.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use super::Inner;
use super::changing::Said;
use super::line::{Call, CallFault};
use super::reading::Seen;
use super::wire::{ASSIGNED, Actor};
use crate::desk::DeskFault;
use crate::desk::loose::Number;

/// How often, and how long, one who was first waits for another console to let go.
const LOOKS: u32 = 5;
const BETWEEN: Duration = Duration::from_millis(300);

impl Inner {
    /// Binds the agent to a ticket that nobody had.
    pub async fn take(&self, before: &Seen) -> Result<(), DeskFault> {
        let (id, me) = (before.ticket.id, self.session.me().0);
        let said = self.bind(id, me).await?;
        for look in 0..LOOKS {
            let after = self.seen(id).await.map_err(|_| DeskFault::Doubtful)?;
            let Some(own) = after.assigned().find(|actor| actor.user == me).cloned() else {
                return Err(said.refusal());
            };
            let others: Vec<_> = after.assigned().filter(|actor| actor.user != me).collect();
            if others.is_empty() {
                return Ok(());
            }
            // Somebody at the server's pages will not let go.
            if look + 1 == LOOKS || others.iter().any(|other| other.id < own.id) {
                self.unbind(&own).await.map_err(|_| DeskFault::Doubtful)?;
                return Err(DeskFault::Conflict);
            }
            tokio::time::sleep(BETWEEN).await;
        }
        Err(DeskFault::Doubtful)
    }

    /// Binds one agent in place of all others, nobody if the login is empty.
    pub async fn assign(&self, before: &Seen, agent: &str) -> Result<(), DeskFault> {
        let id = before.ticket.id;
        let wanted = match agent {
            "" => None,
            login => {
                let user = self.user(login).await.map_err(CallFault::of_reading)?;
                Some(user.ok_or_else(|| DeskFault::Refused(login.to_owned()))?)
            }
        };
        let mut said = Said::Words(String::new());
        let there = before.assigned().any(|actor| Some(actor.user) == wanted);
        if let Some(user) = wanted.filter(|_| !there) {
            // First the new one: a ticket is not to be nobody's in between.
            said = self.bind(id, user).await?;
        }
        for other in before.assigned().filter(|actor| Some(actor.user) != wanted) {
            match self.unbind(other).await {
                // What became of it is seen below.
                Ok(()) | Err(CallFault::Lost(_)) => {}
                Err(fault) => return Err(fault.of_writing()),
            }
        }
        let after = self.seen(id).await.map_err(|_| DeskFault::Doubtful)?;
        let owners: Vec<_> = after.assigned().map(|actor| actor.user).collect();
        match owners == Vec::from_iter(wanted) {
            true => Ok(()),
            false => Err(said.refusal()),
        }
    }

    async fn bind(&self, ticket: Number, user: u64) -> Result<Said, DeskFault> {
        let input = json!({ "tickets_id": ticket.0, "users_id": user, "type": ASSIGNED });
        Said::of(self.call(Call::order(Method::POST, &["Ticket_User"], &input)).await)
    }

    /// What is gone already is gone.
    async fn unbind(&self, actor: &Actor) -> Result<(), CallFault> {
        let id = actor.id.0.to_string();
        match self.call(Call::delete(&["Ticket_User", &id])).await {
            Ok(_) | Err(CallFault::NotFound) => Ok(()),
            Err(fault) => Err(fault),
        }
    }
}
