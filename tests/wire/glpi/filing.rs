//! Filing: what goes in comes back, and its files with it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use guichet::backend::Clock;
use guichet::backend::local::Local;
use guichet::desk::{DeskFault, Filing, Once, TicketDesk};
use guichet::domain::moment::Moment;
use guichet::domain::secret::Secret;
use guichet::domain::ticket::{Attachment, Field, Priority, State, TicketId, Unkept};
use guichet::service::Service;
use guichet::service::request::{Outcome, Write};
use guichet::store::Store;
use serde_json::json;
use tempfile::TempDir;

use super::server::no;
use super::{Office, PASSWORD, desk, draft, filing, number};
use crate::blunt::{nothing, whole};

#[test]
fn a_ticket_comes_back_as_it_was_filed() {
    let office = Office::open();
    let draft = draft("Clé & <code> : « n’importe quoi »");
    let id = office.file(&draft).unwrap();
    assert_eq!(office.find(&draft.uuid), Ok(vec![id.clone()]));
    let ticket = office.ticket(&id);
    assert_eq!(ticket.fields, draft.fields());
    assert_eq!((ticket.uuid, ticket.author.as_str()), (Some(draft.uuid.clone()), "agent"));
    let row = ticket.row;
    assert_eq!((row.state, row.priority, row.owner.as_str()), (State::New, Priority::Normal, ""));
    assert_eq!((row.queue.as_str(), row.requester.as_str()), ("Assistance > OTP", "cdupont"));
    assert_eq!(row.subject, "Clé & <code> : « n’importe quoi »");
    // Ten and a second in Paris, in winter.
    assert_eq!(row.created.secs(), 1_795_165_201);
    assert!(ticket.notes.is_empty());
    assert_eq!(office.desk.abilities().once, Once::LookUp);
    assert_eq!(office.find(&super::uuid()), Ok(vec![]));
}

#[test]
fn somebody_without_an_account_is_told_by_mail() {
    let office = Office::open();
    let mut draft = draft("x");
    draft.login = "inconnue".to_owned();
    let id = office.file(&draft).unwrap();
    assert_eq!(office.ticket(&id).row.requester, "zoe.dupont@ac-nantes.fr");
}

#[test]
fn a_category_that_is_not_there_is_named() {
    for (name, lacks) in [("OTP", true), ("VPN", false), ("Assistance > OTP", false), ("Autre", true)] {
        let office = Office::with(json!({ "category": name }), |_| None);
        let filed = office.file(&draft("x"));
        assert_eq!(filed.is_err(), lacks, "{name}: two are called OTP");
        if lacks {
            assert_eq!(filed, Err(DeskFault::Lacks(name.to_owned())));
            assert_eq!(office.server.count("POST Ticket"), 0);
        }
    }
}

/// What cannot be looked up is filed once, and then no more.
#[test]
fn what_is_not_found_again_is_the_last_one() {
    let office = Office::choosing(|asked| {
        let search = asked.line == "GET search/Ticket";
        search.then(|| crate::blunt::json_of(200, &json!({ "totalcount": 0, "count": 0 })))
    });
    assert!(office.file(&draft("x")).is_ok());
    assert_eq!(office.file(&draft("y")), Err(DeskFault::Lacks("search/Ticket 21".to_owned())));
    assert_eq!(office.server.count("POST Ticket"), 1);
}

fn pictures() -> (Filing, Vec<u8>) {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend((0..100_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8));
    let file = |name: &str| Attachment::new(name, png.clone()).unwrap();
    (Filing { files: vec![file("/tmp/un.png"), file("/tmp/deux.png")], ..filing(&draft("x")) }, png)
}

#[test]
fn pictures_arrive_byte_for_byte() {
    let office = Office::open();
    let (filing, png) = pictures();
    let id = office.wait(office.desk.file(filing.clone())).unwrap();
    assert_eq!(office.ticket(&id).fields[&Field::Screenshots], "un.png\ndeux.png");
    assert_eq!(office.wait(office.desk.complete(id, filing)), Ok(()));
    let state = office.server.state.lock().unwrap();
    assert_eq!(state.documents.len(), 2, "what is there is not sent again");
    assert!(state.documents.iter().all(|(_, bytes)| *bytes == png), "another picture");
}

