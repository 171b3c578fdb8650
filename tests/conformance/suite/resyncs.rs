//! Two codes that teach the drift of a key.

use guichet::backend::Order;
use guichet::domain::key::KeyAct;
use guichet::domain::moment::Span;
use guichet::domain::otp::Moving;

use super::bench::PIN;
use super::trial::{Trial, held};

fn resync(t: &Trial, name: &str, holder: &str, first: i64, second: i64) -> Order {
    let codes = Some((t.code(name, first), t.code(name, second)));
    Order { codes, ..t.order(KeyAct::Resync, name, holder) }
}

pub fn two_codes_in_a_row_resynchronise(t: &Trial) {
    t.furnish(&[held("fast", "claire"), held("slow", "jean"), held("press", "zoe").shaped(6, Moving::Event)]);
    t.gives("fast", resync(t, "fast", "claire", 12, 13), "done");
    t.sees("what was learned", t.key("fast").drift.to_string(), "13");
    t.enters("the second again", "claire", PIN, &t.code("fast", 13), "refused");
    t.enters("the next code", "claire", PIN, &t.code("fast", 14), "in");
    t.enters("the one after it", "claire", PIN, &t.code("fast", 15), "in");
    t.gives("slow", resync(t, "slow", "jean", -8, -7), "done");
    t.sees("what was learned of it", t.key("slow").drift.to_string(), "-7");
    t.tests("two later", "slow", t.code("slow", -5), "valid +2 at -5, next in 1");
    t.gives("a button", resync(t, "press", "zoe", 200, 201), "done");
    t.enters("the next press", "zoe", PIN, &t.code("press", 202), "in");
}

pub fn what_is_not_two_fresh_neighbours_teaches_nothing(t: &Trial) {
    t.furnish(&[held("own", "claire"), held("his", "jean")]);
    t.tests("now", "own", t.code("own", 0), "valid +0 at +0, next in 1");
    for (at, first, second) in [
        ("one left out", 10, 12),
        ("the wrong way round", 11, 10),
        ("the same twice", 10, 10),
        ("already used", -1, 0),
        ("before the last used one", -5, -4),
    ] {
        t.gives(at, resync(t, "own", "claire", first, second), "not consecutive");
    }
    let codes = Some((t.code("own", 4), t.code("his", 5)));
    let mixed = Order { codes, ..t.order(KeyAct::Resync, "own", "claire") };
    t.gives("of two keys", mixed, "not consecutive");
    t.sees("the last step", t.last("own"), "+0");
    t.gives("two of somebody else's", resync(t, "his", "claire", 4, 5), "not found");
    t.sees("the last step of it", t.last("his"), "never");
}

/// A display can be noted: what a slow clock does not explain is no proof of the key.
pub fn codes_of_the_past_are_suspicious(t: &Trial) {
    t.furnish(&[held("own", "claire"), held("far", "jean"), held("used", "zoe")]);
    t.gives("of ten hours ago", resync(t, "own", "claire", -601, -600), "codes of 600 min ago");
    t.gives("of 13 hours ahead", resync(t, "far", "jean", 780, 781), "not consecutive");
    t.tests("before them", "used", t.code("used", 0), "valid +0 at +0, next in 1");
    t.gives("one of them used", resync(t, "used", "zoe", 0, 1), "not consecutive");
}

pub fn the_state_decides_whether_a_key_is_resynchronised(t: &Trial) {
    t.furnish(&[
        held("suspended", "a"),
        held("locked", "b"),
        held("expired", "c").until(Span::days(-1)),
        held("retired", "d"),
    ]);
    t.prepares(KeyAct::Suspend, "suspended", "a");
    t.fails("b", 10);
    t.bench().retire(&t.serial("retired"));
    t.settle();
    for (at, holder, expected) in [
        ("suspended", "a", "not while suspended"),
        ("locked", "b", "done"),
        ("expired", "c", "not while expired"),
        ("retired", "d", "not while retired"),
    ] {
        t.gives(at, resync(t, at, holder, 5, 6), expected);
    }
    t.sees("the locked one", t.standing("locked"), "locked");
    t.sees("the suspended one", t.last("suspended"), "never");
}
