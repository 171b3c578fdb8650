//! The server stops answering and comes back, in the middle of a call.

use guichet::app::effect::{Slot, Timer};
use guichet::app::line::{Line, Spare};
use guichet::backend::{Fault, Trouble};
use guichet::domain::moment::Span;
use guichet::domain::ticket::Field;
use guichet::text::Lang;
use guichet::ui::theme::Role;

use crate::support_app::looks;
use crate::support_app::story::Story;
use crate::support_app::world::World;

const MARK: &str = "HORS LIGNE";
const OFFER: &str = "F2 : hors ligne, sur l’instantané tiré il y a 2 h ; ce qui est saisi reste.";
const BACK: &str = "De nouveau en ligne.";

/// The server is gone, and the agent has seen it.
fn cut(story: &mut Story) -> &mut Story {
    story.world.cable.cut();
    story.key("f5")
}

/// The server is there again, and the next look finds it.
fn mended(story: &mut Story) -> &mut Story {
    story.world.cable.mend();
    story.waits(Span::secs(61))
}

#[test]
fn a_server_that_does_not_answer_is_told_with_the_way_out_and_nothing_turns_by_itself() {
    let mut story = Story::prepared();
    story.opens("cdupont").misses("SANS RÉPONSE").misses("F2");
    cut(&mut story).sees("Le serveur ne répond pas depuis 10:03.").sees(OFFER);
    story.sees_as(Role::Warn, "SANS RÉPONSE   depuis 10:03").sees("F2 hors ligne").sees("DUPONT Claire");
    story.waits(Span::minutes(30)).misses(MARK).sees("depuis 10:03");
    story.key("down").sees("SANS RÉPONSE").sees("F2 hors ligne").misses(OFFER);
    assert!(!story.alarms().contains(&Timer::Reach), "nobody looks for the server while it is asked by hand");
    assert!(!story.world.is_away());
}

#[test]
fn without_a_snapshot_the_way_to_one_is_told_and_the_key_does_nothing() {
    let mut story = Story::on(World::far(), Lang::Fr, looks::telling());
    cut(story.opens("cdupont")).sees("depuis 10:03").sees("--snapshot FICHIER");
    story.key("down").key("f2").sees("guichet snapshot make").sees("SANS RÉPONSE").misses(MARK);
    assert_eq!(story.line(), Line::Down { since: story.world.now() });
}

#[test]
fn a_snapshot_of_no_use_is_told_at_the_start_and_again_when_it_would_be_needed() {
    let mut world = World::far();
    world.spare = Spare::Refused("Cet instantané a expiré.".to_owned());
    let mut story = Story::on(world, Lang::Fr, looks::telling());
    story.sees("Cet instantané a expiré. La console s’ouvre sans instantané de secours.");
    cut(story.opens("cdupont")).sees("depuis 10:03").sees("Cet instantané a expiré.");
    story.key("f2").sees("Cet instantané a expiré.").misses(MARK);
}

#[test]
fn a_snapshot_that_expired_meanwhile_is_not_turned_to() {
    let mut story = Story::prepared();
    story.opens("cdupont").waits(Span::minutes(70 * 60));
    cut(&mut story).sees("a expiré").misses("F2 : hors");
    story.key("f2").sees("a expiré").misses(MARK);
    assert!(!story.world.is_away());
}

#[test]
fn while_the_server_answers_the_key_only_asks_it() {
    let mut story = Story::prepared();
    story.opens("cdupont").key("f2").sees("la console reste en ligne").misses(MARK);
    let mut story = Story::offline();
    story.key("f2").sees("elle n’a pas de serveur où revenir").sees(MARK);
}

#[test]
fn a_server_that_answers_again_before_the_key_was_pressed_is_good_news() {
    let mut story = Story::prepared();
    cut(story.opens("cdupont")).world.cable.mend();
    story.key("f5").sees("Le serveur répond de nouveau.").misses("SANS RÉPONSE").misses("F2");
}

