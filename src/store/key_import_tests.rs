#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;

use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::domain::otp::Moving;
use crate::domain::otp::{Algorithm, Shape};
use crate::domain::secret::Secret;
use crate::keyfile::PersonRow;
use crate::store::key_list::Holder;
use crate::store::rows::find_key;

const NOW: Moment = Moment::from_secs(1_795_514_600);
const LATER: Moment = Moment::from_secs(1_795_600_000);

fn row(serial: &str, seed: &[u8]) -> KeyRow {
    KeyRow {
        serial: serial.to_owned(),
        maker: "Clepsydre".to_owned(),
        shape: Shape::COMMON,
        seed: Secret::new(seed.to_vec()),
        counter: 0,
        starts: None,
        expires: Some(LATER),
        line: 7,
    }
}

fn button(serial: &str, seed: &[u8], counter: i64) -> KeyRow {
    let shape = Shape { moving: Moving::Event, ..Shape::COMMON };
    KeyRow { shape, counter, ..row(serial, seed) }
}

/// A store with 1001 in stock and 1002 held by Claire Dupont, who has used it.
fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&folder.path().join("data"), None).unwrap();
    store.import_keys(&[row("1001", b"one"), row("1002", b"two"), button("1003", b"three", 5)], NOW).unwrap();
    let person =
        PersonRow { login: "cdupont".to_owned(), serials: vec!["1002".to_owned()], ..PersonRow::default() };
    store.import_people(&[person], NOW).unwrap();
    change(
        &store,
        "UPDATE keys SET last_step = 500, drift = 2, fails = 3, pin_check = x'00' WHERE serial = '1002'",
    );
    (folder, store)
}

fn change(store: &Store, sql: &str) {
    store.write(|transaction| transaction.execute_batch(sql).map_err(StoreFault::from)).unwrap();
}

fn import(store: &Store, rows: &[KeyRow], replace: bool, partial: bool) -> Result<KeyReport, ImportFault> {
    let intent = Intent { agent: "m.durand".to_owned(), reason: "keys.xml".to_owned(), ..Intent::default() };
    let cancel = AtomicBool::new(false);
    let rules = KeyRules { replace, partial, intent: &intent, cancel: &cancel };
    let planned = store.plan_keys(rows, &rules).unwrap();
    let done = store.import_key_rows(rows, &rules, LATER);
    if let Ok(done) = &done {
        assert_eq!(done, &planned, "a trial run tells what happens");
    }
    done
}

fn seed_of(store: &Store, serial: &str) -> Vec<u8> {
    store.key_row(serial).unwrap().expect("the key").seed.expose().clone()
}

fn key(store: &Store, serial: &str) -> crate::domain::key::Key {
    store.read(|connection| find_key(connection, serial)).unwrap().expect("the key")
}

