//! What agents do to keys: sent once, and read back.

use guichet::backend::{Caution, Fault, TokenBackend};
use guichet::domain::key::{KeyAct, Standing};
use serde_json::json;

use crate::office::{Office, open, order};
use crate::script::{Script, answer_of, yes};

const NO_WRITE: [&str; 0] = [];

/// Nobody keeps a person out.
fn no_lock(script: &Script, login: &str) {
    let own = [("user", login), ("realm", "academie")];
    script.tells("/conditionalaccess/lock/user", &own, answer_of("user-lock-none"));
}

#[test]
fn a_pin_is_cleared_and_read_back() {
    let (office, fake) = open(&["setpin-empty"]);
    let (key, login) = ("GALT10512003", "eloise.marchand");
    fake.script.shows("token-pin-to-create", key, json!({ "info": { "next_pin_change": null } }));
    fake.script.shows("token-pin-to-create", key, json!({}));
    assert_eq!(office.act(KeyAct::ClearPin, key, login), Ok(None));
    assert_eq!(fake.script.writes(), ["POST /token/setpin"]);
}

/// Without the policy of the server, nothing will ever ask for a PIN.
#[test]
fn a_pin_that_nothing_asks_for_is_told() {
    let (office, fake) = open(&["setpin-empty"]);
    let key = "GALT10512003";
    fake.script.shows("token-pin-to-create", key, json!({ "info": { "next_pin_change": null } }));
    let done = office.act(KeyAct::ClearPin, key, "eloise.marchand");
    assert_eq!(done, Ok(Some(Caution::PinNeverAsked)));
    assert_eq!(fake.script.writes(), ["POST /token/setpin"]);
}

#[test]
fn a_resync_says_yes_or_no() {
    let (office, fake) = open(&["resync-true", "resync-false"]);
    fake.script.shows("token-after-resync", "GALT10512032", json!({ "count": 29_922_000 }));
    let done = office.act(KeyAct::Resync, "GALT10512032", "loic.mercier");
    assert_eq!(done, Ok(Some(Caution::SkipOneCode)));
    let sent = fake.script.sent();
    let body = &sent.iter().find(|sent| sent.path == "/token/resync").unwrap().body;
    assert_eq!(body, &json!({ "serial": "GALT10512032", "otp1": "730146", "otp2": "018832" }));

    let other = json!({ "serial": "GALT10512034" });
    let answer = crate::script::page("token-after-resync", "GALT10512032", other);
    fake.script.tells("/token/", &[("serial", "GALT10512034")], answer);
    let refused = office.act(KeyAct::Resync, "GALT10512034", "loic.mercier");
    assert_eq!(refused, Err(Fault::NotConsecutive));
    assert_eq!(fake.script.writes(), ["POST /token/resync"; 2]);
}

/// While the agent is at it, the holder types one of the codes at a login: the key moves on, and the no of the
/// server stays a no.
#[test]
fn a_resync_that_is_refused_is_refused_whatever_the_key_did_meanwhile() {
    let (office, fake) = open(&[]);
    let key = "GALT10512032";
    fake.script.obeys("/token/resync", answer_of("resync-false"));
    fake.script.shows("token-after-resync", key, json!({ "count": 29_922_000 }));
    fake.script.shows("token-after-resync", key, json!({ "count": 29_922_210 }));
    assert_eq!(office.act(KeyAct::Resync, key, "loic.mercier"), Err(Fault::NotConsecutive));
    assert_eq!(fake.script.writes(), ["POST /token/resync"]);
}

/// Given without the order to choose a PIN, a key would open the account by its digits alone, for ever.
#[test]
fn a_key_is_given_and_its_pin_ordered() {
    let (office, fake) = open(&["token-stock", "assign", "assign-setpin-empty"]);
    let key = "GALT10512056";
    fake.script.shows("token-assigned", key, json!({ "info": { "next_pin_change": null } }));
    fake.script.shows("token-assigned", key, json!({}));
    assert_eq!(office.act(KeyAct::Assign, key, "benoit.lacroix"), Ok(None));
    assert_eq!(fake.script.writes(), ["POST /token/assign", "POST /token/setpin"]);
}

/// Somebody else was faster.
#[test]
fn a_key_that_is_taken_is_named_with_its_holder() {
    let (office, fake) = open(&["token-stock", "token-assigned", "assign-taken"]);
    let refused = office.act(KeyAct::Assign, "GALT10512056", "celine.fontaine");
    assert_eq!(refused, Err(Fault::Taken { holder: "benoit.lacroix".to_owned() }));
    assert_eq!(fake.script.writes(), ["POST /token/assign"]);
    let again = office.act(KeyAct::Assign, "GALT10512056", "celine.fontaine");
    assert_eq!(again, Err(Fault::Taken { holder: "benoit.lacroix".to_owned() }));
    assert_eq!(fake.script.writes().len(), 1, "known before it is sent");
}

