//! What may be sent twice and what may not, with one node and with two.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use guichet::backend::{Fault, Find, Seen, TokenBackend, Trouble};
use guichet::domain::key::KeyAct;
use serde_json::{Value, json};

use crate::office::{Office, order};
use crate::script::{NOW, Script, Sent, answer_of, page, yes};
use crate::wild::{Mood, Wild, nobody};

const KEY: &str = "GALT10512017";
const HOLDER: &str = "sarah.cohen";

/// An order, the path it goes to, and how the key looks once it is done.
fn orders() -> [(KeyAct, &'static str, Value); 3] {
    [
        (
            KeyAct::ClearPin,
            "/token/setpin",
            json!({ "info": { "next_pin_change": "2026-11-22T07:32+0000" } }),
        ),
        (KeyAct::Suspend, "/token/disable", json!({ "active": false })),
        (KeyAct::Resync, "/token/resync", json!({ "count": 29_922_213 })),
    ]
}

/// The ways to lose an answer.
fn losses() -> [(Mood, Trouble); 5] {
    [
        (Mood::Lose, Trouble::Interrupted),
        (Mood::Silent, Trouble::TimedOut),
        (Mood::Cut, Trouble::Interrupted),
        (Mood::Say(502, "text/html", "<h1>Bad Gateway</h1>"), Trouble::Failing),
        (Mood::Say(200, "text/html", "<p>Portail"), Trouble::Nonsense),
    ]
}

/// Questions and logins are answered, orders befalls this.
fn for_orders(mood: Mood) -> impl Fn(&Sent) -> Mood + Send + Sync + 'static {
    move |sent: &Sent| if sent.method == "GET" || sent.path == "/auth" { Mood::Play } else { mood.clone() }
}

fn office(nodes: &[&Wild], mood: &Mood) -> Office {
    let urls: Vec<_> = nodes.iter().map(|node| node.url()).collect();
    let office = Office::at(&urls, json!({ "timeout": mood.patience() }));
    office.enter(nodes[0].script());
    office
}

#[test]
fn an_order_whose_answer_is_lost_is_done_if_the_key_shows_it() {
    for (act, path, after) in orders() {
        for (mood, _) in losses() {
            let wild = Wild::start(for_orders(mood.clone()));
            let office = office(&[&wild], &mood);
            wild.script().shows("token-no-pin", KEY, json!({}));
            wild.script().shows("token-no-pin", KEY, after.clone());
            assert!(office.act(act, KEY, HOLDER).is_ok(), "{act:?} {mood:?}");
            assert_eq!(wild.script().writes(), [format!("POST {path}")], "{act:?} {mood:?}");
        }
    }
}

/// What is said of a key that looks as before: that a PIN was erased shows in nothing but the order to choose
/// one, which has minutes only and takes a policy of the server.
fn as_before(act: KeyAct) -> Seen {
    if act == KeyAct::ClearPin { Seen::Untold } else { Seen::Unchanged }
}

#[test]
fn an_order_that_the_key_does_not_show_is_in_doubt() {
    for (act, path, _) in orders() {
        for (mood, why) in losses() {
            let wild = Wild::start(for_orders(mood.clone()));
            let office = office(&[&wild], &mood);
            wild.script().shows("token-no-pin", KEY, json!({}));
            let doubt = Fault::NoAnswer { why, seen: as_before(act) };
            assert_eq!(office.act(act, KEY, HOLDER), Err(doubt), "{act:?} {mood:?}");
            assert_eq!(wild.script().writes(), [format!("POST {path}")], "{act:?} {mood:?}");
        }
    }
}

/// The key moves on by a login of the holder too: that it did proves no resync.
#[test]
fn a_login_amid_a_lost_resync_does_not_prove_it() {
    let login = json!({ "count": 29_922_213, "info": { "last_auth": "2026-11-22 07:32:19.000000+0000" } });
    let wild = Wild::start(for_orders(Mood::Lose));
    let office = office(&[&wild], &Mood::Play);
    wild.script().shows("token-no-pin", KEY, json!({}));
    wild.script().shows("token-no-pin", KEY, login);
    let doubt = Fault::NoAnswer { why: Trouble::Interrupted, seen: Seen::Untold };
    assert_eq!(office.act(KeyAct::Resync, KEY, HOLDER), Err(doubt));
    assert_eq!(wild.script().writes(), ["POST /token/resync"]);
}

