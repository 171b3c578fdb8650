#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::{Value, json};

use super::{Token, Tokens};
use crate::domain::key::{Key, Life, Pin, Standing};
use crate::domain::moment::Moment;
use crate::domain::otp::{Algorithm, Moving, Shape};

/// 2026-11-21T22:14:00Z, the start of a step.
const NOW: Moment = Moment::from_secs(1_795_299_240);

/// A key as the server of the facts writes it, with changes.
fn token(changes: Value) -> Token {
    let mut whole = json!({
        "serial": "GALT10512017", "tokentype": "totp", "username": "amelie.durand", "user_realm": "academie",
        "user_id": "1001", "resolver": "annuaire", "realms": ["academie"], "active": true, "locked": false,
        "revoked": false, "failcount": 0, "maxfail": 10, "count": 29_921_653, "count_window": 10,
        "sync_window": 1000, "otplen": 6, "rollout_state": "enrolled", "description": "clé OTP", "id": 1,
        "info": { "timeStep": "60", "timeWindow": "180", "timeShift": "-45.0", "hashlib": "sha1" },
    });
    for (name, value) in changes.as_object().unwrap() {
        if name == "info" {
            for (name, value) in value.as_object().unwrap() {
                whole["info"][name] = value.clone();
            }
        } else {
            whole[name] = value.clone();
        }
    }
    serde_json::from_value(whole).unwrap()
}

fn key(changes: Value) -> Key {
    token(changes).key(NOW).unwrap()
}

#[test]
fn a_key_is_read_whole() {
    let key = key(json!({}));
    assert_eq!((key.serial.as_str(), key.holder.as_deref()), ("GALT10512017", Some("amelie.durand")));
    assert_eq!((key.shape, key.last_step), (Shape::COMMON, Some(29_921_653)));
    assert_eq!((key.life, key.pin, key.fails, key.max_fails), (Life::Active, Pin::Unknown, 0, 10));
    assert_eq!((key.starts, key.expires), (None, None));
    assert_eq!(key.standing(NOW), Standing::Usable);
}

#[test]
fn states_are_those_of_the_counter_not_of_the_word_locked() {
    assert_eq!(key(json!({ "failcount": 10 })).standing(NOW), Standing::Locked);
    assert_eq!(key(json!({ "failcount": 9 })).standing(NOW), Standing::Usable);
    assert_eq!(key(json!({ "active": false })).standing(NOW), Standing::Suspended);
    assert_eq!(key(json!({ "revoked": true, "locked": true })).standing(NOW), Standing::Retired);
    let nobody = json!({ "username": "", "user_id": "", "count": 0 });
    let stock = key(nobody);
    assert_eq!((stock.standing(NOW), stock.holder, stock.last_step), (Standing::InStock, None, None));
    let ended = key(json!({ "info": { "validity_period_end": "2026-11-21T22:13+0000" } }));
    assert_eq!(ended.standing(NOW), Standing::Expired);
    let early = key(json!({ "info": { "validity_period_start": "2026-11-21T22:15+0000" } }));
    assert_eq!(early.standing(NOW), Standing::NotYetValid);
}

/// The server writes no field for "a PIN is set": only the order to choose one is known.
#[test]
fn a_pin_is_to_be_created_only_where_it_was_ordered() {
    assert_eq!(key(json!({ "info": { "next_pin_change": "2026-11-21T22:13+0000" } })).pin, Pin::ToCreate);
    assert_eq!(key(json!({ "info": { "next_pin_change": "2027-11-21T22:13+0000" } })).pin, Pin::Unknown);
    assert_eq!(key(json!({ "info": { "next_pin_change": "soon" } })).pin, Pin::Unknown);
}

/// A login with a well set key leaves a shift of 0 to -60 whole seconds, a resync one of 30 to -30 with its
/// fraction: that is no drift.
#[test]
fn drift_is_told_in_steps() {
    for (seconds, steps) in [
        ("0", 0),
        ("-1.0", 0),
        ("-59.0", 0),
        ("-60.0", -1),
        ("1", 1),
        ("60", 1),
        ("61", 2),
        ("-420", -7),
        ("720.0", 12),
        // After a resync: the middle of the step of the second code, from a moment of 0 to 60 s in the step.
        ("29.999", 0),
        ("-29.999", 0),
        ("809.5", 13),
        ("750.5", 13),
        ("-390.25", -7),
        ("-449.75", -7),
        ("NaN", 0),
        ("inf", 0),
        ("1e300", 0),
        ("", 0),
    ] {
        assert_eq!(key(json!({ "info": { "timeShift": seconds } })).drift, steps, "{seconds}");
    }
}

#[test]
fn counter_keys_count_the_next_code() {
    let hotp = key(json!({ "tokentype": "hotp", "count": 8 }));
    assert_eq!((hotp.shape.moving, hotp.last_step, hotp.drift), (Moving::Event, Some(7), 0));
    assert_eq!(key(json!({ "tokentype": "hotp", "count": 0 })).last_step, None);
}

/// What this program cannot compute with is left out of the card and counted, never guessed.
#[test]
fn other_tokens_are_no_keys() {
    for changes in [
        json!({ "tokentype": "registration" }),
        json!({ "otplen": 5 }),
        json!({ "otplen": 9 }),
        json!({ "info": { "hashlib": "md5" } }),
        json!({ "info": { "timeStep": "0" } }),
        json!({ "info": { "timeStep": "sixty" } }),
        json!({ "serial": "with space" }),
        json!({ "serial": "" }),
    ] {
        assert!(token(changes.clone()).key(NOW).is_none(), "{changes}");
    }
    let other = key(json!({ "otplen": 8, "info": { "hashlib": "sha512", "timeStep": "30" } }));
    assert_eq!((other.shape.digits, other.shape.algorithm), (8, Algorithm::Sha512));
    assert_eq!(other.shape.period(), Some(30));
}

/// The holder who left the directory is not nobody: such a key is not in stock.
#[test]
fn a_holder_whom_the_directory_lost_still_holds() {
    let lost = key(json!({ "username": "", "user_id": "1001" }));
    assert_eq!((lost.life, lost.holder.as_deref()), (Life::Active, Some("#1001")));
    let down = token(json!({ "username": "**resolver error**" }));
    assert!(down.without_directory());
    assert_eq!(down.key(NOW).unwrap().holder.as_deref(), Some("#1001"));
}

/// Without the fields that every server writes, it is something else that answers.
#[test]
fn a_page_of_something_else_is_refused() {
    for page in [json!([]), json!({ "tokens": [{}] }), json!({ "tokens": [{ "serial": "A" }] }), json!(7)] {
        assert!(serde_json::from_value::<Tokens>(page.clone()).is_err(), "{page}");
    }
    assert_eq!(
        serde_json::from_value::<Tokens>(json!({ "tokens": [], "count": 0 })).unwrap().tokens.len(),
        0
    );
}
