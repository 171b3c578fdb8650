//! The demo store behind a console, its clock, and the caller with the key in hand.

use std::cell::Cell;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};

use guichet::app::line::Spare;
use guichet::backend::local::{Knock, Local, Portal};
use guichet::backend::snapshot::Snapshot;
use guichet::backend::{Abilities, Clock, Scope, TokenBackend};
use guichet::demo::{SEED, academy};
use guichet::desk::DeskFault;
use guichet::desk::local::LocalDesk;
use guichet::desk::queue::QueueDesk;
use guichet::desk::web::{Pages, Settings, WebDesk};
use guichet::domain::moment::{Moment, Span};
use guichet::domain::otp::Generator;
use guichet::domain::profile::Profiles;
use guichet::domain::secret::Secret;
use guichet::keyfile::{Unlock, people, pskc};
use guichet::service::Service;
use guichet::service::draw::draw;
use guichet::service::notices::Way;
use guichet::service::request::{Answer, Failure, Outcome, Read, Write};
use guichet::store::Store;
use guichet::store::demo::DEMO_PIN;
use guichet::store::snapshot::Label;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use super::flaky::{Cable, Flaky, FlakyDesk};

/// Tuesday 24 November 2026, 10:03:20 UTC: twenty seconds into a step of 60.
pub const NOW: Moment = Moment::from_secs(1_795_514_600);

/// Everybody a story names is among the first few; the others only make the lists longer.
const PEOPLE: usize = 300;

/// Who sits at the counter.
pub const AGENT: &str = "m.durand";

/// The PIN of every holder of a demo.
pub const PIN: &str = DEMO_PIN;

/// The files of a freshly made store, made once a process and kept in memory.
static MADE: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let folder = folder();
    drop(make(folder.path()));
    let files = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path());
    let named = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    files.map(|path| (named(&path), fs::read(&path).unwrap())).collect()
});

/// In memory where the system has such a place: a store of a few milliseconds waits for no disk.
fn folder() -> TempDir {
    TempDir::new_in("/dev/shm").or_else(|_| TempDir::new()).unwrap()
}

fn make(folder: &Path) -> Store {
    let store = Store::create(folder, None).unwrap();
    let made = academy(SEED, PEOPLE, NOW);
    let source = made.keys_pskc.expose().as_bytes();
    let keys = pskc::read(source, &Unlock::None, &AtomicBool::new(false)).rows;
    let people = people::read(made.people_csv.as_bytes()).rows;
    store.import_keys(&keys, NOW).unwrap();
    store.import_people(&people, NOW).unwrap();
    let shapes: Vec<_> = keys.iter().map(|key| (key.serial.clone(), key.shape)).collect();
    store.play(&made.lives, &shapes, NOW).unwrap();
    store
}

/// One store and what surrounds it.
pub struct World {
    store: Arc<Store>,
    service: Service,
    /// What there is to turn to.
    pub spare: Spare,
    /// The server did not answer when the agent logged in.
    pub unmet: bool,
    /// Whether the policy allows the clipboard.
    pub clipboard: bool,
    /// The line to the server of a world that is far.
    pub cable: Cable,
    away: Cell<bool>,
    portal: Portal,
    now: Arc<AtomicI64>,
    clock: Clock,
    runtime: Runtime,
    folder: TempDir,
}

/// A clock and the hand that sets it.
fn clock() -> (Arc<AtomicI64>, Clock) {
    let now = Arc::new(AtomicI64::new(NOW.millis()));
    let hand = now.clone();
    (now, Arc::new(move || Moment::from_millis(hand.load(Ordering::Relaxed))))
}

