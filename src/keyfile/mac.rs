//! The codes that prove an encrypted value unaltered (RFC 6030 section 6.1.1).

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

use super::{Reason, local_part, quoted};

/// The hash under an HMAC, for codes and for the derivation of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

/// The ends of the URIs, then the spelling of the drafts.
const NAMES: [(&str, Hash); 10] = [
    ("hmac-sha1", Hash::Sha1),
    ("hmac-sha224", Hash::Sha224),
    ("hmac-sha256", Hash::Sha256),
    ("hmac-sha384", Hash::Sha384),
    ("hmac-sha512", Hash::Sha512),
    ("hmac-sha-1", Hash::Sha1),
    ("hmac-sha-224", Hash::Sha224),
    ("hmac-sha-256", Hash::Sha256),
    ("hmac-sha-384", Hash::Sha384),
    ("hmac-sha-512", Hash::Sha512),
];

impl Hash {
    /// The hash of an HMAC's URI.
    ///
    /// # Errors
    /// [`Reason::OtherProtection`] for any other function.
    pub(super) fn named(uri: &str) -> Result<Self, Reason> {
        let name = local_part(uri);
        let known = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        known.map(|(_, hash)| *hash).ok_or_else(|| Reason::OtherProtection { name: quoted(uri) })
    }
}

/// An HMAC with its key; each check costs one copy of its state.
pub(super) enum Checker {
    Sha1(Hmac<Sha1>),
    Sha224(Hmac<Sha224>),
    Sha256(Hmac<Sha256>),
    Sha384(Hmac<Sha384>),
    Sha512(Hmac<Sha512>),
}

impl Checker {
    /// Takes a key of any length.
    pub(super) fn new(hash: Hash, key: &[u8]) -> Self {
        match hash {
            Hash::Sha1 => Self::Sha1(keyed(key)),
            Hash::Sha224 => Self::Sha224(keyed(key)),
            Hash::Sha256 => Self::Sha256(keyed(key)),
            Hash::Sha384 => Self::Sha384(keyed(key)),
            Hash::Sha512 => Self::Sha512(keyed(key)),
        }
    }

    /// Whether `code` is that of `bytes`, whole; in constant time.
    pub(super) fn holds(&self, bytes: &[u8], code: &[u8]) -> bool {
        match self {
            Self::Sha1(mac) => holds(mac.clone(), bytes, code),
            Self::Sha224(mac) => holds(mac.clone(), bytes, code),
            Self::Sha256(mac) => holds(mac.clone(), bytes, code),
            Self::Sha384(mac) => holds(mac.clone(), bytes, code),
            Self::Sha512(mac) => holds(mac.clone(), bytes, code),
        }
    }
}

/// HMAC takes keys of any length: the other branch is never taken.
pub(super) fn keyed<M: KeyInit>(key: &[u8]) -> M {
    M::new_from_slice(key).unwrap_or_else(|_| M::new(&Default::default()))
}

fn holds<M: Mac>(mac: M, bytes: &[u8], code: &[u8]) -> bool {
    mac.chain_update(bytes).verify_slice(code).is_ok()
}