/// Whoever was faster keeps the PIN, whatever the server said to this agent; a login is the same in capitals.
#[test]
fn only_the_pin_of_the_holder_who_was_ordered_is_cleared() {
    let key = "GALT10512056";
    for said in [yes(json!(true)), yes(json!(false))] {
        let (office, fake) = open(&["token-stock", "assign-setpin-empty"]);
        fake.script.shows("token-assigned", key, json!({ "username": "celine.fontaine" }));
        fake.script.obeys("/token/assign", said.clone());
        let taken = Err(Fault::Taken { holder: "celine.fontaine".to_owned() });
        assert_eq!(office.act(KeyAct::Assign, key, "benoit.lacroix"), taken, "{said:?}");
        assert_eq!(fake.script.writes(), ["POST /token/assign"], "{said:?}");

        let (office, fake) = open(&["token-stock", "assign-setpin-empty"]);
        fake.script.shows("token-assigned", key, json!({ "username": "Benoit.LACROIX" }));
        fake.script.obeys("/token/assign", said.clone());
        assert_eq!(office.act(KeyAct::Assign, key, "benoit.lacroix"), Ok(None), "{said:?}");
        assert_eq!(fake.script.writes(), ["POST /token/assign", "POST /token/setpin"]);
    }
}

/// Taken back at once, or the directory is down: nobody's PIN is cleared, and the half that was done is said.
#[test]
fn a_key_whose_holder_is_not_seen_keeps_its_pin() {
    let key = "GALT10512056";
    for change in [
        json!({ "username": "", "user_id": "" }),
        json!({ "username": "**resolver error**", "user_id": "1023" }),
    ] {
        let (office, fake) = open(&["token-stock", "assign", "assign-setpin-empty"]);
        fake.script.shows("token-assigned", key, change.clone());
        let half = office.act(KeyAct::Assign, key, "benoit.lacroix");
        assert!(matches!(half, Err(Fault::HalfDone { .. })), "{change} {half:?}");
        assert_eq!(fake.script.writes(), ["POST /token/assign"], "{change}");
    }
}

#[test]
fn a_lock_of_the_key_and_one_of_the_person_are_lifted() {
    let (office, fake) = open(&["token-locked", "reset"]);
    no_lock(&fake.script, "yann.le-bihan");
    assert_eq!(office.act(KeyAct::Unlock, "GALT10512019", "yann.le-bihan"), Ok(None));
    assert_eq!(fake.script.writes(), ["POST /token/reset"]);

    let (office, fake) = open(&["user-lock", "user-unlock"]);
    let person = json!({ "username": "ursule.vidal" });
    fake.script.shows("token-no-pin", "GALT10512017", person);
    assert_eq!(office.act(KeyAct::Unlock, "GALT10512017", "ursule.vidal"), Ok(None));
    assert_eq!(fake.script.writes(), ["DELETE /conditionalaccess/lock/user"]);
}

#[test]
fn suspending_enabling_and_taking_back() {
    let (office, fake) = open(&["disable", "unassign"]);
    let key = "GALT10512004";
    fake.script.shows("token-disabled", key, json!({ "active": true }));
    assert_eq!(office.act(KeyAct::Suspend, key, "f.dangelo"), Ok(None));

    fake.script.plays(&["enable-again"]);
    fake.script.tells("/token/", &[("serial", "GALT10512040")], answer_of("token-lost"));
    fake.script.shows("token-lost", "GALT10512040", json!({ "active": true }));
    fake.script.obeys("/token/enable", answer_of("enable-again"));
    // Somebody else has just enabled it: that is what was wanted.
    assert_eq!(office.act(KeyAct::Enable, "GALT10512040", "theo.lambert"), Ok(None));

    fake.script.plays(&["token-assigned"]);
    assert_eq!(office.act(KeyAct::Unassign, "GALT10512056", "benoit.lacroix"), Ok(None));
    assert_eq!(fake.script.writes(), ["POST /token/disable", "POST /token/enable", "POST /token/unassign"]);
}

/// The server says no without a fault: only the key tells what that means.
#[test]
fn a_no_is_not_taken_for_done() {
    let (office, fake) = open(&[]);
    let key = "GALT10512003";
    fake.script.shows("token-pin-to-create", key, json!({ "info": { "next_pin_change": null } }));
    fake.script.obeys("/token/setpin", yes(json!(0)));
    let refused = Err(Fault::State(Standing::Usable));
    assert_eq!(office.act(KeyAct::ClearPin, key, "eloise.marchand"), refused);
    fake.script.obeys("/token/disable", yes(json!(0)));
    assert_eq!(office.act(KeyAct::Suspend, key, "eloise.marchand"), refused);
    assert_eq!(fake.script.writes(), ["POST /token/setpin", "POST /token/disable"]);
}

