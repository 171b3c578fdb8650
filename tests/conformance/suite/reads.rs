//! Searches, cards and the stock.

use guichet::service::request::{Answer, Read};

use super::asking::{list, refused};
use super::trial::{Trial, held, stock};

pub fn people_are_found_by_what_is_known_of_them(t: &Trial) {
    t.furnish(&[held("own", "claire"), held("his", "jean")]);
    let (family, own) = (t.tag(), t.serial("own"));
    let end = own.get(4..).unwrap_or_default();
    for (at, text, expected) in [
        ("family name", family.to_owned(), "claire jean"),
        ("capitals", family.to_uppercase(), "claire jean"),
        ("half of it", family[..6].to_owned(), "claire jean"),
        ("the whole name", t.family(), "claire jean"),
        ("another apostrophe", t.family().replace('’', "'"), "claire jean"),
        ("both names", format!("zoé-claire {family}"), "claire"),
        ("both the other way", format!("{family} zoé-jean"), "jean"),
        ("login", t.login("jean"), "jean"),
        ("mail", format!("claire@{family}.example"), "claire"),
        ("serial", own.clone(), "claire"),
        ("its beginning", own[..11].to_owned(), "claire jean"),
        ("its end", end.to_owned(), "claire"),
        ("nobody", format!("{family}xyz"), "nothing"),
        ("one word of two", format!("{family} xyz"), "nothing"),
        ("what is no text", format!("%{family}_"), "nothing"),
    ] {
        t.sees(at, t.finds(&text), expected);
    }
}

/// As typed with or without them; a login without accents, which most have, is found in any case.
pub fn people_are_found_whatever_the_accents(t: &Trial) {
    t.people(&["claire"]);
    let family = t.tag();
    t.sees("with them", t.finds(&format!("{family} d'aubigné")), "claire");
    t.sees("the login alone", t.finds(&format!("claire.{family}")), "claire");
    t.sees("without them", t.finds(&format!("{family} d'aubigne")), "claire");
}

pub fn a_card_tells_person_and_keys(t: &Trial) {
    t.people(&["jean"]);
    t.furnish(&[held("own", "claire"), held("other", "claire")]);
    let claire = t.card("claire").unwrap();
    let person = &claire.person;
    let told = format!("{} {}", person.given, person.family).replace(&t.family(), "Family");
    t.sees("name", told, "Zoé-claire Family");
    t.sees("school", format!("{} {}", person.school.uai, person.school.academy), "0760127A rouen");
    let mut keys: Vec<_> = claire.keys.iter().map(|key| t.with_names(key.serial.as_str())).collect();
    keys.sort();
    t.sees("keys", keys.join(" "), "other own");
    t.sees("notes", format!("{:?}", claire.notes), "[]");
    t.sees("without a key", t.card("jean").map_or(9, |card| card.keys.len()).to_string(), "0");
    t.sees("unknown", refused(t.card("nobody")), "not found");
    t.sees("by part of a login", refused(t.card("clair")), "not found");
}

pub fn the_stock_is_what_may_be_given(t: &Trial) {
    t.furnish(&[held("own", "claire"), stock("spare"), stock("second"), stock("retired")]);
    t.bench().retire(&t.serial("retired"));
    let stock = |part: &str| match t.read(Read::Stock(part.to_owned())) {
        Ok(Answer::Stock(keys)) => list(keys.iter().map(|key| key.serial.as_str())),
        _ => "no answer".to_owned(),
    };
    let spare = t.serial("spare");
    t.sees("by their beginning", stock(&spare[..10]), "spare second");
    t.sees("by an end", stock(&spare[3..]), "spare");
    t.sees("a held one", stock(&t.serial("own")), "nothing");
    t.sees("unknown", stock("CF-NOBODY"), "nothing");
}

/// More people of one name than a server gives.
pub fn a_crowd_is_counted(t: &Trial) {
    let (found, cut) = t.bench().crowd(&t.family(), 101);
    t.sees("found", found.to_string(), "101");
    t.sees("told", if cut { "cut" } else { "whole" }, "whole");
}
