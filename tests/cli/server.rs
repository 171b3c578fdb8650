//! A key server in the configuration: where an import goes, and a start while nobody answers.

use std::fs;
use std::net::TcpListener;

use guichet::backend::{Fault, Seen, Trouble};
use guichet::text::common::FR as COMMON;
use guichet::text::load::FR;
use guichet::text::offline::FR as OFFLINE;
use guichet::text::snapshot::FR as SNAPSHOT;
use guichet::text::{Lang, faults};
use serde_json::{Value, json};

use crate::imports::pskc;
use crate::program::{Home, PASSPHRASE, PATIENCE, Ran, WORDS, answer_to};
use crate::script::{answer_of, yes};
use crate::support::record::Mark;
use crate::support::terminal::Terminal;
use crate::wild::{Mood, Wild};

const SEED: &[u8] = b"12345678901234567890";
const PASSWORD: &str = "mot de passe du serveur";

/// A real store, and a configuration that names this server.
pub fn configured(url: &str) -> Home {
    let home = Home::real();
    configure(&home, url);
    home
}

fn write(home: &Home, told: &str) {
    let folder = home.path().join(".config/guichet");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("guichet.toml"), told).unwrap();
}

fn configure(home: &Home, url: &str) {
    let told = format!(
        "backend = \"privacyidea\"\n[privacyidea]\nnodes = [\"{url}\"]\nrealm = \"academie\"\nacademy = \"rouen\"\n"
    );
    write(home, &told);
}

fn server(login: &str) -> Wild {
    let wild = Wild::start(|_| Mood::Play);
    wild.script().plays(&[login]);
    wild
}

/// An import at the terminal: passphrase, name, password.
fn import(home: &Home, file: &str, more: &[&str]) -> Ran {
    import_by("admin", home, file, more)
}

fn import_by(agent: &str, home: &Home, file: &str, more: &[&str]) -> Ran {
    let args = [&["keys", "import", file], more].concat();
    let mut terminal = home.at_terminal(&args);
    let since = terminal.started();
    let since = answer_to(&mut terminal, since, WORDS.passphrase, PASSPHRASE);
    let since = answer_to(&mut terminal, since, "Votre identifiant sur le serveur de clés", agent);
    answer_to(&mut terminal, since, WORDS.server_password, PASSWORD);
    home.answered(terminal)
}

fn token(serial: &str, holder: &str) -> Value {
    let mut token = answer_of("tokens-loaded").1["result"]["value"]["tokens"][0].take();
    token["serial"] = serial.into();
    token["username"] = holder.into();
    token
}

fn list(tokens: &[Value]) -> (u16, Value) {
    yes(json!({ "count": tokens.len(), "tokens": tokens }))
}

fn shows(wild: &Wild, serials: &str, tokens: &[Value]) {
    wild.script().tells("/token/", &[("serial", serials)], list(tokens));
}

/// The vault of this machine and the server have each their use: neither is meant by default.
#[test]
fn with_a_server_configured_an_import_says_where() {
    let home = configured("http://127.0.0.1:9");
    let file = home.file("cles.xml", pskc(&[("A1", SEED)]));
    let ran = home.run(&["keys", "import", &file]);
    assert_eq!((ran.code, ran.err.trim_end()), (2, FR.where_to));
    let ran = home.ask_real(&["keys", "import", &file, "--to", "vault"], &[]);
    assert!(ran.code == 0 && ran.out.contains(FR.vault), "{ran:?}");
    let ran = home.run(&["keys", "import", &file, "--to", "mars"]);
    assert!(ran.code == 2 && ran.err.contains("server, vault"), "{ran:?}");
    let without = Home::real();
    let ran = without.run(&["keys", "import", &file, "--to", "server"]);
    assert_eq!((ran.code, ran.err.trim_end()), (2, FR.no_server));
}

#[test]
fn an_agent_without_the_right_is_told_so_before_a_serial_is_looked_for() {
    let wild = server("auth-helpdesk");
    let home = configured(&wild.url());
    let file = home.file("cles.xml", pskc(&[("A1", SEED)]));
    let ran = import_by("helpdesk", &home, &file, &["--to", "server"]);
    assert_eq!((ran.code, ran.err.trim_end()), (5, FR.no_right));
    assert_eq!(wild.script().sent().len(), 1, "the login");
}

