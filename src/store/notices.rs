//! Holders who are told what was done to their keys: durable with the act's line in the journal, before the act is
//! ordered. Every step is written with the mark beside that line, in one transaction.

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use super::journal::{self, Intent};
use super::outbox::Held;
use super::{Store, StoreFault, sealed};
use crate::domain::delivery::{Course, Stage};
use crate::domain::key::KeyAct;
use crate::domain::moment::Moment;
use crate::domain::notice::{Errand, Known, Notice, Told, Why};
use crate::domain::ticket::Uuid;

/// The file that the one who tells holders holds.
const LOCK: &str = "notices.lock";

/// What is to be told of an act, or why nothing is.
pub type Telling = Result<Notice, Why>;

/// A notice that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// What is told, and to whom.
    pub notice: Notice,
    /// How far it has come.
    pub errand: Errand,
    /// Why it waits, in the words of whoever said no. Text from outside.
    pub words: String,
}

/// Notices that wait, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notices {
    /// What opens.
    pub whole: Vec<Pending>,
    /// Names of what does not.
    pub damaged: Vec<String>,
}

/// What is sealed of a notice.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    act: String,
    to: String,
    name: String,
    academy: String,
    login: String,
    serial: String,
    successor: String,
}

impl Store {
    /// Records an intent and what is to be told of it; if this fails, the act must not happen. A crash from here on
    /// leaves both or none.
    pub fn begin_act(
        &self,
        now: Moment,
        intent: &Intent,
        telling: Option<&Telling>,
    ) -> Result<i64, StoreFault> {
        self.write(|transaction| {
            let entry = journal::begin(transaction, now, intent)?;
            if let Some(Ok(notice)) = telling {
                self.put_notice(transaction, entry, notice, Errand::held(now))?;
                journal::mark(transaction, entry, Some(Told::Unknown))?;
            }
            Ok(entry)
        })
    }

    /// Records how the act ended, and lets its notice go, stay held, or be forgotten.
    pub fn end_act(
        &self,
        entry: i64,
        now: Moment,
        (outcome, known): (&str, Known),
        telling: Option<&Telling>,
    ) -> Result<(), StoreFault> {
        self.write(|transaction| {
            journal::end(transaction, entry, now, outcome)?;
            match (telling, known) {
                (None, _) | (Some(Err(_)), Known::Undone) => Ok(()),
                (Some(Err(why)), _) => journal::mark(transaction, entry, Some(Told::Not(*why))),
                (Some(Ok(notice)), Known::Undone) => {
                    transaction.execute("DELETE FROM notices WHERE uuid = ?1", [notice.uuid.as_str()])?;
                    journal::mark(transaction, entry, None)
                }
                (Some(Ok(_)), Known::Unknown) => Ok(()),
                (Some(Ok(notice)), Known::Done) => {
                    self.end_held(transaction, notice)?;
                    self.put_errand(transaction, &notice.uuid, Errand::new(now), "")
                }
            }
        })
    }

    fn put_notice(
        &self,
        transaction: &Transaction,
        entry: i64,
        notice: &Notice,
        errand: Errand,
    ) -> Result<(), StoreFault> {
        let Notice { uuid, act, at, to, name, academy, login, serial, successor } = notice.clone();
        let (line, stamp) = (entry.to_string(), at.millis().to_string());
        let place = sealed::notice(uuid.as_str(), &line, &stamp);
        let body = Body { act: act.word().to_owned(), to, name, academy, login, serial, successor };
        let body = self.vault().seal_json(place.place(), &body)?;
        let sql = "INSERT INTO notices (uuid, entry, at, body, stage, tries, doubts, due) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let Errand { course: Course { stage, tries, due }, doubts } = errand;
        let row = params![uuid.as_str(), entry, at.millis(), body, stage.word(), tries, doubts, due.millis()];
        transaction.prepare_cached(sql)?.execute(row)?;
        Ok(())
    }

    /// Notices that wait. What is damaged hides nothing else.
    pub fn notices(&self) -> Result<Notices, StoreFault> {
        let mut notices = Notices::default();
        for row in self.read(stored)? {
            match self.open_notice(&row) {
                Ok(pending) => notices.whole.push(pending),
                Err(_) => notices.damaged.push(row.uuid),
            }
        }
        Ok(notices)
    }

    /// How many wait; opens none of them.
    pub fn notice_count(&self) -> Result<u32, StoreFault> {
        self.read(|connection| {
            let sql = "SELECT count(*) FROM notices";
            Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
        })
    }

    /// How far one has come, and why it waits, on the disk before anything more is done.
    pub fn set_errand(&self, uuid: &Uuid, errand: Errand, words: &str) -> Result<(), StoreFault> {
        self.write(|transaction| self.put_errand(transaction, uuid, errand, words))
    }

    /// It is about to be sent. `false`: it is not as it was read any more, since an agent took it out or wants it
    /// otherwise.
    pub fn begin_notice(&self, uuid: &Uuid, read: Errand, begun: Errand) -> Result<bool, StoreFault> {
        self.write(|transaction| {
            let sql = "SELECT 1 FROM notices WHERE uuid = ?1 AND stage = ?2 AND tries = ?3 AND doubts = ?4 AND due = ?5";
            let Errand { course: Course { stage, tries, due }, doubts } = read;
            let row = params![uuid.as_str(), stage.word(), tries, doubts, due.millis()];
            let there = transaction.prepare_cached(sql)?.exists(row)?;
            if there {
                self.put_errand(transaction, uuid, begun, "")?;
            }
            Ok(there)
        })
    }

