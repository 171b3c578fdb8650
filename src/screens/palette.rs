//! Every action of the layer below, found by name.

use crossterm::event::KeyEvent;

use super::frame::shown_key;
use super::{Screen, View};
use crate::app::action::{Action, Entry, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::keymap::live;
use crate::domain::moment::Moment;
use crate::domain::search::{Column, Entries, Query};
use crate::text::Lang;
use crate::text::actions::line;
use crate::ui::field::Field;
use crate::ui::list::{List, Step};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// The command palette.
pub struct Palette {
    scopes: Vec<Scope>,
    lang: Lang,
    field: Field,
    found: Vec<&'static Entry>,
    list: List,
}

impl Palette {
    /// The actions that are live in these scopes.
    pub fn new(scopes: Vec<Scope>, lang: Lang) -> Self {
        let mut palette =
            Self { scopes, lang, field: Field::default(), found: Vec::new(), list: List::default() };
        palette.search();
        palette
    }

    /// Movements are left out: nobody looks for "down" by its name.
    fn search(&mut self) {
        let query = Query::new(self.field.text());
        let named: Vec<&Entry> = live(&self.scopes).filter(|entry| entry.scope != Scope::List).collect();
        let mut texts = Entries::default();
        for entry in &named {
            let (short, long) = line(self.lang, entry.action);
            texts.push([short, long, entry.word, "", "", "", ""].map(Column::Plain));
        }
        let mut ranked = texts.ranked(&query);
        ranked.sort_unstable();
        self.found = match query.is_empty() {
            true => named,
            false => ranked.into_iter().filter_map(|(_, at)| named.get(at).copied()).collect(),
        };
        self.list = List::default();
    }
}

impl Screen for Palette {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Dialog, Scope::List]
    }

    fn typing(&self) -> bool {
        true
    }

    fn offers(&self, action: Action, _now: Moment) -> bool {
        matches!(action, Action::Submit | Action::Back | Action::Quit | Action::Help)
    }

    fn key(&mut self, key: KeyEvent, _cx: &mut Cx) -> bool {
        let changed = self.field.key(key);
        self.search();
        changed
    }

    fn paste(&mut self, text: &str, _cx: &mut Cx) -> bool {
        self.field.paste(text);
        self.search();
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        let rows = usize::from(cx.size.1.saturating_sub(4));
        let step = match action {
            Action::Up => Step::Up,
            Action::Down => Step::Down,
            Action::PageUp => Step::PageUp,
            Action::PageDown => Step::PageDown,
            Action::Submit => {
                if let Some(entry) = self.found.get(self.list.at) {
                    cx.go(Go::Run(entry.action));
                }
                return true;
            }
            Action::Back => {
                cx.go(Go::Back);
                return true;
            }
            Action::Quit | Action::Help | Action::Offline | Action::LogIn => return false,
            _ => return true,
        };
        self.list.step(step, self.found.len(), rows)
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text;
        let (width, ascii, pointer) = (pen.width(), pen.glyphs().ascii, pen.glyphs().pointer);
        let x = pen.text(1, 0, Role::Accent, text.common.palette) + 2;
        self.field.draw(pen, x, 0, width.saturating_sub(x + 1), Role::Input, true);
        if self.found.is_empty() {
            pen.text(3, 2, Role::Muted, text.common.palette_empty);
        }
        let rows = usize::from(pen.height().saturating_sub(2));
        for (y, at) in (2..).zip(self.list.visible(self.found.len(), rows)) {
            let Some(entry) = self.found.get(at) else { continue };
            let (_, long) = line(self.lang, entry.action);
            let key = entry.keys.split_whitespace().next().map(|key| shown_key(key, self.lang, ascii));
            let end = pen.right(width.saturating_sub(1), y, Role::Key, &key.unwrap_or_default());
            pen.part(3, y, end.saturating_sub(4), 1).text(0, 0, Role::Base, long);
            if at == self.list.at {
                pen.part(0, y, width, 1).tint(0, Role::Selected);
                pen.mark(1, y, Role::Selected, pointer);
            }
        }
    }
}
