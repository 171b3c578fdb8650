#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::sync::Barrier;
use std::thread;

use rusqlite::Connection;

use super::*;
use crate::store::FILE;
use crate::store::vault::Through;

const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };
const ONE: &str = "quatre mots bien choisis";
const TWO: &str = "deux fois deux mots";
const THREE: &str = "trois petits tours";

fn phrase(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

/// In memory where the system has such a place, for tests that make many stores.
fn quick_folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

fn made(folder: &Path) -> Store {
    Store::create_as(folder, "one", Some(&phrase(ONE)), CHEAP).unwrap()
}

fn open(folder: &Path, typed: &str) -> Result<Store, StoreFault> {
    Store::open(folder, Some(&phrase(typed)))
}

fn opens(folder: &Path) -> [bool; 3] {
    [ONE, TWO, THREE].map(|typed| open(folder, typed).is_ok())
}

fn names(folder: &Path) -> Vec<String> {
    Store::header(folder).unwrap().slots.into_iter().map(|slot| slot.name).collect()
}

fn held(folder: &Path, text: &str) -> bool {
    let files = fs::read_dir(folder).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap());
    let mut files = files.filter(|bytes| bytes.windows(text.len()).any(|part| part == text.as_bytes()));
    files.next().is_some()
}

#[test]
fn each_slot_opens_the_same_vault() {
    let folder = tempfile::tempdir().unwrap();
    let store = made(folder.path());
    let id = store.vault().id().to_owned();
    store.add_slot("two", &phrase(TWO), CHEAP).unwrap();
    drop(store);
    assert_eq!(names(folder.path()), ["one", "two"]);
    for (typed, name) in [(ONE, "one"), (TWO, "two")] {
        let store = open(folder.path(), typed).unwrap();
        assert_eq!((store.vault().id(), store.opened_by().as_deref()), (id.as_str(), Some(name)));
    }
    assert!(
        matches!(open(folder.path(), THREE).err(), Some(StoreFault::WrongPassphrase { damaged }) if damaged.is_empty())
    );
}

#[test]
fn a_changed_passphrase_opens_no_more_and_the_others_do() {
    let folder = tempfile::tempdir().unwrap();
    let store = made(folder.path());
    store.add_slot("two", &phrase(TWO), CHEAP).unwrap();
    let wrapped = Store::header(folder.path()).unwrap().slots[0].body.clone();
    assert!(held(folder.path(), &wrapped));
    store.change_slot("one", &phrase(THREE), CHEAP).unwrap();
    assert_eq!(opens(folder.path()), [false, true, true]);
    assert!(!held(folder.path(), &wrapped), "the old wrapping is overwritten, in the log too");
    // The console that did it goes on.
    store.change_slot("one", &phrase(ONE), CHEAP).unwrap();
    assert_eq!(opens(folder.path()), [true, true, false]);
}

#[test]
fn a_removed_passphrase_opens_no_more_and_the_last_stays() {
    let folder = tempfile::tempdir().unwrap();
    let store = made(folder.path());
    assert!(matches!(store.remove_slot("one"), Err(SlotFault::Last)));
    store.add_slot("two", &phrase(TWO), CHEAP).unwrap();
    let wrapped = Store::header(folder.path()).unwrap().slots[1].body.clone();
    assert!(matches!(store.remove_slot("one"), Err(SlotFault::Changed)), "its own");
    store.remove_slot("two").unwrap();
    assert!(matches!(store.remove_slot("two"), Err(SlotFault::NotFound)));
    assert_eq!(opens(folder.path()), [true, false, false]);
    assert!(!held(folder.path(), &wrapped), "the old wrapping is overwritten, in the log too");
}

#[test]
fn names_are_taken_once_and_must_be_seen() {
    let folder = tempfile::tempdir().unwrap();
    let store = made(folder.path());
    let add = |name: &str| store.add_slot(name, &phrase(TWO), CHEAP);
    assert!(matches!(add("one"), Err(SlotFault::Exists)));
    for bad in ["", " ", " x", "x ", "a\nb", "a\u{1b}[31m", &"x".repeat(65)] {
        assert!(matches!(add(bad), Err(SlotFault::BadName)), "{bad:?}");
    }
    assert!(matches!(store.change_slot("two", &phrase(TWO), CHEAP), Err(SlotFault::NotFound)));
    for number in 2..=SLOTS_MAX {
        add(&format!("é {number}")).unwrap();
    }
    assert!(matches!(add("one more"), Err(SlotFault::Full)));
    assert_eq!(names(folder.path()).len(), SLOTS_MAX);
    assert!(open(folder.path(), ONE).is_ok());
}

