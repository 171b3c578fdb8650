//! A terminal for tests and benchmarks: a real program in a real pseudo-terminal.
//!
//! | file | what it knows |
//! |---|---|
//! | `terminal.rs` | run, type, wait, look |
//! | `line.rs` | the pseudo-terminal itself: open, read, write, hang up |
//! | `keys.rs` | `"dupont<enter>"` as bytes |
//! | `record.rs` | all that was received, when, and what it shows |
//! | `screen.rs` | what is shown, as text and as a map of styles |
//! | `stream.rs` | the bytes received, as escape sequences |
//! | `modes.rs` | what a program left switched on, what it asked the terminal |
//! | `sealed.rs` | two encrypted key files and what opens them |
//! | `remote.rs` | a console on a key server: its home, and the login at the prompt |
//! | `proc.rs` | CPU, wake-ups, memory and descriptors of a process |

// Every test binary includes this folder and uses its own part of it.
#![allow(dead_code)]
// A harness stops the test it serves: its panics are failed assertions.
#![allow(clippy::expect_used, clippy::panic)]

pub mod keys;
pub mod line;
pub mod modes;
pub mod proc;
pub mod record;
pub mod remote;
pub mod screen;
pub mod sealed;
pub mod stream;
pub mod terminal;
