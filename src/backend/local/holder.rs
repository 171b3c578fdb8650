//! The holder's side of the embedded store: what a login page would ask. The demo's portal and the
//! tests play the caller with it; a production backend has a real portal instead.

use rusqlite::{Transaction, params};

use super::Local;
use super::testing::{candidate, consume};
use crate::backend::{Fault, Reply};
use crate::domain::key::{Key, Life, Pin, Standing};
use crate::domain::moment::Moment;
use crate::domain::otp::Code;
use crate::domain::person::Happening;
use crate::domain::secret::Secret;
use crate::domain::verdict::{Finding, Windows, diagnose};
use crate::store::words::{LIVES, word_of};
use crate::store::{StoreFault, rows};

/// What the login page shows next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Knock {
    /// Refused; a portal never says why.
    Refused,
    /// The six digits were right and there is no PIN: create one for this key.
    CreatePin {
        /// The key that knocked.
        serial: String,
    },
    /// In.
    Welcome {
        /// It was the confirmation of a new PIN.
        confirmed: bool,
    },
}

/// The login page.
#[derive(Clone)]
pub struct Portal(Local);

impl Portal {
    /// A portal over the same store.
    pub fn new(local: Local) -> Self {
        Self(local)
    }

    /// Login with what was typed into the passcode field.
    pub fn knock(&self, login: String, passcode: Secret<String>) -> Reply<'_, Knock> {
        self.0.run(move |local| local.knock(&login, &passcode))
    }

    /// The PIN chosen after [`Knock::CreatePin`], typed twice by the holder.
    pub fn create_pin(&self, login: String, serial: String, pin: Secret<String>) -> Reply<'_, ()> {
        self.0.run(move |local| local.create_pin(&login, &serial, &pin))
    }

    /// Poitiers' first step: the holder names the serial engraved on the key.
    pub fn activate(&self, login: String, serial: String) -> Reply<'_, bool> {
        self.0.run(move |local| local.activate(&login, &serial))
    }
}

/// How one key took the passcode.
enum Tried {
    NotMine,
    WrongCode,
    In(Knock),
}

impl Local {
    fn knock(&self, login: &str, passcode: &Secret<String>) -> Result<Knock, Fault> {
        self.store.write(|transaction| {
            let now = self.now();
            let keys = rows::keys_of(transaction, login)?;
            let usable = |key: &&Key| key.standing(now) == Standing::Usable;
            for key in keys.iter().filter(usable) {
                match self.try_key(transaction, login, key, passcode, now)? {
                    Tried::In(knock) => return Ok(knock),
                    Tried::WrongCode => return Ok(Knock::Refused),
                    Tried::NotMine => {}
                }
            }
            match keys.iter().find(usable) {
                // Which key was meant cannot be known: the failure counts on all of them.
                Some(_) => {
                    for key in keys.iter().filter(usable) {
                        fail(transaction, login, key, Happening::WrongPin, now)?;
                    }
                }
                // A name without a key is not written down: it may be a PASSCODE in the wrong field.
                None => {
                    if let Some(first) = keys.first() {
                        let marked = (first.serial.as_str(), login);
                        rows::record(transaction, now, marked, Happening::KeyRefused, None, "")?;
                    }
                }
            }
            Ok(Knock::Refused)
        })
    }

