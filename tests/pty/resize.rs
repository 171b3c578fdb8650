//! Every size a window can have, and many of them at once.

use crate::console::{Console, FIELD, SECOND, TOO_SMALL, USUAL};

/// 50 sizes between 1x1 and 300x100, small and large in turns, the corners among them.
fn sizes() -> impl Iterator<Item = (u16, u16)> {
    let corners = [(1, 1), (300, 100), (1, 100), (300, 1), (40, 10), (39, 10), (40, 9)];
    let between = (0..43).map(|step| (1 + step * 127 % 300, 1 + step * 61 % 100));
    corners.into_iter().chain(between)
}

#[test]
fn a_storm_of_sizes_ends_in_the_screen_it_began_with() {
    let mut console = Console::open();
    // One hit and its card: nothing on this screen changes with the minutes.
    console.keys("103142718");
    console.wait_for("cdupont");
    console.calm();
    let (text, styles) = (console.screen(), console.styles());
    for (cols, rows) in sizes() {
        console.resize(cols, rows);
    }
    console.resize(USUAL.0, USUAL.1);
    console.wait_for(FIELD);
    console.calm();
    assert_eq!(console.screen(), text);
    assert_eq!(console.styles(), styles);
    console.assert_alive_and_leave();
}

#[test]
fn each_size_is_drawn_inside_the_window() {
    let mut console = Console::open();
    for (cols, rows) in sizes() {
        console.resize(cols, rows);
        assert!(console.settle(SECOND / 10, SECOND), "never quiet at {cols}x{rows}");
    }
    console.assert_alive_and_leave();
}

#[test]
fn a_size_that_comes_with_a_key_is_not_missed() {
    let mut console = Console::open();
    for round in 0..40 {
        let (cols, rows) = if round % 2 == 0 { (39, 10) } else { USUAL };
        console.keys("a");
        console.resize(cols, rows);
        console.keys("<bs>");
        console.wait_for(if round % 2 == 0 { TOO_SMALL } else { FIELD });
    }
    console.assert_alive_and_leave();
}

#[test]
fn a_window_too_small_says_so_and_recovers() {
    let mut console = Console::open();
    console.resize(39, 10);
    console.wait_for(TOO_SMALL);
    console.resize(40, 10);
    console.wait_for(FIELD);
    console.wait_gone(TOO_SMALL);
    console.assert_alive_and_leave();
}
