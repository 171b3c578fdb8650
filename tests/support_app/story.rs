//! A story: what an agent does at the counter, and what the screen then shows.

use std::collections::HashMap;

use crossterm::event::KeyEvent;
use guichet::app::cx::Session;
use guichet::app::effect::{Effect, Slot, Timer};
use guichet::app::msg::Msg;
use guichet::app::{App, Looks};
use guichet::domain::moment::{Moment, Span};
use guichet::domain::profile::Profiles;
use guichet::service::request::{Answer, Failure, Outcome, Read, Write};
use guichet::text::Lang;
use guichet::text::wall::Wall;
use jiff::tz::TimeZone;

use super::answers::{Question, UnderWay};
use super::grid::Grid;
use super::world::{AGENT, World};
use super::{keys, looks};

/// One console on a store of its own.
pub struct Story {
    /// The store, the clock, the caller.
    pub world: World,
    pub(super) app: App,
    pub(super) size: (u16, u16),
    pub(super) grid: Grid,
    /// When `grid` was drawn.
    pub(super) drawn: Moment,
    pub(super) alarms: Vec<(Timer, Moment)>,
    pub(super) under_way: UnderWay,
    /// Which side was in use when a deed was called for.
    pub(super) sides: HashMap<u64, bool>,
    /// Answers wait for the story to give them.
    pub(super) withheld: bool,
    pub(super) pressed: usize,
    pub(super) mouse: bool,
    /// What went to the clipboard.
    pub copied: Vec<String>,
    pub(super) ended: bool,
}

impl Default for Story {
    fn default() -> Self {
        Self::new()
    }
}

impl Story {
    /// In French at 80x24.
    pub fn new() -> Self {
        Self::with(Lang::Fr, looks::telling())
    }

    /// In a language and a look.
    pub fn with(lang: Lang, looks: Looks) -> Self {
        Self::on(World::new(), lang, looks)
    }

    /// Over a snapshot, without network.
    pub fn offline() -> Self {
        Self::on(World::offline(), Lang::Fr, looks::telling())
    }

    /// With a server behind a cable, and a snapshot to turn to.
    pub fn prepared() -> Self {
        Self::on(World::prepared(), Lang::Fr, looks::telling())
    }

    /// At the counter of a world.
    pub fn on(world: World, lang: Lang, looks: Looks) -> Self {
        let session = Session {
            text: lang.text(),
            wall: Wall::new(TimeZone::UTC, lang),
            agent: AGENT.to_owned(),
            abilities: world.abilities(),
            desk: world.desk_abilities(),
            spare: world.spare.clone(),
            unmet: world.unmet,
            profiles: Profiles::shipped().unwrap(),
            demo: true,
            clipboard: world.clipboard,
            waiting: world.store().waiting_count().unwrap(),
            notices: world.store().notice_count().unwrap(),
            tells: world.tells(),
            lot: [7; 32],
        };
        let size = (80, 24);
        let app = App::new(session, looks, size);
        let (grid, drawn) = (Grid::of(&app, size), world.now());
        let mut story = Self {
            world,
            app,
            size,
            grid,
            drawn,
            alarms: Vec::new(),
            under_way: UnderWay::default(),
            sides: HashMap::new(),
            withheld: false,
            pressed: 0,
            mouse: false,
            copied: Vec::new(),
            ended: false,
        };
        story.tells(Msg::Start);
        story
    }

    // What happens.

    /// Gives the model a message and draws what changed. What is not announced as changed must
    /// look the same.
    pub fn tells(&mut self, msg: Msg) -> &mut Self {
        let effects = self.app.update(self.world.now(), msg);
        self.run(effects);
        let fresh = Grid::of(&self.app, self.size);
        let (dirty, now) = (self.app.take_dirty(), self.world.now());
        if !dirty && now == self.drawn {
            assert!(fresh == self.grid, "changed unseen:\n{}\nto\n{}", self.grid.text(), fresh.text());
        }
        (self.grid, self.drawn) = (fresh, now);
        self
    }

