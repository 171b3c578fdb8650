#![allow(clippy::unwrap_used)]

use jiff::tz::TimeZone;

use super::*;
use crate::domain::key::{Life, Pin, Serial};
use crate::domain::otp::{Moving, Shape};

const NOW: Moment = Moment::from_secs(1_795_262_460);

fn key() -> Key {
    Key {
        serial: Serial::parse("103142718").unwrap(),
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
        holder: None,
    }
}

fn told(key: &Key, finding: Finding, lang: Lang, now: Moment) -> Told {
    let verdict = Verdict::new(key, finding, NOW);
    tell(lang, &verdict, &About { key, wall: &Wall::new(TimeZone::UTC, lang), now })
}

fn findings() -> Vec<Finding> {
    let serial = Serial::parse("103148830").unwrap();
    let other = |standing, fresh| Finding::OtherKey { serial: serial.clone(), standing, step: 1, fresh };
    vec![
        Finding::Valid { step: 1, offset: 0 },
        Finding::Valid { step: 1, offset: -1 },
        Finding::Valid { step: 1, offset: 3 },
        Finding::Used { step: 1, at: None },
        Finding::Older { step: 1, last: 2 },
        other(Standing::Usable, true),
        other(Standing::Suspended, true),
        Finding::Far { offset: 9 },
        Finding::Far { offset: -9 },
        Finding::NoMatch,
    ]
}

#[test]
fn every_verdict_says_something_of_its_own_in_both_languages() {
    for lang in [Lang::Fr, Lang::En] {
        let mut said = Vec::new();
        for finding in findings() {
            let told = told(&key(), finding, lang, NOW);
            assert!(!told.evidence.is_empty() && told.say.ends_with(['.', '?']), "{told:?}");
            assert!(!said.contains(&(told.headline.clone(), told.evidence.clone())), "{told:?}");
            said.push((told.headline, told.evidence));
        }
    }
}

/// « Passcode » means the digits in Rouen and PIN and digits elsewhere: it is never read aloud, and
/// nobody is ever asked for a PIN.
#[test]
fn nothing_read_aloud_can_be_taken_for_a_request_of_the_pin() {
    for lang in [Lang::Fr, Lang::En] {
        for finding in findings() {
            let say = told(&key(), finding, lang, NOW).say.to_lowercase();
            assert!(!say.contains("passcode"), "{say}");
            assert!(!say.contains("donnez") && !say.contains("dites-moi votre"), "{say}");
        }
    }
}

#[test]
fn a_code_consumed_sends_the_caller_to_the_next_one() {
    for (finding, count) in findings().into_iter().zip(0..) {
        let consumed = count < 4 || count == 5;
        let waits = told(&key(), finding, Lang::Fr, NOW).say.contains("Attendez que les");
        assert!(waits || !consumed, "{count}");
    }
}

#[test]
fn the_words_follow_the_clock() {
    let valid = Finding::Valid { step: 29_921_041, offset: 0 };
    let mut used = key();
    used.last_step = used.shape.step_at(NOW);
    let before = told(&used, valid.clone(), Lang::Fr, NOW);
    assert!(before.say.starts_with("Attendez"), "{before:?}");
    let after = told(&used, valid, Lang::Fr, NOW + Span::secs(61));
    assert!(after.say.starts_with("Saisissez maintenant"), "{after:?}");
}

#[test]
fn a_button_key_has_no_clock_and_long_codes_are_counted_right() {
    let mut button = key();
    button.shape.moving = Moving::Event;
    button.shape.digits = 8;
    let told = told(&button, Finding::Valid { step: 9, offset: 3 }, Lang::Fr, NOW);
    assert!(told.say.contains("bouton") && told.say.contains("8 nouveaux chiffres"), "{told:?}");
    assert!(told.next.is_none() && !told.todo.contains("horloge"), "{told:?}");
}

