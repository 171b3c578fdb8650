//! The one way to the world for the screens and for the command line: reads go through, writes are
//! journalled before and after.

pub mod draw;
pub mod request;

use std::sync::Arc;

use crate::backend::{Clock, Fault, Order, TokenBackend};
use crate::desk::{Once, TicketDesk};
use crate::domain::found::Hunt;
use crate::domain::ticket::{Draft, Uuid, redact};
use crate::store::drafts::DraftFault;
use crate::store::journal::Intent;
use crate::store::{Store, StoreFault, vault};
use request::{Answer, Failure, HuntEnd, Outcome, Read, Write};

/// Backend, desk and store of one console, and who sits at it.
#[derive(Clone)]
pub struct Service {
    backend: Arc<dyn TokenBackend>,
    desk: Arc<dyn TicketDesk>,
    store: Arc<Store>,
    clock: Clock,
    agent: String,
}

impl Service {
    /// Puts them together.
    pub fn new(
        backend: Arc<dyn TokenBackend>,
        desk: Arc<dyn TicketDesk>,
        store: Arc<Store>,
        clock: Clock,
        agent: String,
    ) -> Self {
        Self { backend, desk, store, clock, agent }
    }

    /// The token backend, for what it can do.
    pub fn backend(&self) -> &dyn TokenBackend {
        self.backend.as_ref()
    }

    /// Answers a question.
    pub async fn read(&self, read: Read) -> Result<Answer, Failure> {
        self.in_time()?;
        Ok(match read {
            Read::Find(find) => Answer::Found(self.backend.find(find).await?),
            Read::Card(login) => Answer::Card(Box::new(self.backend.card(login).await?)),
            Read::Stock(part) => Answer::Stock(self.backend.stock(part).await?),
            Read::Follow { login, after } => Answer::Events(self.backend.follow(login, after).await?),
            Read::Loose => Answer::Loose(self.backend.loose().await?),
            Read::Tickets { filter, page } => Answer::Tickets(self.desk.list(filter, page).await?),
            Read::Ticket(id) => Answer::Ticket(Box::new(self.desk.ticket(id).await?)),
            Read::Doubt => Answer::Doubt(self.backend.doubt().await?),
            Read::Key(serial) => Answer::Key(Box::new(self.backend.key(serial).await?)),
            Read::FoundPart { hunt, from } => {
                let part = self.on_disk(move |own| own.store.found_part(&hunt, from)).await?;
                Answer::FoundPart(Box::new(part))
            }
            Read::Drafts => Answer::Drafts(self.on_disk(|own| own.store.drafts(&own.agent)).await?),
        })
    }

    /// Once a snapshot's time is over nothing is shown, not even what was written about its people.
    fn in_time(&self) -> Result<(), Fault> {
        match self.backend.abilities().snapshot {
            Some(dated) if dated.is_over((self.clock)()) => Err(Fault::Expired { at: dated.expires }),
            _ => Ok(()),
        }
    }

    /// Does something. An act that cannot be journalled is not done; an outcome that cannot be
    /// journalled is still told, since hiding it would be worse.
    pub async fn write(&self, write: Write) -> Result<Outcome, Failure> {
        match write {
            Write::SaveDraft(draft) => Ok(self.on_disk(move |own| own.save_draft(&draft)).await?),
            Write::DropDraft(uuid) => {
                self.on_disk(move |own| own.store.drop_draft(&uuid)).await?;
                Ok(Outcome::Dropped)
            }
            // A search is questions, not a deed: its journal has a beginning and an end of its own.
            Write::BeginHunt(hunt) => {
                let intent = self.hunt_intent(&hunt);
                let begun = self.on_disk(move |own| own.store.journal_begin((own.clock)(), &intent));
                Ok(Outcome::HuntBegun(begun.await.map_err(Failure::Journal)?))
            }
            Write::EndHunt { entry, end } => {
                let word = hunt_word(end);
                self.on_disk(move |own| own.store.journal_end(entry, (own.clock)(), &word)).await?;
                Ok(Outcome::HuntEnded)
            }
            journalled => {
                let intent = self.intent(&journalled);
                let begun = self.on_disk(move |own| own.store.journal_begin((own.clock)(), &intent));
                let entry = begun.await.map_err(Failure::Journal)?;
                let result = self.carry_out(journalled).await;
                let word = outcome_word(&result);
                let ended = self.on_disk(move |own| own.store.journal_end(entry, (own.clock)(), &word));
                let _ = ended.await;
                result
            }
        }
    }

    /// No text is lost to another console: where it was there first, this one gets a new name.
    fn save_draft(&self, draft: &Draft) -> Result<Outcome, DraftFault> {
        let now = (self.clock)();
        match self.store.save_draft(&self.agent, draft, now) {
            Ok(at) => Ok(Outcome::Saved { at, renamed: None }),
            Err(DraftFault::Conflict { .. } | DraftFault::Gone) => {
                let uuid = Uuid::from_random(vault::random()?);
                let draft = Draft { uuid: uuid.clone(), saved: None, ..draft.clone() };
                let at = self.store.save_draft(&self.agent, &draft, now)?;
                Ok(Outcome::Saved { at, renamed: Some(uuid) })
            }
            Err(fault) => Err(fault),
        }
    }

