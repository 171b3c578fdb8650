//! A key found without a readable serial: which keys show the codes read from it?
//!
//! One code never names one key among many: a stranger's key shows the same digits by chance. Two
//! consecutive codes do. How many strangers are to be expected is part of the answer. Nothing here
//! writes, and no code is burnt.

use super::key::{Key, Standing};
use super::moment::{Moment, Span};
use super::otp::{Code, Generator, Moving, Shape};
use super::person::Person;
use super::secret::Seed;
use super::window::steps;

/// Codes that one search compares at most.
pub const MOST_CODES: usize = 3;

/// Leads kept: nobody reads more; the others are counted.
pub const KEPT: usize = 200;

/// From this many strangers expected on, codes prove too little. A single code always does.
const DOUBT: f64 = 0.001;

/// Steps from one code to the next: the finder may miss one.
const GAPS: std::ops::RangeInclusive<i64> = 1..=2;

/// How far from the step a key should show its codes are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Breadth {
    /// Five steps on both sides; ten presses of a button.
    #[default]
    Near,
    /// An hour; a hundred presses.
    Hour,
    /// Twelve hours, the most a clock may be off; a thousand presses.
    HalfDay,
}

impl Breadth {
    /// Every breadth, the narrowest first.
    pub const ALL: [Self; 3] = [Self::Near, Self::Hour, Self::HalfDay];

    /// The next wider one; the narrowest after the widest.
    pub fn next(self) -> Self {
        match self {
            Self::Near => Self::Hour,
            Self::Hour => Self::HalfDay,
            Self::HalfDay => Self::Near,
        }
    }

    /// The name in the journal, on the command line and in `--json`; never translated.
    pub fn word(self) -> &'static str {
        match self {
            Self::Near => "5-steps",
            Self::Hour => "1-hour",
            Self::HalfDay => "12-hours",
        }
    }

    /// Steps on both sides of a clock key's expected one, presses of a button key.
    pub fn steps(self, shape: &Shape) -> i64 {
        match (self, shape.moving) {
            (Self::Near, Moving::Time { .. }) => 5,
            (Self::Hour, Moving::Time { .. }) => steps(shape, Span::minutes(60)),
            (Self::HalfDay, Moving::Time { .. }) => steps(shape, Span::minutes(12 * 60)),
            (Self::Near, Moving::Event) => 10,
            (Self::Hour, Moving::Event) => 100,
            (Self::HalfDay, Moving::Event) => 1000,
        }
    }
}

/// What is looked for: codes in the order they were read, the last one just now.
pub struct Hunt {
    codes: Vec<Code>,
    breadth: Breadth,
    now: Moment,
}

/// One key as a search needs it.
pub struct Quarry<'a> {
    /// Its seed.
    pub seed: &'a Seed,
    /// How it makes codes.
    pub shape: Shape,
    /// The highest step ever used.
    pub last_step: Option<i64>,
    /// Learned clock error in steps.
    pub drift: i64,
}

/// How a key showed the codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Steps from the expected one, learned drift included, to that of the last code.
    pub offset: i64,
    /// Codes that the finder did not read between those that were.
    pub skipped: u32,
}

/// What one key gave.
pub struct Compared {
    /// Its best trace, if it showed the codes at all.
    pub trace: Option<Trace>,
    /// Steps looked at: what chance is counted from.
    pub steps: u64,
}

impl Hunt {
    /// One to [`MOST_CODES`] codes of one length, the last one read at `now`.
    pub fn new(codes: Vec<Code>, breadth: Breadth, now: Moment) -> Option<Self> {
        let digits = codes.first()?.digits();
        let alike = codes.iter().all(|code| code.digits() == digits);
        (alike && codes.len() <= MOST_CODES).then_some(Self { codes, breadth, now })
    }

    /// Digits of the codes: keys of another length are no candidates.
    pub fn digits(&self) -> u8 {
        self.codes.first().map_or(0, Code::digits)
    }

    /// How many codes are compared.
    pub fn codes(&self) -> usize {
        self.codes.len()
    }

    /// How far.
    pub fn breadth(&self) -> Breadth {
        self.breadth
    }

    /// When the last code was read.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// Compares one key. Only the last code is looked for in the whole window, the earlier ones
    /// before each step that shows it: more codes cost no more time.
    pub fn compare(&self, key: &Quarry) -> Compared {
        let (expected, lowest, highest) = self.window(key);
        let steps = highest.saturating_sub(lowest.max(0)).saturating_add(1).max(0).unsigned_abs();
        let Some(last) = self.codes.last() else { return Compared { trace: None, steps } };
        let generator = Generator::new(key.seed, &key.shape);
        let shown = generator.steps_showing(last, expected, lowest, highest);
        let traces = shown.into_iter().filter_map(|step| {
            let skipped = self.skipped(&generator, self.codes.len() - 1, step)?;
            Some(Trace { offset: step.saturating_sub(expected), skipped })
        });
        let best = traces.min_by_key(|trace| (trace.skipped, trace.offset.saturating_abs()));
        Compared { trace: best, steps }
    }

