//! Keys of a file into the server: what is looked for first, what is sent once, and what is said when the
//! server stops in the middle.

use std::sync::atomic::AtomicBool;

use guichet::backend::{Clock, Fault, Trouble};
use guichet::domain::moment::Moment;
use guichet::domain::otp::Shape;
use guichet::domain::secret::Secret;
use guichet::keyfile::KeyRow;
use guichet::service::load::{self, Done, Order, Plan, Stopped};
use guichet::store::import::ClashKind;
use guichet::store::journal::Intent;
use serde_json::{Value, json};

use crate::office::Office;
use crate::script::{Answer, NOW, Script, Sent, answer_of, yes};
use crate::wild::{Mood, Wild};

/// What no file, fault or address may ever show: a seed as bytes, in base64 and in hexadecimal digits.
const SEED: &[u8] = b"canary-seed-of-a-key";
const SEED_TOLD: [&str; 3] =
    ["canary-seed-of-a-key", "Y2FuYXJ5LXNlZWQtb2YtYS1rZXk=", "63616e6172792d736565642d6f662d612d6b6579"];

const LOAD: &str = "POST /token/load/guichet.xml";

fn row(serial: &str) -> KeyRow {
    KeyRow {
        serial: serial.to_owned(),
        maker: "Gemalto".to_owned(),
        shape: Shape::COMMON,
        seed: Secret::new(SEED.to_vec()),
        counter: 0,
        starts: None,
        expires: None,
        line: 1,
    }
}

fn rows(count: usize) -> Vec<KeyRow> {
    (0..count).map(|at| row(&format!("NEW-{at:02}"))).collect()
}

/// A key as the server writes one that was just loaded, changed.
fn token(serial: &str, change: Value) -> Value {
    let mut token = answer_of("tokens-loaded").1["result"]["value"]["tokens"][0].take();
    token["serial"] = serial.into();
    for (name, value) in change.as_object().unwrap() {
        match value.as_object() {
            Some(words) => words.iter().for_each(|(word, value)| token[name][word] = value.clone()),
            None => token[name] = value.clone(),
        }
    }
    token
}

fn list(tokens: &[Value]) -> Answer {
    yes(json!({ "count": tokens.len(), "tokens": tokens, "prev": null, "next": null }))
}

/// The next looks for the serials of some rows, together, show these keys.
fn shows(script: &Script, rows: &[KeyRow], looks: &[Answer]) {
    let serials: String = rows.iter().map(|row| format!("{},", row.serial)).collect();
    for look in looks {
        script.tells("/token/", &[("serial", &serials)], look.clone());
    }
}

/// No key of these serials is out of sight.
fn nowhere(script: &Script, rows: &[KeyRow]) {
    for row in rows {
        script.checks(&row.serial, answer_of("otponly-nothing-nowhere"));
    }
}

fn all(rows: &[KeyRow]) -> Answer {
    list(&rows.iter().map(|row| token(&row.serial, json!({}))).collect::<Vec<_>>())
}

fn none() -> Answer {
    list(&[])
}

fn clock() -> Clock {
    std::sync::Arc::new(|| Moment::from_secs(NOW))
}

/// A server that misbehaves when it is sent keys, and an agent who may send some.
fn open(mood: Mood) -> (Office, Wild) {
    let wild =
        Wild::start(move |sent: &Sent| if sent.path.contains("/load/") { mood.clone() } else { Mood::Play });
    let office = Office::at(&[wild.url()], json!({}));
    wild.script().plays(&["auth-arrivages"]);
    assert!(office.log_in("arrivages", "").is_ok());
    (office, wild)
}

fn plan(office: &Office, rows: &[KeyRow], replace: bool) -> Result<Plan, Stopped> {
    office.wait(load::plan(&office.backend, rows, replace, |_| true))
}

fn send(office: &Office, rows: &[KeyRow], plan: &Plan) -> Done {
    let intent = Intent {
        agent: "agent".into(),
        act: "load-keys".into(),
        reason: "cles.xml".into(),
        ..Intent::default()
    };
    let (cancel, clock) = (AtomicBool::new(false), clock());
    let order = Order { intent: &intent, cancel: &cancel, store: &office.store, clock: &clock };
    office.wait(load::load(&office.backend, rows, plan, &order, |_, _| {}))
}

