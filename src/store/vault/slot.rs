//! A slot: the data key wrapped by one passphrase. A store has several, one for each who opens it.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::XChaCha20Poly1305;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use super::seal::{KEY, cipher, label, random, seal, unseal};
use crate::domain::secret::Secret;
use crate::store::StoreFault;

/// Most a slot may ask of Argon2id: KiB, KiB times passes (ten times ours), lanes.
const MEMORY_MAX: u32 = 512 << 10;
const WORK_MAX: u64 = 2 << 20;
const LANES_MAX: u32 = 16;

/// Characters of a slot's name.
const NAME_MAX: usize = 64;

/// What a guess costs: Argon2id's parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// KiB.
    pub memory_kib: u32,
    /// Passes over them.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// 64 MiB, 3 passes: 0.23 s on one core of the measured machine (verifier facts, 5).
    pub const STANDARD: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };

    /// A damaged slot must cost neither the machine's memory nor more than a few seconds.
    fn is_bearable(self) -> bool {
        let work = u64::from(self.memory_kib) * u64::from(self.passes);
        self.memory_kib <= MEMORY_MAX && work <= WORK_MAX && self.lanes <= LANES_MAX
    }
}

/// A slot as it lies in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Whose passphrase, in the words of whoever made it: 1 to 64 characters.
    pub name: String,
    /// JSON of a `Body`; a damaged one harms nobody who uses another slot.
    pub body: String,
    /// HMAC-SHA-256 of name and body under the vault's subkey "slots": tells a damaged slot from a
    /// wrong passphrase, once another slot has opened the vault. Empty in format 1.
    pub proof: Vec<u8>,
    /// Of format 1: the wrapped key is tied to the vault alone, since there was one slot.
    pub nameless: bool,
}

/// How a data key is wrapped. All values hexadecimal; parameters may rise with later versions, so they
/// are read from here.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    kdf: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    wrapped: String,
}

/// The one slot of a file that never has another, tied to the vault alone: that of a snapshot.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct LoneSlot(Body);

impl LoneSlot {
    /// Wraps a data key under a passphrase.
    pub fn wrap(vault: &str, key: &[u8; KEY], passphrase: &Secret<String>) -> Result<Self, StoreFault> {
        Body::wrap(vault, vault.as_bytes(), key, passphrase, Cost::STANDARD).map(Self)
    }

    /// The data key, if the passphrase is right.
    pub fn unwrap(
        &self,
        vault: &str,
        passphrase: &Secret<String>,
    ) -> Result<Option<Secret<Vec<u8>>>, StoreFault> {
        let cipher = self.0.cipher(vault, passphrase)?;
        Ok(unseal(&cipher, &self.0.wrapped(vault)?, vault.as_bytes()))
    }
}

/// A vault's key, and what unwrapped it.
pub struct Unwrapped {
    /// The data key.
    pub key: Secret<Vec<u8>>,
    /// The slot, tied to its name.
    pub slot: Slot,
}

/// Whether a slot may be called so: what is typed and listed, without hidden characters.
pub fn is_name(name: &str) -> bool {
    let count = name.chars().count();
    (1..=NAME_MAX).contains(&count) && name.trim() == name && !name.chars().any(char::is_control)
}

impl Slot {
    /// Wraps a data key under a passphrase.
    pub fn wrap(
        vault: &str,
        name: &str,
        key: &[u8; KEY],
        passphrase: &Secret<String>,
        cost: Cost,
    ) -> Result<Self, StoreFault> {
        let body = Body::wrap(name, &label(vault, "slot", &[name]), key, passphrase, cost)?;
        Self::named(name, &body)
    }

    fn named(name: &str, body: &Body) -> Result<Self, StoreFault> {
        let body = serde_json::to_string(body).map_err(|fault| StoreFault::Damaged(fault.to_string()))?;
        Ok(Self { name: name.to_owned(), body, proof: Vec::new(), nameless: false })
    }

    /// The data key, if the passphrase is this slot's; `None` if it is not, which cannot be told
    /// from an altered salt or key. A slot of format 1 comes back tied to its name.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] names the slot if its body makes no sense.
    pub fn unwrap(&self, vault: &str, passphrase: &Secret<String>) -> Result<Option<Unwrapped>, StoreFault> {
        let mut body = self.read()?;
        let wrapped = body.wrapped(&self.name)?;
        let cipher = body.cipher(&self.name, passphrase)?;
        let own = label(vault, "slot", &[&self.name]);
        if !self.nameless {
            let unwrapped = |key| Unwrapped { key, slot: self.clone() };
            return Ok(unseal(&cipher, &wrapped, &own).map(unwrapped));
        }
        let Some(key) = unseal(&cipher, &wrapped, vault.as_bytes()) else { return Ok(None) };
        body.wrapped = HEXLOWER.encode(&seal(&cipher, key.expose(), &own)?);
        Ok(Some(Unwrapped { key, slot: Self::named(&self.name, &body)? }))
    }

    /// What a guess at this slot costs.
    pub fn cost(&self) -> Result<Cost, StoreFault> {
        let Body { memory_kib, passes, lanes, .. } = self.read()?;
        Ok(Cost { memory_kib, passes, lanes })
    }

    /// Whether this is still the same passphrase: each wrapping draws a salt of its own.
    pub fn is_same(&self, other: &Self) -> bool {
        let salts = self.read().ok().zip(other.read().ok());
        self.name == other.name && salts.is_some_and(|(one, two)| one.salt == two.salt)
    }

    fn read(&self) -> Result<Body, StoreFault> {
        serde_json::from_str(&self.body).map_err(|fault| self.damaged(&fault.to_string()))
    }

    fn damaged(&self, what: &str) -> StoreFault {
        damaged(&self.name, what)
    }
}

fn damaged(name: &str, what: &str) -> StoreFault {
    StoreFault::Damaged(format!("slot {name}: {what}"))
}

impl Body {
    /// `name` is for faults alone.
    fn wrap(
        name: &str,
        label: &[u8],
        key: &[u8; KEY],
        passphrase: &Secret<String>,
        cost: Cost,
    ) -> Result<Self, StoreFault> {
        let Cost { memory_kib, passes, lanes } = cost;
        let salt = HEXLOWER.encode(&random::<16>()?);
        let kdf = "argon2id".to_owned();
        let mut body = Self { kdf, memory_kib, passes, lanes, salt, wrapped: String::new() };
        let cipher = body.cipher(name, passphrase)?;
        body.wrapped = HEXLOWER.encode(&seal(&cipher, key, label)?);
        Ok(body)
    }

    fn wrapped(&self, name: &str) -> Result<Vec<u8>, StoreFault> {
        HEXLOWER.decode(self.wrapped.as_bytes()).map_err(|_| damaged(name, "key"))
    }

    fn cipher(&self, name: &str, passphrase: &Secret<String>) -> Result<XChaCha20Poly1305, StoreFault> {
        let &Self { memory_kib, passes, lanes, .. } = self;
        if self.kdf != "argon2id" || !(Cost { memory_kib, passes, lanes }).is_bearable() {
            return Err(damaged(name, "parameters"));
        }
        let params = Params::new(memory_kib, passes, lanes, Some(KEY));
        let params = params.map_err(|_| damaged(name, "parameters"))?;
        let salt = HEXLOWER.decode(self.salt.as_bytes()).map_err(|_| damaged(name, "salt"))?;
        let mut derived = Secret::new([0_u8; KEY]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.expose().as_bytes(), &salt, derived.expose_mut())
            .map_err(|_| damaged(name, "derivation"))?;
        cipher(&derived)
    }
}
