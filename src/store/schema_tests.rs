//! A store of format 1, as the program of that time wrote it, opens and is whole.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::sync::{Arc, Barrier};
use std::thread;

use rusqlite::Connection;

use super::*;
use crate::desk::local::LocalDesk;
use crate::desk::{About, Filter, TicketDesk};
use crate::domain::moment::Moment;
use crate::domain::secret::Secret;
use crate::domain::ticket::{Field, NoteKind, State, TicketId, Uuid};
use crate::store::{FILE, Store, rows};

const REAL: &str = include_str!("../../tests/stores/format-1-real.sql");
const DEMO: &str = include_str!("../../tests/stores/format-1-demo.sql");
const DEMO_KEY: &str = "d41369260ccfa93f8234d1c0ad8739bc2773e1f9b0fc9aa85c013096342e26e4";
const GOOD: &str = "quatre mots bien choisis";

/// Words that were clear in format 1, the last one in a draft that was thrown away.
const CLEAR: [&str; 6] = ["Coquelicot", "grenier", "perdue au march", "Tulipe", "refus", "Pivoine"];

fn format_1(folder: &Path, rows: &str) -> Connection {
    let connection = Connection::open(folder.join(FILE)).unwrap();
    connection.pragma_update(None, "application_id", APPLICATION).unwrap();
    connection.execute_batch(MIGRATIONS[0]).unwrap();
    connection.pragma_update(None, "user_version", 1).unwrap();
    connection.execute_batch(rows).unwrap();
    // Long enough to leave pages that nothing uses any more.
    let gone = "INSERT INTO drafts VALUES ('x', 'm.durand', 1, replace(hex(zeroblob(50000)), '00', 'Pivoine')); \
        DELETE FROM drafts WHERE uuid = 'x'";
    connection.execute_batch(gone).unwrap();
    fs::write(folder.join("demo.key"), DEMO_KEY).unwrap();
    connection
}

fn passphrase() -> Secret<String> {
    Secret::new(GOOD.to_owned())
}

fn found_in(folder: &Path, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let held = words.iter().filter(|word| bytes.windows(word.len()).any(|part| part == word.as_bytes()));
        found.extend(held.map(|word| format!("{word} in {}", path.display())));
    }
    found
}

fn assert_whole(store: Store) {
    let store = Arc::new(store);
    assert_eq!(store.check().unwrap().damaged, []);
    let candidate = store.read(|connection| {
        let key = rows::find_key(connection, "1001")?.expect("the key");
        rows::candidate(&store, connection, key)
    });
    assert_eq!(candidate.unwrap().seed.expose().as_slice(), b"1001100110011001");
    let check: Vec<u8> = store
        .read(|connection| {
            Ok(connection
                .query_row("SELECT pin_check FROM keys WHERE serial = '1001'", [], |row| row.get(0))?)
        })
        .unwrap();
    assert!(store.vault().is_pin("1001", &Secret::new("4831".to_owned()), &check).unwrap());

    let drafts = store.drafts("m.durand").unwrap();
    assert_eq!((drafts.whole.len(), drafts.damaged.len()), (1, 0));
    assert_eq!(drafts.whole[0].text(Field::Subject), "Clé perdue au marché");
    assert_eq!(drafts.whole[0].saved, Some(Moment::from_secs(1_800_000_000)));
    assert_eq!(store.drafts("p.martin").unwrap().whole[0].text(Field::Subject), "Écran noir");

    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let desk = LocalDesk::new(store.clone(), Arc::new(|| Moment::from_secs(1_800_000_100)));
    let ticket = runtime.block_on(desk.ticket(TicketId::new("1"))).unwrap();
    assert_eq!(ticket.row.subject, "Code refusé deux fois");
    assert_eq!((ticket.row.requester.as_str(), ticket.row.state), ("cdupont", State::Open));
    assert_eq!(ticket.uuid, Some(Uuid::from_random([4; 16])));
    assert_eq!(ticket.fields[&Field::Serial], "1001");
    let notes: Vec<_> = ticket.notes.into_iter().map(|note| note.what).collect();
    assert_eq!(notes, [NoteKind::Said("Rappelée : Tulipe".into()), NoteKind::Moved(State::Open)]);
    let about = |login: &str| Filter {
        about: Some(About { login: login.to_owned(), mail: String::new() }),
        ..Filter::default()
    };
    let list = |filter| runtime.block_on(desk.list(filter, 0)).unwrap().rows.len();
    assert_eq!([list(Filter::default()), list(about("cdupont")), list(about(""))], [2, 1, 0]);
    // The same operation again is still one note, and a new ticket goes on from the last number.
    let next = runtime.block_on(desk.file(crate::desk::Filing {
        draft: crate::domain::ticket::Draft::new(Uuid::from_random([9; 16]), "nantes"),
        author: "a".into(),
        files: Vec::new(),
    }));
    assert_eq!(next.unwrap(), TicketId::new("3"));
    assert_eq!(store.journal(9).unwrap().len(), 1);
}

