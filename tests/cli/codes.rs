//! Codes of a key named by its serial, and codes of a key whose serial nobody can read.

use std::time::Duration;

use guichet::text::found::FR as FOUND;

use crate::program::{Home, PATIENCE, answer_to, await_question, code_asked};

/// A key in service, one without holder.
const OWN: &str = "103142718";

/// A key in stock.
fn in_stock(home: &Home) -> String {
    let folder = home.data();
    let store = guichet::store::Store::open(&folder, None).unwrap();
    let sql = "SELECT serial FROM keys WHERE life = 'in-stock' AND digits = 6 ORDER BY serial LIMIT 1";
    store.read(|connection| Ok(connection.query_row(sql, [], |row| row.get(0))?)).unwrap()
}

fn journal(home: &Home, act: &str) -> Vec<serde_json::Value> {
    let entries = home.run(&["journal", "--json"]).json();
    entries.as_array().unwrap().iter().filter(|entry| entry["act"] == act).cloned().collect()
}

#[test]
fn verify_consumes_once_and_is_journalled_like_a_test() {
    let home = Home::demo();
    let code = home.code(OWN, 1);
    let verify = || home.ask(&["verify", OWN, "--json"], &[(&code_asked(6), code.expose())]);
    let first = verify();
    assert_eq!((first.code, first.json()["valid"].as_bool()), (0, Some(true)), "{first:?}");
    let second = verify();
    assert_eq!((second.code, second.json()["finding"].as_str()), (4, Some("used")), "{second:?}");
    // The same step is used for `guichet test` too.
    let third = home.ask(&["test", "cdupont", "--json"], &[(&code_asked(6), code.expose())]);
    assert_eq!(third.json()["finding"], "used");
    let entries = journal(&home, "test-code");
    assert_eq!(entries.len(), 3);
    assert!(entries.iter().all(|entry| entry["serial"] == OWN && entry["login"] == "cdupont"), "{entries:?}");
    assert!(!first.out.contains(code.expose()) && !first.err.contains(code.expose()));
}

#[test]
fn verify_knows_keys_without_holder_and_names_those_it_does_not_know() {
    let home = Home::demo();
    let serial = in_stock(&home);
    let code = home.code(&serial, 0);
    let ran = home.ask(&["verify", &serial, "--json"], &[(&code_asked(6), code.expose())]);
    assert_eq!((ran.code, ran.json()["verdict"].as_str()), (4, Some("in-stock")), "{ran:?}");
    for serial in ["999", "' OR 1=1 --", "10314271"] {
        let ran = home.run(&["verify", serial]);
        assert_eq!(ran.code, 3, "{ran:?}");
    }
    assert_eq!(home.run(&["verify"]).code, 2);
}

#[test]
fn verify_takes_no_code_as_an_argument_or_from_a_pipe() {
    let home = Home::demo();
    let code = home.code(OWN, 0);
    assert_eq!(home.run(&["verify", OWN, code.expose()]).code, 2);
    let ran = home.run(&["verify", OWN]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("ne se tape qu’au terminal"), "{}", ran.err);
    assert_eq!(journal(&home, "test-code").len(), 0);
}

#[test]
fn found_asks_until_chance_is_out_of_the_account() {
    let home = Home::demo();
    let codes = [home.code(OWN, 1), home.code(OWN, 2)];
    let answers = [(FOUND.prompt, codes[0].expose()), (FOUND.prompt_next, codes[1].expose())];
    let ran = home.ask(&["found", "--json"], &answers);
    assert_eq!(ran.code, 0, "{ran:?}");
    let told = ran.json();
    assert_eq!(
        (told["codes"].as_u64(), told["found"].as_u64(), told["sure"].as_bool()),
        (Some(2), Some(1), Some(true))
    );
    let lead = &told["leads"][0];
    assert_eq!((lead["serial"].as_str(), lead["holder"].as_str()), (Some(OWN), Some("cdupont")));
    assert_eq!((lead["missed"].as_u64(), lead["standing"].as_str()), (Some(0), Some("usable")));
    let entries = journal(&home, "found-key");
    assert_eq!(entries.len(), 2);
    assert!(entries.iter().all(|entry| entry["outcome"].as_str().unwrap().starts_with("found 1 of ")));
    // Nothing was burnt: the code can still be used.
    let ran = home.ask(&["verify", OWN, "--json"], &[(&code_asked(6), codes[0].expose())]);
    assert_eq!(ran.json()["valid"], true);
    let said = home.run(&["journal", "--json"]).out;
    assert!(codes.iter().all(|code| !said.contains(code.expose())));
}

