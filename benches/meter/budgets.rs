//! What the console may cost at 80x24 with 10,000 people.

use super::figures::Budget;
use super::figures::Value::{Max, Median, P95};

/// The budgets. Times are felt at the keyboard; bytes are paid on the slow link of an SSH session.
pub const BUDGETS: &[Budget] = &[
    ("start: useful text", Median, 30.0),
    ("search letter: settled", P95, 5.0),
    ("cursor: settled", Median, 1.0),
    ("cursor: settled", P95, 5.0),
    ("cursor: bytes at once", Median, 250.0),
    ("cursor: bytes at rest", Max, 1500.0),
    ("page: settled", Median, 1.0),
    ("page: settled", P95, 5.0),
    ("page: bytes at once", Median, 1500.0),
    ("held key: bytes a press", Max, 300.0),
    ("key without effect: bytes at once", Max, 0.0),
    ("key without effect: bytes at rest", Max, 0.0),
    ("idle: bytes a second", Max, 0.0),
    ("idle: wake-ups", Max, 0.0),
    ("countdown: bytes a second", Max, 60.0),
    ("peak memory", Max, 20.0),
    ("exit", Median, 20.0),
    ("modes left behind", Max, 0.0),
    ("questions to the terminal", Max, 0.0),
];
