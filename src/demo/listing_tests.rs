#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::schools::check_letter;
use super::tests::*;
use super::{CAST, SEED, USERS, academy};

#[test]
fn codes_mails_and_numbers_are_those_of_the_academy() {
    let expected: HashMap<&str, (&str, &[u32], &str)> = HashMap::from([
        ("amiens", ("ac-amiens.fr", &[2, 60, 80][..], "03 53 01 ")),
        ("creteil", ("ac-creteil.fr", &[77, 93, 94], "01 99 00 ")),
        ("nantes", ("ac-nantes.fr", &[44, 49, 53, 72, 85], "02 61 91 ")),
        ("rouen", ("ac-rouen.fr", &[27, 76], "02 61 91 ")),
        ("poitiers", ("ac-poitiers.fr", &[16, 17, 79, 86], "05 36 49 ")),
    ]);
    let mut seen = BTreeSet::new();
    for row in rows(&demo()) {
        let (domain, departments, landline) = expected[&row[ACADEMY]];
        assert_eq!(row[MAIL].split_once('@').unwrap().1, domain);
        assert!(row[PHONE].starts_with(landline) || row[PHONE].starts_with("06 39 98 "));
        let (digits, letter) = row[UAI].split_at(7);
        let number: u32 = digits.parse().unwrap();
        assert!(departments.contains(&(number / 10_000)), "{}", &row[UAI]);
        assert!(number % 10_000 >= 9_000, "{}", &row[UAI]);
        assert_eq!(letter, check_letter(number).to_string());
        seen.insert((row[ACADEMY].to_owned(), number / 10_000));
    }
    let all: usize = expected.values().map(|(_, departments, _)| departments.len()).sum();
    assert_eq!(seen.len(), all, "every department has a school: {seen:?}");
}

#[test]
fn logins_and_mails_are_plain() {
    for row in rows(&academy(SEED, 10_000, NOW)) {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        assert!(row[LOGIN].chars().all(plain), "{}", &row[LOGIN]);
        assert!((2..=12).contains(&row[LOGIN].len()), "{}", &row[LOGIN]);
        let (local, _) = row[MAIL].split_once('@').unwrap();
        assert!(local.chars().all(|c| plain(c) || c == '.' || c == '-'), "{}", &row[MAIL]);
        assert_eq!(local.matches('.').count(), 1, "{}", &row[MAIL]);
    }
}

#[test]
fn some_people_have_the_name_of_another() {
    let rows = rows(&demo());
    let mut names = BTreeMap::<_, usize>::new();
    for row in &rows {
        *names.entry((&row[FAMILY], &row[GIVEN])).or_default() += 1;
    }
    let namesakes = rows.len() - names.len();
    assert!((40..=100).contains(&namesakes), "{namesakes} of {USERS}");
    let has =
        |wanted: &str| rows.iter().any(|row| row[FAMILY].contains(wanted) || row[GIVEN].contains(wanted));
    for wanted in ["'", "-", "’", "é", "Ł", "ç", "œ", "Le ", "ñ"] {
        assert!(has(wanted), "no name has {wanted}");
    }
}

#[test]
fn a_school_has_one_head() {
    let heads =
        ["principal", "principale", "proviseur", "proviseure", "directeur d'école", "directrice d'école"];
    let mut schools = BTreeMap::<String, usize>::new();
    for row in rows(&demo()) {
        *schools.entry(row[UAI].to_owned()).or_default() += usize::from(heads.contains(&&row[POST]));
    }
    assert!(schools.values().all(|heads| *heads <= 1), "{schools:?}");
    assert!(schools.values().sum::<usize>() > 80);
}

#[test]
fn the_cast_is_as_announced() {
    for (seed, users) in [(SEED, USERS), (SEED, 0), (1, 500)] {
        let demo = academy(seed, users, NOW);
        let rows = rows(&demo);
        for (role, row) in CAST.iter().zip(&rows) {
            assert_eq!(&row[LOGIN], role.login);
            assert_eq!(&row[FAMILY], role.family);
            assert_eq!(&row[GIVEN], role.given);
            assert_eq!(&row[POST], role.post);
            assert_eq!(&row[UAI], role.uai);
            assert_eq!(&row[KEYS], role.serials().collect::<Vec<_>>().join(" "));
        }
        let named = |row: &&csv::StringRecord| {
            CAST.iter().any(|role| &row[FAMILY] == role.family && &row[GIVEN] == role.given)
        };
        assert_eq!(rows.iter().filter(named).count(), CAST.len());
    }
}
