//! Following a new PIN: the academy's words for the caller, each step ticked as the backend sees
//! it. What the backend cannot see is marked "ask".

use super::act::ActDialog;
use super::code::CodeScreen;
use super::{Layer, Screen, View};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::effect::{Slot, Timer};
use crate::domain::key::Key;
use crate::domain::moment::Moment;
use crate::domain::notice::Announced;
use crate::domain::person::{Event, Happening, Person};
use crate::domain::profile::{Milestone, NewPinStep};
use crate::service::request::{Answer, Failure, Outcome, Read};
use crate::text::{common, notice};
use crate::ui::gauge;
use crate::ui::pen::{Pen, wrap};
use crate::ui::theme::Role;

/// The events that tick a step, and those that tell of a refused try.
const TICKS: [(Milestone, Happening); 3] = [
    (Milestone::SixDigits, Happening::DigitsAccepted),
    (Milestone::PinCreated, Happening::PinCreated),
    (Milestone::Confirmed, Happening::PinConfirmed),
];
const REFUSED: [Happening; 4] =
    [Happening::WrongPin, Happening::WrongCode, Happening::KeyRefused, Happening::LockedOut];

/// Rows kept at the foot for what was seen last.
const FOOT: u16 = 3;

/// The follow screen.
pub struct Follow {
    person: Person,
    key: Key,
    /// When the PIN was cleared, if that is known.
    cleared: Option<Moment>,
    /// The last event seen.
    last: i64,
    seen: Vec<(Milestone, Moment)>,
    refused: Option<(Happening, Moment)>,
    /// Whether the holder is told of the cleared PIN; `None` later, and where there is nothing to tell.
    telling: Option<Announced>,
}

impl Follow {
    /// Right after the PIN was cleared at the counter. What happened before does not count: the
    /// events are read from the beginning, and those before `now` are passed over.
    pub fn just_cleared(person: &Person, key: &Key, now: Moment) -> Self {
        Self { cleared: Some(now), ..Self::empty(person, key) }
    }

    /// Later, from the card and its events, newest first.
    pub fn new(person: &Person, key: &Key, events: &[Event]) -> Self {
        let clearing = |event: &&Event| {
            event.serial == key.serial.as_str()
                && matches!(event.what, Happening::PinCleared | Happening::Assigned)
        };
        let cleared = events.iter().find(clearing).map(|event| event.at);
        Self { cleared, ..Self::empty(person, key) }
    }

    fn empty(person: &Person, key: &Key) -> Self {
        Self {
            person: person.clone(),
            key: key.clone(),
            cleared: None,
            last: 0,
            seen: Vec::new(),
            refused: None,
            telling: None,
        }
    }

    /// The same with what was said of telling the holder.
    #[must_use]
    pub fn telling(self, telling: Option<Announced>) -> Self {
        Self { telling, ..self }
    }

    fn confirmed(&self) -> bool {
        self.when(Milestone::Confirmed).is_some()
    }

    fn when(&self, milestone: Milestone) -> Option<Moment> {
        self.seen.iter().find(|(seen, _)| *seen == milestone).map(|(_, at)| *at)
    }

    fn take(&mut self, event: &Event) {
        self.last = self.last.max(event.id);
        let ours = event.serial == self.key.serial.as_str();
        if !ours || self.cleared.is_some_and(|cleared| event.at < cleared) {
            return;
        }
        if let Some((milestone, _)) = TICKS.iter().find(|(_, what)| *what == event.what) {
            self.seen.retain(|(seen, _)| seen != milestone);
            self.seen.push((*milestone, event.at));
            self.refused = None;
        } else if REFUSED.contains(&event.what) {
            self.refused = Some((event.what, event.at));
        } else if event.what == Happening::PinCleared {
            self.seen.clear();
        }
    }

