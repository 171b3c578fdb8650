//! Keys that leave: who is asked what, what the file holds, and what does not leave.

use std::fs;
use std::io::BufReader;
use std::os::unix::fs::PermissionsExt;
use std::sync::atomic::AtomicBool;

use guichet::domain::secret::Secret;
use guichet::keyfile::{KeyRow, Unlock, pskc};
use guichet::store::Store;
use guichet::text::keys::FR;

use crate::program::{Home, PATIENCE, Ran, WORDS, answer_to, await_question};

const PASSWORD: &str = "trois petits tours";

/// What an export asks, in turn, and what is answered.
fn answers() -> Vec<(&'static str, &'static str)> {
    vec![
        (WORDS.reason, "Reprise par le coffre de Rezé"),
        (WORDS.second_agent, "c.leroy"),
        (FR.new_password, PASSWORD),
        (FR.again, PASSWORD),
    ]
}

fn out(home: &Home) -> String {
    home.path().join("moved.xml").display().to_string()
}

fn export(home: &Home, more: &[&str], answers: &[(&str, &str)]) -> Ran {
    let out = out(home);
    home.ask(&[&["keys", "export", "--out", &out, "--agent", "m.durand"], more].concat(), answers)
}

fn rows(file: &str) -> Vec<KeyRow> {
    let unlock = Unlock::Password(Secret::new(PASSWORD.to_owned()));
    let file = fs::File::open(file).unwrap();
    let reading = pskc::read(BufReader::new(file), &unlock, &AtomicBool::new(false));
    assert_eq!((reading.refused, reading.warned), (vec![], vec![]));
    reading.rows
}

#[test]
fn keys_leave_under_a_password_and_arrive_as_they_were() {
    let home = Home::demo();
    // A clock and a button, both held.
    let chosen = ["--serial", "103142718", "--serial", "103148830"];
    let ran = export(&home, &chosen, &answers());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("2 clés") && ran.out.contains("restent aussi ici"), "{}", ran.out);
    let file = out(&home);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let store = Store::open(&home.data(), None).unwrap();
    let moved = rows(&file);
    assert_eq!(moved.len(), 2);
    for row in &moved {
        let own = store.key_row(&row.serial).unwrap().unwrap();
        assert!(row.seed.expose() == own.seed.expose(), "{}", row.serial);
        assert_eq!(
            (row.shape, row.counter, row.starts, row.expires),
            (own.shape, own.counter, own.starts, own.expires)
        );
        assert_eq!(row.maker, own.maker);
    }
    // The other vault takes it by the same door.
    let other = Home::empty();
    assert_eq!(other.run(&["demo", "--no-open", "--people", "0"]).code, 0);
    let again = other.ask(&["keys", "import", &file, "--json"], &[(FR.file_password, PASSWORD)]);
    assert_eq!(
        (again.code, again.json()["same"].as_array().unwrap().len()),
        (0, 2),
        "the demo's keys are the same"
    );
}

#[test]
fn an_export_is_journalled_with_reason_second_agent_and_keys() {
    let home = Home::demo();
    assert_eq!(export(&home, &["--login", "cdupont"], &answers()).code, 0);
    let journal = home.run(&["journal", "--json"]).json();
    let entry = &journal[0];
    assert_eq!((entry["act"].as_str(), entry["agent"].as_str()), (Some("export-keys"), Some("m.durand")));
    assert_eq!((entry["serial"].as_str(), entry["outcome"].as_str()), (Some("103142718"), Some("done 1")));
    let reason = entry["reason"].as_str().unwrap();
    for told in ["Reprise par le coffre de Rezé", "c.leroy", "moved.xml", "103142718"] {
        assert!(reason.contains(told), "{told}: {reason}");
    }
    assert!(!reason.contains(PASSWORD));
}

#[test]
fn what_is_not_said_or_said_badly_stops_an_export() {
    let home = Home::demo();
    let said = answers();
    for (at, answer, code) in
        [(0, "bref", 5), (1, "", 5), (1, "M.Durand", 5), (2, "trop court", 5), (3, "trois petits tour", 5)]
    {
        let mut answers = said[..=at].to_vec();
        answers[at].1 = answer;
        let ran = export(&home, &["--login", "cdupont"], &answers);
        assert_eq!(ran.code, code, "{at} {answer}: {ran:?}");
        assert!(fs::metadata(out(&home)).is_err(), "{at} {answer}");
    }
    // Given up at a question.
    let file = out(&home);
    let mut terminal = home.on_screen(&["keys", "export", "--out", &file, "--login", "cdupont"]);
    let start = terminal.started();
    await_question(&mut terminal, start, WORDS.reason);
    terminal.keys("<c-d>");
    assert_eq!(terminal.wait_exit(PATIENCE).status.exit_code(), 1);
    assert!(fs::metadata(&file).is_err());
    assert_eq!(home.run(&["journal", "--json"]).json().as_array().unwrap().len(), 0);
}

