//! Alarms exist while something visible needs them: an idle console never wakes.

use guichet::app::effect::Timer;
use guichet::app::effect::Timer::{Ages, Follow, Gauge, Pause, Watch};
use guichet::domain::moment::Span;

use crate::support_app::story::Story;

/// The keys that lead to a screen, and the alarms that it may have once everything rests.
const PLACES: &[(&str, &[Timer])] = &[
    ("", &[]),
    ("enter", &[Ages]),
    ("enter t", &[Ages, Gauge]),
    ("enter t esc", &[Ages]),
    ("enter p", &[Ages]),
    ("enter p esc esc", &[]),
    ("enter ?", &[]),
    ("enter :", &[]),
    ("enter f4", &[]),
    ("enter f4 esc", &[Ages]),
    ("enter n", &[]),
    ("enter n esc", &[Ages]),
    ("enter p down enter ~ enter", &[Follow, Gauge]),
    ("enter p down enter ~ enter f4", &[]),
    ("enter p down enter ~ enter f4 esc", &[Follow, Gauge]),
    ("enter p down enter ~ enter t", &[Follow, Gauge]),
    ("enter p down enter ~ enter esc", &[Ages]),
    ("enter p down enter ~ enter esc esc", &[Watch]),
    ("f4", &[]),
];

#[test]
fn each_screen_has_its_alarms_and_no_others() {
    for (keys, expected) in PLACES {
        let mut story = Story::new();
        story.types("cdupont");
        story.keys(keys);
        story.waits(Span::millis(500));
        let mut alarms = story.alarms();
        alarms.sort_by_key(|timer| format!("{timer:?}"));
        assert_eq!(alarms, *expected, "after {keys:?}");
    }
}

#[test]
fn a_pause_of_typing_rings_once() {
    let mut story = Story::new();
    story.opens("cdupont").key("n").types("x");
    assert_eq!(story.alarms(), [Pause]);
    story.waits(Span::millis(400));
    assert_eq!(story.alarms(), []);
}

#[test]
fn ages_on_a_card_keep_up_with_the_clock() {
    let mut story = Story::new();
    story.opens("iduportail").sees("il y a 20 min").waits(Span::minutes(5)).sees("il y a 25 min");
}

#[test]
fn a_cursor_moved_before_a_card_was_opened_leaves_the_right_card_beside() {
    let mut story = Story::new();
    story.types("jean dupont").waits(Span::millis(120)).sees("jdupont ·");
    story.keys("down enter").waits(Span::secs(1)).key("esc").waits(Span::millis(120));
    story.sees("jdupont2 ·").misses("jdupont ·");
}
