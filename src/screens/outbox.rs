//! The outbox: what waits to be sent, since when, and why.

use super::compose::Compose;
use super::{Layer, Screen, View};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::effect::Slot;
use crate::app::notice::Notice;
use crate::domain::delivery::Stage;
use crate::domain::moment::Moment;
use crate::domain::ticket::{Field, Parcel, TicketId, Unkept};
use crate::service::request::{Answer, Failure, Fate, Outcome, Read, Write};
use crate::store::outbox::{Outbox, Waiting};
use crate::text::wall::grouped;
use crate::ui::list::{List, Step};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// Rows below the list that tell of the chosen line.
const DETAIL: u16 = 6;

/// Most tickets told above them that a desk did not keep whole, the last one first, and rows for each.
const MOST_TOLD: usize = 2;
const TOLD_ROWS: u16 = 2;

/// The outbox.
#[derive(Default)]
pub struct OutboxScreen {
    outbox: Option<Outbox>,
    list: List,
    /// Giving up was asked for once.
    give_up_asked: bool,
    working: Option<u64>,
    /// What the desk did not keep of what left while one looked.
    unkept: Vec<(TicketId, Vec<Unkept>)>,
}

impl OutboxScreen {
    fn chosen(&self) -> Option<&Waiting> {
        self.outbox.as_ref()?.whole.get(self.list.at)
    }

    /// Rows above the foot that tell what the desk did not keep.
    fn told(&self) -> u16 {
        self.unkept.iter().take(MOST_TOLD).map(|_| TOLD_ROWS).sum()
    }

    /// Rows of the list.
    fn rows(&self, cx: &Cx) -> usize {
        usize::from(cx.size.1.saturating_sub(super::frame::ROWS + 2 + DETAIL + self.told()))
    }

    fn len(&self) -> usize {
        self.outbox.as_ref().map_or(0, |outbox| outbox.whole.len())
    }

    fn want(&mut self, what: Fate, cx: &mut Cx) {
        let Some(one) = self.chosen() else { return };
        let (text, stage, uuid) = (cx.t().outbox, one.course.stage, one.parcel.uuid().clone());
        let asked = std::mem::take(&mut self.give_up_asked);
        match (what, stage) {
            // A desk may have it: mended it would be there twice.
            (Fate::Mend, Stage::Unknown | Stage::Doubtful) => return cx.say(Notice::warn(text.not_mended)),
            (Fate::Again, Stage::Unknown) => return cx.say(Notice::info(text.looked_up_first)),
            (Fate::GiveUp, _) if !asked => {
                self.give_up_asked = true;
                return cx.say(Notice::warn(text.give_up));
            }
            _ => {}
        }
        if self.working.is_none() {
            self.working = Some(cx.write(Write::Outbox { uuid, what }));
        }
    }
}

