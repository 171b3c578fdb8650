#![allow(clippy::unwrap_used)]

use std::collections::HashSet;

use super::*;
use crate::text::Lang;
use crate::text::actions::line;

#[test]
fn every_key_has_a_name_that_reads() {
    for entry in ACTIONS {
        assert_eq!(chords(entry).count(), entry.keys.split_whitespace().count(), "{}", entry.word);
    }
}

#[test]
fn no_key_stands_twice_in_a_scope_and_no_word_twice_at_all() {
    let mut words = HashSet::new();
    for entry in ACTIONS {
        assert!(words.insert(entry.word), "{}", entry.word);
        for chord in chords(entry) {
            let same = |other: &&Entry| other.scope == entry.scope && chords(other).any(|key| key == chord);
            assert_eq!(ACTIONS.iter().filter(same).count(), 1, "{}: {chord:?}", entry.word);
        }
    }
}

#[test]
fn every_action_has_its_line_in_both_languages() {
    for entry in ACTIONS {
        for lang in [Lang::Fr, Lang::En] {
            let (short, long) = line(lang, entry.action);
            assert!(!short.is_empty() && long.len() > short.len(), "{}", entry.word);
        }
    }
}

#[test]
fn the_layer_in_front_wins() {
    let tab = KeyEvent::new(KeyCode::Tab, KeyModifiers::NONE);
    assert_eq!(resolve(&[Scope::Dialog, Scope::Card], tab), Some(Action::NextField));
    assert_eq!(resolve(&[Scope::Card], tab), Some(Action::NextKey));
    let f1 = KeyEvent::new(KeyCode::F(1), KeyModifiers::NONE);
    assert_eq!(resolve(&[Scope::Card], f1), Some(Action::Help));
    let alt = KeyEvent::new(KeyCode::Char('t'), KeyModifiers::ALT);
    assert_eq!(resolve(&[Scope::Card], alt), None);
}
