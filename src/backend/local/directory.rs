//! The search index: folded names in memory, compared with each query in one pass.
//!
//! It is built once, and again only when the directory's version in the store has risen.

use rusqlite::Connection;

use crate::backend::{Find, Found, Hit};
use crate::domain::search::{Entry, Query};
use crate::store::rows::PERSON_COLUMNS;
use crate::store::{StoreFault, rows};

/// Row numbers of people and the text they are found by, in alphabetical order, so that equal
/// ranks come out sorted.
#[derive(Default)]
pub struct Directory {
    version: i64,
    people: Vec<(i64, Entry)>,
}

impl Directory {
    /// Rebuilds if another hand changed people or holders since.
    pub fn refresh(&mut self, connection: &Connection) -> Result<(), StoreFault> {
        let sql = "SELECT version FROM directory";
        let version = connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        if version != self.version {
            self.people = load(connection)?;
            self.version = version;
        }
        Ok(())
    }

    /// The best entries for a query, read in full only for those that are shown.
    pub fn find(&self, connection: &Connection, find: &Find) -> Result<Found, StoreFault> {
        let query = Query::new(&find.text);
        let mut ranked: Vec<(u32, usize)> = Vec::new();
        if !query.is_empty() {
            let ranks = self.people.iter().enumerate();
            ranked.extend(ranks.filter_map(|(index, (_, entry))| Some((query.rank(entry)?, index))));
        }
        let matching = ranked.len();
        let shown = find.limit.min(matching);
        if shown < matching {
            ranked.select_nth_unstable(shown);
            ranked.truncate(shown);
        }
        ranked.sort_unstable();
        let rows = ranked.iter().filter_map(|(_, index)| self.people.get(*index));
        let hits = rows.map(|(row, _)| hit(connection, *row)).collect::<Result<_, _>>()?;
        Ok(Found { hits, matching, people: self.people.len() })
    }
}

fn hit(connection: &Connection, row: i64) -> Result<Hit, StoreFault> {
    let sql = format!(
        "SELECT (SELECT group_concat(serial, ' ') FROM keys WHERE holder = p.login), {PERSON_COLUMNS} \
         FROM people p JOIN schools s ON s.id = p.school WHERE p.rowid = ?1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let hit = statement.query_row([row], |row| {
        let serials = row.get::<_, Option<String>>(0)?.unwrap_or_default();
        Ok(Hit { person: rows::person(row, 1)?, serials })
    })?;
    Ok(hit)
}

fn load(connection: &Connection) -> Result<Vec<(i64, Entry)>, StoreFault> {
    let sql = "SELECT p.rowid, p.family, p.given, p.login, p.mail, s.name, s.uai, \
         (SELECT group_concat(serial, ' ') FROM keys WHERE holder = p.login) \
         FROM people p JOIN schools s ON s.id = p.school";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut people = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |at: usize| row.get_ref(at).map(|value| value.as_str().unwrap_or_default());
        let serials = text(7).unwrap_or_default();
        let columns = [text(1)?, text(2)?, text(3)?, text(4)?, serials, text(5)?, text(6)?];
        people.push((row.get(0)?, Entry::new(columns)));
    }
    people.sort_by(|(_, a), (_, b)| a.cmp(b));
    people.shrink_to_fit();
    Ok(people)
}
