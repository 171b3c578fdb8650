#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::ui::glyphs::UNICODE;

fn drawn<T>(width: u16, draw: impl FnOnce(&mut Pen) -> T) -> String {
    let area = Rect::new(0, 0, width, 3);
    let (mut buffer, mut cursor) = (Buffer::empty(area), None);
    let theme = Theme::shipped("mono").unwrap();
    draw(&mut Pen::new(&mut buffer, &mut cursor, area, &theme, UNICODE));
    (0..width).map(|x| buffer[(x, 0)].symbol().to_owned()).collect()
}

#[test]
fn a_line_too_long_says_so() {
    assert_eq!(drawn(6, |pen| pen.text(0, 0, Role::Base, "abcdef")), "abcdef");
    assert_eq!(drawn(6, |pen| pen.text(0, 0, Role::Base, "abcdefg")), "abcde…");
    assert_eq!(drawn(6, |pen| pen.right(6, 0, Role::Base, "né")), "    né");
}

#[test]
fn paragraphs_break_at_spaces_only() {
    assert_eq!(wrap("un deux trois", 8), ["un deux", "trois"]);
    assert_eq!(wrap("a\u{a0}b c", 3), ["a\u{a0}b", "c"]);
    assert_eq!(wrap("abcdef", 4), ["abcd", "ef"]);
    assert_eq!(wrap("", 4), [""]);
}

proptest! {
    #[test]
    fn no_control_character_reaches_the_screen(text in any::<String>(), at in 0_u16..12) {
        let line = drawn(12, |pen| {
            pen.text(at, 0, Role::Base, &text);
            pen.paragraph(1, 2, Role::Base, &text);
            pen.right(12, 2, Role::Base, &text);
        });
        prop_assert!(!line.chars().any(char::is_control));
    }
}
