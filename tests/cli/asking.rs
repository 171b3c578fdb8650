//! Secrets: asked at the terminal, never taken from a pipe, seen nowhere, and the terminal is left
//! as it was.

use std::process::{Command, Stdio};
use std::time::Duration;

use guichet::store::vault::FIRST;
use rustix::process::Signal;

use crate::program::{Home, PASSPHRASE, PATIENCE, PROGRAM, WORDS, answer_to, await_question, code_asked};
use crate::support::terminal::Terminal;

/// A pipe that holds `text` and then ends.
fn pipe_of(text: &str) -> Stdio {
    let mut echo = Command::new("printf").args(["%s\\n", text]).stdout(Stdio::piped()).spawn().unwrap();
    let pipe = Stdio::from(echo.stdout.take().unwrap());
    echo.wait().unwrap();
    pipe
}

#[test]
fn a_secret_in_a_pipe_is_refused() {
    let (demo, real, empty) = (Home::demo(), Home::real(), Home::empty());
    let code = demo.code("103142718", 0);
    for (home, args, secret) in [
        (&empty, &["init"][..], PASSPHRASE),
        (&real, &["journal"], PASSPHRASE),
        (&real, &["show", "cdupont"], PASSPHRASE),
        (&demo, &["test", "cdupont"], code.expose()),
        (&demo, &["portal"], "cdupont"),
    ] {
        let ran = home.run_with(args, pipe_of(secret), &[]);
        assert_eq!((ran.code, ran.out.contains(secret)), (2, false), "{args:?}: {ran:?}");
        assert!(ran.err.contains("ne se tape qu’au terminal"), "{args:?}: {}", ran.err);
    }
    assert!(!empty.data().exists());
    assert_eq!(demo.run(&["journal", "--json"]).json().as_array().unwrap().len(), 0, "no code was tested");
}

/// With a terminal and a pipe, the terminal is asked and the pipe is not read.
#[test]
fn the_terminal_is_asked_although_there_is_a_pipe() {
    let home = Home::real();
    let script = format!("printf 'nonsense\\n' | exec {} journal --data \"$0\"", crate::program::PROGRAM);
    let data = home.data();
    let args = ["-c", &script, data.to_str().unwrap()];
    let mut terminal = Terminal::start("sh", &args, &[], (80, 24));
    let start = terminal.started();
    answer_to(&mut terminal, start, WORDS.passphrase, PASSPHRASE);
    assert!(terminal.wait_exit(PATIENCE).status.success(), "{}", terminal.screen());
}

#[test]
fn what_is_typed_is_not_seen() {
    let home = Home::demo();
    let mut terminal = home.on_screen(&["portal"]);
    let start = terminal.started();
    let since = answer_to(&mut terminal, start, WORDS.portal_login, "cdupont");
    answer_to(&mut terminal, since, WORDS.portal_passcode, "4831-sesame");
    assert_eq!(terminal.wait_exit(PATIENCE).status.exit_code(), 4);
    let seen = String::from_utf8_lossy(terminal.raw()).into_owned();
    assert!(seen.contains("cdupont"), "the login may be seen: {seen}");
    assert!(!seen.contains("4831") && !seen.contains("sesame"), "{seen}");
    assert_eq!(terminal.termios(), *terminal.termios_before());
}

/// What was typed ahead is not taken for an answer: it may have been meant for something else.
#[test]
fn what_was_typed_before_the_question_is_thrown_away() {
    let home = Home::real();
    // The program waits until everything was typed: however slow the machine is, it was typed before.
    let script = "until test -e \"$0\"; do sleep 0.02; done; exec \"$1\" journal --data \"$2\"";
    let (go, data) = (home.path().join("go"), home.data());
    let args = ["-c".as_ref(), script.as_ref(), go.as_os_str(), PROGRAM.as_ref(), data.as_os_str()];
    let env = [("LANG", "fr_FR.UTF-8".as_ref())];
    let mut terminal = Terminal::start("sh", &args, &env, (80, 24));
    terminal.send(b"typed ahead\n");
    terminal.wait_for("typed ahead");
    let start = terminal.mark();
    std::fs::write(&go, "").unwrap();
    answer_to(&mut terminal, start, WORDS.passphrase, PASSPHRASE);
    assert!(terminal.wait_exit(PATIENCE).status.success(), "{}", terminal.screen());
}

