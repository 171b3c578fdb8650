//! Bad input by the list of docs/reliability.md: each is a named fault or plain text, and none is lost or followed.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use guichet::desk::{DeskFault, Filter, TicketDesk};
use guichet::domain::ticket::{Audience, Field, State, TicketId};
use guichet::ui::clean::clean;
use serde_json::{Value, json};

use super::{Office, draft, remark};
use crate::blunt::{Answer, json_of, whole};

const UTF8: &str = "Content-Type: application/json; charset=utf-8\r\n";

const HOSTILE: &str = "a\u{1b}]52;c;x\u{7}\u{202e}b\u{0}";

fn broken<T>() -> Result<T, DeskFault> {
    Err(DeskFault::Broken("not the server".to_owned()))
}

/// What is called UTF-8 and is not.
fn latin1(status: u16, body: &Value) -> Answer {
    let bytes: Vec<u8> = body.to_string().chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert!(std::str::from_utf8(&bytes).is_err());
    whole(status, UTF8, &bytes)
}

fn ticket(content: &str) -> Value {
    json!({ "id": 7, "name": content, "content": content, "status": 1, "priority": 3 })
}

fn answering(line: &'static str, answer: Answer) -> Office {
    Office::choosing(move |asked| (asked.line == line).then(|| answer.clone()))
}

fn described(office: &Office) -> String {
    office.ticket(&TicketId::new("7")).fields[&Field::Description].clone()
}

#[test]
fn orders_to_a_terminal_come_through_as_text_and_are_drawn_as_none() {
    let office = answering("GET Ticket/7", json_of(200, &ticket(HOSTILE)));
    let text = described(&office);
    assert!(text.contains('\u{1b}') && text.contains('\u{202e}'), "nothing is lost: {text:?}");
    let drawn = clean(&text);
    assert!(!drawn.chars().any(|c| c.is_control() || c == '\u{202e}'), "{drawn:?}");
    assert!(drawn.contains('a') && drawn.contains('b'), "{drawn:?}");
}

#[test]
fn a_line_of_a_mebibyte_is_read() {
    let long = "x".repeat(1 << 20);
    let office = answering("GET Ticket/7", json_of(200, &ticket(&long)));
    assert_eq!(described(&office), long);
    // Longer than any server's: no answer, and no memory spent on it.
    let office = answering("GET Ticket/7", json_of(200, &ticket(&"x".repeat(9 << 20))));
    assert_eq!(office.wait(office.desk.ticket(TicketId::new("7"))).map(drop), broken());
}

#[test]
fn latin_1_that_is_called_utf_8_is_read() {
    let office = answering("GET Ticket/7", latin1(200, &ticket("Clé désynchronisée")));
    assert_eq!(described(&office), "Clé désynchronisée");
    // Of an order: it was done, and is not done again.
    let office = answering("POST Ticket", latin1(201, &json!({ "id": 7, "message": "Élément ajouté" })));
    assert_eq!(office.file(&draft("x")), Ok(TicketId::new("7")));
    let made = latin1(201, &json!({ "id": 9, "message": "Élément ajouté" }));
    let office = answering("POST ITILFollowup", made);
    assert_eq!(office.note(&remark(&office.filed(), Audience::Colleagues, "x")), Ok(()));
    let refusal = latin1(400, &json!(["ERROR_GLPI_ADD", "Refusé"]));
    let office = answering("POST Ticket", refusal);
    assert_eq!(office.file(&draft("x")), Err(DeskFault::Refused("Refusé (ERROR_GLPI_ADD)".to_owned())));
}

#[test]
fn floats_stand_for_integers_where_they_are_some() {
    let row = |id: Value, status: Value| {
        json_of(
            206,
            &json!({ "totalcount": 1.0, "count": 1.0,
            "data": [{ "2": id, "1": "x", "12": status, "3": 3.0, "7": null, "4": 4.0, "5": null,
                       "15": "2026-11-20 10:00:00", "19": "2026-11-20 10:00:00" }] }),
        )
    };
    let list = |answer| {
        let office = answering("GET search/Ticket", answer);
        office.wait(office.desk.list(Filter::default(), 0))
    };
    let page = list(row(json!(7.0), json!(5.0))).unwrap();
    assert_eq!((page.rows[0].id.as_str(), page.rows[0].state, page.total), ("7", State::Solved, Some(1)));
    assert_eq!(list(row(json!(7.5), json!(1))), broken());
    let office = answering("POST Ticket", json_of(201, &json!({ "id": 7.0 })));
    assert_eq!(office.file(&draft("x")), Ok(TicketId::new("7")));
    // Half a number is no number: whether it was filed is looked up.
    let office = answering("POST Ticket", json_of(201, &json!({ "id": 7.5 })));
    assert_eq!(office.file(&draft("x")), Err(DeskFault::Doubtful));
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
        let office = answering("POST Ticket", whole(status, &place, b""));
        assert_eq!(office.file(&draft("x")), Err(DeskFault::Doubtful), "{status}");
        let office = answering("GET Ticket/7", whole(status, &place, b""));
        assert_eq!(office.wait(office.desk.ticket(TicketId::new("7"))).map(drop), broken(), "{status}");
        let office = answering("GET search/Ticket", whole(status, &place, b""));
        assert_eq!(office.wait(office.desk.list(Filter::default(), 0)), broken(), "{status}");
    }
    assert_eq!(came.load(Ordering::SeqCst), 0);
}

#[test]
fn a_page_of_html_is_no_answer() {
    let portal = || whole(200, "Content-Type: text/html\r\n", b"<html><title>Portail captif</title>");
    let office = answering("GET Ticket/7", portal());
    assert_eq!(office.wait(office.desk.ticket(TicketId::new("7"))).map(drop), broken());
    let office = answering("GET search/Ticket", portal());
    assert_eq!(office.wait(office.desk.list(Filter::default(), 0)), broken());
    let office = answering("POST Ticket", portal());
    assert_eq!(office.file(&draft("x")), Err(DeskFault::Doubtful));
}
