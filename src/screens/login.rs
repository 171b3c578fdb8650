//! Logging in again when the server's hour is over: the password, then whatever else the server asks.
//! What lies below stays as it is, with everything that was typed there.

use crossterm::event::KeyEvent;

use super::{Screen, View};
use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Go};
use crate::app::notice::Notice;
use crate::service::request::{Failure, Outcome, Write};
use crate::text::faults;
use crate::ui::pen::Pen;
use crate::ui::secret_field::SecretField;
use crate::ui::theme::Role;

/// Rows of the strip, two of them for what is said at the foot.
const ROWS: u16 = 7;

/// The dialog.
pub struct LoginScreen {
    field: SecretField,
    /// What ties the answer to the server's question; empty for the password.
    transaction: String,
    /// The server's question.
    question: String,
    /// It is the desk that asks.
    desk: bool,
    working: Option<u64>,
}

impl LoginScreen {
    /// For the server of the keys, or for the desk.
    pub fn new(desk: bool) -> Self {
        let (transaction, question) = Default::default();
        Self { field: SecretField::password(), transaction, question, desk, working: None }
    }
}

impl Screen for LoginScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Dialog]
    }

    fn typing(&self) -> bool {
        true
    }

    fn floats(&self) -> bool {
        true
    }

    fn holds(&self) -> bool {
        self.working.is_some()
    }

    fn offers(&self, action: Action, _now: crate::domain::moment::Moment) -> bool {
        !matches!(action, Action::NextField | Action::PreviousField)
    }

    fn key(&mut self, key: KeyEvent, _cx: &mut Cx) -> bool {
        self.working.is_none() && self.field.key(key)
    }

    fn paste(&mut self, text: &str, cx: &mut Cx) -> bool {
        if self.working.is_none() && !self.field.paste(text) {
            self.field = SecretField::password();
            cx.say(Notice::warn(cx.t().card.paste_refused));
        }
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> bool {
        match action {
            Action::Submit if self.working.is_none() && !self.field.is_empty() => {
                let (secret, transaction) = (self.field.take(), std::mem::take(&mut self.transaction));
                self.working = Some(cx.write(match self.desk {
                    true => Write::EnterDesk(secret),
                    false => Write::LogIn { secret, transaction },
                }));
                true
            }
            Action::Submit => true,
            _ => false,
        }
    }

    fn done(&mut self, id: u64, result: &Result<Outcome, Failure>, cx: &mut Cx) -> bool {
        if self.working != Some(id) {
            return false;
        }
        self.working = None;
        self.question.clear();
        match result {
            Ok(Outcome::LoginAsks { transaction, question }) => {
                (self.transaction, self.question) = (transaction.clone(), question.clone());
            }
            Ok(_) => {
                let common = cx.t().common;
                let first = cx.session.unmet && !self.desk;
                cx.say(Notice::good(if first { common.met } else { common.logged_in }));
                cx.go(Go::Back);
            }
            Err(Failure::Backend(fault)) => cx.say(Notice::bad(faults::login(cx.t().lang, fault))),
            Err(failure) => cx.say(Notice::bad(cx.t().failure(failure))),
        }
        true
    }

    fn draw(&self, view: &View, pen: &mut Pen) {
        let (width, height) = (pen.width(), pen.height());
        let text = view.session.text.common;
        let rows = ROWS.min(height);
        let mut pen = pen.part(0, height - rows, width, rows);
        pen.wipe();
        pen.rule(0);
        let mut pen = pen.part(1, 1, width.saturating_sub(2), rows.saturating_sub(1));
        let head = match (self.desk, view.session.unmet) {
            (true, _) => text.desk_login,
            (false, true) => text.login_first,
            (false, false) => text.login_over,
        };
        pen.text(0, 0, Role::Accent, head);
        if self.working.is_some() {
            pen.text(0, 2, Role::Muted, text.logging_in);
            return;
        }
        let label = if self.question.is_empty() { text.password } else { &self.question };
        let x = pen.text(0, 2, Role::Muted, label) + 2;
        self.field.draw_password(&mut pen, x, 2);
    }
}
