//! How the ticket form looks.

use super::*;

impl Input {
    /// Files that cannot go with the ticket.
    fn faults(&self) -> usize {
        match self {
            Self::Files(files) => files.faults(),
            Self::Line(_) | Self::Long(_) => 0,
        }
    }
}

impl Compose {
    /// The fields that fit, from the first such that the one with the focus is seen.
    pub(super) fn visible(&self, room: u16) -> Vec<(usize, u16)> {
        let rows = |at: usize| match self.inputs.get(at) {
            Some((Item::Description, _)) => 4,
            Some((Item::Errors, _)) => 2,
            Some((_, Input::Files(files))) => files.rows(),
            _ => 1,
        };
        let before = |first: usize| (first..=self.at).map(rows).sum::<u16>();
        let first = (0..=self.at).find(|first| before(*first) <= room).unwrap_or(self.at);
        let mut left = room;
        let fits = |at: &usize| {
            let fits = rows(*at) <= left;
            left = left.saturating_sub(rows(*at));
            fits
        };
        (first..self.inputs.len()).take_while(fits).map(|at| (at, rows(at))).collect()
    }

    pub(super) fn draw_head(&self, form: Form, view: &View, pen: &mut Pen) {
        let text = view.session.text.tickets;
        let x = pen.text(0, 0, Role::Accent, text.new);
        let (missing, mut faults) = (form.missing(&self.draft).len(), form.faults(&self.draft).len());
        faults += self.inputs.iter().map(|(_, input)| input.faults()).sum::<usize>();
        let end = pen.width();
        let from = match (missing, faults) {
            (0, 0) => pen.right(end, 0, Role::Good, text.complete),
            (0, _) => pen.right(end, 0, Role::Warn, &(text.faulty)(faults)),
            _ => pen.right(end, 0, Role::Warn, &(text.missing)(missing)),
        };
        pen.part(x + 2, 0, from.saturating_sub(x + 3), 1).text(0, 0, Role::Base, self.draft.text(Item::Name));
    }

    pub(super) fn draw_field(
        &self,
        item: Item,
        input: &Input,
        focus: bool,
        form: Form,
        view: &View,
        pen: &mut Pen,
    ) {
        let lang = view.session.text.lang;
        let star = if form.need(item) == Need::Required { "*" } else { " " };
        pen.text(0, 0, Role::Warn, star);
        let role = if focus { Role::Accent } else { Role::Muted };
        pen.part(1, 0, LABELS - 2, 1).text(0, 0, role, tickets::field(lang, item));
        let (width, height) = (pen.width(), pen.height());
        let mut beside = pen.part(LABELS, 0, width.saturating_sub(LABELS), height);
        let room = beside.width();
        let bad = match item {
            Item::Serial => form.check_serial(&self.draft.serial_answer).is_err(),
            _ => form.check(item, self.draft.text(item)).is_err(),
        };
        let role =
            if bad && !focus && !self.draft.text(item).is_empty() { Role::InputBad } else { Role::Input };
        match input {
            Input::Long(editor) => editor.draw(&mut beside, focus),
            Input::Files(files) => files.draw(&mut beside, focus, view),
            Input::Line(field) => {
                let before = match item {
                    Item::Serial => tickets::serial_answer(lang, &self.draft.serial_answer),
                    _ => "",
                };
                let x = beside.text(0, 0, Role::Base, before);
                field.draw(&mut beside, x, 0, room.saturating_sub(x), role, focus);
            }
        }
    }

    /// What is wrong with the field that has the focus, or what helps to fill it.
    pub(super) fn draw_foot(&self, form: Form, view: &View, pen: &mut Pen) {
        let text = view.session.text;
        let width = pen.width();
        let Some(item) = self.item() else { return };
        let suspicious = self.draft.suspicions().into_iter().next();
        let fault = match item {
            Item::Serial => form.check_serial(&self.draft.serial_answer),
            _ => form.check(item, self.draft.text(item)),
        };
        let files = match self.inputs.get(self.at) {
            Some((_, Input::Files(files))) => Some(files),
            _ => None,
        };
        let hint = match (item, files) {
            (_, Some(files)) => files.hint(view),
            (Item::Serial, _) => text.tickets.serial_hint,
            (Item::Errors, _) => text.tickets.errors_hint,
            _ => "",
        };
        if let Some((_, suspicion)) = suspicious {
            let what = tickets::secret(text.lang, suspicion.kind);
            pen.paragraph(0, 2, Role::Danger, &(text.tickets.suspicious)(what));
        } else if let Err(fault) = fault {
            pen.text(0, 0, Role::Warn, &tickets::fault(text.lang, &fault));
        } else if let Some((role, told)) = files.and_then(|files| files.told(view)) {
            pen.text(0, 0, role, &told);
        }
        let state = match self.work {
            Work::Filing(_) | Work::SavingToFile(_) => text.tickets.filing,
            Work::Joining(_) => text.form.joining,
            _ if self.draft.saved.is_some() && !self.changed => text.tickets.saved,
            _ if self.changed => text.tickets.unsaved,
            _ => "",
        };
        let from = pen.right(width, 1, Role::Muted, state);
        pen.part(0, 1, from.saturating_sub(1), 1).text(0, 0, Role::Muted, hint);
    }
}
