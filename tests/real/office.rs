//! One agent at a real server: what was provisioned, and the backend logged in to it.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use guichet::backend::privacyidea::{PrivacyIdea, Settings};
use guichet::backend::{Caution, Clock, Fault, Find, Login, LoginStep, Order, Test, TokenBackend};
use guichet::domain::key::{Key, KeyAct};
use guichet::domain::moment::{Moment, Span};
use guichet::domain::otp::{Algorithm, Code, Generator, Moving, Shape};
use guichet::domain::person::Card;
use guichet::domain::secret::{Secret, Seed};
use guichet::domain::verdict::Verdict;
use guichet::store::Store;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// What `tests/real/run` wrote about its server; none where there is no server.
pub fn real() -> Option<&'static Value> {
    static REAL: OnceLock<Option<Value>> = OnceLock::new();
    let real = REAL.get_or_init(|| {
        let text = std::fs::read_to_string(std::env::var_os("GUICHET_REAL")?).unwrap();
        Some(serde_json::from_str(&text).unwrap())
    });
    if real.is_none() {
        println!("SKIPPED: no real privacyIDEA (tests/real/run -- cargo test --test real)");
    }
    real.as_ref()
}

/// An agent, the backend, and this machine's store, which knows no seed until it is told one.
pub struct Office {
    pub backend: PrivacyIdea,
    pub runtime: Runtime,
    pub store: Arc<Store>,
    _folder: TempDir,
}

/// The clock of this machine, some time ahead.
pub fn machine(ahead: Span) -> Clock {
    Arc::new(move || {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        Moment::from_millis(since.as_millis() as i64) + ahead
    })
}

pub fn settings(change: Value) -> Settings {
    let mut settings = json!({
        "nodes": [real().unwrap()["url"]], "realm": "academie", "academy": "rouen", "school_attribute": "uai",
    });
    for (name, value) in change.as_object().unwrap() {
        settings[name] = value.clone();
    }
    serde_json::from_value(settings).unwrap()
}

impl Office {
    /// The agent with the rights of a production help desk; none where there is no server.
    pub fn open() -> Option<Self> {
        Self::of("helpdesk", json!({}))
    }

    pub fn of(admin: &str, change: Value) -> Option<Self> {
        let real = real()?;
        let office = Self::stranger(change, Span::default())?;
        let secret = Secret::new(real["admins"][admin]["password"].as_str().unwrap().to_owned());
        let login = Login { agent: admin.to_owned(), secret, transaction: String::new() };
        assert_eq!(office.wait(office.backend.log_in(login)), Ok(LoginStep::In));
        Some(office)
    }

    /// Nobody logged in yet, on a machine whose clock is some time ahead.
    pub fn stranger(change: Value, ahead: Span) -> Option<Self> {
        real()?;
        let folder = TempDir::new().unwrap();
        let store = Arc::new(Store::create(&folder.path().join("store"), None).unwrap());
        let backend = PrivacyIdea::new(settings(change), store.clone(), machine(ahead)).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Some(Self { backend, runtime, store, _folder: folder })
    }

    pub fn wait<T>(&self, reply: impl Future<Output = T>) -> T {
        self.runtime.block_on(reply)
    }

    pub fn now(&self) -> Moment {
        (self.backend.clock())()
    }

    pub fn find(&self, text: &str) -> guichet::backend::Found {
        self.wait(self.backend.find(Find { text: text.to_owned(), limit: 50 })).unwrap()
    }

    pub fn card(&self, login: &str) -> Card {
        self.wait(self.backend.card(login.to_owned())).unwrap()
    }

    pub fn key(&self, serial: &str) -> Key {
        self.wait(self.backend.key(serial.to_owned())).unwrap()
    }

    pub fn test(&self, serial: &str, code: Code) -> Result<Verdict, Fault> {
        let test = Test { serial: serial.to_owned(), code, agent: "agent".to_owned() };
        self.wait(self.backend.test(test))
    }

