//! Words for a ticket: on the disk at each pause, there again when the ticket is opened again, ready ones
//! inserted where the cursor is.

use guichet::app::effect::Slot;
use guichet::app::msg::Msg;
use guichet::desk::{DeskFault, Filing, TicketDesk};
use guichet::domain::moment::Span;
use guichet::domain::ticket::{Draft, Field, Jot, Parcel, Remark, TicketId, Uuid};
use guichet::service::request::{Answer, Read, Write};
use guichet::text::Lang;
use guichet::ui::theme::Role;

use crate::support_app::looks;
use crate::support_app::story::Story;
use crate::support_app::world::World;

const PAUSE: Span = Span::millis(400);

type Leave = fn(&mut Story) -> &mut Story;

/// A ticket of an academy, open, at a desk that mails answers.
fn ticket(academy: &str) -> Story {
    let mut story = Story::on(World::far(), Lang::Fr, looks::telling());
    let mut draft = Draft::new(Uuid::from_random([1; 16]), academy);
    draft.set(Field::Subject, "Clé refusée");
    draft.set(Field::Mail, &format!("a.leroy@ac-{academy}.fr"));
    let filing = Filing { draft, author: "accueil".to_owned(), files: Vec::new() };
    story.world.desk(|desk| desk.file(filing.clone())).unwrap();
    story.waits(Span::minutes(1)).keys("f4 enter").sees("Clé refusée");
    story
}

fn jots(story: &Story) -> Vec<Jot> {
    match story.world.read(Read::Jots) {
        Ok(Answer::Jots(jots)) => jots,
        _ => panic!("no answer about words"),
    }
}

fn kept(story: &Story) -> Vec<String> {
    jots(story).into_iter().map(|jot| jot.text).collect()
}

fn notes(story: &Story) -> usize {
    story.world.desk(|desk| desk.ticket(TicketId::new("1"))).unwrap().notes.len()
}

#[test]
fn words_are_kept_at_each_pause_and_not_before() {
    let mut story = ticket("nantes");
    story.key("c").types("Rappelée").waits(Span::millis(399));
    assert!(kept(&story).is_empty());
    story.waits(Span::millis(1)).sees("brouillon gardé");
    assert_eq!(kept(&story), ["Rappelée"]);
    story.types(", en vain").misses("brouillon gardé").waits(PAUSE).sees("brouillon gardé");
    assert_eq!(kept(&story), ["Rappelée, en vain"]);
}

#[test]
fn leaving_in_any_way_keeps_the_words() {
    let ways: [(&str, Leave); 4] = [
        ("Esc", |story| story.key("esc")),
        ("Ctrl-Q", |story| story.keys("ctrl-q ctrl-q")),
        ("the terminal goes", |story| story.tells(Msg::HangUp)),
        ("another screen", |story| story.key("f12").waits(PAUSE)),
    ];
    for (way, leave) in ways {
        let mut story = ticket("nantes");
        story.key("c").types("à rappeler");
        leave(&mut story);
        assert_eq!(kept(&story), ["à rappeler"], "{way}");
    }
}

#[test]
fn what_was_kept_is_there_again_for_the_same_readers_alone() {
    let mut story = ticket("nantes");
    story.key("c").types("à rappeler").key("esc").sees("Brouillon gardé.");
    story.key("r").misses("à rappeler").key("esc");
    story.key("c").sees("à rappeler").sees("repris où il en était").types(" demain").key("ctrl-s");
    story.sees("C’est ajouté au ticket.").sees("à rappeler demain");
    assert!(kept(&story).is_empty());
    story.key("c").misses("à rappeler");
    assert_eq!(notes(&story), 1);
}

/// Keys come faster than the disk.
#[test]
fn what_is_typed_before_the_kept_words_are_there_stands_behind_them() {
    let mut story = ticket("nantes");
    story.key("c").types("à rappeler").key("esc").withholds().key("c").types(" demain");
    story.answers(Slot::Jots).sees("à rappeler demain");
}

#[test]
fn words_of_nothing_are_not_kept_and_those_wiped_are_forgotten() {
    let mut story = ticket("nantes");
    story.key("c").key("esc").key("c").types("  ").key("esc");
    assert!(kept(&story).is_empty());
    story.key("c").types("oh").waits(PAUSE).keys("backspace backspace").key("esc");
    assert!(kept(&story).is_empty());
}

#[test]
fn ctrl_d_twice_throws_words_away_and_once_does_not() {
    let mut story = ticket("nantes");
    story.key("c").types("non").waits(PAUSE).key("ctrl-d").sees("Ctrl-D une seconde fois");
    story.types("!").key("ctrl-d").sees("Ctrl-D une seconde fois");
    assert_eq!(kept(&story).len(), 1);
    story.key("ctrl-d").sees("sans intervenant");
    assert!(kept(&story).is_empty());
    assert_eq!(notes(&story), 0);
}

#[test]
fn a_secret_among_the_words_does_not_reach_the_disk() {
    let mut story = ticket("nantes");
    story.key("c").types("il dit 4576768950").waits(PAUSE).sees("4576768950");
    assert_eq!(kept(&story), ["il dit [***]"]);
}

