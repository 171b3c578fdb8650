//! Looks at the list of tickets that an agent keeps under a name.

use guichet::desk::{Filing, TicketDesk};
use guichet::domain::moment::Span;
use guichet::domain::ticket::{Draft, Field, Uuid};

use crate::support_app::story::Story;

/// Twelve tickets, the even ones in the queue of Rouen.
fn desk() -> Story {
    let mut story = Story::new();
    for byte in 1..=12 {
        let academy = if byte % 2 == 0 { "rouen" } else { "nantes" };
        let mut draft = Draft::new(Uuid::from_random([byte; 16]), academy);
        draft.set(Field::Subject, &format!("Demande {byte}"));
        let filing = Filing { draft, author: "accueil".to_owned(), files: Vec::new() };
        story.world.desk(|desk| desk.file(filing.clone())).unwrap();
        story.waits(Span::minutes(1));
    }
    story.key("f4");
    story
}

/// The free ones of Rouen, kept as "Eure".
fn kept() -> Story {
    let mut story = desk();
    story.key("tab").key("/").types("rouen").key("enter").key("s");
    story
        .sees("Garder cette vue sous le nom")
        .sees("tickets libres, filtre « rouen »")
        .types("Eure")
        .key("enter");
    story.sees("Vue « Eure » gardée");
    story
}

#[test]
fn a_look_and_its_filter_are_kept_behind_the_others() {
    let mut story = kept();
    story.key("esc").sees("12").keys("shift-tab shift-tab");
    story.sees("Eure : tickets libres, filtre « rouen »").sees("6 sur 12").misses("Demande 11");
    story.key("tab").sees("Tickets en cours").sees("Demande 11");
    story
        .keys("tab tab tab tab tab tab")
        .sees("Tickets de tous les états")
        .key("tab")
        .sees("Eure : tickets libres");
}

#[test]
fn what_is_typed_narrows_a_look_and_esc_gives_it_back() {
    let mut story = kept();
    story.key("esc").keys("shift-tab shift-tab").sees("6 sur 12");
    story.key("/").types("12").sees("1 sur 12").sees("Demande 12").key("esc").sees("6 sur 12");
}

#[test]
fn a_look_is_there_at_the_next_start_for_its_agent() {
    let mut story = kept();
    story.keys("esc esc").key("f4").key("shift-tab").sees("Eure : tickets libres");
}

#[test]
fn a_look_gets_another_name_and_goes_once_it_was_asked_twice() {
    let mut story = kept();
    story.key("esc").keys("shift-tab shift-tab").key("s").sees("Nouveau nom de cette vue").sees("Eure");
    story.types(" (27)").key("enter").sees("Vue « Eure (27) » gardée").sees("Eure (27) : tickets libres");
    story.key("x").sees("x une seconde fois").key("down").key("x").sees("x une seconde fois").key("x");
    story.sees("Vue retirée.").sees("Tickets libres").key("f5").keys("shift-tab shift-tab").misses("Eure");
}

#[test]
fn a_name_is_not_empty_and_nobody_else_s() {
    let mut story = kept();
    story.key("s").key("enter").sees("Il faut un nom de 30 caractères").types("eure").key("enter");
    story.sees("Il faut un nom de 30 caractères").key("esc").sees("Tickets libres");
    story.key("x").sees("Cette vue est à tous");
}

#[test]
fn a_refresh_in_a_look_moves_neither_cursor_nor_marks() {
    let mut story = kept();
    story.key("esc").keys("shift-tab shift-tab").keys("down down space").sees("▸").sees("1 coché");
    let before = story.grid().text();
    story.key("f5").sees("1 coché");
    assert_eq!(story.grid().text(), before);
}
