//! What agents do, on the real server.

use guichet::backend::{Caution, Fault, TokenBackend};
use guichet::domain::key::{KeyAct, Life, Pin, Standing};
use guichet::domain::person::{Happening, Note};
use guichet::store::journal::Intent;
use serde_json::json;

use crate::office::{Office, code, early_in_a_step, order, types};

fn happenings(office: &Office, login: &str, after: i64) -> Vec<(i64, Happening)> {
    let events = office.wait(office.backend.follow(login.to_owned(), after)).unwrap();
    events.into_iter().map(|event| (event.id, event.what)).collect()
}

/// A PIN is cleared, the holder creates another, and every step ticks as it comes.
#[test]
fn a_new_pin_is_followed_to_its_end() {
    let Some(office) = Office::open() else { return };
    let (login, serial) = ("jerome.lefevre", "GALT10512002");
    assert_eq!(office.act(order(KeyAct::ClearPin, serial, login)), Ok(None));
    assert_eq!(office.key(serial).pin, Pin::ToCreate);
    let since = happenings(&office, login, 0).last().map_or(0, |(id, _)| *id);

    early_in_a_step(&office, serial);
    let now = office.now();
    let typed = |offset: i64| code(serial, now, offset).expose().to_owned();
    // The old PIN does not open any more, and the code with it stays unused.
    assert!(!types(&office, login, &format!("4821{}", typed(0)), None).0);
    let (_, _, first) = types(&office, login, &typed(0), None);
    let (_, _, second) = types(&office, login, "5937", first.as_deref());
    let (created, message, _) = types(&office, login, "5937", second.as_deref());
    assert!(created, "{message}");
    assert!(types(&office, login, &format!("5937{}", typed(1)), None).0);
    let seen: Vec<_> = happenings(&office, login, since).into_iter().map(|(_, what)| what).collect();
    use Happening::{DigitsAccepted, PinConfirmed, PinCreated, WrongPin};
    assert_eq!(seen, [WrongPin, DigitsAccepted, PinCreated, PinConfirmed]);
    assert_eq!(office.key(serial).pin, Pin::Unknown);
    let card = office.card(login);
    let cleared = card.events.iter().find(|event| event.what == Happening::PinCleared);
    let cleared = cleared.unwrap_or_else(|| panic!("{:?}", card.events));
    assert_eq!((cleared.serial.as_str(), cleared.by.as_str()), (serial, "helpdesk"));
    assert!((office.now() - cleared.at).abs().as_secs() < 120, "the zone of the audit");
}

#[test]
fn a_locked_key_is_unlocked() {
    let Some(office) = Office::open() else { return };
    let (login, serial) = ("yann.le-bihan", "GALT10512019");
    assert_eq!(office.act(order(KeyAct::Unlock, serial, login)), Ok(None));
    assert_eq!((office.key(serial).fails, office.key(serial).standing(office.now())), (0, Standing::Usable));
    assert_eq!(office.act(order(KeyAct::Unlock, serial, login)), Err(Fault::State(Standing::Usable)));
}

/// The server keeps the person out while every key looks well: the card says so, unlocking lifts it.
#[test]
fn a_locked_person_is_said_and_unlocked_with_the_key() {
    let Some(office) = Office::open() else { return };
    let (login, serial) = ("ursule.vidal", "GALT10512041");
    let card = office.card(login);
    assert!(matches!(card.notes[..], [Note::Locked { .. }]), "{:?}", card.notes);
    assert_eq!(card.keys[0].standing(office.now()), Standing::Usable);
    assert_eq!(office.act(order(KeyAct::Unlock, serial, login)), Ok(None));
    assert!(office.card(login).notes.is_empty());
}

#[test]
fn a_key_is_suspended_and_put_back() {
    let Some(office) = Office::open() else { return };
    let (login, serial) = ("karim.benali", "GALT10512011");
    assert_eq!(office.act(order(KeyAct::Suspend, serial, login)), Ok(None));
    assert_eq!(office.key(serial).life, Life::Suspended);
    assert_eq!(office.act(order(KeyAct::ClearPin, serial, login)), Err(Fault::State(Standing::Suspended)));
    assert_eq!(office.act(order(KeyAct::Enable, serial, login)), Ok(None));
    assert_eq!(office.key(serial).life, Life::Active);
}

