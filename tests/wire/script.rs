//! What a fake server answers: recordings of a real one, in the order in which they shall come.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Mutex;

use serde_json::{Value, json};

/// 2026-11-22T07:32:20Z, amid the recordings: what every clock here shows.
pub const NOW: i64 = 1_795_332_740;

/// The same, as servers write it into each answer.
pub const DATE: &str = "Sun, 22 Nov 2026 07:32:20 GMT";

/// The proof of a login, which the recordings leave out.
pub const PROOF: &str = "canary-proof-9c1e77";

/// A request as it arrived.
#[derive(Clone)]
pub struct Sent {
    pub method: String,
    pub path: String,
    pub query: Vec<(String, String)>,
    /// Everything above the body, as it came.
    pub head: String,
    /// The body, null if there is none or it is no JSON.
    pub body: Value,
    /// The body as it came, as far as it is text.
    pub raw: String,
}

/// Status and body of an answer.
pub type Answer = (u16, Value);

struct Route {
    method: String,
    path: String,
    query: Vec<(String, String)>,
    body: Value,
    answers: VecDeque<Answer>,
}

/// The answers of one server, and what it was asked.
#[derive(Default)]
pub struct Script {
    routes: Mutex<Vec<Route>>,
    sent: Mutex<Vec<Sent>>,
}

/// A recorded exchange.
pub fn recorded(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded/privacyidea");
    let text = std::fs::read_to_string(folder.join(name).with_extension("json")).expect(name);
    serde_json::from_str(&text).unwrap()
}

/// The answer of a recorded exchange, with a proof in place of the one left out.
pub fn answer_of(name: &str) -> Answer {
    let mut response = recorded(name)["response"].take();
    if let Some(token) = response.pointer_mut("/body/result/value/token") {
        *token = PROOF.into();
    }
    (response["status"].as_u64().unwrap() as u16, response["body"].take())
}

/// An answer that says yes.
pub fn yes(value: Value) -> Answer {
    (200, json!({ "result": { "status": true, "value": value }, "detail": null }))
}

/// One key of a recorded list, changed. In `info` a null takes a word away.
pub fn page(name: &str, serial: &str, change: Value) -> Answer {
    let (status, mut body) = answer_of(name);
    let tokens = body.pointer_mut("/result/value/tokens").unwrap().as_array_mut().unwrap();
    tokens.retain(|token| token["serial"] == serial);
    let token = tokens.first_mut().expect(serial);
    for (name, value) in change.as_object().unwrap() {
        match (name.as_str(), value.as_object()) {
            ("info", Some(words)) => {
                let info = token["info"].as_object_mut().unwrap();
                for (word, value) in words {
                    info.insert(word.clone(), value.clone());
                }
                info.retain(|_, value| !value.is_null());
            }
            _ => token[name] = value.clone(),
        }
    }
    body["result"]["value"]["count"] = 1.into();
    (status, body)
}

/// One person of the directory, as the server writes one.
pub fn person(login: &str, family: &str, given: &str, mail: &str) -> Value {
    json!({
        "username": login, "surname": family, "givenname": given, "email": mail, "phone": "02 99 00 10 43",
        "uai": "0760127A", "userid": login, "realm": "academie", "resolver": "annuaire", "editable": false,
    })
}

impl Script {
    /// Answers as recorded; recordings of the same request come one after the other, the last one stays.
    pub fn plays(&self, names: &[&str]) {
        for name in names {
            let request = recorded(name)["request"].take();
            let none = serde_json::Map::new();
            let query = request["query"].as_object().unwrap_or(&none);
            let query: Vec<_> =
                query.iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect();
            let (method, path) = (request["method"].as_str().unwrap(), request["path"].as_str().unwrap());
            // The recorder wrote down what a DELETE asks as a body.
            let fields: Vec<_> = match (method, request["body"].as_object()) {
                ("DELETE", Some(body)) => {
                    body.iter().map(|(n, v)| (n.as_str(), v.as_str().unwrap())).collect()
                }
                _ => query,
            };
            let body = if method == "DELETE" { Value::Null } else { request["body"].clone() };
            self.add(method, path, &fields, body, answer_of(name));
        }
    }