    /// Earlier orders of the same whose end nobody knows: the key server would show this one for them, and the holder
    /// would be told twice.
    fn end_held(&self, transaction: &Transaction, done: &Notice) -> Result<(), StoreFault> {
        for row in stored(transaction)? {
            let Ok(held) = self.open_notice(&row) else { continue };
            let Notice { uuid, act, login, serial, .. } = &held.notice;
            let same = (act, login, serial) == (&done.act, &done.login, &done.serial) && *uuid != done.uuid;
            if same && held.errand.course.stage == Stage::Unknown {
                journal::mark(transaction, row.entry, None)?;
                transaction.execute("DELETE FROM notices WHERE uuid = ?1", [uuid.as_str()])?;
            }
        }
        Ok(())
    }

    fn put_errand(
        &self,
        transaction: &Transaction,
        uuid: &Uuid,
        errand: Errand,
        words: &str,
    ) -> Result<(), StoreFault> {
        let words = match words {
            "" => None,
            words => Some(self.vault().seal_json(sealed::notice_words(uuid.as_str()).place(), &words)?),
        };
        let Some(entry) = entry_of(transaction, uuid)? else { return Ok(()) };
        let Errand { course: Course { stage, tries, due }, doubts } = errand;
        let sql =
            "UPDATE notices SET stage = ?2, tries = ?3, doubts = ?4, due = ?5, words = ?6 WHERE uuid = ?1";
        let row = params![uuid.as_str(), stage.word(), tries, doubts, due.millis(), words];
        transaction.prepare_cached(sql)?.execute(row)?;
        journal::mark(transaction, entry, Some(Told::of_stage(stage)))
    }

    /// The agent wants one sent.
    pub fn notice_again(&self, uuid: &Uuid, now: Moment) -> Result<(), StoreFault> {
        let waiting = self.notices()?.whole.into_iter().find(|pending| pending.notice.uuid == *uuid);
        match waiting {
            Some(pending) if pending.errand.again(now) != pending.errand => {
                self.set_errand(uuid, pending.errand.again(now), "")
            }
            _ => Ok(()),
        }
    }

    /// A server took the message.
    pub fn notice_sent(&self, uuid: &Uuid, now: Moment) -> Result<(), StoreFault> {
        self.end_notice(uuid, Told::Sent(now))
    }

    /// The agent gave it up. What the journal says of a refused one stays: it tells more.
    pub fn give_up_notice(&self, uuid: &Uuid) -> Result<(), StoreFault> {
        self.end_notice(uuid, Told::GivenUp)
    }

    fn end_notice(&self, uuid: &Uuid, told: Told) -> Result<(), StoreFault> {
        self.write(|transaction| {
            if let Some(entry) = entry_of(transaction, uuid)? {
                let sql = "SELECT stage = 'refused' FROM notices WHERE uuid = ?1";
                let refused: bool = transaction.query_row(sql, [uuid.as_str()], |row| row.get(0))?;
                let told = if refused && told == Told::GivenUp { Told::Refused } else { told };
                journal::mark(transaction, entry, Some(told))?;
                transaction.execute("DELETE FROM notices WHERE uuid = ?1", [uuid.as_str()])?;
            }
            Ok(())
        })
    }

    /// The right to tell holders, until it is dropped. `None`: another console has it.
    pub fn hold_notices(&self) -> Result<Option<Held>, StoreFault> {
        self.hold(LOCK)
    }

    /// Opens a row.
    pub(super) fn open_notice(&self, row: &Stored) -> Result<Pending, StoreFault> {
        let (entry, stamp) = (row.entry.to_string(), row.at.to_string());
        let place = sealed::notice(&row.uuid, &entry, &stamp);
        let body: Body = self.vault().open_json(place.place(), &row.body)?;
        let damaged = |what: &str| place.place().damaged(what);
        let notice = Notice {
            uuid: Uuid::parse(&row.uuid).ok_or_else(|| damaged(": uuid"))?,
            act: KeyAct::from_word(&body.act).ok_or_else(|| damaged(": act"))?,
            at: Moment::from_millis(row.at),
            to: body.to,
            name: body.name,
            academy: body.academy,
            login: body.login,
            serial: body.serial,
            successor: body.successor,
        };
        let said = sealed::notice_words(&row.uuid);
        let words = row.words.as_ref().map(|words| self.vault().open_json(said.place(), words));
        Ok(Pending { notice, errand: row.errand, words: words.transpose()?.unwrap_or_default() })
    }
}

/// One row, still sealed.
pub(super) struct Stored {
    pub(super) uuid: String,
    entry: i64,
    at: i64,
    body: Vec<u8>,
    errand: Errand,
    words: Option<Vec<u8>>,
}

/// Every row, the oldest first.
pub(super) fn stored(connection: &Connection) -> Result<Vec<Stored>, StoreFault> {
    let sql = "SELECT uuid, entry, at, body, stage, tries, doubts, due, words FROM notices ORDER BY at, uuid";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        let word: String = row.get(4)?;
        let unknown =
            || rusqlite::Error::FromSqlConversionFailure(4, Type::Text, format!("stage {word:?}").into());
        let stage = Stage::from_word(&word).ok_or_else(unknown)?;
        let course = Course { stage, tries: row.get(5)?, due: Moment::from_millis(row.get(7)?) };
        Ok(Stored {
            uuid: row.get(0)?,
            entry: row.get(1)?,
            at: row.get(2)?,
            body: row.get(3)?,
            errand: Errand { course, doubts: row.get(6)? },
            words: row.get(8)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The act's line of a notice that waits.
fn entry_of(transaction: &Transaction, uuid: &Uuid) -> Result<Option<i64>, StoreFault> {
    let sql = "SELECT entry FROM notices WHERE uuid = ?1";
    Ok(transaction.prepare_cached(sql)?.query_row([uuid.as_str()], |row| row.get(0)).optional()?)
}

#[cfg(test)]
#[path = "notices_tests.rs"]
mod tests;
