//! Search: one field, the hits under it, the card of the chosen one beside them.
//!
//! With nothing typed it lists what waits for somebody: keys whose PIN was cleared and never
//! created again, and unfinished tickets.

use crossterm::event::KeyEvent;

use super::act::ActDialog;
use super::card::CardScreen;
use super::compose::Compose;
use super::{Layer, Screen, View, calls_for_help, keys, person};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::effect::{Slot, Timer};
use crate::app::notice::Notice;
use crate::backend::{Find, Found, Hit};
use crate::domain::key::KeyAct;
use crate::domain::moment::{Moment, Span};
use crate::domain::person::{Card, Loose};
use crate::domain::search::marks;
use crate::domain::ticket::Draft;
use crate::service::request::{Answer, Failure, Read};
use crate::ui::field::Field;
use crate::ui::list::{List, Step};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// Hits asked for: several windows of the tallest terminal.
const HITS: usize = 200;

/// How long the cursor rests before the card beside it is read, in milliseconds.
const REST: u64 = 120;

/// How long hits may take before the screen says that it waits, in milliseconds.
const PATIENCE: u64 = 150;

/// How long a cleared PIN may stay uncreated before the key is watched.
pub const WATCH_AFTER: Span = Span::minutes(15);

/// What a row stands for.
enum Row<'a> {
    Hit(&'a Hit),
    Watched(&'a Loose),
    Draft(&'a Draft),
}

/// The search screen.
#[derive(Default)]
pub struct Home {
    field: Field,
    found: Found,
    /// The hits shown belong to an older text.
    stale: bool,
    /// Enter was pressed before the hits came.
    opening: bool,
    failed: bool,
    /// The hits take long enough to say so.
    waiting: bool,
    list: List,
    preview: Option<Box<Card>>,
    loose: Vec<Loose>,
    drafts: Vec<Draft>,
}

impl Home {
    /// Nothing typed yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn length(&self, now: Moment) -> usize {
        match self.field.is_empty() {
            true => self.watched(now).count() + self.drafts.len(),
            false => self.found.hits.len(),
        }
    }

    fn row(&self, at: usize, now: Moment) -> Option<Row<'_>> {
        if !self.field.is_empty() {
            return self.found.hits.get(at).map(Row::Hit);
        }
        let watched = self.watched(now).count();
        match at.checked_sub(watched) {
            None => self.watched(now).nth(at).map(Row::Watched),
            Some(draft) => self.drafts.get(draft).map(Row::Draft),
        }
    }

    fn watched(&self, now: Moment) -> impl Iterator<Item = &Loose> {
        self.loose.iter().filter(move |loose| now - loose.cleared >= WATCH_AFTER)
    }

    fn search(&mut self, cx: &mut Cx) {
        self.list = List::default();
        self.opening = false;
        self.preview = None;
        self.stale = !self.field.is_empty();
        cx.sleep(Timer::Rest);
        cx.forget(Slot::Preview);
        self.waiting = false;
        if self.field.is_empty() {
            cx.forget(Slot::Find);
            cx.sleep(Timer::Waiting);
            self.found.hits.clear();
        } else {
            cx.wake(Timer::Waiting, PATIENCE);
            let find = Find { text: self.field.text().to_owned(), limit: HITS };
            cx.ask(Slot::Find, Read::Find(find));
        }
    }

    fn open(&mut self, cx: &mut Cx) {
        if self.stale {
            self.opening = true;
            return;
        }
        match self.row(self.list.at, cx.now) {
            Some(Row::Hit(hit)) => {
                let card = CardScreen::new(&hit.person.login);
                cx.go(Go::Push(Layer::Card(Box::new(card))));
            }
            Some(Row::Watched(loose)) => {
                let card = CardScreen::new(&loose.person.login);
                cx.go(Go::Push(Layer::Card(Box::new(card))));
            }
            Some(Row::Draft(draft)) => {
                cx.go(Go::Push(Layer::Compose(Box::new(Compose::resume(
                    draft.clone(),
                    cx.session.profile(&draft.academy),
                )))));
            }
            None => {}
        }
    }

    fn rested(&mut self, cx: &mut Cx) {
        let login = match self.row(self.list.at, cx.now) {
            Some(Row::Hit(hit)) => hit.person.login.clone(),
            Some(Row::Watched(loose)) => loose.person.login.clone(),
            _ => return,
        };
        if self.preview.as_ref().is_none_or(|card| card.person.login != login) {
            cx.ask(Slot::Preview, Read::Card(login));
        }
    }

    /// Wakes when the next cleared PIN is due, so that the list is true without a tick.
    fn watch(&self, cx: &mut Cx) {
        let due =
            self.loose.iter().map(|loose| loose.cleared + WATCH_AFTER).filter(|due| *due > cx.now).min();
        if let Some(due) = due {
            let wait = (due - cx.now).as_secs().max(0) as u64;
            cx.wake(Timer::Watch, (wait + 1) * 1000);
        }
    }
}

