//! Which column of a CSV file holds what: told by `--map`, or by a header of known names.
//!
//! `field=Column name`, `field=#2` for the second column of a file without header, `field==value`
//! for what every key of the file has in common. Assignments are separated by commas.

use super::cellvalue::{self, Kind};
use super::lines::text;
use super::value::date;

/// What a key of a CSV file is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its number.
    Serial,
    /// Its secret.
    Seed,
    /// `hotp` or `totp`.
    Kind,
    /// How many digits its codes have.
    Digits,
    /// Seconds a code lives.
    Period,
    /// The next counter of a counter key.
    Counter,
    /// `sha1`, `sha256` or `sha512`.
    Algorithm,
    /// Who made it.
    Maker,
    /// Which model it is.
    Model,
    /// Not to be used before.
    Starts,
    /// Not to be used from then on.
    Expires,
}

/// How many parts there are.
pub(super) const PARTS: usize = 11;

impl Part {
    /// Every part in the order of its number, its name on the command line, and headers that name it
    /// too, in small letters without accents, blanks and signs.
    pub(super) const TABLE: [(Self, &'static str, &'static [&'static str]); PARTS] = [
        (Self::Serial, "serial", &["serialno", "serialnumber", "numero", "numerodeserie"]),
        (Self::Seed, "seed", &["secret", "secretkey", "key", "otpkey", "graine"]),
        (Self::Kind, "type", &["tokentype"]),
        (Self::Digits, "digits", &["otplen", "otplength", "chiffres"]),
        (Self::Period, "period", &["timestep", "timeinterval", "periode"]),
        (Self::Counter, "counter", &["compteur"]),
        (Self::Algorithm, "algorithm", &["hash", "hashlib", "algorithme"]),
        (Self::Maker, "maker", &["manufacturer", "fabricant"]),
        (Self::Model, "model", &["modele"]),
        (Self::Starts, "starts", &["startdate"]),
        (Self::Expires, "expires", &["expirydate"]),
    ];

    /// The name on the command line.
    pub fn word(self) -> &'static str {
        Self::TABLE[self as usize].1
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::TABLE.iter().find(|(_, known, _)| *known == word).map(|(part, ..)| *part)
    }

    fn from_header(name: &str) -> Option<Self> {
        let name = plain(name);
        let known = Self::TABLE.iter().find(|(_, word, also)| *word == name || also.contains(&name.as_str()));
        known.map(|(part, ..)| *part)
    }

    /// Whether a value can stand for every key of a file.
    fn takes(self, value: &str) -> bool {
        match self {
            Self::Serial | Self::Seed => false,
            Self::Kind => Kind::from_word(value).is_some(),
            Self::Digits => cellvalue::digits(value).is_ok(),
            Self::Period => cellvalue::period(value).is_ok(),
            Self::Counter => cellvalue::counter(value).is_ok(),
            Self::Algorithm => cellvalue::hash(value).is_ok(),
            Self::Maker | Self::Model => !value.is_empty(),
            Self::Starts | Self::Expires => date(value, "").is_ok(),
        }
    }
}

/// Where a part comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Origin {
    #[default]
    Nowhere,
    /// The column of this name.
    Named(String),
    /// The column of this place, from 0.
    Placed(usize),
    /// The same for every key.
    Constant(String),
}

/// Where every part comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    origins: [Origin; PARTS],
}

