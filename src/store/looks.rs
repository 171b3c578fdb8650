//! Looks at the list of tickets that agents keep under a name.

use rusqlite::params;

use super::{Store, StoreFault, sealed};
use crate::domain::moment::Moment;
use crate::domain::ticket::{Look, Uuid};

impl Store {
    /// Keeps a look, or gives the one of that name for good other words. It stays where it is among the others.
    pub fn keep_look(&self, agent: &str, look: &Look, now: Moment) -> Result<(), StoreFault> {
        self.write(|transaction| {
            let uuid = look.uuid.as_str();
            let body = self.vault().seal_json(sealed::look(uuid, agent).place(), look)?;
            let sql = "INSERT INTO looks (uuid, agent, made, body) VALUES (?1, ?2, ?3, ?4) \
                ON CONFLICT (uuid) DO UPDATE SET body = excluded.body WHERE agent = excluded.agent";
            transaction.prepare_cached(sql)?.execute(params![uuid, agent, now.millis(), body])?;
            Ok(())
        })
    }

    /// The looks of an agent, the oldest first. What does not open is left out.
    pub fn looks(&self, agent: &str) -> Result<Vec<Look>, StoreFault> {
        let rows: Vec<(String, Vec<u8>)> = self.read(|connection| {
            let sql = "SELECT uuid, body FROM looks WHERE agent = ?1 ORDER BY made, uuid";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([agent], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        let open = |(uuid, body): (String, Vec<u8>)| {
            self.vault().open_json(sealed::look(&uuid, agent).place(), &body).ok()
        };
        Ok(rows.into_iter().filter_map(open).collect())
    }

    /// Forgets a look.
    pub fn drop_look(&self, agent: &str, uuid: &Uuid) -> Result<(), StoreFault> {
        self.write(|transaction| {
            let sql = "DELETE FROM looks WHERE uuid = ?1 AND agent = ?2";
            transaction.execute(sql, params![uuid.as_str(), agent])?;
            Ok(())
        })
    }
}

#[cfg(test)]
#[path = "looks_tests.rs"]
mod tests;
