//! The ticket form: pre-filled from the card, checked as it is typed, kept on disk at each pause.

mod drawing;
mod files;
mod joining;
mod twins;

use crossterm::event::KeyEvent;

use super::call::Call;
use super::page::PageScreen;
use super::ticket::TicketScreen;
use super::{Layer, Screen, View};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::effect::{Slot, Timer};
use crate::app::notice::Notice;
use crate::desk::sheet;
use crate::domain::delivery::Stage;
use crate::domain::key::Key;
use crate::domain::moment::Moment;
use crate::domain::person::Card;
use crate::domain::profile::{Need, Profile};
use crate::domain::ticket::{
    Audience, Draft, Field as Item, Form, Likeness, Place, Remark, SerialAnswer, TicketId,
};
use crate::service::request::{Answer, Failure, Outcome, Write};
use crate::store::pictures::PictureFault;
use crate::text::{Lang, tickets};
use crate::ui::editor::Editor;
use crate::ui::field::Field;
use crate::ui::pen::Pen;
use crate::ui::theme::Role;
use files::Files;
use twins::Search;

/// A pause of typing, in milliseconds: then the draft is kept.
const PAUSE: u64 = 400;

/// Columns of the labels.
const LABELS: u16 = 22;

/// What a field is typed into.
enum Input {
    Line(Field),
    Long(Box<Editor>),
    Files(Box<Files>),
}

/// What is going on with the draft.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    None,
    Saving(u64),
    /// Filed as soon as the copy under way is on the disk.
    SavingToFile(u64),
    Filing(u64),
    /// Added to a ticket that is there.
    Joining(u64),
}

/// The ticket form.
pub struct Compose {
    draft: Draft,
    inputs: Vec<(Item, Input)>,
    at: usize,
    /// Typed since the last copy.
    changed: bool,
    work: Work,
    discard_asked: bool,
    /// The ticket that the text was once asked to be added to.
    join_asked: Option<TicketId>,
    search: Search,
}

impl Compose {
    /// A new ticket about a person, with what the call has shown so far.
    pub fn new(card: &Card, call: &Call, key: Option<&Key>, cx: &mut Cx) -> Self {
        let uuid = cx.uuid();
        let form = Form::of(cx.session.profile(&card.person.school.academy));
        let tested = call.tested.as_ref();
        let mut draft = form.prefill(uuid, card, tested.map(|(tested, words)| (tested, words.as_str())));
        if let (None, Some(key), SerialAnswer::Known(serial)) = (tested, key, &mut draft.serial_answer) {
            key.serial.as_str().clone_into(serial);
        }
        form.tell(&mut draft, Item::Description, &call.steps(card, cx));
        form.tell(&mut draft, Item::Errors, &call.refused.join("\n"));
        Self::resume(draft, cx.session.profile(&card.person.school.academy))
    }

    /// A draft taken up again.
    pub fn resume(draft: Draft, profile: &Profile) -> Self {
        let input = |item: Item| match item {
            _ if item.is_long() => Input::Long(Box::new(Editor::new(draft.text(item)))),
            Item::Screenshots => Input::Files(Box::new(Files::of(&draft))),
            _ => Input::Line(Field::new(draft.text(item))),
        };
        let inputs: Vec<_> = Form::of(profile).fields().map(|item| (item, input(item))).collect();
        let at = inputs.iter().position(|(item, _)| draft.text(*item).is_empty()).unwrap_or(0);
        let search = Search::default();
        let (work, discard_asked, join_asked) = (Work::None, false, None);
        Self { draft, inputs, at, changed: false, work, discard_asked, join_asked, search }
    }

    fn item(&self) -> Option<Item> {
        self.inputs.get(self.at).map(|(item, _)| *item)
    }

    /// Takes what is typed into the draft.
    fn gather(&mut self) {
        for (item, input) in &self.inputs {
            match input {
                Input::Line(field) => self.draft.set(*item, field.text()),
                Input::Long(editor) => self.draft.set(*item, &editor.text()),
                Input::Files(files) => files.keep(&mut self.draft),
            }
        }
    }

    fn files(&mut self) -> Option<&mut Files> {
        self.inputs.iter_mut().find_map(|(_, input)| match input {
            Input::Files(files) => Some(files.as_mut()),
            Input::Line(_) | Input::Long(_) => None,
        })
    }

