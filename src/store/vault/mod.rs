//! The vault: one random data key, wrapped once for each passphrase, seals what nobody else may read
//! (XChaCha20-Poly1305). The format, its test vectors and what it does not protect: `docs/vault.md`.
//!
//! Sealed bytes are tied to their place: what was moved to another row, another table or another
//! store does not open. The vault's name starts with `demo-` or `real-`: turning one kind into the
//! other would leave nothing readable.

mod seal;
mod slot;

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use data_encoding::HEXLOWER;
use serde::Serialize;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;

use super::{Kind, StoreFault};
use crate::domain::secret::{Secret, Seed};
use seal::{KEY, cipher, label, mac, subkey, unseal};

pub use seal::random;
pub use slot::{Cost, LoneSlot, Slot, is_name};

/// Name of the first slot where nobody gave one; also that of a store of format 1.
pub const FIRST: &str = "principal";

/// Slots that a store may have: a wrong passphrase is tried on each.
pub const SLOTS_MAX: usize = 16;

/// Which slots a passphrase is tried on.
#[derive(Clone, Copy, Debug)]
pub enum Through<'a> {
    /// All of them, the one of this name first.
    Any(&'a str),
    /// This one alone.
    Only(&'a str),
    /// All but this one.
    AllBut(&'a str),
}

/// Where sealed bytes belong: a word for the kind of row, and what names the row for good. Columns
/// that may not be altered beside the sealed one are among the words.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// "draft", "ticket", "note".
    pub kind: &'static str,
    /// The row's name, then what else is tied to it.
    pub words: &'a [&'a str],
}

/// An open vault.
pub struct Vault {
    id: String,
    key: Secret<[u8; KEY]>,
    rows: Secret<[u8; KEY]>,
    slots: Secret<[u8; KEY]>,
    lookup: Secret<[u8; KEY]>,
}

/// The kind told by a vault's name.
pub fn kind_of(vault: &str) -> Kind {
    if vault.starts_with("demo-") { Kind::Demo } else { Kind::Real }
}

impl Vault {
    /// A new vault with its first slot.
    pub fn create(name: &str, passphrase: &Secret<String>, cost: Cost) -> Result<(Self, Slot), StoreFault> {
        let vault = Self::fresh("real")?;
        let slot = vault.wrap(name, passphrase, cost)?;
        Ok((vault, slot))
    }

    /// A new vault of either kind with one slot for good: what leaves the machine is sealed, even
    /// invented.
    pub fn create_alone(kind: Kind, passphrase: &Secret<String>) -> Result<(Self, LoneSlot), StoreFault> {
        let vault = Self::fresh(if kind == Kind::Demo { "demo" } else { "real" })?;
        let slot = LoneSlot::wrap(&vault.id, vault.key.expose(), passphrase)?;
        Ok((vault, slot))
    }

    /// Opens a vault of [`Self::create_alone`].
    pub fn open_alone(id: &str, slot: &LoneSlot, passphrase: &Secret<String>) -> Result<Self, StoreFault> {
        let key = slot.unwrap(id, passphrase)?;
        let key = key.ok_or(StoreFault::WrongPassphrase { damaged: Vec::new() })?;
        Self::with_slice(id, &key)
    }

    /// A new demo vault, its key in a file beside the store.
    pub fn create_demo(key_file: &Path) -> Result<Self, StoreFault> {
        let vault = Self::fresh("demo")?;
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(key_file)?;
        let text = Secret::new(HEXLOWER.encode(vault.key.expose()));
        file.write_all(text.expose().as_bytes())?;
        file.sync_all()?;
        Ok(vault)
    }

    fn fresh(kind: &str) -> Result<Self, StoreFault> {
        let id = format!("{kind}-{}", HEXLOWER.encode(&random::<16>()?));
        Self::with_key(&id, Secret::new(random::<KEY>()?))
    }

