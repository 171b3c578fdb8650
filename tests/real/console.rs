//! The real program in a real terminal on a real server: from the login at the prompt to the verdict, through a
//! line that is cut, and past the end of a login.

use std::ffi::OsStr;
use std::time::Duration;

use data_encoding::HEXLOWER;
use guichet::domain::moment::Span;
use guichet::domain::otp::{Algorithm, Moving, Shape};
use guichet::domain::secret::Secret;
use guichet::keyfile::KeyRow;
use guichet::store::Store;
use guichet::text::{cli, snapshot};
use serde_json::{Value, json};

use crate::office::{code, machine, provisioned, real};
use crate::relay::Relay;
use crate::support::remote::{Home, PASSPHRASE, answer};
use crate::support::terminal::Terminal;

const PROGRAM: &str = env!("CARGO_BIN_EXE_guichet");

/// The keys that are used up here, and whose they are: two people of one school.
const JEAN: &str = "GALT10512010";
const JEROME: &str = "GALT10512006";
const SCHOOL: &str = "0760890E";

const SECOND: Duration = Duration::from_secs(1);

/// Seconds from the turn to the first look for a silent server, and the time that one may take.
const NEXT_LOOK: u32 = 20;

const OVER: &str = "Votre connexion au serveur est finie : F3 vous reconnecte.";

fn password(admin: &str) -> &'static str {
    real().unwrap()["admins"][admin]["password"].as_str().unwrap()
}

fn url() -> Option<&'static str> {
    real()?["url"].as_str()
}

/// What a key shows now.
fn shown(serial: &str) -> String {
    code(serial, machine(Span::default())(), 0).expose().to_owned()
}

/// Far enough from the end of a step that a code is shown twice inside it.
fn early_in_a_step() {
    while machine(Span::default())().secs().rem_euclid(60) > 45 {
        std::thread::sleep(SECOND / 2);
    }
}

#[track_caller]
fn plays(console: &mut Terminal, moves: &[(&str, &str)]) {
    for (keys, text) in moves {
        console.keys(keys);
        console.wait_for(text);
    }
}

#[track_caller]
fn assert_never_sent(console: &mut Terminal, secrets: &[&str]) {
    for secret in secrets {
        let sent = console.raw().windows(secret.len()).any(|part| part == secret.as_bytes());
        assert!(!sent, "a secret was shown:\n{}", console.screen());
    }
}

/// An Esc that is followed at once by another key would be read as a chord.
#[track_caller]
fn closes_the_strip(console: &mut Terminal) {
    console.keys("<esc>");
    console.wait_gone("Code de la clé");
}

#[track_caller]
fn leave(console: &mut Terminal) {
    console.keys("<c-q>");
    console.wait_until("the end, or a question", |console| {
        console.has_ended() || console.screen().contains("Ctrl-Q encore une fois")
    });
    if !console.has_ended() {
        console.keys("<c-q>");
    }
    assert!(console.wait_exit(2 * SECOND).status.success());
    assert_eq!(console.left_behind(), [""; 0]);
    assert_eq!(console.termios(), *console.termios_before());
}

#[test]
fn from_the_login_at_the_prompt_to_the_verdict() {
    let Some(url) = url() else { return };
    let home = Home::make(&[url], "school_attribute = \"uai\"");
    let mut console = home.run(PROGRAM, &[]);
    answer(&mut console, cli::FR.passphrase, PASSPHRASE);
    answer(&mut console, &(cli::FR.server_login)("essai"), "helpdesk");
    answer(&mut console, cli::FR.server_password, "faux");
    console.wait_for("refusé : le serveur ne dit pas lequel");
    let asked = |screen: &str| screen.matches(cli::FR.server_password.trim()).count();
    console.wait_until("the password to be asked again", |console| asked(&console.screen()) == 2);
    console.send(format!("{}\r", password("helpdesk")).as_bytes());
    console.wait_for("personnes");

    plays(&mut console, &[("jean la tour", "1 sur "), ("<enter>", "Événements")]);
    console.wait_for("DE LA TOUR Jean");
    console.wait_for(JEAN);
    early_in_a_step();
    let first = shown(JEAN);
    plays(&mut console, &[("t", "Code de la clé …2010"), (&format!("{first}<enter>"), "VALABLE")]);
    // Once more: the server only refuses it, but its count of steps has passed the code.
    plays(&mut console, &[(&format!("{first}<enter>"), "DÉJÀ UTILISÉ")]);
    closes_the_strip(&mut console);
    assert_never_sent(&mut console, &[&first, password("helpdesk"), PASSPHRASE]);
    leave(&mut console);
    let mut journal = home.run(PROGRAM, &["journal"].map(OsStr::new));
    answer(&mut journal, cli::FR.passphrase, PASSPHRASE);
    journal.wait_for("test-code");
    journal.wait_for("helpdesk");
}

