//! Searches, cards, keys, stock and events, as the real server tells them.

use guichet::backend::{Fault, TokenBackend};
use guichet::domain::key::Pin;
use guichet::domain::moment::{Moment, Span};
use guichet::domain::person::{Happening, Note};
use serde_json::{Value, json};

use crate::fake::Fake;
use crate::office::{Office, open, runtime};
use crate::script::{Script, answer_of, page, person, yes};

const WILLIAM: &str = "william.roy";

/// William's card: two keys, no lock, some events.
fn tells_william(script: &Script) {
    let own = [("user", WILLIAM), ("realm", "academie")];
    let user = person(WILLIAM, "Roy", "William", "william.roy@ac-exemple.example");
    script.tells("/user/", &[("username", WILLIAM), ("realm", "academie")], yes(json!([user])));
    script.plays(&["tokens-of-user-with-two"]);
    script.tells("/conditionalaccess/lock/user", &own, answer_of("user-lock-none"));
    script.tells("/authenticationlog/", &[("usernames", WILLIAM)], answer_of("authlog-of-user"));
    script.tells("/audit/", &own, answer_of("audit-of-user"));
    script.tells("/audit/", &[], answer_of("audit-of-user"));
}

#[test]
fn a_search_merges_the_four_fields() {
    let (office, fake) = open(&[]);
    let family = person("zoe.petit", "Petit", "Zoé", "zoe.p@ac-exemple.example");
    let given = person("x.roy", "Roy", "Petra", "x.roy@ac-exemple.example");
    let login = person("petula", "Clark", "P.", "p.clark@ac-exemple.example");
    let mail = person("a.noir", "Noir", "Anne", "petite.noire@ac-exemple.example");
    let everybody =
        json!([family, given, login, mail, person("b.blanc", "Blanc", "B.", "b@ac-exemple.example")]);
    fake.script.tells("/user/", &[], yes(everybody));
    for (field, found) in [
        ("surname", json!([family])),
        ("givenname", json!([given])),
        ("username", json!([login, family])),
        ("email", json!([mail])),
    ] {
        fake.script.tells("/user/", &[(field, "*pet*"), ("realm", "academie")], yes(found));
    }
    let found = office.find("pet").unwrap();
    let mut logins: Vec<_> = found.hits.iter().map(|hit| hit.person.login.as_str()).collect();
    logins.sort_unstable();
    assert_eq!(logins, ["a.noir", "petula", "x.roy", "zoe.petit"]);
    assert_eq!((found.matching, found.people, found.cut), (4, 5, false));
}

#[test]
fn a_search_finds_the_holder_of_a_key() {
    let (office, fake) = open(&["users-without-realm"]);
    let asked = [("serial", "*512001*"), ("assigned", "True")];
    fake.script.tells("/token/", &asked, answer_of("token-by-part"));
    let found = office.find("512001").unwrap();
    let hits: Vec<_> =
        found.hits.iter().map(|hit| (hit.person.login.as_str(), hit.serials.as_str())).collect();
    assert_eq!(hits, [("amelie.durand", "GALT10512001")]);
    assert_eq!(
        (found.hits[0].person.family.as_str(), found.hits[0].person.school.uai.as_str()),
        ("Durand", "0760127A")
    );
}

/// The server hides whom its limit cuts off, and says nothing of it.
#[test]
fn a_list_as_long_as_the_server_ever_gives_is_called_cut() {
    let people = |count: usize| -> Value {
        let one = |n: usize| person(&format!("agnes.petit{n:03}"), "Petit", "Agnès", "a@ac-exemple.example");
        (0..count).map(one).collect()
    };
    for (given, found, cut) in [(100, 100, true), (500, 500, true), (500, 499, false), (99, 99, false)] {
        let (office, fake) = open(&[]);
        fake.script.tells("/user/", &[], yes(people(given)));
        fake.script.tells("/user/", &[("surname", "*petit*")], yes(people(found)));
        let told = office.find("petit").unwrap();
        assert_eq!((told.cut, told.matching, told.people), (cut, found, given), "{given} {found}");
        assert_eq!(told.hits.len(), 50);
    }
    // More keys than one page holds are a cut too.
    let (office, fake) = open(&["users-without-realm"]);
    let mut keys = answer_of("token-by-part");
    keys.1["result"]["value"]["count"] = 51.into();
    fake.script.tells("/token/", &[("serial", "*512001*"), ("assigned", "True")], keys);
    assert!(office.find("512001").unwrap().cut);
}

