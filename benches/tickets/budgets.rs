//! What the list of tickets may cost at 80x24 with 10,000 of them.

use super::figures::Budget;
use super::figures::Value::{Max, Median, P95};

/// The budgets. A list that was read before is drawn from the book, which lies sealed on the disk.
pub const BUDGETS: &[Budget] = &[
    ("F4 to the list, from the disk", Median, 50.0),
    ("F4 to the list, once more", Median, 50.0),
    ("filter letter: settled", P95, 5.0),
    ("filter subject: settled", P95, 5.0),
    ("cursor: settled", Median, 1.0),
    ("cursor: settled", P95, 5.0),
    ("cursor: bytes at once", Median, 350.0),
    ("held key: bytes a press", Max, 400.0),
    ("idle: bytes a second", Max, 0.0),
    ("idle: wake-ups", Max, 0.0),
    ("peak memory", Max, 40.0),
];
