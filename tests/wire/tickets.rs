//! A ticket server that misbehaves: what was surely not done, what may have been, and what is no answer at all.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use guichet::desk::{Change, DeskFault, Filing, Filter, TicketDesk, What};
use guichet::domain::moment::Moment;
use guichet::domain::ticket::{Audience, Draft, Field, Priority, Remark, TicketId, Uuid};
use serde_json::{Value, json};

use crate::blunt::{Answer, Asked, Blunt, SESSION, desk, json_of, nothing, well, whole};
use crate::office::{PASSWORD, runtime};
use crate::wild::nobody;

const FILE: &str = "POST /REST/2.0/ticket";
const ONE: &str = "GET /REST/2.0/ticket/7";
const CHANGE: &str = "PUT /REST/2.0/ticket/7";
const HTML: &str = "Content-Type: text/html\r\n";

fn uuid() -> Uuid {
    Uuid::from_random([7; 16])
}

fn filing() -> Filing {
    let mut draft = Draft::new(uuid(), "nantes");
    draft.set(Field::Subject, "Clé désynchronisée");
    Filing { draft, author: "agent".to_owned(), files: Vec::new() }
}

fn id() -> TicketId {
    TicketId::new("7")
}

fn ticket(more: Value) -> Value {
    let mut ticket = json!({
        "id": 7, "Status": "new", "Priority": "50", "Queue": { "id": "3" }, "Owner": { "id": "Nobody" },
        "LastUpdated": "1970-01-01T00:00:01Z", "CustomFields": [{ "id": "2", "values": [uuid().as_str()] }],
    });
    for (name, value) in more.as_object().unwrap() {
        ticket[name] = value.clone();
    }
    ticket
}

fn unreachable(word: &str) -> DeskFault {
    DeskFault::Unreachable(word.to_owned())
}

/// The answers to an order, and what they are worth when it makes something.
fn answers() -> Vec<(Answer, Result<(), DeskFault>)> {
    let made = "Location: /REST/2.0/ticket/7\r\n";
    let message = |status| json_of(status, &json!({ "message": "Accès refusé" }));
    let refused = || Err(DeskFault::Refused("Accès refusé".to_owned()));
    let doubtful = || Err(DeskFault::Doubtful);
    vec![
        (whole(201, made, b"{}"), Ok(())),
        // The status line is the answer: a body in another encoding, cut, or without sense changes nothing.
        (whole(201, made, b"[\"Commentaires ajout\xe9s\"]"), Ok(())),
        (Some(format!("HTTP/1.1 201 X\r\n{made}Content-Length: 900\r\n\r\n{{\"id").into_bytes()), Ok(())),
        (whole(201, &format!("{made}{HTML}"), b"<html>"), Ok(())),
        (nothing(), doubtful()),
        (Some(b"HTTP/1.1 20".to_vec()), doubtful()),
        (None, doubtful()),
        (whole(200, HTML, b"<title>Portail captif</title>"), doubtful()),
        (json_of(200, &json!({ "id": "7" })), doubtful()),
        (whole(204, "", b""), doubtful()),
        (whole(302, "Location: /\r\n", b"Login required"), Err(DeskFault::LoginOver)),
        (whole(302, "Location: http://127.0.0.1:9/\r\n", b""), doubtful()),
        (whole(302, "", b""), doubtful()),
        (message(401), Err(DeskFault::LoginOver)),
        (message(400), refused()),
        (message(403), refused()),
        (message(409), refused()),
        (whole(403, HTML, b"<h1>Interdit par le pare-feu</h1>"), doubtful()),
        (whole(400, "", b""), doubtful()),
        (whole(413, HTML, b"<h1>Too large</h1>"), Err(DeskFault::Refused("HTTP 413".to_owned()))),
        (whole(429, "", b""), Err(unreachable("out of order"))),
        (whole(500, "", b""), doubtful()),
        (whole(502, HTML, b"<h1>Bad gateway</h1>"), doubtful()),
        (message(503), doubtful()),
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
        let blunt = Blunt::start(move |asked| (asked.line == FILE).then(|| answer.clone()));
        assert_eq!(
            blunt.wait(blunt.desk.file(filing())).map(|id| assert_eq!(id, self::id())),
            expected,
            "{shown}"
        );
        let lines = blunt.lines();
        assert_eq!(lines.iter().filter(|line| *line == FILE).count(), 1, "{shown}: sent once");
        let over = expected == Err(DeskFault::LoginOver);
        assert_eq!(blunt.wait(blunt.desk.find_by_uuid(uuid())) == Err(DeskFault::LoginOver), over, "{shown}");
        assert_eq!(blunt.lines().len() > lines.len(), !over, "{shown}: nothing is asked without a login");
    });
}

