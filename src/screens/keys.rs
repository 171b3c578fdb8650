//! The keys of a person: two or three lines each, the same on the card and in the preview.
//!
//! ```text
//! ▸ 103142718  TOTP 6/60  en service  PIN défini  échecs 0/10             dérive +1
//!   dernier pas 29 919 882, hier 17:42-17:43, il y a 17 h      expire le 31/12/2028
//! ```

use super::View;
use crate::domain::key::{Key, Pin, Standing};
use crate::text::common;
use crate::text::verdict::About;
use crate::text::wall::grouped;
use crate::ui::pen::{Part, Pen};
use crate::ui::theme::Role;

/// Rows one key takes at most in a pen of that width.
pub fn rows(width: u16) -> u16 {
    if width < 60 { 4 } else { 3 }
}

/// Draws one key. Returns the rows used.
pub fn draw(key: &Key, selected: bool, view: &View, pen: &mut Pen) -> u16 {
    let narrow = rows(pen.width()) == 4;
    let glyphs = pen.glyphs();
    if selected {
        pen.mark(0, 0, Role::Accent, glyphs.pointer);
    }
    let state = state(key, view);
    let serial = if selected { Role::Accent } else { Role::Base };
    let x = pen.line(2, 0, &[(serial, key.serial.as_str().into()), (Role::Muted, "  ".into())]);
    let x = pen.line(x, 0, &[(Role::Muted, common::kind(key).into()), (Role::Base, "  ".into())]);
    let end = pen.width();
    if narrow {
        pen.line(2, 1, &state);
        pen.line(2, 2, &last_step(key, view));
        let x = pen.line(2, 3, &drift(key, view));
        pen.line(x + 2, 3, &validity(key, view));
        return 4;
    }
    let x = pen.line(x, 0, &state);
    let drifts = at_right(pen, x, end, 0, &drift(key, view));
    let x = pen.line(2, 1, &last_step(key, view));
    let ends = at_right(pen, x, end, 1, &validity(key, view));
    if drifts && ends {
        return 2;
    }
    // What found no room beside has a row of its own: nothing of a key is left out.
    let x = if drifts { 2 } else { pen.line(2, 2, &drift(key, view)) + 2 };
    if !ends {
        pen.line(x, 2, &validity(key, view));
    }
    3
}

/// Parts that end at the right edge; `false` where they would touch what is there.
fn at_right(pen: &mut Pen, used: u16, end: u16, y: u16, parts: &[Part]) -> bool {
    let width: u16 = parts.iter().map(|(_, text)| crate::ui::pen::width(text)).sum();
    let fits = used + 2 + width <= end;
    if fits {
        pen.line(end - width, y, parts);
    }
    fits
}

/// "en service  PIN défini  échecs 0 sur 10": what decides comes first, what is amiss stands out.
fn state(key: &Key, view: &View) -> Vec<Part<'static>> {
    let text = view.session.text;
    let standing = key.standing(view.now);
    let mut parts: Vec<Part> = vec![(role_of(standing), common::standing(text.lang, standing).into())];
    if let (Some(since), true) = (key.since, standing == Standing::Suspended) {
        let wall = &view.session.wall;
        let today = wall.is_today(since, view.now);
        let since = if today { wall.minute(since) } else { wall.date(since) };
        parts.push((Role::Muted, format!(" {} {since}", text.card.since).into()));
    }
    let pin = if matches!(key.pin, Pin::ToCreate | Pin::ToConfirm) { Role::Warn } else { Role::Base };
    parts.push((pin, format!("  {}", common::pin(text.lang, key.pin)).into()));
    let fails = if key.fails > 0 { Role::Warn } else { Role::Muted };
    parts.push((fails, format!("  {}", (text.card.fails)(key.fails, key.max_fails)).into()));
    parts
}

/// How a state looks.
pub fn role_of(standing: Standing) -> Role {
    match standing {
        Standing::Usable => Role::Good,
        Standing::InStock => Role::Base,
        Standing::Retired => Role::Muted,
        Standing::NeverActivated | Standing::NotYetValid => Role::Warn,
        Standing::Locked | Standing::Suspended | Standing::Expired => Role::Danger,
    }
}

fn last_step(key: &Key, view: &View) -> Vec<Part<'static>> {
    let text = view.session.text.card;
    let Some(step) = key.last_step else {
        return vec![(Role::Muted, text.never_used.into())];
    };
    let about = About { key, wall: &view.session.wall, now: view.now };
    let mut parts: Vec<Part> =
        vec![(Role::Muted, format!("{} ", text.last_step).into()), (Role::Base, grouped(step).into())];
    if let Some(when) = about.shown(step) {
        parts.push((Role::Base, format!(", {when}").into()));
    }
    parts
}

fn drift(key: &Key, view: &View) -> Vec<Part<'static>> {
    match key.shape.period() {
        None => Vec::new(),
        Some(_) => vec![
            (Role::Muted, format!("{} ", view.session.text.card.drift).into()),
            (Role::Base, format!("{:+}", key.drift).into()),
        ],
    }
}

fn validity(key: &Key, view: &View) -> Vec<Part<'static>> {
    let (text, wall) = (view.session.text.card, &view.session.wall);
    match (key.starts, key.expires) {
        (Some(starts), _) if starts > view.now => {
            vec![(Role::Warn, format!("{} {}", text.starts, wall.date(starts)).into())]
        }
        (_, Some(expires)) => {
            let role = if expires <= view.now { Role::Danger } else { Role::Base };
            vec![(Role::Muted, format!("{} ", text.expires).into()), (role, wall.date(expires).into())]
        }
        _ => vec![(Role::Muted, text.no_expiry.into())],
    }
}
