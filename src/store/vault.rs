//! The vault: one random data key seals each seed in its row (XChaCha20-Poly1305).
//!
//! The associated data of a row is the vault's name, the serial and the version, so that a row
//! moved to another key, another store or an older version does not open. The vault's name starts
//! with `demo-` or `real-`: turning one kind into the other would leave no seed readable.
//! What it does not protect: a store in the hands of someone who also has the passphrase; the
//! memory of a running console read by root; and all that is not a seed. Whoever may write the file
//! can lower a last used step or forget a PIN: the folder's mode keeps others out, not the owner.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use data_encoding::HEXLOWER;
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::{Kind, StoreFault};
use crate::domain::secret::{Secret, Seed};

const KEY: usize = 32;
const NONCE: usize = 24;

/// Most a header may ask of Argon2id: KiB, KiB times passes (ten times ours), lanes.
const MEMORY_MAX: u32 = 512 << 10;
const WORK_MAX: u64 = 2 << 20;
const LANES_MAX: u32 = 16;

/// How the data key of a real store is wrapped. All values hexadecimal; parameters may rise with
/// later versions, so they are read from here.
#[derive(Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    kdf: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    wrapped: String,
}

impl Slot {
    /// Argon2id, 64 MiB, 3 passes: 0.23 s on one core of the measured machine (verifier facts, 5).
    fn new() -> Result<Self, StoreFault> {
        let salt = HEXLOWER.encode(&random::<16>()?);
        Ok(Self {
            kdf: "argon2id".into(),
            memory_kib: 64 * 1024,
            passes: 3,
            lanes: 1,
            salt,
            wrapped: String::new(),
        })
    }

    fn cipher(&self, passphrase: &Secret<String>) -> Result<XChaCha20Poly1305, StoreFault> {
        // A damaged header must cost neither the machine's memory nor more than a few seconds.
        let work = u64::from(self.memory_kib) * u64::from(self.passes);
        let bounded = self.memory_kib <= MEMORY_MAX && work <= WORK_MAX && self.lanes <= LANES_MAX;
        let sane = self.kdf == "argon2id" && bounded;
        if !sane {
            return Err(StoreFault::Damaged("header slot: parameters".into()));
        }
        let damaged = |what: &str| StoreFault::Damaged(format!("header slot: {what}"));
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(KEY));
        let params = params.map_err(|_| damaged("parameters"))?;
        let salt = HEXLOWER.decode(self.salt.as_bytes()).map_err(|_| damaged("salt"))?;
        let mut derived = Secret::new([0_u8; KEY]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.expose().as_bytes(), &salt, derived.expose_mut())
            .map_err(|_| damaged("derivation"))?;
        cipher(derived.expose())
    }
}

/// Where sealed bytes belong: a word for the kind of row, and what names the row for good.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// "outbox".
    pub kind: &'static str,
    /// The row's name, then what else is tied to it.
    pub words: &'a [&'a str],
}

/// An open vault.
pub struct Vault {
    id: String,
    key: Secret<[u8; KEY]>,
}

/// The kind told by a vault's name.
pub fn kind_of(vault: &str) -> Kind {
    if vault.starts_with("demo-") { Kind::Demo } else { Kind::Real }
}

impl Vault {
    /// A new vault that a passphrase opens.
    pub fn create(passphrase: &Secret<String>) -> Result<(Self, Slot), StoreFault> {
        Self::create_for(Kind::Real, passphrase)
    }

    /// A new vault of either kind that a passphrase opens: what leaves the machine is sealed, even
    /// invented.
    pub fn create_for(kind: Kind, passphrase: &Secret<String>) -> Result<(Self, Slot), StoreFault> {
        let vault = Self::new(if kind == Kind::Demo { "demo" } else { "real" })?;
        let mut slot = Slot::new()?;
        let cipher = slot.cipher(passphrase)?;
        slot.wrapped = HEXLOWER.encode(&seal(&cipher, vault.key.expose(), vault.id.as_bytes())?);
        Ok((vault, slot))
    }

    /// A new demo vault, its key in a file beside the store.
    pub fn create_demo(key_file: &Path) -> Result<(Self, Slot), StoreFault> {
        let vault = Self::new("demo")?;
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(key_file)?;
        let text = Secret::new(HEXLOWER.encode(vault.key.expose()));
        file.write_all(text.expose().as_bytes())?;
        file.sync_all()?;
        Ok((vault, Slot::default()))
    }

    fn new(kind: &str) -> Result<Self, StoreFault> {
        let id = format!("{kind}-{}", HEXLOWER.encode(&random::<16>()?));
        Ok(Self { id, key: Secret::new(random::<KEY>()?) })
    }

    /// Opens with a passphrase.
    pub fn open(id: &str, slot: &Slot, passphrase: &Secret<String>) -> Result<Self, StoreFault> {
        let wrapped = HEXLOWER.decode(slot.wrapped.as_bytes());
        let wrapped = wrapped.map_err(|_| StoreFault::Damaged("header slot: key".into()))?;
        let cipher = slot.cipher(passphrase)?;
        let key = unseal(&cipher, &wrapped, id.as_bytes()).ok_or(StoreFault::WrongPassphrase)?;
        Self::with_key(id, &key)
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
        Self::with_key(id, &Secret::new(key))
    }

