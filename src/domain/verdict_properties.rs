#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

const ACCEPT: i64 = Windows::DEFAULT.accept;

/// A search small enough to run thousands of times.
const NARROW: Windows = Windows { accept: 3, ahead: 10, far: 30 };

/// Two steps of [`SEED`] that show the same six digits, found by walking up from [`CLOCK`].
const TWINS: (i64, i64) = (29_927_464, 29_927_466);

/// When a step begins on a perfectly set clock.
fn start(step: i64) -> Option<Moment> {
    Some(Moment::from_secs(step * 60))
}

/// Every step of a range that shows the code, by reading each one: what the search must agree with.
fn showing(candidate: &Candidate, code: &Code, from: i64, to: i64) -> Vec<i64> {
    (from.max(0)..=to).filter(|&step| code_of(candidate, step).expose() == code.expose()).collect()
}

/// What the store writes once a step is consumed.
fn record(candidate: &mut Candidate, step: i64, now: Moment) {
    candidate.key.last_step = Some(step);
    candidate.key.drift = drift_of(&candidate.key.shape, step, now);
    candidate.uses.push((step, now));
}

/// Two fresh steps show the code: were the lower one consumed, the same digits would work again.
#[test]
fn of_two_fresh_steps_the_higher_is_consumed() {
    let (low, high) = TWINS;
    let code = code_of(&clock_key(None, 0, &[]), low);
    assert_eq!(code.expose(), code_of(&clock_key(None, 0, &[]), high).expose());
    for centre in high - ACCEPT..=low + ACCEPT {
        for last in [None, Some(low - 1), Some(low)] {
            let mut candidate = clock_key(last, 0, &[]);
            assert_eq!(finding(&candidate, low, at(centre)), valid(high, high - centre));
            candidate.key.last_step = Some(high);
            assert_ne!(finding(&candidate, low, at(centre)).word(), "valid");
        }
    }
    let beyond = clock_key(None, 0, &[]);
    assert_eq!(finding(&beyond, low, at(low - 2)), valid(low, 2), "the higher one is out of the window");
}

#[test]
fn the_drift_learned_makes_the_next_code_exact() {
    for (learned, offset) in [(0, 0), (0, 1), (0, 3), (0, -1), (0, -3), (7, 3), (-7, -3), (700, 2)] {
        let step = CLOCK + learned + offset;
        let mut candidate = clock_key(None, learned, &[]);
        assert_eq!(finding(&candidate, step, now()), valid(step, offset));
        record(&mut candidate, step, now());
        assert_eq!(candidate.key.drift, learned + offset);
        assert_eq!(candidate.key.step_now(now()), Some(step));
        assert_eq!(candidate.key.next_fresh_code(now()), start(CLOCK + 1));
        assert_eq!(finding(&candidate, step, now()), recorded_at(step, now()));
        assert_eq!(finding(&candidate, step + 1, at(CLOCK + 1)), valid(step + 1, 0));
    }
    let mut counter = counter_key(None);
    record(&mut counter, 6, now());
    assert_eq!((counter.key.drift, counter.key.next_fresh_code(now())), (0, None));
}

fn recorded_at(step: i64, at: Moment) -> Finding {
    Finding::Used { step, at: Some(at) }
}

#[test]
fn the_next_fresh_code_is_the_one_shown_or_the_first_above_the_last_used() {
    let table = [
        (None, 0, 0),
        (Some(-1), 0, 0),
        (Some(0), 0, 1),
        (Some(2), 0, 3),
        (Some(2), 2, 1),
        (Some(1), 2, 0),
        (Some(-2), -2, 1),
        (Some(0), -2, 3),
    ];
    for (last, drift, wait) in table {
        let candidate = clock_key(last.map(|step| CLOCK + step), drift, &[]);
        let next = candidate.key.next_fresh_code(now());
        assert_eq!(next, start(CLOCK + wait), "last {last:?}, drift {drift}");
    }
}

/// Last used, the steps of the two codes read out, the step consumed; all counted from [`CLOCK`].
#[test]
fn resync_takes_two_consecutive_fresh_codes_in_their_order() {
    let table = [
        (None, (0, 1), Some(1)),
        (None, (-1, 0), Some(0)),
        (None, (99, 100), Some(100)),
        (None, (-100, -99), Some(-99)),
        (None, (FAR - 1, FAR), Some(FAR)),
        (None, (-FAR, 1 - FAR), Some(1 - FAR)),
        (None, (-FAR - 1, -FAR), None),
        (None, (FAR + 1, FAR + 2), None),
        (None, (1, 0), None),
        (None, (0, 0), None),
        (None, (0, 2), None),
        (Some(0), (1, 2), Some(2)),
        (Some(0), (0, 1), None),
        (Some(1), (0, 1), None),
        (Some(9), (0, 1), None),
    ];
    for (last, (first, second), consumed) in table {
        let candidate = clock_key(last.map(|step| CLOCK + step), 0, &[]);
        let found = resynced(&candidate, CLOCK + first, CLOCK + second);
        assert_eq!(found, consumed.map(|step| CLOCK + step), "last {last:?}, {first} then {second}");
        let counter = counter_key(last.map(|step| 1_000 + step));
        let expected = consumed.filter(|_| last.is_some()).map(|step| 1_000 + step);
        if last.is_some() {
            assert_eq!(resynced(&counter, 1_000 + first, 1_000 + second), expected);
        }
    }
    assert_eq!(resynced(&counter_key(Some(4)), 4 + FAR, 5 + FAR), Some(5 + FAR));
    assert_eq!(resynced(&counter_key(None), 0, 1), Some(1));
}

