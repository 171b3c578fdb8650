//! One ticket with its form and its conversation.

use super::card::CardScreen;
use super::change::ChangeDialog;
use super::elsewhere::Elsewhere;
use super::words::Words;
use super::{Layer, Screen, View};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::effect::Slot;
use crate::app::notice::Notice;
use crate::desk::{ChangeKind, DeskFault, What};
use crate::domain::moment::Moment;
use crate::domain::ticket::{Audience, Field, Form, Gist, Ticket, TicketId, academy_of};
use crate::service::request::{Answer, Failure, Outcome, Read, Write};
use crate::text::{Text, holder, tickets};
use crate::ui::clean::clean_lines;
use crate::ui::pen::{Pen, wrap};
use crate::ui::theme::Role;

/// Columns of the labels.
const LABELS: u16 = 22;

/// Most rows that tell what is missing: all ten fields in forty columns.
const LACKING: u16 = 6;

/// One ticket.
pub struct TicketScreen {
    id: TicketId,
    ticket: Option<Box<Ticket>>,
    /// What its academy requires and it has not; `None` where that cannot be told.
    lacks: Option<Vec<Field>>,
    scrolled: usize,
    /// Somebody else is asked than who gave the ticket: that it is not there is no news.
    turned: bool,
    working: Option<u64>,
}

impl TicketScreen {
    /// The ticket of an id.
    pub fn new(id: TicketId) -> Self {
        Self { id, ticket: None, lacks: None, scrolled: 0, turned: false, working: None }
    }

    fn say(&self, audience: Audience, cx: &mut Cx) {
        if let Some(ticket) = &self.ticket {
            let words = Words::new(ticket, audience, cx);
            cx.go(Go::Push(Layer::Words(Box::new(words))));
        }
    }

    /// Opens an answer that asks for what is missing, as far as it may be asked.
    fn ask_missing(&self, cx: &mut Cx) {
        let Some(ticket) = &self.ticket else { return };
        let (text, profiles) = (cx.t().triage, &cx.session.profiles);
        let academy = academy_of(&ticket.row, &ticket.fields, profiles);
        let (Some(lacks), Some(profile)) = (&self.lacks, academy) else {
            return cx.say(Notice::info(text.no_form));
        };
        let asked = Form::of(profile).to_ask(lacks);
        match (lacks.is_empty(), asked.is_empty()) {
            (true, _) => cx.say(Notice::info(text.lacks_nothing)),
            (_, true) => cx.say(Notice::warn(text.not_asked)),
            _ => {
                let asking = holder::ask(profile, &asked, &ticket.row.id);
                let words = Words::new(ticket, Audience::Requester, cx).beginning(asking);
                cx.go(Go::Push(Layer::Words(Box::new(words))));
            }
        }
    }

    /// No academy's sentence is lent to another one.
    fn send_elsewhere(&self, cx: &mut Cx) {
        let Some(ticket) = &self.ticket else { return };
        let text = cx.t().triage;
        let session = cx.session;
        match academy_of(&ticket.row, &ticket.fields, &session.profiles) {
            None => cx.say(Notice::info(text.no_academy)),
            Some(profile) => match &profile.not_otp {
                None => cx.say(Notice::info((text.no_sentence)(&profile.name))),
                Some(way) => {
                    let dialog = Elsewhere::new(ticket, way, cx);
                    cx.go(Go::Push(Layer::Elsewhere(Box::new(dialog))));
                }
            },
        }
    }

    fn change(&mut self, kind: ChangeKind, cx: &mut Cx) {
        let Some(ticket) = &self.ticket else { return };
        let tickets = vec![(ticket.row.id.clone(), ticket.row.changed)];
        match kind {
            ChangeKind::Take if self.working.is_none() => {
                self.working = Some(cx.write(Write::Change { tickets, what: What::Take }));
            }
            ChangeKind::Take => {}
            _ => cx.go(Go::Push(Layer::Change(Box::new(ChangeDialog::new(kind, tickets))))),
        }
    }
}

