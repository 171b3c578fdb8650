//! A holder of one key in an embedded store, and a console over it that tells holders.

use std::sync::Arc;

use guichet::backend::local::Local;
use guichet::backend::{Clock, Order};
use guichet::desk::local::LocalDesk;
use guichet::domain::key::KeyAct;
use guichet::domain::moment::Moment;
use guichet::domain::notice::Told;
use guichet::domain::otp::Shape;
use guichet::domain::profile::Profiles;
use guichet::domain::secret::Secret;
use guichet::keyfile::{KeyRow, PersonRow};
use guichet::notify::courier::Round;
use guichet::notify::{MailRoute, Route, Settings};
use guichet::service::Service;
use guichet::service::request::{Outcome, Write};
use guichet::store::Store;
use serde_json::Value;
use tempfile::TempDir;

/// A secret of the store that no letter may hold.
pub const SEED: &str = "canary-seed-of-a-key";

/// Where the holder stands.
pub struct Holder {
    pub store: Arc<Store>,
    pub service: Service,
    pub route: Arc<MailRoute>,
    _folder: TempDir,
}

impl Holder {
    /// At this address of the directory, told over a server that is configured so.
    pub fn new(mail: &str, settings: Value, clock: Clock) -> Self {
        let folder = TempDir::new().unwrap();
        let store = Arc::new(Store::create(&folder.path().join("store"), None).unwrap());
        let now = clock();
        let key = KeyRow {
            serial: "103142718".to_owned(),
            maker: String::new(),
            shape: Shape::COMMON,
            seed: Secret::new(SEED.as_bytes().to_vec()),
            counter: 0,
            starts: None,
            expires: None,
            line: 1,
        };
        store.import_keys(&[key], now).unwrap();
        let person = PersonRow {
            login: "zdupont".to_owned(),
            family: "Dupont-L’Écuyer".to_owned(),
            given: "Zoé".to_owned(),
            mail: mail.to_owned(),
            academy: "rouen".to_owned(),
            serials: vec!["103142718".to_owned()],
            ..PersonRow::default()
        };
        store.import_people(&[person], now).unwrap();
        let settings: Settings = serde_json::from_value(settings).unwrap();
        let route = MailRoute::new(&settings, Profiles::shipped().unwrap(), clock.clone()).unwrap();
        let route = Arc::new(route);
        let backend = Arc::new(Local::new(store.clone(), clock.clone()));
        let desk = Arc::new(LocalDesk::new(store.clone(), clock.clone()));
        let service = Service::new(backend, desk, store.clone(), clock, "m.durand (1000)".to_owned());
        let way: Arc<dyn Route> = route.clone();
        Self { store, service: service.with_way(Ok(way)), route, _folder: folder }
    }

    /// The PIN of the key is cleared at the counter.
    pub async fn clears_pin(&self) {
        let order = Order {
            act: KeyAct::ClearPin,
            serial: "103142718".to_owned(),
            login: "zdupont".to_owned(),
            successor: String::new(),
            activation: false,
            codes: None,
            agent: "m.durand (1000)".to_owned(),
        };
        let write = Write::Act { order, reason: "raison-canari : PIN oublié".to_owned() };
        assert!(matches!(self.service.write(write).await, Ok(Outcome::Acted { telling: Some(_), .. })));
    }

    /// What is due is sent.
    pub async fn tells(&self) -> Round {
        match self.service.write(Write::Tell).await {
            Ok(Outcome::Told(round)) => round,
            _ => panic!("not told"),
        }
    }

    /// What stands beside the newest act.
    pub fn told(&self) -> Told {
        self.store.journal(1).unwrap().remove(0).told.unwrap()
    }

    /// Why the notice waits.
    pub fn words(&self) -> String {
        self.store.notices().unwrap().whole.remove(0).words
    }
}

/// A clock that is put forward.
pub fn clock() -> (Clock, Arc<std::sync::atomic::AtomicI64>) {
    use std::sync::atomic::{AtomicI64, Ordering};
    let now = Arc::new(AtomicI64::new(1_795_000_000_000));
    let own = now.clone();
    (Arc::new(move || Moment::from_millis(own.load(Ordering::SeqCst))), now)
}