fn loads(office: &Office, rows: &[KeyRow], replace: bool) -> Done {
    let plan = plan(office, rows, replace).unwrap();
    assert!(plan.report.clashes.is_empty(), "{:?}", plan.report.clashes);
    send(office, rows, &plan)
}

fn counts(done: &Done) -> (usize, usize, usize) {
    (done.there.len(), done.missing.len(), done.doubtful.len())
}

fn uploads(wild: &Wild) -> usize {
    wild.script().writes().iter().filter(|write| *write == LOAD).count()
}

fn clashes(plan: &Plan) -> Vec<(&str, &ClashKind)> {
    plan.report.clashes.iter().map(|clash| (clash.name.as_str(), &clash.why)).collect()
}

#[test]
fn new_keys_are_looked_for_sent_once_and_read_back() {
    let (office, wild) = open(Mood::Play);
    let rows = rows(3);
    shows(wild.script(), &rows, &[none(), none(), all(&rows)]);
    nowhere(wild.script(), &rows);
    wild.script().obeys("/token/load/guichet.xml", answer_of("load-pskc"));
    let plan = plan(&office, &rows, false).unwrap();
    assert_eq!((plan.report.new.as_slice(), plan.report.replaced.len()), (&[0, 1, 2][..], 0));
    assert_eq!(uploads(&wild), 0, "a trial sends nothing");
    let done = send(&office, &rows, &plan);
    assert_eq!((done.there.as_slice(), counts(&done)), (&[0, 1, 2][..], (3, 0, 0)));
    assert!(done.stopped.is_none() && uploads(&wild) == 1);
    let sent = wild.script().sent();
    let load = sent.iter().find(|sent| sent.path.contains("/load/")).unwrap();
    assert!(load.head.to_lowercase().contains("content-type: multipart/form-data; boundary=guichet-"));
    for part in
        ["name=\"type\"\r\n\r\npskc\r\n", "name=\"tokenrealms\"\r\n\r\nacademie\r\n", "NEW-02", SEED_TOLD[1]]
    {
        assert!(load.raw.contains(part), "{part}");
    }
    let journal = office.store.journal(9).unwrap();
    let told: Vec<_> = journal
        .iter()
        .map(|entry| (entry.intent.act.as_str(), entry.outcome.as_ref().unwrap().1.as_str()))
        .collect();
    assert_eq!(told, [("load-keys", "done 3")]);
    assert_eq!(journal[0].intent.reason, "cles.xml [keys: NEW-00 NEW-01 NEW-02]");
}

/// A seed is in the body of the one request, and nowhere else.
#[test]
fn a_seed_is_sent_and_shown_nowhere() {
    for mood in [Mood::Play, Mood::Lose, Mood::Cut, Mood::Say(500, "text/html", "<h1>")] {
        let (office, wild) = open(mood);
        let rows = rows(2);
        shows(wild.script(), &rows, &[none()]);
        nowhere(wild.script(), &rows);
        let done = loads(&office, &rows, false);
        let stopped = done.stopped.unwrap();
        let words = guichet::text::Lang::Fr.text();
        let told = format!("{stopped:?} {}", guichet::text::load::why(words.lang, &stopped));
        let written = String::from_utf8_lossy(&office.written()).into_owned();
        for seed in SEED_TOLD {
            assert!(!told.contains(seed) && !written.contains(seed), "{told}");
            for sent in wild.script().sent() {
                assert!(!sent.head.contains(seed), "{}", sent.head);
                assert!(sent.path.contains("/load/") || !sent.raw.contains(seed), "{}", sent.path);
            }
        }
    }
}

