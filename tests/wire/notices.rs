//! Notices to holders over a mail server that misbehaves: sent again by themselves, called the same, never a storm.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use guichet::domain::notice::Told;
use guichet::domain::secret::Secret;
use guichet::notify::Route;
use guichet::notify::RouteFault;
use serde_json::{Value, json};

use crate::holder::{Holder, SEED, clock};
use crate::mailer::{Act, Mailer, Point};
use crate::office::runtime;

const MAIL: &str = "zoe.dupont@ac-rouen.fr";

fn settings(port: u16, change: &Value) -> Value {
    let mut settings = json!({
        "host": "127.0.0.1", "port": port, "encryption": "none", "from": "cles-otp@ac-rouen.fr", "timeout": 5,
    });
    for (name, value) in change.as_object().unwrap() {
        settings[name] = value.clone();
    }
    settings
}

/// A holder whose PIN was cleared, nobody told yet.
fn cleared(server: &Mailer) -> (Holder, Arc<AtomicI64>) {
    let (clock, now) = clock();
    let holder = Holder::new(MAIL, settings(server.port, &json!({})), clock);
    runtime().block_on(holder.clears_pin());
    (holder, now)
}

fn later(now: &AtomicI64) {
    now.fetch_add(20 * 60_000, Ordering::SeqCst);
}

#[test]
fn a_notice_arrives_at_the_directorys_address_without_any_secret() {
    let server = Mailer::start(None, None);
    let (holder, _) = cleared(&server);
    assert_eq!(runtime().block_on(holder.tells()).sent, 1);
    let envelope: Vec<_> = server.lines().into_iter().filter(|line| line.contains('<')).collect();
    assert_eq!(envelope, ["MAIL FROM:<cles-otp@ac-rouen.fr>", &format!("RCPT TO:<{MAIL}>")]);
    let [message] = server.messages().try_into().unwrap();
    assert!(message.contains("a =C3=A9t=C3=A9 effac=C3=A9"), "{message}");
    // Neither the agent, nor the reason, nor the key (Rouen), nor its secret.
    for never in ["durand", "canari", "103142718", "2718", SEED, "zdupont", "http", "1000)"] {
        assert!(!message.contains(never), "{never}: {message}");
    }
    assert!(matches!(holder.told(), Told::Sent(_)));
}

/// Whatever befalls it up to the end of the message leaves nothing there, and is tried again by itself.
#[test]
fn what_was_not_taken_is_sent_again_by_itself() {
    let cases: Vec<Point> = vec![
        ("HELLO", Act::Cut(b"")),
        ("HELLO", Act::Say(b"421 busy\r\n")),
        ("MAIL", Act::Say(b"451 4.3.0 later\r\n")),
        ("RCPT", Act::Say(b"452 full\r\n")),
        ("RCPT", Act::Cut(b"250")),
        ("DATA", Act::Cut(b"")),
        ("END", Act::Say(b"452 disk full\r\n")),
    ];
    for point in cases {
        let server = Mailer::start(Some(point), None);
        let (holder, now) = cleared(&server);
        let round = runtime().block_on(holder.tells());
        assert_eq!((round.sent, round.left, round.stuck), (0, 1, 0), "{point:?}");
        assert_eq!(holder.told(), Told::Waiting, "{point:?}");
        server.change(None);
        assert_eq!(runtime().block_on(holder.tells()).sent, 0, "not at once: {point:?}");
        later(&now);
        assert_eq!(runtime().block_on(holder.tells()).sent, 1, "{point:?}");
    }
}

#[test]
fn an_address_that_the_server_refuses_is_kept_with_its_words() {
    let server = Mailer::start(Some(("RCPT", Act::Say(b"550-5.1.1 nobody\r\n550 here\r\n"))), None);
    let (holder, now) = cleared(&server);
    let round = runtime().block_on(holder.tells());
    assert_eq!((round.left, round.stuck, round.next), (1, 1, None));
    assert_eq!((holder.told(), holder.words().as_str()), (Told::Refused, "550 5.1.1 nobody here"));
    later(&now);
    server.change(None);
    assert_eq!(runtime().block_on(holder.tells()).sent, 0, "only by the agent's word");
}

/// The answer to the whole message is lost: it goes again, called the same, three times at most.
#[test]
fn a_lost_answer_makes_no_other_message_and_no_storm() {
    let server = Mailer::start(Some(("END", Act::Cut(b""))), None);
    let (holder, now) = cleared(&server);
    for _ in 0..6 {
        runtime().block_on(holder.tells());
        later(&now);
    }
    let messages = server.messages();
    assert_eq!((messages.len(), holder.told()), (3, Told::Doubtful));
    let name = |message: &String| {
        message.lines().find(|line| line.starts_with("Message-ID: ")).map(str::to_owned).unwrap()
    };
    let names: std::collections::BTreeSet<_> = messages.iter().map(name).collect();
    assert_eq!(names.len(), 1, "{names:?}");
}

#[test]
fn a_login_is_asked_for_and_a_wrong_one_is_not_tried_again() {
    let server = Mailer::start(None, None);
    let (clock, now) = clock();
    let holder = Holder::new(MAIL, settings(server.port, &json!({ "login": true })), clock);
    let runtime = runtime();
    runtime.block_on(holder.clears_pin());
    assert!(runtime.block_on(holder.tells()).login_over);
    assert_eq!((server.lines().len(), holder.words().as_str()), (0, "login over"));
    let password = || Secret::new("mot de passe".to_owned());
    server.change(Some(("AUTH", Act::Say(b"535 5.7.8 no\r\n"))));
    let log_in = || runtime.block_on(holder.route.log_in("m.durand".to_owned(), password()));
    assert_eq!(log_in(), Err(RouteFault::WrongLogin));
    server.change(None);
    assert_eq!(log_in(), Ok(()));
    server.change(Some(("AUTH", Act::Say(b"535 5.7.8 no\r\n"))));
    assert!(runtime.block_on(holder.tells()).login_over);
    let asked = server.lines().len();
    later(&now);
    assert!(runtime.block_on(holder.tells()).login_over);
    assert_eq!(server.lines().len(), asked);
    server.change(None);
    assert_eq!(log_in(), Ok(()));
    assert_eq!(runtime.block_on(holder.tells()).sent, 1);
}
