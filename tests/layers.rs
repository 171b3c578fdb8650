//! The rules of docs/architecture.md, checked on the source itself.
//!
//! The compiler cannot know that a screen must not read a clock. These tests read the files under
//! `src` and name every line that breaks a rule, with the reason of the rule.

#![allow(clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Which files a rule is about; paths are counted from `src` and match by their beginning.
enum Where {
    In(&'static [&'static str]),
    Outside(&'static [&'static str]),
}

/// Words that may not stand in the code of some files.
struct Rule {
    files: Where,
    never: &'static [&'static str],
    why: &'static str,
}

/// Everything below the screen.
const BELOW: &[&str] =
    &["domain/", "keyfile/", "store/", "backend/", "desk/", "service/", "demo/", "net/", "notify/"];

/// Everything that must be a function of its arguments.
const PURE: &[&str] = &["app/", "screens/", "ui/", "domain/", "demo/"];

const RULES: &[Rule] = &[
    Rule {
        files: Where::In(&["domain/", "keyfile/"]),
        never: &["ratatui", "crossterm", "tokio", "reqwest", "rusqlite"],
        why: "what is true needs no screen, no network and no database",
    },
    Rule {
        files: Where::In(&["app/", "screens/"]),
        never: &["tokio", "reqwest", "rusqlite"],
        why: "screens ask by effects; the shell does the work",
    },
    Rule {
        files: Where::In(BELOW),
        never: &["ratatui", "crossterm", "crate::ui", "crate::text"],
        why: "what lies below the screen has no looks and no sentences",
    },
    Rule {
        files: Where::In(BELOW),
        never: &["crate::app", "crate::screens", "crate::runtime", "crate::cli"],
        why: "a room uses only the rooms below it",
    },
    Rule {
        files: Where::In(&["domain/", "keyfile/", "demo/"]),
        never: &["crate::store", "crate::backend", "crate::desk", "crate::service"],
        why: "a room uses only the rooms below it",
    },
    Rule {
        files: Where::In(&["net/"]),
        never: &[
            "crate::domain",
            "crate::store",
            "crate::backend",
            "crate::desk",
            "crate::notify",
            "crate::service",
        ],
        why: "a line knows nothing of what travels over it",
    },
    Rule {
        files: Where::In(&["ui/"]),
        never: &["crate::app", "crate::screens", "crate::store", "crate::backend", "crate::service"],
        why: "what screens share knows no screen",
    },
    Rule {
        files: Where::In(PURE),
        never: &["Instant", "SystemTime", "Timestamp::now", "Zoned::now", "getrandom"],
        why: "time and randomness come in as values",
    },
    Rule {
        files: Where::In(PURE),
        never: &["std::fs", "std::net", "std::process", "std::env", "std::thread", "async", "await"],
        why: "the model never waits and touches neither disk nor network",
    },
    Rule {
        files: Where::Outside(&["cli/open.rs"]),
        never: &["SystemTime", "Timestamp::now", "Zoned::now"],
        why: "there is one clock, and it is handed on",
    },
    Rule {
        files: Where::Outside(&["domain/otp.rs", "domain/verdict.rs", "domain/found.rs", "cli/fob.rs"]),
        never: &["Generator"],
        why: "verdict and search compare codes; only the virtual key of a demo shows one",
    },
    Rule {
        files: Where::Outside(&["ui/"]),
        never: &["ratatui::widgets", "ratatui::text", "set_string", "set_stringn", "set_span", "set_line"],
        why: "text reaches a cell through the pen, which cleans it",
    },
    Rule {
        files: Where::Outside(&["ui/"]),
        never: &["set_symbol", "set_char", "set_cell", "cell_mut", ".raw"],
        why: "text reaches a cell through the pen, which cleans it",
    },
    Rule {
        files: Where::Outside(&["runtime/terminal.rs"]),
        never: &["std::{", "crate::{", "ratatui::{"],
        why: "imports are written out, so that these rules can read them",
    },
    Rule {
        files: Where::Outside(&["runtime/terminal.rs"]),
        never: &["process::exit", "process::abort"],
        why: "only the one who gives the terminal back may end the program",
    },
    Rule {
        files: Where::Outside(&[]),
        never: &["#[allow", "#![allow", "#[expect", "#![expect", "#[ignore"],
        why: "a lint that is denied is denied everywhere",
    },
];

