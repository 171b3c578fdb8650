//! Triage: looks, filter, marks, changes of one and of many.

use guichet::app::effect::Slot;
use guichet::desk::{Change, DeskFault, Filing, TicketDesk, What};
use guichet::domain::moment::Span;
use guichet::domain::ticket::{Draft, Field, State, TicketId, Uuid};
use guichet::service::request::{Outcome, Write};
use guichet::ui::theme::Role;

use crate::support_app::story::Story;

/// A console whose desk has so many tickets, numbered from 1, the last one on top.
fn desk(count: u8) -> Story {
    let mut story = Story::new();
    for byte in 1..=count {
        let mut draft =
            Draft::new(Uuid::from_random([byte; 16]), if byte % 2 == 0 { "rouen" } else { "nantes" });
        draft.login = "cdupont".to_owned();
        draft.set(Field::Subject, &format!("Demande {byte}"));
        let filing = Filing { draft, author: "accueil".to_owned(), files: Vec::new() };
        story.world.desk(|desk| desk.file(filing.clone())).unwrap();
        story.waits(Span::minutes(1));
    }
    story.key("f4");
    story
}

/// What another agent does meanwhile.
fn meanwhile(story: &Story, id: &str, what: &What) {
    let id = TicketId::new(id);
    let done = story.world.desk(|desk| {
        let (id, what) = (id.clone(), what.clone());
        let seen = story.world.now() + Span::days(1);
        desk.change(Change { ticket: id, seen, author: "p.martin".to_owned(), what })
    });
    done.unwrap();
}

fn owner(story: &Story, id: &str) -> String {
    let id = TicketId::new(id);
    story.world.desk(|desk| desk.ticket(id.clone())).unwrap().row.owner
}

#[test]
fn each_look_is_a_tab_away_and_says_how_many_of_how_many() {
    let mut story = desk(3);
    meanwhile(&story, "2", &What::Take);
    meanwhile(&story, "3", &What::State(State::Solved));
    story.key("f5").sees("Tickets en cours").sees("2 sur 3").misses("Demande 3");
    story.key("tab").sees("Tickets libres").sees("Demande 1").misses("Demande 2").sees("1 sur 3");
    story.key("tab").sees("Tickets à moi").sees("Aucun ticket ici.").sees("Tab change de vue");
    story.keys("shift-tab shift-tab shift-tab").sees("Tickets de tous les états").sees("Demande 3");
}

#[test]
fn letters_filter_and_esc_gives_the_list_back_with_the_cursor_where_it_was() {
    let mut story = desk(12);
    story.key("/").types("demande 11").sees("1 sur 12").sees("▸").misses("Demande 12");
    story.key("enter").key("esc").sees("Demande 12").sees("Demande 1");
    story.key("/").types("zzz").sees("Aucun ticket ici.").key("esc").sees("Demande 12");
    story.key("/").types("rouen").sees("6 sur 12").misses("Demande 11");
}

#[test]
fn a_ticket_is_taken_by_one_key() {
    let mut story = desk(2);
    story.key("p").sees_as(Role::Good, "C’est fait.").sees("m.durand");
    assert_eq!((owner(&story, "2").as_str(), owner(&story, "1").as_str()), ("m.durand", ""));
    assert_eq!(story.world.journal().last().unwrap()[..1], ["ticket-take".to_owned()]);
}

/// The agent sees what the other did before anything of his own is written over it.
#[test]
fn what_another_agent_did_meanwhile_is_shown_and_nothing_is_written_over_it() {
    let mut story = desk(1);
    meanwhile(&story, "1", &What::Take);
    story.key("p").sees("Le ticket a changé entre-temps").sees("p.martin").sees("a changé entre-temps");
    assert_eq!(owner(&story, "1"), "p.martin");
}

#[test]
fn a_change_of_several_tells_each_result_and_unmarks_what_is_done() {
    let mut story = desk(3);
    story.keys("space space space").sees("3 cochés");
    meanwhile(&story, "2", &What::Route("rennes".to_owned()));
    story
        .key("p")
        .sees("Fait pour 2 tickets sur 3")
        .sees("1 coché")
        .sees_as(Role::Danger, "a changé entre-temps");
    assert_eq!((owner(&story, "1").as_str(), owner(&story, "2").as_str()), ("m.durand", ""));
    story.key("p").sees("C’est fait.").misses("coché");
    assert_eq!(owner(&story, "2"), "m.durand");
}

#[test]
fn a_refresh_moves_neither_the_cursor_nor_the_marks() {
    let mut story = desk(4);
    story.keys("down down").key("space").sees("1 coché").key("up").sees("▸✓    2");
    meanwhile(&story, "1", &What::Take);
    story.key("f5").sees("▸✓    2").sees("1 coché");
}

#[test]
fn state_queue_and_agent_are_chosen_in_a_strip_that_filters() {
    let mut story = desk(2);
    story.key("e").sees("Nouvel état").sees("résolu").types("reso").misses("en attente").key("enter");
    story.sees("C’est fait.").misses("Demande 2");
    story.key("f").sees("Transmettre à la file").types("rou").key("enter").sees("C’est fait.");
    let row = story.world.desk(|desk| desk.ticket(TicketId::new("1"))).unwrap().row;
    assert_eq!(row.queue, "rouen");
    story.key("a").types("accueil").key("enter").sees("accueil");
    assert_eq!(owner(&story, "1"), "accueil");
}

