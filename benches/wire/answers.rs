//! What the server of the benchmarks answers: recordings of a real one, filled with invented people.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use reqwest::Url;
use serde_json::{Value, json};

/// Family names, which repeat, so that a search finds several people.
const FAMILIES: [&str; 8] = ["Durand", "Petit", "Moreau", "Roy", "Faure", "Garnier", "Lemoine", "Vidal"];

/// People of the directory.
pub const PEOPLE: usize = 400;

/// Lines of each log that a card reads.
const LINES: usize = 50;

/// Seconds of a step.
const PERIOD: u64 = 60;

/// The directory, the keys and both logs of one server.
pub struct Answers {
    people: Vec<Value>,
    token: Value,
    login: Value,
    entry: Value,
    row: Value,
    /// The last used step of every key: one is tested at a time.
    step: u64,
    /// Refreshes are told apart by it.
    fails: u64,
}

/// The login of a person by place.
pub fn login(at: usize) -> String {
    format!("agent.{}{at:03}", FAMILIES[at % FAMILIES.len()].to_lowercase())
}

/// The serial of a person's key.
pub fn serial(at: usize) -> String {
    format!("GALT10{:06}", 512_000 + at)
}

fn recorded(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded/privacyidea");
    let text = std::fs::read_to_string(folder.join(name).with_extension("json")).expect(name);
    let mut exchange: Value = serde_json::from_str(&text).expect(name);
    exchange["response"]["body"].take()
}

fn yes(value: Value) -> (u16, Value) {
    (200, json!({ "result": { "status": true, "value": value }, "detail": null }))
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl Answers {
    /// As recorded, with a proof in place of the one left out.
    pub fn recorded() -> Self {
        let mut login = recorded("auth-helpdesk");
        login["result"]["value"]["token"] = "proof-of-the-benchmark".into();
        Self {
            people: (0..PEOPLE).map(person).collect(),
            token: recorded("token-by-part")["result"]["value"]["tokens"][0].take(),
            login,
            entry: recorded("authlog-of-user")["result"]["value"]["auth_logs"][0].take(),
            row: recorded("audit-of-user")["result"]["value"]["auditdata"][0].take(),
            step: 0,
            fails: 0,
        }
    }

    /// The answer to a request: status and body.
    pub fn of(&mut self, method: &str, url: &Url, _body: &Value) -> (u16, Value) {
        let asked = |name: &str| url.query_pairs().find(|(own, _)| own == name).map(|(_, value)| value);
        match (method, url.path()) {
            ("POST", "/auth") => (200, self.login.clone()),
            ("POST", "/validate/check") => {
                self.step = now() / PERIOD;
                (200, recorded("otponly-accepted"))
            }
            ("GET", "/user/") => {
                let fields = ["surname", "givenname", "username", "email"];
                let asked = fields.iter().find_map(|field| Some((*field, asked(field)?)));
                yes(self.people.iter().filter(|person| fits(person, &asked)).cloned().collect())
            }
            ("GET", "/token/") => {
                let (holder, part) = (asked("user"), asked("serial"));
                let found: Vec<Value> = (0..PEOPLE)
                    .filter(|at| holder.as_ref().is_none_or(|holder| login(*at) == **holder))
                    .filter(|at| part.as_ref().is_none_or(|part| matches(&serial(*at), part)))
                    .map(|at| self.token(at))
                    .collect();
                yes(json!({ "count": found.len(), "tokens": found, "next": null, "prev": null }))
            }
            ("GET", "/conditionalaccess/lock/user") => yes(Value::Null),
            ("GET", "/authenticationlog/") => yes(json!({ "auth_logs": self.log() })),
            ("GET", "/audit/") => yes(json!({ "auditdata": self.audit() })),
            _ => (404, json!({ "error": "Not found" })),
        }
    }

    /// Each telling of a key has one failure more than the one before: the screen shows what is new.
    fn token(&mut self, at: usize) -> Value {
        let mut token = self.token.clone();
        (token["serial"], token["username"]) = (serial(at).into(), login(at).into());
        token["count"] = self.step.into();
        token["info"]["timeShift"] = "-30.0".into();
        self.fails = (self.fails + 1) % 9;
        token["failcount"] = self.fails.into();
        token
    }

    fn log(&self) -> Vec<Value> {
        let one = |at: usize| {
            let mut entry = self.entry.clone();
            entry["id"] = (LINES - at).into();
            entry["timestamp"] = time(at as u64 * 600, "%Y-%m-%dT%H:%M:%S%.6f+00:00").into();
            entry
        };
        (0..LINES).map(one).collect()
    }

    fn audit(&self) -> Vec<Value> {
        let one = |at: usize| {
            let mut row = self.row.clone();
            row["date"] = time(at as u64 * 600, "%Y-%m-%dT%H:%M:%S%.6f").into();
            row
        };
        (0..LINES).map(one).collect()
    }
}

fn person(at: usize) -> Value {
    let family = FAMILIES[at % FAMILIES.len()];
    json!({
        "username": login(at), "surname": family, "givenname": format!("Camille {at:03}"),
        "email": format!("{}@ac-exemple.example", login(at)), "phone": "02 99 00 10 43", "uai": "0760127A",
        "userid": at.to_string(), "realm": "academie", "resolver": "annuaire", "editable": false,
    })
}

fn fits(person: &Value, asked: &Option<(&str, std::borrow::Cow<'_, str>)>) -> bool {
    asked
        .as_ref()
        .is_none_or(|(field, pattern)| matches(person[*field].as_str().unwrap_or_default(), pattern))
}

/// As the server compares: `*` for anything, no difference between small and large letters.
fn matches(text: &str, pattern: &str) -> bool {
    let (text, pattern) = (text.to_lowercase(), pattern.to_lowercase());
    match pattern.strip_prefix('*').and_then(|rest| rest.strip_suffix('*')) {
        Some(part) => text.contains(part),
        None => text == pattern,
    }
}

/// So many seconds ago, in one of the server's shapes.
fn time(ago: u64, shape: &str) -> String {
    let at = Timestamp::from_second(now().saturating_sub(ago) as i64).unwrap_or_default();
    at.strftime(shape).to_string()
}
