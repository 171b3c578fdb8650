//! Plays the lives of the fictional academy in a demo store, and keeps what its virtual keys show.

use rusqlite::{OptionalExtension, Transaction, params};

use super::words::{LIVES, word_of};
use super::{Kind, Store, StoreFault};
use crate::demo::{Because, Life as Lived, Story};
use crate::domain::key::Life;
use crate::domain::moment::{Moment, Span};
use crate::domain::otp::{Moving, Shape};
use crate::domain::person::Happening;
use crate::domain::secret::Secret;

/// The PIN of every holder of a demo store: the example of Poitiers' notice.
pub const DEMO_PIN: &str = "4576";

/// The agent that the demo's past is told of.
const AGENT: &str = "accueil";

impl Store {
    /// Plays what happened before the demo begins. Refused outside a demo.
    pub fn play(&self, lives: &[Lived], shapes: &[(String, Shape)], now: Moment) -> Result<(), StoreFault> {
        if self.kind() != Kind::Demo {
            return Err(StoreFault::Damaged("not a demo store".into()));
        }
        self.write(|transaction| {
            for (life, (serial, shape)) in lives.iter().zip(shapes) {
                if life.serial != *serial {
                    return Err(StoreFault::Damaged(format!("demo key {serial} out of order")));
                }
                self.play_one(transaction, life, shape, now)?;
            }
            Ok(())
        })
    }

    fn play_one(&self, tx: &Transaction, life: &Lived, shape: &Shape, now: Moment) -> Result<(), StoreFault> {
        let past = Past { tx, serial: &life.serial, login: life.login.as_deref().unwrap_or_default(), now };
        if let Some(ago) = life.assigned_ago {
            past.tell(ago, Happening::Assigned, None, AGENT)?;
        }
        let drift = i64::from(life.learned_drift);
        let used = life.last_used_ago.map(|ago| (ago, shape.step_at(now - ago).map(|step| step + drift)));
        if let Some((ago, step)) = used {
            past.tell(ago, Happening::LoggedIn, step, "")?;
        }
        let step = used.and_then(|(_, step)| step);
        let sql = "UPDATE keys SET drift = ?2, last_step = coalesce(?3, last_step) WHERE serial = ?1";
        tx.prepare_cached(sql)?.execute(params![life.serial, drift, step])?;
        let fob = "INSERT INTO fobs (serial, drift) VALUES (?1, ?2)";
        tx.prepare_cached(fob)?.execute(params![life.serial, life.drift])?;
        self.story(&past, life, used.is_some())
    }

    fn story(&self, past: &Past, life: &Lived, used: bool) -> Result<(), StoreFault> {
        if used || matches!(life.story, Story::PinToConfirm { .. } | Story::InUse { .. } | Story::FarDrift) {
            let check = self.vault().pin_check(past.serial, &Secret::new(DEMO_PIN.to_owned()))?;
            past.set("pin_check = ?2", params![past.serial, check])?;
        }
        match &life.story {
            Story::InStock | Story::FirstLoginPending | Story::Expired { .. } | Story::NotYetValid { .. } => {
            }
            Story::FarDrift => past.tell(Span::minutes(25), Happening::WrongCode, None, "")?,
            Story::Returned { ago } => {
                past.set("holder = NULL, pin_check = NULL", params![past.serial])?;
                past.life(Life::InStock, *ago)?;
                past.tell(*ago, Happening::Unassigned, None, AGENT)?;
            }
            Story::NeverActivated => past.life(Life::Assigned, life.assigned_ago.unwrap_or_default())?,
            Story::PinToConfirm { ago } => {
                past.set("pin_pending = 1", params![past.serial])?;
                past.tell(*ago, Happening::PinCreated, None, "")?;
            }
            Story::InUse { fails } => {
                past.set("fails = ?2", params![past.serial, fails])?;
                for back in (1..=*fails).rev() {
                    past.tell(Span::minutes(i64::from(back) * 3), Happening::WrongPin, None, "")?;
                }
            }
            Story::Locked { ago } => {
                past.set("fails = max_fails", params![past.serial])?;
                past.tell(*ago, Happening::WrongPin, None, "")?;
                past.tell(*ago, Happening::LockedOut, None, "")?;
            }
            Story::Suspended { ago, because } => {
                past.set("before = life", params![past.serial])?;
                past.life(Life::Suspended, *ago)?;
                let agent = if *because == Because::Lost { AGENT } else { "rssi" };
                past.tell(*ago, Happening::Suspended, None, agent)?;
            }
            Story::Replaced { ago, .. } => {
                past.life(Life::Retired, *ago)?;
                past.tell(*ago, Happening::Replaced, None, AGENT)?;
            }
            Story::Revoked { ago } => past.life(Life::Retired, *ago)?,
            Story::PinClearedAndForgotten { ago } => {
                let cleared = (past.now - *ago).millis();
                past.set("pin_check = NULL, pin_cleared = ?2", params![past.serial, cleared])?;
                past.tell(*ago, Happening::PinCleared, None, AGENT)?;
            }
        }
        Ok(())
    }

    /// What a virtual key shows at `now`: its seed, shape and step. `None` outside a demo, or for a
    /// serial that is not there.
    pub fn fob(&self, serial: &str, now: Moment) -> Result<Option<Fob>, StoreFault> {
        if self.kind() != Kind::Demo {
            return Ok(None);
        }
        self.read(|connection| {
            let sql = "SELECT coalesce(f.drift, 0), k.version, k.seed, coalesce(k.last_step, -1) \
                       FROM keys k LEFT JOIN fobs f ON f.serial = k.serial WHERE k.serial = ?1";
            let row = connection
                .query_row(sql, [serial], |row| {
                    Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get::<_, Vec<u8>>(2)?, row.get::<_, i64>(3)?))
                })
                .optional()?;
            let Some((drift, version, sealed, last)) = row else { return Ok(None) };
            let Some(key) = super::rows::find_key(connection, serial)? else { return Ok(None) };
            let seed = self.vault().open_seed(serial, version, &sealed)?;
            let step = match key.shape.moving {
                Moving::Time { .. } => key.shape.step_at(now).unwrap_or(0).saturating_add(drift),
                Moving::Event => last.saturating_add(1).saturating_add(drift),
            };
            Ok(Some(Fob { seed, shape: key.shape, step }))
        })
    }
}

/// A virtual key at one moment.
pub struct Fob {
    /// Its seed.
    pub seed: crate::domain::secret::Seed,
    /// How it makes codes.
    pub shape: Shape,
    /// The step it shows.
    pub step: i64,
}

/// The past of one key being written.
struct Past<'a> {
    tx: &'a Transaction<'a>,
    serial: &'a str,
    login: &'a str,
    now: Moment,
}

impl Past<'_> {
    fn tell(&self, ago: Span, what: Happening, step: Option<i64>, agent: &str) -> Result<(), StoreFault> {
        super::rows::record(self.tx, self.now - ago, (self.serial, self.login), what, step, agent)
    }

    fn set(&self, columns: &str, values: impl rusqlite::Params) -> Result<(), StoreFault> {
        let sql = format!("UPDATE keys SET {columns} WHERE serial = ?1");
        self.tx.prepare_cached(&sql)?.execute(values)?;
        Ok(())
    }

    fn life(&self, life: Life, ago: Span) -> Result<(), StoreFault> {
        let since = (self.now - ago).millis();
        self.set("life = ?2, since = ?3", params![self.serial, word_of(&LIVES, &life), since])
    }
}
