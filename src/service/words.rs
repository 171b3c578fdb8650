//! Words for tickets: kept while they are written, sent once.

use std::sync::Arc;

use super::Service;
use super::request::{Failure, Filed, Outcome};
use crate::desk::{Change, DeskFault, TicketDesk, What};
use crate::domain::delivery::Stage;
use crate::domain::moment::Moment;
use crate::domain::ticket::{Jot, Parcel, Remark, Uuid};
use crate::store::drafts::DraftFault;
use crate::store::{StoreFault, vault};

impl Service {
    /// No words are lost to another console: where it was there first, these get a new name.
    pub(super) fn save_jot(&self, jot: &Jot) -> Result<Outcome, DraftFault> {
        let now = (self.clock)();
        match self.store.save_jot(&self.agent, jot, now) {
            Ok(at) => Ok(Outcome::Saved { at, renamed: None }),
            Err(DraftFault::Conflict { .. } | DraftFault::Gone) => {
                let uuid = Uuid::from_random(vault::random()?);
                let jot = Jot { uuid: uuid.clone(), saved: None, ..jot.clone() };
                let at = self.store.save_jot(&self.agent, &jot, now)?;
                Ok(Outcome::Saved { at, renamed: Some(uuid) })
            }
            Err(fault) => Err(fault),
        }
    }

    /// Words for a ticket, unless somebody changed the ticket meanwhile. Where the desk cannot be asked
    /// they wait: the agent saw what there was to see.
    pub(super) async fn say(
        &self,
        desk: Arc<dyn TicketDesk>,
        remark: Remark,
        seen: Moment,
    ) -> Result<Outcome, Failure> {
        match desk.ticket(remark.ticket.clone()).await {
            Ok(ticket) if ticket.row.changed > seen => return Err(DeskFault::Conflict.into()),
            Err(fault @ DeskFault::NotFound) => return Err(fault.into()),
            _ => {}
        }
        self.put_words(desk, remark).await
    }

    /// Sends a ticket on, then adds the words: done again after a failure in between, the first is done
    /// already and the words are added once.
    pub(super) async fn refer(
        &self,
        desk: Arc<dyn TicketDesk>,
        remark: Remark,
        seen: Moment,
        queue: String,
    ) -> Result<Outcome, Failure> {
        if desk.ticket(remark.ticket.clone()).await?.row.changed > seen {
            return Err(DeskFault::Conflict.into());
        }
        let (ticket, author) = (remark.ticket.clone(), self.agent.clone());
        desk.change(Change { ticket, seen, author, what: What::Route(queue) }).await?;
        self.put_words(desk, remark).await
    }

    /// Into the outbox, then to the desk at once.
    async fn put_words(&self, desk: Arc<dyn TicketDesk>, remark: Remark) -> Result<Outcome, Failure> {
        let uuid = remark.uuid.clone();
        let parcel = Parcel::Remark(remark);
        self.on_disk(move |own| own.store.queue(&own.agent, &parcel, &[], (own.clock)())).await?;
        self.post(desk, uuid).await
    }

    /// What waits under this name goes to the desk, if it can.
    pub(super) async fn post(&self, desk: Arc<dyn TicketDesk>, uuid: Uuid) -> Result<Outcome, Failure> {
        let told = async {
            let unkept = match desk.abilities().sends {
                true => self.sender(desk).round(Some(&uuid)).await?.unkept,
                false => Vec::new(),
            };
            let unkept: Vec<_> = unkept.into_iter().flat_map(|(_, what)| what).collect();
            let look = move |own: &Self| {
                Ok::<_, StoreFault>((own.store.posted(&uuid)?, own.store.waits(&uuid)?, unkept))
            };
            self.on_disk(look).await
        };
        Ok(match told.await {
            Ok((Some(id), _, unkept)) => Outcome::Filed(Filed { id, unkept }),
            Ok((None, Some((stage, words)), _)) => Outcome::Queued { stage, words },
            // Given up by another console in between.
            Ok((None, None, _)) => Outcome::Dropped,
            // It is in the outbox: told as a failure, it would be written and sent a second time.
            Err(_) => Outcome::Queued { stage: Stage::Waiting, words: String::new() },
        })
    }
}
