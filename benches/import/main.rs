//! What the import of a large key file costs: the release build on an empty store, one file of
//! 100,000 keys in each form.
//!
//! ```text
//! cargo bench --bench import
//! cargo bench --bench import -- --runs 1 --strict
//! ```
//!
//! The store is a demo's, which has no passphrase: the time is that of the whole command without the
//! derivation of a key. The time on a processor is told too: it depends less on what else the machine
//! does.

#[path = "../../tests/support/mod.rs"]
mod support;

mod files;

use std::error::Error;
use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use guichet::store::Store;
use guichet::store::key_list::Holder;
use guichet::text::keys::FR;
use rustix::process::Pid;
use support::proc::{Activity, peak_memory};
use support::terminal::Terminal;

/// The program under measurement.
const PROGRAM: &str = env!("CARGO_BIN_EXE_guichet");

const USAGE: &str = "options: --runs N (5) --keys N (100000) --strict";

/// Longest that one import may take before the harness gives up.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often the memory is looked at.
const LOOK: Duration = Duration::from_millis(2);

struct Options {
    runs: u32,
    keys: u32,
    strict: bool,
}

/// A measured import: file, arguments, and the most it may take.
struct Case {
    name: &'static str,
    file: &'static str,
    args: &'static [&'static str],
    /// Typed when the password of the file is asked for.
    password: bool,
    seconds: f64,
    mebibytes: f64,
}

const CASES: [Case; 5] = [
    case("PSKC, plain", "plain.xml", &[], false, 2.0, 64.0),
    case("PSKC, plain, --dry-run", "plain.xml", &["--dry-run"], false, 2.0, 64.0),
    case("PSKC, AES-256 and HMAC", "sealed.xml", &[], true, 3.0, 64.0),
    case("OATH CSV", "oath.csv", &[], false, 2.0, 64.0),
    case("otpauth", "otpauth.txt", &[], false, 2.0, 64.0),
];

const fn case(
    name: &'static str,
    file: &'static str,
    args: &'static [&'static str],
    password: bool,
    seconds: f64,
    mebibytes: f64,
) -> Case {
    Case { name, file, args, password, seconds, mebibytes }
}

fn main() -> ExitCode {
    match measure() {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "import: {error}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn measure() -> Result<ExitCode, Box<dyn Error>> {
    let options = options()?;
    let home = tempfile::tempdir()?;
    files::write(home.path(), options.keys)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} runs, {} keys", options.runs, options.keys)?;
    let heads = ["file", "min s", "median s", "min CPU s", "peak MiB"];
    let [file, least, median, processor, peak] = heads;
    writeln!(out, "{file:26} {least:>9} {median:>9} {processor:>9} {peak:>9}  budget")?;
    let mut kept = true;
    for case in &CASES {
        let mut times = Vec::new();
        let (mut processor, mut peak) = (f64::MAX, 0.0_f64);
        for _ in 0..options.runs {
            let cost = import(home.path(), case, options.keys)?;
            times.push(cost.time.as_secs_f64());
            processor = processor.min(cost.processor.as_secs_f64());
            peak = peak.max(cost.peak as f64 / f64::from(1 << 20));
        }
        times.sort_by(f64::total_cmp);
        let median = times[times.len() / 2];
        let within = median <= case.seconds && peak <= case.mebibytes;
        kept &= within;
        let verdict = if within { "within" } else { "OVER" };
        writeln!(
            out,
            "{:26} {:9.2} {median:9.2} {processor:9.2} {peak:9.1}  {verdict} {} s {} MiB",
            case.name, times[0], case.seconds, case.mebibytes
        )?;
    }
    Ok(if options.strict && !kept { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn options() -> Result<Options, lexopt::Error> {
    use lexopt::prelude::*;
    let mut options = Options { runs: 5, keys: 100_000, strict: false };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("runs") => options.runs = parser.value()?.parse()?,
            Long("keys") => options.keys = parser.value()?.parse()?,
            Long("strict") => options.strict = true,
            // `cargo bench` tells every benchmark that it is one.
            Long("bench") => {}
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(options)
}

/// What one import cost.
struct Cost {
    time: Duration,
    processor: Duration,
    /// Bytes.
    peak: u64,
}

/// Looks at a process until it has ended.
struct Watch {
    pid: Pid,
    start: Instant,
    processor: Duration,
    peak: u64,
}

impl Watch {
    fn new(pid: Pid) -> Self {
        Self { pid, start: Instant::now(), processor: Duration::ZERO, peak: 0 }
    }

    fn look(&mut self) -> Result<(), Box<dyn Error>> {
        self.peak = peak_memory(self.pid).unwrap_or(0).max(self.peak);
        let spent = Activity::of(self.pid).since(&Activity::default()).cpu;
        self.processor = spent.max(self.processor);
        if self.start.elapsed() > PATIENCE { Err("it does not end".into()) } else { Ok(()) }
    }

    fn end(self) -> Cost {
        Cost { time: self.start.elapsed(), processor: self.processor, peak: self.peak }
    }
}

/// One import into a store that was just made. A file with a password is timed from the moment it
/// was typed.
fn import(home: &Path, case: &Case, keys: u32) -> Result<Cost, Box<dyn Error>> {
    let store = tempfile::tempdir_in(home)?;
    let data = store.path().join("data");
    drop(Store::create(&data, None).map_err(|fault| fault.to_string())?);
    let (data, file) = (data.display().to_string(), home.join(case.file).display().to_string());
    let mut args = vec!["keys", "import", &file, "--data", &data, "--lang", "fr"];
    args.extend(case.args);
    let home = home.as_os_str();
    let cost = if case.password { typed(&args, home)? } else { quiet(&args, home)? };
    if case.args.is_empty() {
        let store = Store::open(Path::new(&data), None).map_err(|fault| fault.to_string())?;
        let mut count = 0;
        let listed = store.each_key(&Holder::Any, |_| count += 1);
        listed.map_err(|fault| fault.to_string())?;
        if count != keys {
            return Err(format!("{}: {count} keys came in", case.name).into());
        }
    }
    Ok(cost)
}

fn quiet(args: &[&str], home: &OsStr) -> Result<Cost, Box<dyn Error>> {
    let mut command = Command::new(PROGRAM);
    let command = command.args(args).env("HOME", home).stdin(Stdio::null()).stdout(Stdio::null());
    let mut child = command.spawn()?;
    let mut watch = Watch::new(Pid::from_child(&child));
    let status = loop {
        watch.look()?;
        match child.try_wait()? {
            Some(status) => break status,
            None => std::thread::sleep(LOOK),
        }
    };
    if status.success() { Ok(watch.end()) } else { Err(format!("{args:?}: {status}").into()) }
}

fn typed(args: &[&str], home: &OsStr) -> Result<Cost, Box<dyn Error>> {
    let mut terminal = Terminal::start(PROGRAM, args, &[("HOME", home)], (80, 24));
    terminal.wait_for(FR.file_password.trim());
    let mut watch = Watch::new(terminal.pid());
    terminal.send(format!("{}\n", files::PASSWORD).as_bytes());
    while !terminal.has_ended() {
        watch.look()?;
        terminal.listen(Instant::now() + LOOK);
    }
    let cost = watch.end();
    let ended = terminal.wait_exit(PATIENCE);
    if ended.status.success() { Ok(cost) } else { Err(format!("{args:?}: {}", terminal.screen()).into()) }
}
