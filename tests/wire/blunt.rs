//! A ticket server whose every byte is chosen. It logs agents in and knows one queue; the rest is up to the test.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use guichet::desk::rt::{RtDesk, Settings};
use guichet::desk::{DeskFault, TicketDesk};
use guichet::domain::secret::Secret;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::office::{PASSWORD, runtime};

/// The cookie of its sessions.
pub const SESSION: &str = "RT_SID_guichet.test.443=canary-session-77aa";

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `GET /REST/2.0/ticket/1`, what is asked for left out.
    pub line: String,
    /// Everything above the body.
    pub head: String,
    pub body: String,
}

/// What it answers: bytes, then the end of the line; nothing for never.
pub type Answer = Option<Vec<u8>>;

type Choice = Box<dyn Fn(&Asked) -> Answer + Send + Sync>;

/// The server and an agent's desk at it.
pub struct Blunt {
    pub desk: RtDesk,
    runtime: Runtime,
    asked: Arc<Mutex<Vec<Asked>>>,
}

/// An answer with a JSON body.
pub fn json_of(status: u16, body: &Value) -> Answer {
    whole(status, "Content-Type: application/json\r\n", body.to_string().as_bytes())
}

/// An answer with headers, each ended, and a body.
pub fn whole(status: u16, headers: &str, body: &[u8]) -> Answer {
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n");
    Some([head.as_bytes(), body].concat())
}

/// The end of the line without an answer.
pub fn nothing() -> Answer {
    Some(Vec::new())
}

/// What it answers where the test does not say: it lets everybody in, and has one queue.
pub fn well(asked: &Asked) -> Answer {
    match asked.line.as_str() {
        "POST /NoAuth/Login.html" => {
            whole(200, &format!("Set-Cookie: {SESSION}; path=/; HttpOnly\r\n"), b"<html>")
        }
        "GET /REST/2.0/user/agent" => json_of(200, &json!({ "id": 28, "Name": "agent" })),
        "GET /REST/2.0/queue/Assistance%20OTP" | "GET /REST/2.0/queue/3" => json_of(
            200,
            &json!({
                "id": 3, "Name": "Assistance OTP", "TicketCustomFields": [{ "id": "2", "name": "UUID client" }],
                "TicketTransactionCustomFields": [{ "id": 14, "name": "UUID opération" }],
            }),
        ),
        "GET /REST/2.0/queue/3/customfields" => json_of(200, &json!({ "items": [], "pages": 0.0 })),
        _ => json_of(404, &json!({ "message": "Not Found" })),
    }
}

impl Blunt {
    /// A logged-in agent; the requests after that are answered by `choose`, or well where it says nothing.
    pub fn start(choose: impl Fn(&Asked) -> Option<Answer> + Send + Sync + 'static) -> Self {
        let blunt = Self::stranger(move |asked| choose(asked).unwrap_or_else(|| well(asked)));
        assert_eq!(blunt.log_in(), Ok(()));
        blunt.asked.lock().unwrap().clear();
        blunt
    }

    /// Nobody logged in yet.
    pub fn stranger(choose: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (own, choose): (_, Arc<Choice>) = (asked.clone(), Arc::new(Box::new(choose)));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, own, choose) = (stream.unwrap(), own.clone(), choose.clone());
                // A client that leaves ends its own line only.
                thread::spawn(move || drop(serve(stream, &own, &choose)));
            }
        });
        Self { desk: desk(&url), runtime: runtime(), asked }
    }

    pub fn log_in(&self) -> Result<(), DeskFault> {
        self.wait(self.desk.log_in("agent".to_owned(), Secret::new(PASSWORD.to_owned())))
    }

    pub fn wait<T>(&self, reply: impl Future<Output = T>) -> T {
        self.runtime.block_on(reply)
    }

    /// Everything it was asked since the login.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// The same as lines.
    pub fn lines(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.line).collect()
    }
}

/// A desk at an address, with the least patience there is.
pub fn desk(url: &str) -> RtDesk {
    let settings = json!({ "url": url, "queue": "Assistance OTP", "timeout": 5 });
    RtDesk::new(serde_json::from_value::<Settings>(settings).unwrap()).unwrap()
}

fn serve(stream: TcpStream, all: &Mutex<Vec<Asked>>, choose: &Choice) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let mut line = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if line.read_line(&mut head)? == 0 {
            return Ok(());
        }
    }
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().unwrap())
    });
    let mut body = vec![0; length.unwrap_or(0)];
    line.read_exact(&mut body)?;
    let mut first = head.split(' ');
    let (method, target) = (first.next().unwrap(), first.next().unwrap());
    let what = format!("{method} {}", target.split('?').next().unwrap());
    let asked = Asked { line: what, body: String::from_utf8_lossy(&body).into_owned(), head };
    all.lock().unwrap().push(asked.clone());
    match choose(&asked) {
        Some(bytes) => {
            line.get_mut().write_all(&bytes)?;
            line.get_mut().flush()
        }
        None => line.read(&mut [0]).map(drop),
    }
}
