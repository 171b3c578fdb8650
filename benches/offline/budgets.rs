//! What the console may cost at 80x24 on a snapshot of 100,000 people and keys.

use super::figures::Budget;
use super::figures::Value::{Max, Median};

/// The budgets. The derivation is not in that of the list: it is slow on purpose.
pub const BUDGETS: &[Budget] = &[
    ("start: passphrase field", Median, 30.0),
    ("list, besides the derivation", Median, 300.0),
    ("peak memory", Max, 160.0),
];
