#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

/// Every source of this folder but tests.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let all = entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] });
    all.filter(|path| !path.to_string_lossy().ends_with("_tests.rs")).collect()
}

/// The texts between quotation marks, comments left out.
fn literals(source: &str) -> Vec<String> {
    let (mut found, mut inside) = (Vec::new(), None::<String>);
    let mut rest = source.chars().peekable();
    while let Some(c) = rest.next() {
        match (&mut inside, c) {
            (Some(text), '\\') => {
                text.extend(rest.next().map(|escaped| ['\\', escaped]).into_iter().flatten())
            }
            (Some(_), '"') => found.extend(inside.take()),
            (Some(text), c) => text.push(c),
            (None, '"') => inside = Some(String::new()),
            (None, '/') if rest.peek() == Some(&'/') => while rest.next().is_some_and(|c| c != '\n') {},
            (None, '\'') if rest.peek() == Some(&'"') => drop(rest.next()),
            (None, _) => {}
        }
    }
    found
}

/// Whether a sign would begin a line of its own where the text is broken before it.
fn comes_apart(text: &str) -> bool {
    let signs = [" :", " ;", " !", " ?", " »"];
    // Two signs together are an operator of a command line.
    let parts = |sign: &str| text.split(sign).skip(1).any(|rest| !rest.starts_with([':', '=']));
    text.contains("« ") || signs.into_iter().any(parts)
}

/// French sets a space before « : ; ! ? » and inside quotation marks, and never breaks a line there.
#[test]
fn no_sign_stands_at_the_beginning_of_a_line() {
    let mut seen = 0;
    for path in sources(Path::new("src/text")) {
        for text in literals(&fs::read_to_string(&path).unwrap()) {
            assert!(!comes_apart(&text), "{}: an ordinary space in {text:?}", path.display());
            seen += usize::from(text.contains('\u{a0}'));
        }
    }
    assert!(seen > 200, "{seen}");
}

#[test]
fn what_comes_apart_is_seen() {
    assert!(
        comes_apart("Abandonné : rien")
            && comes_apart("« oui")
            && comes_apart("oui »")
            && comes_apart("Quoi ?")
    );
    assert!(
        !comes_apart("Abandonné\u{a0}: rien")
            && !comes_apart("type==totp, period")
            && !comes_apart("Given up: no")
    );
    assert_eq!(literals("a(\"b\\\"c\") // \"d\"\n'\"' \"e\""), ["b\\\"c", "e"]);
}
