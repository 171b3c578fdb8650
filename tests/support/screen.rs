//! What is on the screen: as text, and as a map of styles.

use std::fmt::Write as _;

use vt100::{Cell, Color, Screen};

/// The rows, without the blanks at their ends.
pub fn text(screen: &Screen) -> String {
    let (_, cols) = screen.size();
    let rows: Vec<String> = screen.rows(0, cols.get()).map(|row| row.trim_end().to_owned()).collect();
    rows.join("\n")
}

/// The first row of a screen's text that holds `text`; empty if none does.
pub fn row<'a>(screen: &'a str, text: &str) -> &'a str {
    screen.lines().find(|row| row.contains(text)).unwrap_or_default()
}

/// One letter a cell: `.` plain, then `a`, `b`, … in the order in which styles appear, and below
/// the map what each letter stands for. A lost highlight shows as a changed letter.
///
/// ```text
/// aaaa..bbbb
///
/// a fg=4 bold
/// b reverse
/// ```
pub fn styles(screen: &Screen) -> String {
    let (rows, cols) = screen.size();
    let mut legend: Vec<String> = Vec::new();
    let mut map = String::new();
    for row in 0..rows.get() {
        let cells = (0..cols.get()).filter_map(|col| screen.cell(row, col));
        let letters: String = cells.map(|cell| letter(&describe(cell), &mut legend)).collect();
        map.push_str(letters.trim_end_matches('.'));
        map.push('\n');
    }
    for (index, style) in legend.iter().enumerate() {
        let _ = write!(map, "\n{} {style}", letter_at(index));
    }
    map
}

/// The letter of a style, entered in the legend at its first appearance.
fn letter(style: &str, legend: &mut Vec<String>) -> char {
    if style.is_empty() {
        return '.';
    }
    let known = legend.iter().position(|other| other == style);
    letter_at(known.unwrap_or_else(|| {
        legend.push(style.to_owned());
        legend.len() - 1
    }))
}

/// `a` to `z`, `A` to `Z`, then `#`: a screen with more than 52 styles is a failure by itself.
fn letter_at(index: usize) -> char {
    ('a'..='z').chain('A'..='Z').nth(index).unwrap_or('#')
}

/// A style in words, empty for plain text. A blank has neither foreground nor weight: nobody sees
/// them.
fn describe(cell: &Cell) -> String {
    let blank = cell.contents().trim().is_empty();
    let mut words = Vec::new();
    words.extend(colour("fg", cell.fgcolor()).filter(|_| !blank));
    words.extend(colour("bg", cell.bgcolor()));
    let attributes = [
        (cell.bold() && !blank, "bold"),
        (cell.dim() && !blank, "dim"),
        (cell.italic() && !blank, "italic"),
        (cell.underline(), "underline"),
        (cell.inverse(), "reverse"),
    ];
    words.extend(attributes.iter().filter(|(on, _)| *on).map(|(_, name)| (*name).to_owned()));
    words.join(" ")
}

fn colour(name: &str, colour: Color) -> Option<String> {
    match colour {
        Color::Default => None,
        Color::Idx(index) => Some(format!("{name}={index}")),
        Color::Rgb(red, green, blue) => Some(format!("{name}=#{red:02x}{green:02x}{blue:02x}")),
    }
}
