#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::atomic::AtomicBool;

use super::{check, pskc, room};
use crate::domain::otp::{Algorithm, Moving, Shape};
use crate::domain::secret::Secret;
use crate::keyfile::export::Uncarried;
use crate::keyfile::form::{self, Form, How};
use crate::keyfile::{KeyRow, Unlock};

fn row(serial: &str, maker: &str, shape: Shape, seed: Vec<u8>) -> KeyRow {
    let (serial, maker) = (serial.to_owned(), maker.to_owned());
    let counter = if shape.moving == Moving::Event { 41 } else { 0 };
    KeyRow { serial, maker, shape, seed: Secret::new(seed), counter, starts: None, expires: None, line: 1 }
}

fn written(rows: &[&KeyRow]) -> Vec<u8> {
    let mut out = Vec::with_capacity(room(rows));
    let place = out.as_ptr();
    pskc(rows, &mut out).unwrap();
    assert_eq!(out.as_ptr(), place, "it grew, and left seeds behind");
    out
}

/// What is written says of each key what the file said of it: seed, way of making codes, counter, maker.
#[test]
fn a_key_goes_through_whole() {
    let timed =
        |algorithm, digits, period| Shape { algorithm, digits, moving: Moving::Time { period, t0: 0 } };
    let counted = Shape { algorithm: Algorithm::Sha256, digits: 7, moving: Moving::Event };
    let rows = [
        row("GALT-10_1", "Gemalto & Cie <é>", timed(Algorithm::Sha1, 6, 60), vec![7; 32]),
        row("a", "", timed(Algorithm::Sha512, 8, 30), vec![0; 128]),
        row("H", "\u{1}\"'", counted, (1..=20).collect()),
    ];
    let bytes = written(&rows.iter().collect::<Vec<_>>());
    // The server's words for the hashes are no RFC's; ours are put in their place to read it back.
    let text = String::from_utf8(bytes).unwrap().replace("<Suite>SHA", "<Suite>HMAC-SHA");
    let never = AtomicBool::new(false);
    let how = How { form: Form::Pskc, encoding: None, map: None, unlock: &Unlock::None, cancel: &never };
    let reading = form::read(text.as_bytes(), &how);
    assert!(reading.refused.is_empty(), "{:?}", reading.refused);
    for (read, row) in reading.rows.iter().zip(&rows) {
        assert_eq!((&read.serial, read.shape, read.counter), (&row.serial, row.shape, row.counter));
        assert_eq!(read.seed.expose(), row.seed.expose());
    }
    let makers: Vec<_> = reading.rows.iter().map(|row| row.maker.as_str()).collect();
    assert_eq!(makers, ["Gemalto & Cie <é>", "", "\u{fffd}\"'"]);
}

#[test]
fn the_longest_makers_fit_the_room() {
    let rows = ["\"".repeat(400), "\u{ffff}".repeat(400), "é".repeat(400), "𝛑".repeat(400)];
    let rows: Vec<_> = rows.iter().map(|maker| row("A", maker, Shape::COMMON, vec![1; 128])).collect();
    written(&rows.iter().collect::<Vec<_>>());
}

#[test]
fn what_the_server_would_choke_on_is_refused_before() {
    for serial in ["A/B", "A,B", "A*", "A.B", "A%41", "A:B"] {
        let row = row(serial, "", Shape::COMMON, vec![1; 20]);
        assert_eq!(check(&row), Err(Uncarried::Serial), "{serial}");
    }
    let other = Shape { moving: Moving::Time { period: 60, t0: 30 }, ..Shape::COMMON };
    assert_eq!(check(&row("A", "", other, vec![1; 20])), Err(Uncarried::Epoch));
    assert_eq!(check(&row("GALT-1_b", "", Shape::COMMON, vec![1; 20])), Ok(()));
}
