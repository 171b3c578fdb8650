//! Words for a ticket: to colleagues, or to whom it is about. They are kept at each pause, and what somebody
//! else did meanwhile is shown before they leave.

mod picker;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use self::picker::{Picker, Ready};
use super::{Screen, View};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::effect::{Slot, Timer};
use crate::app::notice::Notice;
use crate::desk::DeskFault;
use crate::domain::moment::Moment;
use crate::domain::ticket::{Audience, Field, Jot, Remark, Ticket, academy_of};
use crate::service::request::{Answer, Failure, Outcome, Read, Write};
use crate::text::tickets;
use crate::ui::editor::Editor;
use crate::ui::list::Step;
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// A pause of typing, in milliseconds: then the words are kept.
const PAUSE: u64 = 400;

/// When a ticket changed that was not read yet.
const UNREAD: Moment = Moment::from_millis(0);

/// What is going on with the words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    None,
    Saving(u64),
    /// Sent as soon as the copy under way is on the disk.
    SavingToSend(u64),
    Sending(u64),
}

/// The dialog.
pub struct Words {
    /// What is typed, and whether the disk has it.
    jot: Jot,
    /// When the ticket had last changed as far as the agent knows.
    seen: Moment,
    /// Serials and logins of the ticket: in the words they are no secrets.
    known: Vec<String>,
    /// Ready answers of the holder's academy.
    replies: Vec<Ready>,
    /// One of them is being chosen.
    picker: Option<Picker>,
    editor: Box<Editor>,
    /// What the words begin with if none were kept; taken once it is known.
    opening: Option<String>,
    /// What was added last, since the agent began.
    news: String,
    /// Typed since the last copy.
    changed: bool,
    work: Work,
    discard_asked: bool,
    /// Sent or thrown away: nothing is kept any more.
    over: bool,
}

impl Words {
    /// Words for a ticket as it was read.
    pub fn new(ticket: &Ticket, audience: Audience, cx: &mut Cx) -> Self {
        let academy = academy_of(&ticket.row, &ticket.fields, &cx.session.profiles);
        let (id, agent, lang) = (ticket.row.id.as_str(), &cx.session.agent, cx.t().lang);
        let replies = academy.map_or(&[][..], |profile| &profile.replies).iter();
        let replies =
            replies.map(|ready| (lang.of(&ready.name).to_owned(), ready.filled(id, agent))).collect();
        Self {
            jot: Jot::new(cx.uuid(), ticket.row.id.clone(), audience),
            seen: ticket.row.changed,
            known: known(ticket),
            replies,
            picker: None,
            editor: Box::new(Editor::new("")),
            opening: Some(String::new()),
            news: String::new(),
            changed: false,
            work: Work::None,
            discard_asked: false,
            over: false,
        }
    }

    /// Words that the desk refused, to be mended. How the ticket stands is read first.
    pub fn mend(jot: Jot) -> Self {
        Self {
            editor: Box::new(Editor::new(&jot.text)),
            jot,
            seen: UNREAD,
            known: Vec::new(),
            replies: Vec::new(),
            picker: None,
            opening: None,
            news: String::new(),
            changed: false,
            work: Work::None,
            discard_asked: false,
            over: false,
        }
    }

    /// The same with words to begin with.
    #[must_use]
    pub fn beginning(self, text: String) -> Self {
        Self { opening: Some(text), ..self }
    }

    /// Takes up what was kept, of several the newest.
    fn begin(&mut self, kept: Vec<Jot>, cx: &mut Cx) {
        let Some(opening) = self.opening.take() else { return };
        let own = |jot: &Jot| jot.ticket == self.jot.ticket && jot.audience == self.jot.audience;
        let kept = kept.into_iter().find(|jot| own(jot) && !jot.text.trim().is_empty());
        let text = match &kept {
            None => opening,
            Some(kept) if kept.text.contains(opening.trim()) => kept.text.clone(),
            Some(kept) => format!("{}\n\n{opening}", kept.text.trim_end()),
        };
        if let Some(kept) = kept {
            self.jot = kept;
            cx.say(Notice::info(cx.t().triage.resumed));
        }
        *self.editor = Editor::new(&text);
        self.jot.text = self.editor.text();
    }

