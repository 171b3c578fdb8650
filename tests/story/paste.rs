//! Pastes, whatever is in them, into every field there is.

use guichet::domain::moment::Span;

use crate::support_app::grid::Grid;
use crate::support_app::story::Story;

/// The keys that lead to each field from the search of a login.
const FIELDS: &[(&str, &str, &str)] = &[
    ("the search", "", ""),
    ("a code", "cdupont", "enter t"),
    ("a reason", "cdupont", "enter p"),
    ("a part of a serial", "hcaumartin", "enter a"),
    ("the first of two codes", "gmorvan", "enter s"),
    ("the second of two codes", "gmorvan", "enter s tab"),
    ("a line of the form", "cdupont", "enter n"),
    ("the lines of the form", "cdupont", "enter n tab tab"),
    ("the serial of the form", "cdupont", "enter n tab tab tab tab tab"),
    ("the paths of the form", "cdupont", "enter n tab tab tab tab tab tab"),
    ("the palette", "cdupont", "enter :"),
];

/// What comes out of a hostile clipboard.
fn pastes() -> Vec<String> {
    let mut pastes: Vec<String> = [
        "",
        "\r\n",
        "rm -rf /\r\nouvre\r\n",
        "\u{1b}[201~\u{1b}]0;titre\u{7}\u{1b}[31m",
        "\u{9b}31mrouge\u{9c}",
        "a\u{202e}gpj.exe\u{202c}\u{2066}x\u{2069}",
        "zéro\u{200b}largeur\u{feff}\u{ad}\u{2060}",
        "\u{0}\u{8}\u{7f}\t\u{b}",
        "e\u{301}\u{301}\u{301}\u{301}\u{301}",
        "日本語 👩\u{200d}👧 ﷽",
        "4576032848",
        "::?? q\u{11}\u{3}",
    ]
    .map(str::to_owned)
    .into();
    pastes.push("9".repeat(5_000));
    pastes.push("é".repeat(30_000));
    pastes.push("\n".repeat(2_000));
    pastes
}

/// Nothing that could command a terminal or hide a character.
fn harmless(grid: &Grid) -> bool {
    grid.cells().iter().flat_map(|cell| cell.symbol().chars()).all(|c| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}')
    })
}

#[test]
fn no_paste_does_anything_or_leaves_its_field() {
    for (field, login, keys) in FIELDS {
        let mut story = Story::new();
        let layers = story.types(login).keys(keys).withholds().layers();
        for paste in pastes() {
            story.key("ctrl-u").pastes(&paste);
            assert_eq!(story.deeds().count(), 0, "{paste:?} into {field}");
            assert_eq!(story.layers(), layers, "{paste:?} into {field}");
            assert!(harmless(story.grid()), "{paste:?} into {field}\n{}", story.grid().text());
            assert!(!story.ended());
        }
    }
}

#[test]
fn a_paste_of_several_lines_is_one_line_of_search() {
    let mut story = Story::new();
    story.pastes("dupont\r\nclaire\r\n").sees("dupont claire").sees("1 sur 300");
    assert_eq!(story.layers(), 1, "its line end opened nothing");
}

#[test]
fn a_paste_of_several_lines_stays_several_lines_in_a_description() {
    let mut story = Story::new();
    story.opens("cdupont").keys("n tab tab").pastes("Erreur 1\r\nErreur 2\rErreur 3");
    let (x, y) = story.grid().find("Erreur 1").unwrap();
    assert_eq!(story.grid().find("Erreur 2"), Some((x, y + 1)));
    assert_eq!(story.grid().find("Erreur 3"), Some((x, y + 2)));
}

#[test]
fn control_characters_of_a_paste_are_seen() {
    let mut story = Story::new();
    story.pastes("a\u{1b}[2Jb\u{202e}c").sees("a␛[2Jb\u{fffd}c");
}

#[test]
fn a_dialog_ignores_enter_right_after_a_paste() {
    for keys in ["p", "l", "x"] {
        let mut story = Story::new();
        story.opens("cdupont").key(keys).withholds().pastes("motif collé").key("enter");
        assert_eq!(story.deeds().count(), 0);
        story.sees("Collage tout juste reçu : relisez, puis validez de nouveau.").sees("motif collé");
        story.confirms();
        assert_eq!(story.deeds().count(), 1, "the second Enter is the agent's");
    }
}

#[test]
fn enter_a_while_after_a_paste_is_the_agent_s() {
    let mut story = Story::new();
    story.opens("cdupont").key("p").withholds().pastes("motif collé").waits(Span::millis(150)).confirms();
    assert_eq!(story.deeds().count(), 1);
}

#[test]
fn a_paste_that_ends_early_goes_on_as_keys_and_still_confirms_nothing() {
    let mut story = Story::new();
    story.opens("cdupont").key("l").withholds().pastes("motif").types(" et la suite").keys("enter");
    assert_eq!(story.deeds().count(), 0);
}

#[test]
fn a_code_pasted_into_the_test_waits_for_the_agent_too() {
    let mut story = Story::new();
    let code = story.world.shown("103142718");
    story.opens("cdupont").key("t").withholds().pastes(&format!("{code}\n"));
    assert_eq!(story.deeds().count(), 0);
    story.key("enter");
    assert_eq!(story.deeds().count(), 1);
}
