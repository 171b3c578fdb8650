//! The console without a terminal: keys in, screens and effects out.
//!
//! | file | what it knows |
//! |---|---|
//! | `story.rs` | press, type, paste, wait; answers given, withheld, late |
//! | `seen.rs` | look at the screen |
//! | `answers.rs` | what the console asked for and has not got yet |
//! | `flaky.rs` | a server that stops answering on command, and comes back |
//! | `world.rs` | the demo store behind it, its clock, and the caller with the key in hand |
//! | `grid.rs` | what is drawn, as text and as a map of roles |
//! | `looks.rs` | a theme that gives every role a look of its own |
//! | `keys.rs` | `"ctrl-s"` as a key |

// Every test binary includes this folder and uses its own part of it.
#![allow(dead_code)]
// A harness stops the test it serves: its panics are failed assertions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod answers;
pub mod flaky;
pub mod grid;
pub mod keys;
pub mod looks;
pub mod seen;
pub mod story;
pub mod world;