#[test]
fn a_card_joins_person_keys_and_both_logs() {
    let (office, fake) = open(&[]);
    tells_william(&fake.script);
    let card = office.card(WILLIAM).unwrap();
    assert_eq!((card.person.family.as_str(), card.person.school.uai.as_str()), ("Roy", "0760127A"));
    let keys: Vec<_> = card.keys.iter().map(|key| (key.serial.as_str(), key.fails, key.last_step)).collect();
    assert_eq!(keys, [("GALT10512051", 0, Some(29_922_211)), ("GALT10512052", 2, None)]);
    assert_eq!(card.notes, []);
    let told: Vec<_> = card.events.iter().map(|event| event.what).collect();
    assert_eq!((told[0], told[1]), (Happening::LoggedIn, Happening::WrongPin));
    assert!(card.events.iter().all(|event| event.by.is_empty()), "reads and logins are no agent's acts");
}

/// The audit is in the server's wall clock; its newest row was written by the question itself.
#[test]
fn the_audit_is_told_in_the_right_zone() {
    let (office, fake) = open(&["auth-lecture"]);
    let row = |date: &str| {
        yes(json!({ "auditdata": [{
            "action": "POST /token/setpin", "administrator": "helpdesk", "date": date, "success": 1,
            "serial": "GALT10512051", "user": WILLIAM,
        }] }))
    };
    fake.script.tells(
        "/audit/",
        &[("user", WILLIAM), ("realm", "academie")],
        row("2026-11-22T08:30:00.000000"),
    );
    fake.script.tells("/audit/", &[], row("2026-11-22T08:32:19.900000"));
    tells_william(&fake.script);
    let card = office.card(WILLIAM).unwrap();
    let cleared = card.events.iter().find(|event| event.what == Happening::PinCleared).unwrap();
    assert_eq!(cleared.at, Moment::from_secs(1_795_332_600), "07:30:00 UTC");
    assert_eq!((cleared.by.as_str(), cleared.serial.as_str()), ("helpdesk", "GALT10512051"));
}

#[test]
fn notes_tell_what_keys_do_not_show() {
    let fake = runtime().block_on(Fake::start());
    let office = Office::at(&[fake.url()], json!({ "school_attribute": null }));
    let mut login = answer_of("auth-helpdesk");
    login.1["result"]["value"]["rights"] = json!(["userlist", "tokenlist", "user_lock_read"]);
    fake.script.obeys("/auth", login);
    office.log_in("helpdesk", "").unwrap();
    let mut tokens = answer_of("tokens-of-user-with-two");
    let other =
        page("token-replacement", "lostGALT10512040", json!({})).1["result"]["value"]["tokens"][0].take();
    tokens.1["result"]["value"]["tokens"].as_array_mut().unwrap().push(other);
    let own = [("user", WILLIAM), ("realm", "academie")];
    fake.script.tells("/token/", &own, tokens);
    fake.script.tells("/conditionalaccess/lock/user", &own, answer_of("user-lock"));
    tells_william(&fake.script);
    let card = office.card(WILLIAM).unwrap();
    let expected = [Note::Locked { until: None }, Note::NoSchool, Note::NoLog, Note::OtherTokens(1)];
    assert_eq!((card.notes.as_slice(), card.keys.len(), card.events.len()), (&expected[..], 2, 0));
    let asked = fake.script.sent();
    assert!(!asked.iter().any(|sent| sent.path.contains("audit") || sent.path.contains("authentication")));
}

