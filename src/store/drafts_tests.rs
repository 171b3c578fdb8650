#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;

use super::*;
use crate::domain::ticket::Field;

const AGENT: &str = "m.durand";

fn store(folder: &Path) -> Store {
    Store::create(folder, None).unwrap()
}

fn draft(byte: u8) -> Draft {
    let mut draft = Draft::new(Uuid::from_random([byte; 16]), "nantes");
    draft.set(Field::Subject, "Clé perdue");
    draft
}

fn at(secs: i64) -> Moment {
    Moment::from_secs(secs)
}

#[test]
fn a_draft_comes_back_after_the_console_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let draft = draft(1);
    let saved = store(folder.path()).save_draft(AGENT, &draft, at(100)).unwrap();
    let again = Store::open(folder.path(), None).unwrap();
    let expected = Draft { saved: Some(saved), ..draft };
    assert_eq!(again.draft(&expected.uuid).unwrap(), Some(expected.clone()));
    assert_eq!(again.drafts(AGENT).unwrap(), Drafts { whole: vec![expected], damaged: Vec::new() });
    assert_eq!(again.drafts("somebody.else").unwrap(), Drafts::default());
    assert_eq!(again.draft(&Uuid::from_random([9; 16])).unwrap(), None);
}

#[test]
fn the_newest_draft_comes_first_and_a_dropped_one_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    for byte in 1..=3 {
        store.save_draft(AGENT, &draft(byte), at(i64::from(byte))).unwrap();
    }
    store.drop_draft(&draft(2).uuid).unwrap();
    store.drop_draft(&draft(2).uuid).unwrap();
    let left: Vec<_> = store.drafts(AGENT).unwrap().whole.into_iter().map(|draft| draft.uuid).collect();
    assert_eq!(left, [draft(3).uuid, draft(1).uuid]);
}

#[test]
fn saving_again_goes_on_from_the_time_answered() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let mut draft = draft(1);
    for (text, now) in [("un", 100), ("deux", 100), ("trois", 50)] {
        draft.set(Field::Description, text);
        let saved = store.save_draft(AGENT, &draft, at(now)).unwrap();
        assert!(Some(saved) > draft.saved, "the clock may stand still or go back");
        draft.saved = Some(saved);
        assert_eq!(store.draft(&draft.uuid).unwrap().as_ref(), Some(&draft));
    }
}

#[test]
fn two_consoles_do_not_overwrite_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let one = store(folder.path());
    let two = Store::open(folder.path(), None).unwrap();
    let mut here = draft(1);
    here.saved = Some(one.save_draft(AGENT, &here, at(100)).unwrap());
    let mut there = two.draft(&here.uuid).unwrap().unwrap();
    there.set(Field::Description, "écrit là-bas");
    // The same millisecond: the time alone must still tell the texts apart.
    let newer = two.save_draft(AGENT, &there, at(100)).unwrap();

    here.set(Field::Description, "écrit ici");
    match one.save_draft(AGENT, &here, at(200)) {
        Err(DraftFault::Conflict { saved }) => assert_eq!(saved, newer),
        other => panic!("{other:?}"),
    }
    assert_eq!(one.draft(&here.uuid).unwrap().unwrap().text(Field::Description), "écrit là-bas");
    here.saved = Some(newer);
    assert!(one.save_draft(AGENT, &here, at(200)).is_ok());
}

#[test]
fn a_draft_begun_twice_under_one_name_is_a_conflict() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    store.save_draft(AGENT, &draft(1), at(100)).unwrap();
    let fresh = store.save_draft(AGENT, &draft(1), at(200));
    assert!(matches!(fresh, Err(DraftFault::Conflict { .. })), "{fresh:?}");
}

#[test]
fn a_draft_filed_elsewhere_does_not_rise_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let mut draft = draft(1);
    draft.saved = Some(store.save_draft(AGENT, &draft, at(100)).unwrap());
    store.drop_draft(&draft.uuid).unwrap();
    let fault = store.save_draft(AGENT, &draft, at(200));
    assert!(matches!(fault, Err(DraftFault::Gone)), "{fault:?}");
    assert_eq!(store.draft(&draft.uuid).unwrap(), None);
}

#[test]
fn no_file_of_the_store_ever_holds_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let mut draft = draft(1);
    draft.set(Field::Description, "il tape 4576768950, mot de passe : Tournesol, 12E1234567ABC");
    draft.set(Field::Phone, "12345032848");
    draft.saved = Some(store.save_draft(AGENT, &draft, at(100)).unwrap());
    draft.set(Field::Errors, "PIN : 98ab7");
    store.save_draft(AGENT, &draft, at(200)).unwrap();
    let kept = store.draft(&draft.uuid).unwrap().unwrap();
    assert_eq!(kept.text(Field::Description), "il tape [***], mot de passe : [***] [***]");
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        for secret in ["4576768950", "768950", "Tournesol", "12E1234567ABC", "032848", "98ab7"] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} in {}", path.display());
        }
    }
}

/// Whatever was altered of a row, it is named, and the draft beside it is whole.
#[test]
fn a_damaged_draft_is_named_and_hides_no_other() {
    for spoil in [
        "body = zeroblob(50)",
        "body = x''",
        "body = substr(body, 1, length(body) - 1)",
        "body = (SELECT body FROM drafts WHERE agent = 'p.martin')",
        "saved = saved + 1",
        "saved = -1",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        for byte in [1, 2] {
            store.save_draft(AGENT, &draft(byte), at(100)).unwrap();
        }
        store.save_draft("p.martin", &draft(3), at(100)).unwrap();
        let uuid = draft(1).uuid;
        let spoilt = store.write(|transaction| {
            let sql = format!("UPDATE drafts SET {spoil} WHERE uuid = ?1");
            Ok::<_, StoreFault>(transaction.execute(&sql, [uuid.as_str()])?)
        });
        assert_eq!(spoilt.unwrap(), 1);
        let found = store.drafts(AGENT).unwrap();
        assert_eq!(found.damaged, [uuid.as_str()], "{spoil}");
        assert_eq!(found.whole.len(), 1, "{spoil}");
        assert_eq!(found.whole[0].uuid, draft(2).uuid, "{spoil}");
        let fault = store.draft(&uuid).unwrap_err();
        assert!(matches!(&fault, StoreFault::Damaged(what) if what.contains(uuid.as_str())), "{fault}");
        assert!(!fault.to_string().contains("perdue"), "the text itself is not told: {fault}");
        // It is there to be looked at, until somebody throws it away.
        store.drop_draft(&uuid).unwrap();
        assert_eq!(store.drafts(AGENT).unwrap().damaged, [""; 0]);
    }
}

/// A draft laid into another agent's list by somebody with an SQLite shell.
#[test]
fn a_draft_given_to_another_agent_does_not_open() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    store.save_draft(AGENT, &draft(1), at(100)).unwrap();
    let moved = store.write(|transaction| {
        Ok::<_, StoreFault>(transaction.execute("UPDATE drafts SET agent = 'p.martin'", [])?)
    });
    moved.unwrap();
    assert_eq!(store.drafts("p.martin").unwrap().damaged, [draft(1).uuid.as_str()]);
}

#[test]
fn no_file_of_the_store_holds_a_text() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let mut draft = draft(1);
    draft.set(Field::Description, "Coquelicot, rangé au grenier");
    store.save_draft(AGENT, &draft, at(100)).unwrap();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        for text in ["Coquelicot", "grenier", "perdue"] {
            let found = bytes.windows(text.len()).any(|window| window == text.as_bytes());
            assert!(!found, "{text} in {}", path.display());
        }
    }
}
