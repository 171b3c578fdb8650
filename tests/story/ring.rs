//! From the ring of the phone to the verdict.

use crate::support_app::story::Story;

/// Keystrokes besides the name that a call may cost until its verdict.
const MOST: usize = 15;

#[test]
fn a_verdict_costs_nine_keystrokes_besides_the_name() {
    let mut story = Story::new();
    let (name, code) = ("dupont claire", story.world.shown("103142718"));
    story.types(name).key("enter").key("t").types(&code).key("enter").sees("VALABLE");
    let spent = story.pressed() - name.chars().count();
    assert_eq!(spent, 9);
    assert!(spent <= MOST);
}

#[test]
fn even_eight_digits_stay_within_the_budget() {
    let mut story = Story::new();
    let name = "van den berghe m";
    story.types(name).key("enter").sees("103148517");
    let code = story.world.shown("103148517");
    assert_eq!(code.len(), 8);
    story.tests(&code).sees("VALABLE");
    assert!(story.pressed() - name.chars().count() <= MOST);
}

#[test]
fn a_second_code_needs_no_other_key_than_its_digits() {
    let mut story = Story::new();
    story.opens("cdupont");
    let code = story.world.shown("103142718");
    story.tests(&code).sees("VALABLE");
    story.types(&code).key("enter").sees("DÉJÀ UTILISÉ");
}
