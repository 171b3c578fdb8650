#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

/// Steps that [`NARROW`] searches on each side.
const FAR_NARROW: i64 = 30;

/// Every step of a range that shows the code, by reading each one: what the search must agree with.
fn showing(candidate: &Candidate, code: &Code, from: i64, to: i64) -> Vec<i64> {
    (from.max(0)..=to).filter(|&step| code_of(candidate, step).expose() == code.expose()).collect()
}

/// A key somewhere in its life, as a failing case prints it.
#[derive(Clone, Debug)]
struct InUse {
    seed: [u8; 20],
    clock: i64,
    drift: i64,
    last: Option<i64>,
}

impl InUse {
    fn candidate(&self, name: &str) -> Candidate {
        let mut candidate = candidate(name, &self.seed);
        candidate.key.drift = self.drift;
        candidate.key.last_step = self.last;
        candidate.uses = self.last.map(|step| (step, at(step))).into_iter().collect();
        candidate
    }

    fn expected(&self) -> i64 {
        self.clock + self.drift
    }
}

/// The last used step lies well before the window, inside it or beyond it.
fn key_in_use() -> impl Strategy<Value = InUse> {
    let last = prop_oneof![Just(None), (-40..12_i64).prop_map(Some)];
    (any::<[u8; 20]>(), 0..60_000_000_i64, -50..50_i64, last).prop_map(|(seed, clock, drift, last)| {
        let last = last.map(|last| (clock + drift + last).max(0));
        InUse { seed, clock, drift, last }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The verdict against a plain reading of every step in reach.
    #[test]
    fn the_verdict_is_what_the_steps_say(
        key in key_in_use(), accept in 1..6_i64, shown in -35..=35_i64, near in any::<bool>(),
    ) {
        let (candidate, expected) = (key.candidate("A"), key.expected());
        let windows = Windows { accept: Span::minutes(accept), ..NARROW };
        let shown = expected + if near { shown % 8 } else { shown };
        prop_assume!(shown >= 0);
        let code = code_of(&candidate, shown);
        let last = candidate.key.last_step.unwrap_or(-1);
        let all = showing(&candidate, &code, expected - FAR_NARROW, expected + FAR_NARROW);
        let inside = |step: i64| (step - expected).abs() <= accept;
        let fresh = all.iter().copied().filter(|&step| inside(step) && step > last).max();

        let Diagnosis { finding, consume } = diagnose(&candidate, &[], &code, at(key.clock), windows);
        prop_assert_eq!(consume.map(|(_, step)| step), fresh);
        match finding {
            Finding::Valid { step, offset } => {
                prop_assert_eq!((Some(step), offset), (fresh, step - expected));
            }
            Finding::Used { step, at: when } => {
                prop_assert!(fresh.is_none() && all.contains(&step) && step <= last);
                prop_assert_eq!(when, (step == last).then(|| at(step)));
            }
            Finding::Older { step, last: named } => {
                prop_assert!(fresh.is_none() && all.contains(&step) && step < last && named == last);
            }
            Finding::Far { offset } => {
                let step = expected + offset;
                prop_assert!(fresh.is_none() && all.contains(&step) && step > last && !inside(step));
            }
            Finding::NoMatch => prop_assert!(all.is_empty()),
            Finding::OtherKey { .. } => prop_assert!(false, "there is no other key"),
            Finding::ProbablyUsed { .. } => prop_assert!(false, "nothing is inferred with a seed"),
        }
    }

    /// Tests at any times, the clock set back and forth by half a day included: the steps consumed
    /// only ever rise, and a code just consumed is not valid a second time.
    #[test]
    fn no_step_is_consumed_twice(
        key in key_in_use(),
        calls in prop::collection::vec((-2..3_i64, -800..800_i64, -6..=6_i64), 1..20),
    ) {
        let (mut candidate, mut clock) = (key.candidate("A"), key.clock);
        for (little, jump, shown) in calls {
            clock += if little == 0 { jump } else { little };
            let step = clock + candidate.key.drift + shown;
            if clock < 0 || step < 0 {
                continue;
            }
            let code = code_of(&candidate, step);
            if let Some((_, step)) = diagnose(&candidate, &[], &code, at(clock), NARROW).consume {
                prop_assert!(candidate.key.last_step.is_none_or(|last| step > last));
                candidate.key.last_step = Some(step);
                let again = diagnose(&candidate, &[], &code, at(clock), NARROW);
                prop_assert!(["used", "older"].contains(&again.finding.word()));
                prop_assert_eq!(again.consume, None);
                record(&mut candidate, step, at(clock));
            }
        }
    }

    /// With several keys: consumed is one step of the key named by the finding, in that key's own
    /// window and above its last used step, or nothing.
    #[test]
    fn only_what_the_finding_names_is_consumed(
        keys in [key_in_use(), key_in_use(), key_in_use()], clock in 100..60_000_000_i64,
        last in any::<[Option<u8>; 3]>(), shown in -6..=6_i64, whose in 0..3_usize,
    ) {
        let mut all = [keys[0].candidate("A"), keys[1].candidate("B"), keys[2].candidate("C")];
        for (candidate, last) in all.iter_mut().zip(last) {
            let expected = clock + candidate.key.drift;
            candidate.key.last_step = last.map(|last| expected + 3 - i64::from(last % 12));
        }
        let code = code_of(&all[whose], clock + all[whose].key.drift + shown);
        let [tested, others @ ..] = &all;
        let Diagnosis { finding, consume } = diagnose(tested, others, &code, at(clock), NARROW);
        let named = match finding {
            Finding::Valid { step, .. } => Some((tested.key.serial.clone(), step)),
            Finding::OtherKey { serial, step, fresh: true, .. } => Some((serial, step)),
            _ => None,
        };
        prop_assert_eq!(&consume, &named);
        if let Some((serial, step)) = consume {
            let key = all.iter().map(|candidate| &candidate.key).find(|key| key.serial == serial).unwrap();
            prop_assert!((step - clock - key.drift).abs() <= ACCEPT);
            prop_assert!(key.last_step.is_none_or(|last| step > last));
        }
    }

    /// A pair read in its order is found unless spent, backwards it is refused, and from then on
    /// the key is exact: no code has to be skipped.
    #[test]
    fn resync_makes_the_next_code_exact(key in key_in_use(), away in -29..29_i64) {
        let (mut candidate, clock, expected) = (key.candidate("A"), key.clock, key.expected());
        let first = expected + away;
        prop_assume!(first >= 0);
        let codes = (code_of(&candidate, first), code_of(&candidate, first + 1));
        let last = candidate.key.last_step.unwrap_or(-1);
        let shows = |step: i64, code: &Code| code_of(&candidate, step).expose() == code.expose();
        let backwards = resync(&candidate, &codes.1, &codes.0, at(clock), NARROW);
        let swapped = |step: i64| shows(step - 1, &codes.1) && shows(step, &codes.0);
        prop_assert!(backwards.is_err() || backwards.is_ok_and(|found| swapped(found.step)));
        let found = resync(&candidate, &codes.0, &codes.1, at(clock), NARROW);
        let near = (first + 1 - clock).abs() <= FAR_NARROW;
        if let Err(NoResync::FromThePast { steps }) = found {
            prop_assert!(steps > ACCEPT && first > last && near);
            return Ok(());
        }
        prop_assert_eq!(found.is_ok(), first > last && near);
        let Ok(Resync { step, consume }) = found else { return Ok(()) };
        prop_assert!(shows(consume, &codes.1) && consume >= step);
        prop_assume!(consume == step);
        prop_assert!(step - 1 > last && (step - expected).abs() <= FAR_NARROW);
        prop_assert!(shows(step - 1, &codes.0) && shows(step, &codes.1));
        record(&mut candidate, step, at(clock));
        let next = code_of(&candidate, step + 1);
        let highest = showing(&candidate, &next, step + 1, step + 1 + ACCEPT).into_iter().max();
        let found = diagnose(&candidate, &[], &next, at(clock + 1), NARROW);
        prop_assert_eq!(found.consume.map(|(_, step)| step), highest);
        let exact = Finding::Valid { step: step + 1, offset: 0 };
        prop_assert!(highest > Some(step + 1) || found.finding == exact);
    }
}
