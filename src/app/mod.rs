//! The model: layers of screens, one message at a time, effects as data.
//!
//! `update` never waits, never reads a clock, never touches disk or network. The layer in front
//! gets the keys; answers go to whichever layer asked.

pub mod action;
pub mod cx;
pub mod effect;
pub mod keymap;
mod layers;
pub mod line;
pub mod msg;
pub mod notice;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::backend::Abilities;
use crate::domain::moment::Moment;
use crate::screens::login::LoginScreen;
use crate::screens::{Layer, frame, home::Home};
use crate::service::request::{Failure, Outcome};
use crate::ui::field::types;
use crate::ui::glyphs::Glyphs;
use crate::ui::pen::Pen;
use crate::ui::theme::{SHIPPED, Theme};
use action::{Action, Scope};
use cx::{Go, Session};
use effect::{Effect, Slot, Timer};
use line::{Line, Spare};
use msg::Msg;
use notice::Notice;

/// Keys kept while a screen waits: a name, Enter, `t`, a code and some more.
const TYPED_AHEAD: usize = 64;

/// How the screen looks; the user may change it while it runs.
pub struct Looks {
    /// The theme.
    pub theme: Theme,
    /// Its place among the shipped ones, for "next theme".
    pub theme_index: usize,
    /// Whether only themes without colour may be chosen.
    pub colourless: bool,
    /// Marks.
    pub glyphs: Glyphs,
}

/// How often the age of a snapshot is told anew, in milliseconds.
const AGES: u64 = 60_000;

/// The whole model.
pub struct App {
    session: Session,
    looks: Looks,
    layers: Vec<Layer>,
    notice: Option<Notice>,
    size: (u16, u16),
    now: Moment,
    ids: u64,
    asked: Vec<(Slot, u64)>,
    line: Line,
    /// The agent waits for a look for the server.
    calling: bool,
    /// The server's hour is over: the agent must log in again.
    login_over: bool,
    /// The desk wants the agent's login.
    desk_login_over: bool,
    /// The delivery that nobody watches, under way.
    delivering: Option<u64>,
    /// The same of notices to holders.
    telling: Option<u64>,
    /// Keys typed ahead of an answer, see [`crate::screens::Screen::holds`].
    held: Vec<KeyEvent>,
    /// Writes under way: their outcome is shown even if their layer was left.
    writing: Vec<u64>,
    mouse: bool,
    /// Quit was asked for away from the search screen: once more does it.
    quit_asked: bool,
    quitting: bool,
    dirty: bool,
}

impl App {
    /// A model that shows the search screen.
    pub fn new(session: Session, looks: Looks, size: (u16, u16)) -> Self {
        Self {
            session,
            looks,
            layers: vec![Layer::Home(Box::new(Home::new()))],
            notice: None,
            size,
            now: Moment::default(),
            ids: 0,
            asked: Vec::new(),
            line: Line::Up,
            calling: false,
            login_over: false,
            desk_login_over: false,
            delivering: None,
            telling: None,
            held: Vec::with_capacity(TYPED_AHEAD),
            writing: Vec::new(),
            mouse: false,
            quit_asked: false,
            quitting: false,
            dirty: true,
        }
    }

    /// Whether the screen differs from what was last drawn; asking makes it clean.
    pub fn take_dirty(&mut self) -> bool {
        std::mem::take(&mut self.dirty)
    }

    /// Takes one message and the moment it came.
    pub fn update(&mut self, now: Moment, msg: Msg) -> Vec<Effect> {
        self.now = now;
        let said = self.notice.clone();
        let mut effects = Vec::new();
        let mut ways = Vec::new();
        self.handle(msg, &mut effects, &mut ways);
        for way in ways {
            self.go(way, &mut effects);
        }
        self.type_held(&mut effects);
        self.dirty |= said != self.notice;
        self.writing.extend(effects.iter().filter_map(|effect| match effect {
            Effect::Do { id, .. } => Some(*id),
            _ => None,
        }));
        // Writes end first: nothing that was started may be lost by leaving.
        match (self.quitting, self.writing.is_empty()) {
            (true, true) => effects.push(Effect::Quit),
            (true, false) => {
                self.notice = Some(Notice::info(self.session.text.common.still_writing));
                self.dirty = true;
            }
            _ => {}
        }
        effects
    }

