//! What agents do to keys. Each act reads the state again inside its transaction: a card may be
//! old, and two agents may act at once.

use rusqlite::{Transaction, params};

use super::Local;
use super::testing::{candidate, consume, learn};
use crate::backend::{Fault, Order};
use crate::domain::key::{Key, KeyAct, Life};
use crate::domain::moment::{Moment, Span};
use crate::domain::person::Happening;
use crate::domain::verdict::{NoResync, Windows, resync};
use crate::store::words::{LIVES, word_of};
use crate::store::{StoreFault, rows};

impl Local {
    pub(super) fn act_now(&self, order: &Order) -> Result<(), Fault> {
        self.store.write(|transaction| {
            let now = self.now();
            let key = rows::find_key(transaction, &order.serial)?.ok_or(Fault::NotFound)?;
            if let (KeyAct::Assign, Some(holder)) = (order.act, &key.holder) {
                return Err(Fault::Taken { holder: holder.clone() });
            }
            order.act.fits(&key, now).map_err(Fault::State)?;
            // The key the agent saw on this person's card must still be this person's.
            if order.act != KeyAct::Assign && key.holder.as_deref() != Some(&order.login) {
                return Err(Fault::NotFound);
            }
            let what = self.carry_out(transaction, order, &key, now)?;
            let marked = (order.serial.as_str(), order.login.as_str());
            rows::record(transaction, now, marked, what, None, &order.agent)?;
            Ok(())
        })
    }

    fn carry_out(
        &self,
        transaction: &Transaction,
        order: &Order,
        key: &Key,
        now: Moment,
    ) -> Result<Happening, Fault> {
        let serial = order.serial.as_str();
        match order.act {
            KeyAct::ClearPin => {
                clear_pin(transaction, serial, Some(now))?;
                Ok(Happening::PinCleared)
            }
            KeyAct::Unlock => {
                transaction.execute("UPDATE keys SET fails = 0 WHERE serial = ?1", [serial])?;
                Ok(Happening::Unlocked)
            }
            KeyAct::Resync => self.resync(transaction, order, now),
            KeyAct::Suspend => {
                transaction.execute("UPDATE keys SET before = life WHERE serial = ?1", [serial])?;
                set_life(transaction, serial, Life::Suspended, now)?;
                Ok(Happening::Suspended)
            }
            KeyAct::Enable => {
                // A key that was never activated is not activated by having been lost.
                let sql = "UPDATE keys SET life = coalesce(before, 'active'), since = ?2 WHERE serial = ?1";
                transaction.execute(sql, params![serial, now.millis()])?;
                Ok(Happening::Enabled)
            }
            KeyAct::Assign => {
                assign(transaction, serial, order, now)?;
                Ok(Happening::Assigned)
            }
            KeyAct::Replace => replace(transaction, order, key, now),
            KeyAct::Unassign => {
                clear_pin(transaction, serial, None)?;
                let sql = "UPDATE keys SET holder = NULL, fails = 0 WHERE serial = ?1";
                transaction.execute(sql, [serial])?;
                set_life(transaction, serial, Life::InStock, now)?;
                rows::directory_changed(transaction)?;
                Ok(Happening::Unassigned)
            }
        }
    }

    fn resync(&self, transaction: &Transaction, order: &Order, now: Moment) -> Result<Happening, Fault> {
        let (first, second) = order.codes.as_ref().ok_or(Fault::NotConsecutive)?;
        let own = candidate(&self.store, transaction, &order.serial)?;
        let found = resync(&own, first, second, now, Windows::DEFAULT).map_err(|fault| match fault {
            NoResync::NotConsecutive => Fault::NotConsecutive,
            NoResync::FromThePast { steps } => {
                let period = own.key.shape.period().map_or(0, i64::from);
                Fault::OldCodes { age: Span::secs(steps.saturating_mul(period)) }
            }
        })?;
        consume(transaction, &order.serial, found.consume)?;
        learn(transaction, &own, found.step, now)?;
        Ok(Happening::Resynced)
    }
}

/// Forgets the PIN. `cleared` starts the watch over a key that opens the account by itself.
fn clear_pin(transaction: &Transaction, serial: &str, cleared: Option<Moment>) -> Result<(), StoreFault> {
    let sql = "UPDATE keys SET pin_check = NULL, pin_pending = 0, pin_cleared = ?2 WHERE serial = ?1";
    transaction.execute(sql, params![serial, cleared.map(Moment::millis)])?;
    Ok(())
}

fn set_life(transaction: &Transaction, serial: &str, life: Life, now: Moment) -> Result<(), StoreFault> {
    let word = word_of(&LIVES, &life);
    let sql = "UPDATE keys SET life = ?2, since = ?3 WHERE serial = ?1";
    transaction.execute(sql, params![serial, word, now.millis()])?;
    Ok(())
}

/// A new holder starts without failures and without PIN, which is watched for; used steps stay used.
fn assign(transaction: &Transaction, serial: &str, order: &Order, now: Moment) -> Result<(), Fault> {
    clear_pin(transaction, serial, Some(now))?;
    let sql =
        "UPDATE keys SET fails = 0, holder = (SELECT login FROM people WHERE login = ?2) WHERE serial = ?1";
    transaction.execute(sql, [serial, order.login.as_str()])?;
    let key = rows::find_key(transaction, serial)?.ok_or(Fault::NotFound)?;
    if key.holder.is_none() {
        return Err(Fault::NotFound);
    }
    let life = if order.activation { Life::Assigned } else { Life::Active };
    set_life(transaction, serial, life, now)?;
    rows::directory_changed(transaction)?;
    Ok(())
}

/// The old key is retired before the new one is given: the holder never has two that work.
fn replace(transaction: &Transaction, order: &Order, key: &Key, now: Moment) -> Result<Happening, Fault> {
    let successor = rows::find_key(transaction, &order.successor)?.ok_or(Fault::NotFound)?;
    if let Some(holder) = successor.holder {
        return Err(Fault::Taken { holder });
    }
    KeyAct::Assign.fits(&successor, now).map_err(Fault::State)?;
    clear_pin(transaction, key.serial.as_str(), None)?;
    set_life(transaction, key.serial.as_str(), Life::Retired, now)?;
    assign(transaction, &order.successor, order, now)?;
    let marked = (order.successor.as_str(), order.login.as_str());
    rows::record(transaction, now, marked, Happening::Assigned, None, &order.agent)?;
    Ok(Happening::Replaced)
}
