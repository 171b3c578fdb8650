//! The table of differences is the list of `docs/backends.md`, no more and no less.

use crate::suite::differences::{Difference, ROWS};

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

/// A row of a scenario that is not run would excuse nothing and hide that it is gone.
#[test]
fn each_row_is_of_a_scenario_that_is_run() {
    let suite = include_str!("suite/mod.rs");
    for row in ROWS {
        assert!(suite.lines().any(|line| line.ends_with(&format!("::{}", row.scenario))), "{}", row.scenario);
    }
}