/// The files that look into a secret.
const EXPOSING: &[&str] = &[
    "backend/local/holder.rs",        // the demo's portal compares what the caller typed
    "backend/privacyidea/acting.rs",  // two codes go to the server that compares them
    "backend/privacyidea/nodes.rs",   // the proof of the login goes into a header
    "backend/privacyidea/session.rs", // the password goes to the server
    "cli/ask.rs",                     // reads it from the terminal, byte by byte; whether both entries agree
    "cli/demo.rs",                    // the invented keys go through the door of real files
    "cli/fob.rs",                     // shows the code of an invented key: what it is for
    "cli/portal.rs",                  // plays the login page: the rule of a new PIN
    "demo/pskc.rs",                   // writes the file of invented keys
    "cli/desk.rs",                    // whether a password was typed at all
    "desk/glpi/line.rs",              // password, session and the program's own token go to the ticket server
    "desk/mail/mod.rs",               // the password goes to the mail server
    "notify/mail.rs",                 // the password goes to the mail server of the notices
    "cli/notify.rs",                  // whether a password was typed at all
    "desk/rt/line.rs",                // the password and the cookie of the session go to the ticket server
    "domain/otp.rs",                  // computes and compares codes
    "domain/passcode.rs",             // tells a code from a PASSCODE and wipes the PIN in it
    "keyfile/value.rs",               // decodes the seed of an imported key
    "store/snapshot/segments.rs",     // seals and opens what leaves the machine
    "store/snapshot/trail.rs",        // and what was used in it
    "store/vault/mod.rs",             // seals and opens
    "store/vault/seal.rs",            // the cipher itself
    "store/vault/slot.rs",            // wraps the data key under a passphrase
    "ui/secret_field.rs",             // takes keys, counts marks
    "cli/keys/import.rs",             // decodes the key of a file, typed at the terminal
    "keyfile/cellvalue.rs",           // the length of a seed, where it names the hash
    "keyfile/cipher.rs",              // keys the ciphers of an encrypted key file
    "keyfile/derive.rs",              // fills the key that it derives
    "keyfile/export.rs",              // encrypts seeds under a password
    "keyfile/plain.rs",               // seeds for the key server, over TLS
    "keyfile/protection.rs",          // hands password and key on to derivation and codes
    "keyfile/seed_text.rs",           // decodes the seeds of text files
    "store/key_fit.rs",               // whether a key of the same serial has the same seed
    "store/files.rs",                 // pictures of a ticket, opened for their desk
    "cli/found.rs",                   // whether anything was typed at all
];

/// Where Rust files are.
const FOLDERS: &[&str] = &["src", "tests", "benches"];

/// The longest file allowed.
const LONGEST: usize = 500;