    /// Looks for tickets about the same, if there is something new to look for.
    fn search(&mut self, again: bool, cx: &mut Cx) {
        let form = Form::of(cx.session.profile(&self.draft.academy));
        self.search.begin(Likeness::of(&self.draft, form), again, cx);
    }

    fn typed(&mut self, cx: &mut Cx) {
        self.gather();
        self.changed = true;
        self.discard_asked = false;
        self.join_asked = None;
        cx.wake(Timer::Pause, PAUSE);
    }

    fn save(&mut self, cx: &mut Cx) {
        if self.changed && self.work == Work::None {
            self.changed = false;
            self.work = Work::Saving(cx.write(Write::SaveDraft(Box::new(self.draft.clone()))));
        }
    }

    fn file(&mut self, cx: &mut Cx) {
        self.gather();
        let text = cx.t();
        let form = Form::of(cx.session.profile(&self.draft.academy));
        if let Some((item, fault)) = form.faults(&self.draft).into_iter().next() {
            self.at = self.inputs.iter().position(|(known, _)| *known == item).unwrap_or(self.at);
            let colon = if text.lang == Lang::Fr { "\u{a0}:" } else { ":" };
            let (label, why) = (tickets::field(text.lang, item), tickets::fault(text.lang, &fault));
            let said = format!("{label}{colon} {why}");
            return cx.say(Notice::warn((text.tickets.incomplete)(&said)));
        }
        cx.sleep(Timer::Pause);
        match self.work {
            // A copy written after the ticket was filed would bring the draft back to life.
            Work::Saving(id) => self.work = Work::SavingToFile(id),
            Work::None => self.work = Work::Filing(cx.write(Write::File(Box::new(self.draft.clone())))),
            Work::SavingToFile(_) | Work::Filing(_) | Work::Joining(_) => {}
        }
    }

    fn discard(&mut self, cx: &mut Cx) {
        let text = cx.t().tickets;
        if !std::mem::replace(&mut self.discard_asked, true) {
            return cx.say(Notice::warn(text.discard));
        }
        self.changed = false;
        cx.write(Write::DropDraft(self.draft.uuid.clone()));
        cx.say(Notice::info(text.discarded));
        cx.go(Go::Back);
    }

    /// A file that does not go is shown where it is named.
    fn refused(&mut self, failure: &Failure, cx: &mut Cx) {
        let Failure::Picture { path, why } = failure else { return };
        self.at = self.inputs.iter().position(|(item, _)| *item == Item::Screenshots).unwrap_or(self.at);
        if let Some(files) = self.files() {
            if *why == PictureFault::Changed {
                files.told_changed(path);
            }
            files.look(cx);
        }
        self.gather();
        self.changed = true;
    }

    /// The ready-made answers to "number of the key".
    fn next_answer(&mut self, cx: &mut Cx) -> bool {
        if let Some((_, Input::Files(files))) = self.inputs.get(self.at) {
            files.complete(cx);
            return true;
        }
        if self.item() != Some(Item::Serial) {
            return false;
        }
        let typed = self.draft.serial_answer.typed().to_owned();
        self.draft.serial_answer = match self.draft.serial_answer {
            SerialAnswer::Known(_) => SerialAnswer::NoKeyYet,
            SerialAnswer::NoKeyYet => SerialAnswer::Unreadable(String::new()),
            SerialAnswer::Unreadable(_) => {
                SerialAnswer::Known(self.draft.serials.first().cloned().unwrap_or(typed))
            }
        };
        let shown = Field::new(self.draft.serial_answer.typed());
        if let Some((_, input)) = self.inputs.get_mut(self.at) {
            *input = Input::Line(shown);
        }
        self.typed(cx);
        true
    }

    /// A path that is left behind is put into the list.
    fn step(&mut self, down: bool, cx: &mut Cx) -> bool {
        let attached = match self.inputs.get_mut(self.at) {
            Some((_, Input::Files(files))) => files.attach(cx),
            _ => false,
        };
        if attached {
            self.typed(cx);
        }
        let last = self.inputs.len().saturating_sub(1);
        let next = if down { (self.at + 1).min(last) } else { self.at.saturating_sub(1) };
        let moved = std::mem::replace(&mut self.at, next) != next;
        attached || moved
    }
}

