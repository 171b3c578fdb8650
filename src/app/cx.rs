//! What a screen sees of the rest while it handles a message: the moment, the session, and the
//! ways to ask for something.

use sha2::{Digest, Sha256};

use super::action::Action;
use super::effect::{Effect, Slot, Timer};
use super::line::Spare;
use super::notice::Notice;
use crate::backend::Abilities;
use crate::desk;
use crate::domain::key::KeyAct;
use crate::domain::moment::Moment;
use crate::domain::profile::{Profile, Profiles};
use crate::domain::ticket::Uuid;
use crate::screens::Layer;
use crate::service::request::{Read, Write};
use crate::text::Text;
use crate::text::offline::stamp;
use crate::text::wall::Wall;

/// What is known of a session. What the backend can do changes with the side in use, what waits with
/// each ticket; the rest stays as it is.
pub struct Session {
    /// Every sentence.
    pub text: &'static Text,
    /// The clock on the wall.
    pub wall: Wall,
    /// The agent.
    pub agent: String,
    /// What the backend in use can do.
    pub abilities: Abilities,
    /// What there is to turn to when the server does not answer.
    pub spare: Spare,
    /// The server did not answer at the login: the console begins on the spare side, and the agent logs
    /// in once it is back.
    pub unmet: bool,
    /// The academies.
    pub profiles: Profiles,
    /// Invented people.
    pub demo: bool,
    /// What the desk can do.
    pub desk: desk::Abilities,
    /// Whether a field of a ticket may go to the clipboard of the terminal.
    pub clipboard: bool,
    /// Tickets in the outbox, as far as this console knows.
    pub waiting: u32,
    /// Notices to holders that wait, as far as this console knows.
    pub notices: u32,
    /// There is a way to tell holders.
    pub tells: bool,
    /// Randomness of this session, from which the names of its tickets are drawn.
    pub lot: [u8; 32],
}

impl Session {
    /// Whether the backend and the agent's rights allow an action.
    pub fn allows(&self, action: Action) -> bool {
        match action {
            Action::Act(act) => self.abilities.acts.contains(&act),
            Action::SuspendWatched => self.abilities.acts.contains(&KeyAct::Suspend),
            Action::Follow => self.abilities.snapshot.is_none(),
            Action::Reply | Action::AskMissing => self.desk.replies && self.abilities.snapshot.is_none(),
            Action::NotOtp => self.routes() && self.abilities.snapshot.is_none(),
            Action::Comment | Action::JoinTwin => self.desk.notes && self.abilities.snapshot.is_none(),
            Action::CopyField => self.clipboard,
            Action::Change(kind) => self.desk.changes.contains(&kind) && self.abilities.snapshot.is_none(),
            _ => true,
        }
    }

    /// Whether the desk sends tickets on and takes words for them.
    fn routes(&self) -> bool {
        self.desk.changes.contains(&desk::ChangeKind::Route) && (self.desk.notes || self.desk.replies)
    }

    /// Why an action is not allowed.
    pub fn why_not(&self, action: Action) -> String {
        if action == Action::CopyField {
            return self.text.page.no_clipboard.to_owned();
        }
        let of_desk = matches!(
            action,
            Action::Reply
                | Action::AskMissing
                | Action::NotOtp
                | Action::Comment
                | Action::JoinTwin
                | Action::Change(_)
        );
        if of_desk && self.abilities.snapshot.is_none() {
            let no_route = action == Action::NotOtp && !self.routes();
            let why = if no_route { self.text.triage.no_route } else { self.text.triage.cannot };
            return why.to_owned();
        }
        let made = self.abilities.snapshot.map(|dated| stamp(&self.wall, dated.made));
        (self.text.offline.unavailable)(&made.unwrap_or_default())
    }

    /// The profile of an academy, the neutral one if it is unknown.
    pub fn profile(&self, academy: &str) -> &Profile {
        self.profiles.get(academy)
    }
}

/// A way through the layers.
pub enum Go {
    /// On top.
    Push(Layer),
    /// In place of the front one.
    Replace(Layer),
    /// Close the front one.
    Back,
    /// Close the front one and do this on the layer below: the palette's choice.
    Run(super::action::Action),
}

/// The context of one message.
pub struct Cx<'a> {
    /// Now.
    pub now: Moment,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The session.
    pub session: &'a Session,
    pub(super) writing: bool,
    /// Another layer hides this one.
    pub(super) covered: bool,
    pub(super) effects: &'a mut Vec<Effect>,
    pub(super) ids: &'a mut u64,
    pub(super) asked: &'a mut Vec<(Slot, u64)>,
    pub(super) ways: &'a mut Vec<Go>,
    pub(super) notice: &'a mut Option<Notice>,
    /// Whom the outcome that the layers are told of is about, once its owner has said so.
    pub(super) about: Option<String>,
}

impl Cx<'_> {
    /// Every sentence.
    pub fn t(&self) -> &'static Text {
        self.session.text
    }

    /// Whether something is still being written.
    pub fn writing(&self) -> bool {
        self.writing || self.effects.iter().any(|effect| matches!(effect, Effect::Do { .. }))
    }

    /// Whether another layer hides this one.
    pub fn covered(&self) -> bool {
        self.covered
    }

    /// Tells the layers below whom an outcome is about.
    pub fn tells_of(&mut self, login: &str) {
        self.about = Some(login.to_owned());
    }

    /// Whether the outcome is known to be about this person.
    pub fn is_about(&self, login: &str) -> bool {
        self.about.as_deref() == Some(login)
    }

    /// Asks a question; the one before it in the same slot is dropped.
    pub fn ask(&mut self, slot: Slot, read: Read) {
        let id = self.id();
        self.asked.retain(|(other, _)| *other != slot);
        self.asked.push((slot, id));
        self.effects.push(Effect::Ask { slot, id, read });
    }

    /// Drops a question.
    pub fn forget(&mut self, slot: Slot) {
        let before = self.asked.len();
        self.asked.retain(|(other, _)| *other != slot);
        if self.asked.len() < before {
            self.effects.push(Effect::Forget(slot));
        }
    }

    /// Does something; remember the id to know its outcome.
    pub fn write(&mut self, write: Write) -> u64 {
        let id = self.id();
        self.effects.push(Effect::Do { id, write });
        id
    }

    /// Wants to be woken. A layer that nobody sees needs no alarm for what it would show; it sets it
    /// again when it is back in front.
    pub fn wake(&mut self, timer: Timer, after: u64) {
        if self.covered && Timer::SEEN.contains(&timer) {
            return;
        }
        self.effects.push(Effect::Wake { timer, after });
    }

    /// Does not want to be woken any more.
    pub fn sleep(&mut self, timer: Timer) {
        self.effects.push(Effect::Sleep(timer));
    }

    /// Asks the shell for something else.
    pub fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Goes somewhere once the message is handled.
    pub fn go(&mut self, way: Go) {
        self.ways.push(way);
    }

    /// Says something on the notice line.
    pub fn say(&mut self, notice: Notice) {
        *self.notice = Some(notice);
    }

    /// A name for a new ticket: drawn from the session's randomness, so that the model stays pure.
    pub fn uuid(&mut self) -> Uuid {
        let drawn =
            Sha256::new().chain_update(self.session.lot).chain_update(self.id().to_be_bytes()).finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&drawn[..16]);
        Uuid::from_random(bytes)
    }

    fn id(&mut self) -> u64 {
        *self.ids += 1;
        *self.ids
    }
}
