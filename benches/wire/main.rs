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
#[path = "../meter/options.rs"]
mod options;
mod scenario;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use answers::Answers;
use fake::{Delays, Fake};
use figures::Figures;
use options::{Count, Options};
use support::remote::Home;
use support::terminal::Terminal;

/// The program under measurement.
const PROGRAM: &str = env!("CARGO_BIN_EXE_guichet");

const USAGE: &str = "options: --runs N (10) --requests N (10000, at least 1000) --json FILE --strict";

fn main() -> ExitCode {
    Options::run("wire", USAGE, (10, Some(Count { name: "requests", value: 10_000, least: 1_000 })), measure)
}

fn measure(options: Options) -> Result<ExitCode, Box<dyn Error>> {
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
    endurance::play(&mut open(&home), &fake, options.number() as usize, &mut figures);

    options.end(&figures, Some(u32::try_from(answers::PEOPLE)?), &mut out)
}

/// As on a real server: keys are slow, the logs less so, people are quick.
fn mixed() -> Delays {
    let others = [("/token/", 400), ("/audit/", 300), ("/authenticationlog/", 150), ("/validate/", 600)];
    let others = others.map(|(path, time)| (path, Duration::from_millis(time))).to_vec();
    Delays { usual: Duration::from_millis(80), others }
}

/// A console that has counted the people.
fn open(home: &Home) -> Terminal {
    let mut terminal = home.enter(PROGRAM, &[], "helpdesk", "motdepasse");
    terminal.wait_for("personnes");
    scenario::calm(&mut terminal);
    terminal
}
