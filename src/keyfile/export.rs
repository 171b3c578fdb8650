//! Keys written as PSKC (RFC 6030) under a password, to be moved from one vault to another.
//!
//! PBKDF2-HMAC-SHA256, AES-256-CBC and HMAC-SHA256, in the element form of the RFC's figure 7, the one
//! that most readers know. Seeds are encrypted and proved by codes; serials, makers, counters and
//! dates stand in clear, and PSKC has no way to prove them.

use std::fmt::{self, Display};
use std::io::{self, Write};
use std::sync::atomic::AtomicBool;

use aes::Aes256Enc;
use aes::cipher::{Array, BlockModeEncrypt, InnerIvInit, KeyInit};
use data_encoding::BASE64;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::derive::{KEY_MAX, ROUNDS_MAX, Recipe};
use super::mac::{Hash, keyed};
use super::{FIELD_MAX, KeyRow};
use crate::domain::key::Serial;
use crate::domain::moment::Moment;
use crate::domain::otp::{Algorithm, Moving, SEED_BYTES};
use crate::domain::secret::Secret;

/// Rounds of PBKDF2 to ask for unless there is a reason: half a second here, much for who guesses.
pub const ROUNDS: u32 = 600_000;

/// Bytes of an AES block, and of the salt.
const BLOCK: usize = 16;

/// Bytes of the key of the codes: as long as they are (RFC 2104 section 3).
const CODE_KEY: usize = 32;

const AES: &str = "http://www.w3.org/2001/04/xmlenc#aes256-cbc";
const HMAC: &str = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
const PBKDF2: &str = "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2";

/// The first millisecond of the year 1: XML Schema has no date before.
const FIRST_DATE: i64 = -62_135_596_800_000;

/// Why nothing, or not all, was written.
#[derive(Debug, thiserror::Error)]
pub enum ExportFault {
    /// No key to write: a file without keys is no key file.
    #[error("no key")]
    Nothing,
    /// An empty password protects nothing.
    #[error("empty password")]
    Password,
    /// Rounds outside 1 to [`ROUNDS_MAX`].
    #[error("{rounds} rounds, outside 1 to {ROUNDS_MAX}")]
    Rounds {
        /// Rounds asked for.
        rounds: u32,
    },
    /// A key that PSKC cannot carry, so that nothing was written.
    #[error("{serial}: {why}")]
    Key {
        /// Which.
        serial: String,
        /// What of it.
        why: Uncarried,
    },
    /// The system gives no random numbers.
    #[error("no random numbers")]
    Random,
    /// The file could not be written; what there is of it is not whole.
    #[error(transparent)]
    Write(#[from] io::Error),
}

/// What PSKC cannot carry, or the reader would refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncarried {
    /// A clock whose step 0 is not at 1970-01-01: no element of RFC 6030 says so, and a reader who
    /// is not told would compute other codes.
    Epoch,
    /// A first or last day outside the years 1 to 9999.
    Date,
    /// A maker longer than a reader takes.
    Maker,
    /// A serial that no key can have.
    Serial,
    /// A seed of a size that no key can have.
    Seed,
    /// A counter below 0.
    Counter,
}

impl Display for Uncarried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Epoch => "epoch",
            Self::Date => "date",
            Self::Maker => "maker",
            Self::Serial => "serial",
            Self::Seed => "seed",
            Self::Counter => "counter",
        })
    }
}

/// Writes every key, or none if one cannot be written. The caller flushes, and takes an incomplete
/// file away. [`KeyRow::counter`] of a counter key is the next one: the last used step and one.
///
/// # Errors
/// See [`ExportFault`].
pub fn pskc(
    rows: &[KeyRow],
    password: &Secret<String>,
    rounds: u32,
    out: &mut impl Write,
) -> Result<(), ExportFault> {
    if rows.is_empty() {
        return Err(ExportFault::Nothing);
    }
    if password.expose().is_empty() {
        return Err(ExportFault::Password);
    }
    if !(1..=ROUNDS_MAX).contains(&rounds) {
        return Err(ExportFault::Rounds { rounds });
    }
    for row in rows {
        carried(row).map_err(|why| ExportFault::Key { serial: row.serial.clone(), why })?;
    }
    let mut sealer = Sealer::new(password, rounds)?;
    head(&mut sealer, out)?;
    for row in rows {
        package(&mut sealer, row, out)?;
    }
    out.write_all(b"</pskc:KeyContainer>\n")?;
    Ok(())
}

