//! Search as you type: what the server is asked, what it is spared, what is given up; and how many questions
//! wait for one another. Nothing is asserted of times: servers hold their answers back until something came.

use std::io::Read;
use std::net::TcpListener;
use std::sync::mpsc::channel;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use guichet::backend::{Find, TokenBackend};
use serde_json::{Value, json};

use crate::office::Office;
use crate::script::{Sent, answer_of, page, person, yes};
use crate::support::remote::Home;
use crate::support::terminal::PATIENCE;
use crate::wild::{Mood, Wild};

const WILLIAM: &str = "william.roy";

/// Fields in which a name is looked for, each by a question of its own.
const FIELDS: usize = 4;

/// From one letter to the next: a fifth of the pause at most.
const LETTER: Duration = Duration::from_millis(30);

/// Holds requests back until enough of them wait, or until it is opened.
#[derive(Clone, Default)]
struct Gate(Arc<(Mutex<usize>, Condvar)>);

impl Gate {
    /// One more has come; waits for the rest. Those that never come are an answer nobody can use.
    fn pass(&self, wanted: usize) -> Mood {
        let (came, changed) = &*self.0;
        let mut count = came.lock().unwrap();
        *count += 1;
        changed.notify_all();
        let (count, _) = changed.wait_timeout_while(count, PATIENCE, |came| *came < wanted).unwrap();
        if *count < wanted { Mood::Say(500, "text/plain", "alone") } else { Mood::Play }
    }

    fn open(&self) {
        *self.0.0.lock().unwrap() = usize::MAX / 2;
        self.0.1.notify_all();
    }
}

fn office(wild: &Wild) -> Office {
    let office = Office::at(&[wild.url()], json!({ "timeout": 60 }));
    office.enter(wild.script());
    office
}

fn find(text: &str) -> Find {
    Find { text: text.to_owned(), limit: 50 }
}

fn asks(sent: &Sent, name: &str) -> bool {
    sent.query.iter().any(|(own, _)| own == name)
}

/// What was looked for, in `/user/` and `/token/` alike.
fn patterns(sent: &[Sent]) -> Vec<String> {
    let fields = ["surname", "givenname", "username", "email", "serial"];
    let looked = sent.iter().flat_map(|sent| &sent.query);
    looked.filter(|(name, _)| fields.contains(&name.as_str())).map(|(_, value)| value.clone()).collect()
}

/// Each letter drops the question of the one before in the pause of typing. On a machine that stood still
/// for as long as the pause, a text may be asked: that one is let pass.
#[test]
fn a_name_typed_in_one_go_is_one_question() {
    let wild = Wild::start(|_| Mood::Play);
    let office = office(&wild);
    let mut allowed = vec!["*dupont*".to_owned()];
    for length in 1.."dupont".len() {
        let (text, began) = (&"dupont"[..length], Instant::now());
        office.wait(async {
            tokio::select! { _ = office.backend.find(find(text)) => {}, () = tokio::time::sleep(LETTER) => {} }
        });
        if began.elapsed() > 5 * LETTER {
            allowed.push(format!("*{text}*"));
        }
    }
    office.find("dupont").unwrap();
    let asked = patterns(&wild.script().sent());
    assert_eq!(asked.iter().filter(|pattern| **pattern == allowed[0]).count(), FIELDS);
    assert!(asked.iter().all(|pattern| allowed.contains(pattern)), "{asked:?}");
}

/// The server need not work for an answer that nobody waits for: its line ends.
#[test]
fn a_question_that_is_dropped_is_cut_on_the_line_too() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let office =
        Office::at(&[format!("http://{}", listener.local_addr().unwrap())], json!({ "timeout": 60 }));
    let (tell, heard) = channel();
    thread::spawn(move || {
        let (mut line, _) = listener.accept().unwrap();
        let mut request = [0; 1 << 12];
        tell.send(line.read(&mut request).unwrap()).unwrap();
        // Until the other side ends it, which an answer would precede.
        tell.send(line.read(&mut request).unwrap_or(0)).unwrap();
    });
    // What the server tells; the runtime goes on meanwhile, as it does in the console.
    let told = async || {
        loop {
            match heard.try_recv() {
                Ok(length) => return length,
                Err(_) => tokio::time::sleep(Duration::from_millis(1)).await,
            }
        }
    };
    office.wait(async {
        tokio::select! {
            _ = office.backend.reach() => panic!("nobody answered"),
            length = told() => assert!(length > 0),
        }
        assert_eq!(tokio::time::timeout(PATIENCE, told()).await, Ok(0));
    });
}

#[test]
fn a_search_asks_everything_at_once() {
    let gate = Gate::default();
    let own = gate.clone();
    let wild = Wild::start(move |sent| if sent.path == "/auth" { Mood::Play } else { own.pass(FIELDS + 2) });
    wild.script().tells("/user/", &[], yes(json!([person(WILLIAM, "Roy", "William", "")])));
    // With a digit a key is looked for too; the first time the size of the directory is asked.
    assert!(office(&wild).find("roy7").is_ok());
    assert_eq!(wild.script().sent().len(), 1 + FIELDS + 2);
}

