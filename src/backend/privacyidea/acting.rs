//! What agents do to keys: one serial at a time, never "by user" (privacyIDEA facts, 4).

use serde_json::{Value, json};

use super::nodes::{Call, CallFault};
use super::session::Right;
use super::wire::Token;
use super::{Inner, fault};
use crate::backend::{Caution, Fault, Order, Seen, Trouble};
use crate::domain::key::{Key, KeyAct};

/// privacyIDEA's number for a key that belongs to somebody already.
const TAKEN: i64 = 1103;

/// What a key shows of something that was ordered.
#[derive(Clone, Copy)]
enum Shown {
    /// That it is as was wanted.
    Done,
    /// That it is not.
    NotDone,
    /// Neither: it would look the same either way.
    Unseeable,
}

/// One call that changes a key, and how its effect is recognised afterwards.
struct Deed<'a> {
    path: &'a str,
    body: Value,
    serial: &'a str,
    /// What the key, as it was and as it is, shows of it.
    shows: fn(&Token, &Token) -> Shown,
    /// What the server's no means where it is the last word, whatever the key shows. Elsewhere the server
    /// also says it of what was so already.
    no: Option<Fault>,
}

impl<'a> Deed<'a> {
    /// One that takes nothing but a serial.
    fn plain(path: &'a str, serial: &'a str, shows: fn(&Token, &Token) -> Shown) -> Self {
        Self { path, body: json!({ "serial": serial }), serial, shows, no: None }
    }
}

impl From<bool> for Shown {
    fn from(done: bool) -> Self {
        if done { Self::Done } else { Self::NotDone }
    }
}

impl Inner {
    pub(super) async fn act(&self, order: Order) -> Result<Option<Caution>, Fault> {
        let (key, token) = self.key(&order.serial).await?;
        if let (KeyAct::Assign, Some(holder)) = (order.act, &key.holder) {
            return Err(Fault::Taken { holder: holder.clone() });
        }
        let locked = order.act == KeyAct::Unlock && self.is_locked(&order.login).await?;
        if !locked {
            order.act.fits(&key, self.now()).map_err(Fault::State)?;
        }
        // The key the agent saw on this person's card must still be this person's.
        let same = |holder: &String| is_same(holder, &order.login);
        if order.act != KeyAct::Assign && !key.holder.as_ref().is_some_and(same) {
            return Err(Fault::NotFound);
        }
        let serial = order.serial.as_str();
        match order.act {
            KeyAct::ClearPin => self.clear_pin(serial, &token).await,
            KeyAct::Unlock => self.unlock(&order, &key, &token, locked).await,
            KeyAct::Resync => self.resync(&order, &key, &token).await,
            KeyAct::Suspend => self.suspend(serial, &token).await.map(|()| None),
            KeyAct::Enable => {
                let shows = |_: &Token, after: &Token| after.is_active().into();
                self.done(Deed::plain("token/enable", serial, shows), &token).await.map(|()| None)
            }
            KeyAct::Assign => self.assign(serial, &order.login, &token).await,
            KeyAct::Replace => self.replace(&order, &token).await,
            KeyAct::Unassign => {
                let shows = |_: &Token, after: &Token| after.username.is_empty().into();
                self.done(Deed::plain("token/unassign", serial, shows), &token).await.map(|()| None)
            }
        }
    }

    /// Erases the PIN and reads back whether a new one will be asked for: no field says that there is
    /// none, and without the order to choose one the digits alone would do for ever.
    async fn clear_pin(&self, serial: &str, before: &Token) -> Result<Option<Caution>, Fault> {
        // The order to choose one is all that shows of it: it has minutes only, and takes a policy.
        let shows = |before: &Token, after: &Token| match after.pin_ordered() > before.pin_ordered() {
            true => Shown::Done,
            false => Shown::Unseeable,
        };
        let body = json!({ "serial": serial, "otppin": "" });
        self.done(Deed { path: "token/setpin", body, serial, shows, no: None }, before).await?;
        let (_, after) = self.key(serial).await.map_err(half)?;
        Ok(after.pin_ordered().is_none().then_some(Caution::PinNeverAsked))
    }

    /// The failures of the key, and the lock of the person if there is one.
    async fn unlock(
        &self,
        order: &Order,
        key: &Key,
        before: &Token,
        locked: bool,
    ) -> Result<Option<Caution>, Fault> {
        if key.fails > 0 {
            let shows = |_: &Token, after: &Token| (after.failures() == 0).into();
            self.done(Deed::plain("token/reset", &order.serial, shows), before).await?;
        }
        if locked {
            let lifted = self.lift(&order.login).await;
            lifted.map_err(|why| if key.fails > 0 { half(why) } else { why })?;
        }
        Ok(None)
    }

    /// Lifts what conditional access put on a person; a lost answer is looked for.
    async fn lift(&self, login: &str) -> Result<(), Fault> {
        let query = vec![("user", login.to_owned()), ("realm", self.realm())];
        match self.order(&Call::delete("conditionalaccess/lock/user", query)).await {
            Ok(_) => Ok(()),
            Err(CallFault::Lost(why)) => match self.is_still_held(login).await {
                Ok(false) => Ok(()),
                Ok(true) => Err(Fault::NoAnswer { why, seen: Seen::Unchanged }),
                Err(_) => Err(Fault::NoAnswer { why, seen: Seen::Nothing }),
            },
            Err(refused) => Err(fault(refused)),
        }
    }