#[test]
fn a_demo_has_no_slots() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), None).unwrap();
    assert!(matches!(store.add_slot("two", &phrase(TWO), CHEAP), Err(SlotFault::Demo)));
    assert!(matches!(store.remove_slot("one"), Err(SlotFault::Demo)));
    assert_eq!(store.opened_by(), None);
}

/// Who was let in by a passphrase that is no more cannot let himself in again.
#[test]
fn a_console_whose_slot_is_gone_may_not_touch_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let keeper = made(folder.path());
    keeper.add_slot("two", &phrase(TWO), CHEAP).unwrap();
    keeper.add_slot("three", &phrase(THREE), CHEAP).unwrap();
    let leaver = open(folder.path(), TWO).unwrap();
    keeper.remove_slot("two").unwrap();
    assert!(matches!(leaver.add_slot("mine", &phrase(TWO), CHEAP), Err(SlotFault::Changed)));
    assert!(matches!(leaver.change_slot("one", &phrase(TWO), CHEAP), Err(SlotFault::Changed)));
    assert!(matches!(leaver.remove_slot("one"), Err(SlotFault::Changed)));
    // A slot of the same name is not the same slot.
    keeper.add_slot("two", &phrase("encore une autre"), CHEAP).unwrap();
    assert!(matches!(leaver.remove_slot("one"), Err(SlotFault::Changed)));
    assert_eq!(opens(folder.path()), [true, false, true]);
}

#[test]
fn a_passphrase_is_tried_where_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path()).add_slot("two", &phrase(TWO), CHEAP).unwrap();
    let by = |typed: &str, through: Through| {
        let store = Store::open_through(folder.path(), Some(&phrase(typed)), through).ok()?;
        store.opened_by()
    };
    assert_eq!(by(TWO, Through::Any("two")).as_deref(), Some("two"));
    assert_eq!(by(TWO, Through::Any("nobody")).as_deref(), Some("two"));
    assert_eq!(by(TWO, Through::Only("two")).as_deref(), Some("two"));
    assert_eq!(by(TWO, Through::Only("one")), None);
    assert_eq!(by(TWO, Through::AllBut("one")).as_deref(), Some("two"));
    assert_eq!(by(TWO, Through::AllBut("two")), None);
}

fn shell(folder: &Path, sql: &str) {
    Connection::open(folder.join(FILE)).unwrap().execute_batch(sql).unwrap();
}

/// Two slots whose bodies changed places: neither passphrase is taken for the other's.
#[test]
fn swapped_slots_open_nothing() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path()).add_slot("two", &phrase(TWO), CHEAP).unwrap();
    shell(
        folder.path(),
        "CREATE TEMP TABLE held AS SELECT * FROM slots; \
         UPDATE slots SET body = (SELECT body FROM held WHERE held.name <> slots.name)",
    );
    assert_eq!(opens(folder.path()), [false, false, false]);
    shell(folder.path(), "UPDATE slots SET name = 'x' WHERE name = 'one'");
    shell(folder.path(), "UPDATE slots SET name = 'one' WHERE name = 'two'");
    assert_eq!(opens(folder.path()), [true, false, false], "its own body under its own name again");
}

#[test]
fn a_slot_of_another_store_opens_nothing() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    drop(made(here.path()));
    drop(Store::create_as(there.path(), "one", Some(&phrase(TWO)), CHEAP).unwrap());
    shell(
        here.path(),
        &format!(
            "ATTACH '{}' AS there; UPDATE slots SET body = (SELECT body FROM there.slots), proof = (SELECT proof FROM there.slots)",
            there.path().join(FILE).display()
        ),
    );
    assert_eq!(opens(here.path()), [false, false, false]);
}

