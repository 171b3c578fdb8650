//! The card of a person: who, which keys, what happened, what may be asked.

use super::act::ActDialog;
use super::call::Call;
use super::code::CodeScreen;
use super::compose::Compose;
use super::follow::Follow;
use super::{Layer, Screen, View, keys, person};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go, Session};
use crate::app::effect::{Slot, Timer};
use crate::app::notice::Notice;
use crate::backend::Fault;
use crate::desk::{About, Filter};
use crate::domain::key::{Key, KeyAct, Life, Pin, Serial, Standing};
use crate::domain::moment::Moment;
use crate::domain::person::{Card, Note, Tested};
use crate::domain::ticket::{State, TicketRow};
use crate::domain::verdict::Verdict;
use crate::service::request::{Answer, Failure, Outcome, Read};
use crate::text::offline::stamp;
use crate::text::verdict::{About as Shown, tell};
use crate::text::{self, common};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// How often the ages are brought up to date, in milliseconds.
const AGES: u64 = 60_000;

/// From this width on there is room for a second pane.
const WIDE: u16 = 118;

/// The card.
pub struct CardScreen {
    login: String,
    card: Option<Box<Card>>,
    /// Where the card comes from: when it was read, and from when it is if a snapshot gave it.
    read: (Moment, Option<Moment>),
    tickets: Vec<TicketRow>,
    /// The tickets were read since this layer came to the front.
    tickets_read: bool,
    /// The chosen key.
    at: usize,
    /// Events scrolled past.
    scrolled: usize,
    /// What the call has shown, for its ticket.
    call: Call,
    /// Reading failed: nothing more will come.
    failed: bool,
    /// The key to choose when the card comes for the first time.
    wanted: Option<Serial>,
}

impl CardScreen {
    /// The card of a login.
    pub fn new(login: &str) -> Self {
        Self {
            login: login.to_owned(),
            card: None,
            read: Default::default(),
            tickets: Vec::new(),
            tickets_read: false,
            at: 0,
            scrolled: 0,
            call: Call::default(),
            failed: false,
            wanted: None,
        }
    }

    /// The same card, with this key chosen once it is read.
    pub fn on(mut self, key: Option<&Key>) -> Self {
        self.wanted = key.map(|key| key.serial.clone());
        self
    }

    /// The person's login.
    pub fn login(&self) -> &str {
        &self.login
    }

    /// Where the chosen key is on a newer card: keys change places with their state. One that was
    /// just replaced hands over to the first.
    fn chosen_in(&self, card: &Card) -> usize {
        let Some(held) = self.key_at() else {
            let wanted = |key: &Key| Some(&key.serial) == self.wanted.as_ref();
            return card.keys.iter().position(wanted).unwrap_or(0);
        };
        let gone = |key: &Key| key.life == Life::Retired && held.life != Life::Retired;
        card.keys.iter().position(|key| key.serial == held.serial && !gone(key)).unwrap_or(0)
    }

    fn is_another(&self, card: &Card) -> bool {
        self.card.as_ref().is_some_and(|known| known.person.login != card.person.login)
    }

    fn key_at(&self) -> Option<&Key> {
        self.card.as_ref()?.keys.get(self.at)
    }

    fn read(&self, cx: &mut Cx) {
        cx.ask(Slot::Card, Read::Card(self.login.clone()));
    }

    fn read_tickets(&self, cx: &mut Cx, card: &Card) {
        let about = About { login: card.person.login.clone(), mail: card.person.mail.clone() };
        let filter = Filter { about: Some(about), states: State::LIVE.to_vec(), ..Filter::default() };
        cx.ask(Slot::CardTickets, Read::Tickets { filter, page: 0 });
    }

    fn test(&self, cx: &mut Cx) {
        match (&self.card, self.key_at()) {
            (Some(card), Some(key)) => {
                let code = CodeScreen::new(&card.person, key, &card.keys);
                cx.go(Go::Push(Layer::Code(Box::new(code))));
            }
            _ => cx.say(Notice::info(cx.t().card.needs_key)),
        }
    }

