#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::ticket::Lens;
use crate::store::check::Sealed;

fn look(byte: u8, name: &str) -> Look {
    let uuid = Uuid::from_random([byte; 16]);
    Look { uuid, name: name.to_owned(), lens: Lens::Free, filter: "rouen".to_owned() }
}

fn names(store: &Store, agent: &str) -> Vec<String> {
    store.looks(agent).unwrap().into_iter().map(|look| look.name).collect()
}

#[test]
fn a_look_is_kept_renamed_and_forgotten_for_one_agent() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), None).unwrap();
    let at = Moment::from_secs;
    store.keep_look("m.durand", &look(2, "Eure"), at(1)).unwrap();
    store.keep_look("m.durand", &look(1, "À rappeler"), at(2)).unwrap();
    store.keep_look("p.martin", &look(3, "Les miens"), at(3)).unwrap();
    store.keep_look("m.durand", &look(2, "Eure, libres"), at(4)).unwrap();
    assert_eq!(names(&store, "m.durand"), ["Eure, libres", "À rappeler"]);
    store.drop_look("m.durand", &look(3, "").uuid).unwrap();
    assert_eq!(names(&store, "p.martin"), ["Les miens"], "another agent's");
    store.drop_look("m.durand", &look(2, "").uuid).unwrap();
    drop(store);
    let store = Store::open(folder.path(), None).unwrap();
    assert_eq!(store.looks("m.durand").unwrap(), [look(1, "À rappeler")]);
}

#[test]
fn what_is_damaged_is_left_out_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), None).unwrap();
    store.keep_look("m.durand", &look(1, "un"), Moment::from_secs(1)).unwrap();
    store.keep_look("m.durand", &look(2, "deux"), Moment::from_secs(2)).unwrap();
    let sql = "UPDATE looks SET body = zeroblob(60) WHERE made = 1000";
    store.write(|transaction| Ok::<_, StoreFault>(transaction.execute(sql, [])?)).unwrap();
    assert_eq!(names(&store, "m.durand"), ["deux"]);
    assert_eq!(store.check().unwrap().damaged, [(Sealed::Look, look(1, "").uuid.as_str().to_owned())]);
}