impl Screen for Home {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Search, Scope::List]
    }

    fn typing(&self) -> bool {
        true
    }

    fn commands(&self, key: KeyEvent) -> bool {
        calls_for_help(key)
    }

    fn holds(&self) -> bool {
        self.opening
    }

    fn offers(&self, action: Action, now: Moment) -> bool {
        let row = self.row(self.list.at, now);
        match action {
            Action::Open => row.is_some(),
            Action::SuspendWatched => matches!(row, Some(Row::Watched(_))),
            Action::Back => !self.field.is_empty(),
            _ => true,
        }
    }

    fn entered(&mut self, cx: &mut Cx) {
        cx.ask(Slot::Loose, Read::Loose);
        cx.ask(Slot::Drafts, Read::Drafts);
        if self.field.is_empty() {
            // Nothing to find yet, but the index is built and the people are counted.
            cx.ask(Slot::Find, Read::Find(Find { text: String::new(), limit: 0 }));
        } else {
            // The card beside may have changed while another layer was in front.
            if let Some(card) = &self.preview {
                cx.ask(Slot::Preview, Read::Card(card.person.login.clone()));
            }
        }
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx) -> bool {
        let before = self.field.text().to_owned();
        let moved = self.field.key(key);
        if before != self.field.text() {
            self.search(cx);
        }
        moved
    }

    fn paste(&mut self, text: &str, cx: &mut Cx) -> bool {
        self.field.paste(text);
        self.search(cx);
        true
    }

    fn click(&mut self, x: u16, y: u16, cx: &mut Cx) -> bool {
        let (list_width, top) = (list_width(cx.size.0), 3);
        let rows = self.list.visible(self.length(cx.now), rows(cx.size.1));
        let at = rows.start + usize::from(y.saturating_sub(top));
        if x >= list_width || y < top || !rows.contains(&at) {
            return false;
        }
        if at == self.list.at {
            self.open(cx);
        }
        self.list.select(at, self.length(cx.now), rows.len());
        cx.wake(Timer::Rest, REST);
        true
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
                self.open(cx);
                return true;
            }
            Action::Back if !self.field.is_empty() => {
                self.field.reset();
                self.search(cx);
                return true;
            }
            Action::Refresh => {
                self.entered(cx);
                return true;
            }
            Action::SuspendWatched => {
                if let Some(Row::Watched(loose)) = self.row(self.list.at, cx.now) {
                    let dialog = ActDialog::for_watched(KeyAct::Suspend, loose);
                    cx.go(Go::Push(Layer::Act(Box::new(dialog))));
                }
                return true;
            }
            _ => return false,
        };
        let moved = self.list.step(step, self.length(cx.now), rows(cx.size.1));
        if moved {
            cx.wake(Timer::Rest, REST);
        }
        moved
    }

    fn resized(&mut self, cx: &mut Cx) {
        let length = self.length(cx.now);
        self.list.select(self.list.at, length, rows(cx.size.1));
    }

    fn woke(&mut self, timer: Timer, cx: &mut Cx) -> bool {
        match timer {
            Timer::Rest => self.rested(cx),
            Timer::Watch => self.watch(cx),
            Timer::Waiting => self.waiting = self.stale,
            _ => return false,
        }
        timer != Timer::Rest
    }

    fn asks(&self, slot: Slot) -> bool {
        matches!(slot, Slot::Find | Slot::Preview | Slot::Loose | Slot::Drafts)
    }

    fn answer(&mut self, slot: Slot, result: Result<Answer, Failure>, cx: &mut Cx) -> bool {
        match (slot, result) {
            (_, Ok(Answer::Found(found))) => {
                self.found = found;
                self.stale = false;
                self.failed = false;
                self.waiting = false;
                cx.sleep(Timer::Waiting);
                if std::mem::take(&mut self.opening) {
                    self.open(cx);
                } else if !self.found.hits.is_empty() {
                    cx.wake(Timer::Rest, REST);
                }
            }
            (_, Ok(Answer::Card(card))) => self.preview = Some(card),
            (_, Ok(Answer::Loose(loose))) => {
                self.loose = loose;
                self.watch(cx);
            }
            (_, Ok(Answer::Drafts(drafts))) => self.drafts = drafts,
            (_, Ok(_)) => return false,
            (Slot::Preview, Err(_)) => self.preview = None,
            (_, Err(failure)) => {
                self.opening = false;
                self.waiting = false;
                self.failed = slot == Slot::Find;
                cx.say(Notice::bad(cx.t().failure(&failure)));
            }
        }
        true
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        let (columns, rows) = (pen.width(), pen.height());
        self.draw_field(view, &mut pen.part(0, 0, columns, 1));
        pen.rule(1);
        let split = list_width(columns);
        let below = rows.saturating_sub(2);
        if split < columns {
            let tee = pen.glyphs().tee_down;
            pen.mark(split, 1, Role::Rule, tee);
            pen.part(split, 2, 1, below).wall(0);
            self.draw_beside(view, &mut pen.part(split + 2, 2, columns - split - 3, below));
        }
        self.draw_list(view, &mut pen.part(0, 2, split, below));
    }
}

