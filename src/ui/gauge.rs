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