impl Screen for Compose {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Form, Scope::List]
    }

    fn typing(&self) -> bool {
        true
    }

    fn offers(&self, action: Action, _now: Moment) -> bool {
        match action {
            Action::NextChoice => matches!(self.item(), Some(Item::Serial | Item::Screenshots)),
            Action::OpenTwin => self.search.first().is_some(),
            Action::JoinTwin => self.search.first().is_some_and(|twin| matches!(twin.place, Place::Desk(_))),
            Action::Detach => match self.inputs.get(self.at) {
                Some((_, Input::Files(files))) => files.detaches(),
                _ => false,
            },
            _ => true,
        }
    }

    fn entered(&mut self, cx: &mut Cx) {
        self.search(true, cx);
        if let Some(files) = self.files() {
            files.look(cx);
        }
    }

    fn asks(&self, slot: Slot) -> bool {
        matches!(slot, Slot::Twins | Slot::TwinsAtDesk | Slot::Pictures | Slot::Completion)
    }

    fn answer(&mut self, slot: Slot, result: Result<Answer, Failure>, cx: &mut Cx) -> bool {
        match result {
            Ok(Answer::Pictures(seen)) => {
                if self.files().is_some_and(|files| files.saw(seen)) {
                    self.typed(cx);
                }
            }
            Ok(Answer::Completed(done)) => {
                if self.files().is_some_and(|files| files.completed(done)) {
                    self.typed(cx);
                }
            }
            Err(failure) if matches!(slot, Slot::Pictures | Slot::Completion) => {
                cx.say(Notice::warn(cx.t().failure(&failure)));
            }
            result => return self.search.answer(slot, result, cx),
        }
        true
    }

    fn left(&mut self, cx: &mut Cx) {
        Search::end(cx);
        cx.forget(Slot::Pictures);
        cx.forget(Slot::Completion);
        cx.sleep(Timer::Pause);
        // Nobody will be here when a copy under way ends: what was typed meanwhile goes after it, under
        // a name of its own if the two cross.
        if matches!(self.work, Work::Saving(_)) {
            self.work = Work::None;
        }
        self.save(cx);
    }

    fn hang_up(&mut self, cx: &mut Cx) {
        self.save(cx);
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx) -> bool {
        if matches!(self.work, Work::Filing(_) | Work::SavingToFile(_) | Work::Joining(_)) {
            return false;
        }
        let no_key = self.item() == Some(Item::Serial) && self.draft.serial_answer == SerialAnswer::NoKeyYet;
        if no_key {
            return false;
        }
        let enter = key.code == crossterm::event::KeyCode::Enter;
        let moved = match self.inputs.get_mut(self.at) {
            Some((_, Input::Line(_))) if enter => return self.step(true, cx),
            Some((_, Input::Files(files))) if enter => {
                if !files.attach(cx) {
                    return self.step(true, cx);
                }
                true
            }
            Some((_, Input::Line(field))) => field.key(key),
            Some((_, Input::Long(editor))) => editor.key(key),
            Some((_, Input::Files(files))) => files.key(key),
            None => false,
        };
        if moved {
            self.typed(cx);
        }
        moved
    }

    fn paste(&mut self, text: &str, cx: &mut Cx) -> bool {
        match self.inputs.get_mut(self.at) {
            Some((_, Input::Line(field))) => field.paste(text),
            Some((_, Input::Long(editor))) => editor.paste(text),
            Some((_, Input::Files(files))) => files.paste(text),
            None => return false,
        }
        self.typed(cx);
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        self.discard_asked &= action == Action::Discard;
        if action != Action::JoinTwin {
            self.join_asked = None;
        }
        let arrow = |code| KeyEvent::new(code, crossterm::event::KeyModifiers::NONE);
        match (action, self.inputs.get_mut(self.at)) {
            (Action::Up, Some((_, Input::Long(editor)))) if !editor.at_top() => {
                return editor.key(arrow(crossterm::event::KeyCode::Up));
            }
            (Action::Down, Some((_, Input::Long(editor)))) if !editor.at_bottom() => {
                return editor.key(arrow(crossterm::event::KeyCode::Down));
            }
            (Action::Up | Action::Down, Some((_, Input::Files(files)))) => {
                let down = action == Action::Down;
                return files.step(down) || self.step(down, cx);
            }
            (Action::Up | Action::PreviousField, _) => return self.step(false, cx),
            (Action::Down | Action::NextField, _) => return self.step(true, cx),
            (Action::Detach, Some((_, Input::Files(files)))) => {
                if files.detach() {
                    self.typed(cx);
                }
            }
            (Action::Detach, _) => return false,
            (Action::OpenTwin, _) => self.open_twin(cx),
            (Action::JoinTwin, _) => self.join_twin(cx),
            (Action::NextChoice, _) => return self.next_answer(cx),
            (Action::File, _) => self.file(cx),
            (Action::Discard, _) => self.discard(cx),
            _ => return false,
        }
        true
    }

    fn woke(&mut self, timer: Timer, cx: &mut Cx) -> bool {
        let pause = timer == Timer::Pause;
        if pause {
            self.save(cx);
            self.search(false, cx);
            if let Some((_, Input::Files(files))) = self.inputs.get(self.at) {
                files.look(cx);
            }
        }
        pause
    }

    fn done(&mut self, id: u64, result: &Result<Outcome, Failure>, cx: &mut Cx) -> bool {
        let text = cx.t();
        match self.work {
            Work::Saving(own) | Work::SavingToFile(own) if own == id => {
                let to_file = self.work == Work::SavingToFile(id);
                self.work = Work::None;
                match result {
                    Ok(Outcome::Saved { at, renamed }) => {
                        self.draft.saved = Some(*at);
                        if let Some(uuid) = renamed {
                            self.draft.uuid = uuid.clone();
                            cx.say(Notice::warn(text.tickets.renamed));
                        }
                    }
                    Ok(_) => {}
                    Err(failure) => {
                        self.changed = true;
                        cx.say(Notice::bad(text.failure(failure)));
                    }
                }
                if to_file {
                    self.file(cx);
                } else if result.is_ok() {
                    // What was typed during the copy: at once, since the line may be lost by now.
                    self.save(cx);
                }
            }
            Work::Filing(own) if own == id => {
                self.work = Work::None;
                match result {
                    Ok(Outcome::Queued { stage: Stage::Page, words }) => {
                        self.changed = false;
                        let page = PageScreen::new(&self.draft, words, cx.session);
                        cx.go(Go::Replace(Layer::Page(Box::new(page))));
                    }
                    Ok(Outcome::Filed(_) | Outcome::Queued { .. } | Outcome::Dropped) => {
                        self.changed = false;
                        cx.say(text.outcome(result).unwrap_or(Notice::good(String::new())));
                        cx.go(Go::Back);
                    }
                    Ok(_) => {}
                    Err(failure) => {
                        let said = format!("{} {}", text.failure(failure), text.tickets.draft_kept);
                        cx.say(Notice::bad(said));
                        self.refused(failure, cx);
                        // Filing stopped the clock of the pause; what was typed last is not kept yet.
                        self.save(cx);
                    }
                }
            }
            Work::Joining(own) if own == id => self.joined(result, cx),
            _ => return false,
        }
        true
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        let (width, height) = (pen.width(), pen.height());
        let mut pen = pen.part(1, 0, width.saturating_sub(2), height);
        let form = Form::of(view.session.profile(&self.draft.academy));
        self.draw_head(form, view, &mut pen);
        let foot = 3;
        let below = height.saturating_sub(1 + foot);
        let width = pen.width();
        let twins = self.search.draw(view, below.min(3), &mut pen.part(0, 1, width, below.min(3))).max(1);
        let room = below.saturating_sub(twins);
        let mut y = 1 + twins;
        for (at, rows) in self.visible(room) {
            let Some((item, input)) = self.inputs.get(at) else { continue };
            let focus = at == self.at;
            let width = pen.width();
            self.draw_field(*item, input, focus, form, view, &mut pen.part(0, y, width, rows));
            y += rows;
        }
        let width = pen.width();
        self.draw_foot(form, view, &mut pen.part(0, height.saturating_sub(foot - 1), width, foot - 1));
    }
}
