#![allow(clippy::unwrap_used)]

use std::num::NonZero;

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::*;

const WIDTH: u16 = 12;
const HEIGHT: u16 = 4;

/// A piece of text somewhere on the screen.
type Piece = (u16, u16, String, Style);

/// What is drawn in one frame, and where the cursor goes.
type Drawn = (Vec<Piece>, Option<(u16, u16)>);

fn style() -> impl Strategy<Value = Style> {
    let colours = vec![Color::Reset, Color::Cyan, Color::LightRed, Color::Indexed(200), Color::Rgb(1, 2, 3)];
    // Bold and dim together mean something else on each terminal; no theme has both.
    let weight = proptest::sample::select(vec![Modifier::empty(), Modifier::BOLD, Modifier::DIM]);
    let line = proptest::sample::subsequence(vec![Modifier::UNDERLINED, Modifier::REVERSED], 0..=2);
    let modifiers =
        (weight, line).prop_map(|(weight, line)| line.into_iter().fold(weight, |all, one| all | one));
    (proptest::sample::select(colours.clone()), proptest::sample::select(colours), modifiers)
        .prop_map(|(fg, bg, modifiers)| Style::reset().fg(fg).bg(bg).add_modifier(modifiers))
}

fn frames() -> impl Strategy<Value = Vec<Drawn>> {
    let piece = (0..WIDTH, 0..HEIGHT, "[a-zéł ]{1,12}", style());
    let cursor = proptest::option::of((0..WIDTH, 0..HEIGHT));
    proptest::collection::vec((proptest::collection::vec(piece, 0..6), cursor), 1..6)
}

fn fill(buffer: &mut Buffer, pieces: &[Piece]) {
    for (x, y, text, style) in pieces {
        let room = usize::from(WIDTH - x);
        buffer.set_stringn(*x, *y, text, room, *style);
    }
}

fn colour_of(colour: vt100::Color) -> Color {
    match colour {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(6) => Color::Cyan,
        vt100::Color::Idx(9) => Color::LightRed,
        vt100::Color::Idx(index) => Color::Indexed(index),
        vt100::Color::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
    }
}

proptest! {
    /// Whatever is drawn, a terminal that is fed the bytes shows the same cells, looks and cursor.
    #[test]
    fn a_terminal_shows_what_was_drawn(frames in frames()) {
        let area = Rect::new(0, 0, WIDTH, HEIGHT);
        let options = TerminalOptions { viewport: Viewport::Fixed(area) };
        let mut terminal = Terminal::with_options(Wire::new(area.as_size()), options).unwrap();
        let mut replay = vt100::Parser::new(NonZero::new(HEIGHT).unwrap(), NonZero::new(WIDTH).unwrap(), 0);
        for (pieces, cursor) in frames {
            terminal.draw(|frame| {
                fill(frame.buffer_mut(), &pieces);
                if let Some(at) = cursor {
                    frame.set_cursor_position(at);
                }
            }).unwrap();
            replay.process(&terminal.backend_mut().take());
            let mut wanted = Buffer::empty(area);
            fill(&mut wanted, &pieces);
            for position in area.positions() {
                let cell = replay.screen().cell(position.y, position.x).unwrap();
                let want = &wanted[position];
                let shown = if cell.contents().is_empty() { " " } else { cell.contents() };
                prop_assert_eq!(shown, want.symbol());
                prop_assert_eq!((colour_of(cell.fgcolor()), colour_of(cell.bgcolor())), (want.fg, want.bg));
                let looks = [cell.bold(), cell.dim(), cell.underline(), cell.inverse()];
                prop_assert_eq!(looks, MODIFIERS.map(|(modifier, _, _)| want.modifier.contains(modifier)));
            }
            if let Some((x, y)) = cursor {
                prop_assert_eq!(replay.screen().cursor_position(), (y, x));
            }
        }
    }
}

#[test]
fn nothing_new_costs_nothing() {
    let area = Rect::new(0, 0, WIDTH, HEIGHT);
    let options = TerminalOptions { viewport: Viewport::Fixed(area) };
    let mut terminal = Terminal::with_options(Wire::new(area.as_size()), options).unwrap();
    for bytes in [Some("\x1b[1HRecherche\x1b[?25h\x1b[1;10H"), None] {
        terminal
            .draw(|frame| {
                frame.buffer_mut().set_string(0, 0, "Recherche", Style::new());
                frame.set_cursor_position((9, 0));
            })
            .unwrap();
        let drawn = terminal.backend_mut().take();
        match bytes {
            Some(_) => assert!(!drawn.is_empty()),
            None => assert_eq!(String::from_utf8(drawn).unwrap(), ""),
        }
    }
}

#[test]
fn wide_letters_keep_the_count() {
    let area = Rect::new(0, 0, WIDTH, HEIGHT);
    let options = TerminalOptions { viewport: Viewport::Fixed(area) };
    let mut terminal = Terminal::with_options(Wire::new(area.as_size()), options).unwrap();
    terminal
        .draw(|frame| {
            frame.buffer_mut().set_stringn(1, 1, "a日b本c日本語", 11, Style::new());
        })
        .unwrap();
    let mut replay = vt100::Parser::new(NonZero::new(HEIGHT).unwrap(), NonZero::new(WIDTH).unwrap(), 0);
    replay.process(&terminal.backend_mut().take());
    assert_eq!(replay.screen().rows(0, WIDTH).nth(1).unwrap(), " a日b本c日本");
}