#[test]
fn some_keys_do_not_leave() {
    let home = Home::demo();
    let refused = |more: &[&str]| {
        let ran = home.run(&[&["keys", "export", "--out", &out(&home)], more].concat());
        assert!(fs::metadata(out(&home)).is_err(), "{more:?}");
        (ran.code, ran.err)
    };
    // Suspended: it would be a working key elsewhere.
    let suspended = home.run(&["keys", "list", "--state", "suspended", "--json"]).json();
    let serial = suspended["keys"][0]["serial"].as_str().expect("a suspended key").to_owned();
    let (code, told) = refused(&["--serial", &serial, "--serial", "103142718"]);
    assert!(code == 5 && told.contains(&serial) && !told.contains("103142718"), "{told}");
    // More than the limit.
    let (code, told) = refused(&["--max", "3"]);
    assert!(code == 5 && told.contains(" 3,"), "{told}");
    // One that is not there spoils the choice.
    assert_eq!(refused(&["--serial", "103142718", "--serial", "nothing"]).0, 3);
    assert_eq!(refused(&["--login", "cdupont", "--serial", "103140417"]).0, 3);
}

#[test]
fn a_file_is_never_overwritten() {
    let home = Home::demo();
    let file = home.file("moved.xml", "mine");
    let ran = home.run(&["keys", "export", "--out", &file, "--login", "cdupont"]);
    assert_eq!((ran.code, fs::read_to_string(&file).unwrap().as_str()), (5, "mine"));
    assert!(ran.err.contains("jamais écrasé"), "{}", ran.err);
    // Nor by way of a link, wherever it leads, nor is a folder taken for one.
    for target in [file.as_str(), "nothing-there.xml"] {
        let link = home.path().join("link.xml");
        std::os::unix::fs::symlink(target, &link).unwrap();
        let ran = home.run(&["keys", "export", "--out", link.to_str().unwrap(), "--login", "cdupont"]);
        assert_eq!(ran.code, 5, "{ran:?}");
        fs::remove_file(link).unwrap();
    }
    assert!(!home.path().join("nothing-there.xml").exists());
    let folder = home.path().to_str().unwrap();
    assert_eq!(home.run(&["keys", "export", "--out", folder, "--login", "cdupont"]).code, 5);
    // A folder that is not there: nothing is left, and the journal says that it failed.
    let nowhere = home.path().join("nowhere/moved.xml").display().to_string();
    let ran =
        home.ask(&["keys", "export", "--out", &nowhere, "--login", "cdupont", "--agent", "a"], &answers());
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(home.run(&["journal", "--json"]).json()[0]["outcome"], "failed");
}

/// Ctrl-C once the file is begun: it is whole, or it is not there, and the journal says which.
#[test]
fn an_export_that_is_interrupted_leaves_no_half_of_a_file() {
    let home = Home::demo();
    let file = out(&home);
    let args = ["keys", "export", "--out", &file, "--login", "cdupont", "--agent", "m.durand"];
    let mut terminal = home.on_screen(&args);
    let mut since = terminal.started();
    for (asked, answer) in answers() {
        since = answer_to(&mut terminal, since, asked, answer);
    }
    terminal
        .wait_until("the file to be begun", |terminal| fs::exists(&file).unwrap() || terminal.has_ended());
    terminal.keys("<c-c>");
    let ended = terminal.wait_exit(PATIENCE).status;
    let outcome = home.run(&["journal", "--json"]).json()[0]["outcome"].clone();
    match (ended.signal(), ended.exit_code()) {
        (None, 0) => assert!(rows(&file).len() == 1 && outcome == "done 1", "{outcome}"),
        (None, 1) => {
            assert!(fs::metadata(&file).is_err() && outcome == "cancelled", "{outcome}");
            assert!(terminal.screen().contains(FR.export_cancelled), "{}", terminal.screen());
        }
        other => panic!("{other:?}: {outcome}"),
    }
}

#[test]
fn keys_are_listed_with_state_and_holder() {
    let home = Home::demo();
    let list = |more: &[&str]| home.run(&[&["keys", "list"], more].concat());
    let all = list(&[]);
    assert!(
        all.out.lines().any(|line| line.contains("103142718") && line.contains("cdupont")),
        "{}",
        all.out
    );
    assert!(all.out.lines().all(|line| line.chars().count() <= 80), "{}", all.out);
    let stock = list(&["--state", "in-stock"]);
    assert!(
        stock.out.lines().count() > 0 && stock.out.lines().all(|line| line.contains("en stock")),
        "{}",
        stock.out
    );
    let nobody = list(&["--holder", "none", "--json"]).json();
    assert!(nobody["keys"].as_array().unwrap().iter().all(|key| key["holder"].is_null()));
    let empty = list(&["--holder", "nobody"]);
    assert_eq!((empty.code, empty.out.as_str(), empty.err.trim_end()), (0, "", FR.none));
}
