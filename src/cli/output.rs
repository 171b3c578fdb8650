//! Standard output and standard error. Both may be a terminal, so both are cleaned.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use crate::ui::clean::{ascii, clean, clean_lines, is_shown};

/// Where a command prints.
pub struct Output {
    out: io::Stdout,
    /// Something did not get out: the answer is not whole.
    failed: bool,
    /// The terminal is a poor one: what people read is spelled in ASCII.
    ascii: bool,
}

impl Output {
    /// Standard output.
    pub fn new() -> Self {
        Self { out: io::stdout(), failed: false, ascii: false }
    }

    /// From now on in ASCII. JSON stays as it is: a program reads every character.
    pub fn spell_ascii(&mut self) {
        self.ascii = true;
    }

    fn spelled<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.ascii { ascii(text) } else { Cow::Borrowed(text) }
    }

    /// Whether the whole answer got out.
    pub fn is_whole(&mut self) -> bool {
        let flushed = self.out.flush();
        self.note(&flushed);
        !self.failed
    }

    /// A reader that has seen enough is no failure; a full disk is.
    fn note(&mut self, written: &io::Result<()>) {
        self.failed |= written.as_ref().is_err_and(|fault| fault.kind() != io::ErrorKind::BrokenPipe);
    }

    /// One line, whatever the text holds: a line end in a name must not begin another line.
    pub fn line(&mut self, text: &str) {
        let written = writeln!(self.out, "{}", self.spelled(&clean(text)));
        self.note(&written);
    }

    /// Several lines, each with its line end.
    pub fn text(&mut self, text: &str) {
        let written = write!(self.out, "{}", self.spelled(&clean_lines(text)));
        self.note(&written);
    }

    /// The answer for a program, with every character it was given.
    pub fn json(&mut self, value: &impl Serialize) {
        if let Ok(text) = serde_json::to_string_pretty(value) {
            let written = writeln!(self.out, "{}", escaped(&text));
            self.note(&written);
        }
    }

    /// Draws over the line before, for what ticks. Our own bytes, not data. `false` once nobody can
    /// see it any more.
    pub fn redraw(&mut self, text: &str) -> bool {
        let start = if self.out.is_terminal() { "\r\x1b[K" } else { "\n" };
        write!(self.out, "{start}{}", self.spelled(&clean_lines(text)))
            .and_then(|()| self.out.flush())
            .is_ok()
    }

    /// How far something is, over the line before, on standard error; nothing where nobody watches. An
    /// empty text takes it away.
    pub fn progress(&mut self, text: &str) {
        let mut err = io::stderr();
        if err.is_terminal() {
            let _ = write!(err, "\r\x1b[K{}", self.spelled(&clean(text))).and_then(|()| err.flush());
        }
    }

    /// A sentence on standard error.
    pub fn complain(&mut self, text: &str) {
        let _ = writeln!(io::stderr(), "{}", self.spelled(&clean_lines(text)));
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
