//! The bytes a program sent, cut into escape sequences (ECMA-48 section 5.4, xterm's strings).

/// One escape sequence of the stream. Text and single control characters are passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sequence<'a> {
    /// `ESC [ body last`, for instance body `?25`, last `l`.
    Csi {
        /// Everything between the bracket and the final byte.
        body: &'a str,
        /// The final byte, which names the function.
        last: char,
    },
    /// A string: `ESC ]` (OSC), `ESC P` (DCS), `ESC _`, `ESC ^`, `ESC X`, up to BEL or ST.
    Text {
        /// The byte after ESC, which tells the kind.
        kind: char,
        /// What is inside; bytes that are not UTF-8 end the visible part.
        body: &'a str,
    },
    /// Any other `ESC` sequence, for instance `=`, `>`, `c`, `(0`.
    Short(&'a str),
}

/// Every complete sequence of the stream, in order. A truncated last one is left out.
pub fn sequences(raw: &[u8]) -> Vec<Sequence<'_>> {
    let mut found = Vec::new();
    let mut rest = raw;
    while let Some(at) = rest.iter().position(|byte| *byte == 0x1b) {
        rest = &rest[at + 1..];
        let Some((sequence, length)) = one(rest) else {
            continue;
        };
        found.push(sequence);
        rest = &rest[length..];
    }
    found
}

/// What is left of the stream without its escape sequences: text and single control characters.
pub fn without_sequences(raw: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut rest = raw;
    while let Some(at) = rest.iter().position(|byte| *byte == 0x1b) {
        plain.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        rest = one(rest).map_or(rest, |(_, length)| &rest[length..]);
    }
    plain.extend_from_slice(rest);
    plain
}

/// The sequence that follows an ESC, and its length.
fn one(after: &[u8]) -> Option<(Sequence<'_>, usize)> {
    match *after.first()? {
        b'[' => {
            let end = 1 + after[1..].iter().position(|byte| !(0x20..0x40).contains(byte))?;
            let last = char::from(after[end]);
            let body = text(&after[1..end]);
            (' '..='~').contains(&last).then_some((Sequence::Csi { body, last }, end + 1))
        }
        kind @ (b']' | b'P' | b'_' | b'^' | b'X') => {
            let end = 1 + after[1..].iter().position(|byte| matches!(byte, 0x07 | 0x1b))?;
            let body = text(&after[1..end]);
            let kind = char::from(kind);
            // An ESC that ends the string stays: it starts ST, or the next sequence.
            let length = if after[end] == 0x07 { end + 1 } else { end };
            Some((Sequence::Text { kind, body }, length))
        }
        _ => {
            let end = after.iter().position(|byte| !(0x20..0x30).contains(byte))?;
            Some((Sequence::Short(text(&after[..=end])), end + 1))
        }
    }
}

fn text(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    }
}
