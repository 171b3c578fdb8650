#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::super::key::{Life, Pin};
use super::super::moment::Span;
use super::super::secret::Secret;
use super::*;

#[path = "verdict_properties.rs"]
mod properties;

const SEED: &[u8] = b"12345678901234567890";
const OTHER_SEED: &[u8] = b"abcdefghijklmnopqrst";

/// The step of a perfectly set clock at [`now`].
const CLOCK: i64 = 29_919_882;

const FAR: i64 = Windows::DEFAULT.far;

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
    Candidate { key, seed: Secret::new(seed.to_vec()), uses: Vec::new() }
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

fn test(candidate: &Candidate, others: &[Candidate], code: &Code, now: Moment) -> Diagnosis {
    diagnose(candidate, others, code, now, Windows::DEFAULT)
}

/// Tests the code of `step` and checks that a step is consumed when, and only when, it is valid.
fn finding(candidate: &Candidate, step: i64, now: Moment) -> Finding {
    let Diagnosis { finding, consume } = test(candidate, &[], &code_of(candidate, step), now);
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

#[test]
fn one_counter_key() {
    let ahead = Windows::DEFAULT.ahead;
    for last in [None, Some(0), Some(41)] {
        let candidate = counter_key(last);
        let next = last.map_or(0, |last| last + 1);
        for offset in 0..ahead - 1 {
            assert_eq!(finding(&candidate, next + offset, now()), valid(next + offset, offset));
        }
        for offset in [ahead + 1, 100, FAR] {
            assert_eq!(finding(&candidate, next + offset, now()), Finding::Far { offset });
        }
        assert_eq!(finding(&candidate, next + FAR + 1, now()), Finding::NoMatch);
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

/// The second key, its seed, its last used step, the step it shows and what is found; the tested
/// key was last used at [`CLOCK`]. Both keys with one seed stand for a code that both can show.
#[test]
fn another_key_of_the_same_person() {
    let tested = clock_key(Some(CLOCK), 0, &[CLOCK]);
    let other = |step, fresh| Finding::OtherKey {
        serial: serial("B"),
        standing: Standing::Usable,
        step: CLOCK + step,
        fresh,
    };
    let table = [
        (OTHER_SEED, None, 0, other(0, true)),
        (OTHER_SEED, Some(1), 3, other(3, true)),
        (OTHER_SEED, Some(1), -3, other(-3, false)),
        (OTHER_SEED, Some(1), 1, other(1, false)),
        (OTHER_SEED, None, 4, Finding::NoMatch),
        (SEED, None, 1, valid(CLOCK + 1, 1)),
        (SEED, None, 0, recorded(CLOCK)),
        (SEED, None, -1, Finding::Older { step: CLOCK - 1, last: CLOCK }),
        (SEED, None, 5, Finding::Far { offset: 5 }),
    ];
    for (seed, last, shown, expected) in table {
        let mut second = candidate("B", seed);
        second.key.last_step = last.map(|step| CLOCK + step);
        let code = code_of(&second, CLOCK + shown);
        let found = test(&tested, &[candidate("A", b"nothing"), second], &code, now());
        let consume = match &expected {
            Finding::Valid { step, .. } => Some((tested.key.serial.clone(), *step)),
            Finding::OtherKey { serial, step, fresh: true, .. } => Some((serial.clone(), *step)),
            _ => None,
        };
        assert_eq!((found.finding, found.consume), (expected, consume), "shown {shown}");
    }
}

#[test]
fn among_other_keys_a_fresh_match_beats_a_spent_one_and_both_beat_a_distant_one() {
    let distant = clock_key(None, -9, &[]);
    let mut spent = candidate("SPENT", SEED);
    spent.key.last_step = Some(CLOCK);
    spent.key.life = Life::Retired;
    let mut fresh = candidate("FRESH", SEED);
    fresh.key.life = Life::Suspended;
    let code = code_of(&fresh, CLOCK);
    let found = |others: &[Candidate]| test(&distant, others, &code, now());
    let other =
        |name, standing, fresh| Finding::OtherKey { serial: serial(name), standing, step: CLOCK, fresh };
    let others = [spent, fresh];
    let both = found(&others);
    assert_eq!(both.finding, other("FRESH", Standing::Suspended, true));
    assert_eq!(both.consume, Some((serial("FRESH"), CLOCK)), "a suspended key burns its codes too");
    let one = found(&others[..1]);
    assert_eq!((one.finding, one.consume), (other("SPENT", Standing::Retired, false), None));
    assert_eq!(found(&[]).finding, Finding::Far { offset: 9 });
}

#[test]
fn a_code_of_another_length_matches_nothing() {
    let mut long = candidate("B", OTHER_SEED);
    long.key.shape.digits = 8;
    let code = code_of(&long, CLOCK);
    assert_eq!(test(&clock_key(None, 0, &[]), &[], &code, now()).finding, Finding::NoMatch);
    let end = Code::parse(&code.expose()[2..], 6).unwrap();
    assert_eq!(test(&long, &[], &end, now()).finding, Finding::NoMatch);
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
        let verdict = verdict(finding, standing);
        assert_eq!((verdict.word(), verdict.is_good()), (word, standing == Standing::Usable));
    }
}

fn verdict(finding: Finding, standing: Standing) -> Verdict {
    Verdict { serial: serial("103142718"), finding, standing, pin_to_create: false, next_code: None }
}

#[test]
fn each_finding_has_its_word_and_only_valid_is_good() {
    let other = Finding::OtherKey { serial: serial("B"), standing: Standing::Usable, step: 1, fresh: true };
    let table = [
        (valid(1, 0), "valid", true),
        (valid(1, 2), "valid-drifted", true),
        (valid(1, -2), "valid-drifted", true),
        (spent_without_record(1), "used", false),
        (Finding::Older { step: 1, last: 2 }, "older", false),
        (other, "other-key", false),
        (Finding::Far { offset: 0 }, "far-drift", false),
        (Finding::NoMatch, "no-match", false),
    ];
    for (finding, word, good) in table {
        let verdict = verdict(finding, Standing::Usable);
        assert_eq!((verdict.word(), verdict.is_good()), (word, good));
    }
}
