//! Nothing typed is lost: the draft is on the disk at each pause.

use guichet::app::msg::Msg;
use guichet::desk::DeskFault;
use guichet::domain::moment::Span;
use guichet::domain::ticket::{Draft, Field};
use guichet::service::request::{Answer, Read};
use guichet::ui::theme::Role;

use crate::support_app::story::Story;
use crate::tickets::fill;

const PAUSE: Span = Span::millis(400);

type Leave = fn(&mut Story) -> &mut Story;
type Failing = fn() -> DeskFault;

fn drafts(story: &Story) -> Vec<Draft> {
    match story.world.read(Read::Drafts) {
        Ok(Answer::Drafts(drafts)) => drafts.whole,
        _ => panic!("no answer about drafts"),
    }
}

/// What the disk holds of one field of the only draft.
fn kept(story: &Story, field: Field) -> String {
    let drafts = drafts(story);
    assert_eq!(drafts.len(), 1);
    drafts[0].text(field).to_owned()
}

#[test]
fn a_draft_is_kept_at_each_pause_and_not_before() {
    let mut story = Story::new();
    story.opens("cdupont").key("n").waits(PAUSE);
    assert!(drafts(&story).is_empty(), "nothing was typed");
    story.types("9h").waits(Span::millis(399));
    assert!(drafts(&story).is_empty());
    story.waits(Span::millis(1)).sees("brouillon gardé");
    assert_eq!(kept(&story, Field::Hours), "9h");
    story.types("-12h").misses("brouillon gardé").waits(PAUSE).sees("brouillon gardé");
    assert_eq!(kept(&story, Field::Hours), "9h-12h");
}

#[test]
fn steady_typing_is_kept_once_it_pauses() {
    let mut story = Story::new();
    story.opens("cdupont").key("n");
    for letter in "matin, de préférence".chars() {
        story.types(&letter.to_string()).waits(Span::millis(200));
    }
    assert!(drafts(&story).is_empty());
    story.waits(PAUSE);
    assert_eq!(kept(&story, Field::Hours), "matin, de préférence");
}

#[test]
fn leaving_in_any_way_keeps_the_draft() {
    let ways: [(&str, Leave); 4] = [
        ("Esc", |story| story.key("esc")),
        ("Ctrl-Q", |story| story.keys("ctrl-q ctrl-q")),
        ("the terminal goes", |story| story.tells(Msg::HangUp)),
        ("another screen", |story| story.key("f4").waits(PAUSE)),
    ];
    for (way, leave) in ways {
        let mut story = Story::new();
        story.opens("cdupont").key("n").types("le soir");
        leave(&mut story);
        assert_eq!(kept(&story, Field::Hours), "le soir", "{way}");
    }
}

#[test]
fn a_kept_draft_waits_on_the_search_screen_and_opens_as_it_was() {
    let mut story = Story::new();
    story.opens("cdupont").key("n").types("le soir").keys("esc esc esc");
    story.sees("Claire Dupont").sees("brouillon").key("ctrl-end").key("enter");
    story.sees("Nouveau ticket").sees("le soir").sees("claire.dupont@ac-nantes.fr").sees("103142718");
    story.sees_as(Role::Warn, "3 champs manquent").sees_as(Role::Accent, "Objet précis");
}

#[test]
fn a_draft_shows_nobody_s_card_beside_it() {
    let mut story = Story::new();
    story.opens("cdupont").key("n").types("le soir").keys("esc esc esc").waits(Span::secs(1));
    story.key("ctrl-end").waits(Span::secs(1)).sees("brouillon").misses("À demander");
}

#[test]
fn a_draft_taken_up_again_is_filed_once_and_gone() {
    let mut story = Story::new();
    story.opens("cdupont").key("n");
    fill(&mut story);
    story
        .keys("esc esc esc")
        .keys("ctrl-end enter")
        .sees("complet")
        .key("ctrl-s")
        .sees("Ticket n° 1 déposé.");
    assert!(drafts(&story).is_empty());
    story.misses("brouillon").key("f4").sees("Connexion refusée");
}

#[test]
fn ctrl_d_twice_throws_a_draft_away_and_once_does_not() {
    let mut story = Story::new();
    story.opens("cdupont").key("n").types("le soir").waits(PAUSE);
    story.key("ctrl-d").sees("Ctrl-D une seconde fois supprime ce brouillon");
    story.types("!").key("ctrl-d").sees("Ctrl-D une seconde fois");
    assert_eq!(drafts(&story).len(), 1, "typing in between starts over");
    story.key("ctrl-d").sees("Brouillon jeté.").sees("Événements").waits(PAUSE);
    assert!(drafts(&story).is_empty());
}

#[test]
fn a_desk_that_fails_leaves_the_form_and_the_draft() {
    let faults: [(Failing, &str); 3] = [
        (
            || DeskFault::Unreachable("RT".to_owned()),
            "Guichet d’assistance injoignable (RT). Le brouillon est gardé.",
        ),
        (|| DeskFault::Refused("queue".to_owned()), "Refusé par le guichet d’assistance : queue."),
        (|| DeskFault::Doubtful, "Envoyé, sans réponse : regardez le ticket avant de recommencer."),
    ];
    for (fault, said) in faults {
        let mut story = Story::new();
        story.opens("cdupont").key("n");
        fill(&mut story);
        story
            .waits(PAUSE)
            .withholds()
            .key("ctrl-s")
            .does_with(Err(fault().into()))
            .sees(said)
            .sees("Nouveau ticket");
        assert_eq!(kept(&story, Field::Errors), "Aucun");
    }
}

#[test]
fn what_is_promised_to_be_kept_is_on_the_disk() {
    let mut story = Story::new();
    story.opens("cdupont").key("n");
    fill(&mut story);
    // Filed before any pause: nothing was kept yet when the desk fails.
    story.withholds().key("ctrl-s").does_with(Err(DeskFault::Unreachable("RT".to_owned()).into()));
    story.sees("Le brouillon est gardé.").gives();
    assert_eq!(kept(&story, Field::Errors), "Aucun");
}

#[test]
fn a_copy_under_way_is_waited_for_before_the_ticket_is_filed() {
    let mut story = Story::new();
    story.opens("cdupont").key("n");
    fill(&mut story);
    story.withholds().waits(PAUSE).key("ctrl-s");
    assert_eq!(story.deeds().count(), 1, "the copy first");
    story.does();
    assert_eq!(story.deeds().count(), 1, "then the ticket");
    story.gives().sees("Ticket n° 1 déposé.");
    assert!(drafts(&story).is_empty(), "the copy did not bring the draft back to life");
}

#[test]
fn two_consoles_on_one_draft_do_not_overwrite_each_other() {
    let mut story = Story::new();
    story.opens("cdupont").key("n").types("le soir").waits(PAUSE);
    let mut other = drafts(&story).remove(0);
    other.set(Field::Hours, "jamais");
    story.world.set(story.world.now() + Span::secs(5));
    story.world.write(guichet::service::request::Write::SaveDraft(Box::new(other))).unwrap();
    story.types(" tard").waits(PAUSE).sees("Une autre console a modifié, déposé ou jeté ce brouillon");
    let kept: Vec<String> = drafts(&story).iter().map(|draft| draft.text(Field::Hours).to_owned()).collect();
    assert!(kept.contains(&"jamais".to_owned()) && kept.contains(&"le soir tard".to_owned()), "{kept:?}");
}
