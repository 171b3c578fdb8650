//! What this machine writes down of orders to a server that misbehaves.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use guichet::backend::{Fault, TokenBackend};
use guichet::desk::local::LocalDesk;
use guichet::domain::key::KeyAct;
use guichet::domain::moment::Moment;
use guichet::service::Service;
use guichet::service::request::{Failure, Outcome, Write};
use serde_json::json;

use crate::office::{CODE, Office, PASSWORD, open, order, test};
use crate::script::{NOW, PROOF, Sent, answer_of, person, yes};
use crate::wild::{Mood, Wild};

const KEY: &str = "GALT10512017";
const HOLDER: &str = "sarah.cohen";

fn service(office: &Office) -> Service {
    let clock: guichet::backend::Clock = Arc::new(|| Moment::from_secs(NOW));
    let desk = Arc::new(LocalDesk::new(office.store.clone(), clock.clone()));
    let backend = Arc::new(office.backend.clone());
    Service::new(backend, desk, office.store.clone(), clock, "agent".to_owned())
}

fn act(office: &Office, act: KeyAct) -> Result<Outcome, Failure> {
    let write = Write::Act { order: order(act, KEY, HOLDER), reason: "appel".to_owned() };
    office.wait(service(office).write(write))
}

/// Each order has its line, with its outcome and without a secret.
#[test]
fn the_journal_tells_what_became_of_orders_and_no_secret() {
    let (office, fake) = open(&["token-no-pin"]);
    let own = office.wait(async {
        let write = Write::Test { test: test(KEY), login: HOLDER.to_owned(), pin_disclosed: false };
        service(&office).write(write).await
    });
    // The fake knows no such address yet: nonsense, twice.
    assert!(own.is_err() && act(&office, KeyAct::Resync).is_err());
    fake.script.obeys("/token/resync", answer_of("resync-true"));
    assert!(act(&office, KeyAct::Resync).is_ok());
    let journal = office.store.journal(9).unwrap();
    let lines: Vec<_> = journal.iter().map(|entry| entry.outcome.clone().unwrap().1).collect();
    assert_eq!((lines.len(), lines[0].as_str()), (3, "done"));
    assert!(
        lines[1].starts_with("failed: no answer") && lines[2].starts_with("failed: no answer"),
        "{lines:?}"
    );
    let written = office.written();
    for secret in [PASSWORD, CODE, PROOF] {
        assert!(!lines.iter().any(|line| line.contains(secret)));
        assert!(!written.windows(secret.len()).any(|part| part == secret.as_bytes()));
    }
    // The search would find what is there.
    assert!(written.windows(HOLDER.len()).any(|part| part == HOLDER.as_bytes()));
}

/// The PIN is gone, and the line broke before that could be read back: the key is watched all the same.
#[test]
fn a_key_whose_pin_was_cleared_by_half_an_order_is_watched() {
    let cut = Arc::new(AtomicBool::new(false));
    let own = cut.clone();
    let wild = Wild::start(move |sent: &Sent| match sent.path.as_str() {
        "/token/setpin" => {
            own.store(true, Ordering::SeqCst);
            Mood::Play
        }
        _ if own.load(Ordering::SeqCst) => Mood::Lose,
        _ => Mood::Play,
    });
    let office = Office::at(&[wild.url()], json!({}));
    office.enter(wild.script());
    wild.script().shows("token-no-pin", KEY, json!({}));
    wild.script().shows(
        "token-no-pin",
        KEY,
        json!({ "info": { "next_pin_change": "2026-11-22T07:32+0000" } }),
    );
    wild.script().obeys("/token/setpin", yes(json!(1)));
    let user = yes(json!([person(HOLDER, "Cohen", "Sarah", "")]));
    wild.script().tells("/user/", &[("username", HOLDER)], user);
    let half = act(&office, KeyAct::ClearPin);
    assert!(matches!(half, Err(Failure::Backend(Fault::HalfDone { .. }))));
    cut.store(false, Ordering::SeqCst);
    let loose = office.wait(office.backend.loose()).unwrap();
    let told: Vec<_> = loose.iter().map(|one| (one.serial.as_str(), one.person.login.as_str())).collect();
    assert_eq!(told, [(KEY, HOLDER)]);
}
