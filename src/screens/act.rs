//! The dialog of a key act: what will happen to whom, why, and whatever the act needs besides.
//! One dialog for all acts; a table says which fields each one has.

mod drawing;

use crossterm::event::KeyEvent;

use super::follow::Follow;
use super::{Layer, Screen, View};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::effect::Slot;
use crate::app::notice::Notice;
use crate::backend::{Caution, Fault, Order};
use crate::domain::key::{Key, KeyAct};
use crate::domain::moment::{Moment, Span};
use crate::domain::otp::Code;
use crate::domain::passcode::{Typed, sort};
use crate::domain::person::{Loose, Person};
use crate::service::request::{Answer, Failure, Outcome, Read, Write};
use crate::text;
use crate::text::act::words;
use crate::ui::field::Field;
use crate::ui::list::{List, Step};
use crate::ui::pen::Pen;
use crate::ui::secret_field::SecretField;
use crate::ui::theme::Role;

/// Characters a reason has at least.
const SHORTEST_REASON: usize = 4;

/// How long Enter is refused after a paste: a paste may end with key presses of its own.
const PASTE_GUARD: Span = Span::millis(150);

/// How soon after the first Enter a second one counts: a key pressed twice by a nervous hand is one.
const READ_AGAIN: Span = Span::millis(500);

/// Rows of the stock that are seen.
const STOCK_ROWS: u16 = 4;

/// A field of the dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// A key in stock.
    Stock,
    /// Resync: the first of two codes.
    First,
    /// Resync: the second.
    Second,
    /// Why.
    Reason,
}

/// Which fields an act has, in their order.
fn parts(act: KeyAct) -> &'static [Part] {
    match act {
        KeyAct::Resync => &[Part::First, Part::Second, Part::Reason],
        KeyAct::Assign | KeyAct::Replace => &[Part::Stock, Part::Reason],
        _ => &[Part::Reason],
    }
}

/// The dialog.
pub struct ActDialog {
    act: KeyAct,
    person: Person,
    /// The key concerned; empty for an assignment.
    serial: String,
    /// The key as the card knew it; for an assignment the one the person has already.
    key: Option<Box<Key>>,
    digits: u8,
    /// The field that has the focus.
    at: usize,
    reason: Field,
    /// The canned reason shown, if one is.
    canned: Option<usize>,
    codes: [SecretField; 2],
    part: Field,
    stock: Vec<Key>,
    list: List,
    /// A key in stock was chosen, not merely listed first.
    chosen: bool,
    /// All is filled in and was to be read again since then: the next Enter acts.
    armed: Option<Moment>,
    pasted: Option<Moment>,
    /// The codes being sent: typed again if they never got there.
    sent: Option<(Code, Code)>,
    /// A PIN was typed with one of the codes.
    pin_typed: bool,
    working: Option<u64>,
}

impl ActDialog {
    /// About a key of a person.
    pub fn new(act: KeyAct, person: &Person, key: &Key) -> Self {
        let serial = key.serial.as_str().to_owned();
        Self { key: Some(Box::new(key.clone())), ..Self::empty(act, person, serial, key.shape.digits) }
    }

    /// About a key that is only known from the watch list.
    pub fn for_watched(act: KeyAct, loose: &Loose) -> Self {
        Self::empty(act, &loose.person, loose.serial.clone(), 6)
    }

    /// A key from stock for a person, who may hold `has` already.
    pub fn assign(person: &Person, has: Option<&Key>) -> Self {
        Self { key: has.cloned().map(Box::new), ..Self::empty(KeyAct::Assign, person, String::new(), 6) }
    }

    fn empty(act: KeyAct, person: &Person, serial: String, digits: u8) -> Self {
        Self {
            act,
            person: person.clone(),
            serial,
            key: None,
            digits,
            at: 0,
            reason: Field::default(),
            canned: None,
            codes: Default::default(),
            part: Field::default(),
            stock: Vec::new(),
            list: List::default(),
            chosen: false,
            armed: None,
            pasted: None,
            sent: None,
            pin_typed: false,
            working: None,
        }
    }

    fn focus(&self) -> Part {
        parts(self.act).get(self.at).copied().unwrap_or(Part::Reason)
    }

