//! A mail server that misbehaves: what was surely not sent, what may have been, and who decides then.

use std::sync::Arc;

use guichet::backend::Clock;
use guichet::desk::mail::{MailDesk, Settings};
use guichet::desk::sender::Sender;
use guichet::desk::{DeskFault, Filing, Filter, TicketDesk};
use guichet::domain::delivery::Stage;
use guichet::domain::moment::Moment;
use guichet::domain::profile::Profiles;
use guichet::domain::secret::Secret;
use guichet::domain::ticket::{Attachment, Draft, Field, Parcel, TicketId, Uuid};
use guichet::service::Service;
use guichet::service::request::{Fate, Outcome, Write};
use guichet::store::Store;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::mailer::{Act, Mailer, Point};
use crate::office::runtime;
use crate::trust::Authority;

const ID: &str = "07070707-0707-4707-8707-070707070707@guichet.ac-rouen.fr";

fn clock() -> Clock {
    Arc::new(|| Moment::from_millis(1_795_000_000_000))
}

fn settings(port: u16, change: &Value) -> Settings {
    let mut settings = json!({
        "host": "127.0.0.1", "port": port, "encryption": "none", "from": "m.durand@ac-rouen.fr", "timeout": 5,
    });
    for (name, value) in change.as_object().unwrap() {
        settings[name] = value.clone();
    }
    serde_json::from_value(settings).unwrap()
}

fn desk(port: u16, change: &Value) -> MailDesk {
    MailDesk::new(&settings(port, change), Profiles::shipped().unwrap(), clock()).unwrap()
}

fn draft(academy: &str) -> Draft {
    let mut draft = Draft::new(Uuid::from_random([7; 16]), academy);
    draft.set(Field::Subject, "Clé désynchronisée");
    draft.set(Field::Description, "Tous les codes sont refusés.\n.\n..");
    draft
}

fn filing(files: Vec<Attachment>) -> Filing {
    Filing { draft: draft("rouen"), author: "m.durand".to_owned(), files }
}

/// More than any buffer on the way holds.
fn large() -> Filing {
    let mut content = b"\x89PNG\r\n\x1a\n".to_vec();
    content.resize(10 << 20, 7);
    filing(vec![Attachment::new("x.png", content).unwrap()])
}

fn file(server: &Mailer, filing: Filing, change: &Value) -> Result<TicketId, DeskFault> {
    runtime().block_on(desk(server.port, change).file(filing))
}

fn unreachable(words: &str) -> Result<TicketId, DeskFault> {
    Err(DeskFault::Unreachable(words.to_owned()))
}

fn refused(words: &str) -> Result<TicketId, DeskFault> {
    Err(DeskFault::Refused(words.to_owned()))
}

#[test]
fn a_ticket_arrives_whole_at_the_address_of_its_academy() {
    let server = Mailer::start(None, None);
    assert_eq!(file(&server, filing(Vec::new()), &json!({})), Ok(TicketId::new(ID)));
    let [message] = server.messages().try_into().unwrap();
    assert!(message.contains(&format!("\r\nMessage-ID: <{ID}>\r\n")), "{message}");
    let envelope: Vec<_> = server.lines().into_iter().filter(|line| line.contains('<')).collect();
    assert_eq!(envelope, ["MAIL FROM:<m.durand@ac-rouen.fr>", "RCPT TO:<polenumerique27@ac-rouen.fr>"]);
    // A line that is a dot alone does not end the message: it was indented, and would have been doubled.
    assert!(message.contains("    .\r\n    ..\r\n"), "{message}");
}

