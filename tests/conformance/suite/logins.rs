//! Logins that fail, and why.

use guichet::domain::key::KeyAct;
use guichet::domain::person::Happening;

use super::asking::{kinds, list};
use super::bench::PIN;
use super::trial::{Trial, held};

pub fn causes_of_failures_are_told(t: &Trial) {
    t.furnish(&[held("own", "claire"), held("his", "jean"), held("hers", "zoe")]);
    assert!(!t.types("claire", "9999", &t.code("own", 0)));
    assert!(!t.types("claire", PIN, &t.stray()));
    assert!(t.types("claire", PIN, &t.code("own", 0)));
    assert!(!t.types("claire", PIN, &t.code("own", 0)));
    let events = t.events("claire", 0);
    t.sees("as they came", kinds(&events), "wrong-pin wrong-code logged-in wrong-code");
    let of_key = events.iter().filter(|event| event.what == Happening::WrongCode);
    t.sees("of which key", list(of_key.map(|event| event.serial.as_str())), "own own");
    let card = t.card("claire").map(|card| card.events).unwrap_or_default();
    let holders: Vec<_> = card.into_iter().filter(|event| event.by.is_empty()).collect();
    t.sees("newest first", kinds(&holders), "wrong-code logged-in wrong-code wrong-pin");
    t.fails("jean", 11);
    let locked = t.events("jean", 0).iter().any(|event| event.what == Happening::LockedOut);
    t.sees("one too many", locked.to_string(), "true");
    t.prepares(KeyAct::Suspend, "hers", "zoe");
    assert!(!t.types("zoe", PIN, &t.code("hers", 0)));
    let last = t.events("zoe", 0).last().map(|event| event.what.word());
    t.sees("with a suspended key", last.unwrap_or("nothing"), "key-refused");
}

/// A lock of the person, which no key shows.
pub fn a_person_may_be_kept_out(t: &Trial) {
    t.furnish(&[held("own", "claire")]);
    t.bench().lock_out(&t.login("claire"));
    let notes =
        || list(t.card("claire").map(|card| card.notes).unwrap_or_default().iter().map(|note| note.word()));
    t.sees("the key", t.standing("own"), "usable");
    t.sees("the card", notes(), "nothing");
    t.enters("the holder", "claire", PIN, &t.code("own", 0), "in");
    t.orders("unlock", KeyAct::Unlock, "own", "claire", "not while usable");
    t.sees("the card afterwards", notes(), "nothing");
    t.enters("the holder afterwards", "claire", PIN, &t.code("own", 1), "in");
}
