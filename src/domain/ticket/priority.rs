//! How pressing a ticket is.

/// Three steps: what every desk can tell, whatever numbers it keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// It can wait.
    Low,
    /// As they come.
    #[default]
    Normal,
    /// Somebody cannot work.
    High,
}

impl Priority {
    /// Every priority with its word in the store and in `--json`; never translated, never changed.
    pub const WORDS: [(Self, &'static str); 3] =
        [(Self::Low, "low"), (Self::Normal, "normal"), (Self::High, "high")];

    /// Its stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
        }
    }

    /// The priority of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(_, known)| *known == word).map(|(priority, _)| priority)
    }
}
