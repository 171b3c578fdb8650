//! Testing codes: what is consumed, on which key, and what moves nothing.

use super::*;

/// The tested key after a test: its last step, and what is told of the test.
fn last_of(office: &Office, serial: &str) -> Option<i64> {
    office.key(serial).last_step
}

#[test]
fn a_code_is_valid_once() {
    let office = Office::open();
    let code = office.code(OWN, 0);
    let first = office.test(OWN, &code).unwrap();
    let step = office.step();
    assert_eq!(
        (first.finding.clone(), first.standing),
        (Finding::Valid { step, offset: 0 }, Standing::Usable)
    );
    assert_eq!(first.next_code, Some(office.now() + PERIOD));
    assert_eq!(last_of(&office, OWN), Some(step));
    let event = office.events(CLAIRE).pop().unwrap();
    let told = (event.what, event.serial.as_str(), event.step, event.by.as_str(), event.at);
    assert_eq!(told, (Happening::CodeTested, OWN, Some(step), AGENT, START));

    let before = office.everything();
    for console in [&office.local, &office.second_console()] {
        let again = test_on(console, OWN, &code).unwrap();
        assert_eq!(again.finding, Finding::Used { step, at: Some(START) });
        assert!(!again.is_good());
    }
    assert_eq!(office.everything(), before, "a spent code moves nothing");
}

/// Steps ahead of the clock, what is found, what is the last used step afterwards.
#[test]
fn the_window_decides_what_is_consumed() {
    for ahead in -6..=6_i64 {
        let office = Office::open();
        let before = office.everything();
        let verdict = office.test(OWN, &office.code(OWN, ahead)).unwrap();
        let step = office.step() + ahead;
        if ahead.abs() <= 3 {
            assert_eq!(verdict.finding, Finding::Valid { step, offset: ahead });
            assert_eq!(last_of(&office, OWN), Some(step));
        } else {
            assert_eq!(verdict.finding, Finding::Far { offset: ahead });
            assert_eq!(office.everything(), before, "far moves nothing");
        }
        assert_eq!(office.key(OWN).drift, 0, "a test teaches no drift");
    }
}

#[test]
fn a_code_below_the_last_used_one_is_older_and_moves_nothing() {
    let office = Office::open();
    office.test(OWN, &office.code(OWN, 2)).unwrap();
    let before = office.everything();
    let (step, last) = (office.step(), office.step() + 2);
    let verdict = office.test(OWN, &office.code(OWN, 0)).unwrap();
    assert_eq!(verdict.finding, Finding::Older { step, last });
    assert_eq!(office.everything(), before);
}

#[test]
fn a_code_of_the_other_key_is_consumed_there_and_once() {
    let office = Office::open();
    let code = office.code(SECOND, 1);
    let step = office.step() + 1;
    let verdict = office.test(OWN, &code).unwrap();
    let other = |fresh| {
        let serial = office.key(SECOND).serial;
        Finding::OtherKey { serial, standing: Standing::Usable, step, fresh }
    };
    assert_eq!((verdict.finding.clone(), verdict.is_good()), (other(true), false));
    assert_eq!((last_of(&office, OWN), last_of(&office, SECOND)), (None, Some(step)));
    assert_eq!(office.events(CLAIRE).pop().unwrap().serial, SECOND);
    assert_eq!(office.test(OWN, &code).unwrap().finding, other(false));
    let on_itself = office.test(SECOND, &code).unwrap();
    assert_eq!(on_itself.finding, Finding::Used { step, at: Some(START) });
}

#[test]
fn a_strangers_code_is_no_match_and_moves_nothing() {
    let office = Office::open();
    let before = office.everything();
    assert_eq!(office.test(OWN, &office.code(HIS, 0)).unwrap().finding, Finding::NoMatch);
    assert_eq!(office.test(OWN, &office.code(STOCKED, 0)).unwrap().finding, Finding::NoMatch);
    assert_eq!(office.everything(), before);
}

