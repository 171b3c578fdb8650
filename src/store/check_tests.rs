#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use rusqlite::Connection;

use super::*;
use crate::desk::local::LocalDesk;
use crate::desk::{Change, Filing, Filter, TicketDesk, What};
use crate::domain::delivery::Course;
use crate::domain::key::KeyAct;
use crate::domain::moment::{Moment, Span};
use crate::domain::notice::{Errand, Notice};
use crate::domain::otp::Shape;
use crate::domain::secret::Secret;
use crate::domain::ticket::{
    Attachment, Audience, Draft, Field, Jot, Lens, Look, Parcel, Remark, State, TicketId, UNREADABLE, Uuid,
};
use crate::keyfile::KeyRow;
use crate::store::FILE;
use crate::store::journal::Intent;
use crate::store::vault::Cost;

const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };
const GOOD: &str = "quatre mots bien choisis";
const NOW: Moment = Moment::from_secs(1_800_000_000);

/// Two of everything that is sealed.
fn furnished(folder: &Path) -> Arc<Store> {
    let store = Store::create_as(folder, "m.durand", Some(&phrase(GOOD)), CHEAP).unwrap();
    store.add_slot("p.martin", &phrase("une autre phrase"), CHEAP).unwrap();
    let key = |serial: &str| KeyRow {
        serial: serial.to_owned(),
        maker: String::new(),
        shape: Shape::COMMON,
        seed: Secret::new(serial.repeat(5).into_bytes()),
        counter: 0,
        starts: None,
        expires: None,
        line: 1,
    };
    store.import_keys(&["1001", "1002"].map(key), NOW).unwrap();
    let pins = store.write(|transaction| {
        for serial in ["1001", "1002"] {
            let check = store.vault().pin_check(serial, &phrase("4831"))?;
            transaction.execute("UPDATE keys SET pin_check = ?2 WHERE serial = ?1", (serial, check))?;
        }
        Ok::<_, StoreFault>(())
    });
    pins.unwrap();
    let store = Arc::new(store);
    let desk = LocalDesk::new(store.clone(), Arc::new(|| NOW));
    for byte in [1, 2] {
        let mut draft = Draft::new(Uuid::from_random([byte; 16]), "nantes");
        draft.set(Field::Subject, "Clé perdue");
        draft.login = format!("p{byte}");
        store.save_draft("m.durand", &draft, NOW).unwrap();
        let named = |place: u8| Uuid::from_random([place + byte; 16]);
        let jot = Jot::new(named(40), TicketId::new("1"), Audience::Requester);
        store.save_jot("m.durand", &Jot { text: "rappelé".to_owned(), ..jot }, NOW).unwrap();
        let (name, filter) = ("Clés perdues".to_owned(), "perdue".to_owned());
        let look = Look { uuid: named(50), name, lens: Lens::Free, filter };
        store.keep_look("m.durand", &look, NOW).unwrap();
        let mut other = draft.clone();
        other.uuid = Uuid::from_random([30 + byte; 16]);
        let picture = Attachment::new("écran.png", b"\x89PNG\r\n\x1a\n-".to_vec()).unwrap();
        store.queue("m.durand", &Parcel::Ticket(other.clone()), &[picture], NOW).unwrap();
        store.set_course(&other.uuid, Course::new(NOW), "pas maintenant").unwrap();
        let notice = notice(40 + byte);
        store.begin_act(NOW, &Intent::default(), Some(&Ok(notice.clone()))).unwrap();
        store.set_errand(&notice.uuid, Errand::new(NOW), "pas maintenant").unwrap();
        draft.uuid = Uuid::from_random([10 + byte; 16]);
        let ticket = wait(desk.file(Filing { draft, author: "m.durand".to_owned(), files: Vec::new() }));
        let uuid = Uuid::from_random([20 + byte; 16]);
        let (audience, text) = (Audience::Colleagues, "rappelé".into());
        wait(desk.note(Remark { ticket: ticket.clone(), uuid, author: "a".into(), audience, text }));
        wait(desk.change(Change {
            ticket,
            seen: NOW + Span::days(1),
            author: "a".into(),
            what: What::State(State::Open),
        }));
    }
    store
}

fn notice(byte: u8) -> Notice {
    Notice {
        uuid: Uuid::from_random([byte; 16]),
        act: KeyAct::ClearPin,
        at: NOW,
        to: "claire.dupont@ac-nantes.fr".to_owned(),
        name: "Claire Dupont".to_owned(),
        academy: "nantes".to_owned(),
        login: "cdupont".to_owned(),
        serial: "1001".to_owned(),
        successor: String::new(),
    }
}

