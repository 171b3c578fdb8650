//! The search for a key whose serial is worn off: its codes are compared with every key of the vault.
//!
//! The vault is asked part after part, so that the bar moves and Esc stops it. Nothing is burnt. Codes
//! are never echoed; they are kept, sealed in the model, until the screen is left, since the next code
//! is compared together with those before.

mod drawing;

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::card::CardScreen;
use super::{Layer, Screen, View, calls_for_help};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::effect::Slot;
use crate::app::notice::Notice;
use crate::domain::clock::ClockDoubt;
use crate::domain::found::{Breadth, Hunt, Lead, MOST_CODES, Shortlist};
use crate::domain::moment::Moment;
use crate::domain::otp::{Code, DIGITS};
use crate::domain::passcode::{Typed, sort};
use crate::service::request::{Answer, Failure, HuntEnd, Outcome, Read, Write};
use crate::ui::list::{List, Step};
use crate::ui::pen::Pen;
use crate::ui::secret_field::SecretField;

/// What is going on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    /// Nothing was searched yet, or the search was stopped.
    #[default]
    Asking,
    /// The journal is being written; then the first part is asked for.
    Beginning { id: u64, stopped: bool },
    /// Part after part.
    Searching { entry: i64 },
    /// Every key was compared.
    Told,
}

/// The screen.
#[derive(Default)]
pub struct FoundScreen {
    field: SecretField,
    /// The codes read so far, oldest first.
    codes: Vec<Code>,
    breadth: Breadth,
    phase: Phase,
    /// What the list below is about.
    hunt: Option<Arc<Hunt>>,
    shortlist: Shortlist,
    list: List,
    /// Why the clock that the codes are compared by may be wrong.
    doubt: Option<ClockDoubt>,
}

impl FoundScreen {
    fn running(&self) -> bool {
        matches!(self.phase, Phase::Beginning { .. } | Phase::Searching { .. })
    }

    fn lead(&self) -> Option<&Lead> {
        self.shortlist.leads.get(self.list.at)
    }

    /// Takes the code typed, then searches with all codes read so far.
    fn submit(&mut self, cx: &mut Cx) {
        let text = cx.t().found;
        let entry = self.field.take();
        let digits = DIGITS.into_iter().find_map(|digits| match sort(entry.duplicate(), digits) {
            Typed::Code(code) => Some(code),
            Typed::Passcode(_) | Typed::Neither => None,
        });
        let Some(code) = digits else { return cx.say(Notice::warn(text.wrong_length)) };
        // Codes that no key showed explain nothing: one of them was misread.
        if self.phase == Phase::Told && self.shortlist.count == 0 {
            self.codes.clear();
        }
        match self.codes.last() {
            Some(last) if last.is(&code) => return cx.say(Notice::warn(text.same_code)),
            Some(last) if last.digits() != code.digits() => return cx.say(Notice::warn(text.other_length)),
            _ => {}
        }
        if self.codes.len() == MOST_CODES {
            self.codes.remove(0);
        }
        self.codes.push(code);
        self.hunt = Hunt::new(self.copies(), self.breadth, cx.now).map(Arc::new);
        self.begin(cx);
    }

    fn copies(&self) -> Vec<Code> {
        self.codes.iter().map(Code::duplicate).collect()
    }

    /// The same codes once more, as wide as is chosen now; the last one was read when it was typed.
    fn again(&mut self, cx: &mut Cx) {
        let Some(read) = self.hunt.as_ref().map(|hunt| hunt.now()) else { return };
        self.hunt = Hunt::new(self.copies(), self.breadth, read).map(Arc::new);
        self.begin(cx);
    }

    fn begin(&mut self, cx: &mut Cx) {
        let Some(hunt) = &self.hunt else { return };
        self.shortlist = Shortlist::default();
        self.list = List::default();
        self.phase = Phase::Beginning { id: cx.write(Write::BeginHunt(hunt.clone())), stopped: false };
    }

    fn ask(&self, from: i64, cx: &mut Cx) {
        if let Some(hunt) = &self.hunt {
            cx.ask(Slot::FoundPart, Read::FoundPart { hunt: hunt.clone(), from });
        }
    }

    /// Stops the search; what was written down as begun is written down as ended.
    fn stop(&mut self, cx: &mut Cx) {
        match self.phase {
            Phase::Beginning { id, .. } => self.phase = Phase::Beginning { id, stopped: true },
            Phase::Searching { entry } => self.end(entry, HuntEnd::Cancelled, cx),
            Phase::Asking | Phase::Told => {}
        }
    }

    fn end(&mut self, entry: i64, end: HuntEnd, cx: &mut Cx) {
        cx.forget(Slot::FoundPart);
        cx.write(Write::EndHunt { entry, end });
        self.phase = match end {
            HuntEnd::Done { .. } => Phase::Told,
            HuntEnd::Cancelled | HuntEnd::Failed => {
                self.shortlist = Shortlist::default();
                Phase::Asking
            }
        };
    }

    fn open(&self, cx: &mut Cx) {
        match self.lead() {
            Some(Lead { person: Some(person), .. }) => {
                let card = CardScreen::new(&person.login).on(self.lead().map(|lead| &lead.key));
                cx.go(Go::Push(Layer::Card(Box::new(card))));
            }
            Some(_) => cx.say(Notice::info(cx.t().found.no_holder)),
            None => {}
        }
    }

    /// A server's clock is not doubted.
    fn doubt_clock(&mut self, cx: &mut Cx) {
        self.doubt = None;
        if cx.session.abilities.snapshot.is_some() {
            cx.ask(Slot::Doubt, Read::Doubt);
        }
    }

