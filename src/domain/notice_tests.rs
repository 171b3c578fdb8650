use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

const NOW: Moment = Moment::from_secs(1_795_000_000);

fn notice(act: KeyAct) -> Notice {
    Notice {
        uuid: Uuid::from_random([7; 16]),
        act,
        at: NOW,
        to: "claire.dupont@ac-nantes.fr".to_owned(),
        name: "Claire Dupont".to_owned(),
        academy: "nantes".to_owned(),
        login: "cdupont".to_owned(),
        serial: "103142718".to_owned(),
        successor: "103149999".to_owned(),
    }
}

fn event(what: Happening, serial: &str, at: Moment) -> Event {
    Event { id: 1, at, serial: serial.to_owned(), what, step: None, by: String::new() }
}

#[test]
fn every_act_is_in_the_table_once_and_what_opens_something_is_told() {
    let acts: Vec<KeyAct> = ACTS.iter().map(|(act, ..)| *act).collect();
    assert_eq!(acts, KeyAct::ALL);
    let told: Vec<&str> = KeyAct::ALL.into_iter().filter(|act| is_told(*act)).map(KeyAct::word).collect();
    assert_eq!(told, ["clear-pin", "unlock", "resync", "enable", "assign", "replace"]);
}

#[test]
fn an_act_is_proved_by_its_own_event_on_its_own_key_since_it_was_ordered() {
    for (act, _, proofs) in ACTS {
        let notice = notice(act);
        for what in Happening::WORDS.map(|(what, _)| what) {
            let expected = proofs.contains(&what);
            let key = if act == KeyAct::Replace { "103149999" } else { "103142718" };
            assert_eq!(is_proved(&notice, &[event(what, key, NOW)]), expected, "{act:?} {what:?}");
            assert!(!is_proved(&notice, &[event(what, key, NOW - Span::secs(6))]), "before: {act:?}");
            assert!(!is_proved(&notice, &[event(what, "555", NOW)]), "another key: {act:?}");
        }
    }
}

#[test]
fn what_the_journal_keeps_reads_back() {
    let mut marks =
        vec![Told::Unknown, Told::Waiting, Told::Sent(NOW), Told::Refused, Told::Doubtful, Told::GivenUp];
    marks.extend(Why::WORDS.map(|(why, _)| Told::Not(why)));
    for mark in &marks {
        assert_eq!(Told::from_stored(&mark.stored()), Some(*mark), "{mark:?}");
    }
    let words: BTreeSet<String> = marks.iter().map(|mark| mark.stored()).collect();
    assert_eq!(words.len(), marks.len());
    for nothing in ["", "sent", "sent x", "not", "not x", "sent-1", "waiting "] {
        assert_eq!(Told::from_stored(nothing), None, "{nothing:?}");
    }
}

#[test]
fn an_address_is_shown_to_be_recognised_only() {
    for (address, masked_as) in [
        ("claire.dupont@ac-nantes.fr", "c…t@ac-nantes.fr"),
        ("ab@x.fr", "a…b@x.fr"),
        ("a@x.fr", "a…@x.fr"),
        ("élodie@x.fr", "é…e@x.fr"),
        ("", "…@"),
    ] {
        assert_eq!(masked(address), masked_as);
    }
}

/// Sent again by itself after a lost answer, but not for ever: each time may have arrived.
#[test]
fn three_lost_answers_are_the_agents_to_decide() {
    let mut errand = Errand::new(NOW);
    for silence in 1..=3 {
        assert_eq!(errand.step(NOW + Span::days(9)), Step::Send, "{silence}");
        errand = errand.begun().after(Met::Silence, NOW, 0);
    }
    assert_eq!((errand.course.stage, errand.doubts), (Stage::Doubtful, 3));
    let again = errand.again(NOW);
    assert_eq!((again.step(NOW), again.doubts), (Step::Send, 0));
}

/// A console that died while it sent leaves one doubt, and the next one sends again.
#[test]
fn what_died_while_it_was_sent_is_sent_again() {
    let begun = Errand::new(NOW).begun();
    assert_eq!((begun.step(NOW), begun.doubts), (Step::Send, 1));
}

#[test]
fn what_is_held_is_looked_for_after_its_time_and_sent_only_if_seen() {
    let held = Errand::held(NOW);
    assert_eq!(held.step(NOW), Step::Wait(NOW + PATIENCE));
    let then = NOW + PATIENCE;
    assert_eq!(held.step(then), Step::LookUp);
    assert_eq!(held.again(then), held, "the act first, whatever the agent wants");
    assert_eq!(held.looked(Some(true), then, 0).step(then), Step::Send);
    assert_eq!(held.looked(Some(false), then, 0).step(then + Span::days(9)), Step::Agent);
    let later = held.looked(None, then, 0);
    assert_eq!((later.course.stage, later.course.due > then), (Stage::Unknown, true));
}

fn met() -> impl Strategy<Value = Met> {
    prop_oneof![Just(Met::Nobody), Just(Met::No), Just(Met::Silence)]
}

proptest! {
    /// Whatever befalls it: it is sent without an answer three times at most before somebody looks, a server that was
    /// not reached costs none of them, and only a no or those three stop it.
    #[test]
    fn no_storm_and_no_loss(met in prop::collection::vec(met(), 0..40), luck in any::<u32>()) {
        let (mut errand, mut now, mut silences) = (Errand::new(NOW), NOW, 0);
        for one in met {
            match errand.step(now) {
                Step::Wait(due) => now = due,
                Step::Agent => break,
                Step::Send | Step::LookUp => {}
            }
            silences += u32::from(one == Met::Silence);
            errand = errand.begun().after(one, now, luck);
            let stage = errand.course.stage;
            prop_assert_eq!(stage == Stage::Refused, one == Met::No);
            prop_assert_eq!(stage == Stage::Doubtful, silences == 3 && one == Met::Silence);
            prop_assert!(errand.doubts == silences && silences <= 3);
        }
    }
}
