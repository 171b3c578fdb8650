//! The name of a look at the tickets: a new one kept, or one of one's own renamed.

use crossterm::event::KeyEvent;

use super::{Screen, View};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::notice::Notice;
use crate::domain::moment::Moment;
use crate::domain::ticket::Look;
use crate::service::request::{Failure, Outcome, Write};
use crate::ui::field::Field;
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// The dialog.
pub struct LookDialog {
    look: Look,
    field: Field,
    /// Names of the other looks.
    taken: Vec<String>,
    working: Option<u64>,
}

impl LookDialog {
    /// A look that has no name yet, or another name for one that has.
    pub fn new(look: Look, taken: Vec<String>) -> Self {
        let field = Field::new(&look.name);
        Self { look, field, taken, working: None }
    }

    fn keep(&mut self, cx: &mut Cx) {
        let text = cx.t().triage;
        match Look::named(self.field.text(), &self.taken) {
            None => cx.say(Notice::warn((text.bad_look_name)(Look::NAME))),
            Some(name) if self.working.is_none() => {
                let look = Look { name, ..self.look.clone() };
                self.working = Some(cx.write(Write::KeepLook(Box::new(look))));
            }
            Some(_) => {}
        }
    }
}

impl Screen for LookDialog {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Dialog]
    }

    fn typing(&self) -> bool {
        true
    }

    fn floats(&self) -> bool {
        true
    }

    fn offers(&self, action: Action, _now: Moment) -> bool {
        !matches!(action, Action::NextField | Action::PreviousField | Action::Tickets)
    }

    fn key(&mut self, key: KeyEvent, _cx: &mut Cx) -> bool {
        self.working.is_none() && self.field.key(key)
    }

    fn paste(&mut self, text: &str, _cx: &mut Cx) -> bool {
        self.field.paste(text);
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        let submits = action == Action::Submit;
        if submits {
            self.keep(cx);
        }
        submits
    }

    fn done(&mut self, id: u64, result: &Result<Outcome, Failure>, cx: &mut Cx) -> bool {
        if self.working != Some(id) {
            return false;
        }
        self.working = None;
        match result {
            Ok(_) => {
                cx.say(Notice::good((cx.t().triage.look_kept)(self.field.text().trim())));
                cx.go(Go::Back);
            }
            Err(failure) => cx.say(Notice::bad(cx.t().failure(failure))),
        }
        true
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        const ROWS: u16 = 4;
        let text = view.session.text.triage;
        let (width, top) = (pen.width(), pen.height().saturating_sub(ROWS));
        let mut pen = pen.part(0, top, width, ROWS);
        pen.wipe();
        pen.rule(0);
        pen.text(
            1,
            1,
            Role::Accent,
            if self.look.name.is_empty() { text.keep_look } else { text.rename_look },
        );
        pen.part(1, 2, width.saturating_sub(2), 1).text(
            0,
            0,
            Role::Muted,
            &(text.kept_look)(text.lens(self.look.lens), &self.look.filter),
        );
        self.field.draw(&mut pen, 3, 3, width.saturating_sub(4), Role::Input, true);
    }
}
