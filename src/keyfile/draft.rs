//! One key while its package is being read: values come in file order, a [`KeyRow`] or the first
//! fault comes out.

use super::value::{
    checked_seed, counter, date, hash, number, opened_counter, opened_period, period, seed, short,
};
use super::{KeyRow, Reason, Refusal, quoted};
use crate::domain::key::Serial;
use crate::domain::moment::Moment;
use crate::domain::otp::{Algorithm, DIGITS, Moving, Shape};
use crate::domain::secret::Seed;

/// RFC 6030 wants the length said, yet its figure 2 leaves it out; RFC 4226 section 5.3 makes six
/// digits the least a key may show, and that is what keys show.
const DIGITS_UNSAID: u8 = 6;

/// RFC 6030 only calls 30 s typical; RFC 6238 section 4.1 makes it the default.
const PERIOD_UNSAID: u32 = 30;

/// The names of the two algorithms: the registered ones, then those of the drafts, which makers
/// still write.
const ALGORITHMS: [(&str, Kind); 6] = [
    ("urn:ietf:params:xml:ns:keyprov:pskc:hotp", Kind::Hotp),
    ("urn:ietf:params:xml:ns:keyprov:pskc:totp", Kind::Totp),
    ("urn:ietf:params:xml:ns:keyprov:pskc#hotp", Kind::Hotp),
    ("urn:ietf:params:xml:ns:keyprov:pskc#totp", Kind::Totp),
    ("http://www.ietf.org/keyprov/pskc#hotp", Kind::Hotp),
    ("http://www.ietf.org/keyprov/pskc#totp", Kind::Totp),
];

#[derive(Clone, Copy)]
enum Kind {
    Hotp,
    Totp,
}

/// A text element of a key package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Maker,
    Model,
    Serial,
    Suite,
    Secret,
    Counter,
    Interval,
    Starts,
    Expires,
    Usage,
    /// Of the head of an encrypted file.
    Salt,
    Rounds,
    KeyLength,
    Prf,
    /// Of an encrypted value, and its code.
    Cipher,
    Code,
}

impl Field {
    /// The element of RFC 6030, as refusals name it.
    pub(super) fn element(self) -> &'static str {
        match self {
            Self::Maker => "Manufacturer",
            Self::Model => "Model",
            Self::Serial => "SerialNo",
            Self::Suite => "Suite",
            Self::Secret => "Secret",
            Self::Counter => "Counter",
            Self::Interval => "TimeInterval",
            Self::Starts => "StartDate",
            Self::Expires => "ExpiryDate",
            Self::Usage => "KeyUsage",
            Self::Salt => "Salt",
            Self::Rounds => "IterationCount",
            Self::KeyLength => "KeyLength",
            Self::Prf => "PRF",
            Self::Cipher => "CipherValue",
            Self::Code => "ValueMAC",
        }
    }
}

/// What is known so far. Each value may be given once: where two stand, an import that took
/// either could take the wrong one.
#[derive(Default)]
pub(super) struct Draft {
    line: u64,
    device: bool,
    key: bool,
    id: Option<String>,
    serial: Option<String>,
    maker: Option<String>,
    model: Option<String>,
    kind: Option<Kind>,
    hash: Option<Algorithm>,
    digits: Option<u8>,
    seed: Option<Seed>,
    counter: Option<i64>,
    period: Option<u32>,
    starts: Option<Moment>,
    expires: Option<Moment>,
    usage: Option<bool>,
    fault: Option<(u64, Reason)>,
}

impl Draft {
    /// A package that begins on this line.
    pub(super) fn new(line: u64) -> Self {
        Self { line, ..Self::default() }
    }

    /// Notes a fault; only the first of a key is reported, the rest often follow from it.
    pub(super) fn blame(&mut self, line: u64, reason: Reason) {
        self.fault.get_or_insert((line, reason));
    }

    /// Whether a fault was noted: what follows it need not be looked at.
    pub(super) fn is_blamed(&self) -> bool {
        self.fault.is_some()
    }

    /// A `DeviceInfo` begins: from now on the serial must come from it.
    pub(super) fn device(&mut self) -> Result<(), Reason> {
        if std::mem::replace(&mut self.device, true) {
            return Err(Reason::Repeated { field: "DeviceInfo" });
        }
        Ok(())
    }

    /// A `Key` begins, with its attributes.
    pub(super) fn key(&mut self, id: Option<&str>, algorithm: Option<&str>) -> Result<(), Reason> {
        if std::mem::replace(&mut self.key, true) {
            return Err(Reason::Repeated { field: "Key" });
        }
        self.id = id.map(|id| quoted(id.trim()));
        let name = algorithm.unwrap_or_default().trim();
        let known = ALGORITHMS.iter().find(|(uri, _)| *uri == name);
        let (_, kind) = known.ok_or_else(|| Reason::UnknownAlgorithm { name: quoted(name) })?;
        self.kind = Some(*kind);
        Ok(())
    }

