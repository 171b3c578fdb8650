//! Password, codes and the proof of a login are in no fault, no sentence, no address and no file.

use std::sync::atomic::{AtomicUsize, Ordering};

use guichet::backend::{Fault, LoginStep};
use guichet::domain::key::KeyAct;
use guichet::text::Lang;
use guichet::text::faults;
use serde_json::json;

use crate::office::{CODE, Office, PASSWORD, open};
use crate::script::{PROOF, Sent, answer_of};
use crate::wild::{Mood, Wild, nobody};

const KEY: &str = "GALT10512017";
const HOLDER: &str = "sarah.cohen";
const SECRETS: [&str; 3] = [PASSWORD, CODE, PROOF];

/// Everything an agent can ask for, and the faults of it.
fn faults_of(office: &Office) -> Vec<Fault> {
    let faults = [
        office.find("petit").err(),
        office.card(HOLDER).err(),
        office.test(KEY).err(),
        office.act(KeyAct::Resync, KEY, HOLDER).err(),
        office.act(KeyAct::ClearPin, KEY, HOLDER).err(),
        office.log_in("", "").err(),
    ];
    faults.into_iter().flatten().collect()
}

/// A server that is good until the agent is in; then questions fail too, or orders alone.
fn at_a_bad_server(mood: &Mood, all: bool) -> (Office, Vec<Fault>) {
    let (own, logins) = (mood.clone(), AtomicUsize::new(0));
    let wild = Wild::start(move |sent: &Sent| match sent.path.as_str() {
        "/auth" if logins.fetch_add(1, Ordering::SeqCst) == 0 => Mood::Play,
        _ if sent.method == "GET" && !all => Mood::Play,
        _ => own.clone(),
    });
    let office = Office::at(&[wild.url(), nobody()], json!({ "timeout": mood.patience() }));
    office.enter(wild.script());
    wild.script().plays(&["token-no-pin"]);
    let faults = faults_of(&office);
    (office, faults)
}

fn assert_silent(text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[test]
fn no_fault_shows_a_secret() {
    let html = Mood::Say(500, "text/html", "<h1>Internal Server Error</h1>");
    let moods =
        [Mood::Lose, Mood::Silent, Mood::HalfOpen, Mood::Cut, html, Mood::Say(200, "text/html", "<p>")];
    let refusals = ["session-expired", "reset-reader", "reset-by-user-with-two", "otponly-revoked"];
    let mut faults = Vec::new();
    let mut offices = Vec::new();
    // Side by side: most of their time is waiting.
    std::thread::scope(|scope| {
        let run = |mood: Mood, all: bool| scope.spawn(move || at_a_bad_server(&mood, all));
        let runs: Vec<_> =
            moods.iter().flat_map(|mood| [true, false].map(|all| run(mood.clone(), all))).collect();
        for run in runs {
            let (office, found) = run.join().unwrap();
            faults.extend(found);
            offices.push(office);
        }
    });
    for refusal in refusals {
        let (office, fake) = open(&["token-no-pin"]);
        for path in ["/token/resync", "/token/setpin", "/validate/check"] {
            fake.script.obeys(path, answer_of(refusal));
        }
        faults.extend(faults_of(&office));
        offices.push(office);
    }
    assert!(faults.len() > 40, "{}", faults.len());
    for fault in &faults {
        assert_silent(&format!("{fault:?} {fault}"));
        for lang in [Lang::Fr, Lang::En] {
            assert_silent(&faults::backend(lang, fault));
        }
    }
    for office in &offices {
        assert_silent(&String::from_utf8_lossy(&office.written()));
    }
}

/// Addresses end up in the logs of servers and proxies, bodies and that one header do not.
#[test]
fn secrets_travel_only_where_they_must() {
    let (office, fake) = open(&["token-no-pin", "otponly-wrong"]);
    office.find("petit").unwrap();
    let _ = office.card(HOLDER);
    fake.script.checks(KEY, answer_of("otponly-wrong"));
    office.test(KEY).unwrap();
    fake.script.obeys("/token/resync", answer_of("resync-true"));
    office.act(KeyAct::Resync, KEY, HOLDER).unwrap();
    assert_eq!(office.log_in("", ""), Ok(LoginStep::In));
    let sent = fake.script.sent();
    assert!(sent.len() > 12);
    for each in &sent {
        assert_silent(&format!("{} {:?}", each.path, each.query));
        let body = each.body.to_string();
        assert_eq!(body.contains(PASSWORD), each.path == "/auth", "{}", each.path);
        assert_eq!(body.contains(CODE), ["/validate/check", "/token/resync"].contains(&each.path.as_str()));
        assert!(!body.contains(PROOF));
        // Marked as sensitive at the other end of the line too, or in clear: in this header alone.
        let without = each.head.to_lowercase().replacen(PROOF, "", 1);
        assert_silent(&without);
        assert_eq!(each.head.contains(PROOF), each.path != "/auth", "{}", each.path);
        assert!(each.head.contains("guichet/"), "it names itself");
    }
}
