//! What a scenario asks and orders, and what it sees of the answers.

use guichet::backend::{Caution, Find, Order, Test};
use guichet::domain::key::{Key, KeyAct, Standing};
use guichet::domain::otp::{Code, Shape};
use guichet::domain::person::{Card, Event, Happening};
use guichet::domain::secret::Secret;
use guichet::domain::verdict::{Finding, Verdict};
use guichet::service::request::{Answer, Failure, Outcome, Read, Write};
use guichet::store::journal::Entry;

use super::bench::{AGENT, Console};
use super::seen::failure;
use super::trial::Trial;

impl Trial<'_> {
    pub fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.bench().runtime().block_on(work)
    }

    pub fn read(&self, read: Read) -> Result<Answer, Failure> {
        self.wait(self.console().service.read(read))
    }

    /// Writes, and looks whether the journal has it with its outcome.
    fn write(&self, write: Write, act: &str, serial: &str) -> Result<Outcome, Failure> {
        let entries = || self.console().store.journal(2).unwrap();
        let before = entries().first().map_or(0, |entry| entry.id);
        let done = self.wait(self.console().service.write(write));
        let mut entries = entries();
        entries.retain(|entry| entry.id > before);
        let word = match &done {
            Ok(Outcome::Tested(verdict)) => verdict.word().to_owned(),
            Ok(_) => "done".to_owned(),
            Err(failure) => format!("failed: {failure}"),
        };
        let told = |entry: &Entry| {
            let outcome = entry.outcome.as_ref().map_or("", |(_, outcome)| outcome.as_str());
            let named =
                (entry.intent.agent.as_str(), entry.intent.act.as_str(), entry.intent.serial.as_str());
            named == (AGENT, act, serial) && outcome.split(' ').next() == word.split(' ').next()
        };
        if entries.len() != 1 || !entries.iter().all(told) {
            self.notes().blame(format!("{act} {serial}: {word}, but the journal has {entries:?}"));
        }
        done
    }

    /// The agent tests a code read out as that of a key.
    pub fn tests(&self, at: &'static str, name: &str, code: Code, expected: &str) -> Option<Verdict> {
        let serial = self.serial(name);
        let test = Test { serial: serial.clone(), code, agent: AGENT.to_owned() };
        let write = Write::Test { test, login: String::new(), pin_disclosed: false };
        match self.write(write, "test-code", &serial) {
            Ok(Outcome::Tested(verdict)) => {
                self.sees(at, self.told(name, &verdict), expected);
                Some(*verdict)
            }
            Ok(_) => panic!("a test has no such outcome"),
            Err(fault) => {
                self.sees(at, failure(&fault), expected);
                None
            }
        }
    }

    /// Steps are told from the one that the key shows now.
    fn told(&self, name: &str, verdict: &Verdict) -> String {
        let shape = self.known(name, |key| key.shape).unwrap_or(Shape::COMMON);
        let now = shape.step_at(self.began());
        let at = |step: i64| format!("{:+}", step - now.unwrap_or(0));
        let finding = match &verdict.finding {
            Finding::Valid { step, offset } => format!("valid {offset:+} at {}", at(*step)),
            Finding::Used { step, .. } => format!("used at {}", at(*step)),
            Finding::Older { step, last } => format!("older at {}, last {}", at(*step), at(*last)),
            Finding::ProbablyUsed { step } => format!("probably used at {}", at(*step)),
            Finding::OtherKey { serial, standing, fresh, .. } => {
                let use_of = if *fresh { "fresh" } else { "used" };
                format!("{use_of} of {}, {}", serial.as_str(), standing.word())
            }
            Finding::Far { offset } => format!("far {offset:+}"),
            Finding::NoMatch => "no match".to_owned(),
        };
        let mut told = if verdict.speaks_of_finding() { finding } else { verdict.word().to_owned() };
        if verdict.is_good() != (verdict.word().starts_with("valid")) {
            told.push_str(", good against its word");
        }
        if verdict.pin_to_create && verdict.speaks_of_finding() {
            told.push_str(", PIN to create");
        }
        if verdict.tries_left < 10 {
            told.push_str(&format!(", {} tries", verdict.tries_left));
        }
        if let (Some(next), Some(now), true) = (verdict.next_code, now, verdict.speaks_of_finding()) {
            told.push_str(&format!(", next in {}", shape.step_at(next).unwrap_or(now) - now));
        }
        told
    }

    /// The agent orders something about a key on a person's card.
    pub fn orders(&self, at: &'static str, act: KeyAct, name: &str, holder: &str, expected: &str) {
        self.gives(at, self.order(act, name, holder), expected);
    }

    pub fn order(&self, act: KeyAct, name: &str, holder: &str) -> Order {
        Order {
            act,
            serial: self.serial(name),
            login: self.login(holder),
            successor: String::new(),
            activation: false,
            codes: None,
            agent: AGENT.to_owned(),
        }
    }

    pub fn gives(&self, at: &'static str, order: Order, expected: &str) {
        let (act, serial) = (order.act.word(), order.serial.clone());
        let write = Write::Act { order, reason: "appel".to_owned() };
        let seen = match self.write(write, act, &serial) {
            Ok(Outcome::Acted { caution: None, .. }) => "done".to_owned(),
            Ok(Outcome::Acted { caution: Some(Caution::SkipOneCode), .. }) => {
                "done, skip one code".to_owned()
            }
            Ok(Outcome::Acted { caution: Some(caution), .. }) => format!("done, but {caution:?}"),
            Ok(_) => panic!("an order has no such outcome"),
            Err(fault) => failure(&fault),
        };
        self.sees(at, seen, expected);
    }

    /// What preparing takes: it must be done.
    pub fn prepares(&self, act: KeyAct, name: &str, holder: &str) {
        let order = self.order(act, name, holder);
        let write = Write::Act { order, reason: String::new() };
        if let Err(fault) = self.wait(self.console().service.write(write)) {
            panic!("{act:?} {name}: {}", failure(&fault));
        }
    }

    pub fn key(&self, name: &str) -> Key {
        match self.read(Read::Key(self.serial(name))) {
            Ok(Answer::Key(key)) => *key,
            Ok(_) => panic!("no such answer"),
            Err(fault) => panic!("{name}: {}", failure(&fault)),
        }
    }

    pub fn standing(&self, name: &str) -> &'static str {
        let standing: Standing = self.key(name).standing(self.now());
        standing.word()
    }

    /// The last used step, counted from now.
    pub fn last(&self, name: &str) -> String {
        let key = self.key(name);
        let now = key.shape.step_at(self.began()).unwrap_or(0);
        key.last_step.map_or("never".to_owned(), |step| format!("{:+}", step - now))
    }

    pub fn card(&self, holder: &str) -> Result<Card, String> {
        match self.read(Read::Card(self.login(holder))) {
            Ok(Answer::Card(card)) => Ok(*card),
            Ok(_) => panic!("no such answer"),
            Err(fault) => Err(failure(&fault)),
        }
    }

    pub fn events(&self, holder: &str, after: i64) -> Vec<Event> {
        match self.read(Read::Follow { login: self.login(holder), after }) {
            Ok(Answer::Events(events)) => events,
            _ => panic!("no events of {holder}"),
        }
    }

    /// Whose PIN is to be created, by what a console shows.
    pub fn loose(&self, console: &Console) -> String {
        match self.wait(console.service.read(Read::Loose)) {
            Ok(Answer::Loose(loose)) => {
                let mine = loose.iter().filter(|one| one.person.login.ends_with(self.tag()));
                list(mine.map(|one| one.serial.as_str()))
            }
            Ok(_) => panic!("no such answer"),
            Err(fault) => failure(&fault),
        }
    }

    /// Logins found, best first.
    pub fn finds(&self, text: &str) -> String {
        match self.read(Read::Find(Find { text: text.to_owned(), limit: 50 })) {
            Ok(Answer::Found(found)) => list(found.hits.iter().map(|hit| hit.person.login.as_str())),
            Ok(_) => panic!("no such answer"),
            Err(fault) => failure(&fault),
        }
    }

    /// The holder types a PIN and the code a key shows: whether the page opens.
    pub fn enters(&self, at: &'static str, holder: &str, pin: &str, code: &Code, expected: &str) {
        let seen = if self.types(holder, pin, code) { "in" } else { "refused" };
        self.sees(at, seen, expected);
    }

    pub fn types(&self, holder: &str, pin: &str, code: &Code) -> bool {
        let typed = Secret::new(format!("{pin}{}", code.expose()));
        self.bench().opens(&self.login(holder), &typed)
    }

    /// So many logins with a wrong PIN.
    pub fn fails(&self, holder: &str, times: u32) {
        let code = self.stray();
        for _ in 0..times {
            assert!(!self.types(holder, "9999", &code));
        }
    }
}

/// What is there, or that nothing is.
pub fn list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(" ") }
}

/// Kinds of events by their stored names.
pub fn kinds(events: &[Event]) -> String {
    let kinds: Vec<_> = events.iter().map(|event| Happening::word(event.what)).collect();
    list(kinds.into_iter())
}

/// The fault of a question that must not be answered.
pub fn refused<T>(answer: Result<T, String>) -> String {
    answer.err().unwrap_or_else(|| "answered".to_owned())
}
