//! Encrypted key files at the terminal: what is asked, what is answered wrongly, what is given up.

use std::time::Duration;

use data_encoding::{BASE64, HEXLOWER, HEXUPPER};
use guichet::store::Store;
use guichet::text::keys::{Counts, FR};

use crate::program::{Home, PASSPHRASE, PATIENCE, Ran, WORDS, answer_to, await_question};
use crate::support::proc::Activity;
use crate::support::sealed::{KEY, PASSWORD, SECRET, under_a_key, under_a_password};
use crate::support::terminal::Terminal;

/// Each file with its question and its right answer.
fn files() -> [(String, &'static str, &'static str); 2] {
    [(under_a_key(), FR.file_key, KEY), (under_a_password(), FR.file_password, PASSWORD)]
}

fn begun(home: &Home, file: &str) -> Terminal {
    home.on_screen(&["keys", "import", file])
}

/// An import with everything on the screen: one question, one answer.
fn answered(home: &Home, file: &str, asked: &str, answer: &str) -> (u32, String, String) {
    let mut terminal = begun(home, file);
    let start = terminal.started();
    answer_to(&mut terminal, start, asked, answer);
    let code = terminal.wait_exit(PATIENCE).status.exit_code();
    assert_eq!(terminal.termios(), *terminal.termios_before());
    (code, terminal.screen(), String::from_utf8_lossy(terminal.raw()).into_owned())
}

/// The key of both figures, if it came in.
fn seed(home: &Home) -> Option<Vec<u8>> {
    let store = Store::open(&home.data(), None).unwrap();
    store.key_row("987654321").unwrap().map(|row| row.seed.expose().clone())
}

#[track_caller]
fn assert_untouched(home: &Home, what: &str) {
    assert!(seed(home).is_none(), "{what}");
    assert_eq!(
        home.run(&["journal", "--json"]).json().as_array().unwrap().len(),
        0,
        "{what}: nothing was tried"
    );
}

#[test]
fn what_opens_a_file_is_asked_and_not_seen() {
    for (content, asked, answer) in files() {
        let home = Home::demo();
        let file = home.file("keys.xml", content);
        let (code, screen, raw) = answered(&home, &file, asked, answer);
        assert_eq!(code, 0, "{screen}");
        assert!(
            screen.contains(&(FR.counted)(&Counts { new: 1, same: 0, updated: 0, replaced: 0 })),
            "{screen}"
        );
        assert!(raw.contains(asked) && !raw.contains(answer), "{raw}");
        assert!(seed(&home).as_deref() == Some(SECRET));
        let told = home.run(&["keys", "list", "--holder", "none", "--json"]).out;
        assert!(told.contains("987654321") && told.contains("HOTP 8"), "{told}");
    }
}

/// A key agreed upon comes on paper or in a mail: hexadecimal in either case, base64, blanks around it.
#[test]
fn a_key_may_be_written_in_three_ways() {
    let bytes = HEXLOWER.decode(KEY.as_bytes()).unwrap();
    for written in [HEXUPPER.encode(&bytes), BASE64.encode(&bytes), format!("  {KEY} ")] {
        let home = Home::demo();
        let file = home.file("keys.xml", under_a_key());
        let ran = home.ask(&["keys", "import", &file, "--json"], &[(FR.file_key, &written)]);
        assert_eq!((ran.code, &ran.json()["new"]), (0, &serde_json::json!(["987654321"])), "{ran:?}");
        assert!(seed(&home).as_deref() == Some(SECRET));
    }
}

/// What is wrong is told by its name, in words and to a program, and nothing came in.
#[test]
fn a_wrong_answer_is_told_and_nothing_comes_in() {
    let home = Home::demo();
    for (content, asked, answers) in [
        (
            under_a_key(),
            FR.file_key,
            [
                ("12345678901234567890123456789013", "wrong-key", "rien ne s’ouvre"),
                ("1234567890123456", "key-length", "8 octets"),
                ("123456789012345678901234567890123456789012345678", "key-length", "24 octets"),
            ]
            .as_slice(),
        ),
        (
            under_a_password(),
            FR.file_password,
            &[
                ("Qwerty", "wrong-key", "rien ne s’ouvre"),
                ("qwerty ", "wrong-key", "rien ne s’ouvre"),
                ("", "wrong-key", "rien ne s’ouvre"),
            ],
        ),
    ] {
        let file = home.file("keys.xml", content);
        for (answer, word, words) in answers {
            let Ran { code, out, err } = home.ask(&["keys", "import", &file, "--json"], &[(asked, answer)]);
            let told: serde_json::Value = serde_json::from_str(&out).unwrap();
            assert_eq!((code, told["imported"].as_i64(), err.as_str()), (1, Some(0), ""), "{out}");
            assert_eq!(
                (told["refused"].as_array().unwrap().len(), &told["refused"][0]["reason"]),
                (1, &(*word).into())
            );
            let (code, screen, raw) = answered(&home, &file, asked, answer);
            assert_eq!(code, 1, "{screen}");
            assert!(screen.contains("Rien n’a été importé") && screen.contains(words), "{screen}");
            assert!(answer.is_empty() || !raw.contains(answer), "{raw}");
            assert_untouched(&home, answer);
        }
    }
}

