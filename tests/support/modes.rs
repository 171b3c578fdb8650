//! What a program left switched on in the terminal, and what it asked the terminal.

use std::collections::BTreeMap;

use vt100::Color;

use super::stream::{Sequence, sequences};

/// DEC private modes with a name worth reading in a failure.
const NAMES: &[(u16, &str)] = &[
    (1, "application cursor keys"),
    (6, "origin mode"),
    (7, "no line wrap"),
    (25, "cursor hidden"),
    (47, "alternate screen"),
    (1000, "mouse buttons"),
    (1002, "mouse drag"),
    (1003, "mouse motion"),
    (1004, "focus events"),
    (1006, "mouse in SGR form"),
    (1047, "alternate screen"),
    (1049, "alternate screen"),
    (2004, "bracketed paste"),
    (2026, "synchronized update"),
];

/// Private modes that are on in a fresh terminal; every other one is off.
const ON_AT_FIRST: &[u16] = &[7, 25];

/// Not part of what must be restored: the blinking of the cursor, which terminfo's `cnorm` sets
/// either way, and 1048, which saves the cursor and is no state.
const OF_NO_WEIGHT: &[u16] = &[12, 1048];

/// The state of a terminal that differs from a fresh one, in words; empty when all is restored.
pub fn left_behind(raw: &[u8]) -> Vec<String> {
    let mut state = State::default();
    for sequence in sequences(raw) {
        state.follow(&sequence);
    }
    state.others.insert("coloured or styled pen", !pen_is_plain(raw));
    state.in_words()
}

/// Whether text printed next would look like text in a fresh terminal.
fn pen_is_plain(raw: &[u8]) -> bool {
    let mut parser = vt100::Parser::default();
    parser.process(raw);
    let pen = parser.screen();
    let coloured = pen.fgcolor() != Color::Default || pen.bgcolor() != Color::Default;
    let styled = pen.bold() || pen.dim() || pen.italic() || pen.underline() || pen.inverse();
    !coloured && !styled
}

#[derive(Default)]
struct State {
    modes: BTreeMap<u16, bool>,
    others: BTreeMap<&'static str, bool>,
    kitty_depth: usize,
}

impl State {
    fn follow(&mut self, sequence: &Sequence<'_>) {
        match *sequence {
            Sequence::Csi { body, last: last @ ('h' | 'l') } => self.set(body, last == 'h'),
            Sequence::Csi { body: "!", last: 'p' } | Sequence::Short("c") => *self = Self::default(),
            Sequence::Csi { body, last: 'u' } => self.kitty(body),
            Sequence::Csi { body, last: 'q' } if body.ends_with(' ') => {
                self.others.insert("cursor shape", !matches!(body, " " | "0 "));
            }
            // Only the bare form lifts a scroll region whatever the size of the window.
            Sequence::Csi { body, last: 'r' } if !body.starts_with('?') => {
                self.others.insert("scroll region", !body.is_empty());
            }
            Sequence::Short(short @ ("=" | ">")) => {
                self.others.insert("application keypad", short == "=");
            }
            _ => {}
        }
    }

    /// `CSI ? n ; n h` or `l`.
    fn set(&mut self, body: &str, on: bool) {
        let Some(numbers) = body.strip_prefix('?') else {
            return;
        };
        for mode in numbers.split(';').filter_map(|number| number.parse().ok()) {
            self.modes.insert(mode, on);
        }
    }

    /// The kitty keyboard protocol stacks its flags: `CSI > n u` pushes, `CSI < n u` pops.
    fn kitty(&mut self, body: &str) {
        if body.starts_with('>') {
            self.kitty_depth += 1;
        } else if let Some(count) = body.strip_prefix('<') {
            self.kitty_depth = self.kitty_depth.saturating_sub(count.parse().unwrap_or(1));
        }
    }

    fn in_words(&self) -> Vec<String> {
        let modes = self
            .modes
            .iter()
            .filter(|(mode, on)| **on != ON_AT_FIRST.contains(mode) && !OF_NO_WEIGHT.contains(mode));
        let mut words: Vec<String> = modes.map(|(mode, _)| mode_in_words(*mode)).collect();
        let others = self.others.iter().filter(|(_, on)| **on);
        words.extend(others.map(|(name, _)| (*name).to_owned()));
        if self.kitty_depth > 0 {
            words.push("kitty keyboard flags".to_owned());
        }
        words
    }
}

fn mode_in_words(mode: u16) -> String {
    match NAMES.iter().find(|(number, _)| *number == mode) {
        Some((_, name)) => format!("{name} (?{mode})"),
        None => format!("mode ?{mode}"),
    }
}

/// Questions a program put to the terminal, as readable sequences. Each costs a round trip over
/// SSH and may never be answered, so the console asks none.
pub fn queries(raw: &[u8]) -> Vec<String> {
    sequences(raw).into_iter().filter_map(question).collect()
}

fn question(sequence: Sequence<'_>) -> Option<String> {
    let asks = match sequence {
        // Cursor position and status (DSR), device attributes (DA1 to DA3).
        Sequence::Csi { body, last: 'n' } => !body.starts_with('>'),
        Sequence::Csi { last: 'c', .. } => true,
        // State of a mode (DECRQM), version (XTVERSION), kitty flags, terminal parameters.
        Sequence::Csi { body, last: 'p' } => body.ends_with('$'),
        Sequence::Csi { body, last: 'q' } => body.starts_with('>'),
        Sequence::Csi { body, last: 'u' } => body.starts_with('?'),
        Sequence::Csi { body, last: 'x' } => body.is_empty() || body == "0" || body == "1",
        // Size of the window in pixels or cells, its title and its place.
        Sequence::Csi { body, last: 't' } => {
            matches!(
                body.split(';').next(),
                Some("11" | "13" | "14" | "15" | "16" | "18" | "19" | "20" | "21")
            )
        }
        // Colours (OSC 4, 10, 11, 12), clipboard (OSC 52): the value asked for is `?`.
        Sequence::Text { kind: ']', body } => body.split(';').skip(1).any(|part| part == "?"),
        // Terminfo (XTGETTCAP) and settings (DECRQSS).
        Sequence::Text { kind: 'P', body } => body.starts_with("+q") || body.starts_with("$q"),
        _ => false,
    };
    asks.then(|| match sequence {
        Sequence::Csi { body, last } => format!("CSI {body}{last}"),
        Sequence::Text { kind, body } => format!("ESC {kind}{body}"),
        Sequence::Short(body) => format!("ESC {body}"),
    })
}
