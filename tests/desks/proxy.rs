//! A bad line of our own: it stands before a server on loopback and spoils a share of the exchanges.
//!
//! One connection is one exchange. Its fate is drawn from a seed and the number of the connection, so that a run can
//! be had again; what was done is counted.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// What becomes of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It passes.
    Clean,
    /// The line is closed before anything is read.
    Refused,
    /// Half of the request gets through: the server never has the whole of it.
    CutInBody,
    /// The whole request gets through, and the line is closed on both sides at once.
    CutAfter,
    /// The server answers; nothing of it comes back.
    AnswerLost,
    /// The server answers; it comes back after the client has given up.
    AnswerLate,
}

/// Every way to spoil, with its share in a hundred: 60 together.
pub const SHARES: [(Fate, u64); 5] = [
    (Fate::Refused, 15),
    (Fate::CutInBody, 10),
    (Fate::CutAfter, 15),
    (Fate::AnswerLost, 15),
    (Fate::AnswerLate, 5),
];

struct Shared {
    server: SocketAddr,
    seed: u64,
    late: Duration,
    spared: &'static [&'static str],
    spoils: AtomicBool,
    drawn: AtomicU64,
    counts: [AtomicUsize; 6],
    under_way: AtomicUsize,
}

/// The line; it ends with the process.
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Proxy {
    /// A line to `server` that does nothing bad yet. `late` must be longer than the client waits.
    pub fn start(server: SocketAddr, seed: u64, late: Duration) -> Self {
        Self::sparing(&[], server, seed, late)
    }

    /// The same, and what is asked for below these paths always passes.
    pub fn sparing(spared: &'static [&'static str], server: SocketAddr, seed: u64, late: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (spoils, drawn, counts) = (AtomicBool::default(), AtomicU64::default(), Default::default());
        let under_way = AtomicUsize::default();
        let shared = Arc::new(Shared { server, seed, late, spared, spoils, drawn, counts, under_way });
        let own = shared.clone();
        thread::spawn(move || {
            for client in listener.incoming() {
                let (client, own) = (client.unwrap(), own.clone());
                own.under_way.fetch_add(1, Ordering::SeqCst);
                thread::spawn(move || {
                    let fate = if own.spares(&client) { Fate::Clean } else { own.draw() };
                    // A line that breaks ends its own exchange only.
                    let _ = own.pass(&client, fate);
                    own.under_way.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { address, shared }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on exchanges are spoiled, or are not.
    pub fn spoil(&self, spoils: bool) {
        self.shared.spoils.store(spoils, Ordering::SeqCst);
    }

    /// How many exchanges had this fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.shared.counts[fate as usize].load(Ordering::SeqCst)
    }

    /// How many exchanges there are at this moment.
    pub fn under_way(&self) -> usize {
        self.shared.under_way.load(Ordering::SeqCst)
    }

    /// How many exchanges were spoiled.
    pub fn spoiled(&self) -> usize {
        SHARES.iter().map(|(fate, _)| self.count(*fate)).sum()
    }
}

/// The fate of the exchange of this number.
pub fn fate(seed: u64, number: u64) -> Fate {
    let mut left = luck(seed, number) % 100;
    for (fate, share) in SHARES {
        if left < share {
            return fate;
        }
        left -= share;
    }
    Fate::Clean
}

/// A number out of a seed, the same each time. Neighbouring ones give unlike numbers (SplitMix64).
pub fn luck(seed: u64, number: u64) -> u64 {
    let mut mixed = seed.wrapping_add(number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

impl Shared {
    /// Whether what is asked for is spared; nothing is read.
    fn spares(&self, client: &TcpStream) -> bool {
        let mut line = [0; 200];
        let mut known = 0;
        while !self.spared.is_empty() && known < line.len() && !line[..known].contains(&b'\r') {
            thread::sleep(Duration::from_millis(1));
            match client.peek(&mut line) {
                Ok(more) if more > known => known = more,
                Ok(_) if known > 0 => {}
                _ => return false,
            }
        }
        let line = String::from_utf8_lossy(&line[..known]).into_owned();
        let path = line.split(' ').nth(1).unwrap_or_default();
        self.spared.iter().any(|spared| path.starts_with(spared))
    }

    fn draw(&self) -> Fate {
        let fate = match self.spoils.load(Ordering::SeqCst) {
            true => fate(self.seed, self.drawn.fetch_add(1, Ordering::SeqCst)),
            false => Fate::Clean,
        };
        self.counts[fate as usize].fetch_add(1, Ordering::SeqCst);
        fate
    }

    fn pass(&self, client: &TcpStream, fate: Fate) -> std::io::Result<()> {
        if fate == Fate::Refused {
            return client.shutdown(Shutdown::Both);
        }
        client.set_read_timeout(Some(Duration::from_secs(60)))?;
        let (head, body) = request(&mut BufReader::new(client))?;
        let mut server = TcpStream::connect(self.server)?;
        server.set_read_timeout(Some(Duration::from_secs(120)))?;
        if fate == Fate::CutInBody {
            match body.len() {
                0 => server.write_all(&head[..head.len() / 2])?,
                length => {
                    server.write_all(&head)?;
                    server.write_all(&body[..length / 2])?;
                }
            }
            server.shutdown(Shutdown::Both)?;
            return client.shutdown(Shutdown::Both);
        }
        server.write_all(&head)?;
        server.write_all(&body)?;
        server.flush()?;
        if fate == Fate::CutAfter {
            server.shutdown(Shutdown::Both)?;
            return client.shutdown(Shutdown::Both);
        }
        let mut answer = Vec::new();
        // A server that dies over its answer has answered so far.
        let _ = server.read_to_end(&mut answer);
        match fate {
            Fate::AnswerLost => return client.shutdown(Shutdown::Both),
            Fate::AnswerLate => thread::sleep(self.late),
            _ => {}
        }
        let mut client = client;
        client.write_all(&answer)?;
        client.shutdown(Shutdown::Write)
    }
}

/// Head and body of a request; what the client wants kept open is closed, so that each exchange has a line of its own.
pub fn request(client: &mut impl BufRead) -> std::io::Result<(Vec<u8>, Vec<u8>)> {
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if client.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap();
        }
        if name.eq_ignore_ascii_case("connection") {
            continue;
        }
        if line == "\r\n" {
            head.push_str("Connection: close\r\n\r\n");
            break;
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    client.read_exact(&mut body)?;
    Ok((head.into_bytes(), body))
}
