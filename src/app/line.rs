//! The way to the server: whether it answers, and what the console does while it does not.
//!
//! Only the agent's key turns to the snapshot, and only an answer of the server turns back. What is
//! typed is in the layers, which stay; what was asked is forgotten and asked again on the other side.

use super::App;
use super::action::Action;
use super::cx::Go;
use super::effect::{Effect, Slot, Timer};
use super::keymap::key_of;
use super::notice::Notice;
use crate::backend::{Abilities, Fault, Seen};
use crate::desk::DeskFault;
use crate::domain::delivery::PATIENCE;
use crate::domain::moment::Moment;
use crate::domain::notice::Announced;
use crate::screens::frame::shown_key;
use crate::service::request::{Answer, Failure, Outcome, Read, Write};
use crate::text::offline::stamp;

/// Milliseconds between the first looks for the server, and between all later ones.
const TRIES: [u64; 2] = [15_000, 30_000];
const LONGEST: u64 = 60_000;

/// The soonest that the outbox is looked at again, in milliseconds.
const SOON: i64 = 1_000;

/// What there is to turn to while the server cannot be reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Spare {
    /// Nothing was prepared.
    #[default]
    Unprepared,
    /// The snapshot that was named is of no use: why, as a sentence.
    Refused(String),
    /// A snapshot, and what it can do.
    Ready(Abilities),
}

/// The way to the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Line {
    /// It answers, as far as anybody knows.
    #[default]
    Up,
    /// It does not.
    Down {
        /// Since when.
        since: Moment,
    },
    /// The agent went offline.
    Away {
        /// Looks for the server that found nothing, in a row.
        tries: usize,
    },
}

/// What something that came from the backend tells of the way to it: `true` if it answers, `None` if
/// nothing is told.
pub(super) fn news<T>(result: &Result<T, Failure>, of_backend: impl Fn(&T) -> bool) -> Option<bool> {
    match result {
        Ok(value) => of_backend(value).then_some(true),
        Err(failure) => told_by(failure),
    }
}

fn told_by(failure: &Failure) -> Option<bool> {
    match failure {
        Failure::Backend(Fault::Unreachable { .. }) => Some(false),
        Failure::Backend(Fault::NoAnswer { seen: Seen::Nothing, .. }) => Some(false),
        Failure::Backend(
            Fault::HalfDone { .. }
            | Fault::LoginOver
            | Fault::Broken(_)
            | Fault::Expired { .. }
            | Fault::Offline
            | Fault::NoSeed
            | Fault::NoSeeds,
        ) => None,
        Failure::Backend(_) => Some(true),
        _ => None,
    }
}

/// Whether the desk could not be reached: it and the server share a line.
pub(super) fn is_desk_out_of_reach<T>(result: &Result<T, Failure>) -> bool {
    matches!(result, Err(Failure::Desk(DeskFault::Unreachable(_))))
}

/// Whether nobody knows what came of an order.
pub(super) fn is_effect_unknown<T>(result: &Result<T, Failure>) -> bool {
    let unknown =
        |fault: &Fault| matches!(fault, Fault::NoAnswer { .. } | Fault::HalfDone { .. } | Fault::Broken(_));
    matches!(result, Err(Failure::Backend(fault)) if unknown(fault))
}

/// Whether the agent must log in at the desk.
pub(super) fn is_desk_login_over<T>(result: &Result<T, Failure>) -> bool {
    matches!(result, Err(Failure::Desk(DeskFault::LoginOver)))
}

/// Whether the agent must log in again.
pub(super) fn is_login_over<T>(result: &Result<T, Failure>) -> bool {
    matches!(result, Err(Failure::Backend(Fault::LoginOver)))
}

/// Whether an answer came from the token backend, not from this machine or the desk.
pub(super) fn of_backend(answer: &Answer) -> bool {
    match answer {
        Answer::Found(_)
        | Answer::Card(_)
        | Answer::Stock(_)
        | Answer::Events(_)
        | Answer::Loose(_)
        | Answer::Key(_)
        | Answer::Reached(_) => true,
        Answer::Tickets(_)
        | Answer::Ticket(_)
        | Answer::Drafts(_)
        | Answer::Jots(_)
        | Answer::Outbox(_)
        | Answer::Book(_)
        | Answer::Places(_)
        | Answer::Twins(_)
        | Answer::Pictures(_)
        | Answer::Completed(_)
        | Answer::Doubt(_)
        | Answer::FoundPart(_) => false,
    }
}

impl App {
    /// The way to the server.
    pub fn line(&self) -> Line {
        self.line
    }

    /// Takes what an answer tells of the server. `said` is what the screens made of it: a failure of
    /// which they say nothing is told once, not at each try.
    pub(super) fn hear(&mut self, news: Option<bool>, said: bool, write: bool) {
        match (news, self.line) {
            (Some(true), Line::Down { .. }) => {
                self.line = Line::Up;
                self.dirty = true;
                if !said {
                    self.notice = Some(Notice::good(self.session.text.offline.up));
                }
            }
            (Some(false), Line::Up) if self.session.abilities.snapshot.is_none() => {
                self.line = Line::Down { since: self.now };
                self.tell(self.now, write);
            }
            (Some(false), Line::Down { since }) if said => self.tell(since, write),
            _ => {}
        }
    }

