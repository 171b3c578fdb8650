//! Names of keys, as the action table writes them.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

const NAMED: [(&str, KeyCode); 15] = [
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("shift-tab", KeyCode::BackTab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
    ("space", KeyCode::Char(' ')),
];

/// The key of a name: "enter", "f8", "ctrl-s", "t".
pub fn key(name: &str) -> KeyEvent {
    let (name, held) = match name.strip_prefix("ctrl-") {
        Some(rest) => (rest, KeyModifiers::CONTROL),
        None => (name, KeyModifiers::NONE),
    };
    let named = NAMED.iter().find(|(known, _)| *known == name).map(|(_, code)| *code);
    let function = || name.strip_prefix('f').and_then(|number| number.parse().ok()).map(KeyCode::F);
    let single = || name.chars().next().filter(|_| name.chars().count() == 1).map(KeyCode::Char);
    let code = named.or_else(function).or_else(single).unwrap_or_else(|| panic!("no key {name:?}"));
    KeyEvent::new(code, held)
}

/// The key that types a character.
pub fn typed(c: char) -> KeyEvent {
    let code = if c == '\n' { KeyCode::Enter } else { KeyCode::Char(c) };
    KeyEvent::new(code, KeyModifiers::NONE)
}
