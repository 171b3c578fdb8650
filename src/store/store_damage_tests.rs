//! Files that are not what they should be: newer, foreign, hollow, cut short. Each gives a
//! fault in words, never a panic, and is left as it was found.

use super::*;
use crate::domain::person::Happening;
use crate::keyfile::PersonRow;
use crate::store::journal::Intent;

fn person(login: &str, serial: &str) -> PersonRow {
    PersonRow {
        login: login.to_owned(),
        family: format!("Famille {login}"),
        given: "Prénom".to_owned(),
        mail: format!("{login}@ac-nantes.fr"),
        academy: "nantes".to_owned(),
        serials: vec![serial.to_owned()],
        ..PersonRow::default()
    }
}

/// A store of several pages with something in every table.
fn lived_in(folder: &Path) {
    let serials: Vec<_> = (1000..1060).map(|number| number.to_string()).collect();
    let serials: Vec<_> = serials.iter().map(String::as_str).collect();
    let store = demo_with_keys(folder, &serials);
    let people: Vec<_> =
        serials.iter().take(40).map(|serial| person(&format!("p{serial}"), serial)).collect();
    store.import_people(&people, NOW).unwrap();
    let lived = store.write(|transaction| {
        transaction.execute("INSERT INTO journal (at, agent, act, login, serial, reason) SELECT 0, 'm.durand', 'unlock', '', serial, '' FROM keys", [])?;
        for serial in &serials {
            let holder = format!("p{serial}");
            rows::record(transaction, NOW, (serial, &holder), Happening::LoggedIn, Some(30_000_000), "")?;
        }
        Ok::<_, StoreFault>(())
    });
    lived.unwrap();
}

/// The folder of a lived-in store, and its database to be spoilt.
pub(super) fn spoilable() -> (tempfile::TempDir, Vec<u8>) {
    let folder = quick_folder();
    lived_in(folder.path());
    let whole = contents(folder.path()).remove(FILE).unwrap().0;
    assert!(whole.len() > 16 * 4096, "{}", whole.len());
    (folder, whole)
}

pub(super) fn intent(serial: &str) -> Intent {
    Intent { agent: "m.durand".into(), serial: serial.to_owned(), ..Default::default() }
}

/// The database's bytes alone, everything else of the folder as it is.
pub(super) fn with_bytes(folder: &Path, bytes: &[u8]) {
    fs::write(folder.join(FILE), bytes).unwrap();
    for aside in [LOG, "guichet.db-shm"] {
        let _ = fs::remove_file(folder.join(aside));
    }
}

/// In memory where the system has such a place, for tests that make many stores.
fn quick_folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

#[track_caller]
fn assert_refused_untouched(folder: &Path, why: impl Fn(&StoreFault) -> bool) {
    let before = contents(folder);
    for typed in [None, Some(passphrase(GOOD))] {
        for refused in [fault(Store::header(folder)), fault(Store::open(folder, typed.as_ref()))] {
            assert!(why(&refused), "{refused}");
        }
        assert!(matches!(fault(Store::create(folder, typed.as_ref())), StoreFault::Exists(_)));
    }
    assert_eq!(contents(folder), before);
}

#[test]
fn a_later_format_is_refused_and_left_alone() {
    for found in [7, 8, i64::from(i32::MAX)] {
        let folder = tempfile::tempdir().unwrap();
        lived_in(folder.path());
        tamper(folder.path(), &format!("PRAGMA user_version = {found}")).unwrap();
        assert_refused_untouched(
            folder.path(),
            |refused| matches!(refused, StoreFault::Newer { found: told, known: 6 } if *told == found),
        );
    }
}

