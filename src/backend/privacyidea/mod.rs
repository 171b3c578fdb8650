//! The production backend: privacyIDEA over REST.
//!
//! Facts, with their sources and measurements, are in `docs/backends.md`. The server's answers are read
//! and joined; what it does not tell is not invented. Nothing that writes is sent twice without
//! knowing, and after a lost answer the state is read back before anything is said.

mod acting;
mod drawing;
mod envelope;
pub mod importing;
mod nodes;
mod people;
mod reading;
mod session;
mod settings;
mod testing;
mod timeline;
mod times;
mod wire;

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU64};
use std::sync::{Arc, Mutex};

use serde::de::DeserializeOwned;

use super::{
    Abilities, Caution, Clock, Fault, Find, Found, Login, LoginStep, Order, Part, Reply, Scope, Test,
    TokenBackend, Trouble,
};
use crate::domain::key::Key;
use crate::domain::moment::{Moment, Span};
use crate::domain::person::{Card, Event, Loose};
use crate::domain::verdict::Verdict;
use crate::store::Store;
use envelope::Envelope;
use nodes::{Call, CallFault, Nodes};
use people::People;
use session::Session;
pub use settings::{SettingFault, Settings};

/// privacyIDEA's numbers for "log in again": no proof, no proof at all, proof too old.
const LOGIN_OVER: [i64; 3] = [4033, 4304, 4305];

/// Its numbers for "there is no such key" and "no such person".
const UNKNOWN: [i64; 2] = [601, 904];

/// The backend over an installation of one or several nodes.
#[derive(Clone)]
pub struct PrivacyIdea {
    inner: Arc<Inner>,
}

struct Inner {
    nodes: Nodes,
    session: Session,
    settings: Settings,
    people: People,
    /// The store of this machine: seeds that were imported, and the PINs that were cleared from here.
    store: Arc<Store>,
    clock: Clock,
    /// How many people each directory gives at most, as far as it has shown.
    limits: Mutex<Option<HashMap<String, usize>>>,
    /// Whom the snapshot under way is about.
    drawn: Mutex<Option<drawing::Settled>>,
    /// How far east of UTC the server's wall clock is, milliseconds; learned from the audit.
    east: AtomicI64,
    /// Milliseconds that the last look at the log took: the pace of following.
    pace: AtomicU64,
}

/// Settings that hold, with the files they name. Nothing was sent.
pub struct Checked {
    settings: Settings,
    nodes: Nodes,
    people: People,
}

impl Checked {
    /// Checks the settings and reads the files they name. `machine` is the clock of this machine.
    pub fn new(settings: Settings, machine: Clock) -> Result<Self, SettingFault> {
        let nodes = Nodes::new(&settings, machine)?;
        let people = People::new(&settings)?;
        Ok(Self { settings, nodes, people })
    }

    /// The clock of the server, which the console goes by.
    pub fn clock(&self) -> Clock {
        self.nodes.clock()
    }

    /// The backend, over the store of this machine. Nobody is logged in yet.
    pub fn over(self, store: Arc<Store>) -> PrivacyIdea {
        let Self { settings, nodes, people } = self;
        let clock = nodes.clock();
        let inner = Inner {
            nodes,
            session: Session::default(),
            settings,
            people,
            store,
            clock,
            limits: Mutex::default(),
            drawn: Mutex::default(),
            east: AtomicI64::new(i64::MIN),
            pace: AtomicU64::new(0),
        };
        PrivacyIdea { inner: Arc::new(inner) }
    }
}

impl PrivacyIdea {
    /// Checks the settings and reads the files they name; nothing is sent yet.
    pub fn new(settings: Settings, store: Arc<Store>, machine: Clock) -> Result<Self, SettingFault> {
        Ok(Checked::new(settings, machine)?.over(store))
    }

    /// Who will log in, where the first login did not reach the server: later ones give no name.
    pub fn expect(&self, agent: &str) {
        self.inner.session.expect(agent);
    }

