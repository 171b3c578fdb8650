//! A key found with a worn-off serial, from its codes to the card of its holder.

use guichet::app::effect::Slot;
use guichet::app::msg::Msg;
use guichet::backend::Fault;
use guichet::domain::moment::Span;
use guichet::service::request::{Answer, Outcome, Read, Write};
use guichet::store::StoreFault;
use guichet::text::Lang;

use crate::support_app::looks;
use crate::support_app::story::Story;
use crate::support_app::world::STEP;

/// Claire Dupont's key, and one whose clock runs nine minutes ahead.
const OWN: &str = "103142718";
const FAST: &str = "103144025";

fn read_out(story: &mut Story, serial: &str) {
    let digits = story.world.shown(serial);
    story.types(&digits).key("enter");
}

/// The journal's lines of searches: reason and outcome.
fn journal(story: &Story) -> Vec<[String; 2]> {
    let lines = story.world.journal().into_iter().filter(|[act, ..]| act == "found-key");
    lines.map(|[_, _, _, reason, outcome]| [reason, outcome]).collect()
}

#[test]
fn two_codes_lead_to_the_card_and_burn_nothing() {
    let mut story = Story::new();
    story.key("f7").sees("Tapez le code que la clé affiche");
    read_out(&mut story, OWN);
    story.sees("1 clé affiche ce code").sees("Demandez le code suivant").sees("DUPONT Claire");
    story.waits(STEP);
    read_out(&mut story, OWN);
    story.sees("1 clé affiche ces 2 codes").sees("Entrée ouvre la fiche");
    let lines = journal(&story);
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0][0], "codes=1 window=5-steps");
    assert_eq!(lines[1][0], "codes=2 window=5-steps");
    assert!(lines.iter().all(|[_, outcome]| outcome.starts_with("found 1 of ")), "{lines:?}");
    story.key("enter").sees("DUPONT Claire").sees("À demander");
    let digits = story.world.shown(OWN);
    story.tests(&digits).sees("VALABLE");
}

/// The key that was found is the chosen one, although another comes first on the card.
#[test]
fn the_card_opens_on_the_key_that_was_found() {
    let mut story = Story::new();
    story.key("f7");
    read_out(&mut story, "103141358");
    story.key("enter").key("t").sees("Code de la clé …1358");
}

#[test]
fn the_list_is_there_again_after_the_card() {
    let mut story = Story::new();
    story.key("f7");
    read_out(&mut story, OWN);
    story.key("enter").key("esc").sees("1 clé affiche ce code").sees("DUPONT Claire");
}

#[test]
fn nothing_typed_is_shown_or_written_down() {
    let mut story = Story::new();
    let digits = story.world.shown(OWN);
    story.key("f7").types(&digits).misses(&digits).key("enter").misses(&digits);
    assert!(journal(&story).iter().flatten().all(|word| !word.contains(&digits)));
}

#[test]
fn a_clock_far_off_is_found_further_away() {
    let mut story = Story::new();
    story.key("f7");
    read_out(&mut story, FAST);
    story.sees("Aucune des").sees("Tab cherche plus loin");
    story.key("tab").sees("±1 h").sees("1 clé affiche ce code").sees("+9 (9 min)");
    story.key("tab").sees("±12 h").key("tab").sees("±5 pas").sees("Aucune des");
}

#[test]
fn a_code_missed_is_told_and_makes_chance_likelier() {
    let mut story = Story::new();
    story.key("f7");
    read_out(&mut story, OWN);
    story.waits(STEP).waits(STEP);
    read_out(&mut story, OWN);
    story.sees("1 clé affiche ces 2 codes").sees("il en manque");
}

#[test]
fn after_codes_of_no_key_the_next_one_begins_again() {
    let mut story = Story::new();
    story.key("f7");
    read_out(&mut story, OWN);
    let old = story.world.shown_in(OWN, -4);
    story.types(&old).key("enter").sees("n’affiche ces 2 codes à la suite").sees("recommence à zéro");
    read_out(&mut story, OWN);
    story.sees("1 clé affiche ce code");
    assert_eq!(
        journal(&story).last().map(|[reason, _]| reason.clone()).as_deref(),
        Some("codes=1 window=5-steps")
    );
}

#[test]
fn what_is_no_code_is_wiped_and_not_searched() {
    let mut story = Story::new();
    story.key("f7");
    for typed in ["0", "12345", "123456789", "4576032848"] {
        story.types(typed).key("enter").sees("Un code a 6, 7 ou 8 chiffres");
    }
    story.types("dupont").key("enter");
    read_out(&mut story, OWN);
    read_out(&mut story, OWN);
    story.sees("encore le code précédent");
    story.types("07081804").key("enter").sees("pas autant de chiffres");
    assert_eq!(journal(&story).len(), 1);
}

#[test]
fn escape_stops_the_search_and_the_journal_says_so() {
    let mut story = Story::new();
    story.key("f7");
    let digits = story.world.shown(OWN);
    story.withholds().types(&digits).key("enter").sees("Recherche…").does().sees("Échap l’arrête");
    story.key("esc").sees("Recherche arrêtée").does();
    // What stands there is about the next code, not about the first.
    story.sees("Code 2").sees("Le code lu est gardé").sees("puis lisez-moi les nouveaux");
    story.misses("Tapez le code que la clé affiche");
    assert_eq!(journal(&story), [["codes=1 window=5-steps", "cancelled"]]);
    // What was under way comes too late.
    story.answers_late(Slot::FoundPart).misses("1 clé affiche");
    story.gives().key("f5").sees("1 clé affiche ce code");
    story.key("esc").sees("300 personnes");
}

