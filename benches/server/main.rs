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
mod real;
mod scenario;

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use figures::Figures;
use real::Real;

/// The program under measurement.
const PROGRAM: &str = env!("CARGO_BIN_EXE_guichet");

const USAGE: &str = "options: --runs N (10) --json FILE --strict";

struct Options {
    runs: u32,
    json: Option<PathBuf>,
    strict: bool,
}

fn main() -> ExitCode {
    match measure() {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "server: {error}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn measure() -> Result<ExitCode, Box<dyn Error>> {
    let options = options()?;
    let mut out = std::io::stdout().lock();
    let Some(real) = Real::read()? else {
        writeln!(out, "SKIPPED: no server (tests/real/run --people 20000 -- cargo bench --bench server)")?;
        return Ok(ExitCode::SUCCESS);
    };
    let mut figures = Figures::default();
    let played = scenario::play(&real, options.runs, &mut figures);

    writeln!(out, "{} runs, {} people with a key each, 80x24, load {}", options.runs, real.people, load())?;
    write!(out, "{figures}")?;
    if let Some(file) = options.json {
        std::fs::write(file, format!("{:#}\n", figures.json(options.runs, real.people)))?;
    }
    played?;
    let failed = options.strict && figures.over_budget() > 0;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Of the last one, five and fifteen minutes: what the figures are to be read with.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

fn options() -> Result<Options, lexopt::Error> {
    use lexopt::prelude::*;
    let mut options = Options { runs: 10, json: None, strict: false };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("runs") => options.runs = parser.value()?.parse::<u32>()?.max(1),
            Long("json") => options.json = Some(parser.value()?.into()),
            Long("strict") => options.strict = true,
            // `cargo bench` tells every benchmark that it is one.
            Long("bench") => {}
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(options)
}
