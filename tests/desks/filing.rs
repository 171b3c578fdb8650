//! Filing: what goes in comes back, what is dropped is told, what cannot be found again is not sent.

use guichet::desk::{DeskFault, Filing, Once, TicketDesk};
use guichet::domain::ticket::{Attachment, Field, Priority, State, Unkept};
use serde_json::json;

use crate::office::{Office, draft, filing, rt};

#[test]
fn a_ticket_comes_back_as_it_was_filed() {
    let Some(office) = Office::open() else { return };
    let draft = draft("Clé OTP désynchronisée : « n’importe quoi »");
    let id = office.file(&draft).unwrap();
    assert_eq!(office.desk.unkept(&id), []);
    assert_eq!(office.find(&draft.uuid), Ok(vec![id.clone()]));
    let ticket = office.ticket(&id);
    assert_eq!(ticket.fields, draft.fields());
    assert_eq!((ticket.uuid, ticket.author.as_str()), (Some(draft.uuid.clone()), "agent"));
    let row = ticket.row;
    assert_eq!((row.id, row.state, row.priority), (id, State::New, Priority::Normal));
    assert_eq!((row.queue.as_str(), row.owner.as_str()), ("Assistance OTP", ""));
    assert_eq!(row.requester, "zoe.dupont@ac-nantes.fr");
    assert!(ticket.notes.is_empty(), "{:?}", ticket.notes);
    assert_eq!(office.desk.abilities().once, Once::LookUp);
}

#[test]
fn fields_are_filled_by_their_numbers() {
    let Some(office) = Office::open() else { return };
    let id = office.filed();
    let ticket = office.read(&format!("ticket/{}", id.as_str()));
    let filled = |name: &str| {
        let all = ticket["CustomFields"].as_array().unwrap();
        all.iter().find(|field| field["name"] == name).unwrap()["values"].clone()
    };
    assert_eq!(filled("Nom"), json!(["Zoé Dupont-L’Écuyer"]));
    assert_eq!(filled("Comptes concernés"), json!(["cdupont", "dir-0449001v"]));
    assert_eq!(filled("Numéro de clé"), json!(["103142718"]));
    assert_eq!(filled("Téléphone de rappel"), json!(["+33261912345"]));
    assert_eq!(ticket["Due"], "1970-01-01T00:00:00Z");
}

#[test]
fn a_picture_arrives_byte_for_byte() {
    let Some(office) = Office::open() else { return };
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend((0..200_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8));
    let draft = draft("Avec une capture");
    let file = Attachment::new("/tmp/écran du poste.png", png.clone()).unwrap();
    let (name, files) = (file.name.clone(), vec![file]);
    let id = office.wait(office.desk.file(Filing { files, ..filing(&draft) })).unwrap();
    let ticket = office.ticket(&id);
    assert_eq!(ticket.fields[&Field::Screenshots], name);
    assert_eq!(ticket.fields[&Field::Description], draft.fields()[&Field::Description]);
    let parts = office.read(&format!("ticket/{}/attachments?fields=Filename", id.as_str()));
    let part = parts["items"].as_array().unwrap().iter().find(|part| part["Filename"] == name.as_str());
    let part = office.read(&format!("attachment/{}", part.unwrap()["id"].as_str().unwrap()));
    let content: String = part["Content"].as_str().unwrap().split_whitespace().collect();
    assert!(data_encoding::BASE64.decode(content.as_bytes()).unwrap() == png, "another picture");
}

/// The server takes a value that is not in its list with 201, and drops it.
#[test]
fn a_dropped_answer_is_told_and_still_in_the_text() {
    let Some(office) = Office::of("agent", json!({ "fields": { "serial": "Catégorie" } })) else { return };
    let draft = draft("Champ à liste");
    let id = office.file(&draft).unwrap();
    assert_eq!(office.desk.unkept(&id), [Unkept::Answer(Field::Serial)]);
    assert_eq!(office.ticket(&id).unkept, [Unkept::Answer(Field::Serial)]);
    assert_eq!(office.ticket(&id).fields, draft.fields());
}

#[test]
fn a_field_that_the_queue_lacks_is_in_the_text_alone() {
    let fields = json!({ "fields": { "phone": "Numéro de bureau", "name": "" } });
    let Some(office) = Office::of("agent", fields) else { return };
    let draft = draft("Sans champ pour le téléphone");
    let id = office.file(&draft).unwrap();
    assert_eq!(office.desk.unkept(&id), []);
    assert_eq!(office.ticket(&id).fields, draft.fields());
}

/// It is filed and told to be: the second one, which could not be looked up either, is not.
#[test]
fn a_name_that_is_not_kept_ends_filing() {
    let Some(office) = Office::of("agent", json!({ "fields": { "uuid": "Catégorie" } })) else { return };
    let draft = draft("Nom perdu");
    let id = office.file(&draft).unwrap();
    assert_eq!(office.ticket(&id).row.subject, "Nom perdu");
    assert_eq!(office.desk.lacks().as_deref(), Some("Catégorie"));
    let lacks = DeskFault::Lacks("Catégorie".to_owned());
    assert_eq!(office.file(&draft), Err(lacks.clone()));
    assert_eq!(office.find(&draft.uuid), Err(lacks));
}

/// What could not be found again is refused by the name of what is missing, before anything is sent.
#[test]
fn without_the_field_of_the_name_nothing_is_sent() {
    let bare = |agent: &str, queue: &str| Office::of(agent, json!({ "queue": queue }));
    if Office::open().is_none() {
        return;
    }
    let (queue, divers) = (rt()["queue"].as_str().unwrap(), rt()["bare"].as_str().unwrap());
    for (agent, queue, missing) in [
        ("agent", divers, "UUID client"),
        ("agent", "Assistance", "Assistance"),
        ("agent", "../rt", "../rt"),
        ("aveugle", queue, "UUID client"),
        ("sansdroit", queue, queue),
    ] {
        let office = bare(agent, queue).unwrap();
        let draft = draft("Jamais envoyé");
        let lacks = DeskFault::Lacks(missing.to_owned());
        assert_eq!(office.desk.lacks().as_deref(), Some(missing));
        assert_eq!(office.file(&draft), Err(lacks.clone()), "{agent} {queue}");
        assert_eq!(office.find(&draft.uuid), Err(lacks));
        assert_eq!(Office::open().unwrap().find(&draft.uuid), Ok(Vec::new()));
    }
}

#[test]
fn a_right_that_lacks_is_the_servers_no() {
    let Some(office) = Office::of("lecture", json!({})) else { return };
    let draft = draft("Lecture seule");
    let refused = office.file(&draft);
    assert!(matches!(&refused, Err(DeskFault::Refused(words)) if !words.is_empty()), "{refused:?}");
    assert_eq!(office.find(&draft.uuid), Ok(Vec::new()));
}

#[test]
fn a_long_subject_is_whole_in_the_ticket() {
    let Some(office) = Office::open() else { return };
    let subject = "🔑".repeat(100);
    let draft = draft(&subject);
    let ticket = office.ticket(&office.file(&draft).unwrap());
    assert_eq!((ticket.row.subject.len(), ticket.fields[&Field::Subject].as_str()), (200, subject.as_str()));
}
