//! How the search for a found key looks.
//!
//! ```text
//!  Clé trouvée   Code 2   • • • • • •                                   ±5 pas
//! ─────────────────────────────────────────────────────────────────────────────
//!  1 clé affiche ces 2 codes, sur 9 712 comparées à ±5 pas.
//!  Attendez-vous à une clé par hasard une fois sur 9 360 000.
//!
//!    Clé        Titulaire                 État           Écart        Dérive
//!  ▸ 103142718  DUPONT Claire             en service     +1 (60 s)       +0
//! ```

use super::{FoundScreen, Phase};
use crate::domain::found::{Hunt, Lead, MOST_CODES};
use crate::screens::View;
use crate::screens::keys::role_of;
use crate::text::{common, found};
use crate::ui::gauge;
use crate::ui::pen::{Pen, wrap};
use crate::ui::theme::Role;

/// Below this width a lead takes two rows.
const NARROW: u16 = 70;

/// Columns of the table: beyond, its ends would be too far apart to be read as one row.
const WIDEST: u16 = 110;

/// Rows above the list: the field, the rule, four of words, a blank one, the heads.
const ABOVE: u16 = 8;

/// Rows of the words.
const WORDS: u16 = 4;

/// Columns of the bar.
const BAR: u16 = 20;

/// Leads that a terminal of that size shows.
pub(super) fn rows((columns, rows): (u16, u16)) -> usize {
    let left = rows.saturating_sub(crate::screens::frame::ROWS + ABOVE);
    usize::from(left / each(columns)).max(1)
}

/// Which of the leads shown is on a row of the terminal; the title line is above the screen.
pub(super) fn row_at((columns, _): (u16, u16), y: u16) -> Option<usize> {
    Some(usize::from(y.checked_sub(ABOVE + 1)? / each(columns)))
}

/// Rows of one lead.
fn each(columns: u16) -> u16 {
    if columns < NARROW { 2 } else { 1 }
}

impl FoundScreen {
    pub(super) fn draw_all(&self, view: &View, pen: &mut Pen) {
        let (width, height) = (pen.width(), pen.height());
        self.draw_field(view, &mut pen.part(1, 0, width.saturating_sub(2), 1));
        pen.rule(1);
        self.draw_words(view, &mut pen.part(1, 2, width.saturating_sub(2), WORDS));
        if !self.shortlist.leads.is_empty() {
            let top = ABOVE - 1;
            self.draw_leads(view, &mut pen.part(0, top, width, height.saturating_sub(top)));
        }
    }

    fn draw_field(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text;
        let around = found::breadth(text.lang, self.breadth);
        let end = pen.width();
        pen.right(end, 0, Role::Muted, around);
        let x = match end < NARROW {
            true => 0,
            false => pen.text(0, 0, Role::Accent, text.found.title) + 3,
        };
        let nothing = self.phase == Phase::Told && self.shortlist.count == 0;
        let number = if nothing { 1 } else { (self.codes.len() + 1).min(MOST_CODES) };
        let x = pen.text(x, 0, Role::Muted, &(text.found.code)(number)) + 2;
        let digits = self.codes.last().map_or(6, |code| code.digits());
        self.field.draw(&mut pen.part(x, 0, end.saturating_sub(x + 8), 1), 0, 0, digits, true);
    }

    fn draw_words(&self, view: &View, pen: &mut Pen) {
        let text = view.session.text;
        let (width, height) = (pen.width(), pen.height());
        let doubt = self.doubt.as_ref().map(|doubt| crate::text::offline::doubt(text.lang, doubt));
        let used = doubt.map_or(0, |words| pen.paragraph(0, 2, Role::Danger, &words));
        let pen = &mut pen.part(0, used, width, height.saturating_sub(used));
        match (self.phase, &self.hunt) {
            (Phase::Asking, _) if !self.codes.is_empty() => {
                let used = pen.paragraph(0, 2, Role::Base, &(text.found.kept)(self.codes.len()));
                self.draw_ask(view, text.found.ask_next, used, pen);
            }
            (Phase::Asking, _) => {
                let used = pen.paragraph(0, 2, Role::Base, text.found.start);
                self.draw_ask(view, text.found.ask, used, pen);
            }
            (Phase::Beginning { .. } | Phase::Searching { .. }, _) => {
                let x = pen.text(0, 0, Role::Info, text.found.searching) + 1;
                let permille = self.shortlist.permille;
                let x = gauge::progress(pen, x, 0, BAR.min(pen.width() / 3), permille) + 2;
                pen.text(x, 0, Role::Muted, text.found.stop);
            }
            (Phase::Told, Some(hunt)) => self.draw_outcome(view, hunt, pen),
            (Phase::Told, None) => {}
        }
    }

    fn draw_ask(&self, view: &View, words: &str, y: u16, pen: &mut Pen) {
        let x = pen.text(0, y, Role::Muted, view.session.text.card.say) + 1;
        let (width, height) = (pen.width(), pen.height());
        let mut rest = pen.part(x, y, width.saturating_sub(x), height.saturating_sub(y));
        rest.paragraph(0, 2, Role::Say, words);
    }

