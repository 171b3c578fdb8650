//! The pictures of a ticket: paths, looked at as they are typed, listed with what they are.

use std::collections::BTreeMap;

use crossterm::event::{KeyCode, KeyEvent};

use crate::app::cx::Cx;
use crate::app::effect::Slot;
use crate::app::notice::Notice;
use crate::domain::ticket::Draft;
use crate::screens::View;
use crate::service::request::Read;
use crate::store::pictures::{Completion, Facts, PictureFault};
use crate::text::form;
use crate::ui::field::Field;
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// Files that are listed at once.
const ROWS: usize = 4;

/// The files of a draft and the path being typed.
#[derive(Default)]
pub(super) struct Files {
    paths: Vec<String>,
    /// What each held when it was attached.
    prints: BTreeMap<String, String>,
    typed: Field,
    /// The file of the list that has the focus; without one the path being typed has it.
    chosen: Option<usize>,
    /// What was seen when the paths were last looked at.
    seen: BTreeMap<String, Result<Facts, PictureFault>>,
    /// Names that fit what is typed.
    names: Vec<String>,
}

/// A path as people paste it: in the quotes that a file manager puts around it.
fn bare(typed: &str) -> &str {
    let typed = typed.trim();
    let quoted = |mark: char| typed.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    quoted('\'').or_else(|| quoted('"')).unwrap_or(typed)
}

impl Files {
    pub(super) fn of(draft: &Draft) -> Self {
        Self { paths: draft.attachments.clone(), prints: draft.prints.clone(), ..Self::default() }
    }

    /// What is typed is kept with the others: it may be a whole path already.
    pub(super) fn keep(&self, draft: &mut Draft) {
        let typed = bare(self.typed.text()).to_owned();
        let more = (!typed.is_empty() && !self.paths.contains(&typed)).then_some(typed);
        draft.attachments = self.paths.iter().cloned().chain(more).collect();
        draft.prints.clone_from(&self.prints);
    }

    /// Rows it takes.
    pub(super) fn rows(&self) -> u16 {
        (self.paths.len().min(ROWS) + 1) as u16
    }

    /// Files that cannot go, as far as was seen.
    pub(super) fn faults(&self) -> usize {
        self.paths.iter().filter(|path| self.fault(path).is_some()).count()
    }

    fn fault(&self, path: &str) -> Option<PictureFault> {
        match self.seen.get(path)? {
            Err(why) => Some(why.clone()),
            Ok(facts) if self.prints.get(path).is_some_and(|known| *known != facts.print) => {
                Some(PictureFault::Changed)
            }
            Ok(_) => None,
        }
    }

    /// Looks at all of them.
    pub(super) fn look(&self, cx: &mut Cx) {
        let typed = bare(self.typed.text());
        let typed = (!typed.is_empty()).then(|| typed.to_owned());
        let paths: Vec<String> = self.paths.iter().cloned().chain(typed).collect();
        if !paths.is_empty() {
            cx.ask(Slot::Pictures, Read::Pictures(paths));
        }
    }

    /// What was seen; `true` if a draft has something new to keep.
    pub(super) fn saw(&mut self, seen: Vec<(String, Result<Facts, PictureFault>)>) -> bool {
        let mut new = false;
        for (path, seen) in &seen {
            if let (Ok(facts), true) = (seen, self.paths.contains(path) && !self.prints.contains_key(path)) {
                self.prints.insert(path.clone(), facts.print.clone());
                new = true;
            }
        }
        self.seen = seen.into_iter().collect();
        new
    }

    /// The agent was told that a file changed: what it holds now is what will go.
    pub(super) fn told_changed(&mut self, path: &str) {
        self.prints.remove(path);
    }

    pub(super) fn complete(&self, cx: &mut Cx) {
        if self.chosen.is_none() {
            cx.ask(Slot::Completion, Read::Complete(self.typed.text().to_owned()));
        }
    }

    /// Takes a completion of what still stands there.
    pub(super) fn completed(&mut self, done: Completion) -> bool {
        let fits = done.typed == self.typed.text();
        if fits {
            self.typed = Field::new(&done.path);
            self.names = done.names;
        }
        fits
    }

    /// Puts what is typed into the list; `false` if nothing is typed.
    pub(super) fn attach(&mut self, cx: &mut Cx) -> bool {
        let path = bare(self.typed.text()).to_owned();
        if path.is_empty() {
            return false;
        }
        self.typed.reset();
        self.names.clear();
        if self.paths.contains(&path) {
            cx.say(Notice::info(cx.t().form.attached_already));
        } else {
            self.paths.push(path);
        }
        self.look(cx);
        true
    }

