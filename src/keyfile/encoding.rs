//! Any encoding a key file may be written in, turned into UTF-8 while it is read.

use std::io::{self, BufRead, Chain, Cursor, Read};

use zeroize::Zeroizing;

use super::Reason;

/// Bytes looked at for a byte order mark or an XML declaration.
const HEAD: u64 = 256;

/// Bytes decoded at once; what they become takes three times as much at most.
const CHUNK: usize = 4 * 1024;

/// Names of the one-byte encodings that are read. The first two differ from the third in control
/// characters only, which no text holds: all are decoded as Windows-1252, as browsers do.
const ONE_BYTE: [&str; 5] = ["ISO-8859-1", "LATIN1", "WINDOWS-1252", "CP1252", "ISO8859-1"];

/// The characters of Windows-1252 from 0x80 to 0x9f; the rest are those of Unicode.
const CP1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// How the bytes of a file become characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    OneByte,
}

impl Encoding {
    /// What the first bytes tell: a mark, the zero bytes of UTF-16, or a declaration in ASCII. An
    /// encoding that is not read passes for UTF-8 here; its declaration is then refused by name.
    fn of(head: &[u8]) -> Result<Self, Reason> {
        match head {
            [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => {
                Err(Reason::OtherEncoding { name: "UTF-32".to_owned() })
            }
            [0xff, 0xfe, ..] | [b'<', 0, 1..=0xff, 0, ..] => Ok(Self::Utf16Le),
            [0xfe, 0xff, ..] | [0, b'<', 0, 1..=0xff, ..] => Ok(Self::Utf16Be),
            _ if declared(head).is_some_and(is_one_byte) => Ok(Self::OneByte),
            _ => Ok(Self::Utf8),
        }
    }

    /// Whether a declaration of this encoding may stand in a file that is read in this one. A mark
    /// outranks the declaration, which tools that write UTF-16 forget to change.
    pub(super) fn allows(self, declared: &str) -> bool {
        let names: &[&str] = match self {
            Self::Utf8 => &["UTF-8", "UTF8", "US-ASCII"],
            Self::Utf16Le => &["UTF-16", "UTF-16LE", "UTF-8"],
            Self::Utf16Be => &["UTF-16", "UTF-16BE", "UTF-8"],
            Self::OneByte => &ONE_BYTE,
        };
        names.iter().any(|name| name.eq_ignore_ascii_case(declared))
    }
}

/// The encoding that an XML declaration in ASCII names.
fn declared(head: &[u8]) -> Option<&str> {
    let end = head.iter().position(|&byte| byte == b'>')?;
    let declaration = std::str::from_utf8(head.get(..end)?).ok()?;
    let (_, rest) = declaration.strip_prefix("<?xml")?.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    rest.get(1..)?.split(quote).next()
}

fn is_one_byte(name: &str) -> bool {
    ONE_BYTE.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// A file as UTF-8. UTF-8 passes through unchecked and uncopied: the XML reader checks it.
pub(super) struct Decoded<R> {
    bytes: Chain<Cursor<Zeroizing<Vec<u8>>>, R>,
    encoding: Encoding,
    /// Decoded, and given as far as `given`. Never grows.
    text: Zeroizing<Vec<u8>>,
    given: usize,
    /// What went wrong after that text, to be said once it is given: its line is then known.
    fault: Option<io::Error>,
}

impl<R: BufRead> Decoded<R> {
    /// Looks at the first bytes only.
    ///
    /// # Errors
    /// [`Reason::Unreadable`], and [`Reason::OtherEncoding`] for UTF-32.
    pub(super) fn open(mut rest: R) -> Result<Self, Reason> {
        let mut head = Zeroizing::new(Vec::with_capacity(HEAD as usize));
        let seen = rest.by_ref().take(HEAD).read_to_end(&mut head);
        seen.map_err(|fault| Reason::Unreadable { kind: fault.kind() })?;
        let encoding = Encoding::of(&head)?;
        let room = if encoding == Encoding::Utf8 { 0 } else { 3 * CHUNK };
        let mut bytes = Cursor::new(head).chain(rest);
        if bytes.get_ref().0.get_ref().starts_with(&[0xff, 0xfe])
            || bytes.get_ref().0.get_ref().starts_with(&[0xfe, 0xff])
        {
            bytes.consume(2);
        }
        Ok(Self { bytes, encoding, text: Zeroizing::new(Vec::with_capacity(room)), given: 0, fault: None })
    }

    /// How this file is read.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Decodes the next chunk; none at the end of the file.
    fn decode(&mut self) -> io::Result<()> {
        self.text.clear();
        self.given = 0;
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        let decoded = match self.encoding {
            Encoding::Utf8 => Ok(()),
            Encoding::OneByte => self.decode_bytes(),
            Encoding::Utf16Le => self.decode_units(u16::from_le_bytes),
            Encoding::Utf16Be => self.decode_units(u16::from_be_bytes),
        };
        match decoded {
            Err(fault) if !self.text.is_empty() => self.fault = Some(fault),
            other => return other,
        }
        Ok(())
    }

    fn decode_bytes(&mut self) -> io::Result<()> {
        let chunk = self.bytes.fill_buf()?;
        let count = chunk.len().min(CHUNK);
        for &byte in &chunk[..count] {
            let character = match byte {
                0x80..=0x9f => CP1252[usize::from(byte - 0x80)],
                _ => char::from(byte),
            };
            push(&mut self.text, character);
        }
        self.bytes.consume(count);
        Ok(())
    }

    fn decode_units(&mut self, unit: fn([u8; 2]) -> u16) -> io::Result<()> {
        while self.text.len() + 4 <= CHUNK {
            let Some(first) = self.next_unit(unit)? else {
                return Ok(());
            };
            let second = if matches!(first, 0xd800..=0xdbff) { self.next_unit(unit)? } else { None };
            let units = [Some(first), second];
            for character in char::decode_utf16(units.into_iter().flatten()) {
                push(&mut self.text, character.map_err(|_| io::ErrorKind::InvalidData)?);
            }
        }
        Ok(())
    }

    fn next_unit(&mut self, unit: fn([u8; 2]) -> u16) -> io::Result<Option<u16>> {
        let Some(first) = self.next_byte()? else {
            return Ok(None);
        };
        let second = self.next_byte()?.ok_or(io::ErrorKind::UnexpectedEof)?;
        Ok(Some(unit([first, second])))
    }

    fn next_byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.bytes.fill_buf()?.first().copied();
        if byte.is_some() {
            self.bytes.consume(1);
        }
        Ok(byte)
    }
}

fn push(text: &mut Vec<u8>, character: char) {
    text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

impl<R: BufRead> BufRead for Decoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.encoding == Encoding::Utf8 {
            return self.bytes.fill_buf();
        }
        if self.given == self.text.len() {
            self.decode()?;
        }
        Ok(&self.text[self.given..])
    }

    fn consume(&mut self, count: usize) {
        if self.encoding == Encoding::Utf8 {
            self.bytes.consume(count);
        } else {
            self.given = (self.given + count).min(self.text.len());
        }
    }
}

impl<R: BufRead> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(out.len());
        out[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
#[path = "encoding_tests.rs"]
mod tests;