/// Whether PSKC can carry a key.
pub(super) fn carried(row: &KeyRow) -> Result<(), Uncarried> {
    Serial::parse(&row.serial).ok_or(Uncarried::Serial)?;
    if !SEED_BYTES.contains(&row.seed.expose().len()) {
        return Err(Uncarried::Seed);
    }
    match row.shape.moving {
        Moving::Time { t0, .. } if t0 != 0 => return Err(Uncarried::Epoch),
        Moving::Event if row.counter < 0 => return Err(Uncarried::Counter),
        _ => {}
    }
    let dates = [row.starts, row.expires].into_iter().flatten();
    if dates.map(date).any(|date| date.is_none()) {
        return Err(Uncarried::Date);
    }
    names(&row.maker).map(|_| ()).ok_or(Uncarried::Maker)
}

/// A maker as one name or two, each short enough for a reader, who puts them together again.
fn names(maker: &str) -> Option<(&str, &str)> {
    let fits = |name: &str| name.chars().count() <= FIELD_MAX;
    if fits(maker) {
        return Some((maker, ""));
    }
    let mut pairs = maker.match_indices(' ').map(|(at, _)| (&maker[..at], &maker[at + 1..]));
    pairs.find(|(first, second)| {
        fits(first) && fits(second) && first.trim() == *first && second.trim() == *second
    })
}

fn date(moment: Moment) -> Option<jiff::Timestamp> {
    let millis = Some(moment.millis()).filter(|millis| *millis >= FIRST_DATE)?;
    jiff::Timestamp::from_millisecond(millis).ok()
}

/// What encrypts and proves the values of one file.
struct Sealer {
    salt: [u8; BLOCK],
    rounds: u32,
    aes: Aes256Enc,
    code: Hmac<Sha256>,
    code_key: Zeroizing<[u8; CODE_KEY]>,
    /// The value under way: vector, then text and padding, which become the ciphertext in place.
    /// Has room for the longest, so that it never grows.
    room: Zeroizing<Vec<u8>>,
    text: String,
}

impl Sealer {
    fn new(password: &Secret<String>, rounds: u32) -> Result<Self, ExportFault> {
        let mut salt = [0; BLOCK];
        let mut code_key = Zeroizing::new([0; CODE_KEY]);
        fill(&mut salt)?;
        fill(code_key.as_mut())?;
        let recipe = Recipe { hash: Hash::Sha256, salt: &salt, rounds, length: KEY_MAX };
        let never = AtomicBool::new(false);
        // Only a cancelled derivation fails, or a key of another length than this one.
        let key = recipe.derive(password.expose().as_bytes(), &never).map_err(|_| ExportFault::Password)?;
        let aes = Aes256Enc::new_from_slice(key.expose()).map_err(|_| ExportFault::Password)?;
        Ok(Self {
            salt,
            rounds,
            aes,
            code: keyed(code_key.as_ref()),
            code_key,
            room: Zeroizing::new(Vec::with_capacity(SEED_BYTES.end() + 2 * BLOCK)),
            text: String::new(),
        })
    }

    /// The value encrypted under a vector of its own, in base64, and its code.
    fn seal(&mut self, clear: &[u8]) -> Result<(&str, String), ExportFault> {
        let mut vector = [0; BLOCK];
        fill(&mut vector)?;
        let padding = BLOCK - clear.len() % BLOCK;
        self.room.clear();
        self.room.extend_from_slice(&vector);
        self.room.extend_from_slice(clear);
        // PKCS #7; at most BLOCK, which fits a byte.
        self.room.resize(BLOCK + clear.len() + padding, padding as u8);
        let mut cbc = cbc::Encryptor::inner_iv_init(&self.aes, &Array::from(vector));
        let (blocks, _) = Array::slice_as_chunks_mut(&mut self.room[BLOCK..]);
        cbc.encrypt_blocks(blocks);
        let code = self.code.clone().chain_update(&*self.room).finalize().into_bytes();
        self.text.clear();
        BASE64.encode_append(&self.room, &mut self.text);
        Ok((&self.text, BASE64.encode(&code)))
    }
}

fn fill(bytes: &mut [u8]) -> Result<(), ExportFault> {
    getrandom::fill(bytes).map_err(|_| ExportFault::Random)
}