#[test]
fn what_adds_words_is_told_from_what_may_have() {
    each(|answer, expected, shown| {
        let path = "POST /REST/2.0/ticket/7/correspond";
        let blunt = Blunt::start(move |asked| match asked.line.as_str() {
            line if line == path => Some(answer.clone()),
            ONE => Some(json_of(200, &ticket(json!({})))),
            _ => None,
        });
        let (author, text) = ("agent".to_owned(), "x".to_owned());
        let remark = Remark { ticket: id(), uuid: uuid(), author, audience: Audience::Requester, text };
        assert_eq!(blunt.wait(blunt.desk.note(remark)), expected, "{shown}");
        assert_eq!(blunt.lines().iter().filter(|line| *line == path).count(), 1, "{shown}: sent once");
    });
}

#[test]
fn the_number_is_in_the_head_or_in_the_body() {
    for (answer, found) in [
        (whole(201, "Location: http://x/REST/2.0/ticket/7\r\n", b"{\"id\":8}"), Ok(id())),
        (json_of(201, &json!({ "id": "7", "type": "ticket" })), Ok(id())),
        (json_of(201, &json!({ "id": 7.0 })), Ok(id())),
        (json_of(201, &json!({ "id": "seven" })), Err(DeskFault::Doubtful)),
        (whole(201, "Location: /\r\n", b""), Err(DeskFault::Doubtful)),
    ] {
        let blunt = Blunt::start(move |asked| (asked.line == FILE).then(|| answer.clone()));
        assert_eq!(blunt.wait(blunt.desk.file(filing())), found);
    }
}

/// What is filed is filed, whatever becomes of the look at it.
#[test]
fn a_ticket_that_cannot_be_read_back_is_filed_all_the_same() {
    for answer in
        [nothing(), whole(500, "", b""), whole(302, "Location: /\r\n", b""), json_of(200, &json!({}))]
    {
        let blunt = Blunt::start(move |asked| match asked.line.as_str() {
            FILE => Some(json_of(201, &json!({ "id": "7" }))),
            ONE => Some(answer.clone()),
            _ => None,
        });
        assert_eq!(blunt.wait(blunt.desk.file(filing())), Ok(id()));
    }
}

/// The name is set again where it was dropped; if it does not stay, nothing more is sent.
#[test]
fn a_dropped_name_is_set_again() {
    for stays in [true, false] {
        let named = Arc::new(AtomicBool::new(false));
        let blunt = Blunt::start(move |asked| match asked.line.as_str() {
            FILE => Some(json_of(201, &json!({ "id": "7" }))),
            CHANGE => {
                named.store(stays && asked.body.contains(uuid().as_str()), Ordering::SeqCst);
                Some(json_of(200, &json!([])))
            }
            ONE if named.load(Ordering::SeqCst) => Some(json_of(200, &ticket(json!({})))),
            ONE => Some(json_of(200, &ticket(json!({ "CustomFields": [{ "id": "2", "values": [] }] })))),
            _ => None,
        });
        assert_eq!(blunt.wait(blunt.desk.file(filing())), Ok(id()));
        assert!(blunt.lines().iter().any(|line| line == CHANGE));
        assert_eq!(blunt.desk.lacks().is_none(), stays);
    }
}

/// To have found nothing is an answer, and only the server gives it: else a ticket would be filed twice.
#[test]
fn a_search_without_an_answer_has_not_found_nothing() {
    let broken = || DeskFault::Broken("not the server".to_owned());
    for (answer, fault) in [
        (nothing(), unreachable("interrupted")),
        (whole(500, "", b""), unreachable("out of order")),
        (whole(200, HTML, b"<title>Portail</title>"), broken()),
        (whole(200, "", b""), broken()),
        (json_of(200, &json!({})), broken()),
        (json_of(200, &json!([])), broken()),
        (json_of(200, &json!({ "items": null })), broken()),
        (json_of(200, &json!({ "items": [{ "id": "7" }] })), broken()),
        (json_of(200, &json!({ "items": [{ "EffectiveId": "x" }] })), broken()),
        (
            Some(b"HTTP/1.1 200 X\r\nContent-Length: 99\r\n\r\n{\"items\":[]".to_vec()),
            unreachable("interrupted"),
        ),
        (json_of(400, &json!({ "message": "Wrong query" })), DeskFault::Refused("Wrong query".to_owned())),
        (whole(302, "Location: /\r\n", b""), DeskFault::LoginOver),
    ] {
        let shown = format!("{:?}", answer.as_deref().map(String::from_utf8_lossy));
        let own = answer.clone();
        let blunt = Blunt::start(move |asked| (asked.line == "GET /REST/2.0/tickets").then(|| own.clone()));
        assert_eq!(blunt.wait(blunt.desk.find_by_uuid(uuid())), Err(fault.clone()), "{shown}");
        let blunt =
            Blunt::start(move |asked| (asked.line == "GET /REST/2.0/transactions").then(|| answer.clone()));
        let there = blunt.wait(blunt.desk.find_note(id(), uuid()));
        if !shown.contains("EffectiveId") && !shown.contains("\"7\"") {
            assert_eq!(there, Err(fault), "{shown}");
        }
    }
}

