//! How far a ticket has come.

/// The states every desk can tell, whatever it calls them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Nobody has taken it.
    New,
    /// Somebody works on it.
    Open,
    /// Waits for the caller or for another service.
    Waiting,
    /// Settled; comes back if the caller disagrees.
    Solved,
    /// Over. What comes next is another ticket.
    Closed,
}

/// From each state, where a ticket may go. A desk may allow an agent less than that.
const MOVES: [(State, &[State]); 5] = [
    (State::New, &[State::Open, State::Waiting, State::Solved, State::Closed]),
    (State::Open, &[State::Waiting, State::Solved, State::Closed]),
    (State::Waiting, &[State::Open, State::Solved, State::Closed]),
    (State::Solved, &[State::Open, State::Closed]),
    (State::Closed, &[]),
];

impl State {
    /// Every state with its word in the store and in `--json`; never translated, never changed.
    pub const WORDS: [(Self, &'static str); 5] = [
        (Self::New, "new"),
        (Self::Open, "open"),
        (Self::Waiting, "waiting"),
        (Self::Solved, "solved"),
        (Self::Closed, "closed"),
    ];

    /// The states of a ticket that still asks for work.
    pub const LIVE: [Self; 3] = [Self::New, Self::Open, Self::Waiting];

    /// The stable word.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(state, _)| *state == self).map_or("", |(_, word)| word)
    }

    /// The state of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, name)| *name == word).map(|(state, _)| *state)
    }

    /// Where a ticket in this state may go, in the order of menus.
    pub fn moves(self) -> &'static [Self] {
        MOVES.iter().find(|(from, _)| *from == self).map_or(&[], |(_, to)| to)
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
