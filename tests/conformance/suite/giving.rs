//! Keys given, replaced, taken back.

use guichet::backend::Order;
use guichet::domain::key::KeyAct;
use guichet::domain::moment::Span;

use super::bench::PIN;
use super::trial::{Trial, held, stock};

fn holder(t: &Trial, name: &str) -> String {
    t.key(name).holder.unwrap_or_else(|| "nobody".to_owned())
}

pub fn a_key_is_given_and_taken_back(t: &Trial) {
    t.people(&["jean"]);
    t.furnish(&[held("own", "claire"), stock("spare"), stock("second")]);
    t.orders("to one without a key", KeyAct::Assign, "spare", "jean", "done");
    t.sees("whose it is", holder(t, "spare"), "jean");
    t.sees("its state", t.standing("spare"), "usable");
    t.sees("its PIN", format!("{:?}", t.key("spare").pin), "ToCreate");
    t.orders("to one with a key", KeyAct::Assign, "second", "claire", "done");
    t.sees("both are there", t.card("claire").map_or(0, |card| card.keys.len()).to_string(), "2");
    t.orders("taken back", KeyAct::Unassign, "own", "claire", "done");
    t.sees("it is nobody's", holder(t, "own"), "nobody");
    t.sees("it is in stock", t.standing("own"), "in-stock");
    t.sees("one is left", t.card("claire").map_or(0, |card| card.keys.len()).to_string(), "1");
    t.orders("again", KeyAct::Unassign, "own", "claire", "not while in-stock");
    // What the first holder used stays used, the PIN and the failures of the first are gone.
    t.orders("given to the next", KeyAct::Assign, "own", "jean", "done");
    t.settle();
    t.enters("by the old PIN", "jean", PIN, &t.code("own", 0), "refused");
    t.orders("to nobody", KeyAct::Assign, "CF-NOBODY", "jean", "not found");
}

pub fn a_key_is_given_to_be_activated(t: &Trial) {
    t.people(&["claire"]);
    t.furnish(&[stock("spare")]);
    let order = Order { activation: true, ..t.order(KeyAct::Assign, "spare", "claire") };
    t.gives("to be activated", order, "done");
    t.sees("until then", t.standing("spare"), "never-activated");
    t.tests("a code", "spare", t.code("spare", 0), "never-activated");
    t.orders("its PIN", KeyAct::ClearPin, "spare", "claire", "not while never-activated");
}

pub fn a_taken_key_is_not_given_again(t: &Trial) {
    t.people(&["jean"]);
    t.furnish(&[held("own", "claire"), stock("spare"), stock("late").until(Span::days(-1))]);
    t.orders("of somebody", KeyAct::Assign, "own", "jean", "taken by claire");
    t.prepares(KeyAct::Assign, "spare", "claire");
    t.orders("given meanwhile", KeyAct::Assign, "spare", "jean", "taken by claire");
    t.orders("expired", KeyAct::Assign, "late", "jean", "not while expired");
    t.orders("to an unknown person", KeyAct::Assign, "late", "stranger", "not while expired");
    t.furnish(&[stock("other")]);
    t.orders("to a stranger", KeyAct::Assign, "other", "stranger", "not found");
    t.sees("nothing was given", t.standing("other"), "in-stock");
}

fn replace(t: &Trial, old: &str, successor: &str) -> Order {
    Order { successor: t.serial(successor), ..t.order(KeyAct::Replace, old, "claire") }
}

pub fn a_key_takes_the_place_of_another(t: &Trial) {
    t.furnish(&[held("own", "claire"), held("lost", "claire"), stock("spare"), stock("second")]);
    t.gives("one in service", replace(t, "own", "spare"), "done");
    t.sees("the old one", t.standing("own"), "retired");
    t.sees("the new one", t.standing("spare"), "usable");
    t.sees("whose it is", holder(t, "spare"), "claire");
    t.sees("its PIN", format!("{:?}", t.key("spare").pin), "ToCreate");
    t.prepares(KeyAct::Suspend, "lost", "claire");
    t.gives("a suspended one", replace(t, "lost", "second"), "done");
    t.sees("the lost one", t.standing("lost"), "retired");
    t.settle();
    t.enters("by the old one", "claire", PIN, &t.code("own", 0), "refused");
}

/// Whatever is wrong with the second half of the order, the first is not done.
pub fn a_key_that_cannot_be_given_replaces_nothing(t: &Trial) {
    t.furnish(&[
        held("own", "claire"),
        held("his", "jean"),
        stock("expired").until(Span::days(-1)),
        stock("early").from(Span::days(1)),
        stock("retired"),
    ]);
    t.bench().retire(&t.serial("retired"));
    for (at, expected) in [
        ("his", "taken by jean"),
        ("expired", "not while expired"),
        ("early", "not while not-yet-valid"),
        ("retired", "not while retired"),
        ("CF-NOBODY", "not found"),
    ] {
        t.gives(at, replace(t, "own", at), expected);
    }
    t.gives("itself", replace(t, "own", "own"), "taken by claire");
    t.sees("the old one", t.standing("own"), "usable");
    t.settle();
    t.enters("by the old one", "claire", PIN, &t.code("own", 0), "in");
}
