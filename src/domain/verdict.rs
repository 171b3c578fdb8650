//! What a code says about a key: all matches are collected, then one verdict is given with its
//! evidence. Diagnosing changes nothing; [`Diagnosis::consume`] says what must be written.

use super::clock::ClockDoubt;
use super::key::{Key, Pin, Serial, Standing};
use super::moment::Moment;
use super::otp::{Code, Generator, Moving, Shape};
use super::secret::Seed;

/// How far from the expected step codes are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    /// Steps accepted on both sides of the expected step of a clock key.
    pub accept: i64,
    /// Counts accepted after the last used one of a counter key (RFC 4226 section 7.4).
    pub ahead: i64,
    /// Steps searched on both sides to explain a failure and to resync, and the most a clock may be
    /// off: 12 h of 60 s steps, beyond which makers refuse to resync (domain facts, R-19).
    pub far: i64,
}

impl Windows {
    /// What the embedded store uses: the default window of the production server.
    pub const DEFAULT: Self = Self { accept: 3, ahead: 10, far: 720 };
}

/// What was found, before the state of the key is considered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Inside the window and above the last used step.
    Valid {
        /// The step that was consumed.
        step: i64,
        /// Steps from the one a perfectly set clock shows, learned drift included in the clock.
        offset: i64,
    },
    /// This very step is recorded as used.
    Used {
        /// The step.
        step: i64,
        /// When it was used, if the record says so.
        at: Option<Moment>,
    },
    /// Below the last used step and not recorded itself: too old to be accepted.
    Older {
        /// The step shown.
        step: i64,
        /// The last used one.
        last: i64,
    },
    /// The code of another key of the same person, in that key's own window.
    OtherKey {
        /// Which key.
        serial: Serial,
        /// Whether that key can be used.
        standing: Standing,
        /// The step on that key; consumed there when it was fresh.
        step: i64,
        /// It was above that key's last used step.
        fresh: bool,
    },
    /// Right, but far from the expected step: resync with two consecutive codes.
    Far {
        /// Steps ahead (positive) or behind of the expected one.
        offset: i64,
    },
    /// Nothing within the search on the tested key, nothing in the windows of the person's others.
    NoMatch,
}

impl Finding {
    /// The name in the journal and in `--json`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Valid { offset: 0, .. } => "valid",
            Self::Valid { .. } => "valid-drifted",
            Self::Used { .. } => "used",
            Self::Older { .. } => "older",
            Self::OtherKey { .. } => "other-key",
            Self::Far { .. } => "far-drift",
            Self::NoMatch => "no-match",
        }
    }
}

/// The answer to "does this code work?": what was found, joined with the key's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The key that was tested.
    pub serial: Serial,
    /// Evidence from the code.
    pub finding: Finding,
    /// The key's own state, see [`Verdict::speaks_of_finding`].
    pub standing: Standing,
    /// No PIN yet: the caller logs in with the digits alone.
    pub pin_to_create: bool,
    /// Failures left before the key locks.
    pub tries_left: u32,
    /// About when the key shows other digits that can be accepted; only after a valid or used code
    /// of a key with a clock, where waiting is the next thing to do.
    pub next_code: Option<Moment>,
    /// Given offline: what happened to the key since this moment is unknown.
    pub as_of: Option<Moment>,
    /// Why the clock it was given by may be wrong.
    pub doubt: Option<ClockDoubt>,
}

impl Verdict {
    /// Joins what was found with the key as it is after the consumption.
    pub fn new(key: &Key, finding: Finding, now: Moment) -> Self {
        let next_code = match finding {
            Finding::Valid { offset, .. } => key.next_code(now, offset),
            Finding::Used { .. } => key.next_code(now, 0),
            _ => None,
        };
        Self {
            serial: key.serial.clone(),
            finding,
            standing: key.standing(now),
            pin_to_create: key.pin == Pin::ToCreate,
            tries_left: key.max_fails.saturating_sub(key.fails),
            next_code,
            as_of: None,
            doubt: None,
        }
    }

    /// Whether the caller may go on with the next code: the one green answer. Offline there is none,
    /// since a use, a lock or a loss may have come meanwhile.
    pub fn is_good(&self) -> bool {
        self.as_of.is_none() && self.is_right() && self.standing == Standing::Usable
    }

