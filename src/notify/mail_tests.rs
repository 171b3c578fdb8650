#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use crate::domain::key::KeyAct;
use crate::domain::ticket::Uuid;

fn route() -> MailRoute {
    let text = "host = \"127.0.0.1\"\nencryption = \"none\"\nfrom = \"cles-otp@ac-nantes.fr\"";
    let clock: Clock = Arc::new(|| Moment::from_millis(1_795_000_060_000));
    MailRoute::new(&toml::from_str(text).unwrap(), Profiles::shipped().unwrap(), clock).unwrap()
}

fn notice() -> Notice {
    Notice {
        uuid: Uuid::from_random([7; 16]),
        act: KeyAct::ClearPin,
        at: Moment::from_millis(1_795_000_000_000),
        to: "zoe.dupont@ac-nantes.fr".to_owned(),
        name: "Zoé Dupont-L’Écuyer".to_owned(),
        academy: "nantes".to_owned(),
        login: "zdupont".to_owned(),
        serial: "103142718".to_owned(),
        successor: String::new(),
    }
}

fn message(notice: &Notice) -> String {
    let bytes = route().message(notice, &smtp::address(&notice.to).unwrap()).unwrap();
    assert!(bytes.is_ascii());
    assert!(bytes.split(|byte| *byte == b'\n').all(|line| line.len() <= 998));
    String::from_utf8(bytes).unwrap()
}

/// The lines of the head, folded ones joined.
fn head(text: &str) -> Vec<String> {
    let head = text.split_once("\r\n\r\n").unwrap().0.replace("\r\n ", " ");
    head.split("\r\n").map(str::to_owned).collect()
}

#[test]
fn the_head_says_who_to_whom_and_that_no_answer_is_meant() {
    let head = head(&message(&notice()));
    for line in [
        "From: cles-otp@ac-nantes.fr",
        "To: zoe.dupont@ac-nantes.fr",
        "Message-ID: <07070707-0707-4707-8707-070707070707@guichet.ac-nantes.fr>",
        "Auto-Submitted: auto-generated",
        "Date: Wed, 18 Nov 2026 11:07:40 +0000",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
    ] {
        assert!(head.iter().any(|own| own == line), "{line}: {head:#?}");
    }
    assert!(!head.iter().any(|line| line.starts_with("Reply-To")), "{head:#?}");
}

/// A name from the directory is in the text alone, and its line ends are nobody's head.
#[test]
fn nothing_from_the_directory_begins_a_line_of_the_head() {
    let plain = head(&message(&notice()));
    for name in ["Zoé\r\nBcc: vol@x.fr", "Z\n\nX: y", "é\r\nX-Y: z", "\u{0}", "=?utf-8?q?x?=", "\u{202e}"] {
        let text = message(&Notice { name: name.to_owned(), ..notice() });
        assert_eq!(head(&text), plain, "{name:?}");
        assert!(text.contains("\r\n\r\nBonjour,\r\n"), "{name:?}: {text}");
    }
}

#[test]
fn an_address_that_is_something_else_besides_is_not_written_to() {
    let work = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for to in ["", "zoe", "zoe@x.fr\r\nBcc: a@b.fr", "zoe@x.fr, a@b.fr", "<zoe@x.fr>", "zoé@x.fr"] {
        let sent = work.block_on(route().send(Notice { to: to.to_owned(), ..notice() }));
        assert!(matches!(sent, Err(RouteFault::Refused(_))), "{to:?}");
    }
}

#[test]
fn the_time_is_that_of_the_academy() {
    let at = Moment::from_secs(1_795_000_000);
    let zone = |name: &str| TimeZone::get(name).unwrap();
    assert_eq!(when(at, &zone("Europe/Paris")), "18 novembre 2026 à 12 h 06");
    assert_eq!(when(at, &zone("Indian/Reunion")), "18 novembre 2026 à 15 h 06");
    assert_eq!(when(Moment::from_secs(1_798_757_999), &zone("Europe/Paris")), "31 décembre 2026 à 23 h 59");
    assert_eq!(when(Moment::from_secs(1_798_758_000), &zone("Europe/Paris")), "1er janvier 2027 à 0 h 00");
    assert_eq!(when(Moment::from_millis(i64::MAX), &TimeZone::UTC), "1er janvier 1970 à 0 h 00");
}
