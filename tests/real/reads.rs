//! Searches and cards on the real server.

use guichet::backend::{Fault, TokenBackend};
use guichet::domain::key::{Life, Pin, Standing};
use guichet::domain::person::{Happening, Note};
use serde_json::json;

use crate::office::{Office, types};

fn logins(office: &Office, text: &str) -> Vec<String> {
    office.find(text).hits.into_iter().map(|hit| hit.person.login).collect()
}

#[test]
fn people_are_found_by_every_field_whatever_the_accents() {
    let Some(office) = Office::open() else { return };
    for text in [
        "durand",
        "DURAND",
        "amelie",
        "Amélie",
        "amelie durand",
        "durand amélie",
        "amelie.durand",
        "10512001",
    ] {
        assert_eq!(logins(&office, text).first().map(String::as_str), Some("amelie.durand"), "{text}");
    }
    assert_eq!(logins(&office, "petit"), ["lucie.petit", "marc.petit", "marie.petit"]);
    assert_eq!(logins(&office, "jérôme müller"), ["jérôme.müller"]);
    assert_eq!(logins(&office, "d'angelo"), ["f.dangelo"]);
    assert_eq!(logins(&office, "nguyen"), ["thi-mai.nguyen"]);
    assert_eq!(logins(&office, "zzzz"), Vec::<String>::new());
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
fn keys_are_in_the_state_that_the_server_keeps_them_in() {
    let Some(office) = Office::open() else { return };
    let now = office.now();
    for (serial, standing) in [
        ("GALT10512002", Standing::Usable),
        ("GALT10512020", Standing::Locked),
        ("GALT10512022", Standing::Usable),
        ("GALT10512024", Standing::Suspended),
        ("GALT10512027", Standing::Retired),
        ("GALT10512029", Standing::Expired),
        ("GALT10512030", Standing::NotYetValid),
        ("GALT10512055", Standing::InStock),
        ("GALT10512040", Standing::Suspended),
    ] {
        assert_eq!(office.key(serial).standing(now), standing, "{serial}");
    }
    assert_eq!(office.key("GALT10512013").pin, Pin::ToCreate);
    assert_eq!(office.key("GALT10512017").pin, Pin::Unknown);
    assert_eq!(office.key("GALT10512022").fails, 9);
    assert_eq!(office.key("GALT10512039").shape.digits, 8);
    assert_eq!(office.wait(office.backend.key("GALT1051200".to_owned())), Err(Fault::NotFound));
    // Compared to the letter: the server's list does not.
    assert_eq!(office.wait(office.backend.key("galt10512001".to_owned())), Err(Fault::NotFound));
    assert_eq!(office.wait(office.backend.key("GALT*".to_owned())), Err(Fault::NotFound));
}

#[test]
fn a_card_has_person_keys_and_school() {
    let Some(office) = Office::open() else { return };
    let card = office.card("william.roy");
    assert_eq!((card.person.given.as_str(), card.person.family.as_str()), ("William", "Roy"));
    assert_eq!(card.person.mail, "william.roy@ac-exemple.example");
    assert_eq!(card.keys.len(), 2);
    assert_eq!((card.person.school.academy.as_str(), card.person.school.uai.len()), ("rouen", 8));
    assert!(card.notes.is_empty(), "{:?}", card.notes);
    assert_eq!(office.wait(office.backend.card("nobody".to_owned())), Err(Fault::NotFound));
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

#[test]
fn causes_of_failed_logins_are_told() {
    let Some(office) = Office::open() else { return };
    assert!(!types(&office, "anne-sophie.le-goff", "9999123456", None).0);
    assert!(!types(&office, "anne-sophie.le-goff", "4821123456", None).0);
    let events = office.card("anne-sophie.le-goff").events;
    let seen: Vec<_> = events.iter().map(|event| event.what).collect();
    assert_eq!(seen[..2], [Happening::WrongCode, Happening::WrongPin], "{events:?}");
    assert_eq!(events[0].serial, "GALT10512007");
    let age = office.now() - events[0].at;
    assert!((-2..30).contains(&age.as_secs()), "{age:?}");
    assert!(!types(&office, "zoe.caron", "4821123456", None).0);
    assert_eq!(office.card("zoe.caron").events[0].what, Happening::LockedOut);
}

#[test]
fn the_stock_is_what_may_be_given() {
    let Some(office) = Office::open() else { return };
    let stock = office.wait(office.backend.stock("1051206".to_owned())).unwrap();
    assert!(stock.iter().all(|key| key.serial.as_str().contains("1051206") && key.holder.is_none()));
    assert!(!stock.is_empty());
    assert_eq!(office.wait(office.backend.stock("10512001".to_owned())).unwrap(), []);
}
