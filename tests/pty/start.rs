//! Opening, idling, leaving.

use rustix::process::Signal;

use crate::console::{Console, SECOND};
use crate::support::proc::{Activity, Spent};

#[test]
fn opens_ready_and_leaves_the_terminal_as_it_was() {
    let mut console = Console::open();
    assert_eq!(console.queries(), [""; 0], "the terminal was asked something");
    console.assert_alive_and_leave();
}

#[test]
fn the_mouse_is_the_agents_until_asked_for() {
    let mut console = Console::open();
    let modes = console.left_behind();
    assert!(!modes.iter().any(|mode| mode.starts_with("mouse")), "{modes:?}");
    assert!(modes.iter().any(|mode| mode.starts_with("bracketed paste")), "{modes:?}");
}

#[test]
fn nobody_types_and_nothing_happens() {
    let mut console = Console::open();
    let before = Activity::of(console.pid());
    let mark = console.mark();
    console.listen(mark.at + 2 * SECOND);
    assert_eq!(Activity::of(console.pid()).since(&before), Spent::default());
    assert_eq!(console.bytes_since(mark), b"");
}

#[test]
fn stopped_and_woken_it_draws_itself_anew() {
    let mut console = Console::open();
    console.plays(&[("103142718", "cdupont")]);
    console.calm();
    let (text, styles, modes) = (console.screen(), console.styles(), console.left_behind());
    console.signal(Signal::STOP);
    let mark = console.signal(Signal::CONT);
    console.wait_until("a new drawing", |terminal| terminal.bytes_since(mark).len() > 500);
    console.calm();
    assert_eq!((console.screen(), console.styles(), console.left_behind()), (text, styles, modes));
    console.assert_alive_and_leave();
}
