#![allow(clippy::unwrap_used)]

use super::*;
use serde_json::json;

#[test]
fn numbers_come_in_three_forms() {
    for value in [json!(3), json!("3"), json!(3.0), json!(" 3 ")] {
        assert_eq!(serde_json::from_value::<Number>(value).unwrap(), Number(3));
    }
    for value in [json!(-1), json!(3.5), json!("3a"), json!(null), json!([3]), json!(1e300), json!("")] {
        assert!(serde_json::from_value::<Number>(value.clone()).is_err(), "{value}");
    }
}

/// With no result the number of pages is a float, and to some there is no total (ticket facts, 2.6).
#[test]
fn an_empty_page_is_a_page() {
    let body = r#"{"count":0,"total":0,"page":1,"pages":0.0,"per_page":20,"items":[]}"#;
    let page: Page<Ticket> = read(body.as_bytes()).unwrap();
    assert_eq!((page.items.len(), page.total), (0, Some(0.0)));
    let page: Page<Called> = read(br#"{"total":null,"pages":null,"items":[null,{"Name":"A"}]}"#).unwrap();
    assert_eq!((page.items.len(), page.total), (1, None));
}

#[test]
fn a_ticket_is_read_whatever_its_types() {
    let ticket: Ticket = serde_json::from_value(json!({
        "id": 7, "Subject": 2026, "Status": "new", "Priority": 40, "Queue": {"id": 3}, "Owner": {"id": "Nobody"},
        "Requestor": [{"id": "a@b.fr"}], "LastUpdated": "2026-11-21T22:03:32Z", "Created": null,
        "CustomFields": [{"id": "2", "values": ["x", {"content_type": "image/png"}, 4]}, {"id": 3, "values": null}],
        "_hyperlinks": [{"ref": "self"}, {"ref": "lifecycle", "from": "new", "to": "open"}],
    }))
    .unwrap();
    assert_eq!((ticket.owner(), ticket.subject.as_str(), ticket.priority.as_str()), ("", "2026", "40"));
    assert_eq!(ticket.values(Number(2)), ["x", "4"]);
    assert!(ticket.values(Number(3)).is_empty() && ticket.values(Number(9)).is_empty());
    assert_eq!(moment(&ticket.last_updated), Moment::from_secs(1_795_298_612));
    assert_eq!(moment(&ticket.created), Moment::default());
    assert!(serde_json::from_value::<Ticket>(json!({"id": 7})).is_err());
}

#[test]
fn words_are_read_in_either_encoding() {
    assert_eq!(words(b"[\"Commentaires ajout\xe9s\"]").unwrap(), "Commentaires ajoutés");
    assert_eq!(words("{\"message\":\"Accès refusé\"}".as_bytes()).unwrap(), "Accès refusé");
    assert_eq!(words(br#"["a", ["b"], "c"]"#).unwrap(), "a c");
    assert_eq!(words(b"[]").unwrap(), "");
    for none in [&b"<html>"[..], b"", b"7", b"{\"error\":1}", b"{\"message\":7}"] {
        assert_eq!(words(none), None);
    }
    let long = format!("[\"{}\"]", "é".repeat(10_000));
    assert_eq!(words(long.as_bytes()).unwrap().chars().count(), 300);
}

#[test]
fn the_length_of_a_part_is_in_its_head() {
    let part: Part =
        serde_json::from_value(json!({"id": 1, "Headers": "A: b\nContent-Length: 704"})).unwrap();
    assert_eq!(part.length(), Some(704));
    let part: Part = serde_json::from_value(json!({"id": 1, "Headers": "Content-Length: much"})).unwrap();
    assert_eq!(part.length(), None);
}
