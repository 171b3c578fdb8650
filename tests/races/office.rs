//! A store with two holders, and consoles that each have a handle of their own on it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use guichet::backend::local::{Knock, Local, Portal};
use guichet::backend::{Clock, Fault, Order, Test, TokenBackend};
use guichet::domain::key::KeyAct;
use guichet::domain::moment::Moment;
use guichet::domain::otp::{Code, Generator, Shape};
use guichet::domain::secret::{Secret, Seed};
use guichet::domain::verdict::Finding;
use guichet::keyfile::{KeyRow, PersonRow};
use guichet::store::{Store, StoreFault, rows};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Steps between two races, so that no race sees the codes of another.
pub const STRIDE: i64 = 8;
pub const FIRST: i64 = 30_000_000;

pub const CLAIRE: &str = "cdupont";
pub const JEAN: &str = "jdupont";
pub const OWN: &str = "1001";
const SECOND: &str = "1002";
pub const STOCKED: &str = "1008";
const PIN: &str = "4831";

/// In memory where the system has such a place: what is raced for here is not the disk.
pub fn quick_folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

pub fn seed_of(serial: &str) -> Seed {
    Secret::new(serial.repeat(5).into_bytes())
}

pub fn code(serial: &str, step: i64) -> Code {
    Generator::new(&seed_of(serial), &Shape::COMMON).code(step).unwrap()
}

pub fn begins(step: i64) -> Moment {
    Shape::COMMON.step_starts(step).unwrap()
}

/// Claire with two keys, the first with a PIN; one key in stock.
pub fn furnish(folder: &Path) {
    let store = Store::create(folder, None).unwrap();
    let key = |serial: &str| KeyRow {
        serial: serial.to_owned(),
        maker: String::new(),
        shape: Shape::COMMON,
        seed: seed_of(serial),
        counter: 0,
        starts: None,
        expires: None,
        line: 1,
    };
    store.import_keys(&[OWN, SECOND, STOCKED].map(key), begins(FIRST)).unwrap();
    let person = |login: &str, serials: &[&str]| PersonRow {
        login: login.to_owned(),
        serials: serials.iter().map(|serial| (*serial).to_owned()).collect(),
        ..PersonRow::default()
    };
    store.import_people(&[person(CLAIRE, &[OWN, SECOND]), person(JEAN, &[])], begins(FIRST)).unwrap();
    // Whoever loses at the portal is counted as a failure; races are not about that limit.
    let patient = store.write(|transaction| {
        transaction.execute("UPDATE keys SET max_fails = 4000000000", [])?;
        Ok::<_, StoreFault>(())
    });
    patient.unwrap();
    let console = Console::open(folder, &Arc::new(AtomicI64::new(FIRST)));
    let portal = Portal::new(console.local.clone());
    let pin = Secret::new(PIN.to_owned());
    console.runtime.block_on(portal.create_pin(CLAIRE.to_owned(), OWN.to_owned(), pin)).unwrap();
}

/// One console: a handle of its own on the store, under a clock that all of them share.
pub struct Console {
    pub store: Arc<Store>,
    pub local: Local,
    pub clock: Clock,
    pub runtime: Runtime,
}

impl Console {
    pub fn open(folder: &Path, step: &Arc<AtomicI64>) -> Self {
        let store = Arc::new(Store::open(folder, None).unwrap());
        let step = step.clone();
        let clock: Clock = Arc::new(move || begins(step.load(Ordering::SeqCst)));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        Self { local: Local::new(store.clone(), clock.clone()), store, clock, runtime }
    }

    /// Whether the code of a step is accepted, when this move is made.
    pub fn accepted(&self, by: Move, step: i64) -> bool {
        match by {
            Move::Agent => self.tested(OWN, step),
            Move::AgentOnTheOtherKey => self.tested(SECOND, step),
            Move::Holder => {
                let portal = Portal::new(self.local.clone());
                let passcode = Secret::new(format!("{PIN}{}", code(OWN, step).expose()));
                let knock = self.runtime.block_on(portal.knock(CLAIRE.to_owned(), passcode)).unwrap();
                matches!(knock, Knock::Welcome { .. })
            }
            Move::Resync => {
                let codes = Some((code(OWN, step), code(OWN, step + 1)));
                match self.act(Order { codes, ..order(KeyAct::Resync, OWN, CLAIRE) }) {
                    Ok(()) => true,
                    Err(Fault::NotConsecutive) => false,
                    Err(other) => panic!("{other}"),
                }
            }
        }
    }

    /// Tests a code of Claire's first key, be it read out as that of the second.
    pub fn tested(&self, serial: &str, step: i64) -> bool {
        let test = Test { serial: serial.to_owned(), code: code(OWN, step), agent: "agent".to_owned() };
        match self.runtime.block_on(self.local.test(test)).unwrap().finding {
            Finding::Valid { step: found, .. } | Finding::OtherKey { step: found, fresh: true, .. } => {
                assert_eq!(found, step);
                true
            }
            Finding::Used { .. } | Finding::Older { .. } | Finding::OtherKey { fresh: false, .. } => false,
            other => panic!("a code in the window is {other:?}"),
        }
    }

    pub fn last_step(&self) -> Option<i64> {
        let key = self.store.read(|connection| rows::find_key(connection, OWN)).unwrap();
        key.unwrap().last_step
    }

    pub fn act(&self, order: Order) -> Result<(), Fault> {
        self.runtime.block_on(self.local.act(order)).map(|_| ())
    }
}

pub fn order(act: KeyAct, serial: &str, login: &str) -> Order {
    Order {
        act,
        serial: serial.to_owned(),
        login: login.to_owned(),
        successor: String::new(),
        activation: false,
        codes: None,
        agent: "agent".to_owned(),
    }
}

/// A way to spend a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    Agent,
    AgentOnTheOtherKey,
    Holder,
    Resync,
}

/// Events that name a step of a key more than once: uses of one code.
pub fn used_twice(store: &Store) -> i64 {
    let count = store.read(|connection| {
        let sql =
            "SELECT count(*) - count(DISTINCT serial || '/' || step) FROM events WHERE step IS NOT NULL";
        Ok(connection.query_row(sql, [], |row| row.get(0))?)
    });
    count.unwrap()
}
