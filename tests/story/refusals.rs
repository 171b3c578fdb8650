//! What cannot be done says why, and changes nothing.

use guichet::backend::{Fault, Order, Trouble};
use guichet::domain::key::{KeyAct, Standing};
use guichet::domain::moment::Span;
use guichet::service::request::{Failure, Write};
use guichet::store::StoreFault;
use guichet::ui::theme::Role;

use crate::support_app::looks;
use crate::support_app::story::Story;

/// Whose card, which keys, and what is said.
const NOT_NOW: &[(&str, &str, &str)] = &[
    ("mkerbrat", "p", "Impossible (PIN) : clé suspendue."),
    ("mkerbrat", "s", "Impossible (resynchro) : clé suspendue."),
    ("mkerbrat", "l", "Impossible (perdue) : clé suspendue."),
    ("mkerbrat", "x", "Impossible (en stock) : clé suspendue."),
    ("cdupont", "e", "Impossible (réactiver) : clé en service."),
    ("lwisniewski", "p", "Impossible (PIN) : clé expirée."),
    ("lwisniewski", "u", "Impossible (débloquer) : clé expirée."),
    ("zcharrier", "p", "Impossible (PIN) : clé jamais activée."),
    ("pdelcroix", "s", "Impossible (resynchro) : clé pas encore valable."),
    ("tmullerfaure", "tab l", "Impossible (perdue) : clé retirée."),
    ("tmullerfaure", "tab r", "Impossible (remplacer) : clé retirée."),
    ("hcaumartin", "t", "Cette personne n’a pas de clé."),
    ("hcaumartin", "p", "Cette personne n’a pas de clé."),
    ("hcaumartin", "l", "Cette personne n’a pas de clé."),
    ("cdupont", "f", "Rien à suivre : le code PIN de cette clé est défini."),
];

#[test]
fn an_act_that_the_state_forbids_says_so_and_opens_nothing() {
    for (login, keys, said) in NOT_NOW {
        let mut story = Story::new();
        story.opens(login).keys(keys).sees(said).misses("Motif");
        assert_eq!(story.layers(), 2, "{login} {keys}");
        assert!(story.world.journal().is_empty());
    }
}

#[test]
fn the_footer_offers_only_what_can_be_done() {
    for (login, offered, withheld) in [
        ("mkerbrat", "e réactiver", "l perdue"),
        ("cdupont", "l perdue", "e réactiver"),
        ("slegoff", "u débloquer", "e réactiver"),
        ("hcaumartin", "a attribuer", "t tester"),
        ("cdupont", "t tester", "a attribuer"),
    ] {
        Story::new().opens(login).sees(offered).misses(withheld);
    }
}

fn order(act: KeyAct, serial: &str, login: &str) -> Write {
    let (serial, login) = (serial.to_owned(), login.to_owned());
    let order = Order {
        act,
        serial,
        login,
        successor: String::new(),
        activation: false,
        codes: None,
        agent: "autre".to_owned(),
    };
    Write::Act { order, reason: "ailleurs".to_owned() }
}

#[test]
fn a_card_that_is_out_of_date_does_no_harm() {
    let mut story = Story::new();
    story.opens("cdupont").key("p").types("PIN oublié").key("enter").waits(Span::secs(1));
    story.world.write(order(KeyAct::Suspend, "103142718", "cdupont")).unwrap();
    story.key("enter").sees("La clé est suspendue : rien n’a été fait. F5 relit la fiche.");
    story.sees("PIN oublié").sees("Effacer le code PIN");
    story.keys("esc f5").sees_as(Role::Danger, "suspendue");
}

#[test]
fn a_key_that_somebody_else_took_is_not_given_twice() {
    let mut story = Story::new();
    story.opens("hcaumartin").key("a");
    let (_, y) = story.key("down").grid().find("▸ 10314").unwrap();
    let serial = story.grid().row(y).split_whitespace().nth(1).unwrap().to_owned();
    story.world.write(order(KeyAct::Assign, &serial, "cdupont")).unwrap();
    story.key("tab").types("première clé").confirms();
    story.sees("Cette clé est déjà celle de cdupont. Rien n’a été fait.");
}

#[test]
fn a_failing_backend_is_told_in_words_and_the_dialog_stays() {
    type Failing = fn() -> Failure;
    let faults: [(Failing, &str); 6] = [
        (|| Fault::Busy.into(), "Une autre console occupe le serveur. Rien n’a été fait : recommencez."),
        (|| Fault::NotFound.into(), "Introuvable : la fiche a changé."),
        (|| Fault::State(Standing::Expired).into(), "La clé est expirée : rien n’a été fait."),
        (
            || Fault::Broken("HTTP 500".to_owned()).into(),
            "L’effet est inconnu : relisez la fiche (F5) avant d’agir.",
        ),
        (
            || Fault::Unreachable { why: Trouble::TimedOut }.into(),
            "Le serveur n’a pas répondu à temps. Rien n’a été fait.",
        ),
        (|| Failure::Journal(StoreFault::Disk("plein".to_owned())), "rien n’a été fait."),
    ];
    for (fault, said) in faults {
        let mut story = Story::new();
        story.opens("cdupont").key("p").types("PIN oublié").withholds().confirms();
        story.does_with(Err(fault())).sees(said).sees("Effacer le code PIN").sees("PIN oublié");
        assert_eq!(looks::role_of(story.grid().cell(1, 22)), Role::Danger, "{said}");
        story.gives().confirms().sees("PIN effacé.");
    }
}

#[test]
fn a_test_that_failed_may_be_tried_again() {
    let mut story = Story::new();
    story.opens("cdupont");
    let code = story.world.shown("103142718");
    story.withholds().tests(&code).sees("Test en cours…");
    story.does_with(Err(Fault::Busy.into())).sees("Une autre console occupe le serveur.").sees("_ _ _ _ _ _");
    story.gives().types(&code).key("enter").sees("VALABLE");
}

#[test]
fn nothing_in_stock_with_that_number() {
    let mut story = Story::new();
    story.opens("hcaumartin").key("a").types("zzz").sees_as(Role::Warn, "Aucune clé en stock ne correspond.");
    story.key("enter").withholds().keys("tab").types("première clé").confirms();
    assert_eq!(story.deeds().count(), 0);
}
