//! From a name to a card.

use guichet::domain::moment::Span;
use guichet::text::Lang;
use guichet::ui::glyphs::UNICODE;
use guichet::ui::theme::Role;
use ratatui::style::Modifier;

use crate::support_app::looks;
use crate::support_app::story::Story;

/// What is typed, and the card that Enter opens.
const FOUND: &[(&str, &str)] = &[
    ("dupont claire", "DUPONT Claire"),
    ("claire dupont", "DUPONT Claire"),
    ("DUPONT CL", "DUPONT Claire"),
    ("cdupont", "DUPONT Claire"),
    ("claire.dupont@ac", "DUPONT Claire"),
    ("103142718", "DUPONT Claire"),
    ("42718", "DUPONT Claire"),
    ("ines dup", "DUPORTAIL Inès"),
    ("Éloïse n'd", "N'DIAYE Éloïse"),
    ("ELOISE N’DIAYE", "N'DIAYE Éloïse"),
    ("eloi\u{308}se n", "N'DIAYE Éloïse"),
    ("lukasz wisn", "WIŚNIEWSKI Łukasz"),
    ("muller faure", "MÜLLER-FAURE Thierry"),
    ("Müller-Faure", "MÜLLER-FAURE Thierry"),
    ("d’aubigny", "'T HART-D'AUBIGNY Océane"),
    ("goncalves jo", "GONÇALVES João"),
    ("morvan gue-aux-loups", "MORVAN Gaël"),
    ("infirmière", ""),
    ("0859001x morvan", "MORVAN Gaël"),
    ("principale 0869001S", ""),
];

#[test]
fn every_way_of_naming_somebody_finds_the_card() {
    for (typed, name) in FOUND {
        let mut story = Story::new();
        story.opens(typed);
        match *name {
            // The function is not searched: a list of all principals would help nobody.
            "" => story.sees("Personne ne correspond."),
            name => story.sees(name).sees("À demander"),
        };
    }
}

#[test]
fn each_letter_narrows_the_list_and_is_counted() {
    let mut story = Story::new();
    story.sees("300 personnes");
    let mut before = 300;
    for letter in "dupont".chars() {
        story.types(&letter.to_string()).sees(" sur 300");
        let row = story.grid().row(1);
        let words: Vec<&str> = row.split_whitespace().collect();
        let count = words[words.len() - 3].parse().unwrap();
        assert!(count <= before, "{row}");
        before = count;
    }
    assert!(before >= 3, "three Duponts of the cast");
    story.key("esc").sees("300 personnes").misses("Dupont Claire");
}

#[test]
fn the_matched_part_is_marked_and_the_chosen_row_is_whole() {
    let mut story = Story::new();
    story.types("dupont");
    story.sees_as(Role::Match, "Dupont").sees_as(Role::Base, " Claire");
    let (x, y) = story.grid().find("Dupont Claire").unwrap();
    assert_eq!((x, y), (3, 3));
    for row in 3..6 {
        let selected = (0..32).filter(|x| looks::is_selected(story.grid().cell(*x, row))).count();
        assert_eq!(selected, if row == 3 { 32 } else { 0 }, "row {row}\n{}", story.grid().map());
    }
    assert!(!looks::is_selected(story.grid().cell(33, 3)), "the pane beside is not the list");
    story.key("down");
    assert!(!looks::is_selected(story.grid().cell(5, 3)) && looks::is_selected(story.grid().cell(5, 4)));
}

#[test]
fn accents_are_marked_with_their_letters() {
    let mut story = Story::new();
    story.types("wisniew luka").sees_as(Role::Match, "Wiśniew").sees_as(Role::Match, "Łuka");
}

#[test]
fn in_every_shipped_theme_row_and_match_stand_out_without_colour() {
    for theme in ["dark", "light", "contrast", "safe", "mono"] {
        let mut story = Story::with(Lang::Fr, looks::shipped(theme, UNICODE));
        story.types("dupont");
        for x in 0..32 {
            let (chosen, other) = (story.grid().cell(x, 3), story.grid().cell(x, 4));
            let reversed = chosen.modifier.contains(Modifier::REVERSED) || chosen.bg != other.bg;
            assert!(reversed, "{theme}, column {x}");
        }
        for x in 3..9 {
            let (marked, plain) = (story.grid().cell(x, 4), story.grid().cell(10, 4));
            assert!(marked.modifier != plain.modifier, "{theme}, column {x}");
        }
    }
}

#[test]
fn two_people_of_one_name_are_told_apart_by_their_school() {
    let mut story = Story::new();
    story.types("jean dupont").sees("jdupont").sees("jdupont2");
    story.waits(Span::millis(120)).sees("Lycée Éloïse-Marchandeau");
    story.key("down").waits(Span::millis(120)).sees("Collège des Trois-Rivières");
    story.key("enter").sees("jdupont2").sees("103140512");
}

#[test]
fn the_card_beside_waits_until_the_cursor_rests() {
    let mut story = Story::new();
    story.types("dupont").misses("À demander");
    story.waits(Span::millis(119)).misses("À demander");
    story.waits(Span::millis(1)).sees("À demander");
    story.withholds().keys("down down down").waits(Span::millis(120));
    assert_eq!(story.slots().len(), 1, "one question, however many rows were passed");
}

#[test]
fn nobody_of_that_name() {
    let mut story = Story::new();
    story.types("zzyzx").sees("0 sur 300").sees("Personne ne correspond.").sees("Essayez le nom seul");
    story.key("enter").sees("Personne ne correspond.");
    assert_eq!(story.layers(), 1);
}

#[test]
fn the_list_is_walked_by_rows_pages_and_ends() {
    let mut story = Story::new();
    story.types("a");
    let selected = |story: &Story| {
        let chosen = (3..23).find(|y| looks::is_selected(story.grid().cell(5, *y)));
        story.grid().row(chosen.unwrap()).chars().take(30).collect::<String>()
    };
    let first = selected(&story);
    let walks = [("down", "up"), ("pagedown", "pageup"), ("ctrl-end", "ctrl-home")];
    for (there, back) in walks {
        story.key(there);
        assert_ne!(selected(&story), first, "{there}");
        story.key(back);
        assert_eq!(selected(&story), first, "{back}");
    }
    story.key("ctrl-end").key("down");
    let last = selected(&story);
    story.key("pagedown");
    assert_eq!(selected(&story), last);
}

#[test]
fn the_way_back_from_a_card_keeps_what_was_typed() {
    let mut story = Story::new();
    story.types("dupont").keys("down enter").sees("Événements");
    story.key("esc").sees("dupont").sees("Dupont Claire");
    assert!(looks::is_selected(story.grid().cell(5, 4)), "the row is still chosen");
    story.keys("esc esc").sees("300 personnes");
    assert!(!story.ended(), "Esc never leaves the program");
}