    /// Types what was typed ahead, as soon as nobody waits.
    fn type_held(&mut self, effects: &mut Vec<Effect>) {
        while !self.held.is_empty() && !self.layers.last().is_some_and(|layer| layer.seen().holds()) {
            let key = self.held.remove(0);
            // What moved up left a copy behind the end, and it may be a digit of a PASSCODE.
            if self.held.is_empty() {
                self.forget_held();
            }
            let mut ways = Vec::new();
            self.handle(Msg::Key(key), effects, &mut ways);
            for way in ways {
                self.go(way, effects);
            }
        }
    }

    fn handle(&mut self, msg: Msg, effects: &mut Vec<Effect>, ways: &mut Vec<Go>) {
        match msg {
            Msg::Start => {
                // Whose answer to the offer stands in for the agent's key.
                if self.session.unmet {
                    self.go_away(effects);
                }
                if self.line == Line::Up {
                    self.each(effects, ways, |layer, cx| {
                        layer.screen().entered(cx);
                        false
                    });
                }
                self.age(effects);
                self.deliver(effects, ways);
                self.tell_holders(effects, ways);
                if let Spare::Refused(why) = &self.session.spare {
                    self.notice = Some(Notice::warn((self.session.text.offline.refused)(why)));
                }
            }
            Msg::Key(key) if self.holds(key) => self.held.push(key),
            Msg::Key(key) => {
                let notice = self.notice.take();
                let before = notice.is_some();
                let changed = self.key(key, effects, ways);
                self.dirty |= changed || before;
            }
            Msg::Paste(text) => self.front(effects, ways, |layer, cx| layer.screen().paste(&text, cx)),
            Msg::Click { x, y } => {
                self.front(effects, ways, |layer, cx| layer.screen().click(x, y, cx));
            }
            Msg::Wheel(turn) => {
                let action = if turn < 0 { Action::Up } else { Action::Down };
                self.front(effects, ways, |layer, cx| layer.screen().act(action, cx));
            }
            Msg::Resize(width, height) => {
                self.size = (width, height);
                self.dirty = true;
                self.each(effects, ways, |layer, cx| {
                    layer.screen().resized(cx);
                    false
                });
            }
            Msg::Woke(Timer::Snapshot) => self.age(effects),
            Msg::Woke(Timer::Reach) => self.look(effects),
            Msg::Woke(Timer::Outbox) => self.deliver(effects, ways),
            Msg::Woke(Timer::Notices) => self.tell_holders(effects, ways),
            Msg::Woke(timer) => self.each(effects, ways, |layer, cx| layer.screen().woke(timer, cx)),
            Msg::Answer { slot, id, result } => self.answer(slot, id, result, effects, ways),
            Msg::Done { id, result } => self.done(id, &result, effects, ways),
            Msg::HangUp => {
                self.quitting = true;
                self.each(effects, ways, |layer, cx| {
                    layer.screen().hang_up(cx);
                    false
                });
            }
        }
    }

    /// Overwrites what was typed ahead before it is let go.
    fn forget_held(&mut self) {
        self.held.resize(TYPED_AHEAD, KeyEvent::from(KeyCode::Null));
        self.held.fill(KeyEvent::from(KeyCode::Null));
        self.held.clear();
    }

    fn holds(&mut self, key: KeyEvent) -> bool {
        if key.code == KeyCode::Esc {
            self.forget_held();
            return false;
        }
        let waiting = self.layers.last().is_some_and(|layer| layer.seen().holds());
        waiting
            && self.held.len() < TYPED_AHEAD
            && !matches!(keymap::resolve(&[], key), Some(Action::Quit | Action::Offline | Action::LogIn))
    }

    /// `true` if something on the screen changed.
    fn key(&mut self, key: KeyEvent, effects: &mut Vec<Effect>, ways: &mut Vec<Go>) -> bool {
        let Some(layer) = self.layers.last_mut() else { return false };
        let screen = layer.screen();
        let scopes = screen.scopes();
        let action = keymap::resolve(scopes, key);
        self.quit_asked &= action == Some(Action::Quit);
        // A field takes what types before any command; `?` and `:` command where nobody types them.
        let commands = action.is_some() && screen.commands(key);
        if screen.typing() && types(key) && !commands {
            return self.with_front(effects, ways, |layer, cx| layer.screen().key(key, cx));
        }
        match action {
            Some(action) => self.act(action, effects, ways),
            None => self.with_front(effects, ways, |layer, cx| layer.screen().key(key, cx)),
        }
    }

