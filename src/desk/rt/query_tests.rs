#![allow(clippy::unwrap_used)]

use super::*;
use crate::desk::About;

fn asked(filter: &Filter) -> Option<String> {
    of(filter, &[], Some(Number(11)), &Statuses::default())
}

#[test]
fn everything_is_asked_for_by_a_condition() {
    assert_eq!(asked(&Filter::default()).unwrap(), "id > 0");
    let queues = ["A".to_owned(), "B".to_owned()];
    let query = of(&Filter::default(), &queues, None, &Statuses::default()).unwrap();
    assert_eq!(query, "id > 0 AND (Queue = 'A' OR Queue = 'B')");
}

#[test]
fn every_condition_counts() {
    let about = About { login: "cdupont".to_owned(), mail: "claire@ac-nantes.fr".to_owned() };
    let filter = Filter {
        states: vec![State::Solved, State::Closed],
        about: Some(about),
        queue: Some("L'école \\ 2".to_owned()),
        owner: Some(String::new()),
    };
    assert_eq!(
        asked(&filter).unwrap(),
        "id > 0 AND Queue = 'L\\'école \\\\ 2' AND Owner = 'Nobody' \
         AND (Requestor.EmailAddress = 'claire@ac-nantes.fr' OR CF.11 = 'cdupont') \
         AND (Status = 'resolved' OR Status = 'rejected')"
    );
}

#[test]
fn what_asks_for_work_is_asked_for_by_the_servers_own_word() {
    let filter = Filter { states: State::LIVE.to_vec(), ..Filter::default() };
    assert_eq!(asked(&filter).unwrap(), "id > 0 AND (Status = '__Active__')");
    let filter = Filter { states: State::WORDS.map(|(state, _)| state).to_vec(), ..Filter::default() };
    assert_eq!(
        asked(&filter).unwrap(),
        "id > 0 AND (Status = '__Active__' OR Status = 'resolved' OR Status = 'rejected')"
    );
}

/// A condition that nothing can meet must not become one that everything meets.
#[test]
fn a_person_without_a_name_has_no_ticket() {
    let filter = Filter { about: Some(About::default()), ..Filter::default() };
    assert_eq!(asked(&filter), None);
    let about = About { login: "cdupont".to_owned(), ..About::default() };
    let filter = Filter { about: Some(about), ..Filter::default() };
    assert_eq!(of(&filter, &[], None, &Statuses::default()), None);
}

#[test]
fn a_value_stays_a_value() {
    assert_eq!(quoted("x' OR id > 0 OR Subject = '\u{0}\n"), "'x\\' OR id > 0 OR Subject = \\''");
    assert_eq!(quoted("\\'"), "'\\\\\\''");
}

#[test]
fn a_key_is_one_more_condition_and_stays_a_value() {
    let query = and_holds("id > 0", Number(7), "1031' OR id > 0");
    assert_eq!(query, "id > 0 AND CF.7 = '1031\\' OR id > 0'");
}