/// After a resync the next code is refused and the one after it accepted: the caution says so.
#[test]
fn a_resync_costs_one_more_code() {
    let Some(office) = Office::open() else { return };
    let (login, serial) = ("karine.andre", "GALT10512031");
    early_in_a_step(&office, serial);
    let now = office.now();
    let codes = |first: i64, second: i64| Some((code(serial, now, first), code(serial, now, second)));
    let mut wrong = order(KeyAct::Resync, serial, login);
    wrong.codes = codes(0, 2);
    assert_eq!(office.act(wrong), Err(Fault::NotConsecutive));
    let mut right = order(KeyAct::Resync, serial, login);
    right.codes = codes(0, 1);
    assert_eq!(office.act(right), Ok(Some(Caution::SkipOneCode)));
    assert!((-7..=-5).contains(&office.key(serial).drift), "{}", office.key(serial).drift);
    assert!(!types(&office, login, &format!("4821{}", code(serial, now, 2).expose()), None).0);
    assert!(types(&office, login, &format!("4821{}", code(serial, now, 3).expose()), None).0);
}

/// Given to somebody, a key must ask for a PIN: the server would take the digits alone for ever.
#[test]
fn an_assigned_key_asks_for_a_pin() {
    let Some(office) = Office::open() else { return };
    let (login, serial) = ("benoit.lacroix", "GALT10512055");
    assert_eq!(office.act(order(KeyAct::Assign, serial, login)), Ok(None));
    let key = office.key(serial);
    assert_eq!((key.holder.as_deref(), key.pin, key.life), (Some(login), Pin::ToCreate, Life::Active));
    let again = office.act(order(KeyAct::Assign, serial, "celine.fontaine"));
    assert_eq!(again, Err(Fault::Taken { holder: login.to_owned() }));
    assert_eq!(office.act(order(KeyAct::Unassign, serial, login)), Ok(None));
    assert_eq!(office.key(serial).holder, None);
}

#[test]
fn a_key_takes_the_place_of_another() {
    let Some(office) = Office::open() else { return };
    let (login, old, new) = ("noel.saint-andre", "GALT10512008", "GALT10512056");
    let mut replace = order(KeyAct::Replace, old, login);
    replace.successor = new.to_owned();
    assert_eq!(office.act(replace), Ok(None));
    assert_eq!(office.key(old).life, Life::Suspended);
    assert_eq!((office.key(new).holder.as_deref(), office.key(new).pin), (Some(login), Pin::ToCreate));
}

/// The card of another person, or a key that changed hands since: nothing is done.
#[test]
fn a_key_of_somebody_else_is_left_alone() {
    let Some(office) = Office::open() else { return };
    let strange = office.act(order(KeyAct::Suspend, "GALT10512012", "marc.petit"));
    assert_eq!(strange, Err(Fault::NotFound));
    assert_eq!(office.key("GALT10512012").life, Life::Active);
}

/// A right that is not there is refused by the server in its own words, and nothing was done.
#[test]
fn what_the_rights_forbid_is_refused() {
    let Some(reader) = Office::of("lecture", json!({})) else { return };
    let refused = reader.act(order(KeyAct::Suspend, "GALT10512012", "lucie.petit"));
    assert!(matches!(refused, Err(Fault::Forbidden(_))), "{refused:?}");
    assert_eq!(reader.key("GALT10512012").life, Life::Active);
}

/// What was cleared from this machine and not created again stays on the home screen.
#[test]
fn a_cleared_pin_is_watched_until_it_is_created() {
    let Some(office) = Office::open() else { return };
    let (login, serial) = ("odile.fabre", "GALT10512015");
    let act = KeyAct::ClearPin.word().to_owned();
    let intent = Intent { act, login: login.to_owned(), serial: serial.to_owned(), ..Intent::default() };
    let entry = office.store.journal_begin(office.now(), &intent).unwrap();
    assert_eq!(office.act(order(KeyAct::ClearPin, serial, login)), Ok(None));
    office.store.journal_end(entry, office.now(), "done").unwrap();
    let loose = office.wait(office.backend.loose()).unwrap();
    assert_eq!(loose.len(), 1);
    assert_eq!((loose[0].serial.as_str(), loose[0].person.login.as_str()), (serial, login));
    assert_eq!(office.act(order(KeyAct::Suspend, serial, login)), Ok(None));
    assert!(office.wait(office.backend.loose()).unwrap().is_empty());
}
