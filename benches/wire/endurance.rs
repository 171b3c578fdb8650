//! A long day: memory, descriptors and connections of a console over thousands of requests.

use std::time::{Duration, Instant};

use super::answers::login;
use super::fake::Fake;
use super::figures::Figures;
use super::support::proc::{descriptors, memory, peak_memory};
use super::support::terminal::Terminal;

/// Where one looks, in requests, besides the end.
const LOOKS: [usize; 2] = [100, 1000];

/// Longest that one reading of a card may take.
const LIMIT: Duration = Duration::from_secs(10);

/// Reads one card again and again until so many requests were answered.
pub fn play(terminal: &mut Terminal, fake: &Fake, requests: usize, figures: &mut Figures) {
    let login = login(3);
    terminal.keys(&login);
    terminal.wait_for("1 sur ");
    terminal.keys("<enter>");
    terminal.wait_for("Événements");
    super::scenario::calm(terminal);

    let (begin, lines, began) = (fake.answered(), fake.accepted(), Instant::now());
    let handles = descriptors(terminal.pid()).unwrap_or_default();
    let mut early = 0;
    for look in LOOKS.into_iter().chain([requests]).filter(|look| *look <= requests) {
        while fake.answered() - begin < look {
            refresh(terminal, fake);
        }
        super::scenario::calm(terminal);
        let resident = memory(terminal.pid()).unwrap_or_default();
        figures.add(&format!("memory after {look} requests"), "MiB", mib(resident));
        if look == LOOKS[1] {
            early = resident;
        }
    }
    let resident = memory(terminal.pid()).unwrap_or_default();
    let added = descriptors(terminal.pid()).unwrap_or_default() as f64 - handles as f64;
    let rate = (fake.answered() - begin) as f64 / began.elapsed().as_secs_f64();
    figures.add("growth after 1,000 requests", "MiB", mib(resident) - mib(early));
    figures.add("peak memory", "MiB", mib(peak_memory(terminal.pid()).unwrap_or_default()));
    figures.add("descriptors", "", handles as f64);
    figures.add("descriptors added", "", added);
    figures.add("connections made", "", (fake.accepted() - lines) as f64);
    figures.add("requests a second", "", rate);
}

/// The card once more: the answer to its last request is waited for, and its drawing.
fn refresh(terminal: &mut Terminal, fake: &Fake) {
    let (before, limit) = (fake.answered(), Instant::now() + LIMIT);
    let mark = terminal.keys("<f5>");
    while fake.answered() < before + 5 {
        assert!(Instant::now() < limit, "the card was not read again\n{}", terminal.screen());
        terminal.listen(Instant::now() + Duration::from_millis(1));
    }
    // What is new on the card was drawn, or the next key would give the reading up.
    while terminal.record().pieces_since(mark).is_empty() && Instant::now() < limit {
        terminal.listen(Instant::now() + Duration::from_millis(1));
    }
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
