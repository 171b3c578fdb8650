//! Keys and people as the server writes them, and what they mean here (privacyIDEA facts, 3 and 5).

use std::collections::HashMap;

use serde::Deserialize;

use super::times;
use crate::domain::key::{Key, Life, Pin, Serial};
use crate::domain::moment::Moment;
use crate::domain::otp::{Algorithm, Moving, Shape};

/// A page of keys.
#[derive(Debug, Deserialize)]
pub struct Tokens {
    /// All that match, on other pages too.
    #[serde(default)]
    pub count: u64,
    /// Those of this page.
    pub tokens: Vec<Token>,
}

/// One key. What the server has always written is required; a key without it is no key.
#[derive(Clone, Debug, Deserialize)]
pub struct Token {
    /// As engraved.
    pub serial: String,
    /// `totp`, `hotp`, or something that shows no digits.
    pub tokentype: String,
    /// Login of the holder, empty if nobody's or if the directory has lost the person.
    #[serde(default)]
    pub username: String,
    /// The holder's number in the directory.
    #[serde(default)]
    pub user_id: String,
    active: bool,
    /// Withdrawn for good.
    #[serde(default)]
    pub revoked: bool,
    failcount: u32,
    maxfail: u32,
    /// The last used step of a clock key, the next counter of a counter key.
    pub count: i64,
    otplen: u8,
    #[serde(default)]
    description: String,
    #[serde(default)]
    info: HashMap<String, String>,
}

/// The name that stands in place of a login while the directory is down.
const NO_DIRECTORY: &str = "**resolver error**";

impl Token {
    /// The holder could not be looked up.
    pub fn without_directory(&self) -> bool {
        self.username == NO_DIRECTORY
    }

    /// Not disabled.
    pub fn is_active(&self) -> bool {
        self.active
    }

    /// Failures in a row.
    pub fn failures(&self) -> u32 {
        self.failcount
    }

    /// When its holder was ordered to choose a new PIN, if he or she was and has not yet.
    pub fn pin_ordered(&self) -> Option<Moment> {
        self.moment("next_pin_change")
    }

    /// The last login by this key, in the server's own words. A resync and a test of the key leave it as it is.
    pub fn last_login(&self) -> Option<&str> {
        self.info.get("last_auth").map(String::as_str)
    }

    /// The step of a code outside the window that the server has kept in mind: with the next code it
    /// would resynchronise by itself.
    pub fn far_step(&self) -> Option<i64> {
        self.info.get("otp1c")?.parse().ok()
    }

    /// The domain's view at a moment; none if this program cannot compute with such a key.
    pub fn key(&self, now: Moment) -> Option<Key> {
        let shape = self.shape()?;
        let timed = shape.period().is_some();
        let ordered = self.pin_ordered().is_some_and(|at| at <= now);
        Some(Key {
            serial: Serial::parse(&self.serial)?,
            maker: self.description.clone(),
            shape,
            life: self.life(),
            since: None,
            pin: if ordered { Pin::ToCreate } else { Pin::Unknown },
            fails: self.failcount,
            max_fails: self.maxfail,
            last_step: (self.count > 0).then(|| self.count.saturating_sub(i64::from(!timed))),
            drift: self.drift(&shape),
            starts: self.moment("validity_period_start"),
            expires: self.moment("validity_period_end"),
            holder: self.holder(),
        })
    }

    fn life(&self) -> Life {
        match self {
            Self { revoked: true, .. } => Life::Retired,
            Self { active: false, .. } => Life::Suspended,
            _ if self.holder().is_none() => Life::InStock,
            _ => Life::Active,
        }
    }

    /// When its secret was last written, as the server puts it: each import writes it anew.
    pub fn created(&self) -> Option<&str> {
        self.info.get("creation_date").map(String::as_str)
    }

    /// A login; a number where the directory knows nobody under it any more.
    pub fn holder(&self) -> Option<String> {
        match (self.username.as_str(), self.user_id.as_str()) {
            ("", "") => None,
            ("" | NO_DIRECTORY, number) => Some(format!("#{number}")),
            (login, _) => Some(login.to_owned()),
        }
    }

    /// How its codes are made; none if this program cannot compute with it.
    pub fn shape(&self) -> Option<Shape> {
        let algorithm = match self.info.get("hashlib").map(String::as_str) {
            None | Some("" | "sha1") => Algorithm::Sha1,
            Some("sha256") => Algorithm::Sha256,
            Some("sha512") => Algorithm::Sha512,
            Some(_) => return None,
        };
        let moving = match self.tokentype.as_str() {
            "hotp" => Moving::Event,
            "totp" => Moving::Time { period: self.period()?, t0: 0 },
            _ => return None,
        };
        (6..=8).contains(&self.otplen).then_some(Shape { algorithm, digits: self.otplen, moving })
    }

    fn period(&self) -> Option<u32> {
        match self.info.get("timeStep") {
            None => Some(30),
            Some(text) => text.parse().ok().filter(|period| *period > 0),
        }
    }

    /// The server keeps seconds. After a login it counts from the start of the step: 0 to -60 with a well
    /// set key of 60 s. After a resync it counts from the middle: 30 to -30. Only then it has the time with
    /// its fraction, which tells the two apart. Rounded up from where they end, both are no drift.
    fn drift(&self, shape: &Shape) -> i64 {
        let Some(period) = shape.period() else { return 0 };
        let period = f64::from(period);
        let shift = self.info.get("timeShift").and_then(|text| text.parse::<f64>().ok());
        let from = |seconds: f64| if seconds.fract() == 0.0 { 0.0 } else { period / 2.0 };
        match shift.map(|seconds| ((seconds - from(seconds)) / period).ceil()) {
            // Beyond a year it is no clock error but a damaged value.
            Some(steps) if steps.abs() < 1_100_000.0 => steps as i64,
            _ => 0,
        }
    }

    fn moment(&self, name: &str) -> Option<Moment> {
        times::stamp(self.info.get(name)?)
    }
}

/// One person.
#[derive(Clone, Debug, Deserialize)]
pub struct User {
    /// Login.
    pub username: String,
    /// Family name.
    #[serde(default)]
    pub surname: String,
    /// Given name.
    #[serde(default)]
    pub givenname: String,
    /// Address.
    #[serde(default)]
    pub email: String,
    /// Number.
    #[serde(default)]
    pub phone: String,
    /// Another number.
    #[serde(default)]
    pub mobile: String,
    /// Which directory told it.
    #[serde(default)]
    pub resolver: String,
    /// Whatever else is configured to be told.
    #[serde(flatten)]
    pub more: HashMap<String, serde_json::Value>,
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
