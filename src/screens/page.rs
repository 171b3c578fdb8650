//! A ticket carried to a web page by hand: what is to be pasted, field by field, each alone on its rows so that it can
//! be selected; then the number that the page gave.

use crossterm::event::KeyEvent;

use super::{Screen, View};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go, Session};
use crate::app::effect::Effect;
use crate::app::notice::Notice;
use crate::domain::moment::Moment;
use crate::domain::phone::Phone;
use crate::domain::ticket::{Draft, Field as Item, Form, Uuid};
use crate::service::request::{Failure, Outcome, Write};
use crate::text::tickets;
use crate::ui::clean::clean_lines;
use crate::ui::clip::Clip;
use crate::ui::field::Field;
use crate::ui::list::List;
use crate::ui::pen::{Pen, wrap};
use crate::ui::theme::Role;

/// Rows above the list: the heading, the address, a rule.
const HEAD: u16 = 3;

/// Most characters of a number.
const NUMBER: usize = 40;

/// A ticket on its way to a page.
pub struct PageScreen {
    uuid: Uuid,
    url: String,
    /// What there is to paste, in the order of the form.
    rows: Vec<(Item, String)>,
    done: Vec<bool>,
    /// The row with the focus; the one after the last is the number.
    list: List,
    scrolled: usize,
    number: Field,
    /// Enter was pressed once without a number.
    none_asked: bool,
    working: Option<u64>,
}

impl PageScreen {
    /// What of a draft goes to the page at `url`. Fields that the academy forbids are not there, whatever they hold.
    pub fn new(draft: &Draft, url: &str, session: &Session) -> Self {
        let answers = draft.fields();
        let fields = Form::of(session.profile(&draft.academy)).fields();
        let rows: Vec<_> =
            fields.filter_map(|item| Some((item, pasted(item, answers.get(&item)?)))).collect();
        Self {
            uuid: draft.uuid.clone(),
            url: url.to_owned(),
            done: vec![false; rows.len()],
            rows,
            list: List::default(),
            scrolled: 0,
            number: Field::default(),
            none_asked: false,
            working: None,
        }
    }

    fn at_number(&self) -> bool {
        self.list.at >= self.rows.len()
    }

    /// Rows of the list in a window of so many.
    fn listed(&self, height: u16) -> u16 {
        let all = self.rows.len() as u16 + 1;
        all.min(height.saturating_sub(HEAD + 1) * 2 / 3).max(1)
    }

    fn choose(&mut self, at: usize, cx: &Cx) {
        let rows = self.listed(cx.size.1.saturating_sub(super::frame::ROWS));
        self.list.select(at.min(self.rows.len()), self.rows.len() + 1, usize::from(rows));
        self.scrolled = 0;
        self.none_asked = false;
    }

    /// This field is on the page; the next that is not comes after it, the number last.
    fn mark(&mut self, cx: &mut Cx) {
        if self.at_number() {
            return self.carry(cx);
        }
        let at = self.list.at;
        if let Some(done) = self.done.get_mut(at) {
            *done = true;
        }
        let open = |at: &usize| self.done.get(*at) == Some(&false);
        let next = (at + 1..self.rows.len()).chain(0..at).find(open);
        self.choose(next.unwrap_or(self.rows.len()), cx);
    }

    fn carry(&mut self, cx: &mut Cx) {
        let text = cx.t().page;
        let number = self.number.text().trim().to_owned();
        let right =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/' | '.' | '#' | ':');
        if number.chars().count() > NUMBER || !number.chars().all(right) {
            return cx.say(Notice::warn(text.wrong_number));
        }
        if number.is_empty() && !std::mem::replace(&mut self.none_asked, true) {
            return cx.say(Notice::warn(text.no_number));
        }
        if self.working.is_none() {
            self.working = Some(cx.write(Write::Carry { uuid: self.uuid.clone(), number }));
        }
    }

    fn copy(&self, cx: &mut Cx) {
        let Some((item, words)) = self.rows.get(self.list.at) else { return };
        let text = cx.t();
        match Clip::new(words) {
            Some(clip) => {
                cx.effect(Effect::Copy(clip));
                cx.say(Notice::info((text.page.copied)(tickets::field(text.lang, *item))));
            }
            None => cx.say(Notice::warn(text.page.too_long)),
        }
    }
}

/// An answer as people type it into a page.
fn pasted(item: Item, filed: &str) -> String {
    match (item, Phone::parse(filed)) {
        (Item::Phone, Ok(phone)) => phone.national(),
        _ => filed.to_owned(),
    }
}

