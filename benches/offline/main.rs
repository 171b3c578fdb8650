//! What the console costs on a large snapshot: the release build in a pseudo-terminal of 80x24, from its
//! start to the passphrase, from the passphrase to the list, and at work.
//!
//! ```text
//! cargo bench --bench offline
//! cargo bench --bench offline -- --runs 1 --people 10000 --json figures.json --strict
//! ```
//!
//! The derivation of the key is timed in this process right before each opening and taken off, since
//! the console does not tell when its own has ended. The snapshot is a demo's, whose journal asks for no
//! passphrase of its own: there is one derivation. Time on a processor is told too, of all threads
//! together: it depends less on what else the machine does.

#[path = "../../tests/support/mod.rs"]
mod support;

mod budgets;
#[path = "../meter/figures.rs"]
mod figures;
mod file;
#[path = "../meter/options.rs"]
mod options;
#[path = "../meter/steps.rs"]
mod steps;

use std::error::Error;
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime};

use argon2::{Algorithm, Argon2, Params, Version};
use figures::Figures;
use guichet::domain::moment::Moment;
use guichet::store::vault::Cost;
use guichet::text::snapshot::FR;
use options::{Count, Options};
use rustix::process::{Pid, getpid};
use steps::Measure::{Held, Keys, Wait};
use steps::{COUNTED, Move, Step, USEFUL, calm, ms};
use support::terminal::Terminal;

/// The program under measurement.
const PROGRAM: &str = env!("CARGO_BIN_EXE_guichet");

const USAGE: &str = "options: --runs N (5) --people N (100000) --json FILE --strict";

/// What is done once the list is there.
#[rustfmt::skip]
const STEPS: &[Step] = &[
    Step { name: "search letter", moves: &[],     measure: Keys("dupont") },
    Step { name: "cursor",        moves: CLEARED, measure: Keys("<down*12>") },
    Step { name: "held key",      moves: &[],     measure: Held("<down>", 60, 30) },
    Step { name: "serial digit",  moves: EMPTY,   measure: Keys("103142718") },
    Step { name: "idle",          moves: &[],     measure: Wait(5) },
];

const CLEARED: &[Move] = &[("<esc>", COUNTED), ("a", " sur ")];

const EMPTY: &[Move] = &[("<esc>", COUNTED)];

fn main() -> ExitCode {
    Options::run("offline", USAGE, (5, Some(Count { name: "people", value: 100_000, least: 1 })), measure)
}

fn measure(options: Options) -> Result<ExitCode, Box<dyn Error>> {
    let home = tempfile::tempdir()?;
    let snapshot = home.path().join("academie.snap");
    let header = file::make(&snapshot, options.number() as usize, now()?)?;
    let size = fs::metadata(&snapshot)?.len() as f64 / f64::from(1 << 20);

    let mut figures = Figures::default();
    // The first start makes the store beside the snapshot; it is not what an agent feels every day.
    steps::play(&mut open(home.path(), &snapshot, &mut Figures::default())?, &[], &mut Figures::default());
    for _ in 0..options.runs {
        let mut terminal = open(home.path(), &snapshot, &mut figures)?;
        steps::play(&mut terminal, STEPS, &mut figures);
    }

    let mut out = std::io::stdout().lock();
    let counts = format!("{} people, {} keys, {} seeds", header.people, header.keys, header.seeds);
    writeln!(out, "{} runs, {counts}, {size:.0} MiB, 80x24", options.runs)?;
    options.end(&figures, None, &mut out)
}

/// A snapshot expires by the clock of this machine.
fn now() -> Result<Moment, Box<dyn Error>> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    Ok(Moment::from_secs(since.as_secs().try_into()?))
}

/// Starts the console, types the passphrase, waits for the list.
fn open(home: &Path, snapshot: &Path, figures: &mut Figures) -> Result<Terminal, Box<dyn Error>> {
    let derivation = derivation()?;
    let env = [("HOME", home.as_os_str()), ("LANG", OsStr::new("fr_FR.UTF-8"))];
    let args = [OsStr::new("--offline"), snapshot.as_os_str()];
    let mut terminal = Terminal::start(PROGRAM, &args, &env, (80, 24));
    let start = terminal.started();
    let asked = terminal.wait_for(FR.passphrase.trim());
    figures.add("start: passphrase field", "ms", ms(asked - start.at));
    let typed = terminal.send(format!("{}\n", file::PASSPHRASE).as_bytes());
    let useful = terminal.wait_for(USEFUL) - typed.at;
    let counted = terminal.wait_for(COUNTED) - typed.at;
    let busy = processor(terminal.pid())?;
    calm(&mut terminal);
    figures.add("the derivation alone", "ms", ms(derivation.time));
    figures.add("passphrase to useful text", "ms", ms(useful));
    figures.add("passphrase to list", "ms", ms(counted));
    let list = counted.saturating_sub(derivation.time);
    figures.add("list, besides the derivation", "ms", ms(list));
    let list = busy.saturating_sub(derivation.processor);
    figures.add("the same: processor, all threads", "ms", ms(list));
    Ok(terminal)
}

struct Derivation {
    time: Duration,
    processor: Duration,
}

/// What opening the snapshot derives, in memory that was never touched, as there.
fn derivation() -> Result<Derivation, Box<dyn Error>> {
    let Cost { memory_kib, passes, lanes } = Cost::STANDARD;
    let params = Params::new(memory_kib, passes, lanes, Some(32)).map_err(|fault| fault.to_string())?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let (mut key, begun, before) = ([0; 32], Instant::now(), processor(getpid())?);
    let derived = argon.hash_password_into(file::PASSPHRASE.as_bytes(), &[7; 16], &mut key);
    derived.map_err(|fault| fault.to_string())?;
    std::hint::black_box(key);
    Ok(Derivation { time: begun.elapsed(), processor: processor(getpid())? - before })
}

/// Processor time of a process, threads that have ended included; in hundredths of a second.
fn processor(pid: Pid) -> Result<Duration, Box<dyn Error>> {
    let text = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()))?;
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Ok(Duration::from_millis(ticks * 10))
}
