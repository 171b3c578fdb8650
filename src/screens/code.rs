//! Testing a code: the strip at the foot of the card.
//!
//! What is typed is never echoed. A test consumes the code, so the caller must always wait for the
//! next one; the verdict says so.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Screen, View, calls_for_help};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::effect::{Slot, Timer};
use crate::app::notice::Notice;
use crate::backend::{Fault, Test};
use crate::domain::clock::ClockDoubt;
use crate::domain::key::Key;
use crate::domain::moment::Moment;
use crate::domain::otp::Code;
use crate::domain::passcode::{Typed, sort};
use crate::domain::person::Person;
use crate::domain::verdict::Verdict;
use crate::service::request::{Answer, Failure, Outcome, Read, Write};
use crate::text::verdict::{About, Told, tell};
use crate::ui::field::types;
use crate::ui::gauge;
use crate::ui::pen::{Pen, wrap};
use crate::ui::secret_field::SecretField;
use crate::ui::theme::Role;

/// Below this width the gauge takes the room of the label.
const NARROW: u16 = 60;

/// Rows of the strip.
const ROWS: u16 = 9;

/// Rows the headline of a verdict takes at most.
const HEADLINE: u16 = 3;

enum Phase {
    /// Digits are being typed.
    Typing,
    /// The backend tests.
    Testing(u64),
    /// The answer.
    Told(Box<Verdict>),
}

/// The strip.
pub struct CodeScreen {
    login: String,
    key: Key,
    /// A key of the same person with another number of digits: its codes are no PASSCODE.
    longer: Option<(u8, String)>,
    field: SecretField,
    phase: Phase,
    /// The code being tested: typed again if it never got there.
    sent: Option<Code>,
    /// What is in the field was sent before and never got there.
    given_back: bool,
    /// A PIN came with the code.
    pin_typed: bool,
    /// Why the clock may be wrong, known before the first test.
    doubt: Option<ClockDoubt>,
}

impl CodeScreen {
    /// Tests codes of `key`, one of the person's `keys`.
    pub fn new(person: &Person, key: &Key, keys: &[Key]) -> Self {
        let other = |other: &&Key| other.shape.digits != key.shape.digits;
        Self {
            login: person.login.clone(),
            key: key.clone(),
            longer: keys.iter().find(other).map(|key| (key.shape.digits, key.serial.tail().to_owned())),
            field: SecretField::default(),
            phase: Phase::Typing,
            sent: None,
            given_back: false,
            pin_typed: false,
            doubt: None,
        }
    }

    fn submit(&mut self, cx: &mut Cx) {
        let digits = self.key.shape.digits;
        if self.field.is_empty() {
            return;
        }
        if let Some((digits, tail)) = &self.longer
            && self.field.len() == usize::from(*digits)
        {
            self.field = SecretField::default();
            self.phase = Phase::Typing;
            return cx.say(Notice::warn((cx.t().card.other_length)(*digits, tail)));
        }
        let code = match sort(self.field.take(), digits) {
            Typed::Code(code) => {
                self.pin_typed &= self.given_back;
                code
            }
            Typed::Passcode(code) => {
                self.pin_typed = true;
                code
            }
            Typed::Neither => {
                self.phase = Phase::Typing;
                return cx.say(Notice::warn((cx.t().card.wrong_length)(digits)));
            }
        };
        let (serial, agent) = (self.key.serial.as_str().to_owned(), cx.session.agent.clone());
        (self.sent, self.given_back) = (Some(code.duplicate()), false);
        let test = Test { serial, code, agent };
        let login = self.login.clone();
        self.phase = Phase::Testing(cx.write(Write::Test { test, login, pin_disclosed: self.pin_typed }));
    }

    /// Milliseconds until the gauge loses a second: only while there is a gauge to draw.
    fn tick(&self, cx: &mut Cx) {
        if self.key.shape.period().is_some() {
            cx.wake(Timer::Gauge, cx.now.to_next_second());
        }
    }
}