    fn run(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask { slot, id, read } => self.under_way.ask(slot, id, read),
                Effect::Forget(slot) => self.under_way.drop_slot(slot),
                Effect::Do { id, write } => {
                    self.sides.insert(id, self.world.is_away());
                    self.under_way.deeds.push((id, write));
                }
                Effect::Wake { timer, after } => {
                    let at = self.world.now() + Span::millis(i64::try_from(after).unwrap());
                    self.alarms.retain(|(other, _)| *other != timer);
                    self.alarms.push((timer, at));
                }
                Effect::Sleep(timer) => self.alarms.retain(|(other, _)| *other != timer),
                Effect::Turn { away } => self.world.turn(away),
                Effect::Copy(clip) => self.copied.push(clip.text().to_owned()),
                Effect::Mouse(on) => self.mouse = on,
                Effect::Quit => self.ended = true,
            }
        }
        if !self.withheld {
            self.answers_all();
        }
    }

    /// Presses a key: "enter", "ctrl-s", "f8", "t".
    pub fn key(&mut self, name: &str) -> &mut Self {
        self.presses(keys::key(name))
    }

    /// Presses several keys, separated by spaces; at `~` half a second passes.
    pub fn keys(&mut self, names: &str) -> &mut Self {
        for name in names.split_whitespace() {
            match name {
                "~" => self.waits(Span::millis(500)),
                name => self.key(name),
            };
        }
        self
    }

    /// Types a text, a key a character.
    pub fn types(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.presses(keys::typed(c));
        }
        self
    }

    /// Presses a key.
    pub fn presses(&mut self, key: KeyEvent) -> &mut Self {
        self.pressed += 1;
        self.tells(Msg::Key(key))
    }

    /// Pastes.
    pub fn pastes(&mut self, text: &str) -> &mut Self {
        self.tells(Msg::Paste(text.to_owned()))
    }

    /// Gives the window another size.
    pub fn resizes(&mut self, width: u16, height: u16) -> &mut Self {
        self.size = (width, height);
        self.tells(Msg::Resize(width, height))
    }

    /// Lets time pass; alarms ring when they are due.
    pub fn waits(&mut self, span: Span) -> &mut Self {
        let until = self.world.now() + span;
        while let Some(&(timer, at)) =
            self.alarms.iter().filter(|(_, at)| *at <= until).min_by_key(|(_, at)| *at)
        {
            self.alarms.retain(|(other, _)| *other != timer);
            self.world.set(at);
            self.tells(Msg::Woke(timer));
        }
        self.world.set(until);
        self
    }

    /// Opens the card of a login.
    pub fn opens(&mut self, login: &str) -> &mut Self {
        self.types(login).key("enter")
    }

    /// Types a code into the code field of the open card and sends it.
    pub fn tests(&mut self, code: &str) -> &mut Self {
        self.key("t").types(code).key("enter")
    }

    /// Confirms a dialog: Enter, a second look at what it says, Enter.
    pub fn confirms(&mut self) -> &mut Self {
        self.keys("enter ~ enter")
    }

    /// Orders an act on the chosen key for its most common reason.
    pub fn orders(&mut self, key: &str) -> &mut Self {
        self.key(key).key("down").confirms()
    }

    // What is under way.

    /// From now on answers come only when the story gives them.
    pub fn withholds(&mut self) -> &mut Self {
        self.withheld = true;
        self
    }

    /// Gives every answer that is waited for, and all later ones at once.
    pub fn gives(&mut self) -> &mut Self {
        self.withheld = false;
        self.answers_all();
        self
    }

    fn answers_all(&mut self) {
        loop {
            if let Some((id, write)) =
                (!self.under_way.deeds.is_empty()).then(|| self.under_way.deeds.remove(0))
            {
                self.carries_out(id, write);
            } else if let Some(asked) = self.under_way.take_any() {
                let result = self.world.read(asked.read);
                self.tells(Msg::Answer { slot: asked.slot, id: asked.id, result });
            } else {
                return;
            }
        }
    }

    /// Answers the question of a slot.
    pub fn answers(&mut self, slot: Slot) -> &mut Self {
        let asked = self.under_way.take(slot);
        let result = self.world.read(asked.read);
        self.tells(Msg::Answer { slot, id: asked.id, result })
    }

    /// Answers the question of a slot with something else.
    pub fn answers_with(&mut self, slot: Slot, result: Result<Answer, Failure>) -> &mut Self {
        let asked = self.under_way.take(slot);
        self.tells(Msg::Answer { slot, id: asked.id, result })
    }

    /// Answers a question that nobody waits for any more.
    pub fn answers_late(&mut self, slot: Slot) -> &mut Self {
        let asked = self.under_way.take_dropped(slot);
        let result = self.world.read(asked.read);
        self.tells(Msg::Answer { slot, id: asked.id, result })
    }

    /// Carries out the oldest deed under way.
    pub fn does(&mut self) -> &mut Self {
        let (id, write) = self.under_way.deeds.remove(0);
        self.carries_out(id, write)
    }

    fn carries_out(&mut self, id: u64, write: Write) -> &mut Self {
        let result = self.world.write_on(self.sides[&id], write);
        self.tells(Msg::Done { id, result })
    }

    /// Ends the oldest deed under way otherwise.
    pub fn does_with(&mut self, result: Result<Outcome, Failure>) -> &mut Self {
        let (id, _) = self.under_way.deeds.remove(0);
        self.tells(Msg::Done { id, result })
    }

    /// Deeds under way.
    pub fn deeds(&self) -> impl Iterator<Item = &Write> {
        self.under_way.deeds.iter().map(|(_, write)| write)
    }

    /// The question that waits in a slot.
    pub fn question(&self, slot: Slot) -> Option<&Read> {
        let waiting = |asked: &&Question| asked.slot == slot && !asked.dropped;
        self.under_way.questions.iter().find(waiting).map(|asked| &asked.read)
    }

    /// The slots in which an answer is waited for.
    pub fn slots(&self) -> Vec<Slot> {
        self.under_way.slots()
    }

    /// The alarms that are set.
    pub fn alarms(&self) -> Vec<Timer> {
        self.alarms.iter().map(|(timer, _)| *timer).collect()
    }
}
