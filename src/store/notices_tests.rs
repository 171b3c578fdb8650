#![allow(clippy::unwrap_used, clippy::panic)]

use tempfile::TempDir;

use super::*;
use crate::domain::moment::Span;
use crate::domain::notice::PATIENCE;
use crate::domain::secret::Secret;

const NOW: Moment = Moment::from_secs(1_790_000_000);
const PHRASE: &str = "une phrase de passe";

fn store(folder: &TempDir) -> Store {
    Store::create(folder.path(), Some(&Secret::new(PHRASE.to_owned()))).unwrap()
}

fn reopened(folder: &TempDir) -> Store {
    Store::open(folder.path(), Some(&Secret::new(PHRASE.to_owned()))).unwrap()
}

fn notice(byte: u8) -> Notice {
    Notice {
        uuid: Uuid::from_random([byte; 16]),
        act: KeyAct::ClearPin,
        at: NOW + Span::secs(i64::from(byte)),
        to: "coquelicot@ac-nantes.fr".to_owned(),
        name: "Claire Coquelicot".to_owned(),
        academy: "nantes".to_owned(),
        login: "cdupont".to_owned(),
        serial: "103142718".to_owned(),
        successor: String::new(),
    }
}

fn intent() -> Intent {
    Intent { agent: "m.durand".to_owned(), act: "clear-pin".to_owned(), ..Intent::default() }
}

fn begin(store: &Store, byte: u8) -> (i64, Telling) {
    let telling = Ok(notice(byte));
    (store.begin_act(NOW, &intent(), Some(&telling)).unwrap(), telling)
}

fn told(store: &Store) -> Vec<Option<Told>> {
    store.journal(9).unwrap().into_iter().rev().map(|entry| entry.told).collect()
}

fn stages(store: &Store) -> Vec<Stage> {
    store.notices().unwrap().whole.iter().map(|one| one.errand.course.stage).collect()
}

/// kill -9 at any point: before the act's line there is neither; after it there are both, whatever came of the act.
#[test]
fn a_crash_between_the_act_and_its_end_loses_no_notice() {
    let folder = TempDir::new().unwrap();
    let own = store(&folder);
    assert_eq!((own.notice_count().unwrap(), told(&own)), (0, vec![]));
    let _ = begin(&own, 1);
    // No end, no closing: what is on the disk is all there is.
    std::mem::forget(own);
    let own = reopened(&folder);
    let pending = own.notices().unwrap().whole.remove(0);
    assert_eq!(pending, Pending { notice: notice(1), errand: Errand::held(NOW), words: String::new() });
    assert_eq!(told(&own), [Some(Told::Unknown)]);
    assert_eq!(own.journal(1).unwrap()[0].outcome, None);
    assert_eq!(pending.errand.course.due, NOW + PATIENCE);
}

/// A line that cannot be written leaves no notice, and the other way round.
#[test]
fn the_line_and_its_notice_are_one_breath() {
    let folder = TempDir::new().unwrap();
    let own = store(&folder);
    let _ = begin(&own, 1);
    // The same name a second time: the notice is refused, and the line with it.
    assert!(own.begin_act(NOW, &intent(), Some(&Ok(notice(1)))).is_err());
    assert_eq!((own.journal(9).unwrap().len(), own.notice_count().unwrap()), (1, 1));
}

#[test]
fn a_notice_goes_stays_held_or_is_forgotten_with_the_end_of_its_act() {
    let folder = TempDir::new().unwrap();
    let own = store(&folder);
    for (byte, known, outcome) in [
        (1, Known::Done, "done"),
        (2, Known::Undone, "failed: busy"),
        (3, Known::Unknown, "failed: broken: x"),
    ] {
        let (entry, telling) = begin(&own, byte);
        own.end_act(entry, NOW, (outcome, known), Some(&telling)).unwrap();
    }
    assert_eq!(stages(&own), [Stage::Waiting, Stage::Unknown]);
    assert_eq!(told(&own), [Some(Told::Waiting), None, Some(Told::Unknown)]);
    let ends: Vec<_> =
        own.journal(9).unwrap().into_iter().rev().map(|entry| entry.outcome.unwrap().1).collect();
    assert_eq!(ends, ["done", "failed: busy", "failed: broken: x"]);
}

