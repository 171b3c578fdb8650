#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::fmt;
use std::os::unix::fs::PermissionsExt;
use std::sync::Barrier;
use std::thread;

use super::*;
use crate::domain::moment::Moment;
use crate::domain::otp::Shape;
use crate::domain::verdict::Candidate;
use crate::keyfile::KeyRow;

#[path = "store_damage_tests.rs"]
mod damage;
#[path = "store_disk_tests.rs"]
mod disk;
#[path = "store_journal_tests.rs"]
mod journal;
#[path = "store_scribble_tests.rs"]
mod scribble;
#[path = "store_vault_tests.rs"]
mod vault_tests;

const NOW: Moment = Moment::from_secs(1_800_000_000);
const GOOD: &str = "quatre mots bien choisis";

/// A derivation that takes no time, where it is not what is tested.
const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

fn passphrase(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

/// Stores have no `Debug`, so `unwrap_err` is not for them.
#[track_caller]
fn fault<T>(result: Result<T, StoreFault>) -> StoreFault {
    result.err().expect("a refusal")
}

/// A key in stock whose seed is its serial, four times.
fn key_row(serial: &str) -> KeyRow {
    KeyRow {
        serial: serial.to_owned(),
        maker: "Clepsydre (fictif)".to_owned(),
        shape: Shape::COMMON,
        seed: seed_of(serial),
        counter: 0,
        starts: None,
        expires: None,
        line: 1,
    }
}

fn seed_of(serial: &str) -> crate::domain::secret::Seed {
    Secret::new(serial.repeat(4).into_bytes())
}

fn demo_with_keys(folder: &Path, serials: &[&str]) -> Store {
    let store = Store::create(folder, None).unwrap();
    let rows: Vec<_> = serials.iter().map(|serial| key_row(serial)).collect();
    store.import_keys(&rows, NOW).unwrap();
    store
}

fn candidate(store: &Store, serial: &str) -> Result<Candidate, StoreFault> {
    store.read(|connection| {
        let key = rows::find_key(connection, serial)?.expect("the key");
        rows::candidate(store, connection, key)
    })
}

/// What somebody does who has the file and an SQLite shell.
fn tamper(folder: &Path, sql: &str) -> rusqlite::Result<()> {
    Connection::open(folder.join(FILE))?.execute_batch(sql)
}

/// The same, the triggers taken away first.
fn tamper_header(folder: &Path, name: &str, value: &str) {
    tamper(folder, "DROP TRIGGER header_is_final").unwrap();
    let connection = Connection::open(folder.join(FILE)).unwrap();
    connection.execute("UPDATE header SET value = ?2 WHERE name = ?1", [name, value]).unwrap();
}

fn header_value(folder: &Path, name: &str) -> String {
    let connection = Connection::open(folder.join(FILE)).unwrap();
    connection.query_row("SELECT value FROM header WHERE name = ?1", [name], |row| row.get(0)).unwrap()
}

/// The bytes of a file; a failed comparison shows how many there are.
#[derive(Clone, PartialEq, Eq)]
struct Bytes(Vec<u8>);

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// Every file of a folder, to the byte.
fn contents(folder: &Path) -> BTreeMap<String, Bytes> {
    let files = fs::read_dir(folder).unwrap().map(|entry| {
        let entry = entry.unwrap();
        (entry.file_name().into_string().unwrap(), Bytes(fs::read(entry.path()).unwrap()))
    });
    files.collect()
}

fn modes(folder: &Path) -> BTreeMap<String, u32> {
    let files = fs::read_dir(folder).unwrap().map(|entry| {
        let entry = entry.unwrap();
        (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().permissions().mode() & 0o7777)
    });
    files.collect()
}

#[test]
fn a_real_store_opens_with_its_passphrase_alone() {
    let folder = tempfile::tempdir().unwrap();
    let id = Store::create(folder.path(), Some(&passphrase(GOOD))).unwrap().vault().id().to_owned();
    let before = contents(folder.path());
    let nearly = GOOD.to_uppercase();
    for wrong in ["", "quatre mots bien choisi", &nearly] {
        let refused = fault(Store::open(folder.path(), Some(&passphrase(wrong))));
        assert!(matches!(refused, StoreFault::WrongPassphrase { .. }), "{wrong:?}: {refused}");
    }
    assert!(matches!(fault(Store::open(folder.path(), None)), StoreFault::NeedsPassphrase));
    assert_eq!(contents(folder.path()), before);
    assert_eq!(Store::header(folder.path()).unwrap().kind(), Kind::Real);
    let store = Store::open(folder.path(), Some(&passphrase(GOOD))).unwrap();
    assert_eq!((store.kind(), store.vault().id()), (Kind::Real, id.as_str()));
    assert!(!folder.path().join(DEMO_KEY).exists());
}

#[test]
fn a_demo_opens_by_itself_whatever_is_typed() {
    let folder = tempfile::tempdir().unwrap();
    drop(demo_with_keys(folder.path(), &["1001"]));
    for typed in [None, Some(passphrase("")), Some(passphrase(GOOD))] {
        let store = Store::open(folder.path(), typed.as_ref()).unwrap();
        assert_eq!(store.kind(), Kind::Demo);
        assert_eq!(candidate(&store, "1001").unwrap().seed.expose(), seed_of("1001").expose());
    }
}

#[test]
fn where_there_is_no_store_none_is_made() {
    let folder = tempfile::tempdir().unwrap();
    for place in [folder.path().to_owned(), folder.path().join("not/there")] {
        for refused in [fault(Store::header(&place)), fault(Store::open(&place, None))] {
            assert!(matches!(&refused, StoreFault::Missing(named) if *named == place), "{refused}");
        }
    }
    assert_eq!(contents(folder.path()), BTreeMap::new());
}

#[test]
fn a_store_is_never_overwritten() {
    for first in [None, Some(passphrase(GOOD))] {
        let folder = tempfile::tempdir().unwrap();
        drop(Store::create(folder.path(), first.as_ref()).unwrap());
        let before = contents(folder.path());
        for again in [None, Some(passphrase("une autre phrase"))] {
            let refused = fault(Store::create(folder.path(), again.as_ref()));
            assert!(matches!(refused, StoreFault::Exists(_)), "{refused}");
            assert_eq!(contents(folder.path()), before);
        }
    }
}

/// Even a file that is no store: it may be somebody's.
#[test]
fn a_strangers_file_is_not_overwritten_either() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE), "mes recettes").unwrap();
    let before = contents(folder.path());
    assert!(matches!(fault(Store::create(folder.path(), None)), StoreFault::Exists(_)));
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn what_a_creation_cut_short_left_behind_does_not_stop_the_next() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("guichet.new"), "half").unwrap();
    fs::write(folder.path().join(DEMO_KEY), "half").unwrap();
    drop(demo_with_keys(folder.path(), &["1001"]));
    let store = Store::open(folder.path(), None).unwrap();
    assert!(candidate(&store, "1001").is_ok());
    assert_eq!(contents(folder.path()).keys().filter(|name| name.ends_with(".new")).count(), 0);
}