impl World {
    /// A demo nobody has touched yet, at [`NOW`].
    pub fn new() -> Self {
        let folder = folder();
        for (name, bytes) in MADE.iter() {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        let store = Arc::new(Store::open(folder.path(), None).unwrap());
        let (now, clock) = clock();
        let local = Local::new(store.clone(), clock.clone());
        let desk = Arc::new(LocalDesk::new(store.clone(), clock.clone()));
        let backend = Arc::new(local.clone());
        let service = Service::new(backend, desk, store.clone(), clock.clone(), AGENT.to_owned());
        let runtime = Builder::new_current_thread().build().unwrap();
        let (spare, unmet, clipboard, cable, away) = Default::default();
        Self {
            store,
            service,
            spare,
            unmet,
            clipboard,
            cable,
            away,
            portal: Portal::new(local),
            now,
            clock,
            runtime,
            folder,
        }
    }

    /// The same academy, seen through a snapshot of one school that was drawn two hours ago, with
    /// seeds. Tickets wait in the outbox of the demo's store.
    pub fn offline() -> Self {
        let mut world = Self::new();
        let (backend, desk) = world.drawn();
        let (store, clock) = (world.store.clone(), world.clock.clone());
        world.service = Service::new(backend, desk, store, clock, AGENT.to_owned());
        world
    }

    /// Tickets go to the academies' pages by hand.
    pub fn paged() -> Self {
        let mut world = Self::new();
        let (store, clock) = (world.store.clone(), world.clock.clone());
        let backend = Arc::new(Local::new(store.clone(), clock.clone()));
        let profiles = Profiles::shipped().unwrap();
        let desk =
            WebDesk::new(Pages::new(&Settings::default(), profiles).unwrap(), store.clone(), clock.clone());
        world.service = Service::new(backend, Arc::new(desk), store, clock, AGENT.to_owned());
        world
    }

    /// The academy behind a cable that can be cut; no snapshot.
    pub fn far() -> Self {
        let mut world = Self::new();
        let (store, clock, cable) = (world.store.clone(), world.clock.clone(), world.cable.clone());
        let inner = Local::new(store.clone(), clock.clone());
        let backend = Arc::new(Flaky { inner, cable: cable.clone() });
        let desk = Arc::new(FlakyDesk { inner: LocalDesk::new(store.clone(), clock.clone()), cable });
        world.service = Service::new(backend, desk, store, clock, AGENT.to_owned());
        world
    }

    /// The same with a snapshot of one school to turn to.
    pub fn prepared() -> Self {
        let mut world = Self::far();
        let (backend, desk) = world.drawn();
        world.spare = Spare::Ready(backend.abilities());
        world.service = world.service.clone().with_spare(backend, desk);
        world
    }

    /// A snapshot of one school, two hours old, with seeds; and the desk that goes with it.
    fn drawn(&self) -> (Arc<Snapshot>, Arc<QueueDesk>) {
        let file = self.folder.path().join("ecole.snap");
        let made = NOW - Span::minutes(120);
        let expires = NOW + Span::minutes(70 * 60);
        let label = Label { scope: "essai".into(), agent: AGENT.into(), made, expires };
        let wanted = (Scope::Schools(vec!["0449001V".into()]), true);
        let passphrase = Secret::new("une phrase de passe".to_owned());
        let drawn = draw(self.service.backend(), &self.store, wanted, &passphrase, (&file, label));
        self.runtime.block_on(drawn).unwrap();
        let (backend, _) = Snapshot::open(&file, &passphrase, self.clock.clone()).unwrap();
        let desk = QueueDesk::new(self.store.clone());
        (Arc::new(backend), Arc::new(desk))
    }

    /// The network is back: the same store behind its own backend and desk.
    pub fn online(self) -> Self {
        let local = Arc::new(Local::new(self.store.clone(), self.clock.clone()));
        let desk = Arc::new(LocalDesk::new(self.store.clone(), self.clock.clone()));
        let service = Service::new(local, desk, self.store.clone(), self.clock.clone(), AGENT.to_owned());
        Self { service, ..self }
    }

    /// Now.
    pub fn now(&self) -> Moment {
        Moment::from_millis(self.now.load(Ordering::Relaxed))
    }

    /// Puts the clock forward.
    pub fn set(&self, now: Moment) {
        self.now.store(now.millis(), Ordering::Relaxed);
    }

    /// What the backend can do.
    pub fn abilities(&self) -> Abilities {
        self.service.backend().abilities()
    }

    /// The same with a way to tell holders, or none for this reason.
    pub fn telling(mut self, way: Way) -> Self {
        self.service = self.service.with_way(way);
        self
    }

    /// Whether there is a way to tell holders.
    pub fn tells(&self) -> bool {
        self.service.route().is_some()
    }

    /// What the desk can do.
    pub fn desk_abilities(&self) -> guichet::desk::Abilities {
        self.service.desk().abilities()
    }

    /// The store itself.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What others do at the desk.
    pub fn desk<T>(&self, work: impl Fn(&LocalDesk) -> guichet::desk::Reply<'_, T>) -> Result<T, DeskFault> {
        let desk = LocalDesk::new(self.store.clone(), self.clock.clone());
        self.runtime.block_on(work(&desk))
    }

    /// Answers a question.
    pub fn read(&self, read: Read) -> Result<Answer, Failure> {
        self.runtime.block_on(self.service.read(read))
    }

    /// Turns to the snapshot, or back.
    pub fn turn(&self, away: bool) {
        self.away.set(away);
        self.service.turn(away);
    }

    /// Whether the snapshot is asked.
    pub fn is_away(&self) -> bool {
        self.away.get()
    }

    /// Does something on the side that was in use when it was called for.
    pub fn write_on(&self, away: bool, write: Write) -> Result<Outcome, Failure> {
        self.service.turn(away);
        let deed = self.service.write(write);
        self.service.turn(self.away.get());
        self.runtime.block_on(deed)
    }

    /// Does something.
    pub fn write(&self, write: Write) -> Result<Outcome, Failure> {
        self.runtime.block_on(self.service.write(write))
    }

    /// What the key shows now.
    pub fn shown(&self, serial: &str) -> String {
        self.shown_in(serial, 0)
    }

    /// What the key shows so many steps from now.
    pub fn shown_in(&self, serial: &str, steps: i64) -> String {
        self.code(serial)(steps)
    }

    /// How many steps from now the key shows such a code for the first time.
    pub fn steps_until(&self, serial: &str, such: impl Fn(&str) -> bool) -> i64 {
        let code = self.code(serial);
        (0..).find(|steps| such(&code(*steps))).unwrap()
    }

    /// Six digits that the key shows neither today nor tomorrow.
    pub fn never_shown(&self, serial: &str) -> String {
        let code = self.code(serial);
        let shown: Vec<String> = (-1_500..1_500).map(code).collect();
        (100_000..).map(|number: u32| number.to_string()).find(|digits| !shown.contains(digits)).unwrap()
    }

    /// The key itself: what it shows so many steps from now.
    fn code(&self, serial: &str) -> impl Fn(i64) -> String {
        let fob = self.store.fob(serial, self.now()).unwrap().unwrap();
        let generator = Generator::new(&fob.seed, &fob.shape);
        move |steps| generator.code(fob.step + steps).map_or(String::new(), |code| code.expose().to_owned())
    }

    /// The caller types a PASSCODE into the login page.
    pub fn logs_in(&self, login: &str, passcode: &str) -> Knock {
        let passcode = Secret::new(passcode.to_owned());
        self.runtime.block_on(self.portal.knock(login.to_owned(), passcode)).unwrap()
    }

    /// The caller creates a PIN after the six digits were taken.
    pub fn creates_pin(&self, login: &str, serial: &str) {
        let pin = Secret::new(PIN.to_owned());
        self.runtime.block_on(self.portal.create_pin(login.to_owned(), serial.to_owned(), pin)).unwrap();
    }

    /// The acts in the journal, oldest first: act, login, serial, reason, outcome.
    pub fn journal(&self) -> Vec<[String; 5]> {
        let mut entries = self.store.journal(100).unwrap();
        entries.reverse();
        let line = |entry: guichet::store::journal::Entry| {
            let outcome = entry.outcome.map_or(String::new(), |(_, word)| word);
            let guichet::store::journal::Intent { act, login, serial, reason, .. } = entry.intent;
            [act, login, serial, reason, outcome]
        };
        entries.into_iter().map(line).collect()
    }
}

/// How long a code of the common key lives.
pub const STEP: Span = Span::secs(60);
