//! One scenario under way. People and keys go by short names, so that expectations can be written down;
//! behind them are logins and serials that nobody else has.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use guichet::domain::moment::{Moment, Span};
use guichet::domain::otp::{Code, Generator, Moving, Shape};
use guichet::domain::secret::{Secret, Seed};
use guichet::keyfile::PersonRow;

use super::bench::{Bench, Console, Wanted};
use super::seen::Notes;

/// Steps around now in which a code is accepted, with those that pass meanwhile.
const NEAR: i64 = 12;

/// Steps around now in which a code is looked for: 12 hours and what passes meanwhile.
const WIDE: i64 = 740;

/// A key by its short name.
#[derive(Clone, Copy)]
pub struct Part {
    name: &'static str,
    holder: Option<&'static str>,
    shape: Shape,
    starts: Option<Span>,
    expires: Option<Span>,
}

/// A key of the common kind in somebody's hands, with a PIN.
pub fn held(name: &'static str, holder: &'static str) -> Part {
    Part { holder: Some(holder), ..stock(name) }
}

/// A key of the common kind in a drawer.
pub fn stock(name: &'static str) -> Part {
    Part { name, holder: None, shape: Shape::COMMON, starts: None, expires: None }
}

impl Part {
    pub fn shaped(self, digits: u8, moving: Moving) -> Self {
        Self { shape: Shape { digits, moving, ..self.shape }, ..self }
    }

    pub fn from(self, from: Span) -> Self {
        Self { starts: Some(from), ..self }
    }

    pub fn until(self, until: Span) -> Self {
        Self { expires: Some(until), ..self }
    }
}

/// A scenario at work on a bench.
pub struct Trial<'a> {
    bench: &'a dyn Bench,
    console: OnceCell<Console>,
    notes: Notes,
    tag: String,
    number: u64,
    /// When codes began to be asked for; nothing before that.
    began: Cell<Option<Moment>>,
    keys: RefCell<Vec<(&'static str, Wanted)>>,
    /// What each key shows around now, and in the hours around it.
    codes: RefCell<Vec<(HashSet<String>, HashSet<String>)>>,
    people: RefCell<Vec<&'static str>>,
}

impl<'a> Trial<'a> {
    pub fn new(bench: &'a dyn Bench, scenario: &'static str) -> Self {
        let number = RandomState::new().build_hasher().finish();
        Self {
            bench,
            console: OnceCell::new(),
            notes: Notes::new(bench.kind(), scenario),
            tag: word(number),
            number: number % 100_000_000,
            began: Cell::default(),
            keys: RefCell::default(),
            codes: RefCell::default(),
            people: RefCell::default(),
        }
    }

    pub fn end(&self) {
        self.notes.end();
    }

    /// People who hold nothing yet.
    pub fn people(&self, names: &[&'static str]) {
        let rows: Vec<_> = names.iter().map(|name| self.person(name)).collect();
        self.bench.furnish(&rows, &[]);
        self.people.borrow_mut().extend(names);
    }

    /// Keys, and the people who hold them.
    pub fn furnish(&self, parts: &[Part]) {
        let mut holders: Vec<_> = parts.iter().filter_map(|part| part.holder).collect();
        holders.sort_unstable();
        holders.dedup();
        self.people.borrow_mut().extend(&holders);
        let now = self.now();
        let from = self.keys.borrow().len();
        let keys: Vec<_> =
            parts.iter().enumerate().map(|(at, part)| self.wanted(from + at, part, now)).collect();
        let held = |name: &str| {
            let own = parts.iter().zip(&keys).filter(|(part, _)| part.holder == Some(name));
            own.map(|(_, key)| key.serial.clone()).collect()
        };
        let row = |name: &&'static str| PersonRow { serials: held(name), ..self.person(name) };
        let rows: Vec<_> = holders.iter().map(row).collect();
        self.bench.furnish(&rows, &keys);
        self.keys.borrow_mut().extend(parts.iter().map(|part| part.name).zip(keys));
    }

    fn wanted(&self, at: usize, part: &Part, now: Moment) -> Wanted {
        let serial = format!("CF{:08}{at:02}", self.number);
        let mut seeds = (0..10_000).map(|salt| Secret::new(format!("seed{serial}{salt:04}").into_bytes()));
        Wanted {
            seed: seeds.find(|seed| self.is_unlike_others(seed, &part.shape, now)).unwrap(),
            serial,
            shape: part.shape,
            holder: part.holder.map(|name| self.login(name)),
            starts: part.starts.map(|span| now + span),
            expires: part.expires.map(|span| now + span),
        }
    }

    /// Among thousands of codes some are alike by chance, and a verdict about another step or key would be
    /// right: no code of a key stands for two steps of it, and none in a window for another key's.
    fn is_unlike_others(&self, seed: &Seed, shape: &Shape, now: Moment) -> bool {
        let (generator, step) = (Generator::new(seed, shape), shape.step_at(now).unwrap_or(0));
        let codes = |reach: i64| (-reach..=reach).filter_map(|ahead| generator.code(step + ahead));
        let (near, wide) = (codes(NEAR).map(text).collect(), codes(WIDE).map(text).collect::<HashSet<_>>());
        let mut known = self.codes.borrow_mut();
        let unlike = wide.len() == codes(WIDE).count()
            && known.iter().all(|(theirs, all)| theirs.is_disjoint(&wide) && all.is_disjoint(&near));
        if unlike {
            known.push((near, wide));
        }
        unlike
    }

    fn person(&self, name: &str) -> PersonRow {
        PersonRow {
            login: self.login(name),
            family: self.family(),
            given: format!("Zoé-{name}"),
            mail: format!("{name}@{}.example", self.tag),
            uai: "0760127A".to_owned(),
            school: "Lycée Élise-Lemonnier".to_owned(),
            academy: "rouen".to_owned(),
            ..PersonRow::default()
        }
    }

    /// From the next code on, codes are those around now, and now lasts a while.
    pub fn settle(&self) {
        self.began.set(None);
    }

    pub fn now(&self) -> Moment {
        (self.console().service.clock())()
    }

    pub fn began(&self) -> Moment {
        self.began.get().unwrap_or_else(|| {
            let periods =
                self.keys.borrow().iter().map(|(_, key)| key.period()).filter(|period| *period > 0).min();
            self.bench.settle(i64::from(periods.unwrap_or(60)));
            self.began.set(Some(self.now()));
            self.now()
        })
    }

    /// The word that only this scenario's people have in their names.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    pub fn family(&self) -> String {
        let (first, rest) = self.tag.split_at(1);
        format!("{}{rest} d’Aubigné", first.to_uppercase())
    }