/// A server that hangs fails late: the agent knows before the program does.
#[test]
fn an_agent_who_is_tired_of_waiting_may_turn_too_with_a_second_press() {
    let mut story = Story::prepared();
    story.types("dupont claire").withholds().key("enter").sees("Lecture de la fiche…").key("f2");
    story.sees(OFFER).misses(MARK);
    story.key("f2").sees(MARK).gives().sees("DUPONT Claire").sees("24/11/2026 08:03");
}

#[test]
fn accepted_the_console_turns_to_the_snapshot_and_says_so_on_every_screen() {
    let mut story = Story::prepared();
    cut(story.opens("cdupont"));
    story.key("f2").sees_as(Role::Warn, MARK).sees("24/11/2026 08:03, il y a 2 h");
    story.sees("Hors ligne, sur l’instantané du 24/11/2026 08:03. Ce qui est saisi reste.");
    story.sees("DUPONT Claire").misses("SANS RÉPONSE").misses("F2 hors ligne");
    let calls = story.world.cable.calls();
    for key in ["p", "s", "l", "r", "u"] {
        story.key(key).sees("Indisponible hors ligne");
    }
    let code = story.world.shown("103142718");
    story.tests(&code).sees("CODE JUSTE ; usages, blocages et pertes depuis le 24/11/2026 08:03 inconnus");
    story.keys("esc esc f4").sees(MARK);
    assert_eq!(story.world.cable.calls(), calls, "the server was asked nothing");
}

#[test]
fn the_server_is_looked_for_ever_more_seldom_and_the_console_comes_back_by_itself() {
    let mut story = Story::prepared();
    cut(story.opens("cdupont")).key("f2");
    let mut looks = Vec::new();
    for second in 0..200 {
        let before = story.world.cable.calls();
        story.waits(Span::secs(1));
        if story.world.cable.calls() > before {
            looks.push(second + 1);
        }
    }
    assert_eq!(looks, [15, 30, 60, 120, 180]);
    story.sees(MARK).sees("il y a 2 h");
    mended(&mut story).sees_as(Role::Good, BACK).misses(MARK).sees("DUPONT Claire").key("p").sees("Effacer");
    assert!(!story.alarms().iter().any(|timer| matches!(timer, Timer::Reach | Timer::Snapshot)));
}

#[test]
fn the_key_looks_for_the_server_at_once() {
    let mut story = Story::prepared();
    cut(story.opens("cdupont")).key("f2").waits(Span::minutes(10));
    story.key("f2").sees("Le serveur ne répond toujours pas.").sees(MARK);
    story.world.cable.mend();
    story.key("f2").sees(BACK).misses(MARK);
}

#[test]
fn a_look_that_never_ends_is_followed_by_another() {
    let mut story = Story::prepared();
    cut(story.opens("cdupont")).key("f2").withholds().waits(Span::secs(16));
    assert!(story.question(Slot::Reach).is_some());
    story.waits(Span::secs(60)).answers_late(Slot::Reach).sees(MARK);
    story.world.cable.mend();
    story.gives().sees(BACK);
}

/// Each screen that takes typing, what is typed, and how it shows.
const TYPED: [(&str, &str, &str); 7] = [
    ("", "dupont claire", "Recherche  dupont claire"),
    ("cdupont~enter t", "032", "● ● ● _ _ _"),
    ("cdupont~enter p", "elle a oublié", "elle a oublié"),
    ("cdupont~enter s", "032848", "● ● ● ● ● ●"),
    ("cdupont~enter r", "10314", "10314"),
    ("cdupont~enter n", "8h-10h", "8h-10h"),
    ("f7", "0328", "● ● ● ● _ _"),
];

