//! The keys of the layer below, from the action table.

use super::frame::shown_key;
use super::{Screen, View};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::keymap::live;
use crate::text::actions::line;
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// The help page.
pub struct Help {
    scopes: Vec<Scope>,
    first: usize,
}

impl Help {
    /// The keys that are live in these scopes.
    pub fn new(scopes: Vec<Scope>) -> Self {
        Self { scopes, first: 0 }
    }
}

impl Screen for Help {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::List]
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        let length = live(&self.scopes).filter(|entry| !entry.keys.is_empty()).count();
        let page = usize::from(cx.size.1.saturating_sub(4)).max(1);
        self.first = match action {
            Action::Up => self.first.saturating_sub(1),
            Action::Down => self.first + 1,
            Action::PageUp => self.first.saturating_sub(page),
            Action::PageDown => self.first + page,
            Action::Help => {
                cx.go(Go::Back);
                self.first
            }
            _ => return false,
        }
        .min(length.saturating_sub(page));
        true
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text;
        let ascii = pen.glyphs().ascii;
        pen.text(1, 0, Role::Accent, text.common.help);
        let rows = pen.height().saturating_sub(2);
        let entries = live(&self.scopes).filter(|entry| !entry.keys.is_empty()).skip(self.first);
        for (y, entry) in (2..2 + rows).zip(entries) {
            let keys: Vec<String> =
                entry.keys.split_whitespace().map(|key| shown_key(key, text.lang, ascii)).collect();
            pen.text(1, y, Role::Key, &keys.join(" "));
            pen.text(18, y, Role::Base, line(text.lang, entry.action).1);
        }
    }
}