/// A button has a counter: nothing is said of a clock, nor of waiting.
#[test]
fn a_button_key_that_is_off_is_off_by_its_counter() {
    let mut button = key();
    button.shape.moving = Moving::Event;
    for (lang, headline, clock) in
        [(Lang::Fr, "COMPTEUR DÉCALÉ", "horloge"), (Lang::En, "COUNTER IS OFF", "clock")]
    {
        let far = told(&button, Finding::Far { offset: 30 }, lang, NOW);
        assert_eq!(far.headline, headline);
        for words in [&far.evidence, &far.say, &far.todo] {
            let words = words.to_lowercase();
            assert!(
                ![clock, "attendez", "wait", "heure", "time"].iter().any(|word| words.contains(word)),
                "{far:?}"
            );
        }
        let mut stock = button.clone();
        stock.life = Life::InStock;
        let far = told(&stock, Finding::Far { offset: 30 }, lang, NOW);
        assert!(!["heure", "time"].iter().any(|word| far.evidence.contains(word)), "{far:?}");
    }
}

/// A step that the wall clock has not reached is told from its beginning, one that is over from its end.
#[test]
fn a_step_is_shown_soon_now_or_some_time_ago() {
    let key = key();
    let wall = Wall::new(TimeZone::UTC, Lang::Fr);
    let about = About { key: &key, wall: &wall, now: NOW };
    let step = key.shape.step_at(NOW).unwrap();
    let shown = |step: i64| about.shown(step).unwrap().replace('\u{a0}', " ");
    assert_eq!(shown(step), "12:01:00-12:02:00, en cours");
    assert_eq!(shown(step + 1), "12:02:00-12:03:00, dans 60 s");
    assert_eq!(shown(step - 2), "11:59:00-12:00:00, il y a 60 s");
}

/// Steps off, seconds a step, and how much the clock is off in both languages.
#[test]
fn a_clock_that_is_off_is_told_to_the_minute() {
    let table = [
        (9, 60, "9\u{a0}min"),
        (7, 30, "3\u{a0}min"),
        (3, 30, "90\u{a0}s"),
        (119, 60, "119\u{a0}min"),
        (312, 60, "5\u{a0}h 12\u{a0}min"),
        (360, 60, "6\u{a0}h"),
        (1_439, 30, "11\u{a0}h 59\u{a0}min"),
    ];
    for (offset, period, length) in table {
        let mut off = key();
        off.shape.moving = Moving::Time { period, t0: 0 };
        for (lang, fast) in [(Lang::Fr, "clé avance"), (Lang::En, "fast")] {
            let ahead = told(&off, Finding::Far { offset }, lang, NOW).evidence;
            let behind = told(&off, Finding::Far { offset: -offset }, lang, NOW).evidence;
            assert!(ahead.contains(length) && behind.contains(length), "{ahead} {behind}");
            assert!(ahead.contains(fast) && !behind.contains(fast), "{ahead} {behind}");
        }
    }
}

#[test]
fn the_last_tries_are_told_before_they_are_made() {
    let mut nearly = key();
    nearly.fails = 9;
    let told = told(&nearly, Finding::Valid { step: 9, offset: 0 }, Lang::Fr, NOW);
    assert_eq!(told.role, Role::Warn);
    assert!(told.todo.contains("Encore 1 échec"), "{told:?}");
}

#[test]
fn the_state_of_the_key_outranks_a_right_code_but_not_another_key() {
    let mut lost = key();
    lost.life = Life::Suspended;
    let right = told(&lost, Finding::Valid { step: 9, offset: 0 }, Lang::Fr, NOW);
    assert_eq!((right.role, right.headline.as_str()), (Role::Danger, "CLÉ SUSPENDUE"));
    let serial = Serial::parse("103148830").unwrap();
    let other = Finding::OtherKey { serial, standing: Standing::Usable, step: 1, fresh: true };
    assert!(told(&lost, other, Lang::Fr, NOW).headline.contains("8830"));
}
