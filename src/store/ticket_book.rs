//! The list of tickets as the desk last told it, and which of them the agent has seen.

use std::collections::BTreeMap;

use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{Store, StoreFault, sealed};
use crate::domain::moment::Moment;
use crate::domain::ticket::{Book, Gist, Priority, State, TicketId, TicketRow};

/// Rows sealed together: ten thousand are opened in some milliseconds, which one by one take a hundred.
const PART: usize = 500;

/// A row on the disk. States and priorities by their stable words.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    id: String,
    subject: String,
    state: String,
    priority: String,
    queue: String,
    owner: String,
    requester: String,
    created: i64,
    changed: i64,
    /// Which fields are answered, and the holder's mail domain, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    form: Option<(u16, String)>,
}

impl Kept {
    fn new(row: &TicketRow, gist: Option<&Gist>) -> Self {
        Self {
            id: row.id.as_str().to_owned(),
            subject: row.subject.clone(),
            state: row.state.word().to_owned(),
            priority: row.priority.word().to_owned(),
            queue: row.queue.clone(),
            owner: row.owner.clone(),
            requester: row.requester.clone(),
            created: row.created.millis(),
            changed: row.changed.millis(),
            form: gist.map(Gist::kept).map(|(filled, domain)| (filled, domain.to_owned())),
        }
    }

    fn gist(&self) -> Option<(TicketId, Gist)> {
        let (filled, domain) = self.form.as_ref()?;
        let gist = Gist::again(Moment::from_millis(self.changed), *filled, domain);
        Some((TicketId::new(self.id.clone()), gist))
    }

    fn row(self) -> Option<TicketRow> {
        Some(TicketRow {
            id: TicketId::new(self.id),
            subject: self.subject,
            state: State::from_word(&self.state)?,
            priority: Priority::from_word(&self.priority)?,
            queue: self.queue,
            owner: self.owner,
            requester: self.requester,
            created: Moment::from_millis(self.created),
            changed: Moment::from_millis(self.changed),
        })
    }
}

impl Store {
    /// Keeps the book of a desk for the next time, in place of the one before.
    pub fn keep_book(&self, desk: &str, book: &Book, read: Moment) -> Result<(), StoreFault> {
        let stamp = read.millis().to_string();
        let parts = (0_i64..).zip(book.rows().chunks(PART)).map(|(part, rows)| {
            let rows: Vec<Kept> = rows.iter().map(|row| Kept::new(row, book.gist(row))).collect();
            let name = part.to_string();
            Ok((part, self.vault().seal_json(sealed::ticket_book(&name, &stamp, desk).place(), &rows)?))
        });
        let parts = parts.collect::<Result<Vec<_>, StoreFault>>()?;
        self.write(|transaction| {
            transaction.execute("DELETE FROM ticket_book", [])?;
            let sql = "INSERT INTO ticket_book (part, read, body) VALUES (?1, ?2, ?3)";
            for (part, body) in &parts {
                transaction.prepare_cached(sql)?.execute(params![part, read.millis(), body])?;
            }
            Ok(())
        })
    }

    /// The book of a desk of the last time and when it was read. Where a part does not open there is none: a list
    /// with holes would be taken for a whole one, and the desk has it all.
    pub fn book(&self, desk: &str) -> Result<(Book, Option<Moment>), StoreFault> {
        let parts: Vec<(i64, i64, Vec<u8>)> = self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT part, read, body FROM ticket_book ORDER BY part")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        let (mut rows, mut gists) = (Vec::new(), Vec::new());
        for (part, read, body) in &parts {
            let (name, stamp) = (part.to_string(), read.to_string());
            let place = sealed::ticket_book(&name, &stamp, desk);
            let Ok(kept) = self.vault().open_json::<Vec<Kept>>(place.place(), body) else {
                return Ok((Book::default(), None));
            };
            gists.extend(kept.iter().filter_map(Kept::gist));
            rows.extend(kept.into_iter().filter_map(Kept::row));
        }
        let mut book = Book::new(rows);
        for (id, gist) in gists {
            book.keep(&id, Some(gist));
        }
        Ok((book, parts.first().map(|(_, read, _)| Moment::from_millis(*read))))
    }

    /// The agent has looked at a ticket as it stood then.
    pub fn see_ticket(&self, agent: &str, ticket: &TicketId, changed: Moment) -> Result<(), StoreFault> {
        self.write(|transaction| {
            let sql = "INSERT INTO ticket_seen (agent, ticket, changed) VALUES (?1, ?2, ?3) \
                ON CONFLICT (agent, ticket) DO UPDATE SET changed = max(changed, excluded.changed)";
            transaction.prepare_cached(sql)?.execute(params![agent, ticket.as_str(), changed.millis()])?;
            Ok(())
        })
    }

    /// Which tickets the agent has looked at, as they stood then.
    pub fn seen_tickets(&self, agent: &str) -> Result<BTreeMap<TicketId, Moment>, StoreFault> {
        self.read(|connection| {
            let sql = "SELECT ticket, changed FROM ticket_seen WHERE agent = ?1";
            let mut statement = connection.prepare_cached(sql)?;
            let seen = |row: &rusqlite::Row| {
                Ok((TicketId::new(row.get::<_, String>(0)?), Moment::from_millis(row.get(1)?)))
            };
            let rows = statement.query_map([agent], seen)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

#[cfg(test)]
#[path = "ticket_book_tests.rs"]
mod tests;
