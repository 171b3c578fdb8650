//! The list of tickets.

use super::ticket::TicketScreen;
use super::{Layer, Screen, View};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::effect::Slot;
use crate::app::notice::Notice;
use crate::desk::Filter;
use crate::domain::moment::Moment;
use crate::domain::ticket::{State, TicketRow};
use crate::service::request::{Answer, Failure, Read};
use crate::text::tickets;
use crate::ui::list::{List, Step};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// What the list shows, in the order of Tab.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Live,
    Settled,
    All,
}

/// The list.
pub struct TicketList {
    shown: Shown,
    rows: Vec<TicketRow>,
    total: Option<u64>,
    /// Pages read so far.
    pages: u32,
    more: bool,
    reading: bool,
    list: List,
}

impl TicketList {
    /// Live tickets first.
    pub fn new() -> Self {
        Self {
            shown: Shown::Live,
            rows: Vec::new(),
            total: None,
            pages: 0,
            more: false,
            reading: false,
            list: List::default(),
        }
    }

    fn read(&mut self, page: u32, cx: &mut Cx) {
        let states = match self.shown {
            Shown::Live => State::LIVE.to_vec(),
            Shown::Settled => vec![State::Solved, State::Closed],
            Shown::All => Vec::new(),
        };
        self.reading = true;
        self.pages = page;
        cx.ask(Slot::Tickets, Read::Tickets { filter: Filter { states, ..Filter::default() }, page });
    }
}

impl Default for TicketList {
    fn default() -> Self {
        Self::new()
    }
}

impl Screen for TicketList {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Tickets, Scope::List]
    }

    fn offers(&self, action: Action, _now: Moment) -> bool {
        match action {
            Action::Open => !self.rows.is_empty(),
            Action::Tickets => false,
            _ => true,
        }
    }

    fn entered(&mut self, cx: &mut Cx) {
        self.read(0, cx);
    }

    fn turned(&mut self, cx: &mut Cx) {
        // Tickets of the server do not stand under the heading of those that wait.
        self.rows.clear();
        self.total = None;
        if !cx.covered() {
            self.entered(cx);
        }
    }

    fn left(&mut self, cx: &mut Cx) {
        cx.forget(Slot::Tickets);
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        let step = match action {
            Action::Up => Step::Up,
            Action::Down => Step::Down,
            Action::PageUp => Step::PageUp,
            Action::PageDown => Step::PageDown,
            Action::First => Step::First,
            Action::Last => Step::Last,
            Action::Open => {
                if let Some(row) = self.rows.get(self.list.at) {
                    cx.go(Go::Push(Layer::Ticket(Box::new(TicketScreen::new(row.id.clone())))));
                }
                return true;
            }
            Action::NextFilter => {
                self.shown = match self.shown {
                    Shown::Live => Shown::Settled,
                    Shown::Settled => Shown::All,
                    Shown::All => Shown::Live,
                };
                self.list = List::default();
                self.read(0, cx);
                return true;
            }
            Action::Refresh => {
                self.read(0, cx);
                return true;
            }
            Action::Tickets => return true,
            _ => return false,
        };
        let rows = usize::from(cx.size.1.saturating_sub(super::frame::ROWS + 2));
        let moved = self.list.step(step, self.rows.len(), rows);
        if self.more && !self.reading && self.list.at + rows >= self.rows.len() {
            self.read(self.pages + 1, cx);
        }
        moved
    }

    fn asks(&self, slot: Slot) -> bool {
        slot == Slot::Tickets
    }

    fn answer(&mut self, _slot: Slot, result: Result<Answer, Failure>, cx: &mut Cx) -> bool {
        self.reading = false;
        match result {
            Ok(Answer::Tickets(page)) => {
                // A refresh keeps the cursor on its ticket.
                let held = self.rows.get(self.list.at).map(|row| row.id.clone());
                if self.pages == 0 {
                    self.rows.clear();
                }
                self.rows.extend(page.rows);
                (self.total, self.more) = (page.total, page.more);
                let at = held.and_then(|id| self.rows.iter().position(|row| row.id == id));
                let rows = usize::from(cx.size.1.saturating_sub(super::frame::ROWS + 2));
                self.list.select(at.unwrap_or(self.list.at), self.rows.len(), rows);
            }
            Ok(_) => return false,
            Err(failure) => cx.say(Notice::bad(cx.t().failure(&failure))),
        }
        true
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text;
        let (width, height) = (pen.width(), pen.height());
        let filter = match self.shown {
            Shown::Live => text.tickets.live,
            Shown::Settled => text.tickets.settled,
            Shown::All => text.tickets.all,
        };
        let offline = view.session.abilities.snapshot.is_some();
        match offline {
            true => pen.text(1, 0, Role::Accent, text.offline.waiting),
            false => pen.text(1, 0, Role::Accent, &(text.tickets.list)(filter)),
        };
        if let Some(total) = self.total {
            pen.right(width - 1, 0, Role::Muted, &crate::text::wall::grouped(total as i64));
        }
        pen.rule(1);
        if self.rows.is_empty() {
            let (first, second) = match self.reading {
                true => (text.tickets.reading, ""),
                false if offline => (text.offline.none_waiting, text.tickets.none_hint),
                false => (text.tickets.none, text.tickets.none_hint),
            };
            pen.text(3, 3, Role::Muted, first);
            pen.part(3, 4, width.saturating_sub(4), 3).paragraph(0, 3, Role::Muted, second);
        }
        let rows = height.saturating_sub(2);
        for (y, at) in (2..).zip(self.list.visible(self.rows.len(), usize::from(rows))) {
            let Some(row) = self.rows.get(at) else { continue };
            draw_row(row, view, &mut pen.part(0, y, width, 1));
            if at == self.list.at {
                let mut line = pen.part(0, y, width, 1);
                line.tint(0, Role::Selected);
                let pointer = line.glyphs().pointer;
                line.mark(1, 0, Role::Selected, pointer);
            }
        }
    }
}

fn draw_row(row: &TicketRow, view: &View, pen: &mut Pen) {
    let lang = view.session.text.lang;
    let width = pen.width();
    let age = view.session.wall.age(row.changed, view.now);
    let end = pen.right(width - 1, 0, Role::Muted, &age);
    let x = pen.text(3, 0, Role::Muted, &format!("{:>4}  ", row.id.as_str()));
    pen.part(x, 0, 11, 1).text(0, 0, Role::Base, tickets::state(lang, row.state));
    let who = if width > 70 { 14 } else { 0 };
    pen.part(x + 11, 0, who, 1).text(0, 0, Role::Muted, &row.requester);
    let at = x + 11 + who + u16::from(who > 0);
    pen.part(at, 0, end.saturating_sub(at + 1), 1).text(0, 0, Role::Base, &row.subject);
}
