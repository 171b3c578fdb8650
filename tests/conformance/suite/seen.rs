//! What was seen, in short words, and what was expected there.

use std::cell::{Cell, RefCell};

use guichet::backend::Fault;
use guichet::service::request::Failure;

use super::bench::Kind;
use super::differences::{ROWS, Row};

/// Everything a scenario looks at; what was wrong is told at its end, all of it.
pub struct Notes {
    kind: Kind,
    scenario: &'static str,
    looked_at: RefCell<Vec<&'static str>>,
    wrong: RefCell<Vec<String>>,
    looks: Cell<usize>,
}

impl Notes {
    pub fn new(kind: Kind, scenario: &'static str) -> Self {
        let (looked_at, wrong) = (RefCell::default(), RefCell::default());
        Self { kind, scenario, looked_at, wrong, looks: Cell::new(0) }
    }

    /// The row that is about what is looked at, on the backend that is tried.
    fn row(&self, at: &str) -> Option<&'static Row> {
        let Kind::Server { seeds } = self.kind else { return None };
        let here = |row: &&Row| row.scenario == self.scenario && row.seeds.is_none_or(|with| with == seeds);
        ROWS.iter().filter(here).find(|row| row.at == at)
    }

    /// `at` names it: once in a scenario.
    pub fn sees(&self, at: &'static str, seen: &str, expected: &str) {
        assert!(!self.looked_at.borrow().contains(&at), "two things are called “{at}”");
        self.looked_at.borrow_mut().push(at);
        self.looks.set(self.looks.get() + 1);
        let wanted = match self.row(at) {
            Some(row) if row.server == expected => {
                self.blame(format!("{at}: the row of {:?} is no difference", row.why));
                expected
            }
            Some(row) => row.server,
            None => expected,
        };
        if seen != wanted {
            self.blame(format!("{at}: “{seen}” instead of “{wanted}”"));
        }
    }

    pub fn blame(&self, what: String) {
        self.wrong.borrow_mut().push(what);
    }

    pub fn end(&self) {
        for row in ROWS.iter().filter(|row| row.scenario == self.scenario) {
            if !self.looked_at.borrow().contains(&row.at) {
                self.blame(format!(
                    "{}: nothing here is called that, but a row of {:?} does",
                    row.at, row.why
                ));
            }
        }
        let wrong = self.wrong.take();
        assert!(self.looks.get() > 0, "{}: nothing was looked at", self.scenario);
        assert!(wrong.is_empty(), "{} on {:?}:\n{}", self.scenario, self.kind, wrong.join("\n"));
    }
}

/// Why something was not done.
pub fn failure(failure: &Failure) -> String {
    match failure {
        Failure::Backend(fault) => self::fault(fault),
        other => format!("{other:?}"),
    }
}

fn fault(fault: &Fault) -> String {
    match fault {
        Fault::NotFound => "not found".to_owned(),
        Fault::State(standing) => format!("not while {}", standing.word()),
        Fault::NotConsecutive => "not consecutive".to_owned(),
        Fault::OldCodes { age } => format!("codes of {} min ago", age.as_secs() / 60),
        Fault::Taken { holder } => format!("taken by {holder}"),
        Fault::HalfDone { why } => format!("half done, then {}", self::fault(why)),
        other => format!("{other:?}"),
    }
}