    fn known(&self) -> Vec<&str> {
        self.known.iter().map(String::as_str).collect()
    }

    fn is_blank(&self) -> bool {
        self.jot.text.trim().is_empty()
    }

    fn busy(&self) -> bool {
        matches!(self.work, Work::Sending(_) | Work::SavingToSend(_))
    }

    /// Takes what is typed.
    fn typed(&mut self, cx: &mut Cx) {
        let text = self.editor.text();
        if text != self.jot.text {
            self.jot.text = text;
            self.changed = true;
            cx.wake(Timer::Pause, PAUSE);
        }
    }

    fn save(&mut self, cx: &mut Cx) {
        let nothing = self.is_blank() && self.jot.saved.is_none();
        if self.changed && self.work == Work::None && !nothing {
            self.changed = false;
            let clean = self.jot.redacted(&self.known());
            self.work = Work::Saving(cx.write(Write::SaveJot(Box::new(clean))));
        }
    }

    fn send(&mut self, cx: &mut Cx) {
        if self.is_blank() {
            return;
        }
        cx.sleep(Timer::Pause);
        // The desk may take long to answer: the words are on the disk before it is asked. Another console may
        // have sent what was kept under this name: what differs from it gets a name of its own.
        self.save(cx);
        match self.work {
            Work::Saving(id) => self.work = Work::SavingToSend(id),
            Work::None => self.send_now(cx),
            Work::SavingToSend(_) | Work::Sending(_) => {}
        }
    }

    fn send_now(&mut self, cx: &mut Cx) {
        let Jot { uuid, ticket, audience, text, .. } = self.jot.clone();
        let (text, author) = (text.trim().to_owned(), cx.session.agent.clone());
        let remark = Remark { ticket, uuid, author, audience, text }.redacted(&self.known());
        self.work = Work::Sending(cx.write(Write::Say { remark: Box::new(remark), seen: self.seen }));
    }

    fn discard(&mut self, cx: &mut Cx) {
        if !self.is_blank() && !std::mem::replace(&mut self.discard_asked, true) {
            return cx.say(Notice::warn(cx.t().triage.discard));
        }
        // A copy written after it would bring the words back to life.
        if self.work == Work::None {
            if self.jot.saved.is_some() {
                cx.write(Write::DropJot(self.jot.uuid.clone()));
            }
            self.over = true;
            cx.go(Go::Back);
        }
    }

    fn pick(&mut self, cx: &mut Cx) {
        match self.replies.is_empty() {
            true => cx.say(Notice::info(cx.t().triage.no_replies)),
            false => self.picker = Some(Picker::default()),
        }
    }

    /// What a key does while a ready answer is chosen; `None` leaves it to the words.
    fn act_picking(&mut self, action: Action, cx: &mut Cx) -> Option<bool> {
        let picker = self.picker.as_mut()?;
        Some(match action {
            Action::Up => picker.step(Step::Up, &self.replies),
            Action::Down => picker.step(Step::Down, &self.replies),
            Action::PageUp => picker.step(Step::PageUp, &self.replies),
            Action::PageDown => picker.step(Step::PageDown, &self.replies),
            Action::Back => {
                self.picker = None;
                true
            }
            Action::Submit => {
                if let Some(text) = picker.chosen(&self.replies) {
                    self.editor.paste(text);
                    self.picker = None;
                    self.typed(cx);
                }
                true
            }
            _ => return None,
        })
    }

