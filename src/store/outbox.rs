//! What waits for a desk: durable before anything is said of it, gone when a desk has it.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;

use rusqlite::{Connection, OptionalExtension, Row, params};
use rustix::fs::FlockOperation;

use super::journal::{Intent, record_done};
use super::notices::Notices;
use super::{Store, StoreFault, files, sealed};
use crate::domain::delivery::{Course, Stage};
use crate::domain::moment::Moment;
use crate::domain::ticket::{Attachment, Draft, Jot, Parcel, Remark, TicketId, Uuid};

/// The file that the one sender of an outbox holds.
const LOCK: &str = "outbox.lock";

/// The right to send; given back when dropped, whatever ends the program.
#[derive(Debug)]
pub struct Held {
    _file: File,
}

/// Something that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What, redacted.
    pub parcel: Parcel,
    /// Who wrote it.
    pub agent: String,
    /// Since when.
    pub since: Moment,
    /// How far it has come.
    pub course: Course,
    /// Why it waits, in the words of whoever said no. Text from outside.
    pub words: String,
}

/// What an agent has taken back to mend it; on the disk as it stands here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mended {
    /// A ticket.
    Ticket(Draft),
    /// Words for one.
    Words(Jot),
}

/// The outbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbox {
    /// What opens, the oldest first.
    pub whole: Vec<Waiting>,
    /// Names of what does not.
    pub damaged: Vec<String>,
    /// Notices to holders, which another way carries; left out by [`Store::waiting`].
    pub notices: Notices,
}

pub(super) const COLUMNS: &str = "uuid, agent, since, body, kind, stage, tries, due, words";

impl Store {
    /// Takes something in with its pictures. A draft or words of that name go in the same breath: a crash
    /// leaves the one or the other. What waits already, or was delivered, is not taken again.
    pub fn queue(
        &self,
        agent: &str,
        parcel: &Parcel,
        files: &[Attachment],
        now: Moment,
    ) -> Result<(), StoreFault> {
        if self.posted(parcel.uuid())?.is_some() {
            return Ok(());
        }
        let uuid = parcel.uuid().as_str();
        let since = now.millis().to_string();
        let place = sealed::outbox(uuid, agent, &since);
        let (kind, body) = match parcel {
            Parcel::Ticket(draft) => {
                ("ticket", self.vault().seal_json(place.place(), draft.redacted().as_ref())?)
            }
            Parcel::Remark(remark) => ("remark", self.vault().seal_json(place.place(), remark)?),
        };
        let files: Vec<Vec<u8>> =
            (0..).zip(files).map(|(at, file)| self.seal_file(uuid, at, file)).collect::<Result<_, _>>()?;
        self.write(|transaction| {
            let sql = "INSERT OR IGNORE INTO outbox (uuid, agent, since, body, kind, due) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?3)";
            let row = params![uuid, agent, now.millis(), body, kind];
            if transaction.prepare_cached(sql)?.execute(row)? == 1 {
                let sql = "INSERT INTO outbox_files (uuid, at, body) VALUES (?1, ?2, ?3)";
                for (at, body) in (0_i64..).zip(&files) {
                    transaction.prepare_cached(sql)?.execute(params![uuid, at, body])?;
                }
            }
            transaction.prepare_cached("DELETE FROM drafts WHERE uuid = ?1")?.execute([uuid])?;
            transaction.prepare_cached("DELETE FROM jots WHERE uuid = ?1")?.execute([uuid])?;
            Ok(())
        })
    }

    /// Everything that waits. What is damaged hides nothing else.
    pub fn waiting(&self) -> Result<Outbox, StoreFault> {
        let rows: Vec<Stored> = self.read(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM outbox ORDER BY since, uuid");
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map([], stored)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        let mut outbox = Outbox::default();
        for row in rows {
            match self.unsealed(&row) {
                Ok(waiting) => outbox.whole.push(waiting),
                Err(_) => outbox.damaged.push(row.uuid),
            }
        }
        Ok(outbox)
    }

    /// How far one has come, and why it waits, if it does.
    pub fn waits(&self, uuid: &Uuid) -> Result<Option<(Stage, String)>, StoreFault> {
        let row = self.read(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM outbox WHERE uuid = ?1");
            Ok(connection.prepare_cached(&sql)?.query_row([uuid.as_str()], stored).optional()?)
        })?;
        let waiting = row.map(|row| self.unsealed(&row)).transpose()?;
        Ok(waiting.map(|waiting| (waiting.course.stage, waiting.words)))
    }

    /// How many wait; opens none of them.
    pub fn waiting_count(&self) -> Result<u32, StoreFault> {
        self.read(|connection| {
            let sql = "SELECT count(*) FROM outbox";
            Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
        })
    }