#[test]
fn what_is_typed_stays_on_every_screen_both_ways() {
    for (way, typed, shown) in TYPED {
        let mut story = Story::prepared();
        if let Some((login, keys)) = way.split_once('~') {
            story.types(login).keys(keys);
        } else {
            story.keys(way);
        }
        story.types(typed).sees(shown);
        story.world.cable.cut();
        story.key("f2").sees("depuis 10:03").sees(OFFER).sees(shown);
        let layers = story.layers();
        story.key("f2").sees(MARK).sees(shown);
        assert_eq!(story.layers(), layers, "{way}");
        mended(&mut story).sees(BACK).misses(MARK).sees(shown);
        assert_eq!(story.layers(), layers, "{way}");
    }
}

#[test]
fn the_palette_keeps_its_text_too() {
    let mut story = Story::prepared();
    cut(story.opens("cdupont")).key(":").types("tick").key("f2").sees(MARK).sees("Commandes  tick");
    mended(&mut story).sees(BACK).sees("Commandes  tick");
    story.key("esc").sees("DUPONT Claire");
}

#[test]
fn hits_are_found_again_and_the_cursor_stays_on_its_person() {
    let chosen = |story: &Story| story.grid().row(story.grid().find("▸").unwrap().1);
    let mut story = Story::prepared();
    story.types("dup");
    while !chosen(&story).contains("cdupont") {
        story.key("down");
    }
    story.world.cable.cut();
    story.keys("f5 f2").sees(MARK).sees("Recherche  dup");
    assert!(chosen(&story).contains("cdupont"), "{}", story.grid().text());
    mended(&mut story).sees("Recherche  dup");
    assert!(chosen(&story).contains("cdupont"), "{}", story.grid().text());
}

#[test]
fn hits_under_a_card_are_not_those_of_the_other_side() {
    let mut story = Story::prepared();
    story.types("morvan").sees("Morvan Gaël").key("enter").sees("MORVAN");
    cut(&mut story).key("f2").sees("Cette personne n’est pas dans l’instantané.");
    story.sees_as(Role::Warn, "Fiche lue sur le serveur à 10:03, pas dans l’instantané.").sees("MORVAN");
    story.key("esc").sees("Personne ne correspond.").sees("Recherche  morvan");
    mended(&mut story).sees("Morvan Gaël");
}

/// Old states under a title without an age would be taken for new ones.
#[test]
fn a_card_of_the_snapshot_is_told_from_one_of_the_server() {
    let mut story = Story::prepared();
    cut(story.opens("cdupont")).key("f2").sees("DUPONT").misses("Fiche");
    story.world.cable.mend();
    story.withholds().waits(Span::secs(16)).answers(Slot::Reach).sees(BACK);
    story.sees_as(Role::Warn, "Fiche de l’instantané du 24/11/2026 08:03, pas encore relue sur le serveur.");
    story.answers_with(Slot::Card, Err(Fault::Unreachable { why: Trouble::Interrupted }.into()));
    story.sees("Fiche de l’instantané du 24/11/2026 08:03").sees(OFFER);
    story.gives().key("f5").sees("DUPONT").misses("Fiche de");
}

#[test]
fn late_answers_of_the_one_side_are_no_answers_on_the_other() {
    let mut story = Story::prepared();
    story.opens("cdupont").withholds().key("f5").key("f2").key("f2").sees(MARK);
    assert_eq!(story.slots(), [Slot::Card], "asked again");
    story.answers_late(Slot::Card);
    assert_eq!(story.slots(), [Slot::Card]);
    story.gives().sees("DUPONT");
}

#[test]
fn a_code_that_never_got_there_is_typed_again_and_tested_offline() {
    let mut story = Story::prepared();
    let code = story.world.shown("103142718");
    story.opens("cdupont").world.cable.cut();
    story.tests(&code).sees("La liaison avec le serveur s’est coupée. Rien n’a été fait.").sees(OFFER);
    story.sees("● ● ● ● ● ●").key("f2").sees("● ● ● ● ● ●").key("enter").sees("CODE JUSTE");
    let failed = "failed: unreachable: Interrupted";
    let tests: Vec<String> = story.world.journal().into_iter().map(|[.., outcome]| outcome).collect();
    assert_eq!(tests, [failed, "right-offline valid"]);
}

