//! What the server really does that one would not expect, and that the desk is made for.

use guichet::desk::{TicketDesk, What};
use guichet::domain::ticket::{Audience, Field, NoteKind, State};
use reqwest::Method;
use serde_json::{Value, json};

use crate::office::{Office, draft, remark, uuid};

fn field(office: &Office, kind: &str, name: &str) -> String {
    let queue = office.read("queue/Assistance%20OTP");
    let all = queue[kind].as_array().unwrap();
    all.iter().find(|field| field["name"] == name).unwrap()["id"].as_str().unwrap().to_owned()
}

/// The answer to a comment is Latin-1 under a UTF-8 label: read as JSON it looks like a failure.
#[test]
fn the_answer_to_a_comment_is_not_what_it_says() {
    let Some(office) = Office::open() else { return };
    let id = office.filed();
    let body = json!({ "Content": "x", "ContentType": "text/plain" });
    let path = format!("ticket/{}/comment", id.as_str());
    let (status, answer) = office.send("agent", Method::POST, &path, &body).unwrap();
    assert_eq!((status, std::str::from_utf8(&answer).is_err()), (201, true));
    assert_eq!(office.note(remark(&id, Audience::Colleagues, "y")), Ok(()));
    let said = office.ticket(&id).notes;
    assert_eq!(said.len(), 2, "each once: {said:?}");
}

/// A sign beyond Latin-1 in the server's own sentence: the worker dies over its answer, after it has done the work.
/// The look-up tells.
#[test]
fn a_worker_that_dies_has_done_it() {
    let Some(office) = Office::open() else { return };
    let id = office.filed();
    let (category, operation) = (
        field(&office, "TicketCustomFields", "Catégorie"),
        field(&office, "TicketTransactionCustomFields", "UUID opération"),
    );
    let uuid = uuid();
    let body = json!({
        "Content": "x", "ContentType": "text/plain", "CustomFields": { category: "Clé n’est plus lisible" },
        "TxnCustomFields": { operation: uuid.as_str() },
    });
    let path = format!("ticket/{}/comment", id.as_str());
    assert_eq!(office.send("agent", Method::POST, &path, &body), None, "no answer at all");
    assert_eq!(office.wait(office.desk.find_note(id, uuid)), Ok(true));
}

/// Two equal requests are two tickets: nothing on the server's side keeps them apart.
#[test]
fn the_server_keeps_no_names() {
    let Some(office) = Office::open() else { return };
    let draft = draft("Deux fois");
    let ids = [office.file(&draft).unwrap(), office.file(&draft).unwrap()];
    assert_ne!(ids[0], ids[1]);
    assert_eq!(office.find(&draft.uuid), Ok(ids.to_vec()), "the lowest first");
    office.change(&ids[1], What::Merge(ids[0].clone())).unwrap();
    assert_eq!(office.find(&draft.uuid), Ok(vec![ids[0].clone()]));
}

fn raw(office: &Office, subject: &str, content: &str) -> guichet::domain::ticket::TicketId {
    let body = json!({ "Queue": "Assistance OTP", "Subject": subject, "Content": content, "ContentType": "text/plain" });
    let (status, answer) = office.send("agent", Method::POST, "ticket", &body).unwrap();
    assert_eq!(status, 201);
    let made: Value = serde_json::from_slice(&answer).unwrap();
    guichet::domain::ticket::TicketId::new(made["id"].as_str().unwrap())
}

/// It is the pen that cleans; here nothing is lost and nothing fails.
#[test]
fn hostile_text_comes_through_as_text() {
    let Some(office) = Office::open() else { return };
    let hostile = "a\u{1b}]52;c;x\u{7}\u{202e}<script>&lt;b";
    let ticket = office.ticket(&raw(&office, hostile, hostile));
    assert_eq!(ticket.row.subject, hostile);
    assert_eq!(ticket.fields[&Field::Description], hostile);
    assert_eq!(ticket.uuid, None);
}

/// One text of megabytes does not keep the others from being read.
#[test]
fn a_text_without_end_is_left_out() {
    let Some(office) = Office::open() else { return };
    let id = raw(&office, "Longue ligne", &"x".repeat(1 << 20));
    office.note(remark(&id, Audience::Colleagues, "courte")).unwrap();
    let ticket = office.ticket(&id);
    assert_eq!(ticket.fields[&Field::Description], "[…]");
    assert_eq!(ticket.notes[0].what, NoteKind::Said("courte".to_owned()));
}

#[test]
fn a_long_conversation_is_read_to_its_end() {
    let Some(office) = Office::open() else { return };
    let id = raw(&office, "Longue histoire", "début");
    let path = format!("ticket/{}", id.as_str());
    for number in 0..120 {
        office.send("agent", Method::PUT, &path, &json!({ "Priority": 1 + number % 2 })).unwrap();
    }
    office.note(remark(&id, Audience::Colleagues, "fin")).unwrap();
    office.change(&id, What::State(State::Open)).unwrap();
    let notes = office.ticket(&id).notes;
    assert_eq!(notes.len(), 122);
    assert_eq!(notes[120].what, NoteKind::Said("fin".to_owned()));
    assert_eq!(notes[121].what, NoteKind::Moved(State::Open));
}
