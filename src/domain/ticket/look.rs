//! A look at the book that an agent keeps: one of the looks that everybody has, and a filter.

use serde::{Deserialize, Serialize};

use super::{Lens, Uuid};

/// A look of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// Its name for good.
    pub uuid: Uuid,
    /// What the agent calls it.
    pub name: String,
    /// Through which look of everybody.
    pub lens: Lens,
    /// Words that its tickets hold; may be empty.
    pub filter: String,
}

impl Look {
    /// Most characters of a name: what stands in the heading beside the counts.
    pub const NAME: usize = 30;

    /// A name as it is kept, if it can be one: `taken` are those of the others.
    pub fn named(typed: &str, taken: &[String]) -> Option<String> {
        let name = typed.trim();
        let fits = !name.is_empty() && name.chars().count() <= Self::NAME;
        let free = taken.iter().all(|taken| taken.to_lowercase() != name.to_lowercase());
        (fits && free).then(|| name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_nobody_else_s() {
        let taken = ["Rouen".to_owned()];
        assert_eq!(Look::named("  Eure à rappeler ", &taken).as_deref(), Some("Eure à rappeler"));
        for wrong in ["", "  ", "ROUEN", &"x".repeat(Look::NAME + 1)] {
            assert_eq!(Look::named(wrong, &taken), None, "{wrong}");
        }
    }
}
