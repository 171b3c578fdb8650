//! What a ticket lacks is told in the list and on its screen, and asked for by one key; a ticket that is no
//! matter of keys goes where its academy's notice sends it.

use guichet::app::action::Action;
use guichet::app::cx::Session;
use guichet::app::line::Spare;
use guichet::desk::{self, Change, Filing, TicketDesk, What};
use guichet::domain::moment::Span;
use guichet::domain::profile::Profiles;
use guichet::domain::ticket::{Draft, Field, NoteKind, TicketId, Uuid};
use guichet::text::Lang;
use guichet::text::wall::Wall;
use guichet::ui::theme::Role;
use jiff::tz::TimeZone;

use crate::support_app::looks;
use crate::support_app::story::Story;
use crate::support_app::world::World;

const WHOLE: [(Field, &str); 9] = [
    (Field::Name, "Anne Leroy"),
    (Field::Post, "principale, Collège des Mouettes"),
    (Field::Phone, "+33240001122"),
    (Field::Hours, "9h-12h"),
    (Field::Subject, "Clé refusée"),
    (Field::Description, "Refusée depuis mardi."),
    (Field::Errors, "aucun"),
    (Field::Accounts, "aleroy"),
    (Field::Serial, "103142718"),
];

/// A desk that mails answers, and one ticket of an academy that lacks some fields.
fn lacking(academy: &str, lacks: &[Field], lang: Lang) -> Story {
    let mut story = Story::on(World::far(), lang, looks::telling());
    file(&mut story, 1, academy, lacks);
    story.key("f4");
    story
}

fn file(story: &mut Story, byte: u8, academy: &str, lacks: &[Field]) {
    let mut draft = Draft::new(Uuid::from_random([byte; 16]), academy);
    draft.set(Field::Mail, &format!("a.leroy@ac-{academy}.fr"));
    for (field, answer) in WHOLE.into_iter().filter(|(field, _)| !lacks.contains(field)) {
        draft.set(field, answer);
    }
    let filing = Filing { draft, author: "accueil".to_owned(), files: Vec::new() };
    story.world.desk(|desk| desk.file(filing.clone())).unwrap();
    story.waits(Span::minutes(1));
}

fn notes(story: &Story) -> Vec<NoteKind> {
    let ticket = story.world.desk(|desk| desk.ticket(TicketId::new("1"))).unwrap();
    ticket.notes.into_iter().map(|note| note.what).collect()
}

#[test]
fn the_list_counts_what_is_missing_and_the_ticket_names_it() {
    let mut story = lacking("nantes", &[Field::Hours, Field::Serial], Lang::Fr);
    story.sees_as(Role::Warn, "2 champs manquent").sees("Clé refusée");
    story.key("enter").sees_as(Role::Warn, "2 champs manquent : Horaires de rappel, N° de la clé");
    story.sees("(d les demande)");
}

#[test]
fn a_whole_ticket_has_no_mark() {
    let mut story = lacking("nantes", &[], Lang::Fr);
    story
        .misses("manque")
        .key("enter")
        .misses("manque")
        .key("d")
        .sees("Rien ne manque de ce que l’académie exige");
}

/// Rouen forbids login and serial: a ticket without them is whole.
#[test]
fn what_an_academy_forbids_is_not_missing() {
    let mut story = lacking("rouen", &[Field::Accounts, Field::Serial], Lang::Fr);
    story.misses("manque").key("enter").misses("manque");
}

#[test]
fn one_key_asks_for_it_in_french_and_sends_it() {
    let mut story = lacking("nantes", &[Field::Hours, Field::Serial], Lang::En);
    story.sees("2 fields missing").keys("enter d").sees("Answer, sent to the requester");
    story
        .sees("vos horaires de disponibilité")
        .sees("le numéro de la clé")
        .sees("http://assistance.ac-nantes.fr");
    story.sees("Ne donnez jamais votre code PIN").key("ctrl-s").sees("It is added to the ticket.");
    let [NoteKind::Replied(said)] = &notes(&story)[..] else { panic!("no answer") };
    assert!(said.contains("demande n°\u{a0}1") && !said.contains("[***]"), "{said}");
}

/// What the agent has begun is not lost for a key.
#[test]
fn what_was_kept_stands_before_what_is_asked() {
    let mut story = lacking("nantes", &[Field::Hours], Lang::Fr);
    story.keys("enter r").types("Bonjour Madame").key("esc").key("d");
    story
        .sees("Bonjour Madame")
        .sees("vos horaires de disponibilité")
        .key("esc")
        .key("d")
        .sees("Bonjour Madame");
}

