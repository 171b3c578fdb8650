//! Secrets that slip into ticket text (domain facts, R-33): found as one types, wiped before
//! anything is saved or filed.
//!
//! What it cannot see: a PASSCODE whose PIN makes it a telephone number (`0612345678`), six digits
//! alone, a password of several words beyond its first.

use std::borrow::Cow;
use std::ops::Range;

use crate::domain::phone::{Line, Phone};

/// What stands where a secret stood; the same in every language, on every desk.
pub const MARK: &str = "[***]";

/// What a suspicious piece of text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretKind {
    /// A PIN directly followed by the digits of a key.
    Passcode,
    /// A PIN alone, announced as such.
    Pin,
    /// A password, announced as such.
    Password,
    /// The code that activates a key, announced as such.
    ActivationCode,
    /// The civil-service number of education staff.
    Numen,
}

/// One suspicious piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspicion {
    /// What it looks like.
    pub kind: SecretKind,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// Words that announce a secret, in small letters.
const LABELS: [(&str, SecretKind); 12] = [
    ("mot de passe", SecretKind::Password),
    ("mots de passe", SecretKind::Password),
    ("mdp", SecretKind::Password),
    ("password", SecretKind::Password),
    ("pin", SecretKind::Pin),
    ("code secret", SecretKind::Pin),
    ("passcode", SecretKind::Passcode),
    ("passcode otp", SecretKind::Passcode),
    ("code d'activation", SecretKind::ActivationCode),
    ("code d’activation", SecretKind::ActivationCode),
    ("activation code", SecretKind::ActivationCode),
    ("numen", SecretKind::Numen),
];

/// What may stand between a label and its secret instead of a colon.
const LINKS: [&str; 2] = ["est ", "is "];

/// Characters of the shortest secret that a label can announce.
const SHORTEST_SECRET: usize = 4;

/// Characters looked at after a label: a hostile text must not cost its square.
const LONGEST_SECRET: usize = 128;

/// Characters of a PIN in the five notices, and of a PASSCODE with a code of six or eight digits.
const PIN: std::ops::RangeInclusive<usize> = 4..=6;
const PASSCODE: std::ops::RangeInclusive<usize> = 10..=14;

/// Digits of the code of a key, for a PIN that may hold letters: with eight, too many words that
/// are no secrets look like one.
const CODE: usize = 6;

/// How people space the code that follows a PIN.
const CODE_GROUPS: [&[usize]; 5] = [&[6], &[3, 3], &[2, 2, 2], &[8], &[4, 4]];

const SPACES: [&str; 3] = [" ", "\u{a0}", "\u{202f}"];
const PHONE_GAPS: [&str; 5] = [" ", "\u{a0}", "\u{202f}", ".", "-"];

/// Finds what looks like a secret, in the order of the text and without overlaps. `known` lists
/// words that may look like one and are none: serials, the login.
pub fn suspicions(text: &str, known: &[&str]) -> Vec<Suspicion> {
    let scan = Scan::new(text, known);
    let mut found: Vec<Suspicion> = scan.announced().chain(scan.shaped()).chain(scan.spaced()).collect();
    found.sort_by_key(|suspicion| suspicion.range.start);
    found.dedup_by(|later, earlier| {
        let overlaps = later.range.start < earlier.range.end;
        if overlaps {
            earlier.range.end = earlier.range.end.max(later.range.end);
        }
        overlaps
    });
    found
}

/// The text with [`MARK`] in place of every suspicion. The text it came from may still lie in the
/// buffers of the field it was typed into; it reaches no file.
pub fn redact<'t>(text: &'t str, known: &[&str]) -> Cow<'t, str> {
    let found = suspicions(text, known);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut from = 0;
    for Suspicion { range, .. } in found {
        clean.push_str(&text[from..range.start]);
        clean.push_str(MARK);
        from = range.end;
    }
    clean.push_str(&text[from..]);
    Cow::Owned(clean)
}

