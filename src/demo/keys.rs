//! The keys: numbers, makes, dates, and the file that tells them with their seeds.

use super::calendar::Calendar;
use super::cast::{self, CAST};
use super::dice::Dice;
use super::fates::{Fate, Fates};
use super::lives::{Life, Story};
use super::people::Person;
use super::schools::School;
use crate::domain::moment::{Moment, Span};
use crate::domain::otp::{Algorithm, Moving, Shape};

/// A key as its maker and its holder made it.
pub(super) struct MadeKey {
    /// Place of the holder among the people.
    pub(super) holder: Option<usize>,
    pub(super) shape: Shape,
    /// Next counter of a button key; 0 for a clock.
    pub(super) counter: i64,
    pub(super) starts: Moment,
    pub(super) expires: Moment,
    pub(super) life: Life,
}

/// Of a thousand holders.
const HOLDINGS: &[(usize, Holding)] = &[
    (920, Holding::One),
    (22, Holding::OneAndReplaced),
    (6, Holding::OneAndRevoked),
    (22, Holding::OneAndSpare),
    (30, Holding::Nothing),
];

#[derive(Clone, Copy)]
enum Holding {
    One,
    OneAndReplaced,
    OneAndRevoked,
    OneAndSpare,
    Nothing,
}

/// Of a thousand keys.
const SHAPES: &[(usize, Shape)] = &[
    (905, Shape::COMMON),
    (25, clock(Algorithm::Sha1, 6, 30)),
    (10, clock(Algorithm::Sha1, 8, 60)),
    (15, clock(Algorithm::Sha256, 6, 30)),
    (5, clock(Algorithm::Sha256, 8, 60)),
    (5, clock(Algorithm::Sha512, 8, 30)),
    (30, Shape { algorithm: Algorithm::Sha1, digits: 6, moving: Moving::Event }),
    (5, Shape { algorithm: Algorithm::Sha1, digits: 8, moving: Moving::Event }),
];

const fn clock(algorithm: Algorithm, digits: u8, period: u32) -> Shape {
    Shape { algorithm, digits, moving: Moving::Time { period, t0: 0 } }
}

/// Every key of the academy: those of the people in their order, then the drawers.
pub(super) fn build(seed: u64, people: &[Person], schools: &[School], now: Moment) -> Vec<MadeKey> {
    let mut workshop = Workshop {
        people,
        dice: Dice::new(seed, "keys"),
        calendar: Calendar::new(now),
        numbers: Numbers { next: 0 },
        made: Vec::with_capacity(people.len() * 6 / 5),
    };
    for (holder, person) in people.iter().enumerate() {
        match CAST.get(holder) {
            Some(role) => workshop.hand_props(holder, role),
            None => workshop.hand_over(holder, schools[person.school].academy.activates),
        }
    }
    workshop.fill_drawers(people.len());
    workshop.made
}

struct Workshop<'a> {
    people: &'a [Person],
    dice: Dice,
    calendar: Calendar,
    numbers: Numbers,
    made: Vec<MadeKey>,
}

impl Workshop<'_> {
    fn hand_props(&mut self, holder: usize, role: &cast::Role) {
        for prop in role.keys {
            let fate = (prop.fate)(&self.calendar);
            self.make(prop.serial.to_owned(), Some(holder), prop.shape, fate);
        }
    }

    fn hand_over(&mut self, holder: usize, activates: bool) {
        let holding = *self.dice.draw(HOLDINGS);
        if matches!(holding, Holding::Nothing) {
            return;
        }
        let shape = *self.dice.draw(SHAPES);
        let button = shape.moving == Moving::Event;
        let fate = match holding {
            Holding::OneAndReplaced | Holding::OneAndRevoked => self.fates().in_use(button),
            _ => self.fates().only_key(button, activates),
        };
        let serial = self.numbers.next();
        let assigned_ago = self.make(serial.clone(), Some(holder), shape, fate);
        let second = *self.dice.draw(SHAPES);
        let fate = match holding {
            Holding::OneAndReplaced => self.fates().replaced(&serial, assigned_ago),
            Holding::OneAndRevoked => self.fates().revoked(assigned_ago),
            Holding::OneAndSpare => self.fates().spare(second.moving == Moving::Event),
            Holding::One | Holding::Nothing => return,
        };
        let serial = self.numbers.next();
        self.make(serial, Some(holder), second, fate);
    }

    /// New keys for one user in ten, and some that came back.
    fn fill_drawers(&mut self, users: usize) {
        for _ in 0..(users / 10).max(3) {
            let shape = *self.dice.draw(SHAPES);
            let serial = self.numbers.next();
            self.make(serial, None, shape, Fate::in_stock());
        }
        for _ in 0..(users * 3 / 100).max(2) {
            let fate = self.fates().returned();
            let serial = self.numbers.next();
            self.make(serial, None, Shape::COMMON, fate);
        }
    }

    fn fates(&mut self) -> Fates<'_> {
        Fates { dice: &mut self.dice, calendar: &self.calendar }
    }

    /// Ties a fate to a key; says since when the holder has it.
    fn make(&mut self, serial: String, holder: Option<usize>, shape: Shape, fate: Fate) -> Span {
        let used = fate.last_used_ago;
        let dice = &mut self.dice;
        let had_for = Span::days(dice.between(20..=1_200));
        let handed = fate.assigned_ago.unwrap_or(sum(used.unwrap_or_default(), had_for));
        let (starts, expires) = validity(&fate.story, handed, &self.calendar, dice);
        let counter = match (shape.moving, used) {
            (Moving::Event, Some(_)) => dice.between(12..=900),
            _ => 0,
        };
        let learned = shape.moving != Moving::Event && fate.story != Story::FarDrift;
        let life = Life {
            serial,
            login: holder.map(|place| self.people[place].login.clone()),
            assigned_ago: holder.map(|_| handed),
            last_used_ago: used,
            drift: fate.drift,
            learned_drift: if learned { fate.drift } else { 0 },
            story: fate.story,
        };
        self.made.push(MadeKey { holder, shape, counter, starts, expires, life });
        handed
    }
}

/// First day and the day after the last one, as the maker set them, at midnight UTC.
fn validity(story: &Story, handed: Span, calendar: &Calendar, dice: &mut Dice) -> (Moment, Moment) {
    let made_before = Span::days(dice.between(20..=400));
    let soon = dice.per_mille(30);
    let left = if soon { dice.between(5..=45) } else { dice.between(90..=1_800) };
    let starts = match story {
        Story::NotYetValid { ahead } => Span::secs(-ahead.as_secs()),
        _ => sum(handed, made_before),
    };
    let expires = match story {
        Story::Expired { ago } => *ago,
        _ => Span::days(-left),
    };
    (calendar.midnight(starts), calendar.midnight(expires))
}

fn sum(first: Span, second: Span) -> Span {
    Span::secs(first.as_secs() + second.as_secs())
}

/// Nine digits, beginning like the example of the notice of Poitiers (10314...), then 10315... once
/// ten thousand are used.
struct Numbers {
    next: u32,
}

impl Numbers {
    /// Ten thousand numbers to a delivery, handed out by jumps: colleagues have unlike numbers.
    fn next(&mut self) -> String {
        loop {
            let (delivery, place) = (self.next / 10_000, self.next % 10_000);
            self.next += 1;
            let within = (place * 7_919 + 4_217) % 10_000;
            let serial = (103_140_000 + delivery * 10_000 + within).to_string();
            if !cast::has_serial(&serial) {
                return serial;
            }
        }
    }
}