#[test]
fn a_key_without_holder_can_be_tested() {
    let office = Office::open();
    let code = office.code(STOCKED, 0);
    let verdict = office.test(STOCKED, &code).unwrap();
    assert_eq!((verdict.standing, verdict.is_good()), (Standing::InStock, false));
    assert_eq!(verdict.finding, Finding::Valid { step: office.step(), offset: 0 });
    assert_eq!(last_of(&office, STOCKED), Some(office.step()));
    assert!(matches!(office.test(STOCKED, &code).unwrap().finding, Finding::Used { .. }));
    assert_eq!(office.happenings(CLAIRE), []);
}

/// Whatever the state of the key, the code shown to the agent is burnt and the answer is not green.
#[test]
fn a_key_out_of_service_burns_its_code_and_is_never_good() {
    let states = [
        ("life = 'assigned'", Standing::NeverActivated),
        ("life = 'suspended'", Standing::Suspended),
        ("life = 'retired'", Standing::Retired),
        ("fails = 10", Standing::Locked),
        ("expires = 1800000000000", Standing::Expired),
        ("starts = 1800000000001", Standing::NotYetValid),
    ];
    for (change, standing) in states {
        let office = Office::open();
        office.sql(&format!("UPDATE keys SET {change} WHERE serial = '{OWN}'"));
        let code = office.code(OWN, 0);
        let verdict = office.test(OWN, &code).unwrap();
        assert_eq!((verdict.standing, verdict.is_good(), verdict.word()), (standing, false, standing.word()));
        assert_eq!(last_of(&office, OWN), Some(office.step()), "{change}");
        assert!(matches!(office.test(OWN, &code).unwrap().finding, Finding::Used { .. }), "{change}");
    }
}

#[test]
fn a_button_key_looks_ahead_and_never_back() {
    let office = Office::open();
    let shape = office.key(BUTTON).shape;
    let press = |count| code_of(BUTTON, &shape, count);
    let finding = |count| office.test(BUTTON, &press(count)).unwrap().finding;
    assert_eq!(finding(4), Finding::Valid { step: 4, offset: 4 });
    assert_eq!(finding(4), Finding::Used { step: 4, at: Some(START) });
    assert_eq!(finding(2), Finding::Older { step: 2, last: 4 });
    assert_eq!(finding(14), Finding::Valid { step: 14, offset: 9 });
    assert_eq!(finding(25), Finding::Far { offset: 10 });
    assert_eq!(last_of(&office, BUTTON), Some(14));
}

#[test]
fn a_key_that_is_not_there_is_not_found() {
    let office = Office::open();
    let code = office.code(OWN, 0);
    for serial in ["9999", "", "' OR 1=1 --", "1001 "] {
        assert_eq!(office.test(serial, &code), Err(Fault::NotFound), "{serial:?}");
    }
}

/// A shorter or longer code than the other key's cannot be its own.
#[test]
fn keys_of_other_lengths_are_not_asked() {
    let office = Office::open();
    let long = Shape { digits: 8, algorithm: Algorithm::Sha256, moving: Moving::Time { period: 30, t0: 0 } };
    office.store.import_keys(&[key_row("8001", long)], START).unwrap();
    office.sql(&format!("UPDATE keys SET holder = '{CLAIRE}', life = 'active' WHERE serial = '8001'"));
    assert_eq!(office.test(OWN, &office.code("8001", 0)).unwrap().finding, Finding::NoMatch);
    assert!(office.test("8001", &office.code("8001", 0)).unwrap().is_good());
    assert!(office.test(OWN, &office.code(OWN, 0)).unwrap().is_good());
}

/// A seed that the vault refuses: nothing is consumed, and the agent hears that it is damaged.
#[test]
fn a_damaged_seed_is_a_fault_and_no_verdict() {
    let office = Office::open();
    office.sql(&format!("UPDATE keys SET version = 2 WHERE serial = '{SECOND}'"));
    let before = office.everything();
    for serial in [OWN, SECOND] {
        let fault = office.test(serial, &office.code(OWN, 0)).unwrap_err();
        assert!(matches!(&fault, Fault::Broken(what) if what.contains(SECOND)), "{fault}");
    }
    assert_eq!(office.everything(), before);
    assert!(office.test(HIS, &office.code(HIS, 0)).unwrap().is_good());
}
