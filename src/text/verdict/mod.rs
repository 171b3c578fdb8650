//! A verdict in words: what it is, what it rests on, what to say to the caller, and what the agent
//! does next. Read aloud, the digits are always « les 6 chiffres affichés sur la clé », never the
//! profile's own word.

mod en;
mod fr;

use super::Lang;
use super::common::pick;
use super::wall::Wall;
use crate::domain::key::{Key, Standing};
use crate::domain::moment::{Moment, Span};
use crate::domain::verdict::{Finding, Verdict};
use crate::ui::theme::Role;

/// Tries left at which a login may lock the key.
const FEW_TRIES: u32 = 2;

/// The words of one verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Good, careful or bad.
    pub role: Role,
    /// The verdict, short.
    pub headline: String,
    /// What it rests on.
    pub evidence: String,
    /// The next thing to say to the caller, to be read aloud.
    pub say: String,
    /// What the agent does next.
    pub todo: String,
    /// When the digits change, where waiting is the next thing to do.
    pub next: Option<String>,
    /// Why the clock may be wrong: to be told before the verdict.
    pub doubt: Option<String>,
}

/// What one language says: headline, evidence, words for the caller, advice to the agent.
struct Words {
    headline: String,
    evidence: String,
    say: String,
    todo: String,
}

/// What the words may be about besides the verdict.
pub struct About<'a> {
    /// The tested key.
    pub key: &'a Key,
    /// The clock on the wall.
    pub wall: &'a Wall,
    /// Now.
    pub now: Moment,
}

impl About<'_> {
    /// When a step was shown: "13:42:00-13:43:00, il y a 21 min", or nothing for a counter key.
    pub fn shown(&self, step: i64) -> Option<String> {
        let (from, to) = (self.key.step_shown_at(step)?, self.key.step_shown_at(step.saturating_add(1))?);
        let Self { wall, now, .. } = self;
        let age = match *now {
            now if now < from => wall.age(from, now),
            now if now < to => pick(wall.lang(), "en cours", "now").to_owned(),
            now => wall.age(to, now),
        };
        let whole_minutes = self.key.shape.period()? % 60 == 0 && from.secs() % 60 == 0;
        Some(match wall.is_today(from, *now) || !whole_minutes {
            true => format!("{}-{}, {age}", wall.day_time(from, *now), wall.time(to)),
            // Seconds help while the caller is on the line, not for last month.
            false => format!("{}-{}, {age}", wall.day_minute(from, *now), wall.minute(to)),
        })
    }

    /// How long so many steps are: "7 min", "90 s"; nothing for a counter key.
    fn length(&self, steps: i64) -> Option<String> {
        let secs = i64::from(self.key.shape.period()?).saturating_mul(steps.saturating_abs());
        Some(self.wall.length(Span::secs(secs)))
    }

    /// How much a clock is off by so many steps, to the minute: "9 min", "5 h 12 min"; nothing for a
    /// counter key.
    fn clock_error(&self, steps: i64) -> Option<String> {
        let secs = i64::from(self.key.shape.period()?).saturating_mul(steps.saturating_abs());
        match (secs / 3600, secs % 3600 / 60) {
            (0 | 1, _) | (_, 0) => self.length(steps),
            (hours, minutes) => Some(format!("{hours}\u{a0}h {minutes}\u{a0}min")),
        }
    }

    fn digits(&self) -> u8 {
        self.key.shape.digits
    }

    /// A key that shows a code only when its button is pressed.
    fn has_button(&self) -> bool {
        self.key.shape.period().is_none()
    }
}

/// Puts a verdict into words. They follow the time: once the digits have changed, the caller need
/// not wait any more.
pub fn tell(lang: Lang, verdict: &Verdict, about: &About) -> Told {
    let changed = verdict.next_code.is_some_and(|at| at <= about.now);
    let words = match lang {
        Lang::Fr => fr::tell(verdict, about, changed),
        Lang::En => en::tell(verdict, about, changed),
    };
    let Words { headline, evidence, say, todo } = offline(lang, verdict, about, words);
    let next = verdict.next_code.filter(|_| verdict.standing == Standing::Usable).map(|at| {
        let (time, wait) = (about.wall.time(at), about.wall.age(at, about.now));
        match (lang, changed) {
            (Lang::Fr, false) => format!("Prochain code vers {time}, {wait}."),
            (Lang::En, false) => format!("Next code at about {time}, {wait}."),
            (Lang::Fr, true) => format!("Les chiffres ont changé vers {time}, {wait}."),
            (Lang::En, true) => format!("The digits changed at about {time}, {wait}."),
        }
    });
    let doubt = verdict.doubt.as_ref().map(|doubt| super::offline::doubt(lang, doubt));
    Told { role: role(verdict), headline, evidence, say, todo, next, doubt }
}

/// Offline nothing is simply valid, and nothing can be done on the server.
fn offline(lang: Lang, verdict: &Verdict, about: &About, words: Words) -> Words {
    let Some(as_of) = verdict.as_of else { return words };
    let text = lang.text().offline;
    let stamp = super::offline::stamp(about.wall, as_of);
    let right = verdict.is_right() && verdict.standing == Standing::Usable;
    let headline = if right { (text.right)(&stamp) } else { words.headline };
    let evidence = match verdict.standing {
        Standing::Usable => words.evidence,
        _ => format!("{} {}", words.evidence, (text.state_of)(&stamp)),
    };
    Words { headline, evidence, say: words.say, todo: text.todo.to_owned() }
}

/// Only the headline, for a verdict whose key is not at hand any more.
pub fn headline(lang: Lang, verdict: &Verdict) -> String {
    if verdict.standing == Standing::Usable
        && let Some(brief) = super::offline::right_briefly(lang, verdict)
    {
        return brief.to_owned();
    }
    match lang {
        Lang::Fr => fr::headline(verdict),
        Lang::En => en::headline(verdict),
    }
}

fn role(verdict: &Verdict) -> Role {
    match (&verdict.finding, verdict.standing) {
        (Finding::OtherKey { standing: Standing::Usable, .. }, _) => Role::Warn,
        (Finding::OtherKey { .. }, _) => Role::Danger,
        (_, standing) if standing != Standing::Usable => Role::Danger,
        (Finding::Valid { .. }, _) if verdict.as_of.is_some() => Role::Warn,
        (Finding::Valid { .. }, _) if verdict.tries_left <= FEW_TRIES => Role::Warn,
        (Finding::Valid { .. }, _) => Role::Good,
        (Finding::NoMatch, _) => Role::Danger,
        _ => Role::Warn,
    }
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
