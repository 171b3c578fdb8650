//! A theme that gives every role a look of its own, so that a drawn cell tells its role.

use guichet::app::Looks;
use guichet::ui::glyphs::{Glyphs, UNICODE};
use guichet::ui::theme::{ROLES, Role, SHIPPED, Theme};
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// The letter of each role in a map of styles, in the order of [`ROLES`].
const LETTERS: &str = ".mtaSxkh-ibgnwdsfeo";

/// Colours from here on stand for roles.
const FIRST: u8 = 100;

/// One colour a role; `selected` is a background, since it lies over other roles.
fn by_role() -> Theme {
    let mut file = "[roles]\n".to_owned();
    for ((role, name), colour) in ROLES.iter().zip(FIRST..) {
        match role {
            Role::Base => {}
            Role::Selected => file.push_str(&format!("{name} = {{ bg = \"{colour}\" }}\n")),
            _ => file.push_str(&format!("{name} = {{ fg = \"{colour}\" }}\n")),
        }
    }
    Theme::parse(&file).unwrap()
}

/// The looks under which cells tell their role.
pub fn telling() -> Looks {
    Looks { theme: by_role(), theme_index: 0, colourless: false, glyphs: UNICODE }
}

/// A shipped theme.
pub fn shipped(name: &str, glyphs: Glyphs) -> Looks {
    let theme_index = SHIPPED.iter().position(|(known, _)| *known == name).unwrap();
    let theme = Theme::shipped(name).unwrap();
    Looks { theme, theme_index, colourless: name == "mono", glyphs }
}

/// The role of a cell drawn with [`telling`].
pub fn role_of(cell: &Cell) -> Role {
    match cell.fg {
        Color::Indexed(colour) => ROLES[usize::from(colour - FIRST)].0,
        _ => Role::Base,
    }
}

/// Whether a cell drawn with [`telling`] lies in the selected row.
pub fn is_selected(cell: &Cell) -> bool {
    cell.bg == Color::Indexed(FIRST + Role::Selected as u8)
}

/// One letter for the look of a cell: its role, a capital in the selected row; without the telling
/// theme, its modifiers. A blank without a look is a blank.
pub fn letter(cell: &Cell) -> char {
    let role = LETTERS.chars().nth(role_of(cell) as usize).unwrap();
    match cell.modifier {
        _ if is_selected(cell) && role == '.' => '#',
        _ if is_selected(cell) => role.to_ascii_uppercase(),
        modifier if !modifier.is_empty() => of_modifiers(modifier),
        _ if role == '.' && cell.symbol() == " " => ' ',
        _ => role,
    }
}

/// What a theme without colours can say.
fn of_modifiers(modifier: Modifier) -> char {
    const SAID: [(Modifier, char); 4] = [
        (Modifier::REVERSED.union(Modifier::BOLD), 'R'),
        (Modifier::REVERSED.union(Modifier::DIM), 'D'),
        (Modifier::BOLD.union(Modifier::UNDERLINED), 'U'),
        (Modifier::BOLD, 'b'),
    ];
    const SINGLE: [(Modifier, char); 3] =
        [(Modifier::REVERSED, 'r'), (Modifier::UNDERLINED, 'u'), (Modifier::DIM, 'd')];
    let held = |(wanted, _): &&(Modifier, char)| modifier.contains(*wanted);
    SAID.iter().chain(&SINGLE).find(held).map_or('?', |(_, letter)| *letter)
}
