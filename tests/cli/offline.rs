//! Snapshots: drawn, told of, worked on without network.

use std::fs;

use guichet::text::Lang;
use guichet::text::snapshot::FR;
use serde_json::Value;

use crate::program::{Home, PASSPHRASE, Ran, WORDS, code_asked};

const SNAPSHOT: &str = "clé d’un collège sans réseau";

/// A demo and the path of a snapshot drawn from it.
fn drawn(more: &[&str]) -> (Home, String, Ran) {
    let home = Home::demo();
    let file = home.path().join("ecole.snap").into_os_string().into_string().unwrap();
    let args: Vec<&str> = ["snapshot", "make", &file].into_iter().chain(more.iter().copied()).collect();
    let ran = home.ask(&args, &[(FR.new_passphrase, SNAPSHOT), (WORDS.again, SNAPSHOT)]);
    (home, file, ran)
}

#[test]
fn a_school_is_taken_along_and_worked_on() {
    let (home, file, ran) = drawn(&["--school", "0449001v", "--seeds", "--json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let told = home.run(&["snapshot", "info", &file, "--json"]);
    assert_eq!(told.json(), ran.json());
    assert!(told.json()["seeds"].as_u64().unwrap() > 2, "{told:?}");
    assert!(!fs::read_to_string(&file).is_ok_and(|text| text.contains("Dupont")));

    let open = (FR.passphrase, SNAPSHOT);
    let found = home.ask(&["search", "dupont", "--offline", &file, "--json"], &[open]);
    assert_eq!((found.code, found.out.contains("cdupont")), (0, true), "{found:?}");
    let elsewhere = home.ask(&["search", "morvan", "--offline", &file], &[open]);
    assert_eq!(elsewhere.code, 3, "{elsewhere:?}");

    let code = home.code("103142718", 0);
    let asked = code_asked(6);
    let test = |home: &Home| {
        home.ask(&["test", "cdupont", "--offline", &file, "--json"], &[open, (&asked, code.expose())])
    };
    let right = test(&home);
    assert_eq!((right.code, &right.json()["verdict"]), (4, &"right-offline".into()), "{right:?}");
    assert_eq!(right.json()["valid"], false);
    let again = test(&home);
    assert_eq!((again.code, &again.json()["verdict"]), (4, &"used".into()), "the file remembers: {again:?}");

    let fields = ["subject=Clé refusée", "description=La clé est refusée.", "errors=aucun", "hours=8h-10h"];
    let new = ["ticket", "new", "cdupont"].into_iter().chain(fields).chain(["--offline", &file, "--json"]);
    let filed = home.ask(&new.collect::<Vec<_>>(), &[open]);
    assert_eq!((filed.code, &filed.json()["queued"]), (0, &true.into()), "{filed:?}");
    let journal = home.run(&["journal", "--json"]);
    for word in ["snapshot-with-seeds", "right-offline", "queued"] {
        assert!(journal.out.contains(word), "{word}: {}", journal.out);
    }
}

#[test]
fn a_snapshot_without_seeds_tests_no_code() {
    let (home, file, ran) = drawn(&["--school", "0449001V"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let code = home.code("103142718", 0);
    let answers = [(FR.passphrase, SNAPSHOT), (&code_asked(6), code.expose())];
    let ran = home.ask(&["test", "cdupont", "--offline", &file], &answers);
    assert_eq!((ran.code, ran.err.contains("n’est pas dans l’instantané")), (1, true), "{ran:?}");
}

#[test]
fn what_cannot_be_is_said_before_anything_is_asked() {
    let home = Home::demo();
    let taken = home.file("pris.snap", "something else");
    let begun = home.file("autre.snap.new", "perhaps a letter");
    let begun = begun.strip_suffix(".new").unwrap().to_owned();
    for (args, code) in [
        (&["snapshot", "make", "/tmp/x.snap"][..], 2),
        (&["snapshot", "make", "/tmp/x.snap", "--academy", "nantes", "--school", "0449001V"], 2),
        (&["snapshot", "make", "/tmp/x.snap", "--academy", "nantes", "--hours", "721"], 5),
        (&["snapshot", "make", "/tmp/x.snap", "--academy", "nantes", "--hours", "73", "--seeds"], 5),
        (&["snapshot", "make", &taken, "--academy", "nantes"], 5),
        (&["snapshot", "make", "/nonexistent/x.snap", "--academy", "nantes"], 3),
        (&["snapshot", "make", &begun, "--academy", "nantes"], 5),
        (&["snapshot", "fly"], 2),
        (&["snapshot", "info", "/nonexistent.snap"], 3),
        (&["snapshot", "info", &taken], 1),
        (&["search", "dupont", "--offline", "/nonexistent.snap"], 3),
        (&["search", "dupont", "--offline", &taken], 1),
        (&["keys", "import", &taken, "--offline", &taken], 2),
        (&["search", "dupont", "--seeds"], 2),
    ] {
        let ran = home.run(args);
        assert_eq!(ran.code, code, "{args:?}: {ran:?}");
    }
    assert_eq!(fs::read_to_string(&taken).unwrap(), "something else");
    assert_eq!(fs::read_to_string(format!("{begun}.new")).unwrap(), "perhaps a letter");
    let ran = home.run(&["snapshot", "make", &begun, "--academy", "nantes"]);
    assert!(ran.err.contains(".snap.new est là") && ran.err.contains("retirez-le"), "{}", ran.err);
}

#[test]
fn a_scope_is_told_in_words() {
    let (home, file, made) = drawn(&["--school", "0449001v"]);
    assert!(made.out.starts_with("Instantané\u{a0}: établissement 0449001V\u{a0}; "), "{}", made.out);
    let told = home.run(&["snapshot", "info", &file, "--lang", "en"]).out;
    assert!(told.starts_with("Snapshot: school 0449001V; "), "{told}");
    assert_eq!(home.run(&["snapshot", "info", &file, "--json"]).json()["scope"], "--school 0449001V");
    let scope = guichet::text::snapshot::scope;
    for (options, french, english) in [
        ("--academy nantes", "académie nantes", "academy nantes"),
        ("--academy nantes --academy rouen", "académies nantes et rouen", "academies nantes and rouen"),
        (
            "--school A --school B --school C --school D --school E",
            "établissements A, B, C, D et E",
            "schools A, B, C, D and E",
        ),
        (
            "--school A --school B --school C --school D --school E --school F",
            "établissements A, B, C, D et 2 autres",
            "schools A, B, C, D and 2 more",
        ),
        ("", "", ""),
        ("everybody", "everybody", "everybody"),
        ("--academy a --school b", "--academy a --school b", "--academy a --school b"),
    ] {
        assert_eq!((scope(Lang::Fr, options), scope(Lang::En, options)), (french.into(), english.into()));
    }
}

/// The commands about codes work on a snapshot as on the store, and none says "valid" there.
#[test]
fn codes_of_a_serial_are_verified_offline() {
    let (home, file, ran) = drawn(&["--school", "0449001V", "--seeds"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let (open, asked) = ((FR.passphrase, SNAPSHOT), code_asked(6));
    let code = home.code("103142718", 0);
    let verify = |more: &[&str]| {
        let args: Vec<&str> =
            ["verify", "103142718", "--offline", &file].into_iter().chain(more.iter().copied()).collect();
        home.ask(&args, &[open, (&asked, code.expose())])
    };
    let right = verify(&["--json"]);
    assert_eq!((right.code, &right.json()["verdict"]), (4, &"right-offline".into()), "{right:?}");
    assert_eq!(right.json()["valid"], false);
    // This machine's own clock may not be kept set.
    assert!([Value::Null, "not-synchronised".into()].contains(&right.json()["clock_doubt"]), "{right:?}");
    // Used up in the snapshot, for this command and for the others.
    assert!(right.json()["as_of"].as_i64() > Some(1_700_000_000), "{right:?}");
    let again = verify(&[]);
    assert!(again.err.starts_with("HORS LIGNE   états du "), "its age is told: {again:?}");
    assert!(again.code == 4 && again.out.starts_with("DÉJÀ UTILISÉ"), "{again:?}");
    assert!(again.out.contains("guichet ticket new") && !again.out.contains("(n)"), "{again:?}");
    let test = home.ask(&["test", "cdupont", "--offline", &file, "--json"], &[open, (&asked, code.expose())]);
    assert_eq!(test.json()["finding"], "used");
    let journal = home.run(&["journal", "--json"]).json();
    let tests: Vec<_> =
        journal.as_array().unwrap().iter().filter(|entry| entry["act"] == "test-code").collect();
    assert_eq!(tests.len(), 3);
    assert!(
        tests.iter().all(|entry| entry["serial"] == "103142718" && entry["login"] == "cdupont"),
        "{tests:?}"
    );
    let unknown = home.ask(&["verify", "999", "--offline", &file], &[open]);
    assert_eq!(unknown.code, 3, "{unknown:?}");
}

/// The keys compared are those of the snapshot, whatever the store beside it holds.
#[test]
fn a_found_key_is_looked_for_in_the_snapshot() {
    use guichet::text::found::FR as FOUND;
    let (home, file, ran) = drawn(&["--school", "0449001V", "--seeds", "--json"]);
    let seeds = ran.json()["seeds"].as_u64().unwrap();
    let open = (FR.passphrase, SNAPSHOT);
    let codes = [home.code("103142718", 1), home.code("103142718", 2)];
    let answers = [open, (FOUND.prompt, codes[0].expose()), (FOUND.prompt_next, codes[1].expose())];
    let ran = home.ask(&["found", "--offline", &file, "--json"], &answers);
    assert_eq!((ran.code, &ran.json()["sure"]), (0, &true.into()), "{ran:?}");
    assert_eq!(
        (&ran.json()["leads"][0]["holder"], ran.json()["keys"].as_u64() <= Some(seeds)),
        (&"cdupont".into(), true)
    );
    // Nothing is burnt in the snapshot.
    let verify = ["verify", "103142718", "--offline", &file, "--json"];
    let ran = home.ask(&verify, &[open, (&code_asked(6), codes[0].expose())]);
    assert_eq!(ran.json()["verdict"], "right-offline", "{ran:?}");
    let ended = home.run(&["journal", "--json"]).json();
    let hunts = ended.as_array().unwrap().iter().filter(|entry| entry["act"] == "found-key");
    assert_eq!(
        hunts.filter(|entry| entry["outcome"].as_str().unwrap().starts_with("found 1 of ")).count(),
        2
    );

    let (home, file, _) = drawn(&["--school", "0449001V"]);
    let ran = home.ask(&["found", "--offline", &file], &[open, (FOUND.prompt, codes[0].expose())]);
    assert!(ran.code == 1 && ran.err.contains("graine"), "{ran:?}");
}

/// Where nothing was set up, the phrase of the snapshot is enough; real people never meet a demo's.
#[test]
fn on_a_machine_without_a_store_one_is_made() {
    let (home, file, ran) = drawn(&["--school", "0449001V"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let site = Home::empty();
    let copy = site.file("ecole.snap", fs::read(&file).unwrap());
    let found = site.ask(&["search", "dupont", "--offline", &copy], &[(FR.passphrase, SNAPSHOT)]);
    assert_eq!((found.code, site.data().exists()), (0, true), "{found:?}");
    drop(home);

    let real = Home::real();
    let copy = real.file("ecole.snap", fs::read(&copy).unwrap());
    let refused = real.ask(&["search", "dupont", "--offline", &copy], &[(FR.passphrase, SNAPSHOT)]);
    assert_eq!(refused.code, 5, "{refused:?}");
}

#[test]
fn seeds_leave_a_real_store_with_a_reason_and_a_second_agent_only() {
    let home = Home::real();
    let file = home.path().join("x.snap").into_os_string().into_string().unwrap();
    let args = ["snapshot", "make", &file, "--academy", "nantes", "--seeds"];
    let short = home.ask_real(&args, &[(WORDS.reason, "bref")]);
    assert_eq!(short.code, 5, "{short:?}");
    let alone = home.ask_real(&args, &[(WORDS.reason, "Visite du collège"), (WORDS.second_agent, "")]);
    assert_eq!(alone.code, 5, "{alone:?}");
    let words = [(FR.new_passphrase, SNAPSHOT), (WORDS.again, SNAPSHOT)];
    let given = [(WORDS.reason, "Visite du collège"), (WORDS.second_agent, "p.martin")];
    let empty = home.ask_real(&args, &[given, words].concat());
    assert_eq!((empty.code, fs::exists(&file).unwrap()), (3, false), "nobody in it: {empty:?}");
    let journal = home.ask_real(&["journal", "--json"], &[]);
    assert!(journal.out.contains("Visite du collège") && journal.out.contains("+ p.martin"), "{journal:?}");
    assert!(!journal.out.contains(SNAPSHOT) && !journal.out.contains(PASSPHRASE));
}

#[test]
fn every_fault_has_its_words_in_both_languages() {
    use guichet::store::snapshot::SnapshotFault as Fault;
    let faults = [
        Fault::Missing("x".into()),
        Fault::Exists("x".into()),
        Fault::Begun("x".into()),
        Fault::NoFolder("x".into()),
        Fault::Damaged("image"),
        Fault::Newer,
        Fault::WrongPassphrase,
        Fault::Held,
    ];
    let said: Vec<String> = [Lang::Fr, Lang::En]
        .into_iter()
        .flat_map(|lang| faults.iter().map(move |fault| guichet::text::snapshot::fault(lang, fault)))
        .collect();
    for (at, one) in said.iter().enumerate() {
        assert!(!said[at + 1..].contains(one), "{one}");
    }
}
