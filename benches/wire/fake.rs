//! A key server on loopback that takes a fixed time for each answer and writes down when it was asked what.
//!
//! A thread a connection, and connections are kept, as a server behind a proxy keeps them.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use reqwest::Url;
use serde_json::Value;

use super::answers::Answers;

/// How long each path takes; paths that are not named take the first time.
#[derive(Clone, Debug, Default)]
pub struct Delays {
    /// What is usual.
    pub usual: Duration,
    /// Beginnings of paths that take another time.
    pub others: Vec<(&'static str, Duration)>,
}

impl Delays {
    /// The same for every path, in milliseconds.
    pub fn all(usual: u64) -> Self {
        Self { usual: Duration::from_millis(usual), others: Vec::new() }
    }

    fn of(&self, path: &str) -> Duration {
        let other = self.others.iter().find(|(begin, _)| path.starts_with(begin));
        other.map_or(self.usual, |(_, time)| *time)
    }
}

/// A request that was answered, or given up by the console before.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Method, path and the names of what was asked.
    pub what: String,
    /// When all of it had come.
    pub came: Instant,
    /// When its answer began to be written; none while it is under way.
    pub answered: Option<Instant>,
}

/// The server.
pub struct Fake {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    answers: Mutex<Answers>,
    delays: Mutex<Delays>,
    seen: Mutex<Vec<Seen>>,
    accepted: AtomicUsize,
    answered: AtomicUsize,
}

impl Fake {
    /// Starts it; it ends with this process.
    pub fn start(answers: Answers) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Shared {
            answers: Mutex::new(answers),
            delays: Mutex::default(),
            seen: Mutex::default(),
            accepted: AtomicUsize::new(0),
            answered: AtomicUsize::new(0),
        });
        let own = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                own.accepted.fetch_add(1, Ordering::SeqCst);
                let own = own.clone();
                // A console that leaves ends its own line only.
                thread::spawn(move || drop(own.serve(stream)));
            }
        });
        Ok(Self { port, shared })
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// From now on answers take so long.
    pub fn takes(&self, delays: Delays) {
        *self.shared.delays.lock().expect("delays") = delays;
    }

    /// Forgets what it was asked.
    pub fn forget(&self) {
        self.shared.seen.lock().expect("requests").clear();
    }

    /// What it was asked since, in the order in which it came.
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().expect("requests").clone()
    }

    /// Connections so far.
    pub fn accepted(&self) -> usize {
        self.shared.accepted.load(Ordering::SeqCst)
    }

    /// Answers so far.
    pub fn answered(&self) -> usize {
        self.shared.answered.load(Ordering::SeqCst)
    }
}

impl Shared {
    fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let mut line = BufReader::new(stream);
        loop {
            let (method, url, body) = read(&mut line)?;
            let came = Instant::now();
            let delay = self.delays.lock().expect("delays").of(url.path());
            let place = {
                let mut seen = self.seen.lock().expect("requests");
                seen.push(Seen { what: in_words(&method, &url), came, answered: None });
                seen.len() - 1
            };
            thread::sleep((came + delay).saturating_duration_since(Instant::now()));
            let (status, answer) = self.answers.lock().expect("answers").of(&method, &url, &body);
            {
                let mut seen = self.seen.lock().expect("requests");
                if let Some(own) = seen.get_mut(place).filter(|own| own.came == came) {
                    own.answered = Some(Instant::now());
                }
            }
            // One write: a head alone would go out first and wait for its acknowledgement.
            line.get_mut().write_all(&bytes(status, &answer.to_string()))?;
            self.answered.fetch_add(1, Ordering::SeqCst);
        }
    }
}

fn bytes(status: u16, body: &str) -> Vec<u8> {
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&Timestamp::now()).unwrap_or_default();
    let length = body.len();
    format!(
        "HTTP/1.1 {status} X\r\nDate: {date}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

fn in_words(method: &str, url: &Url) -> String {
    let names: Vec<String> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    format!("{method} {} {}", url.path(), names.join(","))
}

fn read(line: &mut impl BufRead) -> std::io::Result<(String, Url, Value)> {
    let nonsense = || std::io::Error::from(std::io::ErrorKind::InvalidData);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if line.read_line(&mut head)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let mut body = vec![0; length.unwrap_or(0)];
    line.read_exact(&mut body)?;
    let mut first = head.split(' ');
    let (method, target) = (first.next().ok_or_else(nonsense)?, first.next().ok_or_else(nonsense)?);
    let url = Url::parse(&format!("http://127.0.0.1{target}")).map_err(|_| nonsense())?;
    Ok((method.to_owned(), url, serde_json::from_slice(&body).unwrap_or_default()))
}
