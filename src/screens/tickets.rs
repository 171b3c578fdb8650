//! Triage: the tickets of the desk, through a look, filtered as one types, changed one or many at once.

mod drawing;
mod looks;

use std::collections::{BTreeMap, BTreeSet};

use crossterm::event::KeyEvent;

use super::change::ChangeDialog;
use super::ticket::TicketScreen;
use super::{Layer, Screen, View};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::effect::Slot;
use crate::app::notice::Notice;
use crate::desk::{ChangeKind, DeskFault, What};
use crate::domain::moment::Moment;
use crate::domain::search::{Column, Entries, Query};
use crate::domain::ticket::{Eye, Lens, TicketId, TicketRow, Uuid};
use crate::service::request::{Answer, Failure, Outcome, Read, Write};
use crate::service::tickets::Known;
use crate::ui::field::Field;
use crate::ui::list::{List, Step};
use crate::ui::pen::Pen;

/// Rows above the list.
const HEAD: u16 = 2;

/// The list.
#[derive(Default)]
pub struct TicketList {
    known: Option<Known>,
    /// Texts of the rows, in their order.
    texts: Entries,
    lens: Lens,
    /// A look of the agent's own, in place of the lens.
    own: Option<Uuid>,
    /// Removing it was asked for once.
    drop_asked: bool,
    filter: Field,
    /// Letters go into the filter.
    filtering: bool,
    /// Rows that are shown, by their places in the book.
    shown: Vec<usize>,
    list: List,
    /// Tickets marked for a change of several.
    marked: BTreeSet<TicketId>,
    /// What became of the last change, ticket by ticket.
    results: BTreeMap<TicketId, Result<(), DeskFault>>,
    reading: bool,
    working: Option<u64>,
}

impl TicketList {
    fn read(&mut self, page: Option<u32>, cx: &mut Cx) {
        self.reading = true;
        cx.ask(Slot::Tickets, Read::Book(page));
    }

    fn rows(&self) -> &[TicketRow] {
        self.known.as_ref().map_or(&[], |known| &known.rows)
    }

    fn row(&self, shown: usize) -> Option<&TicketRow> {
        self.rows().get(*self.shown.get(shown)?)
    }

    fn chosen(&self) -> Option<&TicketRow> {
        self.row(self.list.at)
    }

    fn height(cx: &Cx) -> usize {
        usize::from(cx.size.1.saturating_sub(super::frame::ROWS + HEAD))
    }

    /// Takes in what is known now. Neither the cursor nor the marks leave their tickets.
    fn learn(&mut self, known: Known, cx: &Cx) {
        let texts = known.rows.iter().map(|row| {
            let columns = [&row.subject, &row.requester, &row.owner, &row.queue, row.id.as_str(), "", ""];
            columns.map(Column::Plain)
        });
        self.texts = Entries::default();
        texts.for_each(|columns| self.texts.push(columns));
        let held = self.chosen().map(|row| row.id.clone());
        self.known = Some(known);
        self.look(held, cx);
    }

    /// Which rows are shown, and the cursor on the ticket it was on.
    fn look(&mut self, held: Option<TicketId>, cx: &Cx) {
        let Some(known) = &self.known else { return };
        let lens = self.lens_now();
        let query = Query::new(&self.filter_now());
        let eye = Eye { agent: &known.agent, now: cx.now, seen: &known.seen };
        let matching: Vec<usize> = match query.is_empty() {
            true => (0..known.rows.len()).collect(),
            false => self.texts.ranked(&query).into_iter().map(|(_, at)| at).collect(),
        };
        let shows = |at: &usize| known.rows.get(*at).is_some_and(|row| lens.shows(row, &eye));
        self.shown = matching.into_iter().filter(shows).collect();
        let of = |at: &usize| known.rows.get(*at).map(|row| &row.id);
        let at = held.and_then(|held| self.shown.iter().position(|at| of(at) == Some(&held)));
        let at = at.unwrap_or_else(|| self.list.at.min(self.shown.len().saturating_sub(1)));
        self.list.select(at, self.shown.len(), Self::height(cx));
    }

    fn retype(&mut self, cx: &Cx) {
        self.list = List::default();
        self.look(None, cx);
    }

    /// The tickets that a change is for: the marked ones, or the one under the cursor.
    fn meant(&self) -> Vec<(TicketId, Moment)> {
        let stamp = |row: &TicketRow| (row.id.clone(), row.changed);
        match self.marked.is_empty() {
            true => self.chosen().map(stamp).into_iter().collect(),
            false => self.rows().iter().filter(|row| self.marked.contains(&row.id)).map(stamp).collect(),
        }
    }

    fn change(&mut self, kind: ChangeKind, cx: &mut Cx) {
        let tickets = self.meant();
        let can = self.known.as_ref().is_some_and(|known| known.can.changes.contains(&kind));
        match (tickets.is_empty() || self.working.is_some(), can) {
            (true, _) => {}
            (_, false) => cx.say(Notice::warn(cx.t().triage.cannot)),
            (_, true) if kind == ChangeKind::Take => {
                self.working = Some(cx.write(Write::Change { tickets, what: What::Take }));
            }
            (_, true) => cx.go(Go::Push(Layer::Change(Box::new(ChangeDialog::new(kind, tickets))))),
        }
    }