    fn move_by(&mut self, step: Step, cx: &Cx) -> bool {
        self.list.step(step, self.shortlist.leads.len(), drawing::rows(cx.size))
    }
}

impl Screen for FoundScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Found, Scope::List]
    }

    fn typing(&self) -> bool {
        true
    }

    fn commands(&self, key: KeyEvent) -> bool {
        calls_for_help(key) && self.field.is_empty()
    }

    fn offers(&self, action: Action, _now: Moment) -> bool {
        match action {
            Action::Seek => !self.running() && (!self.field.is_empty() || self.lead().is_some()),
            _ => true,
        }
    }

    fn key(&mut self, key: KeyEvent, _cx: &mut Cx) -> bool {
        // Letters are no part of a code: a name typed here by mistake is not taken for one.
        let letter = matches!(key.code, KeyCode::Char(c) if !c.is_ascii_digit())
            && !key.modifiers.contains(KeyModifiers::CONTROL);
        !letter && self.field.key(key)
    }

    fn paste(&mut self, text: &str, cx: &mut Cx) -> bool {
        if !self.field.paste(text) {
            self.field = SecretField::default();
            cx.say(Notice::warn(cx.t().card.paste_refused));
        }
        true
    }

    fn click(&mut self, _x: u16, y: u16, cx: &mut Cx) -> bool {
        let length = self.shortlist.leads.len();
        let shown = self.list.visible(length, drawing::rows(cx.size));
        let Some(at) = drawing::row_at(cx.size, y).map(|row| shown.start + row) else { return false };
        if !shown.contains(&at) {
            return false;
        }
        if at == self.list.at && !self.running() {
            self.open(cx);
        }
        self.list.select(at, length, drawing::rows(cx.size));
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        let step = match action {
            Action::Seek if self.running() => return true,
            Action::Seek if self.field.is_empty() => {
                self.open(cx);
                return true;
            }
            Action::Seek => {
                self.submit(cx);
                return true;
            }
            Action::Widen => {
                self.breadth = self.breadth.next();
                self.stop(cx);
                if !self.running() {
                    self.again(cx);
                }
                return true;
            }
            Action::Refresh => {
                if !self.running() {
                    self.again(cx);
                }
                return true;
            }
            Action::Back if self.running() => {
                self.stop(cx);
                cx.say(Notice::info(cx.t().found.cancelled));
                return true;
            }
            Action::FoundKey => return true,
            Action::Up => Step::Up,
            Action::Down => Step::Down,
            Action::PageUp => Step::PageUp,
            Action::PageDown => Step::PageDown,
            Action::First => Step::First,
            Action::Last => Step::Last,
            _ => return false,
        };
        self.move_by(step, cx)
    }

    fn resized(&mut self, cx: &mut Cx) {
        self.list.select(self.list.at, self.shortlist.leads.len(), drawing::rows(cx.size));
    }

    /// Other seeds are compared: the search begins anew, also where nobody sees it.
    fn turned(&mut self, cx: &mut Cx) {
        self.doubt_clock(cx);
        match self.phase {
            Phase::Searching { .. } => {
                self.stop(cx);
                self.again(cx);
            }
            Phase::Told => self.again(cx),
            Phase::Asking | Phase::Beginning { .. } => {}
        }
    }

    fn entered(&mut self, cx: &mut Cx) {
        self.doubt_clock(cx);
    }

    fn left(&mut self, cx: &mut Cx) {
        self.stop(cx);
    }

    fn hang_up(&mut self, cx: &mut Cx) {
        self.stop(cx);
    }

    fn done(&mut self, id: u64, result: &Result<Outcome, Failure>, cx: &mut Cx) -> bool {
        let Phase::Beginning { id: begun, stopped } = self.phase else { return false };
        if id != begun {
            return false;
        }
        match result {
            Ok(Outcome::HuntBegun(entry)) => {
                self.phase = Phase::Searching { entry: *entry };
                match stopped {
                    true => self.end(*entry, HuntEnd::Cancelled, cx),
                    false => self.ask(0, cx),
                }
            }
            Ok(_) => self.phase = Phase::Asking,
            Err(failure) => {
                self.phase = Phase::Asking;
                cx.say(Notice::bad(cx.t().failure(failure)));
            }
        }
        true
    }

    fn asks(&self, slot: Slot) -> bool {
        matches!(slot, Slot::FoundPart | Slot::Doubt)
    }

    fn answer(&mut self, slot: Slot, result: Result<Answer, Failure>, cx: &mut Cx) -> bool {
        if slot == Slot::Doubt {
            let Ok(Answer::Doubt(doubt)) = result else { return false };
            return std::mem::replace(&mut self.doubt, doubt) != doubt;
        }
        let (Phase::Searching { entry }, Some(hunt)) = (self.phase, self.hunt.clone()) else { return false };
        match result {
            Ok(Answer::FoundPart(part)) => {
                let next = part.next;
                self.shortlist.add(*part, hunt.now());
                match next {
                    Some(from) => self.ask(from, cx),
                    None => {
                        let (found, keys) = (self.shortlist.count, self.shortlist.keys);
                        self.end(entry, HuntEnd::Done { found, keys }, cx);
                    }
                }
            }
            Ok(_) => return false,
            Err(failure) => {
                self.end(entry, HuntEnd::Failed, cx);
                cx.say(Notice::bad(cx.t().failure(&failure)));
            }
        }
        true
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        self.draw_all(view, pen);
    }
}