/// A line that breaks between a ticket and its pictures: the ticket is doubtful, found again, and completed.
#[test]
fn lost_pictures_are_sent_again_and_found_ones_are_not() {
    let sent = Arc::new(AtomicUsize::new(0));
    let own = sent.clone();
    let office = Office::choosing(move |asked| {
        (asked.line == "POST Document" && own.fetch_add(1, Ordering::SeqCst) == 1).then(nothing)
    });
    let (filing, _) = pictures();
    assert_eq!(office.wait(office.desk.file(filing.clone())), Err(DeskFault::Doubtful));
    let found = office.find(&filing.draft.uuid).unwrap();
    assert_eq!((found.len(), office.server.count("POST Ticket")), (1, 1));
    assert_eq!(office.wait(office.desk.complete(found[0].clone(), filing)), Ok(()));
    assert_eq!(sent.load(Ordering::SeqCst), 3);
    assert_eq!(office.ticket(&found[0]).fields[&Field::Screenshots], "un.png\ndeux.png");
}

#[test]
fn a_refused_picture_is_told_and_the_ticket_is_filed() {
    let office = Office::choosing(|asked| {
        let second = asked.line == "POST Document" && asked.text().contains("2. deux.png");
        second.then(|| no(400, "ERROR_GLPI_ADD", "Type de fichier refusé"))
    });
    let (filing, _) = pictures();
    let id = office.wait(office.desk.file(filing)).unwrap();
    let unkept = [Unkept::File("deux.png".to_owned())];
    assert_eq!(office.desk.unkept(&id), unkept);
    assert_eq!(office.ticket(&id).unkept, unkept);
    let state = office.server.state.lock().unwrap();
    let content = state.tickets[&number(&id)]["content"].as_str().unwrap();
    assert!(content.contains("un.png, deux.png"), "{content}");
}

/// The server's pages write texts anew; a quotation is no ticket of ours, and what is in the bin is not filed again.
#[test]
fn what_befell_a_text_meanwhile_is_seen_through() {
    let office = Office::open();
    let draft = draft("x");
    let id = office.file(&draft).unwrap();
    let content = |id: u64, text: &str| {
        office.server.state.lock().unwrap().tickets.get_mut(&id).unwrap()["content"] = json!(text);
    };
    let reference = format!("Référence : {}", draft.uuid.as_str());
    let quoting = office.filed();
    content(number(&quoting), &format!("&#60;p&#62;voir {reference}&#60;/p&#62;"));
    assert_eq!(office.find(&draft.uuid), Ok(vec![id.clone()]));
    content(number(&id), &format!("<p>Relu</p>\r\n<p>{reference}</p>\r\n<p>Vu</p>"));
    assert_eq!(office.find(&draft.uuid), Ok(vec![id.clone()]));
    content(number(&id), &format!("<p>Relu ({reference})</p>"));
    assert_eq!(office.find(&draft.uuid), Ok(vec![id.clone()]), "the lowest that has it");
    office.server.state.lock().unwrap().tickets.get_mut(&number(&id)).unwrap()["is_deleted"] = json!(1);
    content(number(&quoting), "");
    assert_eq!(office.find(&draft.uuid), Ok(vec![id]));
}

#[test]
fn logins_name_what_befell_them() {
    let office = Office::open();
    let wrong = office.desk.log_in("agent".to_owned(), Secret::new("faux".to_owned()));
    assert_eq!(office.wait(wrong), Err(DeskFault::WrongLogin));
    assert_eq!(office.log_in(&office.desk, "personne"), Err(DeskFault::WrongLogin));
    assert_eq!(office.log_in(&office.desk, "a:b"), Err(DeskFault::WrongLogin));
    // A login that failed ends none.
    assert!(office.file(&draft("x")).is_ok());
    assert_eq!(office.log_in(&office.desk, "agent"), Ok(()), "the same again");
    assert_eq!(office.server.count("GET killSession"), 1);
    assert_eq!(office.server.state.lock().unwrap().sessions.len(), 1);
    office.server.state.lock().unwrap().sessions.clear();
    assert_eq!(office.file(&draft("x")), Err(DeskFault::LoginOver));
    let asked = office.server.asked().len();
    assert_eq!(office.file(&draft("x")), Err(DeskFault::LoginOver));
    assert_eq!(office.server.asked().len(), asked, "nothing is asked without a login");
}

