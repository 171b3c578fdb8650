//! Snapshots whose time is over, or that come from a time that has not been yet: drawn by the library,
//! since no command makes them.

use std::sync::Arc;

use guichet::backend::local::Local;
use guichet::backend::{Clock, Scope};
use guichet::domain::moment::{Moment, Span};
use guichet::domain::secret::Secret;
use guichet::service::draw::draw;
use guichet::store::Store;
use guichet::store::snapshot::Label;
use guichet::text::found::FR as FOUND;
use guichet::text::snapshot::FR;

use crate::program::{Home, answer_to, await_question, code_asked, now};

const SNAPSHOT: &str = "clé d’un collège sans réseau";

/// The school of Claire Dupont with its seeds, as of another time than now.
fn drawn(home: &Home, made: Moment, expires: Moment) -> String {
    let file = home.path().join("ecole.snap");
    let store = Arc::new(Store::open(&home.data(), None).unwrap());
    let clock: Clock = Arc::new(now);
    let label = Label { scope: "--school 0449001V".into(), agent: "m.durand".into(), made, expires };
    let wanted = (Scope::Schools(vec!["0449001V".into()]), true);
    let (backend, phrase) = (Local::new(store.clone(), clock), Secret::new(SNAPSHOT.to_owned()));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let work = draw(&backend, &store, wanted, &phrase, (&file, label));
    runtime.block_on(work).unwrap_or_else(|fault| panic!("{fault}"));
    file.into_os_string().into_string().unwrap()
}

/// Not even asked for its passphrase: nothing of it would be shown.
#[test]
fn an_expired_snapshot_shows_no_personal_data() {
    let home = Home::demo();
    let file = drawn(&home, now() - Span::days(4), now() - Span::days(1));
    for args in [
        &["search", "dupont"][..],
        &["show", "cdupont"],
        &["test", "cdupont"],
        &["verify", "103142718"],
        &["found"],
        &["ticket", "list"],
        &["ticket", "new", "cdupont", "subject=x"],
        &[],
    ] {
        let ran = home.run(&[args, &["--offline", &file]].concat());
        assert_eq!((ran.code, ran.out.as_str()), (5, ""), "{args:?}: {ran:?}");
        assert!(ran.err.starts_with("Cet instantané a expiré"), "{args:?}: {}", ran.err);
    }
    // What it is may be told: no name stands in it.
    let told = home.run(&["snapshot", "info", &file]);
    assert!(told.code == 0 && !told.out.contains("upont"), "{told:?}");
}

/// A clock before the snapshot's own date is wrong: that is said before a code is asked for.
#[test]
fn a_clock_behind_the_snapshot_is_told_before_a_code_is_asked_for() {
    let home = Home::demo();
    let file = drawn(&home, now() + Span::minutes(90), now() + Span::days(3));
    let code = home.code("103142718", 0);
    let mut terminal = home.on_screen(&["verify", "103142718", "--offline", &file]);
    let start = terminal.started();
    answer_to(&mut terminal, start, FR.passphrase, SNAPSHOT);
    await_question(&mut terminal, start, &code_asked(6));
    let screen = terminal.screen();
    let (warned, asked) = (screen.find("HORLOGE FAUSSE"), screen.find("Les 6 chiffres"));
    assert!(warned.is_some() && warned < asked, "{screen}");
    terminal.send(format!("{}\n", code.expose()).as_bytes());
    assert_eq!(terminal.wait_exit(crate::program::PATIENCE).status.exit_code(), 4);
    let screen = terminal.screen();
    assert_eq!(screen.matches("HORLOGE FAUSSE").count(), 1, "said once: {screen}");
    assert!(screen.contains("CODE JUSTE") && !screen.contains("VALABLE"), "{screen}");
    // For a program, and in the search for a found key.
    let next = home.code("103142718", 1);
    let open = (FR.passphrase, SNAPSHOT);
    let answers = [open, (&code_asked(6), next.expose())];
    let ran = home.ask(&["verify", "103142718", "--offline", &file, "--json"], &answers);
    assert_eq!(ran.json()["clock_doubt"], "before-snapshot", "{ran:?}");
    let answers = [open, (FOUND.prompt, next.expose()), (FOUND.prompt_next, "")];
    let ran = home.ask(&["found", "--offline", &file, "--json"], &answers);
    assert_eq!(ran.json()["clock_doubt"], "before-snapshot", "{ran:?}");
    assert!(ran.err.contains("HORLOGE FAUSSE"), "{ran:?}");
}