/// One creator wins, and what is there afterwards is his: his key opens it.
#[test]
fn of_creators_at_once_one_wins() {
    const CREATORS: usize = 4;
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let start = Barrier::new(CREATORS);
        let made: Vec<_> = thread::scope(|scope| {
            let create = || {
                start.wait();
                Store::create(folder.path(), None).map(|store| store.vault().id().to_owned())
            };
            let threads: Vec<_> = (0..CREATORS).map(|_| scope.spawn(create)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let winners: Vec<_> = made.iter().filter_map(|made| made.as_ref().ok()).collect();
        assert_eq!(winners.len(), 1, "{made:?}");
        let lost = made.iter().filter(|made| matches!(made, Err(StoreFault::Exists(_)))).count();
        assert_eq!(lost, CREATORS - 1, "{made:?}");
        let store = Store::open(folder.path(), None).unwrap();
        assert_eq!(store.vault().id(), winners[0]);
        store.import_keys(&[key_row("1001")], NOW).unwrap();
        assert!(candidate(&Store::open(folder.path(), None).unwrap(), "1001").is_ok());
    }
}

#[test]
fn nobody_else_may_read_it() {
    let parent = tempfile::tempdir().unwrap();
    for (name, phrase) in [("demo", None), ("real", Some(passphrase(GOOD)))] {
        let folder = parent.path().join(name);
        let store = Store::create(&folder, phrase.as_ref()).unwrap();
        store.import_keys(&[key_row("1001")], NOW).unwrap();
        let modes = modes(&folder);
        for file in [FILE, LOG, "guichet.db-shm"] {
            assert!(modes.contains_key(file), "{modes:?}");
        }
        assert!(modes.values().all(|mode| *mode == 0o600), "{modes:?}");
    }
    assert!(modes(parent.path()).values().all(|mode| *mode == 0o700));
}

#[test]
fn the_header_takes_no_second_word() {
    let folder = tempfile::tempdir().unwrap();
    drop(Store::create(folder.path(), Some(&passphrase(GOOD))).unwrap());
    let before = header_value(folder.path(), "vault");
    for sql in [
        "UPDATE header SET value = 'demo-0' WHERE name = 'vault'",
        "UPDATE header SET name = 'safe'",
        "DELETE FROM header",
        "INSERT INTO header VALUES ('vault', 'demo-0')",
        "INSERT OR REPLACE INTO header VALUES ('vault', 'demo-0')",
        "INSERT INTO header VALUES ('vault', 'demo-0') ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    ] {
        assert!(tamper(folder.path(), sql).is_err(), "{sql}");
        assert_eq!(header_value(folder.path(), "vault"), before, "{sql}");
    }
}

/// Whoever takes the triggers away as well gains a store that says it is a demo, and no seed.
#[test]
fn a_store_made_into_the_other_kind_opens_no_seed() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), Some(&passphrase(GOOD))).unwrap();
    store.import_keys(&[key_row("1001")], NOW).unwrap();
    let renamed = store.vault().id().replace("real-", "demo-");
    drop(store);
    tamper_header(folder.path(), "vault", &renamed);
    let refused = fault(Store::open(folder.path(), None));
    assert!(matches!(refused, StoreFault::Damaged(_) | StoreFault::Disk(_)), "no demo key: {refused}");
    fs::write(folder.path().join(DEMO_KEY), "00".repeat(32)).unwrap();
    let store = Store::open(folder.path(), None).unwrap();
    assert!(matches!(fault(candidate(&store, "1001")), StoreFault::Damaged(_)));
    assert!(matches!(fault(store.fob("1001", NOW)), StoreFault::Damaged(_)));
}

#[test]
fn a_demo_made_into_a_real_store_opens_with_no_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let renamed = demo_with_keys(folder.path(), &["1001"]).vault().id().replace("demo-", "real-");
    tamper_header(folder.path(), "vault", &renamed);
    for typed in ["", GOOD] {
        let refused = fault(Store::open(folder.path(), Some(&passphrase(typed))));
        assert!(matches!(refused, StoreFault::Damaged(_)), "{refused}");
    }
}
