//! Who a person is: the lines that the card and the preview share.

use super::View;
use crate::domain::person::Person;
use crate::domain::profile::{Ask, Channel};
use crate::text::common;
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// Below this width each piece has its own line.
const NARROW: u16 = 60;

/// Draws name and function, school, login and mail. Returns the rows used.
pub fn draw(person: &Person, pen: &mut Pen) -> u16 {
    let dot = format!(" {} ", pen.glyphs().dot);
    let name = format!("{} {}", person.family.to_uppercase(), person.given);
    let x = pen.text(0, 0, Role::Accent, &name);
    if !person.role.is_empty() {
        pen.text(x + 2, 0, Role::Base, &person.role);
    }
    let school = &person.school;
    let place = [school.name.as_str(), school.uai.as_str(), school.town.as_str()];
    let reach = [person.login.as_str(), person.mail.as_str(), person.phone.as_str()];
    let join =
        |parts: &[&str]| parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(&dot);
    if pen.width() >= NARROW {
        pen.text(0, 1, Role::Base, &join(&place));
        pen.text(0, 2, Role::Muted, &join(&reach));
        return 3;
    }
    let [name, place @ ..] = place;
    let [login, mail, phone] = reach;
    pen.text(0, 1, Role::Base, name);
    pen.text(0, 2, Role::Muted, &join(&place));
    pen.text(0, 3, Role::Muted, &join(&[login, phone]));
    pen.text(0, 4, Role::Muted, mail);
    5
}

/// Draws what may and what must never be asked of this caller on the phone. Returns the rows used.
pub fn draw_asks(person: &Person, view: &View, pen: &mut Pen) -> u16 {
    let text = view.session.text;
    let profile = view.session.profile(&person.school.academy);
    let list =
        |asks: &[Ask]| asks.iter().map(|ask| common::ask(text.lang, *ask)).collect::<Vec<_>>().join(", ");
    let rows = [
        (text.card.ask, Role::Base, list(profile.ask.on(Channel::Phone))),
        (text.card.never, Role::Danger, list(&profile.never(Channel::Phone))),
    ];
    let mut y = 0;
    for (label, role, asks) in rows {
        pen.text(0, y, Role::Muted, label);
        let (width, height) = (pen.width(), pen.height());
        let mut beside = pen.part(12, y, width.saturating_sub(12), height.saturating_sub(y));
        y += beside.paragraph(0, 5, role, &asks).max(1);
    }
    y
}
