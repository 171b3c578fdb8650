//! Keys from CSV files: the OATH form of privacyIDEA and LinOTP, and any other with a map.
//!
//! OATH form: `serial, secret, hotp|totp, digits, period or counter, hash`, no header, comments
//! begin with `#`; behind a first line `# version: 2` privacyIDEA writes user, resolver and realm
//! before the serial.
//! A header that names every column by a known name is taken for the map it is.

use std::collections::HashMap;
use std::io::BufRead;
use std::sync::atomic::AtomicBool;

use super::cellvalue::{self, Kind, Rules, quotable};
use super::lines::{Cells, Lines, separator, text};
use super::map::{Map, Origin, PARTS, Part, is_named};
use super::seed_text::{self, Encoding};
use super::{KeyRow, ROWS_MAX, Reading, Reason, Refusal, earlier};

/// Seconds between two codes in the OATH form: all who read it agree.
const OATH_PERIOD: u32 = 30;

/// Cells of the OATH form, and those that its version 2 has before them.
const OATH_CELLS: usize = 6;
const HOLDER_CELLS: usize = 3;

/// Reads a CSV file in the OATH form, or one whose header names known columns.
pub(super) fn oath(source: impl BufRead, encoding: Option<Encoding>, cancel: &AtomicBool) -> Reading<KeyRow> {
    let rules = Rules { encoding, period: Some(OATH_PERIOD), hash_by_length: true };
    Table::new(source, cancel, Layout::Oath { holder: false }, rules).read()
}

/// Reads a CSV file whose columns are told.
pub(super) fn mapped(
    source: impl BufRead,
    map: &Map,
    encoding: Option<Encoding>,
    cancel: &AtomicBool,
) -> Reading<KeyRow> {
    let rules = Rules { encoding, period: None, hash_by_length: false };
    Table::new(source, cancel, Layout::Mapped(map.clone()), rules).read()
}

/// Where the parts of a key stand on a line.
enum Layout {
    /// The OATH form, with a holder before each key or not.
    Oath { holder: bool },
    /// As the map says; columns of a header were not looked for yet.
    Mapped(Map),
    /// Each part in its cell.
    Placed([Origin; PARTS], usize),
}

struct Table<'a, R> {
    lines: Lines<'a, R>,
    cells: Cells,
    separator: Option<u8>,
    layout: Layout,
    rules: Rules,
    seen: HashMap<String, u64>,
    rows: u64,
    reading: Reading<KeyRow>,
}

impl<'a, R: BufRead> Table<'a, R> {
    fn new(source: R, cancel: &'a AtomicBool, layout: Layout, rules: Rules) -> Self {
        Self {
            lines: Lines::new(source, cancel),
            cells: Cells::default(),
            separator: None,
            layout,
            rules,
            seen: HashMap::new(),
            rows: 0,
            reading: Reading::new(),
        }
    }

    fn read(mut self) -> Reading<KeyRow> {
        match self.read_all() {
            Ok(()) => self.reading,
            Err(reason) => Reading::whole(self.lines.number(), reason),
        }
    }

    /// An `Err` is a fault of the whole file.
    fn read_all(&mut self) -> Result<(), Reason> {
        while self.read_line()? {}
        if self.rows == 0 { Err(Reason::EmptyFile) } else { Ok(()) }
    }

    fn read_line(&mut self) -> Result<bool, Reason> {
        let Some((number, line)) = self.lines.next()? else { return Ok(false) };
        if let Layout::Oath { holder } = &mut self.layout
            && line.starts_with(b"#")
        {
            *holder |= self.rows == 0 && is_second_version(line)?;
            return Ok(true);
        }
        let separator = *self.separator.get_or_insert_with(|| separator(line));
        let split = self.cells.split(line, separator);
        let line = line.as_slice();
        if split.is_ok() && self.rows == 0 && begin(&mut self.layout, &mut self.rules, &self.cells, line)? {
            return Ok(true);
        }
        if self.rows == ROWS_MAX {
            return Err(Reason::TooManyRows { limit: ROWS_MAX });
        }
        self.rows += 1;
        let row = match split {
            Ok(()) => row(&self.layout, &self.rules, &self.cells, line, number, &mut self.reading.warned),
            Err(reason) => Err(Refusal { line: number, serial_or_login: None, reason }),
        };
        match row {
            Ok(row) => keep(&mut self.reading, &mut self.seen, row),
            Err(refusal) => self.reading.refused.push(refusal),
        }
        Ok(true)
    }
}

/// Looks at the first line of keys; true if it is a header and holds none.
fn begin(layout: &mut Layout, rules: &mut Rules, cells: &Cells, line: &[u8]) -> Result<bool, Reason> {
    let heads = || (0..cells.filled(line)).map(|cell| cells.get(line, cell));
    let map = match layout {
        Layout::Oath { holder: false } if !is_oath(cells, line) => {
            rules.period = None;
            rules.hash_by_length = false;
            Map::from_header(heads()).ok_or(Reason::MapNeeded)?
        }
        Layout::Mapped(map) => map.clone(),
        Layout::Oath { .. } | Layout::Placed(..) => return Ok(false),
    };
    let is_header = map.has_names() || matches!(layout, Layout::Oath { .. });
    let mut origins = [const { Origin::Nowhere }; PARTS];
    for (part, ..) in Part::TABLE {
        origins[part as usize] = match map.origin(part) {
            Origin::Named(name) => Origin::Placed(place_of(name, heads())?),
            other => other.clone(),
        };
    }
    *layout = Layout::Placed(origins, cells.len());
    Ok(is_header)
}