/// The server goes away with the order in its hands.
#[test]
fn an_order_that_cannot_be_read_back_is_in_full_doubt() {
    for (act, path, _) in orders() {
        let gone = Arc::new(AtomicBool::new(false));
        let own = gone.clone();
        let wild = Wild::start(move |sent: &Sent| {
            let order = sent.method == "POST" && sent.path != "/auth";
            if order {
                own.store(true, Ordering::SeqCst);
            }
            if own.load(Ordering::SeqCst) { Mood::Lose } else { Mood::Play }
        });
        let office = office(&[&wild], &Mood::Play);
        wild.script().shows("token-no-pin", KEY, json!({}));
        let doubt = Fault::NoAnswer { why: Trouble::Interrupted, seen: Seen::Nothing };
        assert_eq!(office.act(act, KEY, HOLDER), Err(doubt), "{act:?}");
        assert_eq!(wild.script().writes(), [format!("POST {path}")]);
        assert!(gone.load(Ordering::SeqCst));
    }
}

/// The answer to a gift is lost, and somebody else was faster: that person's PIN stays.
#[test]
fn a_lost_gift_clears_no_pin_of_somebody_else() {
    let stock = "GALT10512056";
    for (holder, expected) in [
        ("celine.fontaine", Err(Fault::Taken { holder: "celine.fontaine".to_owned() })),
        ("Benoit.Lacroix", Ok(None)),
        ("", Err(Fault::NoAnswer { why: Trouble::Interrupted, seen: Seen::Unchanged })),
        ("**resolver error**", Err(Fault::NoAnswer { why: Trouble::Interrupted, seen: Seen::Untold })),
    ] {
        let wild =
            Wild::start(|sent: &Sent| if sent.path == "/token/assign" { Mood::Lose } else { Mood::Play });
        let office = office(&[&wild], &Mood::Play);
        wild.script().plays(&["token-stock", "assign-setpin-empty"]);
        let number = if holder.is_empty() { "" } else { "1023" };
        let after = json!({ "username": holder, "user_id": number });
        wild.script().shows("token-assigned", stock, after);
        assert_eq!(office.act(KeyAct::Assign, stock, "benoit.lacroix"), expected, "{holder}");
        let cleared = wild.script().writes().iter().filter(|write| *write == "POST /token/setpin").count();
        assert_eq!(cleared, usize::from(expected.is_ok()), "{holder}");
    }
}

/// A test is not repeated: the code would be called used. The count tells whether it was eaten.
#[test]
fn a_test_is_sent_once_and_its_loss_is_told() {
    for (mood, why) in losses() {
        for (after, seen) in [(29_922_210, Seen::Unchanged), (29_922_212, Seen::Changed)] {
            let wild = Wild::start(for_orders(mood.clone()));
            let office = office(&[&wild], &mood);
            wild.script().shows("token-no-pin", KEY, json!({}));
            wild.script().shows("token-no-pin", KEY, json!({ "count": after }));
            assert_eq!(office.test(KEY), Err(Fault::NoAnswer { why, seen }), "{mood:?}");
            assert_eq!(wild.script().writes(), ["POST /validate/check"], "{mood:?}");
        }
    }
}

/// Accepted, and then nobody can be asked for the step: that the code is used up must not be hidden.
#[test]
fn a_code_that_was_accepted_is_never_called_untouched() {
    let tested = Arc::new(AtomicBool::new(false));
    let own = tested.clone();
    let wild = Wild::start(move |sent: &Sent| match sent.path.as_str() {
        "/validate/check" => {
            own.store(true, Ordering::SeqCst);
            Mood::Play
        }
        _ if own.load(Ordering::SeqCst) => Mood::Lose,
        _ => Mood::Play,
    });
    let office = office(&[&wild], &Mood::Play);
    wild.script().shows("token-no-pin", KEY, json!({}));
    wild.script().checks(KEY, answer_of("otponly-accepted"));
    let doubt = Fault::NoAnswer { why: Trouble::Interrupted, seen: Seen::Changed };
    assert_eq!(office.test(KEY), Err(doubt));
}

/// Lifting the lock of a person: looked for where the lock is shown, and nothing is half done if there was
/// only that to do.
#[test]
fn a_lost_unlocking_of_a_person_is_looked_for() {
    let own = [("user", HOLDER), ("realm", "academie")];
    for (after, expected) in [
        ("user-lock-none", Ok(None)),
        ("user-lock", Err(Fault::NoAnswer { why: Trouble::Interrupted, seen: Seen::Unchanged })),
    ] {
        let wild = Wild::start(for_orders(Mood::Lose));
        let office = office(&[&wild], &Mood::Play);
        wild.script().shows("token-no-pin", KEY, json!({}));
        wild.script().tells("/conditionalaccess/lock/user", &own, answer_of("user-lock"));
        wild.script().tells("/conditionalaccess/lock/user", &own, answer_of(after));
        assert_eq!(office.act(KeyAct::Unlock, KEY, HOLDER), expected, "{after}");
        assert_eq!(wild.script().writes(), ["DELETE /conditionalaccess/lock/user"]);
    }
}

