//! What the console may add to a slow server.

use super::figures::Budget;
use super::figures::Value::{Max, Median, P95};

/// The budgets. A ratio is the time felt over that of the slowest request of each batch.
pub const BUDGETS: &[Budget] = &[
    ("50 ms: card, batches", Max, 1.0),
    ("50 ms: card, ratio", Median, 1.15),
    ("50 ms: card, ratio", P95, 1.15),
    ("50 ms: code, ratio", Median, 1.15),
    ("200 ms: card, batches", Max, 1.0),
    ("200 ms: card, ratio", Median, 1.15),
    ("200 ms: card, ratio", P95, 1.15),
    ("200 ms: code, ratio", Median, 1.15),
    ("1000 ms: card, batches", Max, 1.0),
    ("1000 ms: card, ratio", P95, 1.15),
    ("1000 ms: code, ratio", P95, 1.15),
    ("mixed: card, batches", Max, 1.0),
    ("mixed: card, ratio", Median, 1.15),
    ("mixed: card, ratio", P95, 1.15),
    ("slow server: letter, echo", P95, 5.0),
    ("slow server: letter, bytes", Median, 100.0),
    ("slow server: cursor, echo", P95, 5.0),
    ("growth after 1,000 requests", Max, 1.0),
    ("descriptors added", Max, 0.0),
];
