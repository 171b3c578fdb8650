//! The program itself at the real desk: configuration, login at the terminal, tickets.

use std::path::Path;

use guichet::text::cli::FR;
use serde_json::Value;

use crate::office::{desks, rt};
use crate::terminal::{Home, WORDS};

/// A real store with one person, whose tickets go to the desk.
fn home() -> Option<Home> {
    desks()?;
    let home = Home::real();
    let people = "login;family;given;mail;phone;role;uai;school\n\
                  cdupont;Dupont;Claire;claire.dupont@ac-nantes.fr;0261912345;principale;0449001V;Collège des Trois-Rivières\n";
    let people = home.file("people.csv", people);
    let imported = home.ask_real(&["people", "import", &people], &[]);
    assert_eq!(imported.code, 0, "{imported:?}");
    configure(&home, &format!("kind = \"rt\"\nurl = \"{}\"\nqueue = \"Assistance OTP\"\n", url()));
    Some(home)
}

fn url() -> &'static str {
    rt()["url"].as_str().unwrap()
}

fn password() -> &'static str {
    rt()["passwords"]["agent"].as_str().unwrap()
}

fn configure(home: &Home, desk: &str) {
    let folder = home.path().join(".config/guichet");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("guichet.toml"), format!("[desk]\n{desk}")).unwrap();
}

fn login() -> String {
    (WORDS.desk_login)("")
}

/// What is asked, up to the name that the session happens to have.
fn name_asked() -> String {
    login().split('[').next().unwrap().to_owned()
}

#[test]
fn a_ticket_of_the_command_line_reaches_the_desk() {
    let Some(home) = home() else { return };
    let name = name_asked();
    let right = [(name.as_str(), "agent"), (FR.desk_password, password())];
    let filed = home.ask_real(
        &[
            "ticket",
            "new",
            "cdupont",
            "subject=Du terminal",
            "description=Tous les codes sont refusés depuis hier.",
            "hours=9h-12h",
            "errors=aucun",
            "--json",
        ],
        &right,
    );
    assert_eq!(filed.code, 0, "{filed:?}");
    let wrong = [right[0], (FR.desk_password, "faux"), right[1]];
    let listed = home.ask_real(&["ticket", "list", "--json"], &wrong);
    assert!(listed.err.contains(FR.desk_wrong), "{listed:?}");
    let tickets: Value = listed.json();
    let ours =
        tickets["tickets"].as_array().unwrap().iter().find(|row| row["subject"] == "Du terminal").unwrap();
    assert_eq!(ours["requester"], "claire.dupont@ac-nantes.fr");
    let shown = home.ask_real(&["ticket", "show", ours["id"].as_str().unwrap(), "--json"], &right);
    assert_eq!(shown.json()["author"], "agent");
    assert!(!holds(home.path(), password().as_bytes()), "the password stands in a file");
}

/// A desk without logins asks for nothing; the agent's password is asked where the server wants one.
#[test]
fn a_ticket_of_the_command_line_is_mailed() {
    let Some(home) = home() else { return };
    let mail = &desks().unwrap()["mail"];
    let (port, ca) = (&mail["port"], &mail["ca"]);
    let least = format!(
        "kind = \"mail\"\nhost = \"localhost\"\nport = {port}\nca = {ca}\n\
         from = \"m.durand@guichet.test\"\nto = \"pole@guichet.test\"\n"
    );
    let ticket = [
        "ticket",
        "new",
        "cdupont",
        "subject=Par courrier",
        "description=Tous les codes sont refusés.",
        "hours=9h-12h",
        "errors=aucun",
        "--json",
    ];
    configure(&home, &least);
    let filed = home.ask_real(&ticket, &[]);
    assert_eq!(filed.code, 0, "{filed:?}");
    assert!(filed.out.contains("@guichet.guichet.test"), "{filed:?}");
    let listed = home.ask_real(&["ticket", "list"], &[]);
    assert_eq!((listed.code != 0, listed.err.contains("adresse mail")), (true, true), "{listed:?}");
    configure(&home, &format!("{least}login = true\n"));
    let name = name_asked();
    let login = [(name.as_str(), "facteur"), (FR.desk_password, mail["password"].as_str().unwrap())];
    let filed = home.ask_real(&ticket, &login);
    assert_eq!(filed.code, 0, "{filed:?}");
    assert!(
        !holds(home.path(), mail["password"].as_str().unwrap().as_bytes()),
        "the password stands in a file"
    );
    configure(&home, "kind = \"mail\"\nhost = \"smtp.exemple.fr\"\nfrom = \"é@x.fr\"\n");
    let refused = home.run(&["ticket", "list"]);
    assert!(refused.err.contains("é@x.fr"), "{refused:?}");
}

/// Without a password the desk is not asked, and commands that need none do not ask for one.
#[test]
fn the_desk_is_asked_only_where_it_is_needed() {
    let Some(home) = home() else { return };
    let name = name_asked();
    let found = home.ask_real(&["search", "dupont"], &[]);
    assert_eq!((found.code, found.err.is_empty()), (0, true), "{found:?}");
    let listed = home.ask_real(&["ticket", "list"], &[(name.as_str(), "agent"), (FR.desk_password, "")]);
    assert_ne!(listed.code, 0);
    assert!(listed.err.contains(FR.desk_later), "{listed:?}");
}

#[test]
fn what_is_wrong_with_a_configuration_is_said() {
    let Some(home) = home() else { return };
    let slips = [
        ("kind = \"rt\"\nurl = \"https://rt.example.fr\"", "queue"),
        ("kind = \"rt\"\nurl = \"https://x.fr\"\nqueue = \"x\"\ntoken = \"x\"", "token"),
        ("kind = \"otrs\"\nurl = \"https://x.fr\"", "otrs"),
    ];
    for (desk, said) in slips {
        configure(&home, desk);
        let refused = home.run(&["ticket", "list"]);
        assert_eq!(refused.code, 1, "{desk}");
        assert!(refused.err.contains(said), "{desk}: {refused:?}");
    }
    for url in ["rt.example.fr", "http://rt.example.fr"] {
        configure(&home, &format!("kind = \"rt\"\nurl = \"{url}\"\nqueue = \"x\""));
        let refused = home.run(&["ticket", "list"]);
        assert_eq!(refused.code, 1, "{url}");
        assert!(refused.err.contains(url), "{refused:?}");
    }
}

fn holds(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => holds(&path, bytes),
            false => std::fs::read(path).unwrap().windows(bytes.len()).any(|window| window == bytes),
        }
    })
}