/// A later program was killed: what it wrote last waits beside the database, and stays there.
#[test]
fn a_later_format_that_was_cut_off_is_left_alone_too() {
    let (living, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    lived_in(living.path());
    let store = Store::open(living.path(), None).unwrap();
    store.read(|connection| Ok(connection.pragma_update(None, "user_version", 7)?)).unwrap();
    for (name, bytes) in contents(living.path()).into_iter().filter(|(name, _)| !name.ends_with("-shm")) {
        fs::write(folder.path().join(name), bytes.0).unwrap();
    }
    assert!(folder.path().join(LOG).exists());
    let left = || {
        let mut left = contents(folder.path());
        left.remove("guichet.db-shm");
        left
    };
    let before = left();
    for _ in 0..2 {
        let refused = fault(Store::open(folder.path(), None));
        assert!(matches!(refused, StoreFault::Newer { found: 7, known: 6 }), "{refused}");
        assert_eq!(left(), before);
    }
}

#[test]
fn formats_that_never_were_are_refused() {
    for format in [0, -1, i64::from(i32::MIN)] {
        let folder = tempfile::tempdir().unwrap();
        lived_in(folder.path());
        tamper(folder.path(), &format!("PRAGMA user_version = {format}")).unwrap();
        assert_refused_untouched(folder.path(), |refused| matches!(refused, StoreFault::Damaged(_)));
    }
}

#[test]
fn what_is_not_ours_is_refused_and_left_alone() {
    let another = {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("other.db");
        Connection::open(&file).unwrap().execute_batch("CREATE TABLE header (name, value)").unwrap();
        fs::read(file).unwrap()
    };
    let magic = [b"SQLite format 3\0".as_slice(), &[0x5a; 4080]].concat();
    for bytes in [b"".as_slice(), b"x", b"mes recettes\n", &another, &magic, &[0; 4096], &[0xff; 65_536]] {
        let folder = tempfile::tempdir().unwrap();
        with_bytes(folder.path(), bytes);
        assert_refused_untouched(folder.path(), |refused| matches!(refused, StoreFault::Damaged(_)));
    }
}

/// The header says it is ours; what it promises is not there.
#[test]
fn a_hollow_store_is_refused_or_says_so_when_read() {
    let spoilt = [
        "DROP TABLE header",
        "DROP TRIGGER header_is_kept; DELETE FROM header",
        "DROP TRIGGER header_is_kept; DELETE FROM header WHERE name = 'vault'",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'nonsense' WHERE name = 'keys'",
    ];
    for sql in spoilt {
        let folder = tempfile::tempdir().unwrap();
        lived_in(folder.path());
        tamper(folder.path(), sql).unwrap();
        assert_refused_untouched(folder.path(), |refused| matches!(refused, StoreFault::Damaged(_)));
    }
    let folder = tempfile::tempdir().unwrap();
    lived_in(folder.path());
    tamper(folder.path(), "PRAGMA foreign_keys = OFF; DROP TABLE keys").unwrap();
    let store = Store::open(folder.path(), None).unwrap();
    let read = store.read(|connection| rows::find_key(connection, "1001"));
    assert!(matches!(fault(read), StoreFault::Damaged(_)));
}

#[test]
fn a_folder_or_a_dead_link_in_place_of_the_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(FILE)).unwrap();
    assert!(matches!(fault(Store::open(folder.path(), None)), StoreFault::Disk(_)));
    assert!(matches!(fault(Store::create(folder.path(), None)), StoreFault::Exists(_)));

    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/nonexistent/elsewhere.db", folder.path().join(FILE)).unwrap();
    assert!(matches!(fault(Store::open(folder.path(), None)), StoreFault::Missing(_)));
    assert!(matches!(fault(Store::create(folder.path(), None)), StoreFault::Exists(_)));
}

#[test]
fn a_demo_key_that_is_missing_or_spoilt_is_a_damage() {
    let folder = tempfile::tempdir().unwrap();
    lived_in(folder.path());
    let key = folder.path().join(DEMO_KEY);
    for spoilt in ["", "00", "zz", &"0".repeat(63), &"0".repeat(66), "\n\n"] {
        fs::write(&key, spoilt).unwrap();
        assert!(matches!(fault(Store::open(folder.path(), None)), StoreFault::Damaged(_)), "{spoilt:?}");
    }
    fs::write(&key, [0xff; 64]).unwrap();
    assert!(matches!(fault(Store::open(folder.path(), None)), StoreFault::Damaged(_)), "not a text");
    fs::remove_file(&key).unwrap();
    assert!(matches!(fault(Store::open(folder.path(), None)), StoreFault::Damaged(_)), "not there");
}

#[test]
fn a_store_cut_short_anywhere_is_refused_and_left_alone() {
    let (folder, whole) = spoilable();
    let near_the_start = [0, 1, 15, 16, 17, 59, 60, 72, 99, 100, 101, 512, 1024, 4095, 4096, 4097];
    let pages = (2..whole.len() / 4096 - 1).step_by(3).map(|page| page * 4096 + 1);
    let last = whole.len() - 4096;
    for length in near_the_start.into_iter().chain(pages).chain([last]) {
        with_bytes(folder.path(), &whole[..length]);
        assert_refused_untouched(folder.path(), |refused| matches!(refused, StoreFault::Damaged(_)));
    }
}