/// Before the end of the message: nothing was sent, whatever befell. After it: what was not said is in doubt.
#[test]
fn what_was_surely_not_sent_is_told_from_what_may_have_been() {
    let interrupted = || unreachable("interrupted");
    let doubtful = || Err(DeskFault::Doubtful);
    let cases: Vec<(Point, usize, Result<TicketId, DeskFault>)> = vec![
        (("HELLO", Act::Cut(b"")), 0, interrupted()),
        (("HELLO", Act::Cut(b"22")), 0, interrupted()),
        (("HELLO", Act::Say(b"SSH-2.0-OpenSSH\r\n")), 0, unreachable("not the server")),
        (("HELLO", Act::Say(b"421 busy\r\n")), 0, unreachable("421 busy")),
        (("HELLO", Act::Say(b"554 not you\r\n")), 0, refused("554 not you")),
        (("HELLO", Act::Sleep), 0, unreachable("no answer in time")),
        (("EHLO", Act::Cut(b"250-x\r\n")), 0, interrupted()),
        (("MAIL", Act::Cut(b"")), 0, interrupted()),
        (("MAIL", Act::Say(b"451 4.3.0 later\r\n")), 0, unreachable("451 4.3.0 later")),
        (("MAIL", Act::Say(b"354 what\r\n")), 0, unreachable("not the server")),
        (("RCPT", Act::Say(b"550-5.1.1 nobody\r\n550 here\r\n")), 0, refused("550 5.1.1 nobody here")),
        (("RCPT", Act::Say(b"452 full\r\n")), 0, unreachable("452 full")),
        (("RCPT", Act::Cut(b"250")), 0, interrupted()),
        (("DATA", Act::Cut(b"")), 0, interrupted()),
        (("DATA", Act::Say(b"250 OK\r\n")), 0, unreachable("not the server")),
        (("DATA", Act::Say(b"554 no\r\n")), 0, refused("554 no")),
        (("DATA", Act::Sleep), 0, unreachable("no answer in time")),
        (("END", Act::Say(b"452 disk full\r\n")), 1, unreachable("452 disk full")),
        (("END", Act::Say(b"550 5.7.1 refus\r\n")), 1, refused("550 5.7.1 refus")),
        (("END", Act::Cut(b"")), 1, doubtful()),
        (("END", Act::Cut(b"25")), 1, doubtful()),
        (("END", Act::Cut(b"250-part\r\n")), 1, doubtful()),
        (("END", Act::Cut(b"550-part\r\n")), 1, doubtful()),
        (("END", Act::Say(b"354 what\r\n")), 1, doubtful()),
        (("END", Act::Say(b"garbage\r\n")), 1, doubtful()),
        (("END", Act::Say(b"250 re\xe7u\r\n")), 1, doubtful()),
        (("END", Act::Sleep), 1, doubtful()),
        (("QUIT", Act::Cut(b"")), 1, Ok(TicketId::new(ID))),
        (("QUIT", Act::Sleep), 1, Ok(TicketId::new(ID))),
    ];
    std::thread::scope(|scope| {
        for (point, whole, expected) in cases {
            scope.spawn(move || {
                let server = Mailer::start(Some(point), None);
                assert_eq!(file(&server, filing(Vec::new()), &json!({})), expected, "{point:?}");
                assert_eq!(server.messages().len(), whole, "{point:?}");
            });
        }
    });
}

/// Nobody listens.
#[test]
fn a_server_that_is_not_there_got_nothing() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let filed = runtime().block_on(desk(port, &json!({})).file(filing(Vec::new())));
    assert_eq!(filed, unreachable("no connection"));
}

/// A line that breaks while pictures are on the way leaves no doubt: the last line was never written.
#[test]
fn a_message_that_is_cut_within_was_not_sent() {
    let authority = Authority::new();
    let ca = authority_file(&authority);
    for encrypted in [false, true] {
        let config = encrypted.then(|| authority.config("127.0.0.1"));
        let change = match encrypted {
            true => json!({ "encryption": "starttls", "ca": ca.path().join("ca.pem") }),
            false => json!({}),
        };
        let server = Mailer::start(Some(("TEXT", Act::Cut(b""))), config);
        assert_eq!(file(&server, large(), &change), unreachable("interrupted"), "{encrypted}");
        assert_eq!(server.messages().len(), 0);
        server.change(Some(("END", Act::Cut(b""))));
        assert_eq!(file(&server, large(), &change), Err(DeskFault::Doubtful), "{encrypted}");
        assert_eq!(server.messages().len(), 1);
    }
}

fn authority_file(authority: &Authority) -> TempDir {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("ca.pem"), authority.pem()).unwrap();
    folder
}

#[test]
fn without_the_right_encryption_nothing_is_said() {
    let (ours, theirs) = (Authority::new(), Authority::new());
    let folder = authority_file(&ours);
    let ca = folder.path().join("ca.pem");
    let (named, unnamed) =
        (json!({ "encryption": "starttls", "ca": ca }), json!({ "encryption": "starttls" }));
    let right = Mailer::start(None, Some(ours.config("127.0.0.1")));
    assert_eq!(file(&right, filing(Vec::new()), &named), Ok(TicketId::new(ID)));
    assert_eq!(right.messages().len(), 1);
    let wrong = [
        (Mailer::start(None, Some(theirs.config("127.0.0.1"))), &named, "certificate"),
        (Mailer::start(None, Some(ours.config("smtp.exemple.example"))), &named, "certificate"),
        (Mailer::start(None, Some(ours.config("127.0.0.1"))), &unnamed, "certificate"),
        (Mailer::start(None, None), &named, "no STARTTLS"),
        (
            Mailer::start(Some(("STARTTLS", Act::Say(b"454 no\r\n"))), Some(ours.config("x"))),
            &named,
            "454 no",
        ),
    ];
    for (server, change, words) in wrong {
        assert_eq!(file(&server, filing(Vec::new()), change), unreachable(words));
        let told = server.lines().iter().any(|line| line.contains("durand") || line.contains("AUTH"));
        assert!(!told && server.messages().is_empty(), "{words}: {:?}", server.lines());
    }
}

