//! Another ticket about the same, told while one is written.

use guichet::app::effect::Slot;
use guichet::desk::{Change, TicketDesk, What};
use guichet::domain::moment::Span;
use guichet::domain::ticket::{
    Audience, Draft, Field, NoteKind, Parcel, Remark, SerialAnswer, State, TicketId, Uuid,
};
use guichet::ui::theme::Role;

use crate::support_app::story::Story;
use crate::tickets::fill;

const KEY: &str = "Un ticket déposé il y a 2 j traite déjà de cette clé : n° 1, Connexion refusée";

/// One ticket about Claire Dupont and her key, two days old.
fn filed(mut story: Story) -> Story {
    story.opens("cdupont").key("n");
    fill(&mut story);
    story.key("ctrl-s").sees("Ticket n° 1 déposé.");
    later(&story, 2);
    story
}

fn later(story: &Story, days: i64) {
    story.world.set(story.world.now() + Span::days(days));
}

fn first() -> TicketId {
    TicketId::new("1")
}

/// What was said about the first ticket.
fn said(story: &Story) -> Vec<NoteKind> {
    let ticket = story.world.desk(|desk| desk.ticket(first())).unwrap();
    ticket.notes.into_iter().map(|note| note.what).collect()
}

/// A colleague does something to the first ticket.
fn changes(story: &Story, what: &What) {
    let seen = story.world.now();
    let change = Change { ticket: first(), seen, author: "p.martin".to_owned(), what: what.clone() };
    story.world.desk(|desk| desk.change(change.clone())).unwrap();
}

#[test]
fn a_ticket_about_the_same_key_is_told_and_another_can_be_filed() {
    let mut story = filed(Story::new());
    story.key("n").sees_as(Role::Info, KEY);
    fill(&mut story);
    story.sees(KEY).key("ctrl-s").sees("Ticket n° 2 déposé.");
    story.key("n").sees("n° 2 (et 1 autre), Connexion refusée");
}

#[test]
fn what_was_not_touched_for_a_week_or_is_settled_is_not_told() {
    let mut story = filed(Story::new());
    later(&story, 5);
    story.key("n").sees("traite déjà de cette clé").key("esc");
    story.world.set(story.world.now() + Span::millis(1));
    story.key("n").misses("traite déjà").key("esc");
    let mut story = filed(Story::new());
    changes(&story, &What::State(State::Solved));
    story.key("n").misses("traite déjà");
    let mut story = filed(Story::new());
    later(&story, 6);
    changes(&story, &What::Take);
    story.key("n").sees("Un ticket déposé il y a 8 j traite déjà de cette clé");
}

#[test]
fn a_key_typed_for_somebody_else_is_found_once_it_is_whole() {
    let mut story = filed(Story::new());
    story.keys("esc ctrl-u").opens("hcaumartin").key("n").misses("traite déjà");
    fill(&mut story);
    story.keys("tab tab f6 f6").types("10314271").waits(Span::secs(1)).misses("traite déjà");
    story.types("8").waits(Span::millis(300)).misses("traite déjà").waits(Span::millis(100)).sees(KEY);
    story.key("backspace").waits(Span::secs(1)).misses("traite déjà");
}

#[test]
fn the_same_person_is_told_as_such() {
    let mut story = filed(Story::new());
    story.key("n").keys(&["tab"; 5].join(" ")).key("f6").waits(Span::secs(1));
    story.sees("Un ticket déposé il y a 2 j traite déjà de cette personne : n° 1");
}

/// What waits to leave is a ticket too, however long it has waited.
#[test]
fn what_waits_in_the_outbox_is_told_and_opened_there() {
    let mut story = Story::new();
    let mut draft = Draft::new(Uuid::from_random([9; 16]), "nantes");
    draft.set(Field::Subject, "Clé trouvée");
    draft.serial_answer = SerialAnswer::Known("103142718".to_owned());
    let now = story.world.now();
    story.world.store().queue("p.martin", &Parcel::Ticket(draft), &[], now - Span::days(20)).unwrap();
    story.opens("cdupont").key("n");
    story.sees(
        "Un ticket déposé il y a 20 j, qui n’est pas encore parti, traite déjà de cette clé : Clé trouvée",
    );
    story.key("ctrl-t").sees("Ce ticket attend encore dans la boîte d’envoi");
    story.key("f8").sees("Boîte d’envoi").sees("Clé trouvée").key("esc").sees("Nouveau ticket");
}

