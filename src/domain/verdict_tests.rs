#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::super::key::{Life, Pin};
use super::super::moment::Span;
use super::super::otp::Algorithm;
use super::*;

#[path = "verdict_drift_tests.rs"]
mod drift;
#[path = "verdict_ends_tests.rs"]
mod ends;
#[path = "verdict_others_tests.rs"]
mod others;
#[path = "verdict_properties_tests.rs"]
mod properties;

const SEED: &[u8] = b"12345678901234567890";
const OTHER_SEED: &[u8] = b"abcdefghijklmnopqrst";

/// The step of a perfectly set clock at [`now`].
const CLOCK: i64 = 29_919_882;

/// Two steps of [`SEED`] that show the same six digits, found by walking up from [`CLOCK`].
const TWINS: (i64, i64) = (29_927_464, 29_927_466);

/// Steps of the common key: 12 h of 60 s.
const FAR: i64 = 720;

/// Steps of the common key accepted on each side.
const ACCEPT: i64 = 3;

/// A search small enough to run thousands of times.
const NARROW: Windows =
    Windows { accept: Span::minutes(3), far: Span::minutes(30), ahead: 10, far_ahead: 30 };

fn now() -> Moment {
    at(CLOCK)
}

/// Some way into a step, as a perfectly set clock counts it.
fn at(step: i64) -> Moment {
    Moment::from_secs(step * 60 + 21)
}

fn serial(text: &str) -> Serial {
    Serial::parse(text).unwrap()
}

/// A clock key in service, never used.
fn candidate(name: &str, seed: &[u8]) -> Candidate {
    let key = Key {
        serial: serial(name),
        maker: String::new(),
        shape: Shape::COMMON,
        life: Life::Active,
        since: None,
        pin: Pin::Set,
        fails: 0,
        max_fails: 10,
        last_step: None,
        drift: 0,
        starts: None,
        expires: None,
        holder: Some("cdupont".to_owned()),
    };
    Candidate { key, seed: Seed::new(seed.to_vec()), uses: Vec::new() }
}

fn clock_key(last: Option<i64>, drift: i64, used: &[i64]) -> Candidate {
    let mut candidate = candidate("103142718", SEED);
    candidate.key.last_step = last;
    candidate.key.drift = drift;
    candidate.uses = used.iter().map(|&step| (step, at(step))).collect();
    candidate
}

fn counter_key(last: Option<i64>) -> Candidate {
    let mut candidate = clock_key(last, 0, &[]);
    candidate.key.shape.moving = Moving::Event;
    candidate
}

fn code_of(candidate: &Candidate, step: i64) -> Code {
    Generator::new(&candidate.seed, &candidate.key.shape).code(step).unwrap()
}

/// What the store writes once a step is consumed.
fn record(candidate: &mut Candidate, step: i64, now: Moment) {
    candidate.key.last_step = Some(step);
    candidate.key.drift = drift_of(&candidate.key.shape, step, now);
    candidate.uses.push((step, now));
}

fn diagnosis(candidate: &Candidate, others: &[Candidate], code: &Code, now: Moment) -> Diagnosis {
    diagnose(candidate, others, code, now, Windows::DEFAULT)
}

/// Tests the code of `step` and checks that a step is consumed when, and only when, it is valid.
fn finding(candidate: &Candidate, step: i64, now: Moment) -> Finding {
    let Diagnosis { finding, consume } = diagnosis(candidate, &[], &code_of(candidate, step), now);
    let expected = match finding {
        Finding::Valid { step, .. } => Some((candidate.key.serial.clone(), step)),
        _ => None,
    };
    assert_eq!(consume, expected, "{finding:?}");
    finding
}

fn valid(step: i64, offset: i64) -> Finding {
    Finding::Valid { step, offset }
}

fn recorded(step: i64) -> Finding {
    Finding::Used { step, at: Some(at(step)) }
}

fn spent_without_record(step: i64) -> Finding {
    Finding::Used { step, at: None }
}