    /// Takes the chosen file away; the last one where none is chosen and nothing is typed.
    pub(super) fn detach(&mut self) -> bool {
        let last = self.paths.len().checked_sub(1).filter(|_| self.typed.is_empty());
        let Some(at) = self.chosen.or(last).filter(|at| *at < self.paths.len()) else { return false };
        let path = self.paths.remove(at);
        self.prints.remove(&path);
        self.chosen = self.chosen.and_then(|at| self.paths.len().checked_sub(1).map(|last| at.min(last)));
        true
    }

    /// Whether there is something to take away.
    pub(super) fn detaches(&self) -> bool {
        !self.paths.is_empty() && (self.chosen.is_some() || self.typed.is_empty())
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> bool {
        let edits = self.chosen.is_none();
        let moved = edits && self.typed.key(key);
        if moved && !matches!(key.code, KeyCode::Left | KeyCode::Right | KeyCode::Home | KeyCode::End) {
            self.names.clear();
        }
        moved
    }

    pub(super) fn paste(&mut self, text: &str) {
        self.chosen = None;
        self.names.clear();
        self.typed.paste(text);
    }

    /// Up or down within the list; `false` at its ends.
    pub(super) fn step(&mut self, down: bool) -> bool {
        let next = match (self.chosen, down) {
            (None, true) => return false,
            (None, false) => self.paths.len().checked_sub(1),
            (Some(at), true) => Some(at + 1).filter(|next| *next < self.paths.len()),
            (Some(0), false) => return false,
            (Some(at), false) => Some(at - 1),
        };
        if self.chosen.is_none() && next.is_none() {
            return false;
        }
        self.chosen = next;
        true
    }

    /// What is wrong with the file in focus, or what is known of it; names that fit.
    pub(super) fn told(&self, view: &View) -> Option<(Role, String)> {
        let lang = view.session.text.lang;
        if !self.names.is_empty() {
            return Some((Role::Muted, self.names.join("  ")));
        }
        let path = match self.chosen {
            Some(at) => self.paths.get(at)?.as_str(),
            None => bare(self.typed.text()),
        };
        match (self.fault(path), self.seen.get(path)) {
            (Some(why), _) => Some((Role::Warn, form::picture_fault(lang, &why).to_owned())),
            (None, Some(Ok(facts))) => Some((Role::Muted, form::file(lang, facts.media, facts.bytes))),
            _ => None,
        }
    }

    /// What helps.
    pub(super) fn hint(&self, view: &View) -> &'static str {
        let text = view.session.text.form;
        if self.chosen.is_some() { text.file_hint } else { text.path_hint }
    }

    pub(super) fn draw(&self, pen: &mut Pen, focus: bool, view: &View) {
        let shown = self.paths.len().min(ROWS);
        let last = self.chosen.unwrap_or(self.paths.len().saturating_sub(1));
        let first = (last + 1).saturating_sub(shown);
        for (y, at) in (0..).zip(first..first + shown) {
            let Some(path) = self.paths.get(at) else { continue };
            let chosen = focus && self.chosen == Some(at);
            let width = pen.width();
            self.draw_file(path, chosen, view, &mut pen.part(0, y, width, 1));
        }
        let (room, y) = (pen.width(), shown as u16);
        self.typed.draw(pen, 0, y, room, Role::Input, focus && self.chosen.is_none());
    }

    fn draw_file(&self, path: &str, chosen: bool, view: &View, pen: &mut Pen) {
        let lang = view.session.text.lang;
        let (role, told) = match (self.fault(path), self.seen.get(path)) {
            (Some(PictureFault::Changed), _) => (Role::Warn, view.session.text.form.changed.to_owned()),
            (Some(why), _) => (Role::Warn, form::picture_fault(lang, &why).to_owned()),
            (None, Some(Ok(facts))) => (Role::Muted, form::file(lang, facts.media, facts.bytes)),
            (None, _) => (Role::Muted, String::new()),
        };
        let end = pen.width();
        let from = pen.right(end, 0, role, &told);
        let name = path.rsplit('/').next().unwrap_or(path);
        let role = if chosen { Role::Selected } else { Role::Base };
        pen.part(2, 0, from.saturating_sub(4), 1).text(0, 0, role, name);
        if chosen {
            pen.tint(0, Role::Selected);
            let pointer = pen.glyphs().pointer;
            pen.mark(0, 0, Role::Selected, pointer);
        }
    }
}