/// Stopped before the journal had answered: nothing is searched, and the entry has an end.
#[test]
fn a_search_stopped_at_once_has_its_end_too() {
    for keys in ["esc", "esc esc", "ctrl-q ctrl-q", "tab"] {
        let mut story = Story::new();
        let digits = story.key("f7").world.shown(OWN);
        story.withholds().types(&digits).key("enter").keys(keys);
        story.does();
        assert!(!story.slots().contains(&Slot::FoundPart), "{keys}");
        story.gives();
        assert_eq!(journal(&story), [["codes=1 window=5-steps", "cancelled"]], "{keys}");
    }
}

#[test]
fn leaving_the_program_ends_the_search_in_the_journal() {
    let mut story = Story::new();
    let digits = story.key("f7").world.shown(OWN);
    story.withholds().types(&digits).key("enter").does().keys("ctrl-q ctrl-q").gives();
    assert_eq!(journal(&story), [["codes=1 window=5-steps", "cancelled"]]);
    assert!(story.ended());
}

#[test]
fn without_journal_there_is_no_search() {
    let mut story = Story::new();
    let digits = story.key("f7").world.shown(OWN);
    story.withholds().types(&digits).key("enter");
    let fault = StoreFault::Disk("full".to_owned());
    story.does_with(Err(guichet::service::request::Failure::Journal(fault)));
    story.sees("Le journal n’a pas pu être écrit").misses("Recherche…");
    assert!(!story.slots().contains(&Slot::FoundPart));
}

#[test]
fn a_part_that_fails_ends_the_search() {
    let mut story = Story::new();
    let digits = story.key("f7").world.shown(OWN);
    story.withholds().types(&digits).key("enter").does();
    story.answers_with(Slot::FoundPart, Err(Fault::Busy.into())).misses("Recherche…").gives();
    assert_eq!(journal(&story), [["codes=1 window=5-steps", "failed"]]);
}

/// Part after part, each asked where the one before ended; the bar moves.
#[test]
fn parts_are_asked_one_after_the_other() {
    let mut story = Story::new();
    let digits = story.key("f7").world.shown(OWN);
    story.withholds().types(&digits).key("enter").does();
    let part = |story: &Story, next, permille| {
        let Some(Read::FoundPart { hunt, from }) = story.question(Slot::FoundPart) else { panic!("no part") };
        let answer = story.world.read(Read::FoundPart { hunt: hunt.clone(), from: 0 }).unwrap();
        let Answer::FoundPart(mut part) = answer else { panic!("no part") };
        (part.next, part.permille) = (next, permille);
        (*from, Answer::FoundPart(part))
    };
    let (from, first) = part(&story, Some(512), 430);
    assert_eq!(from, 0);
    story.answers_with(Slot::FoundPart, Ok(first)).sees("43").sees("Recherche…");
    let (from, last) = part(&story, None, 1000);
    assert_eq!(from, 512);
    story.answers_with(Slot::FoundPart, Ok(last)).sees("2 clés affichent ce code");
    assert!(matches!(story.deeds().next(), Some(Write::EndHunt { .. })));
    story.does_with(Ok(Outcome::HuntEnded));
}

#[test]
fn a_row_is_chosen_and_opened_by_the_mouse() {
    let mut story = Story::new();
    let digits = story.world.shown_in("103141358", 2);
    story.key("f7").types(&digits).keys("enter tab tab").sees("2 clés affichent ce code");
    let row = (9..11).map(|y| story.grid().row(y)).collect::<Vec<_>>();
    assert!(row[0].contains('▸') && !row[1].contains('▸'), "{row:?}");
    story.tells(Msg::Click { x: 20, y: 10 });
    assert!(story.grid().row(10).contains('▸'));
    story
        .tells(Msg::Click { x: 20, y: 8 })
        .tells(Msg::Click { x: 20, y: 11 })
        .sees("2 clés affichent ce code");
    story.tells(Msg::Click { x: 20, y: 10 }).sees("À demander");
}

#[test]
fn the_way_in_stands_where_calls_begin() {
    let mut story = Story::new();
    story.resizes(132, 43).sees("F7 clé trouvée").opens("cdupont").misses("F7 clé trouvée");
}

#[test]
fn the_search_is_open_once() {
    let mut story = Story::new();
    story.key("f7");
    read_out(&mut story, OWN);
    story.key("enter").key("f7").sees("déjà ouverte");
    story.key("esc").key("f7").sees("1 clé affiche ce code");
}

#[test]
fn it_is_found_in_the_palette_and_speaks_english() {
    let mut story = Story::with(Lang::En, looks::telling());
    story.key("ctrl-p").types("worn").key("enter").sees("Type the code that the key shows");
    read_out(&mut story, OWN);
    story.sees("1 key shows this code").sees("Ask for the next code");
    story.waits(Span::secs(1)).key("esc").sees("Search");
}
