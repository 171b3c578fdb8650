#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;

use super::*;
use crate::domain::key::{Key, Life, Pin, Serial};
use crate::domain::moment::Span;
use crate::domain::otp::Shape;
use crate::domain::person::{Card, Event, Happening, Person, School};
use crate::domain::secret::Seed;
use crate::store::rows;

const MADE: Moment = Moment::from_secs(1_790_000_000);
const LATER: Moment = Moment::from_secs(1_790_003_600);

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

fn key(serial: &str, pin: Pin) -> Key {
    Key {
        serial: Serial::parse(serial).unwrap(),
        maker: "Fictive".into(),
        shape: Shape::COMMON,
        life: Life::Active,
        since: Some(MADE),
        pin,
        fails: 2,
        max_fails: 10,
        last_step: Some(29_833_000),
        drift: 1,
        starts: None,
        expires: Some(MADE + Span::days(300)),
        holder: Some("cdupont".into()),
    }
}

fn card() -> Card {
    let school = School {
        uai: "0449001V".into(),
        name: "Collège".into(),
        town: "Ville".into(),
        academy: "nantes".into(),
    };
    let person = Person {
        login: "cdupont".into(),
        family: "Dupont".into(),
        given: "Claire".into(),
        school: Arc::new(school),
        ..Person::default()
    };
    let event = Event {
        id: 7,
        at: MADE,
        serial: "103142718".into(),
        what: Happening::LoggedIn,
        step: Some(29_833_000),
        by: String::new(),
    };
    let keys = vec![key("103142718", Pin::Set), key("103142719", Pin::Unknown)];
    Card { person, keys, events: vec![event], notes: Vec::new() }
}

/// A snapshot of one person with two keys, of which the first has its seed.
fn made(folder: &Path) -> PathBuf {
    let path = folder.join("trois-rivieres.snap");
    let (vault, slot) = Vault::create_alone(Kind::Real, &secret("phrase de passe")).unwrap();
    let mut image = Image::new().unwrap();
    let seed =
        |serial: &str| Ok((serial == "103142718").then(|| Seed::new(b"12345678901234567890".to_vec())));
    image.add(&card(), &vault, seed).unwrap();
    let label = Label {
        scope: "school 0449001V".into(),
        agent: "m.durand".into(),
        made: MADE,
        expires: MADE + Span::days(3),
    };
    let header = write(&path, label, (&vault, slot), image).unwrap();
    assert_eq!((header.people, header.keys, header.seeds), (1, 2, 1));
    path
}

fn opened(path: &Path) -> (Header, Store, Trail) {
    open(path, &secret("phrase de passe"), LATER).unwrap_or_else(|fault| panic!("{fault}"))
}

fn fault(path: &Path) -> SnapshotFault {
    match open(path, &secret("phrase de passe"), LATER) {
        Err(fault) => fault,
        Ok(_) => panic!("it opened"),
    }
}

fn used(step: i64) -> Used {
    Used { serial: "103142718".into(), step, at: LATER.millis(), agent: "m.durand".into() }
}

fn last_step(store: &Store) -> Option<i64> {
    store.read(|connection| rows::find_key(connection, "103142718")).unwrap().unwrap().last_step
}

#[test]
fn what_was_drawn_is_there_again() {
    let folder = TempDir::new().unwrap();
    let path = made(folder.path());
    let (header, store, _trail) = opened(&path);
    assert_eq!((header.made(), header.expires()), (MADE, MADE + Span::days(3)));
    assert_eq!(header.kind(), Kind::Real);
    let keys = store.read(|connection| rows::keys_of(connection, "cdupont")).unwrap();
    assert_eq!(keys, card().keys);
    let found = store.read(|connection| rows::candidate(&store, connection, keys[0].clone())).unwrap();
    assert_eq!(found.seed.expose(), b"12345678901234567890");
    assert_eq!(found.uses, [(29_833_000, MADE)]);
}