    fn dialog(&self, act: KeyAct, cx: &mut Cx) {
        let Some(card) = &self.card else { return };
        let (lang, text) = (cx.t().lang, cx.t().card);
        if act == KeyAct::Assign {
            let in_service = card.keys.iter().find(|key| KeyAct::Unassign.fits(key, cx.now).is_ok());
            cx.go(Go::Push(Layer::Act(Box::new(ActDialog::assign(&card.person, in_service)))));
            return;
        }
        let Some(key) = self.key_at() else {
            return cx.say(Notice::info(text.needs_key));
        };
        match self.fits(act, key, cx.now) {
            Ok(()) => {
                let dialog = ActDialog::new(act, &card.person, key);
                cx.go(Go::Push(Layer::Act(Box::new(dialog))));
            }
            Err(standing) => {
                let (short, _) = crate::text::actions::line(lang, Action::Act(act));
                let state = common::standing(lang, standing);
                cx.say(Notice::warn((text.not_now)(short, state)));
            }
        }
    }

    /// The lock that the server puts on a person is lifted like that of a key, whatever its failures.
    fn fits(&self, act: KeyAct, key: &Key, now: Moment) -> Result<(), Standing> {
        let lock = |note: &Note| matches!(note, Note::Locked { .. });
        match act {
            KeyAct::Unlock if self.card.iter().flat_map(|card| &card.notes).any(lock) => Ok(()),
            _ => act.fits(key, now),
        }
    }

    fn follow(&self, cx: &mut Cx) {
        match (&self.card, self.key_at()) {
            (Some(card), Some(key)) if to_follow(key) => {
                let follow = Follow::new(&card.person, key, &card.events);
                cx.go(Go::Push(Layer::Follow(Box::new(follow))));
            }
            (_, Some(key)) if key.pin == Pin::Unknown => cx.say(Notice::info(cx.t().card.pin_untold)),
            _ => cx.say(Notice::info(cx.t().card.nothing_to_follow)),
        }
    }
}

