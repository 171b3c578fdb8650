//! The bad line that stands before real desks in tests: it must spoil what it says, or those tests show nothing.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::proxy::{Fate, Proxy, SHARES, fate};

const BODY: &str = "the whole of it";

/// A server that tells how much of each body it got, and answers.
fn server() -> (SocketAddr, Receiver<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut line = BufReader::new(stream.unwrap());
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") && line.read_line(&mut head).unwrap_or(0) > 0 {}
            assert!(head.contains("Connection: close\r\n") && !head.contains("keep-alive"), "{head}");
            let mut body = Vec::new();
            while body.len() < BODY.len() {
                let mut byte = [0];
                match line.read(&mut byte) {
                    Ok(1) => body.push(byte[0]),
                    _ => break,
                }
            }
            tell.send(body.len()).unwrap();
            let _ = line.get_mut().write_all(b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nOK");
        }
    });
    (address, told)
}

/// One exchange: what the client gets of the answer.
fn exchange(proxy: &Proxy) -> String {
    let mut stream = TcpStream::connect(proxy.url().trim_start_matches("http://")).unwrap();
    let length = BODY.len();
    let sent =
        write!(stream, "POST / HTTP/1.1\r\nConnection: keep-alive\r\nContent-Length: {length}\r\n\r\n{BODY}");
    let mut answer = String::new();
    let _ = sent.and_then(|()| stream.read_to_string(&mut answer).map(drop));
    answer
}

#[test]
fn each_fate_does_what_it_says() {
    let (address, told) = server();
    let late = Duration::from_millis(300);
    let proxy = Proxy::start(address, 7, late);
    assert!(exchange(&proxy).ends_with("\r\n\r\nOK"));
    assert_eq!(told.recv().unwrap(), BODY.len());
    proxy.spoil(true);
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for number in 0..60 {
        let began = Instant::now();
        let answer = exchange(&proxy);
        let got = told.recv_timeout(Duration::from_millis(if fate(7, number) == Fate::Refused {
            50
        } else {
            5000
        }));
        let whole = answer.ends_with("\r\n\r\nOK");
        let name = match fate(7, number) {
            Fate::Clean => {
                assert!(whole && got == Ok(BODY.len()));
                "clean"
            }
            Fate::Refused => {
                assert!(answer.is_empty() && got.is_err());
                "refused"
            }
            Fate::CutInBody => {
                assert!(answer.is_empty() && got == Ok(BODY.len() / 2));
                "cut in the body"
            }
            Fate::CutAfter => {
                assert!(answer.is_empty() && got == Ok(BODY.len()));
                "cut after it"
            }
            Fate::AnswerLost => {
                assert!(answer.is_empty() && got == Ok(BODY.len()));
                "answer lost"
            }
            Fate::AnswerLate => {
                assert!(whole && got == Ok(BODY.len()) && began.elapsed() >= late);
                "answer late"
            }
        };
        *seen.entry(name).or_default() += 1;
    }
    assert_eq!(seen.len(), 6, "{seen:?}");
    assert_eq!(proxy.count(Fate::Clean), 1 + seen["clean"]);
    assert_eq!(proxy.spoiled(), 60 - seen["clean"]);
}

#[test]
fn the_shares_are_those_that_are_told() {
    assert_eq!(SHARES.iter().map(|(_, share)| share).sum::<u64>(), 60);
    for seed in 0..4 {
        let drawn: Vec<_> = (0..20_000).map(|number| fate(seed, number)).collect();
        for (fate, share) in SHARES {
            let found = drawn.iter().filter(|one| **one == fate).count() as u64;
            assert!((found).abs_diff(share * 200) < 250, "{fate:?}: {found} of 20,000 with seed {seed}");
        }
    }
}
