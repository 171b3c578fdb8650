//! Bad networks: each has its name, in a search, a card and an order.

use guichet::backend::{Fault, Seen, TokenBackend, Trouble};
use guichet::domain::key::KeyAct;
use serde_json::{Value, json};

use crate::office::Office;
use crate::script::{Sent, answer_of, yes};
use crate::wild::{Mood, Wild, nobody};

const KEY: &str = "GALT10512017";
const HOLDER: &str = "sarah.cohen";

/// What may befall a request, and its name.
fn plagues() -> Vec<(Mood, Trouble)> {
    let portal = "<!doctype html><title>Portail captif</title><p>Identifiez-vous";
    vec![
        (Mood::Silent, Trouble::TimedOut),
        (Mood::HalfOpen, Trouble::TimedOut),
        (Mood::Cut, Trouble::Interrupted),
        (Mood::Lose, Trouble::Interrupted),
        (Mood::Say(200, "text/html", portal), Trouble::Nonsense),
        (Mood::Say(403, "text/html", portal), Trouble::Nonsense),
        (Mood::Say(500, "text/html", "<h1>Internal Server Error</h1>"), Trouble::Failing),
        (Mood::Say(503, "text/plain", ""), Trouble::Failing),
        (Mood::Say(200, "application/json", r#"{"ok":true}"#), Trouble::Nonsense),
        (Mood::Say(200, "application/json", r#"{"result":true}"#), Trouble::Nonsense),
        (Mood::Say(200, "application/json", r#"{"result":{"status":"yes"}}"#), Trouble::Nonsense),
        (Mood::Say(200, "application/json", r#"{"result":{"status":false}}"#), Trouble::Nonsense),
        (Mood::Say(200, "application/json", "\"\\u0000\u{feff}"), Trouble::Nonsense),
        (Mood::Say(200, "application/json", ""), Trouble::Nonsense),
        (Mood::Say(204, "application/json", ""), Trouble::Nonsense),
        (Mood::Headers(302, "Location: http://127.0.0.1:9/\r\n".to_owned()), Trouble::Nonsense),
        (Mood::Endless, Trouble::Nonsense),
        // The server's own envelope around a crash of its own.
        (Mood::Say(500, "application/json", CRASH), Trouble::Failing),
    ]
}

const CRASH: &str =
    r#"{"result":{"status":false,"error":{"code":-500,"message":"500 Internal Server Error"}}}"#;

/// A server that answers logins and, unless `all`, questions as well, and everything else so.
fn office(mood: &Mood, all: bool) -> (Office, Wild) {
    let (mood, patience) = (mood.clone(), mood.patience());
    let wild = Wild::start(move |sent: &Sent| match sent.path.as_str() {
        "/auth" => Mood::Play,
        _ if sent.method == "GET" && !all => Mood::Play,
        _ => mood.clone(),
    });
    let office = Office::at(&[wild.url()], json!({ "timeout": patience }));
    office.enter(wild.script());
    wild.script().plays(&["token-no-pin"]);
    (office, wild)
}

/// Each plague by itself, side by side: most of their time is waiting.
fn each(check: impl Fn(Mood, Trouble) + Sync) {
    std::thread::scope(|scope| {
        for (mood, why) in plagues() {
            let check = &check;
            scope.spawn(move || check(mood, why));
        }
    });
}

#[test]
fn reads_name_what_befell_them() {
    each(|mood, why| {
        let (office, wild) = office(&mood, true);
        let unreachable = Fault::Unreachable { why };
        assert_eq!(office.find("petit"), Err(unreachable.clone()), "{mood:?}");
        assert_eq!(office.card(HOLDER), Err(unreachable.clone()), "{mood:?}");
        // An order begins with a look at the key.
        assert_eq!(office.act(KeyAct::Suspend, KEY, HOLDER), Err(unreachable.clone()), "{mood:?}");
        assert_eq!(office.test(KEY), Err(unreachable), "{mood:?}");
        assert!(wild.script().writes().is_empty(), "{mood:?}");
    });
}

#[test]
fn orders_name_what_befell_them_and_what_was_read_back() {
    each(|mood, why| {
        let (office, wild) = office(&mood, false);
        let lost = Fault::NoAnswer { why, seen: Seen::Unchanged };
        assert_eq!(office.act(KeyAct::Suspend, KEY, HOLDER), Err(lost), "{mood:?}");
        assert_eq!(wild.script().writes(), ["POST /token/disable"], "{mood:?}");
    });
}

#[test]
fn logins_name_what_befell_them() {
    each(|mood, why| {
        let own = mood.clone();
        let wild = Wild::start(move |_| own.clone());
        let office = Office::at(&[wild.url()], json!({ "timeout": mood.patience() }));
        // The PIN and code may have been used up by it.
        let lost = Fault::NoAnswer { why, seen: Seen::Nothing };
        assert_eq!(office.log_in("helpdesk", ""), Err(lost), "{mood:?}");
        assert_eq!(wild.connections(), 1, "{mood:?}: a login is not sent twice");
    });
}

#[test]
fn nobody_listens() {
    let refused = Fault::Unreachable { why: Trouble::Refused };
    let office = Office::at(&[nobody(), nobody()], json!({}));
    assert_eq!(office.log_in("helpdesk", ""), Err(refused.clone()));

    // The one node goes away after the login.
    let wild = Wild::start(|_| Mood::Play);
    let away = nobody();
    let office = Office::at(&[away, wild.url()], json!({}));
    office.enter(wild.script());
    wild.script().plays(&["token-no-pin"]);
    assert!(office.key(KEY).is_ok());
}

/// A portal that cuts in has a clock of its own, which no verdict may go by.
#[test]
fn the_clock_is_only_the_servers() {
    let wild = Wild::start(|sent: &Sent| match sent.path.as_str() {
        "/auth" => Mood::Play,
        "/healthz/readyz" => Mood::Play,
        _ => Mood::Headers(200, "Date: Mon, 22 Nov 2027 07:32:20 GMT\r\n".to_owned()),
    });
    let office = Office::at(&[wild.url()], json!({}));
    office.enter(wild.script());
    let now = (office.backend.clock())();
    assert_eq!(office.key(KEY), Err(Fault::Unreachable { why: Trouble::Nonsense }));
    assert_eq!((office.backend.clock())(), now);
    // The login is still good: the next question is asked.
    assert_eq!(office.key(KEY), Err(Fault::Unreachable { why: Trouble::Nonsense }));
    wild.script().plays(&["health"]);
    assert_eq!(office.wait(office.backend.reach()), Ok(()));
}

/// What a server says goes into a sentence: a bounded piece of it.
#[test]
fn words_of_a_server_are_bounded() {
    let (office, wild) = office(&Mood::Play, false);
    let long =
        json!({ "result": { "status": false, "error": { "code": 905, "message": "é".repeat(100_000) } } });
    wild.script().tells("/token/", &[("serial", "LONG")], (400, long));
    let Err(Fault::Refused(words)) = office.key("LONG") else { panic!() };
    assert!((100..=400).contains(&words.chars().count()), "{}", words.len());
}

/// The envelope is the server's, what is in it is not.
#[test]
fn a_lying_server_is_not_believed() {
    let nonsense = Fault::Unreachable { why: Trouble::Nonsense };
    let token = |change: Value| {
        let mut token = answer_of("token-no-pin").1["result"]["value"]["tokens"][0].take();
        for (name, value) in change.as_object().unwrap() {
            token[name] = value.clone();
        }
        token
    };
    let mut bare = token(json!({}));
    bare.as_object_mut().unwrap().remove("serial");
    for value in [
        json!(true),
        json!(null),
        json!([]),
        json!({ "tokens": {} }),
        json!({ "tokens": [bare], "count": 1 }),
        json!({ "tokens": [token(json!({ "count": "many" }))] }),
        json!({ "tokens": [token(json!({ "failcount": -1 }))] }),
        json!({ "tokens": [token(json!({ "info": [] }))] }),
        json!({ "tokens": [token(json!({ "active": "yes" }))] }),
    ] {
        let (office, wild) = office(&Mood::Play, false);
        for query in [
            vec![("user", HOLDER)],
            vec![("serial", "*petit2*"), ("assigned", "True")],
            vec![("serial", "LIAR")],
        ] {
            wild.script().tells("/token/", &query, yes(value.clone()));
        }
        let user = crate::script::person(HOLDER, "Cohen", "Sarah", "");
        wild.script().tells("/user/", &[("username", HOLDER)], yes(json!([user])));
        assert_eq!(office.find("petit2"), Err(nonsense.clone()), "{value}");
        assert_eq!(office.card(HOLDER), Err(nonsense.clone()), "{value}");
        assert_eq!(office.act(KeyAct::ClearPin, "LIAR", HOLDER), Err(nonsense.clone()), "{value}");
        assert!(wild.script().writes().is_empty());
    }
}

/// Neither yes nor no: nobody knows whether it was done.
#[test]
fn an_order_that_is_answered_with_something_else_is_not_called_done() {
    for value in [json!(null), json!("done"), json!({ "value": 1 }), json!([1])] {
        for (act, path) in [
            (KeyAct::Suspend, "/token/disable"),
            (KeyAct::Unassign, "/token/unassign"),
            (KeyAct::ClearPin, "/token/setpin"),
            (KeyAct::Resync, "/token/resync"),
        ] {
            let (office, wild) = office(&Mood::Play, false);
            wild.script().obeys(path, yes(value.clone()));
            // That a PIN is gone does not show.
            let seen = if act == KeyAct::ClearPin { Seen::Untold } else { Seen::Unchanged };
            let lost = Fault::NoAnswer { why: Trouble::Nonsense, seen };
            assert_eq!(office.act(act, KEY, HOLDER), Err(lost), "{act:?} {value}");
            assert_eq!(wild.script().writes().len(), 1);
        }
    }
}
