//! Where the cursor of a list is and which rows are seen. Only the visible rows are ever built.
//!
//! When the cursor leaves the window the list turns a page instead of scrolling a line: a held key
//! then costs a third of the bytes.

/// The window of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// The selected row.
    pub at: usize,
    first: usize,
}

/// A step of the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// One window up.
    PageUp,
    /// One window down.
    PageDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

impl List {
    /// Moves in a list of `length` rows of which `rows` are seen; `true` if the cursor moved.
    pub fn step(&mut self, step: Step, length: usize, rows: usize) -> bool {
        let before = self.at;
        let last = length.saturating_sub(1);
        let page = rows.max(1);
        self.at = match step {
            Step::Up => self.at.saturating_sub(1),
            Step::Down => self.at + 1,
            Step::PageUp => self.at.saturating_sub(page),
            Step::PageDown => self.at + page,
            Step::First => 0,
            Step::Last => last,
        }
        .min(last);
        self.show(length, rows);
        self.at != before
    }

    /// Puts the cursor on a row.
    pub fn select(&mut self, at: usize, length: usize, rows: usize) {
        self.at = at.min(length.saturating_sub(1));
        self.show(length, rows);
    }

    /// The rows to draw.
    pub fn visible(&self, length: usize, rows: usize) -> std::ops::Range<usize> {
        let first = self.first.min(length);
        first..(first + rows).min(length)
    }

    fn show(&mut self, length: usize, rows: usize) {
        let rows = rows.max(1);
        if self.at < self.first {
            self.first = (self.at + 1).saturating_sub(rows);
        } else if self.at >= self.first + rows {
            self.first = self.at;
        }
        // The last page is never half empty.
        self.first = self.first.min(length.saturating_sub(rows));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_page_is_turned_at_the_edge() {
        let mut list = List::default();
        for _ in 0..5 {
            list.step(Step::Down, 20, 5);
        }
        assert_eq!((list.at, list.visible(20, 5)), (5, 5..10));
        list.step(Step::Up, 20, 5);
        assert_eq!((list.at, list.visible(20, 5)), (4, 0..5));
    }

    proptest! {
        #[test]
        fn the_cursor_is_always_seen(
            steps in proptest::collection::vec(0_usize..6, 0..50), length in 0_usize..40, rows in 1_usize..12,
        ) {
            let all = [Step::Up, Step::Down, Step::PageUp, Step::PageDown, Step::First, Step::Last];
            let mut list = List::default();
            for step in steps {
                list.step(all[step], length, rows);
                prop_assert!(length == 0 || list.visible(length, rows).contains(&list.at));
            }
        }
    }
}
