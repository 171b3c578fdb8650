//! What the list of tickets costs when there are 10,000: the release build in a pseudo-terminal of 80x24, on a store
//! whose book of tickets lies sealed on the disk.
//!
//! ```text
//! cargo bench --bench tickets
//! cargo bench --bench tickets -- --runs 1 --tickets 1000 --json figures.json --strict
//! ```
//!
//! Times depend on what else the machine does: the least value of a figure is told beside the others.

#[path = "../../tests/support/mod.rs"]
mod support;

mod book;
mod budgets;
#[path = "../meter/figures.rs"]
mod figures;
#[path = "../meter/steps.rs"]
mod steps;

use std::error::Error;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::SystemTime;

use figures::Figures;
use guichet::domain::moment::Moment;
use steps::Measure::{Held, Keys, Wait};
use steps::{Move, Step, USEFUL, calm, ms};
use support::terminal::Terminal;

/// The program under measurement.
const PROGRAM: &str = env!("CARGO_BIN_EXE_guichet");

const USAGE: &str = "options: --runs N (5) --tickets N (10000) --json FILE --strict";

/// Above the list.
const LIST: &str = "Tickets en cours";

/// What is done once the list is there.
#[rustfmt::skip]
const STEPS: &[Step] = &[
    Step { name: "filter letter",  moves: FILTER, measure: Keys("dupont") },
    Step { name: "filter subject", moves: AGAIN,  measure: Keys("code refusé") },
    Step { name: "cursor",         moves: ALL,    measure: Keys("<down*12>") },
    Step { name: "page",           moves: &[],    measure: Keys("<pgdn*4>") },
    Step { name: "held key",       moves: &[],    measure: Held("<down>", 60, 30) },
    Step { name: "idle",           moves: &[],    measure: Wait(5) },
    Step { name: "back",           moves: BACK,   measure: Wait(1) },
];

const FILTER: &[Move] = &[("/", LIST)];
const AGAIN: &[Move] = &[("<esc>", LIST), ("/", LIST)];
const ALL: &[Move] = &[("<esc>", LIST)];
const BACK: &[Move] = &[("<esc>", USEFUL)];

struct Options {
    runs: u32,
    tickets: usize,
    json: Option<PathBuf>,
    strict: bool,
}

fn main() -> ExitCode {
    match measure() {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "tickets: {error}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn measure() -> Result<ExitCode, Box<dyn Error>> {
    let options = options()?;
    let home = tempfile::tempdir()?;
    let data = home.path().join("demo");
    make_store(home.path(), &data)?;
    book::fill(&data, options.tickets, now()?)?;

    let mut figures = Figures::default();
    // The first start reads everything from the disk; it is not what an agent feels all day.
    play(home.path(), &data, &options, &[], &mut Figures::default());
    for _ in 0..options.runs {
        play(home.path(), &data, &options, STEPS, &mut figures);
    }

    let mut out = std::io::stdout().lock();
    writeln!(out, "{} runs, {} tickets, 80x24", options.runs, options.tickets)?;
    write!(out, "{figures}")?;
    if let Some(file) = options.json {
        let json = figures.json(options.runs, u32::try_from(options.tickets)?);
        std::fs::write(file, format!("{json:#}\n"))?;
    }
    let failed = options.strict && figures.over_budget() > 0;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn options() -> Result<Options, lexopt::Error> {
    use lexopt::prelude::*;
    let mut options = Options { runs: 5, tickets: 10_000, json: None, strict: false };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("runs") => options.runs = parser.value()?.parse()?,
            Long("tickets") => options.tickets = parser.value()?.parse()?,
            Long("json") => options.json = Some(parser.value()?.into()),
            Long("strict") => options.strict = true,
            // `cargo bench` tells every benchmark that it is one.
            Long("bench") => {}
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(options)
}

fn now() -> Result<Moment, Box<dyn Error>> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    Ok(Moment::from_secs(since.as_secs().try_into()?))
}

fn make_store(home: &Path, data: &Path) -> Result<(), Box<dyn Error>> {
    let made = Command::new(PROGRAM)
        .args(["demo", "--no-open", "--people", "200", "--data"])
        .arg(data)
        .env("HOME", home)
        .output()?;
    if made.status.success() {
        return Ok(());
    }
    Err(format!("no demo store: {}", String::from_utf8_lossy(&made.stderr)).into())
}

/// One console: the list twice, then the steps, to its exit.
fn play(home: &Path, data: &Path, options: &Options, steps: &[Step], figures: &mut Figures) {
    let env = [("HOME", home.as_os_str()), ("LANG", OsStr::new("fr_FR.UTF-8"))];
    let mut terminal = Terminal::start(PROGRAM, &[OsStr::new("--data"), data.as_os_str()], &env, (80, 24));
    terminal.wait_for(steps::COUNTED);
    calm(&mut terminal);
    let newest = book::newest(options.tickets);
    let newest: String = newest.chars().take(20).collect();
    for (name, leaves) in
        [("F4 to the list, from the disk", true), ("F4 to the list, once more", steps.is_empty())]
    {
        let mark = terminal.keys("<f4>");
        terminal.wait_for(LIST);
        let drawn = terminal.wait_for(&newest) - mark.at;
        figures.add(name, "ms", ms(drawn));
        // What the desk tells of the same list.
        calm(&mut terminal);
        if leaves {
            terminal.keys("<esc>");
            terminal.wait_for(USEFUL);
            calm(&mut terminal);
        }
    }
    steps::play(&mut terminal, steps, figures);
}
