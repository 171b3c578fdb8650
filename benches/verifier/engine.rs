//! Searches and diagnoses over clear seeds in memory.

use std::hint::black_box;
use std::time::Instant;

use guichet::domain::found::{Breadth, Hunt, Quarry};
use guichet::domain::key::{Key, Life, Pin, Serial};
use guichet::domain::moment::Moment;
use guichet::domain::otp::{Algorithm, Code, Generator, Moving, Shape};
use guichet::domain::secret::{Secret, Seed};
use guichet::domain::verdict::{Candidate, Windows, diagnose};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use super::liboath::Liboath;

/// Saturday 21 November 2026, in the middle of a step.
pub const NOW: Moment = Moment::from_secs(1_795_192_933);

/// What is looked for: on eleven of a million keys' steps by chance.
pub const SOUGHT: &str = "032848";

/// Steps on both sides, keys of one turn, and turns of a round.
const SIDE: i64 = 5;
const KEYS: usize = 20_000;
const TURNS_A_ROUND: u32 = 8;

/// Diagnoses timed together.
const TURNS: u32 = 200;

/// Keys of the long search.
const MILLION: usize = 1_000_000;

/// Codes a second of processor time, the best of each, and how many times theirs ours are.
#[derive(Default)]
pub struct Speeds {
    pub ours: f64,
    pub hmac: f64,
    pub liboath: Option<f64>,
    pub against_hmac: f64,
    pub against_liboath: Option<f64>,
}

/// A stream of bytes that looks drawn: the same every run.
pub fn seed_of(at: usize) -> Seed {
    let mut state = at as u64 ^ 0x9e37_79b9_7f4a_7c15;
    let mut next = || {
        state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        (state >> 33) as u8
    };
    Secret::new((0..20).map(|_| next()).collect())
}

fn sought() -> Option<Code> {
    Code::parse(SOUGHT, 6)
}

/// Nanoseconds this thread has spent on a processor: what a machine does besides does not count.
pub fn spent() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|field| field.parse().ok()).unwrap_or_default()
}

