//! Carries what waits in the outbox to the desk: one sender an outbox, every step on the disk before
//! its first byte leaves (`domain::delivery`).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Change, ChangeKind, DeskFault, Filing, Once, TicketDesk, What};
use crate::backend::Clock;
use crate::domain::delivery::{Course, Met, Stage, Step};
use crate::domain::moment::Moment;
use crate::domain::ticket::{Parcel, TicketId, Unkept, Uuid};
use crate::store::journal::Intent;
use crate::store::outbox::Waiting;
use crate::store::{Store, StoreFault, vault};

/// Whom a sender acts for.
pub struct Sender {
    store: Arc<Store>,
    desk: Arc<dyn TicketDesk>,
    clock: Clock,
    /// Who is named in the journal with what leaves; what was asked for in this moment has an entry of its own.
    teller: Option<String>,
}

/// What a round did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// What the desk has now; words for a ticket by the name of their ticket.
    pub sent: Vec<(Uuid, TicketId)>,
    /// What the desk did not keep of tickets among them, by their names there.
    pub unkept: Vec<(TicketId, Vec<Unkept>)>,
    /// What still waits, and what of it needs the agent.
    pub left: u32,
    /// Refused, doubtful or damaged.
    pub stuck: u32,
    /// When the next round is worth it.
    pub next: Option<Moment>,
    /// The desk wants the agent's login first.
    pub login_over: bool,
}

/// What one step came to.
enum End {
    There(TicketId),
    Not(Course, String),
    /// An agent took it back, gave it up or wants it otherwise: nothing was sent.
    Gone,
    /// Nothing of it happened, and nothing else would: the rest waits for the login.
    Login,
}

impl Sender {
    /// A sender from a store to a desk.
    pub fn new(store: Arc<Store>, desk: Arc<dyn TicketDesk>, clock: Clock) -> Self {
        Self { store, desk, clock, teller: None }
    }

    /// The same, and the journal says where what waited went, in the name of an agent.
    #[must_use]
    pub fn telling(self, agent: String) -> Self {
        Self { teller: Some(agent), ..self }
    }

    /// Does what is due, the oldest first; of one thing alone if it is named. Where another console is
    /// at it, nothing is done here.
    ///
    /// # Errors
    /// Of the store. What had begun is looked up by the next round.
    pub async fn round(&self, only: Option<&Uuid>) -> Result<Round, StoreFault> {
        let Some(_held) = self.on_disk(Store::hold_outbox).await? else {
            let left = self.on_disk(Store::waiting_count).await?;
            let next = Some((self.clock)() + crate::domain::delivery::PATIENCE);
            return Ok(Round { left, next, ..Round::default() });
        };
        let outbox = self.on_disk(Store::waiting).await?;
        let damaged = outbox.damaged.len() as u32;
        let mut round = Round { left: damaged, stuck: damaged, ..Round::default() };
        let mut closed = false;
        // Tickets that older words still wait for: a conversation is not turned round.
        let mut waited = BTreeSet::new();
        for one in outbox.whole {
            let ticket = one.parcel.ticket().cloned();
            let turn = ticket.as_ref().is_none_or(|ticket| !waited.contains(ticket));
            let due = only.is_none_or(|uuid| uuid == one.parcel.uuid()) && turn && !closed;
            let (uuid, mut course) = (one.parcel.uuid().clone(), one.course);
            let is_ticket = matches!(one.parcel, Parcel::Ticket(_));
            let end = match course.step((self.clock)()) {
                Step::Send if due => Some(self.send(one).await?),
                Step::LookUp if due => Some(self.look_up(one).await?),
                _ => None,
            };
            match end {
                Some(End::There(id)) => {
                    let unkept = if is_ticket { self.desk.unkept(&id) } else { Vec::new() };
                    self.delivered(uuid.clone(), id.clone(), &unkept).await?;
                    if !unkept.is_empty() {
                        round.unkept.push((id.clone(), unkept));
                    }
                    round.sent.push((uuid, id));
                    continue;
                }
                Some(End::Not(after, words)) => {
                    // Others would only wait as long for the same silence.
                    closed |= matches!(after.stage, Stage::Waiting | Stage::Unknown);
                    course = after;
                    self.on_disk(move |store| store.set_course(&uuid, after, &words)).await?;
                }
                Some(End::Gone) => continue,
                Some(End::Login) => {
                    closed = true;
                    round.login_over = true;
                }
                None => {}
            }
            round.left += 1;
            match course.stage {
                Stage::Refused | Stage::Doubtful => round.stuck += 1,
                // It waits for the agent's hands, not for a decision.
                Stage::Page => {}
                // It comes with the older one, whose time is counted.
                Stage::Waiting | Stage::Unknown if !turn => {}
                Stage::Waiting | Stage::Unknown => {
                    waited.extend(ticket);
                    round.next = Some(round.next.map_or(course.due, |next| next.min(course.due)));
                }
            }
        }
        if round.login_over {
            round.next = None;
        }
        Ok(round)
    }