    /// Opens with a passphrase; answers the slot that it opened, tied to its name. Each slot tried
    /// costs a derivation.
    ///
    /// # Errors
    /// [`StoreFault::WrongPassphrase`] names the damaged slots, whose passphrase it may be. If all
    /// are damaged, that is what is told.
    pub fn open(
        id: &str,
        slots: &[Slot],
        passphrase: &Secret<String>,
        through: Through,
    ) -> Result<(Self, Slot), StoreFault> {
        let mut tried = 0;
        let mut damaged = Vec::new();
        for slot in in_turn(slots, through) {
            match slot.unwrap(id, passphrase) {
                Ok(Some(unwrapped)) => {
                    let vault = Self::with_slice(id, &unwrapped.key)?;
                    let slot = vault.proved(unwrapped.slot)?;
                    return Ok((vault, slot));
                }
                Ok(None) => tried += 1,
                Err(StoreFault::Damaged(what)) => damaged.push(what),
                Err(other) => return Err(other),
            }
        }
        match (tried, damaged.is_empty()) {
            (0, false) => Err(StoreFault::Damaged(damaged.join("; "))),
            _ => Err(StoreFault::WrongPassphrase { damaged }),
        }
    }

    /// Opens a demo.
    pub fn open_demo(id: &str, key_file: &Path) -> Result<Self, StoreFault> {
        let text = fs::read_to_string(key_file).map_err(|fault| match fault.kind() {
            ErrorKind::NotFound | ErrorKind::InvalidData => StoreFault::Damaged(format!("demo.key: {fault}")),
            _ => fault.into(),
        });
        let text = Secret::new(text?);
        let key = HEXLOWER.decode(text.expose().trim().as_bytes());
        let key = key.map_err(|_| StoreFault::Damaged("demo.key".into()))?;
        Self::with_slice(id, &Secret::new(key))
    }

    fn with_slice(id: &str, key: &Secret<Vec<u8>>) -> Result<Self, StoreFault> {
        let mut own = Secret::new([0_u8; KEY]);
        if key.expose().len() != KEY {
            return Err(StoreFault::Damaged("data key".into()));
        }
        own.expose_mut().copy_from_slice(key.expose());
        Self::with_key(id, own)
    }

    fn with_key(id: &str, key: Secret<[u8; KEY]>) -> Result<Self, StoreFault> {
        let [rows, slots, lookup] = [subkey(&key, "rows")?, subkey(&key, "slots")?, subkey(&key, "lookup")?];
        Ok(Self { id: id.to_owned(), key, rows, slots, lookup })
    }

    /// The vault's name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// A key for one purpose, from which neither the data key nor another purpose's can be told.
    pub fn subkey(&self, purpose: &str) -> Result<Secret<[u8; KEY]>, StoreFault> {
        subkey(&self.key, purpose)
    }

    /// One more slot for the data key.
    pub fn wrap(&self, name: &str, passphrase: &Secret<String>, cost: Cost) -> Result<Slot, StoreFault> {
        self.proved(Slot::wrap(&self.id, name, self.key.expose(), passphrase, cost)?)
    }

    fn proved(&self, slot: Slot) -> Result<Slot, StoreFault> {
        let proof = self.proof(&slot)?.to_vec();
        Ok(Slot { proof, ..slot })
    }

    fn proof(&self, slot: &Slot) -> Result<[u8; KEY], StoreFault> {
        mac(&self.slots, &[&label(&self.id, "slot", &[&slot.name, &slot.body])])
    }

    /// Whether a slot is as this program wrote it.
    pub fn is_proved(&self, slot: &Slot) -> Result<bool, StoreFault> {
        Ok(self.proof(slot)?.ct_eq(&slot.proof).into())
    }

    /// Seals a seed for its row.
    pub fn seal_seed(&self, serial: &str, version: i64, seed: &Seed) -> Result<Vec<u8>, StoreFault> {
        seal::seal(&cipher(&self.key)?, seed.expose(), &self.seed_label(serial, version))
    }

