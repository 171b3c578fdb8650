//! Which tickets of the book a référent looks at: a few looks that everybody needs, in the order of Tab.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{State, TicketId, TicketRow};
use crate::domain::moment::{Moment, Span};

/// From this age on a live ticket that nothing happens to is old.
pub const OLD: Span = Span::days(7);

/// A look at the book.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lens {
    /// Not settled.
    #[default]
    Live,
    /// Live, and nobody takes care of it.
    Free,
    /// Live, and this agent takes care of it.
    Mine,
    /// Changed since this agent looked at it, or never looked at.
    Unread,
    /// Live, and nothing happened for a week.
    Old,
    /// Solved or closed.
    Settled,
    /// Every one.
    All,
}

/// Who looks, when, and what he has seen.
pub struct Eye<'a> {
    /// The agent, as the desk names him.
    pub agent: &'a str,
    /// Now.
    pub now: Moment,
    /// How each ticket stood when he last looked at it.
    pub seen: &'a BTreeMap<TicketId, Moment>,
}

impl Eye<'_> {
    /// Whether it changed since he looked at it.
    pub fn is_unread(&self, row: &TicketRow) -> bool {
        self.seen.get(&row.id).is_none_or(|seen| *seen < row.changed)
    }
}

impl Lens {
    /// All of them, in the order of Tab.
    pub const ALL: [Self; 7] =
        [Self::Live, Self::Free, Self::Mine, Self::Unread, Self::Old, Self::Settled, Self::All];

    /// The one after, or before.
    #[must_use]
    pub fn next(self, back: bool) -> Self {
        let at = Self::ALL.iter().position(|lens| *lens == self).unwrap_or(0);
        let step = if back { Self::ALL.len() - 1 } else { 1 };
        Self::ALL[(at + step) % Self::ALL.len()]
    }

    /// Whether a ticket is seen through it.
    pub fn shows(self, row: &TicketRow, eye: &Eye) -> bool {
        let live = State::LIVE.contains(&row.state);
        match self {
            Self::Live => live,
            Self::Free => live && row.owner.is_empty(),
            Self::Mine => live && row.owner == eye.agent,
            Self::Unread => live && eye.is_unread(row),
            Self::Old => live && eye.now - row.changed > OLD,
            Self::Settled => !live,
            Self::All => true,
        }
    }
}

#[cfg(test)]
#[path = "lens_tests.rs"]
mod tests;
