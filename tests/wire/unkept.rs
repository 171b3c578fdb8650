//! What a desk takes with success and does not keep: told to the agent, written into the journal, shown on the ticket.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use guichet::backend::Clock;
use guichet::backend::local::Local;
use guichet::domain::delivery::{PATIENCE, Stage};
use guichet::domain::moment::{Moment, Span};
use guichet::domain::ticket::{Draft, Field, Ticket, TicketId, Unkept, Uuid};
use guichet::service::Service;
use guichet::service::request::{Answer, Outcome, Read, Write};
use guichet::store::Store;
use guichet::text::Lang;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::blunt::{self, Blunt, json_of, nothing};

const FILE: &str = "POST /REST/2.0/ticket";
const ONE: &str = "GET /REST/2.0/ticket/7";
const FILES: &str = "GET /REST/2.0/ticket/7/attachments";
const FIND: &str = "GET /REST/2.0/tickets";

/// A console at a server that has a field for the telephone, drops what is in it, and drops the picture.
struct Office {
    blunt: Blunt,
    service: Service,
    store: Arc<Store>,
    skipped: Arc<AtomicI64>,
    folder: TempDir,
}

fn uuid() -> Uuid {
    Uuid::from_random([7; 16])
}

fn kept() -> Value {
    json!({
        "id": 7, "Status": "new", "Priority": "50", "Queue": { "id": "3" }, "Owner": { "id": "Nobody" },
        "LastUpdated": "1970-01-01T00:00:01Z",
        "CustomFields": [{ "id": "2", "values": [uuid().as_str()] }, { "id": "5", "values": [] }],
    })
}

impl Office {
    /// `choose` answers first.
    fn open(choose: impl Fn(&str) -> Option<blunt::Answer> + Send + Sync + 'static) -> Self {
        let blunt = Blunt::start(move |asked| {
            let queue = json!({ "id": 3, "Name": "Assistance OTP", "TicketCustomFields": [
                { "id": "2", "name": "UUID client" }, { "id": "5", "name": "Téléphone de rappel" },
            ] });
            choose(&asked.line).or_else(|| match asked.line.as_str() {
                "GET /REST/2.0/queue/Assistance%20OTP" => Some(json_of(200, &queue)),
                FILE => Some(json_of(201, &json!({ "id": "7" }))),
                ONE => Some(json_of(200, &kept())),
                FILES => Some(json_of(200, &json!({ "items": [{ "id": "1", "Filename": "" }], "total": 1 }))),
                "GET /REST/2.0/ticket/7/history" => Some(json_of(200, &json!({ "items": [] }))),
                FIND => Some(json_of(200, &json!({ "items": [{ "id": "7", "EffectiveId": "7" }] }))),
                _ => None,
            })
        });
        let folder = TempDir::new().unwrap();
        let store = Arc::new(Store::create(&folder.path().join("store"), None).unwrap());
        let skipped: Arc<AtomicI64> = Arc::default();
        let own = skipped.clone();
        let clock: Clock =
            Arc::new(move || Moment::from_millis(1_795_000_000_000 + own.load(Ordering::SeqCst)));
        let local = Arc::new(Local::new(store.clone(), clock.clone()));
        let desk = Arc::new(blunt.desk.clone());
        let service = Service::new(local, desk, store.clone(), clock, "agent".to_owned());
        Self { blunt, service, store, skipped, folder }
    }

    fn draft(&self) -> Box<Draft> {
        let picture = self.folder.path().join("capture.png");
        std::fs::write(&picture, b"\x89PNG\r\n\x1a\nrien").unwrap();
        let mut draft = Draft::new(uuid(), "nantes");
        draft.set(Field::Subject, "Clé refusée");
        draft.set(Field::Phone, "+33261912345");
        draft.attachments.push(picture.to_str().unwrap().to_owned());
        Box::new(draft)
    }

    fn write(&self, write: Write) -> Outcome {
        self.blunt.wait(self.service.write(write)).unwrap()
    }

    fn ticket(&self) -> Box<Ticket> {
        match self.blunt.wait(self.service.read(Read::Ticket(TicketId::new("7")))) {
            Ok(Answer::Ticket(ticket)) => ticket,
            _ => panic!("no ticket"),
        }
    }

