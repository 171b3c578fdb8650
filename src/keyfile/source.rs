//! The bytes under both readers: encoding mark, line numbers, and a limit on what one piece may
//! take, so that neither parser can be made to fill the memory.

use std::io::{self, BufRead, Chain, Cursor, Read};

use super::Reason;

/// Byte order marks of encodings that are not read.
const OTHER_MARKS: [(&[u8], &str); 2] = [(b"\xff\xfe", "UTF-16LE"), (b"\xfe\xff", "UTF-16BE")];

/// What a fault under the reader means. Two kinds are those of the decoder: see
/// [`super::encoding`].
pub(super) fn unread(kind: io::ErrorKind) -> Reason {
    match kind {
        io::ErrorKind::InvalidData => Reason::BadUtf8,
        io::ErrorKind::UnexpectedEof => Reason::Truncated,
        kind => Reason::Unreadable { kind },
    }
}

/// A file being read. Hands out one line at most per [`Read::read`], so that a parser with a
/// buffer of its own is never ahead of [`Self::line`].
pub(super) struct Source<R> {
    bytes: Chain<Cursor<Vec<u8>>, R>,
    piece_max: usize,
    piece: usize,
    newlines: u64,
    last: u8,
    ended: bool,
    overflowed: bool,
}

impl<R: BufRead> Source<R> {
    /// Looks at the first `head_len` bytes, 3 at least, and refuses other marks than that of UTF-8,
    /// which the parsers drop when their first bytes hold the whole of it: they get the head at once.
    /// No more than `piece_max` bytes are given between two calls of [`Self::next_piece`].
    pub(super) fn open(mut rest: R, head_len: u64, piece_max: usize) -> Result<Self, Reason> {
        let mut head = Vec::new();
        let seen = rest.by_ref().take(head_len).read_to_end(&mut head);
        seen.map_err(|fault| unread(fault.kind()))?;
        if let Some((_, name)) = OTHER_MARKS.iter().find(|(mark, _)| head.starts_with(mark)) {
            return Err(Reason::OtherEncoding { name: (*name).to_owned() });
        }
        Ok(Self {
            bytes: Cursor::new(head).chain(rest),
            piece_max,
            piece: 0,
            newlines: 0,
            last: b'\n',
            ended: false,
            overflowed: false,
        })
    }

    /// The beginning of the file, as far as [`Self::open`] looked.
    pub(super) fn head(&self) -> &[u8] {
        self.bytes.get_ref().0.get_ref()
    }

    /// Gives the next piece its full allowance.
    pub(super) fn next_piece(&mut self) {
        self.piece = 0;
    }

    /// The line of the next byte, from 1.
    pub(super) fn line(&self) -> u64 {
        self.newlines + 1
    }

    /// The line of the last byte given, from 1.
    pub(super) fn last_line(&self) -> u64 {
        self.newlines + u64::from(self.last != b'\n' || self.newlines == 0)
    }

    /// Whether nothing was given yet, or the last byte given ends a line.
    pub(super) fn at_line_end(&self) -> bool {
        matches!(self.last, b'\n' | b'\r')
    }

    /// Whether the end of the file was met.
    pub(super) fn ended(&self) -> bool {
        self.ended
    }

    /// Whether a piece asked for more than its allowance.
    pub(super) fn overflowed(&self) -> bool {
        self.overflowed
    }
}

impl<R: BufRead> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let left = self.piece_max.saturating_sub(self.piece);
        let available = self.bytes.fill_buf()?;
        self.ended = available.is_empty();
        if left == 0 && !self.ended {
            self.overflowed = true;
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        Ok(&available[..available.len().min(left)])
    }

    fn consume(&mut self, count: usize) {
        // The buffer is not empty here, so this reads nothing new.
        if let Ok(given) = self.bytes.fill_buf() {
            let given = &given[..count.min(given.len())];
            self.newlines += memchr::memchr_iter(b'\n', given).count() as u64;
            self.last = given.last().copied().unwrap_or(self.last);
        }
        self.piece += count;
        self.bytes.consume(count);
    }
}

impl<R: BufRead> Read for Source<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let line = available.iter().position(|&byte| byte == b'\n');
        let count = line.map_or(available.len(), |end| end + 1).min(out.len());
        out[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}
