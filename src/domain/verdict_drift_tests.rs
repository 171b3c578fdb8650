#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

/// When a step begins on a perfectly set clock.
fn start(step: i64) -> Option<Moment> {
    Some(Moment::from_secs(step * 60))
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
        assert_eq!(candidate.key.next_code(now(), 0), start(CLOCK + 1));
        assert_eq!(finding(&candidate, step, now()).word(), "used");
        assert_eq!(finding(&candidate, step + 1, at(CLOCK + 1)), valid(step + 1, 0));
    }
    assert_eq!(drift_of(&counter_key(None).key.shape, 6, now()), 0);
    assert_eq!(counter_key(Some(6)).key.next_code(now(), 0), None);
}

/// Last used, learned drift, the step of a perfectly set clock at which the next code appears; all
/// counted from [`CLOCK`].
#[test]
fn the_next_code_is_neither_the_one_shown_nor_a_spent_one() {
    let table = [
        (None, 0, 1),
        (Some(-5), 0, 1),
        (Some(0), 0, 1),
        (Some(2), 0, 3),
        (None, 2, 1),
        (Some(1), 2, 1),
        (Some(2), 2, 1),
        (Some(3), 2, 2),
        (Some(-2), -2, 1),
        (Some(0), -2, 3),
    ];
    for (last, drift, wait) in table {
        let key = clock_key(last.map(|step| CLOCK + step), drift, &[]).key;
        assert_eq!(key.next_code(now(), 0), start(CLOCK + wait), "last {last:?}, drift {drift}");
    }
}

/// Nobody reads a code before its key shows it: that key runs ahead, and turns at the next step.
#[test]
fn a_key_that_ran_ahead_is_waited_for_one_step() {
    for offset in 1..=ACCEPT {
        let key = clock_key(Some(CLOCK + offset), 0, &[]).key;
        let verdict = Verdict::new(&key, valid(CLOCK + offset, offset), now());
        assert_eq!(verdict.next_code, start(CLOCK + 1), "offset {offset}");
        let again = Verdict::new(&key, Finding::Used { step: CLOCK + offset, at: None }, now());
        assert_eq!(again.next_code, start(CLOCK + 1), "again at offset {offset}");
    }
}

/// Steps of twenty years: time enough to lose hours.
const LONG_AGO: i64 = 20 * 365 * 1_440;

/// Last used, the steps of the two codes read out, the step consumed; all counted from [`CLOCK`].
#[test]
fn resync_takes_two_consecutive_fresh_codes_in_their_order() {
    let table = [
        (None, (0, 1), Some(1)),
        (None, (-1, 0), Some(0)),
        (None, (99, 100), Some(100)),
        (None, (-49, -48), Some(-48)),
        (None, (-50, -49), None),
        (None, (FAR - 1, FAR), Some(FAR)),
        (Some(-LONG_AGO), (-FAR, 1 - FAR), Some(1 - FAR)),
        (Some(-LONG_AGO), (-FAR - 1, -FAR), None),
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
    }
    assert_eq!(resynced(&counter_key(Some(1_000)), 1_001, 1_002), Some(1_002));
    assert_eq!(resynced(&counter_key(Some(1_000)), 1_000, 1_001), None);
    assert_eq!(resynced(&counter_key(Some(1_000)), 1_100, 1_099), None);
    let far = Windows::DEFAULT.far_ahead;
    assert_eq!(resynced(&counter_key(Some(4)), 4 + far, 5 + far), Some(5 + far));
    assert_eq!(resynced(&counter_key(Some(4)), 5 + far, 6 + far), None);
    assert_eq!(resynced(&counter_key(None), 0, 1), Some(1));
}

fn resynced(candidate: &Candidate, first: i64, second: i64) -> Option<i64> {
    let codes = (code_of(candidate, first), code_of(candidate, second));
    resync(candidate, &codes.0, &codes.1, now(), Windows::DEFAULT).ok().map(|found| found.step)
}

/// The second code is the one shown now: what it teaches may not be more than the search allows.
#[test]
fn resync_never_teaches_more_than_it_searches() {
    assert_eq!(resynced(&clock_key(None, 0, &[]), CLOCK + FAR, CLOCK + FAR + 1), None);
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
                let taught = resync(&candidate, &code, &code, now, NARROW).ok();
                assert_eq!(taught, None, "one code twice is no pair: last {last}, drift {drift}");
            }
        }
    }
}

/// The bound is on the clock, not on what was learned before: drift cannot creep out of it.
#[test]
fn drift_is_bounded_by_the_clock() {
    let key = clock_key(None, 700, &[]);
    assert_eq!(resynced(&key, CLOCK + 719, CLOCK + 720), Some(CLOCK + 720));
    assert_eq!(resynced(&key, CLOCK + 720, CLOCK + 721), None);
}

/// Two steps within one window may show the same digits: the later one is spent too.
#[test]
fn resync_spends_the_twin_of_its_second_code() {
    let key = clock_key(None, 0, &[]);
    let at_step = 29_927_464;
    let codes = (code_of(&key, at_step - 1), code_of(&key, at_step));
    assert_eq!(code_of(&key, at_step + 2).expose(), codes.1.expose(), "the twins this case is about");
    let found = resync(&key, &codes.0, &codes.1, at(at_step), Windows::DEFAULT);
    assert_eq!(found, Ok(Resync { step: at_step, consume: at_step + 2 }));
}

/// A display can be filmed: old codes move nothing, unless the clock had the time to lose them.
#[test]
fn codes_noted_beforehand_teach_nothing() {
    let day = 1_440;
    let table = [(2 * day, -11, false), (2 * day, -3, true), (88 * day, -11, true), (2 * day, 11, true)];
    for (idle, shown, taught) in table {
        let key = clock_key(Some(CLOCK - idle), 0, &[]);
        let codes = (code_of(&key, CLOCK + shown - 1), code_of(&key, CLOCK + shown));
        let found = resync(&key, &codes.0, &codes.1, now(), Windows::DEFAULT);
        match taught {
            true => assert_eq!(found.map(|found| found.step), Ok(CLOCK + shown)),
            false => assert_eq!(found, Err(NoResync::FromThePast { steps: -shown })),
        }
    }
}
