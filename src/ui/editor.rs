//! A field of several lines, for the long texts of a ticket.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::Widget;
use ratatui_textarea::{CursorMove, TextArea, WrapMode};

use super::clean::{clean_lines, shown};
use super::field::types;
use super::pen::Pen;

/// Characters an editor takes at most: ten pages, far beyond any ticket.
const LONGEST: usize = 20_000;

/// Text of several lines, wrapped at spaces.
pub struct Editor {
    area: TextArea<'static>,
}

impl Editor {
    /// An editor that holds `text`, cursor at its end.
    pub fn new(text: &str) -> Self {
        let lines = clean_lines(text).split('\n').map(str::to_owned).collect();
        let mut area = TextArea::new(lines);
        area.set_wrap_mode(WrapMode::Word);
        area.set_cursor_line_style(Style::new());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area }
    }

    /// What was typed.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Takes a key; `true` if the text changed or the cursor moved.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        let go = |area: &mut TextArea, to| {
            area.move_cursor(to);
            true
        };
        match (key.code, ctrl) {
            (KeyCode::Char(c), false) if types(key) => self.insert(&shown(c).to_string()),
            (KeyCode::Enter, _) => self.insert("\n"),
            (KeyCode::Backspace, _) => self.area.delete_char(),
            (KeyCode::Delete, _) => self.area.delete_next_char(),
            (KeyCode::Char('w'), true) => self.area.delete_word(),
            (KeyCode::Left, false) => go(&mut self.area, CursorMove::Back),
            (KeyCode::Right, false) => go(&mut self.area, CursorMove::Forward),
            (KeyCode::Left, true) => go(&mut self.area, CursorMove::WordBack),
            (KeyCode::Right, true) => go(&mut self.area, CursorMove::WordForward),
            (KeyCode::Up, _) => go(&mut self.area, CursorMove::Up),
            (KeyCode::Down, _) => go(&mut self.area, CursorMove::Down),
            (KeyCode::Home, _) => go(&mut self.area, CursorMove::Head),
            (KeyCode::End, _) => go(&mut self.area, CursorMove::End),
            _ => false,
        }
    }

    /// Whether the cursor is on the first line, where `Up` leaves the editor.
    pub fn at_top(&self) -> bool {
        self.area.screen_cursor().row == 0
    }

    /// Whether the cursor is on the last line, where `Down` leaves the editor.
    pub fn at_bottom(&self) -> bool {
        let (row, last) = (self.area.cursor().0, self.area.lines().len().saturating_sub(1));
        row >= last
    }

    /// Takes a paste as clean text.
    pub fn paste(&mut self, text: &str) {
        self.insert(&clean_lines(text));
    }

    fn insert(&mut self, text: &str) -> bool {
        let held: usize = self.area.lines().iter().map(|line| line.chars().count() + 1).sum();
        held + text.chars().count() <= LONGEST && self.area.insert_str(text)
    }

    /// Draws the text; the library draws its own cursor when the field has the focus.
    pub fn draw(&self, pen: &mut Pen, focus: bool) {
        let (area, buffer, base) = pen.raw();
        let mut shown = self.area.clone();
        shown.set_style(base);
        let cursor = if focus { base.add_modifier(Modifier::REVERSED) } else { base };
        shown.set_cursor_style(cursor);
        shown.render(area, buffer);
        pen.respell();
    }
}
