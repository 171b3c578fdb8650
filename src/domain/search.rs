//! Finding a person: folding of accents and case, matching, ranking.
//!
//! Every word of the query must be found somewhere in the entry, at the start of a word or inside
//! one. A beginning beats the inside; then a name beats a login, a login a school; then a whole word
//! beats a beginning.

use std::collections::BinaryHeap;

use memchr::memchr;
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

/// [`fold_ascii`] of a byte.
fn fold_byte(byte: u8) -> u8 {
    match byte {
        b'\'' | b'-' => b' ',
        _ => byte.to_ascii_lowercase(),
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

/// Letters of French names, which are most of those that are not ASCII: what their decomposition gives,
/// without the tables it is read from.
const FRENCH: [(&str, char); 5] =
    [("éèêëÉÈÊË", 'e'), ("àâäÀÂÄ", 'a'), ("îïÎÏ", 'i'), ("ôöÔÖ", 'o'), ("ùûüÙÛÜ", 'u')];

fn fold_wide(c: char, out: &mut String) {
    if let Some((_, plain)) = FRENCH.iter().find(|(letters, _)| letters.contains(c)) {
        out.push(*plain);
        return;
    }
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

/// A text that many entries share, folded once.
pub struct Folded(Box<[u8]>);

impl Folded {
    /// Folds it.
    pub fn new(text: &str) -> Self {
        Self(fold(text).into_bytes().into_boxed_slice())
    }
}

/// One column of an entry.
pub enum Column<'a> {
    /// To be folded.
    Plain(&'a str),
    /// Folded before.
    Folded(&'a Folded),
}

impl Column<'_> {
    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Self::Plain(text) if text.is_ascii() => {
                out.extend(text.bytes().map(fold_byte));
            }
            Self::Plain(text) => out.extend_from_slice(fold(text).as_bytes()),
            Self::Folded(Folded(text)) => out.extend_from_slice(text),
        }
    }
}

/// Many entries, their texts one after the other: a query is one pass over memory in order. Each column
/// stands between spaces, so that a word starts " w" and ends "w ".
#[derive(Debug, Default)]
pub struct Entries {
    text: Vec<u8>,
    /// Where each entry starts in `text`, and where its columns end from there.
    places: Vec<(usize, [u16; COLUMNS])>,
}

impl Entries {
    /// Adds one at the end: family and given name, login, mail, serials, school, UAI.
    pub fn push(&mut self, columns: [Column; COLUMNS]) {
        let start = self.text.len();
        let mut ends = [0; COLUMNS];
        for (column, end) in columns.iter().zip(&mut ends) {
            self.text.push(b' ');
            column.put(&mut self.text);
            *end = u16::try_from(self.text.len() - start).unwrap_or(u16::MAX);
        }
        self.text.push(b' ');
        self.places.push((start, ends));
    }

    /// The folded text of an entry: what they are put in order by. Empty behind the last one.
    pub fn text(&self, at: usize) -> &[u8] {
        let start = |at: usize| self.places.get(at).map_or(self.text.len(), |(start, _)| *start);
        &self.text[start(at)..start(at.saturating_add(1))]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The rank and the place of every entry that matches, in the order of the entries.
    pub fn ranked(&self, query: &Query) -> Vec<(u32, usize)> {
        let mut ranked = Vec::new();
        self.each(query, |at, seen| ranked.extend(query.rank(&seen).map(|rank| (rank, at))));
        ranked
    }

    /// Offers every entry that matches to the best. `order` has a number for each entry, by which those
    /// of one rank are put in order; no number stands twice.
    pub fn choose(&self, query: &Query, order: &[u32], best: &mut Best) {
        self.each(query, |at, seen| {
            let Some(&place) = order.get(at) else { return };
            // Most entries that match a letter or two can be seen not to be among the best.
            match best.is_beyond((query.rank_at_best(&seen), place)) {
                true => best.matching += usize::from(query.matches(&seen)),
                false => best.offer(query.rank(&seen).map(|rank| (rank, place))),
            }
        });
    }

    /// Every entry with the longest word of the query.
    fn each<'e>(&'e self, query: &Query, mut meet: impl FnMut(usize, Seen<'e>)) {
        let Some(longest) = query.words.first() else { return };
        let text = self.text.as_slice();
        let mut at = 0;
        let mut from = 0;
        while let Some(found) = longest.anywhere.find(&text[from..]) {
            // An entry is far longer than a step of this search for the one that holds the find.
            while self.places.get(at + 1).is_some_and(|(start, _)| *start <= from + found) {
                at += 1;
            }
            let (start, ends) = &self.places[at];
            let end = self.places.get(at + 1).map_or(text.len(), |(start, _)| *start);
            meet(at, Seen { text: &text[*start..end], ends, first: from + found - start });
            from = end;
        }
    }

    /// Gives back the room kept for more.
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.places.shrink_to_fit();
    }
}

/// An entry with the longest word of a query in it.
struct Seen<'e> {
    text: &'e [u8],
    ends: &'e [u16; COLUMNS],
    /// Where that word is first.
    first: usize,
}

