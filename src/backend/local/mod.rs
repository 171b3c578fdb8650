//! The embedded backend: keys, people and events in the store of this machine.
//!
//! A full citizen: its transactions keep single use true whatever number of consoles share the
//! store. Its blocking work runs on threads of its own, never on the screen's.

mod acts;
mod directory;
mod holder;
mod scope;
mod testing;

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use super::{Abilities, Caution, Clock, Fault, Find, Found, Order, Part, Reply, Scope, Test, TokenBackend};
use crate::domain::key::{Key, KeyAct};
use crate::domain::moment::{Moment, Span};
use crate::domain::person::{Card, Event, Loose};
use crate::domain::verdict::Verdict;
use crate::store::{Store, StoreFault, rows};
use directory::Directory;
pub use holder::{Knock, Portal};

/// Events on a card: more than a call ever needs.
const CARD_EVENTS: u32 = 50;

/// Keys offered from the stock.
const STOCK: u32 = 50;

/// The backend over a store.
#[derive(Clone)]
pub struct Local {
    store: Arc<Store>,
    directory: Arc<Mutex<Directory>>,
    clock: Clock,
}

impl From<StoreFault> for Fault {
    fn from(fault: StoreFault) -> Self {
        match fault {
            StoreFault::Busy => Self::Busy,
            other => Self::Broken(other.to_string()),
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(fault: rusqlite::Error) -> Self {
        StoreFault::from(fault).into()
    }
}

impl Local {
    /// A backend on `store` that takes the time from `clock`.
    pub fn new(store: Arc<Store>, clock: Clock) -> Self {
        Self { store, directory: Arc::default(), clock }
    }

    /// Runs blocking work off the screen's thread.
    fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Fault> + Send + 'static,
    ) -> Reply<'_, T> {
        let own = self.clone();
        Box::pin(async move {
            let done = tokio::task::spawn_blocking(move || work(&own)).await;
            done.unwrap_or_else(|fault| Err(Fault::Broken(fault.to_string())))
        })
    }

    fn now(&self) -> Moment {
        (self.clock)()
    }

    /// The hits of a search.
    pub fn find_now(&self, find: &Find) -> Result<Found, Fault> {
        let mut directory = self.directory.lock().unwrap_or_else(PoisonError::into_inner);
        self.store.read(|connection| directory.refresh(connection))?;
        Ok(directory.find(find))
    }

    /// The card of a person, read in one go.
    pub fn card_now(&self, login: &str) -> Result<Card, Fault> {
        let card = self.store.read(|connection| {
            let Some(person) = rows::find_person(connection, login)? else { return Ok(None) };
            let keys = rows::keys_of(connection, login)?;
            let events = events_of(connection, login)?;
            Ok(Some(Card { person, keys, events, notes: Vec::new() }))
        })?;
        card.ok_or(Fault::NotFound)
    }

    fn stock_now(&self, part: &str) -> Result<Vec<Key>, Fault> {
        let stock = self.store.read(|connection| {
            let sql = format!(
                "SELECT {} FROM keys WHERE life = 'in-stock' AND instr(serial, ?1) > 0 ORDER BY serial LIMIT ?2",
                rows::KEY_COLUMNS
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let keys = statement.query_map((part, STOCK), rows::key)?;
            Ok(keys.collect::<Result<_, _>>()?)
        });
        Ok(stock?)
    }

    fn follow_now(&self, login: &str, after: i64) -> Result<Vec<Event>, Fault> {
        let events = self.store.read(|connection| {
            let sql = format!(
                "SELECT {} FROM events WHERE login = ?1 AND id > ?2 ORDER BY id LIMIT 100",
                rows::EVENT_COLUMNS
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let events = statement.query_map((login, after), rows::event)?;
            Ok(events.collect::<Result<_, _>>()?)
        });
        Ok(events?)
    }

    fn loose_now(&self) -> Result<Vec<Loose>, Fault> {
        let loose = self.store.read(|connection| {
            let sql = format!(
                "SELECT k.serial, k.pin_cleared, {} FROM keys k JOIN people p ON p.login = k.holder \
                 JOIN schools s ON s.id = p.school \
                 WHERE k.pin_cleared IS NOT NULL AND k.life = 'active' ORDER BY k.pin_cleared",
                rows::PERSON_COLUMNS
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let loose = statement.query_map([], |row| {
                let cleared = Moment::from_millis(row.get(1)?);
                Ok(Loose { serial: row.get(0)?, cleared, person: rows::person(row, 2)? })
            })?;
            Ok(loose.collect::<Result<_, _>>()?)
        });
        Ok(loose?)
    }
}

fn events_of(connection: &Connection, login: &str) -> Result<Vec<Event>, StoreFault> {
    let sql = format!(
        "SELECT {} FROM events WHERE login = ?1 ORDER BY at DESC, id DESC LIMIT ?2",
        rows::EVENT_COLUMNS
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let events = statement.query_map((login, CARD_EVENTS), rows::event)?;
    Ok(events.collect::<Result<_, _>>()?)
}

impl TokenBackend for Local {
    fn abilities(&self) -> Abilities {
        Abilities {
            name: "local",
            acts: KeyAct::ALL.to_vec(),
            follow_every: Span::secs(1),
            snapshot: None,
            logs_in: false,
        }
    }

    fn find(&self, find: Find) -> Reply<'_, Found> {
        self.run(move |own| own.find_now(&find))
    }

    fn card(&self, login: String) -> Reply<'_, Card> {
        self.run(move |own| own.card_now(&login))
    }

    fn key(&self, serial: String) -> Reply<'_, Key> {
        self.run(move |own| {
            let key = own.store.read(|connection| rows::find_key(connection, &serial))?;
            key.ok_or(Fault::NotFound)
        })
    }

    fn stock(&self, part: String) -> Reply<'_, Vec<Key>> {
        self.run(move |own| own.stock_now(&part))
    }

    fn follow(&self, login: String, after: i64) -> Reply<'_, Vec<Event>> {
        self.run(move |own| own.follow_now(&login, after))
    }

    fn loose(&self) -> Reply<'_, Vec<Loose>> {
        self.run(Self::loose_now)
    }

    fn act(&self, order: Order) -> Reply<'_, Option<Caution>> {
        self.run(move |own| own.act_now(&order).map(|()| None))
    }

    fn test(&self, test: Test) -> Reply<'_, Verdict> {
        self.run(move |own| own.test_now(&test))
    }

    fn draw(&self, scope: Scope, after: String) -> Reply<'_, Part> {
        self.run(move |own| own.draw_now(&scope, &after))
    }
}

#[cfg(test)]
#[path = "local_tests.rs"]
mod tests;