#[test]
fn the_forms_of_a_list_are_all_read() {
    let list = |answer: Value| {
        let blunt =
            Blunt::start(move |asked| (asked.line == "GET /REST/2.0/tickets").then(|| json_of(200, &answer)));
        blunt.wait(blunt.desk.list(Filter::default(), 0))
    };
    let empty = list(json!({ "items": [], "pages": 0.0, "total": 0, "page": 1 })).unwrap();
    assert_eq!((empty.rows.len(), empty.total, empty.more), (0, Some(0), false));
    let rows: Vec<_> = (0..50).map(|at| ticket(json!({ "id": at.to_string() }))).collect();
    let page = list(json!({ "items": rows, "pages": null, "total": null })).unwrap();
    assert_eq!((page.rows.len(), page.total, page.more), (50, None, true));
    let page = list(json!({ "items": rows, "total": 50 })).unwrap();
    assert_eq!((page.total, page.more), (Some(50), false));
    let page = list(json!({ "items": [null, rows[0]], "total": -1.5 })).unwrap();
    assert_eq!((page.rows.len(), page.total), (1, None));
    let broken = Err(DeskFault::Broken("not the server".to_owned()));
    for row in [json!({}), json!("7"), ticket(json!({ "id": "x" })), ticket(json!({ "Status": [] }))] {
        assert_eq!(list(json!({ "items": [row] })), broken);
    }
}

#[test]
fn a_body_without_end_is_no_answer() {
    let endless = [b"HTTP/1.1 200 X\r\n\r\n".to_vec(), vec![b' '; 9 << 20]].concat();
    let blunt = Blunt::start(move |asked| (asked.line == ONE).then(|| Some(endless.clone())));
    assert_eq!(blunt.wait(blunt.desk.ticket(id())), Err(DeskFault::Broken("not the server".to_owned())));
}

/// The answer to a change says nothing: what is seen afterwards does.
#[test]
fn a_change_is_what_is_seen_of_it() {
    let doubtful = || Err(DeskFault::Doubtful);
    let sentence = json!(["Ticket 7: Permission refusée"]);
    for (answer, done, expected) in [
        (json_of(200, &json!([])), true, Ok(())),
        (nothing(), true, Ok(())),
        (whole(500, "", b""), true, Ok(())),
        (whole(200, "", b"[\"Priorit\xe9 chang\xe9e\"]"), true, Ok(())),
        (json_of(200, &sentence), false, Err(DeskFault::Refused("Ticket 7: Permission refusée".to_owned()))),
        (json_of(200, &json!([])), false, Err(DeskFault::Refused(String::new()))),
        (nothing(), false, doubtful()),
        (whole(500, "", b""), false, doubtful()),
        (whole(302, "Location: /\r\n", b""), false, Err(DeskFault::LoginOver)),
        (
            json_of(403, &json!({ "message": "Forbidden" })),
            false,
            Err(DeskFault::Refused("Forbidden".to_owned())),
        ),
    ] {
        let sent = Arc::new(AtomicBool::new(false));
        let blunt = Blunt::start(move |asked| match asked.line.as_str() {
            CHANGE => {
                sent.store(true, Ordering::SeqCst);
                Some(answer.clone())
            }
            ONE if done && sent.load(Ordering::SeqCst) => {
                Some(json_of(200, &ticket(json!({ "Priority": "100" }))))
            }
            ONE => Some(json_of(200, &ticket(json!({})))),
            _ => None,
        });
        let what = What::Priority(Priority::High);
        let change = Change { ticket: id(), seen: Moment::from_secs(1), author: "agent".to_owned(), what };
        assert_eq!(blunt.wait(blunt.desk.change(change.clone())), expected);
        assert_eq!(blunt.lines().iter().filter(|line| *line == CHANGE).count(), 1);
        if expected.is_ok() {
            assert_eq!(blunt.wait(blunt.desk.change(change)), Ok(()), "so already");
            assert_eq!(blunt.lines().iter().filter(|line| *line == CHANGE).count(), 1);
        }
    }
}