fn head(sealer: &mut Sealer, out: &mut impl Write) -> Result<(), ExportFault> {
    let (salt, rounds) = (BASE64.encode(&sealer.salt), sealer.rounds);
    let code_key = sealer.code_key.clone();
    let (mac_key, _) = sealer.seal(code_key.as_ref())?;
    write!(
        out,
        r##"<?xml version="1.0" encoding="UTF-8"?>
<pskc:KeyContainer Version="1.0" xmlns:pskc="urn:ietf:params:xml:ns:keyprov:pskc"
    xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" xmlns:xenc11="http://www.w3.org/2009/xmlenc11#"
    xmlns:pkcs5="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#">
  <pskc:EncryptionKey>
    <xenc11:DerivedKey>
      <xenc11:KeyDerivationMethod Algorithm="{PBKDF2}">
        <pkcs5:PBKDF2-params>
          <Salt><Specified>{salt}</Specified></Salt>
          <IterationCount>{rounds}</IterationCount>
          <KeyLength>{KEY_MAX}</KeyLength>
          <PRF Algorithm="{HMAC}"/>
        </pkcs5:PBKDF2-params>
      </xenc11:KeyDerivationMethod>
    </xenc11:DerivedKey>
  </pskc:EncryptionKey>
  <pskc:MACMethod Algorithm="{HMAC}">
    <pskc:MACKey>
      <xenc:EncryptionMethod Algorithm="{AES}"/>
      <xenc:CipherData><xenc:CipherValue>{mac_key}</xenc:CipherValue></xenc:CipherData>
    </pskc:MACKey>
  </pskc:MACMethod>
"##
    )?;
    Ok(())
}

/// One key, in the order of the schema of RFC 6030 section 11.
fn package(sealer: &mut Sealer, row: &KeyRow, out: &mut impl Write) -> Result<(), ExportFault> {
    let serial = Escaped(&row.serial);
    let digits = row.shape.digits;
    let (algorithm, element, number) = match row.shape.moving {
        Moving::Time { period, .. } => ("totp", "TimeInterval", i64::from(period)),
        Moving::Event => ("hotp", "Counter", row.counter),
    };
    let suite = match row.shape.algorithm {
        Algorithm::Sha1 => "HMAC-SHA1",
        Algorithm::Sha256 => "HMAC-SHA256",
        Algorithm::Sha512 => "HMAC-SHA512",
    };
    let (secret, code) = sealer.seal(row.seed.expose())?;
    out.write_all(b"  <pskc:KeyPackage>\n    <pskc:DeviceInfo>\n")?;
    let (maker, model) = names(&row.maker).unwrap_or_default();
    line(out, "Manufacturer", maker)?;
    line(out, "SerialNo", &row.serial)?;
    line(out, "Model", model)?;
    write!(
        out,
        r#"    </pskc:DeviceInfo>
    <pskc:Key Id="{serial}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:{algorithm}">
      <pskc:AlgorithmParameters>
        <pskc:Suite>{suite}</pskc:Suite>
        <pskc:ResponseFormat Encoding="DECIMAL" Length="{digits}"/>
      </pskc:AlgorithmParameters>
      <pskc:Data>
        <pskc:Secret>
          <pskc:EncryptedValue>
            <xenc:EncryptionMethod Algorithm="{AES}"/>
            <xenc:CipherData><xenc:CipherValue>{secret}</xenc:CipherValue></xenc:CipherData>
          </pskc:EncryptedValue>
          <pskc:ValueMAC>{code}</pskc:ValueMAC>
        </pskc:Secret>
        <pskc:{element}><pskc:PlainValue>{number}</pskc:PlainValue></pskc:{element}>
      </pskc:Data>
"#
    )?;
    policy(row, out)?;
    out.write_all(b"    </pskc:Key>\n  </pskc:KeyPackage>\n")?;
    Ok(())
}

fn policy(row: &KeyRow, out: &mut impl Write) -> io::Result<()> {
    let dates = [("StartDate", row.starts), ("ExpiryDate", row.expires)];
    let mut dates = dates.into_iter().filter_map(|(name, moment)| Some((name, date(moment?)?))).peekable();
    if dates.peek().is_none() {
        return Ok(());
    }
    out.write_all(b"      <pskc:Policy>\n")?;
    for (name, date) in dates {
        line(out, name, &date.to_string())?;
    }
    out.write_all(b"      </pskc:Policy>\n")
}

/// One short text; an empty one is left out.
fn line(out: &mut impl Write, name: &str, text: &str) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    writeln!(out, "      <pskc:{name}>{}</pskc:{name}>", Escaped(text))
}

/// A text as XML takes it. What XML 1.0 has no way to write, control characters above all, becomes
/// the replacement character: only makers can hold such, and they name nothing.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\t' | '\n' | '\r' => write!(f, "&#{};", u32::from(character))?,
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => f.write_str("\u{fffd}")?,
                _ => f.write_str(character.encode_utf8(&mut [0; 4]))?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "export_tests.rs"]
mod tests;
