#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use tempfile::TempDir;

use super::*;
use crate::domain::secret::Secret;
use crate::domain::ticket::{Draft, Field};

const NOW: Moment = Moment::from_secs(1_790_000_000);

fn draft(byte: u8, said: &str) -> Draft {
    let mut draft = Draft::new(Uuid::from_random([byte; 16]), "nantes");
    draft.values.insert(Field::Description, said.to_owned());
    draft
}

fn store(folder: &TempDir) -> Store {
    Store::create(folder.path(), Some(&Secret::new("une phrase de passe".to_owned()))).unwrap()
}

fn queue(store: &Store, draft: Draft, now: Moment) {
    store.queue("m.durand", &Parcel::Ticket(draft), &[], now).unwrap();
}

fn said(store: &Store) -> Vec<String> {
    let whole = store.waiting().unwrap().whole.into_iter();
    let said = |one: Waiting| match one.parcel {
        Parcel::Ticket(draft) => draft.text(Field::Description).to_owned(),
        Parcel::Remark(remark) => remark.text,
    };
    whole.map(said).collect()
}

#[test]
fn tickets_wait_in_their_order_and_go_once_delivered() {
    let folder = TempDir::new().unwrap();
    let store = store(&folder);
    queue(&store, draft(2, "deux"), NOW + crate::domain::moment::Span::secs(5));
    queue(&store, draft(1, "un"), NOW);
    queue(&store, draft(1, "un encore"), NOW);
    assert_eq!(store.waiting_count().unwrap(), 2);
    assert_eq!(said(&store), ["un", "deux"]);
    let (uuid, ticket) = (draft(1, "").uuid, TicketId::new("7"));
    store.delivered(&uuid, &ticket, NOW, None).unwrap();
    store.delivered(&uuid, &ticket, NOW, None).unwrap();
    assert_eq!((store.waiting_count().unwrap(), store.posted(&uuid).unwrap()), (1, Some(ticket)));
    queue(&store, draft(1, "un"), NOW);
    assert_eq!(store.waiting_count().unwrap(), 1, "it went already");
}

#[test]
fn what_waits_is_redacted_and_sealed() {
    let folder = TempDir::new().unwrap();
    let store = store(&folder);
    queue(&store, draft(1, "Collège des Mouettes, PASSCODE 4576 768950"), NOW);
    let said = said(&store);
    assert!(said[0].starts_with("Collège des Mouettes") && !said[0].contains("768950"));
    drop(store);
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let clear = String::from_utf8_lossy(&bytes);
        assert!(!clear.contains("Mouettes") && !clear.contains("768950"));
    }
}

#[test]
fn a_row_given_to_another_agent_does_not_open_and_hides_no_other() {
    let folder = TempDir::new().unwrap();
    let store = store(&folder);
    queue(&store, draft(2, "deux"), NOW);
    queue(&store, draft(1, "un"), NOW);
    let sql = "UPDATE outbox SET agent = 'm.martin' WHERE uuid LIKE '01%'";
    store.write(|transaction| Ok::<_, StoreFault>(transaction.execute(sql, [])?)).unwrap();
    let waiting = store.waiting().unwrap();
    assert_eq!((waiting.whole.len(), waiting.damaged), (1, vec![draft(1, "").uuid.as_str().to_owned()]));
}

/// A crash leaves the draft or the ticket that waits, never none.
#[test]
fn a_draft_becomes_what_waits_in_one_breath_with_its_pictures() {
    let folder = TempDir::new().unwrap();
    let store = store(&folder);
    let mut kept = draft(1, "avec une image");
    kept.saved = Some(store.save_draft("m.durand", &kept, NOW).unwrap());
    let picture = Attachment::new("l’écran.png", b"\x89PNG\r\n\x1a\n\n\0\xff".to_vec()).unwrap();
    store.queue("m.durand", &Parcel::Ticket(kept.clone()), std::slice::from_ref(&picture), NOW).unwrap();
    assert_eq!(store.draft(&kept.uuid).unwrap(), None);
    assert_eq!(store.outbox_files(&kept.uuid).unwrap(), [picture]);
    store.give_up(&kept.uuid).unwrap();
    assert_eq!((store.waiting_count().unwrap(), store.outbox_files(&kept.uuid).unwrap()), (0, vec![]));
}

#[test]
fn how_far_it_has_come_outlives_the_console() {
    let folder = TempDir::new().unwrap();
    let phrase = Secret::new("une phrase de passe".to_owned());
    let own = store(&folder);
    queue(&own, draft(1, "un"), NOW);
    let course = Course { stage: Stage::Refused, tries: 7, due: NOW };
    own.set_course(&draft(1, "").uuid, course, "« non »").unwrap();
    drop(own);
    let own = Store::open(folder.path(), Some(&phrase)).unwrap();
    let waiting = own.waiting().unwrap().whole.remove(0);
    assert_eq!((waiting.course, waiting.words.as_str()), (course, "« non »"));
}
