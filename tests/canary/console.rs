//! The console: secrets typed into every field there is, then kill -9, and a search of what is left.

use std::time::Duration;

use rustix::process::Signal;

use crate::flock::{Flock, canary_code};
use crate::program::{Home, PATIENCE};
use crate::support::terminal::Terminal;

const LOGIN: &str = "cdupont";
const SERIAL: &str = "103142718";

/// What the fields for text show as it is typed, and nothing keeps.
const TOLD: [(&str, &str); 3] =
    [("PASSCODE", "4576768950"), ("password", "Tournesol7x"), ("NUMEN", "12E1234567ABC")];

/// Longer than the dialog asks to be read before it acts.
const READING: Duration = Duration::from_millis(700);

/// On the card of [`LOGIN`]; its footer alone offers a ticket.
fn open_card(home: &Home) -> Terminal {
    let mut console = home.on_screen(&[]);
    console.wait_for("Recherche");
    console.keys("claire dupont");
    console.wait_for(LOGIN);
    console.keys("<enter>");
    console.wait_for("n ticket");
    console
}

/// Back on the card. Esc alone, then a wait: another key right after it would make a chord.
fn back(console: &mut Terminal) {
    console.keys("<esc>");
    console.wait_for("n ticket");
}

#[test]
fn codes_typed_into_the_console_leave_no_trace() {
    let home = Home::demo();
    let mut flock = Flock::default();
    let codes = [0, 2, 5, 7].map(|ahead| canary_code(&home, SERIAL, ahead));
    let passcode = format!("Zq8Kx7{}", codes[0].expose());
    flock.add("PIN", "Zq8Kx7");
    flock.add("PASSCODE", &passcode);
    for code in &codes {
        flock.add("code", code.expose());
    }
    let mut console = open_card(&home);
    flock.look_at("console", &console);
    console.keys("t");
    console.wait_for("Code de la clé");
    console.keys(&passcode);
    console.keys("<enter>");
    console.wait_for("VALABLE");
    console.wait_for("PIN");
    back(&mut console);
    // Typed and not sent, then left.
    console.keys("t");
    console.wait_for("Code de la clé");
    console.keys(codes[1].expose());
    console.wait_for("● ● ●");
    back(&mut console);
    // Two codes for a resync.
    console.keys("s");
    console.wait_for("Motif");
    console.paste(codes[2].expose());
    console.keys("<tab>");
    console.paste(codes[3].expose());
    console.wait_for("●");
    flock.look_at("console", &console);
    console.signal(Signal::KILL);
    console.wait_exit(PATIENCE);
    flock.hear("screen", console.raw());
    let journal = home.run(&["journal"]).out;
    assert!(journal.contains("test-code") && journal.contains("pin-disclosed"), "it was played: {journal}");
    flock.hear("journal", &journal);
    flock.assert_unseen(home.path(), &[]);
}

/// Text is shown as it is typed; what is kept of it has its secrets taken out, and the draft is
/// there after the console was killed.
#[test]
fn secrets_in_the_text_of_an_agent_reach_no_file() {
    let home = Home::demo();
    let mut flock = Flock::default();
    for (name, secret) in TOLD {
        flock.add(name, secret);
    }
    let text = "il dit 4576768950, mot de passe Tournesol7x, NUMEN 12E1234567ABC";
    let mut console = open_card(&home);
    console.keys("p");
    console.wait_for("Motif");
    console.keys(text);
    console.keys("<enter>");
    console.wait_for("Relisez");
    // An Enter that follows too soon is no second thought, and is not heard.
    let read_again = console.mark().at + READING;
    console.listen(read_again);
    console.keys("<enter>");
    console.wait_for("PIN effacé");
    back(&mut console);
    console.keys("n");
    console.wait_for("Nouveau ticket");
    console.keys("<tab*3>");
    console.keys(text);
    console.wait_for("brouillon gardé");
    flock.look_at("console", &console);
    console.signal(Signal::KILL);
    console.wait_exit(PATIENCE);

    let mut console = home.on_screen(&[]);
    console.wait_for("Recherche");
    for (_, secret) in TOLD {
        console.keys(secret);
        console.keys("<c-u>");
    }
    console.signal(Signal::KILL);
    console.wait_exit(PATIENCE);
    let journal = home.run(&["journal"]).out;
    assert!(journal.contains("clear-pin") && journal.contains("[***]"), "it was played: {journal}");
    flock.hear("journal", &journal);
    flock.assert_unseen(home.path(), &[]);
}
