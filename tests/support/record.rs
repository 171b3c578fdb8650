//! Everything a program sent: the bytes, when they came, and what they show.

use std::num::NonZeroU16;
use std::time::{Duration, Instant};

use super::screen;

/// Begin and end of a synchronized update: a terminal shows what lies between at its end.
const FRAME_BEGIN: &[u8] = b"\x1b[?2026h";
const FRAME_END: &[u8] = b"\x1b[?2026l";

/// A moment, and the place in the output that belongs to it.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    /// When the mark was taken: for typed keys, just before they were written.
    pub at: Instant,
    /// Bytes received before.
    pub offset: usize,
}

/// The output so far, and a terminal screen that follows it.
pub struct Record {
    raw: Vec<u8>,
    /// When each piece of `raw` was read, and where it ends.
    pieces: Vec<(Instant, usize)>,
    parser: vt100::Parser,
    /// How much of `raw` the parser has seen.
    shown: usize,
}

impl Record {
    /// An empty record of a terminal of (columns, rows).
    pub fn new((cols, rows): (u16, u16)) -> Self {
        let parser = vt100::Parser::new(at_least_one(rows), at_least_one(cols), 0);
        Self { raw: Vec::new(), pieces: Vec::new(), parser, shown: 0 }
    }

    /// Keeps a piece of output. It is decoded when somebody looks, so that measuring is not
    /// disturbed by decoding.
    pub fn add(&mut self, at: Instant, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.pieces.push((at, self.raw.len()));
    }

    /// What came so far belongs to the old size.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        self.decode();
        self.parser.set_size(at_least_one(rows), at_least_one(cols));
    }

    /// All bytes.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// When the newest piece came.
    pub fn last_at(&self) -> Option<Instant> {
        self.pieces.last().map(|(at, _)| *at)
    }

    /// Output since a mark, in pieces as they were read: time after the mark, length in bytes.
    pub fn pieces_since(&self, mark: Mark) -> Vec<(Duration, usize)> {
        let first = self.pieces.partition_point(|(_, end)| *end <= mark.offset);
        let mut begin = mark.offset;
        let since = self.pieces[first..].iter().map(|(at, end)| {
            let length = end - begin;
            begin = *end;
            (at.duration_since(mark.at), length)
        });
        since.collect()
    }

    /// The screen as text.
    pub fn screen(&mut self) -> String {
        self.decode();
        screen::text(self.parser.screen())
    }

    /// The screen as a map of styles.
    pub fn styles(&mut self) -> String {
        self.decode();
        screen::styles(self.parser.screen())
    }

    /// Bytes received and not shown, since the synchronized update they belong to has no end yet.
    pub fn withheld(&self) -> usize {
        self.raw.len() - self.shown
    }

    fn decode(&mut self) {
        // A begin that is not yet followed by its end lies here or is where we stopped last time.
        let from = self.shown.saturating_sub(FRAME_BEGIN.len());
        let news = &self.raw[from..];
        let visible = match last(news, FRAME_BEGIN) {
            Some(begin) if last(news, FRAME_END) < Some(begin) => self.shown.max(from + begin),
            _ => self.raw.len(),
        };
        self.parser.process(&self.raw[self.shown..visible]);
        self.shown = visible;
    }
}

/// A window of no columns cannot be shown; the program is still told of it.
fn at_least_one(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).unwrap_or(NonZeroU16::MIN)
}

/// Where a sequence occurs last.
fn last(raw: &[u8], sequence: &[u8]) -> Option<usize> {
    raw.windows(sequence.len()).rposition(|window| window == sequence)
}