    /// The server's own yes or no. An answer that is neither is as good as lost.
    async fn order(&self, call: &Call<'_>) -> Result<bool, CallFault> {
        self.call(call).await?.verdict().ok_or(CallFault::Lost(Trouble::Nonsense))
    }

    async fn is_locked(&self, login: &str) -> Result<bool, Fault> {
        if !self.session.may(Right::LiftLock) {
            return Ok(false);
        }
        self.is_held(login).await
    }

    async fn resync(&self, order: &Order, key: &Key, before: &Token) -> Result<Option<Caution>, Fault> {
        let (first, second) = order.codes.as_ref().ok_or(Fault::NotConsecutive)?;
        let body = json!({ "serial": order.serial, "otp1": first.expose(), "otp2": second.expose() });
        // The count moves on with every code that is accepted, one that the holder types at a login
        // meanwhile too; only a login leaves its time.
        let shows = |before: &Token, after: &Token| match after.count > before.count {
            true if after.last_login() != before.last_login() => Shown::Unseeable,
            moved => moved.into(),
        };
        let no = Some(Fault::NotConsecutive);
        self.done(Deed { path: "token/resync", body, serial: &order.serial, shows, no }, before).await?;
        Ok(key.shape.period().map(|_| Caution::SkipOneCode))
    }

    async fn suspend(&self, serial: &str, before: &Token) -> Result<(), Fault> {
        let shows = |_: &Token, after: &Token| (!after.is_active()).into();
        self.done(Deed::plain("token/disable", serial, shows), before).await
    }

    /// Gives a key and orders its holder to choose a PIN: without the order, the digits alone would do.
    async fn assign(&self, serial: &str, login: &str, before: &Token) -> Result<Option<Caution>, Fault> {
        // Whoever holds it now: whether that is whom the agent named is looked at below.
        let shows = |_: &Token, after: &Token| match after.holder() {
            Some(_) if after.without_directory() => Shown::Unseeable,
            holder => holder.is_some().into(),
        };
        let body = json!({ "serial": serial, "user": login, "realm": self.realm() });
        self.done(Deed { path: "token/assign", body, serial, shows, no: None }, before).await?;
        let (key, given) = self.key(serial).await.map_err(half)?;
        match key.holder {
            _ if given.without_directory() => Err(half(Fault::Unreachable { why: Trouble::Failing })),
            Some(holder) if is_same(&holder, login) => self.clear_pin(serial, &given).await.map_err(half),
            // Somebody else was faster, and may have a PIN already.
            Some(holder) => Err(Fault::Taken { holder }),
            None => Err(half(Fault::NotFound)),
        }
    }

    /// The old key first: the holder never has two that work.
    async fn replace(&self, order: &Order, before: &Token) -> Result<Option<Caution>, Fault> {
        let (successor, fresh) = self.key(&order.successor).await?;
        if let Some(holder) = successor.holder.clone() {
            return Err(Fault::Taken { holder });
        }
        // The server would give a disabled or expired key too, and the holder would have none that works.
        KeyAct::Assign.fits(&successor, self.now()).map_err(Fault::State)?;
        if before.is_active() {
            self.suspend(&order.serial, before).await?;
        }
        self.assign(&order.successor, &order.login, &fresh).await.map_err(half)
    }

    /// Does it, whatever befalls the answer: a lost one is looked for in the state of the key, and so is
    /// a no that is not the last word.
    async fn done(&self, deed: Deed<'_>, before: &Token) -> Result<(), Fault> {
        match self.order(&Call::post(deed.path, deed.body)).await {
            Ok(true) => Ok(()),
            Ok(false) => {
                if let Some(no) = deed.no {
                    return Err(no);
                }
                let (key, after) = self.key(deed.serial).await?;
                match (deed.shows)(before, &after) {
                    Shown::Done => Ok(()),
                    Shown::NotDone | Shown::Unseeable => Err(Fault::State(key.standing(self.now()))),
                }
            }
            Err(CallFault::Lost(why)) => {
                let seen = match self.key(deed.serial).await.map(|(_, after)| (deed.shows)(before, &after)) {
                    Ok(Shown::Done) => return Ok(()),
                    Ok(Shown::NotDone) => Seen::Unchanged,
                    Ok(Shown::Unseeable) => Seen::Untold,
                    Err(_) => Seen::Nothing,
                };
                Err(Fault::NoAnswer { why, seen })
            }
            Err(CallFault::Refused { code: TAKEN, .. }) => {
                let holder = self.key(deed.serial).await?.0.holder.unwrap_or_default();
                Err(Fault::Taken { holder })
            }
            Err(refused) => Err(fault(refused)),
        }
    }
}

/// A login is the same in capitals.
fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Only the last part of an order was not done.
fn half(why: Fault) -> Fault {
    match why {
        half @ Fault::HalfDone { .. } => half,
        other => Fault::HalfDone { why: Box::new(other) },
    }
}
