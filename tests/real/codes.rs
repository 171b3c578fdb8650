//! Codes on the real server: its yes or no, joined with what is known besides.

use guichet::backend::Fault;
use guichet::domain::key::Standing;
use guichet::domain::verdict::Finding;

use crate::office::{Office, code, early_in_a_step, types};

#[test]
fn a_right_code_is_valid_once() {
    let Some(office) = Office::open() else { return };
    let serial = "GALT10512003";
    early_in_a_step(&office, serial);
    let code = code(serial, office.now(), 0);
    let verdict = office.test(serial, code.duplicate()).unwrap();
    let Finding::Valid { step, offset: 0 } = verdict.finding else { panic!("{verdict:?}") };
    assert!(verdict.is_good());
    assert_eq!(Some(step), office.key(serial).last_step);
    assert_eq!(Some(step), office.key(serial).step_now(office.now()));
    // The server does not say why it refuses the same code: that is inferred, and said to be.
    let again = office.test(serial, code).unwrap();
    assert_eq!(again.finding, Finding::ProbablyUsed { step });
    assert!(again.next_code.is_some() && !again.is_good());
}

/// With the seed in this machine's vault the reason is known, not inferred.
#[test]
fn a_known_seed_tells_why() {
    let Some(office) = Office::open() else { return };
    let serial = "GALT10512004";
    office.knows_seed_of(serial);
    early_in_a_step(&office, serial);
    let now = office.now();
    let verdict = office.test(serial, code(serial, now, 0)).unwrap();
    let Finding::Valid { step, .. } = verdict.finding else { panic!("{verdict:?}") };
    assert_eq!(office.test(serial, code(serial, now, 0)).unwrap().finding, Finding::Used { step, at: None });
    let older = office.test(serial, code(serial, now, -2)).unwrap().finding;
    assert_eq!(older, Finding::Older { step: step - 2, last: step });
    let far = office.test(serial, code(serial, now, 40)).unwrap().finding;
    assert_eq!(far, Finding::Far { offset: 40 });
}

#[test]
fn a_wrong_code_matches_nothing_and_moves_nothing() {
    let Some(office) = Office::open() else { return };
    let serial = "GALT10512005";
    let before = office.key(serial);
    let now = office.now();
    let wrong = (0..1_000_000)
        .map(|n| guichet::domain::otp::Code::parse(&format!("{n:06}"), 6).unwrap())
        .find(|wrong| (-20..=20).all(|offset| !code(serial, now, offset).is(wrong)))
        .unwrap();
    let verdict = office.test(serial, wrong).unwrap();
    assert_eq!(verdict.finding, Finding::NoMatch);
    let after = office.key(serial);
    assert_eq!((after.last_step, after.fails), (before.last_step, before.fails));
}

/// The server says yes to the code of a suspended and of a locked key: the verdict does not.
#[test]
fn a_key_out_of_service_is_not_valid_whatever_the_server_says() {
    let Some(office) = Office::open() else { return };
    for (serial, standing) in [
        ("GALT10512025", Standing::Suspended),
        ("GALT10512021", Standing::Locked),
        ("GALT10512028", Standing::Retired),
        ("GALT10512029", Standing::Expired),
    ] {
        let verdict = office.test(serial, code(serial, office.now(), 0)).unwrap();
        assert_eq!((verdict.standing, verdict.is_good()), (standing, false), "{serial}");
        assert_eq!(verdict.word(), standing.word());
    }
}

#[test]
fn the_code_of_the_other_key_is_consumed_there() {
    let Some(office) = Office::open() else { return };
    let (own, other) = ("GALT10512051", "GALT10512052");
    let verdict = office.test(own, code(other, office.now(), 0)).unwrap();
    let Finding::OtherKey { serial, fresh: true, standing: Standing::Usable, step } = verdict.finding else {
        panic!("{verdict:?}")
    };
    assert_eq!(serial.as_str(), other);
    assert_eq!((office.key(other).last_step, office.key(own).last_step), (Some(step), None));
}

#[test]
fn codes_of_other_forms_are_tested_alike() {
    let Some(office) = Office::open() else { return };
    let long = office.test("GALT10512039", code("GALT10512039", office.now(), 0)).unwrap();
    assert!(matches!(long.finding, Finding::Valid { offset: -1..=1, .. }), "{long:?}");
    let hotp = office.test("GALT10512037", code("GALT10512037", office.now(), 3)).unwrap();
    assert_eq!(hotp.finding, Finding::Valid { step: 3, offset: 0 });
    assert_eq!(office.key("GALT10512037").last_step, Some(3));
}

#[test]
fn a_key_a_little_slow_is_valid_and_its_drift_is_told() {
    let Some(office) = Office::open() else { return };
    let serial = "GALT10512035";
    early_in_a_step(&office, serial);
    let verdict = office.test(serial, code(serial, office.now(), 0)).unwrap();
    assert!(matches!(verdict.finding, Finding::Valid { offset: -2, .. }), "{verdict:?}");
    assert_eq!(office.key(serial).drift, -2);
}

#[test]
fn an_unknown_key_is_not_found() {
    let Some(office) = Office::open() else { return };
    let unknown = office.test("NOPE", guichet::domain::otp::Code::parse("123456", 6).unwrap());
    assert_eq!(unknown.err(), Some(Fault::NotFound));
}

/// What the holder typed at the portal counts: the code tested afterwards is used.
#[test]
fn a_code_used_by_the_holder_is_used() {
    let Some(office) = Office::open() else { return };
    let serial = "GALT10512009";
    early_in_a_step(&office, serial);
    let shown = code(serial, office.now(), 0);
    assert!(types(&office, "cunegonde.oeuvrard", &format!("4821{}", shown.expose()), None).0);
    let verdict = office.test(serial, shown).unwrap();
    assert!(matches!(verdict.finding, Finding::ProbablyUsed { .. }), "{verdict:?}");
}
