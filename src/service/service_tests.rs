#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use tempfile::TempDir;

use super::*;
use crate::backend::local::Local;
use crate::backend::{Find, Test};
use crate::desk::local::LocalDesk;
use crate::desk::queue::QueueDesk;
use crate::domain::moment::Moment;
use crate::domain::otp::Code;
use crate::domain::ticket::Field;
use crate::keyfile::people;
use crate::store::pictures::PictureFault;

const NOW: Moment = Moment::from_secs(1_795_514_600);

/// A backend on a store with one person of that login.
fn backend(folder: &TempDir, login: &str) -> Arc<Local> {
    let store = Arc::new(Store::create(&folder.path().join(login), None).unwrap());
    let head = "login,family,given,mail,phone,role,uai,school,town,academy";
    let row = format!("{login},Dupont,Claire,c@ac-nantes.fr,,,0449001V,Essai,Rezé,nantes");
    let reading = people::read(format!("{head}\n{row}\n").as_bytes());
    assert_eq!((reading.rows.len(), reading.refused.len()), (1, 0));
    let rows = reading.rows;
    store.import_people(&rows, NOW).unwrap();
    Arc::new(Local::new(store, Arc::new(|| NOW)))
}

/// A console whose own side knows `own` and whose spare side knows `spare`; its desk sends, the other
/// only keeps.
fn service(folder: &TempDir) -> Service {
    let clock: Clock = Arc::new(|| NOW);
    let store = Arc::new(Store::create(&folder.path().join("console"), None).unwrap());
    let desk = Arc::new(LocalDesk::new(store.clone(), clock.clone()));
    let queue = Arc::new(QueueDesk::new(store.clone()));
    let service = Service::new(backend(folder, "own"), desk, store, clock, "m.durand".to_owned());
    service.with_spare(backend(folder, "spare"), queue)
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

fn found(answer: Result<Answer, Failure>) -> String {
    let Ok(Answer::Found(found)) = answer else { panic!("not found") };
    found.hits.into_iter().map(|hit| hit.person.login).collect()
}

fn find() -> Read {
    Read::Find(Find { text: "dupont".to_owned(), limit: 9 })
}

fn draft() -> Box<Draft> {
    let mut draft = Draft::new(Uuid::from_random([7; 16]), "nantes");
    draft.set(Field::Subject, "Clé refusée");
    Box::new(draft)
}

#[test]
fn what_is_asked_goes_to_the_side_in_use() {
    let folder = TempDir::new().unwrap();
    let service = service(&folder);
    assert_eq!(found(wait(service.read(find()))), "own");
    service.turn(true);
    assert_eq!(found(wait(service.clone().read(find()))), "spare", "copies turn together");
    service.turn(false);
    assert_eq!(found(wait(service.read(find()))), "own");
}

#[test]
fn the_side_is_settled_by_the_call() {
    let folder = TempDir::new().unwrap();
    let service = service(&folder);
    let asked = service.read(find());
    let filed = service.write(Write::File(draft()));
    service.turn(true);
    assert_eq!(found(wait(asked)), "own");
    assert!(matches!(wait(filed), Ok(Outcome::Filed(_))), "begun online, ended online");
    let other = Draft { uuid: Uuid::from_random([8; 16]), ..*draft() };
    let filed = service.write(Write::File(Box::new(other)));
    service.turn(false);
    assert!(matches!(wait(filed), Ok(Outcome::Queued { .. })), "begun offline, ended offline");
}

#[test]
fn without_a_spare_nothing_turns() {
    let folder = TempDir::new().unwrap();
    let service = Service { spare: None, ..service(&folder) };
    service.turn(true);
    assert_eq!(found(wait(service.read(find()))), "own");
    assert!(service.spare().is_none());
}

#[test]
fn a_deed_on_the_spare_side_is_in_the_same_journal() {
    let folder = TempDir::new().unwrap();
    let service = service(&folder);
    service.turn(true);
    let test =
        Test { serial: "nothing".to_owned(), code: Code::parse("123456", 6).unwrap(), agent: String::new() };
    let write = Write::Test { test, login: "spare".to_owned(), pin_disclosed: false };
    assert!(matches!(wait(service.write(write)), Err(Failure::Backend(Fault::NotFound))));
    let entry = service.store.journal(1).unwrap().remove(0);
    assert_eq!((entry.intent.act.as_str(), entry.intent.login.as_str()), ("test-code", "spare"));
}

/// The file may be gone when the ticket leaves, and what is no picture does not leave at all.
#[test]
fn pictures_are_read_when_the_ticket_is_filed_or_nothing_is() {
    let folder = TempDir::new().unwrap();
    let service = service(&folder);
    service.turn(true);
    let path = folder.path().join("capture.png");
    let draft = Draft { attachments: vec![path.to_str().unwrap().to_owned()], ..*draft() };
    let file = || wait(service.write(Write::File(Box::new(draft.clone()))));
    let refused = file();
    assert!(matches!(refused, Err(Failure::Picture { why: PictureFault::Missing, .. })));
    assert_eq!(service.store.waiting_count().unwrap(), 0);
    std::fs::write(&path, b"\x89PNG\r\n\x1a\nrest").unwrap();
    assert!(matches!(file(), Ok(Outcome::Queued { .. })));
    std::fs::remove_file(&path).unwrap();
    let kept = service.store.outbox_files(&draft.uuid).unwrap();
    assert_eq!(kept.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["capture.png"]);
}
