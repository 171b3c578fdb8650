//! Files brought in from outside: keys in several forms ([`form`]) and people ([`people`]).
//!
//! This room only reads: bytes in, rows and refusals out, no store and no screen. Its rule is all
//! or nothing: one refusal and nothing of the file may be imported, see [`Reading::accepted`].
//! Files are streamed, every length in them has a limit, and nothing in a file can make a reader
//! panic. Text is kept as it came, control characters included: making it displayable is the
//! screen's work.

pub mod export;
pub mod form;
pub mod map;
pub mod people;
pub mod plain;
pub mod pskc;
pub mod seed_text;
pub mod wiped;

mod cellvalue;
mod cipher;
mod derive;
mod draft;
mod elements;
mod encoding;
mod lines;
mod mac;
mod otpauth;
mod protection;
mod reason;
mod source;
mod table;
mod unlock;
mod value;
mod xml;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::domain::moment::Moment;
use crate::domain::otp::Shape;
use crate::domain::secret::Seed;

pub use derive::ROUNDS_MAX;
pub use reason::Reason;
pub use unlock::{Needs, Unlock};

/// Rows one file may hold, faulty ones included.
pub const ROWS_MAX: u64 = 1_000_000;

/// Characters of a name, mail or other short text.
pub const FIELD_MAX: usize = 200;

/// Characters kept of a text that a refusal quotes, lest a hostile file fill the message.
const QUOTE_MAX: usize = 80;

/// A key as its file describes it.
pub struct KeyRow {
    /// 1 to 40 visible ASCII characters, see [`crate::domain::key::Serial`].
    pub serial: String,
    /// Manufacturer and model as the file writes them, possibly empty.
    pub maker: String,
    /// How the codes are made.
    pub shape: Shape,
    /// What they are made of.
    pub seed: Seed,
    /// The next counter of a counter key; 0 for a clock key.
    pub counter: i64,
    /// Not to be used before.
    pub starts: Option<Moment>,
    /// Not to be used from then on.
    pub expires: Option<Moment>,
    /// Where the key begins in the file, from 1.
    pub line: u64,
}

/// A person as the file describes her or him, texts without blanks around them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonRow {
    /// Unique in the file, whatever the case of its letters; never empty.
    pub login: String,
    /// Family name, never empty.
    pub family: String,
    /// Given name, never empty.
    pub given: String,
    /// Address of record, never empty.
    pub mail: String,
    /// Number of record.
    pub phone: String,
    /// Function ("principale adjointe").
    pub role: String,
    /// School code with its letter checked, in capitals, or empty.
    pub uai: String,
    /// Name of the school.
    pub school: String,
    /// Its town.
    pub town: String,
    /// Name of the academy's profile.
    pub academy: String,
    /// Keys held, each named once in the whole file.
    pub serials: Vec<String>,
    /// Where the person stands in the file, from 1.
    pub line: u64,
}

/// One thing that forbids the import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// From 1; 0 when no line can be named.
    pub line: u64,
    /// Which key or person, when the file got as far as saying it. Text from outside.
    pub serial_or_login: Option<String>,
    /// What is wrong.
    pub reason: Reason,
}

/// What a reader made of a file.
pub struct Reading<T> {
    /// The rows without fault, in file order. Not to be imported while `refused` holds anything.
    pub rows: Vec<T>,
    /// Every fault, in file order. A fault of the whole file stands alone and leaves no row.
    pub refused: Vec<Refusal>,
    /// What the file may be imported in spite of, and its reader should know.
    pub warned: Vec<Refusal>,
}

impl<T> Reading<T> {
    fn new() -> Self {
        Self { rows: Vec::new(), refused: Vec::new(), warned: Vec::new() }
    }

    /// The whole file is refused: what was read of it is forgotten.
    fn whole(line: u64, reason: Reason) -> Self {
        let refusal = Refusal { line, serial_or_login: None, reason };
        Self { rows: Vec::new(), refused: vec![refusal], warned: Vec::new() }
    }

    /// Every row of a faultless file, else every fault.
    pub fn accepted(self) -> Result<Vec<T>, Vec<Refusal>> {
        if self.refused.is_empty() { Ok(self.rows) } else { Err(self.refused) }
    }
}

/// The line where a name stood before, or `None` after noting it for this one.
fn earlier(lines: &mut HashMap<String, u64>, name: String, line: u64) -> Option<u64> {
    match lines.entry(name) {
        Entry::Occupied(first) => Some(*first.get()),
        Entry::Vacant(place) => {
            place.insert(line);
            None
        }
    }
}

/// What follows the `#` of a URI: the name that tells one algorithm from another.
fn local_part(uri: &str) -> &str {
    let uri = uri.trim();
    uri.rsplit_once('#').map_or(uri, |(_, name)| name)
}

/// The beginning of a text from outside, for a refusal to quote.
fn quoted(text: &str) -> String {
    text.chars().take(QUOTE_MAX).collect()
}
