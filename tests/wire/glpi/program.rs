//! The program itself at the model of GLPI: configuration, login at the terminal, the command line, the screen.

use serde_json::{Value, json};

use guichet::text::cli::FR;

use super::server::Server;
use crate::office::PASSWORD;
use crate::terminal::{Home, PASSPHRASE, WORDS, answer_to};

/// What a terminal would obey: a clipboard, a colour, a direction, and the number of a ticket that is not there.
const HOSTILE: &str = "Objet\u{1b}]52;c;cm0gLXJm\u{7}\u{1b}[31m\u{202e}piégé";

/// A real store with one person, whose tickets go to the desk.
fn home(server: &Server) -> Home {
    let home = Home::real();
    let people = "login;family;given;mail;phone;role;uai;school\n\
                  cdupont;Dupont;Claire;claire.dupont@ac-nantes.fr;0261912345;principale;0449001V;Collège des Trois-Rivières\n";
    let people = home.file("people.csv", people);
    let imported = home.ask_real(&["people", "import", &people], &[]);
    assert_eq!(imported.code, 0, "{imported:?}");
    let folder = home.path().join(".config/guichet");
    std::fs::create_dir_all(&folder).unwrap();
    let desk =
        format!("[desk]\nkind = \"glpi\"\nurl = \"{}\"\ncategory = \"Assistance > OTP\"\n", server.url());
    std::fs::write(folder.join("guichet.toml"), desk).unwrap();
    home
}

/// What is asked, up to the name that the session happens to have.
fn name_asked() -> String {
    (WORDS.desk_login)("").split('[').next().unwrap().to_owned()
}

#[test]
fn a_ticket_of_the_command_line_reaches_the_desk_and_comes_back() {
    let server = Server::start(|_| None);
    server.state.lock().unwrap().add_ticket(9, &json!({ "name": HOSTILE, "content": HOSTILE }));
    let home = home(&server);
    let name = name_asked();
    let right = [(name.as_str(), "agent"), (FR.desk_password, PASSWORD)];
    let new = [
        "ticket",
        "new",
        "cdupont",
        "subject=Du terminal",
        "description=Tous les codes sont refusés depuis hier.",
        "hours=9h-12h",
        "errors=aucun",
        "--json",
    ];
    let filed = home.ask_real(&new, &right);
    assert_eq!(filed.code, 0, "{filed:?}");
    let filed = filed.json();
    assert_eq!(filed["unkept"], json!([]));
    let listed: Value = home.ask_real(&["ticket", "list", "--json"], &right).json();
    let rows = listed["tickets"].as_array().unwrap();
    let ours = rows.iter().find(|row| row["subject"] == "Du terminal").unwrap();
    assert_eq!(
        (&ours["id"], &ours["requester"], &ours["queue"]),
        (&filed["id"], &json!("cdupont"), &json!("Assistance > OTP"))
    );
    let shown = home.ask_real(&["ticket", "show", filed["id"].as_str().unwrap(), "--json"], &right);
    assert_eq!(shown.json()["fields"]["hours"], "9h-12h");
    // What somebody wrote obeys nobody.
    for args in [&["ticket", "list"][..], &["ticket", "show", "1"]] {
        let ran = home.ask_real(args, &right);
        assert!(ran.out.contains("Objet") && ran.out.contains("piégé"), "{ran:?}");
        assert!(!ran.out.chars().any(|c| c == '\u{1b}' || c == '\u{7}' || c == '\u{202e}'), "{ran:?}");
    }
    let away = home.ask_real(&["ticket", "show", "999999"], &right);
    assert_eq!(away.code, 3, "{away:?}");
}

/// The whole console: logs in, lists, opens, takes.
#[test]
fn an_agent_takes_a_ticket_on_the_screen() {
    let server = Server::start(|_| None);
    let id =
        server.state.lock().unwrap().add_ticket(9, &json!({ "name": HOSTILE, "content": "Texte du ticket" }));
    let home = home(&server);
    let mut console = home.on_screen(&[]);
    let since = console.started();
    let since = answer_to(&mut console, since, WORDS.passphrase, PASSPHRASE);
    let since = answer_to(&mut console, since, &name_asked(), "agent");
    answer_to(&mut console, since, FR.desk_password, PASSWORD);
    console.wait_for("Recherche");
    console.keys("<f4>");
    console.wait_for("Tickets en cours");
    console.wait_for("piégé");
    console.keys("<enter>");
    console.wait_for("Texte du ticket");
    console.keys("p");
    console.wait_until("the ticket to be the agent's", |_| {
        let state = server.state.lock().unwrap();
        state
            .actors
            .iter()
            .any(|actor| actor["tickets_id"] == id && actor["users_id"] == 4 && actor["type"] == 2)
    });
    console.keys("<c-q>");
    console.keys("<c-q>");
    assert!(console.wait_exit(crate::terminal::PATIENCE).status.success());
    let raw = console.raw();
    let obeyed = |order: &[u8]| raw.windows(order.len()).any(|part| part == order);
    assert!(!obeyed(b"\x1b]52") && !obeyed("\u{202e}".as_bytes()) && !obeyed(PASSWORD.as_bytes()));
}