#[test]
fn a_trial_tells_what_is_new_and_what_would_be_replaced_and_sends_nothing() {
    let wild = server("auth-admin");
    let home = configured(&wild.url());
    let file = home.file("cles.xml", pskc(&[("A1", SEED), ("A2", SEED)]));
    shows(&wild, "A1,A2,", &[token("A2", "sarah.cohen")]);
    wild.script().checks("A1", answer_of("otponly-nothing-nowhere"));
    let ran = import(&home, &file, &["--to", "server", "--dry-run", "--replace"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for told in [&(FR.target)("academie"), "  A1\n", "  A2 (sarah.cohen)\n", FR.replacing] {
        assert!(ran.out.contains(told), "{told} in {}", ran.out);
    }
    let ran = import(&home, &file, &["--to", "server", "--dry-run", "--json"]);
    let told = ran.json();
    assert_eq!((ran.code, &told["new"], &told["imported"]), (1, &json!(["A1"]), &json!(0)));
    assert_eq!(
        (&told["refused"][0]["reason"], &told["to"]["server"]),
        (&json!("on-server"), &json!("academie"))
    );
    assert!(told["refused"][0]["words"].as_str().unwrap().contains("sarah.cohen"), "{told}");
    assert_eq!(wild.script().writes().iter().filter(|write| write.contains("load")).count(), 0);
}

#[test]
fn keys_go_to_the_server_and_not_into_the_vault() {
    let wild = server("auth-admin");
    let home = configured(&wild.url());
    let file = home.file("cles.xml", pskc(&[("A1", SEED), ("A2", SEED)]));
    for tokens in [vec![], vec![], vec![token("A1", ""), token("A2", "")]] {
        shows(&wild, "A1,A2,", &tokens);
    }
    for serial in ["A1", "A2"] {
        wild.script().checks(serial, answer_of("otponly-nothing-nowhere"));
    }
    wild.script().obeys("/token/load/guichet.xml", yes(json!({ "n_imported": 2, "n_not_imported": 0 })));
    let ran = import(&home, &file, &["--to", "server"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("2 nouvelles") && ran.out.contains(&(FR.target)("academie")), "{}", ran.out);
    let ran = home.ask_real(&["keys", "list", "--json"], &[]);
    assert_eq!(ran.json()["keys"], json!([]));
    let ran = home.ask_real(&["journal", "--json"], &[]);
    assert!(ran.out.contains("load-keys") && ran.out.contains("done 2"), "{}", ran.out);
}

/// The server ends in the middle of the file: each key is named by what became of it.
#[test]
fn a_server_that_stops_in_the_middle_leaves_a_list() {
    let wild = server("auth-admin");
    let home = configured(&wild.url());
    let file = home.file("cles.xml", pskc(&[("A1", SEED), ("A2", SEED)]));
    for tokens in [vec![], vec![], vec![token("A1", "")]] {
        shows(&wild, "A1,A2,", &tokens);
    }
    for serial in ["A1", "A2"] {
        wild.script().checks(serial, answer_of("otponly-nothing-nowhere"));
    }
    wild.script().obeys("/token/load/guichet.xml", answer_of("load-bad-serial"));
    let ran = import(&home, &file, &["--to", "server", "--json"]);
    let told = ran.json();
    assert_eq!((ran.code, &told["there"], &told["missing"]), (6, &json!(["A1"]), &json!(["A2"])));
    assert_eq!((&told["imported"], &told["doubtful"]), (&json!(1), &json!([])));
    assert!(told["stopped"].as_str().unwrap().contains("Invalid serial number"), "{told}");
}

/// What is wrong with the settings is said before the first question: there is no terminal to ask at here, and a PIN
/// and code would be used up for nothing.
#[test]
fn wrong_settings_are_told_before_anything_is_asked() {
    let wild = server("auth-admin");
    let sound = format!("nodes = [\"{}\"]\nrealm = \"academie\"\nacademy = \"rouen\"\n", wild.url());
    let desks = [
        ("kind = \"rt\"\nurl = \"http://rt.example.fr\"\nqueue = \"x\"\n", "http://rt.example.fr"),
        ("kind = \"glpi\"\nurl = \"glpi.example.fr\"\n", "glpi.example.fr"),
        ("kind = \"mail\"\nhost = \"smtp.example.fr\"\nfrom = \"é@x.fr\"\n", "é@x.fr"),
    ];
    for (desk, said) in desks {
        for backend in [String::new(), format!("backend = \"privacyidea\"\n[privacyidea]\n{sound}")] {
            let home = Home::real();
            write(&home, &format!("{backend}[desk]\n{desk}"));
            for args in [&["ticket", "list"][..], &["search", "dupont"]] {
                let ran = home.run(args);
                assert_eq!(ran.code, 1, "{desk}");
                assert!(ran.err.contains(said), "{desk}: {ran:?}");
            }
        }
    }
    let home = Home::real();
    let file = home.file("cles.xml", pskc(&[("A1", SEED)]));
    for (slip, said) in
        [("people = \"/nonexistent.csv\"", "/nonexistent.csv"), ("ca = \"/no.pem\"", "/no.pem")]
    {
        write(&home, &format!("backend = \"privacyidea\"\n[privacyidea]\n{sound}{slip}\n"));
        for args in [&["search", "dupont"][..], &["keys", "import", &file, "--to", "server"]] {
            let ran = home.run(args);
            assert!(ran.code == 1 && ran.err.contains(said), "{slip}: {ran:?}");
        }
    }
    assert!(wild.script().sent().is_empty());
}

/// A demo has no use for a desk, and is not refused for a wrong one.
#[test]
fn a_demo_asks_no_desk() {
    let home = Home::demo();
    write(&home, "[desk]\nkind = \"rt\"\nurl = \"rt.example.fr\"\nqueue = \"x\"\n");
    assert_eq!(home.run(&["ticket", "list"]).code, 0);
}

/// A snapshot of one person under the passphrase of the store, and a configuration that names a server.
fn with_snapshot(url: &str) -> (Home, String) {
    let home = Home::real();
    let head = "login,family,given,mail,phone,role,uai,school,town,academy";
    let people = format!("{head}\nclaire,Dupont,Claire,c@ac-rouen.fr,,,0760127A,Essai,Dieppe,rouen\n");
    let people = home.file("people.csv", people);
    assert_eq!(home.ask_real(&["people", "import", &people], &[]).code, 0);
    let file = home.path().join("academie.snap").into_os_string().into_string().unwrap();
    let answers = [(SNAPSHOT.new_passphrase, PASSPHRASE), (WORDS.again, PASSPHRASE)];
    assert_eq!(home.ask_real(&["snapshot", "make", &file, "--academy", "rouen"], &answers).code, 0);
    configure(&home, url);
    (home, file)
}

/// Begins the console at a server, up to its answer to the password.
fn begun(home: &Home, args: &[&str]) -> (Terminal, Mark) {
    let mut terminal = home.on_screen(args);
    let since = terminal.started();
    let since = answer_to(&mut terminal, since, WORDS.passphrase, PASSPHRASE);
    let since = answer_to(&mut terminal, since, "Votre identifiant sur le serveur de clés", "helpdesk");
    let since = answer_to(&mut terminal, since, WORDS.server_password, PASSWORD);
    (terminal, since)
}

/// Where nobody listens, now; a server may come later.
fn silent_port() -> std::net::SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

#[test]
fn without_server_and_snapshot_the_way_to_one_is_told() {
    let home = configured(&format!("http://{}", silent_port()));
    for args in [&[][..], &["search", "dupont"]] {
        let (mut terminal, _) = begun(&home, args);
        assert_eq!(terminal.wait_exit(PATIENCE).status.exit_code(), 1);
        let said = String::from_utf8_lossy(terminal.raw()).into_owned();
        assert!(said.contains("Le serveur est injoignable.") && said.contains(OFFLINE.without), "{said}");
    }
    // What takes the server has no such way.
    let (mut terminal, _) = begun(&home, &["snapshot", "make", "x.snap", "--academy", "rouen"]);
    assert_eq!(terminal.wait_exit(PATIENCE).status.exit_code(), 1);
    assert!(!String::from_utf8_lossy(terminal.raw()).contains(OFFLINE.without));
}

/// The login may have got there: a code may be used up, and "nothing was done" would be a lie.
#[test]
fn a_login_without_an_answer_is_told_as_one_that_may_have_used_a_code_up() {
    let wild = Wild::start(|_| Mood::Lose);
    let (home, file) = with_snapshot(&wild.url());
    let lost = Fault::NoAnswer { why: Trouble::Interrupted, seen: Seen::Nothing };
    let words = faults::login(Lang::Fr, &lost);
    let (mut terminal, _) = begun(&home, &["search", "dupont"]);
    assert_eq!(terminal.wait_exit(PATIENCE).status.exit_code(), 1);
    let said = String::from_utf8_lossy(terminal.raw()).into_owned();
    assert!(said.contains(&words), "{said}");
    let (mut terminal, since) = begun(&home, &["--snapshot", &file]);
    answer_to(&mut terminal, since, "Ouvrir la console hors ligne", "n");
    assert_eq!(terminal.wait_exit(PATIENCE).status.exit_code(), 1);
    assert!(terminal.screen().contains("un code à usage unique est peut-être"), "{}", terminal.screen());
    assert_eq!(wild.connections(), 2, "a login is not sent twice");
}

#[test]
fn a_console_begins_on_its_snapshot_only_if_the_agent_agrees() {
    let (home, file) = with_snapshot(&format!("http://{}", silent_port()));
    for refusal in ["", "n"] {
        let (mut terminal, since) = begun(&home, &["--snapshot", &file]);
        answer_to(&mut terminal, since, "Le serveur est injoignable. Ouvrir la console hors ligne", refusal);
        assert_eq!(terminal.wait_exit(PATIENCE).status.exit_code(), 1, "{refusal:?}");
    }
    let (mut terminal, since) = begun(&home, &["--snapshot", "/nonexistent.snap"]);
    answer_to(&mut terminal, since, "Ouvrir la console hors ligne", "o");
    assert_eq!(terminal.wait_exit(PATIENCE).status.exit_code(), 1);
    assert!(String::from_utf8_lossy(terminal.raw()).contains("Aucun instantané"), "{}", terminal.screen());
}

/// Nobody listens at the start; then the server is there, the agent calls it and logs in.
#[test]
fn a_console_that_began_without_its_server_finds_it_and_logs_in() {
    let address = silent_port();
    let (home, file) = with_snapshot(&format!("http://{address}"));
    let (mut terminal, since) = begun(&home, &["--snapshot", &file]);
    answer_to(&mut terminal, since, "Ouvrir la console hors ligne", "oui");
    terminal.wait_for(OFFLINE.mark);
    terminal.keys("claire");
    terminal.wait_for("Dupont Claire");
    let wild = Wild::on(TcpListener::bind(address).unwrap(), None, |_| Mood::Play);
    wild.script().plays(&["health", "auth-helpdesk"]);
    terminal.keys("<f2>");
    terminal.wait_until("the return", |terminal| !terminal.screen().contains(OFFLINE.mark));
    terminal.keys("<f3>");
    terminal.wait_for(COMMON.login_first);
    terminal.keys(&format!("{PASSWORD}<enter>"));
    terminal.wait_for("Connecté au serveur de clés.");
    let logins = wild.script().sent().into_iter().filter(|sent| sent.path == "/auth");
    let names: Vec<_> = logins.map(|sent| sent.body["username"].clone()).collect();
    assert_eq!(names, [json!("helpdesk")], "the name that was given at the start");
    terminal.keys("<c-c>");
    assert_eq!(terminal.wait_exit(PATIENCE).status.exit_code(), 0, "{}", terminal.screen());
}
