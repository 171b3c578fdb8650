//! A verdict in words: what it is, what it rests on, what to say to the caller, and when the next
//! code can be accepted. Read aloud, the digits are always « les 6 chiffres affichés sur la clé ».

mod en;
mod fr;

use super::Lang;
use super::common::pick;
use super::wall::Wall;
use crate::domain::key::Standing;
use crate::domain::moment::Moment;
use crate::domain::otp::Shape;
use crate::domain::verdict::{Finding, Verdict};
use crate::ui::theme::Role;

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
}

/// What the words may be about besides the verdict.
pub struct About<'a> {
    /// How the tested key makes codes.
    pub shape: Shape,
    /// Learned drift of the tested key, in steps.
    pub drift: i64,
    /// The clock on the wall.
    pub wall: &'a Wall,
    /// Now.
    pub now: Moment,
}

impl About<'_> {
    /// When a step was shown: "13:42:00-13:43:00, il y a 21 min", or nothing for a counter key.
    pub fn shown(&self, step: i64) -> Option<String> {
        let step = step.saturating_sub(self.drift);
        let (from, to) = (self.shape.step_starts(step)?, self.shape.step_starts(step.saturating_add(1))?);
        let Self { wall, now, .. } = self;
        let age = match from <= *now && *now < to {
            true => pick(wall.lang(), "en cours", "now").to_owned(),
            false => wall.age(to, *now),
        };
        let whole_minutes = self.shape.period()? % 60 == 0 && from.secs() % 60 == 0;
        Some(match wall.is_today(from, *now) || !whole_minutes {
            true => format!("{}-{}, {age}", wall.day_time(from, *now), wall.time(to)),
            // Seconds help while the caller is on the line, not for last month.
            false => format!("{}-{}, {age}", wall.day_minute(from, *now), wall.minute(to)),
        })
    }

    /// How many minutes or seconds so many steps are: "7 min", "90 s".
    fn length(&self, steps: i64) -> Option<String> {
        let secs = i64::from(self.shape.period()?).saturating_mul(steps.saturating_abs());
        Some(self.wall.length(crate::domain::moment::Span::secs(secs)))
    }
}

/// Puts a verdict into words.
pub fn tell(lang: Lang, verdict: &Verdict, about: &About) -> Told {
    let (headline, evidence, say, todo) = match lang {
        Lang::Fr => fr::tell(verdict, about),
        Lang::En => en::tell(verdict, about),
    };
    let good = verdict.is_good();
    let next = verdict.next_code.filter(|_| verdict.standing == Standing::Usable).map(|at| {
        let (time, wait) = (about.wall.time(at), about.wall.age(at, about.now));
        match lang {
            Lang::Fr => format!("Prochain code vers {time}, {wait}."),
            Lang::En => format!("Next code at about {time}, {wait}."),
        }
    });
    Told { role: role(verdict, good), headline, evidence, say, todo, next }
}

/// Only the headline, for a verdict whose key is not at hand any more.
pub fn headline(lang: Lang, verdict: &Verdict, wall: &Wall, now: Moment) -> String {
    tell(lang, verdict, &About { shape: Shape::COMMON, drift: 0, wall, now }).headline
}

fn role(verdict: &Verdict, good: bool) -> Role {
    match (&verdict.standing, &verdict.finding) {
        (Standing::Usable, _) if good => Role::Good,
        (Standing::Usable, Finding::NoMatch) => Role::Danger,
        (Standing::Usable, _) => Role::Warn,
        _ => Role::Danger,
    }
}
