#![allow(clippy::unwrap_used)]

use super::*;

/// Files with sentences that a command may print, and the language each is in; none: both.
const FILES: [(&str, Option<Lang>); 4] = [
    (include_str!("verdict/fr.rs"), Some(Lang::Fr)),
    (include_str!("verdict/en.rs"), Some(Lang::En)),
    (include_str!("faults.rs"), None),
    (include_str!("offline.rs"), None),
];

/// A key of the console: " (l)", "F5", "Tab", "Esc".
fn names_a_key(words: &str) -> bool {
    let letter = |part: &str| {
        let mut chars = part.chars();
        matches!((chars.next(), chars.next()), (Some('a'..='z'), Some(')')))
    };
    let function = |part: &str| part.chars().next().is_some_and(|c| c.is_ascii_digit());
    words.split(" (").skip(1).any(letter)
        || words.split(['F']).skip(1).any(function)
        || ["Tab ", "Échap", "Esc,", "Esc "].iter().any(|key| words.contains(key))
}

/// Whatever is written into these files later is told by its key in the shell too, or fails here.
#[test]
fn no_sentence_names_a_key_where_there_is_none() {
    let mut met = 0;
    for (file, lang) in FILES {
        for line in file.lines().filter(|line| !line.trim_start().starts_with("//")) {
            met += usize::from(names_a_key(line));
            let langs = lang.map_or([Lang::Fr, Lang::En], |lang| [lang; 2]);
            let once = told(langs[0], line);
            let told = told(langs[1], &once);
            assert!(!names_a_key(&told), "{told}");
        }
    }
    assert!(met > 30, "only {met} were met");
}

#[test]
fn a_sentence_without_keys_stays_as_it_is() {
    for lang in [Lang::Fr, Lang::En] {
        for words in ["", "3 autre(s) moyen(s)", "CODE JUSTE", "(l)"] {
            assert!(matches!(told(lang, words), Cow::Borrowed(same) if same == words));
        }
    }
}

#[test]
fn a_command_stands_in_the_place_of_a_key() {
    let told = told(Lang::Fr, "Si le second essai échoue, ticket (n) ; sinon suspendre (l).");
    assert_eq!(
        told,
        "Si le second essai échoue, ticket (guichet ticket new) ; sinon suspendre (dans la console)."
    );
}