impl Screen for OutboxScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Outbox, Scope::List]
    }

    fn offers(&self, action: Action, _now: Moment) -> bool {
        match (action, self.chosen().map(|one| one.course.stage)) {
            (Action::Outbox, _) | (Action::SendAgain | Action::Mend | Action::GiveUp, None) => false,
            (Action::SendAgain, Some(stage)) => stage != Stage::Unknown,
            (Action::Mend, Some(stage)) => matches!(stage, Stage::Waiting | Stage::Refused),
            _ => true,
        }
    }

    fn entered(&mut self, cx: &mut Cx) {
        cx.ask(Slot::Outbox, Read::Outbox);
    }

    fn left(&mut self, cx: &mut Cx) {
        cx.forget(Slot::Outbox);
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        let step = match action {
            Action::Up => Step::Up,
            Action::Down => Step::Down,
            Action::PageUp => Step::PageUp,
            Action::PageDown => Step::PageDown,
            Action::First => Step::First,
            Action::Last => Step::Last,
            Action::Outbox => return true,
            Action::Refresh | Action::SendAgain | Action::Mend | Action::GiveUp => {
                match action {
                    Action::SendAgain => self.want(Fate::Again, cx),
                    Action::Mend => self.want(Fate::Mend, cx),
                    Action::GiveUp => self.want(Fate::GiveUp, cx),
                    _ => self.entered(cx),
                }
                return true;
            }
            _ => return false,
        };
        self.give_up_asked = false;
        let rows = self.rows(cx);
        self.list.step(step, self.len(), rows)
    }

    fn asks(&self, slot: Slot) -> bool {
        slot == Slot::Outbox
    }

    fn answer(&mut self, _slot: Slot, result: Result<Answer, Failure>, cx: &mut Cx) -> bool {
        match result {
            Ok(Answer::Outbox(outbox)) => {
                // What left takes its line away; the cursor stays on its own.
                let held = self.chosen().map(|one| one.parcel.uuid().clone());
                let at = held.and_then(|uuid| outbox.whole.iter().position(|one| *one.parcel.uuid() == uuid));
                let at = at.unwrap_or(self.list.at.min(outbox.whole.len().saturating_sub(1)));
                let rows = self.rows(cx);
                self.list.select(at, outbox.whole.len(), rows);
                self.outbox = Some(outbox);
            }
            Ok(_) => return false,
            Err(failure) => cx.say(Notice::bad(cx.t().failure(&failure))),
        }
        true
    }

    fn done(&mut self, id: u64, result: &Result<Outcome, Failure>, cx: &mut Cx) -> bool {
        let own = self.working == Some(id);
        if own {
            self.working = None;
        }
        if let Ok(Outcome::Delivered(round)) = result {
            self.unkept.extend(round.unkept.iter().cloned());
        }
        if own || matches!(result, Ok(Outcome::Delivered(_) | Outcome::Queued { .. } | Outcome::Filed(_))) {
            cx.ask(Slot::Outbox, Read::Outbox);
        }
        match result {
            Ok(Outcome::Mended(Some(draft))) if own => {
                let profile = cx.session.profile(&draft.academy);
                let form = Compose::resume(draft.as_ref().clone(), profile);
                cx.go(Go::Push(Layer::Compose(Box::new(form))));
            }
            Ok(Outcome::Mended(None)) if own => cx.say(Notice::warn(cx.t().outbox.not_mended)),
            _ => return false,
        }
        true
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text.outbox;
        let (width, height) = (pen.width(), pen.height());
        pen.text(1, 0, Role::Accent, text.title);
        let total = self.outbox.as_ref().map_or(0, |outbox| outbox.whole.len() + outbox.damaged.len());
        if total > 0 {
            pen.right(width.saturating_sub(1), 0, Role::Muted, &grouped(total as i64));
        }
        pen.rule(1);
        let Some(outbox) = &self.outbox else {
            pen.text(3, 3, Role::Muted, view.session.text.tickets.reading);
            return;
        };
        if outbox.whole.is_empty() {
            pen.text(3, 3, Role::Muted, text.empty);
        }
        let told = self.told();
        let rows = height.saturating_sub(2 + DETAIL + told);
        let lines = (2 + rows..2 + rows + told).step_by(usize::from(TOLD_ROWS));
        for (y, (id, what)) in lines.zip(self.unkept.iter().rev()) {
            let words = view.session.text.filed_without(id, what);
            pen.part(1, y, width.saturating_sub(2), TOLD_ROWS).paragraph(0, TOLD_ROWS, Role::Warn, &words);
        }
        for (y, at) in (2..).zip(self.list.visible(outbox.whole.len(), usize::from(rows))) {
            let Some(one) = outbox.whole.get(at) else { continue };
            let mut line = pen.part(0, y, width, 1);
            draw_row(one, view, &mut line);
            if at == self.list.at {
                line.tint(0, Role::Selected);
                let pointer = line.glyphs().pointer;
                line.mark(1, 0, Role::Selected, pointer);
            }
        }
        let mut foot = pen.part(1, height.saturating_sub(DETAIL), width.saturating_sub(2), DETAIL);
        if !outbox.damaged.is_empty() {
            foot.text(0, DETAIL - 1, Role::Danger, &(text.damaged)(outbox.damaged.len()));
        }
        if let Some(one) = self.chosen() {
            foot.rule(0);
            let told = foot.paragraph(1, 2, Role::Say, text.told(one.course.stage));
            let due = view.session.wall.day_minute(one.course.due, view.now);
            let due = match one.course.stage {
                Stage::Waiting | Stage::Unknown => (text.next)(&due, one.course.tries),
                Stage::Refused | Stage::Doubtful => String::new(),
            };
            foot.text(0, 1 + told, Role::Muted, &due);
            if !one.words.is_empty() {
                let why = text.why(view.session.text.lang, &one.words);
                foot.paragraph(2 + told, 2, Role::Warn, &why);
            }
        }
    }
}

fn draw_row(one: &Waiting, view: &View, pen: &mut Pen) {
    let text = view.session.text;
    let stuck = matches!(one.course.stage, Stage::Refused | Stage::Doubtful);
    let since = view.session.wall.day_minute(one.since, view.now);
    let end = pen.right(pen.width() - 1, 0, Role::Muted, &since);
    let role = if stuck { Role::Warn } else { Role::Base };
    pen.part(3, 0, 12, 1).text(0, 0, role, text.outbox.stage(one.course.stage));
    let what = match &one.parcel {
        Parcel::Ticket(draft) => format!("{}  {}", draft.text(Field::Subject), draft.login),
        Parcel::Remark(remark) => (text.outbox.remark)(remark.ticket.as_str()),
    };
    pen.part(16, 0, end.saturating_sub(17), 1).text(0, 0, Role::Base, &what);
}