    async fn carry_out(&self, write: Write) -> Result<Outcome, Failure> {
        Ok(match write {
            Write::Act { order, .. } => {
                let (act, serial) = (order.act, order.serial.clone());
                let caution = self.backend.act(order).await?;
                Outcome::Acted { act, serial, caution }
            }
            Write::Test { test, .. } => Outcome::Tested(Box::new(self.backend.test(test).await?)),
            Write::File(draft) => {
                let uuid = draft.uuid.clone();
                let id = self.desk.file(Draft::clone(&draft), self.agent.clone()).await?;
                let sent = self.desk.abilities().sends;
                // The ticket is there: a draft that stays behind is a nuisance, not a failure.
                let _ = self.on_disk(move |own| own.store.drop_draft(&uuid)).await;
                if sent { Outcome::Filed(id) } else { Outcome::Queued }
            }
            Write::Deliver => self.deliver().await?,
            Write::SaveDraft(_) | Write::DropDraft(_) | Write::BeginHunt(_) | Write::EndHunt { .. } => {
                Outcome::Dropped
            }
        })
    }

    /// Hands what waits to the desk, the oldest first. The desk knows each ticket by its UUID, so one
    /// that it has already is not filed twice; one that it refuses waits on, and so do the others.
    async fn deliver(&self) -> Result<Outcome, Failure> {
        let waiting = self.on_disk(|own| own.store.waiting()).await?;
        let (mut sent, all) = (0, waiting.len() as u32);
        if self.desk.abilities().once == Once::Assured {
            for one in waiting {
                let uuid = one.draft.uuid.clone();
                if self.desk.file(one.draft, one.agent).await.is_ok() {
                    self.on_disk(move |own| own.store.delivered(&uuid)).await?;
                    sent += 1;
                }
            }
        }
        Ok(Outcome::Delivered { sent, left: all - sent })
    }

    fn intent(&self, write: &Write) -> Intent {
        let agent = self.agent.clone();
        match write {
            Write::Act { order, reason } => Intent {
                agent,
                act: order.act.word().to_owned(),
                login: order.login.clone(),
                serial: order.serial.clone(),
                reason: reason_of(order, reason),
            },
            Write::Test { test, login, pin_disclosed } => Intent {
                agent,
                act: "test-code".to_owned(),
                login: login.clone(),
                serial: test.serial.clone(),
                reason: if *pin_disclosed { "pin-disclosed".to_owned() } else { String::new() },
            },
            Write::File(draft) => Intent {
                agent,
                act: "file-ticket".to_owned(),
                login: draft.login.clone(),
                serial: String::new(),
                reason: draft.uuid.as_str().to_owned(),
            },
            Write::Deliver => Intent { agent, act: "deliver".to_owned(), ..Intent::default() },
            Write::SaveDraft(_) | Write::DropDraft(_) | Write::BeginHunt(_) | Write::EndHunt { .. } => {
                Intent::default()
            }
        }
    }

    /// Who looks, and how far; never the codes.
    fn hunt_intent(&self, hunt: &Hunt) -> Intent {
        Intent {
            agent: self.agent.clone(),
            act: "found-key".to_owned(),
            reason: format!("codes={} window={}", hunt.codes(), hunt.breadth().word()),
            ..Intent::default()
        }
    }

    /// Runs disk work off the screen's thread.
    async fn on_disk<T, F>(&self, work: impl FnOnce(&Self) -> Result<T, F> + Send + 'static) -> Result<T, F>
    where
        T: Send + 'static,
        F: From<StoreFault> + Send + 'static,
    {
        let own = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&own)).await;
        done.unwrap_or_else(|fault| Err(StoreFault::Disk(fault.to_string()).into()))
    }
}

/// The agent's words, in which no secret reaches the journal, and the key that takes over.
fn reason_of(order: &Order, reason: &str) -> String {
    let said = redact(reason, &[&order.serial, &order.successor, &order.login]);
    match order.successor.as_str() {
        "" => said.into_owned(),
        successor => format!("{said} [{successor}]"),
    }
}

/// The journal's word for the end of a search.
fn hunt_word(end: HuntEnd) -> String {
    match end {
        HuntEnd::Done { found, keys } => format!("found {found} of {keys}"),
        HuntEnd::Cancelled => "cancelled".to_owned(),
        HuntEnd::Failed => "failed".to_owned(),
    }
}

/// The journal's word for an outcome: a verdict by its own words, a failure by its kind.
fn outcome_word(result: &Result<Outcome, Failure>) -> String {
    match result {
        Ok(Outcome::Tested(verdict)) if verdict.word() == verdict.finding.word() => verdict.word().to_owned(),
        Ok(Outcome::Tested(verdict)) => format!("{} {}", verdict.word(), verdict.finding.word()),
        Ok(Outcome::Filed(id)) => format!("filed {}", id.as_str()),
        Ok(Outcome::Queued) => "queued".to_owned(),
        Ok(Outcome::Delivered { sent, left }) => format!("delivered {sent}, {left} left"),
        Ok(_) => "done".to_owned(),
        Err(failure) => format!("failed: {failure}"),
    }
}
