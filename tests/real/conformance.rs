//! The conformance suite on the real server: people are put into its directory, keys are imported, given
//! and brought into their state by its administrator, codes are typed at its login page.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use guichet::backend::{Clock, Find, TokenBackend};
use guichet::desk::local::LocalDesk;
use guichet::domain::moment::Moment;
use guichet::domain::otp::{Code, Moving};
use guichet::domain::secret::Secret;
use guichet::keyfile::PersonRow;
use guichet::service::Service;
use guichet::store::Store;
use rusqlite::Connection;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::office::{Office, ask, real, types};
use crate::suite::bench::{AGENT, Bench, Console, Kind, PIN, Wanted, all_at_once};
use crate::suite::run;
use crate::suite::trial::Trial;

const REALM: &str = "academie";

/// Columns of a directory, as `provision.py` makes them.
const COLUMNS: [&str; 10] =
    ["userid", "username", "givenname", "surname", "email", "phone", "mobile", "uai", "school", "password"];

fn without_seeds(name: &'static str, scenario: fn(&Trial)) {
    on_the_server(false, name, scenario);
}

fn with_seeds(name: &'static str, scenario: fn(&Trial)) {
    on_the_server(true, name, scenario);
}

fn on_the_server(seeds: bool, name: &'static str, scenario: fn(&Trial)) {
    if let Some(office) = Office::open() {
        run(&Server { office, seeds, vaults: RefCell::default() }, name, scenario);
    }
}

scenarios_of_acts!(crate::conformance::without_seeds);
scenarios_of_codes!(crate::conformance::without_seeds);

/// The console has the seeds in its own vault, as an academy that imports them has.
mod told {
    scenarios_of_codes!(crate::conformance::with_seeds);
}

struct Server {
    office: Office,
    seeds: bool,
    /// The stores of its consoles.
    vaults: RefCell<Vec<Arc<Store>>>,
}

impl Server {
    /// Keys come in a file, as they do in an academy.
    fn import(&self, keys: &[Wanted]) {
        let line = |key: &Wanted| {
            let kind = if key.shape.moving == Moving::Event { "hotp" } else { "totp" };
            let seed = data_encoding::HEXLOWER.encode(key.seed.expose());
            format!("{},{seed},{kind},{},{}\n", key.serial, key.shape.digits, key.period())
        };
        let field = |name: &str, more: &str, value: &str| {
            format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{value}\r\n")
        };
        let lines: String = keys.iter().map(line).collect();
        let file = field("file", "; filename=\"keys.csv\"\r\nContent-Type: application/octet-stream", &lines);
        let body = field("type", "", "oathcsv") + &field("tokenrealms", "", REALM) + &file + "--limit--\r\n";
        let done =
            self.office.admin("POST", "token/load/keys.csv", "multipart/form-data; boundary=limit", body);
        assert_eq!(done["n_imported"], keys.len());
    }

    fn dialogue(&self, login: &str, typed: &str, transaction: Option<&str>) -> (bool, Option<String>) {
        let (accepted, _, transaction) = types(&self.office, login, typed, transaction);
        (accepted, transaction)
    }
}

fn stamp(at: Moment) -> String {
    jiff::Timestamp::from_second(at.secs()).unwrap().strftime("%Y-%m-%dT%H:%M+0000").to_string()
}

fn folder() -> &'static Path {
    Path::new(real().unwrap()["folder"].as_str().unwrap())
}

/// Adds people to a directory, which is a file; their numbers are nobody else's.
fn write_directory(file: &Path, people: &[PersonRow]) {
    let mut base = Connection::open(file).unwrap();
    base.busy_timeout(Duration::from_secs(20)).unwrap();
    let write = base.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    let columns = COLUMNS.join(" text, ");
    write.execute(&format!("create table if not exists people ({columns} text)"), []).unwrap();
    for person in people {
        let sql =
            "insert into people select 100000 + count(*), ?1, ?2, ?3, ?4, '', '', ?5, ?6, '' from people";
        let PersonRow { login, given, family, mail, uai, school, .. } = person;
        write.execute(sql, [login, given, family, mail, uai, school]).unwrap();
    }
    write.commit().unwrap();
}

impl Bench for Server {
    fn kind(&self) -> Kind {
        Kind::Server { seeds: self.seeds }
    }

    fn runtime(&self) -> &Runtime {
        &self.office.runtime
    }

