//! The agent's login, as the real server answers it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use guichet::backend::{Fault, Login, LoginStep, Seen, TokenBackend, Trouble};
use guichet::domain::key::KeyAct;
use guichet::domain::secret::Secret;
use serde_json::{Value, json};

use crate::fake::Fake;
use crate::office::{Office, PASSWORD, open, runtime};
use crate::script::{PROOF, Sent, answer_of, yes};
use crate::wild::{Mood, Wild};

/// Nobody logged in; agents log in to a realm.
fn stranger(realm: &str, recordings: &[&str]) -> (Office, Fake) {
    let fake = runtime().block_on(Fake::start());
    fake.script.plays(recordings);
    let office = Office::at(&[fake.url()], json!({ "agents_realm": realm }));
    (office, fake)
}

#[test]
fn a_login_gives_the_acts_that_the_rights_allow() {
    let (office, fake) = open(&["token-no-pin"]);
    let acts = office.backend.abilities().acts;
    assert_eq!(acts, KeyAct::ALL);
    office.key("GALT10512017").unwrap();
    let sent = fake.script.sent();
    assert_eq!(sent[0].body, json!({ "username": "helpdesk", "password": PASSWORD }));
    assert!(!sent[0].head.contains(PROOF) && sent[1].head.contains(PROOF));

    let (reader, _fake) = stranger("", &["auth-lecture"]);
    assert_eq!(reader.log_in("lecture", ""), Ok(LoginStep::In));
    assert_eq!(reader.backend.abilities().acts, []);
}

#[test]
fn a_refused_login_is_a_wrong_login() {
    let (office, fake) = stranger("", &["auth-wrong-password"]);
    assert_eq!(office.log_in("helpdesk", ""), Err(Fault::WrongLogin));
    assert_eq!(fake.script.sent().len(), 1);
    assert_eq!(office.card("william.roy"), Err(Fault::LoginOver));
    assert_eq!(fake.script.sent().len(), 1, "nothing is asked without a login");
}

#[test]
fn the_server_may_ask_for_a_code() {
    let (office, fake) = stranger("agents", &["auth-agent-challenge", "auth-agent-challenge-wrong-code"]);
    let Ok(LoginStep::More { transaction, question }) = office.log_in("n.costa", "") else { panic!() };
    assert_eq!((transaction.as_str(), question.trim()), ("01415227459005761505", "please enter otp:"));
    assert_eq!(office.backend.abilities().acts, []);
    assert_eq!(office.log_in("n.costa", &transaction), Err(Fault::WrongLogin));
    assert_eq!(fake.script.sent()[1].body["transaction_id"], transaction.as_str());

    let (office, _fake) = stranger("agents", &["auth-agent-challenge", "auth-agent-challenge-answered"]);
    assert!(matches!(office.log_in("n.costa", ""), Ok(LoginStep::More { .. })));
    assert_eq!(office.log_in("n.costa", &transaction), Ok(LoginStep::In));
    assert!(office.backend.abilities().acts.contains(&KeyAct::ClearPin));
}

#[test]
fn a_holder_of_a_key_is_no_agent() {
    let (office, _fake) = stranger("academie", &["auth-user"]);
    assert_eq!(office.log_in("amelie.durand", ""), Err(Fault::NotAnAgent));
    assert_eq!(office.card("amelie.durand"), Err(Fault::LoginOver));
}

/// A value of false is a refusal; anything else that is no login is not the agent's fault, and may have used a
/// code up.
#[test]
fn an_answer_that_is_no_login_is_not_a_wrong_password() {
    let nonsense = Err(Fault::NoAnswer { why: Trouble::Nonsense, seen: Seen::Nothing });
    for (value, expected) in [
        (json!(false), Err(Fault::WrongLogin)),
        (json!(true), nonsense.clone()),
        (Value::Null, nonsense.clone()),
        (json!({ "token": 7, "role": "admin" }), nonsense.clone()),
        (json!({ "role": "admin" }), nonsense.clone()),
        (json!({ "token": PROOF, "role": "admin", "rights": "all" }), nonsense),
    ] {
        let (office, fake) = stranger("", &[]);
        fake.script.obeys("/auth", yes(value.clone()));
        assert_eq!(office.log_in("helpdesk", ""), expected, "{value}");
    }
}

/// Where nobody listens, nothing was used up, and that is said.
#[test]
fn a_login_that_was_surely_not_sent_is_told_so() {
    let office = Office::at(&[crate::wild::nobody()], json!({}));
    assert_eq!(office.log_in("helpdesk", ""), Err(Fault::Unreachable { why: Trouble::Refused }));
}

#[test]
fn an_expired_login_asks_for_another_and_sends_nothing_meanwhile() {
    let (office, fake) = open(&[]);
    let token = [("serial", "GALT10512017")];
    fake.script.tells("/token/", &token, answer_of("session-expired"));
    fake.script.tells("/token/", &token, answer_of("token-no-pin"));
    assert_eq!(office.key("GALT10512017"), Err(Fault::LoginOver));
    assert_eq!(office.key("GALT10512017"), Err(Fault::LoginOver));
    assert_eq!(fake.script.sent().len(), 2, "the login and one question");
    // By the name of the login before.
    assert_eq!(office.log_in("", ""), Ok(LoginStep::In));
    assert!(office.key("GALT10512017").is_ok());
}

/// A late answer to a question asked with the login before says nothing of the new one.
#[test]
fn a_late_answer_does_not_end_a_newer_login() {
    let logins = Arc::new(AtomicUsize::new(0));
    let own = logins.clone();
    let asked = Arc::new(AtomicBool::new(false));
    let own_asked = asked.clone();
    let wild = Wild::start(move |sent: &Sent| {
        if sent.path == "/auth" {
            own.fetch_add(1, Ordering::SeqCst);
        } else if !own_asked.swap(true, Ordering::SeqCst) {
            while own.load(Ordering::SeqCst) < 2 {
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        Mood::Play
    });
    let office = Office::at(&[wild.url()], json!({}));
    office.enter(wild.script());
    let mut newer = answer_of("auth-helpdesk");
    newer.1["result"]["value"]["token"] = "another-proof".into();
    wild.script().obeys("/auth", newer);
    let token = [("serial", "GALT10512017")];
    wild.script().tells("/token/", &token, answer_of("session-expired"));
    wild.script().tells("/token/", &token, answer_of("token-no-pin"));
    let again = async {
        while !asked.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let secret = Secret::new(PASSWORD.to_owned());
        let login = Login { agent: "somebody".to_owned(), secret, transaction: String::new() };
        office.backend.log_in(login).await
    };
    let (late, again) =
        office.wait(async { tokio::join!(office.backend.key("GALT10512017".to_owned()), again) });
    assert_eq!((late, again), (Err(Fault::LoginOver), Ok(LoginStep::In)));
    assert!(office.key("GALT10512017").is_ok());
}
