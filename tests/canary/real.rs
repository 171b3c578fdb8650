//! A real store: passphrase, seeds, tests.

use std::path::Path;

use guichet::domain::otp::{Generator, Shape};
use guichet::domain::secret::Secret;
use guichet::store::{Store, rows};
use guichet::text::keys::FR;

use crate::flock::Flock;
use crate::program::{Home, PATIENCE, WORDS, await_question, code_asked, now};
use crate::support::sealed::{KEY, SECRET, under_a_key};

const PASSPHRASE: &str = "colza-bourdon-silex-42";
const PASSWORD: &str = "tamis-girofle-ancre-17";
const SEEDS: [(&str, &[u8; 20]); 2] =
    [("777001", b"\x01\xfeSeed-of-Claire\xaa\x55~~"), ("777002", b"Seed-of-nobody-at-al")];

fn pskc() -> String {
    let key = |(serial, seed): (&str, &[u8; 20])| {
        format!(
            "<KeyPackage><DeviceInfo><SerialNo>{serial}</SerialNo></DeviceInfo><Key Id=\"{serial}\" \
             Algorithm=\"urn:ietf:params:xml:ns:keyprov:pskc:totp\"><AlgorithmParameters><ResponseFormat \
             Encoding=\"DECIMAL\" Length=\"6\"/></AlgorithmParameters><Data><Secret><PlainValue>{}</PlainValue>\
             </Secret><TimeInterval><PlainValue>60</PlainValue></TimeInterval></Data></Key></KeyPackage>",
            data_encoding::BASE64.encode(seed)
        )
    };
    let keys: String = SEEDS.map(key).concat();
    format!(
        "<KeyContainer Version=\"1.0\" xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\">{keys}</KeyContainer>"
    )
}

#[test]
fn neither_passphrase_nor_seed_is_seen_anywhere() {
    let home = Home::empty();
    let mut flock = Flock::default();
    flock.add("passphrase", PASSPHRASE);
    for (serial, seed) in SEEDS {
        flock.add(&format!("seed of {serial}"), seed);
    }
    let again = WORDS.again;
    let made = [(WORDS.new_passphrase, PASSPHRASE), (again, PASSPHRASE)];
    assert_eq!(flock.play(&home, &["init"], &made).code, 0);
    let open = [(WORDS.passphrase, PASSPHRASE)];
    let keys = home.file("keys.xml", pskc());
    let people = "login;family;given;mail;keys\nclaire;Dupont;Claire;c@ac-nantes.fr;777001\n";
    let people = home.file("people.csv", people);
    assert_eq!(flock.play(&home, &["keys", "import", &keys], &open).code, 0);
    assert_eq!(flock.play(&home, &["people", "import", &people], &open).code, 0);
    assert_eq!(flock.play(&home, &["keys", "import", &keys], &open).code, 0, "they are there already");
    let other = home.file("other.csv", "777001,313233,totp,6,60\n777003,,totp\n");
    for more in [&[][..], &["--json"], &["--dry-run", "--partial", "--replace"]] {
        let import: Vec<_> = ["keys", "import", &other].iter().chain(more).copied().collect();
        assert_ne!(flock.play(&home, &import, &open).code, 0, "{more:?}");
    }
    flock.add("password of an export", PASSWORD);
    let moved = home.path().join("moved.xml").display().to_string();
    let said = [(WORDS.reason, "reprise par un autre coffre"), (WORDS.second_agent, "c.leroy")];
    let said = [open[0], said[0], said[1], (FR.new_password, PASSWORD), (FR.again, PASSWORD)];
    assert_eq!(flock.play(&home, &["keys", "export", "--out", &moved], &said).code, 0);
    assert_eq!(flock.play(&home, &["keys", "list", "--json"], &open).code, 0);
    import_sealed(&home, &mut flock, &moved, open[0]);

    let shape = Shape::COMMON;
    let seed = Secret::new(SEEDS[0].1.to_vec());
    let code = Generator::new(&seed, &shape).code(shape.step_at(now()).unwrap()).unwrap();
    let passcode = format!("Zq8Kx7{}", code.expose());
    flock.add("PIN", "Zq8Kx7");
    flock.add("code", code.expose());
    for (typed, exit) in [(passcode.as_str(), 0), (code.expose(), 4)] {
        let answers = [open[0], (&code_asked(6), typed)];
        assert_eq!(flock.play(&home, &["test", "claire"], &answers).code, exit);
    }
    for args in [&["show", "claire"][..], &["show", "claire", "--json"], &["journal"], &["fob", "777001"]] {
        flock.play(&home, args, &open);
    }
    assert_eq!(flock.play(&home, &["journal"], &[(WORDS.passphrase, "colza-bourdon-silex-43")]).code, 1);
    flock.assert_unseen(home.path(), &["keys.xml"]);
    assert_seeds_are_there(&home.data());
}

