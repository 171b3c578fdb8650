//! Finding a person: folding of accents and case, matching, ranking.
//!
//! Every word of the query must be found somewhere in the entry, at the start of a word or inside
//! one. A whole word beats a beginning, which beats the inside; a name beats a login, a login a school.

use memchr::memmem::Finder;
use unicode_normalization::UnicodeNormalization;

/// Lower case without accents, ligatures opened, apostrophes and hyphens as spaces: what is
/// compared. `Élodie N'Diaye-Müller` becomes `elodie n diaye muller`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(fold_ascii(c));
        } else {
            fold_wide(c, &mut folded);
        }
    }
    folded
}

fn fold_ascii(c: char) -> char {
    match c {
        '\'' | '-' => ' ',
        _ => c.to_ascii_lowercase(),
    }
}

/// Letters that no decomposition opens, and signs that separate words.
const OPENED: [(char, &str); 17] = [
    ('œ', "oe"),
    ('Œ', "oe"),
    ('æ', "ae"),
    ('Æ', "ae"),
    ('ß', "ss"),
    ('ẞ', "ss"),
    ('ł', "l"),
    ('Ł', "l"),
    ('ø', "o"),
    ('Ø', "o"),
    ('đ', "d"),
    ('Đ', "d"),
    ('ı', "i"),
    ('’', " "),
    ('‘', " "),
    ('ʼ', " "),
    ('‐', " "),
];

fn fold_wide(c: char, out: &mut String) {
    for part in c.nfkd().filter(|part| !is_mark(*part)) {
        match OPENED.iter().find(|(letter, _)| *letter == part) {
            Some((_, opened)) => out.push_str(opened),
            None if part.is_ascii() => out.push(fold_ascii(part)),
            None => out.extend(part.to_lowercase().filter(|low| !is_mark(*low))),
        }
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}')
}

/// The columns of an entry, best first. The order is the ranking.
pub const COLUMNS: usize = 7;

/// The searchable text of one entry: family and given name, login, mail, serials, school, UAI.
/// Kept as one string so that a query costs one pass over contiguous memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    text: String,
    /// Where each column ends in `text`.
    ends: [u16; COLUMNS],
}

impl Entry {
    /// Folds the columns; each stands between spaces, so that a word starts " w" and ends "w ".
    pub fn new(columns: [&str; COLUMNS]) -> Self {
        let length: usize = columns.iter().map(|column| column.len() + 1).sum();
        let mut text = String::with_capacity(length + 1);
        let mut ends = [0; COLUMNS];
        for (column, end) in columns.iter().zip(&mut ends) {
            text.push(' ');
            text.push_str(&fold(column));
            *end = u16::try_from(text.len()).unwrap_or(u16::MAX);
        }
        text.push(' ');
        Self { text, ends }
    }

    fn column_of(&self, at: usize) -> usize {
        self.ends.iter().position(|&end| at < usize::from(end)).unwrap_or(COLUMNS)
    }
}

/// A query made ready: its words, longest first so that most entries fail at once.
pub struct Query {
    words: Vec<[Finder<'static>; 3]>,
}

impl Query {
    /// Folds and splits; an empty query matches nothing.
    pub fn new(text: &str) -> Self {
        let folded = fold(text);
        let mut words: Vec<&str> = folded.split_whitespace().collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let finders = |word: &str| {
            [word.to_owned(), format!(" {word}"), format!(" {word} ")]
                .map(|text| Finder::new(text.as_bytes()).into_owned())
        };
        Self { words: words.into_iter().map(finders).collect() }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The rank of an entry, lower is better, or `None` if a word is missing.
    pub fn rank(&self, entry: &Entry) -> Option<u32> {
        if self.is_empty() {
            return None;
        }
        let text = entry.text.as_bytes();
        let mut rank = 0;
        for [anywhere, at_start, whole] in &self.words {
            let found = anywhere.find(text)?;
            let column = |at: usize| 2 * entry.column_of(at) as u32;
            // Most entries fail above; the better places are looked for in the others only.
            rank += match at_start.find(text) {
                None => column(found) + 2 * COLUMNS as u32,
                Some(at) => whole.find(text).map_or(column(at) + 1, column),
            };
        }
        Some(rank)
    }
}

/// Where the words of `query` stand in `shown`, as character ranges, for marking. Word starts are
/// preferred; overlapping finds are merged by the caller drawing them twice the same.
pub fn marks(shown: &str, query: &str) -> Vec<std::ops::Range<usize>> {
    let (folded, origin) = fold_with_origin(shown);
    let query = fold(query);
    let mut marks = Vec::new();
    for word in query.split_whitespace() {
        let at_start = format!(" {word}");
        let spaced = format!(" {folded}");
        let found = spaced.find(&at_start).or_else(|| folded.find(word));
        let Some(first) = found.and_then(|at| origin.get(at)) else { continue };
        let end = found.and_then(|at| origin.get(at + word.len() - 1)).unwrap_or(first) + 1;
        // An accent written as a character of its own belongs to the letter before it.
        let accents = shown.chars().skip(end).take_while(|c| is_mark(*c)).count();
        marks.push(*first..end + accents);
    }
    marks
}

/// The folded text and, for each of its bytes, the index of the character it came from.
fn fold_with_origin(text: &str) -> (String, Vec<usize>) {
    let mut folded = String::with_capacity(text.len());
    let mut origin = Vec::with_capacity(text.len());
    for (index, c) in text.chars().enumerate() {
        let before = folded.len();
        if c.is_ascii() {
            folded.push(fold_ascii(c));
        } else {
            fold_wide(c, &mut folded);
        }
        origin.resize(origin.len() + folded.len() - before, index);
    }
    (folded, origin)
}

#[cfg(test)]
#[path = "search_tests.rs"]
mod tests;
