//! The outbox: what waits to be sent, since when, and why.

use super::compose::Compose;
use super::page::PageScreen;
use super::words::Words;
use super::{Layer, Screen, View};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::effect::Slot;
use crate::app::notice::Notice;
use crate::domain::delivery::{Course, Stage};
use crate::domain::moment::Moment;
use crate::domain::notice::masked;
use crate::domain::ticket::{Field, Parcel, TicketId, Unkept, Uuid};
use crate::service::request::{Answer, Failure, Fate, Outcome, Read, Write};
use crate::store::notices::Pending;
use crate::store::outbox::{Mended, Outbox, Waiting};
use crate::text;
use crate::text::wall::grouped;
use crate::ui::list::{List, Step};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// Rows below the list that tell of the chosen line.
const DETAIL: u16 = 6;

/// Most tickets told above them that a desk did not keep whole, the last one first, and rows for each.
const MOST_TOLD: usize = 2;
const TOLD_ROWS: u16 = 2;

/// A line of the list.
#[derive(Clone, Copy)]
enum Line<'a> {
    /// For the desk.
    Parcel(&'a Waiting),
    /// For the holder of a key.
    Notice(&'a Pending),
}

impl<'a> Line<'a> {
    /// Those for the desk first.
    fn all(outbox: &'a Outbox) -> impl Iterator<Item = Self> {
        outbox.whole.iter().map(Self::Parcel).chain(outbox.notices.whole.iter().map(Self::Notice))
    }

    fn uuid(self) -> &'a Uuid {
        match self {
            Self::Parcel(one) => one.parcel.uuid(),
            Self::Notice(one) => &one.notice.uuid,
        }
    }

    fn course(self) -> Course {
        match self {
            Self::Parcel(one) => one.course,
            Self::Notice(one) => one.errand.course,
        }
    }

    fn since(self) -> Moment {
        match self {
            Self::Parcel(one) => one.since,
            Self::Notice(one) => one.notice.at,
        }
    }
}

/// The outbox.
#[derive(Default)]
pub struct OutboxScreen {
    outbox: Option<Outbox>,
    list: List,
    /// Giving this one up was asked for once.
    give_up_asked: Option<Uuid>,
    working: Option<u64>,
    /// What the desk did not keep of what left while one looked.
    unkept: Vec<(TicketId, Vec<Unkept>)>,
}

impl OutboxScreen {
    fn chosen(&self) -> Option<Line<'_>> {
        Line::all(self.outbox.as_ref()?).nth(self.list.at)
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
        self.outbox.as_ref().map_or(0, |outbox| Line::all(outbox).count())
    }

    /// Opens what is to be carried to a page.
    fn carry(&self, cx: &mut Cx) {
        let Some(Line::Parcel(one)) = self.chosen() else { return };
        if let (Parcel::Ticket(draft), Stage::Page) = (&one.parcel, one.course.stage) {
            let page = PageScreen::new(draft, &one.words, cx.session);
            cx.go(Go::Push(Layer::Page(Box::new(page))));
        }
    }

    fn want(&mut self, what: Fate, cx: &mut Cx) {
        let asked = self.give_up_asked.take();
        let Some(one) = self.chosen() else { return };
        let (text, stage, uuid) = (cx.t().outbox, one.course().stage, one.uuid().clone());
        let notice = matches!(one, Line::Notice(_));
        match (what, stage) {
            (Fate::Mend, _) if notice => return cx.say(Notice::info(text::notice::not_mended(cx.t().lang))),
            // A desk may have it: mended it would be there twice.
            (Fate::Mend, Stage::Unknown | Stage::Doubtful) => return cx.say(Notice::warn(text.not_mended)),
            (Fate::Mend, _) if !is_mended(one) => return,
            (Fate::Again, Stage::Page) => return cx.say(Notice::info(text.page)),
            (Fate::Again, Stage::Unknown) => return cx.say(Notice::info(text.looked_up_first)),
            (Fate::GiveUp, _) if asked.as_ref() != Some(&uuid) => {
                self.give_up_asked = Some(uuid);
                return cx.say(Notice::warn(text.give_up));
            }
            _ => {}
        }
        if self.working.is_none() {
            self.working = Some(cx.write(match notice {
                true => Write::Notice { uuid, what },
                false => Write::Outbox { uuid, what },
            }));
        }
    }
}

