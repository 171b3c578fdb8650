//! Notices to holders through a real mail server: what arrived is read from its files.

use std::io;
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use guichet::domain::notice::Told;
use guichet::domain::secret::Secret;
use guichet::notify::Route;
use guichet::notify::RouteFault;
use serde_json::{Value, json};

use crate::holder::{Holder, SEED, clock};
use crate::office::{desks, runtime};

/// Longest that the server takes to put a message into its file.
const DELIVERY: Duration = Duration::from_secs(20);

fn mail() -> &'static Value {
    &desks().unwrap()["mail"]
}

/// A holder at the real server; none where there is none.
fn holder(at: &str, change: &Value) -> Option<(Holder, std::sync::Arc<std::sync::atomic::AtomicI64>)> {
    desks()?;
    let mut settings = json!({
        "host": mail()["host"], "port": mail()["port"], "ca": mail()["ca"], "from": "cles-otp@guichet.test",
        "reply_to": "equipe@guichet.test", "timeout": 10,
    });
    for (name, value) in change.as_object().unwrap() {
        settings[name] = value.clone();
    }
    let (clock, now) = clock();
    Some((Holder::new(&format!("{at}@guichet.test"), settings, clock), now))
}

/// The message of a notice, once the server has put so many into files.
fn delivered(uuid: &str, count: usize) -> Vec<String> {
    let until = Instant::now() + DELIVERY;
    loop {
        let folder = std::fs::read_dir(mail()["delivered"].as_str().unwrap());
        let texts = folder.into_iter().flatten().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
        let texts = texts.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let found: Vec<String> = texts.filter(|text| text.contains(uuid)).collect();
        if found.len() >= count || Instant::now() > until {
            return found;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn uuid(holder: &Holder) -> String {
    holder.store.notices().unwrap().whole[0].notice.uuid.as_str().to_owned()
}

#[test]
fn a_notice_arrives_at_the_directorys_address() {
    let Some((holder, _)) = holder("titulaire", &json!({})) else { return };
    runtime().block_on(holder.clears_pin());
    let uuid = uuid(&holder);
    assert_eq!(runtime().block_on(holder.tells()).sent, 1);
    assert!(matches!(holder.told(), Told::Sent(_)));
    let found = delivered(&uuid, 1);
    let [message] = found.as_slice() else { panic!("{} arrived", found.len()) };
    for line in [
        "Envelope-to: titulaire@guichet.test",
        "Return-path: <cles-otp@guichet.test>",
        "From: cles-otp@guichet.test",
        "Reply-To: equipe@guichet.test",
        "To: titulaire@guichet.test",
        "Auto-Submitted: auto-generated",
        &format!("Message-ID: <{uuid}@guichet.guichet.test>"),
    ] {
        assert!(message.lines().any(|own| own == line), "{line}\n{message:.2000}");
    }
    // The server itself says that the line was encrypted.
    assert!(message.contains("with esmtps"), "{message:.2000}");
    for never in ["durand", "canari", "103142718", SEED, "zdupont"] {
        assert!(!message.contains(never), "{never}: {message}");
    }
}

#[test]
fn an_address_that_the_server_refuses_is_told_in_its_words() {
    let Some((holder, _)) = holder("inconnu", &json!({})) else { return };
    runtime().block_on(holder.clears_pin());
    let round = runtime().block_on(holder.tells());
    assert_eq!((round.sent, round.left, round.stuck), (0, 1, 1));
    assert_eq!((holder.told(), holder.words().as_str()), (Told::Refused, "550 5.1.1 Adresse inconnue"));
}

#[test]
fn what_the_server_puts_off_waits() {
    let Some((holder, _)) = holder("plus-tard", &json!({})) else { return };
    runtime().block_on(holder.clears_pin());
    assert_eq!(runtime().block_on(holder.tells()).stuck, 0);
    assert_eq!((holder.told(), holder.words().as_str()), (Told::Waiting, "451 4.2.0 Essayez plus tard"));
}

/// The server is down, comes back, and the notice leaves by itself.
#[test]
fn a_notice_outlives_a_server_that_is_down() {
    let Some(port) = desks().map(|_| free_port()) else { return };
    let (holder, now) = holder("titulaire", &json!({ "port": port })).unwrap();
    runtime().block_on(holder.clears_pin());
    let uuid = uuid(&holder);
    for _ in 0..3 {
        assert_eq!(runtime().block_on(holder.tells()).sent, 0);
        now.fetch_add(20 * 60_000, Ordering::SeqCst);
    }
    assert_eq!((holder.told(), holder.words().as_str()), (Told::Waiting, "no connection"));
    leads_to(port, u16::try_from(mail()["port"].as_u64().unwrap()).unwrap());
    assert_eq!(runtime().block_on(holder.tells()).sent, 1);
    assert_eq!(delivered(&uuid, 1).len(), 1);
}

#[test]
fn a_login_opens_what_is_closed_without() {
    let Some((holder, now)) = holder("authentifie", &json!({ "login": true })) else { return };
    runtime().block_on(holder.clears_pin());
    let uuid = uuid(&holder);
    assert!(runtime().block_on(holder.tells()).login_over);
    let log_in = |password: &str| {
        let user = mail()["user"].as_str().unwrap().to_owned();
        runtime().block_on(holder.route.log_in(user, Secret::new(password.to_owned())))
    };
    assert_eq!(log_in("faux"), Err(RouteFault::WrongLogin));
    assert_eq!(log_in(mail()["password"].as_str().unwrap()), Ok(()));
    now.fetch_add(1, Ordering::SeqCst);
    assert_eq!(runtime().block_on(holder.tells()).sent, 1);
    assert_eq!(delivered(&uuid, 1).len(), 1);
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

/// From now on a port leads to another one.
fn leads_to(port: u16, server: u16) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let client = client.unwrap();
            let server = TcpStream::connect((Ipv4Addr::LOCALHOST, server)).unwrap();
            for (mut from, mut to) in
                [(client.try_clone().unwrap(), server.try_clone().unwrap()), (server, client)]
            {
                std::thread::spawn(move || {
                    let _ = io::copy(&mut from, &mut to);
                    let _ = to.shutdown(Shutdown::Write);
                });
            }
        }
    });
}