impl Screen for CardScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Card, Scope::List]
    }

    fn holds(&self) -> bool {
        self.card.is_none() && !self.failed
    }

    fn offers(&self, action: Action, now: Moment) -> bool {
        let key = self.key_at();
        match action {
            Action::Test => key.is_some(),
            Action::Act(KeyAct::Assign) => self.card.as_ref().is_some_and(|card| card.keys.is_empty()),
            Action::Act(act) => key.is_some_and(|key| self.fits(act, key, now).is_ok()),
            Action::Follow => key.is_some_and(|key| to_follow(key) && key.standing(now) == Standing::Usable),
            Action::NextKey => self.card.as_ref().is_some_and(|card| card.keys.len() > 1),
            _ => true,
        }
    }

    fn entered(&mut self, cx: &mut Cx) {
        self.tickets_read = false;
        self.call.begins(cx.now);
        // What the card below asked for is no answer for this one.
        cx.forget(Slot::CardTickets);
        self.read(cx);
        cx.wake(Timer::Ages, AGES);
    }

    fn turned(&mut self, cx: &mut Cx) {
        self.tickets.clear();
        if !cx.covered() {
            self.entered(cx);
        }
    }

    fn left(&mut self, cx: &mut Cx) {
        cx.forget(Slot::Card);
        cx.forget(Slot::CardTickets);
        cx.sleep(Timer::Ages);
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        match action {
            Action::Test => self.test(cx),
            Action::Act(act) => self.dialog(act, cx),
            Action::Follow => self.follow(cx),
            Action::NewTicket => {
                if let Some(card) = &self.card {
                    let compose = Compose::new(card, &self.call, self.key_at(), cx);
                    cx.go(Go::Push(Layer::Compose(Box::new(compose))));
                }
            }
            Action::NextKey => {
                let keys = self.card.as_ref().map_or(0, |card| card.keys.len());
                self.at = (self.at + 1) % keys.max(1);
            }
            Action::Refresh => self.read(cx),
            Action::Up | Action::PageUp => self.scrolled = self.scrolled.saturating_sub(1),
            Action::Down | Action::PageDown => {
                let events = self.card.as_ref().map_or(0, |card| card.events.len());
                self.scrolled = (self.scrolled + 1).min(events.saturating_sub(1));
            }
            _ => return false,
        }
        true
    }

    fn woke(&mut self, timer: Timer, cx: &mut Cx) -> bool {
        let ages = timer == Timer::Ages;
        if ages {
            cx.wake(Timer::Ages, AGES);
        }
        ages
    }

    fn asks(&self, slot: Slot) -> bool {
        matches!(slot, Slot::Card | Slot::CardTickets)
    }

    fn answer(&mut self, slot: Slot, result: Result<Answer, Failure>, cx: &mut Cx) -> bool {
        match result {
            // Never somebody else's in place of the person the agent talks to.
            Ok(Answer::Card(card)) if self.is_another(&card) => return false,
            Ok(Answer::Card(card)) => {
                if !std::mem::replace(&mut self.tickets_read, true) {
                    self.read_tickets(cx, &card);
                }
                self.at = self.chosen_in(&card);
                self.read = (cx.now, made(cx.session));
                self.card = Some(card);
            }
            Ok(Answer::Tickets(page)) => self.tickets = page.rows,
            Ok(_) => return false,
            // The tickets are beside the point of a call: without them the card still stands.
            Err(_) if slot == Slot::CardTickets => return false,
            Err(Failure::Backend(Fault::NotFound)) if made(cx.session).is_some() => {
                self.failed = self.card.is_none();
                cx.say(Notice::warn(cx.t().offline.not_in_it));
            }
            Err(failure) => {
                self.failed = self.card.is_none();
                cx.say(Notice::bad(cx.t().failure(&failure)));
            }
        }
        true
    }

    fn done(&mut self, _id: u64, result: &Result<Outcome, Failure>, cx: &mut Cx) -> bool {
        // The dialog or the code field in front shows the outcome; the card only remembers the
        // verdict for the ticket and reads itself again.
        let own = |verdict: &Verdict| {
            self.card.as_ref().and_then(|card| card.keys.iter().find(|key| key.serial == verdict.serial))
        };
        if let Ok(Outcome::Tested(verdict)) = result
            && let Some(key) = own(verdict)
        {
            let about = Shown { key, wall: &cx.session.wall, now: cx.now };
            let told = tell(cx.t().lang, verdict, &about);
            let wall = &cx.session.wall;
            let when = format!("{} {}", wall.date(cx.now), wall.minute(cx.now));
            let words = format!("{} ({when}). {}", told.headline, told.evidence);
            let serial = verdict.serial.as_str().to_owned();
            self.call.tested = Some((Tested { serial, finding: verdict.finding.clone(), at: cx.now }, words));
        }
        if let (Err(failure @ Failure::Backend(_)), true) = (result, cx.is_about(&self.login)) {
            let minute = cx.session.wall.minute(cx.now);
            self.call.refused.push(format!("Guichet, {minute} : {}", cx.t().failure(failure)));
        }
        // A card under another one does not ask in its place: it reads itself when it is back.
        let holds = |serial: &str| {
            self.card.iter().flat_map(|card| &card.keys).any(|key| key.serial.as_str() == serial)
        };
        let concerned = match result {
            Ok(Outcome::Tested(verdict)) => holds(verdict.serial.as_str()),
            Ok(Outcome::Acted { act, serial, .. }) => *act == KeyAct::Assign || holds(serial),
            _ => false,
        };
        if concerned {
            self.read(cx);
        }
        false
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        let (width, height) = (pen.width(), pen.height());
        let mut pen = pen.part(1, 0, width.saturating_sub(2), height);
        match &self.card {
            Some(card) => self.draw_card(card, view, &mut pen),
            None if !self.failed => drop(pen.text(0, 1, Role::Muted, view.session.text.card.reading)),
            None => {}
        }
    }
}

impl CardScreen {
    /// A wide terminal shows what may be asked and the tickets in a pane of their own.
    fn draw_card(&self, card: &Card, view: &View, pen: &mut Pen) {
        let (width, height) = (pen.width(), pen.height());
        if width < WIDE {
            let used = self.draw_holder(card, view, pen);
            let rest = height.saturating_sub(used);
            let y = used + person::draw_asks(&card.person, view, &mut pen.part(0, used, width, rest)) + 1;
            let rest = height.saturating_sub(y);
            let left = if width < 70 { width } else { width * 3 / 5 };
            self.draw_events(card, view, &mut pen.part(0, y, left, rest));
            if left < width {
                self.draw_tickets(view, &mut pen.part(left + 2, y, width - left - 2, rest));
            }
            return;
        }
        let left = width * 3 / 5;
        let mut main = pen.part(0, 0, left, height);
        let used = self.draw_holder(card, view, &mut main);
        self.draw_events(card, view, &mut main.part(0, used, left, height.saturating_sub(used)));
        pen.part(left + 1, 0, 1, height).wall(0);
        let mut side = pen.part(left + 3, 0, width - left - 3, height);
        let used = person::draw_asks(&card.person, view, &mut side) + 1;
        self.draw_tickets(view, &mut side.part(0, used, width, height.saturating_sub(used)));
    }