impl Screen for OutboxScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Outbox, Scope::List]
    }

    fn offers(&self, action: Action, _now: Moment) -> bool {
        match (action, self.chosen()) {
            (Action::Outbox, _)
            | (Action::SendAgain | Action::Mend | Action::GiveUp | Action::Carry, None) => false,
            (Action::Carry, Some(one)) => one.course().stage == Stage::Page,
            (Action::SendAgain, Some(one)) => !matches!(one.course().stage, Stage::Unknown | Stage::Page),
            (Action::Mend, Some(one)) => is_mended(one),
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
            Action::Carry => {
                self.carry(cx);
                return true;
            }
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
        self.give_up_asked = None;
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
                let held = self.chosen().map(|one| one.uuid().clone());
                let at = held.and_then(|uuid| Line::all(&outbox).position(|one| *one.uuid() == uuid));
                let length = Line::all(&outbox).count();
                let at = at.unwrap_or(self.list.at.min(length.saturating_sub(1)));
                let rows = self.rows(cx);
                self.list.select(at, length, rows);
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
        let moved = |outcome: &Outcome| {
            matches!(
                outcome,
                Outcome::Delivered(_) | Outcome::Queued { .. } | Outcome::Filed(_) | Outcome::Told(_)
            )
        };
        if own || result.as_ref().is_ok_and(moved) {
            cx.ask(Slot::Outbox, Read::Outbox);
        }
        match result {
            Ok(Outcome::Mended(Some(mended))) if own => cx.go(Go::Push(match mended.as_ref() {
                Mended::Ticket(draft) => {
                    let profile = cx.session.profile(&draft.academy);
                    Layer::Compose(Box::new(Compose::resume(draft.clone(), profile)))
                }
                Mended::Words(jot) => Layer::Words(Box::new(Words::mend(jot.clone()))),
            })),
            Ok(Outcome::Mended(None)) if own => cx.say(Notice::warn(cx.t().outbox.not_mended)),
            _ => return false,
        }
        true
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text.outbox;
        let (width, height) = (pen.width(), pen.height());
        pen.text(1, 0, Role::Accent, text.title);
        let damaged = |outbox: &Outbox| outbox.damaged.len() + outbox.notices.damaged.len();
        let total = self.outbox.as_ref().map_or(0, |outbox| self.len() + damaged(outbox));
        if total > 0 {
            pen.right(width.saturating_sub(1), 0, Role::Muted, &grouped(total as i64));
        }
        pen.rule(1);
        let Some(outbox) = &self.outbox else {
            pen.text(3, 3, Role::Muted, view.session.text.tickets.reading);
            return;
        };
        if self.len() == 0 {
            pen.text(3, 3, Role::Muted, text.empty);
        }
        let told = self.told();
        let rows = height.saturating_sub(2 + DETAIL + told);
        let lines = (2 + rows..2 + rows + told).step_by(usize::from(TOLD_ROWS));
        for (y, (id, what)) in lines.zip(self.unkept.iter().rev()) {
            let words = view.session.text.filed_without(id, what);
            pen.part(1, y, width.saturating_sub(2), TOLD_ROWS).paragraph(0, TOLD_ROWS, Role::Warn, &words);
        }
        let visible = self.list.visible(self.len(), usize::from(rows));
        for (y, (at, one)) in (2..).zip(Line::all(outbox).enumerate().skip(visible.start).take(visible.len()))
        {
            let mut line = pen.part(0, y, width, 1);
            draw_row(one, view, &mut line);
            if at == self.list.at {
                line.tint(0, Role::Selected);
                let pointer = line.glyphs().pointer;
                line.mark(1, 0, Role::Selected, pointer);
            }
        }
        let mut foot = pen.part(1, height.saturating_sub(DETAIL), width.saturating_sub(2), DETAIL);
        if damaged(outbox) > 0 {
            foot.text(0, DETAIL - 1, Role::Danger, &(text.damaged)(damaged(outbox)));
        }
        if let Some(one) = self.chosen() {
            draw_detail(one, view, &mut foot);
        }
    }
}

/// Whether it can be mended here: what was refused, or a ticket that never left. A notice says what was done.
fn is_mended(one: Line) -> bool {
    let Line::Parcel(one) = one else { return false };
    let ticket = one.parcel.ticket().is_none();
    one.course.stage == Stage::Refused || (ticket && matches!(one.course.stage, Stage::Waiting | Stage::Page))
}

/// How far one has come, when it is tried next, and why it waits.
fn draw_detail(one: Line, view: &View, pen: &mut Pen) {
    let (text, lang, course) = (view.session.text.outbox, view.session.text.lang, one.course());
    pen.rule(0);
    let (means, words) = match one {
        // The address of the page, and no answer of it.
        Line::Parcel(one) if course.stage == Stage::Page => {
            pen.paragraph(1, 1, Role::Say, text.told(course.stage));
            pen.text(0, 2, Role::Say, &one.words);
            return;
        }
        Line::Parcel(one) => {
            let said = (!one.words.is_empty()).then(|| text.why(lang, &one.words));
            (text.told(course.stage).to_owned(), said)
        }
        Line::Notice(one) => {
            let said = text::notice::words(lang, &one.words)
                .map(|own| text::notice::because(lang, own))
                .or_else(|| (!one.words.is_empty()).then(|| text::notice::said(lang, &one.words)));
            (text::notice::stage(lang, course.stage, &masked(&one.notice.to)), said)
        }
    };
    let told = pen.paragraph(1, 2, Role::Say, &means);
    let due = view.session.wall.day_minute(course.due, view.now);
    let due = match course.stage {
        Stage::Waiting | Stage::Unknown => (text.next)(&due, course.tries),
        Stage::Refused | Stage::Doubtful | Stage::Page => String::new(),
    };
    pen.text(0, 1 + told, Role::Muted, &due);
    if let Some(words) = words {
        pen.paragraph(2 + told, 2, Role::Warn, &words);
    }
}

fn draw_row(one: Line, view: &View, pen: &mut Pen) {
    let text = view.session.text;
    let stage = one.course().stage;
    let stuck = matches!(stage, Stage::Refused | Stage::Doubtful);
    let since = view.session.wall.day_minute(one.since(), view.now);
    let end = pen.right(pen.width() - 1, 0, Role::Muted, &since);
    let role = if stuck { Role::Warn } else { Role::Base };
    pen.part(3, 0, 12, 1).text(0, 0, role, text.outbox.stage(stage));
    let what = match one {
        Line::Parcel(one) => match &one.parcel {
            Parcel::Ticket(draft) => format!("{}  {}", draft.text(Field::Subject), draft.login),
            Parcel::Remark(remark) => {
                // Nowhere else can they be read until they are there.
                let said = remark.text.split_whitespace().collect::<Vec<_>>().join(" ");
                format!("{}  {said}", (text.outbox.remark)(remark.ticket.as_str()))
            }
        },
        Line::Notice(one) => text::notice::row(text.lang, one.notice.act, &one.notice.login),
    };
    pen.part(16, 0, end.saturating_sub(17), 1).text(0, 0, Role::Base, &what);
}