/// What cannot be a key is not tried at all.
#[test]
fn what_is_no_key_is_not_taken_for_one() {
    let home = Home::demo();
    let file = home.file("keys.xml", under_a_key());
    for answer in ["qwerty!", "123", "12 34 56 78", "é"] {
        let (code, screen, _) = answered(&home, &file, FR.file_key, answer);
        assert_eq!(code, 2, "{screen}");
        assert!(screen.contains(FR.bad_file_key), "{screen}");
        assert_untouched(&home, answer);
    }
}

/// Whoever gives up at the question has his terminal back, and nothing came in.
#[test]
fn a_question_given_up_imports_nothing() {
    let home = Home::demo();
    for (content, asked, answer) in files() {
        let file = home.file("keys.xml", content);
        for keys in ["<c-c>", "<c-d>", "half<c-c>"] {
            let mut terminal = begun(&home, &file);
            let start = terminal.started();
            await_question(&mut terminal, start, asked);
            terminal.wait_until("the echo to go", |terminal| !terminal.termios().echo());
            terminal.keys(keys);
            assert_eq!(terminal.wait_exit(PATIENCE).status.exit_code(), 1, "{keys}");
            assert_eq!(terminal.termios(), *terminal.termios_before(), "{keys}");
            let screen = terminal.screen();
            assert!(screen.contains(WORDS.given_up) && !screen.contains("half"), "{screen}");
            assert_untouched(&home, keys);
        }
        // Without a terminal there is no question, and the answer is taken from nowhere else.
        let ran = home.run(&["keys", "import", &file, "--json"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
        assert!(ran.err.contains("ne se tape qu’au terminal"), "{ran:?}");
        assert_untouched(&home, answer);
    }
}

/// A real store asks for its passphrase first; a wrong one is the end, before anything of the file.
#[test]
fn the_passphrase_of_the_store_comes_first() {
    let home = Home::real();
    for (content, asked, answer) in files() {
        let file = home.file("keys.xml", content);
        let mut terminal = begun(&home, &file);
        let start = terminal.started();
        answer_to(&mut terminal, start, WORDS.passphrase, answer);
        assert_eq!(terminal.wait_exit(PATIENCE).status.exit_code(), 1);
        assert!(!terminal.screen().contains(asked), "{}", terminal.screen());
        let right = [(WORDS.passphrase, PASSPHRASE), (asked, answer)];
        let ran = home.ask(&["keys", "import", &file, "--dry-run", "--json"], &right);
        assert_eq!((ran.code, &ran.json()["new"]), (0, &serde_json::json!(["987654321"])), "{ran:?}");
    }
}

/// Ctrl-C while a password becomes a key, which a file may make a matter of many seconds.
#[test]
fn a_long_derivation_can_be_interrupted() {
    let home = Home::demo();
    let slow = under_a_password().replace(">1000<", ">10000000<");
    let file = home.file("keys.xml", slow);
    let mut terminal = begun(&home, &file);
    let start = terminal.started();
    await_question(&mut terminal, start, FR.file_password);
    let (pid, before) = (terminal.pid(), Activity::of(terminal.pid()));
    terminal.send(format!("{PASSWORD}\n").as_bytes());
    // Nothing else takes so long: the derivation is under way.
    terminal.wait_until("work", |_| Activity::of(pid).since(&before).cpu > Duration::from_millis(100));
    terminal.keys("<c-c>");
    assert_eq!(terminal.wait_exit(PATIENCE).status.exit_code(), 1, "{}", terminal.screen());
    assert!(terminal.screen().contains(FR.cancelled), "{}", terminal.screen());
    assert_untouched(&home, "interrupted");
}
