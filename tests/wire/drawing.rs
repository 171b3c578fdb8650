//! A scope for a snapshot: whom the server tells, and whom it hides.

use guichet::backend::{Part, Scope, TokenBackend};
use serde_json::{Value, json};

use crate::fake::Fake;
use crate::office::{Office, open};
use crate::script::{Answer, person, yes};

/// The school of everybody here.
const CODE: &str = "0760127A";

/// How the server is asked for it.
const ASKED: (&str, &str) = ("uai", "*0760127*");

fn people(count: usize) -> Value {
    (0..count).map(|at| person(&format!("a.petit{at:03}"), "Petit", "Anne", "")).collect()
}

/// A server that tells 100 people at most, of more than it has.
fn cut() -> (Office, Fake) {
    let (office, fake) = open(&[]);
    fake.script.tells("/user/", &[], yes(people(100)));
    fake.script.tells("/user/", &[("username", "a*")], yes(people(100)));
    fake.script.tells("/user/", &[("username", "b*")], yes(people(1)));
    let no_rows = || yes(json!({ "auditdata": [] }));
    fake.script.tells("/audit/", &[], no_rows());
    for user in people(30).as_array().unwrap() {
        let login = user["username"].as_str().unwrap();
        fake.script.tells("/user/", &[("username", login)], yes(json!([user])));
        fake.script.tells("/audit/", &[("user", login)], no_rows());
    }
    (office, fake)
}

fn draw(office: &Office, after: &str) -> Part {
    office.wait(office.backend.draw(Scope::Schools(vec![CODE.to_owned()]), after.to_owned())).unwrap()
}

#[test]
fn a_school_is_asked_for_by_its_code_where_the_whole_directory_is_cut() {
    let (office, fake) = cut();
    fake.script.tells("/user/", &[ASKED], yes(people(30)));
    let part = draw(&office, "");
    assert_eq!((part.cards.len(), part.more, part.cut), (25, true, None));
    let last = &part.cards.last().unwrap().person.login;
    let rest = draw(&office, last);
    assert_eq!((rest.cards.len(), rest.more, rest.cut), (5, false, None));
    let whole = |query: &Vec<(String, String)>| query.iter().all(|(name, _)| name == "realm");
    assert!(!fake.script.sent().iter().any(|sent| sent.path == "/user/" && whole(&sent.query)));
}

/// People of other schools in the answer are left out.
#[test]
fn only_the_very_school_is_drawn() {
    let (office, fake) = cut();
    let mut other = person("a.petit001", "Petit", "Anne", "");
    other["uai"] = "0760890E".into();
    let own = person("a.petit000", "Petit", "Anne", "");
    fake.script.tells("/user/", &[ASKED], yes(json!([own, other])));
    let part = draw(&office, "");
    let logins: Vec<_> = part.cards.iter().map(|card| card.person.login.as_str()).collect();
    assert_eq!(logins, ["a.petit000"]);
}

/// A directory without the attribute, one that has nobody there, an answer as long as a limit: nothing tells
/// that these are all, and the whole directory shows that it is cut.
#[test]
fn an_answer_that_may_not_be_whole_is_not_used() {
    let mut skipped: Answer = yes(people(2));
    skipped.1["detail"] = json!({ "skipped_resolvers": ["fichier"] });
    for answer in [skipped, yes(json!([])), yes(people(100))] {
        let (office, fake) = cut();
        fake.script.tells("/user/", &[ASKED], answer);
        let part = draw(&office, "");
        assert_eq!((part.cards.len(), part.cut), (0, Some(100)));
    }
}

/// A directory is skipped between two pages: who is drawn was settled at the first.
#[test]
fn whom_a_snapshot_is_about_is_settled_once() {
    let (office, fake) = cut();
    let mut skipped: Answer = yes(people(2));
    skipped.1["detail"] = json!({ "skipped_resolvers": ["fichier"] });
    fake.script.tells("/user/", &[ASKED], yes(people(30)));
    fake.script.tells("/user/", &[ASKED], skipped);
    let part = draw(&office, "");
    assert_eq!((part.cards.len(), part.more, part.cut), (25, true, None));
    let rest = draw(&office, "a.petit024");
    assert_eq!((rest.cards.len(), rest.more, rest.cut), (5, false, None));
    // Drawn to its end: the next snapshot looks anew, and sees what it cannot see.
    assert_eq!(draw(&office, "").cut, Some(100));
}

/// A page by itself: nobody has looked yet whether the server hides somebody.
#[test]
fn a_later_page_of_a_list_that_is_cut_is_cut() {
    let (office, fake) = cut();
    fake.script.tells("/user/", &[ASKED], yes(json!([])));
    let part = draw(&office, "a.petit024");
    assert_eq!((part.cards.len(), part.cut), (0, Some(100)));
}

/// Who left the directory since the list was made is left out; that ends no snapshot, and no page early.
#[test]
fn who_has_left_since_is_not_drawn() {
    let (office, fake) = cut();
    let mut listed = people(30);
    listed.as_array_mut().unwrap().push(person("a.petit000b", "Petit", "Anne", ""));
    fake.script.tells("/user/", &[ASKED], yes(listed));
    fake.script.tells("/audit/", &[("user", "a.petit000b")], yes(json!({ "auditdata": [] })));
    let part = draw(&office, "");
    assert_eq!((part.cards.len(), part.more), (25, true));
    assert_eq!(part.cards.last().unwrap().person.login, "a.petit024");
}
