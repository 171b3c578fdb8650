//! Pictures that go with a ticket: told by what is in them, not by their names.

use std::fmt;

use crate::domain::search::fold;

/// Most bytes of one picture. Servers take more, but are seconds over it (ticket facts, 2.3).
pub const LARGEST: usize = 5 << 20;

/// Most bytes of all pictures of a ticket.
pub const ALL_TOGETHER: usize = 10 << 20;

/// What a file is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// Portable Network Graphics.
    Png,
    /// What cameras and telephones write.
    Jpeg,
    /// Old, and still what some tools write.
    Gif,
    /// What browsers write.
    Webp,
    /// A printed page.
    Pdf,
}

/// First bytes, and what stands for any byte.
const SIGNS: [(Media, &str, &str, &[Option<u8>]); 5] = [
    (Media::Png, "image/png", "png", &bytes(b"\x89PNG\r\n\x1a\n")),
    (Media::Jpeg, "image/jpeg", "jpg", &bytes(b"\xff\xd8\xff")),
    (Media::Gif, "image/gif", "gif", &bytes(b"GIF8")),
    (Media::Webp, "image/webp", "webp", &bytes(b"RIFF....WEBP")),
    (Media::Pdf, "application/pdf", "pdf", &bytes(b"%PDF-")),
];

const fn bytes<const N: usize>(sign: &[u8; N]) -> [Option<u8>; N] {
    let mut all = [None; N];
    let mut at = 0;
    while at < N {
        if sign[at] != b'.' {
            all[at] = Some(sign[at]);
        }
        at += 1;
    }
    all
}

impl Media {
    /// What bytes are, if they are any of these.
    pub fn of(content: &[u8]) -> Option<Self> {
        let fits = |sign: &[Option<u8>]| {
            content.len() >= sign.len()
                && sign.iter().zip(content).all(|(sign, byte)| sign.is_none_or(|sign| sign == *byte))
        };
        SIGNS.iter().find(|(.., sign)| fits(sign)).map(|(media, ..)| *media)
    }

    /// Its media type.
    pub fn mime(self) -> &'static str {
        self.row().0
    }

    /// The ending of its names.
    pub fn ending(self) -> &'static str {
        self.row().1
    }

    fn row(self) -> (&'static str, &'static str) {
        let row = SIGNS.iter().find(|(media, ..)| *media == self);
        row.map_or(("", ""), |(_, mime, ending, _)| (mime, ending))
    }
}

/// A file that goes with a ticket. Its bytes may show a person's screen: they are not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, see [`plain_name`].
    pub name: String,
    /// What it is.
    pub media: Media,
    /// Its bytes.
    pub content: Vec<u8>,
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attachment").field("bytes", &self.content.len()).finish_non_exhaustive()
    }
}

impl Attachment {
    /// A file with its bytes; nothing if they are not what may be sent.
    pub fn new(path: &str, content: Vec<u8>) -> Option<Self> {
        let media = Media::of(&content)?;
        Some(Self { name: plain_name(path, media), media, content })
    }
}

/// The name of a file as servers keep it: no folder, ASCII letters, digits, `.`, `-` and `_` (an é is
/// spoilt by RT, an emoji makes it fail: ticket facts, 2.3), and the ending of what it is.
pub fn plain_name(path: &str, media: Media) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
    let stem: String = fold(stem).chars().map(plain).take(60).collect();
    let stem = stem.trim_matches(['.', '_']);
    format!("{}.{}", if stem.is_empty() { "capture" } else { stem }, media.ending())
}

#[cfg(test)]
#[path = "attachment_tests.rs"]
mod tests;
