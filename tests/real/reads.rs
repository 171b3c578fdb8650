//! Searches and cards on the real server.

use guichet::backend::{Fault, TokenBackend};
use guichet::domain::key::{Life, Pin};
use guichet::domain::person::Note;
use serde_json::json;

use crate::office::Office;

fn logins(office: &Office, text: &str) -> Vec<String> {
    office.find(text).hits.into_iter().map(|hit| hit.person.login).collect()
}

#[test]
fn people_are_found_by_name_and_serial_in_one_realm() {
    let Some(office) = Office::open() else { return };
    assert_eq!(logins(&office, "petit"), ["lucie.petit", "marc.petit", "marie.petit"]);
    assert_eq!(logins(&office, "jérôme müller"), ["jérôme.müller"]);
    assert_eq!(logins(&office, "d'angelo"), ["f.dangelo"]);
    assert_eq!(logins(&office, "nguyen"), ["thi-mai.nguyen"]);
    // People of a realm that is not this console's are not found.
    assert_eq!(logins(&office, "p.martin"), Vec::<String>::new());
    let found = office.find("10512001");
    assert_eq!((found.matching, found.cut), (1, false));
    assert_eq!(found.hits[0].serials, "GALT10512001");
}

/// What the server takes for wildcards and what JSON escapes is text here.
#[test]
fn nothing_typed_is_a_command_to_the_server() {
    let Some(office) = Office::open() else { return };
    for text in ["*", "**", "%", "_", "a*", "';--", "\"", "\\", "&page=2", "a%41b", "\u{202e}"] {
        let found = office.find(text);
        assert!(found.hits.iter().all(|hit| hit.person.login != "p.martin"), "{text}");
        assert!(found.hits.is_empty() || text == "a*", "{text}: {:?}", found.hits);
    }
}

#[test]
fn keys_and_cards_are_as_the_server_keeps_them() {
    let Some(office) = Office::open() else { return };
    assert_eq!(office.key("GALT10512013").pin, Pin::ToCreate);
    assert_eq!(office.key("GALT10512017").pin, Pin::Unknown);
    assert_eq!((office.key("GALT10512022").fails, office.key("GALT10512039").shape.digits), (9, 8));
    assert_eq!(office.wait(office.backend.key("GALT1051200".to_owned())), Err(Fault::NotFound));
    assert_eq!(office.wait(office.backend.key("GALT*".to_owned())), Err(Fault::NotFound));
    let card = office.card("william.roy");
    assert_eq!((card.person.school.academy.as_str(), card.person.school.uai.len()), ("rouen", 8));
    assert_eq!(office.wait(office.backend.card("p.martin".to_owned())), Err(Fault::NotFound));
    let gone = office.card("theo.lambert");
    assert!(gone.keys.iter().any(|key| key.life == Life::Suspended));
    assert!(gone.notes.contains(&Note::OtherTokens(1)), "{:?}", gone.notes);
}

/// Without an attribute and without a file nothing tells the school, and the card says so.
#[test]
fn an_unknown_school_is_said() {
    let Some(office) = Office::of("helpdesk", json!({ "school_attribute": null })) else { return };
    let card = office.card("amelie.durand");
    assert_eq!(card.notes, [Note::NoSchool]);
    assert_eq!(card.person.school.uai, "");
}

#[test]
fn schools_come_from_a_people_file_too() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("people.csv");
    let head = "login,family,given,mail,uai,school,town,academy";
    let row = "amelie.durand,Durand,Amélie,a@b.fr,0440001M,Collège des Trois-Rivières,Nantes,nantes";
    std::fs::write(&file, format!("{head}\n{row}\n")).unwrap();
    let change = json!({ "school_attribute": null, "people": file });
    let Some(office) = Office::of("helpdesk", change) else { return };
    let card = office.card("amelie.durand");
    assert_eq!((card.person.school.name.as_str(), card.notes.len()), ("Collège des Trois-Rivières", 0));
    assert_eq!(logins(&office, "trois rivieres"), ["amelie.durand"]);
    assert_eq!(logins(&office, "0440001M"), ["amelie.durand"]);
}