    /// Answers a question so.
    pub fn tells(&self, path: &str, query: &[(&str, &str)], answer: Answer) {
        self.add("GET", path, query, Value::Null, answer);
    }

    /// Answers an order so, whatever is in it.
    pub fn obeys(&self, path: &str, answer: Answer) {
        self.add("POST", path, &[], Value::Null, answer);
    }

    /// Answers a test of a key so.
    pub fn checks(&self, serial: &str, answer: Answer) {
        self.add("POST", "/validate/check", &[], json!({ "serial": serial, "otponly": 1 }), answer);
    }

    /// Tells one key under its serial; said again, the next time.
    pub fn shows(&self, name: &str, serial: &str, change: Value) {
        self.tells("/token/", &[("serial", serial)], page(name, serial, change));
    }

    fn add(&self, method: &str, path: &str, query: &[(&str, &str)], body: Value, answer: Answer) {
        let mut query: Vec<_> = query.iter().map(|(name, value)| pair(name, value)).collect();
        query.sort();
        let mut routes = self.routes.lock().unwrap();
        let same = |route: &&mut Route| {
            route.method == method && route.path == path && route.query == query && route.body == body
        };
        match routes.iter_mut().find(same) {
            Some(route) => route.answers.push_back(answer),
            None => {
                let (method, path) = (method.to_owned(), path.to_owned());
                routes.push(Route { method, path, query, body, answers: VecDeque::from([answer]) });
            }
        }
    }

    /// The answer to a request. Lists of what was not recorded are empty, other addresses unknown.
    pub fn answer(&self, sent: Sent) -> Answer {
        let mut routes = self.routes.lock().unwrap();
        let fitting = routes.iter_mut().filter(|route| route.fits(&sent));
        let answer = fitting.max_by_key(|route| route.body.as_object().map_or(0, serde_json::Map::len));
        let answer = answer.map(|route| match route.answers.len() {
            1 => route.answers[0].clone(),
            _ => route.answers.pop_front().unwrap(),
        });
        let answer = answer.unwrap_or_else(|| match sent.path.as_str() {
            "/user/" => answer_of("users-none"),
            "/token/" => answer_of("token-unknown"),
            _ => answer_of("unknown-address"),
        });
        self.sent.lock().unwrap().push(sent);
        answer
    }

    /// Everything it was asked.
    pub fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    /// What it was ordered besides logins, as `METHOD /path`.
    pub fn writes(&self) -> Vec<String> {
        let sent = self.sent();
        let writes = sent.iter().filter(|sent| sent.method != "GET" && sent.path != "/auth");
        writes.map(|sent| format!("{} {}", sent.method, sent.path)).collect()
    }
}

impl Route {
    /// A request that asks for the same, how many rows it may be and in which order aside.
    fn fits(&self, sent: &Sent) -> bool {
        let free = |name: &str| ["page", "pagesize", "page_size", "sortby", "sortorder"].contains(&name);
        let realm = |name: &str| ["realm", "realms"].contains(&name);
        let asked = self.query.iter().all(|pair| free(&pair.0) || sent.query.contains(pair));
        let only = |pair: &(String, String)| free(&pair.0) || realm(&pair.0) || self.query.contains(pair);
        self.method == sent.method
            && self.path.trim_end_matches('/') == sent.path.trim_end_matches('/')
            && asked
            && sent.query.iter().all(only)
            && self.holds(&sent.body)
    }

    fn holds(&self, body: &Value) -> bool {
        let Some(fields) = self.body.as_object() else { return true };
        fields.iter().all(|(name, wanted)| match wanted.as_str() {
            Some("…") => body[name].as_str().is_some_and(|text| !text.is_empty()),
            _ => plain(&body[name]) == plain(wanted),
        })
    }
}

/// `1` and `"1"` are the same to the server.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}