/// A damaged slot harms nobody else; its owner hears that it may be his.
#[test]
fn a_damaged_slot_is_named_and_the_others_open() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path()).add_slot("two", &phrase(TWO), CHEAP).unwrap();
    for body in ["", "{}", "null", "[[[[", "é"] {
        let connection = Connection::open(folder.path().join(FILE)).unwrap();
        connection.execute("UPDATE slots SET body = ?1 WHERE name = 'one'", [body]).unwrap();
        drop(connection);
        assert_eq!(opens(folder.path()), [false, true, false], "{body}");
        let fault = open(folder.path(), ONE).err().unwrap();
        assert!(
            matches!(&fault, StoreFault::WrongPassphrase { damaged } if damaged.len() == 1 && damaged[0].contains("one")),
            "{fault}"
        );
    }
    let report = open(folder.path(), TWO).unwrap().check().unwrap();
    assert_eq!(report.damaged, [(crate::store::check::Sealed::Slot, "one".to_owned())]);
}

#[test]
fn too_many_slots_or_none_is_a_damage() {
    let folder = tempfile::tempdir().unwrap();
    drop(made(folder.path()));
    shell(folder.path(), "CREATE TABLE kept AS SELECT * FROM slots; DELETE FROM slots");
    assert!(matches!(open(folder.path(), ONE).err(), Some(StoreFault::Damaged(_))));
    shell(
        folder.path(),
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 17) \
         INSERT INTO slots SELECT 'x' || i, body, proof FROM n, kept",
    );
    assert!(matches!(open(folder.path(), ONE).err(), Some(StoreFault::Damaged(_))));
}

/// Two consoles that each remove the other's slot: one of them stays, and opens the store.
#[test]
fn consoles_that_remove_each_other_leave_one() {
    for _ in 0..50 {
        let folder = quick_folder();
        let one = made(folder.path());
        one.add_slot("two", &phrase(TWO), CHEAP).unwrap();
        let two = open(folder.path(), TWO).unwrap();
        let line = Barrier::new(2);
        let done = thread::scope(|scope| {
            let line = &line;
            let remove = |store: Store, name: &'static str| {
                scope.spawn(move || {
                    line.wait();
                    store.remove_slot(name).is_ok()
                })
            };
            [remove(one, "two"), remove(two, "one")].map(|one| one.join().unwrap())
        });
        assert_eq!(done.iter().filter(|done| **done).count(), 1);
        assert_eq!(opens(folder.path()), [done[0], done[1], false]);
    }
}

/// Two consoles opened by one passphrase that both change it: the first wins, the second hears that
/// its passphrase is no more, and what opens the store is what the first was told.
#[test]
fn of_two_changes_of_one_slot_one_is_done() {
    for _ in 0..50 {
        let folder = quick_folder();
        let consoles = [made(folder.path()), open(folder.path(), ONE).unwrap()];
        let line = Barrier::new(2);
        let done = thread::scope(|scope| {
            let line = &line;
            let change = |store: Store, to: &'static str| {
                scope.spawn(move || {
                    line.wait();
                    store.change_slot("one", &phrase(to), CHEAP)
                })
            };
            let [one, two] = consoles;
            [change(one, TWO), change(two, THREE)].map(|one| one.join().unwrap())
        });
        assert!(done.iter().any(|done| matches!(done, Err(SlotFault::Changed))), "{done:?}");
        assert_eq!(opens(folder.path()), [false, done[0].is_ok(), done[1].is_ok()]);
        assert!(done.iter().any(Result::is_ok));
    }
}

/// Consoles that add at once all get in, as long as there is room and no name twice.
#[test]
fn consoles_that_add_at_once_all_get_in() {
    let folder = tempfile::tempdir().unwrap();
    drop(made(folder.path()));
    let line = Barrier::new(4);
    let added: usize = thread::scope(|scope| {
        let add = |console: usize| {
            let line = &line;
            let folder = folder.path();
            scope.spawn(move || {
                let store = open(folder, ONE).unwrap();
                line.wait();
                let names = (0..6).map(|number| format!("{}", (console * 3 + number) % 20));
                names.filter(|name| store.add_slot(name, &phrase(TWO), CHEAP).is_ok()).count()
            })
        };
        let all: Vec<_> = (0..4).map(add).collect();
        all.into_iter().map(|one| one.join().unwrap()).sum()
    });
    let names = names(folder.path());
    assert_eq!(names.len(), added + 1);
    assert_eq!(added, 15, "15 different names were asked for");
    assert_eq!(opens(folder.path()), [true, true, false]);
}
