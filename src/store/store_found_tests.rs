#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::domain::found::{Breadth, Shortlist};
use crate::domain::moment::Moment;
use crate::domain::otp::Generator;
use crate::domain::secret::{Secret, Seed};
use crate::keyfile::{KeyRow, PersonRow};

const NOW: Moment = Moment::from_secs(1_800_000_000);

/// More than one part of the narrowest search takes, and not a whole number of turns.
const KEYS: usize = 26_001;

fn seed_of(at: usize) -> Seed {
    Secret::new(format!("seed of {at}").into_bytes())
}

fn serial_of(at: usize) -> String {
    format!("{}", 100_000 + at)
}

fn key_row(at: usize, shape: Shape) -> KeyRow {
    KeyRow {
        serial: serial_of(at),
        maker: String::new(),
        shape,
        seed: seed_of(at),
        counter: 0,
        starts: None,
        expires: None,
        line: 1,
    }
}

fn store_of(keys: usize) -> (tempfile::TempDir, Store) {
    let memory = std::path::Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let store = Store::create(folder.path(), None).unwrap();
    let long = Shape { digits: 8, ..Shape::COMMON };
    let shape = |at| if at % 100 == 7 { long } else { Shape::COMMON };
    let rows: Vec<_> = (0..keys).map(|at| key_row(at, shape(at))).collect();
    store.import_keys(&rows, NOW).unwrap();
    (folder, store)
}

fn hunt(at: usize, steps: &[i64], breadth: Breadth) -> Hunt {
    let generator = Generator::new(&seed_of(at), &Shape::COMMON);
    let now = Shape::COMMON.step_at(NOW).unwrap();
    let codes = steps.iter().map(|step| generator.code(now + step).unwrap()).collect();
    Hunt::new(codes, breadth, NOW).unwrap()
}

/// The whole search, and how many parts it took.
fn search(store: &Store, hunt: &Hunt) -> (Shortlist, usize) {
    let (mut list, mut from, mut parts, mut behind) = (Shortlist::default(), 0, 0, 0);
    loop {
        let part = store.found_part(hunt, from).unwrap();
        let next = part.next;
        list.add(part, NOW);
        parts += 1;
        assert!(list.permille >= behind);
        behind = list.permille;
        match next {
            Some(next) => from = next,
            None => return (list, parts),
        }
    }
}

#[test]
fn every_key_of_that_length_is_compared_once() {
    let (_folder, store) = store_of(KEYS);
    let six = (KEYS - KEYS.div_ceil(100) + 1) as u64;
    for at in [512, KEYS - 1] {
        let (list, parts) = search(&store, &hunt(at, &[-1, 0], Breadth::Near));
        assert!(parts > 1 && list.permille == 1000);
        assert_eq!((list.keys, list.steps, list.unreadable), (six, six * 11, 0));
        assert_eq!(list.count, 1, "a pair is chance once in some hundred thousand times");
        assert_eq!(list.leads[0].key.serial.as_str(), serial_of(at));
        assert_eq!(list.leads[0].trace, Trace { offset: 0, skipped: 0 });
    }
}

#[test]
fn a_wider_search_takes_smaller_parts() {
    let (_folder, store) = store_of(1_400);
    let hunt = hunt(3, &[699, 700], Breadth::HalfDay);
    let (list, parts) = search(&store, &hunt);
    assert!(parts > 1);
    assert_eq!(list.leads[0].trace.offset, 700);
}

#[test]
fn damaged_keys_are_counted_and_do_not_end_the_search() {
    let (_folder, store) = store_of(40);
    let change = |sql: &str| store.read(|connection| Ok(connection.execute_batch(sql)?)).unwrap();
    change("UPDATE keys SET seed = x'00' WHERE serial = '100001'");
    change("UPDATE keys SET version = 2 WHERE serial = '100002'");
    change("UPDATE keys SET algorithm = 'md5' WHERE serial = '100003'");
    change("UPDATE keys SET life = 'eaten' WHERE serial = '100004'");
    let (list, _) = search(&store, &hunt(5, &[0], Breadth::Near));
    assert_eq!((list.unreadable, list.count), (3, 1));
    let (list, _) = search(&store, &hunt(4, &[0], Breadth::Near));
    assert_eq!((list.unreadable, list.count), (4, 0));
}

#[test]
fn a_lead_has_its_holder_and_nothing_is_written() {
    let (_folder, store) = store_of(20);
    let person = PersonRow { login: "cdupont".into(), serials: vec![serial_of(5)], ..PersonRow::default() };
    store.import_people(&[person], NOW).unwrap();
    let changes = || store.read(|connection| Ok(connection.total_changes())).unwrap();
    let before = changes();
    let (list, _) = search(&store, &hunt(5, &[0], Breadth::Near));
    assert_eq!(list.leads[0].person.as_ref().unwrap().login, "cdupont");
    assert_eq!(changes(), before);
}

#[test]
fn an_empty_vault_is_searched_at_once() {
    let (_folder, store) = store_of(0);
    let part = store.found_part(&hunt(1, &[0], Breadth::Near), 0).unwrap();
    assert_eq!((part.next, part.permille, part.keys), (None, 1000, 0));
}
