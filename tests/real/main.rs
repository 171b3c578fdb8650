//! The backend over a real privacyIDEA. `tests/real/run -- cargo test --test real` starts one; without it
//! every test here is skipped, and says so.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[macro_use]
#[path = "../conformance/suite/mod.rs"]
mod suite;
#[path = "../support/mod.rs"]
mod support;

mod office;
mod relay;

mod acts;
mod conformance;
mod console;
mod import;
mod lines;
mod logins;
mod reads;
