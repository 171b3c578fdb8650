//! Words added to tickets: once, found again, and told apart by whom they are for.

use guichet::desk::{DeskFault, TicketDesk, What};
use guichet::domain::ticket::{Audience, NoteKind, State, TicketId};
use serde_json::json;

use crate::office::{Office, remark, rt, uuid};
use reqwest::Method;

#[test]
fn words_are_added_and_found_again() {
    let Some(office) = Office::open() else { return };
    let id = office.filed();
    let said =
        remark(&id, Audience::Colleagues, "Vu avec elle : la clé n’est plus lisible 🔑\n\n  deuxième ligne");
    let replied = remark(&id, Audience::Requester, "Bonjour, « essayez à nouveau ».");
    for one in [&said, &replied] {
        assert_eq!(office.wait(office.desk.find_note(id.clone(), one.uuid.clone())), Ok(false));
        assert_eq!(office.note(one.clone()), Ok(()));
        assert_eq!(office.wait(office.desk.find_note(id.clone(), one.uuid.clone())), Ok(true));
    }
    let notes = office.ticket(&id).notes;
    let told: Vec<_> = notes.iter().map(|note| (note.author.as_str(), note.what.clone())).collect();
    assert_eq!(
        told,
        [
            ("agent", NoteKind::Said(said.text.clone())),
            ("agent", NoteKind::Replied(replied.text.clone())),
            ("RT_System", NoteKind::Moved(State::Open)),
        ]
    );
    // A colleague finds it too.
    let colleague = Office::of("agent2", json!({})).unwrap();
    assert_eq!(colleague.wait(colleague.desk.find_note(id, said.uuid)), Ok(true));
}

#[test]
fn only_what_is_for_the_holder_is_mailed() {
    let Some(office) = Office::open() else { return };
    let id = office.filed();
    office.note(remark(&id, Audience::Colleagues, "canari-interne-7731")).unwrap();
    office.note(remark(&id, Audience::Requester, "canari-externe-7731")).unwrap();
    let files = std::fs::read_dir(rt()["mails"].as_str().unwrap()).unwrap().map(|file| file.unwrap().path());
    let boxes = files.filter(|path| path.extension().is_some_and(|ending| ending == "mbox"));
    let mails: String =
        boxes.map(|path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned()).collect();
    assert!(mails.contains("canari-externe-7731"), "{} bytes of mail", mails.len());
    assert!(!mails.contains("canari-interne-7731"));
}

#[test]
fn what_the_holder_wrote_is_told_as_his() {
    let Some(office) = Office::open() else { return };
    let id = office.filed();
    // The agent of this ticket is its own requester.
    let requestor = json!({ "Requestor": ["agent2"] });
    office.send("agent", Method::PUT, &format!("ticket/{}", id.as_str()), &requestor).unwrap();
    let body = json!({ "Content": "C’est moi.", "ContentType": "text/plain" });
    office.send("agent2", Method::POST, &format!("ticket/{}/correspond", id.as_str()), &body).unwrap();
    let notes = office.ticket(&id).notes;
    assert!(notes.iter().any(|note| note.what == NoteKind::Wrote("C’est moi.".to_owned())), "{notes:?}");
}

#[test]
fn words_for_no_ticket_are_refused_by_their_reason() {
    let Some(office) = Office::open() else { return };
    for absent in ["999999", "x", "", "1/comment"] {
        let remark = remark(&TicketId::new(absent), Audience::Colleagues, "x");
        assert_eq!(office.note(remark), Err(DeskFault::NotFound), "{absent}");
    }
    let id = office.filed();
    let reader = Office::of("lecture", json!({})).unwrap();
    let refused = reader.note(remark(&id, Audience::Colleagues, "x"));
    assert!(matches!(&refused, Err(DeskFault::Refused(words)) if words.contains("refusé")), "{refused:?}");
    let nobody = Office::of("sansdroit", json!({})).unwrap();
    let lacks = DeskFault::Lacks("Assistance OTP".to_owned());
    assert_eq!(nobody.note(remark(&id, Audience::Colleagues, "x")), Err(lacks));
    assert_eq!(nobody.wait(nobody.desk.ticket(id)), Err(DeskFault::NotFound));
}

/// In a queue that does not keep its name a text could not be looked up: it is not sent.
#[test]
fn words_that_could_not_be_found_again_are_not_sent() {
    let Some(office) = Office::open() else { return };
    let id = office.filed();
    office.change(&id, What::Route("Divers".to_owned())).unwrap();
    let lacks = Err(DeskFault::Lacks("UUID opération".to_owned()));
    assert_eq!(office.note(remark(&id, Audience::Colleagues, "jamais")), lacks);
    assert!(!office.ticket(&id).notes.iter().any(|note| matches!(note.what, NoteKind::Said(_))));

    let named = json!({ "fields": { "operation": "Autre" } });
    let without = Office::of("agent", named).unwrap();
    let abilities = without.desk.abilities();
    assert!(!abilities.notes && !abilities.replies && office.desk.abilities().notes);
    let id = without.filed();
    let lacks = DeskFault::Lacks("Autre".to_owned());
    assert_eq!(without.note(remark(&id, Audience::Colleagues, "jamais")), Err(lacks.clone()));
    assert_eq!(without.wait(without.desk.find_note(id, uuid())), Err(lacks));
}