/// The order was lost and is given again: the key server shows the second for the first, and the holder would be
/// told twice.
#[test]
fn an_act_ordered_again_ends_what_was_held_of_the_first_time() {
    let folder = TempDir::new().unwrap();
    let own = store(&folder);
    let (first, lost) = begin(&own, 1);
    own.end_act(first, NOW, ("failed: no answer", Known::Unknown), Some(&lost)).unwrap();
    let other = Ok(Notice { serial: "103142719".to_owned(), ..notice(2) });
    let second = own.begin_act(NOW, &intent(), Some(&other)).unwrap();
    own.end_act(second, NOW, ("failed: no answer", Known::Unknown), Some(&other)).unwrap();
    let (again, telling) = begin(&own, 3);
    own.end_act(again, NOW, ("done", Known::Done), Some(&telling)).unwrap();
    assert_eq!(stages(&own), [Stage::Unknown, Stage::Waiting], "another key's notice is held on");
    assert_eq!(told(&own), [None, Some(Told::Unknown), Some(Told::Waiting)]);
}

#[test]
fn why_nobody_is_told_stands_beside_the_act_unless_nothing_was_done() {
    let folder = TempDir::new().unwrap();
    let own = store(&folder);
    for (why, known) in
        [(Why::NoRoute, Known::Done), (Why::NoAddress, Known::Unknown), (Why::Demo, Known::Undone)]
    {
        let entry = own.begin_act(NOW, &intent(), Some(&Err(why))).unwrap();
        own.end_act(entry, NOW, ("x", known), Some(&Err(why))).unwrap();
    }
    let entry = own.begin_act(NOW, &intent(), None).unwrap();
    own.end_act(entry, NOW, ("done", Known::Done), None).unwrap();
    assert_eq!(told(&own), [Some(Told::Not(Why::NoRoute)), Some(Told::Not(Why::NoAddress)), None, None]);
    assert_eq!(own.notice_count().unwrap(), 0);
}

#[test]
fn every_step_is_told_beside_the_act() {
    let folder = TempDir::new().unwrap();
    let own = store(&folder);
    for byte in 1..=3 {
        let (entry, telling) = begin(&own, byte);
        own.end_act(entry, NOW, ("done", Known::Done), Some(&telling)).unwrap();
    }
    let stage = |byte: u8, stage| {
        let errand = Errand { course: Course { stage, tries: 4, due: NOW }, doubts: 2 };
        own.set_errand(&notice(byte).uuid, errand, "550 « non »").unwrap();
    };
    own.notice_sent(&notice(1).uuid, NOW).unwrap();
    own.notice_sent(&notice(1).uuid, NOW + Span::days(1)).unwrap();
    stage(2, Stage::Refused);
    stage(3, Stage::Doubtful);
    assert_eq!(told(&own), [Some(Told::Sent(NOW)), Some(Told::Refused), Some(Told::Doubtful)]);
    let kept = own.notices().unwrap().whole;
    assert_eq!((kept[0].words.as_str(), kept[0].errand.doubts), ("550 « non »", 2));
    own.notice_again(&notice(3).uuid, NOW).unwrap();
    assert_eq!(stages(&own), [Stage::Refused, Stage::Waiting]);
    assert_eq!(own.notices().unwrap().whole[1].words, "");
    own.give_up_notice(&notice(2).uuid).unwrap();
    own.give_up_notice(&notice(3).uuid).unwrap();
    assert_eq!(told(&own), [Some(Told::Sent(NOW)), Some(Told::Refused), Some(Told::GivenUp)]);
    // What is gone stays gone: another console was late.
    stage(3, Stage::Waiting);
    assert_eq!((own.notice_count().unwrap(), told(&own)[2]), (0, Some(Told::GivenUp)));
}

#[test]
fn who_is_told_what_is_sealed_and_tied_to_the_act() {
    let folder = TempDir::new().unwrap();
    let own = store(&folder);
    let _ = begin(&own, 1);
    let _ = begin(&own, 2);
    own.set_errand(&notice(1).uuid, Errand::new(NOW), "550 Tulipe").unwrap();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let clear = String::from_utf8_lossy(&bytes);
        assert!(!["oquelicot", "Tulipe"].iter().any(|word| clear.contains(word)));
    }
    let sql = "UPDATE notices SET at = at + 1 WHERE uuid LIKE '01%'";
    own.write(|transaction| Ok::<_, StoreFault>(transaction.execute(sql, [])?)).unwrap();
    let notices = own.notices().unwrap();
    assert_eq!((notices.whole.len(), notices.damaged), (1, vec![notice(1).uuid.as_str().to_owned()]));
}

#[test]
fn one_console_tells_at_a_time_and_the_outbox_is_another_matter() {
    let folder = TempDir::new().unwrap();
    let own = store(&folder);
    let held = own.hold_notices().unwrap();
    assert!(held.is_some() && own.hold_notices().unwrap().is_none() && own.hold_outbox().unwrap().is_some());
    drop(held);
    assert!(own.hold_notices().unwrap().is_some());
}
