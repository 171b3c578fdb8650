#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::moment::Moment;
use crate::domain::ticket::{Priority, TicketRow};

fn row(number: u32) -> TicketRow {
    TicketRow {
        id: TicketId::new(number.to_string()),
        subject: String::new(),
        state: State::New,
        priority: Priority::Normal,
        queue: String::new(),
        owner: String::new(),
        requester: String::new(),
        created: Moment::default(),
        changed: Moment::default(),
    }
}

fn page(numbers: impl Iterator<Item = u32>, more: bool) -> Result<TicketPage, ()> {
    Ok(TicketPage { rows: numbers.map(row).collect(), total: None, more })
}

fn numbers(page: &TicketPage) -> Vec<u32> {
    page.rows.iter().map(|row| row.id.as_str().parse().unwrap()).collect()
}

/// Somebody files a ticket between two pages: the last of the first comes again.
#[test]
fn a_ticket_that_moves_to_the_next_page_is_told_once() {
    let pages = |at: u32| page(at * 3 - u32::from(at > 0)..at * 3 + 3, at < 2);
    let whole = all(pages).unwrap();
    assert_eq!((numbers(&whole), whole.more), ((0..9).collect(), false));
}

#[test]
fn a_list_without_end_has_an_end_that_is_told() {
    let mut read = 0;
    let whole = all(|at| {
        read += 1;
        page(at..at + 1, true)
    });
    assert_eq!((whole.unwrap().more, read), (true, PAGES));
}

/// Half a list would look like a whole one.
#[test]
fn a_page_that_fails_fails_the_list() {
    assert!(all(|at| if at == 0 { page(0..3, true) } else { Err(()) }).is_err());
}
