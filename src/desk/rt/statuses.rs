//! States of the domain against statuses of the desk.

use std::collections::BTreeMap;

use crate::domain::ticket::{Priority, State};

/// Statuses of RT's own life cycle. `deleted` is read and never set: a search does not find it any more.
const STATUSES: [(&str, State); 6] = [
    ("new", State::New),
    ("open", State::Open),
    ("stalled", State::Waiting),
    ("resolved", State::Solved),
    ("rejected", State::Closed),
    (DELETED, State::Closed),
];

/// What RT calls a ticket that was thrown away.
pub const DELETED: &str = "deleted";

/// From which number on RT's pages call a ticket so ("Low", "Medium", "High").
const PRIORITIES: [(Priority, i64); 3] = [(Priority::High, 100), (Priority::Normal, 50), (Priority::Low, 0)];

/// RT's own statuses and those that the settings explain.
#[derive(Clone, Debug, Default)]
pub struct Statuses {
    own: BTreeMap<String, State>,
}

impl Statuses {
    /// With the words of the settings; words that are no state were refused before.
    pub fn new(words: &BTreeMap<String, String>) -> Self {
        let known = words.iter().filter_map(|(status, word)| Some((status.clone(), State::from_word(word)?)));
        Self { own: known.collect() }
    }

    /// What a status means. One that nobody explained asks for work: it must not vanish from a list.
    pub fn state(&self, status: &str) -> State {
        let standard = || STATUSES.into_iter().find(|(name, _)| *name == status).map(|(_, state)| state);
        self.own.get(status).copied().or_else(standard).unwrap_or(State::Open)
    }

    /// The statuses that mean a state, RT's own first.
    pub fn of(&self, state: State) -> Vec<&str> {
        let overruled = |name: &str| self.own.get(name).is_some_and(|other| *other != state);
        let standard = STATUSES.into_iter().filter(|(name, of)| *of == state && !overruled(name));
        let own = self.own.iter().filter(|(name, of)| **of == state && !is_standard(name, state));
        standard.map(|(name, _)| name).chain(own.map(|(name, _)| name.as_str())).collect()
    }
}

fn is_standard(name: &str, state: State) -> bool {
    STATUSES.contains(&(name, state))
}

/// What a number means.
pub fn priority(number: i64) -> Priority {
    PRIORITIES.into_iter().find(|(_, least)| number >= *least).map_or(Priority::Low, |(priority, _)| priority)
}

/// The number of a priority.
pub fn number(priority: Priority) -> i64 {
    PRIORITIES.into_iter().find(|(known, _)| *known == priority).map_or(0, |(_, least)| least)
}

#[cfg(test)]
#[path = "statuses_tests.rs"]
mod tests;
