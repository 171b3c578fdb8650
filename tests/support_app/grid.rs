//! What is drawn: rows of cells, looked at as text and as roles.

use guichet::app::App;
use guichet::ui::theme::Role;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

use super::looks;

/// One drawing.
#[derive(Clone, PartialEq)]
pub struct Grid {
    buffer: Buffer,
    cursor: Option<Position>,
}

impl Grid {
    /// Draws the model on a screen of that size.
    pub fn of(app: &App, (width, height): (u16, u16)) -> Self {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let cursor = app.draw(&mut buffer);
        Self { buffer, cursor }
    }

    /// Where the terminal's cursor is.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        self.cursor.map(|at| (at.x, at.y))
    }

    /// Every cell.
    pub fn cells(&self) -> &[Cell] {
        &self.buffer.content
    }

    /// One cell.
    pub fn cell(&self, x: u16, y: u16) -> &Cell {
        &self.buffer[(x, y)]
    }

    /// Rows.
    pub fn height(&self) -> u16 {
        self.buffer.area.height
    }

    /// Columns.
    pub fn width(&self) -> u16 {
        self.buffer.area.width
    }

    /// The text of a row; a wide character stands once.
    pub fn row(&self, y: u16) -> String {
        self.symbols(y).map(|(_, symbol)| symbol).collect::<String>().trim_end().to_owned()
    }

    /// Columns of a row and what stands there.
    fn symbols(&self, y: u16) -> impl Iterator<Item = (u16, &str)> {
        let mut covered = 0;
        (0..self.width()).filter_map(move |x| {
            let symbol = self.cell(x, y).symbol();
            if x < covered {
                return None;
            }
            covered = x + u16::try_from(symbol.width()).unwrap_or(1);
            Some((x, symbol))
        })
    }

    /// The whole screen, ends of rows trimmed.
    pub fn text(&self) -> String {
        (0..self.height()).map(|y| self.row(y)).collect::<Vec<_>>().join("\n")
    }

    /// The whole screen as one line of words, so that a broken sentence is found whole.
    pub fn words(&self) -> String {
        words(&self.text())
    }

    /// One letter a cell for its look, ends of rows trimmed.
    pub fn map(&self) -> String {
        let row = |y| (0..self.width()).map(|x| looks::letter(self.cell(x, y))).collect::<String>();
        (0..self.height()).map(|y| row(y).trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    }

    /// Where a text begins, the topmost first.
    pub fn find(&self, text: &str) -> Option<(u16, u16)> {
        (0..self.height()).find_map(|y| {
            let (mut row, mut columns) = (String::new(), Vec::new());
            for (x, symbol) in self.symbols(y) {
                row.push_str(&plain(symbol));
                columns.resize(row.len(), x);
            }
            row.find(&plain(text)).map(|at| (columns[at], y))
        })
    }

    /// The roles of a text's cells, if they are all the same; the text must be on the screen.
    pub fn role(&self, text: &str) -> Option<Role> {
        let (x, y) = self.find(text).unwrap_or_else(|| panic!("no {text:?} on\n{}", self.text()));
        let width = u16::try_from(text.width()).unwrap();
        let mut roles = (x..x + width).map(|x| looks::role_of(self.cell(x, y)));
        let first = roles.next()?;
        roles.all(|role| role == first).then_some(first)
    }
}

/// No-break spaces as spaces.
fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// A text as its words: no-break spaces and ends of lines count as spaces.
pub fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
