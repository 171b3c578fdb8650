//! What the import of a large key file costs: the release build on an empty store, one file of
//! 100,000 keys in each form.
//!
//! ```text
//! cargo bench --bench import
//! cargo bench --bench import -- --runs 1 --strict
//! ```
//!
//! The store is a demo's, which has no passphrase: the time is that of the whole command without the
//! derivation of a key. Plain write and `--dry-run` are measured, and the peak of memory.

#[path = "../../tests/support/mod.rs"]
mod support;

mod files;

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use guichet::store::Store;
use guichet::text::keys::FR;
use support::proc::peak_memory;
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
    writeln!(out, "{:26} {:>9} {:>9} {:>9}  budget", "file", "min s", "median s", "peak MiB")?;
    let mut kept = true;
    for case in &CASES {
        let mut times = Vec::new();
        let mut peak = 0.0_f64;
        for _ in 0..options.runs {
            let (time, memory) = import(home.path(), case, options.keys)?;
            times.push(time.as_secs_f64());
            peak = peak.max(memory);
        }
        times.sort_by(f64::total_cmp);
        let median = times[times.len() / 2];
        let within = median <= case.seconds && peak <= case.mebibytes;
        kept &= within;
        let verdict = if within { "within" } else { "OVER" };
        writeln!(
            out,
            "{:26} {:9.2} {median:9.2} {peak:9.1}  {verdict} {} s {} MiB",
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

/// One import into a store that was just made: its time and its peak of memory in MiB. A file with a
/// password is timed from the moment it was typed.
fn import(home: &Path, case: &Case, keys: u32) -> Result<(Duration, f64), Box<dyn Error>> {
    let store = tempfile::tempdir_in(home)?;
    let data = store.path().join("data");
    drop(Store::create(&data, None).map_err(|fault| fault.to_string())?);
    let (data, file) = (data.display().to_string(), home.join(case.file).display().to_string());
    let mut args = vec!["keys", "import", &file, "--data", &data, "--lang", "fr"];
    args.extend(case.args);
    let home = home.as_os_str();
    let (time, peak) = if case.password { typed(&args, home)? } else { quiet(&args, home)? };
    if case.args.is_empty() {
        let store = Store::open(Path::new(&data), None).map_err(|fault| fault.to_string())?;
        let mut count = 0;
        let listed = store.each_key(&guichet::store::key_list::Holder::Any, |_| count += 1);
        listed.map_err(|fault| fault.to_string())?;
        if count != keys {
            return Err(format!("{}: {count} keys came in", case.name).into());
        }
    }
    Ok((time, peak))
}

fn quiet(args: &[&str], home: &std::ffi::OsStr) -> Result<(Duration, f64), Box<dyn Error>> {
    let start = Instant::now();
    let mut child = Command::new(PROGRAM)
        .args(args)
        .env("HOME", home)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .spawn()?;
    let pid = rustix::process::Pid::from_child(&child);
    let mut peak = 0;
    let status = loop {
        peak = peak_memory(pid).unwrap_or(0).max(peak);
        match child.try_wait()? {
            Some(status) => break status,
            None if start.elapsed() > PATIENCE => return Err("it does not end".into()),
            None => std::thread::sleep(LOOK),
        }
    };
    let time = start.elapsed();
    if !status.success() {
        return Err(format!("{args:?}: {status}").into());
    }
    Ok((time, mebibytes(peak)))
}

fn typed(args: &[&str], home: &std::ffi::OsStr) -> Result<(Duration, f64), Box<dyn Error>> {
    let mut terminal = Terminal::start(PROGRAM, args, &[("HOME", home)], (80, 24));
    terminal.wait_for(FR.file_password.trim());
    let start = Instant::now();
    terminal.send(format!("{}\n", files::PASSWORD).as_bytes());
    let mut peak = 0;
    while !terminal.has_ended() {
        peak = peak_memory(terminal.pid()).unwrap_or(0).max(peak);
        if start.elapsed() > PATIENCE {
            return Err("it does not end".into());
        }
        std::thread::sleep(LOOK);
    }
    let time = start.elapsed();
    let ended = terminal.wait_exit(PATIENCE);
    if !ended.status.success() {
        return Err(format!("{args:?}: {}", terminal.screen()).into());
    }
    Ok((time, mebibytes(peak)))
}

fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
