//! The embedded backend on a store in memory, under a clock that stands still.

use std::path::Path;
use std::sync::Arc;

use guichet::backend::local::{Knock, Local, Portal};
use guichet::backend::{Clock, Find, TokenBackend};
use guichet::desk::local::LocalDesk;
use guichet::domain::moment::Moment;
use guichet::domain::otp::Code;
use guichet::domain::secret::Secret;
use guichet::keyfile::PersonRow;
use guichet::service::Service;
use guichet::store::{Store, StoreFault};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use crate::suite::bench::{AGENT, Bench, Console, Kind, PIN, Wanted, all_at_once};

/// Ten seconds into a step of 60 and of 30.
const NOW: Moment = Moment::from_secs(1_800_000_010);

pub struct Embedded {
    folder: TempDir,
    store: Arc<Store>,
    local: Local,
    runtime: Runtime,
}

fn clock() -> Clock {
    Arc::new(|| NOW)
}

impl Embedded {
    pub fn open() -> Self {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }.unwrap();
        let store = Arc::new(Store::create(folder.path(), None).unwrap());
        let local = Local::new(store.clone(), clock());
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        Self { folder, store, local, runtime }
    }

    fn sql(&self, sql: &str, serial: &str) {
        let done = self.store.write(|transaction| Ok::<_, StoreFault>(transaction.execute(sql, [serial])?));
        assert_eq!(done.unwrap(), 1, "{serial}");
    }

    fn knock(&self, login: &str, typed: &Secret<String>) -> Knock {
        let portal = Portal::new(self.local.clone());
        self.runtime.block_on(portal.knock(login.to_owned(), typed.duplicate())).unwrap()
    }

    fn create(&self, login: &str, serial: &str, pin: &str) -> bool {
        let portal = Portal::new(self.local.clone());
        let pin = Secret::new(pin.to_owned());
        self.runtime.block_on(portal.create_pin(login.to_owned(), serial.to_owned(), pin)).is_ok()
    }
}

impl Bench for Embedded {
    fn kind(&self) -> Kind {
        Kind::Embedded
    }

    fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    fn console(&self) -> Console {
        let store = Arc::new(Store::open(self.folder.path(), None).unwrap());
        let backend = Arc::new(Local::new(store.clone(), clock()));
        let desk = Arc::new(LocalDesk::new(store.clone(), clock()));
        let service = Service::new(backend, desk, store.clone(), clock(), AGENT.to_owned());
        Console { service, store, _kept: Box::new(()) }
    }

    fn furnish(&self, people: &[PersonRow], keys: &[Wanted]) {
        let rows: Vec<_> = keys.iter().map(Wanted::row).collect();
        self.store.import_keys(&rows, NOW).unwrap();
        self.store.import_people(people, NOW).unwrap();
        for key in keys {
            let Some(login) = &key.holder else { continue };
            assert!(self.create(login, &key.serial, PIN));
            self.sql("UPDATE keys SET pin_pending = 0 WHERE serial = ?1", &key.serial);
            // What is prepared is no story to follow.
            self.sql("DELETE FROM events WHERE serial = ?1", &key.serial);
        }
    }

    fn retire(&self, serial: &str) {
        self.sql("UPDATE keys SET life = 'retired' WHERE serial = ?1", serial);
    }

    /// There is no such thing.
    fn lock_out(&self, _login: &str) {}

    fn opens(&self, login: &str, typed: &Secret<String>) -> bool {
        matches!(self.knock(login, typed), Knock::Welcome { .. })
    }

    fn opens_at_once(&self, login: &str, typed: &Secret<String>, times: usize) -> usize {
        let one = |_| {
            let (portal, login, typed) =
                (Portal::new(self.local.clone()), login.to_owned(), typed.duplicate());
            async move { matches!(portal.knock(login, typed).await, Ok(Knock::Welcome { .. })) }
        };
        self.runtime.block_on(all_at_once((0..times).map(one))).into_iter().filter(|open| *open).count()
    }

    fn asks_for_pin(&self, login: &str, code: &Code) -> bool {
        matches!(self.knock(login, &Secret::new(code.expose().to_owned())), Knock::CreatePin { .. })
    }

    fn creates_pin(&self, login: &str, serial: &str, code: &Code, pin: &str) -> bool {
        self.asks_for_pin(login, code) && self.create(login, serial, pin)
    }

    fn settle(&self, _period: i64) {}

    fn crowd(&self, family: &str, count: usize) -> (usize, bool) {
        let person = |at: usize| PersonRow {
            login: format!("crowd.{at}"),
            family: family.to_owned(),
            given: "Zoé".to_owned(),
            ..PersonRow::default()
        };
        let people: Vec<_> = (0..count).map(person).collect();
        self.store.import_people(&people, NOW).unwrap();
        let find = Find { text: family.to_owned(), limit: 50 };
        let found = self.runtime.block_on(self.local.find(find)).unwrap();
        (found.matching, found.cut)
    }
}
