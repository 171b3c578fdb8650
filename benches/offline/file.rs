//! The snapshot that is opened: the demo's invented academy, everybody with at least one key.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use guichet::demo;
use guichet::domain::key::{Key, Life, Pin, Serial};
use guichet::domain::moment::{Moment, Span};
use guichet::domain::person::{Card, Person, School};
use guichet::domain::secret::Secret;
use guichet::keyfile::{KeyRow, PersonRow, Unlock, people, pskc};
use guichet::store::Kind;
use guichet::store::snapshot::{Header, Image, Label, write};
use guichet::store::vault::Vault;

/// What opens it.
pub const PASSPHRASE: &str = "quatre mots bien choisis";

/// Writes a snapshot of so many people. It bears every seed, whatever the command would let leave:
/// the largest file there can be.
pub fn make(file: &Path, users: usize, now: Moment) -> Result<Header, Box<dyn Error>> {
    let academy = demo::academy(demo::SEED, users, now);
    let keys = pskc::read(academy.keys_pskc.expose().as_bytes(), &Unlock::None, &false.into()).rows;
    let keys: HashMap<&str, &KeyRow> = keys.iter().map(|key| (key.serial.as_str(), key)).collect();
    let passphrase = Secret::new(PASSPHRASE.to_owned());
    let (vault, slot) = Vault::create_alone(Kind::Demo, &passphrase).map_err(|fault| fault.to_string())?;
    let mut image = Image::new()?;
    let mut schools = HashMap::new();
    for person in people::read(academy.people_csv.as_bytes()).rows {
        let school = schools.entry(person.uai.clone()).or_insert_with(|| Arc::new(school_of(&person)));
        let held = person.serials.iter().filter_map(|serial| keys.get(serial.as_str()));
        let held = held.map(|row| key_of(row, &person.login)).collect::<Option<Vec<Key>>>();
        let card = Card {
            keys: held.ok_or("a serial of the demo")?,
            person: person_of(person, school),
            events: Vec::new(),
            notes: Vec::new(),
        };
        image.add(&card, &vault, |serial| Ok(keys.get(serial).map(|row| row.seed.duplicate())))?;
    }
    let label =
        Label { scope: "bench".into(), agent: "bench".into(), made: now, expires: now + Span::days(3) };
    Ok(write(file, label, (&vault, slot), image)?)
}

fn school_of(row: &PersonRow) -> School {
    School {
        uai: row.uai.clone(),
        name: row.school.clone(),
        town: row.town.clone(),
        academy: row.academy.clone(),
    }
}

fn person_of(row: PersonRow, school: &Arc<School>) -> Person {
    Person {
        login: row.login,
        family: row.family,
        given: row.given,
        mail: row.mail,
        phone: row.phone,
        role: row.role,
        school: school.clone(),
    }
}

fn key_of(row: &KeyRow, holder: &str) -> Option<Key> {
    Some(Key {
        serial: Serial::parse(&row.serial)?,
        maker: row.maker.clone(),
        shape: row.shape,
        life: Life::Active,
        since: None,
        pin: Pin::Set,
        fails: 0,
        max_fails: 10,
        last_step: None,
        drift: 0,
        starts: row.starts,
        expires: row.expires,
        holder: Some(holder.to_owned()),
    })
}
