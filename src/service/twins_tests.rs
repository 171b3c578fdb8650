#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use super::*;
use crate::backend::local::Local;
use crate::desk::local::LocalDesk;
use crate::desk::{Abilities, Change, Filing, Places, Reply, TicketDesk, TicketPage};
use crate::domain::moment::{Moment, Span};
use crate::domain::ticket::{Place, Priority, Remark, Ticket, TicketId, Uuid};
use crate::service::request::{Answer, Read};
use crate::store::Store;

const NOW: Moment = Moment::from_secs(2_000_000);

/// A desk that tells what it was given, and whether it can be asked about keys.
struct Stub {
    can: Abilities,
    of_person: Vec<TicketRow>,
    /// Each with the serial on its form.
    of_key: Option<Vec<(TicketRow, &'static str)>>,
    read: Mutex<Vec<String>>,
}

fn answer<'a, T: Send + 'a>(told: Result<T, DeskFault>) -> Reply<'a, T> {
    Box::pin(async { told })
}

impl TicketDesk for Stub {
    fn abilities(&self) -> Abilities {
        self.can
    }
    fn file(&self, _filing: Filing) -> Reply<'_, TicketId> {
        answer(Err(DeskFault::Unable))
    }
    fn find_by_uuid(&self, _uuid: Uuid) -> Reply<'_, Vec<TicketId>> {
        answer(Err(DeskFault::Unable))
    }
    fn of_key(&self, _serial: String) -> Reply<'_, Vec<TicketRow>> {
        let rows = self.of_key.as_ref().map(|all| all.iter().map(|(row, _)| row.clone()).collect());
        answer(rows.ok_or(DeskFault::Unable))
    }
    fn list(&self, filter: Filter, _page: u32) -> Reply<'_, TicketPage> {
        assert_eq!(filter.states, State::LIVE);
        assert_eq!(filter.about.map(|about| about.login).as_deref(), Some("cdupont"));
        answer(Ok(TicketPage { rows: self.of_person.clone(), total: None, more: false }))
    }
    fn ticket(&self, id: TicketId) -> Reply<'_, Ticket> {
        self.read.lock().unwrap().push(id.as_str().to_owned());
        let found = self.of_key.iter().flatten().find(|(row, _)| row.id == id);
        let (row, serial) = found.map(|(row, serial)| (row.clone(), (*serial).to_owned())).unwrap();
        let fields = BTreeMap::from([(Field::Serial, serial)]);
        let (uuid, author, notes, moves) = Default::default();
        answer(Ok(Ticket { row, uuid, author, fields, notes, moves, unkept: Vec::new() }))
    }
    fn note(&self, _remark: Remark) -> Reply<'_, ()> {
        answer(Err(DeskFault::Unable))
    }
    fn find_note(&self, _ticket: TicketId, _uuid: Uuid) -> Reply<'_, bool> {
        answer(Err(DeskFault::Unable))
    }
    fn change(&self, _change: Change) -> Reply<'_, ()> {
        answer(Err(DeskFault::Unable))
    }
    fn places(&self) -> Reply<'_, Places> {
        answer(Err(DeskFault::Unable))
    }
}

fn row(id: &str, days: i64) -> TicketRow {
    TicketRow {
        id: TicketId::new(id),
        subject: "Clé refusée".to_owned(),
        state: State::Open,
        priority: Priority::Normal,
        queue: "nantes".to_owned(),
        owner: String::new(),
        requester: "quelqu’un".to_owned(),
        created: NOW - Span::days(9),
        changed: NOW - Span::days(days),
    }
}

fn asked(stub: Stub) -> (Result<Twins, Failure>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(Store::create(folder.path(), None).unwrap());
    let clock: crate::backend::Clock = Arc::new(|| NOW);
    let backend = Arc::new(Local::new(store.clone(), clock.clone()));
    let desk = Arc::new(stub);
    let service = Service::new(backend, desk.clone(), store, clock, "m.durand".to_owned());
    let like = Likeness { login: "cdupont".into(), serial: "103142718".into(), ..Likeness::default() };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let told = runtime.block_on(service.read(Read::TwinsAtDesk(like)));
    let told = told.map(|answer| match answer {
        Answer::Twins(twins) => twins,
        _ => panic!("another answer"),
    });
    let read = desk.read.lock().unwrap().clone();
    (told, read)
}

fn stub(of_key: Option<Vec<(TicketRow, &'static str)>>) -> Stub {
    let can = Abilities { once: Once::LookUp, ..LocalDesk::CAN };
    Stub { can, of_person: Vec::new(), of_key, read: Mutex::default() }
}

fn places(twins: &Twins) -> Vec<(Shared, String)> {
    let place = |twin: &Twin| match &twin.place {
        Place::Desk(id) => id.as_str().to_owned(),
        Place::Outbox(uuid) => uuid.as_str().to_owned(),
    };
    twins.found.iter().map(|twin| (twin.shared, place(twin))).collect()
}

/// A server finds parts of words: a ticket about a longer number is about another key.
#[test]
fn a_ticket_is_read_before_it_is_said_to_be_about_a_key() {
    let all = vec![(row("1", 1), "1103142718"), (row("2", 2), "103142718"), (row("3", 8), "103142718")];
    let (told, read) = asked(stub(Some(all)));
    assert_eq!(places(&told.unwrap()), [(Shared::Key, "2".to_owned())]);
    assert_eq!(read, ["1", "2"], "what is old is not even read");
}

#[test]
fn few_are_read_however_many_there_are() {
    let names: Vec<String> = (0..30).map(|at| at.to_string()).collect();
    let all = names.iter().map(|name| (row(name, 1), "103142718")).collect();
    let (told, read) = asked(stub(Some(all)));
    assert_eq!((told.unwrap().found.len(), read.len()), (READ, READ));
}

#[test]
fn what_could_not_be_asked_is_said() {
    let mut keyless = stub(None);
    keyless.of_person = vec![row("7", 1)];
    let (told, _) = asked(keyless);
    let told = told.unwrap();
    assert_eq!(
        (places(&told), told.unsearched),
        (vec![(Shared::Person, "7".to_owned())], Some(Unsearched::Keys))
    );
    let mailbox = |can| Stub { can, ..stub(None) };
    let blind = Abilities { read: false, once: Once::Agent, ..LocalDesk::CAN };
    assert_eq!(asked(mailbox(blind)).0.unwrap().unsearched, Some(Unsearched::Desk));
    let queue = Abilities { sends: false, ..LocalDesk::CAN };
    assert_eq!(asked(mailbox(queue)).0.unwrap().unsearched, Some(Unsearched::Offline));
}
