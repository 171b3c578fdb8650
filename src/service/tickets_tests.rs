use super::*;
use crate::domain::ticket::{Priority, State};

fn row(id: u32, changed: i64) -> TicketRow {
    TicketRow {
        id: TicketId::new(id.to_string()),
        subject: String::new(),
        state: State::Open,
        priority: Priority::Normal,
        queue: String::new(),
        owner: String::new(),
        requester: String::new(),
        created: Moment::from_secs(0),
        changed: Moment::from_secs(changed),
    }
}

/// Six tickets, two a page, the one that changed last first.
fn page(at: u32) -> TicketPage {
    let rows = (0..6).rev().map(|id| row(id, i64::from(id))).skip(at as usize * 2).take(2).collect();
    TicketPage { rows, total: None, more: at < 2 }
}

fn known(shelf: &Shelf) -> usize {
    shelf.held().as_ref().map_or(0, |book| book.rows().len())
}

#[test]
fn a_reading_that_was_left_is_not_taken_for_a_whole_one() {
    let shelf = Shelf::default();
    assert_eq!(shelf.learn(0, page(0)), (true, false));
    // The agent opened a ticket and came back: the list is read from its top, which tells nothing new.
    assert_eq!(shelf.learn(0, page(0)), (false, false));
    assert_eq!(shelf.learn(1, page(1)), (true, false));
    assert_eq!(shelf.learn(0, page(0)), (false, false));
    assert_eq!(shelf.learn(1, page(1)), (false, false));
    assert_eq!(shelf.learn(2, page(2)), (true, true));
    assert_eq!(known(&shelf), 6);
    // Now the first page is enough.
    assert_eq!(shelf.learn(0, page(0)), (false, true));
}

#[test]
fn a_page_without_news_ends_a_reading_of_a_whole_book() {
    let shelf = Shelf::default();
    for at in 0..3 {
        shelf.learn(at, page(at));
    }
    let news = TicketPage { rows: vec![row(1, 9), row(5, 5)], total: None, more: true };
    assert_eq!(shelf.learn(0, news), (true, false));
    let rest = TicketPage { rows: vec![row(4, 4), row(3, 3)], total: None, more: true };
    assert_eq!(shelf.learn(1, rest), (false, true));
}