#[test]
fn nothing_of_it_stands_in_clear_on_the_disk() {
    let folder = TempDir::new().unwrap();
    let path = made(folder.path());
    let (_, store, mut trail) = opened(&path);
    trail.record(&used(29_833_100)).unwrap();
    drop((store, trail));
    for entry in fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.path(), path, "one file and no other");
        let bytes = fs::read(entry.path()).unwrap();
        for word in ["Dupont", "Claire", "103142718", "cdupont", "Collège", "12345678901234567890"] {
            assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word}");
        }
    }
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_code_used_in_it_stays_used() {
    let folder = TempDir::new().unwrap();
    let path = made(folder.path());
    for step in [29_833_100, 29_833_105] {
        let (_, store, mut trail) = opened(&path);
        assert!(last_step(&store) < Some(step));
        trail.record(&used(step)).unwrap();
    }
    let (_, store, _trail) = opened(&path);
    assert_eq!(last_step(&store), Some(29_833_105));
    let candidate = store.read(|connection| {
        let key = rows::find_key(connection, "103142718")?.unwrap();
        rows::candidate(&store, connection, key)
    });
    let steps: Vec<i64> = candidate.unwrap().uses.iter().map(|(step, _)| *step).collect();
    assert_eq!(steps, [29_833_105, 29_833_100, 29_833_000]);
}

/// Whatever a crash leaves of the last record, those before it stand and the next one is kept.
#[test]
fn a_record_cut_short_is_dropped_and_the_next_one_stands() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("trail");
    let trail = |path: &Path| {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).unwrap();
        Trail::open(file, Secret::new([7; 32]), [8; 32]).unwrap()
    };
    trail(&path).0.record(&used(100)).unwrap();
    let whole = fs::read(&path).unwrap();
    trail(&path).0.record(&used(105)).unwrap();
    let longer = fs::read(&path).unwrap();
    for length in whole.len()..longer.len() {
        for garbage in
            [longer[..length].to_vec(), [&longer[..length], &vec![0; longer.len() - 1 - length]].concat()]
        {
            fs::write(&path, garbage).unwrap();
            let (mut open, before) = trail(&path);
            assert_eq!(before, [used(100)], "{length}");
            open.record(&used(110)).unwrap();
            assert_eq!(trail(&path).1, [used(100), used(110)], "{length}");
        }
    }
}

#[test]
fn records_cannot_be_swapped_left_out_or_repeated() {
    let folder = TempDir::new().unwrap();
    let path = made(folder.path());
    let start = fs::read(&path).unwrap().len();
    let mut trail = opened(&path).2;
    for step in [29_833_100, 29_833_105] {
        trail.record(&used(step)).unwrap();
    }
    drop(trail);
    let bytes = fs::read(&path).unwrap();
    let (head, records) = bytes.split_at(start);
    let (first, second) = records.split_at(records.len() / 2);
    for forged in [[second, first].concat(), second.to_vec(), [first, first].concat()] {
        fs::write(&path, [head, &forged].concat()).unwrap();
        assert!(matches!(fault(&path), SnapshotFault::Damaged("trail")));
    }
}

/// The length before a record is not sealed: altered, it must not pass for the trace of a crash, which
/// would drop every record from there on.
#[test]
fn a_record_of_another_length_is_not_taken_for_one_cut_short() {
    let folder = TempDir::new().unwrap();
    let path = made(folder.path());
    let start = fs::read(&path).unwrap().len();
    let mut trail = opened(&path).2;
    for step in [29_833_100, 29_833_105] {
        trail.record(&used(step)).unwrap();
    }
    drop(trail);
    let bytes = fs::read(&path).unwrap();
    let size = (bytes.len() - start) / 2;
    let length = u32::try_from(size - 4).unwrap();
    let forge = |at: usize, length: u32| {
        let mut forged = bytes.clone();
        forged[at..at + 4].copy_from_slice(&length.to_be_bytes());
        fs::write(&path, forged).unwrap();
    };
    for other in [0, 1, length - 1, length + 1, 2049, u32::MAX] {
        forge(start, other);
        assert!(matches!(fault(&path), SnapshotFault::Damaged("trail")), "first: {other}");
    }
    for other in [0, 1, length - 1, 2049, u32::MAX] {
        forge(start + size, other);
        assert!(matches!(fault(&path), SnapshotFault::Damaged("trail")), "last: {other}");
    }
}