#[test]
fn the_other_ticket_is_opened_and_what_is_typed_stays() {
    let mut story = filed(Story::new());
    story
        .key("n")
        .types("14h-17h")
        .key("f8")
        .sees("déposé par m.durand")
        .sees("Le code est refusé depuis ce matin.");
    story.key("esc").sees("Nouveau ticket").sees("14h-17h").sees(KEY);
}

#[test]
fn what_was_written_is_added_to_the_other_ticket_and_the_draft_is_gone() {
    let mut story = filed(Story::new());
    story.key("n");
    fill(&mut story);
    story.waits(Span::secs(1));
    assert_eq!(story.world.store().drafts("m.durand").unwrap().whole.len(), 1);
    story.key("ctrl-t").sees_as(Role::Warn, "Encore une fois Ctrl-T pour ajouter ce texte au ticket n° 1");
    assert!(said(&story).is_empty());
    story.key("ctrl-t").sees_as(Role::Good, "Texte ajouté au ticket n° 1").sees("DUPONT Claire");
    let said = said(&story);
    let [NoteKind::Said(words)] = said.as_slice() else { panic!("{said:?}") };
    for part in
        ["Le code est refusé depuis ce matin.", "Disponibilités : 9h-12h", "Numéro de clé : 103142718"]
    {
        assert!(words.contains(part), "{part:?} in {words:?}");
    }
    assert_eq!(story.world.store().drafts("m.durand").unwrap().whole, []);
    story.key("f4").sees("Connexion refusée");
    assert_eq!(story.grid().text().matches("Connexion refusée").count(), 1);
}

#[test]
fn another_key_between_takes_the_question_back() {
    let mut story = filed(Story::new());
    story.key("n").key("ctrl-t").types("x").key("ctrl-t").sees("Encore une fois Ctrl-T");
    assert!(said(&story).is_empty());
}

#[test]
fn what_a_colleague_did_meanwhile_is_seen_before_anything_is_added() {
    let mut story = filed(Story::new());
    story.key("n");
    fill(&mut story);
    let remark = Remark {
        ticket: first(),
        uuid: Uuid::from_random([8; 16]),
        author: "p.martin".to_owned(),
        audience: Audience::Colleagues,
        text: "rappelé".to_owned(),
    };
    story.world.desk(|desk| desk.note(remark.clone())).unwrap();
    story.keys("ctrl-t ctrl-t").sees("Nouveau ticket").sees("ticket");
    assert_eq!(said(&story).len(), 1);
    story.keys("ctrl-t ctrl-t").sees("Texte ajouté au ticket n° 1");
    assert_eq!(said(&story).len(), 2);
}

#[test]
fn a_silent_desk_is_said_and_what_is_known_here_stays() {
    let mut story = filed(Story::prepared());
    story.key("f4").sees("Connexion refusée").key("esc").world.cable.cut();
    story.key("n").sees_as(Role::Warn, "Les tickets déjà déposés n’ont pas pu être cherchés.");
    story.sees("Un ticket déposé il y a 2 j traite déjà de cette personne : n° 1");
    story.types("14h").sees("14h");
}

#[test]
fn a_slow_desk_is_said_and_never_in_the_way() {
    let mut story = Story::new();
    story.opens("cdupont").withholds().key("n");
    story.sees_as(Role::Muted, "Recherche d’un ticket déjà ouvert…").types("9h-12h").sees("9h-12h");
    story.answers(Slot::Twins).sees("Recherche d’un ticket déjà ouvert…");
    story.answers(Slot::TwinsAtDesk).misses("Recherche d’un ticket").misses("n’ont pas pu");
    story.key("esc");
    assert!(!story.slots().contains(&Slot::TwinsAtDesk));
}

#[test]
fn a_late_answer_about_somebody_else_is_not_shown() {
    let mut story = filed(Story::new());
    story.withholds().key("n").sees("Nouveau ticket").key("esc").sees("DUPONT");
    story.gives().keys("esc ctrl-u").opens("hcaumartin").withholds().key("n");
    story.answers(Slot::Twins).answers(Slot::TwinsAtDesk).misses("traite déjà");
}

#[test]
fn without_network_it_is_said_that_nobody_was_asked() {
    let mut story = Story::offline();
    story.opens("cdupont").key("n").sees("Hors ligne : les tickets déjà déposés n’ont pas pu être cherchés.");
}
