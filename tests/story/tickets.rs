//! From a card to a filed ticket.

use guichet::domain::moment::Span;
use guichet::domain::ticket::Field;
use guichet::ui::theme::Role;

use crate::support_app::story::Story;

/// Fills what the card could not: hours, subject, description, messages.
pub fn fill(story: &mut Story) {
    story.types("9h-12h").key("tab").types("Connexion refusée").key("tab");
    story.types("Le code est refusé depuis ce matin.").key("tab").types("Aucun");
}

/// The form of a new ticket from a card.
fn form(login: &str) -> Story {
    let mut story = Story::new();
    story.opens(login).key("n").sees("Nouveau ticket");
    story
}

#[test]
fn the_card_fills_what_it_knows_and_the_cursor_waits_at_the_rest() {
    let mut story = form("cdupont");
    for known in [
        "Claire Dupont",
        "principale adjointe, Collège des Trois-Rivières",
        "claire.dupont@ac-nantes.fr",
        "02 61 91 62 29",
        "cdupont",
        "103142718",
    ] {
        story.sees(known);
    }
    story.sees_as(Role::Warn, "4 champs manquent").sees_as(Role::Accent, "Horaires de rappel");
    fill(&mut story);
    story.sees_as(Role::Good, "complet");
}

#[test]
fn the_verdict_of_the_call_opens_the_description() {
    let mut story = Story::new();
    let code = story.world.never_shown("103142718");
    story.opens("cdupont").tests(&code).sees("AUCUNE CORRESPONDANCE").key("n");
    story.sees("AUCUNE CORRESPONDANCE (24/11/2026 10:03).").misses(&code);
}

/// What was done in the call, and what the server refused, are in the ticket; the secret parts are not.
#[test]
fn what_was_tried_and_refused_in_the_call_is_in_the_ticket() {
    let mut story = Story::new();
    story.opens("cdupont").orders("p").waits(Span::minutes(2)).key("esc").sees("DUPONT Claire");
    let code = story.world.shown("103142718");
    story.key("s").types(&code).key("tab").types(&code).key("tab").types("horloge décalée").confirms();
    story.sees("Ces deux codes ne se suivent pas sur cette clé.").key("esc").key("n");
    story.sees("Pendant l’appel : - 10:03 PIN effacé (m.durand)");
    story.types("9h-12h").waits(Span::secs(1));
    let draft = story.world.store().drafts("m.durand").unwrap().whole.remove(0);
    let errors = draft.text(Field::Errors);
    assert!(
        errors.starts_with("Guichet, 10:05 : Ces deux codes ne se suivent pas sur cette clé."),
        "{errors:?}"
    );
    assert!(!errors.contains(&code) && !draft.text(Field::Description).contains(&code));
    // Another call knows nothing of it.
    story
        .keys("esc esc ctrl-u")
        .opens("gmorvan")
        .key("n")
        .misses("Pendant l’appel")
        .misses("ne se suivent pas");
}

#[test]
fn what_happened_before_the_call_is_not_a_step_of_it() {
    let mut story = Story::new();
    story
        .opens("cdupont")
        .sees("connexion réussie")
        .key("n")
        .misses("Pendant l’appel")
        .misses("connexion réussie");
}

/// What is typed into a field reached by so many Tabs from the first, and what is said of it.
const WRONG: &[(usize, &str, &str)] = &[
    (0, "", "Champ obligatoire."),
    (0, "x", "2 caractères au moins."),
    (1, "CPE, 0449001A", "UAI faux : la lettre devrait être V."),
    (2, "claire.dupont", "Adresse incomplète."),
    (2, "claire.dupont@gmail.com", "Il faut l’adresse académique, pas une autre."),
    (3, "12", "Numéro français à 10 chiffres, ou international commençant par +."),
    (4, "17h-9h", "Horaires impossibles : ils finissent avant de commencer."),
    (5, "code", "5 caractères au moins."),
    (6, "non", "10 caractères au moins."),
    (8, "c dupont!", "« dupont! » n’est pas un identifiant."),
    (9, "12 34", "Ce n’est pas un numéro de clé."),
];