    /// The last line of the journal: what was done, and how it ended.
    fn journal(&self) -> (String, String) {
        let entry = self.store.journal(1).unwrap().remove(0);
        (entry.intent.act, entry.outcome.unwrap().1)
    }
}

fn lost() -> [Unkept; 2] {
    [Unkept::Answer(Field::Phone), Unkept::File("capture.png".to_owned())]
}

const TOLD: &str =
    "Ticket n° 7 déposé, mais le guichet d’assistance n’a pas gardé : Téléphone de rappel, capture.png.";

fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

#[test]
fn what_was_dropped_is_told_when_it_is_filed() {
    let office = Office::open(|_| None);
    let outcome = office.write(Write::File(office.draft()));
    let Outcome::Filed(filed) = &outcome else { panic!("not filed") };
    assert_eq!((filed.id.as_str(), filed.unkept.as_slice()), ("7", lost().as_slice()));
    assert_eq!(plain(&Lang::Fr.text().outcome(&Ok(outcome)).unwrap().text), TOLD);
    assert_eq!(office.journal(), ("file-ticket".into(), "filed 7 without phone file:capture.png".into()));
    assert_eq!(office.ticket().unkept, lost());
}

/// The answer was lost, and the ticket found again later: nobody read it back before.
#[test]
fn what_was_dropped_is_told_when_it_is_found_again() {
    let there = Arc::new(AtomicBool::new(false));
    let office = Office::open(move |line| match line {
        FILE => {
            there.store(true, Ordering::SeqCst);
            Some(nothing())
        }
        FIND if !there.load(Ordering::SeqCst) => Some(json_of(200, &json!({ "items": [] }))),
        _ => None,
    });
    let queued = office.write(Write::File(office.draft()));
    assert!(matches!(queued, Outcome::Queued { stage: Stage::Unknown, .. }));
    office.skipped.fetch_add(PATIENCE.as_millis() + Span::secs(60).as_millis(), Ordering::SeqCst);
    let outcome = office.write(Write::Deliver);
    let Outcome::Delivered(round) = &outcome else { panic!("nothing delivered") };
    assert_eq!(round.unkept, [(TicketId::new("7"), lost().to_vec())]);
    let said = plain(&Lang::Fr.text().outcome(&Ok(outcome)).unwrap().text);
    assert_eq!(said, format!("L’envoi en attente est arrivé au guichet. {TOLD}"));
    assert_eq!(office.journal(), ("deliver".into(), "filed 7 without phone file:capture.png".into()));
    assert_eq!(office.ticket().unkept, lost());
}

/// Filed is filed; but nobody may take for kept what nobody saw.
#[test]
fn what_could_not_be_read_back_is_told() {
    for broken in [ONE, FILES] {
        let office = Office::open(move |line| (line == broken).then(nothing));
        let outcome = office.write(Write::File(office.draft()));
        let Outcome::Filed(filed) = &outcome else { panic!("not filed") };
        assert_eq!(filed.unkept, [Unkept::Unread], "{broken}");
        let said = Lang::Fr.text().outcome(&Ok(outcome)).unwrap().text;
        assert!(said.contains("n’a pas pu être relu"), "{said}");
        assert_eq!(office.journal().1, "filed 7 without unread");
    }
}

/// What is missing at the desk keeps everything from leaving: the outbox says what it is.
#[test]
fn what_the_desk_lacks_is_named_where_it_waits() {
    let office = Office::open(|line| {
        let bare = json!({ "id": 3, "Name": "Assistance OTP", "TicketCustomFields": [] });
        (line == "GET /REST/2.0/queue/Assistance%20OTP").then(|| json_of(200, &bare))
    });
    assert_eq!(office.service.desk().lacks().as_deref(), Some("UUID client"));
    let outcome = office.write(Write::File(office.draft()));
    let Outcome::Queued { stage: Stage::Waiting, words } = &outcome else { panic!("not queued") };
    let (text, words) = (Lang::Fr.text(), words.clone());
    for said in [text.outbox.why(Lang::Fr, &words), text.outcome(&Ok(outcome)).unwrap().text] {
        assert!(plain(&said).starts_with("Il manque « UUID client » au guichet"), "{said}");
    }
    assert!(!office.blunt.lines().iter().any(|line| line == FILE));
}
