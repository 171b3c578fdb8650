//! Two consoles on one store.

use crate::console::{Console, Demo};

#[test]
fn what_one_does_the_other_sees() {
    let demo = Demo::make();
    let mut consoles = [demo.console(), demo.console()];
    for console in &mut consoles {
        console.plays(&[("103142718", "cdupont"), ("<enter>", "Événements")]);
    }
    let [one, other] = &mut consoles;
    one.plays(&[("l", "Suspendre la clé"), ("<down>", "Clé perdue")]);
    one.confirm("suspendue depuis");
    assert!(!other.screen().contains("suspendue depuis"));
    other.plays(&[("<f5>", "suspendue depuis")]);
    consoles.iter_mut().for_each(Console::assert_alive_and_leave);
}

#[test]
fn a_code_is_valid_in_one_of_them() {
    let demo = Demo::make();
    let mut consoles = [demo.console(), demo.console()];
    for console in &mut consoles {
        console.plays(&[
            ("benhaddou", "kbenhaddou"),
            ("<enter>", "Événements"),
            ("<tab>t", "Code de la clé"),
        ]);
    }
    let shown = demo.output(&["fob", "103148830"]).stdout;
    let code = String::from_utf8(shown).unwrap().trim().to_owned();
    // Both in the same instant: whoever comes second is told so.
    for console in &mut consoles {
        console.keys(&format!("{code}<enter>"));
    }
    let verdicts: Vec<String> = consoles.iter_mut().map(verdict).collect();
    let valid = verdicts.iter().filter(|verdict| verdict.contains("VALABLE")).count();
    assert_eq!(valid, 1, "{verdicts:?}");
    consoles.iter_mut().for_each(Console::assert_alive_and_leave);
}

/// The headline under the code field.
fn verdict(console: &mut Console) -> String {
    let headlines = ["VALABLE", "DÉJÀ UTILISÉ"];
    console.wait_until("a verdict", |terminal| {
        let screen = terminal.screen();
        headlines.iter().any(|headline| screen.contains(headline))
    });
    let screen = console.screen();
    headlines.iter().filter(|headline| screen.contains(*headline)).copied().collect()
}

#[test]
fn the_same_draft_in_both_is_never_overwritten_unseen() {
    let demo = Demo::make();
    let mut one = demo.console();
    one.plays(&[("103142718", "cdupont"), ("<enter>", "Événements"), ("n", "Nouveau ticket")]);
    one.plays(&[("9h-12h", "brouillon gardé")]);
    let mut other = demo.console();
    other.wait_for("brouillon");
    // Drafts are the last rows of the list.
    other.plays(&[("<c-end><enter>", "9h-12h"), (", 14h-17h", "14h-17h")]);
    other.wait_for("brouillon gardé");
    one.keys(" sauf le mardi");
    one.wait_for("Une autre console a modifié, déposé ou jeté ce brouillon");
    one.wait_for("sauf le mardi");
    other.assert_alive_and_leave();
}
