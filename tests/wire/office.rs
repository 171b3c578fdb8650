//! One agent at servers that are not real: the backend, and this machine's store.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use guichet::backend::privacyidea::{PrivacyIdea, SettingFault, Settings};
use guichet::backend::{Caution, Clock, Fault, Find, Found, Login, LoginStep, Order, Test, TokenBackend};
use guichet::domain::key::{Key, KeyAct};
use guichet::domain::moment::Moment;
use guichet::domain::otp::Code;
use guichet::domain::person::Card;
use guichet::domain::secret::Secret;
use guichet::domain::verdict::Verdict;
use guichet::store::Store;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::fake::Fake;
use crate::script::{NOW, Script};

/// The agent's password: nothing but the login may ever show it.
pub const PASSWORD: &str = "canary-password-51f0";

/// A code that is typed; the fakes do not look at it.
pub const CODE: &str = "730146";

pub struct Office {
    pub backend: PrivacyIdea,
    pub runtime: Runtime,
    pub store: Arc<Store>,
    pub folder: TempDir,
}

pub fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// A fake with a logged-in agent.
pub fn open(recordings: &[&str]) -> (Office, Fake) {
    let fake = runtime().block_on(Fake::start());
    fake.script.plays(recordings);
    let office = Office::at(&[fake.url()], json!({}));
    office.enter(&fake.script);
    (office, fake)
}

impl Office {
    /// Nobody logged in yet.
    pub fn at(nodes: &[String], change: Value) -> Self {
        Self::build(nodes, change).unwrap()
    }

    /// The same on a machine whose clock shows these seconds since 1970.
    pub fn at_time(nodes: &[String], clock: Arc<AtomicI64>) -> Self {
        let clock: Clock = Arc::new(move || Moment::from_secs(clock.load(Ordering::SeqCst)));
        Self::build_at(nodes, json!({}), clock).unwrap()
    }

    pub fn build(nodes: &[String], change: Value) -> Result<Self, SettingFault> {
        Self::build_at(nodes, change, Arc::new(|| Moment::from_secs(NOW)))
    }

    fn build_at(nodes: &[String], change: Value, clock: Clock) -> Result<Self, SettingFault> {
        let mut settings =
            json!({ "nodes": nodes, "realm": "academie", "academy": "rouen", "school_attribute": "uai" });
        for (name, value) in change.as_object().unwrap() {
            settings[name] = value.clone();
        }
        let settings: Settings = serde_json::from_value(settings).unwrap();
        let folder = TempDir::new().unwrap();
        let store = Arc::new(Store::create(&folder.path().join("store"), None).unwrap());
        let backend = PrivacyIdea::new(settings, store.clone(), clock)?;
        Ok(Self { backend, runtime: runtime(), store, folder })
    }

    /// The agent with the rights of a production help desk, at the server of a script.
    pub fn enter(&self, script: &Script) {
        script.plays(&["auth-helpdesk"]);
        assert_eq!(self.log_in("helpdesk", ""), Ok(LoginStep::In));
    }

    /// Everything this machine has written.
    pub fn written(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.folder.path().join("store")).unwrap();
        let bytes: Vec<u8> = files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
        assert!(bytes.len() > 4096, "the store is there");
        bytes
    }

    pub fn log_in(&self, agent: &str, transaction: &str) -> Result<LoginStep, Fault> {
        let secret = Secret::new(PASSWORD.to_owned());
        let login = Login { agent: agent.to_owned(), secret, transaction: transaction.to_owned() };
        self.wait(self.backend.log_in(login))
    }

    pub fn wait<T>(&self, reply: impl Future<Output = T>) -> T {
        self.runtime.block_on(reply)
    }

    pub fn find(&self, text: &str) -> Result<Found, Fault> {
        self.wait(self.backend.find(Find { text: text.to_owned(), limit: 50 }))
    }

    pub fn card(&self, login: &str) -> Result<Card, Fault> {
        self.wait(self.backend.card(login.to_owned()))
    }

    pub fn key(&self, serial: &str) -> Result<Key, Fault> {
        self.wait(self.backend.key(serial.to_owned()))
    }

    pub fn test(&self, serial: &str) -> Result<Verdict, Fault> {
        self.wait(self.backend.test(test(serial)))
    }

    pub fn act(&self, act: KeyAct, serial: &str, login: &str) -> Result<Option<Caution>, Fault> {
        self.wait(self.backend.act(order(act, serial, login)))
    }
}

pub fn test(serial: &str) -> Test {
    Test { serial: serial.to_owned(), code: Code::parse(CODE, 6).unwrap(), agent: "agent".to_owned() }
}

pub fn order(act: KeyAct, serial: &str, login: &str) -> Order {
    let codes = || (Code::parse(CODE, 6).unwrap(), Code::parse("018832", 6).unwrap());
    Order {
        act,
        serial: serial.to_owned(),
        login: login.to_owned(),
        successor: String::new(),
        activation: false,
        codes: (act == KeyAct::Resync).then(codes),
        agent: "agent".to_owned(),
    }
}
