//! In place of another ticket: the one that is about the same opened, or the text added to it.

use super::*;

impl Compose {
    /// Opens the ticket that is about the same; the draft stays.
    pub(super) fn open_twin(&mut self, cx: &mut Cx) {
        let Some(twin) = self.search.first() else {
            return cx.say(Notice::info(cx.t().form.no_twin));
        };
        self.save(cx);
        cx.go(Go::Push(match twin.place {
            Place::Desk(id) => Layer::Ticket(Box::new(TicketScreen::new(id))),
            Place::Outbox(_) => Layer::Outbox(Box::default()),
        }));
    }

    /// Adds what is written to the ticket that is about the same. The words bear the draft's own name, so that the
    /// draft goes in the breath in which they are kept.
    pub(super) fn join_twin(&mut self, cx: &mut Cx) {
        let text = cx.t();
        let Some(twin) = self.search.first() else {
            return cx.say(Notice::info(text.form.no_twin));
        };
        let Place::Desk(ticket) = twin.place else {
            return cx.say(Notice::warn(text.form.twin_waits));
        };
        self.gather();
        let pictures = !self.draft.attachments.is_empty();
        if self.join_asked.replace(ticket.clone()).as_ref() != Some(&ticket) {
            return cx.say(Notice::warn((text.form.join)(ticket.as_str(), pictures)));
        }
        // A copy under way would bring the draft back to life.
        if self.work != Work::None {
            return;
        }
        cx.sleep(Timer::Pause);
        let remark = Remark {
            ticket,
            uuid: self.draft.uuid.clone(),
            author: cx.session.agent.clone(),
            audience: Audience::Colleagues,
            text: sheet::words(&self.draft.fields()),
        };
        self.work = Work::Joining(cx.write(Write::Say { remark: Box::new(remark), seen: twin.touched }));
    }

    /// What came of adding the text to a ticket.
    pub(super) fn joined(&mut self, result: &Result<Outcome, Failure>, cx: &mut Cx) {
        let text = cx.t();
        self.work = Work::None;
        match result {
            Ok(outcome) => {
                self.changed = false;
                match outcome {
                    Outcome::Filed(filed) => cx.say(Notice::good((text.form.joined)(filed.id.as_str()))),
                    _ => cx.say(text.outcome(result).unwrap_or(Notice::good(String::new()))),
                }
                cx.go(Go::Back);
            }
            Err(failure) => {
                // Somebody changed it meanwhile: it is looked at again before anything is added.
                cx.say(Notice::bad(text.failure(failure)));
                self.join_asked = None;
                self.search(true, cx);
                self.save(cx);
            }
        }
    }
}
