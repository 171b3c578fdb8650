//! A demo: portal, test, tickets, acts.

use std::sync::Arc;

use guichet::backend::Order;
use guichet::backend::local::Local;
use guichet::desk::local::LocalDesk;
use guichet::domain::key::KeyAct;
use guichet::service::Service;
use guichet::service::request::Write;
use guichet::store::Store;

use crate::flock::{Flock, canary_code};
use crate::program::{Home, WORDS, code_asked, now};

/// At her first login, of an academy whose PIN may have letters.
const NEWCOMER: (&str, &str) = ("endiaye", "103146490");

/// An ordinary key, one of eight digits.
const USUAL: (&str, &str) = ("cdupont", "103142718");
const LONG: (&str, &str) = ("mvandenbergh", "103148517");

const PIN: &str = "Zq8Kx7";

#[test]
fn the_holders_secrets_are_seen_nowhere() {
    let home = Home::demo();
    let mut flock = Flock::default();
    let (login, serial) = NEWCOMER;
    let digits = canary_code(&home, serial, 0);
    let next = canary_code(&home, serial, 2);
    let passcode = format!("{PIN}{}", next.expose());
    for (name, secret) in
        [("digits", digits.expose()), ("next", next.expose()), ("PIN", PIN), ("PASSCODE", &passcode)]
    {
        flock.add(name, secret);
    }
    let refused = [(WORDS.portal_login, login), (WORDS.portal_passcode, passcode.as_str())];
    assert_eq!(flock.play(&home, &["portal"], &refused).code, 4, "no PIN yet");
    let created = [
        (WORDS.portal_login, login),
        (WORDS.portal_passcode, digits.expose()),
        (WORDS.portal_pin, PIN),
        (WORDS.portal_pin_again, "Zq8Kx8"),
        (WORDS.portal_pin, PIN),
        (WORDS.portal_pin_again, PIN),
        (WORDS.portal_confirm, passcode.as_str()),
    ];
    assert_eq!(flock.play(&home, &["portal"], &created).code, 0);
    // The secret in the field above, where logins go: that field is shown, the files must be clean.
    let misplaced =
        home.ask(&["portal"], &[(WORDS.portal_login, &passcode), (WORDS.portal_passcode, &passcode)]);
    assert_eq!(misplaced.code, 4);
    flock.keep("misplaced", &misplaced);
    for args in [&["show", login][..], &["show", login, "--json"], &["journal"], &["search", login, "--json"]]
    {
        flock.keep(&args.join(" "), &home.run(args));
    }
    assert_eq!(home.run(&["show", login, "--json"]).json()["keys"][0]["pin"], "set", "it was all played");
    flock.assert_unseen(home.path(), &[]);
}

#[test]
fn codes_tested_by_agents_are_seen_nowhere() {
    let home = Home::demo();
    let mut flock = Flock::default();
    for ((login, serial), asked, pin) in [(USUAL, &code_asked(6), "98ab7Q"), (LONG, &code_asked(8), "Wx5Yz4")]
    {
        let code = canary_code(&home, serial, 0);
        let passcode = format!("{pin}{}", code.expose());
        for (name, secret) in [("code", code.expose()), ("PIN", pin), ("PASSCODE", &passcode)] {
            flock.add(&format!("{name} of {login}"), secret);
        }
        for (args, typed, exit) in [
            (&["test", login][..], passcode.as_str(), 0),
            (&["test", login, "--json"], code.expose(), 4),
            (&["test", login, serial], &passcode, 4),
            (&["test", login], pin, 2),
        ] {
            assert_eq!(flock.play(&home, args, &[(asked, typed)]).code, exit, "{args:?}");
        }
    }
    for args in
        [&["show", "cdupont"][..], &["show", "cdupont", "--json"], &["journal"], &["journal", "--json"]]
    {
        flock.keep(&args.join(" "), &home.run(args));
    }
    let journal = home.run(&["journal", "--json"]).out;
    assert!(journal.contains("pin-disclosed"), "that a PIN was read aloud is known: {journal}");
    flock.assert_unseen(home.path(), &[]);
}

/// What agents write down: in tickets, and as reasons. Text given as an argument is seen by the
/// system as long as the command runs; what is kept of it is clean.
#[test]
fn what_is_written_down_is_kept_without_its_secrets() {
    let home = Home::demo();
    let mut flock = Flock::default();
    let secrets = [
        ("PASSCODE", "4576768950"),
        ("spaced", "12345 032 848"),
        ("letters", "98ab7Q032848"),
        ("password", "Tournesol7x"),
        ("NUMEN", "12E1234567ABC"),
        ("activation", "6t605do7"),
    ];
    for (name, secret) in secrets {
        flock.add(name, secret);
    }
    let text = "Elle tape 4576768950 puis 12345 032 848 et 98ab7Q032848. Mot de passe : Tournesol7x. \
        NUMEN : 12E1234567ABC. Code d’activation : 6t605do7. La clé 103142718 affiche six chiffres.";
    let fields = ["description", "errors"].map(|field| format!("{field}={text}"));
    let short = ["subject=PASSCODE 4576768950 refusé", "hours=9 h, PIN : Tournesol7x"];
    let fields = fields.iter().map(String::as_str).chain(short);
    let filed = home.run(&["ticket", "new", "cdupont"].into_iter().chain(fields).collect::<Vec<_>>());
    assert_eq!(filed.code, 0, "{filed:?}");
    flock.keep("ticket new", &filed);
    for act in [KeyAct::ClearPin, KeyAct::Suspend] {
        act_because(&home, act, text);
    }
    for args in
        [&["ticket", "show", "1"][..], &["ticket", "show", "1", "--json"], &["ticket", "list"], &["journal"]]
    {
        flock.keep(&args.join(" "), &home.run(args));
    }
    let shown = home.run(&["ticket", "show", "1"]).out;
    assert!(shown.contains("La clé 103142718 affiche") && shown.contains("[***]"), "{shown}");
    let journal = home.run(&["journal"]).out;
    assert!(journal.contains("La clé 103142718 affiche") && journal.contains("[***]"), "{journal}");
    flock.assert_unseen(home.path(), &[]);
}

/// An act of the console, by the way that the console goes.
fn act_because(home: &Home, act: KeyAct, reason: &str) {
    let store = Arc::new(Store::open(&home.data(), None).unwrap());
    let clock: guichet::backend::Clock = Arc::new(now);
    let backend = Arc::new(Local::new(store.clone(), clock.clone()));
    let desk = Arc::new(LocalDesk::new(store.clone(), clock.clone()));
    let service = Service::new(backend, desk, store, clock, "m.durand".to_owned());
    let (login, serial) = USUAL;
    let order = Order {
        act,
        serial: serial.to_owned(),
        login: login.to_owned(),
        successor: String::new(),
        activation: false,
        codes: None,
        agent: "m.durand".to_owned(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert!(runtime.block_on(service.write(Write::Act { order, reason: reason.to_owned() })).is_ok());
}