    /// The title line tells a snapshot's age; when its time is over, nothing of it stays on the
    /// screen. What was being typed is kept first.
    fn age(&mut self, effects: &mut Vec<Effect>) {
        let Some(dated) = self.session.abilities.snapshot else { return };
        self.dirty = true;
        if dated.is_over(self.now) {
            let mut ways = Vec::new();
            self.each(effects, &mut ways, |layer, cx| {
                layer.screen().hang_up(cx);
                false
            });
            self.layers = vec![Layer::Home(Box::new(Home::new()))];
            self.asked.clear();
            self.forget_held();
            self.notice = Some(Notice::bad(self.session.text.offline.expired));
            return;
        }
        let left = (dated.expires - self.now).as_millis().max(1) as u64;
        effects.push(Effect::Wake { timer: Timer::Snapshot, after: left.min(AGES) });
    }

    fn act(&mut self, action: Action, effects: &mut Vec<Effect>, ways: &mut Vec<Go>) -> bool {
        if !self.session.allows(action) {
            self.notice = Some(Notice::warn(self.session.why_not(action)));
            return true;
        }
        if self.with_front(effects, ways, |layer, cx| layer.screen().act(action, cx)) {
            return true;
        }
        match action {
            Action::Help | Action::Palette => {
                let layer = self.overlay(action);
                ways.push(Go::Push(layer));
            }
            Action::Tickets => ways.push(Go::Push(Layer::Tickets(Box::default()))),
            Action::Outbox => ways.push(Go::Push(Layer::Outbox(Box::default()))),
            Action::FoundKey => self.find_key(ways),
            Action::Back if self.layers.len() > 1 => ways.push(Go::Back),
            // The server is called first.
            Action::LogIn if matches!(self.line, Line::Away { .. }) => self.turn(effects),
            Action::LogIn => self.log_in(ways),
            Action::Mouse => {
                self.mouse = !self.mouse;
                effects.push(Effect::Mouse(self.mouse));
                let common = self.session.text.common;
                self.notice = Some(Notice::info(if self.mouse { common.mouse_on } else { common.mouse_off }));
            }
            Action::Theme => self.next_theme(),
            Action::Offline => self.turn(effects),
            Action::Quit if self.layers.len() > 1 && !self.quit_asked => {
                self.quit_asked = true;
                self.notice = Some(Notice::warn(self.session.text.common.quit_again));
            }
            Action::Quit => {
                self.quitting = true;
                self.each(effects, ways, |layer, cx| {
                    layer.screen().hang_up(cx);
                    false
                });
            }
            _ => return false,
        }
        true
    }

    /// There is one search at a time: a second one would take the answers of the first.
    fn find_key(&mut self, ways: &mut Vec<Go>) {
        if self.layers.iter().any(|layer| matches!(layer, Layer::Found(_))) {
            self.notice = Some(Notice::info(self.session.text.found.open_already));
        } else {
            ways.push(Go::Push(Layer::Found(Box::default())));
        }
    }

    fn overlay(&mut self, action: Action) -> Layer {
        let scopes: Vec<Scope> =
            self.layers.last_mut().map_or(Vec::new(), |layer| layer.screen().scopes().to_vec());
        match action {
            Action::Help => Layer::Help(Box::new(crate::screens::help::Help::new(scopes))),
            _ => Layer::Palette(Box::new(crate::screens::palette::Palette::new(
                scopes,
                self.session.text.lang,
            ))),
        }
    }

    fn next_theme(&mut self) {
        let names = SHIPPED.map(|(name, _)| name);
        let next = (self.looks.theme_index + 1) % names.len();
        let name = if self.looks.colourless { "mono" } else { names[next] };
        if let Ok(theme) = Theme::shipped(name) {
            self.looks.theme = theme;
            self.looks.theme_index = next;
            self.notice = Some(Notice::info((self.session.text.common.theme_is)(name)));
        }
    }