/// What is wrong with a `--map`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MapFault {
    /// Not `field=…` with a known field.
    UnknownPart(String),
    /// A field is given twice.
    Repeated(&'static str),
    /// Nothing after the sign, or a column number that is none.
    Empty(&'static str),
    /// A value that no key can have, or a serial or secret for all keys.
    BadValue(&'static str),
    /// Column names and column numbers together.
    Mixed,
    /// A field that no key can do without is not given.
    Missing(&'static str),
}

impl Map {
    /// From the values of one or several `--map`.
    pub fn parse<'a>(options: impl IntoIterator<Item = &'a str>) -> Result<Self, MapFault> {
        let mut map = Self::default();
        for assignment in options.into_iter().flat_map(assignments) {
            let unknown = || MapFault::UnknownPart(super::quoted(assignment));
            let (word, origin) = assignment.split_once('=').ok_or_else(unknown)?;
            let part = Part::from_word(word.trim()).ok_or_else(unknown)?;
            let place = &mut map.origins[part as usize];
            if *place != Origin::Nowhere {
                return Err(MapFault::Repeated(part.word()));
            }
            *place = Origin::parse(part, origin)?;
        }
        map.check()?;
        Ok(map)
    }

    /// From a header whose cells all name a part, once; `None` for any other line.
    pub(super) fn from_header<'a>(cells: impl Iterator<Item = &'a [u8]>) -> Option<Self> {
        let mut map = Self::default();
        for (place, cell) in cells.enumerate() {
            let part = Part::from_header(&text(cell))?;
            let origin = &mut map.origins[part as usize];
            if *origin != Origin::Nowhere {
                return None;
            }
            *origin = Origin::Placed(place);
        }
        map.has(Part::Serial).then_some(())?;
        map.has(Part::Seed).then_some(map)
    }

    pub(super) fn origin(&self, part: Part) -> &Origin {
        &self.origins[part as usize]
    }

    fn has(&self, part: Part) -> bool {
        *self.origin(part) != Origin::Nowhere
    }

    /// Whether columns are named, so that the file must have a header.
    pub(super) fn has_names(&self) -> bool {
        self.origins.iter().any(|origin| matches!(origin, Origin::Named(_)))
    }

    fn check(&self) -> Result<(), MapFault> {
        let placed = self.origins.iter().any(|origin| matches!(origin, Origin::Placed(_)));
        if placed && self.has_names() {
            return Err(MapFault::Mixed);
        }
        let is_hotp = match self.origin(Part::Kind) {
            Origin::Constant(kind) => Kind::from_word(kind) == Some(Kind::Hotp),
            _ => false,
        };
        // Nothing tells a clock from a counter, or 30 s from 60: a guess would be a key of wrong codes.
        let needed = [(Part::Serial, true), (Part::Seed, true), (Part::Kind, true), (Part::Period, !is_hotp)];
        match needed.into_iter().find(|(part, needed)| *needed && !self.has(*part)) {
            Some((part, _)) => Err(MapFault::Missing(part.word())),
            None => Ok(()),
        }
    }
}

impl Origin {
    fn parse(part: Part, origin: &str) -> Result<Self, MapFault> {
        let empty = MapFault::Empty(part.word());
        if let Some(value) = origin.strip_prefix('=') {
            let value = value.trim();
            return match part.takes(value) {
                true => Ok(Self::Constant(value.to_owned())),
                false => Err(MapFault::BadValue(part.word())),
            };
        }
        let origin = origin.trim();
        match origin.strip_prefix('#') {
            Some(place) => match place.parse::<usize>() {
                Ok(place) if (1..=1000).contains(&place) => Ok(Self::Placed(place - 1)),
                _ => Err(empty),
            },
            None if origin.is_empty() => Err(empty),
            None => Ok(Self::Named(origin.to_owned())),
        }
    }
}

/// The assignments of one option. A comma separates two only where the name of a field and `=`
/// follow, so that a column name may hold one.
fn assignments(option: &str) -> Vec<&str> {
    let begins =
        |rest: &str| rest.split_once('=').is_some_and(|(word, _)| Part::from_word(word.trim()).is_some());
    let (mut found, mut start) = (Vec::new(), 0);
    for (at, _) in option.match_indices(',').filter(|(at, _)| begins(&option[at + 1..])) {
        found.push(&option[start..at]);
        start = at + 1;
    }
    found.push(&option[start..]);
    found
}

/// A header without case, accents, blanks and signs.
fn plain(header: &str) -> String {
    let letters = header.chars().flat_map(char::to_lowercase);
    let unaccented = letters.map(|letter| match letter {
        'é' | 'è' | 'ê' => 'e',
        other => other,
    });
    unaccented.filter(|letter| letter.is_alphanumeric()).collect()
}

/// Whether a header cell is the column that a map names: case and blanks around do not count.
pub(super) fn is_named(cell: &[u8], name: &str) -> bool {
    text(cell).trim().to_lowercase() == name.trim().to_lowercase()
}

#[cfg(test)]
#[path = "map_tests.rs"]
mod tests;