#[test]
fn a_key_that_is_there_is_refused_with_its_holder_and_replaced_if_asked_for() {
    let (office, wild) = open(Mood::Play);
    let rows = rows(2);
    let old = |serial: &str, change: Value| {
        let mut token = token(serial, json!({ "info": { "creation_date": "2025-01-01T00:00:00+00:00" } }));
        for (name, value) in change.as_object().unwrap() {
            token[name] = value.clone();
        }
        token
    };
    let before = list(&[
        old("NEW-00", json!({ "username": "sarah.cohen", "user_id": "1017" })),
        old("NEW-01", json!({})),
    ]);
    shows(wild.script(), &rows, &[before.clone(), before.clone(), before, all(&rows)]);
    wild.script().obeys("/token/load/guichet.xml", yes(json!({ "n_imported": 2, "n_not_imported": 0 })));
    let refused = plan(&office, &rows, false).unwrap();
    let held = ClashKind::OnServer { holder: Some("sarah.cohen".to_owned()) };
    assert_eq!(clashes(&refused), [("NEW-00", &held), ("NEW-01", &ClashKind::OnServer { holder: None })]);
    let plan = plan(&office, &rows, true).unwrap();
    assert_eq!(plan.report.replaced, [(0, Some("sarah.cohen".to_owned())), (1, None)]);
    let done = send(&office, &rows, &plan);
    assert_eq!((counts(&done), uploads(&wild)), ((2, 0, 0), 1));
    let journal = office.store.journal(9).unwrap();
    let told: Vec<_> =
        journal.iter().map(|entry| (entry.intent.act.as_str(), entry.intent.login.as_str())).collect();
    assert_eq!(told, [("replace-secret", "sarah.cohen"), ("load-keys", "")]);
}

/// The server would overwrite it all the same, and give it to this realm.
#[test]
fn a_key_of_another_realm_is_never_overwritten() {
    let (office, wild) = open(Mood::Play);
    let rows = rows(2);
    shows(wild.script(), &rows, &[none()]);
    nowhere(wild.script(), &rows[..1]);
    wild.script().checks("NEW-01", answer_of("otponly-nothing-out-of-sight"));
    for replace in [false, true] {
        let plan = plan(&office, &rows, replace).unwrap();
        assert_eq!(clashes(&plan), [("NEW-01", &ClashKind::OutOfSight)]);
        assert_eq!(plan.report.new, [0]);
    }
    let probe = wild.script().sent().into_iter().find(|sent| sent.path == "/validate/check").unwrap();
    assert_eq!((&probe.body["pass"], &probe.body["otponly"]), (&json!(""), &json!("1")), "it burns nothing");
}

#[test]
fn keys_that_cannot_be_replaced_are_named() {
    let (office, wild) = open(Mood::Play);
    let mut rows = rows(4);
    rows[3].serial = "NEW/03".to_owned();
    let found = [
        token("new-00", json!({})),
        token("NEW-01", json!({ "revoked": true })),
        token("NEW-02", json!({ "tokentype": "hotp" })),
    ];
    shows(wild.script(), &rows[..3], &[list(&found)]);
    let plan = plan(&office, &rows, true).unwrap();
    let words: Vec<_> = clashes(&plan).into_iter().map(|(name, why)| (name, why.word())).collect();
    assert_eq!(
        words,
        [("NEW/03", "not-carried"), ("NEW-00", "alike"), ("NEW-01", "revoked"), ("NEW-02", "other-kind")]
    );
    assert!(!plan.report.has_keys());
}

