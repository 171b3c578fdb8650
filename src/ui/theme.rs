//! Themes: about twenty meanings, each with a style. Screens ask for a meaning, never a colour.

use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

/// What a piece of the screen means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Base,
    /// Text of less weight: labels, ages, units.
    Muted,
    /// The title line.
    Title,
    /// Headings, the pointer: the one accent.
    Accent,
    /// The selected row of the list that has the focus.
    Selected,
    /// The matched part of a name.
    Match,
    /// A key in the footer.
    Key,
    /// What a key does.
    Hint,
    /// Rules and walls.
    Rule,
    /// The field being typed into.
    Input,
    /// A field whose text is refused.
    InputBad,
    /// Good news.
    Good,
    /// Neither good nor bad, but to be read.
    Info,
    /// Careful.
    Warn,
    /// Bad news, danger.
    Danger,
    /// Words to be read aloud.
    Say,
    /// Full part of the gauge.
    GaugeFull,
    /// Empty part of the gauge.
    GaugeEmpty,
    /// The mark of a demo.
    Demo,
}

/// Every role with its name in theme files.
pub const ROLES: [(Role, &str); 19] = [
    (Role::Base, "base"),
    (Role::Muted, "muted"),
    (Role::Title, "title"),
    (Role::Accent, "accent"),
    (Role::Selected, "selected"),
    (Role::Match, "match"),
    (Role::Key, "key"),
    (Role::Hint, "hint"),
    (Role::Rule, "rule"),
    (Role::Input, "input"),
    (Role::InputBad, "input-bad"),
    (Role::Good, "good"),
    (Role::Info, "info"),
    (Role::Warn, "warn"),
    (Role::Danger, "danger"),
    (Role::Say, "say"),
    (Role::GaugeFull, "gauge-full"),
    (Role::GaugeEmpty, "gauge-empty"),
    (Role::Demo, "demo"),
];

/// The themes that ship, by name.
pub const SHIPPED: [(&str, &str); 5] = [
    ("dark", include_str!("../../themes/dark.toml")),
    ("light", include_str!("../../themes/light.toml")),
    ("contrast", include_str!("../../themes/contrast.toml")),
    ("safe", include_str!("../../themes/safe.toml")),
    ("mono", include_str!("../../themes/mono.toml")),
];

/// A style for each role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    styles: [Style; ROLES.len()],
}

/// Why a theme cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ThemeFault {
    /// No theme of that name.
    #[error("no theme {0:?}")]
    Unknown(String),
    /// The file is not a theme: the parser's words, with line and column.
    #[error("{0}")]
    File(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    roles: std::collections::BTreeMap<String, Look>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Look {
    fg: Option<String>,
    bg: Option<String>,
    #[serde(default)]
    bold: bool,
    #[serde(default)]
    dim: bool,
    #[serde(default)]
    underline: bool,
    #[serde(default)]
    reverse: bool,
}

impl Theme {
    /// A shipped theme.
    pub fn shipped(name: &str) -> Result<Self, ThemeFault> {
        let found = SHIPPED.iter().find(|(known, _)| *known == name);
        let (_, text) = found.ok_or_else(|| ThemeFault::Unknown(name.to_owned()))?;
        Self::parse(text)
    }

    /// A theme file: every role it names must exist; a role it leaves out looks like `base`.
    pub fn parse(text: &str) -> Result<Self, ThemeFault> {
        let file: File = toml::from_str(text).map_err(|fault| ThemeFault::File(fault.to_string()))?;
        let mut styles = [Style::new(); ROLES.len()];
        for (name, look) in &file.roles {
            let index = ROLES.iter().position(|(_, known)| known == name);
            let index = index.ok_or_else(|| ThemeFault::File(format!("no role {name:?}")))?;
            styles[index] = look.style(name)?;
        }
        Ok(Self { styles })
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }
}

impl Look {
    fn style(&self, role: &str) -> Result<Style, ThemeFault> {
        let colour = |name: &str| {
            Color::from_str(name).map_err(|_| ThemeFault::File(format!("{role}: no colour {name:?}")))
        };
        let mut style = Style::new();
        if let Some(fg) = &self.fg {
            style = style.fg(colour(fg)?);
        }
        if let Some(bg) = &self.bg {
            style = style.bg(colour(bg)?);
        }
        let modifiers = [
            (self.bold, Modifier::BOLD),
            (self.dim, Modifier::DIM),
            (self.underline, Modifier::UNDERLINED),
            (self.reverse, Modifier::REVERSED),
        ];
        for (on, modifier) in modifiers {
            if on {
                style = style.add_modifier(modifier);
            }
        }
        Ok(style)
    }
}

#[cfg(test)]
#[path = "theme_tests.rs"]
mod tests;
