//! Every exit code that the help documents.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::program::{Home, PASSPHRASE, WORDS, code_asked};

const DONE: u32 = 0;
const FAILED: u32 = 1;
const USAGE: u32 = 2;
const NOT_FOUND: u32 = 3;
const NOT_VALID: u32 = 4;
const REFUSED: u32 = 5;

/// Commands on a demo that need no terminal.
const TABLE: &[(&[&str], u32)] = &[
    (&["search", "dupont"], DONE),
    (&["search", "claire", "dupont"], DONE),
    (&["show", "cdupont"], DONE),
    (&["fob", "103142718"], DONE),
    (&["ticket", "list"], DONE),
    (&["journal"], DONE),
    (&["keys", "import", "/nonexistent/keys.xml"], FAILED),
    (&["people", "import", "/"], FAILED),
    (&["fly"], USAGE),
    (&["ticket", "fly"], USAGE),
    (&["ticket"], USAGE),
    (&["vault"], USAGE),
    (&["vault", "fly"], USAGE),
    (&["vault", "add"], USAGE),
    (&["vault", "add", " "], USAGE),
    (&["keys", "list"], DONE),
    (&["keys"], USAGE),
    (&["keys", "fly"], USAGE),
    (&["keys", "export"], USAGE),
    (&["keys", "import"], USAGE),
    (&["keys", "import", "keys.csv", "--form", "yubico"], USAGE),
    (&["keys", "import", "keys.csv", "--map", "colour=red"], USAGE),
    (&["keys", "list", "--state", "asleep"], USAGE),
    (&["keys", "list", "--partial"], USAGE),
    (&["keys", "import", "keys.xml", "--serial", "103142718"], USAGE),
    (&["people", "import", "people.csv", "--partial"], USAGE),
    (&["show", "cdupont", "--dry-run"], USAGE),
    (&["keys", "export", "--out", "/nonexistent/keys.xml", "--serial", "999"], NOT_FOUND),
    (&["keys", "export", "--out", "/nonexistent/keys.xml", "--login", "nobody"], NOT_FOUND),
    (&["keys", "export", "--out", "/nonexistent/keys.xml", "--max", "1"], REFUSED),
    (&["keys", "export", "--out", "/", "--serial", "103142718"], REFUSED),
    (&["show"], USAGE),
    (&["show", "cdupont", "extra"], USAGE),
    (&["search"], USAGE),
    (&["--colour"], USAGE),
    (&["--lang", "de"], USAGE),
    (&["--people", "many"], USAGE),
    (&["--theme", "nonsense"], USAGE),
    (&["ticket", "new", "cdupont", "nofield=x"], USAGE),
    (&["ticket", "new", "cdupont", "subject"], USAGE),
    (&["test", "kbenhaddou"], USAGE),
    (&["search", "zzzzzz"], NOT_FOUND),
    (&["show", "nobody"], NOT_FOUND),
    (&["test", "nobody"], NOT_FOUND),
    (&["test", "hcaumartin"], NOT_FOUND),
    (&["test", "cdupont", "103140417"], NOT_FOUND),
    (&["fob", "999"], NOT_FOUND),
    (&["ticket", "show", "999"], NOT_FOUND),
    (&["ticket", "show", "x"], NOT_FOUND),
    (&["ticket", "new", "nobody"], NOT_FOUND),
    (&["ticket", "new", "cdupont", "subject=Clé bloquée"], REFUSED),
    (&["vault", "slots"], DONE),
    (&["vault", "check"], DONE),
    (&["vault", "add", "m.durand"], REFUSED),
    (&["vault", "change", "m.durand"], REFUSED),
    (&["vault", "remove", "m.durand"], REFUSED),
];

#[test]
fn commands_end_as_the_help_says() {
    let home = Home::demo();
    for (args, code) in TABLE {
        for json in [false, true] {
            let more = if json { ["--json"].as_slice() } else { &[] };
            let all: Vec<_> = args.iter().chain(more).copied().collect();
            let ran = home.run(&all);
            assert_eq!(ran.code, *code, "{all:?}: {ran:?}");
            if *code != DONE {
                let told = !ran.err.trim().is_empty() || (json && !ran.out.is_empty());
                assert!(told, "{all:?} ended with {code} and without a word");
            }
        }
    }
}

#[test]
fn a_sentence_and_no_debug_dump_tells_what_failed() {
    let home = Home::demo();
    for (args, code) in TABLE.iter().filter(|(_, code)| *code != DONE) {
        let told = home.run(args).err;
        for dump in ["Err(", "Some(", "None", "panicked", "StoreFault", "{ ", "os error 2)\")"] {
            assert!(!told.contains(dump), "{args:?}, {code}: {told}");
        }
    }
}

#[test]
fn where_there_is_no_store_every_command_says_how_to_make_one() {
    let home = Home::empty();
    for args in [["search", "x"], ["show", "x"], ["test", "x"], ["ticket", "list"]] {
        let ran = home.run(&args);
        assert_eq!(ran.code, FAILED, "{args:?}: {ran:?}");
        assert!(ran.err.contains("guichet init") && ran.err.contains("guichet demo"), "{}", ran.err);
        assert!(!home.data().exists(), "{args:?} made a folder");
    }
}

