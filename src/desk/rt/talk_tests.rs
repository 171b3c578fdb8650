#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::moment::Moment;
use crate::domain::ticket::{Priority, State};
use serde_json::{Value, json};

fn transaction(id: u64, kind: &str, more: Value) -> Transaction {
    let mut all =
        json!({ "id": id.to_string(), "Type": kind, "ObjectId": "2", "Created": "1970-01-01T00:00:05Z" });
    for (name, value) in more.as_object().unwrap() {
        all[name] = value.clone();
    }
    serde_json::from_value(all).unwrap()
}

fn part(id: u64, of: u64, kind: &str, name: &str, content: &str) -> Part {
    serde_json::from_value(json!({
        "id": id, "TransactionId": of.to_string(), "ContentType": kind, "Filename": name, "Content": content,
    }))
    .unwrap()
}

fn ticket() -> Ticket {
    serde_json::from_value(json!({
        "id": 2, "Status": "open", "Queue": {"id": "3"}, "Owner": {"id": "agent"}, "Requestor": [{"id": "a@b.fr"}],
    }))
    .unwrap()
}

#[test]
fn what_was_said_and_done_is_told_in_order() {
    let by = |who: &str| json!({ "Creator": { "id": who } });
    let set = |field: &str, value: &str| json!({ "Field": field, "NewValue": value });
    let talk = Talk {
        transactions: vec![
            transaction(1, "Create", by("agent")),
            transaction(2, "EmailRecord", json!({})),
            transaction(3, "Comment", by("agent")),
            transaction(4, "Correspond", by("agent")),
            transaction(5, "Correspond", by("a@b.fr")),
            transaction(6, "Status", set("Status", "stalled")),
            transaction(7, "Set", set("Owner", "28")),
            transaction(8, "SetWatcher", set("Owner", "28")),
            transaction(9, "Set", set("Owner", "6")),
            transaction(10, "Set", set("Queue", "4")),
            transaction(11, "Set", set("Priority", "100")),
            transaction(12, "CustomField", set("12", "x")),
            transaction(13, "Set", set("Subject", "x")),
        ],
        parts: vec![
            part(1, 1, "text/plain", "", "au début"),
            part(2, 1, "image/png", "ecran.png", ""),
            part(3, 3, "text/plain", "", "interne\r\n\n"),
            part(4, 4, "text/html", "", "<p>x</p>"),
            part(5, 4, "text/plain", "", "à elle"),
            part(6, 5, "text/html", "", "<style>a</style><div>Merci&nbsp;&lt;3<br/>Claire &amp; lui</div><p"),
            part(7, 5, "image/png", "b.png", ""),
        ],
        names: [
            (("user", "28".to_owned()), "agent".to_owned()),
            (("user", "6".to_owned()), "Nobody".to_owned()),
        ]
        .into_iter()
        .chain([(("queue", "4".to_owned()), "Niveau 2".to_owned())])
        .collect(),
    };
    assert_eq!(talk.first(&ticket()), ("au début", vec!["ecran.png"]));
    let notes = talk.notes(&ticket(), &Statuses::default());
    let told: Vec<_> = notes.iter().map(|note| note.what.clone()).collect();
    assert_eq!(
        told,
        [
            NoteKind::Said("interne".to_owned()),
            NoteKind::Replied("à elle".to_owned()),
            NoteKind::Wrote("Merci\u{a0}<3\nClaire & lui\n[b.png]".to_owned()),
            NoteKind::Moved(State::Waiting),
            NoteKind::Owned("agent".to_owned()),
            NoteKind::Owned(String::new()),
            NoteKind::Routed("Niveau 2".to_owned()),
            NoteKind::Pressed(Priority::High),
        ]
    );
    assert!(notes.iter().all(|note| note.at == Moment::from_secs(5)));
    assert_eq!(notes[0].author, "agent");
}

#[test]
fn a_merged_ticket_brings_its_words_and_not_its_states() {
    let other = |id, kind: &str, more: Value| {
        let mut one = transaction(id, kind, more);
        one.object_id = "3".to_owned();
        one
    };
    let link = json!({ "Field": "MergedInto", "NewValue": "fsck.com-rt://guichet.test/ticket/2" });
    let elsewhere = json!({ "Field": "MergedInto", "NewValue": "fsck.com-rt://guichet.test/ticket/12" });
    let talk = Talk {
        transactions: vec![
            other(1, "Create", json!({ "Creator": { "id": "a@b.fr" } })),
            other(2, "Status", json!({ "Field": "Status", "NewValue": "resolved" })),
            other(3, "AddLink", link.clone()),
            other(4, "AddLink", link.clone()),
            other(5, "AddLink", elsewhere),
            transaction(6, "AddLink", link),
        ],
        parts: vec![part(1, 1, "text/plain", "", "encore moi")],
        ..Talk::default()
    };
    let told: Vec<_> =
        talk.notes(&ticket(), &Statuses::default()).into_iter().map(|note| note.what).collect();
    assert_eq!(told, [NoteKind::Wrote("encore moi".to_owned()), NoteKind::Merged(TicketId::new("3"))]);
}

#[test]
fn a_page_without_end_ends() {
    assert_eq!(plain("a<b"), "a");
    assert_eq!(plain("a&amp;lt;b"), "a&lt;b");
    assert_eq!(plain("a<STYLE x=1>b"), "a");
    assert_eq!(plain(&"<".repeat(100_000)), "");
}