fn phrase(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

fn wait<T>(reply: crate::desk::Reply<'_, T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(reply).unwrap()
}

/// Every sealed column: what it is, its table, the column that names the row.
const COLUMNS: [(Sealed, &str, &str, &str); 15] = [
    (Sealed::Jot, "jots", "body", "uuid"),
    (Sealed::Look, "looks", "body", "uuid"),
    (Sealed::Notice, "notices", "body", "uuid"),
    (Sealed::Notice, "notices", "words", "uuid"),
    (Sealed::Outbox, "outbox", "body", "uuid"),
    (Sealed::Outbox, "outbox", "words", "uuid"),
    (Sealed::Outbox, "outbox_files", "body", "uuid"),
    (Sealed::Slot, "slots", "body", "name"),
    (Sealed::Slot, "slots", "proof", "name"),
    (Sealed::Seed, "keys", "seed", "serial"),
    (Sealed::Draft, "drafts", "body", "uuid"),
    (Sealed::Ticket, "tickets", "body", "uuid"),
    (Sealed::Ticket, "tickets", "login", "uuid"),
    (Sealed::Note, "ticket_notes", "body", "uuid"),
    (Sealed::PinCheck, "keys", "pin_check", "serial"),
];

fn first(connection: &Connection, table: &str, column: &str, named: &str) -> (String, Vec<u8>) {
    let sql = format!("SELECT {named}, CAST({column} AS BLOB) FROM {table} ORDER BY rowid LIMIT 1");
    connection.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
}

fn put(connection: &Connection, (table, column, named): (&str, &str, &str), name: &str, bytes: &[u8]) {
    let cast = if column == "body" && table == "slots" { "CAST(?2 AS TEXT)" } else { "?2" };
    let sql = format!("UPDATE {table} SET {column} = {cast} WHERE {named} = ?1");
    assert_eq!(connection.execute(&sql, (name, bytes)).unwrap(), 1);
}

#[test]
fn a_whole_store_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let report = furnished(folder.path()).check().unwrap();
    assert_eq!(report.damaged, []);
    let counts: Vec<_> = report.counts.iter().map(|(kind, count)| (kind.word(), *count)).collect();
    let words = ["slot", "seed", "pin-check", "draft", "ticket", "note", "outbox", "words", "view", "notice"];
    assert_eq!(counts, words.map(|word| (word, if word == "note" { 4 } else { 2 })));
    assert_eq!(report.counts.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), Sealed::ALL);
}

/// Each byte of each sealed column, each bit once: the row is named, and nothing else is.
#[test]
fn every_flipped_byte_is_noticed_and_harms_no_other_row() {
    let folder = tempfile::tempdir().unwrap();
    let store = furnished(folder.path());
    let shell = Connection::open(folder.path().join(FILE)).unwrap();
    for (kind, table, column, named) in COLUMNS {
        let (name, whole) = first(&shell, table, column, named);
        for at in 0..whole.len() {
            let mut spoilt = whole.clone();
            // Text stays text: a table is strict about that.
            spoilt[at] ^= if kind == Sealed::Slot && column == "body" { 1 } else { 1 << (at % 8) };
            if kind == Sealed::PinCheck {
                spoilt.pop();
            }
            put(&shell, (table, column, named), &name, &spoilt);
            assert_eq!(store.check().unwrap().damaged, [(kind, name.clone())], "{table}.{column} byte {at}");
        }
        put(&shell, (table, column, named), &name, &whole);
    }
    assert_eq!(store.check().unwrap().damaged, []);
}

#[test]
fn swapped_rows_are_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let store = furnished(folder.path());
    let shell = Connection::open(folder.path().join(FILE)).unwrap();
    for (kind, table, column, named) in COLUMNS.into_iter().filter(|(kind, ..)| *kind != Sealed::PinCheck) {
        let sql = format!("SELECT {named}, CAST({column} AS BLOB) FROM {table} ORDER BY rowid LIMIT 2");
        let rows: Vec<(String, Vec<u8>)> = {
            let mut statement = shell.prepare(&sql).unwrap();
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            rows.map(Result::unwrap).collect()
        };
        let [(one, first), (two, second)] = &rows[..] else { panic!("{rows:?}") };
        let place = (table, column, named);
        put(&shell, place, one, second);
        put(&shell, place, two, first);
        let mut damaged: Vec<_> = store.check().unwrap().damaged;
        damaged.sort_by(|(_, a), (_, b)| a.cmp(b));
        let mut expected = vec![(kind, one.clone()), (kind, two.clone())];
        expected.sort_by(|(_, a), (_, b)| a.cmp(b));
        assert_eq!(damaged, expected, "{table}.{column}");
        put(&shell, place, one, first);
        put(&shell, place, two, second);
    }
    assert_eq!(store.check().unwrap().damaged, []);
}

