//! What the screens share: cleaned text, pen, theme, glyphs, fields, lists, gauge.

pub mod clean;
pub mod clip;
pub mod editor;
pub mod field;
pub mod gauge;
pub mod glyphs;
pub mod list;
pub mod pen;
pub mod secret_field;
pub mod theme;
