//! Filing a ticket once, and finding it again.

use std::collections::BTreeSet;
use std::sync::PoisonError;

use reqwest::Method;
use serde_json::json;

use super::Inner;
use super::form::{self, Requester};
use super::line::{Answer, Call, CallFault};
use super::query::{self, CONTENT};
use super::wire::Made;
use crate::desk::loose::Number;
use crate::desk::{DeskFault, Filing, sheet};
use crate::domain::ticket::{Field, TicketId, Uuid};
use crate::net::Trouble;

/// The status of what was made.
const CREATED: u16 = 201;

/// What the server is said to lack where a search does not find what was filed.
const SEARCH: &str = "search/Ticket 21";

/// The number of what was made: by the body, or by the head if the body did not arrive.
fn made(answer: &Answer) -> Option<Number> {
    let by_head = || answer.location.rsplit('/').next().and_then(|last| last.parse().ok().map(Number));
    let id = answer.read::<Made>().ok().map(|made| made.id).or_else(by_head);
    id.filter(|id| answer.status == CREATED && id.0 > 0)
}

impl Inner {
    /// Files a ticket, then its files: a ticket that lacks one is doubtful, so that it is looked up and completed.
    pub async fn file(&self, filing: Filing) -> Result<TicketId, DeskFault> {
        self.session.files()?;
        let category = match self.settings.category.trim() {
            "" => 0,
            name => self.session.category_of(name).ok_or_else(|| DeskFault::Lacks(name.to_owned()))?,
        };
        let requester = self.requester(&filing).await.map_err(CallFault::of_reading)?;
        let input = form::body(&filing, category, &requester);
        let answer = self.call(Call::order(Method::POST, &["Ticket"], &input)).await;
        let answer = answer.map_err(|fault| match fault {
            // Of an address that was right for the login a moment ago.
            CallFault::NotFound => DeskFault::Doubtful,
            fault => fault.of_writing(),
        })?;
        let id = made(&answer).ok_or(DeskFault::Doubtful)?;
        // It is there: nothing that follows may make it look as if it were not.
        self.send_files(id, &filing).await.map_err(|_| DeskFault::Doubtful)?;
        // What this agent cannot find could be filed twice.
        if self.carrying(CONTENT, &filing.draft.uuid, false).await.is_ok_and(|found| !found.contains(&id)) {
            self.session.lacks(SEARCH);
        }
        Ok(TicketId::new(id.0.to_string()))
    }

    /// Sends the files that a ticket lacks.
    pub async fn complete(&self, id: TicketId, filing: Filing) -> Result<(), DeskFault> {
        let id = super::number(&id)?;
        self.send_files(id, &filing).await.map_err(CallFault::of_reading)
    }

    async fn send_files(&self, id: Number, filing: &Filing) -> Result<(), CallFault> {
        if filing.files.is_empty() {
            return Ok(());
        }
        let there: BTreeSet<_> = self.one(id).await?.documents.into_iter().map(|file| file.name).collect();
        for (at, file) in filing.files.iter().enumerate() {
            let name = form::document(at, &file.name);
            if there.contains(&name) {
                continue;
            }
            let input =
                json!({ "name": name, "_filename": [file.name], "itemtype": "Ticket", "items_id": id.0 });
            let boundary = format!("guichet-{}-{at}", filing.draft.uuid.as_str());
            match self.call(Call::file(&["Document"], &input, file, boundary)).await {
                Ok(answer) if made(&answer).is_some() => {}
                Ok(_) => return Err(CallFault::Lost(Trouble::Nonsense)),
                // The ticket is there without it, and says that there was one.
                Err(CallFault::Refused(_)) => {
                    let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
                    refused.insert((id, file.name.clone()));
                }
                Err(fault) => return Err(fault),
            }
        }
        Ok(())
    }

    async fn requester(&self, filing: &Filing) -> Result<Requester, CallFault> {
        let mail = filing.draft.text(Field::Mail).trim();
        let login = filing.draft.login.trim();
        let user = if login.is_empty() { None } else { self.user(login).await? };
        Ok(match user {
            Some(id) => Requester::User(id),
            None if mail.is_empty() => Requester::Nobody,
            None => Requester::Mail(mail.to_owned()),
        })
    }

    /// Tickets of which a field holds a name, those of the bin or the others; the lowest first.
    pub async fn carrying(
        &self,
        field: &'static str,
        uuid: &Uuid,
        bin: bool,
    ) -> Result<Vec<Number>, CallFault> {
        let found = self.search("Ticket", &query::carrying(field, uuid, bin)).await?;
        let numbers = found.data.into_iter().flatten().map(|row| row.number("2").map(Number));
        let mut numbers = numbers.collect::<Option<Vec<_>>>().ok_or(CallFault::Lost(Trouble::Nonsense))?;
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// The tickets that carry a UUID, the lowest first; one that was merged as the one it went into. Nobody but a
    /// console knows a name before its ticket is there: where none has it as a line of its own, because somebody
    /// wrote into the text, the lowest that holds it in any way is the one.
    pub async fn find_by_uuid(&self, uuid: Uuid) -> Result<Vec<TicketId>, DeskFault> {
        let found = self.found(&uuid).await.map_err(CallFault::of_reading)?;
        Ok(found.into_iter().map(|id| TicketId::new(id.0.to_string())).collect())
    }

    async fn found(&self, uuid: &Uuid) -> Result<BTreeSet<Number>, CallFault> {
        let (mut named, mut other) = (BTreeSet::new(), BTreeSet::new());
        for bin in [false, true] {
            for hit in self.carrying(CONTENT, uuid, bin).await? {
                let ticket = self.one(hit).await?;
                let own = sheet::named(&super::markup::words(&ticket.content)).as_ref() == Some(uuid);
                let kept = self.followed(ticket).await?.id;
                if own {
                    named.insert(kept)
                } else {
                    other.insert(kept)
                };
            }
        }
        if named.is_empty() {
            named.extend(other.first());
        }
        Ok(named)
    }
}
