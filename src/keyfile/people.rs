//! People files: CSV with a header line, columns in any order, under English or French names.
//!
//! Cells are separated by `;` or `,`, whichever the header line has more of. Spreadsheets quote as
//! they like; they also leave empty lines, which are skipped. The last line must be ended like the
//! others: it is all that tells a whole file from one cut inside its last cell. (A file cut between
//! two lines looks whole; no CSV reader can see that.)

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};

use csv::{ByteRecord, ErrorKind, ReaderBuilder};

use super::source::Source;
use super::{FIELD_MAX, PersonRow, ROWS_MAX, Reading, Reason, Refusal, earlier, quoted};
use crate::domain::key::Serial;
use crate::domain::uai::Uai;

/// Bytes of one line.
const LINE_MAX: usize = 64 * 1024;

/// Bytes looked at to find the separator; a header is a tenth of it.
const HEAD: u64 = 4096;

/// A column: its English name, what else it is called, whether every person must have it.
struct Column {
    name: &'static str,
    /// Without accents, in small letters.
    also: &'static [&'static str],
    required: bool,
}

const fn column(name: &'static str, also: &'static [&'static str], required: bool) -> Column {
    Column { name, also, required }
}

/// Every column, in the order in which [`People::checked`] takes the cells.
const COLUMNS: [Column; 11] = [
    column("login", &["identifiant"], true),
    column("family", &["nom"], true),
    column("given", &["prenom"], true),
    column("mail", &["courriel"], true),
    column("phone", &["telephone"], false),
    column("role", &["fonction"], false),
    column("uai", &["rne"], false),
    column("school", &["etablissement"], false),
    column("town", &["ville"], false),
    column("academy", &["academie"], false),
    column("keys", &["cles"], false),
];

/// Reads every person of a file, or says why not.
pub fn read(source: impl Read) -> Reading<PersonRow> {
    read_up_to(ROWS_MAX, source)
}

fn read_up_to(rows_max: u64, source: impl Read) -> Reading<PersonRow> {
    let mut people = People::default();
    match people.read(rows_max, BufReader::new(source)) {
        Ok(reading) => reading,
        Err(reason) => Reading::whole(people.line, reason),
    }
}

/// What one reading remembers. An `Err` of its methods is a fault of the whole file.
#[derive(Default)]
struct People {
    line: u64,
    /// Logins in small letters, serials, and their lines.
    logins: HashMap<String, u64>,
    serials: HashMap<String, u64>,
}

impl People {
    fn read(&mut self, rows_max: u64, source: impl BufRead) -> Result<Reading<PersonRow>, Reason> {
        self.line = 1;
        let source = Source::open(source, HEAD, LINE_MAX)?;
        let separator = separator(source.head());
        let mut csv =
            ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(source);
        let mut cells = ByteRecord::new();
        if !self.next(&mut csv, &mut cells)? {
            return Err(Reason::EmptyFile);
        }
        let header = Header::read(&cells)?;
        let mut reading = Reading::new();
        let mut rows = 0;
        while self.next(&mut csv, &mut cells)? {
            if rows == rows_max {
                return Err(Reason::TooManyRows { limit: rows_max });
            }
            rows += 1;
            match self.person(&header, &cells) {
                Ok(person) => reading.rows.push(person),
                Err(refusal) => reading.refused.push(refusal),
            }
        }
        if rows == 0 {
            return Err(Reason::EmptyFile);
        }
        Ok(reading)
    }

    /// The next line that is not empty; false at the end of the file.
    fn next<R: BufRead>(
        &mut self,
        csv: &mut csv::Reader<Source<R>>,
        cells: &mut ByteRecord,
    ) -> Result<bool, Reason> {
        loop {
            csv.get_mut().next_piece();
            let more = csv.read_byte_record(cells);
            let source = csv.get_ref();
            self.line = source.last_line();
            let more = more.map_err(|fault| match fault.kind() {
                ErrorKind::Io(_) if source.overflowed() => Reason::TooLong { field: "line" },
                ErrorKind::Io(fault) => Reason::Unreadable { kind: fault.kind() },
                _ => Reason::Unreadable { kind: std::io::ErrorKind::InvalidData },
            })?;
            if source.ended() && !source.at_line_end() {
                return Err(Reason::Truncated);
            }
            if !more || cells.iter().any(|cell| !cell.trim_ascii().is_empty()) {
                return Ok(more);
            }
        }
    }

    fn person(&mut self, header: &Header, cells: &ByteRecord) -> Result<PersonRow, Refusal> {
        let texts = header.texts(cells);
        let login = texts.as_ref().ok().map(|[login, ..]| login.clone()).filter(|login| !login.is_empty());
        let row = texts.and_then(|texts| self.checked(texts));
        row.map_err(|reason| Refusal { line: self.line, serial_or_login: login, reason })
    }

    fn checked(&mut self, texts: [String; COLUMNS.len()]) -> Result<PersonRow, Reason> {
        for (column, text) in COLUMNS.iter().zip(&texts) {
            if column.required && text.is_empty() {
                return Err(Reason::MissingField { field: column.name });
            }
        }
        let [login, family, given, mail, phone, role, uai, school, town, academy, keys] = texts;
        let uai = match uai.as_str() {
            "" => uai,
            code => Uai::parse(code).map_err(|fault| Reason::BadUai { fault })?.as_str().to_owned(),
        };
        if let Some(first_line) = earlier(&mut self.logins, login.to_lowercase(), self.line) {
            return Err(Reason::DuplicateLogin { first_line });
        }
        let mut serials = Vec::new();
        for serial in keys.split_whitespace() {
            Serial::parse(serial).ok_or(Reason::BadSerial)?;
            if let Some(first_line) = earlier(&mut self.serials, serial.to_owned(), self.line) {
                return Err(Reason::DuplicateSerial { first_line });
            }
            serials.push(serial.to_owned());
        }
        let line = self.line;
        Ok(PersonRow { login, family, given, mail, phone, role, uai, school, town, academy, serials, line })
    }
}

/// Where the columns stand in this file.
struct Header {
    cells: usize,
    places: [Option<usize>; COLUMNS.len()],
}

impl Header {
    fn read(cells: &ByteRecord) -> Result<Self, Reason> {
        let mut places = [None; COLUMNS.len()];
        for (place, cell) in cells.iter().enumerate() {
            let written = std::str::from_utf8(cell).map_err(|_| Reason::BadUtf8)?;
            let name = plain(written);
            let known = |column: &Column| column.name == name || column.also.contains(&name.as_str());
            let column = COLUMNS.iter().position(known);
            let column = column.ok_or_else(|| Reason::UnknownColumn { name: quoted(written) })?;
            if places[column].replace(place).is_some() {
                return Err(Reason::RepeatedColumn { name: COLUMNS[column].name });
            }
        }
        for (column, place) in COLUMNS.iter().zip(places) {
            if column.required && place.is_none() {
                return Err(Reason::MissingColumn { name: column.name });
            }
        }
        Ok(Self { cells: cells.len(), places })
    }

    /// The cells of a line in the order of [`COLUMNS`], blanks around them dropped.
    fn texts(&self, cells: &ByteRecord) -> Result<[String; COLUMNS.len()], Reason> {
        if cells.len() != self.cells {
            return Err(Reason::WrongColumnCount { expected: self.cells, found: cells.len() });
        }
        let mut texts = [const { String::new() }; COLUMNS.len()];
        for ((column, place), text) in COLUMNS.iter().zip(self.places).zip(&mut texts) {
            let cell = place.and_then(|place| cells.get(place)).unwrap_or_default();
            *text = cell_text(cell, column.name)?;
        }
        Ok(texts)
    }
}

fn cell_text(cell: &[u8], field: &'static str) -> Result<String, Reason> {
    let text = std::str::from_utf8(cell).map_err(|_| Reason::BadUtf8)?;
    // A quotation mark that is never closed swallows the lines after it: no field has two lines.
    if text.contains(['\n', '\r']) {
        return Err(Reason::LineBreak { field });
    }
    let text = text.trim();
    if text.chars().count() > FIELD_MAX {
        return Err(Reason::TooLong { field });
    }
    Ok(text.to_owned())
}

/// The separator of a header line: French spreadsheets write `;`, the others `,`.
fn separator(head: &[u8]) -> u8 {
    let header = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let count = |separator: u8| header.iter().filter(|&&byte| byte == separator).count();
    if count(b',') > count(b';') { b',' } else { b';' }
}

/// A header without case, blanks and accents, composed or not ("Prénom" is "prenom").
fn plain(header: &str) -> String {
    let letters = header.trim().chars().flat_map(char::to_lowercase);
    let unaccented = letters.map(|letter| match letter {
        'é' | 'è' | 'ê' => 'e',
        other => other,
    });
    unaccented.filter(|letter| !('\u{300}'..='\u{36f}').contains(letter)).collect()
}

#[cfg(test)]
#[path = "people_tests.rs"]
mod tests;
