#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::HashSet;

use super::*;

/// The words of every variant, in the order of the compiler-checked list.
fn words() -> Vec<&'static str> {
    let (_, list) = include_str!("reason.rs").split_once("match self {").unwrap();
    let arms = list.lines().filter_map(|line| line.split_once("=> \""));
    arms.map(|(_, word)| word.trim_end_matches("\",")).collect()
}

#[test]
fn every_word_is_one_kinds_alone_and_fit_for_scripts() {
    let words = words();
    assert!(words.contains(&Reason::EmptyFile.word()) && words.contains(&Reason::Signed.word()));
    assert!(
        words
            .iter()
            .all(|word| word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'))
    );
    assert_eq!(words.iter().collect::<HashSet<_>>().len(), words.len());
}
