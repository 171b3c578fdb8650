//! The token backend: whoever knows the keys. One trait, shaped by what a real server can do.
//!
//! Calls may be slow, may fail, and may be refused for lack of rights. A read may be dropped
//! half-way; a write runs to its outcome.

pub mod local;
pub mod privacyidea;
pub mod snapshot;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::domain::clock::ClockDoubt;
use crate::domain::found::{self, Hunt};
use crate::domain::key::{Key, KeyAct, Standing};
use crate::domain::moment::{Moment, Span};
use crate::domain::otp::Code;
use crate::domain::person::{Card, Event, Loose, Person};
use crate::domain::secret::Secret;
use crate::domain::verdict::Verdict;
pub use crate::net::Trouble;

/// The answer of a backend, some time later.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + Send + 'a>>;

/// Where the program gets the time from; tests give their own.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// Why a backend did not do what was asked. Each has its sentence in `text`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing under that login or serial.
    #[error("not found")]
    NotFound,
    /// The state of the key forbids the act; it may have changed since the card was read.
    #[error("state forbids")]
    State(Standing),
    /// The two codes are not two consecutive, unused ones of this key.
    #[error("codes do not follow each other")]
    NotConsecutive,
    /// The two codes follow each other, but are older than a slow clock explains.
    #[error("codes from the past")]
    OldCodes {
        /// By how much.
        age: Span,
    },
    /// The key belongs to somebody already.
    #[error("taken")]
    Taken {
        /// Login of the holder.
        holder: String,
    },
    /// It takes the server, and there is only a snapshot.
    #[error("offline")]
    Offline,
    /// The server cannot be reached, and nothing was done: the question or order never got there, or
    /// it was a read. An order that may have arrived is [`Fault::Broken`].
    #[error("unreachable: {why:?}")]
    Unreachable {
        /// What befell it.
        why: Trouble,
    },
    /// No answer came after the order was sent; what the server shows of it since.
    #[error("no answer: {why:?}, {seen:?}")]
    NoAnswer {
        /// What befell it.
        why: Trouble,
        /// What was read back.
        seen: Seen,
    },
    /// The first part of an order was done, the rest was not.
    #[error("half done: {why}")]
    HalfDone {
        /// Why not.
        why: Box<Fault>,
    },
    /// The login is over: the agent must log in again. Nothing was done.
    #[error("login over")]
    LoginOver,
    /// Name, password, PIN or code of the agent: the server does not tell which.
    #[error("wrong login")]
    WrongLogin,
    /// The account of a holder, not of an agent.
    #[error("not an agent")]
    NotAnAgent,
    /// The agent's rights forbid it, in the server's words. Nothing was done.
    #[error("forbidden: {0}")]
    Forbidden(String),
    /// The server says no, in its own words. Nothing was done.
    #[error("refused: {0}")]
    Refused(String),
    /// The snapshot does not hold the seed of this key.
    #[error("no seed")]
    NoSeed,
    /// The snapshot holds no seed at all.
    #[error("no seeds")]
    NoSeeds,
    /// The snapshot is not shown any more.
    #[error("expired")]
    Expired {
        /// Since when.
        at: Moment,
    },
    /// Another console holds the store, or the server is too busy: nothing was done, try again.
    #[error("busy")]
    Busy,
    /// The backend failed, in its own words. After a write the effect is unknown.
    #[error("broken: {0}")]
    Broken(String),
}

/// What a server shows after an order whose answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Nothing has changed, so far: a slow server may still do it.
    Unchanged,
    /// Something has changed, but not in a way that proves the order.
    Changed,
    /// It could be read, and shows nothing of this order, done or not.
    Untold,
    /// It could not be read either.
    Nothing,
}

/// What an agent must know of an order that was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caution {
    /// The PIN is gone, and nothing will ask for a new one: the six digits alone open the account.
    PinNeverAsked,
    /// The next code of the key will be refused, the one after it accepted.
    SkipOneCode,
}

/// What a backend can do; screens offer only that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abilities {
    /// The name shown in the title line.
    pub name: &'static str,
    /// Acts the backend and the agent's rights allow.
    pub acts: Vec<KeyAct>,
    /// How often a follower may ask, without harm to the backend.
    pub follow_every: Span,
    /// It is no server but what one knew.
    pub snapshot: Option<Dated>,
    /// The agent logs in to it.
    pub logs_in: bool,
}

/// From when a snapshot's states are, and until when they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// When they were read.
    pub made: Moment,
    /// When they are not shown any more.
    pub expires: Moment,
}

