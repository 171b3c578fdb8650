//! Resync: two consecutive codes teach the drift, and both are spent by it.

use super::*;

fn resync(office: &Office, serial: &str, first: i64, second: i64) -> Result<(), Fault> {
    let codes = Some((office.code(serial, first), office.code(serial, second)));
    office.act(Order { codes, ..order(KeyAct::Resync, serial, CLAIRE) })
}

#[test]
fn after_a_resync_the_next_code_is_exact() {
    for drift in [-40, -30, -4, -1, 0, 1, 9, 300, 700] {
        let office = Office::open();
        assert_eq!(resync(&office, OWN, drift, drift + 1), Ok(()), "drift {drift}");
        office.pass(PERIOD);
        assert_eq!(office.key(OWN).last_step, Some(office.step() + drift));
        // Both codes are spent.
        for spent in [drift - 1, drift] {
            let verdict = office.test(OWN, &office.code(OWN, spent)).unwrap();
            assert!(matches!(verdict.finding, Finding::Used { .. } | Finding::Older { .. }), "{verdict:?}");
        }
        office.pass(PERIOD);
        let verdict = office.test(OWN, &office.code(OWN, drift + 1)).unwrap();
        let step = office.step() + drift + 1;
        assert!(matches!(verdict.finding, Finding::Valid { offset: 0 | 1, .. }), "{drift}: {verdict:?}");
        assert_eq!(office.key(OWN).last_step, Some(step));
    }
}

/// The second code is the one shown now: the next one, a period later, is exactly where it is
/// expected.
#[test]
fn the_code_after_the_second_is_at_offset_0() {
    let office = Office::open();
    assert_eq!(resync(&office, OWN, 8, 9), Ok(()));
    assert_eq!(office.key(OWN).drift, 9);
    office.pass(PERIOD);
    let verdict = office.test(OWN, &office.code(OWN, 9)).unwrap();
    assert_eq!(verdict.finding, Finding::Valid { step: office.step() + 9, offset: 0 });
    assert!(verdict.is_good());
}

#[test]
fn what_is_not_two_fresh_neighbours_teaches_nothing() {
    let office = Office::open();
    office.test(OWN, &office.code(OWN, 0)).unwrap();
    let before = office.everything();
    for (first, second) in [(10, 9), (10, 10), (10, 12), (-1, 0), (0, 1), (-5, -4), (721, 722), (-730, -729)]
    {
        assert_eq!(resync(&office, OWN, first, second), Err(Fault::NotConsecutive), "{first} {second}");
    }
    let strangers = Some((office.code(HIS, 4), office.code(HIS, 5)));
    let mixed = Some((office.code(OWN, 4), office.code(HIS, 5)));
    for codes in [strangers, mixed, None] {
        let order = Order { codes, ..order(KeyAct::Resync, OWN, CLAIRE) };
        assert_eq!(office.act(order), Err(Fault::NotConsecutive));
    }
    assert_eq!(office.everything(), before);
    assert_eq!(resync(&office, OWN, 1, 2), Ok(()), "above the last used one");
}

/// Codes noted beforehand look like those of a slow clock. Days since the last use, steps back of
/// the second code, whether a clock can have lost so much.
#[test]
fn codes_of_the_past_are_no_slow_clock() {
    let table = [
        (None, 48, true),
        (None, 49, false),
        (None, 600, false),
        (Some(1), 3, true),
        (Some(1), 4, false),
        (Some(80), 13, true),
        (Some(80), 14, false),
    ];
    for (days, back, slow) in table {
        let office = Office::open();
        if let Some(days) = days {
            let used = Shape::COMMON.step_at(START - Span::days(days)).unwrap();
            office.sql(&format!("UPDATE keys SET last_step = {used} WHERE serial = '{OWN}'"));
        }
        let before = office.everything();
        let expected = match slow {
            true => Ok(()),
            false => Err(Fault::OldCodes { age: Span::minutes(back) }),
        };
        assert_eq!(resync(&office, OWN, -back - 1, -back), expected, "{days:?} days, {back} steps");
        assert_eq!(office.everything() == before, !slow);
    }
}

/// Found far by a test, helped by a resync: the call of a key left in a drawer.
#[test]
fn far_then_resync_then_valid() {
    let office = Office::open();
    let far = office.test(OWN, &office.code(OWN, 12)).unwrap();
    assert_eq!(far.finding, Finding::Far { offset: 12 });
    assert_eq!(resync(&office, OWN, 12, 13), Ok(()), "a test that moved nothing leaves its code good");
    office.pass(PERIOD);
    assert!(office.test(OWN, &office.code(OWN, 13)).unwrap().is_good());
    assert_eq!(office.happenings(CLAIRE), [Happening::Resynced, Happening::CodeTested]);
}

#[test]
fn a_locked_key_is_resynced_and_stays_locked() {
    let office = Office::open();
    office.sql(&format!("UPDATE keys SET fails = 10 WHERE serial = '{OWN}'"));
    assert_eq!(resync(&office, OWN, 8, 9), Ok(()));
    assert_eq!(office.key(OWN).standing(office.now()), Standing::Locked);
}

#[test]
fn a_button_key_is_resynced_too() {
    let office = Office::open();
    let shape = office.key(BUTTON).shape;
    let press = |count| code_of(BUTTON, &shape, count);
    let order = |first, second| Order {
        codes: Some((press(first), press(second))),
        ..order(KeyAct::Resync, BUTTON, CLAIRE)
    };
    assert_eq!(office.act(order(400, 401)), Ok(()));
    assert_eq!((office.key(BUTTON).last_step, office.key(BUTTON).drift), (Some(401), 0));
    assert_eq!(office.act(order(400, 401)), Err(Fault::NotConsecutive));
    let verdict = office.test(BUTTON, &press(402)).unwrap();
    assert_eq!(verdict.finding, Finding::Valid { step: 402, offset: 0 });
}
