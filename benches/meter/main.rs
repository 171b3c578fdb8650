//! What the console costs at the terminal: times, bytes, wake-ups and memory of the release build,
//! on a demo store of 10,000 people, at 80x24.
//!
//! ```text
//! cargo bench --bench meter
//! cargo bench --bench meter -- --runs 1 --json figures.json --strict
//! ```
//!
//! A figure over its budget is printed as such; only `--strict` makes it a failure. Bytes repeat
//! exactly from run to run, times depend on what else the machine does: compare minima and medians.

#[path = "../../tests/support/mod.rs"]
mod support;

mod budgets;
mod figures;
mod options;
mod scenario;
mod steps;

use std::error::Error;
use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitCode};

use figures::Figures;
use options::{Count, Options};
use support::terminal::Terminal;

/// The program under measurement.
const PROGRAM: &str = env!("CARGO_BIN_EXE_guichet");

const USAGE: &str = "options: --runs N (5) --people N (10000) --json FILE --strict";

fn main() -> ExitCode {
    Options::run("meter", USAGE, (5, Some(Count { name: "people", value: 10_000, least: 1 })), measure)
}

fn measure(options: Options) -> Result<ExitCode, Box<dyn Error>> {
    let home = tempfile::tempdir()?;
    let data = home.path().join("demo");
    make_store(home.path(), &data, options.number())?;

    let mut figures = Figures::default();
    // The first start reads everything from the disk; it is not what an agent feels all day.
    scenario::play(&mut open(home.path(), &data), &[], &mut Figures::default());
    for _ in 0..options.runs {
        scenario::play(&mut open(home.path(), &data), scenario::STEPS, &mut figures);
    }

    let mut out = std::io::stdout().lock();
    writeln!(out, "{} runs, {} people, 80x24", options.runs, options.number())?;
    options.end(&figures, None, &mut out)
}

fn make_store(home: &Path, data: &Path, people: u32) -> Result<(), Box<dyn Error>> {
    let made = Command::new(PROGRAM)
        .args(["demo", "--no-open", "--people", &people.to_string(), "--data"])
        .arg(data)
        .env("HOME", home)
        .output()?;
    if made.status.success() {
        return Ok(());
    }
    Err(format!("no demo store: {}", String::from_utf8_lossy(&made.stderr)).into())
}

fn open(home: &Path, data: &Path) -> Terminal {
    let env = [("HOME", home.as_os_str()), ("LANG", OsStr::new("fr_FR.UTF-8"))];
    Terminal::start(PROGRAM, &[OsStr::new("--data"), data.as_os_str()], &env, (80, 24))
}
