#![allow(clippy::unwrap_used)]

use std::cell::Cell;
use std::rc::Rc;

use super::*;

/// Gives one byte a time and says how many it gave.
struct Drip(&'static [u8], Rc<Cell<usize>>);

impl Read for Drip {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.0.len().min(out.len()).min(1);
        out[..count].copy_from_slice(&self.0[..count]);
        self.0 = &self.0[count..];
        self.1.set(self.1.get() + count);
        Ok(count)
    }
}

#[test]
fn a_pipe_that_gives_little_shows_its_head_and_loses_nothing() {
    let (given, go) = (Rc::new(Cell::new(0)), AtomicBool::new(false));
    let mut file = Wiped::open(Drip(b"otpauth://totp/a", Rc::clone(&given)), &go).unwrap();
    assert_eq!((file.head(), given.get()), (&b"otpauth://totp/a"[..], 16));
    let mut text = String::new();
    file.read_to_string(&mut text).unwrap();
    assert_eq!(text, "otpauth://totp/a");
}

#[test]
fn what_is_longer_than_the_room_comes_whole() {
    let long: Vec<u8> = (0..3 * ROOM + 7).map(|at| at as u8).collect();
    let go = AtomicBool::new(false);
    let mut file = Wiped::open(long.as_slice(), &go).unwrap();
    assert_eq!(file.head(), &long[..ROOM]);
    let mut read = Vec::new();
    file.read_to_end(&mut read).unwrap();
    assert!(read == long);
}

#[test]
fn a_reading_that_was_cancelled_ends() {
    let stop = AtomicBool::new(false);
    let mut file = Wiped::open(io::repeat(b'a'), &stop).unwrap();
    stop.store(true, Ordering::Relaxed);
    assert!(io::copy(&mut file, &mut io::sink()).is_err());
}
