//! The real program in a real terminal: what no test of a part can show.
//!
//! | file | what it shows |
//! |---|---|
//! | `console.rs` | a console on a demo store of its own, and the texts the flows wait for |
//! | `start.rs` | opening, idling, leaving |
//! | `paste.rs` | a paste, whatever is in it |
//! | `resize.rs` | every size a window can have |
//! | `ending.rs` | the ends nobody chose: signals, a terminal that goes away |
//! | `words.rs` | words for a ticket outlive their console |
//! | `harness.rs` | that the instruments can fail, shown on programs that misbehave on purpose |

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

mod call;
mod console;
mod crash;
mod ending;
mod harness;
mod looks;
mod paste;
mod prompt;
mod resize;
mod sharing;
mod start;
mod words;
