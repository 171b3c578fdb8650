//! Other programs are asked whether they agree. An oracle that this machine lacks makes its tests say
//! `SKIPPED` and why. Where `GUICHET_NO_SKIP` is set it makes them fail: the output of a test that passes is
//! shown to nobody, and CI installs them all.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod otp;
mod pskc;
mod samples;

/// Says why a test proves nothing today, and fails where none may be left out.
#[track_caller]
fn skipped(why: &str) {
    assert!(std::env::var_os("GUICHET_NO_SKIP").is_none(), "skipped, where nothing may be: {why}");
    println!("SKIPPED: {why}");
}