    fn look(&self, cx: &mut Cx) {
        // A snapshot knows nothing of what the caller does.
        if !cx.session.allows(Action::Follow) {
            return;
        }
        cx.ask(Slot::Follow, Read::Follow { login: self.person.login.clone(), after: self.last });
    }
}

impl Screen for Follow {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Follow]
    }

    fn offers(&self, action: Action, now: Moment) -> bool {
        match action {
            Action::Act(act) => act.fits(&self.key, now).is_ok(),
            _ => true,
        }
    }

    fn entered(&mut self, cx: &mut Cx) {
        self.look(cx);
        cx.wake(Timer::Gauge, cx.now.to_next_second());
    }

    fn left(&mut self, cx: &mut Cx) {
        cx.sleep(Timer::Follow);
        cx.sleep(Timer::Gauge);
        cx.forget(Slot::Follow);
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        match action {
            Action::Test => {
                let code = CodeScreen::new(&self.person, &self.key, &[]);
                cx.go(Go::Push(Layer::Code(Box::new(code))));
            }
            Action::Act(act) => {
                let dialog = ActDialog::new(act, &self.person, &self.key);
                cx.go(Go::Push(Layer::Act(Box::new(dialog))));
            }
            Action::Refresh => self.look(cx),
            _ => return false,
        }
        true
    }

    fn woke(&mut self, timer: Timer, cx: &mut Cx) -> bool {
        match timer {
            Timer::Follow => {
                self.look(cx);
                false
            }
            Timer::Gauge if !self.confirmed() => {
                cx.wake(Timer::Gauge, cx.now.to_next_second());
                true
            }
            _ => false,
        }
    }

    fn turned(&mut self, cx: &mut Cx) {
        cx.sleep(Timer::Follow);
        if !cx.covered() {
            self.entered(cx);
        }
    }

    fn asks(&self, slot: Slot) -> bool {
        slot == Slot::Follow
    }

    fn answer(&mut self, _slot: Slot, result: Result<Answer, Failure>, cx: &mut Cx) -> bool {
        // A look that failed is followed by the next one: the steps simply stay unticked.
        let mut changed = false;
        if let Ok(Answer::Events(events)) = result {
            changed = !events.is_empty();
            events.iter().for_each(|event| self.take(event));
        }
        if !self.confirmed() {
            let every = cx.session.abilities.follow_every.as_secs().max(1) as u64;
            cx.wake(Timer::Follow, every * 1000);
        }
        changed
    }

    fn done(&mut self, _id: u64, result: &Result<Outcome, Failure>, _cx: &mut Cx) -> bool {
        // What was said of telling the holder holds no longer; the strip at the foot says so.
        if matches!(result, Ok(Outcome::Told(round)) if round.stuck > 0) {
            self.telling = None;
        }
        false
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        let (width, height) = (pen.width(), pen.height());
        let mut pen = pen.part(1, 0, width.saturating_sub(2), height);
        let text = view.session.text;
        let width = pen.width();
        let head = format!(
            "{}, {}",
            text.card.new_pin,
            (text.act.about)(&self.person.full_name(), self.key.serial.tail())
        );
        pen.text(0, 0, Role::Accent, &head);
        self.draw_state(view, &mut pen.part(0, 1, width, 1));
        if let Some(telling) = &self.telling {
            let words = notice::announced(text.lang, telling);
            pen.part(0, 2, width, 1).text(0, 0, Role::Muted, &words);
        }
        let mut y = 3;
        let profile = view.session.profile(&self.person.school.academy);
        let steps = &profile.new_pin_steps;
        let room = height.saturating_sub(y + FOOT);
        for (number, step) in (1..).zip(steps).skip(self.past(steps, room, width, view)) {
            let say = text.lang.of(&step.say);
            let done = step.step.map(|milestone| self.when(milestone));
            let rows = (height.saturating_sub(FOOT)).saturating_sub(y);
            y += draw_step(number, say, done, view, &mut pen.part(0, y, width, rows)).min(rows);
        }
        if self.confirmed() {
            pen.part(0, (y + 1).min(height.saturating_sub(FOOT)), width, FOOT).paragraph(
                0,
                FOOT,
                Role::Good,
                text.card.done,
            );
        } else if let Some((what, at)) = self.refused {
            let what = common::happening(text.lang, what);
            let said = (text.card.refused)(what, &view.session.wall.age(at, view.now));
            let retry = match self.when(Milestone::PinCreated) {
                Some(_) => text.card.retry_confirm,
                None => text.card.retry_digits,
            };
            pen.part(0, (y + 1).min(height.saturating_sub(FOOT)), width, FOOT).paragraph(
                0,
                FOOT,
                Role::Warn,
                &format!("{said} {retry}"),
            );
        } else {
            let (role, words) = match view.session.allows(Action::Follow) {
                true => (Role::Muted, text.card.watching),
                false => (Role::Warn, text.offline.unseen),
            };
            pen.part(0, (y + 1).min(height.saturating_sub(FOOT)), width, FOOT)
                .paragraph(0, FOOT, role, words);
        }
    }
}

