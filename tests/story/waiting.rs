//! Slow, late and failing answers; keys typed ahead of them.

use guichet::app::effect::Slot;
use guichet::backend::{Fault, Found};
use guichet::domain::moment::Span;
use guichet::service::request::Answer;

use crate::support_app::story::Story;

#[test]
fn hits_of_an_older_text_are_dropped() {
    let mut story = Story::new();
    story.withholds().types("dupont").types("x");
    story.answers_late(Slot::Find).misses("Dupont").misses("sur 300");
    story.answers(Slot::Find).sees("0 sur 300").sees("Personne ne correspond.");
}

/// Letters on their way change nothing but the field: no flicker, and a few bytes less on the line.
#[test]
fn what_was_found_stays_as_it_is_until_the_next_hits_come() {
    let mut story = Story::new();
    story.types("dup").waits(Span::millis(120)).sees("À demander");
    let before = story.grid().map();
    story.withholds().types("ortail ines");
    let changed = before.lines().zip(story.grid().map().lines()).filter(|(old, new)| old != new).count();
    assert_eq!(changed, 1, "the field alone");
    story.gives().misses("Dupont Claire").misses("À demander").sees("Duportail Inès");
}

#[test]
fn a_card_that_still_fits_stays_beside_the_new_hits() {
    let mut story = Story::new();
    story.types("dupont cl").waits(Span::millis(120)).sees("À demander");
    story.types("aire").sees("À demander").sees("1 sur 300");
}

#[test]
fn a_call_typed_ahead_of_every_answer_comes_out_the_same() {
    let mut story = Story::new();
    let code = story.world.shown("103142718");
    story.withholds().types("dupont claire").key("enter").key("t").types(&code).key("enter");
    story.misses("DUPONT").misses(&code);
    story.answers(Slot::Find).answers(Slot::Card).sees("Test en cours…");
    story.gives().sees("VALABLE");
}

#[test]
fn keys_typed_ahead_never_type_into_the_search() {
    let mut story = Story::new();
    story.withholds().types("dupont claire").key("enter").types("t123");
    story.gives().sees("● ● ● _ _ _").keys("esc esc").sees("Recherche  dupont claire").misses("t123");
}

#[test]
fn esc_gets_out_of_every_wait_and_forgets_what_was_typed_ahead() {
    let mut story = Story::new();
    story.withholds().types("dupont").key("enter").types("t12").key("esc");
    story.gives().sees("300 personnes").misses("dupont");
    assert_eq!(story.layers(), 1);

    story.types("dupont").withholds().key("enter").sees("Lecture de la fiche…").types("p").key("esc");
    story.sees("Recherche").gives().misses("Effacer");
    assert_eq!(story.layers(), 1);
}

#[test]
fn the_card_of_somebody_else_never_lands_on_an_open_card() {
    let mut story = Story::new();
    story.types("cdupont").withholds().key("enter").keys("esc esc").types("gmorvan");
    story.answers(Slot::Find).key("enter").answers_late(Slot::Card).misses("DUPONT");
    story.gives().sees("MORVAN Gaël").misses("DUPONT");
}

#[test]
fn the_preview_of_a_row_passed_by_is_dropped() {
    let mut story = Story::new();
    story.types("jean dupont").withholds().waits(Span::millis(120)).key("down").waits(Span::millis(120));
    story.answers_late(Slot::Preview).misses("À demander");
    story.answers(Slot::Preview).sees("jdupont2 ·");
}

#[test]
fn a_search_that_takes_long_says_so() {
    let mut story = Story::new();
    story.withholds().types("dupont").misses("n’a pas encore répondu");
    story.waits(Span::secs(1)).sees("Le serveur n’a pas encore répondu…");
    story.gives().misses("n’a pas encore répondu").sees("sur 300");
}

#[test]
fn a_search_that_failed_does_not_take_the_keyboard_away() {
    let mut story = Story::new();
    story.withholds().types("dupont claire").answers_with(Slot::Find, Err(Fault::Busy.into()));
    story.sees("Une autre console occupe le serveur.").key("enter").misses("Une autre console");
    story.gives().types("x").sees("dupont clairex").key("backspace").sees("1 sur 300");
}

#[test]
fn a_failed_search_opens_nobody() {
    let mut story = Story::new();
    story.types("dupont claire").withholds().key("backspace");
    story.answers_with(Slot::Find, Err(Fault::Busy.into())).key("enter");
    assert!(!story.slots().contains(&Slot::Card), "the row belongs to another text");
    assert_eq!(story.layers(), 1);
}

#[test]
fn a_search_that_failed_is_repeated_on_request() {
    let mut story = Story::new();
    story.withholds().types("dupont claire").answers_with(Slot::Find, Err(Fault::Busy.into()));
    story.gives().key("f5").sees("1 sur 300").key("enter").sees("DUPONT Claire");
}

#[test]
fn a_draft_whose_list_cannot_be_read_does_not_take_the_keyboard_away() {
    let mut story = Story::new();
    story
        .opens("cdupont")
        .key("n")
        .types("le soir")
        .waits(Span::secs(1))
        .keys("esc esc esc ctrl-end")
        .sees("brouillon");
    story.key("enter").types("x").withholds().keys("esc ctrl-end enter");
    story.does().answers_with(Slot::Drafts, Err(Fault::Busy.into())).sees("Une autre console occupe");
    story.gives().types("dupont").sees("sur 300");
}

#[test]
fn a_card_that_cannot_be_read_says_so_and_lets_go() {
    let mut story = Story::new();
    story.types("dupont claire").withholds().key("enter");
    story.answers_with(Slot::Card, Err(Fault::NotFound.into())).sees("Introuvable").misses("Lecture");
    story.key("p").misses("Introuvable").gives().key("f5").sees("DUPONT Claire");
    story.key("esc").sees("Recherche");
}

#[test]
fn a_notice_goes_with_the_next_key() {
    let mut story = Story::new();
    story.opens("cdupont").key("e").sees("Impossible").waits(Span::secs(90)).sees("Impossible");
    story.key("down").misses("Impossible");
}

#[test]
fn an_empty_directory_says_how_to_fill_it() {
    let mut story = Story::new();
    story.withholds().key("f5").answers_with(Slot::Loose, Ok(Answer::Loose(Vec::new())));
    story.answers_with(Slot::Find, Ok(Answer::Found(Found::default())));
    story.sees("L’annuaire est vide.");
}

#[test]
fn what_is_typed_while_a_code_is_tested_is_not_lost() {
    let mut story = Story::new();
    story.opens("cdupont");
    let code = story.world.shown("103142718");
    story.withholds().tests(&code).sees("Test en cours…").types(&code).key("enter");
    assert_eq!(story.deeds().count(), 1, "one test at a time");
    story.gives().sees("DÉJÀ UTILISÉ");
}