/// What opens a key file, right and wrong, and what was found in it.
fn import_sealed(home: &Home, flock: &mut Flock, moved: &str, open: (&str, &str)) {
    let (wrong_key, wrong_password) = ("c0ffee5eedbadf00dfeedfacecafe451", "tamis-girofle-ancre-18");
    flock.add("key of a file", KEY);
    flock.add("key of a file in bytes", data_encoding::HEXLOWER.decode(KEY.as_bytes()).unwrap());
    flock.add("wrong key of a file", wrong_key);
    flock.add("wrong password of a file", wrong_password);
    flock.add("what is no key", "girofle-anis-7");
    flock.add("seed of a sealed file", SECRET);
    let sealed = home.file("sealed.xml", under_a_key());
    for (file, asked, answer, code) in [
        (sealed.as_str(), FR.file_key, wrong_key, 1),
        (&sealed, FR.file_key, "girofle-anis-7", 2),
        (&sealed, FR.file_key, KEY, 0),
        (moved, FR.file_password, wrong_password, 1),
        (moved, FR.file_password, PASSWORD, 0),
    ] {
        for more in [&[][..], &["--json"]] {
            let import: Vec<_> = ["keys", "import", file].iter().chain(more).copied().collect();
            assert_eq!(flock.play(home, &import, &[open, (asked, answer)]).code, code, "{asked} {code}");
        }
    }
}

/// Neither a core file nor a debugger of the same user shows what is in memory.
#[test]
fn a_process_leaves_no_core_file() {
    guichet::runtime::harden();
    assert_eq!(rustix::process::dumpable_behavior().unwrap(), rustix::process::DumpableBehavior::NotDumpable);
    let home = Home::real();
    let mut terminal = home.on_screen(&["journal"]);
    let start = terminal.started();
    await_question(&mut terminal, start, WORDS.passphrase);
    let limits = format!("/proc/{}/limits", terminal.pid().as_raw_nonzero());
    let limits = std::fs::read_to_string(limits).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    let core: Vec<_> = core.split_whitespace().skip(4).take(2).collect();
    assert_eq!(core, ["0", "0"], "{limits}");
    terminal.keys("<c-c>");
    terminal.wait_exit(PATIENCE);
}

/// The search would find nothing in an empty store either: the seeds are there, sealed.
fn assert_seeds_are_there(folder: &Path) {
    let store = Store::open(folder, Some(&Secret::new(PASSPHRASE.to_owned()))).unwrap();
    for (serial, seed) in SEEDS {
        let opened = store.read(|connection| {
            let key = rows::find_key(connection, serial)?.expect("the key");
            rows::candidate(&store, connection, key)
        });
        assert_eq!(opened.unwrap().seed.expose().as_slice(), seed);
    }
}

/// A demo's seeds are public, and sealed all the same: one door for both kinds.
#[test]
fn a_demo_keeps_its_seeds_sealed_too() {
    let home = Home::demo();
    let mut flock = Flock::default();
    let store = Store::open(&home.data(), None).unwrap();
    for serial in ["103142718", "103148830", "103148517"] {
        let fob = store.fob(serial, now()).unwrap().unwrap();
        flock.add(&format!("seed of {serial}"), fob.seed.expose());
    }
    drop(store);
    for args in [&["fob", "103142718"][..], &["fob", "103142718", "--json"], &["show", "cdupont", "--json"]] {
        flock.keep(&args.join(" "), &home.run(args));
    }
    flock.assert_unseen(home.path(), &[]);
}