#[test]
fn a_pin_that_came_with_such_a_code_is_not_forgotten() {
    let mut story = Story::prepared();
    let code = story.world.shown("103142718");
    story.opens("cdupont").world.cable.cut();
    story.tests(&format!("4576{code}")).sees("● ● ● ● ● ●").key("f2").key("enter").sees("CODE JUSTE");
    let journal = story.world.journal();
    assert!(journal.iter().all(|[_, _, _, reason, _]| reason == "pin-disclosed"), "{journal:?}");
    story.types(&code).key("enter").sees("DÉJÀ UTILISÉ");
    assert_eq!(story.world.journal()[2][3], "", "another code, without a PIN");
}

#[test]
fn codes_of_a_resynchronisation_that_never_got_there_are_typed_again() {
    let mut story = Story::prepared();
    let (first, second) = (story.world.shown("103144025"), story.world.shown_in("103144025", 1));
    story.opens("gmorvan").key("s").types(&first).key("tab").types(&second).keys("down");
    story.world.cable.cut();
    story.confirms().sees("Rien n’a été fait.").sees("● ● ● ● ● ●");
    story.world.cable.mend();
    story.confirms().sees("resynchronisée");
}

#[test]
fn a_dialog_that_was_open_says_why_it_cannot_go_on_and_goes_on_afterwards() {
    let mut story = Story::prepared();
    story.opens("cdupont").key("p").types("PIN oublié").key("enter").sees("↵");
    story.world.cable.cut();
    story.keys("~ enter").sees("Rien n’a été fait.").sees("PIN oublié").key("f2");
    story.key("down").key("up").sees("Indisponible hors ligne");
    story.keys("enter ~ enter").sees("Indisponible hors ligne");
    assert_eq!(story.world.journal().len(), 1, "nothing was tried");
    mended(&mut story).confirms().sees("PIN effacé.");
}

#[test]
fn a_key_chosen_from_stock_stays_chosen() {
    // The row of the dialog, not that of the card above it.
    let chosen =
        |story: &Story| story.grid().text().lines().rfind(|row| row.contains('▸')).unwrap().to_owned();
    let mut story = Story::prepared();
    let first = chosen(story.opens("lwisniewski").keys("r down"));
    let second = chosen(story.key("down"));
    assert_ne!(first, second);
    story.key("tab").types("fin de validité").world.cable.cut();
    story.confirms().sees("Rien n’a été fait.").key("f2").sees(MARK);
    mended(&mut story).key("shift-tab").sees("fin de validité");
    assert_eq!(chosen(&story), second, "{}", story.grid().text());
}

#[test]
fn the_outcome_of_a_deed_begun_online_is_shown_offline() {
    let mut story = Story::prepared();
    story.opens("cdupont").withholds().orders("p");
    story.keys("esc").world.cable.cut();
    story.key("f2").key("f2").sees(MARK);
    story.does_with(Ok(guichet::service::request::Outcome::Acted {
        act: guichet::domain::key::KeyAct::ClearPin,
        serial: "103142718".to_owned(),
        caution: None,
        telling: None,
    }));
    story.sees("Clé 103142718").sees(MARK);
}

#[test]
fn a_deed_ends_on_the_side_where_it_began() {
    let mut story = Story::prepared();
    story.opens("cdupont").withholds().orders("p").keys("esc");
    story.key("f2").key("f2").sees(MARK).does();
    assert_eq!(story.world.journal()[0][4], "done", "the snapshot would have refused it");
}

