//! The same counter in English: one whole call, and no French left on its screens.

use guichet::domain::moment::Span;
use guichet::text::Lang;
use guichet::ui::theme::Role;

use crate::support_app::looks;
use crate::support_app::story::Story;
use crate::support_app::world::{PIN, STEP};

/// Words of the French screens that no name, no school and no profile has.
const FRENCH: [&str; 16] = [
    "Recherche",
    "personnes",
    "ouvrir",
    "aide",
    "retour",
    "Événements",
    "échecs",
    "dérive",
    "dernier",
    "jamais",
    "Dites",
    "Motif",
    "valider",
    "il y a",
    "hier",
    "manquent",
];

fn english() -> Story {
    Story::with(Lang::En, looks::telling())
}

#[track_caller]
fn all_english(story: &mut Story) -> &mut Story {
    for word in FRENCH {
        story.misses(word);
    }
    story
}

#[test]
fn a_call_from_the_search_to_the_ticket() {
    let mut story = english();
    story.sees("300 people");
    all_english(&mut story).types("dupont claire").sees("1 of 300").waits(Span::millis(120)).sees("May ask");
    all_english(&mut story).key("enter").sees("PIN set").sees("failures 0/10").sees("yesterday 16:42");
    let code = story.world.shown("103142718");
    all_english(&mut story).tests(&code).sees_as(Role::Good, "VALID").sees("Wait until the 6 digits");
    all_english(&mut story).types(&code).key("enter").sees_as(Role::Warn, "ALREADY USED");
    all_english(&mut story).keys("esc p").sees("Clear the PIN").sees("Claire Dupont, key …2718");
    all_english(&mut story).key("enter").sees("Give a reason").keys("down enter ~ enter").sees("New PIN");
    all_english(&mut story).waits(STEP);
    let code = story.world.shown("103142718");
    story.world.logs_in("cdupont", &code);
    story.waits(Span::secs(2)).sees("seen at 10:04:20");
    all_english(&mut story);
    story.world.creates_pin("cdupont", "103142718");
    story.waits(STEP);
    let passcode = format!("{PIN}{}", story.world.shown("103142718"));
    story.world.logs_in("cdupont", &passcode);
    story.waits(Span::secs(2)).sees("the key is operational");
    all_english(&mut story).keys("esc n").sees("3 fields missing").sees("Call-back hours");
    all_english(&mut story).types("9h-12h").key("tab").types("Code refused").key("tab");
    story.types("The code is refused.").key("tab").types("None").key("ctrl-s").sees("Ticket no. 1 filed.");
    all_english(&mut story)
        .key("f4")
        .sees("Tickets: live")
        .sees("Code refused")
        .key("enter")
        .sees("filed by m.durand");
    all_english(&mut story);
}

#[test]
fn each_verdict_has_its_english_words() {
    let (warn, danger) = (Role::Warn, Role::Danger);
    for (login, serial, role, headline, say) in [
        ("gmorvan", "103144025", warn, "CLOCK IS OFF", "wait until they change, then read me the next 6."),
        ("slegoff", "103143377", danger, "KEY LOCKED", "How many tries did you make, and when?"),
        ("mkerbrat", "103145268", danger, "KEY SUSPENDED", "I will call you back"),
        ("lwisniewski", "103142093", danger, "KEY EXPIRED", "replaced"),
        ("pdelcroix", "103147406", danger, "KEY NOT YET VALID", "from 2026-12-01"),
        ("zcharrier", "103148249", danger, "KEY NEVER ACTIVATED", "not activated yet"),
    ] {
        let mut story = english();
        story.opens(login);
        let code = story.world.shown(serial);
        story.tests(&code).sees_as(role, headline).sees(say);
        all_english(&mut story);
    }
}

#[test]
fn help_and_palette_are_english_too() {
    let mut story = english();
    story.key("f1").sees("Show the keys of this screen");
    all_english(&mut story).keys("esc :").sees("Commands").types("theme").sees("Go on to the next theme");
    all_english(&mut story);
}