    /// The pictures of something that waits.
    pub fn outbox_files(&self, uuid: &Uuid) -> Result<Vec<Attachment>, StoreFault> {
        self.read(|connection| self.files_of(connection, uuid.as_str()))
    }

    fn files_of(&self, connection: &Connection, uuid: &str) -> Result<Vec<Attachment>, StoreFault> {
        let sql = "SELECT at, body FROM outbox_files WHERE uuid = ?1 ORDER BY at";
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([uuid])?;
        let mut files = Vec::new();
        while let Some(row) = rows.next()? {
            files.push(self.open_file(uuid, row.get(0)?, &row.get::<_, Vec<u8>>(1)?)?);
        }
        Ok(files)
    }

    /// Its next step is under way; on the disk before the first byte leaves. `false`: it is not as it was
    /// read any more, since an agent took it back, gave it up or wants it otherwise.
    pub fn begin(&self, uuid: &Uuid, read: Course, begun: Course) -> Result<bool, StoreFault> {
        self.write(|transaction| {
            let sql = "UPDATE outbox SET stage = ?2, tries = ?3, due = ?4, words = NULL \
                       WHERE uuid = ?1 AND stage = ?5 AND tries = ?6 AND due = ?7";
            let after = (begun.stage.word(), begun.tries, begun.due.millis());
            let before = (read.stage.word(), read.tries, read.due.millis());
            let row = params![uuid.as_str(), after.0, after.1, after.2, before.0, before.1, before.2];
            Ok(transaction.prepare_cached(sql)?.execute(row)? == 1)
        })
    }

    /// How far its delivery has come, and why, on the disk before anything more is done.
    pub fn set_course(&self, uuid: &Uuid, course: Course, words: &str) -> Result<(), StoreFault> {
        let words = match words {
            "" => None,
            words => Some(self.vault().seal_json(sealed::outbox_words(uuid.as_str()).place(), &words)?),
        };
        self.write(|transaction| {
            let sql = "UPDATE outbox SET stage = ?2, tries = ?3, due = ?4, words = ?5 WHERE uuid = ?1";
            let row = params![uuid.as_str(), course.stage.word(), course.tries, course.due.millis(), words];
            transaction.prepare_cached(sql)?.execute(row)?;
            Ok(())
        })
    }

    /// The agent wants it tried at once, see [`Course::again`].
    pub fn again(&self, uuid: &Uuid, now: Moment) -> Result<(), StoreFault> {
        self.write(|transaction| {
            let sql = "SELECT stage, tries, due FROM outbox WHERE uuid = ?1";
            let read = transaction.query_row(sql, [uuid.as_str()], |row| course(row, 0)).optional()?;
            let Some(after) = read.map(|course| course.again(now)).filter(|after| Some(*after) != read)
            else {
                return Ok(());
            };
            let sql = "UPDATE outbox SET stage = ?2, tries = ?3, due = ?4, words = NULL WHERE uuid = ?1";
            let row = params![uuid.as_str(), after.stage.word(), after.tries, after.due.millis()];
            transaction.execute(sql, row)?;
            Ok(())
        })
    }

    /// A desk has it, under this name. `told`: what the journal is to say of that, in the same breath.
    pub fn delivered(
        &self,
        uuid: &Uuid,
        ticket: &TicketId,
        now: Moment,
        told: Option<(&Intent, &str)>,
    ) -> Result<(), StoreFault> {
        self.write(|transaction| {
            if let Some((intent, outcome)) = told {
                record_done(transaction, now, intent, outcome)?;
            }
            let sql = "INSERT OR REPLACE INTO posted (uuid, ticket, at) VALUES (?1, ?2, ?3)";
            transaction.execute(sql, params![uuid.as_str(), ticket.as_str(), now.millis()])?;
            transaction.execute("DELETE FROM outbox WHERE uuid = ?1", [uuid.as_str()])?;
            Ok(())
        })
    }

