//! The table of differences is the list of `docs/backends.md`, no more and no less.

use crate::suite::differences::{Difference, ROWS, Row};

/// First cells of the rows under the heading about differences.
fn documented() -> Vec<&'static str> {
    let text = include_str!("../../docs/backends.md");
    let (_, from) = text.split_once("### What differs from the embedded backend").unwrap();
    let (chapter, _) = from.split_once("\n###").unwrap();
    let rows = chapter.lines().filter(|line| line.starts_with("| ")).skip(2);
    rows.filter_map(|line| line.trim_start_matches("| ").split(" | ").next()).collect()
}

#[test]
fn the_differences_are_those_of_the_documentation() {
    let known: Vec<_> = Difference::ALL.iter().map(|(_, title)| *title).collect();
    assert_eq!(documented(), known);
}

#[test]
fn each_difference_is_seen_somewhere() {
    for (why, title) in Difference::ALL {
        assert!(ROWS.iter().any(|row| row.why == why), "nothing shows: {title}");
    }
}

/// A row of a scenario that is not run would excuse nothing and hide that it is gone. Only those about codes
/// are run with seeds too.
#[test]
fn each_row_is_of_a_scenario_that_is_run() {
    let all = include_str!("suite/mod.rs");
    let (codes, _) = all.split_once("macro_rules! scenarios_of_acts").unwrap();
    for row in ROWS {
        let run = if row.seeds == Some(true) { codes } else { all };
        assert!(run.lines().any(|line| line.ends_with(&format!("::{}", row.scenario))), "{}", row.scenario);
    }
}

/// The second would never be looked at.
#[test]
fn no_two_rows_are_about_the_same() {
    for (at, row) in ROWS.iter().enumerate() {
        let same = |other: &&Row| (other.scenario, other.at) == (row.scenario, row.at);
        let meet = |other: &&Row| row.seeds.is_none() || other.seeds.is_none() || other.seeds == row.seeds;
        assert!(!ROWS[..at].iter().filter(same).any(|other| meet(&other)), "{} {}", row.scenario, row.at);
    }
}