#[test]
fn through_a_line_that_is_cut_and_mended_on_a_snapshot() {
    let Some(url) = url() else { return };
    let relay = Relay::to(url);
    let home = Home::make(&[&relay.url()], "school_attribute = \"uai\"");
    knows_seed(&home, JEROME);
    let file = home.file("rouen.snap");
    draw(&home, file.as_os_str());

    let args = [OsStr::new("--snapshot"), file.as_os_str()];
    let mut console = home.enter(PROGRAM, &args, "helpdesk", password("helpdesk"));
    console.wait_for("personnes");
    plays(&mut console, &[("jérôme müller", "1 sur "), ("<enter>", "Événements")]);
    plays(&mut console, &[("t", "Code de la clé …2006")]);
    let code = shown(JEROME);
    console.keys(&code);
    relay.cut();
    plays(&mut console, &[("<enter>", "Rien n’a été fait."), ("<f2>", "HORS LIGNE")]);
    // The code that nothing has seen is still in its field.
    plays(&mut console, &[("<enter>", "CODE JUSTE")]);
    relay.mend();
    // It looks for the server by itself.
    for _ in 0..NEXT_LOOK {
        let mark = console.mark();
        console.listen(mark.at + SECOND);
        if !console.screen().contains("HORS LIGNE") {
            break;
        }
    }
    console.wait_for("De nouveau en ligne.");
    console.wait_gone("HORS LIGNE");
    // The snapshot burnt nothing: to the server the key is fresh.
    let code = shown(JEROME);
    plays(&mut console, &[(&format!("{code}<enter>"), "VALABLE")]);
    closes_the_strip(&mut console);
    leave(&mut console);
}

#[test]
fn past_the_end_of_a_login_with_what_was_typed() {
    let Some(url) = url() else { return };
    let (real, brief) = (real().unwrap(), "agents_realm = \"remplacants\"\nschool_attribute = \"uai\"");
    let home = Home::make(&[url], brief);
    let password = real["user_password"].as_str().unwrap();
    let mut console = home.enter(PROGRAM, &[], "e.brunel", password);
    console.wait_for("Recherche");
    console.keys("lucie");
    let mark = console.mark();
    console.listen(mark.at + (real["brief_session"].as_u64().unwrap() as u32 + 1) * SECOND);
    plays(&mut console, &[(" petit", OVER)]);
    console.wait_for("lucie petit");
    // A session of three seconds may be over again before a busy server has answered.
    for _ in 0..5 {
        plays(&mut console, &[("<f3>", "Mot de passe, ou PIN et code")]);
        console.keys(&format!("{}<enter>", password.replace('<', "<lt>")));
        console.wait_for("Reconnecté. Reprenez où vous en étiez.");
        let found = |console: &mut Terminal| console.screen().contains("Petit Lucie");
        console
            .wait_until("hits, or another end", |console| found(console) || console.screen().contains(OVER));
        if found(&mut console) {
            break;
        }
    }
    console.wait_for("Petit Lucie");
    console.wait_for("Recherche  lucie petit");
    assert_never_sent(&mut console, &[password]);
    leave(&mut console);
}

/// The seed of a key comes into the vault of this machine, as an import would bring it.
fn knows_seed(home: &Home, serial: &str) {
    let seed = HEXLOWER.decode(provisioned(serial)["seed"].as_str().unwrap().as_bytes()).unwrap();
    let passphrase = Secret::new(PASSPHRASE.to_owned());
    let store = Store::open(&home.file(".local/share/guichet"), Some(&passphrase)).unwrap();
    let row = KeyRow {
        serial: serial.to_owned(),
        maker: String::new(),
        shape: Shape { algorithm: Algorithm::Sha1, digits: 6, moving: Moving::Time { period: 60, t0: 0 } },
        seed: Secret::new(seed),
        counter: 0,
        starts: None,
        expires: None,
        line: 1,
    };
    store.import_keys(&[row], machine(Span::default())()).unwrap();
}

/// A snapshot of the school, with the one seed that this machine has.
fn draw(home: &Home, file: &OsStr) {
    let words = ["snapshot", "make"].map(OsStr::new);
    let args = [&words[..], &[file], &["--school", SCHOOL, "--seeds"].map(OsStr::new)[..]].concat();
    let mut terminal = home.enter(PROGRAM, &args, "helpdesk", password("helpdesk"));
    answer(&mut terminal, cli::FR.reason, "essai sans réseau");
    answer(&mut terminal, cli::FR.second_agent, "m.durand");
    answer(&mut terminal, snapshot::FR.new_passphrase, PASSPHRASE);
    answer(&mut terminal, cli::FR.again, PASSPHRASE);
    let ended = terminal.wait_exit(60 * SECOND);
    assert!(ended.status.success(), "{}", terminal.screen());
    let told = home.output(PROGRAM, &["snapshot", "info", &file.to_string_lossy(), "--json"]);
    let told: Value = serde_json::from_slice(&told).unwrap();
    let gone = |login: &Value| {
        real().unwrap()["keys"]
            .as_array()
            .unwrap()
            .iter()
            .any(|key| key["holder"] == *login && key["state"] == "orphan")
    };
    let users = real().unwrap()["users"].as_array().unwrap().iter();
    let own =
        users.filter(|user| user["uai"] == SCHOOL && user["realm"] == "academie" && !gone(&user["username"]));
    assert_eq!((&told["seeds"], &told["people"]), (&json!(1), &json!(own.count())), "{told}");
}
