//! A change of tickets: which state, whom to, which queue, how pressing, or which ticket it is the same as.

use crossterm::event::KeyEvent;

use super::{Screen, View};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::effect::Slot;
use crate::app::notice::Notice;
use crate::desk::{ChangeKind, Places, What};
use crate::domain::moment::Moment;
use crate::domain::search::fold;
use crate::domain::ticket::{Priority, State, TicketId};
use crate::service::request::{Answer, Failure, Outcome, Read, Write};
use crate::text::{Text, tickets};
use crate::ui::field::Field;
use crate::ui::list::{List, Step};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// The dialog.
pub struct ChangeDialog {
    kind: ChangeKind,
    /// Each with the moment at which it had last changed when it was chosen.
    tickets: Vec<(TicketId, Moment)>,
    places: Places,
    /// Narrows the choices; the number of the other ticket, for a merge.
    field: Field,
    list: List,
    working: Option<u64>,
}

impl ChangeDialog {
    /// A change of these tickets.
    pub fn new(kind: ChangeKind, tickets: Vec<(TicketId, Moment)>) -> Self {
        let (places, field, list) = Default::default();
        Self { kind, tickets, places, field, list, working: None }
    }

    /// The choices that what is typed leaves, in words and as changes.
    fn choices(&self, text: &Text) -> Vec<(String, What)> {
        let all: Vec<(String, What)> = match self.kind {
            ChangeKind::State => {
                let state = |(state, _)| (tickets::state(text.lang, state).to_owned(), What::State(state));
                State::WORDS.into_iter().skip(1).map(state).collect()
            }
            ChangeKind::Priority => {
                let name = |to| (tickets::priority(text.lang, to).to_owned(), What::Priority(to));
                Priority::WORDS.into_iter().rev().map(|(to, _)| name(to)).collect()
            }
            ChangeKind::Assign => {
                let nobody = (text.tickets.nobody.to_owned(), What::Assign(String::new()));
                let agents = self.places.agents.iter().map(|who| (who.clone(), What::Assign(who.clone())));
                agents.chain([nobody]).collect()
            }
            ChangeKind::Route => {
                self.places.queues.iter().map(|queue| (queue.clone(), What::Route(queue.clone()))).collect()
            }
            ChangeKind::Merge => match self.field.text().trim() {
                "" => Vec::new(),
                id => return vec![((text.triage.same_as)(id), What::Merge(TicketId::new(id)))],
            },
            ChangeKind::Take => vec![(String::new(), What::Take)],
        };
        let typed = fold(self.field.text().trim());
        all.into_iter().filter(|(words, _)| fold(words).contains(&typed)).collect()
    }
}

impl Screen for ChangeDialog {
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
        !matches!(action, Action::NextField | Action::PreviousField | Action::Tickets)
    }

    fn entered(&mut self, cx: &mut Cx) {
        if matches!(self.kind, ChangeKind::Assign | ChangeKind::Route) {
            cx.ask(Slot::Places, Read::Places);
        }
    }

    fn left(&mut self, cx: &mut Cx) {
        cx.forget(Slot::Places);
    }

    fn key(&mut self, key: KeyEvent, _cx: &mut Cx) -> bool {
        let changed = self.working.is_none() && self.field.key(key);
        if changed {
            self.list = List::default();
        }
        changed
    }

    fn paste(&mut self, text: &str, _cx: &mut Cx) -> bool {
        self.field.paste(text);
        self.list = List::default();
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        let choices = self.choices(cx.t());
        let step = match action {
            Action::Up => Step::Up,
            Action::Down => Step::Down,
            Action::Submit => {
                let chosen = choices.into_iter().nth(self.list.at);
                if let (Some((_, what)), None) = (chosen, self.working) {
                    let tickets = self.tickets.clone();
                    self.working = Some(cx.write(Write::Change { tickets, what }));
                }
                return true;
            }
            _ => return false,
        };
        self.list.step(step, choices.len(), usize::from(cx.size.1 / 2))
    }

    fn asks(&self, slot: Slot) -> bool {
        slot == Slot::Places
    }

    fn answer(&mut self, _slot: Slot, result: Result<Answer, Failure>, cx: &mut Cx) -> bool {
        match result {
            Ok(Answer::Places(places)) => self.places = places,
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
        match result {
            Ok(Outcome::Changed { results, .. }) => {
                cx.say(cx.t().triage.changed(results, cx.t()));
                cx.go(Go::Back);
            }
            Ok(_) => {}
            Err(failure) => cx.say(Notice::bad(cx.t().failure(failure))),
        }
        true
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text;
        let choices = self.choices(text);
        let wanted = u16::try_from(choices.len()).unwrap_or(u16::MAX).saturating_add(5);
        let rows = wanted.clamp(6, pen.height().max(6));
        let (width, top) = (pen.width(), pen.height().saturating_sub(rows));
        let mut pen = pen.part(0, top, width, rows);
        pen.wipe();
        pen.rule(0);
        let about = match self.tickets.as_slice() {
            [(id, _)] => (text.tickets.number)(id.as_str()),
            many => (text.triage.several)(many.len()),
        };
        let x = pen.text(1, 1, Role::Accent, text.triage.asks(self.kind));
        pen.text(x + 2, 1, Role::Muted, &about);
        self.field.draw(&mut pen, 3, 2, width.saturating_sub(4), Role::Input, true);
        let room = usize::from(rows.saturating_sub(5));
        for (y, at) in (3..).zip(self.list.visible(choices.len(), room)) {
            let Some((words, _)) = choices.get(at) else { continue };
            let mut line = pen.part(0, y, width, 1);
            line.text(3, 0, Role::Base, words);
            if at == self.list.at {
                line.tint(0, Role::Selected);
                let pointer = line.glyphs().pointer;
                line.mark(1, 0, Role::Selected, pointer);
            }
        }
    }
}
