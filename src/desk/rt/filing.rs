//! Filing a ticket once, and finding it again.

use serde_json::json;

use super::Inner;
use super::line::{Answer, Call, CallFault};
use super::session::Known;
use super::wire::{Hit, Number, Page, Part, Ticket};
use super::{form, query};
use crate::desk::{DeskFault, Filing};
use crate::domain::ticket::{TicketId, Unkept, Uuid};

/// The status of what was made.
const CREATED: u16 = 201;

#[derive(serde::Deserialize)]
struct Made {
    id: Number,
}

/// The number of what was made: by the head, which is always right, else by the body.
fn made(answer: &Answer) -> Option<Number> {
    let by_head = answer.location.rsplit('/').next().and_then(|last| last.parse().ok().map(Number));
    by_head.or_else(|| Some(answer.read::<Made>().ok()?.id))
}

impl Inner {
    /// Files a ticket. What the server took is filed, whatever else it did not keep: that is told by
    /// [`crate::desk::TicketDesk::unkept`], and every answer is in the text.
    pub async fn file(&self, filing: Filing) -> Result<TicketId, DeskFault> {
        let known = self.session.known()?;
        let answer = self.call(Call::post(&["ticket"], form::body(&filing, &known))).await;
        let answer = answer.map_err(|fault| match fault {
            // Of an address that was right for the login a moment ago.
            CallFault::NotFound => DeskFault::Doubtful,
            fault => fault.of_writing(),
        })?;
        let id = made(&answer).filter(|_| answer.status == CREATED).ok_or(DeskFault::Doubtful)?;
        // It is there: nothing that follows may make it look as if it were not.
        let Ok(mut ticket) = self.one(id).await else {
            self.keep_in_mind(id, vec![Unkept::Unread]);
            return Ok(TicketId::new(id.0.to_string()));
        };
        let uuid = filing.draft.uuid.as_str();
        let named = |ticket: &Ticket| ticket.values(known.uuid).iter().any(|value| value == uuid);
        if !named(&ticket) {
            let again = json!({ "CustomFields": { known.uuid.0.to_string(): uuid } });
            let _ = self.call(Call::put(&["ticket", &id.0.to_string()], again)).await;
            ticket = self.one(id).await.unwrap_or(ticket);
        }
        if !named(&ticket) {
            self.session.lacks(&self.settings.fields.uuid);
        }
        let unkept = self.missing(&filing, &known, &ticket).await;
        self.keep_in_mind(id, unkept.unwrap_or_else(|_| vec![Unkept::Unread]));
        Ok(TicketId::new(id.0.to_string()))
    }

    /// Looks what the server kept of a ticket that was found again. Nothing is sent: pictures travel with the ticket.
    pub async fn complete(&self, id: TicketId, filing: Filing) -> Result<(), DeskFault> {
        let (id, known) = (super::number(&id)?, self.session.known()?);
        let unkept = async { self.missing(&filing, &known, &self.one(id).await?).await };
        let unkept = match unkept.await {
            Err(CallFault::LoginOver) => return Err(DeskFault::LoginOver),
            unkept => unkept.unwrap_or_else(|_| vec![Unkept::Unread]),
        };
        self.keep_in_mind(id, unkept);
        Ok(())
    }

    /// What the server does not have of what was filed.
    async fn missing(
        &self,
        filing: &Filing,
        known: &Known,
        ticket: &Ticket,
    ) -> Result<Vec<Unkept>, CallFault> {
        let mut missing = form::dropped(filing, known, ticket);
        if !filing.files.is_empty() {
            let query = vec![("fields", "Filename".to_owned()), ("per_page", "100".to_owned())];
            let parts =
                self.call(Call::get(&["ticket", &ticket.id.0.to_string(), "attachments"], query)).await?;
            let parts = parts.read::<Page<Part>>()?.items;
            let is_there = |name: &str| parts.iter().any(|part| part.filename == name);
            let lost = filing.files.iter().filter(|file| !is_there(&file.name));
            missing.extend(lost.map(|file| Unkept::File(file.name.clone())));
        }
        Ok(missing)
    }

    /// The tickets that carry a UUID, the lowest first; one that was merged as the one it went into.
    pub async fn find_by_uuid(&self, uuid: Uuid) -> Result<Vec<TicketId>, DeskFault> {
        let known = self.session.known()?;
        let query = vec![
            ("query", query::by_uuid(known.uuid, &uuid)),
            ("fields", "EffectiveId".to_owned()),
            ("orderby", "id".to_owned()),
            ("per_page", "100".to_owned()),
        ];
        let answer = self.call(Call::get(&["tickets"], query)).await;
        let hits = answer.and_then(|answer| answer.read::<Page<Hit>>()).map_err(CallFault::of_reading)?;
        let mut found: Vec<_> = hits.items.iter().map(|hit| hit.effective).collect();
        found.sort_unstable();
        found.dedup();
        Ok(found.into_iter().map(|id| TicketId::new(id.0.to_string())).collect())
    }

    /// One ticket as the server writes it; another one's number in it if it was merged.
    pub async fn one(&self, id: Number) -> Result<Ticket, CallFault> {
        self.call(Call::get(&["ticket", &id.0.to_string()], Vec::new())).await?.read()
    }

    fn keep_in_mind(&self, id: Number, what: Vec<Unkept>) {
        let mut unkept = self.unkept.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match what.is_empty() {
            true => unkept.remove(&id),
            false => unkept.insert(id, what),
        };
    }
}