#[test]
fn tickets_written_offline_leave_by_themselves_and_none_twice() {
    let mut story = Story::prepared();
    cut(story.opens("cdupont")).key("f2").key("n");
    story.types("8h-10h").key("tab").types("Clé refusée").key("tab").types("Refus de la clé.");
    story.keys("tab").types("aucun").key("ctrl-s").sees("Envoi gardé en file d’attente");
    assert_eq!(story.world.store().waiting_count().unwrap(), 1);
    mended(&mut story).sees("De nouveau en ligne.").sees("L’envoi en attente est arrivé au guichet.");
    assert_eq!(story.world.store().waiting_count().unwrap(), 0);
    story.keys("esc f4").sees("Clé refusée");
    story.key("esc");
    cut(&mut story).key("f2");
    mended(&mut story).sees(BACK).misses("est déposé");
}

#[test]
fn tickets_of_the_server_never_stand_among_those_that_wait() {
    let mut story = Story::prepared();
    story.opens("cdupont").key("n").types("8h-10h").key("tab").types("Clé refusée").key("tab");
    story.types("Refus de la clé.").key("tab").types("aucun").key("ctrl-s").sees("déposé");
    story.sees("Tickets ouverts").sees("Clé refusée").key("f4").sees("Tickets en cours").sees("Clé refusée");
    story.world.cable.cut();
    story.keys("f5").sees("injoignable").sees(OFFER).key("f2");
    story.sees("Tickets en attente ici").sees("Aucun ticket n’attend.").misses("Clé refusée");
    story.key("esc").sees("Tickets en attente ici").misses("Clé refusée");
    mended(&mut story).sees("Tickets ouverts").sees("Clé refusée");
}

#[test]
fn a_form_half_filled_is_filed_on_the_side_in_use() {
    let mut story = Story::prepared();
    story.opens("cdupont").key("n").types("8h-10h").key("tab").types("Clé refusée").key("tab");
    story.types("Refus de la clé.").key("tab").types("aucun").waits(Span::secs(1));
    story.world.cable.cut();
    story.keys("f2 f2").sees("Refus de la clé.").key("ctrl-s").sees("Envoi gardé en file d’attente");
    mended(&mut story).sees("L’envoi en attente est arrivé au guichet.");
    assert_eq!(story.world.store().drafts("m.durand").unwrap().whole.len(), 0);
}

/// The form closes: what waits needs nobody.
#[test]
fn a_form_filed_on_a_dead_line_leaves_by_itself_once_it_lives_again() {
    let mut story = Story::prepared();
    story.opens("cdupont").key("n").types("8h-10h").key("tab").types("Clé refusée").key("tab");
    story.types("Refus de la clé.").key("tab").types("aucun").waits(Span::secs(1));
    story.world.cable.cut();
    story.key("ctrl-s").sees("1 à envoyer").misses("Refus de la clé.");
    assert_eq!(story.world.store().drafts("m.durand").unwrap().whole.len(), 0);
    story.waits(Span::secs(8));
    assert_eq!(story.world.store().waiting_count().unwrap(), 1);
    story.world.cable.mend();
    story.waits(Span::secs(15)).sees("L’envoi en attente est arrivé au guichet.").misses("à envoyer");
    assert_eq!(story.world.store().waiting_count().unwrap(), 0);
}

#[test]
fn a_draft_goes_on_being_kept() {
    let mut story = Story::prepared();
    story.opens("cdupont").key("n").types("8h-");
    story.world.cable.cut();
    story.keys("f2 f2").types("10h").waits(Span::secs(1));
    let draft = &story.world.store().drafts("m.durand").unwrap().whole[0];
    assert_eq!(draft.text(Field::Hours), "8h-10h");
}

#[test]
fn a_verdict_given_offline_keeps_its_words_until_the_next_test() {
    let mut story = Story::prepared();
    let code = story.world.shown("103142718");
    cut(story.opens("cdupont")).key("f2").tests(&code).sees("CODE JUSTE");
    mended(&mut story).sees("CODE JUSTE ; usages, blocages et pertes depuis le 24/11/2026 08:03 inconnus");
    let next = story.world.shown("103142718");
    story.types(&next).key("enter").sees("VALABLE").misses("CODE JUSTE");
}