    fn try_key(
        &self,
        transaction: &Transaction,
        login: &str,
        key: &Key,
        passcode: &Secret<String>,
        now: Moment,
    ) -> Result<Tried, Fault> {
        let serial = key.serial.as_str();
        let Some((pin, code)) = split(passcode, key.shape.digits) else { return Ok(Tried::NotMine) };
        if !self.has_pin(transaction, key, &pin)? {
            return Ok(Tried::NotMine);
        }
        let own = candidate(&self.store, transaction, serial)?;
        let Finding::Valid { step, .. } = diagnose(&own, &[], &code, now, Windows::DEFAULT).finding else {
            fail(transaction, login, key, Happening::WrongCode, now)?;
            return Ok(Tried::WrongCode);
        };
        consume(transaction, serial, step)?;
        let pending: bool = transaction.query_row(
            "UPDATE keys SET fails = 0 WHERE serial = ?1 RETURNING pin_pending",
            [serial],
            |row| row.get(0),
        )?;
        let (what, knock) = match key.pin {
            Pin::ToCreate => (Happening::DigitsAccepted, Knock::CreatePin { serial: serial.to_owned() }),
            _ if pending => (Happening::PinConfirmed, Knock::Welcome { confirmed: true }),
            _ => (Happening::LoggedIn, Knock::Welcome { confirmed: false }),
        };
        if pending {
            transaction.execute("UPDATE keys SET pin_pending = 0 WHERE serial = ?1", [serial])?;
        }
        rows::record(transaction, now, (serial, login), what, Some(step), "")?;
        Ok(Tried::In(knock))
    }

    /// No PIN yet: nothing but the digits may be typed.
    fn has_pin(&self, transaction: &Transaction, key: &Key, pin: &Secret<String>) -> Result<bool, Fault> {
        let serial = key.serial.as_str();
        let sql = "SELECT pin_check FROM keys WHERE serial = ?1";
        let check: Option<Vec<u8>> = transaction.query_row(sql, [serial], |row| row.get(0))?;
        match check {
            None => Ok(pin.expose().is_empty()),
            Some(check) => Ok(self.store.vault().is_pin(serial, pin, &check)?),
        }
    }

    fn create_pin(&self, login: &str, serial: &str, pin: &Secret<String>) -> Result<(), Fault> {
        let check = self.store.vault().pin_check(serial, pin)?;
        self.store.write(|transaction| {
            let sql = "UPDATE keys SET pin_check = ?3, pin_cleared = NULL, pin_pending = 1 \
                       WHERE serial = ?1 AND holder = ?2 AND life = 'active' AND pin_check IS NULL";
            if transaction.execute(sql, params![serial, login, check])? == 0 {
                return Err(Fault::NotFound);
            }
            let (now, marked) = (self.now(), (serial, login));
            Ok(rows::record(transaction, now, marked, Happening::PinCreated, None, "")?)
        })
    }

    fn activate(&self, login: &str, serial: &str) -> Result<bool, Fault> {
        self.store.write(|transaction| {
            let now = self.now();
            let sql = "UPDATE keys SET life = ?3, since = ?4 WHERE serial = ?1 AND holder = ?2 AND life = 'assigned'";
            let active = word_of(&LIVES, &Life::Active);
            let activated = transaction.execute(sql, params![serial, login, active, now.millis()])? == 1;
            if activated {
                rows::record(transaction, now, (serial, login), Happening::Activated, None, "")?;
            }
            Ok(activated)
        })
    }
}

/// PIN and code of a passcode; the PIN may be empty.
fn split(passcode: &Secret<String>, digits: u8) -> Option<(Secret<String>, Code)> {
    let text = passcode.expose();
    let at = text.len().checked_sub(usize::from(digits))?;
    let (pin, code) = text.split_at_checked(at)?;
    Some((Secret::new(pin.to_owned()), Code::parse(code, digits)?))
}

fn fail(
    transaction: &Transaction,
    login: &str,
    key: &Key,
    what: Happening,
    now: Moment,
) -> Result<(), StoreFault> {
    let serial = key.serial.as_str();
    let sql =
        "UPDATE keys SET fails = min(fails + 1, max_fails) WHERE serial = ?1 RETURNING fails >= max_fails";
    let locked: bool = transaction.query_row(sql, [serial], |row| row.get(0))?;
    rows::record(transaction, now, (serial, login), what, None, "")?;
    if locked {
        rows::record(transaction, now, (serial, login), Happening::LockedOut, None, "")?;
    }
    Ok(())
}