    /// It leaves the outbox and enters the journal at once: a console that dies in between would tell nobody.
    async fn delivered(&self, uuid: Uuid, id: TicketId, unkept: &[Unkept]) -> Result<(), StoreFault> {
        let (now, outcome) = ((self.clock)(), filed_word(&id, unkept));
        let intent = self.teller.clone().map(|agent| Intent {
            agent,
            act: "deliver".to_owned(),
            reason: uuid.as_str().to_owned(),
            ..Intent::default()
        });
        self.on_disk(move |store| {
            let told = intent.as_ref().map(|intent| (intent, outcome.as_str()));
            store.delivered(&uuid, &id, now, told)
        })
        .await
    }

    async fn send(&self, one: Waiting) -> Result<End, StoreFault> {
        if let Parcel::Ticket(draft) = &one.parcel
            && let Some(page) = self.desk.page(&draft.academy)
        {
            return match page {
                Ok(url) => self.not(one.course, Met::Page, url),
                Err(fault) => self.not(one.course, Met::No, fault.to_string()),
            };
        }
        let (uuid, begun) = (one.parcel.uuid().clone(), one.course.begun((self.clock)()));
        let (name, read) = (uuid.clone(), one.course);
        if !self.on_disk(move |store| store.begin(&name, read, begun)).await? {
            return Ok(End::Gone);
        }
        let sent = match &one.parcel {
            Parcel::Ticket(draft) => {
                let name = uuid.clone();
                let files = self.on_disk(move |store| store.outbox_files(&name)).await?;
                self.desk.file(Filing { draft: draft.clone(), author: one.agent.clone(), files }).await
            }
            Parcel::Remark(remark) => self.desk.note(remark.clone()).await.map(|()| remark.ticket.clone()),
        };
        Ok(match sent {
            Ok(id) if one.course.tries > 0 => {
                let first = self.only_one(&uuid).await.unwrap_or_else(|| id.clone());
                if first != id {
                    // What the desk did not keep is asked of the one that stays.
                    let _ = self.complete(&one, &first).await?;
                }
                End::There(first)
            }
            Ok(id) => End::There(id),
            Err(DeskFault::LoginOver | DeskFault::WrongLogin) => {
                self.on_disk(move |store| store.set_course(&uuid, one.course, "")).await?;
                End::Login
            }
            Err(fault @ (DeskFault::Unreachable(_) | DeskFault::Lacks(_))) => {
                self.not(one.course, Met::Nobody, words(fault))?
            }
            Err(DeskFault::Refused(words)) => self.not(one.course, Met::No, words)?,
            Err(
                fault @ (DeskFault::NotFound
                | DeskFault::Conflict
                | DeskFault::Nowhere(_)
                | DeskFault::Unable),
            ) => self.not(one.course, Met::No, fault.to_string())?,
            Err(fault @ (DeskFault::Doubtful | DeskFault::Broken(_))) => {
                self.not(one.course, Met::Silence, words(fault))?
            }
        })
    }

