//! A paste goes whole into the field that has the focus; it is never a command, and nothing in it
//! reaches the terminal as an escape sequence.

use crate::console::{Console, FIELD};

/// What a terminal would obey if a program repeated it, and what the console never sends itself.
const ORDERS: &[&str] = &[
    "\x1b]0;owned\x07",
    "\x1b]52;c;b3duZWQ=\x07",
    "\x1b[?1049l",
    "\x1b[?2004l",
    "\x1b[5;8;31m",
    "\x1bc",
    "\u{9b}31m",
    "\u{202e}",
    "\0",
];

/// What a terminal sends only when asked, or with numbers no terminal sends: cursor position,
/// device attributes, mouse reports.
const REPORTS: &[&str] =
    &["\x1b[0;0R", "\x1b[?64;1c", "\x1b[<0;0;0M", "\x1b[0;0;0M", "\x1b[M\x00\x00\x00", "\x1b[1;9999999999u"];

/// The end of a bracketed paste, which some terminals let through inside one. What follows
/// arrives as keys.
const EARLY_END: &str = "\x1b[201~";

#[test]
fn several_lines_become_one_and_open_nothing() {
    let mut console = Console::open();
    console.paste("Dupont\r\nClaire");
    console.wait_for("Dupont");
    console.calm();
    let screen = console.screen();
    let field = screen.lines().find(|row| row.contains(FIELD)).unwrap();
    assert!(field.contains("Dupont") && field.contains("Claire"), "{screen}");
    console.assert_alive_and_leave();
}

#[test]
fn orders_in_a_paste_reach_no_terminal() {
    for order in ORDERS {
        let mut console = Console::open();
        assert_unheard(&mut console, &format!("Dup{order}ont"), order);
        console.assert_alive_and_leave();
    }
}

#[test]
fn orders_behind_the_early_end_of_a_paste_reach_no_terminal() {
    for order in ORDERS {
        let mut console = Console::open();
        assert_unheard(&mut console, &format!("Dup{EARLY_END}{order}ont\r\n"), order);
        // crossterm 0.29 takes `ESC [ ?` for the start of a reply that ends in `c` or `u`, and
        // holds back every key until one of them comes.
        if order.starts_with("\x1b[?") {
            console.keys("u");
        }
        console.assert_alive_and_leave();
    }
}

#[test]
fn reports_that_were_never_asked_for_do_no_harm() {
    for report in REPORTS {
        let mut console = Console::open();
        assert_unheard(&mut console, &format!("Dup{EARLY_END}{report}"), report);
        console.assert_alive_and_leave();
    }
}

#[test]
fn a_very_long_paste_is_taken_without_a_hitch() {
    let mut console = Console::open();
    console.paste(&"Dupont ".repeat(20_000));
    console.wait_for("Dupont");
    console.calm();
    console.assert_alive_and_leave();
}

#[test]
fn a_long_paste_without_brackets_is_taken_to_its_end() {
    let mut console = Console::open();
    // What a terminal without bracketed paste sends: keys, all at once, more than one read takes.
    let keys = format!("{}103142718", "a\x7f".repeat(2_000));
    console.send(keys.as_bytes());
    console.wait_for("cdupont");
    console.assert_alive_and_leave();
}

/// The pasted text arrived, and the sequence in it was not sent back.
#[track_caller]
fn assert_unheard(console: &mut Console, text: &str, sequence: &str) {
    let mark = console.paste(text);
    // In the field; or, where Enter came through as a key, on the card it opened.
    console.wait_until("the text", |terminal| terminal.screen().to_lowercase().contains("dup"));
    console.calm();
    let sent = console.bytes_since(mark);
    let heard = sent.windows(sequence.len()).any(|part| part == sequence.as_bytes());
    assert!(!heard, "{sequence:?} was sent back: {}", sent.escape_ascii());
}
