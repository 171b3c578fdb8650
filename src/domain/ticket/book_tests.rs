use proptest::prelude::*;

use super::*;
use crate::domain::moment::Moment;
use crate::domain::ticket::{Priority, State};

fn row(id: u32, changed: i64) -> TicketRow {
    TicketRow {
        id: TicketId::new(id.to_string()),
        subject: format!("{id} à {changed}"),
        state: State::Open,
        priority: Priority::Normal,
        queue: "otp".to_owned(),
        owner: String::new(),
        requester: String::new(),
        created: Moment::from_secs(0),
        changed: Moment::from_secs(changed),
    }
}

#[test]
fn a_page_without_news_ends_the_reading() {
    let mut book = Book::new(vec![row(1, 10), row(2, 20), row(3, 30)]);
    assert!(book.learn(vec![row(3, 30), row(2, 20)]));
    assert!(!book.learn(vec![row(1, 40), row(3, 30)]));
    let ids: Vec<_> = book.rows().iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["1", "3", "2"]);
    assert_eq!(book.rows()[0].subject, "1 à 40");
    book.forget(&TicketId::new("3"));
    assert_eq!(book.rows().len(), 2);
    assert!(book.learn(Vec::new()), "beyond the end");
}

/// A list that says nothing is better than one that is wrong.
#[test]
fn what_a_ticket_lacked_is_known_until_the_ticket_changes() {
    let mut book = Book::new(vec![row(1, 10)]);
    let gist = Gist::again(Moment::from_secs(10), 3, "ac-nantes.fr");
    assert!(book.keep(&TicketId::new("1"), Some(gist.clone())));
    assert!(!book.keep(&TicketId::new("1"), Some(gist.clone())), "no news");
    assert_eq!(book.gist(&row(1, 10)), Some(&gist));
    book.learn(vec![row(1, 11)]);
    assert_eq!(book.gist(&book.rows()[0]), None);
}

proptest! {
    /// A desk whose list is read page by page, from the top, until a page tells nothing new: the book is
    /// then the desk's list, whatever changed since the last time.
    #[test]
    fn reading_until_nothing_is_new_is_reading_all(
        before in prop::collection::btree_map(0u32..60, 0i64..50, 0..40),
        changes in prop::collection::btree_map(0u32..60, 50i64..99, 0..20),
        size in 1usize..9,
    ) {
        let listed = |all: &BTreeMap<u32, i64>| {
            Book::new(all.iter().map(|(id, changed)| row(*id, *changed)).collect())
        };
        let mut book = listed(&before);
        let mut now = before;
        now.extend(changes);
        let desk = listed(&now);
        for page in desk.rows().chunks(size) {
            if book.learn(page.to_vec()) {
                break;
            }
        }
        prop_assert_eq!(book, desk);
    }
}
