#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::atomic::{AtomicI64, Ordering};

use tempfile::TempDir;

use super::*;
use crate::backend::Scope;
use crate::domain::otp::{Code, Generator};
use crate::keyfile::{people, pskc};
use crate::service::draw::draw;
use crate::store::snapshot::Label;

const NOW: Moment = Moment::from_secs(1_795_514_600);
const CLAIRE: &str = "103142718";

/// A snapshot of the invented academy's first school, in a folder of its own.
struct Site {
    folder: TempDir,
    store: Arc<Store>,
    now: Arc<AtomicI64>,
}

impl Site {
    fn new(seeds: bool) -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::create(folder.path(), None).unwrap();
        let made = crate::demo::academy(crate::demo::SEED, 100, NOW);
        store
            .import_keys(
                &pskc::read(made.keys_pskc.expose().as_bytes(), &crate::keyfile::Unlock::None, &false.into())
                    .rows,
                NOW,
            )
            .unwrap();
        store.import_people(&people::read(made.people_csv.as_bytes()).rows, NOW).unwrap();
        let store = Arc::new(store);
        let site = Self { folder, store: store.clone(), now: Arc::new(AtomicI64::new(NOW.millis())) };
        let local = Local::new(store.clone(), site.clock());
        let (made, expires) = (NOW - Span::minutes(60), NOW + Span::days(3));
        let label = Label { scope: "essai".into(), agent: "m.durand".into(), made, expires };
        let scope = Scope::Schools(vec!["0449001V".into()]);
        let file = (site.file(), label);
        run(draw(&local, &store, (scope, seeds), &phrase(), (&file.0, file.1))).unwrap();
        site
    }

    fn file(&self) -> std::path::PathBuf {
        self.folder.path().join("ecole.snap")
    }

    fn clock(&self) -> Clock {
        let now = self.now.clone();
        Arc::new(move || Moment::from_millis(now.load(Ordering::Relaxed)))
    }

    fn open(&self) -> Snapshot {
        Snapshot::open(&self.file(), &phrase(), self.clock()).map_err(|fault| fault.to_string()).unwrap().0
    }

    /// What the key shows at the counter's own time.
    fn code(&self) -> Code {
        let seed = self.store.read(|connection| rows::seed(&self.store, connection, CLAIRE)).unwrap();
        let key = self.store.read(|connection| rows::find_key(connection, CLAIRE)).unwrap().unwrap();
        Generator::new(&seed, &key.shape).code(key.step_now(NOW).unwrap()).unwrap()
    }
}

fn phrase() -> Secret<String> {
    Secret::new("une phrase de passe".to_owned())
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

fn tested(snapshot: &Snapshot, code: Code) -> Result<Verdict, Fault> {
    run(snapshot.test(Test { serial: CLAIRE.into(), code, agent: "m.durand".into() }))
}

#[test]
fn a_code_is_right_once_whoever_opens_the_file_next() {
    let site = Site::new(true);
    let first = tested(&site.open(), site.code()).unwrap();
    assert!(first.is_right() && !first.is_good() && first.word() == "right-offline", "{first:?}");
    let second = tested(&site.open(), site.code()).unwrap();
    assert!(matches!(second.finding, Finding::Used { at: Some(_), .. }), "{second:?}");
}

/// The record failed: what is not on the disk is not told, and not right in this console any more.
#[test]
fn a_verdict_that_cannot_be_recorded_is_not_given() {
    let site = Site::new(true);
    let snapshot = site.open();
    let read_only = std::fs::File::open(site.file()).unwrap();
    snapshot.inner.trail.lock().unwrap().write_through(read_only);
    assert!(matches!(tested(&snapshot, site.code()), Err(Fault::Broken(_))));
    let again = tested(&snapshot, site.code()).unwrap();
    assert!(!again.is_right(), "{again:?}");
}

#[test]
fn without_seeds_no_code_is_tested_and_cards_are_shown() {
    let site = Site::new(false);
    let snapshot = site.open();
    assert_eq!(tested(&snapshot, site.code()), Err(Fault::NoSeed));
    let card = run(snapshot.card("cdupont".into())).unwrap();
    assert_eq!(card.keys[0].serial.as_str(), CLAIRE);
    let unknown = run(snapshot.test(Test { serial: "999".into(), code: site.code(), agent: String::new() }));
    assert_eq!(unknown, Err(Fault::NoSeed), "a key that is not in it has no seed in it");
}

#[test]
fn what_takes_the_server_is_refused_and_nothing_is_read_once_expired() {
    let site = Site::new(true);
    let snapshot = site.open();
    assert_eq!(run(snapshot.stock(String::new())).map(|_| ()), Err(Fault::Offline));
    assert_eq!(run(snapshot.follow("cdupont".into(), 0)).map(|_| ()), Err(Fault::Offline));
    site.now.store((NOW + Span::days(3)).millis(), Ordering::Relaxed);
    let expired = Err(Fault::Expired { at: NOW + Span::days(3) });
    assert_eq!(run(snapshot.card("cdupont".into())).map(|_| ()), expired);
    assert_eq!(run(snapshot.find(Find { text: "dupont".into(), limit: 9 })).map(|_| ()), expired);
    assert_eq!(tested(&snapshot, site.code()).map(|_| ()), expired);
}

#[test]
fn a_found_key_is_looked_for_among_the_snapshots_own_seeds() {
    let with = |seeds: bool| {
        let site = Site::new(seeds);
        let hunt = Hunt::new(vec![site.code()], crate::domain::found::Breadth::default(), NOW).unwrap();
        let part = run(site.open().found_part(Arc::new(hunt), 0))?.unwrap();
        let serials: Vec<String> =
            part.leads.iter().map(|lead| lead.key.serial.as_str().to_owned()).collect();
        Ok((part.keys, serials))
    };
    let (compared, serials) = with(true).unwrap();
    assert!((2..60).contains(&compared), "one school's keys: {compared}");
    assert_eq!(serials, [CLAIRE]);
    assert_eq!(with(false), Err(Fault::NoSeeds));
}
