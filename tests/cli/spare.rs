//! A console with a snapshot to turn to: what is asked at the start, and what is said of one of no use.

use std::fs;
use std::time::{Duration, Instant};

use guichet::text::offline::FR as OFFLINE;
use guichet::text::snapshot::FR;

use crate::program::{Home, PASSPHRASE, PATIENCE, WORDS, answer_to};
use crate::support::proc::{Activity, Spent};
use crate::support::terminal::Terminal;

const SNAPSHOT: &str = "clé d’un collège sans réseau";

/// A real store with one person, and a snapshot of the academy under a passphrase.
fn real(passphrase: &str) -> (Home, String) {
    let home = Home::real();
    let head = "login,family,given,mail,phone,role,uai,school,town,academy";
    let people = format!("{head}\nclaire,Dupont,Claire,c@ac-nantes.fr,,,0449001V,Essai,Rezé,nantes\n");
    let people = home.file("people.csv", people);
    let ran = home.ask_real(&["people", "import", &people], &[]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let file = home.path().join("academie.snap").into_os_string().into_string().unwrap();
    let answers = [(FR.new_passphrase, passphrase), (WORDS.again, passphrase)];
    let ran = home.ask_real(&["snapshot", "make", &file, "--academy", "nantes"], &answers);
    assert_eq!(ran.code, 0, "{ran:?}");
    (home, file)
}

/// Opens the console, answering what is asked in turn.
fn opened(home: &Home, args: &[&str], answers: &[(&str, &str)]) -> Terminal {
    let mut terminal = home.on_screen(args);
    let mut since = terminal.started();
    for (asked, answer) in answers {
        since = answer_to(&mut terminal, since, asked, answer);
    }
    terminal.wait_for("Recherche");
    terminal
}

fn leaves(mut terminal: Terminal) {
    terminal.keys("<c-c>");
    assert_eq!(terminal.wait_exit(PATIENCE).status.exit_code(), 0, "{}", terminal.screen());
}

fn asked(terminal: &mut Terminal, words: &str) -> usize {
    terminal.raw().windows(words.len()).filter(|part| *part == words.as_bytes()).count()
}

#[test]
fn one_passphrase_that_opens_both_is_asked_once() {
    let (home, file) = real(PASSPHRASE);
    let mut terminal = opened(&home, &["--snapshot", &file], &[(WORDS.passphrase, PASSPHRASE)]);
    assert_eq!((asked(&mut terminal, WORDS.passphrase), asked(&mut terminal, FR.passphrase)), (1, 0));
    terminal.keys("<f2>");
    terminal.wait_for(OFFLINE.needless);
    assert!(!terminal.screen().contains(OFFLINE.mark), "{}", terminal.screen());
    leaves(terminal);
}

#[test]
fn a_console_with_a_spare_wakes_no_more_than_one_without() {
    let home = Home::demo();
    let file = home.path().join("ecole.snap").into_os_string().into_string().unwrap();
    let answers = [(FR.new_passphrase, SNAPSHOT), (WORDS.again, SNAPSHOT)];
    assert_eq!(home.ask(&["snapshot", "make", &file, "--school", "0449001V"], &answers).code, 0);
    let mut terminal = opened(&home, &["demo", "--snapshot", &file], &[(FR.passphrase, SNAPSHOT)]);
    terminal.listen(Instant::now() + Duration::from_secs(1));
    let before = Activity::of(terminal.pid());
    terminal.listen(Instant::now() + Duration::from_secs(2));
    assert_eq!(Activity::of(terminal.pid()).since(&before), Spent::default());
    leaves(terminal);
}

#[test]
fn a_snapshot_with_a_passphrase_of_its_own_asks_for_it() {
    let (home, file) = real(SNAPSHOT);
    let answers = [(WORDS.passphrase, PASSPHRASE), (FR.passphrase, SNAPSHOT)];
    leaves(opened(&home, &["--snapshot", &file], &answers));
    let answers = [(WORDS.passphrase, PASSPHRASE), (FR.passphrase, "une autre phrase")];
    let mut terminal = opened(&home, &["--snapshot", &file], &answers);
    terminal.wait_for("Cette phrase de passe n’ouvre pas l’instantané.");
    leaves(terminal);
}

#[test]
fn one_of_no_use_is_told_and_the_console_opens() {
    let home = Home::demo();
    let other = home.file("autre.snap", "something else");
    for (file, said) in
        [(other.as_str(), "pas un instantané intact"), ("/nonexistent.snap", "Aucun instantané")]
    {
        let mut terminal = opened(&home, &["demo", "--snapshot", file], &[]);
        terminal.wait_for(said);
        terminal.wait_for("sans instantané de secours");
        leaves(terminal);
    }
}

#[test]
fn real_people_are_no_spare_of_invented_ones() {
    let (real, file) = real(SNAPSHOT);
    let home = Home::demo();
    let copy = home.file("reel.snap", fs::read(&file).unwrap());
    let mut terminal = opened(&home, &["demo", "--snapshot", &copy], &[(FR.passphrase, SNAPSHOT)]);
    terminal.wait_for("ne sont pas du même monde");
    leaves(terminal);
    drop(real);
}

#[test]
fn the_option_is_the_consoles_alone() {
    let home = Home::demo();
    for args in [&["search", "dupont", "--snapshot", "x"][..], &["--offline", "x", "--snapshot", "y"]] {
        let ran = home.run(args);
        assert_eq!((ran.code, ran.err.contains("--snapshot")), (2, true), "{args:?}: {ran:?}");
    }
}
