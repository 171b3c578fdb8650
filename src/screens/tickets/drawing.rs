//! The list as it is seen.

use super::{HEAD, TicketList};
use crate::domain::ticket::{Eye, Priority, TicketRow};
use crate::screens::View;
use crate::text::tickets;
use crate::text::wall::grouped;
use crate::ui::pen::{self, Pen};
use crate::ui::theme::Role;

/// Columns that a subject keeps whatever stands beside it.
const SUBJECT: u16 = 12;

/// From these widths on the requester, and the queue, have a column.
const WITH_REQUESTER: u16 = 99;
const WITH_QUEUE: u16 = 118;

impl TicketList {
    pub(super) fn draw_all(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text;
        let (width, height) = (pen.width(), pen.height());
        self.draw_head(view, pen);
        pen.rule(1);
        if self.shown.is_empty() {
            let offline = view.session.abilities.snapshot.is_some();
            let (first, second) = match (self.known.is_none(), self.rows().is_empty()) {
                (true, _) => (text.tickets.reading, ""),
                (_, true) if offline => (text.offline.none_waiting, text.tickets.none_hint),
                (_, true) => (text.tickets.none, text.tickets.none_hint),
                (_, false) => (text.triage.none_so, text.triage.none_so_hint),
            };
            pen.text(3, 3, Role::Muted, first);
            pen.part(3, 4, width.saturating_sub(4), 3).paragraph(0, 3, Role::Muted, second);
        }
        let Some(known) = &self.known else { return };
        let eye = Eye { agent: &known.agent, now: view.now, seen: &known.seen };
        let rows = usize::from(height.saturating_sub(HEAD));
        for (y, at) in (HEAD..).zip(self.list.visible(self.shown.len(), rows)) {
            let Some(row) = self.row(at) else { continue };
            let mut line = pen.part(0, y, width, 1);
            let lacking = self.lacking(at, view).filter(|_| !self.results.contains_key(&row.id));
            let lacking = lacking.as_ref().map_or(&[][..], |words| words);
            self.draw_row((row, eye.is_unread(row)), lacking, view, &mut line);
            if at == self.list.at {
                line.tint(0, Role::Selected);
                let pointer = line.glyphs().pointer;
                line.mark(1, 0, Role::Selected, pointer);
            }
        }
    }

    /// The look: what everybody calls it, or what the agent does and what it filters.
    fn heading(&self, view: &View) -> String {
        let text = view.session.text;
        let lens = text.triage.lens(self.lens_now());
        match self.own_look() {
            None => (text.tickets.list)(lens),
            Some(look) => (text.triage.own_look)(&look.name, &(text.triage.kept_look)(lens, &look.filter)),
        }
    }

    /// "2 fields missing", in many words and in few, where something surely is.
    fn lacking(&self, shown: usize, view: &View) -> Option<[String; 2]> {
        let (known, at) = (self.known.as_ref()?, *self.shown.get(shown)?);
        let (row, gist) = (known.rows.get(at)?, known.gists.get(at)?.as_ref()?);
        let text = view.session.text;
        match gist.lacks(&row.queue, &view.session.profiles)?.len() {
            0 => None,
            count => Some([(text.tickets.missing)(count), (text.triage.few_lacking)(count)]),
        }
    }

    fn draw_head(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text;
        let width = pen.width();
        let x = match view.session.abilities.snapshot.is_some() {
            true => pen.text(1, 0, Role::Accent, text.offline.waiting),
            false => pen.text(1, 0, Role::Accent, &self.heading(view)),
        };
        let count = match (self.shown.len(), self.rows().len()) {
            (_, 0) => String::new(),
            (shown, all) if shown == all => grouped(all as i64),
            (shown, all) => (text.triage.count)(&grouped(shown as i64), &grouped(all as i64)),
        };
        let read = self.known.as_ref().and_then(|known| known.read);
        let read = read
            .filter(|_| self.reading)
            .map(|read| (text.card.seen)(&view.session.wall.day_minute(read, view.now)));
        let marked = (!self.marked.is_empty()).then(|| (text.triage.marked)(self.marked.len()));
        let parts: Vec<String> =
            [marked, read, Some(count)].into_iter().flatten().filter(|part| !part.is_empty()).collect();
        let end = pen.right(width.saturating_sub(1), 0, Role::Muted, &parts.join("  "));
        if self.filtering || !self.filter.is_empty() {
            let from = pen.text(x + 2, 0, Role::Key, "/");
            self.filter.draw(pen, from, 0, end.saturating_sub(from + 1), Role::Input, self.filtering);
        }
    }

    /// What tells most stands first: whether it is new to the agent, pressing, how far, with whom.
    fn draw_row(&self, (row, unread): (&TicketRow, bool), lacking: &[String], view: &View, pen: &mut Pen) {
        let text = view.session.text;
        let (width, glyphs) = (pen.width(), pen.glyphs());
        let role = if unread { Role::Say } else { Role::Base };
        if self.marked.contains(&row.id) {
            pen.mark(2, 0, Role::Accent, glyphs.good);
        }
        let end = match self.results.get(&row.id) {
            Some(Ok(())) => pen.right(width - 1, 0, Role::Good, &glyphs.good.to_string()),
            Some(Err(fault)) => pen.right(width - 1, 0, Role::Danger, text.triage.why(fault)),
            None => pen.right(width - 1, 0, Role::Muted, &view.session.wall.age(row.changed, view.now)),
        };
        pen.part(4, 0, 6, 1).text(0, 0, Role::Muted, &format!("{:>5}", row.id.as_str()));
        match row.priority {
            Priority::High => pen.mark(10, 0, Role::Danger, glyphs.warn),
            Priority::Low => pen.mark(10, 0, Role::Muted, glyphs.dot),
            Priority::Normal => {}
        }
        let mut x = 12;
        let mut column = |wide: u16, role, words: &str, pen: &mut Pen| {
            pen.part(x, 0, wide.min(end.saturating_sub(x + 1)), 1).text(0, 0, role, words);
            x += wide + 1;
        };
        column(10, Role::Base, tickets::state(text.lang, row.state), pen);
        let owner = if row.owner.is_empty() { "—" } else { &row.owner };
        column(10, Role::Muted, owner, pen);
        if width > WITH_REQUESTER {
            column(12, Role::Muted, &row.requester, pen);
        }
        if width > WITH_QUEUE {
            column(18, Role::Muted, &row.queue, pen);
        }
        let fits = |words: &&String| x + SUBJECT + 2 + pen::width(words) < end;
        let end = match lacking.iter().find(fits) {
            Some(words) => pen.right(end - 1, 0, Role::Warn, words),
            None => end,
        };
        pen.part(x, 0, end.saturating_sub(x + 1), 1).text(0, 0, role, &row.subject);
    }
}