#[test]
fn an_order_goes_to_the_other_node_only_if_the_first_surely_never_saw_it() {
    for (act, path, after) in orders() {
        let second = Wild::start(|_| Mood::Play);
        let office = Office::at(&[nobody(), second.url()], json!({}));
        office.enter(second.script());
        second.script().shows("token-no-pin", KEY, json!({}));
        second.script().shows("token-no-pin", KEY, after);
        second.script().obeys(path, yes(json!(1)));
        assert!(office.act(act, KEY, HOLDER).is_ok(), "{act:?}");
        assert_eq!(second.script().writes(), [format!("POST {path}")]);
    }
    for (act, path, _) in orders() {
        let (first, second) = (Wild::start(for_orders(Mood::Lose)), Wild::start(|_| Mood::Play));
        let office = office(&[&first, &second], &Mood::Play);
        for node in [&first, &second] {
            node.script().shows("token-no-pin", KEY, json!({}));
        }
        let doubt = Fault::NoAnswer { why: Trouble::Interrupted, seen: as_before(act) };
        assert_eq!(office.act(act, KEY, HOLDER), Err(doubt), "{act:?}");
        assert_eq!(first.script().writes(), [format!("POST {path}")]);
        assert_eq!(second.script().writes(), [""; 0], "{act:?}");
        assert!(!second.script().sent().is_empty(), "it was read back from the other node");
    }
}

#[test]
fn a_question_goes_on_to_the_node_that_answers() {
    let mut moods: Vec<_> = losses().map(|(mood, _)| mood).into();
    moods.push(Mood::HalfOpen);
    moods.push(Mood::Say(500, "application/json", CRASH));
    for mood in moods {
        let own = mood.clone();
        let first =
            Wild::start(move |sent: &Sent| if sent.path == "/auth" { Mood::Play } else { own.clone() });
        let second = Wild::start(|_| Mood::Play);
        let office = office(&[&first, &second], &mood);
        second.script().shows("token-no-pin", KEY, json!({}));
        assert!(office.key(KEY).is_ok(), "{mood:?}");
        assert_eq!(first.connections(), 2, "{mood:?}: the login and one question");
        // It rests: the other one is asked first from now on.
        assert!(office.key(KEY).is_ok() && office.find("nobody").is_ok(), "{mood:?}");
        assert_eq!(first.connections(), 2, "{mood:?}");
    }
}

const CRASH: &str =
    r#"{"result":{"status":false,"error":{"code":-500,"message":"500 Internal Server Error"}}}"#;

/// A refusal is an answer: no other node is asked to overrule it.
#[test]
fn a_refusal_is_not_taken_elsewhere() {
    let (first, second) = (Wild::start(|_| Mood::Play), Wild::start(|_| Mood::Play));
    let office = office(&[&first, &second], &Mood::Play);
    first.script().shows("token-locked", "GALT10512019", json!({}));
    first.script().obeys("/token/reset", answer_of("reset-reader"));
    let lock = [("user", "yann.le-bihan"), ("realm", "academie")];
    first.script().tells("/conditionalaccess/lock/user", &lock, answer_of("user-lock-none"));
    let refused = office.act(KeyAct::Unlock, "GALT10512019", "yann.le-bihan");
    assert!(matches!(refused, Err(Fault::Forbidden(_))), "{refused:?}");
    assert_eq!(second.connections(), 0);
}

