//! The real program in a real terminal: what no test of a part can show.
//!
//! `harness.rs` proves that the instruments can fail: it points them at small shell programs that
//! misbehave on purpose.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

mod harness;
