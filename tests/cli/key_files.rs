//! Key files of every form: what a trial run tells, what comes in, what does not and why.

use std::fs::{self, File};
use std::io::Write;
use std::time::Instant;

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use guichet::domain::secret::Secret;
use guichet::keyfile::{KeyRow, export};
use guichet::store::Store;
use guichet::text::keys::{Counts, FR};
use serde_json::{Value, json};

use crate::imports::pskc;
use crate::program::{Home, PASSPHRASE, PATIENCE, Ran, WORDS, answer_to, await_question, code_asked};

const SEED: &[u8] = b"12345678901234567890";

/// One key in every form, by its file and what else must be said.
fn forms(serial: &str, seed: &[u8]) -> Vec<(&'static str, String, Vec<&'static str>)> {
    let (hex, base32) = (HEXLOWER.encode(seed), BASE32_NOPAD.encode(seed));
    vec![
        ("pskc", pskc(&[(serial, seed)]), vec![]),
        ("oath-csv", format!("{serial}, {hex}, totp, 6, 60\n"), vec![]),
        ("oath-csv", format!("\u{feff}Serial;Secret;Type;Period\n{serial};{base32};TOTP;60\n"), vec![]),
        (
            "csv",
            format!("Numéro\tGraine\n{serial}\t{hex}\n"),
            vec!["--map", "serial=numéro,seed=graine", "--map", "type==totp,period==60"],
        ),
        ("csv", format!("x;{hex};{serial}\n"), vec!["--map", "serial=#3,seed=#2,type==totp,period==60"]),
        ("otpauth", format!("otpauth://totp/Clepsydre:{serial}?secret={base32}&period=60\n"), vec![]),
    ]
}

fn import(home: &Home, file: &str, more: &[&str]) -> Ran {
    home.run(&[&["keys", "import", file], more].concat())
}

fn serials(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|serial| serial.as_str().unwrap()).collect()
}

/// The seed of a key of the store.
fn seed_of(home: &Home, serial: &str) -> Option<Vec<u8>> {
    let store = Store::open(&home.data(), None).unwrap();
    store.key_row(serial).unwrap().map(|row| row.seed.expose().clone())
}

#[test]
fn every_form_brings_the_same_key() {
    for (at, (form, content, more)) in forms("777001", SEED).into_iter().enumerate() {
        let home = Home::demo();
        let file = home.file("keys", content);
        let more: Vec<_> = more.iter().copied().chain(["--json"]).collect();
        let ran = import(&home, &file, &more);
        assert_eq!(ran.code, 0, "{at}: {ran:?}");
        assert_eq!(
            (ran.json()["form"].as_str(), serials(&ran.json()["new"])),
            (Some(form), vec!["777001"]),
            "{at}"
        );
        assert!(seed_of(&home, "777001").as_deref() == Some(SEED), "{at}");
        let list = home.run(&["keys", "list", "--holder", "none", "--json"]).json();
        let key =
            list["keys"].as_array().unwrap().iter().find(|key| key["serial"] == "777001").unwrap().clone();
        assert_eq!((&key["kind"], &key["standing"]), (&"TOTP 6/60".into(), &"in-stock".into()), "{at}");
        // The same key again, in the same form: nothing to do.
        let again = import(&home, &file, &more).json();
        assert_eq!((again["imported"].as_i64(), serials(&again["same"])), (Some(0), vec!["777001"]), "{at}");
    }
}

