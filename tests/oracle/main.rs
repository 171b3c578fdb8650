//! Other people's programs as witnesses: what they compute and what we compute must be the same.
//!
//! | file | the witness |
//! |---|---|
//! | `otp.rs` | `oathtool` (OATH Toolkit): codes of random keys, both directions |
//!
//! A witness that is not installed cannot be asked: its tests then say so and pass.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod otp;
