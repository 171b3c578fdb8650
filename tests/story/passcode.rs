//! What is typed into a code field, and where it never shows.

use std::fmt::Debug;
use std::fs;

use guichet::app::effect::Effect;
use guichet::backend::{Order, Test};
use guichet::domain::moment::Span;
use guichet::domain::otp::Code;
use guichet::domain::secret::{Secret, Seed};
use guichet::screens::Layer;
use guichet::service::request::Write;
use guichet::ui::secret_field::SecretField;
use guichet::ui::theme::Role;

use crate::support_app::looks;
use crate::support_app::story::Story;
use crate::support_app::world::PIN;

const SERIAL: &str = "103142718";

/// The one test on its way: its code, and whether a PIN came with it.
fn sent(story: &Story) -> (String, bool) {
    match story.deeds().next() {
        Some(Write::Test { test, pin_disclosed, .. }) => (test.code.expose().to_owned(), *pin_disclosed),
        _ => panic!("no test on its way"),
    }
}

#[test]
fn a_passcode_is_recognised_and_its_pin_leaves_no_trace() {
    let mut story = Story::new();
    story.opens("cdupont").key("t");
    let code = story.world.shown(SERIAL);
    let passcode = format!("{PIN}{code}");
    let before = story.grid().text().matches(PIN).count();
    story.withholds();
    for c in passcode.chars() {
        story.types(&c.to_string());
        let text = story.grid().text();
        assert_eq!(text.matches(PIN).count(), before, "{text}");
        assert!(!text.contains(&code) && !text.contains(&code[2..]), "{text}");
    }
    let (x, y) = story.sees("● ● ● ● ● ● ● ● ● ●").grid().find("● ●").unwrap();
    let roles = [Role::Input, Role::InputBad];
    assert_eq!([10, 12].map(|beside| looks::role_of(story.grid().cell(x + beside, y))), roles, "too many");
    story.key("enter");
    assert_eq!(sent(&story), (code, true), "the code goes on alone");
    story.gives().sees("VALABLE").sees_as(Role::Danger, "Un code PIN a été lu à voix haute");
    assert_eq!(story.grid().text().matches(PIN).count(), before);
    let journal = story.world.journal();
    assert_eq!(journal.last().unwrap()[3], "pin-disclosed");
    assert!(!journal.iter().flatten().any(|word| word.contains(PIN) || word.contains(&passcode)));
    story.key("n").misses(&passcode).waits(Span::secs(1));
    for file in fs::read_dir(story.world.store().folder()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(passcode.len()).any(|part| part == passcode.as_bytes()));
    }
}

/// What is typed when the key shows a code.
type Typed = fn(&str) -> String;

#[test]
fn what_can_be_typed_into_a_code_field() {
    let cases: [(&str, Typed, Option<bool>); 8] = [
        ("six digits", str::to_owned, Some(false)),
        ("with a letter in the PIN", |code| format!("ab12{code}"), Some(true)),
        ("after a short PIN", |code| format!("1{code}"), Some(true)),
        ("five digits", |code| code[1..].to_owned(), None),
        ("letters", |_| "abcdef".to_owned(), None),
        ("digits then a letter", |code| format!("{code}x"), None),
        ("as long as a field", |code| format!("{}{code}", "9".repeat(26)), None),
        ("a pause in the middle", |code| format!("{} {}", &code[..3], &code[3..]), Some(false)),
    ];
    for (what, typed, expected) in cases {
        let mut story = Story::new();
        story.opens("cdupont").key("t").withholds();
        let code = story.world.shown(SERIAL);
        story.types(&typed(&code)).key("enter");
        match expected {
            Some(disclosed) => assert_eq!(sent(&story), (code, disclosed), "{what}"),
            None => {
                assert_eq!(story.deeds().count(), 0, "{what}");
                story.sees("Il faut 6 chiffres, zéros compris.").sees("_ _ _ _ _ _").misses("●");
            }
        }
    }
}

#[test]
fn leading_zeros_survive() {
    let mut story = Story::new();
    let steps = story.world.steps_until(SERIAL, |code| code.starts_with('0'));
    story.waits(Span::minutes(steps)).opens("cdupont");
    let code = story.world.shown(SERIAL);
    assert!(code.starts_with('0'));
    story.key("t").withholds().types(&code).key("enter");
    assert_eq!(sent(&story), (code, false));
    story.gives().sees("VALABLE");
}

#[test]
fn a_code_is_pasted_or_refused_whole() {
    let mut story = Story::new();
    let code = story.world.shown(SERIAL);
    story.opens("cdupont").key("t").pastes(&format!(" {code}\r\n")).sees("● ● ● ● ● ●");
    story.pastes("\u{1b}[201~").misses("●").sees("Collage refusé");
    story.pastes(&format!("{PIN}{code}")).withholds().key("enter");
    assert_eq!(sent(&story), (code, true));
}

#[test]
fn a_passcode_typed_into_the_search_is_wiped() {
    let mut story = Story::new();
    story.types(&format!("{PIN}032848")).misses("032848").misses(&format!("{PIN}0")).sees("300 personnes");
    story.sees_as(Role::Danger, "Un code PIN a été lu à voix haute").types("dupont").sees("sur 300");
}

#[test]
fn a_passcode_typed_as_a_reason_is_not_journalled() {
    let mut story = Story::new();
    story.opens("cdupont").key("l").types(&format!("lu : {PIN}032848")).confirms().sees("Clé suspendue.");
    assert_eq!(story.world.journal()[0][3], "lu : [***]");
}

#[test]
fn backspace_and_the_line_key_wipe() {
    let mut story = Story::new();
    story.opens("cdupont").key("t").types("1234").sees("● ● ● ● _ _");
    story.key("backspace").sees("● ● ● _ _ _").key("ctrl-u").misses("●");
    story.types("12").key("esc").key("t").misses("●");
}

/// Compiles only for types without `Debug`: with it, two implementations would fit.
trait NoDebug<Proof> {
    fn holds() {}
}
impl<T: ?Sized> NoDebug<()> for T {}
impl<T: ?Sized + Debug> NoDebug<u8> for T {}

#[test]
fn whatever_holds_a_code_has_no_debug_form() {
    <Secret<String> as NoDebug<_>>::holds();
    <Seed as NoDebug<_>>::holds();
    <Code as NoDebug<_>>::holds();
    <Test as NoDebug<_>>::holds();
    <Order as NoDebug<_>>::holds();
    <Write as NoDebug<_>>::holds();
    <Effect as NoDebug<_>>::holds();
    <SecretField as NoDebug<_>>::holds();
    <Layer as NoDebug<_>>::holds();
}
