//! The rest of a key's life: one dialog, one journal.

use guichet::service::request::Write;
use guichet::ui::theme::Role;

use crate::support_app::story::Story;
use crate::support_app::world::STEP;

/// An act that needs nothing but a reason.
struct Simple {
    login: &'static str,
    key: &'static str,
    title: &'static str,
    /// The person and the last digits of the key, as the dialog names them.
    about: &'static str,
    done: &'static str,
    /// What the card says afterwards, and how.
    after: (Role, &'static str),
    word: &'static str,
}

const SIMPLE: &[Simple] = &[
    Simple {
        login: "slegoff",
        key: "u",
        title: "Débloquer la clé",
        about: "Solène Le Goff, clé …3377",
        done: "Clé débloquée.",
        after: (Role::Good, "en service"),
        word: "unlock",
    },
    Simple {
        login: "cdupont",
        key: "l",
        title: "Suspendre la clé",
        about: "Claire Dupont, clé …2718",
        done: "Clé suspendue.",
        after: (Role::Danger, "suspendue"),
        word: "suspend",
    },
    Simple {
        login: "mkerbrat",
        key: "e",
        title: "Remettre la clé en service",
        about: "Mathieu Kerbrat, clé …5268",
        done: "Clé remise en service.",
        after: (Role::Good, "en service"),
        word: "enable",
    },
    Simple {
        login: "cdupont",
        key: "x",
        title: "Reprendre la clé",
        about: "Claire Dupont, clé …2718",
        done: "Clé reprise en stock.",
        after: (Role::Warn, "Aucune clé."),
        word: "unassign",
    },
];

#[test]
fn each_act_names_its_key_asks_why_and_shows_its_outcome() {
    for act in SIMPLE {
        let mut story = Story::new();
        story.opens(act.login).key(act.key).sees(act.title).sees_as(Role::Say, act.about);
        story.types("demande du titulaire").confirms().sees_as(Role::Good, act.done);
        let (role, after) = act.after;
        story.key("f5").sees_as(role, after);
        let journal = story.world.journal();
        let [word, login, _, reason, outcome] = journal.last().unwrap();
        assert_eq!(
            [word.as_str(), login, reason, outcome],
            [act.word, act.login, "demande du titulaire", "done"]
        );
    }
}

#[test]
fn leaving_a_dialog_does_nothing() {
    for act in SIMPLE {
        let mut story = Story::new();
        story.opens(act.login).key(act.key).types("demande du titulaire").key("esc").misses(act.title);
        assert!(story.world.journal().is_empty(), "{}", act.word);
    }
}

#[test]
fn two_consecutive_codes_teach_the_drift() {
    let mut story = Story::new();
    story.opens("gmorvan").sees("dérive +0").key("s").sees("Resynchroniser la clé");
    let first = story.world.shown("103144025");
    story.types(&first).key("tab").waits(STEP);
    let second = story.world.shown("103144025");
    story.types(&second).sees("● ● ● ● ● ●").misses(&first).misses(&second);
    story.key("tab").types("horloge décalée").confirms().sees("Clé resynchronisée.").sees("dérive +9");
    // Both codes are spent; the one after them is valid without any left aside.
    story.tests(&first).sees("TROP ANCIEN").types(&second).key("enter").sees("DÉJÀ UTILISÉ");
    story.waits(STEP);
    let next = story.world.shown("103144025");
    story.types(&next).key("enter").sees("VALABLE").misses("décalé");
}

#[test]
fn enter_leads_through_the_fields_of_a_resync() {
    let mut story = Story::new();
    let (first, second) = (story.world.shown("103144025"), story.world.shown_in("103144025", 1));
    story.opens("gmorvan").key("s").types(&first).key("enter").types(&second).key("enter");
    story.types("horloge décalée").confirms().sees("Clé resynchronisée.");
}

#[test]
fn codes_that_do_not_follow_each_other_teach_nothing() {
    let shown = |story: &Story, steps| story.world.shown_in("103144025", steps);
    for (what, first, second) in [("swapped", 1, 0), ("equal", 0, 0), ("one left out", 0, 2)] {
        let mut story = Story::new();
        story.opens("gmorvan").key("s");
        let (first, second) = (shown(&story, first), shown(&story, second));
        story.types(&first).key("tab").types(&second).key("tab").types("horloge décalée").confirms();
        story.sees("Ces deux codes ne se suivent pas sur cette clé.").sees("Resynchroniser la clé");
        story.sees("_ _ _ _ _ _").misses("●");
        let outcome = &story.world.journal()[0][4];
        assert!(outcome.starts_with("failed"), "{what}: {outcome}");
        story.key("esc").sees("dérive +0");
    }
}

#[test]
fn codes_noted_beforehand_teach_nothing() {
    let mut story = Story::new();
    let noted = [-30, -29].map(|steps| story.world.shown_in("103142718", steps));
    story.opens("cdupont").key("s").types(&noted[0]).key("tab").types(&noted[1]).key("tab");
    story.types("horloge décalée").confirms().sees("codes notés d’avance ?").key("esc").sees("dérive +1");
}

#[test]
fn any_key_between_two_enters_corrects_instead_of_confirming() {
    for key in ["x", "backspace", "down", "tab"] {
        let mut story = Story::new();
        story.opens("cdupont").key("l").types("clé perdue").key("enter").sees("Relisez").withholds();
        story.waits(guichet::domain::moment::Span::secs(1)).key(key).misses("Relisez").key("enter");
        assert_eq!(story.deeds().count(), 0, "{key}");
    }
}

#[test]
fn what_gives_access_warns_to_verify_the_caller_first() {
    for (login, key) in [("cdupont", "p"), ("slegoff", "u"), ("mkerbrat", "e"), ("lwisniewski", "r")] {
        Story::new().opens(login).key(key).sees_as(Role::Warn, "D’abord, assurez-vous de qui appelle");
    }
}

#[test]
fn a_second_key_for_somebody_is_remarked() {
    Story::new().opens("cdupont").key("a").sees("Attention : cette personne a déjà la clé …2718.");
}

#[test]
fn a_passcode_typed_into_a_resync_loses_its_pin() {
    let mut story = Story::new();
    let (first, second) = (story.world.shown("103144025"), story.world.shown_in("103144025", 1));
    story.opens("gmorvan").key("s").types(&format!("4576{first}")).key("tab").types(&second);
    story.key("tab").types("horloge décalée").withholds().confirms();
    match story.deeds().next() {
        Some(Write::Act { order, reason }) => {
            let (a, b) = order.codes.as_ref().unwrap();
            assert_eq!((a.expose(), b.expose()), (first.as_str(), second.as_str()));
            assert!(!reason.contains("4576"));
        }
        _ => panic!("no resync on its way"),
    }
    story.gives().sees("Clé resynchronisée.").sees("Un code PIN a été lu à voix haute");
}

#[test]
fn a_key_from_stock_is_found_by_a_part_of_its_serial_and_assigned() {
    let mut story = Story::new();
    story.opens("hcaumartin").sees("Aucune clé.").key("a").sees("Attribuer une clé").sees("Hélène Caumartin");
    let offered = stock(&story);
    assert!(offered.len() > 1);
    let wanted = offered[1].clone();
    story.types(&wanted[4..]).sees(&wanted);
    assert_eq!(stock(&story), [wanted.as_str()]);
    story.key("enter").types("première clé").confirms().sees("Clé attribuée.");
    story.sees(&format!("▸ {wanted}")).sees("PIN à créer");
    assert_eq!(story.world.journal()[0][2], wanted);
}

#[test]
fn a_replaced_key_is_retired_and_the_new_one_takes_its_place() {
    let mut story = Story::new();
    story.opens("lwisniewski").sees_as(Role::Danger, "expirée").key("r").sees("Remplacer la clé");
    story.key("down");
    let wanted = chosen(&story);
    story.key("tab").types("fin de validité").confirms().sees("Clé remplacée.").sees("retirée").sees(&wanted);
    let journal = &story.world.journal()[0];
    assert_eq!(journal[0], "replace");
    assert_eq!(journal[3], format!("fin de validité [{wanted}]"));
}

/// Serials offered from the stock.
fn stock(story: &Story) -> Vec<String> {
    let (_, top) = story.grid().find("Clé du stock").unwrap();
    let serial =
        |y| story.grid().row(y).split_whitespace().find(|word| word.starts_with("10314")).map(str::to_owned);
    (top + 1..top + 5).filter_map(serial).collect()
}

/// The serial the pointer stands before.
fn chosen(story: &Story) -> String {
    let (_, top) = story.grid().find("Clé du stock").unwrap();
    let pointed = (top..story.grid().height()).map(|y| story.grid().row(y)).find(|row| row.contains('▸'));
    pointed.unwrap().split_whitespace().find(|word| word.starts_with("10314")).unwrap().to_owned()
}

#[test]
fn the_chosen_key_stays_chosen_when_the_keys_change_places() {
    let mut story = Story::new();
    story.opens("kbenhaddou").sees("▸ 103141906").key("l").types("clé perdue").confirms();
    story.sees_as(Role::Danger, "suspendue").sees("▸ 103141906").key("e").sees("Karim Benhaddou, clé …1906");
}

#[test]
fn the_card_reads_itself_again_after_each_act() {
    let mut story = Story::new();
    story.opens("slegoff").sees("échecs 10/10").orders("u").sees("échecs 0/10").sees("débloquée");
}
