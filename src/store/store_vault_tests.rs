//! The vault under attack: rows moved, altered, and headers that ask for too much.

use std::time::{Duration, Instant};

use super::*;

/// What a header slot looks like in the file.
fn slot(kdf: &str, memory: u64, passes: u64, lanes: u64, salt: &str, wrapped: &str) -> String {
    format!(
        r#"{{"kdf":"{kdf}","memory_kib":{memory},"passes":{passes},"lanes":{lanes},"salt":"{salt}","wrapped":"{wrapped}"}}"#
    )
}

#[track_caller]
fn assert_damaged(folder: &Path, serial: &str) {
    let store = Store::open(folder, None).unwrap();
    let refused = fault(candidate(&store, serial));
    assert!(matches!(&refused, StoreFault::Damaged(what) if what.contains(serial)), "{refused}");
}

#[test]
fn seeds_moved_or_altered_are_refused_by_name() {
    let swap = "CREATE TEMP TABLE held AS SELECT seed FROM keys WHERE serial = '1001'; \
        UPDATE keys SET seed = (SELECT seed FROM keys WHERE serial = '1002') WHERE serial = '1001'; \
        UPDATE keys SET seed = (SELECT seed FROM held) WHERE serial = '1002'";
    let table: &[(&str, &[&str], &[&str])] = &[
        (swap, &["1001", "1002"], &["1003"]),
        ("UPDATE keys SET version = 2 WHERE serial = '1001'", &["1001"], &["1002", "1003"]),
        ("UPDATE keys SET version = -1 WHERE serial = '1003'", &["1003"], &["1001", "1002"]),
        ("UPDATE keys SET seed = x'' WHERE serial = '1002'", &["1002"], &["1001", "1003"]),
        ("UPDATE keys SET seed = substr(seed, 1, 30) WHERE serial = '1002'", &["1002"], &["1001"]),
        ("UPDATE keys SET seed = zeroblob(60) WHERE serial = '1002'", &["1002"], &["1001"]),
        ("UPDATE keys SET serial = '1009' WHERE serial = '1001'", &["1009"], &["1002", "1003"]),
    ];
    for (sql, damaged, whole) in table {
        let folder = tempfile::tempdir().unwrap();
        drop(demo_with_keys(folder.path(), &["1001", "1002", "1003"]));
        tamper(folder.path(), sql).unwrap();
        for serial in *damaged {
            assert_damaged(folder.path(), serial);
        }
        let store = Store::open(folder.path(), None).unwrap();
        for serial in *whole {
            assert_eq!(candidate(&store, serial).unwrap().seed.expose(), seed_of(serial).expose(), "{sql}");
        }
    }
}

#[test]
fn a_seed_taken_from_another_store_is_refused() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for folder in [&here, &there] {
        drop(demo_with_keys(folder.path(), &["1001"]));
    }
    let stolen = there.path().join(FILE);
    let sql = format!(
        "ATTACH '{}' AS there; UPDATE keys SET seed = (SELECT seed FROM there.keys)",
        stolen.display()
    );
    tamper(here.path(), &sql).unwrap();
    assert_damaged(here.path(), "1001");
    // Not even with the other store's key and name: they come together or not at all.
    fs::copy(there.path().join(DEMO_KEY), here.path().join(DEMO_KEY)).unwrap();
    assert_damaged(here.path(), "1001");
}

#[test]
fn every_bit_of_a_sealed_seed_counts() {
    let folder = tempfile::tempdir().unwrap();
    let store = demo_with_keys(folder.path(), &["1001"]);
    let vault = store.vault();
    let sealed = vault.seal_seed("1001", 1, &seed_of("1001")).unwrap();
    assert!(vault.open_seed("1001", 1, &sealed).is_ok());
    for bit in 0..sealed.len() * 8 {
        let mut altered = sealed.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        assert!(vault.open_seed("1001", 1, &altered).is_err(), "bit {bit}");
    }
    for length in 0..sealed.len() {
        assert!(vault.open_seed("1001", 1, &sealed[..length]).is_err(), "length {length}");
    }
}

/// Serial and version are told apart where their digits run together.
#[test]
fn no_two_rows_share_a_label() {
    let folder = tempfile::tempdir().unwrap();
    let store = demo_with_keys(folder.path(), &[]);
    let vault = store.vault();
    let names = [("1", 23), ("12", 3), ("123", 1), ("1\x0023", 1), ("1:1", 1), ("", 1), ("1", 1), ("1", -1)];
    for (index, (serial, version)) in names.iter().enumerate() {
        let sealed = vault.seal_seed(serial, *version, &seed_of("9")).unwrap();
        for (other, (serial, version)) in names.iter().enumerate() {
            assert_eq!(vault.open_seed(serial, *version, &sealed).is_ok(), index == other);
        }
    }
}