impl Screen for TicketScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Ticket, Scope::Triage, Scope::List]
    }

    fn offers(&self, action: Action, _now: Moment) -> bool {
        match action {
            Action::Person => self.ticket.as_ref().is_some_and(|ticket| !ticket.row.requester.is_empty()),
            Action::AskMissing => self.lacks.as_ref().is_some_and(|lacks| !lacks.is_empty()),
            Action::Tickets => false,
            _ => true,
        }
    }

    fn entered(&mut self, cx: &mut Cx) {
        cx.ask(Slot::Ticket, Read::Ticket(self.id.clone()));
    }

    fn turned(&mut self, cx: &mut Cx) {
        self.turned = self.ticket.is_some();
        if !cx.covered() {
            self.entered(cx);
        }
    }

    fn left(&mut self, cx: &mut Cx) {
        cx.forget(Slot::Ticket);
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        let page = usize::from(cx.size.1 / 2).max(1);
        match action {
            Action::Up => self.scrolled = self.scrolled.saturating_sub(1),
            Action::Down => self.scrolled += 1,
            Action::PageUp => self.scrolled = self.scrolled.saturating_sub(page),
            Action::PageDown => self.scrolled += page,
            Action::Refresh => self.entered(cx),
            Action::Comment => self.say(Audience::Colleagues, cx),
            Action::Reply => self.say(Audience::Requester, cx),
            Action::AskMissing => self.ask_missing(cx),
            Action::NotOtp => self.send_elsewhere(cx),
            Action::Change(kind) => self.change(kind, cx),
            Action::Person => {
                let requester = self.ticket.as_ref().map(|ticket| ticket.row.requester.clone());
                if let Some(login) = requester.filter(|login| !login.is_empty()) {
                    cx.go(Go::Push(Layer::Card(Box::new(CardScreen::new(&login)))));
                }
            }
            _ => return false,
        }
        true
    }

    fn asks(&self, slot: Slot) -> bool {
        slot == Slot::Ticket
    }

    fn answer(&mut self, _slot: Slot, result: Result<Answer, Failure>, cx: &mut Cx) -> bool {
        let turned = std::mem::take(&mut self.turned);
        match result {
            Ok(Answer::Ticket(ticket)) => {
                let gist = Gist::of(&ticket.row, &ticket.fields, ticket.uuid.is_some());
                self.lacks = gist.and_then(|gist| gist.lacks(&ticket.row.queue, &cx.session.profiles));
                self.ticket = Some(ticket);
            }
            Err(Failure::Desk(DeskFault::NotFound)) if turned => return false,
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
        if let (Err(failure), true) = (result, own) {
            cx.say(Notice::bad(cx.t().failure(failure)));
        }
        if let Ok(Outcome::Changed { results, .. }) = result {
            self.entered(cx);
            if own {
                cx.say(cx.t().triage.changed(results, cx.t()));
            }
        }
        own
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        let (width, height) = (pen.width(), pen.height());
        let mut pen = pen.part(1, 0, width.saturating_sub(2), height);
        let text = view.session.text;
        let Some(ticket) = &self.ticket else {
            pen.text(0, 0, Role::Muted, text.tickets.reading);
            return;
        };
        draw_head(ticket, view, &mut pen);
        let asks = if view.session.allows(Action::AskMissing) { text.triage.d_asks } else { "" };
        let (width, lacking) = (pen.width(), self.lacks.as_deref().map(|lacks| lacking(text, lacks)));
        let head = 3 + lacking.filter(|words| !words.is_empty()).map_or(0, |words| {
            pen.part(0, 2, width, LACKING).paragraph(0, LACKING, Role::Warn, &format!("{words}{asks}"))
        });
        let lines = lines(ticket, view, usize::from(pen.width().saturating_sub(LABELS)));
        let rows = height.saturating_sub(head);
        let first = self.scrolled.min(lines.len().saturating_sub(usize::from(rows)));
        for (y, (label, words)) in (head..head + rows).zip(lines.iter().skip(first)) {
            pen.part(0, y, LABELS - 1, 1).text(0, 0, Role::Muted, label);
            pen.text(LABELS, y, Role::Base, words);
        }
    }
}

fn draw_head(ticket: &Ticket, view: &View, pen: &mut Pen) {
    let text = view.session.text;
    let row = &ticket.row;
    let x = pen.text(0, 0, Role::Accent, &format!("{}  ", (text.tickets.number)(row.id.as_str())));
    let end = pen.width();
    let state = pen.right(end, 0, Role::Info, tickets::state(text.lang, row.state));
    pen.part(x, 0, state.saturating_sub(x + 1), 1).text(0, 0, Role::Say, &row.subject);
    let when = view.session.wall.day_minute(row.created, view.now);
    let owner = if row.owner.is_empty() { text.tickets.nobody } else { &row.owner };
    let dot = pen.glyphs().dot;
    let line =
        format!("{} {dot} {owner} {dot} {}", (text.tickets.filed_by)(&ticket.author, &when), row.queue);
    pen.text(0, 1, Role::Muted, &line);
}

/// So many fields are missing, and which; nothing if none is.
fn lacking(text: &Text, lacks: &[Field]) -> String {
    let names: Vec<&str> = lacks.iter().map(|field| tickets::field(text.lang, *field)).collect();
    match names.is_empty() {
        true => String::new(),
        false => (text.triage.lacking)(&(text.tickets.missing)(names.len()), &names.join(", ")),
    }
}

/// Label and words of each line, wrapped.
fn lines(ticket: &Ticket, view: &View, width: usize) -> Vec<(String, String)> {
    let text = view.session.text;
    let mut lines = Vec::new();
    let mut add = |label: String, words: &str| {
        let mut label = Some(label);
        for line in wrap(&clean_lines(words), width) {
            lines.push((label.take().unwrap_or_default(), line));
        }
    };
    for words in tickets::unkept(text, &ticket.unkept) {
        add(text.tickets.unkept.to_owned(), &words);
    }
    for field in Field::ALL {
        if let Some(words) = ticket.fields.get(&field) {
            add(tickets::field(text.lang, field).to_owned(), words);
        }
    }
    if !ticket.notes.is_empty() {
        add(String::new(), "");
        add(text.tickets.notes.to_owned(), "");
    }
    for note in &ticket.notes {
        let when = view.session.wall.day_minute(note.at, view.now);
        let words = tickets::note(text, &note.what);
        add(when, &format!("{} : {words}", note.author));
    }
    lines
}
