//! Search: one field, the hits under it, the card of the chosen one beside them.
//!
//! With nothing typed it lists what waits for somebody: keys whose PIN was cleared and never
//! created again, and unfinished tickets.

mod drawing;

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
use crate::service::request::{Answer, Failure, Outcome, Read};
use crate::ui::field::Field;
use crate::ui::list::{List, Step};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// Hits asked for: two windows of a tall terminal. Who is further down is found by one more letter.
const HITS: usize = 100;

/// How long the cursor rests before the card beside it is read, in milliseconds.
const REST: u64 = 120;

/// How long hits may take before the screen says that it waits, in milliseconds.
const PATIENCE: u64 = 150;

/// Digits of the shortest PASSCODE: four of PIN, six of code. Serials have nine.
const SHORTEST_PASSCODE: usize = 10;

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
    /// The text the hits shown were found for.
    sought: String,
    /// The hits shown belong to an older text: they stay as they are until the new ones come.
    stale: bool,
    /// Enter was pressed before the hits came.
    opening: bool,
    failed: bool,
    /// The people were counted at least once.
    counted: bool,
    /// The hits take long enough to say so.
    waiting: bool,
    list: List,
    preview: Option<Box<Card>>,
    loose: Vec<Loose>,
    drafts: Vec<Draft>,
    /// Drafts that do not open.
    unreadable: usize,
    /// A draft was opened while its newest text was still being kept.
    reopening: bool,
    /// Somebody else is asked since the hits were found.
    turned: bool,
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
        self.stale = !self.field.is_empty();
        cx.sleep(Timer::Rest);
        cx.forget(Slot::Preview);
        self.waiting = false;
        if self.field.is_empty() {
            cx.forget(Slot::Find);
            cx.sleep(Timer::Waiting);
            self.found.hits.clear();
            self.sought.clear();
            self.preview = None;
        } else {
            cx.wake(Timer::Waiting, PATIENCE);
            let find = Find { text: self.field.text().to_owned(), limit: HITS };
            cx.ask(Slot::Find, Read::Find(find));
        }
    }

    /// The same text asked of somebody else: the cursor stays on its person.
    fn find_again(&mut self, cx: &mut Cx) {
        self.stale = true;
        if self.found.hits.is_empty() {
            self.list = List::default();
        }
        cx.wake(Timer::Waiting, PATIENCE);
        let find = Find { text: self.field.text().to_owned(), limit: HITS };
        cx.ask(Slot::Find, Read::Find(find));
    }

    /// Takes hits. Those of the same text leave the cursor on its person; if that one is not among
    /// them, nobody else is chosen in its place but the first.
    fn take(&mut self, found: Found, rows: usize) {
        let same = self.sought == self.field.text();
        let held = self.found.hits.get(self.list.at).filter(|_| same).map(|hit| hit.person.login.clone());
        self.found = found;
        self.field.text().clone_into(&mut self.sought);
        if let Some(login) = held {
            let hits = &self.found.hits;
            let at = hits.iter().position(|hit| hit.person.login == login);
            self.list.select(at.unwrap_or(0), hits.len(), rows);
        }
        (self.stale, self.failed, self.waiting, self.counted) = (false, false, false, true);
    }

    fn open(&mut self, cx: &mut Cx) {
        if self.stale {
            self.opening = true;
            return;
        }
        cx.sleep(Timer::Rest);
        cx.forget(Slot::Preview);
        match self.row(self.list.at, cx.now) {
            Some(Row::Hit(hit)) => {
                let card = CardScreen::new(&hit.person.login);
                cx.go(Go::Push(Layer::Card(Box::new(card))));
            }
            Some(Row::Watched(loose)) => {
                let card = CardScreen::new(&loose.person.login);
                cx.go(Go::Push(Layer::Card(Box::new(card))));
            }
            // Its newest text is on the way to the disk: the list is read again first.
            Some(Row::Draft(_)) if cx.writing() => self.reopening = true,
            Some(Row::Draft(draft)) => {
                cx.go(Go::Push(Layer::Compose(Box::new(Compose::resume(
                    draft.clone(),
                    cx.session.profile(&draft.academy),
                )))));
            }
            None => {}
        }
    }

    /// `true` if the card beside went.
    fn rested(&mut self, cx: &mut Cx) -> bool {
        let login = match self.row(self.list.at, cx.now) {
            Some(Row::Hit(hit)) => hit.person.login.clone(),
            Some(Row::Watched(loose)) => loose.person.login.clone(),
            _ => return self.preview.take().is_some(),
        };
        if self.preview.as_ref().is_none_or(|card| card.person.login != login) {
            cx.ask(Slot::Preview, Read::Card(login));
            cx.wake(Timer::Late, PATIENCE);
        }
        false
    }

    /// Whether the card beside is the chosen row's.
    fn preview_fits(&self, now: Moment) -> bool {
        let login = self.preview.as_ref().map(|card| card.person.login.as_str());
        match self.row(self.list.at, now) {
            Some(Row::Hit(hit)) => login == Some(&hit.person.login),
            Some(Row::Watched(loose)) => login == Some(&loose.person.login),
            _ => login.is_none(),
        }
    }

    /// A caller's PASSCODE typed here by mistake is longer than any serial or code.
    fn wipe_passcode(&mut self, cx: &mut Cx) {
        let digits =
            self.field.text().split_whitespace().flat_map(str::chars).take_while(char::is_ascii_digit);
        if digits.count() >= SHORTEST_PASSCODE {
            self.field.reset();
            cx.say(Notice::bad(cx.t().card.pin_typed));
        }
    }

    /// The list of what waits changed under the cursor.
    fn listed(&mut self, cx: &mut Cx) {
        self.list.select(self.list.at, self.length(cx.now), rows(cx.size.1));
        cx.wake(Timer::Rest, REST);
    }

    /// The search failed: the hits of an older text must not be opened in its place.
    fn not_found(&mut self, cx: &mut Cx) {
        cx.sleep(Timer::Waiting);
        (self.opening, self.waiting, self.stale, self.failed) = (false, false, false, true);
        self.found.hits.clear();
        self.preview = None;
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
        self.opening || self.reopening
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
        } else if self.turned {
            self.find_again(cx);
        }
        self.turned = false;
        // The card beside may have changed while another layer was in front.
        if let Some(card) = &self.preview {
            cx.ask(Slot::Preview, Read::Card(card.person.login.clone()));
        }
    }

    fn turned(&mut self, cx: &mut Cx) {
        self.turned = true;
        if !cx.covered() {
            self.entered(cx);
        }
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx) -> bool {
        let before = self.field.text().to_owned();
        let moved = self.field.key(key);
        self.wipe_passcode(cx);
        if before != self.field.text() {
            self.search(cx);
        }
        moved
    }

    fn paste(&mut self, text: &str, cx: &mut Cx) -> bool {
        self.field.paste(text);
        self.wipe_passcode(cx);
        self.search(cx);
        true
    }

    fn done(&mut self, _id: u64, result: &Result<Outcome, Failure>, cx: &mut Cx) -> bool {
        if matches!(
            result,
            Ok(Outcome::Saved { .. }
                | Outcome::Dropped
                | Outcome::Filed(_)
                | Outcome::Queued { .. }
                | Outcome::Mended(_))
        ) {
            cx.ask(Slot::Drafts, Read::Drafts);
        } else {
            self.reopening = false;
        }
        false
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
                if self.failed && !self.field.is_empty() {
                    self.search(cx);
                }
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
            Timer::Rest => return self.rested(cx),
            Timer::Watch => self.watch(cx),
            Timer::Waiting => self.waiting = self.stale,
            // The card is slow to come: somebody else's does not stand in for it.
            Timer::Late if !self.preview_fits(cx.now) => self.preview = None,
            _ => return false,
        }
        true
    }

    fn asks(&self, slot: Slot) -> bool {
        matches!(slot, Slot::Find | Slot::Preview | Slot::Loose | Slot::Drafts)
    }

    fn answer(&mut self, slot: Slot, result: Result<Answer, Failure>, cx: &mut Cx) -> bool {
        match (slot, result) {
            (_, Ok(Answer::Found(found))) => {
                self.take(found, rows(cx.size.1));
                cx.sleep(Timer::Waiting);
                if !self.preview_fits(cx.now) {
                    self.preview = None;
                }
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
                self.listed(cx);
            }
            (_, Ok(Answer::Drafts(drafts))) => {
                let unreadable = std::mem::replace(&mut self.unreadable, drafts.damaged.len());
                self.drafts = drafts.whole;
                // Told once, not at each return to this screen.
                if self.unreadable > unreadable {
                    cx.say(Notice::warn((cx.t().tickets.unreadable_drafts)(self.unreadable)));
                }
                self.listed(cx);
                if std::mem::take(&mut self.reopening) {
                    self.open(cx);
                }
            }
            (_, Ok(_)) => return false,
            (Slot::Preview, Err(_)) => self.preview = None,
            (slot, Err(failure)) => {
                match slot {
                    Slot::Find => self.not_found(cx),
                    Slot::Drafts => self.reopening = false,
                    _ => {}
                }
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

/// Columns of the list: two fifths of a wide terminal, all of a narrow one.
fn list_width(columns: u16) -> u16 {
    if columns < 70 { columns } else { (columns * 2 / 5).max(31) }
}

/// Rows of the list.
fn rows(terminal: u16) -> usize {
    usize::from(terminal.saturating_sub(super::frame::ROWS + 2))
}
