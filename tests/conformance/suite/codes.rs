//! Codes and what is said of them.

use guichet::domain::key::KeyAct;
use guichet::domain::moment::Span;
use guichet::domain::otp::Moving;
use guichet::domain::secret::Secret;
use guichet::domain::verdict::Finding;

use super::bench::PIN;
use super::trial::{Trial, held, stock};

pub fn a_code_is_valid_once(t: &Trial) {
    t.furnish(&[held("own", "claire")]);
    t.sees("last step before", t.last("own"), "never");
    t.tests("now", "own", t.code("own", 0), "valid +0 at +0, next in 1");
    t.sees("last step after", t.last("own"), "+0");
    let again = t.tests("again", "own", t.code("own", 0), "used at +0, next in 1");
    let told = again.is_some_and(|verdict| matches!(verdict.finding, Finding::Used { at: Some(_), .. }));
    t.sees("when it was used", if told { "told" } else { "untold" }, "told");
    t.sees("failures", t.key("own").fails.to_string(), "0");
    t.tests("the next one", "own", t.code("own", 1), "valid +1 at +1, next in 1");
}

/// One key for each, since a code that was accepted moves what is expected.
pub fn a_code_is_valid_in_the_window_alone(t: &Trial) {
    t.furnish(&[
        held("-4", "a"),
        held("-3", "b"),
        held("-2", "c"),
        held("-1", "d"),
        held("+1", "e"),
        held("+2", "f"),
        held("+3", "g"),
        held("+4", "h"),
    ]);
    for (at, name, steps, expected) in [
        ("4 steps late", "-4", -4, "far -4"),
        ("3 steps late", "-3", -3, "valid -3 at -3, next in 1"),
        ("2 steps late", "-2", -2, "valid -2 at -2, next in 1"),
        ("1 step late", "-1", -1, "valid -1 at -1, next in 1"),
        ("1 step early", "+1", 1, "valid +1 at +1, next in 1"),
        ("2 steps early", "+2", 2, "valid +2 at +2, next in 1"),
        ("3 steps early", "+3", 3, "valid +3 at +3, next in 1"),
        ("4 steps early", "+4", 4, "far +4"),
    ] {
        t.tests(at, name, t.code(name, steps), expected);
    }
    t.sees("drift learned of a late code", t.key("-2").drift.to_string(), "0");
}

/// A step is a minute.
pub fn a_code_far_off_tells_the_minutes(t: &Trial) {
    t.furnish(&[held("own", "claire")]);
    t.tests("40 minutes fast", "own", t.code("own", 40), "far +40");
    t.tests("40 minutes slow", "own", t.code("own", -40), "far -40");
    t.tests("12 hours fast", "own", t.code("own", 720), "far +720");
    t.tests("more than 12 hours", "own", t.code("own", 721), "no match");
    t.sees("last step", t.last("own"), "never");
}

pub fn a_code_before_the_last_used_one_is_too_old(t: &Trial) {
    t.furnish(&[held("own", "claire")]);
    t.tests("now", "own", t.code("own", 0), "valid +0 at +0, next in 1");
    t.tests("one before", "own", t.code("own", -2), "older at -2, last +0");
    t.tests("one long before", "own", t.code("own", -60), "older at -60, last +0");
    t.sees("last step", t.last("own"), "+0");
}

pub fn a_code_of_the_other_key_is_consumed_there(t: &Trial) {
    t.furnish(&[held("own", "claire"), held("other", "claire"), held("his", "jean")]);
    t.tests("of the other key", "own", t.code("other", 0), "fresh of other, usable");
    t.sees("last step of the other", t.last("other"), "+0");
    t.sees("last step of this one", t.last("own"), "never");
    t.tests("the same again", "own", t.code("other", 0), "used of other, usable");
    t.tests("of somebody else's key", "own", t.code("his", 0), "no match");
    t.sees("last step of somebody else's", t.last("his"), "never");
}

/// The state of the other key is the matter, whatever that of the tested one.
pub fn a_code_of_the_other_key_tells_of_that_key(t: &Trial) {
    t.furnish(&[held("own", "claire"), held("other", "claire")]);
    t.prepares(KeyAct::Suspend, "other", "claire");
    t.tests("of a suspended one", "own", t.code("other", 0), "fresh of other, suspended");
    t.tests("for a suspended one", "other", t.code("own", 0), "fresh of own, usable");
}

pub fn a_code_that_no_key_shows_matches_nothing(t: &Trial) {
    t.furnish(&[held("own", "claire"), held("other", "claire")]);
    t.tests("stray", "own", t.stray(), "no match");
    t.sees("last steps", format!("{} {}", t.last("own"), t.last("other")), "never never");
    t.sees("failures", t.key("own").fails.to_string(), "0");
}

