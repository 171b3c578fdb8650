//! Names that are orders to a terminal: what is printed obeys nobody, and a program reading the
//! JSON still gets every character.

use std::sync::Arc;

use guichet::desk::local::LocalDesk;
use guichet::desk::{Filing, TicketDesk};
use guichet::domain::ticket::{Draft, Field, Uuid};
use guichet::store::{Store, vault};

use crate::program::{Home, now};

/// What a terminal would obey, or what would make a line lie about itself.
const ORDERS: &[&str] = &[
    "\u{1b}]0;owned\u{7}",
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}[31m",
    "\u{9b}31m",
    "\u{90}q\u{9c}",
    "\u{7f}\u{8}\u{8}\u{8}",
    "\u{202e}evil\u{202c}",
    "\u{2066}a\u{2069}",
    "a\u{200b}b\u{feff}c\u{ad}d",
    "\u{2028}\u{2029}\u{85}",
    "\u{e0041}\u{e007f}",
    "\0",
    "\t\u{b}\u{c}",
];

/// Characters that may be printed: visible ones, blanks and the ends of lines.
fn is_plain(c: char) -> bool {
    let direction = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
    let hidden = matches!(c, '\u{ad}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
    c == '\n' || !(c.is_control() || direction || hidden)
}

#[track_caller]
fn assert_plain(what: &str, text: &str) {
    let bad = text.chars().find(|c| !is_plain(*c));
    assert_eq!(bad, None, "{what}: {}", text.escape_debug());
}

/// A demo where every text of a person, a school, an agent and a ticket is an order.
fn hostile_home(order: &str) -> Home {
    let home = Home::demo();
    let text = |word: &str| format!("\"{word}{order}{word}\"");
    let row = ["family", "given", "mail", "phone", "role", "school", "town", "academy"].map(text);
    let columns = "login;family;given;mail;phone;role;school;town;academy";
    let people = home.file("people.csv", format!("{columns}\nhostile;{}\n", row.join(";")));
    let ran = home.run(&["people", "import", &people]);
    assert_eq!(ran.code, 0, "{ran:?}");
    home
}

/// A ticket as another program could have filed it: the desk asks nobody whether it is complete.
pub fn file_by_hand(home: &Home, subject: &str, author: &str) {
    let store = Arc::new(Store::open(&home.data(), None).unwrap());
    let desk = LocalDesk::new(store, Arc::new(now));
    let mut draft = Draft::new(Uuid::from_random(vault::random().unwrap()), "nantes");
    draft.login = "cdupont".to_owned();
    draft.set(Field::Subject, subject);
    draft.set(Field::Description, subject);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(desk.file(Filing { draft, author: author.to_owned(), files: Vec::new() })).unwrap();
}

#[test]
fn what_is_printed_obeys_nobody() {
    for order in ORDERS.iter().filter(|order| **order != "\0") {
        let home = hostile_home(order);
        file_by_hand(&home, &format!("Objet{order}précis"), &format!("agent{order}"));
        for args in [
            &["search", "hostile"][..],
            &["show", "hostile"],
            &["ticket", "list"],
            &["ticket", "show", "1"],
            &["journal"],
            &["show", order],
            &["ticket", "show", order],
            &["fob", order],
            &[order],
            &["ticket", "new", "cdupont", order],
            &["keys", "import", order],
            &["--lang", order],
        ] {
            for json in [false, true] {
                let more = if json { ["--json"].as_slice() } else { &[] };
                let ran = home.run(&args.iter().chain(more).copied().collect::<Vec<_>>());
                assert_plain(&format!("{args:?} {json}"), &ran.out);
                assert_plain(&format!("{args:?} {json}"), &ran.err);
            }
        }
    }
}

#[test]
fn a_program_gets_every_character() {
    for order in ORDERS.iter().filter(|order| **order != "\0") {
        let home = hostile_home(order);
        let card = home.run(&["show", "hostile", "--json"]).json();
        assert_eq!(card["given"], format!("given{order}given"));
        assert_eq!(card["school"]["name"], format!("school{order}school"));
        let found = home.run(&["search", "hostile", "--json"]).json();
        assert_eq!(found["hits"][0]["role"], format!("role{order}role"));
    }
}

/// One entry, one line: an agent's name with a line end in it forges no entry.
#[test]
fn a_journal_line_cannot_be_forged() {
    let home = Home::demo();
    let good = home.file("good.csv", "login;family;given;mail\nnew;Nouveau;Nils;n@ac-nantes.fr\n");
    for end in ["\n", "\r\n", "\r", "\u{85}", "\u{2028}"] {
        let agent = format!("eve{end}01/01/2026 08:00:00  chef  clear-pin  cdupont  103142718  → done");
        assert_eq!(home.run(&["people", "import", &good, "--agent", &agent]).code, 0);
    }
    let journal = home.run(&["journal"]).out;
    assert_eq!(journal.lines().count(), 5, "{journal}");
    assert!(journal.lines().all(|line| line.contains("eve")), "{journal}");
}

/// The same for a list: a subject of two lines is one line of it.
#[test]
fn a_list_has_one_line_a_ticket() {
    let home = Home::demo();
    let forged = "    9  clos        cdupont        Faux ticket";
    for end in ["\n", "\r\n", "\r"] {
        file_by_hand(&home, &format!("Clé perdue{end}{forged}"), "m.durand");
        // The command itself takes no such subject.
        let subject = format!("subject=Clé perdue{end}{forged}");
        let fields = [&subject, "description=La clé est perdue.", "hours=9 h à 12 h", "errors=aucune"];
        let new: Vec<_> = ["ticket", "new", "cdupont"].into_iter().chain(fields).collect();
        assert_eq!(home.run(&new).code, 5);
    }
    let list = home.run(&["ticket", "list"]).out;
    assert_eq!(list.lines().count(), 3, "{list}");
}
