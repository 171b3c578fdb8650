//! The one place where bytes from outside (server, file, ticket, paste) become displayable text.
//!
//! Control characters, direction marks, zero-width and other invisible characters are replaced by
//! something visible, never dropped: the reader must see that something was there.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Stands for an invisible character.
const INVISIBLE: char = '\u{fffd}';

/// Text that may be drawn: no control character, nothing invisible, accents composed.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.bytes().any(|b| b.is_ascii_control()) {
        return Cow::Borrowed(text);
    }
    let composed = is_nfc_quick(text.chars()) == IsNormalized::Yes;
    if composed && text.chars().all(|c| shown(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().map(shown).collect())
}

/// Like [`clean`] for text of several lines: line ends and tabs are kept as line ends and spaces.
pub fn clean_lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ");
    text.split('\n').map(clean).collect::<Vec<_>>().join("\n")
}

/// Text for terminals without Unicode: accents off, the rest as `?`.
pub fn ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match spelled(c) {
            Some(spelled) => plain.push_str(spelled),
            None => plain.extend(
                c.nfd().filter(|part| !is_mark(*part)).map(|part| if part.is_ascii() { part } else { '?' }),
            ),
        }
    }
    Cow::Owned(plain)
}

fn spelled(c: char) -> Option<&'static str> {
    const SPELLED: [(char, &str); 28] = [
        ('œ', "oe"),
        ('Œ', "OE"),
        ('æ', "ae"),
        ('Æ', "AE"),
        ('ß', "ss"),
        ('ł', "l"),
        ('Ł', "L"),
        ('ø', "o"),
        ('Ø', "O"),
        ('đ', "d"),
        ('’', "'"),
        ('‘', "'"),
        ('«', "\""),
        ('»', "\""),
        ('“', "\""),
        ('”', "\""),
        ('°', "o"),
        ('×', "x"),
        ('↑', "^"),
        ('↓', "v"),
        ('→', "->"),
        ('±', "+-"),
        ('≤', "<="),
        ('·', "-"),
        ('…', "..."),
        ('–', "-"),
        ('\u{a0}', " "),
        ('\u{202f}', " "),
    ];
    SPELLED.iter().find(|(from, _)| *from == c).map(|(_, to)| *to)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Whether [`clean`] leaves a character as it is.
pub fn is_shown(c: char) -> bool {
    shown(c) == c
}

/// One character as it may be drawn.
pub fn shown(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(INVISIBLE),
        '\u{7f}' => '\u{2421}',
        _ if is_invisible(c) => INVISIBLE,
        _ => c,
    }
}

/// C1 controls, direction marks and overrides, zero-width characters, line separators, variation
/// selectors, tags, fillers: everything that changes how its neighbours look or is not seen.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
        | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
#[path = "clean_tests.rs"]
mod tests;