    fn mark(&mut self, cx: &Cx) {
        let Some(id) = self.chosen().map(|row| row.id.clone()) else { return };
        if !self.marked.remove(&id) {
            self.marked.insert(id);
        }
        self.list.step(Step::Down, self.shown.len(), Self::height(cx));
    }
}

impl Screen for TicketList {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Tickets, Scope::Triage, Scope::List]
    }

    fn typing(&self) -> bool {
        self.filtering
    }

    fn offers(&self, action: Action, _now: Moment) -> bool {
        let kind = |kind| self.known.as_ref().is_some_and(|known| known.can.changes.contains(&kind));
        match action {
            Action::Tickets => false,
            Action::Open | Action::Mark => !self.shown.is_empty() && !self.filtering,
            Action::KeepLook => !self.filtering,
            Action::DropLook => !self.filtering && self.own.is_some(),
            Action::Change(wanted) => !self.shown.is_empty() && !self.filtering && kind(wanted),
            _ => true,
        }
    }

    fn entered(&mut self, cx: &mut Cx) {
        self.read(None, cx);
    }

    fn turned(&mut self, cx: &mut Cx) {
        // Tickets of the server do not stand under the heading of those that wait.
        *self = Self { lens: self.lens, own: self.own.take(), ..Self::default() };
        if !cx.covered() {
            self.entered(cx);
        }
    }

    fn left(&mut self, cx: &mut Cx) {
        cx.forget(Slot::Tickets);
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx) -> bool {
        let changed = self.filtering && self.filter.key(key);
        if changed {
            self.retype(cx);
        }
        changed
    }

    fn paste(&mut self, text: &str, cx: &mut Cx) -> bool {
        self.filtering = true;
        self.filter.paste(text);
        self.retype(cx);
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        self.drop_asked &= action == Action::DropLook;
        let step = match action {
            Action::Up => Step::Up,
            Action::Down => Step::Down,
            Action::PageUp => Step::PageUp,
            Action::PageDown => Step::PageDown,
            Action::First => Step::First,
            Action::Last => Step::Last,
            Action::Filter => {
                self.filtering = true;
                return true;
            }
            Action::Open if self.filtering => {
                self.filtering = false;
                return true;
            }
            Action::Back if self.filtering || !self.filter.is_empty() => {
                self.filtering = false;
                self.filter.reset();
                let held = self.chosen().map(|row| row.id.clone());
                self.look(held, cx);
                return true;
            }
            Action::Back if !self.marked.is_empty() => {
                self.marked.clear();
                return true;
            }
            Action::Open => {
                if let Some(row) = self.chosen() {
                    cx.go(Go::Push(Layer::Ticket(Box::new(TicketScreen::new(row.id.clone())))));
                }
                return true;
            }
            Action::NextFilter | Action::PreviousFilter => {
                self.turn_look(action == Action::PreviousFilter);
                self.retype(cx);
                return true;
            }
            Action::Refresh => {
                self.results.clear();
                self.read(Some(0), cx);
                return true;
            }
            Action::KeepLook => {
                self.keep_look(cx);
                return true;
            }
            Action::DropLook => {
                self.drop_look(cx);
                return true;
            }
            Action::Mark => {
                self.mark(cx);
                return true;
            }
            Action::Change(kind) => {
                self.change(kind, cx);
                return true;
            }
            Action::Tickets => return true,
            _ => return false,
        };
        self.list.step(step, self.shown.len(), Self::height(cx))
    }

    fn asks(&self, slot: Slot) -> bool {
        slot == Slot::Tickets
    }

    fn answer(&mut self, _slot: Slot, result: Result<Answer, Failure>, cx: &mut Cx) -> bool {
        self.reading = false;
        match result {
            Ok(Answer::Book(known)) => {
                let next = known.next;
                self.learn(known, cx);
                if let Some(page) = next {
                    self.read(Some(page), cx);
                }
            }
            Ok(_) => return false,
            Err(failure) => cx.say(Notice::bad(cx.t().failure(&failure))),
        }
        true
    }

    fn done(&mut self, id: u64, result: &Result<Outcome, Failure>, cx: &mut Cx) -> bool {
        let own = self.working == Some(id);
        if own {
            self.working = None;
        }
        if let (Err(failure), true) = (result, own) {
            cx.say(Notice::bad(cx.t().failure(failure)));
        }
        if let Ok(Outcome::Looks) = result {
            self.read(None, cx);
        }
        if let Ok(Outcome::Changed { results, .. }) = result {
            for (ticket, _) in results.iter().filter(|(_, result)| result.is_ok()) {
                self.marked.remove(ticket);
            }
            self.results = results.iter().cloned().collect();
            self.read(Some(0), cx);
            if own {
                cx.say(cx.t().triage.changed(results, cx.t()));
            }
        }
        own
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        self.draw_all(view, pen);
    }
}
