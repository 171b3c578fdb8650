//! A GLPI in memory, with the ways of the real one that were measured on 10.0.12: entities in texts, absent rows,
//! arrays for errors, nothing idempotent, preconditions ignored, any status kept. It is a model, not a GLPI.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::rows::State;
use crate::blunt::{Answer, json_of};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `GET Ticket/1`, what is asked for left out.
    pub line: String,
    pub head: String,
    pub query: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn input(&self) -> Value {
        serde_json::from_slice::<Value>(&self.body).unwrap()["input"].clone()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// What a test answers in place of the server, before it has seen anything of the request.
pub type Choice = Box<dyn Fn(&Asked) -> Option<Answer> + Send + Sync>;

/// The server; it ends with the process.
pub struct Server {
    pub address: SocketAddr,
    pub state: Arc<Mutex<State>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub fn start(choose: impl Fn(&Asked) -> Option<Answer> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (state, asked): (Arc<Mutex<State>>, Arc<Mutex<Vec<Asked>>>) = (Arc::default(), Arc::default());
        let (own, all, choose): (_, _, Arc<Choice>) =
            (state.clone(), asked.clone(), Arc::new(Box::new(choose)));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, own, all, choose) = (stream.unwrap(), own.clone(), all.clone(), choose.clone());
                // A client that leaves ends its own line only; what it asked for whole is done all the same.
                thread::spawn(move || drop(serve(stream, &own, &all, &choose)));
            }
        });
        Self { address, state, asked }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub fn forget(&self) {
        self.asked.lock().unwrap().clear();
    }

    pub fn count(&self, line: &str) -> usize {
        self.asked().iter().filter(|asked| asked.line == line).count()
    }
}

fn serve(
    stream: TcpStream,
    state: &Mutex<State>,
    all: &Mutex<Vec<Asked>>,
    choose: &Choice,
) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let mut line = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if line.read_line(&mut head)? == 0 {
            return Ok(());
        }
    }
    let mut parts = head.split(' ');
    let (method, target) = (parts.next().unwrap(), parts.next().unwrap().to_owned());
    let url = reqwest::Url::parse(&format!("http://x{target}")).unwrap();
    let mut asked = Asked {
        line: format!("{method} {}", url.path().trim_start_matches("/apirest.php/").trim_end_matches('/')),
        query: url.query_pairs().into_owned().collect(),
        body: Vec::new(),
        head: head.clone(),
    };
    let length = asked.header("content-length").map_or(0, |length| length.parse().unwrap());
    asked.body = vec![0; length];
    line.read_exact(&mut asked.body)?;
    all.lock().unwrap().push(asked.clone());
    match choose(&asked).unwrap_or_else(|| answer(&asked, &mut state.lock().unwrap())) {
        Some(bytes) => line.get_mut().write_all(&bytes),
        None => line.read(&mut [0]).map(drop),
    }
}

/// A failure as the server tells it: a code, and a sentence in the language of its user.
pub fn no(status: u16, code: &str, words: &str) -> Answer {
    json_of(status, &json!([code, words]))
}

/// What it answers by itself.
pub fn answer(asked: &Asked, state: &mut State) -> Answer {
    let (method, path) = asked.line.split_once(' ').unwrap();
    let path: Vec<_> = path.split('/').collect();
    if let Some(token) = &state.app_token
        && asked.header("app-token") != Some(token)
    {
        return no(400, "ERROR_WRONG_APP_TOKEN_PARAMETER", "Le paramètre app_token semble incorrect");
    }
    if path == ["initSession"] {
        return match state.enter(asked.header("authorization").unwrap_or_default()) {
            Some(token) => json_of(200, &json!({ "session_token": token })),
            None => no(401, "ERROR_GLPI_LOGIN", "Identifiant ou mot de passe invalide"),
        };
    }
    let Some(token) = asked.header("session-token") else {
        return no(400, "ERROR_SESSION_TOKEN_MISSING", "session_token est manquant");
    };
    let Some(me) = state.sessions.get(token).copied() else {
        return no(401, "ERROR_SESSION_TOKEN_INVALID", "session_token semble invalide");
    };
    match (method, path.as_slice()) {
        ("GET", ["killSession"]) => {
            let token = token.to_owned();
            state.sessions.remove(&token);
            json_of(200, &json!(true))
        }
        ("GET", ["getFullSession"]) => {
            let session = json!({ "glpiID": me, "glpiname": state.users[&me], "glpilanguage": "fr_FR" });
            json_of(200, &json!({ "session": session }))
        }
        ("GET", ["ITILCategory"]) => json_of(200, &state.all_categories()),
        ("GET", ["getMultipleItems"]) => json_of(200, &state.people(asked)),
        ("GET", ["search", "User"]) => json_of(200, &state.search_users(asked)),
        ("GET", ["search", "Ticket"]) => state.search_tickets(asked),
        ("GET", ["Ticket", id]) => match state.ticket(number(id)) {
            Some(ticket) => json_of(200, &ticket),
            None => no(404, "ERROR_ITEM_NOT_FOUND", "Élément introuvable"),
        },
        ("GET", ["Ticket", id, kind]) => json_of(200, &state.belonging(number(id), kind)),
        _ if state.users[&me] == "lecture" => {
            let code = if method == "PUT" { "ERROR_GLPI_UPDATE" } else { "ERROR_GLPI_ADD" };
            no(400, code, "Vous n’avez pas les droits requis")
        }
        ("POST", ["Ticket"]) => made(state.add_ticket(me, &asked.input()), "Ticket"),
        ("POST", ["Document"]) => made(state.add_document(&asked.body), "Document"),
        ("POST", [kind @ ("ITILFollowup" | "ITILSolution" | "Ticket_User")]) => {
            match state.add(me, kind, &asked.input()) {
                Some(id) => made(id, kind),
                None => no(400, "ERROR_GLPI_ADD", "Vous n’avez pas les droits requis"),
            }
        }
        ("PUT", ["Ticket", id]) => match state.update(me, number(id), &asked.input()) {
            true => json_of(
                200,
                &json!([BTreeMap::from([
                    ((*id).to_owned(), json!(true)),
                    ("message".to_owned(), json!(""))
                ])]),
            ),
            false => no(400, "ERROR_GLPI_UPDATE", "Élément introuvable"),
        },
        ("DELETE", ["Ticket_User", id]) => {
            state.actors.retain(|actor| actor["id"] != number(id));
            json_of(200, &json!([BTreeMap::from([((*id).to_owned(), true)])]))
        }
        _ => no(400, "ERROR_RESOURCE_NOT_FOUND_NOR_COMMONDBTM", "ressource introuvable"),
    }
}

fn number(text: &str) -> u64 {
    text.parse().unwrap_or_default()
}

fn made(id: u64, kind: &str) -> Answer {
    // The address is the configured one, not the one that was called.
    let head = format!("Location: http://glpi.invalid/apirest.php/{kind}/{id}\r\n");
    let body = json!({ "id": id, "message": format!("Élément ajouté : ({id})") });
    crate::blunt::whole(201, &head, body.to_string().as_bytes())
}
