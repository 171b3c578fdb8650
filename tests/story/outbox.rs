//! The outbox: what waits, since when, why, and what the agent can do about it.

use guichet::app::effect::Slot;
use guichet::desk::sender::Round;
use guichet::desk::{Filing, TicketDesk};
use guichet::domain::delivery::{Course, Stage};
use guichet::domain::moment::Span;
use guichet::domain::ticket::{Audience, Draft, Field, Parcel, Remark, TicketId, Unkept, Uuid};
use guichet::service::request::{Answer, Outcome};
use guichet::ui::theme::Role;

use crate::support_app::story::Story;

fn uuid() -> Uuid {
    Uuid::from_random([9; 16])
}

/// A console in whose outbox one ticket waits, at some stage, in the desk's words.
fn waiting(stage: Stage, words: &str) -> Story {
    let mut story = Story::new();
    let store = story.world.store();
    let now = story.world.now();
    let mut draft = Draft::new(uuid(), "nantes");
    draft.login = "cdupont".to_owned();
    draft.set(Field::Subject, "Clé refusée depuis mardi");
    store.queue("m.durand", &Parcel::Ticket(draft), &[], now).unwrap();
    let due = now + Span::minutes(5);
    store.set_course(&uuid(), Course { stage, tries: 3, due }, words).unwrap();
    story.key("f12");
    story
}

fn count(story: &Story) -> u32 {
    story.world.store().waiting_count().unwrap()
}

#[test]
fn an_empty_outbox_says_that_everything_has_left() {
    Story::new()
        .key("f12")
        .sees("Boîte d’envoi")
        .sees("Rien n’attend : tout est parti.")
        .key("esc")
        .sees("Recherche");
}

#[test]
fn what_waits_is_told_with_when_and_why() {
    let mut story = waiting(Stage::Refused, "Le champ \u{1b}[31mUAI est faux");
    story.sees_as(Role::Warn, "refusé").sees("Clé refusée depuis mardi").sees("cdupont");
    story.sees("Le guichet d’assistance a refusé").sees("Réponse du guichet").sees("UAI est faux");
    waiting(Stage::Waiting, "").sees("en attente").sees("Prochain essai").sees("après 3 essais");
}

#[test]
fn what_was_refused_is_mended_as_a_draft() {
    let mut story = waiting(Stage::Refused, "non");
    story.key("enter").sees("Clé refusée depuis mardi").sees("N° de la clé");
    assert_eq!(count(&story), 0);
    let drafts = story.world.store().drafts("m.durand").unwrap().whole;
    assert_eq!(drafts.iter().map(|draft| draft.uuid.clone()).collect::<Vec<_>>(), [uuid()]);
}

/// A desk may have it: mended and sent it would be there twice.
#[test]
fn what_may_have_arrived_is_not_mended() {
    for stage in [Stage::Unknown, Stage::Doubtful] {
        let mut story = waiting(stage, "");
        story.key("enter").sees("Cet envoi est peut-être arrivé");
        assert_eq!(count(&story), 1, "{stage:?}");
    }
    let mut story = waiting(Stage::Unknown, "");
    story.key("r").sees("La console cherche d’elle-même");
}

#[test]
fn the_agent_sends_again_what_is_in_doubt_or_waits() {
    for stage in [Stage::Doubtful, Stage::Refused, Stage::Waiting] {
        let mut story = waiting(stage, "");
        story.key("r").sees("L’envoi en attente est arrivé au guichet.").sees("Rien n’attend");
        assert_eq!(count(&story), 0, "{stage:?}");
    }
}

#[test]
fn giving_up_takes_the_key_twice_and_is_journalled() {
    let mut story = waiting(Stage::Doubtful, "");
    story.key("x").sees("pour toujours").key("down").key("x").sees("pour toujours");
    assert_eq!(count(&story), 1);
    story.key("x").sees("Envoi retiré de la boîte.").sees("Rien n’attend");
    assert_eq!(count(&story), 0);
    assert_eq!(story.world.journal().last().unwrap()[0], "give-up-ticket");
}

