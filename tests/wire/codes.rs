//! Testing a code: what the server says, joined with the state of the key.

use guichet::backend::{Fault, Seen, Trouble};
use guichet::domain::key::Standing;
use guichet::domain::verdict::Finding;
use serde_json::{Value, json};

use crate::office::{CODE, open};
use crate::script::{answer_of, yes};

const KEY: &str = "GALT10512017";

/// What a test finds when the server answers so, the key showing one count and then another.
fn finding(check: &str, before: i64, after: i64) -> Finding {
    let (office, fake) = open(&[]);
    fake.script.shows("token-no-pin", KEY, json!({ "count": before }));
    fake.script.shows("token-no-pin", KEY, json!({ "count": after }));
    fake.script.checks(KEY, answer_of(check));
    let verdict = office.test(KEY).unwrap();
    let sent = fake.script.sent();
    let tests: Vec<_> = sent.iter().filter(|sent| sent.path == "/validate/check").collect();
    assert_eq!(tests.len(), 1, "{check}: once");
    assert_eq!(tests[0].body, json!({ "serial": KEY, "pass": CODE, "otponly": "1" }));
    assert_eq!(verdict.standing, Standing::Usable);
    verdict.finding
}

/// The key's clock is two steps slow: it shows step 29922210 now.
#[test]
fn an_accepted_code_is_valid_at_the_step_the_server_counted() {
    let valid = Finding::Valid { step: 29_922_212, offset: 2 };
    assert_eq!(finding("otponly-accepted", 29_922_200, 29_922_212), valid);
}

#[test]
fn a_refused_code_is_called_used_only_where_the_count_says_so() {
    assert_eq!(finding("otponly-wrong", 29_922_200, 29_922_200), Finding::NoMatch);
    assert_eq!(finding("otponly-wrong", 29_922_209, 29_922_209), Finding::NoMatch);
    let probably = Finding::ProbablyUsed { step: 29_922_210 };
    assert_eq!(finding("otponly-code-again", 29_922_210, 29_922_210), probably);
}

#[test]
fn the_last_code_again_is_used() {
    let used = Finding::Used { step: 29_922_210, at: None };
    assert_eq!(finding("check-code-again", 29_922_210, 29_922_210), used);
}

#[test]
fn a_revoked_key_is_retired_whatever_the_code() {
    let (office, fake) = open(&["token-revoked", "otponly-revoked"]);
    let verdict = office.test("GALT10512027").unwrap();
    assert_eq!((verdict.finding.clone(), verdict.standing), (Finding::NoMatch, Standing::Retired));
    assert!(!verdict.is_good());
    assert_eq!(fake.script.writes().len(), 1);
}

/// The server accepts the code of a locked or suspended key: that is no way in.
#[test]
fn an_accepted_code_of_a_key_that_does_not_work_is_not_good() {
    for (name, serial, standing) in [
        ("token-locked", "GALT10512019", Standing::Locked),
        ("token-disabled", "GALT10512004", Standing::Suspended),
        ("token-stock", "GALT10512056", Standing::InStock),
    ] {
        let (office, fake) = open(&[name]);
        fake.script.checks(serial, answer_of("otponly-accepted"));
        let verdict = office.test(serial).unwrap();
        assert_eq!((verdict.standing, verdict.is_good()), (standing, false), "{name}");
    }
}

#[test]
fn a_code_of_the_callers_other_key_is_found() {
    let (office, fake) = open(&["tokens-of-user-with-two"]);
    fake.script.shows("tokens-of-user-with-two", "GALT10512051", json!({}));
    fake.script.shows("tokens-of-user-with-two", "GALT10512052", json!({ "count": 29_922_212 }));
    fake.script.checks("GALT10512051", answer_of("otponly-wrong"));
    fake.script.checks("GALT10512052", answer_of("otponly-accepted"));
    let verdict = office.test("GALT10512051").unwrap();
    let Finding::OtherKey { serial, step, fresh, .. } = verdict.finding else { panic!("{verdict:?}") };
    assert_eq!((serial.as_str(), step, fresh), ("GALT10512052", 29_922_212, true));
}

/// A code outside the window that the server keeps in mind tells by how much the clock is off.
#[test]
fn a_far_code_is_measured() {
    let (office, fake) = open(&[]);
    fake.script.shows("token-no-pin", KEY, json!({ "count": 29_922_200 }));
    fake.script.shows("token-no-pin", KEY, json!({ "count": 29_922_200, "info": { "otp1c": "29922225" } }));
    fake.script.checks(KEY, answer_of("otponly-wrong"));
    assert_eq!(office.test(KEY).unwrap().finding, Finding::Far { offset: 15 });
    // The same word from before this test tells nothing of this code.
    let (office, fake) = open(&[]);
    fake.script.shows("token-no-pin", KEY, json!({ "count": 29_922_200, "info": { "otp1c": "29922225" } }));
    fake.script.checks(KEY, answer_of("otponly-wrong"));
    assert_eq!(office.test(KEY).unwrap().finding, Finding::NoMatch);
}

/// A button pressed in vain: the codes that were skipped are told.
#[test]
fn presses_that_were_lost_are_counted() {
    let (office, fake) = open(&[]);
    let key = "GALT10512038";
    fake.script.shows("token-hotp-after-resync", key, json!({ "count": 22 }));
    fake.script.shows("token-hotp-after-resync", key, json!({ "count": 26 }));
    fake.script.checks(key, answer_of("otponly-accepted"));
    assert_eq!(office.test(key).unwrap().finding, Finding::Valid { step: 25, offset: 3 });
}

/// Neither yes nor no is no verdict.
#[test]
fn an_answer_of_another_kind_is_no_refusal() {
    for value in [Value::Null, json!("true"), json!({ "accepted": true }), json!([]), json!([true])] {
        let (office, fake) = open(&["token-no-pin"]);
        fake.script.checks(KEY, yes(value.clone()));
        let none = Err(Fault::NoAnswer { why: Trouble::Nonsense, seen: Seen::Unchanged });
        assert_eq!(office.test(KEY), none, "{value}");
        assert_eq!(fake.script.writes().len(), 1);
    }
}

#[test]
fn an_unknown_key_is_not_tested() {
    let (office, fake) = open(&[]);
    assert_eq!(office.test(KEY), Err(Fault::NotFound));
    assert!(fake.script.writes().is_empty());
    // It vanished in between.
    let (office, fake) = open(&["token-no-pin"]);
    fake.script.checks(KEY, answer_of("otponly-unknown-serial"));
    assert_eq!(office.test(KEY), Err(Fault::NotFound));
}
