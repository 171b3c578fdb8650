//! Words for a ticket: to colleagues, or to whom it is about. What somebody else did meanwhile is shown
//! before they leave.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{Screen, View};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::effect::Slot;
use crate::app::notice::Notice;
use crate::desk::DeskFault;
use crate::domain::moment::Moment;
use crate::domain::ticket::{Audience, Field, Remark, Ticket, TicketId, Uuid};
use crate::service::request::{Answer, Failure, Outcome, Read, Write};
use crate::text::tickets;
use crate::ui::editor::Editor;
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// The dialog.
pub struct Words {
    ticket: TicketId,
    audience: Audience,
    /// When the ticket had last changed as far as the agent knows.
    seen: Moment,
    /// Serials and logins of the ticket: in the words they are no secrets.
    known: Vec<String>,
    editor: Box<Editor>,
    /// What was added last, since the agent began.
    news: String,
    working: Option<u64>,
    discard_asked: bool,
    /// The name under which refused words wait for better ones.
    mends: Option<Uuid>,
}

impl Words {
    /// Words for a ticket as it was read.
    pub fn new(ticket: &Ticket, audience: Audience) -> Self {
        let of = |field| ticket.fields.get(&field).cloned();
        let known = [of(Field::Serial), of(Field::Accounts), Some(ticket.row.requester.clone())];
        Self {
            ticket: ticket.row.id.clone(),
            audience,
            seen: ticket.row.changed,
            known: known.into_iter().flatten().filter(|word| !word.is_empty()).collect(),
            editor: Box::new(Editor::new("")),
            news: String::new(),
            working: None,
            discard_asked: false,
            mends: None,
        }
    }

    /// Words that the desk refused, to be mended. How the ticket stands is read first.
    pub fn mend(remark: Remark) -> Self {
        Self {
            ticket: remark.ticket,
            audience: remark.audience,
            seen: Moment::from_millis(0),
            known: Vec::new(),
            editor: Box::new(Editor::new(&remark.text)),
            news: String::new(),
            working: None,
            discard_asked: false,
            mends: Some(remark.uuid),
        }
    }

    fn send(&mut self, cx: &mut Cx) {
        let text = self.editor.text().trim().to_owned();
        if text.is_empty() || self.working.is_some() {
            return;
        }
        let known: Vec<&str> = self.known.iter().map(String::as_str).collect();
        let remark = Remark {
            ticket: self.ticket.clone(),
            uuid: self.mends.clone().unwrap_or_else(|| cx.uuid()),
            author: cx.session.agent.clone(),
            audience: self.audience,
            text,
        };
        self.working =
            Some(cx.write(Write::Say { remark: Box::new(remark.redacted(&known)), seen: self.seen }));
    }
}

impl Screen for Words {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Words]
    }

    fn typing(&self) -> bool {
        true
    }

    fn entered(&mut self, cx: &mut Cx) {
        if self.mends.is_some() {
            cx.ask(Slot::News, Read::Ticket(self.ticket.clone()));
        }
    }

    fn key(&mut self, key: KeyEvent, _cx: &mut Cx) -> bool {
        let arrow = match key.code {
            KeyCode::Enter => KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE),
            _ => key,
        };
        self.discard_asked = false;
        self.working.is_none() && self.editor.key(arrow)
    }

    fn paste(&mut self, text: &str, _cx: &mut Cx) -> bool {
        // What is under way would take it along and not be shown.
        if self.working.is_none() {
            self.editor.paste(text);
        }
        self.working.is_none()
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        match action {
            Action::Send => self.send(cx),
            // Words that nobody kept are not thrown away by one key.
            Action::Back if !self.editor.text().trim().is_empty() && !self.discard_asked => {
                self.discard_asked = true;
                cx.say(Notice::warn(cx.t().triage.discard));
            }
            _ => return false,
        }
        true
    }

    fn left(&mut self, cx: &mut Cx) {
        cx.forget(Slot::News);
    }

    fn asks(&self, slot: Slot) -> bool {
        slot == Slot::News
    }

    fn answer(&mut self, _slot: Slot, result: Result<Answer, Failure>, cx: &mut Cx) -> bool {
        let Ok(Answer::Ticket(ticket)) = result else { return false };
        let text = cx.t();
        self.seen = ticket.row.changed;
        self.news = ticket.notes.last().map_or_else(String::new, |note| {
            let when = cx.session.wall.day_minute(note.at, cx.now);
            format!("{when}, {} : {}", note.author, tickets::note(text, &note.what))
        });
        true
    }

    fn done(&mut self, id: u64, result: &Result<Outcome, Failure>, cx: &mut Cx) -> bool {
        if self.working != Some(id) {
            return false;
        }
        self.working = None;
        match result {
            Ok(Outcome::Filed(_)) => {
                cx.say(Notice::good(cx.t().triage.said));
                cx.go(Go::Back);
            }
            Ok(Outcome::Queued { stage, words }) => {
                cx.say(cx.t().outbox.queued(*stage, words));
                cx.go(Go::Back);
            }
            Ok(_) => {}
            Err(Failure::Desk(DeskFault::Conflict)) => {
                cx.say(Notice::warn(cx.t().triage.said_meanwhile));
                cx.ask(Slot::News, Read::Ticket(self.ticket.clone()));
            }
            Err(failure) => cx.say(Notice::bad(cx.t().failure(failure))),
        }
        true
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text;
        let (width, height) = (pen.width(), pen.height());
        let heading = match self.audience {
            Audience::Colleagues => text.triage.to_colleagues,
            Audience::Requester => text.triage.to_requester,
        };
        let x = pen.text(1, 0, Role::Accent, heading);
        pen.text(x + 2, 0, Role::Muted, &(text.tickets.number)(self.ticket.as_str()));
        pen.rule(1);
        let used = match self.news.is_empty() {
            true => 0,
            false => pen.part(1, 2, width.saturating_sub(2), 3).paragraph(0, 3, Role::Warn, &self.news) + 1,
        };
        let room = height.saturating_sub(2 + used);
        self.editor.draw(&mut pen.part(1, 2 + used, width.saturating_sub(2), room), self.working.is_none());
    }
}