    /// Opens the seed of a row; a row that was altered or moved is damaged.
    pub fn open_seed(&self, serial: &str, version: i64, sealed: &[u8]) -> Result<Seed, StoreFault> {
        unseal(&cipher(&self.key)?, sealed, &self.seed_label(serial, version))
            .ok_or_else(|| StoreFault::Damaged(format!("seed of {serial}")))
    }

    /// What is stored to recognise a PIN: HMAC-SHA-256 under the data key. A slow hash would not
    /// help, four digits being 10,000 guesses; the key does.
    pub fn pin_check(&self, serial: &str, pin: &Secret<String>) -> Result<Vec<u8>, StoreFault> {
        Ok(mac(&self.key, &[&self.seed_label(serial, 0), pin.expose().as_bytes()])?.to_vec())
    }

    /// Compares in constant time.
    pub fn is_pin(&self, serial: &str, pin: &Secret<String>, check: &[u8]) -> Result<bool, StoreFault> {
        Ok(self.pin_check(serial, pin)?.ct_eq(check).into())
    }

    /// Of format 1, like the use of the data key itself. Lengths are part of the label, so that no
    /// two rows share one.
    fn seed_label(&self, serial: &str, version: i64) -> Vec<u8> {
        format!("{}\0{}:{serial}\0{version}", self.id, serial.len()).into_bytes()
    }

    /// Seals what belongs to a row, as JSON.
    pub fn seal_json(&self, place: Place, value: &impl Serialize) -> Result<Vec<u8>, StoreFault> {
        let clear = serde_json::to_vec(value).map_err(|fault| StoreFault::Damaged(fault.to_string()))?;
        self.seal_bytes(place, &Secret::new(clear))
    }

    /// Seals bytes that belong to a row.
    pub fn seal_bytes(&self, place: Place, clear: &Secret<Vec<u8>>) -> Result<Vec<u8>, StoreFault> {
        seal::seal(&cipher(&self.rows)?, clear.expose(), &label(&self.id, place.kind, place.words))
    }

    /// Opens what [`Self::seal_json`] sealed for this place.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] names the row if it was altered, moved, or makes no sense.
    pub fn open_json<T: DeserializeOwned>(&self, place: Place, sealed: &[u8]) -> Result<T, StoreFault> {
        let clear = self.open_bytes(place, sealed)?;
        serde_json::from_slice(clear.expose()).map_err(|fault| {
            // The place in the text, never the text.
            place.damaged(&format!(": line {}, column {}", fault.line(), fault.column()))
        })
    }

    /// Opens what [`Self::seal_bytes`] sealed for this place.
    pub fn open_bytes(&self, place: Place, sealed: &[u8]) -> Result<Secret<Vec<u8>>, StoreFault> {
        let clear = unseal(&cipher(&self.rows)?, sealed, &label(&self.id, place.kind, place.words));
        clear.ok_or_else(|| place.damaged(""))
    }

    /// A keyed hash that finds a sealed word again: equal words are seen to be equal, nothing else.
    pub fn lookup(&self, kind: &str, word: &str) -> Result<Vec<u8>, StoreFault> {
        Ok(mac(&self.lookup, &[&label(&self.id, kind, &[word])])?.to_vec())
    }
}

impl Place<'_> {
    /// A fault that names the row.
    pub fn damaged(&self, more: &str) -> StoreFault {
        let name = self.words.first().copied().unwrap_or_default();
        StoreFault::Damaged(format!("{} {name}{more}", self.kind))
    }
}

/// The slots that are tried, in their turn.
fn in_turn<'s>(slots: &'s [Slot], through: Through<'_>) -> Vec<&'s Slot> {
    let mut tried: Vec<&Slot> = match through {
        Through::Any(_) => slots.iter().collect(),
        Through::Only(name) => slots.iter().filter(|slot| slot.name == name).collect(),
        Through::AllBut(name) => slots.iter().filter(|slot| slot.name != name).collect(),
    };
    if let Through::Any(first) = through {
        tried.sort_by_key(|slot| slot.name != first);
    }
    tried
}

#[cfg(test)]
#[path = "vector_tests.rs"]
mod tests;
