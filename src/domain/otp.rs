//! HOTP (RFC 4226) and TOTP (RFC 6238): codes, steps and the search for a code around a step.

mod lanes;
mod mac;

use subtle::ConstantTimeEq;

use self::mac::{Hash, Mac, Scratch, Sha1, Sha256, Sha512};
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

    /// Whether two entries are the same digits.
    pub fn is(&self, other: &Self) -> bool {
        self.expose().as_bytes().ct_eq(other.expose().as_bytes()).into()
    }

    /// How many digits it has.
    pub fn digits(&self) -> u8 {
        u8::try_from(self.expose().len()).unwrap_or(0)
    }
}

/// A seed made ready to produce codes.
pub struct Generator {
    mac: KeyedMac,
    digits: u8,
}

enum KeyedMac {
    Sha1(Mac<Sha1>),
    Sha256(Mac<Sha256>),
    Sha512(Mac<Sha512>),
}

impl Generator {
    /// Keys the HMAC once; a code then costs two blocks of the hash.
    pub fn new(seed: &Seed, shape: &Shape) -> Self {
        let seed = seed.expose();
        let mac = match shape.algorithm {
            Algorithm::Sha1 => KeyedMac::Sha1(Mac::new(seed)),
            Algorithm::Sha256 => KeyedMac::Sha256(Mac::new(seed)),
            Algorithm::Sha512 => KeyedMac::Sha512(Mac::new(seed)),
        };
        Self { mac, digits: shape.digits.clamp(*DIGITS.start(), *DIGITS.end()) }
    }

    /// The code of one step (RFC 4226 section 5.3). Steps before 0 have none. Nothing but the virtual
    /// key of a demo store has a use for it: a search compares and computes no code to show.
    pub fn code(&self, step: i64) -> Option<Code> {
        let counter = u64::try_from(step).ok()?;
        let number = match &self.mac {
            KeyedMac::Sha1(mac) => mac.number(counter, &mut Scratch::new()),
            KeyedMac::Sha256(mac) => mac.number(counter, &mut Scratch::new()),
            KeyedMac::Sha512(mac) => mac.number(counter, &mut Scratch::new()),
        };
        let digits = usize::from(self.digits);
        let shown = number % modulus(self.digits);
        Some(Code(Secret::new(format!("{shown:0digits$}"))))
    }

    /// Every step of `from..=to` whose code is `code`, nearest to `centre` first, the lower of two as
    /// near. Steps before 0 show nothing, and a code of another length is on no step.
    pub fn steps_showing(&self, code: &Code, centre: i64, from: i64, to: i64) -> Vec<i64> {
        let Some(sought) = Sought::new(code).filter(|_| code.digits() == self.digits) else {
            return Vec::new();
        };
        let from = from.max(0);
        let mut steps = match &self.mac {
            KeyedMac::Sha1(mac) => showing(mac, &sought, from, to),
            KeyedMac::Sha256(mac) => showing(mac, &sought, from, to),
            KeyedMac::Sha512(mac) => showing_abreast(mac, &sought, from, to),
        };
        steps.sort_by_key(|step| step.abs_diff(centre));
        steps
    }

    /// Whether a step shows a code.
    pub fn shows(&self, code: &Code, step: i64) -> bool {
        !self.steps_showing(code, step, step, step).is_empty()
    }
}

/// The steps of a range that show a code, in their order.
fn showing<H: Hash>(mac: &Mac<H>, sought: &Sought, from: i64, to: i64) -> Vec<i64> {
    let mut scratch = Scratch::new();
    (from..=to).filter(|step| sought.is(mac.number(step.unsigned_abs(), &mut scratch))).collect()
}

/// The same, several steps at a time where the processor can.
fn showing_abreast(mac: &Mac<Sha512>, sought: &Sought, from: i64, to: i64) -> Vec<i64> {
    let mut steps = Vec::new();
    let rest = lanes::numbers(mac, from, to, |step, number| {
        if sought.is(number) {
            steps.push(step);
        }
    });
    steps.extend(showing(mac, sought, rest, to));
    steps
}

/// A code as the number a search compares with. Its time tells more of it than that of
/// [`Code::is`], but only to who typed it, who is told the answer anyway.
struct Sought {
    number: Secret<u32>,
    /// As many low bits as there are digits: 10 to the n is a multiple of 2 to the n, so they survive
    /// the modulo, and all but one in 64 numbers are told apart without a division.
    low: u32,
    modulus: u32,
}

impl Sought {
    fn new(code: &Code) -> Option<Self> {
        let number = Secret::new(code.expose().parse().ok()?);
        Some(Self { number, low: (1 << code.digits()) - 1, modulus: modulus(code.digits()) })
    }

    #[inline]
    fn is(&self, number: u32) -> bool {
        let sought = *self.number.expose();
        (number ^ sought) & self.low == 0 && number % self.modulus == sought
    }
}

fn modulus(digits: u8) -> u32 {
    10_u32.saturating_pow(u32::from(digits))
}

#[cfg(test)]
#[path = "otp_tests.rs"]
mod tests;