/// Suspended by somebody between the card and the order: the key stands still, as was wanted.
#[test]
fn a_no_to_what_is_so_already_is_done() {
    let (office, fake) = open(&[]);
    let key = "GALT10512004";
    fake.script.shows("token-disabled", key, json!({ "active": true }));
    fake.script.shows("token-disabled", key, json!({}));
    fake.script.obeys("/token/disable", yes(json!(0)));
    assert_eq!(office.act(KeyAct::Suspend, key, "f.dangelo"), Ok(None));
}

fn replace(office: &Office, old: &str, login: &str, successor: &str) -> Result<Option<Caution>, Fault> {
    let mut order = order(KeyAct::Replace, old, login);
    order.successor = successor.to_owned();
    office.wait(office.backend.act(order))
}

/// The old key first: the holder never has two that work. What was done is said if the rest is not.
#[test]
fn a_key_takes_the_place_of_another() {
    let (office, fake) = open(&["token-stock", "assign-setpin-empty"]);
    fake.script.shows("token-disabled", "GALT10512004", json!({ "active": true }));
    fake.script.obeys("/token/disable", answer_of("disable"));
    fake.script.obeys("/token/assign", answer_of("assign"));
    fake.script.obeys("/token/assign", answer_of("assign-other-realm"));
    fake.script.shows("token-assigned", "GALT10512056", json!({ "username": "f.dangelo" }));
    assert_eq!(replace(&office, "GALT10512004", "f.dangelo", "GALT10512056"), Ok(None));
    let all = ["POST /token/disable", "POST /token/assign", "POST /token/setpin"];
    assert_eq!(fake.script.writes(), all);

    let answer = crate::script::page("token-stock", "GALT10512056", json!({ "serial": "GALT10512057" }));
    fake.script.tells("/token/", &[("serial", "GALT10512057")], answer);
    let half = replace(&office, "GALT10512004", "f.dangelo", "GALT10512057");
    let Err(Fault::HalfDone { why }) = half else { panic!("{half:?}") };
    assert!(matches!(*why, Fault::Forbidden(_)), "{why:?}");
    assert_eq!(fake.script.writes()[3..], all[..2]);
}

/// A key that cannot be given does not put the old one out of service.
#[test]
fn a_key_takes_no_place_that_it_cannot_fill() {
    for (change, standing) in [
        (json!({ "active": false }), Standing::Suspended),
        (json!({ "revoked": true }), Standing::Retired),
        (json!({ "info": { "validity_period_end": "2020-01-01T00:00+0000" } }), Standing::Expired),
    ] {
        let (office, fake) = open(&[]);
        fake.script.shows("token-disabled", "GALT10512004", json!({ "active": true }));
        fake.script.shows("token-stock", "GALT10512056", change);
        let refused = replace(&office, "GALT10512004", "f.dangelo", "GALT10512056");
        assert_eq!(refused, Err(Fault::State(standing)));
        assert_eq!(fake.script.writes(), [""; 0]);
    }
}

#[test]
fn what_the_card_does_not_show_any_more_is_not_written() {
    let (office, fake) = open(&["token-no-pin", "token-disabled", "token-revoked"]);
    no_lock(&fake.script, "gael.renaud");
    let act = |act, serial, login| office.act(act, serial, login);
    assert_eq!(act(KeyAct::ClearPin, "GALT10512017", "william.roy"), Err(Fault::NotFound));
    assert_eq!(act(KeyAct::ClearPin, "GALT10512099", "william.roy"), Err(Fault::NotFound));
    let suspended = Err(Fault::State(Standing::Suspended));
    assert_eq!(act(KeyAct::ClearPin, "GALT10512004", "f.dangelo"), suspended);
    for each in [KeyAct::ClearPin, KeyAct::Unlock, KeyAct::Resync, KeyAct::Suspend, KeyAct::Enable] {
        let retired = Err(Fault::State(Standing::Retired));
        assert_eq!(act(each, "GALT10512027", "gael.renaud"), retired, "{each:?}");
    }
    assert_eq!(fake.script.writes(), NO_WRITE);
}

#[test]
fn refusals_of_writes_have_their_names() {
    let act = |recording: &str| {
        let (office, fake) = open(&["token-locked"]);
        no_lock(&fake.script, "yann.le-bihan");
        fake.script.obeys("/token/reset", answer_of(recording));
        let answer = office.act(KeyAct::Unlock, "GALT10512019", "yann.le-bihan").unwrap_err();
        assert_eq!(fake.script.writes(), ["POST /token/reset"], "{recording}");
        answer
    };
    assert_eq!(act("session-expired"), Fault::LoginOver);
    assert_eq!(act("reset-unknown"), Fault::NotFound);
    assert_eq!(act("assign-unknown-user"), Fault::NotFound);
    let words = "Admin actions are defined, but the action reset is not allowed!";
    assert_eq!(act("reset-reader"), Fault::Forbidden(words.to_owned()));
    let words = "ERR905: More than one matching token was found.";
    assert_eq!(act("reset-by-user-with-two"), Fault::Refused(words.to_owned()));
}