#[test]
fn every_room_keeps_to_its_side() {
    let mut broken = Vec::new();
    for (path, text) in product() {
        for rule in RULES.iter().filter(|rule| rule.files.holds(&path)) {
            for (number, line) in code(&text) {
                let found = rule.never.iter().filter(|word| names(line, word));
                broken.extend(found.map(|word| format!("src/{path}:{number}: {word}: {}", rule.why)));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn no_rule_speaks_of_a_room_that_is_gone() {
    let files: Vec<String> = product().into_iter().map(|(path, _)| path).collect();
    let rooms = RULES.iter().flat_map(|rule| match rule.files {
        Where::In(rooms) | Where::Outside(rooms) => rooms,
    });
    for room in rooms {
        assert!(files.iter().any(|file| file.starts_with(room)), "no file begins with src/{room}");
    }
}

#[test]
fn no_file_is_longer_than_a_reader_bears() {
    let long: Vec<String> = FOLDERS
        .iter()
        .flat_map(|folder| rust_files(&root().join(folder)))
        .map(|path| (read(&path).lines().count(), path))
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, path)| format!("{}: {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "over {LONGEST} lines:\n{}", long.join("\n"));
}

#[test]
fn a_secret_is_looked_into_in_few_places_and_each_is_listed() {
    let looks = |text: &str| {
        code(text).any(|(_, line)| {
            names(line, ".expose") || names(line, ".expose_mut") || line.contains("::expose")
        })
    };
    let found: BTreeSet<String> =
        product().into_iter().filter(|(_, text)| looks(text)).map(|(path, _)| path).collect();
    let listed: BTreeSet<String> = EXPOSING.iter().map(|path| (*path).to_owned()).collect();
    assert_eq!(found, listed, "files that look into a secret (left) against those listed here");
}

/// What a key shows is computed to be compared; it is computed to be seen for the invented keys of a
/// demo alone, in one file.
#[test]
fn a_code_is_made_to_be_seen_in_one_place() {
    let makes = |text: &str| {
        let (mut named, mut made) = (false, false);
        for (_, line) in code(text) {
            named |= names(line, "Generator");
            made |= line.contains(".code(");
        }
        named && made
    };
    let found: Vec<String> =
        product().into_iter().filter(|(_, text)| makes(text)).map(|(path, _)| path).collect();
    assert_eq!(found, ["cli/fob.rs"]);
}

#[test]
fn a_secret_cannot_be_printed_sent_or_copied() {
    let text = read(&root().join("src/domain/secret.rs"));
    for (number, line) in code(&text) {
        assert!(!line.contains("#[derive"), "src/domain/secret.rs:{number}: a secret derives nothing");
    }
    for (path, text) in product() {
        for (number, line) in code(&text) {
            let implemented = line.trim_start().starts_with("impl") && line.contains(" for Secret<");
            assert!(!implemented, "src/{path}:{number}: a secret has no trait");
        }
    }
}

#[test]
fn the_lints_are_as_strict_as_promised() {
    let manifest = read(&root().join("Cargo.toml"));
    assert!(manifest.contains("unsafe_code = \"forbid\""));
    for lint in ["unwrap_used", "expect_used", "panic", "todo", "unimplemented", "dbg_macro"] {
        assert!(manifest.contains(&format!("\n{lint} = \"deny\"")), "{lint} is not denied in Cargo.toml");
    }
}

#[test]
fn every_script_can_be_read_by_its_shell() {
    // A lost brace once stopped the whole check at its last line.
    for script in [".ci/run", "check", "fuzz/run", "tests/desks/run", "tests/real/run", "tests/ssh/run"] {
        let read = Command::new("bash").arg("-n").arg(root().join(script)).output().expect("bash runs");
        assert!(read.status.success(), "{script}: {}", String::from_utf8_lossy(&read.stderr));
    }
}

#[test]
fn every_dependency_is_accounted_for_and_nothing_else() {
    let document = read(&root().join("docs/dependencies.md"));
    let first_cell = |line: &str| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned());
    let rows: Vec<String> = document.lines().filter_map(first_cell).collect();
    let told: BTreeSet<String> = rows.iter().cloned().collect();
    assert_eq!(rows.len(), told.len(), "a crate has two lines in docs/dependencies.md");
    assert_eq!(dependencies(), told, "Cargo.toml (left) against docs/dependencies.md (right)");
}

#[test]
fn every_dependency_is_used() {
    let texts: Vec<String> =
        FOLDERS.iter().flat_map(|folder| rust_files(&root().join(folder))).map(|path| read(&path)).collect();
    for name in dependencies() {
        let path = format!("{}::", name.replace('-', "_"));
        let used = texts.iter().any(|text| code(text).any(|(_, line)| names(line, &path)));
        assert!(used, "nothing uses {name}: take it out of Cargo.toml");
    }
}

/// Direct dependencies, those of the tests included.
fn dependencies() -> BTreeSet<String> {
    let manifest = read(&root().join("Cargo.toml"));
    let mut section = "";
    let mut found = BTreeSet::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line;
        } else if let (true, Some((name, _))) = (section.ends_with("dependencies]"), line.split_once('=')) {
            found.insert(name.trim().to_owned());
        }
    }
    found
}

impl Where {
    fn holds(&self, path: &str) -> bool {
        let begins = |rooms: &[&str]| rooms.iter().any(|room| path.starts_with(room));
        match self {
            Self::In(rooms) => begins(rooms),
            Self::Outside(rooms) => !begins(rooms),
        }
    }
}

/// Path from `src` and text of every file that is part of the program, tests left out.
fn product() -> Vec<(String, String)> {
    let source = root().join("src");
    let is_test = |path: &str| path.ends_with("_tests.rs") || path.ends_with("/testing.rs");
    let relative =
        |path: &Path| path.strip_prefix(&source).expect("under src").to_string_lossy().into_owned();
    let files: Vec<_> = rust_files(&source)
        .into_iter()
        .map(|path| (relative(&path), read(&path)))
        .filter(|(path, _)| !is_test(path))
        .collect();
    assert!(files.len() > 50, "the source was not found");
    files
}

/// Lines with their numbers, comments cut off.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines().map(|line| line.split_once("//").map_or(line, |(before, _)| before)))
}

/// Whether a line names a word: as a whole, not as a part of a longer name.
fn names(line: &str, word: &str) -> bool {
    let joins = |c: Option<char>, end: Option<char>| {
        let part = |c: char| c.is_alphanumeric() || c == '_';
        c.is_some_and(part) && end.is_some_and(part)
    };
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + word.len()..]);
        !joins(before.chars().next_back(), word.chars().next())
            && !joins(after.chars().next(), word.chars().next_back())
    })
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the project") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
