//! How the dialog looks.

use super::*;
use crate::ui::pen::wrap;

impl ActDialog {
    /// What to make sure of first.
    pub(super) fn caution(&self, view: &View) -> String {
        let text = view.session.text;
        match (&self.key, self.act) {
            (Some(key), KeyAct::Assign) => (text.act.has_key)(key.serial.tail()),
            _ => words(text.lang, self.act).caution.to_owned(),
        }
    }

    /// Rows of the whole dialog.
    pub(super) fn rows(&self, view: &View, width: u16) -> u16 {
        let words = words(view.session.text.lang, self.act);
        let room = usize::from(width.saturating_sub(2));
        let wrapped = |text: &str| if text.is_empty() { 0 } else { wrap(text, room).len().min(2) as u16 };
        let fields = match self.act {
            KeyAct::Resync => 4 + aloud(view, width),
            KeyAct::Assign | KeyAct::Replace => 3 + STOCK_ROWS,
            _ => 2,
        };
        6 + wrapped(words.effect) + wrapped(&self.caution(view)) + fields
    }

    /// Draws one field; returns the rows used.
    pub(super) fn draw_part(&self, part: Part, focus: bool, view: &View, pen: &mut Pen) -> u16 {
        let text = view.session.text.act;
        let label = match part {
            Part::Stock => text.from_stock,
            Part::First => text.first_code,
            Part::Second => text.second_code,
            Part::Reason => text.reason,
        };
        let (role, width) = (if focus { Role::Accent } else { Role::Muted }, pen.width());
        pen.text(0, 0, role, label);
        let x = 15;
        let room = width.saturating_sub(x);
        match part {
            Part::First | Part::Second => {
                let field = &self.codes[usize::from(part == Part::Second)];
                field.draw(pen, x, 0, self.digits, focus && self.working.is_none());
                if part == Part::First {
                    return 1;
                }
                let aloud = aloud(view, width + 2);
                1 + pen.part(0, 1, width, aloud).paragraph(0, aloud, Role::Say, text.codes_hint)
            }
            Part::Reason => {
                self.reason.draw(pen, x, 0, room, Role::Input, focus && self.working.is_none());
                pen.part(x, 1, room, 1).text(0, 0, Role::Muted, text.reason_hint);
                2
            }
            Part::Stock => {
                if self.part.is_empty() {
                    pen.part(x, 0, room, 1).text(0, 0, Role::Muted, text.stock_hint);
                }
                self.part.draw(pen, x, 0, room, Role::Input, focus && self.working.is_none());
                self.draw_stock(view, &mut pen.part(x, 1, room, STOCK_ROWS));
                1 + STOCK_ROWS
            }
        }
    }

    fn draw_stock(&self, view: &View, pen: &mut Pen) {
        let pointer = pen.glyphs().pointer;
        if self.stock.is_empty() {
            pen.text(0, 0, Role::Warn, view.session.text.act.stock_empty);
        }
        let visible = self.list.visible(self.stock.len(), usize::from(pen.height()));
        for (y, at) in (0..).zip(visible) {
            let Some(key) = self.stock.get(at) else { continue };
            let chosen = self.chosen && at == self.list.at;
            if chosen {
                pen.mark(0, y, Role::Accent, pointer);
            }
            let role = if chosen { Role::Accent } else { Role::Base };
            let x = pen.text(2, y, role, key.serial.as_str());
            pen.text(x + 2, y, Role::Muted, &crate::text::common::kind(key));
        }
    }
}

/// Rows of the words that ask for two codes: what is read aloud is never cut.
fn aloud(view: &View, width: u16) -> u16 {
    wrap(view.session.text.act.codes_hint, usize::from(width.saturating_sub(2))).len() as u16
}
