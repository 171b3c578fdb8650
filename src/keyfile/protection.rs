//! What a file says of its encryption and its codes (RFC 6030 section 6), and the opening of its
//! values: the key is derived once, ciphers and codes are keyed once, each code is checked first.

use std::sync::atomic::AtomicBool;

use data_encoding::BASE64;
use zeroize::Zeroizing;

use super::cipher::{Cipher, Keyed, Padding, Sealed};
use super::derive::{KEY_MAX, ROUNDS_MAX, Recipe};
use super::mac::{Checker, Hash};
use super::{Needs, Reason, Unlock, local_part, quoted};
use crate::domain::secret::Secret;

/// Values that did not open before the file is given up.
const FAILED_MAX: u64 = 16;

/// A value under way: what stands in one `EncryptedValue` or `MACKey`, and its code. One buffer
/// serves every value of a file.
pub(super) struct Envelope {
    sealed: bool,
    cipher: Option<Cipher>,
    bytes: Zeroizing<Vec<u8>>,
    code: Option<Vec<u8>>,
}

impl Envelope {
    /// Takes texts of so many bytes without ever growing, since what a buffer leaves behind when it
    /// grows would hold a secret.
    pub(super) fn new(text_max: usize) -> Self {
        let bytes = Zeroizing::new(Vec::with_capacity(text_max));
        Self { sealed: false, cipher: None, bytes, code: None }
    }

    /// A new value begins.
    pub(super) fn clear(&mut self) {
        self.sealed = false;
        self.cipher = None;
        self.bytes.clear();
        self.code = None;
    }

    /// Whether there is anything in it, and so anything to check.
    pub(super) fn is_used(&self) -> bool {
        self.sealed || self.code.is_some()
    }

    /// An `EncryptedValue` begins.
    pub(super) fn seal(&mut self) -> Result<(), Reason> {
        if std::mem::replace(&mut self.sealed, true) {
            return Err(Reason::Repeated { field: "EncryptedValue" });
        }
        Ok(())
    }

    /// An `EncryptionMethod` with its attribute.
    pub(super) fn method(&mut self, uri: Option<&str>) -> Result<(), Reason> {
        let uri = uri.ok_or(Reason::IncompleteProtection { field: "EncryptionMethod" })?;
        match self.cipher.replace(Cipher::named(uri)?) {
            None => Ok(()),
            Some(_) => Err(Reason::Repeated { field: "EncryptionMethod" }),
        }
    }

    /// The text of a `CipherValue`.
    pub(super) fn value(&mut self, text: &mut String) -> Result<(), Reason> {
        if !self.bytes.is_empty() {
            return Err(Reason::Repeated { field: "CipherValue" });
        }
        decoded(text, &mut self.bytes).ok_or(Reason::BadCipher)
    }

    /// The text of a `ValueMAC`.
    pub(super) fn code(&mut self, text: &mut String) -> Result<(), Reason> {
        let mut code = Vec::new();
        decoded(text, &mut code).ok_or(Reason::BadMac)?;
        match self.code.replace(code) {
            None => Ok(()),
            Some(_) => Err(Reason::Repeated { field: "ValueMAC" }),
        }
    }
}

/// Base64 with blanks anywhere, into a buffer that has room for it.
fn decoded(text: &mut String, into: &mut Vec<u8>) -> Option<()> {
    text.retain(|c| !c.is_ascii_whitespace());
    into.resize(BASE64.decode_len(text.len()).ok()?, 0);
    let length = BASE64.decode_mut(text.as_bytes(), into).ok()?;
    into.truncate(length);
    Some(())
}

/// Whom a failure condemns.
pub(super) enum Blame {
    /// The file as a whole.
    File(Reason),
    /// One key.
    Key(Reason),
}

/// The head of a file and what came of it.
pub(super) struct Protection<'a> {
    unlock: &'a Unlock,
    cancel: &'a AtomicBool,
    /// The elements given.
    encryption: bool,
    derivation: Option<Derivation>,
    mac: Option<Mac>,
    settled: bool,
    keyed: Option<Keyed>,
    checker: Option<Checker>,
    opened: u64,
    failed: u64,
    unproved: Option<u64>,
}

/// The parameters of PBKDF2 as they come.
#[derive(Default)]
struct Derivation {
    method: bool,
    salt: Option<Vec<u8>>,
    rounds: Option<u32>,
    length: Option<usize>,
    hash: Option<Hash>,
}

struct Mac {
    /// None in files of python-pskc whose values are wrapped, and so prove themselves.
    hash: Option<Hash>,
    /// How the key of the codes is encrypted, and that; without it the codes are made with the
    /// encryption key itself, as in the drafts of RFC 6030.
    key: Option<(Cipher, Zeroizing<Vec<u8>>)>,
}

