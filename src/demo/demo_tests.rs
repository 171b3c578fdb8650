#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::{Duration, Instant};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{DemoAcademy, Life, SEED, Story, USERS, academy};
use crate::domain::moment::{Moment, Span};

/// 2026-11-22, 14:03 in Paris.
pub(in crate::demo) const NOW: Moment = Moment::from_secs(1_795_352_580);

/// Columns of the people file.
pub(in crate::demo) const LOGIN: usize = 0;
pub(in crate::demo) const FAMILY: usize = 1;
pub(in crate::demo) const GIVEN: usize = 2;
pub(in crate::demo) const MAIL: usize = 3;
pub(in crate::demo) const PHONE: usize = 4;
pub(in crate::demo) const POST: usize = 5;
pub(in crate::demo) const UAI: usize = 6;
pub(in crate::demo) const SCHOOL: usize = 7;
pub(in crate::demo) const TOWN: usize = 8;
pub(in crate::demo) const ACADEMY: usize = 9;
pub(in crate::demo) const KEYS: usize = 10;

/// A small academy at all hours of a week, since ages depend on the time of day and on weekends.
pub(in crate::demo) fn demos_of_a_week() -> impl Iterator<Item = (Moment, DemoAcademy)> {
    (0..168).step_by(5).map(|hour| NOW + Span::minutes(60 * hour)).map(|now| (now, academy(SEED, 200, now)))
}

pub(in crate::demo) fn demo() -> DemoAcademy {
    academy(SEED, USERS, NOW)
}

pub(in crate::demo) fn rows(demo: &DemoAcademy) -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(demo.people_csv.as_bytes());
    let header = reader.headers().unwrap();
    let expected = "login family given mail phone role uai school town academy keys";
    assert_eq!(header.iter().collect::<Vec<_>>().join(" "), expected);
    reader.records().map(Result::unwrap).collect()
}

/// What the key file says of each key: the text of each element by its last two names.
pub(in crate::demo) fn packages(demo: &DemoAcademy) -> Vec<HashMap<String, String>> {
    let mut reader = Reader::from_str(demo.keys_pskc.expose());
    let mut path: Vec<String> = Vec::new();
    let mut keys = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                path.push(tag.local_name().into_inner().to_owned());
                if path.last().unwrap() == "KeyPackage" {
                    keys.push(HashMap::new());
                }
            }
            Event::Text(text) if path.len() > 3 => {
                let text = text.trim().to_owned();
                let place = path[path.len() - 2..].join("/");
                if !text.is_empty() {
                    assert!(keys.last_mut().unwrap().insert(place, text).is_none(), "{path:?}");
                }
            }
            Event::End(_) => drop(path.pop()),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(path.is_empty());
    keys
}

pub(in crate::demo) fn date(package: &HashMap<String, String>, name: &str) -> Moment {
    let text = &package[&format!("Policy/{name}")];
    Moment::from_secs(text.parse::<jiff::Timestamp>().unwrap().as_second())
}

pub(in crate::demo) fn word(story: &Story) -> &'static str {
    match story {
        Story::InStock => "in stock",
        Story::Returned { .. } => "returned",
        Story::NeverActivated => "never activated",
        Story::FirstLoginPending => "first login",
        Story::PinToConfirm { .. } => "PIN to confirm",
        Story::InUse { .. } => "in use",
        Story::Locked { .. } => "locked",
        Story::Suspended { .. } => "suspended",
        Story::Expired { .. } => "expired",
        Story::NotYetValid { .. } => "not yet valid",
        Story::Replaced { .. } => "replaced",
        Story::Revoked { .. } => "revoked",
        Story::PinClearedAndForgotten { .. } => "PIN cleared",
        Story::FarDrift => "far drift",
    }
}

fn census(lives: &[Life]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for life in lives {
        *counts.entry(word(&life.story)).or_default() += 1;
    }
    counts
}

#[test]
fn the_same_seed_makes_the_same_academy() {
    let (first, second, other) = (demo(), demo(), academy(SEED + 1, USERS, NOW));
    assert_eq!(first.people_csv, second.people_csv);
    assert_eq!(first.keys_pskc.expose(), second.keys_pskc.expose());
    assert_eq!(first.lives, second.lives);
    assert_ne!(first.people_csv, other.people_csv);
    assert_ne!(first.keys_pskc.expose(), other.keys_pskc.expose());
}

