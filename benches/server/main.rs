//! The console on a real privacyIDEA with thousands of people: what the agent waits for.
//!
//! ```text
//! tests/real/run --people 20000 -- cargo bench --bench server
//! GUICHET_REAL_DB=postgresql tests/real/run --people 20000 -- cargo bench --bench server -- --runs 3
//! ```
//!
//! Figures of a whole, server and console on one machine: the server's own share is by far the larger one.
//! Without such a server nothing is measured, and it says so.

// A harness stops the measurement it serves.
#![allow(clippy::expect_used)]

#[path = "../../tests/support/mod.rs"]
mod support;

mod budgets;
#[path = "../meter/figures.rs"]
mod figures;
#[path = "../meter/options.rs"]
mod options;
mod real;
mod scenario;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use figures::Figures;
use options::Options;
use real::Real;

/// The program under measurement.
const PROGRAM: &str = env!("CARGO_BIN_EXE_guichet");

const USAGE: &str = "options: --runs N (10) --json FILE --strict";

fn main() -> ExitCode {
    Options::run("server", USAGE, (10, None), measure)
}

fn measure(options: Options) -> Result<ExitCode, Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    let Some(real) = Real::read()? else {
        writeln!(out, "SKIPPED: no server (tests/real/run --people 20000 -- cargo bench --bench server)")?;
        return Ok(ExitCode::SUCCESS);
    };
    let mut figures = Figures::default();
    let played = scenario::play(&real, options.runs, &mut figures);

    writeln!(out, "{} runs, {} people with a key each, 80x24, load {}", options.runs, real.people, load())?;
    let code = options.end(&figures, Some(real.people), &mut out)?;
    played?;
    Ok(code)
}

/// Of the last one, five and fifteen minutes: what the figures are to be read with.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').take(3).collect::<Vec<_>>().join(" ")
}