    fn answer(
        &mut self,
        slot: Slot,
        id: u64,
        result: Result<crate::service::request::Answer, Failure>,
        effects: &mut Vec<Effect>,
        ways: &mut Vec<Go>,
    ) {
        if !self.asked.contains(&(slot, id)) {
            return;
        }
        self.asked.retain(|asked| *asked != (slot, id));
        if slot == Slot::Reach {
            return self.reached(result, effects, ways);
        }
        let (news, before) = (line::news(&result, line::of_backend), self.notice.clone());
        let desk = line::is_desk_out_of_reach(&result);
        let over = line::is_login_over(&result);
        self.desk_login_over |= line::is_desk_login_over(&result);
        let mut result = Some(result);
        self.each(effects, ways, |layer, cx| {
            let screen = layer.screen();
            match result.take() {
                Some(given) if screen.asks(slot) => screen.answer(slot, given, cx),
                given => {
                    result = given;
                    false
                }
            }
        });
        self.hear(news, self.notice != before, false);
        if desk {
            self.suspect(effects);
        }
        self.login_over |= over;
    }

    /// The dialog comes by the agent's key alone: one that came by itself would take what is being typed
    /// for a password.
    fn log_in(&mut self, ways: &mut Vec<Go>) {
        // The server of the keys first: without it nothing is done at all.
        let desk = self.desk_login_over && !self.login_over;
        if !self.session.abilities.logs_in && !desk {
            self.notice = Some(Notice::info(self.session.text.common.no_login));
        } else if !self.layers.iter().any(|layer| matches!(layer, Layer::Login(_))) {
            ways.push(Go::Push(Layer::Login(Box::new(LoginScreen::new(desk)))));
        }
    }

    /// Whether the agent must log in again.
    pub fn login_over(&self) -> bool {
        self.login_over || self.desk_login_over
    }

    fn done(
        &mut self,
        id: u64,
        result: &Result<Outcome, Failure>,
        effects: &mut Vec<Effect>,
        ways: &mut Vec<Go>,
    ) {
        self.writing.retain(|writing| *writing != id);
        let before = self.notice.clone();
        let (mut owner, mut at) = (None, self.layers.len());
        // Every layer hears of it: the card below a dialog reads itself again.
        self.each(effects, ways, |layer, cx| {
            at -= 1;
            let own = layer.screen().done(id, result, cx);
            owner = owner.or(own.then_some(at));
            own
        });
        match owner {
            Some(at) if at + 1 < self.layers.len() => self.go_covered(at, ways, effects),
            Some(_) => {}
            None => {
                // An outcome without words leaves what was said before.
                let said = self.session.text.outcome(result);
                self.notice = said.map(|said| self.after_return(said)).or(self.notice.take());
                self.dirty = true;
            }
        }
        let of_backend = |outcome: &Outcome| matches!(outcome, Outcome::Acted { .. } | Outcome::Tested(_));
        self.hear(line::news(result, of_backend), self.notice != before, true);
        if line::is_desk_out_of_reach(result) {
            self.suspect(effects);
        }
        self.login_over |= line::is_login_over(result);
        self.desk_login_over |= line::is_desk_login_over(result)
            || matches!(result, Ok(Outcome::Delivered(round)) if round.login_over);
        if let Ok(Outcome::DeskEntered(abilities)) = result {
            self.session.desk = *abilities;
            self.desk_login_over = false;
            self.deliver(effects, ways);
        }
        self.carry_on(id, result, effects);
        if self.session.tells && line::is_effect_unknown(result) {
            // What the holder is told of it is held until the effect can be looked up.
            self.session.notices = self.session.notices.saturating_add(1);
            self.tell_holders(effects, ways);
        }
        if let Ok(outcome) = result {
            if let (Outcome::LoggedIn(abilities), false) =
                (outcome, self.session.abilities.snapshot.is_some())
            {
                self.session.abilities = Abilities::clone(abilities);
                self.session.unmet = false;
                self.login_over = false;
                // What could not be read is read now, below the dialog too.
                self.each(effects, ways, |layer, cx| {
                    layer.screen().turned(cx);
                    true
                });
            }
            self.count_waiting(outcome, effects, ways);
        }
    }

    /// Draws the model; returns where the cursor goes, if a field has it.
    pub fn draw(&self, buffer: &mut Buffer) -> Option<Position> {
        let mut cursor = None;
        let area = Rect::new(0, 0, self.size.0, self.size.1).intersection(buffer.area);
        let pen = Pen::new(buffer, &mut cursor, area, &self.looks.theme, self.looks.glyphs);
        frame::draw(self, pen);
        cursor
    }

    /// The layers, back to front.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The session.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The notice line.
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// The moment of the last message.
    pub fn now(&self) -> Moment {
        self.now
    }
}
