//! The search index: who can be found, in memory, compared with each query in one pass.
//!
//! It is built once, and again only when the directory's version in the store has risen. It holds
//! what a list of hits shows, so that a letter typed costs no visit to the disk.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::Connection;

use crate::backend::{Find, Found, Hit};
use crate::domain::person::{Person, School};
use crate::domain::search::{Entries, Entry, Query};
use crate::store::StoreFault;

/// Between the texts of a row.
const BETWEEN: char = '\u{1f}';

/// What is shown of one person.
struct Row {
    /// Login, family, given name, mail, phone, function, serials.
    shown: Box<str>,
    /// Which school.
    school: usize,
}

/// Everybody in alphabetical order, so that equal ranks come out sorted.
#[derive(Default)]
pub struct Directory {
    version: i64,
    entries: Entries,
    people: Vec<Row>,
    schools: Vec<Arc<School>>,
}

impl Directory {
    /// Rebuilds if another hand changed people or holders since.
    pub fn refresh(&mut self, connection: &Connection) -> Result<(), StoreFault> {
        let sql = "SELECT version FROM directory";
        let version = connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        if version != self.version {
            let (ids, schools) = schools(connection)?;
            (self.entries, self.people) = people(connection, &ids, &schools)?;
            self.schools = schools.into_iter().map(Arc::new).collect();
            self.version = version;
        }
        Ok(())
    }

    /// The best entries for a query.
    pub fn find(&self, find: &Find) -> Found {
        let mut ranked = self.entries.ranked(&Query::new(&find.text));
        let matching = ranked.len();
        let shown = find.limit.min(matching);
        if shown < matching {
            ranked.select_nth_unstable(shown);
            ranked.truncate(shown);
        }
        ranked.sort_unstable();
        let rows = ranked.iter().filter_map(|(_, index)| self.people.get(*index));
        Found {
            hits: rows.map(|row| self.hit(row)).collect(),
            matching,
            people: self.people.len(),
            cut: false,
        }
    }

    fn hit(&self, row: &Row) -> Hit {
        let mut texts = row.shown.split(BETWEEN).map(str::to_owned);
        let mut next = || texts.next().unwrap_or_default();
        Hit {
            person: Person {
                login: next(),
                family: next(),
                given: next(),
                mail: next(),
                phone: next(),
                role: next(),
                school: self.schools.get(row.school).cloned().unwrap_or_default(),
            },
            serials: next(),
        }
    }
}

/// Schools, and where each row number stands among them.
fn schools(connection: &Connection) -> Result<(HashMap<i64, usize>, Vec<School>), StoreFault> {
    let mut statement = connection.prepare("SELECT id, uai, name, town, academy FROM schools")?;
    let rows = statement.query_map([], |row| {
        let school = School { uai: row.get(1)?, name: row.get(2)?, town: row.get(3)?, academy: row.get(4)? };
        Ok((row.get(0)?, school))
    })?;
    let (mut ids, mut schools) = (HashMap::new(), Vec::new());
    for row in rows {
        let (id, school) = row?;
        ids.insert(id, schools.len());
        schools.push(school);
    }
    Ok((ids, schools))
}

/// Serials by holder.
fn serials(connection: &Connection) -> Result<HashMap<String, String>, StoreFault> {
    let mut statement = connection.prepare("SELECT holder, serial FROM keys WHERE holder IS NOT NULL")?;
    let mut rows = statement.query([])?;
    let mut held: HashMap<String, String> = HashMap::new();
    while let Some(row) = rows.next()? {
        let serials = held.entry(row.get(0)?).or_default();
        if !serials.is_empty() {
            serials.push(' ');
        }
        serials.push_str(row.get_ref(1)?.as_str().unwrap_or_default());
    }
    Ok(held)
}

fn people(
    connection: &Connection,
    ids: &HashMap<i64, usize>,
    schools: &[School],
) -> Result<(Entries, Vec<Row>), StoreFault> {
    let held = serials(connection)?;
    let mut statement =
        connection.prepare("SELECT login, family, given, mail, phone, role, school FROM people")?;
    let mut rows = statement.query([])?;
    let (mut people, nowhere) = (Vec::new(), School::default());
    while let Some(row) = rows.next()? {
        let text = |at: usize| row.get_ref(at).map(|value| value.as_str().unwrap_or_default());
        let (login, family, given, mail) = (text(0)?, text(1)?, text(2)?, text(3)?);
        let school = ids.get(&row.get(6)?).copied().unwrap_or(usize::MAX);
        let place = schools.get(school).unwrap_or(&nowhere);
        let serials = held.get(login).map_or("", String::as_str);
        let entry = Entry::new([family, given, login, mail, serials, &place.name, &place.uai]);
        let shown = [login, family, given, mail, text(4)?, text(5)?, serials];
        // The mark between the texts may not stand in one of them.
        let shown = shown.map(|text| text.replace(BETWEEN, " ")).join(&BETWEEN.to_string());
        people.push((entry, shown.into_boxed_str(), school));
    }
    people.sort_unstable();
    let (mut entries, mut rows) = (Entries::default(), Vec::with_capacity(people.len()));
    for (entry, shown, school) in people {
        entries.push(&entry);
        rows.push(Row { shown, school });
    }
    entries.shrink();
    Ok((entries, rows))
}