/// Steps are counted from [`CLOCK`]: last used, learned drift, recorded uses, the step shown.
#[test]
fn one_clock_key() {
    type Case = (Option<i64>, i64, &'static [i64], i64, Finding);
    let older = |step, last| Finding::Older { step: CLOCK + step, last: CLOCK + last };
    let far = |offset| Finding::Far { offset };
    let table: [Case; 30] = [
        (None, 0, &[], 0, valid(CLOCK, 0)),
        (Some(-1), 0, &[-1], 0, valid(CLOCK, 0)),
        (None, 0, &[], 1, valid(CLOCK + 1, 1)),
        (None, 0, &[], 3, valid(CLOCK + 3, 3)),
        (None, 0, &[], -1, valid(CLOCK - 1, -1)),
        (None, 0, &[], -3, valid(CLOCK - 3, -3)),
        (None, 0, &[], 4, far(4)),
        (None, 0, &[], -4, far(-4)),
        (Some(2), 0, &[2], 3, valid(CLOCK + 3, 3)),
        (Some(-4), 0, &[-4], -3, valid(CLOCK - 3, -3)),
        (None, 5, &[], 5, valid(CLOCK + 5, 0)),
        (None, 5, &[], 8, valid(CLOCK + 8, 3)),
        (None, 5, &[], 2, valid(CLOCK + 2, -3)),
        (None, 5, &[], 1, far(-4)),
        (None, -5, &[], -5, valid(CLOCK - 5, 0)),
        (None, -5, &[], -1, far(4)),
        (None, -5, &[], 0, far(5)),
        (Some(0), 0, &[0], 0, recorded(CLOCK)),
        (Some(0), 0, &[], 0, spent_without_record(CLOCK)),
        (Some(0), 0, &[-1, 0], -1, recorded(CLOCK - 1)),
        (Some(0), 0, &[0], -1, older(-1, 0)),
        (Some(3), 0, &[3, -3], -2, older(-2, 3)),
        (Some(3), 0, &[3, -3], -3, recorded(CLOCK - 3)),
        (Some(0), 0, &[-9, 0], -9, recorded(CLOCK - 9)),
        (Some(0), 0, &[-9, 0], -8, older(-8, 0)),
        (Some(-9), 0, &[], -9, spent_without_record(CLOCK - 9)),
        (Some(-9), 0, &[-9], -8, far(-8)),
        (Some(-9), 0, &[-9], FAR, far(FAR)),
        (None, 0, &[], -FAR, far(-FAR)),
        (Some(500), 0, &[500], 499, older(499, 500)),
    ];
    for (last, drift, used, shown, expected) in table {
        let used: Vec<i64> = used.iter().map(|step| CLOCK + step).collect();
        let candidate = clock_key(last.map(|step| CLOCK + step), drift, &used);
        let found = finding(&candidate, CLOCK + shown, now());
        assert_eq!(found, expected, "last {last:?}, drift {drift}, used {used:?}, shown {shown}");
    }
    for outside in [FAR + 1, -FAR - 1] {
        assert_eq!(finding(&clock_key(None, 0, &[]), CLOCK + outside, now()), Finding::NoMatch);
    }
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
            assert!(["used", "older"].contains(&finding(&candidate, low, at(centre)).word()));
        }
    }
    assert_eq!(
        finding(&clock_key(None, 0, &[]), low, at(low - 2)),
        valid(low, 2),
        "the higher one is too far"
    );
}

#[test]
fn one_counter_key() {
    let ahead = Windows::DEFAULT.ahead;
    for last in [None, Some(0), Some(41)] {
        let candidate = counter_key(last);
        let next = last.map_or(0, |last| last + 1);
        for offset in 0..ahead - 1 {
            assert_eq!(finding(&candidate, next + offset, now()), valid(next + offset, offset));
        }
        let far = Windows::DEFAULT.far_ahead;
        for offset in [ahead + 1, 100, far] {
            assert_eq!(finding(&candidate, next + offset, now()), Finding::Far { offset });
        }
        assert_eq!(finding(&candidate, next + far + 1, now()), Finding::NoMatch);
    }
    let mut candidate = counter_key(Some(900));
    candidate.uses = vec![(899, at(7)), (300, at(3))];
    let older = |step| Finding::Older { step, last: 900 };
    let table = [
        (900, spent_without_record(900)),
        (899, Finding::Used { step: 899, at: Some(at(7)) }),
        (898, older(898)),
        (300, Finding::Used { step: 300, at: Some(at(3)) }),
        (301, older(301)),
    ];
    for (count, expected) in table {
        assert_eq!(finding(&candidate, count, now()), expected, "count {count}");
    }
}

