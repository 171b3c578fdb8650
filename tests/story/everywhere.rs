//! Help, palette, footer, themes, mouse: the same on every screen.

use guichet::app::action::Scope;
use guichet::app::keymap::live;
use guichet::app::msg::Msg;
use guichet::domain::moment::Span;
use guichet::text::Lang;
use guichet::text::actions::line;
use guichet::ui::glyphs::UNICODE;
use guichet::ui::theme::{Role, SHIPPED};
use ratatui::style::Modifier;

use crate::support_app::grid::words;
use crate::support_app::story::Story;
use crate::support_app::{looks, world};

/// The keys that lead to a screen from the search, and the scopes it has.
const PLACES: &[(&str, &[Scope])] = &[
    ("", &[Scope::Search, Scope::List]),
    ("enter", &[Scope::Card, Scope::List]),
    ("enter t", &[Scope::Code]),
    ("enter p", &[Scope::Dialog, Scope::List]),
    ("enter p down enter ~ enter", &[Scope::Follow]),
    ("enter n", &[Scope::Form, Scope::List]),
    ("f4", &[Scope::Tickets, Scope::List]),
    ("f12", &[Scope::Outbox, Scope::List]),
];

fn at(keys: &str) -> Story {
    let mut story = Story::new();
    story.types("cdupont");
    story.keys(keys);
    story
}

#[test]
fn help_tells_every_key_of_the_screen_and_goes_back_to_it() {
    for (keys, scopes) in PLACES {
        let mut story = at(keys);
        let before = story.key("left").grid().text();
        story.key("f1").sees_as(Role::Accent, "Aide");
        let first = story.grid().words();
        let pages = [first, story.key("pagedown").grid().words(), story.key("pagedown").grid().words()];
        for entry in live(scopes).filter(|entry| !entry.keys.is_empty()) {
            let said = words(line(Lang::Fr, entry.action).1);
            assert!(pages.iter().any(|page| page.contains(&said)), "{said} after {keys:?}");
        }
        assert_eq!(story.key("esc").grid().text(), before, "back where {keys:?} led");
    }
}

#[test]
fn a_question_mark_asks_for_help_where_nobody_types_one() {
    for keys in ["", "enter", "enter t", "f4"] {
        at(keys).key("?").sees("Aide").key("?").misses("Aide");
    }
    at("enter n").types("?").misses("Aide").sees("?");
    at("enter p").types("perdue ?").misses("Aide").sees("perdue ?");
}

#[test]
fn the_palette_finds_actions_by_name_without_accents_and_runs_them() {
    let mut story = at("enter");
    story.key(":").sees("Commandes").types("effacer").key("enter").sees("Effacer le code PIN").sees("Motif");
    let mut story = at("enter");
    story.key("ctrl-p").types("debloquer").sees("Débloquer : remettre les échecs à zéro").key("enter");
    story.sees("Impossible (débloquer)");
    let mut story = at("");
    story.key(":").types("theme").key("enter").sees("Thème :");
    let mut story = at("enter");
    story.key(":").types("xyz").sees("Aucune action de ce nom ici.").key("enter").sees("Aucune action");
    story.key("esc").sees("Événements");
}

#[test]
fn the_palette_knows_the_names_of_key_files_too() {
    at("enter").key(":").types("clear-pin").key("enter").sees("Motif");
}

#[test]
fn the_palette_is_walked_and_shows_keys() {
    let mut story = at("enter");
    story.key(":").sees("Tester les 6 chiffres").key("down").key("enter").sees("Effacer le code PIN");
}

#[test]
fn footers_offer_keys_and_always_help() {
    for (keys, _) in PLACES {
        let mut story = at(keys);
        let (x, y) = story.sees("DÉMONSTRATION").sees(world::AGENT).grid().find(" aide").unwrap();
        assert_eq!((x + 6, y), (80, 23), "{keys:?}");
        assert_eq!(looks::role_of(story.grid().cell(x - 1, y)), Role::Key);
        assert_eq!(looks::role_of(story.grid().cell(x + 1, y)), Role::Hint);
    }
}

#[test]
fn the_key_that_a_footer_names_for_help_works_right_there() {
    for keys in
        ["", "enter", "enter t", "enter t 1", "enter p", "enter p x", "enter n", "enter a", "enter :", "f4"]
    {
        let mut story = at(keys);
        let footer = story.grid().row(23);
        let key =
            footer.strip_suffix(" aide").and_then(|row| row.split(' ').next_back()).unwrap().to_lowercase();
        story.key(&key).sees_as(Role::Accent, "Aide");
    }
}

#[test]
fn a_footer_names_no_key_that_would_type() {
    for keys in ["enter p", "enter n", "enter :", "enter t 1"] {
        at(keys).misses("? aide").misses(": commandes").sees("F1 aide");
    }
}

#[test]
fn f10_walks_through_the_themes_and_back() {
    let mut story = Story::new();
    let names = SHIPPED.map(|(name, _)| name);
    for at in 1..=names.len() {
        story.key("f10").sees(&format!("Thème : {}", names[at % names.len()]));
    }
}

#[test]
fn without_colours_there_is_no_way_to_a_coloured_theme() {
    let mut story = Story::with(Lang::Fr, looks::shipped("mono", UNICODE));
    for _ in 0..SHIPPED.len() {
        story.key("f10").sees("Thème : mono");
        assert!(story.grid().cells().iter().all(|cell| cell.fg == Default::default()));
    }
    story.types("dupont");
    assert!(story.grid().cell(5, 3).modifier.contains(Modifier::REVERSED));
}

#[test]
fn the_mouse_is_off_until_one_key_turns_it_on() {
    let mut story = Story::new();
    assert!(!story.mouse());
    story.key("f9").sees("Souris active.");
    assert!(story.mouse());
    story.key("f9").sees("Souris coupée");
    assert!(!story.mouse());
}

#[test]
fn a_click_chooses_a_second_one_opens() {
    let mut story = Story::new();
    story.types("dupont").tells(Msg::Click { x: 5, y: 5 });
    assert!(looks::is_selected(story.grid().cell(5, 5)));
    story.waits(Span::millis(120)).sees("jdupont2 ·");
    story.tells(Msg::Click { x: 5, y: 5 }).sees("103140512").sees("Événements");
    let mut story = Story::new();
    story.types("dupont").tells(Msg::Click { x: 60, y: 5 }).tells(Msg::Click { x: 5, y: 22 });
    story.tells(Msg::Click { x: 500, y: 500 }).tells(Msg::Click { x: 0, y: 0 });
    assert!(looks::is_selected(story.grid().cell(5, 3)), "nothing is there");
}

#[test]
fn the_wheel_moves_the_cursor() {
    let mut story = Story::new();
    story.types("dupont").tells(Msg::Wheel(1)).tells(Msg::Wheel(1)).tells(Msg::Wheel(-1));
    assert!(looks::is_selected(story.grid().cell(5, 4)));
}

#[test]
fn esc_leads_back_to_the_search_from_everywhere() {
    for (keys, _) in PLACES {
        let mut story = at(keys);
        for _ in 0..6 {
            story.key("esc");
        }
        story.sees("300 personnes");
        assert!(!story.ended() && story.layers() == 1);
    }
}

#[test]
fn a_name_as_long_as_the_field_stays_in_the_field() {
    let mut story = Story::new();
    story.types(&"abcdefghij".repeat(30));
    assert!(story.grid().row(1).ends_with("0 sur 300"));
    let (x, y) = story.grid().cursor().unwrap();
    assert!(y == 1 && x < 70, "{x}");
}