/// The console knows its agent by another name than the desk does. Tried with that one, a login that is renewed
/// would lock somebody else's account.
#[test]
fn a_login_is_renewed_under_the_name_that_was_typed() {
    let office = Office::open();
    let folder = TempDir::new().unwrap();
    let store = Arc::new(Store::create(folder.path(), None).unwrap());
    let clock: Clock = Arc::new(|| Moment::from_secs(1_795_514_600));
    let backend = Arc::new(Local::new(store.clone(), clock.clone()));
    let at_desk = Arc::new(desk(&office.server.url(), &json!({})));
    let console = Service::new(backend, at_desk.clone(), store, clock, "m.durand (1000)".to_owned());
    let console = console.with_desk_login("agent".to_owned());
    assert_eq!(at_desk.agent(console.agent()), "m.durand (1000)", "nobody is known there yet");
    for _ in 0..2 {
        let password = Secret::new(PASSWORD.to_owned());
        let entered = office.wait(console.write(Write::EnterDesk(password)));
        assert!(matches!(entered, Ok(Outcome::DeskEntered(_))));
        office.server.state.lock().unwrap().sessions.clear();
        assert_eq!(office.wait(at_desk.file(filing(&draft("x")))), Err(DeskFault::LoginOver));
        assert_eq!(at_desk.agent(console.agent()), "agent", "who had what stays known");
    }
}

#[test]
fn the_token_of_the_program_goes_along() {
    let office = Office::with(json!({ "app_token": "canary-app-3c" }), |_| None);
    office.server.state.lock().unwrap().app_token = Some("canary-app-3c".to_owned());
    assert!(office.file(&draft("x")).is_ok());
    office.server.state.lock().unwrap().app_token = Some("autre".to_owned());
    let refused = office.log_in(&office.desk, "agent");
    assert!(matches!(&refused, Err(DeskFault::Refused(words)) if words.contains("APP_TOKEN")), "{refused:?}");
}

/// The password goes into one header of one request, the session into one of the others; no order is empty.
#[test]
fn secrets_go_where_they_must_and_nowhere_else() {
    let office = Office::open();
    office.log_in(&office.desk, "agent").unwrap();
    let id = office.filed();
    let _ = office.ticket(&TicketId::new(id.as_str()));
    for asked in office.server.asked() {
        let login = asked.line == "GET initSession";
        assert_eq!(asked.header("authorization").is_some(), login, "{}", asked.line);
        assert_eq!(asked.header("session-token").is_some(), !login, "{}", asked.line);
        assert!(!asked.head.lines().next().unwrap().contains("canary"), "{}", asked.line);
        assert!(!asked.text().contains("canary"));
        assert!(!asked.text().replace(' ', "").contains("\"input\":{}"), "{}", asked.line);
    }
}

/// The head tells the number where the body did not arrive.
#[test]
fn a_cut_answer_is_an_answer() {
    for (body, there) in [("{\"id\":7", true), ("{\"id\":\"7\"}", true), ("Warning: x\n{\"id\":7}", true)] {
        let office = Office::choosing(move |asked| {
            let head = "Location: http://x/apirest.php/Ticket/7\r\n";
            (asked.line == "POST Ticket").then(|| whole(201, head, body.as_bytes()))
        });
        assert_eq!(office.file(&draft("x")).is_ok(), there, "{body}");
    }
    let without = AtomicBool::new(true);
    let office = Office::choosing(move |asked| {
        let first = asked.line == "POST Ticket" && without.swap(false, Ordering::SeqCst);
        first.then(|| whole(201, "", b"{}"))
    });
    assert_eq!(office.file(&draft("x")), Err(DeskFault::Doubtful));
}
