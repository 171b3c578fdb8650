//! Keys written as PSKC in clear, the way privacyIDEA reads them (privacyIDEA facts, 8): for a request
//! over TLS, never for a file.
//!
//! CSV would not do: there the server tells the hash from the length of the seed, and knows no maker.
//! First and last day are not written, since the server does not read them.

use std::io::{self, Write};

use data_encoding::BASE64;
use zeroize::Zeroizing;

use super::KeyRow;
use super::export::{Escaped, Uncarried, carried};
use crate::domain::otp::{Algorithm, Moving};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">
"#;
const TAIL: &str = "</KeyContainer>\n";

/// Bytes of a key besides maker and seed, with room to spare.
const ROOM: usize = 1024;

/// Characters of a maker: the server keeps no more of a description.
const MAKER: usize = 80;

/// Whether the server can take a key as it is; if not, why. Its serials are letters, digits, hyphens and
/// underscores: one other would end the request in its middle.
pub fn check(row: &KeyRow) -> Result<(), Uncarried> {
    let right = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if !row.serial.bytes().all(right) {
        return Err(Uncarried::Serial);
    }
    carried(row)
}

/// Most bytes that [`pskc`] writes for these keys.
pub fn room(rows: &[&KeyRow]) -> usize {
    // A character becomes six at most, a seed half as long again and a little.
    let of = |row: &&KeyRow| ROOM + row.seed.expose().len() * 2 + 6 * row.maker.len().min(4 * MAKER);
    HEAD.len() + TAIL.len() + rows.iter().map(of).sum::<usize>()
}

/// Writes the keys, which passed [`check`]. Room for [`room`] bytes keeps seeds from being left behind
/// by an `out` that grows.
pub fn pskc(rows: &[&KeyRow], out: &mut Vec<u8>) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    for row in rows {
        package(row, out)?;
    }
    out.write_all(TAIL.as_bytes())
}

fn package(row: &KeyRow, out: &mut Vec<u8>) -> io::Result<()> {
    let (kind, element, number) = match row.shape.moving {
        Moving::Time { period, .. } => ("totp", "TimeInterval", i64::from(period)),
        Moving::Event => ("hotp", "Counter", row.counter),
    };
    // Not the names of RFC 6030: the server takes these words as they are.
    let suite = match row.shape.algorithm {
        Algorithm::Sha1 => "SHA1",
        Algorithm::Sha256 => "SHA256",
        Algorithm::Sha512 => "SHA512",
    };
    let (serial, digits) = (Escaped(&row.serial), row.shape.digits);
    out.write_all(b"<KeyPackage><DeviceInfo>")?;
    let maker: String = row.maker.chars().take(MAKER).collect();
    if !maker.is_empty() {
        write!(out, "<Manufacturer>{}</Manufacturer>", Escaped(&maker))?;
    }
    write!(
        out,
        r#"<SerialNo>{serial}</SerialNo></DeviceInfo><Key Id="{serial}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:{kind}"><AlgorithmParameters><Suite>{suite}</Suite><ResponseFormat Encoding="DECIMAL" Length="{digits}"/></AlgorithmParameters><Data><Secret><PlainValue>"#
    )?;
    let seed = row.seed.expose();
    let mut text = Zeroizing::new(vec![0; BASE64.encode_len(seed.len())]);
    BASE64.encode_mut(seed, &mut text);
    out.write_all(&text)?;
    writeln!(
        out,
        "</PlainValue></Secret><{element}><PlainValue>{number}</PlainValue></{element}></Data></Key></KeyPackage>"
    )
}

#[cfg(test)]
#[path = "plain_tests.rs"]
mod tests;