    fn needs_stock(&self) -> bool {
        parts(self.act).contains(&Part::Stock)
    }

    fn ask_stock(&self, cx: &mut Cx) {
        cx.ask(Slot::Stock, Read::Stock(self.part.text().trim().to_owned()));
    }

    /// Up and down: through the stock, or through the common reasons.
    fn choose(&mut self, step: Step, cx: &Cx) -> bool {
        if self.focus() == Part::Stock {
            let first = !std::mem::replace(&mut self.chosen, !self.stock.is_empty());
            return first || self.list.step(step, self.stock.len(), usize::from(STOCK_ROWS));
        }
        let reasons = words(cx.t().lang, self.act).reasons;
        let next = match (self.canned, step) {
            (None, Step::Up) => reasons.len().saturating_sub(1),
            (None, _) => 0,
            (Some(at), Step::Up) => at.checked_sub(1).unwrap_or(reasons.len().saturating_sub(1)),
            (Some(at), _) => (at + 1) % reasons.len().max(1),
        };
        self.at = parts(self.act).len() - 1;
        self.canned = Some(next);
        self.reason = Field::new(reasons.get(next).copied().unwrap_or_default());
        true
    }

    fn submit(&mut self, cx: &mut Cx) {
        let text = cx.t().act;
        if self.working.is_some() {
            return;
        }
        // The dialog was opened while there was a server.
        if !cx.session.allows(Action::Act(self.act)) {
            return cx.say(Notice::warn(cx.session.why_not(Action::Act(self.act))));
        }
        if self.pasted.take().is_some_and(|pasted| cx.now - pasted < PASTE_GUARD) {
            return cx.say(Notice::warn(text.after_paste));
        }
        // Enter goes on to the next empty field before it confirms anything.
        if let Some(empty) = parts(self.act).iter().position(|part| self.lacks(*part)) {
            let said = match parts(self.act).get(empty) {
                Some(Part::Reason) => text.reason_missing.to_owned(),
                Some(Part::Stock) => text.choose.to_owned(),
                _ => (text.codes_missing)(self.digits),
            };
            if empty == self.at {
                cx.say(Notice::warn(said));
            }
            self.at = empty;
            return;
        }
        match self.armed {
            Some(armed) if cx.now - armed >= READ_AGAIN => self.order(cx),
            Some(_) => {}
            None => self.armed = Some(cx.now),
        }
    }

    fn lacks(&self, part: Part) -> bool {
        match part {
            Part::Reason => self.reason.text().trim().chars().count() < SHORTEST_REASON,
            Part::Stock => self.chosen_key().is_none(),
            Part::First => self.codes[0].is_empty(),
            Part::Second => self.codes[1].is_empty(),
        }
    }

    fn chosen_key(&self) -> Option<&Key> {
        self.stock.get(self.list.at).filter(|_| self.chosen)
    }

    fn order(&mut self, cx: &mut Cx) {
        self.armed = None;
        let chosen = self.chosen_key().map(|key| key.serial.as_str().to_owned());
        let codes = match self.act {
            KeyAct::Resync => {
                let (digits, pin_typed) = (self.digits, &mut self.pin_typed);
                let mut read = |field: &mut SecretField| match sort(field.take(), digits) {
                    Typed::Code(code) => Some(code),
                    Typed::Passcode(code) => {
                        *pin_typed = true;
                        Some(code)
                    }
                    Typed::Neither => None,
                };
                let [first, second] = &mut self.codes;
                let Some(codes) = read(first).zip(read(second)) else {
                    self.codes = Default::default();
                    self.at = 0;
                    return cx.say(Notice::warn((cx.t().act.codes_missing)(self.digits)));
                };
                self.sent = Some((codes.0.duplicate(), codes.1.duplicate()));
                Some(codes)
            }
            _ => None,
        };
        let (serial, successor) = match self.act {
            KeyAct::Assign => (chosen.unwrap_or_default(), String::new()),
            _ => (self.serial.clone(), chosen.unwrap_or_default()),
        };
        let (login, agent) = (self.person.login.clone(), cx.session.agent.clone());
        let activation = cx.session.profile(&self.person.school.academy).activation.is_some();
        let order = Order { act: self.act, serial, login, successor, activation, codes, agent };
        let told = if self.pin_typed { " [pin-disclosed]" } else { "" };
        let reason = format!("{}{told}", self.reason.text().trim());
        self.working = Some(cx.write(Write::Act { order, reason }));
    }
}