    /// The person and the keys. Returns the rows used.
    fn draw_holder(&self, card: &Card, view: &View, pen: &mut Pen) -> u16 {
        let (width, height) = (pen.width(), pen.height());
        // A card of the other side is never taken for one of this side.
        let other = self.of_other_side(view).map_or(0, |words| pen.paragraph(0, 2, Role::Warn, &words));
        let mut used = other + person::draw(&card.person, &mut pen.part(0, other, width, 5)) + 1;
        for note in &card.notes {
            let role = if matches!(note, Note::Locked { .. }) { Role::Danger } else { Role::Warn };
            used += pen.paragraph(
                used,
                2,
                role,
                &text::card::note(view.session.text, &view.session.wall, note, view.now),
            );
        }
        used += u16::from(!card.notes.is_empty());
        used + self.draw_keys(card, view, &mut pen.part(0, used, width, height.saturating_sub(used)))
    }

    fn of_other_side(&self, view: &View) -> Option<String> {
        let (text, wall) = (view.session.text.offline, &view.session.wall);
        match self.read {
            (_, from) if from == made(view.session) => None,
            (_, Some(made)) => Some((text.read_offline)(&stamp(wall, made))),
            (at, None) => Some((text.read_online)(&wall.day_minute(at, view.now))),
        }
    }

    fn draw_keys(&self, card: &Card, view: &View, pen: &mut Pen) -> u16 {
        let text = view.session.text.card;
        let width = pen.width();
        if card.keys.is_empty() {
            return pen.paragraph(0, 2, Role::Warn, text.no_keys) + 1;
        }
        let mut y = 0;
        for (at, key) in card.keys.iter().enumerate() {
            let each = keys::rows(width);
            y += keys::draw(key, at == self.at, view, &mut pen.part(0, y, width, each));
        }
        y + 1
    }

    fn draw_events(&self, card: &Card, view: &View, pen: &mut Pen) {
        let text = view.session.text;
        pen.text(0, 0, Role::Accent, text.card.events);
        if card.events.is_empty() {
            pen.text(0, 1, Role::Muted, text.card.no_events);
        }
        let (width, rows) = (pen.width(), pen.height().saturating_sub(1));
        let several = card.keys.len() > 1;
        for (y, event) in (1..=rows).zip(card.events.iter().skip(self.scrolled)) {
            let when = view.session.wall.day_minute(event.at, view.now);
            let what = common::happening(text.lang, event.what);
            let mut line = what.to_owned();
            if several && !event.serial.is_empty() {
                let tail: String =
                    event.serial.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
                line = format!("…{tail} {line}");
            }
            if !event.by.is_empty() {
                line = format!("{line} ({})", event.by);
            }
            pen.part(0, y, 16, 1).text(0, 0, Role::Muted, &when);
            pen.part(17, y, width.saturating_sub(17), 1).text(0, 0, Role::Base, &line);
        }
    }

    fn draw_tickets(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text.card;
        let head = made(view.session).map_or(text.tickets, |_| view.session.text.offline.waiting);
        pen.text(0, 0, Role::Accent, head);
        if self.tickets.is_empty() {
            pen.text(0, 1, Role::Muted, text.no_tickets);
        }
        let rows = pen.height().saturating_sub(1);
        for (y, ticket) in (1..=rows).zip(&self.tickets) {
            let x = pen.text(
                0,
                y,
                Role::Muted,
                &format!("{}  ", (view.session.text.tickets.number)(ticket.id.as_str())),
            );
            pen.text(x, y, Role::Base, &ticket.subject);
        }
    }
}

/// From when the states of the side in use are, where it is a snapshot.
fn made(session: &Session) -> Option<Moment> {
    session.abilities.snapshot.map(|dated| dated.made)
}

/// Whether the holder is on the way to a PIN.
fn to_follow(key: &Key) -> bool {
    matches!(key.pin, Pin::ToCreate | Pin::ToConfirm)
}