    fn with_key(id: &str, key: &Secret<Vec<u8>>) -> Result<Self, StoreFault> {
        let mut own = Secret::new([0_u8; KEY]);
        if key.expose().len() != KEY {
            return Err(StoreFault::Damaged("data key".into()));
        }
        own.expose_mut().copy_from_slice(key.expose());
        Ok(Self { id: id.to_owned(), key: own })
    }

    /// The vault's name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Seals a seed for its row.
    pub fn seal_seed(&self, serial: &str, version: i64, seed: &Seed) -> Result<Vec<u8>, StoreFault> {
        seal(&cipher(self.key.expose())?, seed.expose(), &self.label(serial, version))
    }

    /// Opens the seed of a row; a row that was altered or moved is damaged.
    pub fn open_seed(&self, serial: &str, version: i64, sealed: &[u8]) -> Result<Seed, StoreFault> {
        unseal(&cipher(self.key.expose())?, sealed, &self.label(serial, version))
            .ok_or_else(|| StoreFault::Damaged(format!("seed of {serial}")))
    }

    /// What is stored to recognise a PIN: HMAC-SHA-256 under the data key. A slow hash would not
    /// help, four digits being 10,000 guesses; the key does.
    pub fn pin_check(&self, serial: &str, pin: &Secret<String>) -> Result<Vec<u8>, StoreFault> {
        let mac = Hmac::<Sha256>::new_from_slice(self.key.expose());
        let mut mac = mac.map_err(|_| StoreFault::Damaged("data key".into()))?;
        mac.update(&self.label(serial, 0));
        mac.update(pin.expose().as_bytes());
        Ok(mac.finalize().into_bytes().to_vec())
    }

    /// Compares in constant time.
    pub fn is_pin(&self, serial: &str, pin: &Secret<String>, check: &[u8]) -> Result<bool, StoreFault> {
        Ok(self.pin_check(serial, pin)?.ct_eq(check).into())
    }

    /// Seals what belongs to a row, as JSON.
    pub fn seal_json(&self, place: Place, value: &impl Serialize) -> Result<Vec<u8>, StoreFault> {
        let clear = serde_json::to_vec(value).map_err(|fault| StoreFault::Damaged(fault.to_string()))?;
        let clear = Secret::new(clear);
        seal(&cipher(self.subkey("rows")?.expose())?, clear.expose(), &self.place_label(place))
    }

    /// Opens what [`Self::seal_json`] sealed for this place.
    pub fn open_json<T: serde::de::DeserializeOwned>(
        &self,
        place: Place,
        sealed: &[u8],
    ) -> Result<T, StoreFault> {
        let damaged = || StoreFault::Damaged(format!("{} {}", place.kind, place.words.join(" ")));
        let clear = unseal(&cipher(self.subkey("rows")?.expose())?, sealed, &self.place_label(place));
        serde_json::from_slice(clear.ok_or_else(damaged)?.expose()).map_err(|_| damaged())
    }

    fn place_label(&self, place: Place) -> Vec<u8> {
        let words = place.words.iter().map(|word| format!("\0{}:{word}", word.len()));
        format!("{}\0{}{}", self.id, place.kind, words.collect::<String>()).into_bytes()
    }

    /// A key for one purpose, from which neither the data key nor another purpose's can be told.
    pub fn subkey(&self, purpose: &str) -> Result<Secret<[u8; KEY]>, StoreFault> {
        let mac = Hmac::<Sha256>::new_from_slice(self.key.expose());
        let mut mac = mac.map_err(|_| StoreFault::Damaged("data key".into()))?;
        mac.update(purpose.as_bytes());
        Ok(Secret::new(mac.finalize().into_bytes().into()))
    }

    /// Lengths are part of the label, so that no two rows share one.
    fn label(&self, serial: &str, version: i64) -> Vec<u8> {
        format!("{}\0{}:{serial}\0{version}", self.id, serial.len()).into_bytes()
    }
}

/// Fresh randomness from the system.
pub fn random<const N: usize>() -> Result<[u8; N], StoreFault> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(|fault| StoreFault::Disk(fault.to_string()))?;
    Ok(bytes)
}

fn cipher(key: &[u8; KEY]) -> Result<XChaCha20Poly1305, StoreFault> {
    XChaCha20Poly1305::new_from_slice(key).map_err(|_| StoreFault::Damaged("data key".into()))
}

fn seal(cipher: &XChaCha20Poly1305, clear: &[u8], label: &[u8]) -> Result<Vec<u8>, StoreFault> {
    let nonce = random::<NONCE>()?;
    let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: clear, aad: label });
    let mut row = nonce.to_vec();
    row.extend(sealed.map_err(|_| StoreFault::Disk("sealing failed".into()))?);
    Ok(row)
}

fn unseal(cipher: &XChaCha20Poly1305, row: &[u8], label: &[u8]) -> Option<Secret<Vec<u8>>> {
    let (nonce, sealed) = row.split_first_chunk::<NONCE>()?;
    let clear = cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: label });
    clear.ok().map(Secret::new)
}