impl Screen for CodeScreen {
    fn scopes(&self) -> &'static [Scope] {
        match self.phase {
            // With the answer on the screen and nothing typed, the card's keys work again.
            Phase::Told(_) if self.field.is_empty() => &[Scope::Code, Scope::Card],
            _ => &[Scope::Code],
        }
    }

    fn typing(&self) -> bool {
        true
    }

    fn commands(&self, key: KeyEvent) -> bool {
        let digit = matches!(key.code, KeyCode::Char(c) if c.is_ascii_digit());
        let told = matches!(self.phase, Phase::Told(_)) && self.field.is_empty();
        (told && !digit) || (calls_for_help(key) && self.field.is_empty())
    }

    fn floats(&self) -> bool {
        true
    }

    fn holds(&self) -> bool {
        matches!(self.phase, Phase::Testing(_))
    }

    fn offers(&self, action: Action, now: Moment) -> bool {
        match action {
            Action::Submit => !self.field.is_empty(),
            Action::Act(act) => act.fits(&self.key, now).is_ok(),
            Action::NextKey | Action::Follow | Action::Tickets => false,
            _ => true,
        }
    }

    fn entered(&mut self, cx: &mut Cx) {
        self.tick(cx);
        if cx.session.abilities.snapshot.is_some() {
            cx.ask(Slot::Doubt, Read::Doubt);
        }
    }

    /// A server's clock is not doubted; that of this machine is asked about anew.
    fn turned(&mut self, cx: &mut Cx) {
        self.doubt = None;
        self.entered(cx);
    }

    fn asks(&self, slot: Slot) -> bool {
        slot == Slot::Doubt
    }

    fn answer(&mut self, _slot: Slot, result: Result<Answer, Failure>, _cx: &mut Cx) -> bool {
        // The test itself asks again: a doubt that cannot be told now is told with the verdict.
        let Ok(Answer::Doubt(doubt)) = result else { return false };
        std::mem::replace(&mut self.doubt, doubt) != doubt
    }

    fn left(&mut self, cx: &mut Cx) {
        cx.sleep(Timer::Gauge);
    }

    fn key(&mut self, key: KeyEvent, _cx: &mut Cx) -> bool {
        let changed = self.field.key(key);
        if changed && types(key) {
            self.phase = Phase::Typing;
        }
        self.given_back &= !changed;
        changed
    }

    fn paste(&mut self, text: &str, cx: &mut Cx) -> bool {
        if !matches!(self.phase, Phase::Testing(_)) && !self.field.paste(text) {
            self.field = SecretField::default();
            cx.say(Notice::warn(cx.t().card.paste_refused));
        }
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        match action {
            Action::Submit => {
                self.submit(cx);
                true
            }
            // The test itself goes on; its outcome is shown wherever the agent is by then.
            Action::Back => {
                cx.go(Go::Back);
                true
            }
            Action::Test => {
                self.phase = Phase::Typing;
                true
            }
            Action::Act(_) | Action::NewTicket | Action::NextKey | Action::Follow => {
                cx.go(Go::Run(action));
                true
            }
            _ => false,
        }
    }

    fn woke(&mut self, timer: Timer, cx: &mut Cx) -> bool {
        let gauge = timer == Timer::Gauge;
        if gauge {
            self.tick(cx);
        }
        gauge
    }

    fn done(&mut self, id: u64, result: &Result<Outcome, Failure>, cx: &mut Cx) -> bool {
        if !matches!(self.phase, Phase::Testing(testing) if testing == id) {
            return false;
        }
        self.phase = Phase::Typing;
        cx.tells_of(&self.login);
        let sent = self.sent.take();
        match result {
            Ok(Outcome::Tested(verdict)) => self.phase = Phase::Told(verdict.clone()),
            Ok(_) => {}
            Err(failure) => {
                // Nothing has seen it: Enter sends it again, to the snapshot if need be.
                if let (Failure::Backend(Fault::Unreachable { .. } | Fault::LoginOver), Some(code)) =
                    (failure, sent)
                {
                    self.field.give_back(&code);
                    self.given_back = true;
                }
                cx.say(Notice::bad(cx.t().failure(failure)));
            }
        }
        true
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        let (width, height) = (pen.width(), pen.height());
        let rows = self.rows(view, width).min(height);
        let mut strip = pen.part(0, height - rows, width, rows);
        strip.wipe();
        strip.rule(0);
        self.draw_field(view, &mut strip.part(1, 1, width.saturating_sub(2), 1));
        self.draw_words(view, &mut strip.part(1, 2, width.saturating_sub(2), rows.saturating_sub(2)));
    }
}

impl CodeScreen {
    fn draw_field(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text.card;
        let tail = self.key.serial.tail();
        let label = if pen.width() < NARROW { format!("…{tail}") } else { (text.code_of)(tail) };
        let x = pen.text(0, 0, Role::Accent, &label);
        let testing = matches!(self.phase, Phase::Testing(_));
        self.field.draw(pen, x + 2, 0, self.key.shape.digits, !testing);
        if let Some(period) = self.key.shape.period() {
            let gone = view.now.secs().rem_euclid(i64::from(period));
            let left = period - u32::try_from(gone).unwrap_or(0);
            let at = pen.width().saturating_sub(10);
            gauge::draw(pen, at, 0, left, period);
        }
    }