#[test]
fn each_field_says_at_once_what_is_wrong_and_keeps_the_ticket_back() {
    for (field, typed, said) in WRONG {
        let mut story = form("cdupont");
        fill(&mut story);
        for _ in 0..12 {
            story.key("shift-tab");
        }
        for _ in 0..*field {
            story.key("tab");
        }
        clear(&mut story);
        story.types(typed).sees_as(Role::Warn, said);
        story.withholds().key("ctrl-s").sees("Pas encore déposé.").sees(said);
        assert_eq!(story.deeds().count(), 0, "{typed:?}");
    }
}

/// Empties the field that has the focus, of one line or several.
fn clear(story: &mut Story) {
    for _ in 0..90 {
        story.key("backspace");
    }
}

#[test]
fn a_refused_answer_is_marked_once_it_is_left() {
    let mut story = form("cdupont");
    story.keys("shift-tab").types("x").sees_as(Role::Input, "02 61 91 62 29x").key("tab");
    story.sees_as(Role::InputBad, "02 61 91 62 29x");
}

#[test]
fn the_serial_may_be_missing_or_unreadable_with_a_reason() {
    let mut story = form("cdupont");
    fill(&mut story);
    story.keys("tab tab").sees("F6 : numéro, pas encore de clé, illisible");
    story.key("f6").sees("pas encore de clé").misses("103142718").types("zzz").misses("zzz");
    story.key("f6").sees("illisible, car :").sees_as(Role::Warn, "4 caractères au moins.");
    story.types("usée").sees_as(Role::Good, "complet").key("ctrl-s").sees("Ticket n° 1 déposé.");
    story.keys("f4 enter").sees("illisible : usée");
}

#[test]
fn a_person_without_a_key_has_no_serial_to_give() {
    let mut story = form("hcaumartin");
    fill(&mut story);
    story.sees("pas encore de clé").sees_as(Role::Good, "complet").key("ctrl-s").sees("Ticket n° 1 déposé.");
}

#[test]
fn what_an_academy_forbids_is_not_on_its_form() {
    let mut story = form("blemesle");
    story.sees("Baptiste Lemesle").misses("N° de la clé").misses("103145891").misses("Comptes concernés");
    story.misses("blemesle ");
}

#[test]
fn a_secret_in_the_text_is_seen_and_never_kept() {
    let mut story = form("cdupont");
    story.types("9h-12h").key("tab").types("PASSCODE refusé").key("tab");
    story.types("Elle a tapé 4576032848 hier soir.").sees_as(Role::Danger, "Cela ressemble à un PASSCODE");
    story.key("tab").types("Aucun").key("ctrl-s").sees("Ticket n° 1 déposé.");
    story.keys("f4 enter").sees("Elle a tapé [***] hier soir.").misses("4576032848");
}

#[test]
fn filed_tickets_are_listed_opened_and_lead_back_to_their_person() {
    let mut story = form("cdupont");
    fill(&mut story);
    story.key("ctrl-s").sees_as(Role::Good, "Ticket n° 1 déposé.").sees("n° 1 Connexion refusée");
    story.waits(Span::minutes(5)).key("n");
    fill(&mut story);
    story.key("ctrl-s").sees("n° 1 Connexion refusée").sees("n° 2 Connexion refusée");
    story.keys("esc esc f4").sees("Tickets en cours").sees("nouveau").sees("il y a 5 min");
    story.key("down").key("enter").sees("n° 1").sees("déposé par m.durand, 10:03");
    for filed in ["9h-12h", "Le code est refusé depuis ce matin.", "103142718", "+33261916229", "cdupont"] {
        story.sees(filed);
    }
    story.key("enter").sees("DUPONT Claire").sees("Événements");
    story.keys("esc esc shift-tab shift-tab").sees("Tickets résolus").sees("Aucun ticket ici.");
    story.key("tab").sees("Tickets de tous les états").sees("Connexion refusée");
}

#[test]
fn no_ticket_says_how_one_comes_to_be() {
    Story::new().key("f4").sees("Aucun ticket.").sees("Un ticket se rédige depuis la fiche d’une personne");
}

#[test]
fn a_ticket_is_filed_once() {
    let mut story = form("cdupont");
    fill(&mut story);
    story.withholds().keys("ctrl-s ctrl-s").sees("Dépôt en cours…").types("x").misses("Aucunx");
    let filings = story.deeds().filter(|deed| matches!(deed, guichet::service::request::Write::File(_)));
    assert_eq!(filings.count(), 1);
    story.gives().key("f4").sees("Tickets en cours").sees("Connexion refusée");
    assert_eq!(story.grid().text().matches("Connexion refusée").count(), 1);
}
