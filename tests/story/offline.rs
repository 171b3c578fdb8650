//! Without network, over a snapshot of one school.

use guichet::app::effect::Slot;
use guichet::domain::clock::ClockDoubt;
use guichet::domain::moment::Span;
use guichet::service::request::Answer;
use guichet::text::Lang;
use guichet::ui::theme::Role;

use crate::support_app::looks;
use crate::support_app::story::Story;

#[test]
fn every_screen_tells_the_age_and_it_grows() {
    let mut story = Story::offline();
    story.sees_as(Role::Warn, "HORS LIGNE").sees("24/11/2026 08:03, il y a 2 h");
    story.types("cdupont").key("enter").sees("24/11/2026 08:03, il y a 2 h");
    story.key("t").sees("24/11/2026 08:03").keys("esc n").sees("24/11/2026 08:03");
    story.waits(Span::minutes(61)).sees("il y a 3 h");
    story.resizes(40, 12).sees("HORS LIGNE il y a 3 h");
}

#[test]
fn a_right_code_is_never_called_valid_and_is_right_once() {
    let mut story = Story::offline();
    let code = story.world.shown("103142718");
    story.opens("cdupont").tests(&code);
    story.sees_as(Role::Warn, "CODE JUSTE ; usages, blocages et pertes depuis le 24/11/2026 08:03 inconnus");
    story
        .misses("VALABLE")
        .sees("Attendez que les 6 chiffres changent")
        .sees("rien ne change sur le serveur");
    story.tests(&code).sees("DÉJÀ UTILISÉ");
}

#[test]
fn what_needs_the_server_is_refused_with_the_reason_before_it_is_tried() {
    let mut story = Story::offline();
    story.opens("cdupont");
    for key in ["p", "s", "l", "r", "u"] {
        story.key(key).sees("Indisponible hors ligne").sees("recherche, codes et tickets seulement");
        assert_eq!((story.layers(), story.deeds().count()), (2, 0), "{key}");
    }
    story.key("esc").sees("Recherche");
}

#[test]
fn a_ticket_waits_in_the_queue_and_leaves_when_the_desk_is_back() {
    let mut story = Story::offline();
    story.opens("cdupont").key("n");
    story.types("8h-10h").key("tab").types("Clé refusée").key("tab").types("Refus de la clé.");
    story.keys("tab").types("aucun").key("ctrl-s").sees("Envoi gardé en file d’attente");
    story.keys("esc f4").sees("Clé refusée");
    assert_eq!(story.world.store().waiting_count().unwrap(), 1);
    let world = story.world.online();
    let mut story = Story::on(world, Lang::Fr, looks::telling());
    story
        .sees("L’envoi en attente est arrivé au guichet.")
        .misses("HORS LIGNE")
        .key("f4")
        .sees("Clé refusée");
    assert_eq!(story.world.store().waiting_count().unwrap(), 0);
}

#[test]
fn when_the_snapshot_expires_nothing_of_it_stays_and_nothing_typed_is_lost() {
    let mut story = Story::offline();
    story.opens("cdupont").sees("DUPONT Claire").key("n").types("8h-10h");
    story.waits(Span::minutes(71 * 60)).misses("DUPONT").misses("Dupont").sees("vient d’expirer");
    story.keys("f5").sees("a expiré").misses("Dupont");
    story.types("dupont").sees("a expiré").misses("cdupont");
    let draft = &story.world.store().drafts("m.durand").unwrap().whole[0];
    assert_eq!(draft.text(guichet::domain::ticket::Field::Hours), "8h-10h");
}

#[test]
fn a_clock_behind_the_snapshot_is_told_before_any_verdict() {
    let mut story = Story::offline();
    let code = story.world.shown("103142718");
    story.world.set(story.world.now() - Span::minutes(150));
    story.key("f7").sees_as(Role::Danger, "HORLOGE FAUSSE").key("esc");
    story.opens("cdupont").key("t").sees_as(Role::Danger, "HORLOGE FAUSSE").sees("30 min");
    story.types(&code).key("enter");
    let (warning, verdict) =
        (story.grid().find("HORLOGE FAUSSE").unwrap(), story.grid().find("HORLOGE DÉCALÉE"));
    assert!(verdict.is_none_or(|verdict| warning.1 < verdict.1), "{}", story.grid().text());
}

#[test]
fn a_clock_that_nothing_sets_is_told_before_any_verdict() {
    let mut story = Story::offline();
    story.opens("cdupont").withholds().key("t");
    story.answers_with(Slot::Doubt, Ok(Answer::Doubt(Some(ClockDoubt::NotSynchronised))));
    story.sees_as(Role::Danger, "HORLOGE NON SYNCHRONISÉE").sees("avant de croire un verdict");
}

#[test]
fn several_keys_off_by_the_same_accuse_the_clock() {
    let mut story = Story::offline();
    let codes: Vec<String> =
        ["103142718", "103140512"].map(|serial| story.world.shown_in(serial, -30)).to_vec();
    story.opens("cdupont").tests(&codes[0]).misses("HORLOGE SUSPECTE").keys("esc esc esc");
    story.opens("jdupont2").tests(&codes[1]).sees_as(Role::Danger, "HORLOGE SUSPECTE").sees("2 clés");
}

#[test]
fn the_directory_is_the_scopes_alone() {
    let mut story = Story::offline();
    story.misses("300 personnes").types("morvan").sees("Personne ne correspond.");
    assert!(!story.slots().contains(&Slot::Find));
}
