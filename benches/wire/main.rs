//! What the console adds to a slow server: the release build in a pseudo-terminal of 80x24, on a server that
//! takes a fixed time for each answer.
//!
//! ```text
//! cargo bench --bench wire
//! cargo bench --bench wire -- --runs 3 --requests 2000 --json figures.json --strict
//! ```
//!
//! A ratio is the time from the key to the whole answer on the screen, over the time that the server took:
//! the slowest request of each batch, batches being those that wait for one another. The server writes
//! down when each request came and when its answer left.

// A harness stops the measurement it serves.
#![allow(clippy::expect_used)]

#[path = "../../tests/support/mod.rs"]
mod support;

mod answers;
mod batches;
mod budgets;
mod endurance;
mod fake;
#[path = "../meter/figures.rs"]
mod figures;
mod scenario;

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use answers::Answers;
use fake::{Delays, Fake};
use figures::Figures;
use support::remote::Home;
use support::terminal::Terminal;

/// The program under measurement.
const PROGRAM: &str = env!("CARGO_BIN_EXE_guichet");

const USAGE: &str = "options: --runs N (10) --requests N (10000) --json FILE --strict";

struct Options {
    runs: u32,
    requests: usize,
    json: Option<PathBuf>,
    strict: bool,
}

fn main() -> ExitCode {
    match measure() {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "wire: {error}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn measure() -> Result<ExitCode, Box<dyn Error>> {
    let options = options()?;
    let fake = Fake::start(Answers::recorded())?;
    let home = Home::make(&[&fake.url()], "school_attribute = \"uai\"");
    let (mut figures, mut out) = (Figures::default(), std::io::stdout().lock());
    writeln!(out, "{} runs, {} people, 80x24", options.runs, answers::PEOPLE)?;

    for (name, delays, runs) in [
        ("50 ms", Delays::all(50), 2 * options.runs),
        ("200 ms", Delays::all(200), options.runs),
        ("1000 ms", Delays::all(1000), options.runs.div_ceil(3)),
        ("mixed", mixed(), options.runs),
    ] {
        fake.takes(Delays::default());
        let mut terminal = open(&home);
        fake.takes(delays);
        let told = scenario::play(&mut terminal, &fake, (name, runs), &mut figures);
        if name == "mixed" {
            write!(out, "{told}")?;
        }
    }
    scenario::type_on(&mut open(&home), &fake, &mut figures);
    fake.takes(Delays::default());
    endurance::play(&mut open(&home), &fake, options.requests, &mut figures);

    write!(out, "{figures}")?;
    if let Some(file) = options.json {
        let people = u32::try_from(answers::PEOPLE)?;
        std::fs::write(file, format!("{:#}\n", figures.json(options.runs, people)))?;
    }
    let failed = options.strict && figures.over_budget() > 0;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// As on a real server: keys are slow, the logs less so, people are quick.
fn mixed() -> Delays {
    let others = [("/token/", 400), ("/audit/", 300), ("/authenticationlog/", 150), ("/validate/", 600)];
    let others = others.map(|(path, time)| (path, Duration::from_millis(time))).to_vec();
    Delays { usual: Duration::from_millis(80), others }
}

fn options() -> Result<Options, lexopt::Error> {
    use lexopt::prelude::*;
    let mut options = Options { runs: 10, requests: 10_000, json: None, strict: false };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("runs") => options.runs = parser.value()?.parse::<u32>()?.max(1),
            Long("requests") => options.requests = parser.value()?.parse()?,
            Long("json") => options.json = Some(parser.value()?.into()),
            Long("strict") => options.strict = true,
            // `cargo bench` tells every benchmark that it is one.
            Long("bench") => {}
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(options)
}

/// A console that has counted the people.
fn open(home: &Home) -> Terminal {
    let mut terminal = home.enter(PROGRAM, &[], "helpdesk", "motdepasse");
    terminal.wait_for("personnes");
    scenario::calm(&mut terminal);
    terminal
}