/// A search that the next letter drops, half-way, leaves nothing behind.
#[test]
fn a_dropped_question_leaves_no_trace() {
    let slow = Arc::new(AtomicBool::new(true));
    let own = slow.clone();
    let wild = Wild::start(move |sent: &Sent| match sent.path.as_str() {
        "/auth" => Mood::Play,
        _ if own.load(Ordering::SeqCst) => Mood::Silent,
        _ => Mood::Play,
    });
    let office = office(&[&wild], &Mood::Play);
    let user = crate::script::person(HOLDER, "Cohen", "Sarah", "");
    wild.script().tells("/user/", &[], yes(json!([user])));
    wild.script().tells("/user/", &[("surname", "*cohen*")], yes(json!([user])));
    wild.script().tells("/token/", &[("serial", KEY)], page("token-no-pin", KEY, json!({})));
    let cohen = || office.backend.find(Find { text: "cohen".to_owned(), limit: 50 });
    // Dropped in the pause of typing: nothing was asked. Dropped later: the question is given up.
    office.wait(async {
        tokio::select! { biased; _ = cohen() => panic!(), () = tokio::task::yield_now() => {} }
    });
    assert_eq!(wild.script().sent().len(), 1);
    let asked = async {
        while wild.script().sent().len() < 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    office.wait(async {
        tokio::select! { _ = cohen() => panic!(), () = asked => {} }
    });
    slow.store(false, Ordering::SeqCst);
    let found = office.wait(cohen()).unwrap();
    assert_eq!((found.hits.len(), found.people), (1, 1));
    assert!(office.key(KEY).is_ok());
    assert_eq!(found, office.find("cohen").unwrap());
}

/// Two at once: each goes to its own key.
#[test]
fn orders_of_one_console_do_not_mix() {
    let wild = Wild::start(|_| Mood::Play);
    let office = office(&[&wild], &Mood::Play);
    let script: &Script = wild.script();
    script.shows("token-no-pin", KEY, json!({}));
    script.shows("token-disabled", "GALT10512004", json!({ "active": true }));
    script.obeys("/token/disable", yes(json!(1)));
    let (one, other) = office.wait(async {
        tokio::join!(
            office.backend.act(order(KeyAct::Suspend, KEY, HOLDER)),
            office.backend.act(order(KeyAct::Suspend, "GALT10512004", "f.dangelo"))
        )
    });
    assert_eq!((one, other), (Ok(None), Ok(None)));
    let sent = script.sent();
    let mut serials: Vec<_> = sent.iter().filter_map(|sent| sent.body["serial"].as_str()).collect();
    serials.sort_unstable();
    assert_eq!(serials, ["GALT10512004", KEY]);
}

/// The envelope is right, what is in it is not: a question goes on, and the node rests.
#[test]
fn a_question_goes_on_to_the_node_whose_answer_makes_sense() {
    for lie in [json!("no keys"), json!({ "count": 1 }), json!({ "tokens": "GALT" }), json!(null), json!(7)] {
        let (first, second) = (Wild::start(|_| Mood::Play), Wild::start(|_| Mood::Play));
        let office = office(&[&first, &second], &Mood::Play);
        first.script().tells("/token/", &[("serial", KEY)], yes(lie.clone()));
        second.script().shows("token-no-pin", KEY, json!({}));
        assert!(office.key(KEY).is_ok(), "{lie}");
        assert_eq!((first.connections(), second.connections()), (2, 1), "{lie}");
        assert!(office.key(KEY).is_ok(), "{lie}");
        assert_eq!((first.connections(), second.connections()), (2, 2), "{lie}: it rests");
        // Both lie: nothing is made of it.
        second.script().tells("/token/", &[("serial", "OTHER")], yes(lie.clone()));
        first.script().tells("/token/", &[("serial", "OTHER")], yes(lie.clone()));
        assert_eq!(office.key("OTHER"), Err(Fault::Unreachable { why: Trouble::Nonsense }), "{lie}");
    }
}

/// An order is never taken elsewhere for what its answer says.
#[test]
fn an_order_whose_answer_makes_no_sense_stays_where_it_was_sent() {
    for lie in [json!("done"), json!(null), json!([1])] {
        let (first, second) = (Wild::start(|_| Mood::Play), Wild::start(|_| Mood::Play));
        let office = office(&[&first, &second], &Mood::Play);
        for node in [&first, &second] {
            node.script().shows("token-no-pin", KEY, json!({}));
            node.script().obeys("/token/disable", yes(lie.clone()));
        }
        assert!(office.act(KeyAct::Suspend, KEY, HOLDER).is_err(), "{lie}");
        assert_eq!((first.script().writes().len(), second.script().writes().len()), (1, 0), "{lie}");
    }
}

/// A node that failed is passed over for 30 s, then asked first again. Should it fail once more, so be it;
/// a clock that is set back keeps nobody out.
#[test]
fn a_node_that_failed_rests_for_thirty_seconds() {
    let broken = Arc::new(AtomicBool::new(true));
    let own = broken.clone();
    let first =
        Wild::start(
            move |sent: &Sent| {
                if sent.path != "/auth" && own.load(Ordering::SeqCst) { Mood::Lose } else { Mood::Play }
            },
        );
    let second = Wild::start(|_| Mood::Play);
    let clock = Arc::new(AtomicI64::new(NOW));
    let office = Office::at_time(&[first.url(), second.url()], clock.clone());
    office.enter(first.script());
    for node in [&first, &second] {
        node.script().shows("token-no-pin", KEY, json!({}));
    }
    let asked = |at: i64| {
        clock.store(NOW + at, Ordering::SeqCst);
        let before = first.connections();
        assert!(office.key(KEY).is_ok(), "{at}");
        first.connections() - before
    };
    assert_eq!(asked(0), 1, "it fails");
    for at in [0, 1, 29] {
        assert_eq!(asked(at), 0, "{at} s later");
    }
    assert_eq!(asked(30), 1, "its rest is over, and it fails again");
    assert_eq!(asked(59), 0);
    assert_eq!(asked(-300), 1, "the clock was set back");
    broken.store(false, Ordering::SeqCst);
    assert_eq!((asked(100), asked(100)), (1, 1), "it is well again");
}
