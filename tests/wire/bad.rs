//! Bad input of a Request Tracker and of a mail server by the list of docs/reliability.md: each is a named fault or plain
//! text, and none is lost or followed. What a real server is made to say is in `tests/desks/traps.rs`.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use guichet::backend::Clock;
use guichet::desk::mail::MailDesk;
use guichet::desk::{DeskFault, Filing, Filter, TicketDesk};
use guichet::domain::moment::Moment;
use guichet::domain::profile::Profiles;
use guichet::domain::ticket::{Draft, Field, TicketId, Uuid};
use guichet::ui::clean::clean;
use serde_json::{Value, json};

use crate::blunt::{Answer, Blunt, json_of, whole};
use crate::mailer::{Act, Mailer};
use crate::office::runtime;

const FILE: &str = "POST /REST/2.0/ticket";
const ONE: &str = "GET /REST/2.0/ticket/7";
const LIST: &str = "GET /REST/2.0/tickets";
const HISTORY: &str = "GET /REST/2.0/ticket/7/history";
const HTML: &str = "Content-Type: text/html\r\n";
const UTF8: &str = "Content-Type: application/json; charset=utf-8\r\n";

fn broken<T>() -> Result<T, DeskFault> {
    Err(DeskFault::Broken("not the server".to_owned()))
}

fn filing() -> Filing {
    let mut draft = Draft::new(Uuid::from_random([7; 16]), "rouen");
    draft.set(Field::Subject, "Clé désynchronisée");
    Filing { draft, author: "agent".to_owned(), files: Vec::new() }
}

fn ticket(subject: &str) -> Value {
    json!({
        "id": 7.0, "Subject": subject, "Status": "new", "Priority": 50.0, "Queue": { "id": 3.0, "Name": subject },
        "Owner": { "id": subject }, "LastUpdated": "1970-01-01T00:00:01Z",
    })
}

fn answering(line: &'static str, answer: Answer) -> Blunt {
    Blunt::start(move |asked| match asked.line.as_str() {
        own if own == line => Some(answer.clone()),
        HISTORY => Some(json_of(200, &json!({ "items": [] }))),
        _ => None,
    })
}

fn read(blunt: &Blunt) -> Result<String, DeskFault> {
    blunt.wait(blunt.desk.ticket(TicketId::new("7"))).map(|ticket| ticket.row.subject)
}

fn list(blunt: &Blunt) -> Result<Vec<String>, DeskFault> {
    let page = blunt.wait(blunt.desk.list(Filter::default(), 0))?;
    Ok(page.rows.into_iter().map(|row| row.subject).collect())
}

#[test]
fn orders_to_a_terminal_and_a_line_of_a_mebibyte_are_text() {
    for text in ["a\u{1b}]52;c;x\u{7}\u{202e}b\u{0}".to_owned(), "x".repeat(1 << 20)] {
        let one = ticket(&text);
        assert_eq!(read(&answering(ONE, json_of(200, &one))), Ok(text.clone()));
        let rows = json!({ "items": [one], "total": 1.0, "page": 1.0 });
        assert_eq!(list(&answering(LIST, json_of(200, &rows))), Ok(vec![text.clone()]));
        assert!(!clean(&text).chars().any(|c| c.is_control() || c == '\u{202e}'));
    }
}

#[test]
fn latin_1_that_is_called_utf_8_is_read() {
    let latin1 = |body: &Value| {
        let bytes: Vec<u8> = body.to_string().chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        assert!(std::str::from_utf8(&bytes).is_err());
        whole(200, UTF8, &bytes)
    };
    assert_eq!(read(&answering(ONE, latin1(&ticket("Clé")))), Ok("Clé".to_owned()));
    let rows = json!({ "items": [ticket("Clé")], "total": 1 });
    assert_eq!(list(&answering(LIST, latin1(&rows))), Ok(vec!["Clé".to_owned()]));
}

/// Whoever it leads to gets nothing: neither the session nor what was written.
#[test]
fn redirections_are_not_followed() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    let place = format!("Location: http://{}/\r\n", elsewhere.local_addr().unwrap());
    let came = Arc::new(AtomicUsize::default());
    let own = came.clone();
    std::thread::spawn(move || {
        for _ in elsewhere.incoming() {
            own.fetch_add(1, Ordering::SeqCst);
        }
    });
    for status in [301, 302, 303, 307, 308] {
        let blunt = answering(FILE, whole(status, &place, b""));
        assert_eq!(blunt.wait(blunt.desk.file(filing())), Err(DeskFault::Doubtful), "{status}");
        assert_eq!(read(&answering(ONE, whole(status, &place, b""))), broken(), "{status}");
        assert_eq!(list(&answering(LIST, whole(status, &place, b""))), broken(), "{status}");
    }
    assert_eq!(came.load(Ordering::SeqCst), 0);
}

#[test]
fn a_page_of_html_is_no_answer() {
    let portal = || whole(200, HTML, b"<html><title>Portail captif</title>");
    assert_eq!(read(&answering(ONE, portal())), broken());
    assert_eq!(list(&answering(LIST, portal())), broken());
    let blunt = answering(FILE, portal());
    assert_eq!(blunt.wait(blunt.desk.file(filing())), Err(DeskFault::Doubtful));
}

/// What a mail server says goes on the screen: it obeys nobody and has an end, in whatever encoding it was.
#[test]
fn words_of_a_mail_server_are_words() {
    let long: &'static [u8] = Vec::leak([b"550 ".to_vec(), vec![b'x'; 1 << 20], b"\r\n".to_vec()].concat());
    let said = |point, act| {
        let server = Mailer::start(Some((point, act)), None);
        let settings = json!({
            "host": "127.0.0.1", "port": server.port, "encryption": "none", "from": "m.durand@ac-rouen.fr",
            "timeout": 5,
        });
        let clock: Clock = Arc::new(|| Moment::from_millis(1_795_000_000_000));
        let settings = serde_json::from_value(settings).unwrap();
        let desk = MailDesk::new(&settings, Profiles::shipped().unwrap(), clock).unwrap();
        runtime().block_on(desk.file(filing()))
    };
    let hostile = Act::Say(b"550 \x1b]52;c;eA==\x07\x1b[2J\xe2\x80\xae refus\r\n");
    let Err(DeskFault::Refused(words)) = said("RCPT", hostile) else { panic!("not refused") };
    assert!(words.starts_with("550") && words.contains("refus"), "{words:?}");
    let drawn = clean(&words);
    assert!(!drawn.chars().any(|c| c.is_control() || c == '\u{202e}'), "{drawn:?}");
    let (Err(DeskFault::Refused(words) | DeskFault::Unreachable(words)), true) =
        (said("RCPT", Act::Say(long)), true)
    else {
        panic!("not refused")
    };
    assert!(words.chars().count() <= 300, "{}", words.len());
    // Latin-1 is not what the protocol speaks: before the end nothing was sent, after it nobody knows.
    let latin1 = Act::Say(b"550 refus\xe9\r\n");
    let before = said("RCPT", latin1);
    assert!(matches!(before, Err(DeskFault::Unreachable(_) | DeskFault::Refused(_))), "{before:?}");
    assert_eq!(said("END", latin1), Err(DeskFault::Doubtful));
    let page = Act::Say(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\n\r\n<html>\r\n");
    assert_eq!(said("HELLO", page), Err(DeskFault::Unreachable("not the server".to_owned())));
}