impl Follow {
    /// Steps to leave out at the top: where not all fit, those up to the last one ticked.
    fn past(&self, steps: &[NewPinStep], room: u16, width: u16, view: &View) -> usize {
        let lang = view.session.text.lang;
        let rows = |step: &NewPinStep| wrap(lang.of(&step.say), usize::from(width.saturating_sub(5))).len();
        if steps.iter().map(rows).sum::<usize>() <= usize::from(room) {
            return 0;
        }
        let ticked = |step: &NewPinStep| step.step.is_some_and(|milestone| self.when(milestone).is_some());
        steps.iter().rposition(ticked).map_or(0, |last| last + 1)
    }

    fn draw_state(&self, view: &View, pen: &mut Pen) {
        if let Some(cleared) = self.cleared {
            let age = view.session.wall.age(cleared, view.now);
            let x = pen.text(0, 0, Role::Muted, &(view.session.text.card.to_create)(&age)) + 2;
            let spent = self
                .key
                .last_step
                .zip(self.key.step_now(view.now))
                .is_some_and(|(last, shown)| last >= shown);
            if spent && self.seen.is_empty() {
                let room = pen.width().saturating_sub(x + 12);
                pen.part(x, 0, room, 1).text(0, 0, Role::Warn, view.session.text.card.spent);
            }
        }
        if let (Some(period), false) = (self.key.shape.period(), self.confirmed()) {
            let gone = view.now.secs().rem_euclid(i64::from(period));
            let left = period - u32::try_from(gone).unwrap_or(0);
            let at = pen.width().saturating_sub(10);
            gauge::draw(pen, at, 0, left, period);
        }
    }
}

/// One sentence with its tick. `done` is `None` for what no backend can see.
fn draw_step(number: u16, say: &str, done: Option<Option<Moment>>, view: &View, pen: &mut Pen) -> u16 {
    let (text, glyphs) = (view.session.text.card, pen.glyphs());
    let (role, mark, note) = match done {
        Some(Some(at)) => (Role::Good, glyphs.good, (text.seen)(&view.session.wall.time(at))),
        Some(None) => (Role::Muted, glyphs.open, String::new()),
        None => (Role::Muted, glyphs.dot, String::new()),
    };
    pen.mark(0, 0, role, mark);
    let width = pen.width();
    let beside = crate::ui::pen::width(&note);
    let room = width.saturating_sub(5 + if beside > 0 { beside + 2 } else { 0 });
    pen.text(2, 0, Role::Muted, &format!("{number}."));
    let rows = wrap(say, usize::from(room)).len() as u16;
    let words = if matches!(done, Some(Some(_))) { Role::Muted } else { Role::Say };
    pen.part(5, 0, room, rows).paragraph(0, rows, words, say);
    if beside > 0 {
        pen.right(width, 0, Role::Good, &note);
    }
    rows
}