#[test]
fn a_trial_run_tells_what_would_happen_and_writes_nothing() {
    let home = Home::demo();
    let file = home.file("keys.xml", pskc(&[("777001", SEED)]));
    assert_eq!(import(&home, &file, &[]).code, 0);
    let journal = home.run(&["journal", "--json"]).out;
    // New, the same, held by somebody with another secret, twice in the file, without secret.
    let lines = [
        "777002,313233,totp,6,60",
        "777001,3132333435363738393031323334353637383930,totp,6,60",
        "103142718,313233,totp,6,60",
        "777003,313233,totp,6,60",
        "777003,313234,totp,6,60",
        "777004,,totp,6,60",
    ];
    let file = home.file("keys.csv", format!("{}\n", lines.join("\n")));
    let ran = import(&home, &file, &["--dry-run", "--json"]);
    let told = ran.json();
    assert_eq!((ran.code, told["imported"].as_i64()), (1, Some(0)));
    assert_eq!(serials(&told["new"]), ["777002"], "which of the two 777003 is meant is not known");
    assert_eq!(serials(&told["same"]), ["777001"]);
    let refused: Vec<_> = told["refused"].as_array().unwrap().iter().collect();
    let refused: Vec<_> = refused
        .iter()
        .map(|one| (one["line"].as_i64(), one["name"].as_str(), one["reason"].as_str()))
        .collect();
    assert_eq!(
        refused,
        [
            (Some(4), Some("777003"), Some("duplicate-serial")),
            (Some(5), Some("777003"), Some("duplicate-serial")),
            (Some(6), Some("777004"), Some("missing-secret")),
            (Some(3), Some("103142718"), Some("serial-exists")),
        ]
    );
    let ran = import(&home, &file, &["--dry-run", "--replace", "--partial", "--json"]);
    let told = ran.json();
    assert_eq!((ran.code, serials(&told["new"])), (6, vec!["777002"]));
    assert_eq!(told["replaced"], json!([{ "serial": "103142718", "holder": "cdupont" }]));
    // In words too, the file's and the store's faults by name.
    let words = import(&home, &file, &["--dry-run"]);
    for named in ["777003", "777004", "103142718", "cdupont"] {
        assert!(words.err.contains(named), "{named}: {}", words.err);
    }
    assert!(words.out.contains(FR.dry_run) && words.out.contains("  777002"), "{}", words.out);
    assert!(
        words.out.contains(&(FR.would_not)(&Counts { new: 1, same: 1, updated: 0, replaced: 0 })),
        "{}",
        words.out
    );
    assert_eq!(home.run(&["journal", "--json"]).out, journal, "nothing was done, nothing is journalled");
    assert!(seed_of(&home, "777002").is_none());
}

