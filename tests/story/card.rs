//! What a card tells, and what it never asks.

use guichet::app::effect::Slot;
use guichet::domain::key::Pin;
use guichet::domain::moment::Span;
use guichet::domain::person::{Card, Note};
use guichet::service::request::{Answer, Read};
use guichet::ui::theme::Role;

use crate::support_app::story::Story;

/// Everything the agent needs of a caller, and where it comes from on each card.
const TOLD: &[(&str, &[&str])] = &[
    (
        "cdupont",
        &[
            "DUPONT Claire",
            "principale adjointe",
            "Collège des Trois-Rivières · 0449001V · Saint-Ambroy-sur-Vise",
            "claire.dupont@ac-nantes.fr",
            "103142718",
            "TOTP 6/60",
            "en service",
            "PIN défini",
            "échecs 0/10",
            "29 924 203, hier 16:42-16:43, il y a 17 h",
            "dérive +1",
            "expire le 29/09/2031",
            "connexion réussie",
            "Tickets ouverts",
            "À demander nom et prénom",
            "Jamais code PIN, mot de passe, NUMEN",
        ],
    ),
    ("jdupont2", &["échecs 3/10"]),
    ("slegoff", &["bloquée", "échecs 10/10", "bloquée après trop d’échecs"]),
    (
        "mkerbrat",
        &["suspendue depuis 21/11/2026", "PIN défini", "suspendue (accueil)", "expire le 14/12/2026"],
    ),
    ("endiaye", &["PIN à créer", "jamais utilisée"]),
    ("fhautemer", &["PIN à confirmer"]),
    ("zcharrier", &["jamais activée"]),
    ("pdelcroix", &["pas encore valable", "valable à partir du 01/12/2026"]),
    ("lwisniewski", &["expirée", "13/11/2026"]),
    ("mvandenbergh", &["TOTP 8/30 SHA-256"]),
    ("kbenhaddou", &["HOTP 6", "dernier pas"]),
    ("tmullerfaure", &["103141358", "retirée"]),
    ("hcaumartin", &["Aucune clé."]),
];

#[test]
fn a_card_tells_everything_at_the_design_size() {
    for (login, told) in TOLD {
        let mut story = Story::new();
        story.opens(login);
        for part in *told {
            story.sees(part);
        }
    }
}

#[test]
fn what_is_amiss_stands_out() {
    for (login, role, text) in [
        ("cdupont", Role::Good, "en service"),
        ("slegoff", Role::Danger, "bloquée"),
        ("mkerbrat", Role::Danger, "suspendue"),
        ("lwisniewski", Role::Danger, "expirée"),
        ("lwisniewski", Role::Danger, "13/11/2026"),
        ("pdelcroix", Role::Warn, "pas encore valable"),
        ("jdupont2", Role::Warn, "échecs 3/10"),
        ("endiaye", Role::Warn, "PIN à créer"),
        ("fhautemer", Role::Warn, "PIN à confirmer"),
    ] {
        Story::new().opens(login).sees_as(role, text);
    }
}

#[test]
fn each_academy_asks_by_its_own_notice() {
    for (login, asked, never) in [
        ("cdupont", "numéro de la clé", "NUMEN"),
        ("blemesle", "les 6 chiffres affichés sur la clé", "numéro de la clé"),
        ("zcharrier", "les 6 chiffres affichés sur la clé", "code d’activation"),
    ] {
        let mut story = Story::new();
        let words = story.opens(login).grid().words();
        let (_, panel) = words.split_once("À demander ").unwrap();
        let (may, rest) = panel.split_once(" Jamais ").unwrap();
        let (must_not, _) = rest.split_once(" Événements").unwrap();
        assert!(may.contains(asked) && !may.contains(never), "{login}: {may}");
        assert!(must_not.contains(never) && !must_not.contains(asked), "{login}: {must_not}");
        assert!(must_not.contains("code PIN") && must_not.contains("mot de passe"), "{login}");
    }
}

#[test]
fn events_scroll_and_know_their_key() {
    let mut story = Story::new();
    story.opens("tmullerfaure").sees("…7733 connexion réussie").sees("…1358 remplacée");
    let first = |story: &Story| {
        let (_, y) = story.grid().find("Événements").unwrap();
        story.grid().row(y + 1)
    };
    let newest = first(&story);
    assert_ne!(first(story.key("down")), newest);
    assert_eq!(first(story.key("up")), newest);
}

#[test]
fn a_card_is_read_again_on_request() {
    let mut story = Story::new();
    story.opens("cdupont").sees("connexion réussie").misses("PIN refusé");
    story.world.logs_in("cdupont", "0000123456");
    story.waits(Span::secs(1)).misses("PIN refusé").key("f5").sees("PIN refusé").sees("échecs 1/10");
}

/// The card of a login as another server would tell it.
fn told(story: &mut Story, login: &str, change: impl FnOnce(&mut Card)) {
    story.types(login).withholds().key("enter");
    let Ok(Answer::Card(mut card)) = story.world.read(Read::Card(login.to_owned())) else { panic!() };
    change(&mut card);
    story.answers_with(Slot::Card, Ok(Answer::Card(card))).gives();
}

/// The server keeps the person out while the key has no failure: what the note promises is offered.
#[test]
fn a_person_who_is_kept_out_is_let_in_by_the_key_that_the_note_names() {
    let mut story = Story::new();
    told(&mut story, "cdupont", |card| card.notes.push(Note::Locked { until: None }));
    story.sees_as(Role::Danger, "Compte bloqué par le serveur").sees("débloquer").key("u").sees("Motif");
    let mut story = Story::new();
    story.opens("cdupont").key("u").misses("Motif");
}

#[test]
fn nothing_is_followed_where_the_server_does_not_tell_of_pins() {
    let mut story = Story::new();
    told(&mut story, "cdupont", |card| card.keys.iter_mut().for_each(|key| key.pin = Pin::Unknown));
    story.key("f").sees("Ce serveur ne dit pas si un code PIN est défini");
}
