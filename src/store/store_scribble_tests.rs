//! Stores that open and hold nonsense: whatever is asked of them, nothing panics.

use std::sync::Arc;

use super::damage::{intent, spoilable, with_bytes};
use super::*;
use crate::backend::local::Local;
use crate::backend::{Find, Test, TokenBackend};
use crate::domain::otp::Code;

/// A small sequence of numbers that looks like chance and is the same in each run.
struct Scatter(u64);

impl Scatter {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}

/// Everything a console could ask of a store, answered or refused.
fn ask_everything(store: Store) {
    let store = Arc::new(store);
    let local = Local::new(store.clone(), Arc::new(|| NOW));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let test = |serial: String| {
        let code = Code::parse("032848", 6).unwrap();
        local.test(Test { serial, code, agent: "m.durand".to_owned() })
    };
    for number in [1001, 1030, 1059] {
        let _ = runtime.block_on(local.card(format!("p{number}")));
        let _ = runtime.block_on(test(number.to_string()));
        let _ = store.fob(&number.to_string(), NOW);
    }
    for text in ["p10", "famille", "10"] {
        let _ = runtime.block_on(local.find(Find { text: text.to_owned(), limit: 50 }));
    }
    let _ = runtime.block_on(local.stock("10".to_owned()));
    let _ = runtime.block_on(local.loose());
    let _ = runtime.block_on(local.follow("p1001".to_owned(), 0));
    let _ = store.journal(50);
    let _ = store.drafts("m.durand");
    let _ = store.journal_begin(NOW, &intent("1001"));
}

/// Bytes scribbled over anywhere: refused and left alone, or opened and read without a panic. That
/// no seed comes out wrong, the vault sees to.
#[test]
fn scribbled_bytes_never_panic() {
    let (folder, whole) = spoilable();
    let mut scatter = Scatter(20_261);
    let mut opened = 0;
    for round in 0..100 {
        let mut bytes = whole.clone();
        // Every third round in the first page, where the schema and the file's own header are.
        let reach = if round % 3 == 0 { 4096 } else { bytes.len() };
        for _ in 0..=scatter.next(8) {
            let at = scatter.next(reach);
            bytes[at] = u8::try_from(scatter.next(256)).unwrap();
        }
        with_bytes(folder.path(), &bytes);
        match Store::open(folder.path(), None) {
            Ok(store) => {
                opened += 1;
                ask_everything(store);
            }
            Err(_) => assert!(fs::read(folder.path().join(FILE)).unwrap() == bytes, "round {round}"),
        }
    }
    assert!((30..100).contains(&opened), "{opened} of 100 opened: both ways must be tried");
    // Cut inside its last page, a file still looks whole.
    for lost in [1, 100, 4000, 4095] {
        with_bytes(folder.path(), &whole[..whole.len() - lost]);
        let _ = Store::open(folder.path(), None).map(ask_everything);
    }
}

/// Well-formed rows with senseless values: the numbers of an attacker, not of a failing disk.
#[test]
fn senseless_values_never_panic() {
    let (most, least) = (i64::MAX.to_string(), i64::MIN.to_string());
    let beyond = (i64::from(u32::MAX) + 1).to_string();
    let numbers = [&most, &least, "-1", "0", "1", &beyond];
    let texts = ["''", "'nonsense'", "char(8238, 0, 155)", "'é'"];
    let dates = ["starts", "expires", "pin_cleared", "since"];
    let counts = ["digits", "period", "t0", "fails", "max_fails", "last_step", "drift", "version"];
    let words = ["algorithm", "life", "maker", "before"];
    let columns = dates.iter().chain(&counts).map(|column| (column, numbers.as_slice()));
    let columns = columns.chain(words.iter().map(|column| (column, texts.as_slice())));
    let (folder, whole) = spoilable();
    for (column, values) in columns {
        for value in values {
            with_bytes(folder.path(), &whole);
            tamper(folder.path(), &format!("UPDATE keys SET {column} = {value}")).unwrap();
            ask_everything(Store::open(folder.path(), None).unwrap());
        }
    }
    for sql in [
        format!("UPDATE events SET at = {most}, step = {least}; UPDATE directory SET version = {most}"),
        format!("INSERT INTO fobs SELECT serial, {most} FROM keys; UPDATE journal SET at = {least}"),
        "UPDATE people SET login = login || char(0, 27, 8238), family = '', given = char(155)".to_owned(),
        "DELETE FROM schools; DELETE FROM directory".to_owned(),
    ] {
        with_bytes(folder.path(), &whole);
        tamper(folder.path(), &format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
        ask_everything(Store::open(folder.path(), None).unwrap());
    }
}
