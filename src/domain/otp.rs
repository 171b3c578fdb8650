//! HOTP (RFC 4226) and TOTP (RFC 6238): codes, steps and the search for a code around a step.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

use super::moment::Moment;
use super::secret::{Secret, Seed};

/// Digits a code may have (RFC 4226 section 5.3 asks for 6 at least).
pub const DIGITS: std::ops::RangeInclusive<u8> = 6..=8;

/// Bytes a seed may have.
pub const SEED_BYTES: std::ops::RangeInclusive<usize> = 1..=128;

/// The hash under the HMAC (RFC 6238 section 1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// HMAC-SHA-1, what almost every key in the field uses.
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
}

/// What makes the code change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moving {
    /// The clock: a new step every `period` seconds, step 0 at `t0` (Unix seconds).
    Time {
        /// Seconds, never 0.
        period: u32,
        /// Unix seconds, 0 unless the maker says otherwise.
        t0: i64,
    },
    /// The button: a counter, which this program calls a step too.
    Event,
}

/// How a key makes codes out of its seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The hash.
    pub algorithm: Algorithm,
    /// Digits shown, see [`DIGITS`].
    pub digits: u8,
    /// Clock or button.
    pub moving: Moving,
}

impl Shape {
    /// The key of the notices: SHA-1, 6 digits, new every 60 s.
    pub const COMMON: Self =
        Self { algorithm: Algorithm::Sha1, digits: 6, moving: Moving::Time { period: 60, t0: 0 } };

    /// The step a perfectly set clock shows, or `None` for a counter key.
    pub fn step_at(&self, now: Moment) -> Option<i64> {
        match self.moving {
            Moving::Time { period, t0 } => Some(now.secs().saturating_sub(t0).div_euclid(i64::from(period))),
            Moving::Event => None,
        }
    }

    /// When a step begins on a perfectly set clock, or `None` for a counter key.
    pub fn step_starts(&self, step: i64) -> Option<Moment> {
        match self.moving {
            Moving::Time { period, t0 } => {
                let secs = step.saturating_mul(i64::from(period)).saturating_add(t0);
                Some(Moment::from_secs(secs))
            }
            Moving::Event => None,
        }
    }

    /// Seconds a code lives, or `None` for a counter key.
    pub fn period(&self) -> Option<u32> {
        match self.moving {
            Moving::Time { period, .. } => Some(period),
            Moving::Event => None,
        }
    }
}

/// Digits as read from a key: text, so that leading zeros live. Wiped on drop.
pub struct Code(Secret<String>);

impl Code {
    /// Takes `digits` ASCII digits, nothing else.
    pub fn parse(text: &str, digits: u8) -> Option<Self> {
        let right = text.len() == usize::from(digits) && text.bytes().all(|b| b.is_ascii_digit());
        right.then(|| Self(Secret::new(text.to_owned())))
    }

    /// The digits. Only the virtual key of a demo store may show them.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// A second copy, wiped on its own.
    pub fn duplicate(&self) -> Self {
        Self(self.0.duplicate())
    }

    fn is(&self, other: &Self) -> bool {
        self.expose().as_bytes().ct_eq(other.expose().as_bytes()).into()
    }
}

/// A seed made ready to produce codes.
pub struct Generator {
    mac: KeyedMac,
    digits: u8,
}

enum KeyedMac {
    Sha1(Hmac<Sha1>),
    Sha256(Hmac<Sha256>),
    Sha512(Hmac<Sha512>),
}

impl Generator {
    /// Keys the HMAC once; each code then costs one copy of its state.
    pub fn new(seed: &Seed, shape: &Shape) -> Self {
        let seed = seed.expose();
        // HMAC takes keys of any length, so `None` cannot happen; an empty key would be the same.
        let mac = match shape.algorithm {
            Algorithm::Sha1 => KeyedMac::Sha1(keyed(seed)),
            Algorithm::Sha256 => KeyedMac::Sha256(keyed(seed)),
            Algorithm::Sha512 => KeyedMac::Sha512(keyed(seed)),
        };
        Self { mac, digits: shape.digits.clamp(*DIGITS.start(), *DIGITS.end()) }
    }

    /// The code of one step (RFC 4226 section 5.3). Steps before 0 have none.
    pub fn code(&self, step: i64) -> Option<Code> {
        let counter = u64::try_from(step).ok()?.to_be_bytes();
        let number = match &self.mac {
            KeyedMac::Sha1(mac) => truncated(mac.clone(), counter),
            KeyedMac::Sha256(mac) => truncated(mac.clone(), counter),
            KeyedMac::Sha512(mac) => truncated(mac.clone(), counter),
        };
        let digits = usize::from(self.digits);
        let shown = number % 10_u32.pow(u32::from(self.digits));
        Some(Code(Secret::new(format!("{shown:0digits$}"))))
    }

    /// Every step of `from..=to` whose code is `code`, nearest to `centre` first.
    pub fn steps_showing(&self, code: &Code, centre: i64, from: i64, to: i64) -> Vec<i64> {
        let mut steps: Vec<i64> =
            (from.max(0)..=to).filter(|&step| self.code(step).is_some_and(|shown| shown.is(code))).collect();
        steps.sort_by_key(|step| step.abs_diff(centre));
        steps
    }
}

fn keyed<M: KeyInit>(seed: &[u8]) -> M {
    M::new_from_slice(seed).unwrap_or_else(|_| M::new(&Default::default()))
}

/// Dynamic truncation of RFC 4226 section 5.4: 31 bits chosen by the last nibble.
fn truncated<M: Mac>(mut mac: M, counter: [u8; 8]) -> u32 {
    mac.update(&counter);
    let mut digest = mac.finalize().into_bytes();
    let offset = usize::from(digest[digest.len() - 1] & 0x0f);
    let mut word = [0_u8; 4];
    word.copy_from_slice(&digest[offset..offset + 4]);
    digest.as_mut_slice().zeroize();
    u32::from_be_bytes(word) & 0x7fff_ffff
}

#[cfg(test)]
#[path = "otp_tests.rs"]
mod tests;
