//! The search index: who can be found, in memory, compared with each query in one pass.
//!
//! It is built once, and again only when the directory's version in the store has risen. It holds
//! what a list of hits shows, so that a letter typed costs no visit to the disk.

use std::collections::HashMap;
use std::sync::{Arc, mpsc};
use std::thread;

use rusqlite::{Connection, Row};

use crate::backend::{Find, Found, Hit};
use crate::domain::person::{Person, School};
use crate::domain::search::{Best, Column, Entries, Folded, Query};
use crate::store::StoreFault;

/// Between the texts of a row.
const BETWEEN: char = '\u{1f}';
/// The same as a text.
const SEPARATOR: &str = "\u{1f}";

/// Batches that may wait for the thread that folds them.
const WAITING: usize = 2;

/// People that are folded together by one thread while the next are read by another.
const PART: usize = 4096;

/// Parts from which on a second thread is worth its start.
const WORTH: usize = 4;

/// Everybody, in the order of the store; compared part after part.
#[derive(Default)]
pub struct Directory {
    version: i64,
    parts: Vec<Part>,
    /// Everybody in alphabetical order, so that equal ranks come out sorted.
    order: Vec<u32>,
    /// Where in that order each person stands.
    position: Vec<u32>,
    schools: Vec<Arc<School>>,
}

impl Directory {
    /// Rebuilds if another hand changed people or holders since.
    pub fn refresh(&mut self, connection: &Connection) -> Result<(), StoreFault> {
        let sql = "SELECT version FROM directory";
        let version = connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        if version != self.version {
            let (ids, schools) = schools(connection)?;
            self.parts = parts(connection, &ids, &schools)?;
            self.order = order(&self.parts);
            self.parts.iter_mut().for_each(|part| part.order = Vec::new());
            self.position = vec![0; self.order.len()];
            for (place, person) in (0..).zip(&self.order) {
                self.position[*person as usize] = place;
            }
            self.schools = schools.into_iter().map(Arc::new).collect();
            self.version = version;
        }
        Ok(())
    }

    /// The best entries for a query.
    pub fn find(&self, find: &Find) -> Found {
        let (best, matching) = self.best(&Query::new(&find.text), find.limit).into_sorted();
        let hits = best.iter().filter_map(|(_, place)| self.hit(*self.order.get(*place as usize)?));
        Found { hits: hits.collect(), matching, people: self.order.len(), cut: false }
    }

    /// Rank and place in the alphabet of the best. The first part tells whether most people match: then
    /// the others are shared by two threads. Else a second one costs more than it gives, above all where
    /// others want the processor too.
    fn best(&self, query: &Query, limit: usize) -> Best {
        let (first, rest) = self.parts.split_at(self.parts.len().min(1));
        let (first_places, rest_places) = self.position.split_at(self.position.len().min(PART));
        let mut best = best_of(first, first_places, query, limit);
        let most = best.matching() * 2 > PART && rest.len() >= WORTH;
        let half = if most { rest.len() / 2 } else { 0 };
        let (near, far) = rest.split_at(half);
        let (near_places, far_places) = rest_places.split_at(half * PART);
        let share = || best_of(near, near_places, query, limit);
        thread::scope(|scope| {
            let helper = most.then(|| thread::Builder::new().spawn_scoped(scope, share).ok()).flatten();
            best.join(best_of(far, far_places, query, limit));
            // Where no thread could be had, one does the work of both.
            best.join(helper.and_then(|helper| helper.join().ok()).unwrap_or_else(share));
        });
        best
    }

    fn hit(&self, person: u32) -> Option<Hit> {
        let (part, row) = part_of(&self.parts, person)?;
        let mut texts = part.shown.text(row).split(BETWEEN).map(str::to_owned);
        let mut next = || texts.next().unwrap_or_default();
        Some(Hit {
            person: Person {
                login: next(),
                family: next(),
                given: next(),
                mail: next(),
                phone: next(),
                role: next(),
                school: self.schools.get(part.shown.school(row)).cloned().unwrap_or_default(),
            },
            serials: next(),
        })
    }
}