    fn saved(&mut self, result: &Result<Outcome, Failure>, cx: &mut Cx) {
        let to_send = matches!(self.work, Work::SavingToSend(_));
        self.work = Work::None;
        match result {
            Ok(Outcome::Saved { at, renamed }) => {
                self.jot.saved = Some(*at);
                if let Some(uuid) = renamed {
                    self.jot.uuid = uuid.clone();
                    cx.say(Notice::warn(cx.t().triage.renamed));
                }
                match to_send {
                    true => self.send_now(cx),
                    // What was typed during the copy: at once, since the line may be lost by now.
                    false => self.save(cx),
                }
            }
            Ok(_) => {}
            Err(failure) => {
                self.changed = true;
                cx.say(Notice::bad(cx.t().failure(failure)));
            }
        }
    }

    fn sent(&mut self, result: &Result<Outcome, Failure>, cx: &mut Cx) {
        self.work = Work::None;
        match result {
            Ok(Outcome::Filed(_) | Outcome::Queued { .. } | Outcome::Dropped) => {
                cx.say(match result {
                    Ok(Outcome::Queued { stage, words }) => cx.t().outbox.queued(*stage, words),
                    Ok(Outcome::Dropped) => Notice::warn(cx.t().outbox.given_up),
                    _ => Notice::good(cx.t().triage.said),
                });
                self.over = true;
                cx.go(Go::Back);
            }
            Ok(_) => {}
            Err(failure) => {
                match failure {
                    Failure::Desk(DeskFault::Conflict) => {
                        cx.say(Notice::warn(cx.t().triage.said_meanwhile));
                        cx.ask(Slot::News, Read::Ticket(self.jot.ticket.clone()));
                    }
                    failure => cx.say(Notice::bad(cx.t().failure(failure))),
                }
                // Sending stopped the clock of the pause.
                self.save(cx);
            }
        }
    }
}

/// Serials and logins of a ticket.
fn known(ticket: &Ticket) -> Vec<String> {
    let of = |field| ticket.fields.get(&field).cloned();
    let known = [of(Field::Serial), of(Field::Accounts), Some(ticket.row.requester.clone())];
    known.into_iter().flatten().filter(|word| !word.is_empty()).collect()
}

