//! The pen: everything the screens write goes through here, cleaned and cut to its width.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::clean::{ascii, clean};
use super::glyphs::Glyphs;
use super::theme::{Role, Theme};

/// Draws into one rectangle of the screen. Rows and columns count from its corner; what lies
/// outside is not drawn.
pub struct Pen<'a> {
    buffer: &'a mut Buffer,
    cursor: &'a mut Option<Position>,
    area: Rect,
    theme: &'a Theme,
    glyphs: Glyphs,
}

/// A piece of a line.
pub type Part<'a> = (Role, Cow<'a, str>);

impl<'a> Pen<'a> {
    /// A pen for `area`; the terminal's cursor, if a field has it, is left in `cursor`.
    pub fn new(
        buffer: &'a mut Buffer,
        cursor: &'a mut Option<Position>,
        area: Rect,
        theme: &'a Theme,
        glyphs: Glyphs,
    ) -> Self {
        let area = area.intersection(buffer.area);
        Self { buffer, cursor, area, theme, glyphs }
    }

    /// The same pen on a part of its rectangle.
    pub fn part(&mut self, x: u16, y: u16, width: u16, height: u16) -> Pen<'_> {
        let wanted =
            Rect { x: self.area.x.saturating_add(x), y: self.area.y.saturating_add(y), width, height };
        Pen {
            area: wanted.intersection(self.area),
            buffer: self.buffer,
            cursor: self.cursor,
            theme: self.theme,
            glyphs: self.glyphs,
        }
    }

    /// Columns.
    pub fn width(&self) -> u16 {
        self.area.width
    }

    /// Rows.
    pub fn height(&self) -> u16 {
        self.area.height
    }

    /// The marks in use.
    pub fn glyphs(&self) -> Glyphs {
        self.glyphs
    }

    /// Writes one line from column `x`, cut at the right edge. Returns the column after it.
    pub fn text(&mut self, x: u16, y: u16, role: Role, text: &str) -> u16 {
        let style = self.theme.style(role);
        self.styled(x, y, style, text)
    }

    fn styled(&mut self, x: u16, y: u16, style: Style, text: &str) -> u16 {
        if y >= self.area.height || x >= self.area.width {
            return x;
        }
        let text = self.displayable(text);
        let room = usize::from(self.area.width - x);
        let (left, top) = (self.area.x + x, self.area.y + y);
        let fitting = cut(&text, room, self.glyphs.more);
        let (end, _) = self.buffer.set_stringn(left, top, fitting.as_ref(), room, style);
        end - self.area.x
    }

    /// Writes the parts of a line one after the other.
    pub fn line(&mut self, x: u16, y: u16, parts: &[Part]) -> u16 {
        parts.iter().fold(x, |x, (role, text)| self.text(x, y, *role, text))
    }

    /// Writes so that the text ends at column `end` (exclusive). Returns where it begins.
    pub fn right(&mut self, end: u16, y: u16, role: Role, text: &str) -> u16 {
        let width = u16::try_from(self.displayable(text).width()).unwrap_or(u16::MAX);
        let x = end.min(self.area.width).saturating_sub(width);
        self.text(x, y, role, text);
        x
    }

    /// Writes a paragraph, broken at spaces, at most `rows` rows. Returns the rows used.
    pub fn paragraph(&mut self, y: u16, rows: u16, role: Role, text: &str) -> u16 {
        let lines = wrap(&self.displayable(text), usize::from(self.area.width));
        let mut used = 0;
        for line in lines.iter().take(usize::from(rows)) {
            self.text(0, y + used, role, line);
            used += 1;
        }
        used
    }

    /// One mark.
    pub fn mark(&mut self, x: u16, y: u16, role: Role, mark: char) {
        if x < self.area.width && y < self.area.height {
            let style = self.theme.style(role);
            self.buffer[(self.area.x + x, self.area.y + y)].set_char(mark).set_style(style);
        }
    }

    /// A horizontal rule over the whole width.
    pub fn rule(&mut self, y: u16) {
        for x in 0..self.area.width {
            self.mark(x, y, Role::Rule, self.glyphs.rule);
        }
    }

    /// A vertical rule.
    pub fn wall(&mut self, x: u16) {
        for y in 0..self.area.height {
            self.mark(x, y, Role::Rule, self.glyphs.wall);
        }
    }

    /// Gives a row the look of `role` without touching its text.
    pub fn tint(&mut self, y: u16, role: Role) {
        if y < self.area.height {
            let row = Rect { y: self.area.y + y, height: 1, ..self.area };
            self.buffer.set_style(row, self.theme.style(role));
        }
    }

    /// Empties the rectangle and gives it the ordinary look.
    pub fn wipe(&mut self) {
        let style = self.theme.style(Role::Base);
        for position in self.area.positions() {
            self.buffer[position].reset();
        }
        self.buffer.set_style(self.area, style);
    }

    /// Puts the terminal's cursor here.
    pub fn cursor(&mut self, x: u16, y: u16) {
        if x < self.area.width && y < self.area.height {
            *self.cursor = Some(Position::new(self.area.x + x, self.area.y + y));
        }
    }

    /// The rectangle and the buffer, for a library's widget whose text was cleaned before.
    pub fn raw(&mut self) -> (Rect, &mut Buffer, Style) {
        (self.area, self.buffer, self.theme.style(Role::Base))
    }

    /// Spells in ASCII what a library's widget drew, one character a cell.
    pub fn respell(&mut self) {
        if !self.glyphs.ascii {
            return;
        }
        for position in self.area.positions() {
            let cell = &mut self.buffer[position];
            if !cell.symbol().is_ascii() {
                let spelled = ascii(cell.symbol()).chars().next();
                cell.set_char(spelled.unwrap_or('?'));
            }
        }
    }

    fn displayable<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let cleaned = clean(text);
        match (self.glyphs.ascii, cleaned) {
            (false, cleaned) => cleaned,
            (true, Cow::Borrowed(text)) => ascii(text),
            (true, Cow::Owned(text)) => Cow::Owned(ascii(&text).into_owned()),
        }
    }
}

/// Columns a text takes once drawn.
pub fn width(text: &str) -> u16 {
    u16::try_from(clean(text).width()).unwrap_or(u16::MAX)
}

/// The text if it fits into `room` columns, else its beginning and a mark.
fn cut(text: &str, room: usize, more: char) -> Cow<'_, str> {
    if text.width() <= room {
        return Cow::Borrowed(text);
    }
    let mut used = 0;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used < room
    };
    let mut short: String = text.chars().take_while(fits).collect();
    if room > 0 {
        short.push(more);
    }
    Cow::Owned(short)
}

/// Breaks at spaces; a word longer than the width is broken anywhere. A no-break space does not
/// break.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let (mut line, mut used) = (String::new(), 0);
        for word in paragraph.split(' ') {
            let wide = word.width();
            if !line.is_empty() && used + 1 + wide > width {
                lines.push(std::mem::take(&mut line));
                used = 0;
            } else if !line.is_empty() {
                line.push(' ');
                used += 1;
            }
            if used + wide <= width {
                line.push_str(word);
                used += wide;
                continue;
            }
            for c in word.chars() {
                let wide = c.width().unwrap_or(0);
                if used + wide > width.max(1) {
                    lines.push(std::mem::take(&mut line));
                    used = 0;
                }
                line.push(c);
                used += wide;
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
#[path = "pen_tests.rs"]
mod tests;