/// Whom a snapshot is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everybody of some academies, by the names of their profiles.
    Academies(Vec<String>),
    /// Everybody of some schools, by their codes.
    Schools(Vec<String>),
}

/// A page of a scope.
pub struct Part {
    /// People with keys and events, by login.
    pub cards: Vec<Card>,
    /// There are people after the last of them.
    pub more: bool,
    /// The server gives no more than so many and hid the rest: the scope is not whole.
    pub cut: Option<u64>,
}

/// A search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Find {
    /// As typed.
    pub text: String,
    /// Most hits wanted.
    pub limit: usize,
}

/// One person in a list of hits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Who.
    pub person: Person,
    /// Serials of the person's keys, separated by spaces.
    pub serials: String,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Best first, at most as many as asked for.
    pub hits: Vec<Hit>,
    /// How many match in all.
    pub matching: usize,
    /// How many people there are.
    pub people: usize,
    /// The server gave as many as it ever gives: there may be more.
    pub cut: bool,
}

/// A key act with all it needs.
pub struct Order {
    /// What to do.
    pub act: KeyAct,
    /// To which key.
    pub serial: String,
    /// Whose key it is, or will be.
    pub login: String,
    /// Replace: the key in stock that takes over.
    pub successor: String,
    /// Assign, replace: the holder must activate the key before its first use.
    pub activation: bool,
    /// Resync: two consecutive codes.
    pub codes: Option<(Code, Code)>,
    /// Who orders it.
    pub agent: String,
}

/// A code to be tested.
pub struct Test {
    /// The key the caller says to hold.
    pub serial: String,
    /// What was read out.
    pub code: Code,
    /// Who tests.
    pub agent: String,
}

/// What an agent types to log in.
pub struct Login {
    /// The name; empty for the one of the login before.
    pub agent: String,
    /// Password, or PIN and code, or the answer to the server's question.
    pub secret: Secret<String>,
    /// What ties it to that question; empty for a first answer.
    pub transaction: String,
}

/// A login under way or done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginStep {
    /// The agent is in.
    In,
    /// The server asks for something more: a code of the agent's own key.
    More {
        /// What ties the next answer to this one.
        transaction: String,
        /// The server's question. Text from outside.
        question: String,
    },
}

/// The token backend.
pub trait TokenBackend: Send + Sync {
    /// What it can do.
    fn abilities(&self) -> Abilities;
    /// Finds people.
    fn find(&self, find: Find) -> Reply<'_, Found>;
    /// Everything about one person.
    fn card(&self, login: String) -> Reply<'_, Card>;
    /// One key, whoever holds it.
    fn key(&self, serial: String) -> Reply<'_, Key>;
    /// Keys in stock whose serial contains `part`, a bounded number.
    fn stock(&self, part: String) -> Reply<'_, Vec<Key>>;
    /// Events of a person after the event `after`, oldest first.
    fn follow(&self, login: String, after: i64) -> Reply<'_, Vec<Event>>;
    /// Keys whose PIN was cleared, or that were given, and that have no new one yet, oldest first.
    fn loose(&self) -> Reply<'_, Vec<Loose>>;
    /// Does something to a key; answers what must be known of it besides.
    fn act(&self, order: Order) -> Reply<'_, Option<Caution>>;
    /// Tests a code: a diagnosis, then the consumption of the step before the answer is given.
    fn test(&self, test: Test) -> Reply<'_, Verdict>;
    /// Logs the agent in, where that is asked for.
    fn log_in(&self, _login: Login) -> Reply<'_, LoginStep> {
        Box::pin(async { Ok(LoginStep::In) })
    }
    /// A page of a scope, the people whose logins come after `after`.
    fn draw(&self, scope: Scope, after: String) -> Reply<'_, Part>;
    /// Whether it can be reached: the cheapest question it has, for who waits for it to come back.
    /// [`Fault::Unreachable`] where it cannot; any answer of the server's own is a yes.
    fn reach(&self) -> Reply<'_, ()> {
        Box::pin(async { Ok(()) })
    }
    /// A part of the search for a found key among the seeds of the backend itself; none where it has
    /// no seeds, and those of this machine are searched. See [`crate::store::Store::found_part`].
    fn found_part(&self, _hunt: Arc<Hunt>, _from: i64) -> Reply<'_, Option<found::Part>> {
        Box::pin(async { Ok(None) })
    }
    /// Why the time verdicts are based on may be wrong. A server's clock is not doubted.
    fn doubt(&self) -> Reply<'_, Option<ClockDoubt>> {
        Box::pin(async { Ok(None) })
    }
}
