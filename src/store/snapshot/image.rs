//! The database inside a snapshot: the tables of a store, with the people and keys of a scope only.

use std::collections::HashMap;
use std::io::Read;
use std::sync::Arc;

use rusqlite::serialize::Data;
use rusqlite::{Connection, MAIN_DB, params};

use super::{SnapshotFault, Used};
use crate::domain::key::{Key, Pin};
use crate::domain::moment::Moment;
use crate::domain::otp::Moving;
use crate::domain::person::{Card, Happening, School};
use crate::domain::secret::Seed;
use crate::store::vault::Vault;
use crate::store::words::{ALGORITHMS, LIVES, word_of};
use crate::store::{Store, StoreFault, rows, schema};

/// Stands for a PIN that is somewhere else: no check opens it.
const ELSEWHERE: &[u8] = &[0];

/// An image that is being drawn.
pub struct Image {
    connection: Connection,
    schools: HashMap<Arc<School>, i64>,
    people: u64,
    keys: u64,
    seeds: u64,
}

impl Image {
    /// Nobody yet.
    pub fn new() -> Result<Self, SnapshotFault> {
        let connection = Connection::open_in_memory()?;
        schema::bare(&connection)?;
        connection.execute_batch("BEGIN")?;
        Ok(Self { connection, schools: HashMap::new(), people: 0, keys: 0, seeds: 0 })
    }

    /// People, keys and seeds in it.
    pub fn counts(&self) -> (u64, u64, u64) {
        (self.people, self.keys, self.seeds)
    }

    /// Adds a person with keys and events. `seed_of` gives the seed of a serial where there is one;
    /// it is sealed again under `vault`.
    pub fn add(
        &mut self,
        card: &Card,
        vault: &Vault,
        seed_of: impl Fn(&str) -> Result<Option<Seed>, StoreFault>,
    ) -> Result<(), SnapshotFault> {
        let school = self.school(&card.person.school)?;
        let person = &card.person;
        let sql = "INSERT INTO people (login, family, given, mail, phone, role, school) \
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        self.connection.prepare_cached(sql)?.execute(params![
            person.login,
            person.family,
            person.given,
            person.mail,
            person.phone,
            person.role,
            school
        ])?;
        self.people += 1;
        for key in &card.keys {
            let seed = seed_of(key.serial.as_str())?;
            self.key(key, &person.login, vault, seed.as_ref())?;
        }
        for event in card.events.iter().rev() {
            let key = (event.serial.as_str(), person.login.as_str());
            rows::record(&self.connection, event.at, key, event.what, event.step, &event.by)?;
        }
        Ok(())
    }

    fn school(&mut self, school: &Arc<School>) -> Result<i64, SnapshotFault> {
        if let Some(id) = self.schools.get(school) {
            return Ok(*id);
        }
        let sql = "INSERT INTO schools (uai, name, town, academy) VALUES (?1, ?2, ?3, ?4)";
        let row = params![school.uai, school.name, school.town, school.academy];
        self.connection.prepare_cached(sql)?.execute(row)?;
        let id = self.connection.last_insert_rowid();
        self.schools.insert(school.clone(), id);
        Ok(id)
    }

    fn key(
        &mut self,
        key: &Key,
        login: &str,
        vault: &Vault,
        seed: Option<&Seed>,
    ) -> Result<(), SnapshotFault> {
        let (period, t0) = match key.shape.moving {
            Moving::Time { period, t0 } => (period, t0),
            Moving::Event => (0, 0),
        };
        let (check, pending) = match key.pin {
            Pin::ToCreate => (None, 0),
            Pin::Set => (Some(ELSEWHERE), 0),
            Pin::ToConfirm => (Some(ELSEWHERE), 1),
            Pin::Unknown => (Some(ELSEWHERE), 2),
        };
        let serial = key.serial.as_str();
        let sealed = seed.map(|seed| vault.seal_seed(serial, 1, seed)).transpose()?.unwrap_or_default();
        self.seeds += u64::from(!sealed.is_empty());
        let sql = "INSERT INTO keys (serial, maker, algorithm, digits, period, t0, life, since, holder, pin_check, \
            pin_pending, fails, max_fails, last_step, drift, starts, expires, seed, version) \
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, 1)";
        self.connection.prepare_cached(sql)?.execute(params![
            serial,
            key.maker,
            word_of(&ALGORITHMS, &key.shape.algorithm),
            key.shape.digits,
            period,
            t0,
            word_of(&LIVES, &key.life),
            key.since.map(Moment::millis),
            login,
            check,
            pending,
            key.fails,
            key.max_fails,
            key.last_step,
            key.drift,
            key.starts.map(Moment::millis),
            key.expires.map(Moment::millis),
            sealed,
        ])?;
        self.keys += 1;
        Ok(())
    }

    /// The database as bytes.
    pub(super) fn bytes(&mut self) -> Result<Data<'_>, SnapshotFault> {
        self.connection.execute_batch("COMMIT; VACUUM")?;
        Ok(self.connection.serialize(MAIN_DB)?)
    }
}

/// Opens an image in memory.
pub(super) fn load(image: &mut impl Read, length: u64) -> Result<Connection, SnapshotFault> {
    let damaged = |_| SnapshotFault::Damaged("image");
    let mut connection = Connection::open_in_memory()?;
    let length = usize::try_from(length).map_err(|_| SnapshotFault::Damaged("size"))?;
    connection.deserialize_read_exact(MAIN_DB, image, length, false).map_err(damaged)?;
    schema::settle(&connection)?;
    Ok(connection)
}

/// Tells the image what was used in it before.
pub(super) fn replay(store: &Store, used: &[Used]) -> Result<(), SnapshotFault> {
    Ok(store.write(|transaction| {
        for used in used {
            let sql = "UPDATE keys SET last_step = max(coalesce(last_step, -1), ?2) WHERE serial = ?1";
            transaction.prepare_cached(sql)?.execute(params![used.serial, used.step])?;
            let holder = rows::find_key(transaction, &used.serial)?.and_then(|key| key.holder);
            let key = (used.serial.as_str(), holder.as_deref().unwrap_or_default());
            let at = Moment::from_millis(used.at);
            rows::record(transaction, at, key, Happening::CodeTested, Some(used.step), &used.agent)?;
        }
        Ok::<_, StoreFault>(())
    })?)
}
