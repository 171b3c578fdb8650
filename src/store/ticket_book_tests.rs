#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::secret::Secret;

fn row(id: usize) -> TicketRow {
    TicketRow {
        id: TicketId::new(id.to_string()),
        subject: format!("Clé perdue au collège des Mouettes, {id}"),
        state: State::WORDS[id % 5].0,
        priority: Priority::WORDS[id % 3].0,
        queue: "Assistance OTP".to_owned(),
        owner: "m.durand".to_owned(),
        requester: "claire.dupont@ac-nantes.fr".to_owned(),
        created: Moment::from_secs(1_795_000_000),
        changed: Moment::from_secs(1_795_000_000 + id as i64),
    }
}

const DESK: &str = "https://rt.ac-nantes.fr/";

#[test]
fn the_book_is_there_at_the_next_start_and_lies_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let phrase = Secret::new("une phrase de passe".to_owned());
    let store = Store::create(folder.path(), Some(&phrase)).unwrap();
    assert_eq!(store.book(DESK).unwrap(), (Book::default(), None));
    let mut book = Book::new((0..3 * PART + 7).map(row).collect());
    let gist = Gist::again(row(5).changed, 0b101, "ac-mouettes.fr");
    book.keep(&row(5).id, Some(gist));
    let read = Moment::from_secs(1_795_100_000);
    store.keep_book(DESK, &Book::new(vec![row(9_999)]), read).unwrap();
    store.keep_book(DESK, &book, read).unwrap();
    drop(store);
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("Mouettes"));
    }
    let store = Store::open(folder.path(), Some(&phrase)).unwrap();
    assert_eq!(store.book(DESK).unwrap(), (book, Some(read)));
}

/// The desk has what does not open here; a list with a hole would never be filled.
#[test]
fn a_book_that_does_not_open_whole_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), None).unwrap();
    let book = Book::new((0..2 * PART).map(row).collect());
    store.keep_book(DESK, &book, Moment::from_secs(7)).unwrap();
    assert_eq!(store.book("https://rt.ac-lyon.fr/").unwrap(), (Book::default(), None), "of another desk");
    assert_eq!(store.book(DESK).unwrap().0, book);
    let sql = "UPDATE ticket_book SET body = zeroblob(60) WHERE part = 0";
    store.write(|transaction| Ok::<_, StoreFault>(transaction.execute(sql, [])?)).unwrap();
    assert_eq!(store.book(DESK).unwrap(), (Book::default(), None));
}

#[test]
fn what_an_agent_saw_is_never_older_than_before() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), None).unwrap();
    let (one, at) = (TicketId::new("7"), Moment::from_secs);
    store.see_ticket("m.durand", &one, at(20)).unwrap();
    store.see_ticket("m.durand", &one, at(10)).unwrap();
    store.see_ticket("p.martin", &one, at(5)).unwrap();
    assert_eq!(store.seen_tickets("m.durand").unwrap(), BTreeMap::from([(one, at(20))]));
}
