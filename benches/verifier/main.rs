//! What a verdict and the search for a found key cost: the engine against `liboath` and against the
//! plain `hmac` crate in one run, a million keys, one diagnosis, and the whole search of a vault.
//!
//! ```text
//! cargo bench --bench verifier
//! cargo bench --bench verifier -- --keys 100000 --json figures.json --strict
//! ```
//!
//! Ratios are taken from processor time in one run, the median over short turns, so that other work on
//! the machine weighs on all alike. A figure over its limit is printed as such; only `--strict`
//! makes it a failure. `liboath` is compiled in if its headers are there (`apt-get install
//! liboath-dev`), else left out, and said so.

mod engine;
mod liboath;
mod vault;

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::{Value, json};

const USAGE: &str = "options: --keys N (1000000) --rounds N (5) --json FILE --strict";

struct Options {
    keys: usize,
    rounds: u32,
    json: Option<PathBuf>,
    strict: bool,
    /// A store to search, and nothing else: how the bench asks itself for the memory of a search.
    grown_by: Option<PathBuf>,
}

/// Which way a limit holds.
#[derive(Clone, Copy)]
enum Limit {
    AtLeast(f64),
    AtMost(f64),
    None,
}

/// One line of the report.
pub struct Figure {
    name: &'static str,
    unit: &'static str,
    value: f64,
    limit: Limit,
}

impl Figure {
    fn holds(&self) -> bool {
        match self.limit {
            Limit::AtLeast(limit) => self.value >= limit,
            Limit::AtMost(limit) => self.value <= limit,
            Limit::None => true,
        }
    }

    fn line(&self) -> String {
        let verdict = match (self.limit, self.holds()) {
            (Limit::None, _) => String::new(),
            (Limit::AtLeast(limit), held) => format!("{} at least {limit}", word(held)),
            (Limit::AtMost(limit), held) => format!("{} at most {limit}", word(held)),
        };
        format!("{:46} {:>10.3} {:10} {verdict}", self.name, self.value, self.unit)
    }

    fn json(&self) -> Value {
        json!({ "name": self.name, "unit": self.unit, "value": self.value, "within": self.holds() })
    }
}

fn word(held: bool) -> &'static str {
    if held { "within" } else { "OVER" }
}

fn main() -> ExitCode {
    match measure() {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "verifier: {error}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn measure() -> Result<ExitCode, Box<dyn Error>> {
    let options = options()?;
    let mut out = std::io::stdout().lock();
    if let Some(folder) = options.grown_by {
        writeln!(out, "{}", vault::grown(&folder, options.keys)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut figures = Vec::new();
    let mut tell = |figure: Figure| -> std::io::Result<()> {
        writeln!(out, "{}", figure.line())?;
        figures.push(figure);
        Ok(())
    };
    let liboath = liboath::build()?;
    let speeds = engine::speeds(options.rounds, liboath.as_ref());
    let figure = |name, unit, value, limit| Figure { name, unit, value, limit };
    tell(figure("engine: SHA-1 search, one core", "M codes/s", speeds.ours / 1e6, Limit::None))?;
    tell(figure("hmac crate: the same search", "M codes/s", speeds.hmac / 1e6, Limit::None))?;
    tell(figure("engine against the hmac crate", "times", speeds.against_hmac, Limit::AtLeast(1.3)))?;
    if let (Some(liboath), Some(ratio)) = (speeds.liboath, speeds.against_liboath) {
        tell(figure("liboath: oath_totp_validate", "M codes/s", liboath / 1e6, Limit::None))?;
        tell(figure("engine against liboath", "times", ratio, Limit::AtLeast(6.0)))?;
    } else {
        writeln!(
            std::io::stderr(),
            "SKIPPED: liboath: no compiler or no headers (apt-get install liboath-dev)"
        )?;
    }
    for (name, value, limit) in engine::millions(options.rounds) {
        tell(figure(name, "s", value, limit.map_or(Limit::None, Limit::AtMost)))?;
    }
    for (name, value) in engine::diagnoses(options.rounds) {
        tell(figure(name, "ms", value, Limit::AtMost(1.0)))?;
    }
    for (name, unit, value, limit) in vault::search(options.keys)? {
        tell(figure(name, unit, value, limit.map_or(Limit::None, Limit::AtMost)))?;
    }
    if let Some(file) = options.json {
        let told: Vec<Value> = figures.iter().map(Figure::json).collect();
        std::fs::write(file, format!("{:#}\n", json!({ "keys": options.keys, "figures": told })))?;
    }
    let failed = options.strict && figures.iter().any(|figure| !figure.holds());
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn options() -> Result<Options, lexopt::Error> {
    use lexopt::prelude::*;
    let mut options = Options { keys: 1_000_000, rounds: 5, json: None, strict: false, grown_by: None };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("keys") => options.keys = parser.value()?.parse()?,
            Long("rounds") => options.rounds = parser.value()?.parse::<u32>()?.max(1),
            Long("json") => options.json = Some(parser.value()?.into()),
            Long("grown-by") => options.grown_by = Some(parser.value()?.into()),
            Long("strict") => options.strict = true,
            // `cargo bench` tells every benchmark that it is one.
            Long("bench") => {}
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(options)
}
