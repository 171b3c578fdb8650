//! The gauge of a key: five bars when the code has just appeared, none when it is about to change,
//! as the notices of Créteil and Rouen describe it.

use super::pen::Pen;
use super::theme::Role;

/// Bars of the gauge.
pub const BARS: u32 = 5;

/// Bars still full when `left` of `period` seconds remain.
pub fn full_bars(left: u32, period: u32) -> u32 {
    (left * BARS).div_ceil(period.max(1)).min(BARS)
}

/// Draws how far something is, in thousandths, as a bar and a percentage; returns the column after.
pub fn progress(pen: &mut Pen, x: u16, y: u16, columns: u16, permille: u16) -> u16 {
    let glyphs = pen.glyphs();
    let full = u32::from(columns) * u32::from(permille.min(1000)) / 1000;
    for column in 0..columns {
        let (role, mark) = match u32::from(column) < full {
            true => (Role::GaugeFull, glyphs.full),
            false => (Role::GaugeEmpty, glyphs.empty),
        };
        pen.mark(x + column, y, role, mark);
    }
    pen.text(x + columns + 1, y, Role::Base, &format!("{:>3}\u{a0}%", permille / 10))
}

/// Draws the bars and the seconds left; returns the column after them.
pub fn draw(pen: &mut Pen, x: u16, y: u16, left: u32, period: u32) -> u16 {
    let glyphs = pen.glyphs();
    let full = full_bars(left, period);
    let mut column = x;
    for bar in 0..BARS {
        let (role, mark) =
            if bar < full { (Role::GaugeFull, glyphs.full) } else { (Role::GaugeEmpty, glyphs.empty) };
        pen.mark(column, y, role, mark);
        column += 1;
    }
    pen.text(column, y, Role::Base, &format!(" {left:>2} s"))
}
