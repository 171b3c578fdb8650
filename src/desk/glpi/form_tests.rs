#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::ticket::{Attachment, Draft};

fn filing(subject: &str) -> Filing {
    let mut draft = Draft::new(Uuid::from_random([7; 16]), "nantes");
    draft.set(Field::Subject, subject);
    draft.set(Field::Description, "a < b & « c »\n\n  deux espaces <b>");
    draft.set(Field::Errors, "Erreur 403\nréessayez : plus tard");
    let files = vec![Attachment::new("/tmp/ecran.png", b"\x89PNG\r\n\x1a\n".to_vec()).unwrap()];
    Filing { draft, author: "agent".to_owned(), files }
}

fn back(body: &Value) -> Ticket {
    serde_json::from_value(json!({
        "id": "7", "name": body["name"], "content": body["content"], "status": 1, "priority": 3,
        "_documents": [{ "name": "1. ecran.png", "filename": "ecran.png" }],
    }))
    .unwrap()
}

#[test]
fn every_answer_comes_back() {
    for subject in ["Clé désynchronisée".to_owned(), "🔑".repeat(300)] {
        let filing = filing(&subject);
        let body = body(&filing, 0, &Requester::Nobody);
        assert!(body["name"].as_str().unwrap().chars().count() <= 255);
        let (uuid, fields) = fields(&back(&body));
        assert_eq!(uuid.as_ref(), Some(&filing.draft.uuid));
        let mut expected = filing.draft.fields();
        expected.insert(Field::Screenshots, "ecran.png".to_owned());
        assert_eq!(fields, expected);
        let text = markup::words(body["content"].as_str().unwrap());
        assert!(text.contains("Pièces jointes : ecran.png\n"), "{text}");
        assert_eq!(text.lines().last(), Some(sheet::reference(&filing.draft.uuid).as_str()));
    }
}

#[test]
fn whom_it_is_about_is_told_by_number_or_by_address() {
    let filing = filing("x");
    let of = |requester| body(&filing, 4, &requester);
    assert_eq!(of(Requester::User(9))["_users_id_requester"], json!([9]));
    let mail = of(Requester::Mail("a@b.fr".to_owned()));
    assert_eq!(mail["_users_id_requester_notif"]["alternative_email"], json!(["a@b.fr"]));
    assert!(of(Requester::Nobody).get("_users_id_requester").is_none());
    assert_eq!(mail["itilcategories_id"], 4);
}

#[test]
fn a_ticket_of_somebody_else_is_a_description() {
    let ticket =
        back(&json!({ "name": "A &#38; B", "content": "Bonjour\n\n-- Renseignements --\nNom : moi" }));
    let (uuid, fields) = fields(&ticket);
    assert_eq!((uuid, fields[&Field::Subject].as_str()), (None, "A & B"));
    assert!(fields[&Field::Description].ends_with("Nom : moi") && !fields.contains_key(&Field::Name));
}
