//! Requests that wait for one another: what the server took for an answer on the screen.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::fake::Seen;

/// The requests whose answers had left by a moment, in batches: one begins when something of the batch
/// before it was answered.
pub fn batches(seen: Vec<Seen>, until: Instant) -> Vec<Vec<Seen>> {
    let mut all: Vec<Vec<Seen>> = Vec::new();
    for one in seen.into_iter().filter(|one| one.answered.is_some_and(|at| at <= until)) {
        let fits = |batch: &Vec<Seen>| batch.iter().all(|other| other.answered >= Some(one.came));
        match all.last_mut().filter(|batch| fits(batch)) {
            Some(batch) => batch.push(one),
            None => all.push(vec![one]),
        }
    }
    all
}

/// What the server took: the slowest of each batch, one after the other.
pub fn slowest(batches: &[Vec<Seen>]) -> Duration {
    let took = |seen: &Seen| seen.answered.map(|at| at - seen.came).unwrap_or_default();
    batches.iter().map(|batch| batch.iter().map(took).max().unwrap_or_default()).sum()
}

/// The batches for who reads.
pub fn told(what: &str, batches: &[Vec<Seen>]) -> String {
    let mut text = String::new();
    for (at, batch) in batches.iter().enumerate() {
        let requests: Vec<&str> = batch.iter().map(|seen| seen.what.as_str()).collect();
        let _ = writeln!(text, "{what}, batch {}: {}", at + 1, requests.join(" · "));
    }
    text
}