/// A text cut into words of ASCII letters and digits.
struct Scan<'t> {
    text: &'t str,
    known: &'t [&'t str],
    words: Vec<Range<usize>>,
    phones: Vec<Range<usize>>,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str, known: &'t [&'t str]) -> Self {
        let mut words: Vec<Range<usize>> = Vec::new();
        for (at, _) in text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_alphanumeric()) {
            match words.last_mut() {
                Some(word) if word.end == at => word.end = at + 1,
                _ => words.push(at..at + 1),
            }
        }
        let mut scan = Self { text, known, words, phones: Vec::new() };
        scan.phones = scan.find_phones();
        scan
    }

    /// Values after a label: "mot de passe : azerty", "PIN 4576".
    fn announced(&self) -> impl Iterator<Item = Suspicion> {
        let small = self.text.to_ascii_lowercase();
        let labels = LABELS.iter().flat_map(move |(label, kind)| {
            let ends = small.match_indices(label).map(|(at, _)| (at, at + label.len()));
            ends.map(|(at, end)| (at, end, *kind)).collect::<Vec<_>>()
        });
        labels.filter_map(|(at, end, kind)| {
            let before = self.text[..at].chars().next_back();
            let range = self.value_after(end, kind)?;
            let inside_a_word = before.is_some_and(char::is_alphanumeric);
            (!inside_a_word).then_some(Suspicion { kind, range })
        })
    }

    /// A password may be any word after a colon, on the next line even; everything else stands
    /// on the same line and holds a digit, which leaves "PIN : oublié" and "mot de passe refusé"
    /// alone.
    fn value_after(&self, label_end: usize, kind: SecretKind) -> Option<Range<usize>> {
        let rest = self.text.get(label_end..)?;
        if rest.starts_with(char::is_alphanumeric) {
            return None;
        }
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
        let after_colon = rest.strip_prefix([':', '=']);
        let after_link = LINKS.iter().find_map(|link| rest.strip_prefix(link));
        let value = after_colon.or(after_link).unwrap_or(rest);
        let gap = |c: char| c.is_whitespace() && (c != '\n' || after_colon.is_some());
        let value = value.trim_start_matches(|c: char| gap(c) || "\"'(«“‘".contains(c));
        let start = self.text.len() - value.len();
        let word = value.chars().take(LONGEST_SECRET).take_while(|c| !c.is_whitespace());
        let value = &value[..word.map(char::len_utf8).sum()];
        let counts = value.bytes().any(|byte| byte.is_ascii_digit())
            || (after_colon.is_some() && kind == SecretKind::Password);
        let secret = counts && value.chars().count() >= SHORTEST_SECRET && value != MARK;
        let bare = value.trim_matches(|c: char| !c.is_alphanumeric());
        (secret && !self.is_known(bare)).then_some(start..start + value.len())
    }

    /// Words that give themselves away.
    fn shaped(&self) -> impl Iterator<Item = Suspicion> {
        self.words.iter().filter_map(|range| {
            let word = &self.text[range.clone()];
            let kind = match word {
                _ if is_numen(word) => SecretKind::Numen,
                _ if is_passcode(word) => SecretKind::Passcode,
                _ => return None,
            };
            let harmless = self.is_known(word) || self.is_phone(range);
            (!harmless).then(|| Suspicion { kind, range: range.clone() })
        })
    }

    /// A PASSCODE read aloud and typed with spaces: "4576 768 950".
    fn spaced(&self) -> impl Iterator<Item = Suspicion> {
        let starts = (0..self.words.len()).filter(|at| self.number(*at).is_some_and(|n| PIN.contains(&n)));
        let spans =
            starts.flat_map(move |at| CODE_GROUPS.iter().filter_map(move |groups| self.follows(at, groups)));
        spans
            .filter(|range| !self.is_phone(range))
            .map(|range| Suspicion { kind: SecretKind::Passcode, range })
    }

    /// Where word `at` and the numbers after it end, if these have the sizes of `groups`.
    fn follows(&self, at: usize, groups: &[usize]) -> Option<Range<usize>> {
        let fits = groups.iter().enumerate().all(|(n, size)| {
            self.number(at + n + 1) == Some(*size)
                && self.gap(at + n).is_some_and(|gap| SPACES.contains(&gap))
        });
        let last = self.words.get(at + groups.len())?;
        fits.then(|| self.words[at].start..last.end)
    }

    /// Digits of word `at`, if it is a number.
    fn number(&self, at: usize) -> Option<usize> {
        let range = self.words.get(at)?;
        let digits = self.text[range.clone()].bytes().all(|byte| byte.is_ascii_digit());
        digits.then_some(range.len())
    }

    /// What stands between word `at` and the next one.
    fn gap(&self, at: usize) -> Option<&'t str> {
        self.text.get(self.words.get(at)?.end..self.words.get(at + 1)?.start)
    }

    /// The longest rows of numbers that are telephone numbers as a whole.
    fn find_phones(&self) -> Vec<Range<usize>> {
        let mut rows: Vec<Range<usize>> = Vec::new();
        for at in (0..self.words.len()).filter(|at| self.number(*at).is_some()) {
            let continues = at > 0
                && self.number(at - 1).is_some()
                && self.gap(at - 1).is_some_and(|gap| PHONE_GAPS.contains(&gap));
            match rows.last_mut() {
                Some(row) if continues => row.end = self.words[at].end,
                _ => rows.push(self.words[at].clone()),
            }
        }
        rows.retain(|row| self.is_phone(row));
        rows
    }

    fn is_phone(&self, range: &Range<usize>) -> bool {
        let nearest = self.phones.partition_point(|phone| phone.end < range.end);
        if self.phones.get(nearest).is_some_and(|phone| phone.start <= range.start) {
            return true;
        }
        let plus = self.text[..range.start].ends_with('+');
        let number = &self.text[range.start - usize::from(plus)..range.end];
        // Without its plus, any long row of digits could be a foreign number.
        Phone::parse(number).is_ok_and(|phone| plus || phone.line() != Line::Foreign)
    }

    fn is_known(&self, word: &str) -> bool {
        self.known.iter().any(|known| known.eq_ignore_ascii_case(word))
    }
}

/// Two digits, a letter, seven digits, three letters.
fn is_numen(word: &str) -> bool {
    word.len() == 13
        && word.bytes().enumerate().all(|(at, byte)| match at {
            0..=1 | 3..=9 => byte.is_ascii_digit(),
            _ => byte.is_ascii_alphabetic(),
        })
}

/// Digits all through, or a PIN with letters before six digits. Left out are capitals followed by
/// digits alone, as incident numbers and serials are written, and the error numbers of Windows.
fn is_passcode(word: &str) -> bool {
    let head = word.trim_end_matches(|c: char| c.is_ascii_digit());
    if head.is_empty() {
        return PASSCODE.contains(&word.len());
    }
    let reference = word.starts_with("0x") || head.bytes().all(|byte| byte.is_ascii_uppercase());
    let pin = word.len().saturating_sub(CODE);
    !reference && PIN.contains(&pin) && head.len() <= pin
}

#[cfg(test)]
#[path = "suspicion_tests.rs"]
mod tests;
