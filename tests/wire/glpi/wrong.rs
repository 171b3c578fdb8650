//! A GLPI that misbehaves: what was surely not done, what may have been, and what is no answer at all.

use guichet::desk::{DeskFault, Filter, TicketDesk};
use guichet::domain::secret::Secret;
use guichet::domain::ticket::{Audience, TicketId};
use serde_json::{Value, json};

use super::server::{Server, no};
use super::{Office, desk, draft, remark, uuid};
use crate::blunt::{Answer, json_of, nothing, whole};
use crate::office::{PASSWORD, runtime};
use crate::wild::nobody;

const HTML: &str = "Content-Type: text/html\r\n";

fn unreachable(word: &str) -> DeskFault {
    DeskFault::Unreachable(word.to_owned())
}

fn broken() -> DeskFault {
    DeskFault::Broken("not the server".to_owned())
}

/// The answers to an order, and what they are worth when it makes something.
fn answers() -> Vec<(Answer, Result<(), DeskFault>)> {
    let refused = |words: &str| Err(DeskFault::Refused(words.to_owned()));
    let doubtful = || Err(DeskFault::Doubtful);
    vec![
        (nothing(), doubtful()),
        (None, doubtful()),
        (Some(b"HTTP/1.1 20".to_vec()), doubtful()),
        (whole(200, HTML, b"<title>Portail captif</title>"), doubtful()),
        (json_of(200, &json!({ "id": 7 })), doubtful()),
        (json_of(207, &json!([{ "id": 7 }])), doubtful()),
        (whole(302, "Location: /\r\n", b""), doubtful()),
        (no(401, "ERROR_SESSION_TOKEN_INVALID", "session_token semble invalide"), Err(DeskFault::LoginOver)),
        (no(400, "ERROR_SESSION_TOKEN_MISSING", "manquant"), Err(DeskFault::LoginOver)),
        (no(400, "ERROR_GLPI_ADD", "Refusé"), refused("Refusé (ERROR_GLPI_ADD)")),
        (no(403, "ERROR_RIGHT_MISSING", "Droits"), refused("Droits (ERROR_RIGHT_MISSING)")),
        (no(400, "ERROR_RANGE_EXCEED_TOTAL", "x"), refused("x (ERROR_RANGE_EXCEED_TOTAL)")),
        (json_of(400, &json!(["ERROR_BAD_ARRAY"])), refused("(ERROR_BAD_ARRAY)")),
        (no(400, "ERROR_SQL", "x"), doubtful()),
        (json_of(400, &json!(["Bad request"])), doubtful()),
        (json_of(400, &json!({ "message": "x" })), doubtful()),
        (whole(403, HTML, b"<h1>Interdit par le pare-feu</h1>"), doubtful()),
        (whole(401, HTML, b"<h1>Proxy</h1>"), doubtful()),
        (whole(413, HTML, b"<h1>Too large</h1>"), refused("HTTP 413")),
        (whole(429, "", b""), Err(unreachable("out of order"))),
        (whole(500, "", b""), doubtful()),
        (no(503, "ERROR", "maintenance"), doubtful()),
    ]
}

/// Each answer by itself, side by side: some are waited for.
fn each(check: impl Fn(Answer, Result<(), DeskFault>, &str) + Sync) {
    std::thread::scope(|scope| {
        for (answer, expected) in answers() {
            let check = &check;
            scope.spawn(move || {
                let shown = format!("{:?}", answer.as_deref().map(String::from_utf8_lossy));
                check(answer, expected, &shown);
            });
        }
    });
}

#[test]
fn what_files_is_told_from_what_may_have() {
    each(|answer, expected, shown| {
        let office = Office::choosing(move |asked| (asked.line == "POST Ticket").then(|| answer.clone()));
        assert_eq!(office.file(&draft("x")).map(drop), expected, "{shown}");
        assert_eq!(office.server.count("POST Ticket"), 1, "{shown}: sent once");
        let over = expected == Err(DeskFault::LoginOver);
        assert_eq!(office.find(&uuid()) == Err(DeskFault::LoginOver), over, "{shown}");
    });
}

#[test]
fn what_adds_words_is_told_from_what_may_have() {
    each(|answer, expected, shown| {
        let office =
            Office::choosing(move |asked| (asked.line == "POST ITILFollowup").then(|| answer.clone()));
        let remark = remark(&office.filed(), Audience::Requester, "x");
        assert_eq!(office.note(&remark), expected, "{shown}");
        assert_eq!(office.server.count("POST ITILFollowup"), 1, "{shown}: sent once");
    });
}

/// To have found nothing is an answer, and only the server gives it: else a ticket would be filed twice.
#[test]
fn a_search_without_an_answer_has_not_found_nothing() {
    let refused = |words: &str| DeskFault::Refused(words.to_owned());
    for (answer, fault) in [
        (nothing(), unreachable("interrupted")),
        (whole(500, "", b""), unreachable("out of order")),
        (whole(200, HTML, b"<title>Portail</title>"), broken()),
        (whole(200, "", b""), broken()),
        (json_of(200, &json!({})), broken()),
        (json_of(200, &json!([])), broken()),
        (json_of(200, &json!({ "totalcount": null })), broken()),
        (json_of(200, &json!({ "totalcount": 1 })), broken()),
        (json_of(200, &json!({ "totalcount": 1, "data": [{ "1": "x" }] })), broken()),
        (json_of(200, &json!({ "totalcount": 1, "data": [{ "2": "x" }] })), broken()),
        (
            Some(b"HTTP/1.1 200 X\r\nContent-Length: 99\r\n\r\n{\"totalcount\":0".to_vec()),
            unreachable("interrupted"),
        ),
        (no(403, "ERROR_RIGHT_MISSING", "Droits"), refused("Droits (ERROR_RIGHT_MISSING)")),
        (no(401, "ERROR_SESSION_TOKEN_INVALID", "x"), DeskFault::LoginOver),
    ] {
        let shown = format!("{:?}", answer.as_deref().map(String::from_utf8_lossy));
        let office =
            Office::choosing(move |asked| (asked.line == "GET search/Ticket").then(|| answer.clone()));
        assert_eq!(office.find(&uuid()), Err(fault.clone()), "{shown}");
    }
    // A hit that cannot be read is a hit.
    let hit = json!({ "totalcount": 1, "data": [{ "2": 7 }] });
    let office =
        Office::choosing(move |asked| (asked.line == "GET search/Ticket").then(|| json_of(200, &hit)));
    assert!(office.find(&uuid()).is_err());
}