    /// The clock of the server, which the console goes by.
    pub fn clock(&self) -> Clock {
        self.inner.clock.clone()
    }
}

impl Inner {
    fn now(&self) -> Moment {
        (self.clock)()
    }

    async fn call(&self, call: &Call<'_>) -> Result<Envelope, CallFault> {
        self.call_as(call, Ok).await
    }

    async fn call_as<T>(
        &self,
        call: &Call<'_>,
        read: impl Fn(Envelope) -> Result<T, Trouble>,
    ) -> Result<T, CallFault> {
        let token = self.session.token(self.now());
        let token = token.ok_or(CallFault::Refused { status: 401, code: 4305, message: String::new() })?;
        let answer = self.nodes.call_as(call, Some(&token), read).await;
        if let Err(CallFault::Refused { code, .. }) = &answer
            && LOGIN_OVER.contains(code)
        {
            self.session.over(&token);
        }
        answer
    }

    /// Asks, and reads the answer as what it should be; where it is not, the next node is asked.
    async fn get<T: DeserializeOwned>(&self, path: &str, query: Vec<(&str, String)>) -> Result<T, Fault> {
        self.call_as(&Call::get(path, query), Envelope::value).await.map_err(fault)
    }

    fn realm(&self) -> String {
        self.settings.realm.clone()
    }
}

/// A call that came to nothing and changed nothing.
fn fault(fault: CallFault) -> Fault {
    match fault {
        CallFault::Unsent(why) | CallFault::Lost(why) => Fault::Unreachable { why },
        CallFault::Refused { code, .. } if LOGIN_OVER.contains(&code) => Fault::LoginOver,
        CallFault::Refused { code, .. } if UNKNOWN.contains(&code) => Fault::NotFound,
        CallFault::Refused { status: 403, message, .. } => Fault::Forbidden(message),
        CallFault::Refused { message, .. } => Fault::Refused(message),
    }
}

impl TokenBackend for PrivacyIdea {
    fn abilities(&self) -> Abilities {
        Abilities {
            name: "privacyidea",
            acts: self.inner.session.acts(),
            follow_every: Span::secs(reading::FOLLOW.as_secs() as i64),
            snapshot: None,
            logs_in: true,
        }
    }

    fn find(&self, find: Find) -> Reply<'_, Found> {
        Box::pin(self.inner.find(find))
    }

    fn card(&self, login: String) -> Reply<'_, Card> {
        Box::pin(self.inner.card(login))
    }

    fn key(&self, serial: String) -> Reply<'_, Key> {
        Box::pin(async move { self.inner.key(&serial).await.map(|(key, _)| key) })
    }

    fn stock(&self, part: String) -> Reply<'_, Vec<Key>> {
        Box::pin(self.inner.stock(part))
    }

    fn follow(&self, login: String, after: i64) -> Reply<'_, Vec<Event>> {
        Box::pin(self.inner.follow(login, after))
    }

    fn loose(&self) -> Reply<'_, Vec<Loose>> {
        Box::pin(self.inner.loose())
    }

    fn act(&self, order: Order) -> Reply<'_, Option<Caution>> {
        Box::pin(self.inner.act(order))
    }

    fn test(&self, test: Test) -> Reply<'_, Verdict> {
        Box::pin(self.inner.test(test))
    }

    fn log_in(&self, login: Login) -> Reply<'_, LoginStep> {
        let own = &self.inner;
        Box::pin(own.session.log_in(&own.nodes, &own.settings.agents_realm, login))
    }

    fn reach(&self) -> Reply<'_, ()> {
        Box::pin(async {
            let asked = self.inner.nodes.call(&Call::get("healthz/readyz", Vec::new()), None).await;
            asked.map(|_| ()).map_err(fault)
        })
    }

    fn draw(&self, scope: Scope, after: String) -> Reply<'_, Part> {
        Box::pin(self.inner.draw(scope, after))
    }
}