#[test]
fn damaged_and_later_stores_are_told_apart_and_left_alone() {
    let home = Home::demo();
    let file = home.data().join("guichet.db");
    let whole = fs::read(&file).unwrap();
    let mut later = whole.clone();
    later[60..64].copy_from_slice(&9_i32.to_be_bytes());
    for (bytes, word) in
        [(&whole[..whole.len() / 2], "endommagées"), (&later, "plus récente"), (b"", "endommagées")]
    {
        fs::write(&file, bytes).unwrap();
        for args in
            [&["show", "cdupont"][..], &["journal"], &["demo", "search", "x"], &["init"], &["fob", "1"]]
        {
            let ran = home.run(args);
            assert_eq!((ran.code, ran.out.as_str()), (FAILED, ""), "{args:?}: {ran:?}");
            let exists = args == ["init"] && ran.err.contains("jamais écrasées");
            assert!(ran.err.contains(word) || exists, "{args:?}: {}", ran.err);
            assert!(fs::read(&file).unwrap() == bytes, "{args:?} wrote to it");
        }
    }
}

/// The code tested is good, then it is spent, then none at all; at the portal likewise.
#[test]
fn the_exit_of_a_test_is_its_verdict() {
    let home = Home::demo();
    let code = home.code("103142718", 0);
    let test = |typed: &str| home.ask(&["test", "cdupont"], &[(&code_asked(6), typed)]).code;
    assert_eq!(test(code.expose()), DONE);
    assert_eq!(test(code.expose()), NOT_VALID);
    assert_eq!(test("12"), USAGE);
    assert_eq!(test(""), USAGE);
    let portal = |passcode: &str| {
        home.ask(&["portal"], &[(WORDS.portal_login, "cdupont"), (WORDS.portal_passcode, passcode)]).code
    };
    assert_eq!(portal(&format!("4576{}", code.expose())), NOT_VALID, "spent by the agent's test");
    assert_eq!(portal(&format!("4576{}", home.code("103142718", 1).expose())), DONE);
}

#[test]
fn a_key_out_of_service_is_not_valid_whatever_its_code() {
    let home = Home::demo();
    for (login, serial) in [("mkerbrat", "103145268"), ("slegoff", "103143377"), ("lwisniewski", "103142093")]
    {
        let code = home.code(serial, 0);
        let ran = home.ask(&["test", login, "--json"], &[(&code_asked(6), code.expose())]);
        assert_eq!((ran.code, ran.json()["valid"].as_bool()), (NOT_VALID, Some(false)), "{login}: {ran:?}");
    }
}

#[test]
fn an_initialisation_is_refused_by_its_rules() {
    let home = Home::empty();
    let init = |answers: &[(&str, &str)]| home.ask(&["init"], answers).code;
    let (new, again) = (WORDS.new_passphrase, WORDS.again);
    assert_eq!(init(&[(new, "trop court")]), REFUSED);
    assert_eq!(init(&[(new, "")]), REFUSED);
    assert_eq!(init(&[(new, PASSPHRASE), (again, "quatre mots mal choisis")]), REFUSED);
    assert!(!home.data().exists());
    assert_eq!(init(&[(new, PASSPHRASE), (again, PASSPHRASE)]), DONE);
    assert_eq!(home.run(&["init"]).code, FAILED, "there is one already");
    assert_eq!(home.run(&["vault", "slots", "--json"]).json()[0]["name"], format!("uid-{}", own_number()));
    assert_eq!(home.ask(&["journal"], &[(WORDS.passphrase, "une autre phrase")]).code, FAILED);
    assert_eq!(home.ask(&["journal"], &[(WORDS.passphrase, PASSPHRASE)]).code, DONE);
}

/// The first slot is called after the session; here there is no name, but a number.
fn own_number() -> String {
    rustix::process::getuid().as_raw().to_string()
}

/// A folder that is somebody's already keeps its rights: told, or refused where others may write.
#[test]
fn a_folder_that_others_may_enter_is_told_or_refused() {
    let (new, again) = (WORDS.new_passphrase, WORDS.again);
    let answers = [(new, PASSPHRASE), (again, PASSPHRASE)];
    let make = |mode: u32, inside: bool| {
        let home = Home::empty();
        fs::create_dir(home.data()).unwrap();
        if inside {
            fs::write(home.data().join("notes.txt"), "à moi").unwrap();
        }
        fs::set_permissions(home.data(), fs::Permissions::from_mode(mode)).unwrap();
        home
    };
    let mode = |home: &Home| fs::metadata(home.data()).unwrap().permissions().mode() & 0o777;
    let told = |home: &Home| (WORDS.folder_shared)(&home.data().display().to_string());

    let shared = make(0o755, true);
    let ran = shared.ask(&["init"], &answers);
    assert_eq!((ran.code, mode(&shared)), (DONE, 0o755));
    assert!(ran.err.contains(&told(&shared)), "{}", ran.err);
    for (private, mode_before) in [(make(0o700, true), 0o700), (make(0o755, false), 0o755)] {
        let ran = private.ask(&["init"], &answers);
        assert_eq!((ran.code, mode(&private), ran.err.as_str()), (DONE, 0o700, ""), "{mode_before:o}");
    }
    for open in [0o775, 0o757, 0o777] {
        let home = make(open, true);
        let ran = home.run(&["init"]);
        assert_eq!(ran.code, REFUSED, "{ran:?}");
        assert!(ran.err.contains("chmod 700"), "{}", ran.err);
        assert!(!home.data().join("guichet.db").exists());
    }
}