/// Columns that are clear but tied to a sealed body.
#[test]
fn altered_authors_times_and_owners_are_noticed() {
    for sql in [
        "UPDATE tickets SET author = 'x' WHERE id = 1",
        "UPDATE tickets SET created = created + 1 WHERE id = 1",
        "UPDATE tickets SET uuid = '77777777-7777-4777-8777-777777777777' WHERE id = 1",
        "UPDATE tickets SET login = NULL WHERE id = 1",
        "UPDATE ticket_notes SET author = 'x' WHERE id = 1",
        "UPDATE ticket_notes SET at = 0 WHERE id = 1",
        "UPDATE ticket_notes SET what = 'state' WHERE id = 1",
        "UPDATE ticket_notes SET ticket = 2 WHERE id = 1",
        "UPDATE drafts SET agent = 'x' WHERE rowid = 1",
        "UPDATE drafts SET saved = 0 WHERE rowid = 1",
        "UPDATE jots SET agent = 'x' WHERE rowid = 1",
        "UPDATE jots SET saved = 0 WHERE rowid = 1",
        "UPDATE looks SET agent = 'x' WHERE rowid = 1",
        "UPDATE outbox SET agent = 'x' WHERE rowid = 1",
        "UPDATE outbox SET since = 0 WHERE rowid = 1",
        "UPDATE keys SET version = 2 WHERE serial = '1001'",
        "UPDATE slots SET name = 'x' WHERE name = 'p.martin'",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let store = furnished(folder.path());
        Connection::open(folder.path().join(FILE)).unwrap().execute_batch(sql).unwrap();
        assert!(!store.check().unwrap().damaged.is_empty(), "{sql}");
    }
}

/// A ticket that does not open is listed among the others, and says so when it is opened.
#[test]
fn an_unreadable_ticket_hides_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let store = furnished(folder.path());
    let shell = Connection::open(folder.path().join(FILE)).unwrap();
    shell.execute_batch("UPDATE tickets SET body = zeroblob(80) WHERE id = 1").unwrap();
    let desk = LocalDesk::new(store, Arc::new(|| NOW));
    let rows = wait(desk.list(Filter::default(), 0)).rows;
    let subjects: Vec<_> = rows.iter().map(|row| row.subject.as_str()).collect();
    assert_eq!(subjects, ["Clé perdue", UNREADABLE]);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let fault = runtime.block_on(desk.ticket(TicketId::new("1"))).unwrap_err();
    assert!(fault.to_string().contains("0b0b0b0b"), "{fault}");
    assert!(runtime.block_on(desk.ticket(TicketId::new("2"))).is_ok());
}

/// No text of a ticket, and no login, lies clear in the tables of tickets.
#[test]
fn tickets_are_not_clear() {
    let folder = tempfile::tempdir().unwrap();
    drop(furnished(folder.path()));
    let bytes = fs::read(folder.path().join(FILE)).unwrap();
    for text in ["perdue", "rappel", "\"login\"", "subject"] {
        let clear = bytes.windows(text.len()).any(|part| part == text.as_bytes());
        // The schema's own words are not what was typed.
        assert!(!clear || text == "subject", "{text}");
    }
}

proptest! {
    /// What is sealed for a place opens there, and nowhere else.
    #[test]
    fn what_is_sealed_opens_in_its_place_alone(
        text in ".{0,200}",
        words in prop::collection::vec("[a-z:0-9\\x00]{0,6}", 1..4),
        others in prop::collection::vec("[a-z:0-9\\x00]{0,6}", 1..4),
    ) {
        let (vault, _) = crate::store::vault::Vault::create("x", &phrase(GOOD), CHEAP).unwrap();
        let (words, others): (Vec<&str>, Vec<&str>) =
            (words.iter().map(String::as_str).collect(), others.iter().map(String::as_str).collect());
        let here = Place { kind: "draft", words: &words };
        let sealed = vault.seal_json(here, &text).unwrap();
        prop_assert_eq!(vault.open_json::<String>(here, &sealed).unwrap(), text);
        let there = vault.open_json::<String>(Place { kind: "draft", words: &others }, &sealed);
        prop_assert_eq!(there.is_ok(), words == others);
        let elsewhere = vault.open_json::<String>(Place { kind: "note", words: &words }, &sealed);
        prop_assert!(elsewhere.is_err());
    }
}
