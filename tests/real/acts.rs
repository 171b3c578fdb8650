//! What the server forbids, and codes of another hash. All else that is done to keys is in the conformance
//! suite.

use guichet::backend::Fault;
use guichet::domain::key::{KeyAct, Life, Standing};
use guichet::domain::verdict::Finding;
use serde_json::json;

use crate::office::{Office, code, order};

/// A right that is not there is refused by the server in its own words, and nothing was done.
#[test]
fn what_the_rights_forbid_is_refused() {
    let Some(reader) = Office::of("lecture", json!({})) else { return };
    let refused = reader.act(order(KeyAct::Suspend, "GALT10512012", "lucie.petit"));
    assert!(matches!(refused, Err(Fault::Forbidden(_))), "{refused:?}");
    assert_eq!(reader.key("GALT10512012").life, Life::Active);
}

/// The old key is out of service when the server refuses the new one: that is said.
#[test]
fn a_replacement_that_is_half_done_says_so() {
    let Some(office) = Office::open() else { return };
    let (login, old, new) = ("noel.saint-andre", "GALT10512008", "GALT10512056");
    let rule = json!({
        "scope": "enrollment", "action": "max_token_per_user=1", "user": login, "realm": "academie",
        "active": true,
    });
    office.administer("policy/one-key", rule);
    let mut replace = order(KeyAct::Replace, old, login);
    replace.successor = new.to_owned();
    let half = office.act(replace);
    let Err(Fault::HalfDone { why }) = half else { panic!("{half:?}") };
    assert!(matches!(*why, Fault::Forbidden(_)), "{why:?}");
    assert_eq!(office.key(old).life, Life::Suspended);
    assert_eq!(office.key(new).standing(office.now()), Standing::InStock);
}

#[test]
fn codes_of_another_hash_are_tested_alike() {
    let Some(office) = Office::open() else { return };
    let long = office.test("GALT10512039", code("GALT10512039", office.now(), 0)).unwrap();
    assert!(matches!(long.finding, Finding::Valid { offset: -1..=1, .. }), "{long:?}");
}
