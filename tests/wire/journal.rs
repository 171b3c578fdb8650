//! What this machine writes down of orders to a server that misbehaves.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use guichet::backend::{Fault, TokenBackend};
use guichet::desk::local::LocalDesk;
use guichet::domain::key::KeyAct;
use guichet::domain::moment::Moment;
use guichet::service::Service;
use guichet::service::request::{Failure, Outcome, Write};
use guichet::store::journal::Intent;
use serde_json::json;

use crate::office::{CODE, Office, PASSWORD, open, order, test};
use crate::script::{NOW, PROOF, Sent, answer_of, page, person, yes};
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
    let ordered = json!({ "info": { "next_pin_change": "2026-11-22T07:32+0000" } });
    let watched = page("token-no-pin", KEY, ordered);
    wild.script().tells("/token/", &[("serial", &format!("{KEY},"))], watched);
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

/// Many on one day: the address of no question is too long for a server (4,094 bytes at gunicorn), and a list of
/// one is one.
#[test]
fn many_keys_whose_pins_were_cleared_are_asked_for_in_parts() {
    let wild = Wild::start(|_| Mood::Play);
    let office = Office::at(&[wild.url()], json!({}));
    office.enter(wild.script());
    let clear = |serial: &str| {
        let intent = Intent {
            agent: "agent".into(),
            act: "clear-pin".into(),
            serial: serial.into(),
            ..Intent::default()
        };
        let entry = office.store.journal_begin(Moment::from_secs(NOW), &intent).unwrap();
        office.store.journal_end(entry, Moment::from_secs(NOW), "done").unwrap();
    };
    (0..301).for_each(|at| clear(&format!("GALT{at:08}-0123456789")));
    assert_eq!(office.wait(office.backend.loose()), Ok(Vec::new()));
    let sent = wild.script().sent();
    let asked: Vec<_> = sent.iter().filter(|sent| sent.path == "/token/").collect();
    let serials = |sent: &&Sent| sent.query.iter().find(|(name, _)| name == "serial").unwrap().1.clone();
    let all: Vec<String> = asked.iter().map(serials).collect();
    assert!(all.iter().all(|list| list.ends_with(',') && list.len() < 2_000), "{all:?}");
    assert_eq!(all.iter().map(|list| list.matches(',').count()).sum::<usize>(), 301);
}
