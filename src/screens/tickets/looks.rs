//! Which look the list has: one of everybody's, or one that the agent keeps under a name.

use super::TicketList;
use crate::app::cx::{Cx, Go};
use crate::app::notice::Notice;
use crate::domain::ticket::{Lens, Look};
use crate::screens::Layer;
use crate::screens::look::LookDialog;
use crate::service::request::Write;

impl TicketList {
    fn looks(&self) -> &[Look] {
        self.known.as_ref().map_or(&[], |known| &known.looks)
    }

    /// The agent's own look, if the list has one and it was not removed since.
    pub(super) fn own_look(&self) -> Option<&Look> {
        let own = self.own.as_ref()?;
        self.looks().iter().find(|look| look.uuid == *own)
    }

    /// The lens in use.
    pub(super) fn lens_now(&self) -> Lens {
        self.own_look().map_or(self.lens, |look| look.lens)
    }

    /// What tickets must hold: the words of the look and what is typed.
    pub(super) fn filter_now(&self) -> String {
        let of_look = self.own_look().map_or("", |look| &look.filter);
        format!("{of_look} {}", self.filter.text()).trim().to_owned()
    }

    /// The next look: everybody's, then the agent's own.
    pub(super) fn turn_look(&mut self, back: bool) {
        let standard = Lens::ALL.len();
        let own = self.own_look().map(|look| look.uuid.clone());
        let at = match own {
            Some(uuid) => standard + self.looks().iter().position(|look| look.uuid == uuid).unwrap_or(0),
            None => Lens::ALL.iter().position(|lens| *lens == self.lens).unwrap_or(0),
        };
        let all = standard + self.looks().len();
        let next = (at + if back { all - 1 } else { 1 }) % all;
        match Lens::ALL.get(next) {
            Some(lens) => (self.lens, self.own) = (*lens, None),
            None => self.own = self.looks().get(next - standard).map(|look| look.uuid.clone()),
        }
    }

    /// Keeps what is seen under a name. A look of one's own with nothing typed beside it gets another name.
    pub(super) fn keep_look(&mut self, cx: &mut Cx) {
        let renamed = self.own_look().filter(|_| self.filter.text().trim().is_empty()).cloned();
        let look = match renamed {
            Some(look) => look,
            None => {
                let (name, lens, filter) = (String::new(), self.lens_now(), self.filter_now());
                Look { uuid: cx.uuid(), name, lens, filter }
            }
        };
        let others = self.looks().iter().filter(|other| other.uuid != look.uuid);
        let standard = cx.t().triage.lenses.iter().map(|name| (*name).to_owned());
        let taken = others.map(|other| other.name.clone()).chain(standard).collect();
        self.filtering = false;
        cx.go(Go::Push(Layer::Look(Box::new(LookDialog::new(look, taken)))));
    }

    /// Removes the agent's own look once he was asked.
    pub(super) fn drop_look(&mut self, cx: &mut Cx) {
        let text = cx.t().triage;
        let Some(look) = self.own_look().cloned() else {
            return cx.say(Notice::info(text.look_of_all));
        };
        if !std::mem::replace(&mut self.drop_asked, true) {
            return cx.say(Notice::warn((text.drop_look)(&look.name)));
        }
        self.drop_asked = false;
        (self.lens, self.own) = (look.lens, None);
        cx.write(Write::DropLook(look.uuid));
        cx.say(Notice::good(text.look_dropped));
        self.retype(cx);
    }
}