    pub fn act(&self, order: Order) -> Result<Option<Caution>, Fault> {
        self.wait(self.backend.act(order))
    }

    /// What the server's administrator does, who may do nearly everything; it must succeed.
    pub fn administer(&self, path: &str, body: Value) -> Value {
        self.admin("POST", path, "application/json", body.to_string())
    }

    pub fn admin(&self, method: &str, path: &str, form: &str, body: String) -> Value {
        static LOGIN: OnceLock<String> = OnceLock::new();
        let token = LOGIN.get_or_init(|| {
            let password = &real().unwrap()["admins"]["admin"]["password"];
            let login = json!({ "username": "admin", "password": password }).to_string();
            let answer = self.wait(ask("POST", "auth", "", "application/json", login));
            answer["result"]["value"]["token"].as_str().unwrap().to_owned()
        });
        let answer = self.wait(ask(method, path, token, form, body));
        assert_eq!(answer["result"]["status"], true, "{path}: {answer}");
        answer["result"]["value"].clone()
    }
}

/// A key as it was provisioned.
pub fn provisioned(serial: &str) -> &'static Value {
    let keys = real().unwrap()["keys"].as_array().unwrap();
    keys.iter().find(|key| key["serial"] == serial).unwrap()
}

fn shape(serial: &str) -> Shape {
    let key = provisioned(serial);
    let algorithm = match key["algorithm"].as_str().unwrap() {
        "sha1" => Algorithm::Sha1,
        "sha256" => Algorithm::Sha256,
        _ => Algorithm::Sha512,
    };
    let timed = key["kind"] == "totp";
    let period = key["period"].as_u64().unwrap_or(60) as u32;
    let moving = if timed { Moving::Time { period, t0: 0 } } else { Moving::Event };
    Shape { algorithm, digits: key["digits"].as_u64().unwrap() as u8, moving }
}

fn seed(serial: &str) -> Seed {
    let hex = provisioned(serial)["seed"].as_str().unwrap();
    Secret::new(data_encoding::HEXLOWER.decode(hex.as_bytes()).unwrap())
}

/// What a key shows so many steps from the one it shows now, its own drift included; from its first
/// press if it counts.
pub fn code(serial: &str, now: Moment, offset: i64) -> Code {
    let shape = shape(serial);
    let from = shape.step_at(now).unwrap_or(0) + provisioned(serial)["drift"].as_i64().unwrap_or(0);
    Generator::new(&seed(serial), &shape).code(from + offset).unwrap()
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

/// One request to the server, past the console, and its answer.
pub async fn ask(method: &str, path: &str, token: &str, form: &str, body: String) -> Value {
    let url = format!("{}/{path}", real().unwrap()["url"].as_str().unwrap());
    let client = reqwest::Client::builder().timeout(Duration::from_secs(20)).build().unwrap();
    let request = client.request(method.parse().unwrap(), url).header("Content-Type", form).body(body);
    let request = request.header("Accept-Language", "en").header("PI-Authorization", token);
    let text = request.send().await.unwrap().text().await.unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The holder types something at an application that asks the server: `(accepted, message, transaction)`.
pub fn types(
    office: &Office,
    login: &str,
    typed: &str,
    transaction: Option<&str>,
) -> (bool, String, Option<String>) {
    let mut body = json!({ "user": login, "realm": "academie", "pass": typed });
    if let Some(transaction) = transaction {
        body["transaction_id"] = transaction.into();
    }
    let answer = office.wait(ask("POST", "validate/check", "", "application/json", body.to_string()));
    let detail = &answer["detail"];
    let message = detail["message"].as_str().or(answer["result"]["error"]["message"].as_str());
    (
        answer["result"]["value"] == true,
        message.unwrap_or_default().to_owned(),
        detail["transaction_id"].as_str().map(str::to_owned),
    )
}