#[test]
fn time_changes_dates_and_nothing_else() {
    let (first, later) = (demo(), academy(SEED, USERS, NOW + Span::days(401)));
    assert_eq!(first.people_csv, later.people_csv);
    for (before, after) in packages(&first).iter().zip(&packages(&later)) {
        assert_eq!(before["Secret/PlainValue"], after["Secret/PlainValue"]);
        assert_ne!(before["Policy/ExpiryDate"], after["Policy/ExpiryDate"]);
    }
    let stories = |demo: &DemoAcademy| demo.lives.iter().map(|l| word(&l.story)).collect::<Vec<_>>();
    assert_eq!(stories(&first), stories(&later));
}

#[test]
fn the_counts_are_those_of_the_demo() {
    let demo = demo();
    let rows = rows(&demo);
    assert_eq!(rows.len(), USERS);
    assert_eq!(rows.iter().map(|row| &row[UAI]).collect::<BTreeSet<_>>().len(), 120);
    let held = |number| rows.iter().filter(|row| row[KEYS].split(' ').count() == number).count();
    let without = rows.iter().filter(|row| row[KEYS].is_empty()).count();
    assert!((45..=75).contains(&without), "{without} people without a key");
    assert!((80..=125).contains(&held(2)), "{} people with two keys", held(2));
    let census = census(&demo.lives);
    assert!((2_250..=2_350).contains(&demo.lives.len()), "{census:?}");
    assert_eq!(census["in stock"], 200);
    let in_use = census["in use"] * 100 / demo.lives.len();
    assert!((74..=84).contains(&in_use), "{in_use} % in use");
}

#[test]
fn every_state_is_there_even_in_the_smallest_academy() {
    let all = [
        "PIN cleared",
        "PIN to confirm",
        "expired",
        "far drift",
        "first login",
        "in stock",
        "in use",
        "locked",
        "never activated",
        "not yet valid",
        "replaced",
        "returned",
        "revoked",
        "suspended",
    ];
    for users in [0, USERS] {
        let lives = academy(SEED, users, NOW).lives;
        assert_eq!(census(&lives).into_keys().collect::<Vec<_>>(), all);
    }
}

#[test]
fn nothing_that_must_be_unique_is_there_twice() {
    for users in [0, USERS, 10_000] {
        let demo = academy(SEED, users, NOW);
        let rows = rows(&demo);
        for column in [LOGIN, MAIL] {
            let values: BTreeSet<_> = rows.iter().map(|row| &row[column]).collect();
            assert_eq!(values.len(), rows.len());
        }
        let serials: BTreeSet<_> = demo.lives.iter().map(|life| &life.serial).collect();
        assert_eq!(serials.len(), demo.lives.len());
        let schools: BTreeSet<_> = rows.iter().map(|row| (&row[UAI], &row[SCHOOL], &row[TOWN])).collect();
        let codes: BTreeSet<_> = rows.iter().map(|row| &row[UAI]).collect();
        assert_eq!(schools.len(), codes.len(), "a code has one school");
        let places: BTreeSet<_> = schools.iter().map(|(_, name, town)| (name, town)).collect();
        assert!(users > USERS || places.len() == codes.len(), "a school has one code");
    }
}

#[test]
fn the_people_file_and_the_lives_name_the_same_holders() {
    let demo = demo();
    let mut listed = BTreeMap::new();
    for row in rows(&demo) {
        for serial in row[KEYS].split_whitespace() {
            assert!(listed.insert(serial.to_owned(), row[LOGIN].to_owned()).is_none());
        }
    }
    let lived: BTreeMap<_, _> = demo
        .lives
        .iter()
        .filter_map(|life| life.login.clone().map(|login| (life.serial.clone(), login)))
        .collect();
    assert_eq!(listed, lived);
}

/// A second as users run it; an unoptimised build shares a busy machine with the other tests.
#[test]
fn ten_thousand_users_take_less_than_a_second() {
    let limit = Duration::from_secs(if cfg!(debug_assertions) { 5 } else { 1 });
    let made = |_| {
        let started = Instant::now();
        assert!(academy(SEED, 10_000, NOW).lives.len() > 11_000);
        started.elapsed()
    };
    let best = (0..3).map(made).min().unwrap();
    assert!(best < limit, "{best:?}");
}