/// The three in short turns. A ratio is the median of those of the turns: whatever else runs here weighs
/// on one turn as a whole, not on one of the three.
pub fn speeds(rounds: u32, liboath: Option<&Liboath>) -> Speeds {
    let seeds: Vec<Seed> = (0..KEYS).map(seed_of).collect();
    let mut speeds = Speeds::default();
    let (mut hmac, mut oath) = (Vec::new(), Vec::new());
    for _ in 0..rounds * TURNS_A_ROUND {
        let ours = speed(|| ours(&seeds));
        let plain = speed(|| plain(&seeds));
        (speeds.ours, speeds.hmac) = (speeds.ours.max(ours), speeds.hmac.max(plain));
        hmac.push(ours / plain);
        if let Some(theirs) = liboath.and_then(|program| program.speed(KEYS / 4, 1)) {
            speeds.liboath = Some(theirs.max(speeds.liboath.unwrap_or_default()));
            oath.push(ours / theirs);
        }
    }
    speeds.against_hmac = median(hmac).unwrap_or_default();
    speeds.against_liboath = median(oath);
    speeds
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

fn speed(work: impl FnOnce() -> usize) -> f64 {
    let before = spent();
    black_box(work());
    let codes = KEYS as f64 * (2 * SIDE + 1) as f64;
    codes * 1e9 / (spent() - before) as f64
}

/// As the search of a vault does it: key, window, matches.
fn ours(seeds: &[Seed]) -> usize {
    let (Some(code), Some(step)) = (sought(), Shape::COMMON.step_at(NOW)) else { return 0 };
    let found = |seed| {
        let generator = Generator::new(seed, &Shape::COMMON);
        generator.steps_showing(&code, step, step - SIDE, step + SIDE).len()
    };
    seeds.iter().map(found).sum()
}

/// As one writes it with the crate alone: keyed once a seed, copied for each step.
fn plain(seeds: &[Seed]) -> usize {
    let (Ok(sought), Some(step)) = (SOUGHT.parse::<u32>(), Shape::COMMON.step_at(NOW)) else { return 0 };
    let mut found = 0;
    for seed in seeds {
        let Ok(keyed) = Hmac::<Sha1>::new_from_slice(seed.expose()) else { return 0 };
        for step in step - SIDE..=step + SIDE {
            let mut mac = keyed.clone();
            mac.update(&step.to_be_bytes());
            let digest = mac.finalize().into_bytes();
            let offset = usize::from(digest[19] & 0x0f);
            let mut word = [0; 4];
            word.copy_from_slice(&digest[offset..offset + 4]);
            found += usize::from((u32::from_be_bytes(word) & 0x7fff_ffff) % 1_000_000 == sought);
        }
    }
    found
}

/// A million clear keys, one code and two, on one thread and on two: seconds of processor time of the
/// busiest thread, which is the time by the clock on a machine that does nothing else, and by the clock.
pub fn millions(rounds: u32) -> Vec<(&'static str, f64, Option<f64>)> {
    let seeds: Vec<Seed> = (0..MILLION).map(seed_of).collect();
    let code = |step: i64| Generator::new(&seed_of(MILLION / 2), &Shape::COMMON).code(step);
    let Some(step) = Shape::COMMON.step_at(NOW) else { return Vec::new() };
    let hunt = |steps: &[i64]| {
        let codes = steps.iter().filter_map(|step| code(*step)).collect();
        Hunt::new(codes, Breadth::Near, NOW)
    };
    let (Some(one), Some(two)) = (hunt(&[step]), hunt(&[step - 1, step])) else { return Vec::new() };
    let best = |hunt: &Hunt, threads: usize| {
        let mut best = (f64::MAX, f64::MAX);
        for _ in 0..rounds {
            let began = Instant::now();
            let busiest = searched(&seeds, hunt, threads) as f64 / 1e9;
            best = (best.0.min(busiest), best.1.min(began.elapsed().as_secs_f64()));
        }
        best
    };
    let (alone, (pair, clock), (two, _)) = (best(&one, 1), best(&one, 2), best(&two, 2));
    vec![
        ("1,000,000 clear keys, 1 code, one thread", alone.0, None),
        ("1,000,000 clear keys, 1 code, two threads", pair, Some(1.0)),
        ("1,000,000 clear keys, 2 codes, two threads", two, Some(1.0)),
        ("the same by the clock, with all that runs here", clock, None),
    ]
}

/// Nanoseconds of the busiest thread.
fn searched(seeds: &[Seed], hunt: &Hunt, threads: usize) -> u64 {
    let part = |seeds: &[Seed]| {
        let before = spent();
        let shape = Shape::COMMON;
        let shows =
            |seed: &&Seed| hunt.compare(&Quarry { seed, shape, last_step: None, drift: 0 }).trace.is_some();
        black_box(seeds.iter().filter(shows).count());
        std::thread::yield_now();
        spent() - before
    };
    std::thread::scope(|scope| {
        let parts = seeds.chunks(seeds.len().div_ceil(threads));
        let handles: Vec<_> = parts.map(|seeds| scope.spawn(move || part(seeds))).collect();
        handles.into_iter().filter_map(|handle| handle.join().ok()).max().unwrap_or_default()
    })
}

/// One person's three keys and a code that none of them shows, the longest way to a verdict:
/// milliseconds of processor time.
pub fn diagnoses(rounds: u32) -> Vec<(&'static str, f64)> {
    let common = Shape::COMMON;
    let fast = Shape { moving: Moving::Time { period: 30, t0: 0 }, ..common };
    let long = Shape { algorithm: Algorithm::Sha512, ..fast };
    let table = [
        ("diagnosis, no match: three keys of 60 s", [common; 3]),
        ("diagnosis, no match: three keys of 30 s", [fast; 3]),
        ("diagnosis, no match: SHA-512 of 30 s and others", [long, fast, common]),
    ];
    let Some(code) = sought() else { return Vec::new() };
    let measured = table.map(|(name, shapes)| {
        let keys: Vec<Candidate> = shapes.into_iter().enumerate().filter_map(candidate).collect();
        let Some((tested, others)) = keys.split_first() else { return (name, f64::MAX) };
        let times = (0..rounds).map(|_| {
            let before = spent();
            for _ in 0..TURNS {
                black_box(diagnose(tested, others, &code, NOW, Windows::DEFAULT));
            }
            (spent() - before) as f64 / 1e6 / f64::from(TURNS)
        });
        (name, times.fold(f64::MAX, f64::min))
    });
    measured.into()
}

fn candidate((at, shape): (usize, Shape)) -> Option<Candidate> {
    let key = Key {
        serial: Serial::parse(&at.to_string())?,
        maker: String::new(),
        shape,
        life: Life::Active,
        since: None,
        pin: Pin::Set,
        fails: 0,
        max_fails: 10,
        last_step: None,
        drift: 0,
        starts: None,
        expires: None,
        holder: None,
    };
    Some(Candidate { key, seed: seed_of(at), uses: Vec::new() })
}
