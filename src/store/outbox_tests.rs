#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use tempfile::TempDir;

use super::*;
use crate::domain::secret::Secret;
use crate::domain::ticket::Field;

const NOW: Moment = Moment::from_secs(1_790_000_000);

fn draft(byte: u8, said: &str) -> Draft {
    let mut draft = Draft::new(Uuid::from_random([byte; 16]), "nantes");
    draft.values.insert(Field::Description, said.to_owned());
    draft
}

fn store(folder: &TempDir) -> Store {
    Store::create(folder.path(), Some(&Secret::new("une phrase de passe".to_owned()))).unwrap()
}

#[test]
fn tickets_wait_in_their_order_and_go_once_delivered() {
    let folder = TempDir::new().unwrap();
    let store = store(&folder);
    store.queue("m.durand", &draft(2, "deux"), NOW + crate::domain::moment::Span::secs(5)).unwrap();
    store.queue("m.durand", &draft(1, "un"), NOW).unwrap();
    store.queue("m.durand", &draft(1, "un encore"), NOW).unwrap();
    assert_eq!(store.waiting_count().unwrap(), 2);
    let said: Vec<String> =
        store.waiting().unwrap().iter().map(|one| one.draft.text(Field::Description).to_owned()).collect();
    assert_eq!(said, ["un", "deux"]);
    store.delivered(&draft(1, "").uuid).unwrap();
    store.delivered(&draft(1, "").uuid).unwrap();
    assert_eq!(store.waiting_count().unwrap(), 1);
}

#[test]
fn what_waits_is_redacted_and_sealed() {
    let folder = TempDir::new().unwrap();
    let store = store(&folder);
    store.queue("m.durand", &draft(1, "Collège des Mouettes, PASSCODE 4576 768950"), NOW).unwrap();
    let waiting = store.waiting().unwrap();
    assert!(waiting[0].draft.text(Field::Description).starts_with("Collège des Mouettes"));
    assert!(!waiting[0].draft.text(Field::Description).contains("768950"));
    drop(store);
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let clear = String::from_utf8_lossy(&bytes);
        assert!(!clear.contains("Mouettes") && !clear.contains("768950"));
    }
}

#[test]
fn a_row_given_to_another_agent_does_not_open() {
    let folder = TempDir::new().unwrap();
    let store = store(&folder);
    store.queue("m.durand", &draft(1, "un"), NOW).unwrap();
    let sql = "UPDATE outbox SET agent = 'm.martin'";
    store.write(|transaction| Ok::<_, StoreFault>(transaction.execute(sql, [])?)).unwrap();
    assert!(matches!(store.waiting(), Err(StoreFault::Damaged(_))));
}
