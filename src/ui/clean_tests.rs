#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

#[test]
fn what_is_harmless_is_untouched() {
    for text in ["", "Élodie N’Diaye", "Łukasz", "12 345 €", "日本語", "«\u{a0}oui\u{a0}»"] {
        assert!(matches!(clean(text), Cow::Borrowed(_)), "{text}");
    }
}

#[test]
fn what_is_dangerous_is_seen() {
    let cases = [
        ("a\x1b[2Jb", "a␛[2Jb"),
        ("\u{9b}31m", "\u{fffd}31m"),
        ("a\u{202e}b", "a\u{fffd}b"),
        ("a\u{200b}b", "a\u{fffd}b"),
        ("a\r\nb\tc\0", "a␍␊b␉c␀"),
        ("\x07\x7f", "␇␡"),
        ("e\u{301}", "é"),
    ];
    for (from, to) in cases {
        assert_eq!(clean(from), to);
    }
}

#[test]
fn lines_stay_lines() {
    assert_eq!(clean_lines("a\r\nb\rc\n\td\x1b"), "a\nb\nc\n    d␛");
}

#[test]
fn ascii_spells_out() {
    assert_eq!(ascii("Œuvre d’Élodie «\u{a0}ß\u{a0}» 日"), "OEuvre d'Elodie \" ss \" ?");
}

/// Whatever the sentences, the help and the profiles say, a poor terminal shows no riddle of it.
#[test]
fn every_sentence_can_be_spelled() {
    let mut folders = ["src/text", "profiles"].map(std::path::PathBuf::from).to_vec();
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            for c in std::fs::read_to_string(&path).unwrap().chars().filter(|c| !c.is_ascii()) {
                assert!(!ascii(&c.to_string()).contains('?'), "{c:?} in {}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 1000, "{seen}");
}

proptest! {
    #[test]
    fn nothing_unseen_comes_out(text in any::<String>()) {
        let out = clean(&text);
        prop_assert!(out.chars().all(|c| shown(c) == c && !c.is_control()));
        prop_assert_eq!(clean(&out), out.as_ref());
        prop_assert!(ascii(&out).is_ascii());
    }
}