#[test]
fn every_altered_byte_and_every_cut_is_noticed() {
    let folder = TempDir::new().unwrap();
    let path = made(folder.path());
    let bytes = fs::read(&path).unwrap();
    let header = bytes.iter().rposition(|byte| *byte == b'}').map(|_| bytes.splitn(3, |byte| *byte == b'\n'));
    let header: usize = header.unwrap().take(2).map(|line| line.len() + 1).sum();
    let text = String::from_utf8_lossy(&bytes[..header]).into_owned();
    let dates = text.find("\"expires\":").unwrap() + 10;
    let places =
        [dates + 4, header, header + 14, header + 15, header + 70_000, bytes.len() - 20, bytes.len() - 1];
    for place in places {
        let mut forged = bytes.clone();
        forged[place] = if forged[place] == b'9' { b'8' } else { forged[place] ^ 1 };
        fs::write(&path, &forged).unwrap();
        let fault = fault(&path);
        assert!(matches!(fault, SnapshotFault::Damaged(_) | SnapshotFault::Expired(_)), "{place}: {fault}");
    }
    for length in [0, 5, 18, 19, 40, header - 1, header + 3, bytes.len() - 1] {
        fs::write(&path, &bytes[..length.min(bytes.len() - 1)]).unwrap();
        assert!(matches!(fault(&path), SnapshotFault::Damaged(_)), "{length}");
    }
}

#[test]
fn a_date_moved_into_the_future_is_noticed() {
    let folder = TempDir::new().unwrap();
    let path = made(folder.path());
    let bytes = fs::read(&path).unwrap();
    let expires = (MADE + Span::days(3)).millis().to_string();
    let later = (MADE + Span::days(300)).millis().to_string();
    let at = bytes.windows(expires.len()).position(|window| window == expires.as_bytes()).unwrap();
    let forged = [&bytes[..at], later.as_bytes(), &bytes[at + expires.len()..]].concat();
    fs::write(&path, forged).unwrap();
    assert!(matches!(fault(&path), SnapshotFault::Damaged("image")));
}

#[test]
fn what_cannot_be_opened_is_named() {
    let folder = TempDir::new().unwrap();
    let path = made(folder.path());
    let wrong = open(&path, &secret("autre phrase"), LATER);
    assert!(matches!(wrong, Err(SnapshotFault::WrongPassphrase)));
    let late = open(&path, &secret("phrase de passe"), MADE + Span::days(3));
    assert!(matches!(late, Err(SnapshotFault::Expired(_))));
    let held = opened(&path);
    assert!(matches!(fault(&path), SnapshotFault::Held));
    drop(held);
    opened(&path);
    assert!(matches!(fault(&folder.path().join("none")), SnapshotFault::Missing(_)));
    let (vault, slot) = Vault::create_alone(Kind::Demo, &secret("x")).unwrap();
    let label = Label { scope: String::new(), agent: String::new(), made: MADE, expires: LATER };
    let again = write(&path, label, (&vault, slot), Image::new().unwrap());
    assert!(matches!(again, Err(SnapshotFault::Exists(_))));
    for (bytes, newer) in [(&b"GUICHET-SNAPSHOT 2\n{}\n"[..], true), (b"SQLite format 3\0", false)] {
        fs::write(&path, bytes).unwrap();
        assert_eq!(matches!(fault(&path), SnapshotFault::Newer), newer);
    }
}
