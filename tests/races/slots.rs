//! A console killed while it writes slots, or while it carries a store of format 1 over.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use guichet::domain::secret::Secret;
use guichet::store::vault::Cost;
use guichet::store::{FILE, Store, StoreFault};
use rusqlite::Connection;

use crate::office::quick_folder;

/// Names the folder to the console that is killed.
const FOLDER: &str = "GUICHET_TEST_FOLDER";

/// Consoles killed while they write slots, and while they carry a store over.
const KILLED: u64 = 60;
const CARRIED: u32 = 24;

const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };
const ONE: &str = "quatre mots bien choisis";
const TWO: &str = "deux fois deux mots";
const THREE: &str = "trois petits tours";

fn phrase(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

fn open(folder: &Path, typed: &str) -> Result<Store, StoreFault> {
    Store::open(folder, Some(&phrase(typed)))
}

/// Adds, changes and removes a slot, for ever.
#[test]
#[ignore = "run, and killed, by the test beside it"]
fn the_console_that_writes_slots() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let store = open(Path::new(&folder), ONE).unwrap();
    println!("\nopen");
    loop {
        let _ = store.add_slot("two", &phrase(TWO), CHEAP);
        store.change_slot("two", &phrase(THREE), CHEAP).unwrap();
        store.change_slot("two", &phrase(TWO), CHEAP).unwrap();
        store.remove_slot("two").unwrap();
    }
}

/// Carries a store over and is done.
#[test]
#[ignore = "run, and killed, by the test beside it"]
fn the_console_that_carries_over() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    println!("\nopen");
    drop(Store::open(Path::new(&folder), None).unwrap());
}

/// Starts the console, waits until it is at work and then for a while, and kills it.
fn kill_at_work(test: &str, folder: &Path, after: Duration) {
    let mut console = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(console.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line == "open"), "the console works");
    thread::sleep(after);
    console.kill().unwrap();
    console.wait().unwrap();
}

#[test]
fn whatever_slot_is_being_written_a_known_passphrase_opens_the_store() {
    let folder = quick_folder();
    drop(Store::create_as(folder.path(), "one", Some(&phrase(ONE)), CHEAP).unwrap());
    let mut seen = [0; 3];
    for round in 0..KILLED {
        let after = Duration::from_micros(round * 1_777 % 30_000);
        kill_at_work("slots::the_console_that_writes_slots", folder.path(), after);
        let store = open(folder.path(), ONE).unwrap_or_else(|fault| panic!("round {round}: {fault}"));
        assert_eq!(store.check().unwrap().damaged, [], "round {round}");
        let slots = Store::header(folder.path()).unwrap().slots.len();
        let others = [TWO, THREE].map(|typed| open(folder.path(), typed).is_ok());
        // Before or after a write, never between: no slot, or a slot with one of its passphrases.
        match (slots, others) {
            (1, [false, false]) => seen[0] += 1,
            (2, [true, false]) => seen[1] += 1,
            (2, [false, true]) => seen[2] += 1,
            other => panic!("round {round}: {other:?}"),
        }
    }
    println!("{} without the slot, {} with one passphrase, {} with the other", seen[0], seen[1], seen[2]);
    assert!(seen.iter().filter(|count| **count > 0).count() > 1, "{seen:?}: killed at different moments");
}

const FORMAT_1: &str = include_str!("../../src/store/schema/1.sql");
const ROWS: &str = include_str!("../stores/format-1-demo.sql");

/// Enough drafts for the work to take a while.
const DRAFTS: usize = 100;

fn format_1(folder: &Path) {
    let connection = Connection::open(folder.join(FILE)).unwrap();
    connection.pragma_update(None, "application_id", 0x4775_6963).unwrap();
    connection.execute_batch(FORMAT_1).unwrap();
    connection.pragma_update(None, "user_version", 1).unwrap();
    connection.execute_batch(ROWS).unwrap();
    let more = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {DRAFTS}) \
         INSERT INTO drafts SELECT replace(uuid, '01010101-', printf('%08x-', i)), agent, i, \
         replace(body, '01010101-', printf('%08x-', i)) FROM n, drafts WHERE agent = 'm.durand'"
    );
    connection.execute_batch(&more).unwrap();
    let (_, key) = ROWS.split_once("demo.key:\n-- ").unwrap();
    std::fs::write(folder.join("demo.key"), key.lines().next().unwrap()).unwrap();
}

#[test]
fn a_store_carried_over_half_way_is_carried_over_again() {
    let mut seen = [0; 2];
    // As long as it takes on this machine now, undisturbed: some are killed before, some after.
    let whole = {
        let folder = quick_folder();
        format_1(folder.path());
        let begun = Instant::now();
        drop(Store::open(folder.path(), None).unwrap());
        begun.elapsed()
    };
    for round in 0..CARRIED {
        let folder = quick_folder();
        format_1(folder.path());
        let after = whole * round * 3 / CARRIED;
        kill_at_work("slots::the_console_that_carries_over", folder.path(), after);
        let shell = Connection::open(folder.path().join(FILE)).unwrap();
        let format: u8 = shell.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        drop(shell);
        seen[usize::from(format > 1)] += 1;
        let store = Store::open(folder.path(), None).unwrap_or_else(|fault| panic!("round {round}: {fault}"));
        assert_eq!(store.check().unwrap().damaged, [], "round {round}");
        assert_eq!(store.drafts("m.durand").unwrap().whole.len(), DRAFTS + 1, "round {round}");
        drop(store);
        let bytes = std::fs::read(folder.path().join(FILE)).unwrap();
        assert!(!bytes.windows(10).any(|part| part == b"Coquelicot"), "round {round}");
    }
    println!("{} killed before, {} after it was carried over", seen[0], seen[1]);
    assert!(seen[0] > 0 && seen[1] > 0, "{seen:?}: killed before and after");
}
