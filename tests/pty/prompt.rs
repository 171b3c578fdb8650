//! Secrets asked without a screen: not echoed, and the echo comes back whatever happens.

use crate::console::{Demo, SECOND, USUAL};
use crate::support::terminal::Terminal;

const SECRET: &str = "zk7qxv";

fn asking(demo: &Demo) -> Terminal {
    let mut terminal = demo.run(&["test", "cdupont"], &[], USUAL);
    terminal.wait_for("Les 6 chiffres affichés sur la clé");
    terminal.wait_until("the echo to go", |terminal| !terminal.termios().echo());
    terminal
}

#[track_caller]
fn assert_unseen_and_restored(terminal: &mut Terminal) {
    let sent = terminal.raw().windows(SECRET.len()).any(|part| part == SECRET.as_bytes());
    assert!(!sent, "the secret was echoed:\n{}", terminal.screen());
    assert_eq!(terminal.termios(), *terminal.termios_before());
}

#[test]
fn what_is_typed_is_not_echoed() {
    let demo = Demo::make();
    let mut terminal = asking(&demo);
    terminal.keys(&format!("{SECRET}<enter>"));
    let ended = terminal.wait_exit(SECOND);
    assert!(!ended.status.success());
    assert_unseen_and_restored(&mut terminal);
}

#[test]
fn corrections_are_possible() {
    let demo = Demo::make();
    let code = String::from_utf8(demo.output(&["fob", "103142718"]).stdout).unwrap();
    let (code, _) = code.split_at(6);
    let mut terminal = asking(&demo);
    terminal.keys(&format!("{SECRET}<c-u>{code}9<bs><enter>"));
    assert!(terminal.wait_exit(SECOND).status.success(), "{}", terminal.screen());
    terminal.wait_for("VALABLE");
    assert_unseen_and_restored(&mut terminal);
}

#[test]
fn given_up_it_gives_the_echo_back() {
    let demo = Demo::make();
    for key in ["<c-c>", "<c-d>"] {
        let mut terminal = asking(&demo);
        terminal.keys(&format!("{SECRET}{key}"));
        if key == "<c-d>" {
            // In the middle of a line it only sends what is there.
            terminal.keys(key);
        }
        let ended = terminal.wait_exit(SECOND);
        assert!(!ended.status.success());
        assert_unseen_and_restored(&mut terminal);
    }
}

#[test]
fn a_dropped_connection_ends_it() {
    let demo = Demo::make();
    let mut terminal = asking(&demo);
    terminal.hang_up();
    assert!(!terminal.wait_exit(SECOND).status.success());
}
