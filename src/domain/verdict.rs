//! What a code says about a key: all matches are collected, then one verdict is given with its
//! evidence. Diagnosing changes nothing; [`Diagnosis::consume`] says what must be written.

use super::clock::ClockDoubt;
use super::key::{Key, Pin, Serial, Standing};
use super::moment::{Moment, Span};
use super::otp::{Code, Generator, Moving, Shape};
use super::secret::Seed;
pub use super::window::Windows;
use super::window::{Reach, Window};

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
    /// No backend knows which step this is, but the key shows none now that was not used: waiting for
    /// the next one tells more. An inference, and told as one.
    ProbablyUsed {
        /// The step the key shows now.
        step: i64,
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
            Self::ProbablyUsed { .. } => "probably-used",
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
            // Read early, it proves that the key runs ahead, used or not.
            Finding::Used { step, .. } => {
                key.next_code(now, key.step_now(now).map_or(0, |shown| step.saturating_sub(shown)))
            }
            Finding::ProbablyUsed { .. } => key.next_code(now, 0),
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

/// Diagnoses a code against `key` and the person's `others`.
///
/// Order: a fresh match on the tested key; a spent one on it; a fresh one on another key; a spent
/// one there; a distant one on the tested key. A distant match comes last because a search of that
/// size meets a stranger's code about once in 700 tries; it is also looked for last, so that the
/// usual answer costs a handful of codes. Of several fresh steps the highest is consumed: a code does
/// not name its step, and a lower choice would leave the same digits usable.
pub fn diagnose(
    key: &Candidate,
    others: &[Candidate],
    code: &Code,
    now: Moment,
    windows: Windows,
) -> Diagnosis {
    let own = Sight::new(key, code, now, windows);
    let near = own.near();
    if let Some(step) = near.fresh {
        let finding = Finding::Valid { step, offset: step.saturating_sub(own.window.expected) };
        return Diagnosis { finding, consume: Some((key.key.serial.clone(), step)) };
    }
    if let Some(step) = near.spent {
        return Diagnosis { finding: spent(key, step), consume: None };
    }
    if let Some(found) = on_another_key(others, code, now, windows) {
        return found;
    }
    let last = key.key.last_step.unwrap_or(-1);
    let finding = match own.distant() {
        Some(step) if step <= last => spent(key, step),
        Some(step) => Finding::Far { offset: step.saturating_sub(own.window.expected) },
        None => Finding::NoMatch,
    };
    Diagnosis { finding, consume: None }
}

fn on_another_key(others: &[Candidate], code: &Code, now: Moment, windows: Windows) -> Option<Diagnosis> {
    let near = |other| (other, Sight::new(other, code, now, windows).near());
    let seen: Vec<_> = others.iter().map(near).collect();
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

/// One code looked for on one key.
struct Sight<'a> {
    generator: Generator,
    code: &'a Code,
    last: i64,
    reach: Reach,
    window: Window,
}

/// Matches inside the window.
struct Near {
    /// Acceptable: above the last used step; the highest.
    fresh: Option<i64>,
    /// At or below the last used step; the nearest.
    spent: Option<i64>,
}

impl<'a> Sight<'a> {
    fn new(candidate: &Candidate, code: &'a Code, now: Moment, windows: Windows) -> Self {
        let reach = windows.reach(&candidate.key.shape);
        Self {
            generator: Generator::new(&candidate.seed, &candidate.key.shape),
            code,
            last: candidate.key.last_step.unwrap_or(-1),
            reach,
            window: Window::of(&candidate.key, now, reach.accept),
        }
    }

    fn near(&self) -> Near {
        let Window { expected, lowest, highest } = self.window;
        let steps = self.generator.steps_showing(self.code, expected, lowest, highest);
        Near {
            fresh: steps.iter().copied().filter(|step| *step > self.last).max(),
            spent: steps.iter().copied().find(|step| *step <= self.last),
        }
    }

    /// The nearest match on either side of the window.
    fn distant(&self) -> Option<i64> {
        let Window { expected, lowest, highest } = self.window;
        let from = expected.saturating_sub(self.reach.far);
        let to = expected.saturating_add(self.reach.far);
        let showing = |from, to| self.generator.steps_showing(self.code, expected, from, to);
        let below = lowest.checked_sub(1).map_or(Vec::new(), |end| showing(from, end));
        let above = highest.checked_add(1).map_or(Vec::new(), |start| showing(start, to));
        let nearest = [below.first(), above.first()].into_iter().flatten().copied();
        nearest.min_by_key(|step| step.abs_diff(expected))
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

/// Days in which a bad clock may lose a minute; twenty times what makers admit (verifier facts, 1).
const DAYS_A_MINUTE: i64 = 8;

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
    let shape = &key.key.shape;
    let Reach { accept, far } = windows.reach(shape);
    let expected = Window::of(&key.key, now, accept).expected;
    let last = key.key.last_step.unwrap_or(-1);
    let generator = Generator::new(&key.seed, shape);
    let from = expected.saturating_sub(far).max(last.saturating_add(1));
    let to = expected.saturating_add(far).saturating_sub(1);
    let near = |step: &i64| drift_of(shape, *step, now).saturating_abs() <= far;
    let firsts = generator.steps_showing(first, expected, from, to);
    let mut seconds = firsts.into_iter().map(|step| step.saturating_add(1)).filter(near);
    let step = seconds.find(|&step| generator.shows(second, step)).ok_or(NoResync::NotConsecutive)?;
    let back = expected.saturating_sub(step);
    if back > accept.saturating_add(steps_lost(&key.key, now)) {
        return Err(NoResync::FromThePast { steps: back });
    }
    let twins = generator.steps_showing(second, step, step, step.saturating_add(accept));
    Ok(Resync { step, consume: twins.into_iter().max().unwrap_or(step) })
}

/// How many steps a slow clock may have lost since the key was last used; a year's worth for a key
/// that never was. A counter loses nothing, but its codes have no date either.
fn steps_lost(key: &Key, now: Moment) -> i64 {
    let Some(period) = key.shape.period() else { return i64::MAX };
    let idle = match key.last_step.and_then(|step| key.step_shown_at(step)) {
        None => Span::days(365),
        Some(used) => now - used,
    };
    let days = idle.as_secs().max(0) / 86_400;
    days.saturating_mul(60) / DAYS_A_MINUTE / i64::from(period.max(1))
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
