//! Adding words to a ticket once, and finding them again.

use reqwest::Method;
use serde_json::json;

use super::Inner;
use super::line::{Call, CallFault};
use super::markup;
use super::query::ADDED;
use crate::desk::{DeskFault, sheet};
use crate::domain::ticket::{Audience, Remark, Uuid};

/// The status of what was made.
const CREATED: u16 = 201;

/// What the server is said to lack where a search does not find what was added.
const SEARCH: &str = "search/Ticket 25";

impl Inner {
    /// Adds words, their name in the last line.
    pub async fn note(&self, remark: Remark) -> Result<(), DeskFault> {
        self.session.adds()?;
        // The server answers words for no ticket like a right that is lacking, and takes those for a merged one.
        let ticket = self.visible(super::number(&remark.ticket)?).await?.ticket;
        let text = format!("{}\n{}", remark.text.trim_end(), sheet::reference(&remark.uuid));
        let input = json!({
            "itemtype": "Ticket",
            "items_id": ticket.id.0,
            "content": markup::page(&text),
            "is_private": u8::from(remark.audience == Audience::Colleagues),
        });
        let answer = self.call(Call::order(Method::POST, &["ITILFollowup"], &input)).await;
        if answer.map_err(CallFault::of_writing)?.status != CREATED {
            return Err(DeskFault::Doubtful);
        }
        // It is there. If it is not found, the next one could not be looked up.
        if self.is_noted(&remark.uuid).await == Ok(false) {
            self.session.lacks_notes(SEARCH);
        }
        Ok(())
    }

    /// Whether words were added, wherever their ticket went meanwhile.
    pub async fn find_note(&self, uuid: Uuid) -> Result<bool, DeskFault> {
        self.is_noted(&uuid).await.map_err(CallFault::of_reading)
    }

    async fn is_noted(&self, uuid: &Uuid) -> Result<bool, CallFault> {
        let there = !self.carrying(ADDED, uuid, false).await?.is_empty();
        Ok(there || !self.carrying(ADDED, uuid, true).await?.is_empty())
    }
}