/// Whatever is typed, the answer is taken or refused, the terminal is whole, nothing panics.
#[test]
fn senseless_answers_are_survived() {
    let home = Home::demo();
    let long = "9".repeat(3000);
    for answer in ["", " ", "\u{1c}", "0 3 2 8 4 8", "éééééé", "\u{1b}[31m", "٠٣٢٨٤٨", &long] {
        let mut terminal = home.on_screen(&["test", "cdupont"]);
        let start = terminal.started();
        answer_to(&mut terminal, start, &code_asked(6), answer);
        let code = terminal.wait_exit(PATIENCE).status.exit_code();
        assert!([2, 4].contains(&code), "{answer:.20}: {code}\n{}", terminal.screen());
        assert_eq!(terminal.termios(), *terminal.termios_before(), "{answer:.20}");
        assert!(!terminal.screen().contains("panicked"), "{}", terminal.screen());
    }
    // Bytes that are no text at all.
    let mut terminal = home.on_screen(&["test", "cdupont"]);
    let start = terminal.started();
    await_question(&mut terminal, start, &code_asked(6));
    terminal.send(b"\xff\xfe032848\n");
    assert_eq!(terminal.wait_exit(PATIENCE).status.exit_code(), 2);
}

/// A secret that is cut would be another one: it is refused, whatever its first part opens.
#[test]
fn an_answer_that_is_too_long_is_not_cut() {
    let home = Home::empty();
    let long = "é".repeat(128);
    let made = home.ask(&["init"], &[(WORDS.new_passphrase, &long), (WORDS.again, &long)]);
    assert_eq!(made.code, 0, "256 bytes are taken: {made:?}");
    let longer = format!("{long}x");
    let ran = home.ask(&["journal"], &[(WORDS.passphrase, &longer)]);
    assert_eq!((ran.code, ran.err.trim_end()), (2, (WORDS.too_long)(256).as_str()));
    // Begun anew, it is an answer like another.
    let mut terminal = home.on_screen(&["journal"]);
    let start = terminal.started();
    await_question(&mut terminal, start, WORDS.passphrase);
    terminal.send(format!("{longer}\u{15}{long}\n").as_bytes());
    assert!(terminal.wait_exit(PATIENCE).status.success(), "{}", terminal.screen());
}

/// Whoever changes his mind at the question gets his terminal back, echo and all.
#[test]
fn a_question_given_up_leaves_the_terminal_as_it_was() {
    let home = Home::real();
    for keys in ["<c-c>", "<c-d>", "half a pass<c-c>"] {
        let mut terminal = home.on_screen(&["journal"]);
        let start = terminal.started();
        await_question(&mut terminal, start, WORDS.passphrase);
        assert!(!terminal.termios().echo());
        terminal.keys(keys);
        assert_eq!(terminal.wait_exit(PATIENCE).status.exit_code(), 1, "{keys}");
        assert_eq!(terminal.termios(), *terminal.termios_before(), "{keys}");
        assert!(terminal.screen().contains(WORDS.given_up), "{}", terminal.screen());
    }
}

/// Whoever ends the program by a signal while a secret is asked gets his terminal back too, and the
/// program dies of that signal.
#[test]
fn a_signal_at_a_question_leaves_the_terminal_as_it_was() {
    let home = Home::real();
    for (signal, name) in [(Signal::TERM, "Terminated"), (Signal::INT, "Interrupt"), (Signal::HUP, "Hangup")]
    {
        let mut terminal = home.on_screen(&["journal"]);
        let start = terminal.started();
        await_question(&mut terminal, start, WORDS.passphrase);
        terminal.send(b"half a pass");
        terminal.wait_until("the echo to go", |terminal| !terminal.termios().echo());
        terminal.signal(signal);
        let ended = terminal.wait_exit(PATIENCE).status;
        assert_eq!(ended.signal(), Some(name), "{ended:?}");
        assert_eq!(terminal.termios(), *terminal.termios_before(), "{name}");
        assert!(!terminal.screen().contains("half"), "{}", terminal.screen());
    }
}