#[test]
fn found_in_words_and_left_at_one_code() {
    let home = Home::demo();
    let code = home.code(OWN, 0);
    let ran = home.ask(&["found"], &[(FOUND.prompt, code.expose()), (FOUND.prompt_next, "")]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for words in ["affiche ce code", "par hasard", "Demandez le code suivant", "DUPONT Claire (cdupont)", OWN]
    {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    assert!(!ran.out.contains(code.expose()));
}

/// What is no code is asked again; codes that no key shows are not found; nothing typed is no search.
#[test]
fn found_refuses_what_is_no_code() {
    let home = Home::demo();
    let mut terminal = home.at_terminal(&["found"]);
    let start = terminal.started();
    let mut since = answer_to(&mut terminal, start, FOUND.prompt, "12345");
    for typed in ["4576032848", "dupont"] {
        since = answer_to(&mut terminal, since, FOUND.prompt, typed);
    }
    answer_to(&mut terminal, since, FOUND.prompt, "");
    let ran = home.answered(terminal);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.err.matches("Un code a 6, 7 ou 8 chiffres").count(), 4, "{}", ran.err);
    assert_eq!(journal(&home, "found-key").len(), 0);
    let ran = home.ask(&["found", "--json"], &[(FOUND.prompt, "00000000")]);
    assert_eq!((ran.code, ran.json()["found"].as_u64()), (3, Some(0)));
    // In words it names the command that looks further, not a key of the console.
    let ran = home.ask(&["found"], &[(FOUND.prompt, "00000000")]);
    assert!(ran.out.contains("guichet found 1-hour") && !ran.out.contains("Tab "), "{}", ran.out);
    assert_eq!(home.run(&["found", "1-week"]).code, 2);
}

#[test]
fn found_is_given_up_with_the_terminal_as_it_was() {
    let home = Home::demo();
    let mut terminal = home.on_screen(&["found", "12-hours"]);
    let start = terminal.started();
    await_question(&mut terminal, start, FOUND.prompt);
    assert!(!terminal.termios().echo());
    terminal.keys("<c-c>");
    assert_eq!(terminal.wait_exit(PATIENCE).status.exit_code(), 1);
    assert_eq!(terminal.termios(), *terminal.termios_before());
}

/// Ctrl-C in the middle of a search: the journal says that it was stopped.
#[test]
fn a_search_stopped_by_ctrl_c_has_its_end_in_the_journal() {
    let home = Home::empty();
    assert_eq!(home.run(&["demo", "--no-open", "--people", "3000"]).code, 0);
    let mut terminal = home.on_screen(&["found", "12-hours"]);
    let start = terminal.started();
    let since = answer_to(&mut terminal, start, FOUND.prompt, "032848");
    await_question(&mut terminal, since, FOUND.searching);
    terminal.listen(std::time::Instant::now() + Duration::from_millis(20));
    terminal.keys("<c-c>");
    assert_eq!(terminal.wait_exit(PATIENCE).status.exit_code(), 1);
    let entries = journal(&home, "found-key");
    assert_eq!((entries.len(), entries[0]["outcome"].as_str()), (1, Some("cancelled")), "{entries:?}");
}
