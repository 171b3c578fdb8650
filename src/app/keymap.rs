//! Names of keys, and which action a key means in the live scopes.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::action::{ACTIONS, Action, Entry, Scope};

/// A key and what is held with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chord {
    code: KeyCode,
    ctrl: bool,
}

/// Named keys; single characters name themselves.
const NAMES: [(&str, KeyCode); 16] = [
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("space", KeyCode::Char(' ')),
    ("shift-tab", KeyCode::BackTab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
];

impl Chord {
    /// Reads "t", "ctrl-s", "f4", "shift-tab".
    pub fn parse(name: &str) -> Option<Self> {
        let (ctrl, name) = match name.strip_prefix("ctrl-") {
            Some(rest) => (true, rest),
            None => (false, name),
        };
        let named = NAMES.iter().find(|(known, _)| *known == name).map(|(_, code)| *code);
        let function = || name.strip_prefix('f')?.parse().ok().map(KeyCode::F);
        let single = || {
            let mut chars = name.chars();
            chars.next().filter(|_| chars.next().is_none()).map(KeyCode::Char)
        };
        let code = named.or_else(function).or_else(single)?;
        Some(Self { code, ctrl })
    }

    /// What was pressed. Shift is already in the character; Alt means nothing here.
    pub fn of(key: KeyEvent) -> Option<Self> {
        let modifiers = key.modifiers;
        let shifted_tab = key.code == KeyCode::Tab && modifiers.contains(KeyModifiers::SHIFT);
        let code = if shifted_tab { KeyCode::BackTab } else { key.code };
        let plain = !modifiers.intersects(KeyModifiers::ALT | KeyModifiers::SUPER);
        plain.then_some(Self { code, ctrl: modifiers.contains(KeyModifiers::CONTROL) })
    }
}

/// The action a key means: the first scope that binds it wins, [`Scope::Everywhere`] comes last.
pub fn resolve(scopes: &[Scope], key: KeyEvent) -> Option<Action> {
    let pressed = Chord::of(key)?;
    live(scopes).find(|entry| chords(entry).any(|chord| chord == pressed)).map(|entry| entry.action)
}

/// The entries of the live scopes, front first.
pub fn live(scopes: &[Scope]) -> impl Iterator<Item = &'static Entry> {
    let order = scopes.iter().copied().chain([Scope::Everywhere]);
    let order: Vec<Scope> = order.collect();
    order.into_iter().flat_map(|scope| ACTIONS.iter().filter(move |entry| entry.scope == scope))
}

/// The first key of an action, as the table names it; empty if it has none.
pub fn key_of(action: Action) -> &'static str {
    let entry = ACTIONS.iter().find(|entry| entry.action == action);
    entry.and_then(|entry| entry.keys.split_whitespace().next()).unwrap_or_default()
}

/// The keys of an entry.
pub fn chords(entry: &Entry) -> impl Iterator<Item = Chord> {
    entry.keys.split_whitespace().filter_map(Chord::parse)
}

#[cfg(test)]
#[path = "keymap_tests.rs"]
mod tests;
