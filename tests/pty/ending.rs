//! The ends nobody chose. Whatever happens, the program is gone within a second, and a terminal
//! that is still there is left as it was.

use rustix::process::Signal;

use crate::console::{Console, Demo, SECOND};

#[test]
fn a_signal_ends_it_and_the_terminal_is_restored() {
    for signal in [Signal::TERM, Signal::HUP] {
        let mut console = Console::open();
        console.signal(signal);
        console.wait_exit(SECOND);
        console.assert_restored();
    }
}

#[test]
fn a_signal_in_the_middle_of_typing_ends_it_too() {
    let mut console = Console::open();
    console.keys("dupon");
    console.signal(Signal::TERM);
    console.wait_exit(SECOND);
    console.assert_restored();
}

#[test]
fn a_dropped_connection_ends_it() {
    let mut console = Console::open();
    console.hang_up();
    console.wait_exit(SECOND);
}

#[test]
fn a_closed_terminal_ends_it_even_when_hangups_are_ignored() {
    let mut console = Demo::make().console_deaf_to_hangup();
    console.hang_up();
    console.wait_exit(SECOND);
}

#[test]
fn a_connection_dropped_under_a_flood_of_keys_ends_it() {
    let mut console = Demo::make().console_deaf_to_hangup();
    console.keys("<down*200>");
    console.hang_up();
    console.wait_exit(SECOND);
}

#[test]
fn a_virtual_key_whose_terminal_is_gone_is_put_away() {
    let demo = Demo::make();
    let mut fob = demo.run_deaf_to_hangup(&["fob", "103142718"]);
    fob.wait_for("▮");
    fob.hang_up();
    // It looks once a second.
    fob.wait_exit(2 * SECOND);
}
