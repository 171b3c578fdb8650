//! How the dialog looks.

use super::*;

impl ActDialog {
    pub(super) fn rows(&self) -> u16 {
        let extra = match self.act {
            KeyAct::Resync => 3,
            KeyAct::Assign | KeyAct::Replace => 1 + STOCK_ROWS,
            _ => 0,
        };
        9 + extra
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
                1 + pen.part(0, 1, width, 2).paragraph(0, 2, Role::Say, text.codes_hint)
            }
            Part::Reason => {
                self.reason.draw(pen, x, 0, room, Role::Input, focus && self.working.is_none());
                pen.part(x, 1, room, 1).text(0, 0, Role::Muted, text.reason_hint);
                2
            }
            Part::Stock => {
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
            if at == self.list.at {
                pen.mark(0, y, Role::Accent, pointer);
            }
            let role = if at == self.list.at { Role::Accent } else { Role::Base };
            let x = pen.text(2, y, role, key.serial.as_str());
            pen.text(x + 2, y, Role::Muted, &crate::text::common::kind(key));
        }
    }
}