fn ticket(more: Value) -> Answer {
    let mut ticket = json!({ "id": 7, "name": "x", "content": "x", "status": 1, "priority": 3 });
    for (name, value) in more.as_object().unwrap() {
        ticket[name] = value.clone();
    }
    json_of(200, &ticket)
}

#[test]
fn a_ticket_is_read_whatever_its_types_and_another_is_not() {
    for (answer, expected) in [
        (ticket(json!({})), Ok(())),
        (
            ticket(
                json!({ "id": "7", "status": "2", "priority": 3.0, "content": null, "users_id_recipient": "4" }),
            ),
            Ok(()),
        ),
        (
            ticket(
                json!({ "content": "\u{1b}]52;c;x\u{7}\u{202e}", "date": "0000-00-00", "_documents": [{}] }),
            ),
            Ok(()),
        ),
        (ticket(json!({ "id": 8 })), Err(broken())),
        (ticket(json!({ "status": "nouveau" })), Err(broken())),
        (ticket(json!({ "content": ["x"] })), Err(broken())),
        (json_of(200, &json!([])), Err(broken())),
        (no(404, "ERROR_ITEM_NOT_FOUND", "x"), Err(DeskFault::NotFound)),
        (no(403, "ERROR_RIGHT_MISSING", "x"), Err(DeskFault::NotFound)),
        (whole(404, HTML, b"<h1>Not found</h1>"), Err(broken())),
    ] {
        let shown = format!("{:?}", answer.as_deref().map(String::from_utf8_lossy));
        let office = Office::choosing(move |asked| (asked.line == "GET Ticket/7").then(|| answer.clone()));
        let read = office.wait(office.desk.ticket(TicketId::new("7")));
        assert_eq!(read.map(drop), expected, "{shown}");
    }
}

/// Tickets that were merged in a circle.
#[test]
fn a_circle_of_merges_ends() {
    let office = Office::choosing(|asked| match asked.line.as_str() {
        "GET Ticket/7" => Some(ticket(json!({ "is_deleted": 1 }))),
        "GET Ticket/7/Ticket_Ticket" => {
            Some(json_of(200, &json!([{ "tickets_id_1": 7, "tickets_id_2": 7, "link": 3 }])))
        }
        _ => None,
    });
    assert!(office.wait(office.desk.ticket(TicketId::new("7"))).is_ok());
    assert!(office.server.asked().len() < 40);
}

#[test]
fn a_list_of_nonsense_is_none() {
    for body in [
        json!({ "totalcount": 1, "data": {} }),
        json!({ "totalcount": -1 }),
        json!({ "totalcount": 1, "data": [{ "2": 1, "12": "x" }] }),
    ] {
        let answer = json_of(206, &body);
        let office =
            Office::choosing(move |asked| (asked.line == "GET search/Ticket").then(|| answer.clone()));
        assert_eq!(office.wait(office.desk.list(Filter::default(), 0)), Err(broken()), "{body}");
    }
}

#[test]
fn logins_name_what_befell_them() {
    for (line, answer, fault) in [
        ("GET initSession", nothing(), unreachable("interrupted")),
        ("GET initSession", whole(503, "", b""), unreachable("out of order")),
        ("GET initSession", whole(200, HTML, b"<title>Portail</title>"), broken()),
        ("GET initSession", whole(401, HTML, b"<h1>Proxy</h1>"), broken()),
        ("GET initSession", whole(302, "Location: http://127.0.0.1:9/\r\n", b""), broken()),
        ("GET initSession", json_of(200, &json!({ "session_token": "" })), broken()),
        ("GET initSession", json_of(200, &json!({ "session_token": "a\nb" })), unreachable("not the server")),
        (
            "GET initSession",
            no(400, "ERROR_LOGIN_WITH_CREDENTIALS_DISABLED", "x"),
            DeskFault::Refused("x (ERROR_LOGIN_WITH_CREDENTIALS_DISABLED)".to_owned()),
        ),
        ("GET getFullSession", json_of(200, &json!({})), broken()),
        ("GET getFullSession", nothing(), unreachable("interrupted")),
        ("GET ITILCategory", whole(500, "", b""), unreachable("out of order")),
    ] {
        let server = Server::start(move |asked| (asked.line == line).then(|| answer.clone()));
        let desk = desk(&server.url(), &json!({}));
        let log_in = desk.log_in("agent".to_owned(), Secret::new(PASSWORD.to_owned()));
        assert_eq!(runtime().block_on(log_in), Err(fault), "{line}");
        assert_eq!(server.count("GET initSession"), 1, "a login is not sent twice");
        assert_eq!(runtime().block_on(desk.find_by_uuid(uuid())), Err(DeskFault::LoginOver));
    }
    let away = desk(&nobody(), &json!({}));
    let refused = away.log_in("agent".to_owned(), Secret::new(PASSWORD.to_owned()));
    assert_eq!(runtime().block_on(refused), Err(unreachable("no connection")));
}