/// The best of the entries that match, and how many match.
pub struct Best {
    limit: usize,
    matching: usize,
    /// Rank and place in the order, the worst on top.
    kept: BinaryHeap<(u32, u32)>,
}

impl Best {
    /// Keeps so many.
    pub fn new(limit: usize) -> Self {
        Self { limit, matching: 0, kept: BinaryHeap::new() }
    }

    /// How many match.
    pub fn matching(&self) -> usize {
        self.matching
    }

    /// Whether something of this rank, or of a worse one, would not be kept.
    fn is_beyond(&self, at_best: (u32, u32)) -> bool {
        self.kept.len() >= self.limit && self.kept.peek().is_none_or(|worst| at_best > *worst)
    }

    fn offer(&mut self, found: Option<(u32, u32)>) {
        let Some(found) = found else { return };
        self.matching += 1;
        if !self.is_beyond(found) {
            self.kept.push(found);
        }
        if self.kept.len() > self.limit {
            self.kept.pop();
        }
    }

    /// Takes in what was found among others.
    pub fn join(&mut self, other: Self) {
        self.matching += other.matching;
        self.kept.extend(other.kept);
        while self.kept.len() > self.limit {
            self.kept.pop();
        }
    }

    /// Those kept, the best first, and how many match.
    pub fn into_sorted(self) -> (Vec<(u32, u32)>, usize) {
        (self.kept.into_sorted_vec(), self.matching)
    }
}

/// A word of a query, ready to be looked for.
struct Word {
    anywhere: Finder<'static>,
    at_start: Finder<'static>,
}

impl Word {
    fn new(word: &str) -> Self {
        let finder = |text: String| Finder::new(text.as_bytes()).into_owned();
        Self { anywhere: finder(word.to_owned()), at_start: finder(format!(" {word}")) }
    }

    /// The best place of the word in an entry, where it is first. A column outranks the next by two, so
    /// that only the first column with a beginning has to be looked at for a whole word.
    fn rank(&self, Seen { text, ends, first }: &Seen) -> u32 {
        let begins = match first.checked_sub(1).filter(|before| text[*before] == b' ') {
            None => self.at_start.find(&text[*first..]).map(|at| first + at),
            begun => begun,
        };
        let Some(at) = begins else { return rank(column(ends, *first) + COLUMNS) };
        let column = column(ends, at);
        let end = ends.get(column).map_or(text.len(), |&end| text.len().min(usize::from(end) + 1));
        rank(column) + u32::from(!self.is_whole(&text[at..end]))
    }

    /// Whether a word between two spaces is this one. The text begins and ends with a space.
    fn is_whole(&self, text: &[u8]) -> bool {
        let word = self.anywhere.needle();
        let mut rest = text.get(1..).unwrap_or_default();
        while let Some(length) = memchr(b' ', rest) {
            // Where a word of another length ends there is nothing to compare.
            if length == word.len() && rest.starts_with(word) {
                return true;
            }
            rest = &rest[length + 1..];
        }
        false
    }
}

/// The column that a place in an entry is in.
fn column(ends: &[u16; COLUMNS], at: usize) -> usize {
    // Counted without a branch: which column it is cannot be foretold.
    ends.iter().map(|&end| usize::from(at >= usize::from(end))).sum()
}

/// The rank of a whole word in a column.
fn rank(column: usize) -> u32 {
    2 * column as u32
}

/// A query made ready: its words, longest first so that most entries fail at once.
pub struct Query {
    words: Vec<Word>,
}

impl Query {
    /// Folds and splits; an empty query matches nothing.
    pub fn new(text: &str) -> Self {
        let folded = fold(text);
        let mut words: Vec<&str> = folded.split_whitespace().collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self { words: words.into_iter().map(Word::new).collect() }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The rank of an entry, lower is better, or `None` if a word is missing.
    fn rank(&self, seen: &Seen) -> Option<u32> {
        let (longest, others) = self.words.split_first()?;
        let other = |word: &Word| {
            let first = word.anywhere.find(seen.text)?;
            Some(word.rank(&Seen { first, ..*seen }))
        };
        Some(longest.rank(seen) + others.iter().map(other).sum::<Option<u32>>()?)
    }

    /// The best rank that an entry may have, as far as is seen at once.
    fn rank_at_best(&self, seen: &Seen) -> u32 {
        rank(column(seen.ends, seen.first))
    }

    /// Whether the other words are in an entry too.
    fn matches(&self, seen: &Seen) -> bool {
        self.words.iter().skip(1).all(|word| word.anywhere.find(seen.text).is_some())
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
