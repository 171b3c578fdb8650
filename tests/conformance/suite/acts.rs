//! What agents do to a key of somebody: PIN, lock, suspension.

use guichet::domain::key::KeyAct;
use guichet::domain::moment::Span;

use super::bench::PIN;
use super::trial::{Trial, held, stock};

pub fn a_pin_is_cleared_where_the_state_allows(t: &Trial) {
    t.furnish(&[
        held("usable", "a"),
        held("suspended", "b"),
        held("locked", "c"),
        held("expired", "d").until(Span::days(-1)),
        held("early", "e").from(Span::days(1)),
        held("retired", "f"),
        stock("drawer"),
    ]);
    t.prepares(KeyAct::Suspend, "suspended", "b");
    t.fails("c", 10);
    t.bench().retire(&t.serial("retired"));
    for (at, holder, expected) in [
        ("usable", "a", "done"),
        ("suspended", "b", "not while suspended"),
        ("locked", "c", "done"),
        ("expired", "d", "not while expired"),
        ("early", "e", "not while not-yet-valid"),
        ("retired", "f", "not while retired"),
        ("drawer", "a", "not while in-stock"),
    ] {
        t.orders(at, KeyAct::ClearPin, at, holder, expected);
    }
    t.sees("PIN of the usable one", format!("{:?}", t.key("usable").pin), "ToCreate");
    t.sees("the locked one", t.standing("locked"), "locked");
    t.settle();
    t.tests("a code then", "usable", t.code("usable", 0), "valid +0 at +0, PIN to create, next in 1");
}

pub fn a_locked_key_is_unlocked(t: &Trial) {
    t.furnish(&[held("own", "claire"), held("his", "jean")]);
    t.orders("no failure", KeyAct::Unlock, "own", "claire", "not while usable");
    t.fails("claire", 10);
    t.settle();
    t.sees("ten failures", t.standing("own"), "locked");
    t.enters("while locked", "claire", PIN, &t.code("own", 0), "refused");
    t.orders("unlock", KeyAct::Unlock, "own", "claire", "done");
    t.sees("failures", t.key("own").fails.to_string(), "0");
    t.sees("unlocked", t.standing("own"), "usable");
    t.enters("after it", "claire", PIN, &t.code("own", 0), "in");
    t.orders("again", KeyAct::Unlock, "own", "claire", "not while usable");
    t.fails("jean", 3);
    t.orders("a few failures", KeyAct::Unlock, "his", "jean", "done");
    t.sees("none left", t.key("his").fails.to_string(), "0");
}

pub fn a_key_is_suspended_and_put_back(t: &Trial) {
    t.furnish(&[held("own", "claire")]);
    t.orders("not suspended", KeyAct::Enable, "own", "claire", "not while usable");
    t.orders("suspend", KeyAct::Suspend, "own", "claire", "done");
    t.sees("suspended", t.standing("own"), "suspended");
    t.enters("while suspended", "claire", PIN, &t.code("own", 0), "refused");
    t.orders("again", KeyAct::Suspend, "own", "claire", "not while suspended");
    t.orders("unlock", KeyAct::Unlock, "own", "claire", "not while suspended");
    t.orders("unassign", KeyAct::Unassign, "own", "claire", "not while suspended");
    t.orders("enable", KeyAct::Enable, "own", "claire", "done");
    t.sees("in service", t.standing("own"), "usable");
    t.enters("its PIN was kept", "claire", PIN, &t.code("own", 0), "in");
}

/// Another console was quicker, or the card is of somebody else.
pub fn orders_about_a_state_that_is_gone_do_nothing(t: &Trial) {
    t.furnish(&[held("own", "claire"), held("his", "jean"), stock("spare")]);
    t.orders("of somebody else", KeyAct::Suspend, "his", "claire", "not found");
    t.sees("left alone", t.standing("his"), "usable");
    t.orders("of nobody", KeyAct::Suspend, "CF-NOBODY", "claire", "not found");
    t.prepares(KeyAct::Suspend, "own", "claire");
    t.orders("suspended meanwhile", KeyAct::ClearPin, "own", "claire", "not while suspended");
    t.prepares(KeyAct::Unassign, "his", "jean");
    t.orders("taken back meanwhile", KeyAct::ClearPin, "his", "jean", "not while in-stock");
    t.prepares(KeyAct::Assign, "his", "claire");
    t.orders("given away meanwhile", KeyAct::ClearPin, "his", "jean", "not found");
    t.sees("nothing was done", t.key("his").holder.unwrap_or_default(), "claire");
}
