//! The journal: written before, completed once, never rewritten.

use super::*;
use crate::domain::moment::Span;
use crate::store::journal::{Entry, Intent};

fn intent(act: &str) -> Intent {
    Intent {
        agent: "m.durand".to_owned(),
        act: act.to_owned(),
        login: "cdupont".to_owned(),
        serial: "1001".to_owned(),
        reason: "appel du 14 mars, clé perdue".to_owned(),
    }
}

/// An entry without its number: when, what, and how it ended.
type Told = (Moment, Intent, Option<(Moment, String)>);

fn told(entries: Vec<Entry>) -> Vec<Told> {
    entries.into_iter().map(|entry| (entry.at, entry.intent, entry.outcome)).collect()
}

#[test]
fn entries_are_there_from_their_beginning_newest_first() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), None).unwrap();
    let later = NOW + Span::secs(2);
    let first = store.journal_begin(NOW, &intent("clear-pin")).unwrap();
    let open = store.journal_begin(later, &intent("test-code")).unwrap();
    assert!(open > first);
    store.journal_end(first, later, "done").unwrap();
    drop(store);
    let store = Store::open(folder.path(), None).unwrap();
    let done = Some((later, "done".to_owned()));
    let expected = [(later, intent("test-code"), None), (NOW, intent("clear-pin"), done)];
    assert_eq!(told(store.journal(50).unwrap()), expected);
    assert_eq!(told(store.journal(1).unwrap()), expected[..1]);
    assert_eq!(store.journal(0).unwrap().len(), 0);
}

#[test]
fn an_outcome_is_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), None).unwrap();
    let entry = store.journal_begin(NOW, &intent("suspend")).unwrap();
    store.journal_end(entry, NOW, "failed: busy").unwrap();
    store.journal_end(entry, NOW + Span::secs(9), "done").unwrap();
    let ended = store.journal(1).unwrap().remove(0).outcome;
    assert_eq!(ended, Some((NOW, "failed: busy".to_owned())));
}

/// A key that is given takes its holder's PIN away as surely as one that is cleared.
#[test]
fn keys_that_may_be_without_a_pin_are_listed_oldest_first() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), None).unwrap();
    let at = |minutes| NOW + Span::minutes(minutes);
    let did = |minutes, act: &str, serial: &str, reason: &str, outcome: Option<&str>| {
        let intent = Intent { serial: serial.to_owned(), reason: reason.to_owned(), ..intent(act) };
        let entry = store.journal_begin(at(minutes), &intent).unwrap();
        if let Some(outcome) = outcome {
            store.journal_end(entry, at(minutes), outcome).unwrap();
        }
    };
    did(-9, "clear-pin", "1000", "trop tôt", Some("done"));
    did(1, "clear-pin", "1001", "", Some("done"));
    did(2, "replace", "1002", "cassée [voir 77] [1003]", Some("done"));
    did(3, "replace", "1004", "sans suite", Some("done"));
    did(4, "assign", "1005", "", Some("failed: half done: refused"));
    did(5, "clear-pin", "1006", "", Some("failed: not found"));
    did(6, "clear-pin", "1007", "", None);
    did(7, "clear-pin", "1001", "", Some("failed: no answer, nothing seen"));
    did(8, "suspend", "1008", "", Some("done"));
    let expected = [("1003", 2), ("1005", 4), ("1007", 6), ("1001", 7)];
    assert_eq!(
        store.cleared_pins(NOW).unwrap(),
        expected.map(|(serial, minutes)| (serial.to_owned(), at(minutes)))
    );
}

#[test]
fn hostile_words_come_back_as_they_were_and_make_no_second_entry() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), None).unwrap();
    let hostile = "x'); DROP TABLE journal; --\n\u{1b}[2J\u{202e}\0";
    let intent = Intent { reason: hostile.to_owned(), agent: hostile.to_owned(), ..intent("unlock") };
    let entry = store.journal_begin(NOW, &intent).unwrap();
    store.journal_end(entry, NOW, hostile).unwrap();
    assert_eq!(told(store.journal(50).unwrap()), [(NOW, intent, Some((NOW, hostile.to_owned())))]);
}

/// A number is never given again, even to a journal whose last line was cut away.
#[test]
fn a_line_cut_away_leaves_a_gap() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), None).unwrap();
    let numbers = [0; 3].map(|_| store.journal_begin(NOW, &intent("unlock")).unwrap());
    tamper(folder.path(), &format!("DELETE FROM journal WHERE id = {}", numbers[2])).unwrap();
    assert!(store.journal_begin(NOW, &intent("unlock")).unwrap() > numbers[2]);
}

#[test]
fn a_failed_write_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = demo_with_keys(folder.path(), &["1001"]);
    let failed = store.write(|transaction| {
        transaction.execute("UPDATE keys SET fails = 7", [])?;
        rows::directory_changed(transaction)?;
        Err::<(), _>(StoreFault::Busy)
    });
    assert!(matches!(failed, Err(StoreFault::Busy)));
    assert_eq!(candidate(&store, "1001").unwrap().key.fails, 0);
}

/// The lock survives a panic of the work under it, and so does what was there before.
#[test]
fn a_panic_inside_a_write_leaves_nothing_and_blocks_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let store = demo_with_keys(folder.path(), &["1001"]);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.write(|transaction| {
            transaction.execute("UPDATE keys SET fails = 7", [])?;
            std::panic::panic_any("on purpose");
            #[allow(unreachable_code)]
            Ok::<(), StoreFault>(())
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(candidate(&store, "1001").unwrap().key.fails, 0);
    assert!(store.journal_begin(NOW, &intent("unlock")).is_ok());
}

/// Nothing was done, and the agent hears so: see the patience of a writer.
#[test]
fn a_store_kept_busy_is_told_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let store = demo_with_keys(folder.path(), &["1001"]);
    let other = Connection::open(folder.path().join(FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(store.journal(50).is_ok(), "readers never wait");
    assert!(matches!(fault(store.journal_begin(NOW, &intent("unlock"))), StoreFault::Busy));
    other.execute_batch("COMMIT").unwrap();
    assert!(store.journal_begin(NOW, &intent("unlock")).is_ok());
}
