//! Tickets about the same as the one that is being written: looked for while it is written, never waited for.

use crate::app::cx::Cx;
use crate::app::effect::Slot;
use crate::domain::ticket::{Likeness, Place, Shared, Twin, ranked};
use crate::screens::View;
use crate::service::request::{Answer, Failure, Read};
use crate::service::twins::Unsearched;
use crate::text::form;
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// What the desk said.
#[derive(Default)]
enum Desk {
    /// There is nothing to ask.
    #[default]
    Unasked,
    Asked,
    /// Perhaps not all of it.
    Answered(Option<Unsearched>),
    /// It was not to be had, in words.
    Silent(String),
}

/// The search for one draft.
#[derive(Default)]
pub(super) struct Search {
    like: Likeness,
    known: Vec<Twin>,
    told: Vec<Twin>,
    desk: Desk,
}

impl Search {
    /// Begins, where what is looked for is new; `again` in any case.
    pub(super) fn begin(&mut self, like: Likeness, again: bool, cx: &mut Cx) {
        let new = like != self.like;
        if !new && !again {
            return;
        }
        if new {
            // What was about somebody else must not stand there for a moment.
            (self.known, self.told) = Default::default();
        }
        if like.is_empty() {
            Self::end(cx);
            self.desk = Desk::Unasked;
        } else {
            cx.ask(Slot::Twins, Read::Twins(like.clone()));
            cx.ask(Slot::TwinsAtDesk, Read::TwinsAtDesk(like.clone()));
            self.desk = Desk::Asked;
        }
        self.like = like;
    }

    /// Nobody waits for it any more.
    pub(super) fn end(cx: &mut Cx) {
        cx.forget(Slot::Twins);
        cx.forget(Slot::TwinsAtDesk);
    }

    pub(super) fn answer(&mut self, slot: Slot, result: Result<Answer, Failure>, cx: &Cx) -> bool {
        match (slot, result) {
            (Slot::Twins, Ok(Answer::Twins(twins))) => self.known = twins.found,
            (Slot::TwinsAtDesk, Ok(Answer::Twins(twins))) => {
                self.told = twins.found;
                self.desk = Desk::Answered(twins.unsearched);
            }
            (Slot::Twins | Slot::TwinsAtDesk, Err(failure)) => {
                self.desk = Desk::Silent(cx.t().failure(&failure))
            }
            _ => return false,
        }
        true
    }

    /// All of them, the closest first.
    fn all(&self) -> Vec<Twin> {
        // The desk knows better than the book which tickets of a person are still live.
        let whole =
            matches!(self.desk, Desk::Answered(None | Some(Unsearched::Keys))) && self.like.has_person();
        let stale = |twin: &&Twin| {
            let listed = self.told.iter().any(|told| told.place == twin.place);
            whole && !listed && twin.shared == Shared::Person && matches!(twin.place, Place::Desk(_))
        };
        ranked(self.told.iter().chain(self.known.iter().filter(|twin| !stale(twin))).cloned())
    }

    /// The closest.
    pub(super) fn first(&self) -> Option<Twin> {
        self.all().into_iter().next()
    }

    /// Draws what is known of them; at most so many rows, as many as are used.
    pub(super) fn draw(&self, view: &View, rows: u16, pen: &mut Pen) -> u16 {
        let text = view.session.text.form;
        let all = self.all();
        let found = all.first().map(|first| form::twin(&view.session.wall, first, all.len() - 1, view.now));
        let mut used = match &found {
            Some(line) => pen.paragraph(0, rows.min(2), Role::Info, line),
            None => 0,
        };
        let (role, said) = match &self.desk {
            Desk::Asked if found.is_none() => (Role::Muted, text.looking.to_owned()),
            Desk::Answered(Some(why)) => (Role::Muted, text.unsearched(*why).to_owned()),
            Desk::Silent(why) => (Role::Warn, (text.not_looked)(why)),
            Desk::Unasked | Desk::Asked | Desk::Answered(None) => return used,
        };
        if used < rows {
            pen.text(0, used, role, &said);
            used += 1;
        }
        used
    }
}