#[test]
fn two_consoles_on_the_same_words_do_not_overwrite_each_other() {
    let mut story = ticket("nantes");
    story.key("c").types("d’ici").waits(PAUSE);
    let mut other = jots(&story).remove(0);
    other.text = "d’ailleurs".to_owned();
    story.world.set(story.world.now() + Span::secs(5));
    story.world.write(Write::SaveJot(Box::new(other))).unwrap();
    story.types(" même").waits(PAUSE).sees("le vôtre est gardé à part");
    let mut texts = kept(&story);
    texts.sort();
    assert_eq!(texts, ["d’ailleurs", "d’ici même"]);
}

/// What another console sent under this name is sent once; what differs from it is not lost.
#[test]
fn words_that_another_console_sent_are_not_sent_twice_nor_lost() {
    let mut story = ticket("nantes");
    story.key("c").types("Bonjour").waits(PAUSE);
    let Jot { uuid, ticket, audience, text, .. } = jots(&story).remove(0);
    let remark = Remark { ticket, uuid, author: "m.durand".to_owned(), audience, text };
    let seen = story.world.now() + Span::days(1);
    story.world.write(Write::Say { remark: Box::new(remark), seen }).unwrap();
    assert_eq!(notes(&story), 1);
    story.types(" encore").key("ctrl-s").sees("Le ticket a changé entre-temps").key("ctrl-s");
    story.sees("C’est ajouté au ticket.").sees("Bonjour encore");
    assert_eq!(notes(&story), 2);
    assert!(kept(&story).is_empty());
}

/// Nor where the desk cannot be asked whether the ticket changed.
#[test]
fn words_that_differ_from_what_was_sent_under_their_name_wait_for_the_desk() {
    let mut story = ticket("nantes");
    story.key("c").types("Bonjour").waits(PAUSE);
    let Jot { uuid, ticket, audience, text, .. } = jots(&story).remove(0);
    let remark = Remark { ticket, uuid, author: "m.durand".to_owned(), audience, text };
    let seen = story.world.now() + Span::days(1);
    story.world.write(Write::Say { remark: Box::new(remark), seen }).unwrap();
    story.world.cable.cut();
    story.types(" encore").key("ctrl-s");
    let waiting = story.world.store().waiting().unwrap().whole;
    let [Parcel::Remark(waits)] = &waiting.iter().map(|one| one.parcel.clone()).collect::<Vec<_>>()[..]
    else {
        panic!("{} wait", waiting.len())
    };
    assert_eq!(waits.text, "Bonjour encore");
}

#[test]
fn words_that_cannot_be_sent_stay_where_they_are() {
    let mut story = ticket("nantes");
    story.key("c").types("Bonjour").waits(PAUSE);
    story.withholds().key("ctrl-s");
    story.does_with(Err(DeskFault::Refused("droits".to_owned()).into())).sees("droits").sees("Bonjour");
    story.gives();
    assert_eq!(kept(&story), ["Bonjour"]);
}

/// The desk may answer late or never: what was typed last is on the disk before it is asked.
#[test]
fn words_are_kept_before_the_desk_is_asked() {
    let mut story = ticket("nantes");
    story.key("c").types("Bonjour");
    assert!(kept(&story).is_empty(), "no pause yet");
    story.withholds().key("ctrl-s");
    assert!(matches!(story.deeds().last(), Some(Write::SaveJot(_))));
}

#[test]
fn a_copy_under_way_is_waited_for_before_the_words_leave() {
    let mut story = ticket("nantes");
    story.key("c").types("Bonjour").withholds().waits(PAUSE).key("ctrl-s");
    assert_eq!(story.deeds().count(), 1, "the copy first");
    story.does();
    assert_eq!(story.deeds().count(), 1, "then the words");
    story.gives().sees("C’est ajouté au ticket.");
    assert!(kept(&story).is_empty(), "the copy did not bring them back to life");
}

#[test]
fn a_ready_answer_is_found_by_typing_and_stands_where_the_cursor_was() {
    let mut story = ticket("nantes");
    story.key("r").types("Madame,").key("enter").key("f6");
    story.sees("Réponse type").sees("Règle d’or").sees("Hameçonnage").types("hame").misses("Règle d’or");
    story.key("enter").sees("Madame,").sees("ne révélez jamais votre mot de passe, ni votre NUMEN");
    story.key("ctrl-s").sees("C’est ajouté au ticket.");
    let ticket = story.world.desk(|desk| desk.ticket(TicketId::new("1"))).unwrap();
    let said = ticket.notes[0].what.told().1.to_owned();
    assert!(said.starts_with("Madame,\nBonjour,") && said.ends_with("n°\u{a0}1."), "{said}");
}

#[test]
fn esc_leaves_the_choice_and_keeps_the_words() {
    let mut story = ticket("rouen");
    story
        .key("r")
        .types("Bonjour")
        .keys("f6 down")
        .sees("Pôle")
        .key("esc")
        .misses("Réponse type")
        .sees("Bonjour");
    story
        .keys("f6")
        .types("zzz")
        .sees("Aucune réponse type de ce nom")
        .key("enter")
        .key("esc")
        .sees("Bonjour");
}

#[test]
fn an_academy_without_ready_answers_says_so() {
    let mut story = ticket("rennes");
    story.keys("r f6").sees_as(Role::Info, "Aucune réponse type pour cette académie");
}
