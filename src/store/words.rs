//! The stored words of domain values. They are written in files, so they never change.

use crate::domain::key::Life;
use crate::domain::otp::Algorithm;

/// Stored words of [`Life`].
pub const LIVES: [(Life, &str); 5] = [
    (Life::InStock, "in-stock"),
    (Life::Assigned, "assigned"),
    (Life::Active, "active"),
    (Life::Suspended, "suspended"),
    (Life::Retired, "retired"),
];

/// Stored words of [`Algorithm`].
pub const ALGORITHMS: [(Algorithm, &str); 3] =
    [(Algorithm::Sha1, "sha1"), (Algorithm::Sha256, "sha256"), (Algorithm::Sha512, "sha512")];

/// The stored word of a value.
pub fn word_of<T: PartialEq>(table: &[(T, &'static str)], value: &T) -> &'static str {
    table.iter().find(|(known, _)| known == value).map_or("", |(_, word)| word)
}

/// The value of a stored word.
pub fn value_of<T: Copy>(table: &[(T, &'static str)], word: &str) -> Option<T> {
    table.iter().find(|(_, known)| *known == word).map(|(value, _)| *value)
}
