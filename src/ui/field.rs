//! A one-line field.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, InputRequest};
use unicode_width::UnicodeWidthChar;

use super::clean::{clean, shown};
use super::pen::Pen;
use super::theme::Role;

/// Characters a field takes at most.
const LONGEST: usize = 200;

/// Text being typed on one line. What is pasted becomes clean text in one piece; line ends in it
/// become spaces, so that a paste never submits anything.
#[derive(Clone, Default)]
pub struct Field {
    input: Input,
}

impl Field {
    /// A field that holds `text`, cursor at its end.
    pub fn new(text: &str) -> Self {
        Self { input: Input::new(text.to_owned()) }
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.input.value().is_empty()
    }

    /// Forgets what was typed.
    pub fn reset(&mut self) {
        self.input.reset();
    }

    /// Takes a key; `true` if the text changed or the cursor moved.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let Some(request) = request(key) else { return false };
        let full = self.input.value().chars().count() >= LONGEST;
        if full && matches!(request, InputRequest::InsertChar(_)) {
            return false;
        }
        self.input.handle(request).is_some()
    }

    /// Takes a paste.
    pub fn paste(&mut self, text: &str) {
        let line: String = text.trim().split(['\r', '\n', '\t']).collect::<Vec<_>>().join(" ");
        for c in clean(&line).chars().take(LONGEST.saturating_sub(self.input.value().chars().count())) {
            self.input.handle(InputRequest::InsertChar(c));
        }
    }

    /// Draws the text in `width` columns from `x`, scrolled so that the cursor is seen, and puts
    /// the terminal's cursor there if the field has the focus.
    pub fn draw(&self, pen: &mut Pen, x: u16, y: u16, width: u16, role: Role, focus: bool) {
        let room = usize::from(width.saturating_sub(1));
        // Without the focus a field shows its beginning, cut by the pen.
        let scroll = if focus { self.input.visual_scroll(room) } else { 0 };
        let mut skipped = 0;
        let before = |c: &char| {
            let skip = skipped < scroll;
            skipped += c.width().unwrap_or(0);
            skip
        };
        let shown: String = self.text().chars().skip_while(before).collect();
        pen.part(x, y, width, 1).text(0, 0, role, &shown);
        if focus {
            let column = self.input.visual_cursor().saturating_sub(scroll).min(room);
            pen.cursor(x + u16::try_from(column).unwrap_or(0), y);
        }
    }
}

/// Whether a key types something into a field, as opposed to commanding.
pub fn types(key: KeyEvent) -> bool {
    matches!(key.code, KeyCode::Char(_))
        && !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
}

fn request(key: KeyEvent) -> Option<InputRequest> {
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    Some(match (key.code, ctrl) {
        (KeyCode::Char(c), false) if types(key) => InputRequest::InsertChar(shown(c)),
        (KeyCode::Backspace, _) => InputRequest::DeletePrevChar,
        (KeyCode::Delete, _) => InputRequest::DeleteNextChar,
        (KeyCode::Left, true) => InputRequest::GoToPrevWord,
        (KeyCode::Right, true) => InputRequest::GoToNextWord,
        (KeyCode::Left, false) => InputRequest::GoToPrevChar,
        (KeyCode::Right, false) => InputRequest::GoToNextChar,
        (KeyCode::Home, _) | (KeyCode::Char('a'), true) => InputRequest::GoToStart,
        (KeyCode::End, _) | (KeyCode::Char('e'), true) => InputRequest::GoToEnd,
        (KeyCode::Char('w'), true) => InputRequest::DeletePrevWord,
        (KeyCode::Char('u'), true) => InputRequest::DeleteLine,
        _ => return None,
    })
}