    async fn look_up(&self, one: Waiting) -> Result<End, StoreFault> {
        if self.desk.abilities().once == Once::Agent {
            // A console that died while it sent: nobody can be asked whether it got there.
            return self.not(one.course, Met::Silence, DeskFault::Doubtful.to_string());
        }
        let uuid = one.parcel.uuid();
        let found = match &one.parcel {
            Parcel::Ticket(_) => self.desk.find_by_uuid(uuid.clone()).await.map(|found| self.lowest(found)),
            Parcel::Remark(remark) => {
                let there = self.desk.find_note(remark.ticket.clone(), uuid.clone()).await;
                there.map(|there| there.then(|| (remark.ticket.clone(), Vec::new())))
            }
        };
        Ok(match found {
            Ok(Some((id, extra))) => {
                self.merge(&id, extra).await;
                match self.complete(&one, &id).await? {
                    Ok(()) => End::There(id),
                    Err(DeskFault::LoginOver | DeskFault::WrongLogin) => End::Login,
                    Err(fault) => self.not(one.course, Met::Nobody, words(fault))?,
                }
            }
            Ok(None) => self.not(one.course, Met::Absent, String::new())?,
            Err(DeskFault::LoginOver | DeskFault::WrongLogin) => End::Login,
            // What could not be asked stays as unknown as it was.
            Err(fault) => self.not(one.course, Met::Nobody, words(fault))?,
        })
    }

    /// What a lost line cut off behind the ticket itself.
    async fn complete(&self, one: &Waiting, id: &TicketId) -> Result<Result<(), DeskFault>, StoreFault> {
        let Parcel::Ticket(draft) = &one.parcel else { return Ok(Ok(())) };
        let (draft, author, name) = (draft.clone(), one.agent.clone(), draft.uuid.clone());
        let files = self.on_disk(move |store| store.outbox_files(&name)).await?;
        Ok(self.desk.complete(id.clone(), Filing { draft, author, files }).await)
    }

    fn not(&self, course: Course, met: Met, words: String) -> Result<End, StoreFault> {
        let searches = self.desk.abilities().once != Once::Agent;
        let luck = u32::from_le_bytes(vault::random()?);
        Ok(End::Not(course.after(met, searches, (self.clock)(), luck), words))
    }

    /// After a silence two may have become of one: the younger ones go into the oldest.
    async fn only_one(&self, uuid: &Uuid) -> Option<TicketId> {
        let (id, extra) = self.lowest(self.desk.find_by_uuid(uuid.clone()).await.ok()?)?;
        self.merge(&id, extra).await;
        Some(id)
    }

    fn lowest(&self, found: Vec<TicketId>) -> Option<(TicketId, Vec<TicketId>)> {
        let mut found = found.into_iter();
        Some((found.next()?, found.collect()))
    }

    async fn merge(&self, into: &TicketId, extra: Vec<TicketId>) {
        if !self.desk.abilities().changes.contains(&ChangeKind::Merge) {
            return;
        }
        for ticket in extra.into_iter().collect::<BTreeSet<_>>() {
            let what = What::Merge(into.clone());
            let author = String::new();
            // One that stays is found by the next look at this name, and by whoever reads the list.
            let _ = self.desk.change(Change { ticket, seen: (self.clock)(), author, what }).await;
        }
    }

    async fn on_disk<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, StoreFault> + Send + 'static,
    ) -> Result<T, StoreFault> {
        let store = self.store.clone();
        let done = tokio::task::spawn_blocking(move || work(&store)).await;
        done.unwrap_or_else(|fault| Err(StoreFault::Disk(fault.to_string())))
    }
}

/// The journal's word for a ticket that a desk has, and for what the desk did not keep of it.
pub fn filed_word(id: &TicketId, unkept: &[Unkept]) -> String {
    let lost: Vec<_> = unkept.iter().map(Unkept::word).collect();
    match lost.is_empty() {
        true => format!("filed {}", id.as_str()),
        false => format!("filed {} without {}", id.as_str(), lost.join(" ")),
    }
}

/// Why something waits, for the outbox: what befell the line by its own word, all else by the fault's.
fn words(fault: DeskFault) -> String {
    match fault {
        DeskFault::Unreachable(word) | DeskFault::Broken(word) => word,
        fault => fault.to_string(),
    }
}

#[cfg(test)]
#[path = "sender_tests.rs"]
mod tests;
