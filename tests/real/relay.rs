//! A line to the real server that can be cut and mended, as a network does it.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// Passes bytes on to a server while the line is whole. Cut, nobody listens at its address.
pub struct Relay {
    address: SocketAddr,
    server: String,
    open: Arc<AtomicBool>,
    lines: Arc<Mutex<Vec<TcpStream>>>,
}

impl Relay {
    /// A whole line to `http://HOST:PORT`.
    pub fn to(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let own = Self {
            address: listener.local_addr().unwrap(),
            server: url.trim_start_matches("http://").to_owned(),
            open: Arc::default(),
            lines: Arc::default(),
        };
        own.listen(listener);
        own
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Ends what is under way and lets nobody in.
    pub fn cut(&self) {
        self.open.store(false, Ordering::SeqCst);
        // The listener waits in `accept`: this wakes it, and it goes.
        while TcpStream::connect(self.address).is_ok() {
            thread::yield_now();
        }
        for line in self.lines.lock().unwrap().drain(..) {
            let _ = line.shutdown(Shutdown::Both);
        }
    }

    /// The same address leads to the server again.
    pub fn mend(&self) {
        self.listen(TcpListener::bind(self.address).unwrap());
    }

    fn listen(&self, listener: TcpListener) {
        self.open.store(true, Ordering::SeqCst);
        let (open, lines, server) = (self.open.clone(), self.lines.clone(), self.server.clone());
        thread::spawn(move || {
            for near in listener.incoming().flatten() {
                if !open.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(far) = TcpStream::connect(&server) else { continue };
                let copies = [&near, &near, &far, &far].map(|line| line.try_clone().unwrap());
                lines.lock().unwrap().extend([near, far]);
                let [near, into_near, far, into_far] = copies;
                thread::spawn(move || pass(near, into_far));
                thread::spawn(move || pass(far, into_near));
            }
        });
    }
}

/// Everything one side says, then its end.
fn pass(mut from: TcpStream, mut to: TcpStream) {
    let mut buffer = [0; 1 << 14];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        if to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}