impl Home {
    fn draw_field(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text.home;
        let end = pen.width() - 1;
        let count = match self.field.is_empty() {
            true if self.found.people == 0 => String::new(),
            true => (text.people)(self.found.people),
            false => (text.count)(self.found.matching, self.found.people),
        };
        let waiting = view.session.text.common.waiting;
        let from = match (self.waiting, self.stale) {
            (true, _) => pen.right(end, 0, Role::Warn, waiting),
            (false, true) => end,
            (false, false) => pen.right(end, 0, Role::Muted, &count),
        };
        let x = pen.text(1, 0, Role::Muted, text.search) + 2;
        self.field.draw(pen, x, 0, from.saturating_sub(x + 1), Role::Input, true);
    }

    fn draw_list(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text.home;
        let length = self.length(view.now);
        let visible = self.list.visible(length, usize::from(pen.height()));
        for (y, at) in (0..).zip(visible) {
            let Some(row) = self.row(at, view.now) else { continue };
            let selected = at == self.list.at;
            self.draw_row(&row, view, &mut pen.part(0, y, pen.width(), 1));
            if selected {
                pen.part(0, y, pen.width(), 1).tint(0, Role::Selected);
                let pointer = pen.glyphs().pointer;
                pen.mark(1, y, Role::Selected, pointer);
            }
        }
        if length == 0 {
            let words = match self.field.is_empty() {
                true if self.found.people == 0 && !self.failed => return,
                true => text.hint,
                false if self.stale || self.failed => return,
                false => text.nothing,
            };
            let width = pen.width().saturating_sub(4);
            let used = pen.part(3, 1, width, 6).paragraph(0, 6, Role::Muted, words);
            if !self.field.is_empty() {
                pen.part(3, used + 2, width, 6).paragraph(0, 6, Role::Muted, text.nothing_hint);
            }
        }
    }