#[test]
fn a_file_with_one_bad_key_comes_in_partly_only_if_asked() {
    let home = Home::demo();
    let content = pskc(&[("777001", SEED), ("777002", &[7; 20]), ("777002", &[8; 20]), ("777003", &[])]);
    let file = home.file("keys.xml", content);
    assert_eq!(import(&home, &file, &[]).code, 1);
    assert!(seed_of(&home, "777001").is_none());
    let ran = import(&home, &file, &["--partial"]);
    assert_eq!(
        (ran.code, ran.out.trim_end()),
        (6, (FR.counted)(&Counts { new: 1, same: 0, updated: 0, replaced: 0 }).as_str())
    );
    // A serial that stands for two secrets comes in with neither, and each place is named.
    assert!(ran.err.starts_with(&(FR.left_out)(3)), "{}", ran.err);
    assert_eq!(ran.err.matches("777002").count(), 2, "{}", ran.err);
    assert!(seed_of(&home, "777001").is_some() && seed_of(&home, "777002").is_none());
    // A file of which nothing can come in is refused as a whole.
    let file = home.file("keys.xml", pskc(&[("777009", &[])]));
    let ran = import(&home, &file, &["--partial"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.starts_with("Rien n’a été importé"), "{}", ran.err);
}

#[test]
fn a_secret_is_replaced_only_if_asked() {
    let home = Home::demo();
    let before = seed_of(&home, "103142718");
    let file = home.file("keys.xml", pskc(&[("103142718", SEED)]));
    let ran = import(&home, &file, &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("cdupont") && ran.err.contains("--replace"), "{}", ran.err);
    assert!(seed_of(&home, "103142718") == before);
    let ran = import(&home, &file, &["--replace"]);
    assert_eq!(
        (ran.code, ran.out.trim_end()),
        (0, (FR.counted)(&Counts { new: 0, same: 0, updated: 0, replaced: 1 }).as_str())
    );
    assert!(seed_of(&home, "103142718").as_deref() == Some(SEED));
    let card = home.run(&["show", "cdupont", "--json"]).json();
    assert_eq!((&card["keys"][0]["serial"], &card["keys"][0]["pin"]), (&"103142718".into(), &"set".into()));
    let acts = home.run(&["journal", "--json"]).json();
    let acts: Vec<_> = acts.as_array().unwrap().iter().map(|entry| entry["act"].as_str().unwrap()).collect();
    // Refused by the store: begun and not done; then done, the holder's key by itself.
    assert_eq!(acts, ["replace-secret", "import-keys", "import-keys"]);
}

/// A file of another kind, and the name it is refused by.
#[test]
fn what_is_not_read_is_named() {
    let home = Home::demo();
    for (content, word, named) in [
        (&b"otpauth-migration://offline?data=abc\n"[..], "other-form", "Google Authenticator"),
        (b"OATH-HOTP,11.12.13 18:55,1,ccc,,9168,,,0\n", "other-form", "Yubico"),
        (b"PK\x03\x04rest", "other-form", "xlsx"),
        (b"{\"tokens\": []}", "other-form", "JSON"),
        (b"<Tokens><Token serial=\"1\"/></Tokens>", "not-pskc", "Tokens"),
        (b"upn,serial number,secret key\na,1,2\n", "map-needed", "--map"),
        (b"otpauth://steam/777001?secret=MZXW6YQ=\n", "unknown-algorithm", "steam"),
        (b"777001,3132,ocra,OCRA-1\n", "unknown-algorithm", "ocra"),
        (b"777001,2345672345672345,totp\n", "ambiguous-seed", "--encoding"),
        (b"777001,3132,totp", "truncated", "CSV"),
        (b"", "empty-file", ""),
    ] {
        let file = home.file("keys", content);
        let ran = import(&home, &file, &["--json"]);
        let refused = &ran.json()["refused"][0];
        assert_eq!((ran.code, refused["reason"].as_str()), (1, Some(word)), "{ran:?}");
        assert!(refused["words"].as_str().unwrap().contains(named), "{refused}");
        assert!(import(&home, &file, &[]).err.starts_with("Rien n’a été importé"));
    }
}

#[test]
fn the_form_and_the_encoding_can_be_told() {
    let home = Home::demo();
    let file = home.file("keys", "777001,2345672345672345,totp,6,60\n");
    assert_eq!(import(&home, &file, &["--encoding", "base32"]).code, 0);
    assert_eq!(seed_of(&home, "777001").unwrap().len(), 10);
    // A form that it does not have: refused by that form's reader.
    let ran = import(&home, &file, &["--form", "pskc", "--json"]);
    assert_eq!((ran.code, ran.json()["refused"][0]["reason"].as_str()), (1, Some("not-xml")));
    let ran = import(&home, &file, &["--form", "otpauth", "--json"]);
    assert_eq!(ran.json()["refused"][0]["reason"], "not-otpauth");
    let ran = import(&home, &file, &["--form", "csv", "--json"]);
    assert_eq!(ran.json()["refused"][0]["reason"], "map-needed");
}

#[test]
fn an_option_that_would_do_nothing_is_not_taken() {
    let home = Home::demo();
    let file = home.file("keys.xml", pskc(&[("777001", SEED)]));
    for more in [&["--map", "serial=a,seed=b,type==hotp"][..], &["--encoding", "hex"]] {
        let ran = import(&home, &file, more);
        assert!(ran.code == 2 && ran.err.contains(more[0]), "{ran:?}");
    }
    assert!(seed_of(&home, "777001").is_none());
}

/// No refusal of a text file shows a secret, wherever it stands.
#[test]
fn a_refusal_quotes_no_seed() {
    let home = Home::demo();
    let (hex, base32) = (HEXLOWER.encode(SEED), BASE32_NOPAD.encode(SEED));
    for secret in [&hex, &base32] {
        for line in [
            format!("777001,{secret}!,totp"),
            format!("{secret},777001,totp"),
            format!("777001,totp,{secret}"),
            format!("777001 {secret}"),
            format!("otpauth://totp/777001?secret={secret}!"),
            format!("otpauth://totp/{secret}?digits=9"),
            format!("Numéro;{secret}"),
        ] {
            let file = home.file("keys", format!("{line}\n"));
            for more in [&[][..], &["--json"]] {
                let ran = import(&home, &file, more);
                assert_eq!(ran.code, 1, "{line}: {ran:?}");
                assert!(
                    !ran.err.contains(&secret[..12]) && !ran.out.contains(&secret[..12]),
                    "{line}: {ran:?}"
                );
            }
        }
    }
}

/// A file that came under a password: asked at the terminal, after the passphrase.
#[test]
fn the_password_of_a_file_is_asked_at_the_terminal() {
    let home = Home::real();
    let row = KeyRow {
        serial: "777001".to_owned(),
        maker: String::new(),
        shape: guichet::domain::otp::Shape::COMMON,
        seed: Secret::new(SEED.to_vec()),
        counter: 0,
        starts: None,
        expires: None,
        line: 0,
    };
    let file = home.path().join("keys.xml").display().to_string();
    let password = "un mot de passe";
    let mut sealed = File::create(&file).unwrap();
    export::pskc(&[row], &Secret::new(password.to_owned()), 1000, &mut sealed).unwrap();
    sealed.flush().unwrap();
    let asked = [(WORDS.passphrase, PASSPHRASE), (FR.file_password, "un autre mot")];
    let ran = home.ask(&["keys", "import", &file, "--json"], &asked);
    assert_eq!((ran.code, ran.json()["imported"].as_i64()), (1, Some(0)), "{ran:?}");
    let asked = [(WORDS.passphrase, PASSPHRASE), (FR.file_password, password)];
    let ran = home.ask(&["keys", "import", &file, "--json"], &asked);
    assert_eq!((ran.code, ran.json()["imported"].as_i64()), (0, Some(1)), "{ran:?}");
    // Without a terminal it is not asked at all.
    assert_eq!(home.run(&["keys", "import", &file]).code, 2);
}

/// Ctrl-C in the middle of a long import: nothing comes in, and it is said.
#[test]
fn an_import_that_is_interrupted_leaves_nothing() {
    let home = Home::demo();
    let before = home.run(&["keys", "list", "--json"]).json()["total"].clone();
    // A pipe that never ends: the program is surely reading when it is interrupted.
    let pipe = home.path().join("keys.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let mut terminal = home.on_screen(&["keys", "import", pipe.to_str().unwrap()]);
    let mut end = File::options().write(true).open(&pipe).unwrap();
    let lines: String = (0..4_000).map(|key| format!("8{key:06},31323334353637383930,totp,6,60\n")).collect();
    end.write_all(lines.as_bytes()).unwrap();
    // More than the head of the file and the room of the pipe: the rest is being read by now, and
    // Ctrl-C is watched before that begins.
    terminal.keys("<c-c>");
    let start = Instant::now();
    while !terminal.has_ended() && start.elapsed() < PATIENCE {
        if end.write_all(lines.as_bytes()).is_err() {
            break;
        }
    }
    drop(end);
    let ended = terminal.wait_exit(PATIENCE);
    assert_eq!(ended.status.exit_code(), 1, "{}", terminal.screen());
    assert!(terminal.screen().contains(FR.cancelled), "{}", terminal.screen());
    assert_eq!(home.run(&["keys", "list", "--json"]).json()["total"], before);
    fs::remove_file(&pipe).unwrap();
}

/// The question comes before the work, so Ctrl-C there is the question's own.
#[test]
fn giving_up_at_the_password_is_giving_up() {
    let home = Home::real();
    let file = home.file("keys.csv", "777001,3132,totp,6,60\n");
    let mut terminal = home.on_screen(&["keys", "import", &file]);
    let start = terminal.started();
    await_question(&mut terminal, start, WORDS.passphrase);
    terminal.keys("<c-c>");
    assert_eq!(terminal.wait_exit(PATIENCE).status.exit_code(), 1);
    let mut terminal = home.on_screen(&["keys", "list"]);
    let start = terminal.started();
    answer_to(&mut terminal, start, WORDS.passphrase, PASSPHRASE);
    assert!(terminal.wait_exit(PATIENCE).status.success());
    assert!(terminal.screen().contains(FR.none), "{}", terminal.screen());
}

/// A code used before another secret came under the serial is still a used one when the first comes back.
#[test]
fn there_and_back_again_no_code_is_fresh_twice() {
    let home = Home::demo();
    let own = seed_of(&home, "103142718").unwrap();
    let [first, second] = [&own[..], SEED].map(|seed| pskc(&[("103142718", seed)]));
    let [first, second] = [home.file("first.xml", first), home.file("second.xml", second)];
    let code = home.code("103142718", 1);
    let finding = || {
        let ran = home.ask(&["verify", "103142718", "--json"], &[(&code_asked(6), code.expose())]);
        ran.json()["finding"].as_str().unwrap().to_owned()
    };
    assert_eq!(finding(), "valid-drifted");
    for file in [&second, &first] {
        let ran = import(&home, file, &["--replace", "--json"]);
        assert_eq!((ran.code, ran.json()["imported"].as_u64()), (0, Some(1)), "{ran:?}");
    }
    assert_eq!(finding(), "used");
}

#[test]
fn a_corrected_file_is_told_and_taken() {
    let home = Home::demo();
    let own = seed_of(&home, "103142718").unwrap();
    let policy = "</Data><Policy><ExpiryDate>2031-05-08T00:00:00Z</ExpiryDate></Policy>";
    let corrected = pskc(&[("103142718", &own)]).replace("</Data>", policy);
    let file = home.file("keys.xml", corrected);
    let dry = import(&home, &file, &["--dry-run", "--json"]);
    let told = json!([{ "serial": "103142718", "holder": "cdupont", "details": ["maker", "expires"] }]);
    assert_eq!((dry.code, &dry.json()["updated"]), (0, &told), "{dry:?}");
    assert_eq!((serials(&dry.json()["new"]).len(), serials(&dry.json()["same"]).len()), (0, 0));
    let words = import(&home, &file, &["--dry-run"]).out;
    assert!(words.contains("103142718 (cdupont)\u{a0}: fabricant, fin de validité"), "{words}");
    let before = home.run(&["show", "cdupont", "--json"]).json()["keys"][0]["expires"].clone();
    let ran = import(&home, &file, &[]);
    let counted = (FR.counted)(&Counts { new: 0, same: 0, updated: 1, replaced: 0 });
    assert_eq!((ran.code, ran.out.trim_end()), (0, counted.as_str()));
    let after = home.run(&["show", "cdupont", "--json"]).json()["keys"][0]["expires"].clone();
    assert_ne!(before, after);
    assert_eq!(after, 1935964800);
    let journal = home.run(&["journal", "--json"]).json();
    let told: Vec<_> = journal
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["act"].as_str().unwrap(), entry["outcome"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("update-key", "done maker expires"), ("import-keys", "done 0 0 1")]);
    // Nothing comes in: nothing is said to be done.
    assert_eq!(import(&home, &file, &[]).code, 0);
    let refused = home.file("bad.xml", pskc(&[("103142718", SEED)]));
    assert_eq!(import(&home, &refused, &["--partial"]).code, 1);
    let journal = home.run(&["journal", "--json"]).json();
    for entry in &journal.as_array().unwrap()[..2] {
        assert_eq!((&entry["act"], &entry["outcome"]), (&"import-keys".into(), &"nothing".into()));
    }
}
