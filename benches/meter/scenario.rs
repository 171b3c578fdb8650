//! What is done at the keyboard of the console, and what is measured of it.

use super::figures::Figures;
use super::steps::Measure::{Held, Keys, Wait};
use super::steps::{self, COUNTED, Move, Step, USEFUL, bytes, calm, ms};
use super::support::terminal::Terminal;

/// The scenario, from top to bottom. The key of the countdown belongs to the demo's first person.
#[rustfmt::skip]
pub const STEPS: &[Step] = &[
    Step { name: "search letter",      moves: &[],          measure: Keys("dupont") },
    Step { name: "cursor",             moves: MANY_HITS,    measure: Keys("<down*12>") },
    Step { name: "page",               moves: &[],          measure: Keys("<pgdn*4>") },
    Step { name: "held key",           moves: &[],          measure: Held("<down>", 60, 30) },
    Step { name: "key without effect", moves: &[],          measure: Keys("<f11*3>") },
    Step { name: "countdown",          moves: TO_THE_GAUGE, measure: Wait(10) },
    Step { name: "idle",               moves: BACK,         measure: Wait(5) },
];

const MANY_HITS: &[Move] = &[("<esc>", COUNTED), ("a", " sur ")];

const TO_THE_GAUGE: &[Move] =
    &[("<esc>", COUNTED), ("103142718", "cdupont"), ("<enter>", "À demander"), ("t", "Code de la clé")];

const BACK: &[Move] = &[("<esc>", "Événements"), ("<esc>", USEFUL)];

/// Plays the scenario once, from start to exit.
pub fn play(terminal: &mut Terminal, steps: &[Step], figures: &mut Figures) {
    start(terminal, figures);
    steps::play(terminal, steps, figures);
}

fn start(terminal: &mut Terminal, figures: &mut Figures) {
    let exec = terminal.started();
    let useful = terminal.wait_for(USEFUL) - exec.at;
    let counted = terminal.wait_for(COUNTED) - exec.at;
    calm(terminal);
    let pieces = terminal.record().pieces_since(exec);
    figures.add("start: first byte", "ms", pieces.first().map_or(0.0, |(at, _)| ms(*at)));
    figures.add("start: useful text", "ms", ms(useful));
    figures.add("start: directory read", "ms", ms(counted));
    figures.add("start: bytes", "", bytes(&pieces));
}
