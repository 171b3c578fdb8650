//! The key file: plain PSKC (RFC 6030), as a maker would deliver it for a training room.

use data_encoding::BASE64;

use super::dice::Dice;
use super::keys::MadeKey;
use crate::domain::moment::Moment;
use crate::domain::otp::{Algorithm, Moving};
use crate::domain::secret::Secret;

const MAKER: &str = "Clepsydre (fictif)";

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <KeyContainer Version=\"1.0\" xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\">\n";
const TAIL: &str = "</KeyContainer>\n";

/// More than one key ever takes: the text must never move while it grows, since the room it leaves
/// would keep seeds.
const BYTES_PER_KEY: usize = 1_024;

/// Writes the file. The seeds are rolled from `seed` and the serial, so anybody can have them.
pub(super) fn write(seed: u64, keys: &[MadeKey]) -> Secret<String> {
    let mut file = Secret::new(String::with_capacity(room_for(keys.len())));
    let text = file.expose_mut();
    text.push_str(HEAD);
    for key in keys {
        write_key(text, key, seed);
    }
    text.push_str(TAIL);
    file
}

/// Bytes to reserve for so many keys.
fn room_for(keys: usize) -> usize {
    HEAD.len() + keys * BYTES_PER_KEY + TAIL.len()
}

/// One key package, in the order of the schema of RFC 6030 section 11.
fn write_key(text: &mut String, key: &MadeKey, seed: u64) {
    let serial = &key.life.serial;
    let digits = key.shape.digits.to_string();
    let (algorithm, model) = match key.shape.moving {
        Moving::Time { .. } => ("totp", "C"),
        Moving::Event => ("hotp", "B"),
    };
    push(text, &["  <KeyPackage>\n    <DeviceInfo>\n"]);
    push(text, &["      <Manufacturer>", MAKER, "</Manufacturer>\n"]);
    push(text, &["      <SerialNo>", serial, "</SerialNo>\n"]);
    push(text, &["      <Model>", model, &digits, "</Model>\n    </DeviceInfo>\n"]);
    push(text, &["    <Key Id=\"", serial, "\" Algorithm=\"urn:ietf:params:xml:ns:keyprov:pskc:"]);
    push(text, &[algorithm, "\">\n      <AlgorithmParameters>\n"]);
    push(text, &["        <Suite>", hash(key.shape.algorithm).0, "</Suite>\n"]);
    push(text, &["        <ResponseFormat Encoding=\"DECIMAL\" Length=\"", &digits, "\"/>\n"]);
    push(text, &["      </AlgorithmParameters>\n      <Data>\n        <Secret><PlainValue>"]);
    write_seed(text, key, seed);
    push(text, &["</PlainValue></Secret>\n"]);
    match key.shape.moving {
        Moving::Time { period, .. } => write_number(text, "TimeInterval", i64::from(period)),
        Moving::Event => write_number(text, "Counter", key.counter),
    }
    push(text, &["      </Data>\n      <Policy>\n"]);
    write_date(text, "StartDate", key.starts);
    write_date(text, "ExpiryDate", key.expires);
    push(text, &["      </Policy>\n    </Key>\n  </KeyPackage>\n"]);
}

/// Rolled from the serial too: a key keeps its seed whatever else the academy has.
fn write_seed(text: &mut String, key: &MadeKey, seed: u64) {
    let mut room = Secret::new([0_u8; 64]);
    let bytes = &mut room.expose_mut()[..hash(key.shape.algorithm).1];
    Dice::new(seed, &key.life.serial).fill(bytes);
    BASE64.encode_append(bytes, text);
}

fn write_number(text: &mut String, name: &str, number: i64) {
    let number = number.to_string();
    push(text, &["        <", name, "><PlainValue>", &number, "</PlainValue></", name, ">\n"]);
}

/// A date that no calendar has is left out; the importer then knows no limit.
fn write_date(text: &mut String, name: &str, date: Moment) {
    if let Ok(date) = jiff::Timestamp::from_second(date.secs()) {
        push(text, &["        <", name, ">", &date.to_string(), "</", name, ">\n"]);
    }
}

fn push(text: &mut String, parts: &[&str]) {
    for part in parts {
        text.push_str(part);
    }
}

/// The suite as RFC 6238 names it, and the seed its section 5.1 recommends: as long as the hash.
fn hash(algorithm: Algorithm) -> (&'static str, usize) {
    match algorithm {
        Algorithm::Sha1 => ("HMAC-SHA1", 20),
        Algorithm::Sha256 => ("HMAC-SHA256", 32),
        Algorithm::Sha512 => ("HMAC-SHA512", 64),
    }
}

#[cfg(test)]
#[path = "pskc_tests.rs"]
mod tests;
