#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::atomic::{AtomicI64, Ordering};

use super::*;
use crate::domain::key::{Life, Pin, Standing};
use crate::domain::otp::{Algorithm, Code, Generator, Moving, Shape};
use crate::domain::person::Happening;
use crate::domain::secret::{Secret, Seed};
use crate::domain::verdict::Finding;
use crate::keyfile::{KeyRow, PersonRow};

#[path = "local_acts_tests.rs"]
mod acts_tests;
#[path = "local_portal_tests.rs"]
mod portal_tests;
#[path = "local_reads_tests.rs"]
mod reads_tests;
#[path = "local_resync_tests.rs"]
mod resync_tests;
#[path = "local_test_tests.rs"]
mod test_tests;

/// The beginning of a step, so that an offset in steps is one in minutes.
const START: Moment = Moment::from_secs(1_800_000_000);
const PERIOD: Span = Span::secs(60);

const AGENT: &str = "m.durand";
const CLAIRE: &str = "cdupont";
const JEAN: &str = "jdupont";

/// Claire's key, her second one, Jean's, two in stock.
const OWN: &str = "1001";
const SECOND: &str = "1002";
const HIS: &str = "1003";
const STOCKED: &str = "1008";
const SPARE: &str = "1009";

/// A button key of Claire's.
const BUTTON: &str = "1004";

/// A store with two holders, and a clock that only the test moves.
struct Office {
    folder: tempfile::TempDir,
    store: Arc<Store>,
    local: Local,
    time: Arc<AtomicI64>,
}

impl Office {
    fn open() -> Self {
        let folder = quick_folder();
        let store = Store::create(folder.path(), None).unwrap();
        let common = [OWN, SECOND, HIS, STOCKED, SPARE].map(|serial| key_row(serial, Shape::COMMON));
        let button = key_row(BUTTON, Shape { moving: Moving::Event, ..Shape::COMMON });
        let keys: Vec<_> = common.into_iter().chain([button]).collect();
        store.import_keys(&keys, START).unwrap();
        let people = [person(CLAIRE, &[OWN, SECOND, BUTTON]), person(JEAN, &[HIS])];
        store.import_people(&people, START).unwrap();
        let time = Arc::new(AtomicI64::new(START.millis()));
        let (local, store) = attach(store, &time);
        Self { folder, store, local, time }
    }

    /// A second console on the same store and under the same clock.
    fn second_console(&self) -> Local {
        attach(Store::open(self.folder.path(), None).unwrap(), &self.time).0
    }

    fn pass(&self, span: Span) {
        let later = self.now() + span;
        self.time.store(later.millis(), Ordering::SeqCst);
    }

    fn now(&self) -> Moment {
        Moment::from_millis(self.time.load(Ordering::SeqCst))
    }

    /// What somebody else did to the store meanwhile.
    fn sql(&self, sql: &str) {
        self.store.write(|transaction| Ok::<_, StoreFault>(transaction.execute_batch(sql)?)).unwrap();
    }

    fn key(&self, serial: &str) -> Key {
        self.store.read(|connection| rows::find_key(connection, serial)).unwrap().unwrap()
    }

    /// The code that a key shows `ahead` steps from now.
    fn code(&self, serial: &str, ahead: i64) -> Code {
        let shape = self.key(serial).shape;
        let step = shape.step_at(self.now()).unwrap_or(0) + ahead;
        code_of(serial, &shape, step)
    }

    fn step(&self) -> i64 {
        Shape::COMMON.step_at(self.now()).unwrap()
    }

    fn test(&self, serial: &str, code: &Code) -> Result<Verdict, Fault> {
        test_on(&self.local, serial, code)
    }

    fn act(&self, order: Order) -> Result<(), Fault> {
        wait(self.local.act(order)).map(|_| ())
    }

    /// What happened to a person, oldest first.
    fn events(&self, login: &str) -> Vec<Event> {
        wait(self.local.follow(login.to_owned(), 0)).unwrap()
    }

    fn happenings(&self, login: &str) -> Vec<Happening> {
        self.events(login).into_iter().map(|event| event.what).collect()
    }

    /// Every key and every event, to see that nothing moved.
    fn everything(&self) -> Vec<String> {
        let dump = self.store.read(|connection| {
            let sql = "SELECT serial || quote(life) || quote(since) || quote(before) || quote(holder) || \
                quote(pin_check) || quote(pin_cleared) || quote(pin_pending) || quote(fails) || \
                quote(last_step) || quote(drift) || quote(starts) || quote(expires) FROM keys \
                UNION ALL SELECT 'events ' || count(*) FROM events \
                UNION ALL SELECT 'directory ' || version FROM directory";
            let mut statement = connection.prepare(sql)?;
            let lines = statement.query_map([], |row| row.get(0))?;
            Ok(lines.collect::<Result<_, _>>()?)
        });
        dump.unwrap()
    }
}

/// In memory where the system has such a place: nothing here is about the disk.
fn quick_folder() -> tempfile::TempDir {
    let memory = std::path::Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

fn attach(store: Store, time: &Arc<AtomicI64>) -> (Local, Arc<Store>) {
    let (store, time) = (Arc::new(store), time.clone());
    let clock: Clock = Arc::new(move || Moment::from_millis(time.load(Ordering::SeqCst)));
    (Local::new(store.clone(), clock), store)
}

fn wait<T>(reply: Reply<'_, T>) -> Result<T, Fault> {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(reply)
}

fn test_on(local: &Local, serial: &str, code: &Code) -> Result<Verdict, Fault> {
    wait(local.test(Test { serial: serial.to_owned(), code: code.duplicate(), agent: AGENT.to_owned() }))
}

fn seed_of(serial: &str) -> Seed {
    Secret::new(serial.repeat(5).into_bytes())
}

fn code_of(serial: &str, shape: &Shape, step: i64) -> Code {
    Generator::new(&seed_of(serial), shape).code(step).unwrap()
}

fn key_row(serial: &str, shape: Shape) -> KeyRow {
    let (serial, seed) = (serial.to_owned(), seed_of(serial));
    let maker = "Clepsydre (fictif)".to_owned();
    KeyRow { serial, maker, shape, seed, counter: 0, starts: None, expires: None, line: 1 }
}

fn person(login: &str, serials: &[&str]) -> PersonRow {
    PersonRow {
        login: login.to_owned(),
        family: "Dupont".to_owned(),
        given: login.to_uppercase(),
        mail: format!("{login}@ac-nantes.fr"),
        uai: "0449001V".to_owned(),
        school: "Collège des Trois-Rivières".to_owned(),
        academy: "nantes".to_owned(),
        serials: serials.iter().map(|serial| (*serial).to_owned()).collect(),
        ..PersonRow::default()
    }
}

fn order(act: KeyAct, serial: &str, login: &str) -> Order {
    Order {
        act,
        serial: serial.to_owned(),
        login: login.to_owned(),
        successor: SPARE.to_owned(),
        activation: false,
        codes: None,
        agent: AGENT.to_owned(),
    }
}

fn secret(text: impl Into<String>) -> Secret<String> {
    Secret::new(text.into())
}
