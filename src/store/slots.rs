//! The slots of an open store: more passphrases, other ones, fewer. Only the header is rewritten;
//! the data key stays, and with it every row.

use rusqlite::{Transaction, params};

use super::vault::{Cost, SLOTS_MAX, Slot, is_name};
use super::{Kind, Store, StoreFault, schema};
use crate::domain::secret::Secret;

/// Why a slot was not written. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SlotFault {
    /// There is a slot of that name.
    #[error("slot exists")]
    Exists,
    /// There is none.
    #[error("no such slot")]
    NotFound,
    /// Without it nobody would open the store again.
    #[error("last slot")]
    Last,
    /// As many as there may be.
    #[error("too many slots")]
    Full,
    /// Empty, too long, or with characters nobody sees.
    #[error("bad name")]
    BadName,
    /// A demo has none.
    #[error("demo")]
    Demo,
    /// The passphrase that opened this console was changed or taken away since.
    #[error("opened by a slot that is no more")]
    Changed,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

impl From<rusqlite::Error> for SlotFault {
    fn from(fault: rusqlite::Error) -> Self {
        Self::Store(fault.into())
    }
}

impl Store {
    /// The name of the slot that opened this store; none in a demo.
    pub fn opened_by(&self) -> Option<String> {
        self.own_slot().as_ref().map(|slot| slot.name.clone())
    }

    /// One more passphrase.
    pub fn add_slot(&self, name: &str, passphrase: &Secret<String>, cost: Cost) -> Result<(), SlotFault> {
        self.has_slots()?;
        if !is_name(name) {
            return Err(SlotFault::BadName);
        }
        let slot = self.vault().wrap(name, passphrase, cost)?;
        self.rewrite(|transaction, slots| match slots.len() {
            _ if slots.iter().any(|known| known.name == name) => Err(SlotFault::Exists),
            SLOTS_MAX.. => Err(SlotFault::Full),
            _ => Ok(schema::insert_slot(transaction, &slot)?),
        })
    }

    /// Another passphrase for a slot.
    pub fn change_slot(&self, name: &str, passphrase: &Secret<String>, cost: Cost) -> Result<(), SlotFault> {
        self.has_slots()?;
        let slot = self.vault().wrap(name, passphrase, cost)?;
        self.rewrite(|transaction, _| {
            let sql = "UPDATE slots SET body = ?2, proof = ?3 WHERE name = ?1";
            match transaction.execute(sql, params![slot.name, slot.body, slot.proof])? {
                0 => Err(SlotFault::NotFound),
                _ => Ok(()),
            }
        })?;
        let mut own = self.own_slot();
        if own.as_ref().is_some_and(|own| own.name == name) {
            *own = Some(slot);
        }
        Ok(())
    }

    /// Takes a passphrase away. It must be another one than opened this console: so whoever does it
    /// is sure to know one that remains.
    pub fn remove_slot(&self, name: &str) -> Result<(), SlotFault> {
        self.has_slots()?;
        self.rewrite(|transaction, slots| {
            let found = slots.iter().any(|slot| slot.name == name);
            match (found, slots.len()) {
                (false, _) => return Err(SlotFault::NotFound),
                (true, ..=1) => return Err(SlotFault::Last),
                (true, _) if self.opened_by().as_deref() == Some(name) => return Err(SlotFault::Changed),
                _ => {}
            }
            transaction.execute("DELETE FROM slots WHERE name = ?1", [name])?;
            Ok(())
        })
    }

    fn has_slots(&self) -> Result<(), SlotFault> {
        if self.kind() == Kind::Demo { Err(SlotFault::Demo) } else { Ok(()) }
    }

    /// One transaction over the slots. Whoever was let in by a passphrase that is no more may not
    /// let himself, or anybody, in again.
    fn rewrite(
        &self,
        work: impl FnOnce(&Transaction, &[Slot]) -> Result<(), SlotFault>,
    ) -> Result<(), SlotFault> {
        self.write(|transaction| {
            let slots = schema::slots(transaction)?;
            let own = self.own_slot().clone();
            if !slots.iter().any(|slot| own.as_ref().is_some_and(|own| own.is_same(slot))) {
                return Err(SlotFault::Changed);
            }
            work(transaction, &slots)
        })?;
        self.read(|connection| {
            schema::forget_log(connection);
            Ok(())
        })?;
        Ok(())
    }
}

#[cfg(test)]
#[path = "slots_tests.rs"]
mod tests;
