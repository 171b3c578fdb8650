//! A server that stops answering on command, and comes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use guichet::backend::local::Local;
use guichet::backend::{
    Abilities, Caution, Fault, Find, Found, Login, LoginStep, Order, Part, Reply as Answer, Scope, Test,
    TokenBackend, Trouble,
};
use guichet::desk::local::LocalDesk;
use guichet::desk::{self, Change, DeskFault, Filing, Filter, Places, Reply, TicketDesk, TicketPage};
use guichet::domain::key::Key;
use guichet::domain::person::{Card, Event, Loose};
use guichet::domain::ticket::{Gist, Remark, Ticket, TicketId, TicketRow, Uuid};
use guichet::domain::verdict::Verdict;

/// The line between the console and the server, held by the test.
#[derive(Clone, Default)]
pub struct Cable {
    cut: Arc<AtomicBool>,
    calls: Arc<AtomicUsize>,
    over: Arc<AtomicBool>,
}

impl Cable {
    /// Nothing gets through from now on.
    pub fn cut(&self) {
        self.cut.store(true, Ordering::SeqCst);
    }

    /// Everything does.
    pub fn mend(&self) {
        self.cut.store(false, Ordering::SeqCst);
    }

    /// The agent's login is over from now on.
    pub fn ends_login(&self) {
        self.over.store(true, Ordering::SeqCst);
    }

    /// What was asked of the server so far, answered or not.
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    fn is_cut(&self) -> bool {
        self.calls.fetch_add(1, Ordering::SeqCst);
        self.cut.load(Ordering::SeqCst)
    }
}

/// The embedded backend, as a server behind a cable.
pub struct Flaky {
    pub inner: Local,
    pub cable: Cable,
}

impl Flaky {
    fn over<'a, T: Send + 'a>(&'a self, reply: Answer<'a, T>) -> Answer<'a, T> {
        match self.cable.is_cut() {
            true => Box::pin(async { Err(Fault::Unreachable { why: Trouble::Interrupted }) }),
            false if self.cable.over.load(Ordering::SeqCst) => Box::pin(async { Err(Fault::LoginOver) }),
            false => reply,
        }
    }
}

impl TokenBackend for Flaky {
    fn abilities(&self) -> Abilities {
        Abilities { logs_in: true, ..self.inner.abilities() }
    }
    fn find(&self, find: Find) -> Answer<'_, Found> {
        self.over(self.inner.find(find))
    }
    fn card(&self, login: String) -> Answer<'_, Card> {
        self.over(self.inner.card(login))
    }
    fn key(&self, serial: String) -> Answer<'_, Key> {
        self.over(self.inner.key(serial))
    }
    fn stock(&self, part: String) -> Answer<'_, Vec<Key>> {
        self.over(self.inner.stock(part))
    }
    fn follow(&self, login: String, after: i64) -> Answer<'_, Vec<Event>> {
        self.over(self.inner.follow(login, after))
    }
    fn loose(&self) -> Answer<'_, Vec<Loose>> {
        self.over(self.inner.loose())
    }
    fn act(&self, order: Order) -> Answer<'_, Option<Caution>> {
        self.over(self.inner.act(order))
    }
    fn test(&self, test: Test) -> Answer<'_, Verdict> {
        self.over(self.inner.test(test))
    }
    fn draw(&self, scope: Scope, after: String) -> Answer<'_, Part> {
        self.over(self.inner.draw(scope, after))
    }
    /// The PIN is asked first, then a code.
    fn log_in(&self, login: Login) -> Answer<'_, LoginStep> {
        let asked = (login.secret.expose().as_str(), login.transaction.as_str());
        let step = match asked {
            ("mot de passé 12", "") => Ok(LoginStep::In),
            ("4821", "") => {
                let question = "please enter otp: \u{202e}".to_owned();
                Ok(LoginStep::More { transaction: "017".to_owned(), question })
            }
            ("287082", "017") => Ok(LoginStep::In),
            _ => Err(Fault::WrongLogin),
        };
        if step == Ok(LoginStep::In) {
            self.cable.over.store(false, Ordering::SeqCst);
        }
        Box::pin(async { step })
    }
    /// Answered without a login.
    fn reach(&self) -> Answer<'_, ()> {
        match self.cable.is_cut() {
            true => Box::pin(async { Err(Fault::Unreachable { why: Trouble::Interrupted }) }),
            false => self.inner.reach(),
        }
    }
}

/// The embedded desk behind the same cable.
pub struct FlakyDesk {
    pub inner: LocalDesk,
    pub cable: Cable,
}

impl FlakyDesk {
    fn over<'a, T: Send + 'a>(&'a self, reply: Reply<'a, T>) -> Reply<'a, T> {
        match self.cable.is_cut() {
            true => Box::pin(async { Err(DeskFault::Unreachable("coupé".to_owned())) }),
            false => reply,
        }
    }
}

impl TicketDesk for FlakyDesk {
    /// It mails what is said to holders, as servers do.
    fn abilities(&self) -> desk::Abilities {
        desk::Abilities { replies: true, ..self.inner.abilities() }
    }
    fn file(&self, filing: Filing) -> Reply<'_, TicketId> {
        self.over(self.inner.file(filing))
    }
    fn find_by_uuid(&self, uuid: Uuid) -> Reply<'_, Vec<TicketId>> {
        self.over(self.inner.find_by_uuid(uuid))
    }
    fn of_key(&self, serial: String) -> Reply<'_, Vec<TicketRow>> {
        self.over(self.inner.of_key(serial))
    }
    fn list(&self, filter: Filter, page: u32) -> Reply<'_, TicketPage> {
        self.over(self.inner.list(filter, page))
    }
    fn gists(&self, rows: Vec<TicketRow>) -> Reply<'_, Vec<(TicketId, Gist)>> {
        self.over(self.inner.gists(rows))
    }
    fn ticket(&self, id: TicketId) -> Reply<'_, Ticket> {
        self.over(self.inner.ticket(id))
    }
    fn note(&self, remark: Remark) -> Reply<'_, ()> {
        self.over(self.inner.note(remark))
    }
    fn find_note(&self, ticket: TicketId, uuid: Uuid) -> Reply<'_, bool> {
        self.over(self.inner.find_note(ticket, uuid))
    }
    fn change(&self, change: Change) -> Reply<'_, ()> {
        self.over(self.inner.change(change))
    }
    fn places(&self) -> Reply<'_, Places> {
        self.over(self.inner.places())
    }
}