/// What was asked is answered: from then on a signal does what it always did.
#[test]
fn a_signal_after_a_question_ends_the_program() {
    let home = Home::real();
    let busy = rusqlite::Connection::open(home.data().join("guichet.db")).unwrap();
    busy.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut terminal = home.on_screen(&["vault", "remove", FIRST]);
    let start = terminal.started();
    answer_to(&mut terminal, start, WORDS.passphrase, PASSPHRASE);
    terminal.wait_until("the echo to be back", |terminal| terminal.termios().echo());
    terminal.signal(Signal::TERM);
    let ended = terminal.wait_exit(PATIENCE).status;
    assert_eq!(ended.signal(), Some("Terminated"), "{ended:?}");
}

/// The console answers to signals itself, although it asked for a passphrase first.
#[test]
fn a_signal_at_the_console_of_a_real_store_is_an_orderly_end() {
    let home = Home::real();
    let mut terminal = home.on_screen(&[]);
    let start = terminal.started();
    answer_to(&mut terminal, start, WORDS.passphrase, PASSPHRASE);
    terminal.wait_for("Guichet");
    terminal.settle(Duration::from_millis(200), PATIENCE);
    terminal.signal(Signal::TERM);
    let ended = terminal.wait_exit(PATIENCE).status;
    assert_eq!((ended.signal(), ended.exit_code()), (None, 0), "{ended:?}");
    assert_eq!(terminal.termios(), *terminal.termios_before());
}

/// A slip of the finger is mended without being seen, whatever the width of the letter.
#[test]
fn a_hidden_answer_can_be_corrected() {
    let home = Home::real();
    for keys in ["wrong<c-u>", "é<bs>", "aé漢<bs*3>", "<bs*5>"] {
        let mut terminal = home.on_screen(&["journal"]);
        let start = terminal.started();
        await_question(&mut terminal, start, WORDS.passphrase);
        terminal.keys(keys);
        terminal.send(format!("{PASSPHRASE}\n").as_bytes());
        assert!(terminal.wait_exit(PATIENCE).status.success(), "{keys}: {}", terminal.screen());
    }
}

/// A poor terminal is asked in what it can show.
#[test]
fn questions_are_spelled_in_ascii_where_that_was_asked_for() {
    let home = Home::real();
    let mut terminal = home.on_screen(&["journal", "--ascii"]);
    let start = terminal.started();
    answer_to(&mut terminal, start, "Phrase de passe : ", PASSPHRASE);
    assert!(terminal.wait_exit(PATIENCE).status.success(), "{}", terminal.screen());
    assert!(terminal.raw().is_ascii(), "{}", terminal.screen());
    let demo = Home::demo();
    let code = demo.code("103142718", 1);
    let mut terminal = demo.on_screen(&["verify", "103142718", "--ascii"]);
    let start = terminal.started();
    answer_to(&mut terminal, start, "Les 6 chiffres affiches sur la cle : ", code.expose());
    assert!(terminal.wait_exit(PATIENCE).status.success(), "{}", terminal.screen());
    assert!(terminal.raw().is_ascii(), "{}", terminal.screen());
}

/// A terminal that goes away while a secret is asked ends the program.
#[test]
fn a_question_dies_with_its_terminal() {
    let home = Home::demo();
    let code = code_asked(6);
    for (args, asked) in [(&["portal"][..], WORDS.portal_login), (&["test", "cdupont"], &code)] {
        let mut terminal = home.on_screen(args);
        let start = terminal.started();
        await_question(&mut terminal, start, asked);
        terminal.hang_up();
        terminal.wait_exit(Duration::from_secs(1));
    }
}