impl<'a> Protection<'a> {
    pub(super) fn new(unlock: &'a Unlock, cancel: &'a AtomicBool) -> Self {
        Self {
            unlock,
            cancel,
            encryption: false,
            derivation: None,
            mac: None,
            settled: false,
            keyed: None,
            checker: None,
            opened: 0,
            failed: 0,
            unproved: None,
        }
    }

    /// Whether the head is over: its elements may not come again.
    pub(super) fn is_settled(&self) -> bool {
        self.settled
    }

    /// An `EncryptionKey` begins.
    pub(super) fn encryption(&mut self) -> Result<(), Reason> {
        // The schema has it once, and first.
        if std::mem::replace(&mut self.encryption, true) || self.mac.is_some() {
            return Err(Reason::UnknownElement { name: "EncryptionKey".to_owned() });
        }
        Ok(())
    }

    /// A `DerivedKey` begins.
    pub(super) fn derived(&mut self) -> Result<(), Reason> {
        match self.derivation.replace(Derivation::default()) {
            None => Ok(()),
            Some(_) => Err(Reason::UnknownElement { name: "DerivedKey".to_owned() }),
        }
    }

    /// A `KeyDerivationMethod` with its attribute.
    pub(super) fn derivation(&mut self, uri: Option<&str>) -> Result<(), Reason> {
        let uri = uri.unwrap_or_default();
        if !local_part(uri).eq_ignore_ascii_case("pbkdf2") {
            return Err(Reason::OtherProtection { name: quoted(uri) });
        }
        let derivation = self.derivation.get_or_insert_default();
        if std::mem::replace(&mut derivation.method, true) {
            return Err(Reason::UnknownElement { name: "KeyDerivationMethod".to_owned() });
        }
        Ok(())
    }

    /// The `Specified` salt.
    pub(super) fn salt(&mut self, text: &mut String) -> Result<(), Reason> {
        let field = "Salt";
        let mut salt = Vec::new();
        decoded(text, &mut salt).ok_or(Reason::IncompleteProtection { field })?;
        once(&mut self.derivation.get_or_insert_default().salt, salt, field)
    }

    /// The `IterationCount`.
    pub(super) fn rounds(&mut self, text: &str) -> Result<(), Reason> {
        let field = "IterationCount";
        let found: u64 = text.trim().parse().map_err(|_| Reason::BadNumber { field })?;
        let rounds = u32::try_from(found).ok().filter(|rounds| *rounds <= ROUNDS_MAX);
        let rounds = rounds.ok_or(Reason::TooManyRounds { found, limit: ROUNDS_MAX })?;
        once(&mut self.derivation.get_or_insert_default().rounds, rounds, field)
    }

    /// The `KeyLength`, in bytes.
    pub(super) fn length(&mut self, text: &str) -> Result<(), Reason> {
        let field = "KeyLength";
        let length = text.trim().parse().ok().filter(|length| (1..=KEY_MAX).contains(length));
        once(
            &mut self.derivation.get_or_insert_default().length,
            length.ok_or(Reason::BadNumber { field })?,
            field,
        )
    }

    /// The function of a `PRF`, in its attribute or as its text: writers do either. An empty one
    /// says nothing, and SHA-1 is what RFC 8018 then means.
    pub(super) fn prf(&mut self, uri: &str) -> Result<(), Reason> {
        let uri = uri.trim();
        if uri.is_empty() {
            return Ok(());
        }
        once(&mut self.derivation.get_or_insert_default().hash, Hash::named(uri)?, "PRF")
    }

    /// A `MACMethod` with its attribute.
    pub(super) fn mac(&mut self, uri: Option<&str>) -> Result<(), Reason> {
        let mac = Mac { hash: uri.map(Hash::named).transpose()?, key: None };
        match self.mac.replace(mac) {
            None => Ok(()),
            Some(_) => Err(Reason::UnknownElement { name: "MACMethod".to_owned() }),
        }
    }

    /// A `MACKey` has ended.
    pub(super) fn mac_key(&mut self, envelope: &Envelope) -> Result<(), Reason> {
        let cipher = envelope.cipher.ok_or(Reason::IncompleteProtection { field: "EncryptionMethod" })?;
        let Some(mac) = &mut self.mac else {
            return Ok(());
        };
        once(&mut mac.key, (cipher, envelope.bytes.clone()), "MACKey")
    }

