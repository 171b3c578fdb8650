//! Text for the clipboard of the terminal that shows the console, by OSC 52: over SSH and tmux it is the terminal in
//! front of the agent that takes it, if it is set to.

use data_encoding::BASE64;

use super::clean::clean_lines;

/// Most bytes of a text: terminals drop longer sequences, and a part would pass for the whole.
pub const LONGEST: usize = 48 << 10;

/// A text that may be copied: no control characters but line ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clip(String);

impl Clip {
    /// The text, cleaned as for the screen; nothing if it is too long.
    pub fn new(text: &str) -> Option<Self> {
        let clean = clean_lines(text);
        (clean.len() <= LONGEST).then_some(Self(clean))
    }

    /// What will be pasted.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The sequence for the terminal: the clipboard is set, never asked for.
    pub fn sequence(&self) -> Vec<u8> {
        [b"\x1b]52;c;", BASE64.encode(self.0.as_bytes()).as_bytes(), b"\x07"].concat()
    }
}

#[cfg(test)]
#[path = "clip_tests.rs"]
mod tests;
