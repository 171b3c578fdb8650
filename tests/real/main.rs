//! The backend over a real privacyIDEA. `tests/real/run -- cargo test --test real` starts one; without it
//! every test here is skipped, and says so.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[path = "../support/mod.rs"]
mod support;

mod office;
mod relay;

mod acts;
mod codes;
mod console;
mod lines;
mod logins;
mod reads;
