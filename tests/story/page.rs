//! A ticket carried to a web page by hand.

use guichet::desk::TicketDesk;
use guichet::domain::delivery::{Course, Stage};
use guichet::domain::moment::Span;
use guichet::domain::ticket::{Draft, Field, NoteKind, Parcel, SerialAnswer, TicketId, Uuid};
use guichet::text::Lang;
use guichet::ui::theme::Role;

use crate::support_app::looks;
use crate::support_app::story::Story;
use crate::support_app::world::World;
use crate::tickets::fill;

fn story(clipboard: bool) -> Story {
    let mut world = World::paged();
    world.clipboard = clipboard;
    Story::on(world, Lang::Fr, looks::telling())
}

/// A ticket for Nantes' page, its fields in front.
fn carrying(clipboard: bool) -> Story {
    let mut story = story(clipboard);
    story.opens("cdupont").key("n");
    fill(&mut story);
    story.key("ctrl-s").sees("À porter sur la page").sees("http://assistance.ac-nantes.fr");
    story
}

#[test]
fn each_field_stands_alone_and_one_key_goes_on() {
    let mut story = carrying(false);
    story.sees("0 sur 10 faits").sees("Claire Dupont").misses("Connexion refusée");
    let shown = [
        "principale adjointe, Collège des Trois-Rivières (0449001V)",
        "claire.dupont@ac-nantes.fr",
        "02 61 91 62 29",
        "9h-12h",
        "Connexion refusée",
        "Le code est refusé depuis ce matin.",
        "Aucun",
        "cdupont",
        "103142718",
    ];
    for words in shown {
        story.key("enter");
        let text = story.grid().text();
        // From the first column on, nothing beside it.
        let alone = text.lines().any(|line| line.starts_with(words) && line.trim_end() == words);
        assert!(alone, "{words:?} on\n{text}");
    }
    story.sees("9 sur 10 faits").key("enter").sees_as(Role::Good, "10 sur 10 faits").sees("Numéro donné");
}

#[test]
fn the_number_is_noted_and_the_ticket_is_kept_and_found_again() {
    let mut story = carrying(false);
    story.keys(&["enter"; 10].join(" ")).types("ASSIST-2026/0417").key("enter");
    story.sees_as(Role::Good, "Porté sur la page sous le numéro ASSIST-2026/0417.");
    story.sees("Gardé ici comme ticket n° 1.");
    assert_eq!(story.world.store().waiting_count().unwrap(), 0);
    let ticket = story.world.desk(|desk| desk.ticket(TicketId::new("1"))).unwrap();
    let NoteKind::Said(said) = &ticket.notes[0].what else { panic!("{:?}", ticket.notes) };
    assert_eq!(said, "Porté sur la page http://assistance.ac-nantes.fr sous le numéro ASSIST-2026/0417.");
    let entry = story.world.journal().into_iter().rev().find(|entry| entry[0] == "carry-ticket").unwrap();
    assert_eq!(entry[4], "carried 1 [ASSIST-2026/0417]");
    story.waits(Span::minutes(3)).key("n").sees("traite déjà de cette clé : n° 1, Connexion refusée");
    story.sees("Le guichet d’assistance ne se consulte pas d’ici");
}

#[test]
fn what_is_left_half_way_waits_in_the_outbox_and_is_a_duplicate_already() {
    let mut story = carrying(false);
    story.keys("enter enter esc").sees("Ce ticket reste à porter").sees("1 à envoyer");
    story.key("n").sees("qui n’est pas encore parti, traite déjà de cette clé").key("esc");
    story.key("f12").sees_as(Role::Base, "à porter").sees("http://assistance.ac-nantes.fr");
    story.key("p").sees("À porter sur la page").sees("Claire Dupont").key("esc");
    // It can still be mended: nobody has it.
    story.key("enter").sees("Nouveau ticket").sees("Connexion refusée");
    assert_eq!(story.world.store().waiting_count().unwrap(), 0);
}

#[test]
fn without_a_number_it_takes_the_key_twice_and_a_wrong_one_is_refused() {
    let mut story = carrying(false);
    story.keys("ctrl-end").types("n° 12é").key("enter").sees("Un numéro a 40 signes au plus");
    story.key("ctrl-u").key("enter").sees("Sans numéro, ce ticket ne se retrouvera pas");
    assert_eq!(story.world.store().waiting_count().unwrap(), 1);
    story.key("enter").sees("Porté sur la page, sans numéro. Gardé ici comme ticket n° 1.");
}

#[test]
fn the_clipboard_is_refused_with_its_reason_unless_the_policy_allows_it() {
    let mut story = carrying(false);
    story.key("y").sees_as(Role::Warn, "Le presse-papiers n’est pas permis ici");
    assert_eq!(story.copied, [""; 0]);
    let mut story = carrying(true);
    story.keys("down down").key("y").sees("« Adresse académique » est envoyé au presse-papiers");
    assert_eq!(story.copied, ["claire.dupont@ac-nantes.fr"]);
    story.keys("ctrl-end").types("y").misses("« Numéro donné »");
    assert_eq!(story.copied.len(), 1);
}

/// Whatever a draft holds: a forbidden field is not shown to be pasted.
#[test]
fn what_the_academy_forbids_never_appears() {
    let mut story = story(true);
    let mut draft = Draft::new(Uuid::from_random([9; 16]), "rouen");
    draft.login = "blemesle".to_owned();
    draft.set(Field::Subject, "Clé refusée");
    draft.set(Field::Accounts, "blemesle");
    draft.serial_answer = SerialAnswer::Known("103145891".to_owned());
    let (store, now) = (story.world.store(), story.world.now());
    store.queue("m.durand", &Parcel::Ticket(draft.clone()), &[], now).unwrap();
    let course = Course { stage: Stage::Page, tries: 1, due: now };
    store.set_course(&draft.uuid, course, "https://aide.example.fr").unwrap();
    story.keys("f12 p").sees("https://aide.example.fr").sees("Objet précis").sees("0 sur 1 faits");
    for _ in 0..3 {
        story
            .misses("103145891")
            .misses("blemesle")
            .misses("N° de la clé")
            .misses("Comptes concernés")
            .key("down");
    }
}
