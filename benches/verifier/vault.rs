//! The whole search: keys read from a store, unsealed and compared, part by part.

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use guichet::domain::found::{Breadth, Hunt, Shortlist};
use guichet::domain::otp::{Generator, Shape};
use guichet::keyfile::KeyRow;
use guichet::store::Store;

use super::engine::{NOW, seed_of};

/// Keys imported in one go.
const BATCH: usize = 50_000;

type Row = (&'static str, &'static str, f64, Option<f64>);

/// Makes a store of so many keys, then searches one of them by two codes.
pub fn search(keys: usize) -> Result<Vec<Row>, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let store = Store::create(&folder.path().join("store"), None)?;
    for start in (0..keys).step_by(BATCH) {
        let rows: Vec<KeyRow> = (start..keys.min(start + BATCH)).map(key_row).collect();
        store.import_keys(&rows, NOW)?;
    }
    let hunt = hunt(keys)?;
    // The first search reads the file from the disk; it is not what an agent feels all day.
    let (_, cold, _) = timed(&store, &hunt)?;
    let ticks = processor();
    let (list, warm, longest) = timed(&store, &hunt)?;
    let busy = processor() - ticks;
    let grown = grown_elsewhere(store.folder(), keys)?;
    if list.count == 0 || list.keys != keys as u64 {
        return Err(format!("{} leads among {} keys of {keys}", list.count, list.keys).into());
    }
    Ok(vec![
        ("whole search of the vault, first time", "s", cold, None),
        ("whole search of the vault", "s", warm, None),
        ("whole search: processor time, both threads", "s", busy, None),
        ("whole search: processor time a key", "us", busy * 1e6 / keys as f64, None),
        ("whole search: longest part", "ms", longest * 1e3, None),
        ("whole search: memory grown", "MiB", grown, None),
    ])
}

/// Two codes of one of so many keys.
fn hunt(keys: usize) -> Result<Hunt, Box<dyn Error>> {
    let step = Shape::COMMON.step_at(NOW).ok_or("a clock key has steps")?;
    let generator = Generator::new(&seed_of(keys / 2), &Shape::COMMON);
    let codes = [step - 1, step].into_iter().filter_map(|step| generator.code(step)).collect();
    Ok(Hunt::new(codes, Breadth::Near, NOW).ok_or("two codes are a search")?)
}

/// MiB that a search adds to the peak of a process that did nothing before: what this one used for
/// the import would hide them.
fn grown_elsewhere(folder: &Path, keys: usize) -> Result<f64, Box<dyn Error>> {
    let mut command = Command::new(std::env::current_exe()?);
    let ran = command.arg("--grown-by").arg(folder).args(["--keys", &keys.to_string()]).output()?;
    Ok(String::from_utf8(ran.stdout)?.trim().parse()?)
}

/// What [`grown_elsewhere`] asks of the process it starts.
pub fn grown(folder: &Path, keys: usize) -> Result<f64, Box<dyn Error>> {
    let store = Store::open(folder, None)?;
    let hunt = hunt(keys)?;
    let before = resident();
    timed(&store, &hunt)?;
    Ok(resident().saturating_sub(before) as f64 / 1024.0)
}

/// The list, all the time, and the longest part: how late a stop is heard.
fn timed(store: &Store, hunt: &Hunt) -> Result<(Shortlist, f64, f64), Box<dyn Error>> {
    let (mut list, mut next, mut longest) = (Shortlist::default(), Some(0), 0_f64);
    let began = Instant::now();
    while let Some(from) = next {
        let start = Instant::now();
        let part = store.found_part(hunt, from)?;
        longest = longest.max(start.elapsed().as_secs_f64());
        next = part.next;
        list.add(part, NOW);
    }
    Ok((list, began.elapsed().as_secs_f64(), longest))
}

fn key_row(at: usize) -> KeyRow {
    KeyRow {
        serial: format!("{}", 100_000_000 + at),
        maker: String::new(),
        shape: Shape::COMMON,
        seed: seed_of(at),
        counter: 0,
        starts: None,
        expires: None,
        line: 1,
    }
}

/// Seconds of processor time of this process, all threads; in hundredths.
fn processor() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    ticks as f64 / 100.0
}

/// Peak memory of this process in KiB.
fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse().ok()).unwrap_or_default()
}