/// The word is lost, the deed is not: what is there is read back before anything is said.
#[test]
fn a_lost_answer_is_read_back_and_nothing_is_sent_twice() {
    let moods = [
        Mood::Lose,
        Mood::Cut,
        Mood::Say(502, "text/html", "<h1>Bad Gateway</h1>"),
        Mood::Say(200, "text/html", "<p>Portail"),
        Mood::Say(200, "application/json", r#"{"result":{"status":true,"value":"yes"}}"#),
        Mood::Say(
            200,
            "application/json",
            r#"{"result":{"status":true,"value":{"n_imported":2,"n_not_imported":1}}}"#,
        ),
        Mood::Say(
            200,
            "application/json",
            r#"{"result":{"status":true,"value":{"n_imported":99,"n_not_imported":0}}}"#,
        ),
    ];
    for mood in moods {
        let rows = rows(3);
        let some = list(&[token("NEW-00", json!({})), token("NEW-02", json!({ "otplen": 8 }))]);
        for (after, expected) in [(all(&rows), (3, 0, 0)), (none(), (0, 3, 0)), (some, (1, 1, 1))] {
            let (office, wild) = open(mood.clone());
            shows(wild.script(), &rows, &[none(), none(), after]);
            nowhere(wild.script(), &rows);
            let done = loads(&office, &rows, false);
            assert_eq!(counts(&done), expected, "{mood:?}");
            assert_eq!(done.stopped.is_none(), expected == (3, 0, 0), "{mood:?}");
            assert_eq!(uploads(&wild), 1, "{mood:?}");
            let journal = office.store.journal(1).unwrap();
            let word = &journal[0].outcome.as_ref().unwrap().1;
            let half = "[there: NEW-00] [missing: NEW-01] [in doubt: NEW-02]";
            assert!(expected != (1, 1, 1) || word.contains(half), "{word}");
        }
    }
}

/// The server shows no secret. That one was written anew is seen from its date alone.
#[test]
fn a_replacement_whose_answer_is_lost_is_done_only_if_the_date_shows_it() {
    let rows = rows(1);
    let of = |date: &str| list(&[token("NEW-00", json!({ "info": { "creation_date": date } }))]);
    let (old, new) = (of("2025-01-01T00:00:00+00:00"), of("2026-11-22T07:32:20+00:00"));
    for (after, expected) in [(new, (1, 0, 0)), (old.clone(), (0, 0, 1)), (none(), (0, 1, 0))] {
        let (office, wild) = open(Mood::Lose);
        shows(wild.script(), &rows, &[old.clone(), old.clone(), after]);
        let done = loads(&office, &rows, true);
        assert_eq!((counts(&done), uploads(&wild)), (expected, 1));
    }
}

/// The server goes through the file key by key: what stood before the one that it refuses is there.
#[test]
fn a_refusal_in_the_middle_leaves_what_it_leaves_and_that_is_told() {
    for recording in ["load-bad-serial", "load-other-kind", "load-revoked"] {
        let (office, wild) = open(Mood::Play);
        let rows = rows(2);
        shows(wild.script(), &rows, &[none(), none(), list(&[token("NEW-00", json!({}))])]);
        nowhere(wild.script(), &rows);
        wild.script().obeys("/token/load/guichet.xml", answer_of(recording));
        let done = loads(&office, &rows, false);
        assert_eq!((done.there.as_slice(), done.missing.as_slice()), (&[0][..], &[1][..]), "{recording}");
        assert!(matches!(done.stopped, Some(Stopped::Server(Fault::Refused(_)))), "{recording}");
    }
}

#[test]
fn without_the_right_nothing_is_there_and_a_right_that_is_not_listed_is_known() {
    let (office, wild) = open(Mood::Play);
    assert!(office.backend.may_import());
    let rows = rows(2);
    shows(wild.script(), &rows, &[none()]);
    nowhere(wild.script(), &rows);
    wild.script().obeys("/token/load/guichet.xml", answer_of("load-refused"));
    let done = loads(&office, &rows, false);
    assert_eq!(counts(&done), (0, 2, 0));
    assert!(matches!(done.stopped, Some(Stopped::Server(Fault::Forbidden(_)))));
    office.enter(wild.script());
    assert!(!office.backend.may_import(), "the help desk has no such right");
}

/// One part that is not whole is the last.
#[test]
fn after_a_part_that_is_not_whole_nothing_more_is_sent() {
    let (office, wild) = open(Mood::Lose);
    let rows = rows(25);
    shows(wild.script(), &rows, &[none()]);
    nowhere(wild.script(), &rows);
    shows(wild.script(), &rows[..10], &[none(), all(&rows[..10])]);
    shows(wild.script(), &rows[10..20], &[none(), all(&rows[10..13])]);
    let done = loads(&office, &rows, false);
    assert_eq!((counts(&done), uploads(&wild)), ((13, 12, 0), 2));
    assert_eq!(done.missing, (13..25).collect::<Vec<_>>());
}

/// Between the look and the sending somebody else brings in one of the keys.
#[test]
fn a_key_that_came_meanwhile_is_not_overwritten() {
    let (office, wild) = open(Mood::Play);
    let rows = rows(2);
    shows(wild.script(), &rows, &[none(), list(&[token("NEW-01", json!({}))])]);
    nowhere(wild.script(), &rows);
    let done = loads(&office, &rows, false);
    assert_eq!((counts(&done), uploads(&wild)), ((0, 2, 0), 0));
    assert!(matches!(done.stopped, Some(Stopped::Server(Fault::Taken { .. }))));
}

/// The same in a realm that the agent does not see: only a test shows it, and the server would overwrite it.
#[test]
fn a_key_that_came_meanwhile_out_of_sight_is_not_overwritten() {
    let (office, wild) = open(Mood::Play);
    let rows = rows(2);
    shows(wild.script(), &rows, &[none()]);
    nowhere(wild.script(), &rows);
    wild.script().checks("NEW-01", answer_of("otponly-nothing-out-of-sight"));
    wild.script().obeys("/token/load/guichet.xml", answer_of("load-pskc"));
    let done = loads(&office, &rows, false);
    assert_eq!((counts(&done), uploads(&wild)), ((0, 2, 0), 0));
    assert!(matches!(done.stopped, Some(Stopped::Server(Fault::Taken { .. }))));
}

/// Sent, and then nobody answers any more: nothing is said to be there or not.
#[test]
fn what_cannot_be_read_back_is_in_doubt() {
    let gone = std::sync::Arc::new(AtomicBool::new(false));
    let own = gone.clone();
    let wild = Wild::start(move |sent: &Sent| {
        if sent.path.contains("/load/") {
            own.store(true, std::sync::atomic::Ordering::SeqCst);
        }
        if own.load(std::sync::atomic::Ordering::SeqCst) { Mood::Lose } else { Mood::Play }
    });
    let office = Office::at(&[wild.url()], json!({}));
    wild.script().plays(&["auth-arrivages"]);
    assert!(office.log_in("arrivages", "").is_ok());
    let rows = rows(2);
    shows(wild.script(), &rows, &[none()]);
    nowhere(wild.script(), &rows);
    let done = loads(&office, &rows, false);
    assert_eq!((counts(&done), uploads(&wild)), ((0, 0, 2), 1));
    let why = Trouble::Interrupted;
    assert!(matches!(done.stopped, Some(Stopped::Server(Fault::Unreachable { why: told })) if told == why));
}

/// Ctrl-C before the first part: the serials were looked for, nothing was sent.
#[test]
fn an_agent_who_gives_up_sends_no_further_part() {
    let (office, wild) = open(Mood::Play);
    let rows = rows(2);
    shows(wild.script(), &rows, &[none()]);
    nowhere(wild.script(), &rows);
    let given_up = office.wait(load::plan(&office.backend, &rows, false, |_| false));
    assert!(matches!(given_up, Err(Stopped::Cancelled)));
    let plan = plan(&office, &rows, false).unwrap();
    let (intent, cancel, clock) = (Intent::default(), AtomicBool::new(true), clock());
    let order = Order { intent: &intent, cancel: &cancel, store: &office.store, clock: &clock };
    let done = office.wait(load::load(&office.backend, &rows, &plan, &order, |_, _| {}));
    assert!(matches!(done.stopped, Some(Stopped::Cancelled)));
    assert_eq!((counts(&done), uploads(&wild)), ((0, 2, 0), 0));
}

/// `plain_http` is for codes and passwords, which are soon over.
#[test]
fn seeds_take_no_line_that_others_can_read() {
    let of =
        |node: &str| Office::at(&[node.to_owned()], json!({ "plain_http": true })).backend.may_carry_seeds();
    assert!(of("https://otp.example.fr") && of("http://127.0.0.1:8080") && of("http://localhost"));
    assert!(!of("http://otp.example.fr"));
}