#[test]
fn a_real_store_is_carried_over_whole_and_nothing_stays_clear() {
    let folder = tempfile::tempdir().unwrap();
    drop(format_1(folder.path(), REAL));
    assert_eq!(found_in(folder.path(), &CLEAR).len(), CLEAR.len(), "they were clear");
    let old_slot: String = REAL.split("\"wrapped\":\"").nth(1).unwrap()[..144].to_owned();
    assert_eq!(found_in(folder.path(), &[&old_slot]).len(), 1);
    let before = fs::read(folder.path().join(FILE)).unwrap();
    let wrong = Store::open(folder.path(), Some(&Secret::new("autre chose".to_owned())));
    assert!(matches!(wrong.err().unwrap(), StoreFault::WrongPassphrase { damaged } if damaged.is_empty()));
    assert!(fs::read(folder.path().join(FILE)).unwrap() == before, "a wrong passphrase writes nothing");
    assert_eq!(Store::header(folder.path()).unwrap().slots[0].name, FIRST);

    let store = Store::open(folder.path(), Some(&passphrase())).unwrap();
    assert_eq!(store.opened_by().as_deref(), Some(FIRST));
    assert_eq!(found_in(folder.path(), &CLEAR), [""; 0], "while it is open");
    assert_whole(store);
    assert_eq!(found_in(folder.path(), &CLEAR), [""; 0]);
    assert_eq!(found_in(folder.path(), &[&old_slot]), [""; 0], "the wrapping without a name is gone");
    assert_whole_again(folder.path());
}

fn assert_whole_again(folder: &Path) {
    let store = Store::open(folder, Some(&passphrase())).unwrap();
    assert_eq!(store.check().unwrap().damaged, []);
    let slots = Store::header(folder).unwrap().slots;
    assert_eq!(slots.len(), 1);
    assert!(!slots[0].nameless && store.vault().is_proved(&slots[0]).unwrap());
}

#[test]
fn a_demo_is_carried_over_too() {
    let folder = tempfile::tempdir().unwrap();
    drop(format_1(folder.path(), DEMO));
    assert_whole(Store::open(folder.path(), None).unwrap());
    assert_eq!(found_in(folder.path(), &CLEAR), [""; 0]);
    assert!(Store::header(folder.path()).unwrap().slots.is_empty());
}

/// Rows that make no sense do not keep the others from being carried over.
#[test]
fn damaged_rows_are_carried_over_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let spoil = "UPDATE drafts SET body = '{' WHERE agent = 'p.martin'; \
        UPDATE tickets SET fields = 'nonsense' WHERE id = 2; UPDATE tickets SET state = 'lost' WHERE id = 2; \
        UPDATE ticket_notes SET body = CAST(x'ff00fe' AS TEXT) WHERE id = 1";
    format_1(folder.path(), DEMO).execute_batch(spoil).unwrap();
    let store = Store::open(folder.path(), None).unwrap();
    assert_eq!(store.drafts("m.durand").unwrap().whole.len(), 1);
    assert_eq!(store.drafts("p.martin").unwrap().damaged.len(), 1);
    let names: Vec<_> = store.check().unwrap().damaged.into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["02020202-0202-4202-8202-020202020202", "05050505-0505-4505-8505-050505050505"]);
}

/// Consoles that start at once on a store of format 1: one carries it over, all are open.
#[test]
fn consoles_at_once_carry_it_over_once() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        drop(format_1(folder.path(), DEMO));
        let line = Barrier::new(3);
        thread::scope(|scope| {
            let open = || {
                line.wait();
                let store = Store::open(folder.path(), None).unwrap();
                assert_eq!(store.check().unwrap().damaged, []);
            };
            (0..3)
                .map(|_| scope.spawn(open))
                .collect::<Vec<_>>()
                .into_iter()
                .for_each(|one| one.join().unwrap());
        });
        assert_whole(Store::open(folder.path(), None).unwrap());
        assert_eq!(found_in(folder.path(), &CLEAR), [""; 0]);
    }
}

/// Another console still reads: what is to be swept is swept at the next start.
#[test]
fn what_could_not_be_swept_is_swept_later() {
    let folder = tempfile::tempdir().unwrap();
    drop(format_1(folder.path(), DEMO));
    let reader = Connection::open(folder.path().join(FILE)).unwrap();
    reader.pragma_update(None, "journal_mode", "WAL").unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM keys").unwrap();
    let mut statement = reader.prepare("SELECT serial FROM keys").unwrap();
    let mut held = statement.query([]).unwrap();
    assert!(held.next().unwrap().is_some());
    drop(Store::open(folder.path(), None).unwrap());
    drop(held);
    drop(statement);
    reader.execute_batch("COMMIT").unwrap();
    drop(reader);
    assert_whole(Store::open(folder.path(), None).unwrap());
    assert_eq!(found_in(folder.path(), &CLEAR), [""; 0]);
}