/// "gal" is the beginning of Galland, and of every serial of one maker.
#[test]
fn a_word_without_a_digit_is_no_serial() {
    let wild = Wild::start(|_| Mood::Play);
    let office = office(&wild);
    for (text, keys) in [("gal", 0), ("gal1", 1), ("10512", 1)] {
        let before = wild.script().sent().len();
        office.find(text).unwrap();
        let sent = wild.script().sent().split_off(before);
        assert_eq!(sent.iter().filter(|sent| sent.path == "/token/").count(), keys, "{text}");
    }
}

/// Keys whose holders are not among the people found: they are looked up together.
#[test]
fn the_holders_of_keys_are_looked_up_together() {
    let gate = Gate::default();
    let own = gate.clone();
    let wild = Wild::start(move |sent: &Sent| {
        let exact = sent.query.iter().any(|(name, value)| name == "username" && !value.contains('*'));
        if exact { own.pass(5) } else { Mood::Play }
    });
    let mut keys: Vec<Value> = Vec::new();
    for at in 0..5 {
        let (login, serial) = (format!("w.roy{at}"), format!("GALT1051205{at}"));
        let change = json!({ "serial": serial, "username": login });
        let mut one = page("token-by-part", "GALT10512001", change).1;
        keys.push(one["result"]["value"]["tokens"][0].take());
        let user = yes(json!([person(&login, "Roy", "William", "")]));
        wild.script().tells("/user/", &[("username", &login)], user);
    }
    let keys = yes(json!({ "count": 5, "tokens": keys }));
    wild.script().tells("/token/", &[("serial", "*1051205*"), ("assigned", "True")], keys);
    let found = office(&wild).find("1051205").unwrap();
    let mut logins: Vec<_> = found.hits.iter().map(|hit| hit.person.login.as_str()).collect();
    logins.sort_unstable();
    assert_eq!(logins, ["w.roy0", "w.roy1", "w.roy2", "w.roy3", "w.roy4"]);
}

/// A card is five questions, none of which waits for another: the zone of the audit is known by then.
#[test]
fn a_card_is_one_batch_even_the_first_one() {
    let gate = Gate::default();
    let own = gate.clone();
    let of_card = |sent: &Sent| ["user", "usernames", "username"].iter().any(|name| asks(sent, name));
    let wild = Wild::start(move |sent: &Sent| if of_card(sent) { own.pass(5) } else { Mood::Play });
    let own = [("user", WILLIAM), ("realm", "academie")];
    let user = person(WILLIAM, "Roy", "William", "");
    let script = wild.script();
    script.tells("/user/", &[], yes(json!([user])));
    script.tells("/user/", &[("username", WILLIAM), ("realm", "academie")], yes(json!([user])));
    script.plays(&["tokens-of-user-with-two"]);
    script.tells("/conditionalaccess/lock/user", &own, answer_of("user-lock-none"));
    script.tells("/authenticationlog/", &[("usernames", WILLIAM)], answer_of("authlog-of-user"));
    script.tells("/audit/", &own, answer_of("audit-of-user"));
    script.tells("/audit/", &[], answer_of("audit-of-user"));
    let office = office(&wild);
    // What the console asks as soon as it is open.
    assert_eq!(office.find("").unwrap().people, 1);
    let before = wild.script().sent().len();
    assert_eq!(office.card(WILLIAM).unwrap().keys.len(), 2);
    assert_eq!(wild.script().sent().len() - before, 5);
}

/// The whole console: the server holds back its answers to two letters and gives those to three.
#[test]
fn hits_of_an_older_text_never_come_after_those_of_a_newer_one() {
    let gate = Gate::default();
    let own = gate.clone();
    let old = |sent: &Sent| sent.query.iter().any(|(_, value)| value == "*du*");
    let wild = Wild::start(move |sent: &Sent| if old(sent) { own.pass(usize::MAX / 2) } else { Mood::Play });
    let (duval, dupont) =
        (person("a.duval", "Duval", "Anne", ""), person("b.dupont", "Dupont", "Basile", ""));
    let script = wild.script();
    script.plays(&["auth-helpdesk"]);
    script.tells("/user/", &[], yes(json!([duval, dupont])));
    script.tells("/user/", &[("surname", "*du*")], yes(json!([duval, dupont])));
    script.tells("/user/", &[("surname", "*dup*")], yes(json!([dupont])));

    let home = Home::make(&[&wild.url()], "timeout = 60");
    let mut console = home.enter(env!("CARGO_BIN_EXE_guichet"), &[], "helpdesk", "motdepasse");
    console.wait_for("2 personnes");
    console.keys("du");
    let asked = || wild.script().sent().iter().filter(|sent| old(sent)).count();
    let held = || *gate.0.0.lock().unwrap();
    console.wait_until("two letters to be looked for", |_| held() == FIELDS);
    assert_eq!(asked(), 0, "none of them was answered");
    // Nothing waits for them: help opens and closes.
    console.keys("<f1>");
    console.wait_for("Aide");
    console.keys("<esc>");
    console.wait_for("Recherche  du");
    console.keys("p");
    console.wait_for("1 sur 2");
    gate.open();
    console.wait_until("the old answers", |_| asked() == FIELDS);
    assert!(console.settle(Duration::from_millis(300), PATIENCE));
    let screen = console.screen();
    assert!(screen.contains("Dupont Basile") && !screen.contains("Duval"), "{screen}");
}
