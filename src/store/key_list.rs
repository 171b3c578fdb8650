//! Keys of the store one after the other: for lists, and to be taken elsewhere.

use rusqlite::{OptionalExtension, params};

use super::rows::{KEY_COLUMNS, find_key, key};
use super::{Store, StoreFault};
use crate::domain::key::Key;
use crate::domain::otp::Moving;
use crate::keyfile::KeyRow;

/// Whose keys are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Everybody's and nobody's.
    Any,
    /// Those that nobody holds.
    Nobody,
    /// Those of this login.
    Login(String),
}

impl Store {
    /// Hands over every key in the order of serials.
    pub fn each_key(&self, holder: &Holder, mut take: impl FnMut(Key)) -> Result<(), StoreFault> {
        let (which, login) = match holder {
            Holder::Any => ("?1 IS NULL", None),
            Holder::Nobody => ("?1 IS NULL AND holder IS NULL", None),
            Holder::Login(login) => ("holder = ?1", Some(login)),
        };
        let sql = format!("SELECT {KEY_COLUMNS} FROM keys WHERE {which} ORDER BY serial");
        self.read(|connection| {
            let mut statement = connection.prepare(&sql)?;
            for found in statement.query_map(params![login], key)? {
                take(found?);
            }
            Ok(())
        })
    }

    /// A key with its opened seed, as a file would bring it; `None` if there is no such key.
    pub fn key_row(&self, serial: &str) -> Result<Option<KeyRow>, StoreFault> {
        self.read(|connection| {
            let Some(key) = find_key(connection, serial)? else { return Ok(None) };
            let sql = "SELECT version, seed FROM keys WHERE serial = ?1";
            let sealed =
                connection.prepare_cached(sql)?.query_row([serial], |row| Ok((row.get(0)?, row.get(1)?)));
            let Some((version, sealed)) = sealed.optional()? else { return Ok(None) };
            let sealed: Vec<u8> = sealed;
            let seed = self.vault().open_seed(serial, version, &sealed)?;
            let counter = match (key.shape.moving, key.last_step) {
                // After the last count of all there is no next one: no file takes -1.
                (Moving::Event, Some(last)) => last.checked_add(1).unwrap_or(-1),
                _ => 0,
            };
            Ok(Some(KeyRow {
                serial: serial.to_owned(),
                maker: key.maker,
                shape: key.shape,
                seed,
                counter,
                starts: key.starts,
                expires: key.expires,
                line: 0,
            }))
        })
    }
}