impl Screen for Words {
    fn scopes(&self) -> &'static [Scope] {
        match self.picker {
            Some(_) => &[Scope::Dialog, Scope::List],
            None => &[Scope::Words],
        }
    }

    fn typing(&self) -> bool {
        true
    }

    /// What was kept comes first: what is typed meanwhile stands behind it.
    fn holds(&self) -> bool {
        self.opening.is_some()
    }

    fn offers(&self, action: Action, _now: Moment) -> bool {
        match action {
            Action::NextField | Action::PreviousField | Action::Tickets => self.picker.is_none(),
            Action::ReadyReply => !self.replies.is_empty(),
            _ => true,
        }
    }

    fn entered(&mut self, cx: &mut Cx) {
        if self.opening.is_some() {
            cx.ask(Slot::Jots, Read::Jots);
        } else if self.seen == UNREAD {
            cx.ask(Slot::News, Read::Ticket(self.jot.ticket.clone()));
        }
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx) -> bool {
        if let Some(picker) = &mut self.picker {
            return picker.key(key);
        }
        let key = match key.code {
            KeyCode::Enter => KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE),
            _ => key,
        };
        self.discard_asked = false;
        let taken = !self.busy() && self.editor.key(key);
        if taken {
            self.typed(cx);
        }
        taken
    }

    fn paste(&mut self, text: &str, cx: &mut Cx) -> bool {
        if let Some(picker) = &mut self.picker {
            picker.paste(text);
            return true;
        }
        let takes = !self.busy() && !self.holds();
        if takes {
            self.editor.paste(text);
            self.typed(cx);
        }
        takes
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        if let Some(changed) = self.act_picking(action, cx) {
            return changed;
        }
        self.discard_asked &= action == Action::Discard;
        match action {
            Action::Send => self.send(cx),
            Action::Discard => self.discard(cx),
            Action::ReadyReply if !self.busy() => self.pick(cx),
            _ => return false,
        }
        true
    }

    fn left(&mut self, cx: &mut Cx) {
        cx.forget(Slot::News);
        cx.forget(Slot::Jots);
        cx.sleep(Timer::Pause);
        // Nobody will be here when a copy under way ends: what was typed meanwhile goes after it, under a name
        // of its own if the two cross.
        if matches!(self.work, Work::Saving(_)) {
            self.work = Work::None;
        }
        if self.over || self.work != Work::None {
            return;
        }
        match (self.is_blank(), self.jot.saved) {
            (true, Some(_)) => drop(cx.write(Write::DropJot(self.jot.uuid.clone()))),
            (false, Some(_)) if !self.changed => cx.say(Notice::info(cx.t().common.draft_kept)),
            _ => self.save(cx),
        }
    }

    fn hang_up(&mut self, cx: &mut Cx) {
        self.save(cx);
    }

    fn woke(&mut self, timer: Timer, cx: &mut Cx) -> bool {
        let pause = timer == Timer::Pause;
        if pause {
            self.save(cx);
        }
        pause
    }

    fn asks(&self, slot: Slot) -> bool {
        matches!(slot, Slot::News | Slot::Jots)
    }

    fn answer(&mut self, slot: Slot, result: Result<Answer, Failure>, cx: &mut Cx) -> bool {
        match (slot, result) {
            (Slot::Jots, Ok(Answer::Jots(kept))) => self.begin(kept, cx),
            (Slot::Jots, Err(failure)) => {
                cx.say(Notice::bad(cx.t().failure(&failure)));
                self.begin(Vec::new(), cx);
            }
            (Slot::News, Ok(Answer::Ticket(ticket))) => {
                self.seen = ticket.row.changed;
                self.news = news(&ticket, cx);
            }
            _ => return false,
        }
        true
    }

    fn done(&mut self, id: u64, result: &Result<Outcome, Failure>, cx: &mut Cx) -> bool {
        match self.work {
            Work::Saving(own) | Work::SavingToSend(own) if own == id => self.saved(result, cx),
            Work::Sending(own) if own == id => self.sent(result, cx),
            _ => return false,
        }
        true
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text;
        let (width, height) = (pen.width(), pen.height());
        let heading = match self.jot.audience {
            Audience::Colleagues => text.triage.to_colleagues,
            Audience::Requester => text.triage.to_requester,
        };
        let x = pen.text(1, 0, Role::Accent, heading);
        let x = pen.text(x + 2, 0, Role::Muted, &(text.tickets.number)(self.jot.ticket.as_str()));
        let kept = match (self.changed || matches!(self.work, Work::Saving(_)), self.jot.saved) {
            (true, _) => text.tickets.unsaved,
            (_, Some(_)) => text.tickets.saved,
            _ => "",
        };
        pen.part(x + 1, 0, width.saturating_sub(x + 2), 1).right(
            width.saturating_sub(x + 2),
            0,
            Role::Muted,
            kept,
        );
        pen.rule(1);
        let used = match self.news.is_empty() {
            true => 0,
            false => pen.part(1, 2, width.saturating_sub(2), 3).paragraph(0, 3, Role::Warn, &self.news) + 1,
        };
        let room = height.saturating_sub(2 + used);
        let focus = !self.busy() && self.picker.is_none();
        self.editor.draw(&mut pen.part(1, 2 + used, width.saturating_sub(2), room), focus);
        if let Some(picker) = &self.picker {
            picker.draw(&self.replies, view, pen);
        }
    }
}

/// What happened last to a ticket.
pub(super) fn news(ticket: &Ticket, cx: &Cx) -> String {
    ticket.notes.last().map_or_else(String::new, |note| {
        let when = cx.session.wall.day_minute(note.at, cx.now);
        format!("{when}, {} : {}", note.author, tickets::note(cx.t(), &note.what))
    })
}