/// What is put behind the server's word in clear must not count as said under encryption.
#[test]
fn answers_that_were_slipped_in_before_encryption_count_for_nothing() {
    let authority = Authority::new();
    let folder = authority_file(&authority);
    let change = json!({ "encryption": "starttls", "ca": folder.path().join("ca.pem") });
    let slipped = b"220 go\r\n250 x\r\n250 x\r\n250 x\r\n354 x\r\n250 taken\r\n";
    let server = Mailer::start(Some(("STARTTLS", Act::Say(slipped))), Some(authority.config("127.0.0.1")));
    let filed = file(&server, filing(Vec::new()), &change);
    assert!(matches!(filed, Err(DeskFault::Unreachable(_))), "{filed:?}");
    assert_eq!(server.messages().len(), 0);
}

#[test]
fn a_login_is_asked_for_and_a_wrong_one_is_not_tried_again() {
    let server = Mailer::start(None, None);
    let desk = desk(server.port, &json!({ "login": true }));
    let runtime = runtime();
    let file = || runtime.block_on(desk.file(filing(Vec::new())));
    let log_in =
        || runtime.block_on(desk.log_in("m.durand".to_owned(), Secret::new("mot de passe".to_owned())));
    assert_eq!(file(), Err(DeskFault::LoginOver));
    assert_eq!(server.lines().len(), 0, "nothing is asked without a login");
    server.change(Some(("AUTH", Act::Say(b"535 5.7.8 no\r\n"))));
    assert_eq!(log_in(), Err(DeskFault::WrongLogin));
    server.change(None);
    assert_eq!(log_in(), Ok(()));
    assert!(file().is_ok());
    server.change(Some(("AUTH", Act::Say(b"535 5.7.8 no\r\n"))));
    assert_eq!(file(), Err(DeskFault::WrongLogin));
    let asked = server.lines().len();
    assert_eq!(file(), Err(DeskFault::LoginOver));
    assert_eq!((server.lines().len(), server.messages().len()), (asked, 1));
}

#[test]
fn an_academy_without_an_address_is_named() {
    let server = Mailer::start(None, None);
    let nantes = || Filing { draft: draft("nantes"), author: "m.durand".to_owned(), files: Vec::new() };
    assert_eq!(file(&server, nantes(), &json!({})), Err(DeskFault::Nowhere("nantes".to_owned())));
    assert_eq!(server.lines().len(), 0);
    let id = TicketId::new(ID.replace("ac-rouen", "ac-nantes"));
    assert_eq!(file(&server, nantes(), &json!({ "to": "otp@ac-nantes.fr" })), Ok(id));
    assert!(server.lines().iter().any(|line| line == "RCPT TO:<otp@ac-nantes.fr>"));
}

#[test]
fn a_mailbox_says_that_it_cannot_be_read() {
    let desk = desk(9, &json!({}));
    let able = desk.abilities();
    assert!(able.sends && !able.read && !able.notes && !able.replies && able.changes.is_empty());
    let runtime = runtime();
    assert_eq!(runtime.block_on(desk.list(Filter::default(), 0)), Err(DeskFault::Unable));
    assert_eq!(runtime.block_on(desk.ticket(TicketId::new("1"))), Err(DeskFault::Unable));
}

/// The whole way: a doubt is left to the agent, and what he sends again is called the same.
#[test]
fn a_doubtful_message_goes_again_only_by_the_agents_word() {
    let server = Mailer::start(Some(("END", Act::Cut(b""))), None);
    let folder = TempDir::new().unwrap();
    let store = Arc::new(Store::create(&folder.path().join("store"), None).unwrap());
    let desk: Arc<dyn TicketDesk> = Arc::new(desk(server.port, &json!({})));
    let runtime = runtime();
    let uuid = draft("rouen").uuid;
    store.queue("m.durand", &Parcel::Ticket(draft("rouen")), &[], clock()()).unwrap();
    let later: Clock = Arc::new(|| Moment::from_millis(1_795_900_000_000));
    for clock in [clock(), later.clone(), later.clone()] {
        let sender = Sender::new(store.clone(), desk.clone(), clock);
        let round = runtime.block_on(sender.round(None)).unwrap();
        assert_eq!((round.left, round.stuck, round.sent.len()), (1, 1, 0));
        server.change(None);
    }
    assert_eq!(store.waits(&uuid).unwrap().unwrap().0, Stage::Doubtful);
    assert_eq!(server.messages().len(), 1, "not again by itself");
    let backend = Arc::new(guichet::backend::local::Local::new(store.clone(), later.clone()));
    let service = Service::new(backend, desk, store.clone(), later, "m.durand".to_owned());
    let again = Write::Outbox { uuid: uuid.clone(), what: Fate::Again };
    let Ok(Outcome::Delivered(round)) = runtime.block_on(service.write(again)) else { panic!() };
    assert_eq!(round.sent, [(uuid, TicketId::new(ID))]);
    let named = |message: &String| message.contains(&format!("\r\nMessage-ID: <{ID}>\r\n"));
    assert_eq!(server.messages().iter().filter(|message| named(message)).count(), 2);
    assert_eq!(store.waiting_count().unwrap(), 0);
}