/// What was burnt offline is burnt in the snapshot; the server learns nothing of it.
#[test]
fn a_code_tested_offline_is_used_up_in_the_snapshot_only() {
    let mut story = Story::prepared();
    let code = story.world.shown("103142718");
    cut(story.opens("cdupont")).key("f2").tests(&code).sees("CODE JUSTE");
    story.tests(&code).sees("DÉJÀ UTILISÉ");
    story.world.cable.mend();
    story.key("f2").sees(BACK).tests(&code).sees("VALABLE");
}

#[test]
fn the_steps_of_a_new_pin_are_not_said_to_be_watched_offline() {
    let mut story = Story::prepared();
    story.opens("cdupont").keys("p down enter ~ enter").sees("Guichet").world.cable.cut();
    story.waits(Span::secs(10)).sees(OFFER).key("f2").sees("rien de ce que fait l’appelant n’est visible");
    let calls = story.world.cable.calls();
    story.waits(Span::secs(14));
    assert_eq!(story.world.cable.calls(), calls);
    assert!(!story.alarms().contains(&Timer::Follow), "nothing to look for");
    mended(&mut story).misses("n’est visible");
    assert!(story.alarms().contains(&Timer::Follow));
}

#[test]
fn a_key_found_offline_is_looked_for_in_the_snapshot() {
    let mut story = Story::offline();
    let elsewhere = story.world.shown("103140866");
    story.key("f7").types(&elsewhere).key("enter").misses("103140866");
    let mut story = Story::prepared();
    let (here, elsewhere) = (story.world.shown("103142718"), story.world.shown("103140866"));
    story.key("f7").types(&elsewhere).key("enter").sees("103140866");
    story.world.cable.cut();
    story.keys("f2 f2").sees(MARK).misses("103140866");
    story.types(&here).key("enter");
    story.keys("esc f7").types(&here).key("enter").sees("103142718");
}

#[test]
fn a_search_under_way_begins_anew_on_the_other_side() {
    let mut story = Story::prepared();
    let code = story.world.shown("103142718");
    story.key("f7").types(&code).withholds().key("enter").does();
    story.key("f2").key("f2").sees(MARK).gives().sees("103142718");
    let words: Vec<String> =
        story.world.journal().into_iter().map(|[act, .., end]| format!("{act} {end}")).collect();
    assert_eq!(words.len(), 2, "{words:?}");
    assert_eq!(words[0], "found-key cancelled");
    assert!(words[1].starts_with("found-key found 1 of "), "{words:?}");
}

#[test]
fn when_the_snapshot_expires_the_server_is_still_looked_for() {
    let mut story = Story::prepared();
    story.world.set(story.world.now() + Span::minutes(69 * 60));
    cut(story.opens("cdupont")).key("f2").waits(Span::minutes(61)).sees("vient d’expirer").misses("DUPONT");
    mended(&mut story).sees(BACK).types("cdupont").key("enter").sees("DUPONT Claire");
}

#[test]
fn keys_typed_while_the_sides_change_go_where_they_were_meant() {
    let mut story = Story::prepared();
    let code = story.world.shown("103142718");
    story.withholds().types("dupont claire").key("enter").key("t").types(&code);
    story.key("f2").key("f2").gives().sees(MARK).sees("DUPONT").sees("● ● ● ● ● ●");
}

#[test]
fn the_smallest_window_tells_it_all() {
    let mut story = Story::prepared();
    story.opens("cdupont").resizes(40, 12);
    cut(&mut story).sees("SANS RÉPONSE 10:03").sees(OFFER).sees("F2");
    story.key("f2").sees("HORS LIGNE il y a 2 h").sees("La console revient en ligne d’elle-même.");
}

#[test]
fn in_english_too() {
    let mut story = Story::on(World::prepared(), Lang::En, looks::telling());
    cut(story.opens("cdupont")).sees("NO ANSWER").sees("F2: offline, on the snapshot drawn 2 h ago");
    story.key("f2").sees("OFFLINE").sees("The console comes back online by itself.");
    mended(&mut story).sees("Online again.");
}
