//! What the console may cost at 80x24 on a snapshot of 100,000 people and keys.

use super::figures::Budget;
use super::figures::Value::{Max, Median, P95};

/// The budgets. The derivation is not in that of the list: it is slow on purpose. A key press may cost
/// what it may with 10,000 people.
pub const BUDGETS: &[Budget] = &[
    ("start: passphrase field", Median, 30.0),
    ("list, besides the derivation", Median, 300.0),
    ("search letter: settled", P95, 5.0),
    ("serial digit: settled", P95, 5.0),
    ("cursor: settled", Median, 1.0),
    ("cursor: settled", P95, 5.0),
    ("cursor: bytes at once", Median, 250.0),
    ("held key: bytes a press", Max, 300.0),
    ("peak memory", Max, 160.0),
];
