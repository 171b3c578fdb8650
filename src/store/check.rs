//! Whether every sealed row opens. What does not is named; nothing is written.

use rusqlite::Connection;

use super::vault::{Place, Slot};
use super::{Kind, Store, StoreFault, files, notices, outbox, sealed};

/// Bytes of a PIN check.
const CHECK: i64 = 32;

/// What kind of sealed thing was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// A way to open the vault.
    Slot,
    /// Seed of a key.
    Seed,
    /// What recognises a PIN: only its length can be looked at without the PIN.
    PinCheck,
    /// Text of a draft.
    Draft,
    /// Text of a ticket, and the hash that finds it by its login.
    Ticket,
    /// Text of a note.
    Note,
    /// What waits for a desk: its text, its pictures, and why it waits.
    Outbox,
    /// Words for a ticket that have not left.
    Jot,
    /// A look that an agent keeps.
    Look,
    /// What is told to a holder, and why it waits.
    Notice,
}

impl Sealed {
    /// All of them, in the order they are looked at.
    pub const ALL: [Self; 10] = [
        Self::Slot,
        Self::Seed,
        Self::PinCheck,
        Self::Draft,
        Self::Ticket,
        Self::Note,
        Self::Outbox,
        Self::Jot,
        Self::Look,
        Self::Notice,
    ];

    /// Stable name for `--json`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Slot => "slot",
            Self::Seed => "seed",
            Self::PinCheck => "pin-check",
            Self::Draft => "draft",
            Self::Ticket => "ticket",
            Self::Note => "note",
            Self::Outbox => "outbox",
            Self::Jot => "words",
            Self::Look => "view",
            Self::Notice => "notice",
        }
    }
}

/// What was found.
#[derive(Debug, Default)]
pub struct Report {
    /// How many of each kind were looked at, in the order of [`Sealed::ALL`].
    pub counts: Vec<(Sealed, u64)>,
    /// What does not open: its kind, and its serial, UUID or name.
    pub damaged: Vec<(Sealed, String)>,
}

impl Report {
    fn look(
        &mut self,
        kind: Sealed,
        rows: impl FnOnce(&mut dyn FnMut(String, bool)) -> Result<(), StoreFault>,
    ) -> Result<(), StoreFault> {
        let (mut count, damaged) = (0, &mut self.damaged);
        rows(&mut |name, whole| {
            count += 1;
            if !whole {
                damaged.push((kind, name));
            }
        })?;
        self.counts.push((kind, count));
        Ok(())
    }
}

impl Store {
    /// Opens every sealed row once. A million seeds take some seconds.
    ///
    /// # Errors
    /// If the tables themselves cannot be read; what is merely sealed wrongly is in the report.
    pub fn check(&self) -> Result<Report, StoreFault> {
        let mut report = Report::default();
        self.read(|connection| {
            report.look(Sealed::Slot, |tell| self.check_slots(connection, tell))?;
            report.look(Sealed::Seed, |tell| self.check_seeds(connection, tell))?;
            report.look(Sealed::PinCheck, |tell| check_pins(connection, tell))?;
            report.look(Sealed::Draft, |tell| self.check_drafts(connection, tell))?;
            report.look(Sealed::Ticket, |tell| self.check_tickets(connection, tell))?;
            report.look(Sealed::Note, |tell| self.check_notes(connection, tell))?;
            report.look(Sealed::Outbox, |tell| self.check_outbox(connection, tell))?;
            report.look(Sealed::Jot, |tell| self.check_jots(connection, tell))?;
            report.look(Sealed::Look, |tell| self.check_looks(connection, tell))?;
            report.look(Sealed::Notice, |tell| self.check_notices(connection, tell))
        })?;
        Ok(report)
    }

