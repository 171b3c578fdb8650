//! A ticket that is no matter of keys: shown what will be said to whom, then sent on by one key.

use super::words::news;
use super::{Screen, View};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::effect::Slot;
use crate::app::notice::Notice;
use crate::desk::DeskFault;
use crate::domain::moment::Moment;
use crate::domain::profile::NotOtp;
use crate::domain::ticket::{Audience, Remark, Ticket, TicketId, Uuid};
use crate::service::request::{Answer, Failure, Outcome, Read, Write};
use crate::ui::pen::{Pen, wrap};
use crate::ui::theme::Role;

/// The dialog.
pub struct Elsewhere {
    ticket: TicketId,
    /// The name of what is said: said once, however often it is tried.
    uuid: Uuid,
    /// When the ticket had last changed as far as the agent knows.
    seen: Moment,
    audience: Audience,
    way: NotOtp,
    /// What was added last, since the agent began.
    news: String,
    working: Option<u64>,
}

impl Elsewhere {
    /// A ticket as it was read, and the way of its academy.
    pub fn new(ticket: &Ticket, way: &NotOtp, cx: &mut Cx) -> Self {
        // The holder reads it where the desk writes to holders.
        let audience = if cx.session.desk.replies { Audience::Requester } else { Audience::Colleagues };
        Self {
            ticket: ticket.row.id.clone(),
            uuid: cx.uuid(),
            seen: ticket.row.changed,
            audience,
            way: way.clone(),
            news: String::new(),
            working: None,
        }
    }

    fn send(&mut self, cx: &mut Cx) {
        if self.working.is_some() {
            return;
        }
        let remark = Remark {
            ticket: self.ticket.clone(),
            uuid: self.uuid.clone(),
            author: cx.session.agent.clone(),
            audience: self.audience,
            text: self.way.quote.trim().to_owned(),
        };
        let (queue, seen) = (self.way.queue.clone(), self.seen);
        self.working = Some(cx.write(Write::Refer { remark: Box::new(remark), seen, queue }));
    }
}

impl Screen for Elsewhere {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Dialog]
    }

    fn floats(&self) -> bool {
        true
    }

    fn offers(&self, action: Action, _now: Moment) -> bool {
        !matches!(action, Action::NextField | Action::PreviousField | Action::Tickets)
    }

    fn left(&mut self, cx: &mut Cx) {
        cx.forget(Slot::News);
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        let submits = action == Action::Submit;
        if submits {
            self.send(cx);
        }
        submits
    }

    fn asks(&self, slot: Slot) -> bool {
        slot == Slot::News
    }

    fn answer(&mut self, _slot: Slot, result: Result<Answer, Failure>, cx: &mut Cx) -> bool {
        let Ok(Answer::Ticket(ticket)) = result else { return false };
        self.seen = ticket.row.changed;
        self.news = news(&ticket, cx);
        true
    }

    fn done(&mut self, id: u64, result: &Result<Outcome, Failure>, cx: &mut Cx) -> bool {
        if self.working != Some(id) {
            return false;
        }
        self.working = None;
        match result {
            Ok(Outcome::Dropped) => {
                cx.say(Notice::warn(cx.t().outbox.given_up));
                cx.go(Go::Back);
            }
            Ok(Outcome::Filed(_)) => {
                cx.say(Notice::good((cx.t().triage.referred)(&self.way.queue)));
                cx.go(Go::Back);
            }
            Ok(Outcome::Queued { stage, words }) => {
                cx.say(cx.t().outbox.queued(*stage, words));
                cx.go(Go::Back);
            }
            Ok(_) => {}
            Err(Failure::Desk(DeskFault::Conflict)) => {
                cx.say(Notice::warn(cx.t().triage.referred_meanwhile));
                cx.ask(Slot::News, Read::Ticket(self.ticket.clone()));
            }
            Err(failure) => cx.say(Notice::bad(cx.t().failure(failure))),
        }
        true
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text;
        let width = pen.width();
        let room = usize::from(width.saturating_sub(4)).max(1);
        let quote = wrap(self.way.quote.trim(), room);
        let news = if self.news.is_empty() { 0 } else { 2 };
        let wanted = u16::try_from(quote.len()).unwrap_or(u16::MAX).saturating_add(6 + news);
        let rows = wanted.clamp(6, pen.height().max(6));
        let top = pen.height().saturating_sub(rows);
        let mut pen = pen.part(0, top, width, rows);
        pen.wipe();
        pen.rule(0);
        let x = pen.text(1, 1, Role::Accent, text.triage.not_otp);
        pen.text(x + 2, 1, Role::Muted, &(text.tickets.number)(self.ticket.as_str()));
        pen.text(1, 2, Role::Base, &(text.triage.to_queue)(&self.way.queue));
        let said = match self.audience {
            Audience::Colleagues => text.triage.with_comment,
            Audience::Requester => text.triage.with_answer,
        };
        pen.text(1, 3, Role::Base, said);
        let mut y = 4;
        let room = usize::from(rows.saturating_sub(5 + news));
        for (at, line) in quote.iter().take(room).enumerate() {
            let x = pen.text(3, y, Role::Say, line);
            if at + 1 == room && room < quote.len() {
                // A window too small for the whole of it says so.
                pen.text(x.min(width.saturating_sub(1)), y, Role::Say, "…");
            }
            y += 1;
        }
        pen.text(3, y, Role::Muted, &(text.triage.of_notice)(&self.way.source));
        if news > 0 {
            pen.part(1, y + 1, width.saturating_sub(2), news).paragraph(0, news, Role::Warn, &self.news);
        }
    }
}