    /// Whether the code is one that the key may show now and that was not used before.
    pub fn is_right(&self) -> bool {
        matches!(self.finding, Finding::Valid { .. })
    }

    /// Whether the finding is what to speak of. The state of the tested key outranks it, unless the
    /// caller holds another key: then that key is the matter.
    pub fn speaks_of_finding(&self) -> bool {
        self.standing == Standing::Usable || matches!(self.finding, Finding::OtherKey { .. })
    }

    /// One word for journals and scripts.
    pub fn word(&self) -> &'static str {
        match self.speaks_of_finding() {
            true if self.as_of.is_some() && self.is_right() => "right-offline",
            true => self.finding.word(),
            false => self.standing.word(),
        }
    }
}

/// One key with its seed and what is recorded of its steps.
pub struct Candidate {
    /// The key.
    pub key: Key,
    /// Its seed.
    pub seed: Seed,
    /// Recorded uses near the window: step and moment.
    pub uses: Vec<(i64, Moment)>,
}

/// A verdict and the step that must be recorded as used, on which key.
pub struct Diagnosis {
    /// What was found.
    pub finding: Finding,
    /// The step to consume before the answer is shown; nothing when nothing moves.
    pub consume: Option<(Serial, i64)>,
}

/// Where the steps of a key showing a code lie.
struct Sighting {
    expected: i64,
    /// Acceptable: inside the window, above the last used step; the highest.
    fresh: Option<i64>,
    /// Inside the window, but at or below the last used step; the nearest.
    spent: Option<i64>,
    /// Outside the window; the nearest.
    distant: Option<i64>,
}

/// Diagnoses a code against `key` and the person's `others`.
///
/// Order: a fresh match on the tested key; a spent one on it; a fresh one on another key; a spent
/// one there; a distant one on the tested key. A distant match comes last because a search of that
/// size meets a stranger's code about once in 700 tries. Of several fresh steps the highest is
/// consumed: a code does not name its step, and a lower choice would leave the same digits usable.
pub fn diagnose(
    key: &Candidate,
    others: &[Candidate],
    code: &Code,
    now: Moment,
    windows: Windows,
) -> Diagnosis {
    let own = sight(key, code, now, windows);
    if let Some(step) = own.fresh {
        let finding = Finding::Valid { step, offset: step.saturating_sub(own.expected) };
        return Diagnosis { finding, consume: Some((key.key.serial.clone(), step)) };
    }
    if let Some(step) = own.spent {
        return Diagnosis { finding: spent(key, step), consume: None };
    }
    if let Some(found) = on_another_key(others, code, now, windows) {
        return found;
    }
    let last = key.key.last_step.unwrap_or(-1);
    let finding = match own.distant {
        Some(step) if step <= last => spent(key, step),
        Some(step) => Finding::Far { offset: step.saturating_sub(own.expected) },
        None => Finding::NoMatch,
    };
    Diagnosis { finding, consume: None }
}

fn on_another_key(others: &[Candidate], code: &Code, now: Moment, windows: Windows) -> Option<Diagnosis> {
    let seen: Vec<_> = others.iter().map(|other| (other, sight(other, code, now, windows))).collect();
    let fresh = seen.iter().find_map(|(other, seen)| Some((other, seen.fresh?, true)));
    let spent = seen.iter().find_map(|(other, seen)| Some((other, seen.spent?, false)));
    let (other, step, fresh) = fresh.or(spent)?;
    let serial = other.key.serial.clone();
    let standing = other.key.standing(now);
    let consume = fresh.then(|| (serial.clone(), step));
    Some(Diagnosis { finding: Finding::OtherKey { serial, standing, step, fresh }, consume })
}

fn spent(key: &Candidate, step: i64) -> Finding {
    let at = key.uses.iter().find(|(used, _)| *used == step).map(|(_, at)| *at);
    match key.key.last_step {
        Some(last) if step < last && at.is_none() => Finding::Older { step, last },
        _ => Finding::Used { step, at },
    }
}

