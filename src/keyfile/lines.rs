//! A text file line by line, in memory that is wiped, and the cells of a line.

use std::borrow::Cow;
use std::io::BufRead;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use zeroize::Zeroizing;

use super::Reason;

/// Bytes of one line; a real one has a few hundred.
pub(super) const LINE_MAX: usize = 64 * 1024;

/// Byte order marks: that of UTF-8 is dropped, the others name an encoding that is not read.
const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";
const OTHER_MARKS: [(&[u8], &str); 2] = [(b"\xff\xfe", "UTF-16LE"), (b"\xfe\xff", "UTF-16BE")];

/// The lines of a file. Every line must be ended: it is all that tells a whole file from one that
/// was cut inside its last secret or number. (A file cut between two lines looks whole.)
pub(super) struct Lines<'a, R> {
    source: R,
    cancel: &'a AtomicBool,
    /// Never grows beyond its first room, so no copy of a secret is left behind.
    line: Zeroizing<Vec<u8>>,
    number: u64,
}

impl<'a, R: BufRead> Lines<'a, R> {
    pub(super) fn new(source: R, cancel: &'a AtomicBool) -> Self {
        Self { source, cancel, line: Zeroizing::new(Vec::with_capacity(LINE_MAX)), number: 0 }
    }

    /// The number of the line that was read last, from 1.
    pub(super) fn number(&self) -> u64 {
        self.number.max(1)
    }

    /// The next line that is not blank, with its number and without its end; `None` at the end of
    /// the file.
    pub(super) fn next(&mut self) -> Result<Option<(u64, &mut Vec<u8>)>, Reason> {
        loop {
            if self.cancel.load(Ordering::Relaxed) {
                return Err(Reason::Cancelled);
            }
            if !self.fill()? {
                return Ok(None);
            }
            if !self.line.trim_ascii().is_empty() {
                return Ok(Some((self.number, &mut self.line)));
            }
        }
    }

    /// Reads one line; false at the end of the file.
    fn fill(&mut self) -> Result<bool, Reason> {
        self.line.clear();
        self.number += 1;
        loop {
            let given = self.source.fill_buf();
            let given = given.map_err(|fault| Reason::Unreadable { kind: fault.kind() })?;
            if given.is_empty() {
                return if self.line.is_empty() { Ok(false) } else { Err(Reason::Truncated) };
            }
            let end = given.iter().position(|&byte| byte == b'\n');
            let part = &given[..end.unwrap_or(given.len())];
            if self.line.len() + part.len() > LINE_MAX {
                return Err(Reason::TooLong { field: "line" });
            }
            self.line.extend_from_slice(part);
            let taken = part.len() + usize::from(end.is_some());
            self.source.consume(taken);
            if end.is_some() {
                break;
            }
        }
        if self.line.last() == Some(&b'\r') {
            self.line.pop();
        }
        if self.number == 1 {
            self.drop_mark()?;
        }
        Ok(true)
    }

    fn drop_mark(&mut self) -> Result<(), Reason> {
        if let Some((_, name)) = OTHER_MARKS.iter().find(|(mark, _)| self.line.starts_with(mark)) {
            return Err(Reason::OtherEncoding { name: (*name).to_owned() });
        }
        if self.line.starts_with(UTF8_MARK) {
            self.line.drain(..UTF8_MARK.len());
        }
        Ok(())
    }
}

/// Separators of cells, the most usual first.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The separator of a line: the one it has most of outside quotation marks, a comma if none.
pub(super) fn separator(line: &[u8]) -> u8 {
    let count = |separator: u8| {
        let mut quoted = false;
        let is_it = |byte: &&u8| {
            quoted ^= **byte == b'"';
            !quoted && **byte == separator
        };
        line.iter().filter(is_it).count()
    };
    let mut best = SEPARATORS[0];
    for other in &SEPARATORS[1..] {
        if count(*other) > count(best) {
            best = *other;
        }
    }
    best
}

/// The cells of one line.
#[derive(Default)]
pub(super) struct Cells(Vec<Range<usize>>);

impl Cells {
    /// Splits a line. Quotation marks are taken out in place, so that a cell is a part of the line
    /// and no secret is copied.
    pub(super) fn split(&mut self, line: &mut [u8], separator: u8) -> Result<(), Reason> {
        self.0.clear();
        let mut at = 0;
        loop {
            let blanks = line[at..].iter().take_while(|&&byte| byte == b' ').count();
            let (range, end) = match line.get(at + blanks) {
                Some(b'"') => unquote(line, at + blanks, separator)?,
                _ => {
                    let rest = line[at..].iter().position(|&byte| byte == separator);
                    let end = rest.map_or(line.len(), |length| at + length);
                    // Spreadsheets quote whole cells: a mark inside one means that something slipped.
                    if line[at..end].contains(&b'"') {
                        return Err(Reason::BadQuote);
                    }
                    (at..end, end)
                }
            };
            self.0.push(range);
            if end >= line.len() {
                return Ok(());
            }
            at = end + 1;
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// A cell without the blanks around it; empty where the line has none.
    pub(super) fn get<'a>(&self, line: &'a [u8], cell: usize) -> &'a [u8] {
        let range = self.0.get(cell).cloned().unwrap_or_default();
        line.get(range).unwrap_or_default().trim_ascii()
    }

    /// How many cells hold something, counted up to the last that does.
    pub(super) fn filled(&self, line: &[u8]) -> usize {
        (0..self.len()).rev().find(|&cell| !self.get(line, cell).is_empty()).map_or(0, |last| last + 1)
    }
}

/// A quoted cell that begins at `open`: where its text stands once the doubled marks are single, and
/// where the cell ends.
fn unquote(line: &mut [u8], open: usize, separator: u8) -> Result<(Range<usize>, usize), Reason> {
    let (mut from, mut to) = (open + 1, open + 1);
    loop {
        match (line.get(from), line.get(from + 1)) {
            // No cell of a key file has two lines, so a mark that is not closed here never is.
            (None, _) => return Err(Reason::BadQuote),
            (Some(b'"'), Some(b'"')) => {
                line[to] = b'"';
                (from, to) = (from + 2, to + 1);
            }
            (Some(b'"'), _) => break,
            (Some(&byte), _) => {
                line[to] = byte;
                (from, to) = (from + 1, to + 1);
            }
        }
    }
    let after = from + 1;
    let rest = line[after..].iter().position(|&byte| byte == separator);
    let end = rest.map_or(line.len(), |length| after + length);
    if !line[after..end].trim_ascii().is_empty() {
        return Err(Reason::BadQuote);
    }
    Ok((open + 1..to, end))
}

/// A cell as text: UTF-8, else Latin-1, which spreadsheets still write. Serials and seeds are ASCII,
/// so that nothing but the look of a name hangs on it.
pub(super) fn text(cell: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(cell) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(cell.iter().map(|&byte| char::from(byte)).collect()),
    }
}

#[cfg(test)]
#[path = "lines_tests.rs"]
mod tests;
