#![allow(clippy::unwrap_used)]

use super::*;

#[test]
fn the_sequence_holds_the_text_and_nothing_that_ends_it_early() {
    let sequence = Clip::new("Clé refusée\nencore").unwrap().sequence();
    let base = BASE64.encode("Clé refusée\nencore".as_bytes());
    assert_eq!(sequence, format!("\u{1b}]52;c;{base}\u{7}").into_bytes());
    let hostile = Clip::new("a\u{7}b\u{1b}]0;x\u{202e}\nc").unwrap();
    let lines: Vec<&str> = hostile.text().split('\n').collect();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| !line.chars().any(char::is_control)), "{lines:?}");
    assert!(!hostile.text().contains('\u{202e}'));
    assert!(hostile.sequence().iter().filter(|byte| byte.is_ascii_control()).count() == 2);
}

#[test]
fn what_is_too_long_is_not_cut() {
    assert!(Clip::new(&"é".repeat(LONGEST / 2)).is_some());
    assert_eq!(Clip::new(&"é".repeat(LONGEST / 2 + 1)), None);
}
