//! From a cleared PIN to a new one, as the agent follows it.

use guichet::domain::key::{KeyAct, Pin};
use guichet::domain::person::Happening;

use super::asking::kinds;
use super::bench::PIN;
use super::trial::{Trial, held, stock};

const NEW: &str = "5937";

fn pin(t: &Trial, name: &str) -> &'static str {
    match t.key(name).pin {
        Pin::Set => "set",
        Pin::ToCreate => "to create",
        Pin::ToConfirm => "to confirm",
        Pin::Unknown => "unknown",
    }
}

fn last_event(t: &Trial, holder: &str) -> i64 {
    t.events(holder, 0).last().map_or(0, |event| event.id)
}

pub fn a_new_pin_is_followed_to_its_end(t: &Trial) {
    t.furnish(&[held("own", "claire")]);
    t.sees("before", pin(t, "own"), "set");
    t.orders("clear", KeyAct::ClearPin, "own", "claire", "done");
    t.sees("cleared", pin(t, "own"), "to create");
    let since = last_event(t, "claire");
    t.settle();
    t.enters("the old PIN", "claire", PIN, &t.code("own", 0), "refused");
    let created = t.bench().creates_pin(&t.login("claire"), &t.serial("own"), &t.code("own", 0), NEW);
    t.sees("creation", created.to_string(), "true");
    t.sees("created", pin(t, "own"), "to confirm");
    t.enters("the same code again", "claire", NEW, &t.code("own", 0), "refused");
    t.enters("the next code", "claire", NEW, &t.code("own", 1), "in");
    t.sees("confirmed", pin(t, "own"), "set");
    let told = "wrong-pin digits-accepted pin-created wrong-code pin-confirmed";
    let events = t.events("claire", since);
    t.sees("what was followed", kinds(&events), told);
    let halfway = events.get(2).map_or(0, |event| event.id);
    t.sees("from the middle on", kinds(&t.events("claire", halfway)), "wrong-code pin-confirmed");
    let card = t.card("claire").map(|card| card.events).unwrap_or_default();
    let cleared = card.iter().find(|event| event.what == Happening::PinCleared);
    let told = cleared.map(|event| format!("{} by {}", event.serial, event.by)).unwrap_or_default();
    t.sees("on the card", told, "own by helpdesk");
    let age = cleared.map_or(9999, |event| (t.now() - event.at).abs().as_secs());
    t.sees("some minutes ago", (age < 300).to_string(), "true");
}

/// The digits were right, then the holder went away: the next code begins again.
pub fn a_creation_that_was_left_begins_again(t: &Trial) {
    t.furnish(&[held("own", "claire")]);
    t.prepares(KeyAct::ClearPin, "own", "claire");
    t.settle();
    let login = t.login("claire");
    let asked = t.bench().asks_for_pin(&login, &t.code("own", 0));
    t.sees("asked for a PIN", asked.to_string(), "true");
    t.sees("then left", pin(t, "own"), "to create");
    let again = t.bench().asks_for_pin(&login, &t.code("own", 0));
    t.sees("by the same code", again.to_string(), "false");
    let created = t.bench().creates_pin(&login, &t.serial("own"), &t.code("own", 1), NEW);
    t.sees("by the next one", created.to_string(), "true");
    t.enters("and in", "claire", NEW, &t.code("own", 2), "in");
}

pub fn a_cleared_pin_is_watched(t: &Trial) {
    t.furnish(&[held("own", "claire"), held("lost", "jean")]);
    let other = t.bench().console();
    t.sees("before", t.loose(t.console()), "nothing");
    t.prepares(KeyAct::ClearPin, "own", "claire");
    t.prepares(KeyAct::ClearPin, "lost", "jean");
    t.sees("two cleared", t.loose(t.console()), "own lost");
    t.sees("on another console", t.loose(&other), "own lost");
    t.prepares(KeyAct::Suspend, "lost", "jean");
    t.sees("one suspended", t.loose(t.console()), "own");
    t.settle();
    assert!(t.bench().creates_pin(&t.login("claire"), &t.serial("own"), &t.code("own", 0), NEW));
    t.sees("one created", t.loose(t.console()), "nothing");
}

/// Until it has a PIN, whoever has the key in hand is let in by it alone.
pub fn a_given_key_is_watched(t: &Trial) {
    t.people(&["jean"]);
    t.furnish(&[held("own", "claire"), stock("spare"), stock("second")]);
    t.prepares(KeyAct::Assign, "spare", "jean");
    t.sees("given", t.loose(t.console()), "spare");
    let order = t.order(KeyAct::Replace, "own", "claire");
    t.gives("replaced", guichet::backend::Order { successor: t.serial("second"), ..order }, "done");
    t.sees("both", t.loose(t.console()), "spare second");
    t.prepares(KeyAct::Unassign, "spare", "jean");
    t.sees("taken back", t.loose(t.console()), "second");
}
