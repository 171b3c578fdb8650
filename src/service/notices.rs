//! Telling holders what was done to their keys: what is to be told is settled and written before the act is ordered;
//! it leaves once the act is known done.

use std::sync::Arc;

use super::request::{Failure, Fate, Outcome, Write};
use super::{Service, Side, outcome_word};
use crate::backend::{Fault, Order, TokenBackend};
use crate::domain::delivery::Step;
use crate::domain::key::KeyAct;
use crate::domain::notice::{Announced, Known, Notice, Why, is_proved, is_told, masked};
use crate::domain::ticket::Uuid;
use crate::notify::courier::{Courier, Round};
use crate::notify::{Route, is_address};
use crate::store::notices::{Pending, Telling};
use crate::store::{StoreFault, vault};

/// The way to the holders, or why there is none.
pub type Way = Result<Arc<dyn Route>, Why>;

impl Service {
    /// The same with a way to tell holders; without it none is told, and the journal says why.
    #[must_use]
    pub fn with_way(self, way: Way) -> Self {
        Self { way, ..self }
    }

    /// The way to the holders, to log in to.
    pub fn route(&self) -> Option<&dyn Route> {
        self.way.as_deref().ok()
    }

    /// What the holder is told stands in the journal's breath, before the deed and after it.
    pub(super) async fn journalled(&self, side: Side, write: Write) -> Result<Outcome, Failure> {
        let intent = self.intent(&write);
        let act = match &write {
            Write::Act { order, .. } => Some(order.act),
            _ => None,
        };
        let telling = self.telling(side.backend.as_ref(), &write).await;
        let told = telling.clone();
        let begun = self.on_disk(move |own| own.store.begin_act((own.clock)(), &intent, told.as_ref()));
        let entry = begun.await.map_err(Failure::Journal)?;
        let mut result = self.carry_out(side, write).await;
        let (word, known, told) = (outcome_word(&result), known(act, &result), telling.clone());
        let ended =
            self.on_disk(move |own| own.store.end_act(entry, (own.clock)(), (&word, known), told.as_ref()));
        let ended = ended.await;
        if let Ok(Outcome::Acted { telling: said, .. }) = &mut result {
            // What could not be let go is looked for later.
            *said = match telling {
                Some(Ok(notice)) if ended.is_ok() => Some(Announced::To(masked(&notice.to))),
                Some(Err(why)) => Some(Announced::Not(why)),
                _ => None,
            };
        }
        result
    }

    /// What is to be told of a deed: to the directory's address, as the directory has it now. Nothing of this keeps
    /// the deed from being done.
    async fn telling(&self, backend: &dyn TokenBackend, write: &Write) -> Option<Telling> {
        match write {
            Write::Act { order, .. } if is_told(order.act) && backend.abilities().snapshot.is_none() => {
                Some(self.notice(backend, order).await)
            }
            _ => None,
        }
    }

    async fn notice(&self, backend: &dyn TokenBackend, order: &Order) -> Telling {
        if let Err(why) = &self.way {
            return Err(*why);
        }
        let at = (self.clock)();
        let card = backend.card(order.login.clone()).await.map_err(|_| Why::Unread)?;
        let to = card.person.mail.trim();
        match to {
            "" => return Err(Why::NoAddress),
            to if !is_address(to) => return Err(Why::BadAddress),
            _ => {}
        }
        Ok(Notice {
            uuid: Uuid::from_random(vault::random().map_err(|_| Why::Unread)?),
            act: order.act,
            at,
            to: to.to_owned(),
            name: card.person.full_name(),
            academy: card.person.school.academy.clone(),
            login: order.login.clone(),
            serial: order.serial.clone(),
            successor: order.successor.clone(),
        })
    }

    /// Looks for the effect of acts whose end nobody knows, then sends what is due.
    pub(super) async fn tell(&self, backend: &dyn TokenBackend) -> Result<Outcome, Failure> {
        if backend.abilities().snapshot.is_none() {
            self.look_for_acts(backend).await?;
        }
        let round = match &self.way {
            Ok(route) => Courier::new(self.store.clone(), route.clone(), self.clock.clone()).round().await?,
            Err(_) => Round { left: self.on_disk(|own| own.store.notice_count()).await?, ..Round::default() },
        };
        Ok(Outcome::Told(round))
    }

    async fn look_for_acts(&self, backend: &dyn TokenBackend) -> Result<(), StoreFault> {
        let held = self.on_disk(|own| own.store.notices()).await?.whole;
        let due = |one: &Pending| one.errand.step((self.clock)()) == Step::LookUp;
        for one in held.into_iter().filter(due) {
            let proved = match backend.card(one.notice.login.clone()).await {
                Ok(card) => Some(is_proved(&one.notice, &card.events)),
                Err(Fault::NotFound) => Some(false),
                Err(_) => None,
            };
            let luck = u32::from_le_bytes(vault::random()?);
            let errand = one.errand.looked(proved, (self.clock)(), luck);
            let words = if proved == Some(false) { UNPROVED } else { "" };
            self.on_disk(move |own| own.store.set_errand(&one.notice.uuid, errand, words)).await?;
        }
        Ok(())
    }

    /// What the agent wants of a notice that waits.
    pub(super) async fn notice_fate(
        &self,
        backend: &dyn TokenBackend,
        uuid: Uuid,
        what: Fate,
    ) -> Result<Outcome, Failure> {
        match what {
            Fate::Again => {
                self.on_disk(move |own| own.store.notice_again(&uuid, (own.clock)())).await?;
                self.tell(backend).await
            }
            Fate::GiveUp => {
                self.on_disk(move |own| own.store.give_up_notice(&uuid)).await?;
                Ok(Outcome::NoticeGivenUp)
            }
            // Its words are not an agent's.
            Fate::Mend => Ok(Outcome::Dropped),
        }
    }
}

/// Why a notice waits whose act the server does not show; told in the user's language.
pub const UNPROVED: &str = "act not seen";

/// What is known of a deed once it ended. Of what was done in part, the first part is what a holder is told of; of a
/// replacement it is not.
pub fn known(act: Option<KeyAct>, result: &Result<Outcome, Failure>) -> Known {
    match result {
        Ok(_) => Known::Done,
        Err(Failure::Backend(Fault::HalfDone { .. })) if act != Some(KeyAct::Replace) => Known::Done,
        Err(Failure::Backend(Fault::HalfDone { .. } | Fault::NoAnswer { .. } | Fault::Broken(_))) => {
            Known::Unknown
        }
        Err(_) => Known::Undone,
    }
}

#[cfg(test)]
#[path = "notices_tests.rs"]
mod tests;
