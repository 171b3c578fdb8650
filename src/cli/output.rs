//! Standard output and standard error. Both may be a terminal, so both are cleaned.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use crate::ui::clean::clean_lines;

/// Where a command prints.
pub struct Output {
    out: io::Stdout,
}

impl Output {
    /// Standard output.
    pub fn new() -> Self {
        Self { out: io::stdout() }
    }

    /// One line.
    pub fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}", clean_lines(text));
    }

    /// Several lines, each with its line end.
    pub fn text(&mut self, text: &str) {
        let _ = write!(self.out, "{}", clean_lines(text));
    }

    /// The answer for a program: JSON escapes control characters by itself.
    pub fn json(&mut self, value: &impl Serialize) {
        if let Ok(text) = serde_json::to_string_pretty(value) {
            let _ = writeln!(self.out, "{text}");
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
