//! The backend over a real privacyIDEA. `tests/real/run -- cargo test --test real` starts one; without it
//! every test here is skipped, and says so.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod office;

mod acts;
mod codes;
mod import;
mod lines;
mod logins;
mod reads;