#[test]
fn where_the_desk_mails_nothing_nothing_is_asked() {
    let mut story = Story::new();
    file(&mut story, 1, "nantes", &[Field::Hours]);
    story
        .keys("f4 enter")
        .sees("1 champ manque")
        .misses("d les demande")
        .key("d")
        .sees("Ce guichet, ou vos droits, ne le permettent pas.");
}

/// The mark moves neither cursor nor selection, and goes when the ticket is whole.
#[test]
fn a_refresh_moves_nothing_and_a_change_is_told_before_sending() {
    let mut story = lacking("nantes", &[Field::Hours], Lang::Fr);
    file(&mut story, 2, "nantes", &[]);
    story.key("f5").key("down").key("space").sees("1 coché").key("f5").sees("✓    1").sees("1 coché");
    story.key("enter").key("d");
    let seen = story.world.now() + Span::days(1);
    let author = "p.martin".to_owned();
    let change = Change { ticket: TicketId::new("1"), seen, author, what: What::Take };
    story.world.desk(|desk| desk.change(change.clone())).unwrap();
    story.key("ctrl-s").sees("Le ticket a changé entre-temps").sees("confié à p.martin").sees("vos horaires");
}

#[test]
fn what_is_no_matter_of_keys_goes_on_with_the_sentence_of_nantes() {
    let mut story = lacking("nantes", &[], Lang::Fr);
    story.keys("enter o").sees("Ce n’est pas un problème de clé OTP").sees("référent numérique");
    story.sees("A ce stade, si le portail des applications").sees("avec cette réponse au demandeur");
    story.key("enter").sees_as(Role::Good, "Transmis à la file « référent numérique »");
    let notes = notes(&story);
    let [NoteKind::Routed(queue), NoteKind::Replied(said)] = &notes[..] else { panic!("{notes:?}") };
    assert_eq!(queue, "référent numérique");
    assert!(
        said.starts_with("A ce stade, si le portail") && said.ends_with("votre référent numérique."),
        "{said}"
    );
    let act = story.world.journal().last().unwrap().clone();
    assert_eq!((act[0].as_str(), act[3].as_str()), ("refer-ticket", "1 référent numérique"));
}

#[test]
fn an_academy_without_such_a_sentence_is_lent_none() {
    for academy in ["amiens", "creteil", "poitiers", "rouen"] {
        let mut story = lacking(academy, &[], Lang::Fr);
        story.keys("enter o").sees("n’a pas de phrase pour ce cas").misses("A ce stade");
        assert!(notes(&story).is_empty());
    }
    let mut story = lacking("rennes", &[], Lang::Fr);
    story.keys("enter o").sees("Rien ne dit de quelle académie vient ce ticket");
}

#[test]
fn what_another_agent_did_is_shown_before_the_ticket_is_sent_on() {
    let mut story = lacking("nantes", &[], Lang::Fr);
    story.keys("enter o");
    let seen = story.world.now() + Span::days(1);
    let author = "p.martin".to_owned();
    let change = Change { ticket: TicketId::new("1"), seen, author, what: What::Take };
    story.world.desk(|desk| desk.change(change.clone())).unwrap();
    story.key("enter").sees("Le ticket a changé entre-temps").sees("confié à p.martin");
    assert_eq!(notes(&story).len(), 1, "nothing was said nor sent on");
    story.key("enter").sees("Transmis à la file");
    assert_eq!(notes(&story).len(), 3);
}

/// A mailbox sends nothing on: the key is there, and says why it does nothing.
#[test]
fn a_desk_that_sends_nothing_on_says_so() {
    for (lang, why) in [(Lang::Fr, "ne transmet aucun ticket"), (Lang::En, "sends no ticket on")] {
        let world = World::new();
        let session = Session {
            text: lang.text(),
            wall: Wall::new(TimeZone::UTC, lang),
            agent: "m.durand".to_owned(),
            abilities: world.abilities(),
            desk: desk::Abilities { changes: &[], notes: false, ..world.desk_abilities() },
            spare: Spare::default(),
            unmet: false,
            profiles: Profiles::shipped().unwrap(),
            demo: true,
            waiting: 0,
            notices: 0,
            tells: false,
            clipboard: false,
            lot: [7; 32],
        };
        assert!(!session.allows(Action::NotOtp));
        assert!(session.why_not(Action::NotOtp).contains(why));
        assert!(!session.why_not(Action::AskMissing).contains(why));
    }
}

#[test]
fn where_the_desk_mails_nothing_the_sentence_is_a_comment() {
    let mut story = Story::new();
    file(&mut story, 1, "nantes", &[]);
    story
        .keys("f4 enter o")
        .sees("avec ce commentaire pour les collègues")
        .key("enter")
        .sees("Transmis à la file");
    assert!(matches!(&notes(&story)[1], NoteKind::Said(said) if said.contains("problème d'affectation")));
}