    /// The head is over: what opens the file is made ready, if the file is encrypted.
    pub(super) fn settle(&mut self) -> Result<(), Reason> {
        self.settled = true;
        if !self.encryption && self.mac.is_none() {
            return Ok(());
        }
        let mut keyed = Keyed::new(self.key()?);
        if let Some(mac) = &mut self.mac {
            self.checker = mac.checker(&mut keyed)?;
        }
        self.keyed = Some(keyed);
        Ok(())
    }

    fn key(&self) -> Result<Secret<Vec<u8>>, Reason> {
        match (self.unlock, &self.derivation) {
            (Unlock::Password(password), Some(derivation)) => {
                derivation.recipe()?.derive(password.expose().as_bytes(), self.cancel)
            }
            (Unlock::Key(key), None) => Ok(key.duplicate()),
            (_, Some(_)) => Err(Reason::Encrypted { needs: Needs::Password }),
            (_, None) => Err(Reason::Encrypted { needs: Needs::Key }),
        }
    }

    /// Whether a secret of this file must come with a code.
    pub(super) fn wants_codes(&self) -> bool {
        self.mac.is_some()
    }

    /// Opens the value that stands on this line, in place.
    pub(super) fn open<'v>(&mut self, value: &'v mut Envelope, line: u64) -> Result<&'v [u8], Blame> {
        let incomplete = |field| Blame::File(Reason::IncompleteProtection { field });
        if !value.sealed {
            return Err(Blame::Key(Reason::IncompleteProtection { field: "EncryptedValue" }));
        }
        let cipher = value.cipher.ok_or(incomplete("EncryptionMethod"))?;
        let key = match self.keyed.take() {
            Some(keyed) => keyed,
            None => Keyed::new(self.key().map_err(Blame::File)?),
        };
        let keyed = self.keyed.insert(key);
        keyed.ready(cipher).map_err(Blame::File)?;
        let padding = match (&self.checker, &value.code) {
            (Some(checker), Some(code)) if checker.holds(&value.bytes, code) => Padding::Last,
            (Some(_), Some(_)) => {
                self.failed += 1;
                return Err(Blame::Key(Reason::BadMac));
            }
            (Some(_), None) => return Err(Blame::Key(Reason::MissingMac)),
            (None, Some(_)) => return Err(incomplete("MACMethod")),
            (None, None) if self.mac.is_some() && !cipher.proves() => return Err(incomplete("MACMethod")),
            (None, None) => Padding::Whole,
        };
        if padding == Padding::Whole && !cipher.proves() {
            self.unproved.get_or_insert(line);
        }
        let opened = keyed.open(cipher, padding, &mut value.bytes);
        let proved_wrong = padding == Padding::Whole && opened == Err(Sealed::Other);
        *(if proved_wrong { &mut self.failed } else { &mut self.opened }) += 1;
        opened.map_err(|_| Blame::Key(Reason::BadCipher))
    }

    /// Whether so little opens that the key must be the wrong one. A wrong key opens one value of
    /// some hundred by accident where no code protects them.
    pub(super) fn is_hopeless(&self, at_end: bool) -> bool {
        (at_end || self.failed >= FAILED_MAX) && self.failed > 4 * self.opened
    }

    /// The line of the first value whose bytes nothing proves.
    pub(super) fn unproved(&self) -> Option<u64> {
        self.unproved
    }
}

impl Derivation {
    fn recipe(&self) -> Result<Recipe<'_>, Reason> {
        let missing = |field| Reason::IncompleteProtection { field };
        let salt = self.salt.as_deref().filter(|salt| !salt.is_empty());
        Ok(Recipe {
            hash: self.hash.unwrap_or(Hash::Sha1),
            salt: salt.ok_or(missing("Salt"))?,
            rounds: self.rounds.filter(|rounds| *rounds > 0).ok_or(missing("IterationCount"))?,
            length: self.length.ok_or(missing("KeyLength"))?,
        })
    }
}

impl Mac {
    fn checker(&mut self, keyed: &mut Keyed) -> Result<Option<Checker>, Reason> {
        let Some(hash) = self.hash else {
            return Ok(None);
        };
        let Some((cipher, bytes)) = &mut self.key else {
            return Ok(Some(Checker::new(hash, keyed.key().expose())));
        };
        keyed.ready(*cipher)?;
        let key = keyed.open(*cipher, Padding::Last, bytes).map_err(|sealed| match sealed {
            Sealed::Form => Reason::BadCipher,
            Sealed::Other => Reason::WrongKey,
        })?;
        Ok(Some(Checker::new(hash, key)))
    }
}

fn once<T>(place: &mut Option<T>, value: T, field: &'static str) -> Result<(), Reason> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(Reason::UnknownElement { name: field.to_owned() }),
    }
}
