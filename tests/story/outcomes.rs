//! Deeds whose screen was left: they run to an outcome, and it is shown.

use guichet::app::effect::Slot;
use guichet::app::msg::Msg;
use guichet::backend::Fault;
use guichet::ui::theme::Role;

use crate::support_app::story::Story;

const SERIAL: &str = "103142718";

#[test]
fn a_test_that_was_left_tells_its_verdict_wherever_the_agent_is() {
    for (esc, place) in [(1, "Événements"), (2, "Recherche"), (3, "300 personnes")] {
        let mut story = Story::new();
        story.opens("cdupont");
        let code = story.world.shown(SERIAL);
        story.withholds().tests(&code);
        for _ in 0..esc {
            story.key("esc");
        }
        story.gives().sees(place).sees("Code testé, 103142718 : VALABLE");
        assert_eq!(story.world.journal().last().unwrap()[4], "valid");
    }
}

#[test]
fn an_act_that_was_left_is_told_with_its_key() {
    let mut story = Story::new();
    story.opens("cdupont").key("l").types("clé perdue").withholds().keys("enter ~ enter esc");
    story.gives().sees_as(Role::Good, "Clé 103142718 : Clé suspendue.").sees_as(Role::Danger, "suspendue");
}

#[test]
fn a_failure_is_told_even_to_those_who_left() {
    let mut story = Story::new();
    story.opens("cdupont").key("l").types("clé perdue").withholds().keys("enter ~ enter esc esc");
    story.does_with(Err(Fault::Busy.into())).sees_as(Role::Danger, "Une autre console occupe le serveur.");
}

#[test]
fn an_outcome_under_the_help_page_closes_its_own_dialog() {
    let mut story = Story::new();
    story.opens("cdupont").key("l").types("clé perdue").withholds().keys("enter ~ enter f1").sees("Aide");
    story.gives().sees("Aide").key("esc").misses("Motif").sees_as(Role::Danger, "suspendue");
    assert_eq!(story.layers(), 2, "search and card");
}

#[test]
fn a_pin_cleared_under_the_help_page_is_followed_once() {
    let mut story = Story::new();
    story.opens("cdupont").key("p").types("PIN oublié").withholds().keys("enter ~ enter f1");
    story.gives().sees("Aide").key("esc").sees("Nouveau code PIN");
    story.key("esc").misses("Motif").sees("Événements");
}

#[test]
fn a_ticket_filed_under_the_palette_closes_its_own_form() {
    let mut story = Story::new();
    story.opens("cdupont").key("n");
    crate::tickets::fill(&mut story);
    story.withholds().keys("ctrl-s ctrl-p").sees("Commandes").gives();
    story.key("esc").misses("Nouveau ticket").sees("Événements");
    assert_eq!(story.layers(), 2, "search and card");
}

/// Files a ticket from the card of a login and comes back to the search.
fn files(story: &mut Story, login: &str, said: &str) {
    story.opens(login).key("n");
    crate::tickets::fill(story);
    story.key("ctrl-s").sees(said).keys("esc esc");
}

/// A card, the tickets over it, one of them, and the card of its person.
fn two_cards() -> Story {
    let mut story = Story::new();
    files(&mut story, "gmorvan", "Ticket n° 1 déposé.");
    story.opens("cdupont").keys("f4 enter enter").sees("MORVAN Gaël");
    story
}

#[test]
fn the_card_in_front_stays_the_card_of_its_person() {
    let mut story = two_cards();
    let code = story.world.never_shown("103144025");
    story.tests(&code).sees("AUCUNE CORRESPONDANCE").sees("MORVAN Gaël").misses("DUPONT Claire");
    story.key("esc").sees("MORVAN Gaël").sees("103144025").misses("103142718");
    story.keys("esc esc esc").sees("DUPONT Claire").misses("MORVAN");
}

#[test]
fn tickets_of_one_person_never_land_on_the_card_of_another() {
    let mut story = Story::new();
    files(&mut story, "cdupont", "Ticket n° 1 déposé.");
    files(&mut story, "gmorvan", "Ticket n° 2 déposé.");
    // The tickets of the first card are slow; its agent opens the second card meanwhile.
    story.types("cdupont").withholds().key("enter").answers(Slot::Card);
    story
        .key("f4")
        .answers(Slot::Tickets)
        .answers(Slot::Tickets)
        .key("enter")
        .answers(Slot::Ticket)
        .key("enter");
    assert!(!story.slots().contains(&Slot::CardTickets));
    story.gives().sees("MORVAN Gaël").sees("n° 2").misses("n° 1");
}

#[test]
fn leaving_waits_for_what_is_under_way() {
    let mut story = Story::new();
    story.opens("cdupont").key("l").types("clé perdue").withholds().keys("enter ~ enter ctrl-q ctrl-q");
    assert!(!story.ended());
    story.sees("Une opération est encore en cours…").does();
    assert!(story.ended());
    assert_eq!(story.world.journal()[0][4], "done");
}

#[test]
fn leaving_when_nothing_is_under_way_is_immediate() {
    for key in ["ctrl-q", "ctrl-c"] {
        let mut story = Story::new();
        assert!(story.key(key).ended());
    }
    let mut story = Story::new();
    assert!(story.opens("cdupont").tells(Msg::HangUp).ended());
}

#[test]
fn away_from_the_search_one_key_alone_never_leaves() {
    for key in ["ctrl-q", "ctrl-c"] {
        let mut story = Story::new();
        assert!(!story.opens("cdupont").key(key).ended());
        story.sees("Ctrl-Q encore une fois quitte Guichet.");
        assert!(!story.keys("down").key(key).ended(), "another key in between starts over");
        assert!(story.key(key).ended());
    }
}

#[test]
fn reads_never_hold_the_end_up() {
    let mut story = Story::new();
    assert!(story.withholds().types("dupont").key("ctrl-q").ended());
}