    fn check_slots(
        &self,
        connection: &Connection,
        tell: &mut dyn FnMut(String, bool),
    ) -> Result<(), StoreFault> {
        if self.kind() == Kind::Demo {
            return Ok(());
        }
        let mut statement = connection.prepare("SELECT name, body, proof FROM slots ORDER BY name")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (name, body, proof) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let slot = Slot { name, body, proof, nameless: false };
            let whole = self.vault().is_proved(&slot)?;
            tell(slot.name, whole);
        }
        Ok(())
    }

    fn check_seeds(
        &self,
        connection: &Connection,
        tell: &mut dyn FnMut(String, bool),
    ) -> Result<(), StoreFault> {
        let mut statement = connection.prepare("SELECT serial, version, seed FROM keys ORDER BY serial")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (serial, version): (String, i64) = (row.get(0)?, row.get(1)?);
            let whole = self.vault().open_seed(&serial, version, row.get_ref(2)?.as_blob().unwrap_or(&[]));
            tell(serial, whole.is_ok());
        }
        Ok(())
    }

    fn check_drafts(
        &self,
        connection: &Connection,
        tell: &mut dyn FnMut(String, bool),
    ) -> Result<(), StoreFault> {
        let mut statement =
            connection.prepare("SELECT uuid, agent, saved, body FROM drafts ORDER BY uuid")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (uuid, agent, saved): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let saved = saved.to_string();
            let whole = self.is_json(sealed::draft(&uuid, &agent, &saved).place(), row.get(3)?);
            tell(uuid, whole);
        }
        Ok(())
    }

    fn check_tickets(
        &self,
        connection: &Connection,
        tell: &mut dyn FnMut(String, bool),
    ) -> Result<(), StoreFault> {
        let sql = "SELECT uuid, created, author, login, body FROM tickets ORDER BY id";
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (uuid, created, author): (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (tag, body): (Option<Vec<u8>>, Vec<u8>) = (row.get(3)?, row.get(4)?);
            let stamp = created.to_string();
            let place = sealed::ticket(&uuid, &stamp, &author);
            let whole = sealed::open_ticket(self.vault(), place.place(), tag.as_deref(), &body).is_ok();
            tell(uuid, whole);
        }
        self.check_files(connection, tell)
    }

    /// Pictures of tickets; one whose ticket is gone is told too. A whole one is not counted beside its ticket.
    fn check_files(
        &self,
        connection: &Connection,
        tell: &mut dyn FnMut(String, bool),
    ) -> Result<(), StoreFault> {
        let sql = "SELECT coalesce(t.uuid, ''), f.at, f.body FROM ticket_files f \
            LEFT JOIN tickets t ON t.id = f.ticket ORDER BY f.ticket, f.at";
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (uuid, at, body): (String, i64, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let at = at.to_string();
            if files::open(self.vault(), sealed::ticket_file(&uuid, &at).place(), &body).is_err() {
                tell(uuid, false);
            }
        }
        Ok(())
    }

    fn check_notes(
        &self,
        connection: &Connection,
        tell: &mut dyn FnMut(String, bool),
    ) -> Result<(), StoreFault> {
        // A note whose ticket is gone is told too.
        let sql = "SELECT coalesce(t.uuid, ''), n.uuid, n.at, n.author, n.what, n.body FROM ticket_notes n \
            LEFT JOIN tickets t ON t.id = n.ticket ORDER BY n.id";
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (ticket, uuid): (String, String) = (row.get(0)?, row.get(1)?);
            let (at, author, what): (i64, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
            let at = at.to_string();
            let whole = self.is_json(sealed::note(&ticket, &uuid, &at, &author, &what).place(), row.get(5)?);
            tell(uuid, whole);
        }
        Ok(())
    }

    fn check_outbox(
        &self,
        connection: &Connection,
        tell: &mut dyn FnMut(String, bool),
    ) -> Result<(), StoreFault> {
        let sql = format!("SELECT {} FROM outbox ORDER BY uuid", outbox::COLUMNS);
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let stored = outbox::stored(row)?;
            let whole = self.is_whole(connection, &stored);
            tell(stored.uuid, whole);
        }
        Ok(())
    }

    fn check_jots(
        &self,
        connection: &Connection,
        tell: &mut dyn FnMut(String, bool),
    ) -> Result<(), StoreFault> {
        let mut statement = connection.prepare("SELECT uuid, agent, saved, body FROM jots ORDER BY uuid")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (uuid, agent, saved): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let saved = saved.to_string();
            let whole = self.is_json(sealed::jot(&uuid, &agent, &saved).place(), row.get(3)?);
            tell(uuid, whole);
        }
        Ok(())
    }

    fn check_looks(
        &self,
        connection: &Connection,
        tell: &mut dyn FnMut(String, bool),
    ) -> Result<(), StoreFault> {
        let mut statement = connection.prepare("SELECT uuid, agent, body FROM looks ORDER BY uuid")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (uuid, agent): (String, String) = (row.get(0)?, row.get(1)?);
            let whole = self.is_json(sealed::look(&uuid, &agent).place(), row.get(2)?);
            tell(uuid, whole);
        }
        Ok(())
    }

    fn check_notices(
        &self,
        connection: &Connection,
        tell: &mut dyn FnMut(String, bool),
    ) -> Result<(), StoreFault> {
        for stored in notices::stored(connection)? {
            let whole = self.open_notice(&stored).is_ok();
            tell(stored.uuid, whole);
        }
        Ok(())
    }

    fn is_json(&self, place: Place, body: Vec<u8>) -> bool {
        self.vault().open_json::<serde_json::Value>(place, &body).is_ok()
    }
}

fn check_pins(connection: &Connection, tell: &mut dyn FnMut(String, bool)) -> Result<(), StoreFault> {
    let sql = "SELECT serial, length(pin_check) FROM keys WHERE pin_check IS NOT NULL ORDER BY serial";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        tell(row.get(0)?, row.get::<_, i64>(1)? == CHECK);
    }
    Ok(())
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
