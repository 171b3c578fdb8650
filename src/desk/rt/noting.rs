//! Adding words to a ticket once, and finding them again.

use serde_json::json;

use super::Inner;
use super::line::{Call, CallFault};
use super::query;
use super::wire::{Number, Page, Transaction};
use crate::desk::DeskFault;
use crate::domain::ticket::{Audience, Remark, Uuid};

/// The status of what was made.
const CREATED: u16 = 201;

impl Inner {
    /// Adds words. The status of the answer says whether it was done: its body may be cut or in Latin-1 (ticket
    /// facts, 3).
    pub async fn note(&self, remark: Remark) -> Result<(), DeskFault> {
        let field = self.operation()?;
        // A ticket that is not there is refused like a right that is lacking: it is asked for first.
        let ticket = self.visible(super::number(&remark.ticket)?).await?;
        let queue = Number(ticket.queue.id.parse().unwrap_or_default());
        let keeps = match self.session.keeps(queue) {
            Some(keeps) => keeps,
            None => self.keeps_operations(&ticket.queue.id, field).await.map_err(CallFault::of_reading)?,
        };
        if !keeps {
            return Err(DeskFault::Lacks(self.settings.fields.operation.clone()));
        }
        let how = match remark.audience {
            Audience::Colleagues => "comment",
            Audience::Requester => "correspond",
        };
        let body = json!({
            "Content": remark.text,
            "ContentType": "text/plain",
            "TxnCustomFields": { field.0.to_string(): remark.uuid.as_str() },
        });
        let answer = self.call(Call::post(&["ticket", &ticket.id.0.to_string(), how], body)).await;
        if answer.map_err(CallFault::of_writing)?.status != CREATED {
            return Err(DeskFault::Doubtful);
        }
        // It is there. If its name was not kept, the next one could not be looked up.
        if let Ok(false) = self.is_noted(field, &remark.uuid).await {
            self.session.set_keeps(queue, false);
        }
        Ok(())
    }

    /// Whether words were added.
    pub async fn find_note(&self, uuid: Uuid) -> Result<bool, DeskFault> {
        let field = self.operation()?;
        self.is_noted(field, &uuid).await.map_err(CallFault::of_reading)
    }

    async fn is_noted(&self, field: Number, uuid: &Uuid) -> Result<bool, CallFault> {
        let query = vec![("query", query::operation(field, uuid)), ("fields", "Type".to_owned())];
        let found = self.call(Call::get(&["transactions"], query)).await?.read::<Page<Transaction>>()?;
        Ok(!found.items.is_empty())
    }

    fn operation(&self) -> Result<Number, DeskFault> {
        let known = self.session.known()?;
        known.operation.ok_or_else(|| DeskFault::Lacks(self.settings.fields.operation.clone()))
    }
}