fn sight(candidate: &Candidate, code: &Code, now: Moment, windows: Windows) -> Sighting {
    let generator = Generator::new(&candidate.seed, &candidate.key.shape);
    let last = candidate.key.last_step.unwrap_or(-1);
    let Window { expected, lowest, highest } = window(&candidate.key, now, windows);
    let from = expected.saturating_sub(windows.far);
    let to = expected.saturating_add(windows.far);
    let steps = generator.steps_showing(code, expected, from, to);
    let inside = |step: &i64| (lowest..=highest).contains(step);
    Sighting {
        expected,
        fresh: steps.iter().copied().filter(|step| inside(step) && *step > last).max(),
        spent: steps.iter().copied().find(|step| inside(step) && *step <= last),
        distant: steps.iter().copied().find(|step| !inside(step)),
    }
}

/// The steps a code may have to be accepted, or to be recognised as just used.
struct Window {
    expected: i64,
    lowest: i64,
    highest: i64,
}

fn window(key: &Key, now: Moment, windows: Windows) -> Window {
    match key.step_now(now) {
        Some(expected) => Window {
            expected,
            lowest: expected.saturating_sub(windows.accept),
            highest: expected.saturating_add(windows.accept),
        },
        None => {
            let next = key.last_step.unwrap_or(-1).saturating_add(1);
            Window {
                expected: next,
                lowest: next.saturating_sub(windows.ahead),
                highest: next.saturating_add(windows.ahead).saturating_sub(1),
            }
        }
    }
}

/// What two consecutive codes taught.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resync {
    /// The step of the second code: the drift is learned from it.
    pub step: i64,
    /// The step to record as used: the highest one in the window that shows the same digits, almost
    /// always `step` itself.
    pub consume: i64,
}

/// Why two codes teach nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoResync {
    /// Not two consecutive, unused codes of this key.
    NotConsecutive,
    /// They are, but from further back than a slow clock explains: perhaps noted beforehand.
    FromThePast {
        /// How many steps back.
        steps: i64,
    },
}

/// Days in which a bad clock may lose one step; twenty times what makers admit (verifier facts, 1).
const DAYS_A_STEP: i64 = 8;

/// Finds two consecutive codes above the last used step, at most [`Windows::far`] from the expected
/// one and from what the clock itself says.
///
/// Codes of the past are suspicious, since a display can be noted; those of the future are not. Both
/// codes are spent by it. Unlike the production server no code is skipped after it.
pub fn resync(
    key: &Candidate,
    first: &Code,
    second: &Code,
    now: Moment,
    windows: Windows,
) -> Result<Resync, NoResync> {
    let expected = window(&key.key, now, windows).expected;
    let last = key.key.last_step.unwrap_or(-1);
    let generator = Generator::new(&key.seed, &key.key.shape);
    let from = expected.saturating_sub(windows.far).max(last.saturating_add(1));
    let to = expected.saturating_add(windows.far).saturating_sub(1);
    let near = |step: &i64| drift_of(&key.key.shape, *step, now).saturating_abs() <= windows.far;
    let firsts = generator.steps_showing(first, expected, from, to);
    let mut seconds = firsts.into_iter().map(|step| step.saturating_add(1)).filter(near);
    let step = seconds.find(|&step| !generator.steps_showing(second, step, step, step).is_empty());
    let step = step.ok_or(NoResync::NotConsecutive)?;
    let back = expected.saturating_sub(step);
    if back > windows.accept.saturating_add(steps_lost(&key.key, now)) {
        return Err(NoResync::FromThePast { steps: back });
    }
    let twins = generator.steps_showing(second, step, step, step.saturating_add(windows.accept));
    Ok(Resync { step, consume: twins.into_iter().max().unwrap_or(step) })
}

/// How many steps a slow clock may have lost since the key was last used; a year's worth for a key
/// that never was. A counter loses nothing, but its codes have no date either.
fn steps_lost(key: &Key, now: Moment) -> i64 {
    let used = key.last_step.map(|step| key.step_shown_at(step));
    match used {
        None => 365 / DAYS_A_STEP,
        Some(None) => i64::MAX,
        Some(Some(used)) => (now - used).as_secs().max(0) / 86_400 / DAYS_A_STEP,
    }
}

/// The drift a key has if it showed `step` at `now`; 0 for a counter key.
pub fn drift_of(shape: &Shape, step: i64, now: Moment) -> i64 {
    match shape.moving {
        Moving::Time { .. } => shape.step_at(now).map_or(0, |clock| step.saturating_sub(clock)),
        Moving::Event => 0,
    }
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