fn resynced(candidate: &Candidate, first: i64, second: i64) -> Option<i64> {
    let codes = (code_of(candidate, first), code_of(candidate, second));
    resync(candidate, &codes.0, &codes.1, now(), Windows::DEFAULT)
}

/// The second code is the one shown now: what it teaches may not be more than the search allows.
#[test]
fn resync_never_teaches_more_than_it_searches() {
    let candidate = clock_key(None, 0, &[]);
    assert_eq!(resynced(&candidate, CLOCK + FAR, CLOCK + FAR + 1), None);
}

#[test]
fn the_ends_of_time_and_of_counting() {
    let ends = [i64::MIN, -1, 0, i64::MAX - 1, i64::MAX];
    for (last, drift) in ends.into_iter().flat_map(|last| ends.map(|drift| (last, drift))) {
        for moving in [Shape::COMMON.moving, Moving::Event] {
            let mut candidate = clock_key(Some(last), drift, &[]);
            candidate.key.shape.moving = moving;
            let code = code_of(&candidate, i64::MAX);
            for now in [Moment::from_millis(i64::MIN), Moment::from_millis(i64::MAX)] {
                let consumed = diagnose(&candidate, &[], &code, now, NARROW).consume;
                assert!(consumed.is_none_or(|(_, step)| step > last));
                let taught = resync(&candidate, &code, &code, now, NARROW);
                assert_eq!(taught, None, "one code twice is no pair: last {last}, drift {drift}");
            }
        }
    }
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
        key in key_in_use(), accept in 0..6_i64, shown in -35..=35_i64, near in any::<bool>(),
    ) {
        let (candidate, expected) = (key.candidate("A"), key.expected());
        let windows = Windows { accept, ..NARROW };
        let shown = expected + if near { shown % 8 } else { shown };
        prop_assume!(shown >= 0);
        let code = code_of(&candidate, shown);
        let last = candidate.key.last_step.unwrap_or(-1);
        let all = showing(&candidate, &code, expected - NARROW.far, expected + NARROW.far);
        let inside = |step: i64| (step - expected).abs() <= accept;
        let fresh = all.iter().copied().filter(|&step| inside(step) && step > last).max();

        let Diagnosis { finding, consume } = diagnose(&candidate, &[], &code, at(key.clock), windows);
        prop_assert_eq!(consume.map(|(_, step)| step), fresh);
        match finding {
            Finding::Valid { step, offset } => {
                prop_assert_eq!((Some(step), offset), (fresh, step - expected));
                prop_assert!(step >= shown && inside(shown));
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
            let last = candidate.key.last_step;
            let code = code_of(&candidate, step);
            let found = diagnose(&candidate, &[], &code, at(clock), NARROW);
            if let Some((_, step)) = found.consume {
                prop_assert!(last.is_none_or(|last| step > last));
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
            prop_assert!((step - clock - key.drift).abs() <= NARROW.accept);
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
        let in_reach = |code| showing(&candidate, code, (expected - NARROW.far).max(last + 1), expected + NARROW.far);
        let pairs = |first, second| {
            let seconds: Vec<i64> = in_reach(second);
            in_reach(first).into_iter().map(|step| step + 1).filter(|step| seconds.contains(step)).collect::<Vec<_>>()
        };
        let backwards = resync(&candidate, &codes.1, &codes.0, at(clock), NARROW);
        prop_assert_eq!(backwards.is_some(), !pairs(&codes.1, &codes.0).is_empty());
        let found = resync(&candidate, &codes.0, &codes.1, at(clock), NARROW);
        prop_assert_eq!(found.is_some(), first > last);
        let Some(step) = found else { return Ok(()) };
        prop_assert!(pairs(&codes.0, &codes.1).contains(&step));
        record(&mut candidate, step, at(clock));
        let next = code_of(&candidate, step + 1);
        let highest = showing(&candidate, &next, step + 1, step + 1 + NARROW.accept).into_iter().max();
        let found = diagnose(&candidate, &[], &next, at(clock + 1), NARROW);
        prop_assert_eq!(found.consume.map(|(_, step)| step), highest);
        let exact = Finding::Valid { step: step + 1, offset: 0 };
        prop_assert!(highest > Some(step + 1) || found.finding == exact);
    }
}