/// Every row of the table of keys.
fn dump(folder: &Path) -> Vec<String> {
    let connection = Connection::open(folder.join("data").join(crate::store::FILE)).unwrap();
    let sql =
        "SELECT serial || hex(seed) || version || ifnull(last_step, '-') || maker FROM keys ORDER BY serial";
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_key_that_is_there_already_is_left_as_it_is() {
    let (folder, store) = store();
    let before = dump(folder.path());
    let again = [row("1001", b"one"), row("1002", b"two"), button("1003", b"three", 0)];
    let report = import(&store, &again, true, false).unwrap();
    assert_eq!(report, KeyReport { same: vec![0, 1, 2], ..KeyReport::default() });
    assert_eq!(dump(folder.path()), before);
}

#[test]
fn another_secret_under_a_known_serial_is_a_clash() {
    let (folder, store) = store();
    let before = dump(folder.path());
    let other_shape = KeyRow { shape: Shape { digits: 8, ..Shape::COMMON }, ..row("1002", b"two") };
    for (bad, holder) in
        [(row("1001", b"One"), None), (other_shape, Some("cdupont")), (row("1002", b"tw"), Some("cdupont"))]
    {
        let name = bad.serial.clone();
        let clash =
            Clash { line: 7, name, why: ClashKind::SerialExists { holder: holder.map(str::to_owned) } };
        let rows = [row("2001", b"new"), bad];
        match import(&store, &rows, false, false) {
            Err(ImportFault::Clashes(clashes)) => assert_eq!(clashes, [clash]),
            other => assert!(other.is_err(), "nothing clashed"),
        }
        assert_eq!(dump(folder.path()), before, "all or nothing");
    }
}

#[test]
fn the_good_keys_come_in_where_that_was_asked_for() {
    let (_folder, store) = store();
    let rows = [row("1001", b"One"), row("2001", b"new"), row("1002", b"two")];
    let report = import(&store, &rows, false, true).unwrap();
    assert_eq!((report.new, report.same, report.clashes.len()), (vec![1], vec![2], 1));
    assert_eq!((seed_of(&store, "1001"), seed_of(&store, "2001")), (b"one".to_vec(), b"new".to_vec()));
}

#[test]
fn a_replaced_key_keeps_its_holder_and_forgets_what_the_old_one_showed() {
    let (_folder, store) = store();
    let rows = [row("1001", b"One"), row("1002", b"Two"), button("1003", b"Three", 9)];
    let report = import(&store, &rows, true, false).unwrap();
    assert_eq!(report.replaced, [(0, None), (1, Some("cdupont".to_owned())), (2, None)]);
    assert_eq!(seed_of(&store, "1002"), b"Two");
    let held = key(&store, "1002");
    assert_eq!(
        (held.holder.as_deref(), held.last_step, held.drift, held.fails),
        (Some("cdupont"), None, 0, 3)
    );
    assert_eq!(held.pin, crate::domain::key::Pin::Set);
    assert_eq!(key(&store, "1003").last_step, Some(8));
    // The one that somebody holds is in the journal by itself.
    let journal = store.journal(10).unwrap();
    let told: Vec<_> =
        journal.iter().map(|entry| (entry.intent.act.as_str(), entry.intent.serial.as_str())).collect();
    assert_eq!(told, [("replace-secret", "1002")]);
    assert_eq!((journal[0].intent.login.as_str(), journal[0].intent.agent.as_str()), ("cdupont", "m.durand"));
    assert!(journal[0].outcome.is_some());
}

/// The same secret and the same steps: what was used stays used, whatever the digits.
#[test]
fn a_used_code_stays_used_when_only_the_looks_change() {
    let (_folder, store) = store();
    let wider = KeyRow { shape: Shape { digits: 8, ..Shape::COMMON }, ..row("1002", b"two") };
    import(&store, &[wider], true, false).unwrap();
    let held = key(&store, "1002");
    assert_eq!((held.shape.digits, held.last_step, held.drift), (8, Some(500), 2));
    // A counter does not go back either.
    let hashed = Shape { moving: Moving::Event, algorithm: Algorithm::Sha256, ..Shape::COMMON };
    import(&store, &[KeyRow { shape: hashed, ..button("1003", b"three", 2) }], true, false).unwrap();
    assert_eq!(key(&store, "1003").last_step, Some(4));
}

#[test]
fn the_row_before_a_replacement_does_not_open_any_more() {
    let (_folder, store) = store();
    change(&store, "CREATE TABLE old AS SELECT seed FROM keys WHERE serial = '1001'");
    import(&store, &[row("1001", b"One")], true, false).unwrap();
    change(&store, "UPDATE keys SET seed = (SELECT seed FROM old) WHERE serial = '1001'");
    assert!(matches!(store.key_row("1001"), Err(StoreFault::Damaged(_))));
}

#[test]
fn an_import_that_is_given_up_leaves_nothing() {
    let (folder, store) = store();
    let before = dump(folder.path());
    let (intent, cancel) = (Intent::default(), AtomicBool::new(true));
    let rules = KeyRules { replace: true, partial: true, intent: &intent, cancel: &cancel };
    let rows = [row("2001", b"new")];
    assert!(matches!(store.import_key_rows(&rows, &rules, NOW), Err(ImportFault::Cancelled)));
    assert!(matches!(store.plan_keys(&rows, &rules), Err(ImportFault::Cancelled)));
    assert_eq!(dump(folder.path()), before);
}

#[test]
fn keys_are_listed_by_holder() {
    let (_folder, store) = store();
    let listed = |holder: Holder| {
        let mut serials = Vec::new();
        store.each_key(&holder, |key| serials.push(key.serial.as_str().to_owned())).unwrap();
        serials
    };
    assert_eq!(listed(Holder::Any), ["1001", "1002", "1003"]);
    assert_eq!(listed(Holder::Nobody), ["1001", "1003"]);
    assert_eq!(listed(Holder::Login("cdupont".to_owned())), ["1002"]);
    assert_eq!(listed(Holder::Login("none".to_owned())), Vec::<String>::new());
}

/// A key that has shown its last code has no next one: as a file it would show that code once more.
#[test]
fn a_counter_at_its_end_does_not_leave_as_if_it_could_go_on() {
    let (_folder, store) = store();
    for (last, counter) in [(i64::MAX - 1, i64::MAX), (i64::MAX, -1)] {
        change(&store, &format!("UPDATE keys SET last_step = {last} WHERE serial = '1003'"));
        let row = store.key_row("1003").unwrap().unwrap();
        assert_eq!(row.counter, counter);
        let password = crate::domain::secret::Secret::new("x".to_owned());
        let written = crate::keyfile::export::pskc(&[row], &password, 1, &mut Vec::new());
        assert_eq!(written.is_ok(), last < i64::MAX);
    }
}

/// What leaves is what came: the next counter, not the last used one.
#[test]
fn a_key_leaves_as_it_came() {
    let (_folder, store) = store();
    let row = store.key_row("1003").unwrap().unwrap();
    assert_eq!((row.counter, row.expires, row.maker.as_str()), (5, Some(LATER), "Clepsydre"));
    assert_eq!(row.shape.moving, Moving::Event);
    assert!(store.key_row("9999").unwrap().is_none());
}

fn used(store: &Store, serial: &str) -> (Option<i64>, i64) {
    let key = key(store, serial);
    (key.last_step, key.drift)
}

/// A secret that comes back finds its used steps used: on the way there its codes were not forgotten.
#[test]
fn what_was_used_of_a_secret_stays_used_when_it_comes_back() {
    let (_folder, store) = store();
    let come =
        |rows: &[KeyRow]| assert_eq!(import(&store, rows, true, false).unwrap().replaced.len(), rows.len());
    come(&[row("1002", b"Two"), button("1003", b"Three", 9)]);
    assert_eq!((used(&store, "1002"), used(&store, "1003")), ((None, 0), (Some(8), 0)));
    change(&store, "UPDATE keys SET last_step = 40 WHERE serial = '1003'");
    // Back again, from the same old file.
    come(&[row("1002", b"two"), button("1003", b"three", 5)]);
    assert_eq!((used(&store, "1002"), used(&store, "1003")), ((Some(500), 2), (Some(4), 0)));
    // Used once more, and there and back once more.
    change(&store, "UPDATE keys SET last_step = 600 WHERE serial = '1002'");
    come(&[row("1002", b"Two"), button("1003", b"Three", 0)]);
    assert_eq!((used(&store, "1002"), used(&store, "1003")), ((None, 0), (Some(40), 0)));
    come(&[row("1002", b"two")]);
    assert_eq!(used(&store, "1002"), (Some(600), 2));
}

/// Steps counted in another way are other steps, also on the way back.
#[test]
fn steps_of_another_length_have_a_past_of_their_own() {
    let (_folder, store) = store();
    let half = Shape { moving: Moving::Time { period: 30, t0: 0 }, ..Shape::COMMON };
    import(&store, &[KeyRow { shape: half, ..row("1002", b"two") }], true, false).unwrap();
    assert_eq!(used(&store, "1002"), (None, 0));
    import(&store, &[row("1002", b"two")], true, false).unwrap();
    assert_eq!(used(&store, "1002"), (Some(500), 2));
    // The past is that of one serial.
    import(&store, &[row("1001", b"two")], true, false).unwrap();
    assert_eq!(used(&store, "1001"), (None, 0));
}

/// What lies aside tells nobody which secret it was: not the secret, nor a hash that needs no key.
#[test]
fn the_mark_of_a_former_secret_needs_the_key_of_the_vault() {
    let (_folder, store) = store();
    let (_other_folder, other) = self::store();
    for store in [&store, &other] {
        import(store, &[row("1002", b"Two")], true, false).unwrap();
    }
    let mark = |store: &Store| -> Vec<u8> {
        let sql = "SELECT mark FROM former WHERE serial = '1002'";
        store.read(|connection| Ok(connection.query_row(sql, [], |row| row.get(0))?)).unwrap()
    };
    assert_eq!((mark(&store).len(), mark(&store) == mark(&other)), (32, false));
}

/// The use of one secret is no evidence about another.
#[test]
fn a_use_before_the_replacement_is_not_told_of_the_new_secret() {
    let (_folder, store) = store();
    let uses = || {
        let held = key(&store, "1002");
        store.read(|connection| crate::store::rows::candidate(&store, connection, held)).unwrap().uses
    };
    change(
        &store,
        &format!(
            "INSERT INTO events (at, serial, login, what, step, agent) VALUES ({}, '1002', 'cdupont', 'code-tested', 500, 'a')",
            NOW.millis()
        ),
    );
    assert_eq!(uses(), [(500, NOW)]);
    import(&store, &[row("1002", b"Two")], true, false).unwrap();
    assert_eq!(uses(), []);
}

#[test]
fn a_corrected_file_brings_its_details_in() {
    let (folder, store) = store();
    let end = Moment::from_secs(1_900_000_000);
    let said = KeyRow { maker: "Clepsydre II".to_owned(), expires: Some(end), ..row("1002", b"two") };
    let further = KeyRow { starts: Some(NOW), expires: None, ..button("1003", b"three", 9) };
    let silent = KeyRow { maker: String::new(), expires: None, ..row("1001", b"one") };
    let report = import(&store, &[said, further, silent], false, false).unwrap();
    let updated: Vec<_> =
        report.updated.iter().map(|one| (one.place, one.holder.as_deref(), &*one.details)).collect();
    let (details, counted) = ([Detail::Maker, Detail::Expires], [Detail::Starts, Detail::Counter]);
    assert_eq!(updated, [(0, Some("cdupont"), &details[..]), (1, None, &counted[..])]);
    assert_eq!((report.same, report.new.len(), report.replaced.len()), (vec![2], 0, 0));
    let held = key(&store, "1002");
    assert_eq!(
        (held.maker.as_str(), held.expires, held.last_step, held.drift),
        ("Clepsydre II", Some(end), Some(500), 2)
    );
    let counter = key(&store, "1003");
    assert_eq!((counter.starts, counter.expires, counter.last_step), (Some(NOW), Some(LATER), Some(8)));
    // What a file leaves unsaid stays.
    let kept = key(&store, "1001");
    assert_eq!((kept.maker.as_str(), kept.expires), ("Clepsydre", Some(LATER)));
    let journal = store.journal(10).unwrap();
    let told: Vec<_> =
        journal.iter().map(|entry| (entry.intent.act.as_str(), entry.intent.serial.as_str())).collect();
    assert_eq!(told, [("update-key", "1002")]);
    assert_eq!(journal[0].outcome.as_ref().map(|(_, word)| word.as_str()), Some("done maker expires"));
    // The same file again has nothing more to say.
    let before = dump(folder.path());
    let said = KeyRow { maker: "Clepsydre II".to_owned(), expires: Some(end), ..row("1002", b"two") };
    assert!(!import(&store, &[said], false, false).unwrap().changes());
    assert_eq!(dump(folder.path()), before);
}