    /// The ticket that something delivered became, or went to.
    pub fn posted(&self, uuid: &Uuid) -> Result<Option<TicketId>, StoreFault> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT ticket FROM posted WHERE uuid = ?1")?;
            let found = statement.query_row([uuid.as_str()], |row| row.get::<_, String>(0)).optional()?;
            Ok(found.map(TicketId::new))
        })
    }

    /// What an agent mends: what was refused, or a ticket that never left. A ticket becomes a draft again, words
    /// unsent words, of whoever mends them. What a desk may have stays where it is, and so does what is gone: `None`.
    pub fn take_back(&self, uuid: &Uuid, agent: &str, now: Moment) -> Result<Option<Mended>, StoreFault> {
        self.write(|transaction| {
            let sql = format!(
                "SELECT {COLUMNS} FROM outbox WHERE uuid = ?1 \
                 AND (stage = 'refused' OR (stage IN ('waiting', 'page') AND kind = 'ticket'))"
            );
            let row = transaction.query_row(&sql, [uuid.as_str()], stored).optional()?;
            let mended = match row.map(|row| self.unsealed(&row)).transpose()?.map(|one| one.parcel) {
                None => return Ok(None),
                Some(Parcel::Ticket(draft)) => {
                    self.put_draft(transaction, agent, &draft, now)?;
                    Mended::Ticket(Draft { saved: Some(now), ..draft })
                }
                Some(Parcel::Remark(remark)) => {
                    let Remark { ticket, uuid, audience, text, .. } = remark;
                    let jot = Jot { text, saved: Some(now), ..Jot::new(uuid, ticket, audience) };
                    self.put_jot(transaction, agent, &jot, now)?;
                    Mended::Words(jot)
                }
            };
            transaction.execute("DELETE FROM outbox WHERE uuid = ?1", [uuid.as_str()])?;
            Ok(Some(mended))
        })
    }

    /// The agent gave it up.
    pub fn give_up(&self, uuid: &Uuid) -> Result<(), StoreFault> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM outbox WHERE uuid = ?1", [uuid.as_str()])?;
            Ok(())
        })
    }

    /// The right to send what waits, until it is dropped. `None`: another console has it.
    pub fn hold_outbox(&self) -> Result<Option<Held>, StoreFault> {
        self.hold(LOCK)
    }

    /// What a file in the store's folder stands for, until it is dropped. `None`: another console has it.
    pub(super) fn hold(&self, name: &str) -> Result<Option<Held>, StoreFault> {
        let mut options = OpenOptions::new();
        let file =
            options.write(true).create(true).truncate(false).mode(0o600).open(self.folder().join(name))?;
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Some(Held { _file: file })),
            Err(rustix::io::Errno::WOULDBLOCK) => Ok(None),
            Err(fault) => Err(io::Error::from(fault).into()),
        }
    }

    fn unsealed(&self, row: &Stored) -> Result<Waiting, StoreFault> {
        let stamp = row.since.to_string();
        let place = sealed::outbox(&row.uuid, &row.agent, &stamp);
        let parcel = match row.kind.as_str() {
            "ticket" => Parcel::Ticket(self.vault().open_json(place.place(), &row.body)?),
            "remark" => Parcel::Remark(self.vault().open_json(place.place(), &row.body)?),
            _ => return Err(place.place().damaged(": kind")),
        };
        let said = sealed::outbox_words(&row.uuid);
        let words = row.words.as_ref().map(|words| self.vault().open_json(said.place(), words));
        let (agent, since, course) = (row.agent.clone(), Moment::from_millis(row.since), row.course);
        Ok(Waiting { parcel, agent, since, course, words: words.transpose()?.unwrap_or_default() })
    }

    /// Whether everything of a row opens.
    pub(super) fn is_whole(&self, connection: &Connection, row: &Stored) -> bool {
        self.unsealed(row).is_ok() && self.files_of(connection, &row.uuid).is_ok()
    }

    fn seal_file(&self, uuid: &str, at: usize, file: &Attachment) -> Result<Vec<u8>, StoreFault> {
        files::seal(self.vault(), sealed::outbox_file(uuid, &at.to_string()).place(), file)
    }

    fn open_file(&self, uuid: &str, at: i64, body: &[u8]) -> Result<Attachment, StoreFault> {
        files::open(self.vault(), sealed::outbox_file(uuid, &at.to_string()).place(), body)
    }
}

/// One row, still sealed.
pub(super) struct Stored {
    pub(super) uuid: String,
    agent: String,
    since: i64,
    body: Vec<u8>,
    kind: String,
    course: Course,
    words: Option<Vec<u8>>,
}

pub(super) fn stored(row: &Row) -> rusqlite::Result<Stored> {
    Ok(Stored {
        uuid: row.get(0)?,
        agent: row.get(1)?,
        since: row.get(2)?,
        body: row.get(3)?,
        kind: row.get(4)?,
        course: course(row, 5)?,
        words: row.get(8)?,
    })
}

/// A course from three columns. One that is not known hides nothing else: the agent decides.
fn course(row: &Row, from: usize) -> rusqlite::Result<Course> {
    let stage = Stage::from_word(&row.get::<_, String>(from)?).unwrap_or(Stage::Doubtful);
    Ok(Course { stage, tries: row.get(from + 1)?, due: Moment::from_millis(row.get(from + 2)?) })
}

#[cfg(test)]
#[path = "outbox_tests.rs"]
mod tests;