#[test]
fn logins_name_what_befell_them() {
    let login = |answer: Answer| {
        let blunt = Blunt::stranger(move |asked| match asked.line.as_str() {
            "POST /NoAuth/Login.html" => answer.clone(),
            _ => well(asked),
        });
        (blunt.log_in(), blunt.lines().len())
    };
    let broken = Err(DeskFault::Broken("not the server".to_owned()));
    assert_eq!(login(whole(200, HTML, b"<title>Portail captif</title>")), (broken.clone(), 1));
    assert_eq!(login(whole(302, "Location: http://127.0.0.1:9/\r\n", b"")), (broken.clone(), 1));
    assert_eq!(login(whole(200, "Set-Cookie: RT_SID_x=; path=/\r\n", b"")), (broken.clone(), 1));
    assert_eq!(login(whole(200, "Set-Cookie: other=1\r\n", b"")), (broken, 1));
    assert_eq!(login(whole(503, "", b"")), (Err(unreachable("out of order")), 1));
    assert_eq!(login(nothing()), (Err(unreachable("interrupted")), 1), "a login is not sent twice");
    // What is found out at the login must be found out: what is not known is not missing.
    for spoilt in ["user/agent", "queue/Assistance%20OTP", "queue/3/customfields"] {
        for (answer, fault) in [
            (nothing(), unreachable("interrupted")),
            (json_of(200, &json!([])), DeskFault::Broken("not the server".to_owned())),
        ] {
            let path = format!("GET /REST/2.0/{spoilt}");
            let blunt =
                Blunt::stranger(move |asked| if asked.line == path { answer.clone() } else { well(asked) });
            assert_eq!(blunt.log_in(), Err(fault), "{spoilt}");
            assert_eq!(blunt.wait(blunt.desk.file(filing())), Err(DeskFault::LoginOver));
        }
    }
    let away = desk(&nobody());
    let secret = guichet::domain::secret::Secret::new(PASSWORD.to_owned());
    let refused = runtime().block_on(away.log_in("agent".to_owned(), secret));
    assert_eq!(refused, Err(unreachable("no connection")));
}

/// The password goes into the body of one request, the session into a header of the others.
#[test]
fn secrets_go_where_they_must_and_nowhere_else() {
    let blunt = Blunt::stranger(well);
    assert_eq!(blunt.log_in(), Ok(()));
    let _ = blunt.wait(blunt.desk.file(filing()));
    let asked = blunt.asked();
    let (login, rest): (Vec<Asked>, Vec<Asked>) =
        asked.into_iter().partition(|asked| asked.line == "POST /NoAuth/Login.html");
    assert_eq!((login.len(), rest.is_empty()), (1, false));
    assert!(login[0].body.contains(&format!("pass={PASSWORD}")) && !login[0].head.contains(PASSWORD));
    assert!(!login[0].head.to_lowercase().contains("cookie:"));
    for asked in rest {
        assert!(!asked.head.contains(PASSWORD) && !asked.body.contains(PASSWORD), "{}", asked.line);
        assert_eq!(asked.head.matches(SESSION).count(), 1, "{}", asked.line);
        assert!(!asked.head.lines().next().unwrap().contains("canary"), "{}", asked.line);
    }
}

/// A late answer to a question asked with the login before says nothing of the new one.
#[test]
fn a_late_answer_does_not_end_a_newer_login() {
    let (asked, logged) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let (own_asked, own_logged) = (asked.clone(), logged.clone());
    let blunt = Blunt::start(move |sent| {
        (sent.line == "GET /REST/2.0/tickets" && !own_asked.swap(true, Ordering::SeqCst)).then(|| {
            while !own_logged.load(Ordering::SeqCst) {
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
            whole(302, "Location: /\r\n", b"")
        })
    });
    let again = async {
        while !asked.load(Ordering::SeqCst) {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let secret = guichet::domain::secret::Secret::new(PASSWORD.to_owned());
        let answer = blunt.desk.log_in("agent".to_owned(), secret).await;
        logged.store(true, Ordering::SeqCst);
        answer
    };
    let (late, again) = blunt.wait(async { tokio::join!(blunt.desk.find_by_uuid(uuid()), again) });
    assert_eq!((late, again), (Err(DeskFault::LoginOver), Ok(())));
    assert_eq!(blunt.wait(blunt.desk.find_by_uuid(uuid())), Err(DeskFault::NotFound));
}
