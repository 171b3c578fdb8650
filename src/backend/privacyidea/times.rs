//! The five shapes in which the server writes a moment (privacyIDEA facts, 2).

use jiff::Timestamp;
use jiff::fmt::rfc2822;

use crate::domain::moment::Moment;

/// `2026-11-21T22:13+0000`, `2026-11-21 22:13:45.491343+0000`, `2026-11-21T22:22:56.022846+00:00`.
/// Without an offset it is not known which moment is meant: that is none.
pub fn stamp(text: &str) -> Option<Moment> {
    const SHAPES: [&str; 3] = ["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%dT%H:%M:%S%.f%:z"];
    let text = text.trim().replacen(' ', "T", 1);
    let read = |shape| Timestamp::strptime(shape, &text).ok();
    SHAPES.into_iter().find_map(read).map(|at| Moment::from_millis(at.as_millisecond()))
}

/// `2026-11-21T22:11:48.223622`: the wall clock of the server, told here as if it were UTC.
pub fn wall(text: &str) -> Option<Moment> {
    let at = jiff::civil::DateTime::strptime("%Y-%m-%dT%H:%M:%S%.f", text.trim()).ok()?;
    let at = at.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(Moment::from_millis(at.timestamp().as_millisecond()))
}

/// `Sat, 21 Nov 2026 22:24:06 GMT`.
pub fn http(text: &str) -> Option<Moment> {
    let text = text.trim().strip_suffix("GMT").map(|bare| format!("{bare}+0000"))?;
    let at = rfc2822::parse(&text).ok()?;
    Some(Moment::from_millis(at.timestamp().as_millisecond()))
}

/// Any of the shapes that name their zone.
pub fn any(text: &str) -> Option<Moment> {
    stamp(text).or_else(|| http(text))
}

#[cfg(test)]
#[path = "times_tests.rs"]
mod tests;
