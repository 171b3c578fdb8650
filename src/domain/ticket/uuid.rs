//! The name that a ticket, or one operation on it, carries before any desk has seen it.

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

/// A version 4 UUID in its text form (RFC 9562 section 5.4). No desk has an idempotency key of its
/// own: this one is stored before the first byte leaves and looked up before every retry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Uuid(String);

impl Uuid {
    /// Out of 16 random bytes; six of their bits give way to version and variant.
    pub fn from_random(mut bytes: [u8; 16]) -> Self {
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let parts = [&bytes[..4], &bytes[4..6], &bytes[6..8], &bytes[8..10], &bytes[10..]];
        Self(parts.map(|part| HEXLOWER.encode(part)).join("-"))
    }

    /// Reads what [`Self::as_str`] wrote; capitals are taken too, since a desk may change them.
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let sizes = lower.split('-').map(str::len);
        let right = sizes.eq([8, 4, 4, 4, 12])
            && lower.bytes().all(|b| matches!(b, b'-' | b'0'..=b'9' | b'a'..=b'f'));
        right.then_some(Self(lower))
    }

    /// 36 characters, small letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Uuid {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a UUID")
    }
}

impl From<Uuid> for String {
    fn from(uuid: Uuid) -> Self {
        uuid.0
    }
}

#[cfg(test)]
#[path = "uuid_tests.rs"]
mod tests;
