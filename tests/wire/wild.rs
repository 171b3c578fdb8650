//! A server that plays a script too, but misbehaves where it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;

use crate::script::{DATE, Script, Sent};

/// What becomes of one request.
#[derive(Clone, Debug)]
pub enum Mood {
    /// The answer of the script.
    Play,
    /// The script goes on, its answer is not sent: the effect without the word.
    Lose,
    /// Nothing is ever answered.
    Silent,
    /// A beginning of an answer, then nothing, with the connection open.
    HalfOpen,
    /// A beginning of an answer, then the end of the connection.
    Cut,
    /// Status, kind of body, body.
    Say(u16, &'static str, &'static str),
    /// A status and headers of ours, each ended.
    Headers(u16, String),
    /// A body without end.
    Endless,
}

impl Mood {
    /// Seconds that an office waits for a server in this mood: long enough that only it is to blame.
    pub fn patience(&self) -> u64 {
        if matches!(self, Self::Silent | Self::HalfOpen) { 2 } else { 30 }
    }
}

type Choice = Box<dyn Fn(&Sent) -> Mood + Send + Sync>;

struct Shared {
    script: Arc<Script>,
    choose: Choice,
    connections: AtomicUsize,
    tls: Option<Arc<ServerConfig>>,
}

/// One node of an installation.
pub struct Wild {
    port: u16,
    shared: Arc<Shared>,
}

trait Line: Read + Write {}
impl<T: Read + Write> Line for T {}

impl Wild {
    pub fn start(choose: impl Fn(&Sent) -> Mood + Send + Sync + 'static) -> Self {
        Self::with(None, choose)
    }

    /// Over TLS, if there is a certificate to show.
    pub fn with(
        tls: Option<Arc<ServerConfig>>,
        choose: impl Fn(&Sent) -> Mood + Send + Sync + 'static,
    ) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").unwrap(), tls, choose)
    }

    /// On a port that is known already.
    pub fn on(
        listener: TcpListener,
        tls: Option<Arc<ServerConfig>>,
        choose: impl Fn(&Sent) -> Mood + Send + Sync + 'static,
    ) -> Self {
        let port = listener.local_addr().unwrap().port();
        let (script, choose): (Arc<Script>, Choice) = (Arc::default(), Box::new(choose));
        let shared = Arc::new(Shared { script, choose, connections: AtomicUsize::new(0), tls });
        let own = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, own) = (stream.unwrap(), own.clone());
                own.connections.fetch_add(1, Ordering::SeqCst);
                // A client that leaves ends its own line only.
                thread::spawn(move || drop(own.serve(stream)));
            }
        });
        Self { port, shared }
    }

    pub fn script(&self) -> &Script {
        &self.shared.script
    }

    pub fn url(&self) -> String {
        let scheme = if self.shared.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://127.0.0.1:{}", self.port)
    }

    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }
}

/// An address where nobody listens.
pub fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

impl Shared {
    fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        match &self.tls {
            Some(config) => {
                let session = ServerConnection::new(config.clone()).map_err(std::io::Error::other)?;
                self.answer(StreamOwned::new(session, stream))
            }
            None => self.answer(stream),
        }
    }

    /// One request and one answer: the server of the recordings closes each connection too.
    fn answer(&self, line: impl Line) -> std::io::Result<()> {
        let mut line = BufReader::new(line);
        let sent = read(&mut line)?;
        let mood = (self.choose)(&sent);
        let (status, body) = self.script.answer(sent);
        let body = body.to_string();
        let stream = line.get_mut();
        match mood {
            Mood::Play => write(stream, status, "application/json", &body),
            Mood::Lose => Ok(()),
            Mood::Silent => wait(stream),
            Mood::HalfOpen => {
                begin(stream, 200, "application/json", body.len())?;
                stream.write_all(&body.as_bytes()[..body.len() / 2])?;
                stream.flush()?;
                wait(stream)
            }
            Mood::Cut => {
                begin(stream, 200, "application/json", body.len())?;
                stream.write_all(&body.as_bytes()[..body.len() / 2])?;
                stream.flush()
            }
            Mood::Say(status, kind, body) => write(stream, status, kind, body),
            Mood::Headers(status, headers) => {
                write!(
                    stream,
                    "HTTP/1.1 {status} X\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n"
                )?;
                stream.flush()
            }
            Mood::Endless => {
                write!(stream, "HTTP/1.1 200 OK\r\nDate: {DATE}\r\nConnection: close\r\n\r\n")?;
                loop {
                    stream.write_all(&[b' '; 1 << 16])?;
                }
            }
        }
    }
}

fn begin(stream: &mut impl Line, status: u16, kind: &str, length: usize) -> std::io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status} X\r\nDate: {DATE}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )
}

fn write(stream: &mut impl Line, status: u16, kind: &str, body: &str) -> std::io::Result<()> {
    begin(stream, status, kind, body.len())?;
    stream.write_all(body.as_bytes())?;
    stream.flush()
}

/// Until the other side gives up.
fn wait(stream: &mut impl Line) -> std::io::Result<()> {
    stream.read(&mut [0]).map(|_| ())
}

fn read(line: &mut impl BufRead) -> std::io::Result<Sent> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if line.read_line(&mut head)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().unwrap())
    });
    let mut body = vec![0; length.unwrap_or(0)];
    line.read_exact(&mut body)?;
    let mut first = head.split(' ');
    let (method, target) = (first.next().unwrap().to_owned(), first.next().unwrap());
    let url = reqwest::Url::parse(&format!("http://127.0.0.1{target}")).unwrap();
    Ok(Sent {
        method,
        path: url.path().to_owned(),
        query: url.query_pairs().into_owned().collect(),
        body: serde_json::from_slice(&body).unwrap_or(Value::Null),
        raw: String::from_utf8_lossy(&body).into_owned(),
        head,
    })
}