/// What left takes its line away; the cursor stays on its own ticket.
#[test]
fn a_refresh_keeps_the_cursor_on_its_ticket() {
    let mut story = waiting(Stage::Refused, "non");
    let now = story.world.now();
    for byte in [1, 2] {
        let mut draft = Draft::new(Uuid::from_random([byte; 16]), "nantes");
        draft.set(Field::Subject, &format!("Autre {byte}"));
        let store = story.world.store();
        store.queue("m.durand", &Parcel::Ticket(draft), &[], now + Span::secs(i64::from(byte))).unwrap();
    }
    story.key("f5").key("down").key("down").withholds().key("f5");
    story.world.store().give_up(&uuid()).unwrap();
    let outbox = story.world.store().waiting().unwrap();
    story.answers_with(Slot::Outbox, Ok(Answer::Outbox(outbox))).sees("▸ en attente   Autre 2");
}

/// A console in whose outbox words for a ticket wait.
fn words(stage: Stage) -> (Story, TicketId) {
    let mut story = Story::new();
    let draft = Draft::new(Uuid::from_random([3; 16]), "nantes");
    let filing = Filing { draft, author: "accueil".to_owned(), files: Vec::new() };
    let ticket = story.world.desk(|desk| desk.file(filing.clone())).unwrap();
    let remark = Remark {
        ticket: ticket.clone(),
        uuid: uuid(),
        author: "m.durand".to_owned(),
        audience: Audience::Colleagues,
        text: "Rappelée deux fois,\nsans réponse.".to_owned(),
    };
    let (store, now) = (story.world.store(), story.world.now());
    store.queue("m.durand", &Parcel::Remark(remark), &[], now).unwrap();
    store.set_course(&uuid(), Course { stage, tries: 1, due: now + Span::minutes(5) }, "unable").unwrap();
    story.key("f12");
    (story, ticket)
}

#[test]
fn refused_words_can_be_read_mended_and_sent() {
    let (mut story, ticket) = words(Stage::Refused);
    story.sees("Rappelée deux fois, sans réponse.").sees("ce guichet ne sait pas le faire");
    story.key("enter").sees("Commentaire, pour les collègues").sees("Rappelée deux fois,");
    let kept = story.world.store().jots("m.durand").unwrap();
    assert_eq!((count(&story), kept.len()), (0, 1), "unsent words again, on the disk");
    story.key("ctrl-end").types(" Vu.").key("ctrl-s").sees("C’est ajouté au ticket.");
    assert_eq!(count(&story), 0);
    let said = story.world.desk(|desk| desk.ticket(ticket.clone())).unwrap();
    let said: Vec<_> = said.notes.iter().map(|note| format!("{:?}", note.what)).collect();
    assert!(said.last().unwrap().contains("Vu."), "{said:?}");
}

#[test]
fn words_that_are_on_their_way_are_not_mended() {
    for stage in [Stage::Waiting, Stage::Unknown, Stage::Doubtful] {
        let (mut story, _) = words(stage);
        story.misses("corriger").key("enter").misses("Commentaire, pour les collègues");
    }
}

/// A delivery takes the line away on which the question was asked: the next one is not the answer.
#[test]
fn giving_up_is_asked_for_each_line() {
    let mut story = waiting(Stage::Refused, "non");
    let (other, now) = (Draft::new(Uuid::from_random([1; 16]), "nantes"), story.world.now());
    let parcel = Parcel::Ticket(other);
    story.world.store().queue("m.durand", &parcel, &[], now + Span::secs(1)).unwrap();
    story.key("f5").key("x").sees("pour toujours").withholds().key("f5");
    story.world.store().give_up(&uuid()).unwrap();
    let outbox = story.world.store().waiting().unwrap();
    story.answers_with(Slot::Outbox, Ok(Answer::Outbox(outbox))).key("x").sees("pour toujours");
    assert_eq!(count(&story), 1);
}

/// The desk has it and said so, but not all of it: that is on the screen, not only in a passing notice.
#[test]
fn what_the_desk_did_not_keep_is_told_under_the_list() {
    let lost = vec![Unkept::Answer(Field::Phone), Unkept::File("capture\u{1b}[31m.png".to_owned())];
    let unkept = vec![(TicketId::new("12"), lost)];
    let round = Round { sent: vec![(uuid(), TicketId::new("12"))], unkept, ..Round::default() };
    let mut story = waiting(Stage::Waiting, "");
    story.withholds().key("r").does_with(Ok(Outcome::Delivered(round)));
    story.sees("L’envoi en attente est arrivé au guichet. Ticket n° 12").gives().key("down");
    story.sees_as(Role::Warn, "Ticket n° 12 déposé, mais le guichet d’assistance").sees("capture");
}
