//! Whether the system keeps its clock set.

use std::process::{Command, Stdio};

/// Where Debian has it. A name looked up along `PATH` could be anything.
const TIMEDATECTL: &str = "/usr/bin/timedatectl";

/// Asks the system; `None` where it cannot tell.
pub(super) fn ask() -> Option<bool> {
    let asked = Command::new(TIMEDATECTL)
        .args(["show", "--property=NTPSynchronized", "--value"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    match asked.stdout.trim_ascii() {
        b"yes" => Some(true),
        b"no" => Some(false),
        _ => None,
    }
}