#[test]
fn the_same_seed_is_never_sealed_the_same_way() {
    let folder = tempfile::tempdir().unwrap();
    let store = demo_with_keys(folder.path(), &[]);
    let seal = || store.vault().seal_seed("1001", 1, &seed_of("1001")).unwrap();
    assert_ne!(seal(), seal());
}

/// A check copied to another key, or into another store, recognises no PIN.
#[test]
fn a_pin_check_is_good_for_its_key_alone() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let [here, there] = [here, there].map(|folder| demo_with_keys(folder.path(), &[]));
    let pin = passphrase("4831");
    let check = here.vault().pin_check("1001", &pin).unwrap();
    assert!(here.vault().is_pin("1001", &pin, &check).unwrap());
    assert!(!here.vault().is_pin("1001", &passphrase("4832"), &check).unwrap());
    assert!(!here.vault().is_pin("1001", &passphrase(""), &check).unwrap());
    assert!(!here.vault().is_pin("1002", &pin, &check).unwrap());
    assert!(!there.vault().is_pin("1001", &pin, &check).unwrap());
    assert!(!here.vault().is_pin("1001", &pin, &check[..31]).unwrap());
}

/// A damaged header must cost neither the machine's memory nor an agent's patience.
#[test]
fn slots_that_ask_for_too_much_or_make_no_sense_are_refused_at_once() {
    const SALT: &str = "000102030405060708090a0b0c0d0e0f";
    let sealed = "00".repeat(72);
    let folder = tempfile::tempdir().unwrap();
    drop(Store::create_as(folder.path(), "m.durand", Some(&passphrase(GOOD)), CHEAP).unwrap());
    let most = u64::from(u32::MAX);
    let cases = [
        slot("argon2id", most, 3, 1, SALT, &sealed),
        slot("argon2id", 4 << 20, 3, 1, SALT, &sealed),
        slot("argon2id", 4 << 20, 100, 1, SALT, &sealed),
        slot("argon2id", 64 << 10, most, 1, SALT, &sealed),
        slot("argon2id", 64 << 10, 100_000, 1, SALT, &sealed),
        slot("argon2id", 64 << 10, 3, most, SALT, &sealed),
        slot("argon2id", 64 << 10, 3, 0, SALT, &sealed),
        slot("argon2id", 64 << 10, 0, 1, SALT, &sealed),
        slot("argon2id", 0, 3, 1, SALT, &sealed),
        slot("argon2id", 1 << 40, 3, 1, SALT, &sealed),
        slot("argon2i", 64 << 10, 3, 1, SALT, &sealed),
        slot("", 64, 1, 1, SALT, &sealed),
        slot("argon2id", 64, 1, 1, "", &sealed),
        slot("argon2id", 64, 1, 1, "0", &sealed),
        slot("argon2id", 64, 1, 1, "zz", &sealed),
        slot("argon2id", 64, 1, 1, SALT, "xyz"),
        "{}".to_owned(),
        "null".to_owned(),
        "[".repeat(100_000),
        slot("argon2id", 64, 1, 1, SALT, &sealed).replace("\"salt\"", "\"pepper\""),
    ];
    for slot in cases {
        let connection = Connection::open(folder.path().join(FILE)).unwrap();
        assert_eq!(connection.execute("UPDATE slots SET body = ?1", [&slot]).unwrap(), 1);
        drop(connection);
        let begun = Instant::now();
        let refused = fault(Store::open(folder.path(), Some(&passphrase(GOOD))));
        let shown: String = slot.chars().take(100).collect();
        let named = matches!(&refused, StoreFault::Damaged(what) if what.contains("slot m.durand"));
        assert!(named, "{shown}: {refused}");
        assert!(begun.elapsed() < Duration::from_secs(1), "{shown}: {:?}", begun.elapsed());
    }
}

/// The highest parameters still taken, so that a later version may raise its own.
#[test]
fn a_slot_twice_as_hard_is_still_opened() {
    let (vault, mut raised) = Vault::create("m.durand", &passphrase(GOOD), CHEAP).unwrap();
    raised.body = slot("argon2id", 128 << 10, 3, 2, &"ab".repeat(16), &"00".repeat(72));
    let refused = fault(Vault::open(vault.id(), &[raised], &passphrase(GOOD), Through::Any("")));
    let wrong = matches!(&refused, StoreFault::WrongPassphrase { damaged } if damaged.is_empty());
    assert!(wrong, "derived, then not opened: {refused}");
}
