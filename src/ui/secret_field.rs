//! A field for codes and passphrases: its buffer never grows, is wiped, and is never echoed.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use zeroize::Zeroize;

use super::field::types;
use super::pen::Pen;
use super::theme::Role;
use crate::domain::otp::Code;
use crate::domain::passcode::MAX_TYPED;
use crate::domain::secret::Secret;

/// Bytes a paste may have (R-15 of the domain facts).
const LONGEST_PASTE: usize = 64;

/// Bytes a password may have.
const LONGEST_PASSWORD: usize = 256;

/// What was typed: a code of at most [`MAX_TYPED`] characters of ASCII, or a password.
pub struct SecretField {
    typed: Secret<String>,
    room: usize,
    takes: fn(char) -> bool,
}

impl Default for SecretField {
    fn default() -> Self {
        Self::with(MAX_TYPED, |c| c.is_ascii_graphic())
    }
}

impl SecretField {
    /// For a password, in which any character may be.
    pub fn password() -> Self {
        Self::with(LONGEST_PASSWORD, |c| !c.is_control())
    }

    fn with(room: usize, takes: fn(char) -> bool) -> Self {
        // Room for everything from the start: a string that grows leaves its old copy behind.
        Self { typed: Secret::new(String::with_capacity(room)), room, takes }
    }

    /// Characters typed.
    pub fn len(&self) -> usize {
        self.typed.expose().chars().count()
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes a key; `true` if the text changed.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        match key.code {
            KeyCode::Char('u') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                self.typed.expose_mut().zeroize();
                true
            }
            KeyCode::Char(c) if types(key) => self.push(c),
            KeyCode::Backspace => {
                let typed = self.typed.expose_mut();
                let Some((at, _)) = typed.char_indices().next_back() else { return false };
                let mut bytes = std::mem::take(typed).into_bytes();
                bytes[at..].zeroize();
                bytes.truncate(at);
                *typed = String::from_utf8(bytes).unwrap_or_default();
                true
            }
            _ => false,
        }
    }

    /// Takes a paste, or refuses it whole: too long, or with a control character in it.
    pub fn paste(&mut self, text: &str) -> bool {
        let text = text.trim_matches([' ', '\r', '\n']);
        let fits = text.len() <= LONGEST_PASTE && !text.chars().any(char::is_control);
        fits && text.chars().filter(|c| !c.is_whitespace()).all(|c| self.push(c))
    }

    /// What was typed; the field is empty and wiped afterwards.
    pub fn take(&mut self) -> Secret<String> {
        let empty = Self::with(self.room, self.takes);
        std::mem::replace(self, empty).typed
    }

    /// Types a code again that was sent and never arrived, in place of what is there.
    pub fn give_back(&mut self, code: &Code) {
        *self = Self::default();
        code.expose().clone_into(self.typed.expose_mut());
    }

    fn push(&mut self, c: char) -> bool {
        let room = self.typed.expose().len() + c.len_utf8() <= self.room && (self.takes)(c);
        if room {
            self.typed.expose_mut().push(c);
        }
        room
    }

    /// Draws a password: a mark for each character, as far as there is room.
    pub fn draw_password(&self, pen: &mut Pen, x: u16, y: u16) {
        let room = pen.width().saturating_sub(x + 1);
        let shown = u16::try_from(self.len()).unwrap_or(u16::MAX).min(room);
        let hidden = pen.glyphs().hidden;
        for column in x..x + shown {
            pen.mark(column, y, Role::Input, hidden);
        }
        pen.cursor(x + shown, y);
    }

    /// Draws a mark for each digit typed and a blank for each still to come. More marks than digits
    /// tell that too much was typed.
    pub fn draw(&self, pen: &mut Pen, x: u16, y: u16, digits: u8, focus: bool) {
        let glyphs = pen.glyphs();
        let places = self.len().max(usize::from(digits)).min(MAX_TYPED);
        for place in 0..places {
            let column = x + 2 * u16::try_from(place).unwrap_or(0);
            let typed = place < self.len();
            let mark = if typed { glyphs.hidden } else { glyphs.blank };
            let beyond = place >= usize::from(digits);
            let role = if beyond {
                Role::InputBad
            } else if typed {
                Role::Input
            } else {
                Role::Muted
            };
            pen.mark(column, y, role, mark);
        }
        if focus {
            pen.cursor(x + 2 * u16::try_from(self.len()).unwrap_or(0), y);
        }
    }
}

#[cfg(test)]
#[path = "secret_field_tests.rs"]
mod tests;
