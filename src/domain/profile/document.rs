//! A TOML text together with the place of each of its keys, so that a fault found in the meaning
//! is told with its line like one found in the grammar.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer, Error};

use super::{Problem, ProfileFault};

/// A well-formed TOML text.
pub(super) struct Document<'t> {
    origin: Origin<'t>,
    tree: Spanned<DeTable<'t>>,
    places: Vec<Place>,
}

/// Where a text came from: enough to turn a byte into a line of a file.
#[derive(Clone, Copy)]
struct Origin<'t> {
    file: &'t str,
    text: &'t str,
}

/// One key, or one entry of a list.
struct Place {
    path: String,
    /// Bytes of the key; of the value for an entry of a list.
    key: Range<usize>,
    value: Range<usize>,
    /// The value, if it is a text.
    words: Option<String>,
}

impl<'t> Document<'t> {
    pub(super) fn read(file: &'t str, text: &'t str) -> Result<Self, ProfileFault> {
        let origin = Origin { file, text };
        let tree = DeTable::parse(text).map_err(|error| origin.reader_fault("", &error))?;
        let mut places = Vec::new();
        list_table("", tree.get_ref(), &mut places);
        Ok(Self { origin, tree, places })
    }

    /// Reads the document into `T`, whose shape is the rule.
    pub(super) fn fill<T: DeserializeOwned>(&self) -> Result<T, ProfileFault> {
        T::deserialize(Deserializer::from(self.tree.clone())).map_err(|error| {
            let path = self.path_at(&error.span().unwrap_or_default());
            self.origin.reader_fault(path, &error)
        })
    }

    /// Refuses texts and keys that are empty, act on a terminal or hide something in a sentence.
    pub(super) fn check_texts(&self) -> Result<(), ProfileFault> {
        for place in &self.places {
            let words = place.words.as_deref();
            let empty = words.is_some_and(|words| words.trim().is_empty());
            let lines = has_lines(&place.path);
            let breaks = |c: &char| lines && matches!(c, '\n' | '\r');
            let mut seen = words.unwrap_or("").chars().filter(|c| !breaks(c));
            let unseen = place.path.chars().find(is_unseen).or_else(|| seen.find(is_unseen));
            let problem = unseen.map(Problem::Unprintable).or(empty.then_some(Problem::Empty));
            if let Some(problem) = problem {
                return Err(self.origin.fault(place.key.start, &place.path, problem));
            }
        }
        Ok(())
    }

    /// A fault at the key of this path, or at its nearest parent that is in the text.
    pub(super) fn fault_at(&self, path: &str, problem: Problem) -> ProfileFault {
        let leads = self.places.iter().filter(|place| path.starts_with(&place.path));
        let nearest = leads.max_by_key(|place| place.path.len());
        self.origin.fault(nearest.map_or(0, |place| place.key.start), path, problem)
    }

    /// The innermost place that holds these bytes.
    fn path_at(&self, span: &Range<usize>) -> &str {
        let holds =
            |outer: &Range<usize>| !outer.is_empty() && outer.start <= span.start && span.end <= outer.end;
        self.places
            .iter()
            .filter(|place| holds(&place.key) || holds(&place.value))
            .max_by_key(|place| place.path.len())
            .map_or("", |place| &place.path)
    }
}

impl Origin<'_> {
    fn fault(self, start: usize, path: &str, problem: Problem) -> ProfileFault {
        let before = self.text.bytes().take(start);
        let path = if path.is_empty() { "top level" } else { path };
        ProfileFault {
            file: self.file.escape_debug().to_string(),
            line: 1 + before.filter(|byte| *byte == b'\n').count(),
            key: path.escape_debug().to_string(),
            problem,
        }
    }

    fn reader_fault(self, path: &str, error: &Error) -> ProfileFault {
        let start = error.span().unwrap_or_default().start;
        self.fault(start, path, Problem::Toml(error.message().to_owned()))
    }
}

fn list_table(parent: &str, table: &DeTable<'_>, places: &mut Vec<Place>) {
    for (key, value) in table.iter() {
        let dot = if parent.is_empty() { "" } else { "." };
        let path = format!("{parent}{dot}{}", key.get_ref());
        list_value(path, key.span(), value, places);
    }
}

fn list_value(path: String, key: Range<usize>, value: &Spanned<DeValue<'_>>, places: &mut Vec<Place>) {
    let words = value.get_ref().as_str().map(str::to_owned);
    places.push(Place { path: path.clone(), key, value: value.span(), words });
    match value.get_ref() {
        DeValue::Table(table) => list_table(&path, table, places),
        DeValue::Array(entries) => {
            for (n, entry) in entries.iter().enumerate() {
                list_value(format!("{path}[{}]", n + 1), entry.span(), entry, places);
            }
        }
        _ => {}
    }
}

/// Whether a text is written, not read aloud, and may have several lines.
fn has_lines(path: &str) -> bool {
    path == "not_otp.quote" || (path.starts_with("replies[") && path.ends_with("].text"))
}

/// Controls, marks that turn the reading direction, and characters without width: in a sentence to
/// be read aloud none has a use.
fn is_unseen(character: &char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}' | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        )
}