/// `ahead` counts from the last used one, and as many as the production server tries.
#[test]
fn a_counter_key_is_accepted_exactly_as_far_as_the_window_says() {
    let ahead = Windows::DEFAULT.ahead;
    let candidate = counter_key(Some(4));
    assert_eq!(finding(&candidate, 4 + ahead, now()), valid(4 + ahead, ahead - 1));
    assert_eq!(finding(&candidate, 4 + ahead + 1, now()), Finding::Far { offset: ahead });
}

/// Every state with the word it puts before the finding, and whether a valid code is good news.
#[test]
fn the_state_of_the_key_outranks_the_finding() {
    type Change = fn(&mut Key);
    let table: [(Change, Standing, &str); 13] = [
        (|_| (), Standing::Usable, "valid"),
        (|key| key.fails = 9, Standing::Usable, "valid"),
        (|key| key.expires = Some(now() + Span::secs(1)), Standing::Usable, "valid"),
        (|key| key.starts = Some(now()), Standing::Usable, "valid"),
        (|key| key.fails = 10, Standing::Locked, "locked"),
        (|key| key.life = Life::Assigned, Standing::NeverActivated, "never-activated"),
        (|key| key.life = Life::InStock, Standing::InStock, "in-stock"),
        (|key| key.life = Life::Suspended, Standing::Suspended, "suspended"),
        (|key| key.life = Life::Retired, Standing::Retired, "retired"),
        (|key| key.expires = Some(now()), Standing::Expired, "expired"),
        (|key| key.starts = Some(at(CLOCK + 1)), Standing::NotYetValid, "not-yet-valid"),
        (|key| (key.expires, key.fails) = (Some(now()), 10), Standing::Expired, "expired"),
        (|key| (key.life, key.fails) = (Life::Suspended, 10), Standing::Suspended, "suspended"),
    ];
    for (change, standing, word) in table {
        let mut candidate = clock_key(None, 0, &[]);
        change(&mut candidate.key);
        assert_eq!(candidate.key.standing(now()), standing);
        let finding = finding(&candidate, CLOCK, now());
        assert_eq!(finding, valid(CLOCK, 0), "the code itself is judged alike in every state");
        assert_eq!(told(&candidate.key, finding), (word, standing == Standing::Usable, true));
    }
}

/// What a verdict says in short: its word, whether it is good, whether the caller is to wait.
fn told(key: &Key, finding: Finding) -> (&'static str, bool, bool) {
    let verdict = Verdict::new(key, finding, now());
    assert_eq!(verdict.serial, key.serial);
    (verdict.word(), verdict.is_good(), verdict.next_code.is_some())
}

#[test]
fn each_finding_has_its_word_and_only_valid_is_good() {
    let key = clock_key(Some(CLOCK), 0, &[]).key;
    let other = Finding::OtherKey { serial: serial("B"), standing: Standing::Usable, step: 1, fresh: true };
    let table = [
        (valid(CLOCK, 0), ("valid", true, true)),
        (valid(CLOCK, 2), ("valid-drifted", true, true)),
        (valid(CLOCK, -2), ("valid-drifted", true, true)),
        (spent_without_record(CLOCK), ("used", false, true)),
        (Finding::Older { step: 1, last: 2 }, ("older", false, false)),
        (other, ("other-key", false, false)),
        (Finding::Far { offset: 9 }, ("far-drift", false, false)),
        (Finding::NoMatch, ("no-match", false, false)),
    ];
    for (finding, expected) in table {
        assert_eq!(told(&key, finding), expected);
    }
    assert_eq!(told(&counter_key(Some(1)).key, valid(1, 0)), ("valid", true, false), "no clock, no wait");
}

#[test]
fn a_verdict_tells_whether_there_is_a_pin() {
    for (pin, to_create) in [(Pin::Set, false), (Pin::ToCreate, true), (Pin::Unknown, false)] {
        let key = Key { pin, ..clock_key(None, 0, &[]).key };
        assert_eq!(Verdict::new(&key, Finding::NoMatch, now()).pin_to_create, to_create);
    }
}