    fn draw_row(&self, row: &Row, view: &View, pen: &mut Pen) {
        let width = pen.width();
        match row {
            Row::Hit(hit) => self.draw_hit(hit, pen),
            Row::Watched(loose) => {
                let age = view.session.wall.age(loose.cleared, view.now);
                let end = pen.right(width - 1, 0, Role::Warn, &age);
                let name = format!("{} {}", loose.person.family, loose.person.given);
                pen.part(3, 0, end.saturating_sub(4), 1).text(0, 0, Role::Base, &name);
            }
            Row::Draft(draft) => {
                let end = pen.right(width - 1, 0, Role::Muted, view.session.text.tickets.draft);
                pen.part(3, 0, end.saturating_sub(4), 1).text(
                    0,
                    0,
                    Role::Base,
                    draft.text(crate::domain::ticket::Field::Name),
                );
            }
        }
    }

    /// Name, login; the school too when there is room.
    fn draw_hit(&self, hit: &Hit, pen: &mut Pen) {
        let width = pen.width();
        let query = self.field.text();
        let person = &hit.person;
        let name = format!("{} {}", person.family, person.given);
        let login_width = 13.min(width / 3);
        let name_width = if width > 60 { 28 } else { width.saturating_sub(login_width + 4) };
        marked(&name, query, &mut pen.part(3, 0, name_width, 1), Role::Base);
        let login_at = 3 + name_width + 1;
        marked(&person.login, query, &mut pen.part(login_at, 0, login_width, 1), Role::Muted);
        if width > 60 {
            let at = login_at + login_width + 1;
            marked(&person.school.name, query, &mut pen.part(at, 0, width - at, 1), Role::Muted);
        }
    }

    fn draw_beside(&self, view: &View, pen: &mut Pen) {
        let (width, height) = (pen.width(), pen.height());
        let text = view.session.text;
        if let Some(Row::Watched(_)) = self.row(self.list.at, view.now) {
            let used = pen.paragraph(0, 1, Role::Warn, text.home.watched);
            let used = used + pen.part(0, used, width, 4).paragraph(0, 4, Role::Muted, text.home.watched_why);
            self.draw_preview(view, &mut pen.part(0, used + 1, width, height.saturating_sub(used + 1)));
        } else {
            self.draw_preview(view, pen);
        }
    }

    fn draw_preview(&self, view: &View, pen: &mut Pen) {
        let Some(card) = &self.preview else { return };
        let (width, height) = (pen.width(), pen.height());
        let mut y = person::draw(&card.person, pen) + 1;
        let each = keys::rows(width);
        for key in &card.keys {
            if y + each > height {
                break;
            }
            y += keys::draw(key, false, view, &mut pen.part(0, y, width, each)) + 1;
        }
        if card.keys.is_empty() {
            y += pen.part(0, y, width, 2).paragraph(0, 2, Role::Muted, view.session.text.card.no_keys) + 1;
        }
        person::draw_asks(&card.person, view, &mut pen.part(0, y, width, height.saturating_sub(y)));
    }
}

/// Text with the matched part of it marked.
fn marked(text: &str, query: &str, pen: &mut Pen, role: Role) {
    pen.text(0, 0, role, text);
    for range in marks(text, query) {
        let before: String = text.chars().take(range.start).collect();
        let part: String = text.chars().skip(range.start).take(range.len()).collect();
        let x = crate::ui::pen::width(&before);
        if x + crate::ui::pen::width(&part) < pen.width() {
            pen.text(x, 0, Role::Match, &part);
        }
    }
}

/// Columns of the list: two fifths of a wide terminal, all of a narrow one.
fn list_width(columns: u16) -> u16 {
    if columns < 70 { columns } else { (columns * 2 / 5).max(31) }
}

/// Rows of the list.
fn rows(terminal: u16) -> usize {
    usize::from(terminal.saturating_sub(super::frame::ROWS + 2))
}