/// Whether a line could be a key of the OATH form: its type or its secret is one.
fn is_oath(cells: &Cells, line: &[u8]) -> bool {
    let is_seed = !matches!(
        seed_text::seed(cells.get(line, 1), None),
        Err(Reason::UnknownEncoding | Reason::MissingSecret)
    );
    is_seed || Kind::from_word(&text(cells.get(line, 2))).is_some()
}

fn place_of<'a>(name: &str, heads: impl Iterator<Item = &'a [u8]>) -> Result<usize, Reason> {
    let mut found = heads.enumerate().filter(|(_, head)| is_named(head, name)).map(|(place, _)| place);
    match (found.next(), found.next()) {
        (Some(place), None) => Ok(place),
        (None, _) => Err(Reason::NoSuchColumn { name: super::quoted(name) }),
        (Some(_), Some(_)) => Err(Reason::ColumnTwice { name: super::quoted(name) }),
    }
}

fn row(
    layout: &Layout,
    rules: &Rules,
    cells: &Cells,
    line: &[u8],
    number: u64,
    warned: &mut Vec<Refusal>,
) -> Result<KeyRow, Refusal> {
    let mut parts: cellvalue::Cells = [b""; PARTS];
    match layout {
        Layout::Oath { holder } => {
            let first = if *holder { HOLDER_CELLS } else { 0 };
            let serial = cells.get(line, first);
            oath_cells(&mut parts, cells, line, first)
                .map_err(|reason| cellvalue::refusal(serial, number, reason))?;
            let row = cellvalue::key(&parts, rules, number)?;
            let login = text(cells.get(line, 0));
            if *holder && !login.is_empty() {
                let reason = Reason::HolderLeft { login: super::quoted(&login) };
                warned.push(Refusal { line: number, serial_or_login: Some(row.serial.clone()), reason });
            }
            Ok(row)
        }
        Layout::Placed(origins, columns) => {
            if cells.len() != *columns {
                let reason = Reason::WrongColumnCount { expected: *columns, found: cells.len() };
                return Err(Refusal { line: number, serial_or_login: None, reason });
            }
            for (part, origin) in parts.iter_mut().zip(origins) {
                *part = match origin {
                    Origin::Placed(place) => cells.get(line, *place),
                    Origin::Constant(value) => value.as_bytes(),
                    Origin::Nowhere | Origin::Named(_) => b"",
                };
            }
            cellvalue::key(&parts, rules, number)
        }
        Layout::Mapped(_) => Err(Refusal { line: number, serial_or_login: None, reason: Reason::MapNeeded }),
    }
}

/// The cells of the OATH form. Its fifth is the period of a clock key; of a counter key it is the
/// counter for privacyIDEA and nothing for LinOTP, whose files then hold a period there or a hash
/// behind it.
fn oath_cells<'a>(
    parts: &mut cellvalue::Cells<'a>,
    cells: &Cells,
    line: &'a [u8],
    first: usize,
) -> Result<(), Reason> {
    let found = cells.filled(line).saturating_sub(first);
    if found > OATH_CELLS {
        return Err(Reason::ExtraCells { found, limit: OATH_CELLS });
    }
    let cell = |at: usize| cells.get(line, first + at);
    let heads = [Part::Serial, Part::Seed, Part::Kind, Part::Digits];
    for (at, part) in heads.into_iter().enumerate() {
        parts[part as usize] = cell(at);
    }
    parts[Part::Algorithm as usize] = cell(5);
    let (fifth, kind) = (cell(4), Kind::from_word(&text(cell(2))));
    match kind {
        Some(Kind::Hotp) => {
            let is_period = matches!(fifth, b"30" | b"60") || !cell(5).is_empty();
            if is_period && !matches!(fifth, b"" | b"0") {
                return Err(Reason::CounterOrPeriod);
            }
            parts[Part::Counter as usize] = fifth;
        }
        _ => parts[Part::Period as usize] = fifth,
    }
    Ok(())
}

/// Whether a comment announces version 2; other versions than the first two are not known.
fn is_second_version(comment: &[u8]) -> Result<bool, Reason> {
    let comment = text(comment.trim_ascii_start().get(1..).unwrap_or_default()).trim().to_ascii_lowercase();
    let Some(version) = comment.strip_prefix("version:") else { return Ok(false) };
    match version.trim() {
        "2" => Ok(true),
        "1" => Ok(false),
        other => Err(Reason::OtherCsvVersion { found: quotable(other) }),
    }
}

/// Takes a row in, unless its serial came before.
pub(super) fn keep(reading: &mut Reading<KeyRow>, seen: &mut HashMap<String, u64>, row: KeyRow) {
    match earlier(seen, row.serial.clone(), row.line) {
        None => reading.rows.push(row),
        Some(first_line) => reading.refused.push(Refusal {
            line: row.line,
            serial_or_login: Some(row.serial),
            reason: Reason::DuplicateSerial { first_line },
        }),
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
