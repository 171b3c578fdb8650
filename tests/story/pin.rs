//! A PIN cleared, created again, or forgotten.

use guichet::app::effect::{Slot, Timer};
use guichet::backend::local::Knock;
use guichet::domain::moment::Span;
use guichet::ui::theme::Role;

use crate::support_app::story::Story;
use crate::support_app::world::{PIN, STEP};

const LOGIN: &str = "cdupont";
const SERIAL: &str = "103142718";

/// On the follow screen of a PIN cleared just now.
fn cleared() -> Story {
    let mut story = Story::new();
    story.opens(LOGIN).orders("p").sees("Nouveau code PIN");
    story
}

/// The follower asks every second: long enough for its next look.
fn looks_again(story: &mut Story) -> &mut Story {
    story.waits(Span::secs(2))
}

#[test]
fn clearing_asks_why_and_names_person_and_key() {
    let mut story = Story::new();
    story.opens(LOGIN).key("p");
    story.sees("Effacer le code PIN").sees_as(Role::Say, "Claire Dupont, clé …2718");
    story.withholds().key("enter").sees("Indiquez un motif (4 caractères au moins)");
    story.types("abc").key("enter").sees("Indiquez un motif");
    assert_eq!(story.deeds().count(), 0, "without a reason nothing is sent");
    story
        .keys("down")
        .sees("PIN oublié")
        .key("down")
        .sees("PIN connu d’un tiers")
        .key("up")
        .sees("PIN oublié");
    story.key("enter").sees("Relisez : Claire Dupont, clé …2718.").key("enter");
    assert_eq!(story.deeds().count(), 0, "a nervous second Enter is none");
    story.waits(Span::millis(500)).key("enter").sees("En cours…");
    assert_eq!(story.deeds().count(), 1);
    story.key("enter");
    assert_eq!(story.deeds().count(), 1, "Enter twice does it once");
    story.gives().sees("PIN effacé.").sees("Nouveau code PIN");
    let expected = ["clear-pin", LOGIN, SERIAL, "PIN oublié", "done"].map(str::to_owned);
    assert_eq!(story.world.journal(), [expected]);
    story.key("esc").sees_as(Role::Warn, "PIN à créer");
}

#[test]
fn a_reason_of_one_s_own_is_journalled_as_typed() {
    let mut story = Story::new();
    story.opens(LOGIN).key("p").types("rappel à l’accueil").confirms();
    assert_eq!(story.world.journal()[0][3], "rappel à l’accueil");
}

#[test]
fn the_steps_are_ticked_as_the_caller_takes_them() {
    let mut story = cleared();
    story.sees("Code PIN à créer, à l’instant").sees("Guichet observe le serveur").misses("vu à");
    story.sees("tapez seulement les 6 chiffres affichés sur la clé");

    let code = story.world.shown(SERIAL);
    assert_eq!(story.world.logs_in(LOGIN, &code), Knock::CreatePin { serial: SERIAL.to_owned() });
    looks_again(&mut story).sees("vu à 10:03:20");
    assert_eq!(ticks(&story), 1);

    story.world.creates_pin(LOGIN, SERIAL);
    looks_again(&mut story);
    assert_eq!(ticks(&story), 2);

    assert_eq!(story.world.logs_in(LOGIN, &format!("{PIN}{code}")), Knock::Refused, "the same code again");
    looks_again(&mut story).sees("Essai refusé").sees_as(Role::Warn, "Essai refusé");
    assert_eq!(ticks(&story), 2);

    story.waits(STEP);
    let passcode = format!("{PIN}{}", story.world.shown(SERIAL));
    assert_eq!(story.world.logs_in(LOGIN, &passcode), Knock::Welcome { confirmed: true });
    looks_again(&mut story).sees_as(Role::Good, "Le code PIN est créé et confirmé");
    story.misses("Essai refusé");
    assert_eq!(ticks(&story), 3);
    assert_eq!(story.alarms(), [], "nothing is watched any more");
    story.key("esc").sees("PIN défini").sees("PIN confirmé par un code");
}

fn ticks(story: &Story) -> usize {
    let grid = story.grid();
    (0..grid.height()).filter(|y| grid.cell(1, *y).symbol() == "✓").count()
}

#[test]
fn what_happened_before_the_clearing_ticks_nothing() {
    let mut story = Story::new();
    story.opens(LOGIN);
    let passcode = format!("{PIN}{}", story.world.shown(SERIAL));
    assert_eq!(story.world.logs_in(LOGIN, &passcode), Knock::Welcome { confirmed: false });
    story.waits(STEP).orders("p");
    looks_again(&mut story);
    assert_eq!(ticks(&story), 0);
}

#[test]
fn following_can_be_taken_up_again_from_the_card() {
    let mut story = cleared();
    let code = story.world.shown(SERIAL);
    story.world.logs_in(LOGIN, &code);
    story.key("esc").waits(Span::minutes(3)).key("f5").sees("PIN à créer");
    story.key("f").sees("Code PIN à créer, il y a 3 min").sees("vu à 10:03:20");
    assert_eq!(ticks(&story), 1);
    story.key("t").sees("Code de la clé …2718");
}

#[test]
fn a_clearing_seen_from_elsewhere_starts_the_steps_again() {
    let mut story = cleared();
    let code = story.world.shown(SERIAL);
    story.world.logs_in(LOGIN, &code);
    looks_again(&mut story);
    assert_eq!(ticks(&story), 1);
    story.waits(STEP).key("esc").orders("p");
    assert_eq!(ticks(&story), 0);
}

#[test]
fn the_watcher_asks_politely_and_stops_when_left() {
    let mut story = cleared();
    assert!(story.alarms().contains(&Timer::Follow));
    story.withholds().waits(Span::secs(5));
    assert_eq!(story.slots(), [Slot::Follow], "no second question before the answer to the first");
    story.gives().key("esc");
    assert_eq!(story.alarms(), [Timer::Ages]);
}

#[test]
fn a_pin_not_created_within_fifteen_minutes_is_listed_with_suspend_one_key_away() {
    let mut story = cleared();
    story.keys("esc esc esc").sees("Abgrall Sylvie").sees("il y a 40 min").misses("Dupont Claire");
    story.waits(Span::minutes(14)).misses("Dupont Claire");
    story.waits(Span::secs(61)).sees("Dupont Claire");
    story.key("ctrl-end").waits(Span::millis(120));
    story
        .sees("PIN effacés, jamais recréés")
        .sees("la clé seule ouvre le compte")
        .sees("principale adjointe");
    story.key("f8").sees("Suspendre la clé").sees("Claire Dupont, clé …2718");
    story.types("injoignable").confirms().sees("Clé suspendue.").misses("Dupont Claire");
    story.sees("Abgrall Sylvie").opens(LOGIN).sees_as(Role::Danger, "suspendue");
}

#[test]
fn a_watched_person_opens_with_enter() {
    let mut story = Story::new();
    story.sees("Abgrall Sylvie").keys("down enter").sees("ABGRALL Sylvie").sees("PIN à créer");
}

#[test]
fn a_pin_created_in_time_is_never_listed() {
    let mut story = cleared();
    let code = story.world.shown(SERIAL);
    story.world.logs_in(LOGIN, &code);
    story.world.creates_pin(LOGIN, SERIAL);
    story.keys("esc esc esc").waits(Span::minutes(20)).key("f5").misses("Dupont Claire");
}