    /// What was found, what chance has to do with it, then what to do; what finds no room is the least
    /// important.
    fn draw_outcome(&self, view: &View, hunt: &Hunt, pen: &mut Pen) {
        let (text, list) = (view.session.text, &self.shortlist);
        let sure = list.is_sure(hunt);
        let role = match list.count {
            0 => Role::Warn,
            1 if sure => Role::Good,
            _ => Role::Info,
        };
        let damaged = (list.unreadable > 0).then(|| found::unreadable(text.lang, list.unreadable));
        let chance = found::chance(text.lang, list, hunt);
        let missed = (!list.is_consecutive()).then_some(text.found.missed);
        let only = (list.count == 1 && sure).then_some(text.found.only_one);
        let said = [
            Some((role, found::outcome(text.lang, list, hunt))),
            damaged.map(|words| (Role::Danger, words)),
            Some((Role::Base, chance)),
            missed.map(|words| (Role::Warn, words.to_owned())),
            only.map(|words| (Role::Info, words.to_owned())),
        ];
        let (width, height) = (pen.width(), pen.height());
        let mut y = 0;
        for (role, words) in said.into_iter().flatten() {
            let rows = u16::try_from(wrap(&words, usize::from(width)).len()).unwrap_or(height);
            if y + rows > height {
                return;
            }
            y += pen.part(0, y, width, rows).paragraph(0, rows, role, &words);
        }
        if !sure && list.count > 0 && hunt.codes() < MOST_CODES {
            self.draw_ask(view, text.found.ask_next, y, pen);
        }
    }

    fn draw_leads(&self, view: &View, pen: &mut Pen) {
        let (width, height, length) = (pen.width(), pen.height(), self.shortlist.leads.len());
        let (narrow, each) = (width < NARROW, each(width));
        let columns = Columns::of(width);
        if !narrow {
            let heads = view.session.text.found.heads.map(|head| (Role::Muted, head.to_owned()));
            columns.draw(&heads, &mut pen.part(0, 0, width, 1));
        }
        let shown = usize::from(height.saturating_sub(1) / each);
        for (row, at) in (0..).zip(self.list.visible(length, shown)) {
            let Some(lead) = self.shortlist.leads.get(at) else { continue };
            let mut line = pen.part(0, 1 + row * each, width, each);
            match narrow {
                true => draw_narrow(lead, view, &mut line),
                false => columns.draw(&cells(lead, view), &mut line),
            }
            if at == self.list.at {
                (0..each).for_each(|y| line.tint(y, Role::Selected));
                let pointer = line.glyphs().pointer;
                line.mark(1, 0, Role::Selected, pointer);
            }
        }
    }
}

/// Where the columns begin: key, holder, state; the numbers end at the right.
struct Columns {
    holder: u16,
    state: u16,
    offset: u16,
    drift: u16,
}

impl Columns {
    fn of(width: u16) -> Self {
        let width = width.min(WIDEST);
        let drift = width.saturating_sub(1);
        let offset = drift.saturating_sub(9);
        let holder = 15;
        let state = offset.saturating_sub(30).min(60);
        Self { holder, state, offset, drift }
    }

    /// The two numbers end where their heads end.
    fn draw(&self, [key, holder, state, offset, drift]: &[(Role, String); 5], pen: &mut Pen) {
        let cell = |x: u16, end: u16, (role, text): &(Role, String), pen: &mut Pen| {
            pen.part(x, 0, end.saturating_sub(x + 1), 1).text(0, 0, *role, text);
        };
        cell(3, self.holder, key, pen);
        cell(self.holder, self.state, holder, pen);
        let end = pen.right(self.offset, 0, offset.0, &offset.1);
        cell(self.state, end, state, pen);
        pen.right(self.drift, 0, drift.0, &drift.1);
    }
}

fn cells(lead: &Lead, view: &View) -> [(Role, String); 5] {
    let text = view.session.text;
    let standing = lead.key.standing(view.now);
    let drift = lead.key.shape.period().map_or(String::new(), |_| format!("{:+}", lead.key.drift));
    [
        (Role::Base, lead.key.serial.as_str().to_owned()),
        (if lead.person.is_some() { Role::Base } else { Role::Muted }, holder(lead, view)),
        (role_of(standing), common::standing(text.lang, standing).to_owned()),
        (Role::Base, found::offset(&view.session.wall, lead)),
        (Role::Base, drift),
    ]
}

fn holder(lead: &Lead, view: &View) -> String {
    match &lead.person {
        Some(person) => format!("{} {}", person.family.to_uppercase(), person.given),
        None => view.session.text.found.nobody.to_owned(),
    }
}

fn draw_narrow(lead: &Lead, view: &View, pen: &mut Pen) {
    let [key, holder, state, offset, _] = cells(lead, view);
    let width = pen.width();
    let end = pen.right(width.saturating_sub(1), 0, state.0, &state.1);
    pen.part(3, 0, end.saturating_sub(4), 1).text(0, 0, key.0, &key.1);
    let end = pen.right(width.saturating_sub(1), 1, offset.0, &offset.1);
    pen.part(3, 1, end.saturating_sub(4), 1).text(0, 0, holder.0, &holder.1);
}
