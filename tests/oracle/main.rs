//! Other programs are asked whether they agree. An oracle that this machine lacks makes its tests say
//! `SKIPPED` and why: CI installs them all.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod otp;
mod pskc;
mod samples;
