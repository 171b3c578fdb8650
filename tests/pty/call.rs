//! Whole calls: the agent at the console, the caller with a key in one hand and the login page
//! before the eyes, each in a terminal of their own.

use crate::console::{Console, Demo, SECOND, USUAL};
use crate::support::screen::row;
use crate::support::terminal::Terminal;

/// Karim Benhaddou's second key, with a button: its next code never has to be waited for.
const BUTTON: &str = "103148830";

/// A PIN that Nantes allows, and that stands nowhere by chance.
const NEW_PIN: &str = "zk7qxv";

/// A key in the caller's hand.
struct Fob(Terminal);

impl Fob {
    fn take(demo: &Demo, serial: &str) -> Self {
        Self(demo.run(&["fob", serial], &[], USUAL))
    }

    /// The code shown; another one than `spent`.
    fn code(&mut self, spent: &str) -> String {
        let shown = |terminal: &mut Terminal| {
            let screen = terminal.screen();
            let word = screen.lines().nth(1).and_then(|row| row.split_whitespace().next().map(str::to_owned));
            word.filter(|word| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit()))
        };
        self.0.wait_until("another code", |terminal| shown(terminal).is_some_and(|code| code != spent));
        shown(&mut self.0).unwrap()
    }
}

/// A step of the new PIN is ticked, with the time at which it was seen.
#[track_caller]
fn wait_for_tick(console: &mut Console, step: &str) {
    let ticked = |row: &str| row.contains('✓') && row.contains("vu à");
    console
        .wait_until(&format!("step {step} to be ticked"), |terminal| ticked(row(&terminal.screen(), step)));
}

#[track_caller]
fn assert_unticked(console: &mut Console, steps: &[&str]) {
    let screen = console.screen();
    let open = |step: &&str| !row(&screen, step).is_empty() && !row(&screen, step).contains('✓');
    assert!(steps.iter().all(open), "{screen}");
}

/// The steps that a server can see, in the words of Nantes' notice.
const SIX_DIGITS: &str = "3. ";
const PIN_CREATED: &str = "4. ";
const CONFIRMED: &str = "6. ";

#[test]
fn from_a_name_to_a_new_pin_that_works() {
    let demo = Demo::make();
    let (mut fob, mut console) = (Fob::take(&demo, BUTTON), demo.console());
    console.plays(&[
        ("benhaddou", "kbenhaddou"),
        ("<enter>", "Événements"),
        ("<tab>t", "Code de la clé …8830"),
    ]);
    let first = fob.code("");
    console.plays(&[(&format!("{first}<enter>"), "VALABLE"), ("p", "Effacer le code PIN")]);
    console.plays(&[("<down>", "PIN oublié")]);
    console.confirm("Nouveau code PIN, Karim Benhaddou, clé …8830");
    console.wait_for("Guichet observe");
    assert_unticked(&mut console, &[SIX_DIGITS, PIN_CREATED, CONFIRMED]);

    let second = fob.code(&first);
    let mut portal = demo.run(&["portal"], &[], USUAL);
    portal.wait_for("Identifiant");
    portal.keys("kbenhaddou<enter>");
    portal.wait_for("Passcode OTP");
    portal.keys(&format!("{second}<enter>"));
    portal.wait_for("Saisissez votre nouveau code PIN");
    wait_for_tick(&mut console, SIX_DIGITS);
    assert_unticked(&mut console, &[PIN_CREATED, CONFIRMED]);

    portal.keys(&format!("{NEW_PIN}<enter>"));
    portal.wait_for("Confirmez");
    portal.keys(&format!("{NEW_PIN}<enter>"));
    portal.wait_for("saisissez votre PASSCODE");
    wait_for_tick(&mut console, PIN_CREATED);
    assert_unticked(&mut console, &[CONFIRMED]);

    let third = fob.code(&second);
    portal.keys(&format!("{NEW_PIN}{third}<enter>"));
    portal.wait_for("désormais opérationnelle");
    assert!(portal.wait_exit(SECOND).status.success());
    console.wait_for("la clé est opérationnelle");
    wait_for_tick(&mut console, CONFIRMED);

    assert_never_sent(&mut console, &[NEW_PIN, &first]);
    assert_never_sent(&mut portal, &[NEW_PIN]);
    let journal = demo.output(&["journal"]);
    let journal = String::from_utf8(journal.stdout).unwrap();
    for entry in ["test-code", "clear-pin"] {
        assert!(journal.lines().any(|line| line.contains(entry) && line.contains(BUTTON)), "{journal}");
    }
    assert!(journal.contains("PIN oublié"), "{journal}");
    console.assert_alive_and_leave();
}

