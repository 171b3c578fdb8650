//! What belongs to a demo is refused on a real store, and the attempt is in the journal.

use crate::program::{Home, PASSPHRASE, WORDS};

/// The last entries of a real store's journal: agent, act, serial, outcome.
fn journal(home: &Home) -> Vec<[String; 4]> {
    let ran = home.ask_real(&["journal", "--json"], &[]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let entries = ran.json();
    let told = entries.as_array().unwrap().iter().map(|entry| {
        ["agent", "act", "serial", "outcome"].map(|name| entry[name].as_str().unwrap_or("?").to_owned())
    });
    told.collect()
}

/// In a real journal nobody has the name he chooses.
fn whoever_runs_this() -> String {
    format!("uid-{}", rustix::process::getuid().as_raw())
}

#[test]
fn a_real_key_is_shown_by_nobody() {
    let home = Home::real();
    let keys = home.file("keys.xml", crate::imports::pskc(&[("777001", b"12345678901234567890")]));
    assert_eq!(home.ask_real(&["keys", "import", &keys], &[]).code, 0);
    for serial in ["777001", "999"] {
        let ran = home.ask_real(&["fob", serial, "--agent", "eve", "--json"], &[]);
        assert_eq!((ran.code, ran.out.as_str()), (5, ""), "{ran:?}");
        assert!(ran.err.contains("journal"), "{}", ran.err);
        assert!(!ran.err.chars().any(|c| c.is_ascii_digit()), "no digits at all: {}", ran.err);
    }
    let told = journal(&home);
    let attempt = |serial: &str| [&whoever_runs_this(), "fob", serial, "refused"].map(str::to_owned);
    assert_eq!(told[..2], [attempt("999"), attempt("777001")]);
}

#[test]
fn a_real_store_has_no_portal() {
    let home = Home::real();
    let ran = home.ask_real(&["portal", "--agent", "eve"], &[]);
    assert_eq!((ran.code, ran.out.as_str()), (5, ""), "{ran:?}");
    assert_eq!(journal(&home), [[&whoever_runs_this(), "portal", "", "refused"].map(str::to_owned)]);
}

/// Calling it a demo on the command line does not make it one.
#[test]
fn the_word_demo_changes_nothing() {
    let home = Home::real();
    for args in [&["demo", "fob", "777001"][..], &["demo", "portal"]] {
        assert_eq!(home.ask(args, &[(WORDS.passphrase, PASSPHRASE)]).code, 5, "{args:?}");
    }
    assert_eq!(journal(&home).len(), 2);
}