    fn draw_words(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text;
        let (width, height) = (pen.width(), pen.height());
        match &self.phase {
            Phase::Typing => {
                let digits = self.key.shape.digits;
                let ask =
                    if digits == 6 { text.card.ask_code.to_owned() } else { (text.card.ask_digits)(digits) };
                let x = pen.text(0, 1, Role::Muted, text.card.say) + 1;
                let y = 1 + pen.part(x, 1, width - x, 4).paragraph(0, 4, Role::Say, &ask);
                if let Some(doubt) = &self.doubt {
                    let words = crate::text::offline::doubt(text.lang, doubt);
                    pen.part(0, y + 1, width, 2).paragraph(0, 2, Role::Danger, &words);
                }
            }
            Phase::Testing(_) => drop(pen.text(0, 1, Role::Muted, text.card.testing)),
            Phase::Told(verdict) => self.draw_verdict(verdict, view, &mut pen.part(0, 0, width, height)),
        }
    }

    fn draw_verdict(&self, verdict: &Verdict, view: &View, pen: &mut Pen) {
        let told = self.told(verdict, view);
        let (width, height) = (pen.width(), pen.height());
        // A wrong clock makes any verdict wrong: it is told first.
        let doubt = told.doubt.as_deref().unwrap_or_default();
        let used = if doubt.is_empty() { 0 } else { rows(doubt, width).min(2) };
        pen.part(0, 0, width, used).paragraph(0, used, Role::Danger, doubt);
        self.draw_told(&told, view, &mut pen.part(0, used, width, height.saturating_sub(used)));
    }

    /// The words to read aloud are never cut: what is left of the room goes to the rest.
    fn draw_told(&self, told: &Told, view: &View, pen: &mut Pen) {
        let text = view.session.text;
        let glyphs = pen.glyphs();
        let (width, height) = (pen.width(), pen.height());
        let mark = match told.role {
            Role::Good => glyphs.good,
            Role::Danger => glyphs.bad,
            _ => glyphs.warn,
        };
        let x = 3 + crate::ui::pen::width(text.card.say);
        let say = (text.card.aloud)(&told.say);
        let aloud = rows(&say, width - x);
        pen.mark(0, 0, told.role, mark);
        // A headline may end with what is not known: a narrow window breaks it rather than cut it.
        let head = rows(&told.headline, width - 2).min(height.saturating_sub(aloud)).clamp(1, HEADLINE);
        let mut y = pen.part(2, 0, width - 2, head).paragraph(0, head, told.role, &told.headline);
        let room = height.saturating_sub(head + aloud).min(2);
        y += pen.part(2, y, width - 2, room).paragraph(0, room, Role::Base, &told.evidence);
        pen.text(2, y, Role::Muted, text.card.say);
        y += pen.part(x, y, width - x, aloud).paragraph(0, aloud, Role::Say, &say);
        for (role, note) in self.notes(told, view.session.text.card.pin_typed) {
            let fits = rows(note, width - 2).min(height.saturating_sub(y));
            y += pen.part(2, y, width - 2, fits).paragraph(0, fits, role, note);
        }
    }

    fn told(&self, verdict: &Verdict, view: &View) -> Told {
        let about = About { key: &self.key, wall: &view.session.wall, now: view.now };
        tell(view.session.text.lang, verdict, &about)
    }

    /// What follows the words, the most important first.
    fn notes<'t>(&self, told: &'t Told, pin_words: &'t str) -> impl Iterator<Item = (Role, &'t str)> {
        let pin = self.pin_typed.then_some((Role::Danger, pin_words));
        let todo = Some((Role::Info, told.todo.as_str())).filter(|(_, todo)| !todo.is_empty());
        let next = told.next.as_deref().map(|next| (Role::Muted, next));
        [pin, todo, next].into_iter().flatten()
    }

    /// Rows of the strip: more where the words need them.
    fn rows(&self, view: &View, width: u16) -> u16 {
        let Phase::Told(verdict) = &self.phase else { return ROWS };
        let told = self.told(verdict, view);
        let notes: u16 = self
            .notes(&told, view.session.text.card.pin_typed)
            .map(|(_, note)| rows(note, width.saturating_sub(4)))
            .sum();
        let aloud = rows(&told.say, width.saturating_sub(12));
        let doubt = told.doubt.as_ref().map_or(0, |doubt| rows(doubt, width.saturating_sub(2)).min(2));
        let head = rows(&told.headline, width.saturating_sub(4)).min(HEADLINE);
        (2 + head + doubt + rows(&told.evidence, width.saturating_sub(4)).min(2) + aloud + notes).max(ROWS)
    }
}

fn rows(text: &str, width: u16) -> u16 {
    u16::try_from(wrap(text, usize::from(width)).len()).unwrap_or(u16::MAX)
}