impl Screen for PageScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Page, Scope::List]
    }

    fn typing(&self) -> bool {
        self.at_number()
    }

    fn offers(&self, action: Action, _now: Moment) -> bool {
        match action {
            Action::CopyField => !self.at_number(),
            _ => true,
        }
    }

    fn resized(&mut self, cx: &mut Cx) {
        self.choose(self.list.at, cx);
    }

    fn key(&mut self, key: KeyEvent, _cx: &mut Cx) -> bool {
        self.none_asked = false;
        self.at_number() && self.working.is_none() && self.number.key(key)
    }

    fn paste(&mut self, text: &str, cx: &mut Cx) -> bool {
        // The number of the page is what one pastes here.
        self.choose(self.rows.len(), cx);
        self.number.paste(text);
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        let at = self.list.at;
        match action {
            Action::MarkDone => self.mark(cx),
            Action::CopyField if !self.at_number() => self.copy(cx),
            Action::Up => self.choose(at.saturating_sub(1), cx),
            Action::Down => self.choose(at + 1, cx),
            Action::First => self.choose(0, cx),
            Action::Last => self.choose(self.rows.len(), cx),
            Action::PageUp => self.scrolled = self.scrolled.saturating_sub(1),
            Action::PageDown => self.scrolled += 1,
            Action::Back => {
                cx.say(Notice::info(cx.t().page.kept));
                cx.go(Go::Back);
            }
            _ => return false,
        }
        true
    }

    fn done(&mut self, id: u64, result: &Result<Outcome, Failure>, cx: &mut Cx) -> bool {
        if self.working != Some(id) {
            return false;
        }
        self.working = None;
        match result {
            // Taken back or given up elsewhere: the number stays on the screen.
            Ok(Outcome::Dropped) => cx.say(Notice::warn(cx.t().page.gone)),
            Ok(_) => {
                cx.say(cx.t().outcome(result).unwrap_or(Notice::good(String::new())));
                cx.go(Go::Back);
            }
            Err(failure) => cx.say(Notice::bad(cx.t().failure(failure))),
        }
        true
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text;
        let (width, height) = (pen.width(), pen.height());
        let x = pen.text(1, 0, Role::Accent, text.page.title);
        let done = self.done.iter().filter(|done| **done).count();
        let told = (text.page.done)(done, self.rows.len());
        if x + 2 + crate::ui::pen::width(&told) < width {
            pen.right(width - 1, 0, if done == self.rows.len() { Role::Good } else { Role::Muted }, &told);
        }
        pen.text(0, 1, Role::Say, &self.url);
        pen.rule(2);
        let listed = self.listed(height);
        for (y, at) in (HEAD..).zip(self.list.visible(self.rows.len() + 1, usize::from(listed))) {
            self.draw_row(at, view, &mut pen.part(0, y, width, 1));
        }
        pen.rule(HEAD + listed);
        let below = HEAD + listed + 1;
        let mut rest = pen.part(0, below, width, height.saturating_sub(below));
        match self.rows.get(self.list.at) {
            Some((_, words)) => self.draw_words(words, &mut rest),
            None => drop(rest.part(1, 0, width.saturating_sub(2), 2).paragraph(
                0,
                2,
                Role::Muted,
                text.page.number_hint,
            )),
        }
    }
}

impl PageScreen {
    fn draw_row(&self, at: usize, view: &View, pen: &mut Pen) {
        let text = view.session.text;
        let (chosen, glyphs, width) = (at == self.list.at, pen.glyphs(), pen.width());
        match self.rows.get(at) {
            Some((item, _)) => {
                let done = self.done.get(at) == Some(&true);
                let (role, mark) = if done { (Role::Good, glyphs.good) } else { (Role::Muted, glyphs.open) };
                pen.mark(3, 0, role, mark);
                let role = if chosen { Role::Selected } else { Role::Base };
                pen.text(5, 0, role, tickets::field(text.lang, *item));
            }
            None => {
                let x = pen.text(5, 0, if chosen { Role::Accent } else { Role::Base }, text.page.number) + 2;
                self.number.draw(pen, x, 0, width.saturating_sub(x + 1), Role::Input, chosen);
                if chosen {
                    pen.mark(1, 0, Role::Accent, glyphs.pointer);
                }
                return;
            }
        }
        if chosen {
            pen.tint(0, Role::Selected);
            pen.mark(1, 0, Role::Selected, glyphs.pointer);
        }
    }

    /// From the first column on and nothing beside it, so that a selection takes the words alone.
    fn draw_words(&self, words: &str, pen: &mut Pen) {
        let lines = wrap(&clean_lines(words), usize::from(pen.width()));
        let rows = usize::from(pen.height());
        let first = self.scrolled.min(lines.len().saturating_sub(rows));
        for (y, line) in (0..pen.height()).zip(lines.iter().skip(first)) {
            pen.text(0, y, Role::Base, line);
        }
    }
}