/// A server before 3.14 knows neither the log of logins nor locks of persons.
#[test]
fn an_older_server_is_no_failure() {
    let (office, fake) = open(&["tokens-of-user-with-two"]);
    let user = yes(json!([person(WILLIAM, "Roy", "William", "")]));
    fake.script.tells("/user/", &[("username", WILLIAM)], user);
    fake.script.tells("/audit/", &[("user", WILLIAM)], answer_of("audit-of-user"));
    fake.script.tells("/audit/", &[], answer_of("audit-of-user"));
    let card = office.card(WILLIAM).unwrap();
    assert_eq!((card.keys.len(), card.notes), (2, Vec::new()));
    assert_eq!(card.events[0].what, Happening::LoggedIn, "out of the audit");
}

#[test]
fn one_key_is_the_very_one() {
    let (office, fake) = open(&["token-no-pin"]);
    let key = office.key("GALT10512017").unwrap();
    assert_eq!((key.holder.as_deref(), key.last_step), (Some("sarah.cohen"), Some(29_922_210)));
    assert_eq!((key.pin, key.fails, key.max_fails, key.drift), (Pin::Unknown, 0, 10, -2));
    // The server's lists take wildcards and do not mind the case.
    for asked in ["galt10512017", "GALT1051201*"] {
        fake.script.tells("/token/", &[("serial", asked)], answer_of("token-no-pin"));
        assert_eq!(office.key(asked), Err(Fault::NotFound), "{asked}");
    }
    assert_eq!(office.key("NOPE"), Err(Fault::NotFound));
}

#[test]
fn stock_is_what_can_be_given() {
    let (office, fake) = open(&[]);
    let mut keys = answer_of("tokens-in-stock");
    let locked = page("token-stock", "GALT10512056", json!({ "serial": "GALT1", "revoked": true }));
    keys.1["result"]["value"]["tokens"]
        .as_array_mut()
        .unwrap()
        .push(locked.1["result"]["value"]["tokens"][0].clone());
    fake.script.tells("/token/", &[("serial", "*512*"), ("assigned", "False")], keys);
    let stock = office.wait(office.backend.stock("5*12".to_owned())).unwrap();
    let serials: Vec<_> = stock.iter().map(|key| key.serial.as_str()).collect();
    assert_eq!(serials, ["GALT10512055", "GALT10512056"]);
}

#[test]
fn the_log_tells_a_dialogue_from_failures() {
    let (office, fake) = open(&["authlog-pin-creation"]);
    let follow = |after| office.wait(office.backend.follow("marc.petit".to_owned(), after)).unwrap();
    let told: Vec<_> = follow(0).iter().map(|event| (event.id, event.what)).collect();
    let expected = [
        (106, Happening::DigitsAccepted),
        (109, Happening::PinCreated),
        (110, Happening::WrongCode),
        // The first try was wrong: what opens afterwards confirms the PIN all the same.
        (111, Happening::PinConfirmed),
    ];
    assert_eq!(told, expected);
    assert_eq!(follow(109).iter().map(|event| event.id).collect::<Vec<_>>(), [110, 111]);
    assert!(follow(111).is_empty());
    assert_eq!(fake.script.writes(), [""; 0]);
    assert!(office.backend.abilities().follow_every >= Span::secs(2));
}

#[test]
fn refusals_of_reads_have_their_names() {
    for (recording, expected) in [
        ("session-expired", Fault::LoginOver),
        ("session-none", Fault::LoginOver),
        ("session-not-a-token", Fault::LoginOver),
        ("tokens-of-unknown-user", Fault::NotFound),
        ("reset-unknown", Fault::NotFound),
    ] {
        let (office, fake) = open(&[]);
        fake.script.tells("/token/", &[("serial", "GALT1")], answer_of(recording));
        assert_eq!(office.key("GALT1"), Err(expected), "{recording}");
    }
    let (office, fake) = open(&[]);
    fake.script.tells("/token/", &[("serial", "GALT1")], answer_of("users-other-realm"));
    assert!(matches!(office.key("GALT1"), Err(Fault::Forbidden(_))));
    fake.script.tells("/token/", &[("serial", "GALT2")], answer_of("tokens-page-not-a-number"));
    assert!(matches!(office.key("GALT2"), Err(Fault::Refused(_))));
}
