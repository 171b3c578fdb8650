//! Standard output and standard error. Both may be a terminal, so both are cleaned.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use crate::ui::clean::{clean, clean_lines, is_shown};

/// Where a command prints.
pub struct Output {
    out: io::Stdout,
}

impl Output {
    /// Standard output.
    pub fn new() -> Self {
        Self { out: io::stdout() }
    }

    /// One line, whatever the text holds: a line end in a name must not begin another line.
    pub fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}", clean(text));
    }

    /// Several lines, each with its line end.
    pub fn text(&mut self, text: &str) {
        let _ = write!(self.out, "{}", clean_lines(text));
    }

    /// The answer for a program, with every character it was given.
    pub fn json(&mut self, value: &impl Serialize) {
        if let Ok(text) = serde_json::to_string_pretty(value) {
            let _ = writeln!(self.out, "{}", escaped(&text));
        }
    }

    /// Draws over the line before, for what ticks. Our own bytes, not data.
    pub fn redraw(&mut self, text: &str) {
        let start = if self.out.is_terminal() { "\r\x1b[K" } else { "\n" };
        let _ = write!(self.out, "{start}{}", clean_lines(text));
        let _ = self.out.flush();
    }

    /// A sentence on standard error.
    pub fn complain(&mut self, text: &str) {
        let _ = writeln!(io::stderr(), "{}", clean_lines(text));
    }
}

/// JSON escapes the controls below U+0020 by itself; this does the same for all that [`clean`] would
/// replace, since a terminal may read along.
fn escaped(json: &str) -> String {
    let mut plain = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || is_shown(c) {
            plain.push(c);
        } else {
            let mut units = [0; 2];
            plain.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    plain
}
