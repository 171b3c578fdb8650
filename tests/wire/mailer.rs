//! A mail server that does as it should up to one point, and there what it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What it does at its point.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    /// Answers this, and goes on if there is something to go on with.
    Say(&'static [u8]),
    /// Says this, which is no whole answer, and hangs up.
    Cut(&'static [u8]),
    /// Says nothing any more.
    Sleep,
}

/// Where it does it: a word of the client's, `HELLO` at the connection, `TEXT` within a message, `END` after one.
pub type Point = (&'static str, Act);

/// Longest that it says nothing.
const SLEEP: Duration = Duration::from_secs(20);

/// Bytes of a message that it reads before it does something within.
const WITHIN: u64 = 64 << 10;

/// What it saw.
#[derive(Default)]
struct Seen {
    lines: Mutex<Vec<String>>,
    /// Whole messages, each with its last line.
    messages: Mutex<Vec<String>>,
}

/// The server.
pub struct Mailer {
    pub port: u16,
    seen: Arc<Seen>,
    point: Arc<Mutex<Option<Point>>>,
}

trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

impl Mailer {
    /// One that has STARTTLS if it has something to show.
    pub fn start(point: Option<Point>, config: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (seen, point) = (Arc::<Seen>::default(), Arc::new(Mutex::new(point)));
        let own = (seen.clone(), point.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let ((seen, point), config) = (own.clone(), config.clone());
                std::thread::spawn(move || {
                    let talk = Talk { seen, point: *point.lock().unwrap(), config };
                    talk.begin(stream.unwrap());
                });
            }
        });
        Self { port, seen, point }
    }

    /// From the next connection on.
    pub fn change(&self, point: Option<Point>) {
        *self.point.lock().unwrap() = point;
    }

    pub fn messages(&self) -> Vec<String> {
        self.seen.messages.lock().unwrap().clone()
    }

    pub fn lines(&self) -> Vec<String> {
        self.seen.lines.lock().unwrap().clone()
    }
}

struct Talk {
    seen: Arc<Seen>,
    point: Option<Point>,
    config: Option<Arc<ServerConfig>>,
}

impl Talk {
    fn begin(&self, mut stream: TcpStream) {
        if !self.answer(&mut stream, "HELLO", b"220 mail.exemple.example\r\n") {
            return;
        }
        let Some(config) = self.config.clone() else {
            self.talk(&mut stream, true);
            return;
        };
        // Nothing may be read ahead of the handshake.
        if self.talk(&mut stream, false) {
            self.talk(&mut StreamOwned::new(ServerConnection::new(config).unwrap(), stream), true);
        }
    }

    /// Whether encryption begins.
    fn talk(&self, stream: &mut dyn Stream, ahead: bool) -> bool {
        let offers = self.config.is_some();
        let mut reader = BufReader::with_capacity(if ahead { 8192 } else { 1 }, stream);
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                return false;
            }
            let line = line.trim_end().to_owned();
            let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            self.seen.lines.lock().unwrap().push(line);
            let usual: &[u8] = match word.as_str() {
                "EHLO" if offers => b"250-mail.exemple.example\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n",
                "EHLO" => b"250-mail.exemple.example\r\n250 AUTH PLAIN\r\n",
                "STARTTLS" => b"220 go ahead\r\n",
                "AUTH" => b"235 in\r\n",
                "DATA" => b"354 go ahead\r\n",
                "QUIT" => b"221 bye\r\n",
                _ => b"250 OK\r\n",
            };
            if !self.answer(reader.get_mut(), &word, usual) || word == "QUIT" {
                return false;
            }
            match word.as_str() {
                "STARTTLS" if offers => return true,
                "DATA" if !self.message(&mut reader) => return false,
                _ => {}
            }
        }
    }

    fn message(&self, reader: &mut BufReader<&mut dyn Stream>) -> bool {
        if let Some(("TEXT", act)) = self.point {
            let mut part = reader.by_ref().take(WITHIN);
            let _ = std::io::copy(&mut part, &mut std::io::sink());
            return self.does(reader.get_mut(), act);
        }
        let mut message = Vec::new();
        while !message.ends_with(b"\r\n.\r\n") {
            if reader.read_until(b'\n', &mut message).unwrap_or(0) == 0 {
                return false;
            }
        }
        self.seen.messages.lock().unwrap().push(String::from_utf8(message).unwrap());
        self.answer(reader.get_mut(), "END", b"250 OK id=1\r\n")
    }

    /// Whether the conversation goes on.
    fn answer(&self, stream: &mut dyn Write, point: &str, usual: &'static [u8]) -> bool {
        match self.point {
            Some((own, act)) if own == point => self.does(stream, act),
            _ => self.does(stream, Act::Say(usual)),
        }
    }

    fn does(&self, stream: &mut dyn Write, act: Act) -> bool {
        match act {
            Act::Say(words) => stream.write_all(words).and_then(|()| stream.flush()).is_ok(),
            Act::Cut(words) => {
                let _ = stream.write_all(words).and_then(|()| stream.flush());
                false
            }
            Act::Sleep => {
                std::thread::sleep(SLEEP);
                false
            }
        }
    }
}
