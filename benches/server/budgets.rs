//! A real server sets its own pace: only what the console alone decides has a budget.

use super::figures::Budget;
use super::figures::Value::Median;

/// The budgets.
pub const BUDGETS: &[Budget] = &[("letter: echo", Median, 5.0)];