/// Whatever a server says of its codes.
pub fn a_key_out_of_service_is_never_good(t: &Trial) {
    let day = Span::days(1);
    t.furnish(&[
        held("suspended", "a"),
        held("locked", "b"),
        held("expired", "c").until(Span::days(-1)),
        held("early", "d").from(day),
        held("retired", "e"),
        stock("drawer"),
    ]);
    t.prepares(KeyAct::Suspend, "suspended", "a");
    t.fails("b", 10);
    t.bench().retire(&t.serial("retired"));
    t.settle();
    for (at, name, expected) in [
        ("suspended", "suspended", "suspended"),
        ("locked", "locked", "locked, 0 tries"),
        ("expired", "expired", "expired"),
        ("not yet valid", "early", "not-yet-valid"),
        ("retired", "retired", "retired"),
        ("in stock", "drawer", "in-stock"),
    ] {
        t.tests(at, name, t.code(name, 0), expected);
    }
}

pub fn a_code_typed_by_the_holder_is_used(t: &Trial) {
    t.furnish(&[held("own", "claire")]);
    t.enters("the holder", "claire", PIN, &t.code("own", 0), "in");
    t.tests("then tested", "own", t.code("own", 0), "used at +0, next in 1");
}

pub fn a_tested_code_opens_nothing(t: &Trial) {
    t.furnish(&[held("own", "claire")]);
    t.tests("tested", "own", t.code("own", 0), "valid +0 at +0, next in 1");
    t.enters("then typed", "claire", PIN, &t.code("own", 0), "refused");
    t.enters("the next one", "claire", PIN, &t.code("own", 1), "in");
}

/// Presses are counted: ten more than the last one are taken, the others are far.
pub fn a_button_is_counted(t: &Trial) {
    t.furnish(&[held("own", "claire").shaped(6, Moving::Event)]);
    t.tests("first press", "own", t.code("own", 0), "valid +0 at +0");
    t.tests("again", "own", t.code("own", 0), "used at +0");
    t.tests("three were lost", "own", t.code("own", 4), "valid +3 at +4");
    t.tests("nine were lost", "own", t.code("own", 14), "valid +9 at +14");
    t.tests("ten were lost", "own", t.code("own", 25), "far +10");
    t.tests("before the last", "own", t.code("own", 7), "older at +7, last +14");
    t.sees("last press", t.key("own").last_step.unwrap_or(-1).to_string(), "14");
}

pub fn other_shapes_are_tested_alike(t: &Trial) {
    t.furnish(&[held("own", "claire").shaped(8, Moving::Time { period: 30, t0: 0 })]);
    t.tests("now", "own", t.code("own", 0), "valid +0 at +0, next in 1");
    t.tests("three minutes early", "own", t.code("own", 5), "valid +5 at +5, next in 1");
    t.tests("again", "own", t.code("own", 5), "used at +5, next in 1");
}

pub fn few_tries_left_are_told(t: &Trial) {
    t.furnish(&[held("own", "claire")]);
    t.fails("claire", 9);
    t.settle();
    t.tests("after nine failures", "own", t.code("own", 0), "valid +0 at +0, 1 tries, next in 1");
    t.fails("claire", 1);
    t.sees("after ten", t.standing("own"), "locked");
}

/// Four logins at once by one code, again and again, until a code opens more than once.
pub fn one_code_at_once_is_accepted_once(t: &Trial) {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    t.furnish(&names.map(|name| held(name, name)));
    let races = names.iter().flat_map(|name| (-3..=2).map(move |ahead| (*name, ahead)));
    let opened = races.map(|(name, ahead)| {
        if ahead == -3 {
            t.settle();
        }
        let typed = Secret::new(format!("{PIN}{}", t.code(name, ahead).expose()));
        t.bench().opens_at_once(&t.login(name), &typed, 4)
    });
    let mut in_vain = false;
    let twice = opened.inspect(|times| in_vain |= *times == 0).any(|times| times > 1);
    t.sees("at least", if in_vain { "none" } else { "one" }, "one");
    t.sees("at most", if twice { "several" } else { "one" }, "one");
}

pub fn an_unknown_key_is_not_tested(t: &Trial) {
    t.furnish(&[held("own", "claire")]);
    t.tests("unknown", "CF-NOBODY", t.code("own", 0), "not found");
    t.tests("in small letters", &t.serial("own").to_lowercase(), t.code("own", 0), "not found");
    t.sees("last step", t.last("own"), "never");
}
