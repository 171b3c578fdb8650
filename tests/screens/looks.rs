//! What stands out does so, cell by cell.

use guichet::text::Lang;
use guichet::ui::glyphs::UNICODE;
use guichet::ui::theme::{Role, SHIPPED};
use ratatui::buffer::Cell;

use crate::stage::STAGES;
use crate::support_app::story::Story;
use crate::support_app::{grid::Grid, looks};

/// On which screen which text has which role.
const ROLES: &[(&str, &str, Role)] = &[
    ("home", "Guichet", Role::Title),
    ("home", "DÉMONSTRATION", Role::Demo),
    ("home", "personnes", Role::Muted),
    ("home", "PIN effacés, jamais recréés", Role::Warn),
    ("hits", "Dupo", Role::Match),
    ("hits", "dupo", Role::Input),
    ("card", "DUPONT Claire", Role::Accent),
    ("card", "en service", Role::Good),
    ("card", "code PIN, mot de passe, NUMEN", Role::Danger),
    ("card-two-keys", "retirée", Role::Muted),
    ("card-no-key", "Aucune clé.", Role::Warn),
    ("card-forbidden-act", "suspendue", Role::Danger),
    ("card-forbidden-act", "Impossible", Role::Warn),
    ("code", "▮▮▮▮", Role::GaugeFull),
    ("code", "▯", Role::GaugeEmpty),
    ("verdict-valid", "✓", Role::Good),
    ("verdict-valid", "VALABLE", Role::Good),
    ("verdict-far", "HORLOGE DÉCALÉE", Role::Warn),
    ("verdict-locked", "✗", Role::Danger),
    ("verdict-locked", "CLÉ BLOQUÉE", Role::Danger),
    ("verdict-passcode", "Un code PIN a été lu à voix haute", Role::Danger),
    ("clear-pin", "Claire Dupont, clé …2718", Role::Say),
    ("clear-pin", "Indiquez un motif", Role::Warn),
    ("follow", "✓", Role::Good),
    ("follow", "Essai refusé", Role::Warn),
    ("form", "Description", Role::Accent),
    ("form", "cod", Role::InputBad),
    ("form-secret", "Cela ressemble à un PASSCODE", Role::Danger),
    ("form-twin", "Un ticket déposé il y a 2 j traite déjà de cette clé", Role::Info),
    ("form-files", "ni image", Role::Warn),
    ("page", "✓", Role::Good),
    ("page", "http://assistance.ac-nantes.fr", Role::Say),
    ("ticket", "nouveau", Role::Info),
    ("help", "Aide", Role::Accent),
];

fn staged(name: &str, looks: guichet::app::Looks) -> Story {
    let (_, reach) = STAGES.iter().find(|(known, _)| *known == name).unwrap();
    let mut story = Story::with(Lang::Fr, looks);
    reach(&mut story);
    story
}

#[test]
fn each_text_has_its_role() {
    for of_one_screen in ROLES.chunk_by(|(one, ..), (other, ..)| one == other) {
        let mut story = staged(of_one_screen[0].0, looks::telling());
        for (_, text, role) in of_one_screen {
            story.sees_as(*role, text);
        }
    }
}

/// The look of the first cell of a text.
fn look<'a>(grid: &'a Grid, text: &str) -> &'a Cell {
    let (x, y) = grid.find(text).unwrap_or_else(|| panic!("no {text:?} on\n{}", grid.text()));
    grid.cell(x, y)
}

#[test]
fn danger_warning_and_good_news_look_different_in_every_theme() {
    for (theme, _) in SHIPPED {
        let shipped = |name| staged(name, looks::shipped(theme, UNICODE));
        let (card, refused) = (shipped("card"), shipped("card-forbidden-act"));
        let said = [
            look(card.grid(), "Collège"),
            look(card.grid(), "en service"),
            look(refused.grid(), "Impossible"),
            look(card.grid(), "code PIN, mot"),
        ];
        for (at, one) in said.iter().enumerate() {
            for other in &said[..at] {
                assert_ne!((one.fg, one.bg, one.modifier), (other.fg, other.bg, other.modifier), "{theme}");
            }
        }
    }
}

#[test]
fn the_selected_row_is_one_whole_row_of_its_list() {
    for (name, width) in [("hits", 32), ("tickets", 80), ("palette", 80), ("home", 32)] {
        let story = staged(name, looks::telling());
        let grid = story.grid();
        let selected = |y: &u16| looks::is_selected(grid.cell(0, *y));
        let rows: Vec<u16> = (0..grid.height()).filter(selected).collect();
        assert_eq!(rows.len(), 1, "{name}");
        let cells = (0..grid.width()).filter(|x| looks::is_selected(grid.cell(*x, rows[0])));
        assert_eq!(cells.count(), width, "{name}");
        assert!(grid.row(rows[0]).contains('▸'), "{name}: a pointer too");
    }
}

#[test]
fn the_cursor_stands_where_one_types() {
    for (name, label) in [
        ("home", "Recherche"),
        ("hits", "Recherche"),
        ("code", "Code de la clé"),
        ("clear-pin", "Motif"),
        ("resync", "Code suivant"),
        ("replace", "Motif"),
        ("palette", "Commandes"),
    ] {
        let story = staged(name, looks::telling());
        let (_, row) = story.grid().find(label).unwrap();
        assert_eq!(story.grid().cursor().map(|(_, y)| y), Some(row), "{name}");
    }
    for name in ["card", "follow", "tickets", "ticket", "help"] {
        assert_eq!(staged(name, looks::telling()).grid().cursor(), None, "{name}");
    }
}
