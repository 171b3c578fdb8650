//! Canaries: secrets like no other, played through the program; afterwards nothing that is left of
//! it, nothing it said and nothing the system shows of it holds one.
//!
//! | file | what it knows |
//! |---|---|
//! | `flock.rs` | the canaries, the forms they may hide in, the places searched |
//! | `demo.rs` | a demo: portal, test, tickets, acts |
//! | `real.rs` | a real store: passphrase, seeds, tests |
//! | `console.rs` | the console: every field a secret may be typed into, then kill -9 |

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// Shared with the tests of the command line, which use more of it.
#![allow(dead_code)]

#[path = "../cli/program.rs"]
mod program;
#[path = "../support/mod.rs"]
mod support;

mod console;
mod demo;
mod flock;
mod real;