    /// Expected step, first and last one looked at.
    fn window(&self, key: &Quarry) -> (i64, i64, i64) {
        let breadth = self.breadth.steps(&key.shape);
        match key.shape.step_at(self.now) {
            Some(clock) => {
                let expected = clock.saturating_add(key.drift);
                (expected, expected.saturating_sub(breadth), expected.saturating_add(breadth))
            }
            // A counter never goes back; the code last used may still be on its display.
            None => {
                let last = key.last_step.unwrap_or(-1);
                (last.saturating_add(1), last, last.saturating_add(breadth))
            }
        }
    }

    /// The fewest codes missed if code `at` is on `step` and the earlier ones before it; none if they
    /// are not.
    fn skipped(&self, generator: &Generator, at: usize, step: i64) -> Option<u32> {
        let Some(before) = at.checked_sub(1) else { return Some(0) };
        let code = self.codes.get(before)?;
        let ways = GAPS.filter_map(|gap| {
            let step = step.checked_sub(gap).filter(|step| generator.shows(code, *step))?;
            let missed = u32::try_from(gap - GAPS.start()).unwrap_or(0);
            Some(missed + self.skipped(generator, before, step)?)
        });
        ways.min()
    }

    /// How many keys are expected to show the codes by chance when so many steps of strangers were
    /// looked at: steps / 10^digits for the last code, once more / 10^digits for each earlier one, and
    /// twice as many ways for each if a code may have been missed.
    pub fn expected(&self, steps: u64, missed: bool) -> f64 {
        let codes = i32::try_from(self.codes.len()).unwrap_or(i32::MAX);
        let ways = if missed { 2_f64.powi(codes - 1) } else { 1.0 };
        steps as f64 * ways / 10_f64.powi(codes * i32::from(self.digits()))
    }
}

/// A key that showed the codes.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    /// The key.
    pub key: Key,
    /// Its holder.
    pub person: Option<Person>,
    /// How it showed them.
    pub trace: Trace,
}

impl Lead {
    /// What comes first: no code missed, near its own clock, reported lost before in service before
    /// in stock, a clock known to be exact, then the serial.
    fn rank(&self, now: Moment) -> (u32, u64, u8, u64, &str) {
        let state = match self.key.standing(now) {
            Standing::Suspended => 0,
            Standing::Usable
            | Standing::Locked
            | Standing::NeverActivated
            | Standing::Expired
            | Standing::NotYetValid => 1,
            Standing::InStock => 2,
            Standing::Retired => 3,
        };
        let Trace { offset, skipped } = self.trace;
        (skipped, offset.unsigned_abs(), state, self.key.drift.unsigned_abs(), self.key.serial.as_str())
    }
}

/// A part of a search: so many keys of a vault.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// Keys that showed the codes.
    pub leads: Vec<Lead>,
    /// Keys compared.
    pub keys: u64,
    /// Steps looked at.
    pub steps: u64,
    /// Keys that could not be compared: damaged in the store.
    pub unreadable: u64,
    /// Where the next part begins; none after the last.
    pub next: Option<i64>,
    /// How much of the vault is behind, in thousandths.
    pub permille: u16,
}

/// What a search has found so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shortlist {
    /// The best leads, best first, at most [`KEPT`].
    pub leads: Vec<Lead>,
    /// Leads in all.
    pub count: usize,
    /// Keys compared.
    pub keys: u64,
    /// Steps looked at.
    pub steps: u64,
    /// Keys that could not be compared.
    pub unreadable: u64,
    /// How much of the vault is behind, in thousandths.
    pub permille: u16,
}

impl Shortlist {
    /// Takes in a part; `now` is the moment of the search, for the states of the keys.
    pub fn add(&mut self, part: Part, now: Moment) {
        self.count += part.leads.len();
        self.leads.extend(part.leads);
        self.leads.sort_by(|a, b| a.rank(now).cmp(&b.rank(now)));
        self.leads.truncate(KEPT);
        self.keys = self.keys.saturating_add(part.keys);
        self.steps = self.steps.saturating_add(part.steps);
        self.unreadable = self.unreadable.saturating_add(part.unreadable);
        self.permille = part.permille;
    }

    /// Whether the best lead rests on codes that follow each other.
    pub fn is_consecutive(&self) -> bool {
        self.leads.first().is_none_or(|lead| lead.trace.skipped == 0)
    }

    /// Whether the leads are hardly there by chance: two codes at least, and few strangers expected.
    pub fn is_sure(&self, hunt: &Hunt) -> bool {
        hunt.codes() > 1 && self.expected(hunt) < DOUBT
    }

    /// How many of the leads are expected to be there by chance.
    pub fn expected(&self, hunt: &Hunt) -> f64 {
        hunt.expected(self.steps, !self.is_consecutive())
    }
}

#[cfg(test)]
#[path = "found_tests.rs"]
mod tests;