#[test]
fn a_refused_try_is_seen_while_the_caller_makes_it() {
    let demo = Demo::make();
    let mut console = demo.console();
    console.plays(&[("endiaye", "endiaye"), ("<enter>", "PIN à créer"), ("f", "Guichet observe")]);
    let mut portal = demo.run(&["portal"], &[], USUAL);
    portal.wait_for("Identifiant");
    portal.keys("endiaye<enter>");
    portal.wait_for("Passcode OTP");
    // PIN and code, though there is no PIN: what callers do out of habit.
    portal.keys("4576000000<enter>");
    portal.wait_for("refusée");
    assert_eq!(portal.wait_exit(SECOND).status.exit_code(), 4);
    console.wait_for("Essai refusé");
    assert_unticked(&mut console, &[SIX_DIGITS, PIN_CREATED, CONFIRMED]);
    console.assert_alive_and_leave();
}

#[test]
fn a_code_is_valid_once() {
    let demo = Demo::make();
    let (mut fob, mut console) = (Fob::take(&demo, "103142718"), demo.console());
    console.plays(&[("103142718", "cdupont"), ("<enter>", "Événements"), ("t", "Code de la clé …2718")]);
    // Whatever the second, the code typed is the one shown now or the one before: both are valid.
    let code = fob.code("");
    console.plays(&[(&format!("{code}<enter>"), "VALABLE"), (&format!("{code}<enter>"), "DÉJÀ UTILISÉ")]);
    assert_never_sent(&mut console, &[&code]);
    console.assert_alive_and_leave();
}

#[test]
fn a_passcode_is_recognised_and_its_pin_shown_nowhere() {
    let demo = Demo::make();
    let (mut fob, mut console) = (Fob::take(&demo, "103142718"), demo.console());
    console.plays(&[("103142718", "cdupont"), ("<enter>", "Événements"), ("t", "Code de la clé …2718")]);
    let code = fob.code("");
    console.plays(&[(&format!("{NEW_PIN}{code}<enter>"), "VALABLE")]);
    console.wait_for("Un code PIN a été lu à voix haute");
    assert_never_sent(&mut console, &[NEW_PIN]);
    console.assert_alive_and_leave();
}

#[test]
fn the_gauge_runs_while_it_is_seen_and_no_longer() {
    let mut console = Console::open();
    console.plays(&[("103142718", "cdupont"), ("<enter>", "Événements"), ("t", "Code de la clé …2718")]);
    let gauge = |terminal: &mut Terminal| row(&terminal.screen(), "Code de la clé").to_owned();
    let before = gauge(&mut console);
    assert!(before.contains(" s"), "{before}");
    console.wait_until("the gauge to run", |terminal| gauge(terminal) != before);
    console.keys("<esc>");
    console.wait_gone("Code de la clé");
    console.calm();
    let mark = console.mark();
    console.listen(mark.at + 2 * SECOND);
    assert_eq!(console.bytes_since(mark), b"");
    console.assert_alive_and_leave();
}

#[track_caller]
fn assert_never_sent(terminal: &mut Terminal, secrets: &[&str]) {
    let raw = terminal.raw();
    for secret in secrets {
        let sent = raw.windows(secret.len()).any(|part| part == secret.as_bytes());
        assert!(!sent, "{secret} was sent: {}", raw.escape_ascii());
    }
}
