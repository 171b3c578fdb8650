//! Words for a ticket outlive the console they were typed in.

use rustix::process::Signal;

use crate::console::{Console, Demo, SECOND};

/// A console on the only ticket of a demo.
fn on_ticket(demo: &Demo, first: bool) -> Console {
    let mut console = demo.console();
    if first {
        console.plays(&[("103142718", "cdupont"), ("<enter>", "Événements"), ("n", "Nouveau ticket")]);
        console.plays(&[
            ("9h-12h<tab>Connexion refusée<tab>Refusée depuis ce matin.<tab>Aucun", "complet"),
            ("<c-s>", "1 déposé"),
        ]);
    }
    console.plays(&[("<f4>", "▸      1"), ("<enter>", "Refusée depuis ce matin")]);
    console
}

/// The next console has them where they were typed.
#[track_caller]
fn assert_kept(demo: &Demo, text: &str) {
    let mut console = on_ticket(demo, false);
    console.plays(&[("c", text)]);
    console.assert_alive_and_leave();
}

#[test]
fn killed_while_words_are_typed_it_loses_nothing_but_the_last_moment() {
    let demo = Demo::make();
    let mut console = on_ticket(&demo, true);
    console.plays(&[("c", "Commentaire"), ("rappelée en vain", "brouillon gardé")]);
    console.keys(" ou");
    console.signal(Signal::KILL);
    console.wait_exit(SECOND);
    assert_kept(&demo, "rappelée en vain");
}

#[test]
fn a_dropped_connection_keeps_the_words_to_the_last_letter() {
    let demo = Demo::make();
    let mut console = on_ticket(&demo, true);
    console.plays(&[("c", "Commentaire"), ("rappelée", "rappelée"), (" ou presque", "ou presque")]);
    console.hang_up();
    console.wait_exit(SECOND);
    assert_kept(&demo, "rappelée ou presque");
}

#[test]
fn the_same_words_in_two_consoles_are_never_overwritten_unseen() {
    let demo = Demo::make();
    let mut one = on_ticket(&demo, true);
    one.plays(&[("c", "Commentaire"), ("rappelée", "brouillon gardé")]);
    let mut other = on_ticket(&demo, false);
    other.plays(&[("c", "rappelée"), (" deux fois", "deux fois")]);
    other.wait_for("brouillon gardé");
    one.plays(&[(" ce matin", "Une autre console a modifié, envoyé ou jeté ce texte")]);
    one.wait_for("rappelée ce matin");
    other.assert_alive_and_leave();
}
