#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::secret::Secret;
use crate::domain::ticket::{Audience, Parcel, Remark, TicketId};

const AGENT: &str = "m.durand";

fn at(secs: i64) -> Moment {
    Moment::from_secs(secs)
}

fn jot(byte: u8, text: &str) -> Jot {
    let uuid = Uuid::from_random([byte; 16]);
    Jot { text: text.to_owned(), ..Jot::new(uuid, TicketId::new("7"), Audience::Requester) }
}

fn texts(store: &Store) -> Vec<String> {
    store.jots(AGENT).unwrap().into_iter().map(|jot| jot.text).collect()
}

#[test]
fn words_are_there_after_a_crash_and_lie_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let phrase = Secret::new("une phrase de passe".to_owned());
    let store = Store::create(folder.path(), Some(&phrase)).unwrap();
    store.save_jot(AGENT, &jot(1, "rappelée sans réponse"), at(10)).unwrap();
    store.save_jot("p.martin", &jot(2, "autre"), at(11)).unwrap();
    drop(store);
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("sans réponse"));
    }
    let store = Store::open(folder.path(), Some(&phrase)).unwrap();
    assert_eq!(texts(&store), ["rappelée sans réponse"]);
    assert_eq!(store.jots(AGENT).unwrap()[0].saved, Some(at(10)));
}

#[test]
fn nothing_is_written_over_what_another_console_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), None).unwrap();
    let mut one = jot(1, "un");
    one.saved = Some(store.save_jot(AGENT, &one, at(10)).unwrap());
    let other = Jot { text: "deux".to_owned(), ..one.clone() };
    let saved = store.save_jot(AGENT, &other, at(10)).unwrap();
    assert!(saved > at(10), "later, whatever the clock says");
    assert!(matches!(store.save_jot(AGENT, &one, at(20)), Err(DraftFault::Conflict { .. })));
    assert!(matches!(store.save_jot(AGENT, &jot(1, "neuf"), at(20)), Err(DraftFault::Conflict { .. })));
    assert_eq!(texts(&store), ["deux"]);
    store.drop_jot(&one.uuid).unwrap();
    assert!(matches!(store.save_jot(AGENT, &one, at(20)), Err(DraftFault::Gone)));
}

/// A crash leaves the words, or what leaves; never both, never neither.
#[test]
fn words_that_leave_are_words_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), None).unwrap();
    let Jot { uuid, ticket, audience, text, .. } = jot(1, "Bonjour");
    store.save_jot(AGENT, &jot(1, "Bonjour"), at(10)).unwrap();
    let remark = Remark { ticket, uuid, author: AGENT.to_owned(), audience, text };
    store.queue(AGENT, &Parcel::Remark(remark), &[], at(11)).unwrap();
    assert!(texts(&store).is_empty());
    assert_eq!(store.waiting_count().unwrap(), 1);
}

#[test]
fn what_is_damaged_hides_no_other_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), None).unwrap();
    store.save_jot(AGENT, &jot(1, "un"), at(10)).unwrap();
    store.save_jot(AGENT, &jot(2, "deux"), at(11)).unwrap();
    let sql = "UPDATE jots SET saved = 12 WHERE saved = 10000";
    store.write(|transaction| Ok::<_, StoreFault>(transaction.execute(sql, [])?)).unwrap();
    assert_eq!(texts(&store), ["deux"]);
    let damaged = store.check().unwrap().damaged;
    assert_eq!(damaged, [(crate::store::check::Sealed::Jot, jot(1, "").uuid.as_str().to_owned())]);
}
