//! What the server's directory does not tell: schools, from a people file joined by login.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use super::settings::{SettingFault, Settings};
use super::wire::User;
use crate::domain::person::{Person, School};
use crate::domain::search::{COLUMNS, Column, Entries, Query};
use crate::domain::uai::Uai;
use crate::keyfile::PersonRow;
use crate::keyfile::people;

/// People of the file, in its order.
#[derive(Default)]
pub struct People {
    people: Vec<Person>,
    by_login: HashMap<String, usize>,
    entries: Entries,
    /// The attribute that tells the school where there is no file.
    attribute: Option<String>,
    academy: String,
}

impl People {
    /// Reads the file that the settings name, if they name one.
    pub fn new(settings: &Settings) -> Result<Self, SettingFault> {
        let mut own = Self {
            attribute: settings.school_attribute.clone(),
            academy: settings.academy.clone(),
            ..Self::default()
        };
        if let Some(path) = &settings.people {
            let mut schools = HashMap::new();
            for row in rows(path)? {
                own.add(row, &mut schools);
            }
            own.entries.shrink();
        }
        Ok(own)
    }

    fn add(&mut self, row: PersonRow, schools: &mut HashMap<String, Arc<School>>) {
        let academy = if row.academy.is_empty() { self.academy.clone() } else { row.academy };
        let school = schools
            .entry(format!("{}\u{1f}{}", row.uai, row.school))
            .or_insert_with(|| Arc::new(School { uai: row.uai, name: row.school, town: row.town, academy }));
        let person = Person {
            login: row.login,
            family: row.family,
            given: row.given,
            mail: row.mail,
            phone: row.phone,
            role: row.role,
            school: school.clone(),
        };
        self.entries.push(columns(&person, ""));
        self.by_login.insert(person.login.to_lowercase(), self.people.len());
        self.people.push(person);
    }

    /// A user of the server with what else is known of her or him.
    pub fn person(&self, user: User) -> Person {
        let known = self.by_login.get(&user.username.to_lowercase()).and_then(|at| self.people.get(*at));
        let phone = if user.phone.is_empty() { user.mobile } else { user.phone };
        let school = match known {
            Some(known) => known.school.clone(),
            None => Arc::new(School {
                uai: self.code(&user.more).unwrap_or_default(),
                academy: self.academy.clone(),
                ..School::default()
            }),
        };
        Person {
            login: user.username,
            family: user.surname,
            given: user.givenname,
            mail: user.email,
            phone: if phone.is_empty() {
                known.map(|known| known.phone.clone()).unwrap_or_default()
            } else {
                phone
            },
            role: known.map(|known| known.role.clone()).unwrap_or_default(),
            school,
        }
    }

    fn code(&self, more: &HashMap<String, serde_json::Value>) -> Option<String> {
        let text = more.get(self.attribute.as_ref()?)?.as_str()?;
        Uai::parse(text).ok().map(|uai| uai.as_str().to_owned())
    }

    /// Whether schools are known at all.
    pub fn knows_schools(&self) -> bool {
        self.attribute.is_some() || !self.people.is_empty()
    }

    /// People of the file that match: by their schools too, which the server cannot look for.
    pub fn matching(&self, query: &Query, limit: usize) -> Vec<Person> {
        let mut ranked = self.entries.ranked(query);
        ranked.sort_unstable();
        ranked.iter().take(limit).filter_map(|(_, at)| self.people.get(*at).cloned()).collect()
    }
}

/// What a search compares.
pub fn columns<'a>(person: &'a Person, serials: &'a str) -> [Column<'a>; COLUMNS] {
    let Person { login, family, given, mail, school, .. } = person;
    [family, given, login, mail, serials, &school.name, &school.uai].map(Column::Plain)
}

fn rows(path: &Path) -> Result<Vec<PersonRow>, SettingFault> {
    let wrong = |what: String| SettingFault::People(format!("{}: {what}", path.display()));
    let file = std::fs::File::open(path).map_err(|fault| wrong(fault.to_string()))?;
    people::read(file).accepted().map_err(|refused| match refused.into_iter().next() {
        Some(first) => SettingFault::Person(path.to_owned(), first),
        None => wrong(String::new()),
    })
}
