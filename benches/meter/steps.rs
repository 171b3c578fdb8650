//! What can be done at the keyboard and measured: keys one by one, a key held down, nobody typing.

use std::time::Duration;

use super::figures::Figures;
use super::support::keys;
use super::support::proc::{Activity, peak_memory};
use super::support::terminal::Terminal;

/// On the screen as soon as a name can be typed.
pub const USEFUL: &str = "Recherche";

/// Beside the empty field, once the directory is read: "10 000 personnes".
pub const COUNTED: &str = "personnes";

/// Keys typed, and the text that must then be on the screen before one goes on.
pub type Move = (&'static str, &'static str);

/// One line of a scenario.
pub struct Step {
    /// First part of the names of its figures.
    pub name: &'static str,
    /// How to get there; not measured.
    pub moves: &'static [Move],
    /// What is measured there.
    pub measure: Measure,
}

/// What is measured.
pub enum Measure {
    /// Each key alone, and a rest after it in which the card may follow.
    Keys(&'static str),
    /// One key held down: so many presses, so many milliseconds apart.
    Held(&'static str, u32, u64),
    /// Nobody types for so many seconds.
    Wait(u64),
}
use Measure::{Held, Keys, Wait};

/// Ends the program from the search, where a scenario ends.
const QUIT: &str = "<c-q>";

/// Silence after which an answer counts as complete. Shorter than the rest after which the card
/// follows (120 ms), so that the two parts do not run into each other.
const QUIET: Duration = Duration::from_millis(80);

/// What comes sooner than this after a key belongs to the list, what comes later to the card.
const LIST_PART: Duration = Duration::from_millis(60);

/// Time given to a key before the next: the list, the rest of 120 ms, the card.
const REST: Duration = Duration::from_millis(200);

/// A program that is not quiet for so long cannot be measured.
const LIMIT: Duration = Duration::from_secs(3);

/// Plays the steps of a console that has started, to its exit.
pub fn play(terminal: &mut Terminal, steps: &[Step], figures: &mut Figures) {
    for step in steps {
        travel(terminal, step.moves);
        match step.measure {
            Keys(notation) => each_key(terminal, step.name, notation, figures),
            Held(key, presses, apart) => held(terminal, step.name, (key, presses, apart), figures),
            Wait(seconds) => wait(terminal, step.name, seconds, figures),
        }
    }
    let memory = peak_memory(terminal.pid()).unwrap_or_default();
    figures.add("peak memory", "MiB", memory as f64 / f64::from(1 << 20));
    exit(terminal, figures);
}

/// Time and bytes of each key, apart for what comes at once and what follows at rest.
fn each_key(terminal: &mut Terminal, name: &str, notation: &str, figures: &mut Figures) {
    for press in keys::presses(notation) {
        let mark = terminal.send(&press);
        terminal.listen(mark.at + REST);
        calm(terminal);
        let pieces = terminal.record().pieces_since(mark);
        let list = pieces.partition_point(|(at, _)| *at <= LIST_PART);
        if let Some(settled) = settled(&pieces) {
            figures.add(&format!("{name}: settled"), "ms", ms(settled));
        }
        figures.add(&format!("{name}: bytes at once"), "", bytes(&pieces[..list]));
        figures.add(&format!("{name}: bytes at rest"), "", bytes(&pieces[list..]));
    }
}

/// When the first burst of the answer was complete: its last output before a silence. A late
/// answer counts as late; no answer at all is no sample.
fn settled(pieces: &[(Duration, usize)]) -> Option<Duration> {
    let mut burst = *pieces.first().map(|(at, _)| at)?;
    for (at, _) in pieces {
        if *at >= burst + QUIET {
            break;
        }
        burst = *at;
    }
    Some(burst)
}

/// Bytes per press of a held key. The card that follows at rest is not part of it.
fn held(terminal: &mut Terminal, name: &str, held: (&str, u32, u64), figures: &mut Figures) {
    let (key, presses, apart) = held;
    let begin = terminal.mark();
    for press in 0..presses {
        terminal.listen(begin.at + Duration::from_millis(apart) * press);
        terminal.keys(key);
    }
    let end = terminal.mark();
    terminal.listen(end.at + LIST_PART);
    let sent = bytes(&terminal.record().pieces_since(begin));
    figures.add(&format!("{name}: bytes a press"), "", sent / f64::from(presses));
    terminal.listen(end.at + REST);
    calm(terminal);
}

/// What is spent while nobody types.
fn wait(terminal: &mut Terminal, name: &str, seconds: u64, figures: &mut Figures) {
    let before = Activity::of(terminal.pid());
    let mark = terminal.mark();
    terminal.listen(mark.at + Duration::from_secs(seconds));
    let spent = Activity::of(terminal.pid()).since(&before);
    let sent = bytes(&terminal.record().pieces_since(mark));
    figures.add(&format!("{name}: bytes a second"), "", sent / seconds as f64);
    figures.add(&format!("{name}: wake-ups"), "", spent.wakeups as f64);
    figures.add(&format!("{name}: processor"), "ms", ms(spent.cpu));
}

fn exit(terminal: &mut Terminal, figures: &mut Figures) {
    let mark = terminal.keys(QUIT);
    let ended = terminal.wait_exit(LIMIT);
    figures.add("exit", "ms", ms(ended.at - mark.at));
    let line_changed = terminal.termios() != *terminal.termios_before();
    let left = terminal.left_behind().len() + usize::from(line_changed);
    figures.add("modes left behind", "", left as f64);
    figures.add("questions to the terminal", "", terminal.queries().len() as f64);
}

/// Types each move, waits for its text, then for silence.
fn travel(terminal: &mut Terminal, moves: &[Move]) {
    for (keys, text) in moves {
        let mark = terminal.keys(keys);
        terminal.wait_for(text);
        terminal.listen(mark.at + REST);
    }
    calm(terminal);
}

/// Waits for silence.
pub fn calm(terminal: &mut Terminal) {
    assert!(terminal.settle(QUIET, LIMIT), "no silence of {QUIET:?} within {LIMIT:?}");
}

/// Bytes of some output.
pub fn bytes(pieces: &[(Duration, usize)]) -> f64 {
    pieces.iter().map(|(_, length)| length).sum::<usize>() as f64
}

/// Milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