    /// The first is the one of the bench, others are on machines of their own.
    fn console(&self) -> Console {
        let first = self.vaults.borrow().is_empty();
        let other = if first { None } else { Office::open() };
        let Office { backend, store, .. } = other.as_ref().unwrap_or(&self.office);
        let (backend, store) = (Arc::new(backend.clone()), store.clone());
        let clock: Clock = backend.clock();
        let desk = Arc::new(LocalDesk::new(store.clone(), clock.clone()));
        self.vaults.borrow_mut().push(store.clone());
        let service = Service::new(backend, desk, store.clone(), clock, AGENT.to_owned());
        Console { service, store, _kept: Box::new(other) }
    }

    fn furnish(&self, people: &[PersonRow], keys: &[Wanted]) {
        write_directory(&folder().join("academie.sqlite"), people);
        if keys.is_empty() {
            return;
        }
        self.import(keys);
        for Wanted { serial, holder, starts, expires, .. } in keys {
            if let Some(login) = holder {
                let body = json!({ "serial": serial, "user": login, "realm": REALM, "pin": PIN });
                self.office.administer("token/assign", body);
            }
            for (name, moment) in [("validity_period_start", starts), ("validity_period_end", expires)] {
                if let Some(moment) = moment {
                    self.office.administer("token/set", json!({ "serial": serial, name: stamp(*moment) }));
                }
            }
        }
        if self.seeds {
            let rows: Vec<_> = keys.iter().map(Wanted::row).collect();
            for vault in self.vaults.borrow().iter() {
                vault.import_keys(&rows, self.office.now()).unwrap();
            }
        }
    }

    fn retire(&self, serial: &str) {
        self.office.administer("token/revoke", json!({ "serial": serial }));
    }

    fn lock_out(&self, login: &str) {
        self.office.administer("conditionalaccess/lock/user", json!({ "user": login, "realm": REALM }));
    }

    fn opens(&self, login: &str, typed: &Secret<String>) -> bool {
        self.dialogue(login, typed.expose(), None).0
    }

    fn opens_at_once(&self, login: &str, typed: &Secret<String>, times: usize) -> usize {
        let body = json!({ "user": login, "realm": REALM, "pass": typed.expose() }).to_string();
        let one = |_| {
            let body = body.clone();
            async move {
                ask("POST", "validate/check", "", "application/json", body).await["result"]["value"] == true
            }
        };
        self.office.wait(all_at_once((0..times).map(one))).into_iter().filter(|open| *open).count()
    }

    fn asks_for_pin(&self, login: &str, code: &Code) -> bool {
        matches!(self.dialogue(login, code.expose(), None), (false, Some(_)))
    }

    /// The page asks for it twice.
    fn creates_pin(&self, login: &str, _serial: &str, code: &Code, pin: &str) -> bool {
        let (_, first) = self.dialogue(login, code.expose(), None);
        let Some(first) = first else { return false };
        let (_, second) = self.dialogue(login, pin, Some(&first));
        self.dialogue(login, pin, second.as_deref()).0
    }

    fn settle(&self, period: i64) {
        while self.office.now().secs().rem_euclid(period) > period - 12 {
            std::thread::sleep(Duration::from_millis(300));
        }
    }

    /// A directory that gives a hundred at most.
    fn crowd(&self, family: &str, count: usize) -> (usize, bool) {
        let person = |at: usize| PersonRow {
            login: format!("crowd.{at}"),
            family: family.to_owned(),
            given: "Zoé".to_owned(),
            ..PersonRow::default()
        };
        let name = format!("crowd{}", std::process::id());
        let file = folder().join(format!("{name}.sqlite"));
        write_directory(&file, &(0..count).map(person).collect::<Vec<_>>());
        let columns: serde_json::Map<_, _> =
            COLUMNS.map(|name| (name.to_owned(), json!(name))).into_iter().collect();
        let resolver = json!({
            "type": "sqlresolver", "Driver": "sqlite", "Server": "", "Database": file, "Table": "people",
            "Limit": 100, "Editable": 0, "Encoding": "utf8", "Map": Value::Object(columns).to_string(),
        });
        self.office.administer(&format!("resolver/{name}"), resolver);
        self.office.administer(&format!("realm/{name}"), json!({ "resolvers": name }));
        let office = Office::of("admin", json!({ "realm": name })).unwrap();
        let found = office.wait(office.backend.find(Find { text: family.to_owned(), limit: 50 })).unwrap();
        (found.matching, found.cut)
    }
}