#[test]
fn two_that_are_the_same_become_the_older_one() {
    let mut story = desk(2);
    story.key("m").sees("Même demande").types("1").sees("le plus ancien des deux reste").key("enter");
    story.sees("C’est fait.").sees("Demande 1");
    story.key("f5").misses("Demande 2").keys("enter").sees("reprend le ticket 2");
}

#[test]
fn what_was_read_is_not_new_until_somebody_changes_it() {
    let mut story = desk(2);
    story
        .keys("tab tab tab")
        .sees("Tickets non lus")
        .sees("2")
        .key("enter")
        .sees("déposé par accueil")
        .key("esc");
    story.sees("1 sur 2").misses("Demande 2");
    story.waits(Span::minutes(1));
    meanwhile(&story, "2", &What::Take);
    story.key("f5").sees("Demande 2");
}

/// The list of the last time is there before the desk has said anything.
#[test]
fn the_list_opens_from_what_is_known_and_says_when_it_was_read() {
    let mut story = desk(2);
    story.key("esc").waits(Span::minutes(9)).withholds().key("f4").answers(Slot::Tickets);
    story.sees("Demande 2").sees("Demande 1");
    story.gives().sees("Demande 2");
}

#[test]
fn a_desk_that_refuses_a_change_is_quoted() {
    let mut story = desk(1);
    story.withholds().key("p");
    let failed = Err(DeskFault::Refused("champ obligatoire".to_owned()));
    let wrote = story.deeds().filter(|deed| matches!(deed, Write::Change { .. })).count();
    assert_eq!(wrote, 1);
    let outcome = Outcome::Changed { what: What::Take, results: vec![(TicketId::new("1"), failed)] };
    story.does_with(Ok(outcome)).sees("champ obligatoire");
}

#[test]
fn a_comment_goes_to_the_ticket_and_is_in_the_journal() {
    let mut story = desk(1);
    story
        .key("enter")
        .key("c")
        .sees("Commentaire, pour les collègues")
        .types("Rappelée, sans réponse")
        .key("enter");
    story.types("2e appel demain").key("ctrl-s").sees("C’est ajouté au ticket.").sees("2e appel demain");
    assert_eq!(story.world.journal().last().unwrap()[..1], ["comment-ticket".to_owned()]);
}

/// Words written on an older state of the ticket wait until the agent has seen what happened.
#[test]
fn what_happened_while_words_were_written_is_shown_before_they_leave() {
    let mut story = desk(1);
    story.key("enter").key("c").types("Bonjour");
    meanwhile(&story, "1", &What::Take);
    story.key("ctrl-s").sees("Le ticket a changé entre-temps").sees("confié à p.martin").sees("Bonjour");
    let notes = |story: &Story| story.world.desk(|desk| desk.ticket(TicketId::new("1"))).unwrap().notes.len();
    assert_eq!(notes(&story), 1);
    story.key("ctrl-s").sees("C’est ajouté au ticket.");
    assert_eq!(notes(&story), 2);
}

/// The desk of this machine has no way to whom the ticket is about.
#[test]
fn what_the_desk_cannot_do_is_told_before_anything_is_typed() {
    let mut story = desk(1);
    story
        .keys("enter r")
        .sees("Ce guichet, ou vos droits, ne le permettent pas.")
        .misses("envoyée au demandeur");
}

#[test]
fn words_are_not_thrown_away_by_one_key_and_hold_no_secret() {
    let mut story = desk(1);
    story.keys("enter c").types("il dit 4576768950").sees("4576768950").key("esc").sees("Brouillon gardé.");
    story
        .key("c")
        .sees("il dit [***]")
        .types(" au téléphone")
        .key("ctrl-s")
        .sees("il dit [***] au téléphone");
    story.key("c").types("x").key("ctrl-d").sees("Ctrl-D une seconde fois").key("ctrl-d").sees("Échanges");
    story.key("c").misses("repris");
}

#[test]
fn a_ticket_is_changed_where_it_is_read() {
    let mut story = desk(1);
    story.keys("enter p").sees("C’est fait.").sees("m.durand");
    story.key("e").types("resolu").key("enter").sees("passé à « résolu »");
}

/// The desk's login is another one than that of the key server, and is asked for by the same key.
#[test]
fn a_login_at_the_desk_that_is_over_is_renewed_where_one_stands() {
    let mut story = desk(1);
    story.key("f3").sees("Cette console n’a pas de serveur où se connecter.");
    story.withholds().key("p").does_with(Err(DeskFault::LoginOver.into()));
    story.sees("connectez-vous de nouveau (F3)").sees("F3").key("f3");
    story
        .sees("Le guichet d’assistance demande votre mot de passe")
        .types("s3cret")
        .misses("s3cret")
        .key("enter");
    assert!(story.deeds().any(|deed| matches!(deed, Write::EnterDesk(_))));
    story
        .does_with(Err(DeskFault::WrongLogin.into()))
        .sees("refuse cet identifiant")
        .types("autre")
        .key("enter");
    let can = story.world.desk_abilities();
    story.does_with(Ok(Outcome::DeskEntered(can))).sees("Reconnecté").sees("Demande 1").misses("F3");
}
