//! `guichet vault`: passphrases added, changed, removed, refused; and what is sealed, checked.

use std::path::Path;

use guichet::domain::secret::Secret;
use guichet::store::vault::{Cost, FIRST};
use guichet::store::{FILE, Store};
use guichet::text::vault::{FR as VAULT, VaultText};
use rusqlite::Connection;

use crate::program::{Home, PASSPHRASE, Ran, WORDS};

static TEXT: &VaultText = &VAULT;

const FAILED: u32 = 1;
const USAGE: u32 = 2;
const NOT_FOUND: u32 = 3;
const REFUSED: u32 = 5;

const OTHER: &str = "une toute autre phrase";

/// A store whose slot `FIRST` is opened by [`PASSPHRASE`], at no cost.
fn real() -> Home {
    let home = Home::empty();
    let cheap = Cost { memory_kib: 64, passes: 1, lanes: 1 };
    let passphrase = Secret::new(PASSPHRASE.to_owned());
    drop(Store::create_as(&home.data(), FIRST, Some(&passphrase), cheap).unwrap());
    home
}

/// Answers both questions about a new passphrase.
fn twice(phrase: &str) -> [(&'static str, &str); 2] {
    [(WORDS.new_passphrase, phrase), (WORDS.again, phrase)]
}

fn add(home: &Home, name: &str, phrase: &str) -> Ran {
    home.ask_real(&["vault", "add", name], &twice(phrase))
}

fn opens(home: &Home, phrase: &str) -> bool {
    home.ask(&["journal"], &[(WORDS.passphrase, phrase)]).code == 0
}

fn names(home: &Home) -> Vec<String> {
    let slots = home.run(&["vault", "slots", "--json"]).json();
    slots.as_array().unwrap().iter().map(|slot| slot["name"].as_str().unwrap().to_owned()).collect()
}

fn journal(home: &Home) -> Vec<(String, String, String)> {
    let entries = home.ask_real(&["journal", "--json"], &[]).json();
    let word = |entry: &serde_json::Value, name: &str| entry[name].as_str().unwrap_or("?").to_owned();
    let line = |entry| (word(entry, "act"), word(entry, "reason"), word(entry, "outcome"));
    entries.as_array().unwrap().iter().rev().map(line).collect()
}

#[test]
fn a_second_passphrase_opens_the_same_data_until_it_is_removed() {
    let home = real();
    let ran = add(&home, "m.durand", OTHER);
    assert_eq!((ran.code, ran.out.trim()), (0, (TEXT.added)("m.durand").as_str()), "{ran:?}");
    assert_eq!(names(&home), ["m.durand", FIRST]);
    assert!(opens(&home, OTHER) && opens(&home, PASSPHRASE));
    let ran = home.ask(&["vault", "remove", "m.durand"], &[(TEXT.remaining, PASSPHRASE)]);
    assert_eq!((ran.code, ran.out.trim()), (0, (TEXT.removed)("m.durand").as_str()), "{ran:?}");
    assert!(!opens(&home, OTHER) && opens(&home, PASSPHRASE));
    let done = |act: &str| (act.to_owned(), "m.durand".to_owned(), "done".to_owned());
    assert_eq!(journal(&home), [done("vault-add"), done("vault-remove")]);
}

#[test]
fn a_passphrase_is_changed_by_whoever_knows_it() {
    let home = real();
    add(&home, "é.durand", OTHER);
    let current = (TEXT.current)("é.durand");
    let change = |known: &str| {
        let answers: Vec<_> =
            [(current.as_str(), known)].into_iter().chain(twice("encore une autre")).collect();
        home.ask(&["vault", "change", "é.durand", "--json"], &answers)
    };
    // Another slot's passphrase will not do.
    let ran = home.ask(&["vault", "change", "é.durand"], &[(current.as_str(), PASSPHRASE)]);
    assert_eq!((ran.code, ran.err.trim()), (FAILED, (TEXT.not_current)("é.durand").as_str()));
    let ran = change(OTHER);
    assert_eq!((ran.code, ran.json()["done"].as_str()), (0, Some("changed")), "{ran:?}");
    assert!(!opens(&home, OTHER) && opens(&home, "encore une autre"));
}

#[test]
fn what_is_refused_changes_nothing() {
    let home = real();
    add(&home, "m.durand", OTHER);
    let refused = |args: &[&str], answers: &[(&str, &str)], code: u32, words: &str| {
        let ran = home.ask(args, answers);
        assert_eq!((ran.code, ran.err.trim(), ran.out.as_str()), (code, words, ""), "{args:?}");
    };
    let known = (WORDS.passphrase, PASSPHRASE);
    let current = (TEXT.current)("m.durand");
    refused(&["vault", "add", "m.durand"], &[], REFUSED, &(TEXT.exists)("m.durand"));
    refused(&["vault", "add", " x"], &[], USAGE, TEXT.bad_name);
    refused(&["vault", "change", "x"], &[], NOT_FOUND, &(TEXT.not_found)("x"));
    refused(&["vault", "remove", "x"], &[], NOT_FOUND, &(TEXT.not_found)("x"));
    refused(&["vault", "add", "x"], &[known, (WORDS.new_passphrase, "court")], REFUSED, TEXT.short);
    let differ = [known, (WORDS.new_passphrase, OTHER), (WORDS.again, PASSPHRASE)];
    refused(&["vault", "add", "x"], &differ, REFUSED, TEXT.differ);
    let short = [(current.as_str(), OTHER), (WORDS.new_passphrase, "court")];
    refused(&["vault", "change", "m.durand"], &short, REFUSED, TEXT.short);
    // The passphrase of the slot that goes is no proof that another one is known.
    let own = [(TEXT.remaining, OTHER)];
    refused(&["vault", "remove", "m.durand"], &own, FAILED, &(TEXT.not_remaining)("m.durand"));
    assert_eq!(names(&home), ["m.durand", FIRST]);
    assert!(opens(&home, OTHER) && opens(&home, PASSPHRASE));
}

#[test]
fn the_last_slot_stays_and_the_attempt_is_journalled() {
    let home = real();
    let ran = home.ask_real(&["vault", "remove", FIRST], &[]);
    assert_eq!((ran.code, ran.err.trim()), (REFUSED, TEXT.last));
    let entry = ("vault-remove".to_owned(), FIRST.to_owned(), "refused: last slot".to_owned());
    assert_eq!(journal(&home), [entry]);
}

#[test]
fn a_wrong_passphrase_ends_as_the_help_says() {
    let home = real();
    for args in [["vault", "check"].as_slice(), &["vault", "add", "x"], &["journal"]] {
        let ran = home.ask(args, &[(WORDS.passphrase, "quatre mots mal choisis")]);
        assert_eq!((ran.code, ran.out.as_str()), (FAILED, ""), "{args:?}");
        assert!(ran.err.contains("n’ouvre pas ces données"), "{}", ran.err);
    }
    // A secret in a pipe is none.
    assert_eq!(home.run(&["vault", "check"]).code, USAGE);
}

#[test]
fn slots_are_listed_without_a_passphrase() {
    let home = real();
    add(&home, "le coffre", OTHER);
    let ran = home.run(&["vault", "slots"]);
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!((ran.code, lines.len()), (0, 3), "{ran:?}");
    assert!(lines[1].starts_with("le coffre  Argon2id, 64"), "{lines:?}");
    let slots = home.run(&["vault", "slots", "--json"]).json();
    let mut expected = serde_json::json!({
        "name": "le coffre", "kdf": "argon2id", "memory_kib": 65536, "passes": 3, "lanes": 1, "damaged": false,
    });
    assert_eq!(slots[0], expected);
    shell(&home.data(), "UPDATE slots SET body = '{' WHERE name = 'le coffre'");
    expected = serde_json::json!({ "name": "le coffre", "damaged": true });
    assert_eq!(home.run(&["vault", "slots", "--json"]).json()[0], expected);
    assert!(home.run(&["vault", "slots"]).out.contains(TEXT.unreadable));
    let demo = Home::demo();
    assert_eq!(demo.run(&["vault", "slots"]).out.trim(), TEXT.none);
    assert_eq!(demo.run(&["vault", "slots", "--json"]).json(), serde_json::json!([]));
}

fn shell(folder: &Path, sql: &str) {
    Connection::open(folder.join(FILE)).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn a_check_names_what_does_not_open() {
    let home = Home::demo();
    let ran = home.run(&["vault", "check"]);
    assert!(ran.code == 0 && ran.out.starts_with("Tout s’ouvre"), "{ran:?}");
    let whole = home.run(&["vault", "check", "--json"]).json();
    assert_eq!(whole["damaged"], serde_json::json!([]));
    assert!(whole["checked"]["seed"].as_u64().unwrap() > 20, "{whole}");
    shell(&home.data(), "UPDATE keys SET seed = zeroblob(60) WHERE serial = '103142718'");
    let ran = home.run(&["vault", "check"]);
    assert_eq!((ran.code, ran.out.trim()), (FAILED, "graine de la clé 103142718"));
    assert!(ran.err.contains("Une ligne est endommagée"), "{}", ran.err);
    let found = home.run(&["vault", "check", "--json"]);
    let damaged = serde_json::json!([{ "kind": "seed", "name": "103142718" }]);
    assert_eq!((found.code, &found.json()["damaged"]), (FAILED, &damaged));
}