    pub fn login(&self, name: &str) -> String {
        format!("{name}.{}", self.tag)
    }

    pub fn notes(&self) -> &Notes {
        &self.notes
    }

    pub fn bench(&self) -> &dyn Bench {
        self.bench
    }

    pub fn console(&self) -> &Console {
        self.console.get_or_init(|| self.bench.console())
    }

    pub fn known<T>(&self, name: &str, tell: impl Fn(&Wanted) -> T) -> Option<T> {
        self.keys.borrow().iter().find(|(own, _)| *own == name).map(|(_, key)| tell(key))
    }

    /// The serial behind a name; the name itself where there is no such key.
    pub fn serial(&self, name: &str) -> String {
        self.known(name, |key| key.serial.clone()).unwrap_or_else(|| name.to_owned())
    }

    /// What a key shows so many steps from now, or from its first press.
    pub fn code(&self, name: &str, ahead: i64) -> Code {
        self.shown(name, self.began(), ahead).unwrap()
    }

    fn shown(&self, name: &str, now: Moment, ahead: i64) -> Option<Code> {
        let shown = |key: &Wanted| {
            let step = key.shape.step_at(now).unwrap_or(0);
            Generator::new(&key.seed, &key.shape).code(step + ahead)
        };
        self.known(name, shown).flatten()
    }

    /// Six digits that no key here shows, or has shown, or will show today.
    pub fn stray(&self) -> Code {
        let shown: Vec<_> = self.keys.borrow().iter().map(|(name, _)| *name).collect();
        let code = |name: &&str, ahead| self.shown(name, self.now(), ahead);
        let shown: Vec<_> =
            shown.iter().flat_map(|name| (-800..=800).filter_map(move |ahead| code(name, ahead))).collect();
        let free = |code: &Code| !shown.iter().any(|other| other.is(code));
        (0..1_000_000).filter_map(|n| Code::parse(&format!("{n:06}"), 6)).find(free).unwrap()
    }

    pub fn sees(&self, at: &'static str, seen: impl AsRef<str>, expected: &str) {
        self.notes.sees(at, &self.with_names(seen.as_ref()), expected);
    }

    pub fn with_names(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, key) in self.keys.borrow().iter() {
            text = text.replace(&key.serial, name);
        }
        for name in self.people.borrow().iter() {
            text = text.replace(&self.login(name), name);
        }
        text
    }
}

fn text(code: Code) -> String {
    code.expose().to_owned()
}

/// A word of letters out of a number: eight of them, easy to say.
fn word(mut number: u64) -> String {
    let mut word = String::new();
    for letters in ["bdfgklmnprtvz", "aeiou"].repeat(4) {
        let at = number as usize % letters.len();
        word.push_str(&letters[at..=at]);
        number /= letters.len() as u64;
    }
    word
}