    /// Says that the server does not answer and what the agent can do. The words of a failed write
    /// stand first: what was not done matters more.
    fn tell(&mut self, since: Moment, write: bool) {
        self.dirty = true;
        let text = self.session.text.offline;
        let first = match self.notice.take() {
            Some(notice) if write => notice,
            _ => Notice::warn((text.down)(&self.session.wall.day_minute(since, self.now))),
        };
        let words = format!("{} {}", first.text, self.way_out());
        self.notice = Some(Notice { text: words, ..first });
    }

    /// After a desk that cannot be reached: whether the server can.
    pub(super) fn suspect(&mut self, effects: &mut Vec<Effect>) {
        if self.line == Line::Up && self.session.abilities.snapshot.is_none() {
            self.look(effects);
        }
    }

    fn way_out(&self) -> String {
        let text = self.session.text.offline;
        match &self.session.spare {
            Spare::Unprepared => text.unprepared.to_owned(),
            Spare::Refused(why) => why.clone(),
            Spare::Ready(abilities) => match abilities.snapshot {
                Some(dated) if dated.is_over(self.now) => self.session.text.failure(&over(dated.expires)),
                dated => {
                    let key = shown_key(key_of(Action::Offline), self.session.text.lang, true);
                    let made = dated.map_or(self.now, |dated| dated.made);
                    (text.turn)(&key, &self.session.wall.age(made, self.now))
                }
            },
        }
    }

    /// The agent's key: goes offline where the server does not answer, looks for it where that is done.
    pub(super) fn turn(&mut self, effects: &mut Vec<Effect>) {
        let text = self.session.text.offline;
        match self.line {
            Line::Down { .. } => self.go_away(effects),
            Line::Away { .. } => {
                self.notice = Some(Notice::info(text.looking));
                self.calling = true;
                self.look(effects);
            }
            Line::Up if self.session.abilities.snapshot.is_some() => {
                self.notice = Some(Notice::info(text.no_server));
            }
            // A server that hangs fails late: who is tired of waiting need not.
            Line::Up if self.calling => self.go_away(effects),
            Line::Up => {
                self.notice = Some(Notice::info(format!("{} {}", text.looking, self.way_out())));
                self.calling = true;
                self.look(effects);
            }
        }
    }

    pub(super) fn go_away(&mut self, effects: &mut Vec<Effect>) {
        let ready = match &self.session.spare {
            Spare::Ready(abilities) => {
                abilities.snapshot.filter(|dated| !dated.is_over(self.now)).zip(Some(abilities))
            }
            Spare::Unprepared | Spare::Refused(_) => None,
        };
        let Some((dated, abilities)) = ready else {
            self.notice = Some(Notice::warn(self.way_out()));
            return;
        };
        let words = (self.session.text.offline.away)(&stamp(&self.session.wall, dated.made));
        self.session.abilities = abilities.clone();
        (self.line, self.calling) = (Line::Away { tries: 0 }, false);
        self.change_side(true, effects);
        self.notice = Some(Notice::info(words));
        self.age(effects);
        effects.push(Effect::Wake { timer: Timer::Reach, after: TRIES[0] });
    }

    /// What was asked of the one side is no answer on the other.
    fn change_side(&mut self, away: bool, effects: &mut Vec<Effect>) {
        effects.extend(self.asked.drain(..).map(|(slot, _)| Effect::Forget(slot)));
        effects.push(Effect::Turn { away });
        let mut ways = Vec::new();
        self.each(effects, &mut ways, |layer, cx| {
            layer.screen().turned(cx);
            true
        });
        for way in ways {
            self.go(way, effects);
        }
        self.dirty = true;
    }

    /// Asks whether the server is there. Offline the alarm stays set: a question that nobody ever
    /// answers is asked again.
    pub(super) fn look(&mut self, effects: &mut Vec<Effect>) {
        self.with(effects, &mut Vec::new(), |_, cx| cx.ask(Slot::Reach, Read::Reach));
        if let Line::Away { .. } = self.line {
            effects.push(Effect::Wake { timer: Timer::Reach, after: LONGEST });
        }
    }

