//! What a console that did not end well leaves behind: the draft, the store, the terminal.

use rustix::process::Signal;

use crate::console::{Console, Demo, SECOND, USUAL};

/// A stack that no machine can give a thread: the first one the program starts fails, and that is
/// after the terminal was taken over.
const NO_THREADS: (&str, &str) = ("RUST_MIN_STACK", "1152921504606846976");

/// What Claire Dupont's ticket gets typed into its first empty field.
const HOURS: &str = "le mardi, 9h-12h";

fn composing(demo: &Demo) -> Console {
    let mut console = demo.console();
    console.plays(&[("103142718", "cdupont"), ("<enter>", "Événements"), ("n", "Nouveau ticket")]);
    console.plays(&[(HOURS, HOURS)]);
    console
}

/// The draft is on the home list of the next console, and opens with its text.
#[track_caller]
fn assert_kept(demo: &Demo, text: &str) {
    let mut console = demo.console_as(&[], &[], "brouillon");
    // Drafts are the last rows of the list.
    console.plays(&[("<c-end><enter>", "Nouveau ticket")]);
    console.wait_for(text);
    console.assert_alive_and_leave();
}

#[test]
fn killed_while_a_ticket_is_typed_it_loses_nothing_but_the_last_moment() {
    let demo = Demo::make();
    let mut console = composing(&demo);
    console.wait_for("brouillon gardé");
    console.keys(" ou");
    console.signal(Signal::KILL);
    console.wait_exit(SECOND);
    assert_kept(&demo, HOURS);
}

#[test]
fn a_hangup_keeps_even_the_last_letter() {
    let demo = Demo::make();
    let mut console = composing(&demo);
    console.plays(&[(" ou soir", "9h-12h ou soir")]);
    console.signal(Signal::HUP);
    console.wait_exit(SECOND);
    console.assert_restored();
    assert_kept(&demo, "9h-12h ou soir");
}

#[test]
fn a_dropped_connection_keeps_even_the_last_letter() {
    let demo = Demo::make();
    let mut console = composing(&demo);
    console.plays(&[(" ou soir", "9h-12h ou soir")]);
    console.hang_up();
    console.wait_exit(SECOND);
    assert_kept(&demo, "9h-12h ou soir");
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_tells() {
    let demo = Demo::make();
    let mut terminal = demo.run(&[], &[NO_THREADS], USUAL);
    assert_eq!(terminal.wait_exit(5 * SECOND).status.exit_code(), 101);
    let entered = terminal.raw().windows(8).any(|part| part == b"\x1b[?1049h");
    assert!(entered, "it ended before the terminal was taken over:\n{}", terminal.screen());
    assert_eq!(terminal.left_behind(), [""; 0]);
    assert_eq!(terminal.termios(), *terminal.termios_before());
    assert!(terminal.screen().contains("thread"), "no word of what happened:\n{}", terminal.screen());
}