    /// A `ResponseFormat` with its attributes.
    pub(super) fn response(
        &mut self,
        length: Option<&str>,
        encoding: Option<&str>,
        check_digits: Option<&str>,
    ) -> Result<(), Reason> {
        let encoding = encoding.unwrap_or("DECIMAL").trim();
        if !encoding.eq_ignore_ascii_case("DECIMAL") {
            let found = quoted(encoding);
            return Err(Reason::NotDecimal { found });
        }
        if check_digits.map(str::trim).is_some_and(|said| said == "1" || said.eq_ignore_ascii_case("true")) {
            return Err(Reason::CheckDigits);
        }
        let found = number(length.unwrap_or_default(), "Length")?;
        let digits = u8::try_from(found).ok().filter(|digits| DIGITS.contains(digits));
        let digits = digits.ok_or(Reason::Digits { found })?;
        once(&mut self.digits, digits, "ResponseFormat")
    }

    /// A `PINPolicy` with its attribute. A PIN typed before or after the code, or checked by the
    /// key itself, leaves the codes as they are; one that enters their computation does not.
    pub(super) fn pin(&mut self, usage: Option<&str>) -> Result<(), Reason> {
        if usage.map(str::trim) == Some("Algorithmic") {
            return Err(Reason::Policy { name: "PINPolicy".to_owned() });
        }
        Ok(())
    }

    /// A text element has ended. `text` may hold the secret: it is read in place, never copied.
    pub(super) fn text(&mut self, field: Field, text: &mut String) -> Result<(), Reason> {
        let name = field.element();
        match field {
            Field::Maker => once(&mut self.maker, short(text, name)?, name),
            Field::Model => once(&mut self.model, short(text, name)?, name),
            Field::Serial => once(&mut self.serial, quoted(text.trim()), name),
            Field::Suite => once(&mut self.hash, hash(text.trim())?, name),
            Field::Secret => once(&mut self.seed, seed(text)?, name),
            Field::Counter => once(&mut self.counter, counter(text)?, name),
            Field::Interval => once(&mut self.period, period(text)?, name),
            Field::Starts => once(&mut self.starts, date(text, name)?, name),
            Field::Expires => once(&mut self.expires, date(text, name)?, name),
            Field::Usage => {
                let for_codes = self.usage.unwrap_or(false) || text.trim() == "OTP";
                self.usage = Some(for_codes);
                Ok(())
            }
            // They are the protection's.
            _ => Ok(()),
        }
    }

    /// An encrypted value was opened.
    pub(super) fn opened(&mut self, field: Field, bytes: &[u8]) -> Result<(), Reason> {
        let name = field.element();
        match field {
            Field::Secret => once(&mut self.seed, checked_seed(bytes)?, name),
            Field::Counter => once(&mut self.counter, opened_counter(bytes)?, name),
            Field::Interval => once(&mut self.period, opened_period(bytes)?, name),
            _ => Ok(()),
        }
    }

    /// The package has ended.
    pub(super) fn finish(mut self) -> Result<KeyRow, Refusal> {
        let from_key = if self.device { None } else { self.id.take() };
        let serial = self.serial.take().or(from_key).unwrap_or_default();
        let refused = |line: u64, reason: Reason| Refusal {
            line,
            serial_or_login: (!serial.is_empty()).then(|| serial.clone()),
            reason,
        };
        if let Some((line, reason)) = self.fault.take() {
            return Err(refused(line, reason));
        }
        let line = self.line;
        let names = [self.maker.take(), self.model.take()].into_iter().flatten();
        let names: Vec<_> = names.filter(|name| !name.is_empty()).collect();
        match self.complete(&serial) {
            Ok((shape, seed)) => Ok(KeyRow {
                maker: names.join(" "),
                shape,
                seed,
                counter: match shape.moving {
                    Moving::Event => self.counter.unwrap_or(0),
                    Moving::Time { .. } => 0,
                },
                starts: self.starts,
                expires: self.expires,
                line,
                serial,
            }),
            Err(reason) => Err(refused(line, reason)),
        }
    }

    /// What no key can do without.
    fn complete(&mut self, serial: &str) -> Result<(Shape, Seed), Reason> {
        if serial.is_empty() {
            return Err(Reason::MissingSerial);
        }
        Serial::parse(serial).ok_or(Reason::BadSerial)?;
        if self.usage == Some(false) {
            let name = Field::Usage.element().to_owned();
            return Err(Reason::Policy { name });
        }
        let seed = self.seed.take().ok_or(Reason::MissingSecret)?;
        let moving = match self.kind {
            Some(Kind::Hotp) => Moving::Event,
            // T0 is 0: `Time`, in intervals, says when the file was written, not where step 0 is.
            Some(Kind::Totp) => Moving::Time { period: self.period.unwrap_or(PERIOD_UNSAID), t0: 0 },
            None => return Err(Reason::MissingSecret),
        };
        let shape = Shape {
            algorithm: self.hash.unwrap_or(Algorithm::Sha1),
            digits: self.digits.unwrap_or(DIGITS_UNSAID),
            moving,
        };
        Ok((shape, seed))
    }
}

fn once<T>(place: &mut Option<T>, value: T, field: &'static str) -> Result<(), Reason> {
    if place.is_some() {
        return Err(Reason::Repeated { field });
    }
    *place = Some(value);
    Ok(())
}