/// The best of some parts, by the places of their people.
fn best_of(parts: &[Part], places: &[u32], query: &Query, limit: usize) -> Best {
    let mut best = Best::new(limit);
    for (part, places) in parts.iter().zip(places.chunks(PART)) {
        part.entries.choose(query, places, &mut best);
    }
    best
}

/// A part and the place in it.
fn part_of(parts: &[Part], person: u32) -> Option<(&Part, usize)> {
    let person = person as usize;
    Some((parts.get(person / PART)?, person % PART))
}

/// Rows of texts as they were read, one after the other.
#[derive(Default)]
struct Rows {
    /// Of people: login, family, given name, mail, phone, function, and once they are folded the
    /// serials. Of keys: holder and serial.
    text: String,
    /// Where each ends, and which school.
    rows: Vec<(usize, usize)>,
}

impl Rows {
    fn push(&mut self, texts: &[&str], school: usize) {
        for (at, text) in texts.iter().enumerate() {
            if at > 0 {
                self.text.push(BETWEEN);
            }
            // The mark between the texts may not stand in one of them.
            match text.contains(BETWEEN) {
                true => self.text.push_str(&text.replace(BETWEEN, " ")),
                false => self.text.push_str(text),
            }
        }
        self.rows.push((self.text.len(), school));
    }

    fn text(&self, row: usize) -> &str {
        let start = row.checked_sub(1).and_then(|before| self.rows.get(before)).map_or(0, |(end, _)| *end);
        let end = self.rows.get(row).map_or(start, |(end, _)| *end);
        self.text.get(start..end).unwrap_or_default()
    }

    fn school(&self, row: usize) -> usize {
        self.rows.get(row).map_or(usize::MAX, |(_, school)| *school)
    }
}

/// Letters that are compared before the text they come from is looked for: family, given name and the
/// beginning of the login, since whole families bear the same name.
type First = [u8; 24];

/// So many people at most, in the order of the store.
struct Part {
    shown: Rows,
    entries: Entries,
    /// The same people in alphabetical order; the first letters beside each, which decide mostly.
    order: Vec<(First, u32)>,
}

