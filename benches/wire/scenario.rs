//! A call at a slow server: a name, the card, a code; and what is typed meanwhile.

use std::time::{Duration, Instant};

use super::answers::{PEOPLE, login};
use super::batches::{batches, slowest, told};
use super::fake::{Delays, Fake};
use super::figures::Figures;
use super::support::keys;
use super::support::terminal::Terminal;

/// The pause in typing before the server is asked (`src/backend/privacyidea/reading.rs`).
const PAUSE: Duration = Duration::from_millis(180);

/// A silence after which an answer counts as complete.
const QUIET: Duration = Duration::from_millis(80);

/// A program that is not quiet for so long cannot be measured.
const LIMIT: Duration = Duration::from_secs(5);

/// What comes sooner than this after a key is its echo.
const ECHO: Duration = Duration::from_millis(60);

/// Time between two letters: longer than the pause, so that each is asked and given up.
const LETTER: Duration = Duration::from_millis(250);

/// Plays so many calls under a name; tells the batches of the last one.
pub fn play(terminal: &mut Terminal, fake: &Fake, call: (&str, u32), figures: &mut Figures) -> String {
    let (name, runs) = call;
    let mut said = String::new();
    for run in 0..runs {
        said.clear();
        let found = search(terminal, fake, &login(run as usize * 7 % PEOPLE), figures, name);
        said.push_str(&found);

        fake.forget();
        let mark = terminal.keys("<enter>");
        let shown = terminal.wait_for("Événements");
        said.push_str(&step(fake, "card", name, (mark.at, shown), figures));

        terminal.keys("t");
        terminal.wait_for("Code de la clé");
        calm(terminal);
        terminal.keys("287082");
        fake.forget();
        let mark = terminal.keys("<enter>");
        let shown = terminal.wait_for("VALABLE");
        said.push_str(&step(fake, "code", name, (mark.at, shown), figures));

        // The card reads itself again after a test; nobody waits for that.
        for text in ["Événements", "Recherche", "personnes"] {
            terminal.keys("<esc>");
            terminal.wait_for(text);
            calm(terminal);
        }
    }
    said
}

/// From the last letter to the list.
fn search(terminal: &mut Terminal, fake: &Fake, login: &str, figures: &mut Figures, name: &str) -> String {
    let (begin, last) = login.split_at(login.len() - 1);
    terminal.keys(begin);
    fake.forget();
    let mark = terminal.keys(last);
    let shown = terminal.wait_for(&format!("1 sur {PEOPLE}"));
    let batches = batches(fake.seen(), shown);
    let (felt, server) = (shown - mark.at, slowest(&batches));
    figures.add(&format!("{name}: letter to list"), "ms", ms(felt));
    figures.add(&format!("{name}: list, batches"), "", batches.len() as f64);
    figures.add(&format!("{name}: list, ratio"), "x", ratio(felt, PAUSE + server));
    told("list", &batches)
}

/// What was felt from a key to the screen, over what the server took.
fn step(
    fake: &Fake,
    what: &str,
    name: &str,
    (pressed, shown): (Instant, Instant),
    figures: &mut Figures,
) -> String {
    let batches = batches(fake.seen(), shown);
    let (felt, server) = (shown - pressed, slowest(&batches));
    figures.add(&format!("{name}: {what}"), "ms", ms(felt));
    figures.add(&format!("{name}: {what}, batches"), "", batches.len() as f64);
    figures.add(&format!("{name}: {what}, ratio"), "x", ratio(felt, server));
    told(what, &batches)
}

/// Keys while the server takes a second: each is on the screen at once, whatever is under way.
pub fn type_on(terminal: &mut Terminal, fake: &Fake, figures: &mut Figures) {
    fake.takes(Delays::all(1000));
    for _ in 0..3 {
        fake.forget();
        each(terminal, "agent.roy", "slow server: letter", figures);
        figures.add("slow server: requests a text", "", fake.seen().len() as f64);
        terminal.wait_for(&format!(" sur {PEOPLE}"));
        calm(terminal);
        each(terminal, "<down*6>", "slow server: cursor", figures);
        terminal.keys("<esc>");
        terminal.wait_for("personnes");
        calm(terminal);
    }
}

fn each(terminal: &mut Terminal, notation: &str, name: &str, figures: &mut Figures) {
    for press in keys::presses(notation) {
        let mark = terminal.send(&press);
        terminal.listen(mark.at + LETTER);
        let pieces = terminal.record().pieces_since(mark);
        let echo: Vec<_> = pieces.iter().filter(|(at, _)| *at <= ECHO).collect();
        let first = echo.first().map_or(ECHO, |(at, _)| *at);
        figures.add(&format!("{name}, echo"), "ms", ms(first));
        figures.add(
            &format!("{name}, bytes"),
            "",
            echo.iter().map(|(_, length)| length).sum::<usize>() as f64,
        );
    }
}

fn ratio(felt: Duration, server: Duration) -> f64 {
    felt.as_secs_f64() / server.as_secs_f64().max(f64::MIN_POSITIVE)
}

/// Waits for silence.
pub fn calm(terminal: &mut Terminal) {
    assert!(terminal.settle(QUIET, LIMIT), "no silence of {QUIET:?} within {LIMIT:?}");
}

/// Milliseconds.
fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