    /// The answer to [`App::look`].
    pub(super) fn reached(
        &mut self,
        result: Result<Answer, Failure>,
        effects: &mut Vec<Effect>,
        ways: &mut Vec<Go>,
    ) {
        let called = std::mem::take(&mut self.calling);
        match (self.line, result) {
            (Line::Away { .. }, Ok(Answer::Reached(abilities))) => self.come_back(*abilities, effects, ways),
            (Line::Away { tries }, _) => {
                let wait = TRIES.get(tries).copied().unwrap_or(LONGEST);
                effects.push(Effect::Wake { timer: Timer::Reach, after: wait });
                self.line = Line::Away { tries: tries.saturating_add(1) };
                if called {
                    let words = (self.session.text.offline.still_down)(wait / 1000);
                    self.notice = Some(Notice::warn(words));
                }
            }
            (_, Ok(_)) => {
                self.hear(Some(true), false, false);
                if called {
                    self.notice = Some(Notice::info(self.session.text.offline.needless));
                }
            }
            // What the agent did not ask for adds to what is said already.
            (_, Err(failure)) => match told_by(&failure) {
                Some(false) => self.hear(Some(false), called, !called),
                _ if called => self.notice = Some(Notice::bad(self.session.text.failure(&failure))),
                _ => {}
            },
        }
    }

    fn come_back(&mut self, abilities: Abilities, effects: &mut Vec<Effect>, ways: &mut Vec<Go>) {
        self.session.abilities = abilities;
        self.line = Line::Up;
        effects.extend([Effect::Sleep(Timer::Reach), Effect::Sleep(Timer::Snapshot)]);
        self.change_side(false, effects);
        self.login_over |= self.session.unmet;
        self.notice = Some(Notice::good(self.back()));
        self.deliver(effects, ways);
        self.tell_holders(effects, ways);
    }

    /// What met a busy store must not wait for the next start.
    pub(super) fn carry_on(&mut self, id: u64, result: &Result<Outcome, Failure>, effects: &mut Vec<Effect>) {
        let carriers = [(&mut self.delivering, Timer::Outbox), (&mut self.telling, Timer::Notices)];
        for (carrying, timer) in carriers {
            if carrying.take_if(|carrying| *carrying == id).is_some() && result.is_err() {
                effects.push(Effect::Wake { timer, after: PATIENCE.as_millis().unsigned_abs() });
            }
        }
    }

    /// What is said of the return.
    fn back(&self) -> String {
        let text = self.session.text;
        match self.session.unmet {
            true => (text.offline.back_unmet)(&shown_key(key_of(Action::LogIn), text.lang, true)),
            false => text.offline.back.to_owned(),
        }
    }

    /// Hands over what waits, where there is a desk to take it.
    pub(super) fn deliver(&mut self, effects: &mut Vec<Effect>, ways: &mut Vec<Go>) {
        if self.session.waiting > 0 && self.session.abilities.snapshot.is_none() {
            self.delivering = Some(self.with(effects, ways, |_, cx| cx.write(Write::Deliver)));
        }
    }

    /// Tells holders what is due, where there is a way and a network.
    pub(super) fn tell_holders(&mut self, effects: &mut Vec<Effect>, ways: &mut Vec<Go>) {
        let here = self.session.tells && self.session.abilities.snapshot.is_none();
        if here && self.session.notices > 0 {
            self.telling = Some(self.with(effects, ways, |_, cx| cx.write(Write::Tell)));
        }
    }

    /// What leaves with the return is told with it, not in its place.
    pub(super) fn after_return(&self, said: Notice) -> Notice {
        let back = self.back();
        match &self.notice {
            Some(notice) if notice.text == back => Notice { text: format!("{back} {}", said.text), ..said },
            _ => said,
        }
    }

    /// Keeps count of what waits. A ticket that was queued after the console came back leaves at once.
    pub(super) fn count_waiting(&mut self, outcome: &Outcome, effects: &mut Vec<Effect>, ways: &mut Vec<Go>) {
        match outcome {
            Outcome::Queued { .. } => {
                self.session.waiting = self.session.waiting.saturating_add(1);
                self.deliver(effects, ways);
            }
            Outcome::Acted { telling: Some(Announced::To(_)), .. } => {
                self.session.notices = self.session.notices.saturating_add(1);
                self.tell_holders(effects, ways);
            }
            Outcome::NoticeGivenUp => self.session.notices = self.session.notices.saturating_sub(1),
            Outcome::Told(round) => {
                self.session.notices = round.left;
                effects.push(self.alarm(Timer::Notices, round.next));
            }
            Outcome::GivenUp | Outcome::Carried { .. } => {
                self.session.waiting = self.session.waiting.saturating_sub(1);
            }
            Outcome::Mended(Some(_)) => {
                self.session.waiting = self.session.waiting.saturating_sub(1);
            }
            Outcome::Delivered(round) => {
                self.session.waiting = round.left;
                effects.push(self.alarm(Timer::Outbox, round.next));
            }
            _ => {}
        }
    }

    fn alarm(&self, timer: Timer, next: Option<Moment>) -> Effect {
        match next {
            Some(next) => {
                let wait = (next - self.now).as_millis().max(SOON);
                Effect::Wake { timer, after: wait.unsigned_abs() }
            }
            None => Effect::Sleep(timer),
        }
    }
}

fn over(at: Moment) -> Failure {
    Failure::Backend(Fault::Expired { at })
}
