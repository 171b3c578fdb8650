//! The ready answers of an academy, filtered as one types.

use crossterm::event::KeyEvent;

use crate::domain::search::fold;
use crate::screens::View;
use crate::ui::field::Field;
use crate::ui::list::{List, Step};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// Names seen at once, and lines of the chosen one's text.
const NAMES: u16 = 6;
const LINES: u16 = 5;

/// An answer: its name, and its text with nothing left open.
pub type Ready = (String, String);

/// The strip over the words.
#[derive(Default)]
pub struct Picker {
    field: Field,
    list: List,
}

impl Picker {
    fn matching<'r>(&self, replies: &'r [Ready]) -> Vec<&'r Ready> {
        let typed = fold(self.field.text().trim());
        let fits = |(name, text): &&Ready| fold(name).contains(&typed) || fold(text).contains(&typed);
        let mut fitting: Vec<_> = replies.iter().filter(fits).collect();
        // What is called so comes before what merely says so.
        fitting.sort_by_key(|(name, _)| !fold(name).contains(&typed));
        fitting
    }

    /// The one under the cursor.
    pub fn chosen<'r>(&self, replies: &'r [Ready]) -> Option<&'r str> {
        self.matching(replies).get(self.list.at).map(|(_, text)| text.as_str())
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let changed = self.field.key(key);
        if changed {
            self.list = List::default();
        }
        changed
    }

    /// Takes a paste.
    pub fn paste(&mut self, text: &str) {
        self.field.paste(text);
        self.list = List::default();
    }

    /// Moves the cursor.
    pub fn step(&mut self, step: Step, replies: &[Ready]) -> bool {
        self.list.step(step, self.matching(replies).len(), usize::from(NAMES))
    }

    /// Draws itself at the foot of the screen.
    pub fn draw(&self, replies: &[Ready], view: &View, pen: &mut Pen) {
        let text = view.session.text.triage;
        let matching = self.matching(replies);
        let names = u16::try_from(matching.len()).unwrap_or(u16::MAX).clamp(1, NAMES);
        let rows = (3 + names + 1 + LINES).min(pen.height());
        let (width, top) = (pen.width(), pen.height().saturating_sub(rows));
        let mut pen = pen.part(0, top, width, rows);
        pen.wipe();
        pen.rule(0);
        pen.text(1, 1, Role::Accent, text.replies);
        self.field.draw(&mut pen, 3, 2, width.saturating_sub(4), Role::Input, true);
        if matching.is_empty() {
            pen.text(3, 3, Role::Muted, text.no_reply_so);
            return;
        }
        for (y, at) in (3..).zip(self.list.visible(matching.len(), usize::from(names))) {
            let Some((name, _)) = matching.get(at) else { continue };
            let mut line = pen.part(0, y, width, 1);
            line.text(3, 0, Role::Base, name);
            if at == self.list.at {
                line.tint(0, Role::Selected);
                let pointer = line.glyphs().pointer;
                line.mark(1, 0, Role::Selected, pointer);
            }
        }
        if let Some((_, text)) = matching.get(self.list.at) {
            let flat: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
            let below = 4 + names;
            let room = rows.saturating_sub(below);
            pen.part(3, below, width.saturating_sub(4), room).paragraph(
                0,
                room,
                Role::Muted,
                &flat.join(" "),
            );
        }
    }
}
