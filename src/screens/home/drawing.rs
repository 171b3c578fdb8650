//! How the search screen looks.

use super::*;

impl Home {
    pub(super) fn draw_field(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text.home;
        let end = pen.width() - 1;
        let count = match self.field.is_empty() {
            _ if self.failed || self.found.people == 0 => String::new(),
            false if self.sought.is_empty() => String::new(),
            false if self.found.cut => text.cut.to_owned(),
            true => (text.people)(self.found.people),
            false => (text.count)(self.found.matching, self.found.people),
        };
        let waiting = view.session.text.common.waiting;
        let from = match self.waiting {
            true => pen.right(end, 0, Role::Warn, waiting),
            false => pen.right(end, 0, Role::Muted, &count),
        };
        let x = pen.text(1, 0, Role::Muted, text.search) + 2;
        self.field.draw(pen, x, 0, from.saturating_sub(x + 1), Role::Input, true);
    }

    pub(super) fn draw_list(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text.home;
        let length = self.length(view.now);
        let visible = self.list.visible(length, usize::from(pen.height()));
        for (y, at) in (0..).zip(visible) {
            let Some(row) = self.row(at, view.now) else { continue };
            let selected = at == self.list.at;
            self.draw_row(&row, view, &mut pen.part(0, y, pen.width(), 1));
            if selected {
                pen.part(0, y, pen.width(), 1).tint(0, Role::Selected);
                let pointer = pen.glyphs().pointer;
                pen.mark(1, y, Role::Selected, pointer);
            }
        }
        if length == 0 {
            let words = match self.field.is_empty() {
                true if !self.counted && !self.failed => return,
                true if self.counted && self.found.people == 0 => text.no_people,
                true => text.hint,
                false if self.stale || self.failed => return,
                false => text.nothing,
            };
            let width = pen.width().saturating_sub(4);
            let used = pen.part(3, 1, width, 6).paragraph(0, 6, Role::Muted, words);
            if !self.field.is_empty() {
                pen.part(3, used + 2, width, 6).paragraph(0, 6, Role::Muted, text.nothing_hint);
            }
        }
    }

    fn draw_row(&self, row: &Row, view: &View, pen: &mut Pen) {
        let width = pen.width();
        match row {
            Row::Hit(hit) => self.draw_hit(hit, pen),
            Row::Watched(loose) => {
                let age = view.session.wall.age(loose.cleared, view.now);
                let end = pen.right(width - 1, 0, Role::Warn, &age);
                let name = format!("{} {}", loose.person.family, loose.person.given);
                pen.part(3, 0, end.saturating_sub(4), 1).text(0, 0, Role::Base, &name);
            }
            Row::Draft(draft) => {
                let end = pen.right(width - 1, 0, Role::Muted, view.session.text.tickets.draft);
                pen.part(3, 0, end.saturating_sub(4), 1).text(
                    0,
                    0,
                    Role::Base,
                    draft.text(crate::domain::ticket::Field::Name),
                );
            }
        }
    }

    /// Name, login; the school too when there is room.
    fn draw_hit(&self, hit: &Hit, pen: &mut Pen) {
        let width = pen.width();
        let query = &self.sought;
        let person = &hit.person;
        let name = format!("{} {}", person.family, person.given);
        let login_width = 13.min(width / 3);
        let name_width = if width > 60 { 28 } else { width.saturating_sub(login_width + 4) };
        marked(&name, query, &mut pen.part(3, 0, name_width, 1), Role::Base);
        let login_at = 3 + name_width + 1;
        marked(&person.login, query, &mut pen.part(login_at, 0, login_width, 1), Role::Muted);
        if width > 60 {
            let at = login_at + login_width + 1;
            marked(&person.school.name, query, &mut pen.part(at, 0, width - at, 1), Role::Muted);
        }
    }

    pub(super) fn draw_beside(&self, view: &View, pen: &mut Pen) {
        let (width, height) = (pen.width(), pen.height());
        let text = view.session.text;
        if let Some(Row::Watched(_)) = self.row(self.list.at, view.now) {
            let used = pen.paragraph(0, 1, Role::Warn, text.home.watched);
            let used = used + pen.part(0, used, width, 4).paragraph(0, 4, Role::Muted, text.home.watched_why);
            self.draw_preview(view, &mut pen.part(0, used + 1, width, height.saturating_sub(used + 1)));
        } else {
            self.draw_preview(view, pen);
        }
    }

    fn draw_preview(&self, view: &View, pen: &mut Pen) {
        let Some(card) = &self.preview else { return };
        let (width, height) = (pen.width(), pen.height());
        let mut y = person::draw(&card.person, pen) + 1;
        let each = keys::rows(width);
        for key in &card.keys {
            if y + each > height {
                break;
            }
            y += keys::draw(key, false, view, &mut pen.part(0, y, width, each)) + 1;
        }
        if card.keys.is_empty() {
            y += pen.part(0, y, width, 2).paragraph(0, 2, Role::Muted, view.session.text.card.no_keys) + 1;
        }
        person::draw_asks(&card.person, view, &mut pen.part(0, y, width, height.saturating_sub(y)));
    }
}

/// Text with the matched part of it marked.
fn marked(text: &str, query: &str, pen: &mut Pen, role: Role) {
    pen.text(0, 0, role, text);
    for range in marks(text, query) {
        let before: String = text.chars().take(range.start).collect();
        let part: String = text.chars().skip(range.start).take(range.len()).collect();
        let x = crate::ui::pen::width(&before);
        if x + crate::ui::pen::width(&part) < pen.width() {
            pen.text(x, 0, Role::Match, &part);
        }
    }
}
