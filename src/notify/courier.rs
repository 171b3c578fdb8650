//! Carries notices to their holders: one courier a store, every step on the disk before its first byte leaves
//! ([`Errand`]).

use std::sync::Arc;

use super::{Route, RouteFault};
use crate::backend::Clock;
use crate::domain::delivery::{Met, PATIENCE, Stage, Step};
use crate::domain::moment::Moment;
use crate::domain::notice::Errand;
use crate::store::notices::Pending;
use crate::store::{Store, StoreFault, vault};

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Messages that the server took.
    pub sent: u32,
    /// Notices that still wait, and those whose act is not known done.
    pub left: u32,
    /// Messages that the server refused in this round, or may have taken time and again.
    pub stuck: u32,
    /// When the next round is worth it.
    pub next: Option<Moment>,
    /// The server wants the agent's login first.
    pub login_over: bool,
}

/// What one try came to.
enum End {
    Sent,
    Not(Errand, String),
    /// Nothing of it happened, and nothing else would: the rest waits for the login.
    Login,
    /// An agent took it out or wants it otherwise: nothing was sent.
    Gone,
}

/// Whom a courier acts for.
pub struct Courier {
    store: Arc<Store>,
    route: Arc<dyn Route>,
    clock: Clock,
}

impl Courier {
    /// A courier from a store over a route.
    pub fn new(store: Arc<Store>, route: Arc<dyn Route>, clock: Clock) -> Self {
        Self { store, route, clock }
    }

    /// Sends what is due, the oldest first. Where another console is at it, nothing is done here.
    ///
    /// # Errors
    /// Of the store. What was begun counts as perhaps sent.
    pub async fn round(&self) -> Result<Round, StoreFault> {
        let Some(_held) = self.on_disk(Store::hold_notices).await? else {
            let left = self.on_disk(Store::notice_count).await?;
            return Ok(Round { left, next: Some((self.clock)() + PATIENCE), ..Round::default() });
        };
        let notices = self.on_disk(Store::notices).await?;
        let mut round = Round { left: notices.damaged.len() as u32, ..Round::default() };
        let mut closed = false;
        for one in notices.whole {
            let (uuid, mut errand) = (one.notice.uuid.clone(), one.errand);
            if errand.step((self.clock)()) == Step::Send && !closed {
                match self.send(one).await? {
                    End::Sent => {
                        let now = (self.clock)();
                        self.on_disk(move |store| store.notice_sent(&uuid, now)).await?;
                        round.sent += 1;
                        continue;
                    }
                    End::Not(after, words) => {
                        // Others would only wait as long for the same silence.
                        closed |= after.course.stage == Stage::Waiting;
                        round.stuck += u32::from(after.course.stage != Stage::Waiting);
                        errand = after;
                        self.on_disk(move |store| store.set_errand(&uuid, after, &words)).await?;
                    }
                    End::Gone => continue,
                    End::Login => {
                        closed = true;
                        round.login_over = true;
                    }
                }
            }
            round.left += 1;
            let waits = matches!(errand.course.stage, Stage::Waiting | Stage::Unknown);
            if waits && !(round.login_over && errand.course.stage == Stage::Waiting) {
                let due = errand.course.due;
                round.next = Some(round.next.map_or(due, |next| next.min(due)));
            }
        }
        Ok(round)
    }

    async fn send(&self, one: Pending) -> Result<End, StoreFault> {
        let (uuid, before) = (one.notice.uuid.clone(), one.errand);
        let (begun, name) = (before.begun(), uuid.clone());
        if !self.on_disk(move |store| store.begin_notice(&name, before, begun)).await? {
            return Ok(End::Gone);
        }
        let (met, words) = match self.route.send(one.notice).await {
            Ok(()) => return Ok(End::Sent),
            Err(fault @ (RouteFault::LoginOver | RouteFault::WrongLogin)) => {
                let words = fault.to_string();
                self.on_disk(move |store| store.set_errand(&uuid, before, &words)).await?;
                return Ok(End::Login);
            }
            Err(RouteFault::Unsent(words)) => (Met::Nobody, words),
            Err(RouteFault::Refused(words)) => (Met::No, words),
            Err(fault @ RouteFault::Doubtful) => (Met::Silence, fault.to_string()),
        };
        let luck = u32::from_le_bytes(vault::random()?);
        Ok(End::Not(begun.after(met, (self.clock)(), luck), words))
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

#[cfg(test)]
#[path = "courier_tests.rs"]
mod tests;
