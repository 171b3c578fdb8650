#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use super::*;
use crate::desk::sender::Sender;
use crate::domain::delivery::Stage;
use crate::domain::moment::Moment;
use crate::domain::ticket::{Attachment, Draft, Field, NoteKind, Parcel, State};

const NOW: Moment = Moment::from_secs(1_800_000_000);

fn desk_on(store: &Arc<Store>, url: Option<&str>) -> Result<WebDesk, SettingFault> {
    let settings = Settings { url: url.map(str::to_owned) };
    let pages = Pages::new(&settings, Profiles::shipped().unwrap())?;
    Ok(WebDesk::new(pages, store.clone(), Arc::new(|| NOW)))
}

fn store(folder: &Path) -> Arc<Store> {
    Arc::new(Store::create(folder, None).unwrap())
}

fn wait<T>(reply: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(reply)
}

fn draft(academy: &str) -> Draft {
    let mut draft = Draft::new(Uuid::from_random([5; 16]), academy);
    draft.login = "cdupont".to_owned();
    draft.set(Field::Subject, "Clé refusée");
    draft
}

fn filing(academy: &str) -> Filing {
    let picture = Attachment::new("/tmp/écran.png", b"\x89PNG\r\n\x1a\nxyz".to_vec()).unwrap();
    Filing { draft: draft(academy), author: "m.durand".to_owned(), files: vec![picture] }
}

#[test]
fn the_page_is_the_academys_own_or_the_one_that_was_set() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let own = desk_on(&store, None).unwrap();
    assert_eq!(own.page("nantes"), Some(Ok("http://assistance.ac-nantes.fr".to_owned())));
    for without in ["rouen", "amiens", "nowhere"] {
        assert_eq!(own.page(without), Some(Err(DeskFault::Nowhere(without.to_owned()))));
    }
    let set = desk_on(&store, Some("https://aide.example.fr/nouveau?x=1")).unwrap();
    assert_eq!(set.page("rouen"), Some(Ok("https://aide.example.fr/nouveau?x=1".to_owned())));
    for wrong in [
        "",
        "aide.example.fr",
        "javascript:alert(1)",
        "https://",
        "https://a b",
        "https://a\u{1b}]0;",
        "file:///etc",
    ] {
        assert!(matches!(desk_on(&store, Some(wrong)), Err(SettingFault::Address(_))), "{wrong}");
    }
}

#[test]
fn what_is_filed_waits_for_the_agents_hands_and_is_never_sent() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let desk: Arc<dyn TicketDesk> = Arc::new(desk_on(&store, None).unwrap());
    let draft = draft("nantes");
    store.queue("m.durand", &Parcel::Ticket(draft.clone()), &[], NOW).unwrap();
    let sender = Sender::new(store.clone(), desk, Arc::new(|| NOW));
    for _ in 0..3 {
        let round = wait(sender.round(None)).unwrap();
        assert_eq!((round.sent.len(), round.left, round.stuck, round.next), (0, 1, 0, None));
        let told = store.waits(&draft.uuid).unwrap();
        assert_eq!(told, Some((Stage::Page, "http://assistance.ac-nantes.fr".to_owned())));
    }
    assert!(store.take_back(&draft.uuid, "m.durand", NOW).unwrap().is_some(), "it can still be mended");
}

#[test]
fn an_academy_without_a_page_is_named_and_nothing_waits_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let desk: Arc<dyn TicketDesk> = Arc::new(desk_on(&store, None).unwrap());
    let draft = draft("rouen");
    store.queue("m.durand", &Parcel::Ticket(draft.clone()), &[], NOW).unwrap();
    let round = wait(Sender::new(store.clone(), desk, Arc::new(|| NOW)).round(None)).unwrap();
    assert_eq!(round.stuck, 1);
    assert_eq!(store.waits(&draft.uuid).unwrap().unwrap().0, Stage::Refused);
}

#[test]
fn what_was_carried_is_kept_once_with_its_number_and_its_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let desk = desk_on(&store, None).unwrap();
    // A number of the shape of a PASSCODE is a number all the same.
    let id = wait(desk.carried(filing("nantes"), "4576768950".to_owned())).unwrap();
    assert_eq!(wait(desk.carried(filing("nantes"), "4576768950".to_owned())).unwrap(), id);
    let ticket = wait(desk.ticket(id)).unwrap();
    assert_eq!((ticket.row.state, ticket.row.subject.as_str()), (State::New, "Clé refusée"));
    assert_eq!(ticket.fields[&Field::Screenshots], "ecran.png (image/png, 1 KiB)");
    let notes: Vec<_> = ticket.notes.iter().map(|note| &note.what).collect();
    let [NoteKind::Said(said)] = notes.as_slice() else { panic!("{notes:?}") };
    assert_eq!(said, "Porté sur la page http://assistance.ac-nantes.fr sous le numéro 4576768950.");
}
