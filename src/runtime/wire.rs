//! Cells as bytes, few of them: what goes over the line to the terminal.
//!
//! It remembers where the terminal's cursor is and what its pen looks like, and writes only what
//! differs: one sequence for a change of look, short moves where they do, nothing for nothing. It
//! asks the terminal no question and reads no environment.

use std::convert::Infallible;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// How the next cell would look.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Ink {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// What a terminal starts with, and what each frame ends with.
const PLAIN: Ink = Ink { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

/// Modifiers with the codes that set and lift them. Bold and dim are lifted together.
const MODIFIERS: [(Modifier, u8, u8); 4] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::REVERSED, 7, 27),
];

/// The encoder. Nothing is sent: [`Wire::take`] gives what a frame wrote.
pub struct Wire {
    out: Vec<u8>,
    ink: Ink,
    /// Where the terminal's cursor is, if that is known.
    at: Option<(u16, u16)>,
    shown: bool,
    size: Size,
}

impl Wire {
    /// For a terminal of that size whose cursor is hidden and whose pen is plain.
    pub fn new(size: Size) -> Self {
        Self { out: Vec::new(), ink: PLAIN, at: None, shown: false, size }
    }

    /// What was written since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    /// The terminal was written to by somebody else, or was resized.
    pub fn forget(&mut self, size: Size) {
        self.size = size;
        self.at = None;
    }

    /// The cursor was hidden behind its back.
    pub fn hidden(&mut self) {
        self.shown = false;
    }

    fn text(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn go(&mut self, x: u16, y: u16) {
        match self.at {
            Some(at) if at == (x, y) => {}
            Some((from, row)) if row == y && x == from + 1 => self.text("\x1b[C"),
            Some((from, row)) if row == y && x > from => self.text(&format!("\x1b[{}C", x - from)),
            Some((_, row)) if y == row + 1 && x == 0 => self.text("\r\n"),
            _ if x == 0 => self.text(&format!("\x1b[{}H", y + 1)),
            _ => self.text(&format!("\x1b[{};{}H", y + 1, x + 1)),
        }
        self.at = Some((x, y));
    }

    /// Changes the pen, by the shorter of two ways: what differs, or everything anew.
    fn dip(&mut self, ink: Ink) {
        if ink == self.ink {
            return;
        }
        let (changed, anew) = (changes(self.ink, ink), changes(PLAIN, ink));
        let codes = match ink == PLAIN {
            true => String::new(),
            false if anew.len() + 2 < changed.len() => format!("0;{anew}"),
            false => changed,
        };
        self.text(&format!("\x1b[{codes}m"));
        self.ink = ink;
    }
}

/// The codes that lead from one look to another.
fn changes(from: Ink, to: Ink) -> String {
    let mut codes: Vec<String> = Vec::new();
    let lifted = from.modifier - to.modifier;
    let mut standing = from.modifier;
    for (modifier, _, off) in MODIFIERS {
        if lifted.contains(modifier) {
            if codes.last() != Some(&off.to_string()) {
                codes.push(off.to_string());
            }
            standing -= if off == 22 { Modifier::BOLD | Modifier::DIM } else { modifier };
        }
    }
    for (modifier, on, _) in MODIFIERS {
        if to.modifier.contains(modifier) && !standing.contains(modifier) {
            codes.push(on.to_string());
        }
    }
    if from.fg != to.fg {
        codes.push(colour(to.fg, 30));
    }
    if from.bg != to.bg {
        codes.push(colour(to.bg, 40));
    }
    codes.join(";")
}

/// A colour as a code: the sixteen named ones in their short form, which every terminal knows.
fn colour(colour: Color, base: u8) -> String {
    let named = match colour {
        Color::Reset => base + 9,
        Color::Black => base,
        Color::Red => base + 1,
        Color::Green => base + 2,
        Color::Yellow => base + 3,
        Color::Blue => base + 4,
        Color::Magenta => base + 5,
        Color::Cyan => base + 6,
        Color::Gray => base + 7,
        Color::DarkGray => base + 60,
        Color::LightRed => base + 61,
        Color::LightGreen => base + 62,
        Color::LightYellow => base + 63,
        Color::LightBlue => base + 64,
        Color::LightMagenta => base + 65,
        Color::LightCyan => base + 66,
        Color::White => base + 67,
        Color::Indexed(index) => return format!("{};5;{index}", base + 8),
        Color::Rgb(red, green, blue) => return format!("{};2;{red};{green};{blue}", base + 8),
    };
    named.to_string()
}

impl Backend for Wire {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            self.go(x, y);
            self.dip(Ink { fg: cell.fg, bg: cell.bg, modifier: cell.modifier & known() });
            self.text(cell.symbol());
            let after = x.saturating_add(u16::try_from(cell.symbol().width()).unwrap_or(1));
            // Behind the last column terminals disagree on where they are.
            self.at = (after < self.size.width).then_some((after, y));
        }
        self.dip(PLAIN);
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        if std::mem::replace(&mut self.shown, false) {
            self.text("\x1b[?25l");
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        if !std::mem::replace(&mut self.shown, true) {
            self.text("\x1b[?25h");
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.at.unwrap_or_default().into())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        let Position { x, y } = position.into();
        self.go(x, y);
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, kind: ClearType) -> Result<(), Infallible> {
        let code = match kind {
            ClearType::All => "\x1b[2J",
            ClearType::AfterCursor => "\x1b[J",
            ClearType::BeforeCursor => "\x1b[1J",
            ClearType::CurrentLine => "\x1b[2K",
            ClearType::UntilNewLine => "\x1b[K",
        };
        self.text(code);
        Ok(())
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::default() })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

fn known() -> Modifier {
    MODIFIERS.iter().map(|(modifier, _, _)| *modifier).collect()
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