impl Part {
    /// Joins people with the serials they hold and folds what is searched.
    fn new(read: &Rows, held: &Held, places: &Places) -> Self {
        let mut part = Self { shown: Rows::default(), entries: Entries::default(), order: Vec::new() };
        for row in 0..read.rows.len() {
            let (text, school) = (read.text(row), read.school(row));
            let mut texts = text.split(BETWEEN);
            let [login, family, given, mail] = std::array::from_fn(|_| texts.next().unwrap_or_default());
            let serials = held.get(login).map_or("", String::as_str);
            let [name, uai] = places.of.get(school).unwrap_or(&places.nowhere).each_ref().map(Column::Folded);
            let [login, family, given, mail, held] = [login, family, given, mail, serials].map(Column::Plain);
            part.entries.push([family, given, login, mail, held, name, uai]);
            part.shown.text.extend([text, SEPARATOR, serials]);
            part.shown.rows.push((part.shown.text.len(), school));
        }
        part.entries.shrink();
        part.shown.text.shrink_to_fit();
        let mut order: Vec<_> = (0..).take(read.rows.len()).map(|row| (part.first(row), row)).collect();
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| part.rest(a.1).cmp(&part.rest(b.1))));
        Self { order, ..part }
    }

    /// The first letters.
    fn first(&self, row: u32) -> First {
        let text = self.entries.text(row as usize).get(1..).unwrap_or_default();
        let mut first = [0; 24];
        first.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
        first
    }

    /// What decides where the first letters are the same.
    fn rest(&self, row: u32) -> (&[u8], &str) {
        (self.entries.text(row as usize), self.shown.text(row as usize))
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
type Held = HashMap<String, String>;

/// Name and UAI of the schools, folded once for all who work there.
struct Places {
    of: Vec<[Folded; 2]>,
    nowhere: [Folded; 2],
}

impl Places {
    fn new(schools: &[School]) -> Self {
        let folded = |school: &School| [Folded::new(&school.name), Folded::new(&school.uai)];
        Self { of: schools.iter().map(folded).collect(), nowhere: folded(&School::default()) }
    }
}

/// What one thread reads and another folds.
enum Batch {
    /// Keys with a holder. All of them come before the first of the people.
    Keys(Rows),
    People(Rows),
}

/// Everybody. SQLite gives its rows to one thread; a second does what is done with them meanwhile.
fn parts(
    connection: &Connection,
    ids: &HashMap<i64, usize>,
    schools: &[School],
) -> Result<Vec<Part>, StoreFault> {
    let (send, receive) = mpsc::sync_channel(WAITING);
    thread::scope(|scope| {
        let folding = scope.spawn(move || folded(receive, &Places::new(schools)));
        // The channel ends with the reading, and the folding with the channel.
        let read = read(connection, ids, send);
        let lost = |_| StoreFault::Disk("a thread of the search ended early".into());
        let parts = folding.join().map_err(lost)?;
        read.map(|()| parts)
    })
}

fn folded(batches: mpsc::Receiver<Batch>, places: &Places) -> Vec<Part> {
    let (mut held, mut parts) = (Held::new(), Vec::new());
    for batch in batches {
        match batch {
            Batch::Keys(keys) => hold(&mut held, &keys),
            Batch::People(people) => parts.push(Part::new(&people, &held, places)),
        }
    }
    parts
}

fn hold(held: &mut Held, keys: &Rows) {
    for row in 0..keys.rows.len() {
        let Some((holder, serial)) = keys.text(row).split_once(BETWEEN) else { continue };
        match held.get_mut(holder) {
            Some(serials) => serials.extend([" ", serial]),
            None => drop(held.insert(holder.to_owned(), serial.to_owned())),
        }
    }
}

fn read(
    connection: &Connection,
    ids: &HashMap<i64, usize>,
    send: mpsc::SyncSender<Batch>,
) -> Result<(), StoreFault> {
    let keys = "SELECT holder, serial FROM keys WHERE holder IS NOT NULL";
    let people = "SELECT login, family, given, mail, phone, role, school FROM people";
    // Who receives ends early only by a panic, which the join tells.
    let give = |batch| drop(send.send(batch));
    read_rows::<2>(connection, keys, |_| Ok(0), |rows| give(Batch::Keys(rows)))?;
    let school = |row: &Row| Ok(ids.get(&row.get(6)?).copied().unwrap_or(usize::MAX));
    read_rows::<6>(connection, people, school, |rows| give(Batch::People(rows)))
}

/// The first `TEXTS` columns of every row, in batches of [`PART`] but for the last.
fn read_rows<const TEXTS: usize>(
    connection: &Connection,
    sql: &str,
    school: impl Fn(&Row) -> Result<usize, StoreFault>,
    give: impl Fn(Rows),
) -> Result<(), StoreFault> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut batch = Rows::default();
    while let Some(row) = rows.next()? {
        let mut texts = [""; TEXTS];
        for (at, text) in texts.iter_mut().enumerate() {
            *text = row.get_ref(at)?.as_str().unwrap_or_default();
        }
        batch.push(&texts, school(row)?);
        if batch.rows.len() == PART {
            give(std::mem::take(&mut batch));
        }
    }
    give(batch);
    Ok(())
}

/// Everybody in alphabetical order. The parts are in order already: the sort finds them so and merges.
fn order(parts: &[Part]) -> Vec<u32> {
    let of = |(at, part): (usize, &Part)| {
        let base = (at * PART) as u32;
        part.order.iter().map(move |(first, row)| (*first, base + row)).collect::<Vec<_>>()
    };
    let mut order: Vec<(First, u32)> = parts.iter().enumerate().flat_map(of).collect();
    let rest = |person: u32| part_of(parts, person).map(|(part, row)| part.rest(row as u32));
    order.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| rest(a.1).cmp(&rest(b.1))));
    order.into_iter().map(|(_, person)| person).collect()
}

#[cfg(test)]
#[path = "directory_tests.rs"]
mod tests;
