#![allow(clippy::unwrap_used)]

use super::*;
use crate::desk::rt::wire::Number;
use crate::domain::ticket::{Attachment, Draft, SerialAnswer};

fn known() -> Known {
    let slot = |id, many| Slot { id: Number(id), many };
    let fields =
        [(Field::Name, slot(3, false)), (Field::Accounts, slot(11, true)), (Field::Errors, slot(10, false))];
    Known { queue: Number(3), uuid: Number(2), fields: fields.into(), operation: None }
}

fn filing() -> Filing {
    let mut draft = Draft::new(Uuid::from_random([7; 16]), "nantes");
    draft.set(Field::Subject, "Clé désynchronisée");
    draft.set(Field::Description, "Tous les codes sont refusés.\n\n-- Renseignements --\nmais elle insiste.");
    draft.set(Field::Name, "Claire Dupont");
    draft.set(Field::Mail, "claire.dupont@ac-nantes.fr");
    draft.set(Field::Errors, "Erreur 403\nréessayez : plus tard");
    draft.set(Field::Accounts, "cdupont, dir-0449001v");
    draft.serial_answer = SerialAnswer::NoKeyYet;
    draft.attachments = vec!["/home/agent/secret/écran.png".to_owned()];
    Filing { draft, author: "agent".to_owned(), files: Vec::new() }
}

/// The ticket as the server gives it back: it keeps these values of these fields.
fn ticket(kept: &[(u64, &[&str])]) -> Ticket {
    let fields: Vec<_> =
        kept.iter().map(|(id, values)| json!({ "id": id.to_string(), "values": values })).collect();
    serde_json::from_value(json!({
        "id": 1, "Status": "new", "Subject": "Clé désynchronisée", "Queue": {"id": "3"}, "Owner": {"id": "Nobody"},
        "CustomFields": fields,
    }))
    .unwrap()
}

#[test]
fn a_draft_goes_out_by_the_numbers_of_fields() {
    let body = body(&filing(), &known());
    assert_eq!(body["Queue"], "3");
    assert_eq!(body["Requestor"], "claire.dupont@ac-nantes.fr");
    assert_eq!(body["CustomFields"]["2"], "07070707-0707-4707-8707-070707070707");
    assert_eq!(body["CustomFields"]["3"], "Claire Dupont");
    assert_eq!(body["CustomFields"]["11"], json!(["cdupont", "dir-0449001v"]));
    assert_eq!(body["CustomFields"].as_object().unwrap().len(), 4);
    assert!(body.get("Attachments").is_none() && body.get("Due").is_none());
    assert!(!body.to_string().contains("/home/agent"), "a path of this machine is nobody's business");
}

#[test]
fn files_go_out_whole() {
    let png = b"\x89PNG\r\n\x1a\n\x00\xff".to_vec();
    let files = vec![Attachment::new("/tmp/ecran.png", png.clone()).unwrap()];
    let body = body(&Filing { files, ..filing() }, &known());
    let file = &body["Attachments"][0];
    assert_eq!(
        (file["FileName"].as_str(), file["FileType"].as_str()),
        (Some("ecran.png"), Some("image/png"))
    );
    assert_eq!(BASE64.decode(file["FileContent"].as_str().unwrap().as_bytes()).unwrap(), png);
}

#[test]
fn every_answer_is_in_the_text_and_comes_back() {
    let filing = filing();
    let body = body(&filing, &known());
    let text = body["Content"].as_str().unwrap().replace('\n', "\r\n");
    let uuid = filing.draft.uuid.as_str();
    // The server kept nothing but the name.
    let (found, fields) = fields(&ticket(&[(2, &[uuid])]), Some(&known()), &text, &["ecran.png"]);
    assert_eq!(found.unwrap(), filing.draft.uuid);
    let mut expected = filing.draft.fields();
    expected.insert(Field::Screenshots, "ecran.png".to_owned());
    assert_eq!(fields, expected);
}

/// What another agent has mended on the server's pages is what counts.
#[test]
fn a_custom_field_is_newer_than_the_text() {
    let filing = filing();
    let body = body(&filing, &known());
    let ticket = ticket(&[(2, &[filing.draft.uuid.as_str()]), (3, &["Claire Martin"]), (11, &["a", "b"])]);
    let (_, fields) = fields(&ticket, Some(&known()), body["Content"].as_str().unwrap(), &[]);
    assert_eq!((fields[&Field::Name].as_str(), fields[&Field::Accounts].as_str()), ("Claire Martin", "a, b"));
}

#[test]
fn a_ticket_of_somebody_else_is_a_description() {
    let text = "Bonjour\n\n-- Renseignements --\nNom : moi\n";
    let (uuid, fields) = fields(&ticket(&[(2, &["pas un nom"])]), Some(&known()), text, &[]);
    assert_eq!(uuid, None);
    assert_eq!(fields[&Field::Description], text.trim_end());
    assert_eq!(fields[&Field::Subject], "Clé désynchronisée");
    assert!(!fields.contains_key(&Field::Name));
}

#[test]
fn a_subject_is_cut_here_and_kept_in_the_text() {
    assert_eq!(subject(" a\r\nb\u{1b} "), "a  b");
    assert_eq!(subject(&"é".repeat(300)), "é".repeat(100));
    assert_eq!(subject(&"🔑".repeat(100)), "🔑".repeat(50));
    let mut filing = filing();
    filing.draft.set(Field::Subject, &"🔑".repeat(80));
    let body = body(&filing, &known());
    let mut ticket = ticket(&[(2, &[filing.draft.uuid.as_str()])]);
    ticket.subject = "🔑".repeat(50);
    let (_, fields) = fields(&ticket, Some(&known()), body["Content"].as_str().unwrap(), &[]);
    assert_eq!(fields[&Field::Subject], "🔑".repeat(80));
}

#[test]
fn what_the_server_dropped_is_told() {
    let filing = filing();
    let kept: [(u64, &[&str]); 3] = [
        (3, &[" Claire Dupont "]),
        (10, &["Erreur 403\r\nréessayez : plus tard"]),
        (11, &["dir-0449001v", "cdupont"]),
    ];
    assert_eq!(dropped(&filing, &known(), &ticket(&kept)), []);
    assert_eq!(
        dropped(&filing, &known(), &ticket(&kept[..1])),
        [Unkept::Answer(Field::Errors), Unkept::Answer(Field::Accounts)]
    );
    let other: [(u64, &[&str]); 3] = [(3, &["Claire"]), kept[1], (11, &["cdupont"])];
    assert_eq!(
        dropped(&filing, &known(), &ticket(&other)),
        [Unkept::Answer(Field::Name), Unkept::Answer(Field::Accounts)]
    );
}