impl Screen for ActDialog {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Dialog, Scope::List]
    }

    fn typing(&self) -> bool {
        true
    }

    fn floats(&self) -> bool {
        true
    }

    fn offers(&self, action: Action, _now: Moment) -> bool {
        match action {
            Action::NextField => parts(self.act).len() > 1,
            Action::Tickets | Action::Palette => false,
            _ => true,
        }
    }

    fn entered(&mut self, cx: &mut Cx) {
        if self.needs_stock() && cx.session.allows(Action::Act(self.act)) {
            self.ask_stock(cx);
        }
    }

    /// What was to be read again is read again once more.
    fn turned(&mut self, cx: &mut Cx) {
        self.armed = None;
        self.entered(cx);
    }

    fn left(&mut self, cx: &mut Cx) {
        cx.forget(Slot::Stock);
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx) -> bool {
        if self.working.is_some() {
            return false;
        }
        self.armed = None;
        match self.focus() {
            Part::Reason => {
                self.canned = None;
                self.reason.key(key)
            }
            Part::First | Part::Second => {
                let at = usize::from(self.focus() == Part::Second);
                let changed = self.codes[at].key(key);
                self.pin_typed &= !changed;
                changed
            }
            Part::Stock => {
                let before = self.part.text().to_owned();
                let moved = self.part.key(key);
                if before != self.part.text() {
                    // The old list does not answer the new text.
                    (self.list, self.chosen) = (List::default(), false);
                    self.stock.clear();
                    self.ask_stock(cx);
                }
                moved
            }
        }
    }

    fn paste(&mut self, text: &str, cx: &mut Cx) -> bool {
        self.pasted = Some(cx.now);
        self.armed = None;
        let taken = match self.focus() {
            Part::Reason => {
                self.reason.paste(text);
                true
            }
            Part::Stock => {
                self.part.paste(text);
                self.ask_stock(cx);
                true
            }
            Part::First => self.codes[0].paste(text),
            Part::Second => self.codes[1].paste(text),
        };
        if !taken {
            self.codes = Default::default();
            cx.say(Notice::warn(cx.t().card.paste_refused));
        }
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        let fields = parts(self.act).len();
        if action != Action::Submit {
            self.armed = None;
        }
        match action {
            Action::Submit => self.submit(cx),
            Action::Back => cx.go(Go::Back),
            Action::NextField => self.at = (self.at + 1) % fields,
            Action::PreviousField => self.at = (self.at + fields - 1) % fields,
            Action::Up => return self.choose(Step::Up, cx),
            Action::Down => return self.choose(Step::Down, cx),
            // Nothing else happens while a dialog is open.
            Action::Quit | Action::Help | Action::Theme | Action::Mouse | Action::Offline | Action::LogIn => {
                return false;
            }
            _ => {}
        }
        true
    }

    fn asks(&self, slot: Slot) -> bool {
        slot == Slot::Stock
    }

    fn answer(&mut self, _slot: Slot, result: Result<Answer, Failure>, cx: &mut Cx) -> bool {
        match result {
            Ok(Answer::Stock(stock)) => {
                let held = self.chosen_key().map(|key| key.serial.clone());
                self.stock = stock;
                let at = held.and_then(|serial| self.stock.iter().position(|key| key.serial == serial));
                // One key left is a choice made.
                self.chosen = at.is_some() || self.stock.len() == 1;
                self.list.select(at.unwrap_or(0), self.stock.len(), usize::from(STOCK_ROWS));
            }
            Ok(_) => return false,
            Err(failure) => cx.say(Notice::bad(cx.t().failure(&failure))),
        }
        true
    }

    fn done(&mut self, id: u64, result: &Result<Outcome, Failure>, cx: &mut Cx) -> bool {
        if self.working != Some(id) {
            return false;
        }
        self.working = None;
        cx.tells_of(&self.person.login);
        let sent = self.sent.take();
        match result {
            Ok(outcome) => {
                let said = words(cx.t().lang, self.act).done;
                let (caution, telling) = match outcome {
                    Outcome::Acted { caution, telling, .. } => (*caution, telling.clone()),
                    _ => (None, None),
                };
                let mut told = said.to_owned();
                if let Some(caution) = caution {
                    told = format!("{told} {}", text::act::caution(cx.t().lang, caution));
                }
                let pin_typed = std::mem::take(&mut self.pin_typed);
                if pin_typed {
                    told = format!("{told} {}", cx.t().card.pin_typed);
                }
                if let Some(telling) = &telling {
                    told = format!("{told} {}", text::notice::announced(cx.t().lang, telling));
                }
                cx.say(match pin_typed || caution.is_some() {
                    true => Notice::warn(told),
                    false => Notice::good(told),
                });
                match (&self.key, self.act) {
                    // Nothing to follow where nothing will be asked: the card offers to suspend.
                    _ if caution == Some(Caution::PinNeverAsked) => cx.go(Go::Back),
                    (Some(key), KeyAct::ClearPin) => {
                        let follow = Follow::just_cleared(&self.person, key, cx.now).telling(telling);
                        cx.go(Go::Replace(Layer::Follow(Box::new(follow))));
                    }
                    _ => cx.go(Go::Back),
                }
            }
            Err(failure) => {
                self.at = 0;
                let told = cx.t().failure(failure);
                cx.say(match self.pin_typed {
                    true => Notice::bad(format!("{told} {}", cx.t().card.pin_typed)),
                    false => Notice::bad(told),
                });
                match (failure, sent) {
                    (
                        Failure::Backend(Fault::Unreachable { .. } | Fault::LoginOver),
                        Some((first, second)),
                    ) => {
                        self.codes[0].give_back(&first);
                        self.codes[1].give_back(&second);
                    }
                    _ => self.pin_typed = false,
                }
            }
        }
        true
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        let (width, height) = (pen.width(), pen.height());
        let text = view.session.text;
        let rows = self.rows(view, width).min(height);
        let mut pen = pen.part(0, height - rows, width, rows);
        pen.wipe();
        pen.rule(0);
        let mut pen = pen.part(1, 1, width.saturating_sub(2), rows.saturating_sub(1));
        let said = words(text.lang, self.act);
        pen.text(0, 0, Role::Accent, said.title);
        let name = self.person.full_name();
        let about = match self.serial.is_empty() {
            true => (text.act.about_person)(&name),
            false => (text.act.about)(&name, &tail(&self.serial)),
        };
        let x = pen.text(0, 1, Role::Say, &about);
        if let Some(key) = self.chosen_key() {
            pen.text(x + 2, 1, Role::Say, &(text.act.chosen)(key.serial.tail()));
        }
        let mut y = 2;
        // A small terminal keeps the fields; what the act does stands in the help as well.
        if rows == self.rows(view, width) {
            y += pen.paragraph(y, 2, Role::Base, said.effect);
            let caution = self.caution(view);
            y += if caution.is_empty() { 0 } else { pen.paragraph(y, 2, Role::Warn, &caution) } + 1;
        }
        for (at, part) in parts(self.act).iter().enumerate() {
            let (width, height) = (pen.width(), pen.height());
            let rows = height.saturating_sub(y);
            y += self.draw_part(*part, at == self.at, view, &mut pen.part(0, y, width, rows));
        }
        if self.working.is_some() {
            pen.text(0, y, Role::Muted, text.act.working);
        } else if !view.session.allows(Action::Act(self.act)) {
            let words = view.session.why_not(Action::Act(self.act));
            pen.part(0, y, width.saturating_sub(2), 3).paragraph(0, 3, Role::Warn, &words);
        } else if self.armed.is_some() {
            let again = (text.act.again)(&about);
            pen.part(0, y, width.saturating_sub(2), 3).paragraph(0, 3, Role::Warn, &again);
        }
    }
}

fn tail(serial: &str) -> String {
    let skip = serial.chars().count().saturating_sub(4);
    serial.chars().skip(skip).collect()
}
