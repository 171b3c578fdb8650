//! The ticket desk: whoever keeps the tickets. One trait, shaped by what RT, GLPI and a mailbox
//! can really do.
//!
//! What they have in common: no idempotency key, no check of a form, no compare-and-set. So every
//! write carries a UUID of ours, which is looked up before a retry; what a desk cannot look up it
//! says in its [`Abilities`].

pub mod local;
pub mod queue;

use std::future::Future;
use std::pin::Pin;

use crate::domain::ticket::{Draft, State, Ticket, TicketId, TicketRow, Uuid};

/// The answer of a desk, some time later.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = Result<T, DeskFault>> + Send + 'a>>;

/// Why a desk did not do what was asked. Each has its sentence in `text`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeskFault {
    /// Nothing was sent: no network, no answer to the first byte, or busy. Try again later.
    #[error("unreachable: {0}")]
    Unreachable(String),
    /// The desk said no, in its own words, perhaps in its user's language. Trying again is vain.
    #[error("refused: {0}")]
    Refused(String),
    /// No such ticket, or none that this agent may see.
    #[error("not found")]
    NotFound,
    /// The ticket changed since the agent read it.
    #[error("changed meanwhile")]
    Conflict,
    /// An answer that makes no sense, or a failure on this side of a read.
    #[error("broken: {0}")]
    Broken(String),
    /// Sent, and no answer: the desk may have done it. Look the UUID up before trying again.
    #[error("doubtful")]
    Doubtful,
}

/// What keeps one draft from becoming two tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Once {
    /// The desk itself: the same UUID gives the same ticket.
    Assured,
    /// [`TicketDesk::find_by_uuid`], after a wait: servers finish what a lost line began.
    LookUp,
    /// Nothing: after [`DeskFault::Doubtful`] the agent decides (mail).
    Agent,
}

/// What a desk and the agent's rights on it allow; screens offer only that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Abilities {
    /// The name shown with its tickets.
    pub name: &'static str,
    /// Tickets can be listed and read; a mailbox only takes them.
    pub read: bool,
    /// Notes can be added.
    pub notes: bool,
    /// States can be changed.
    pub states: bool,
    /// What keeps a ticket single.
    pub once: Once,
    /// Tickets reach somebody; a queue only keeps them.
    pub sends: bool,
}

/// A person as desks name people: the embedded one by login, servers by mail address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Login, empty if unknown.
    pub login: String,
    /// Mail address of record, empty if unknown.
    pub mail: String,
}

/// Which tickets a list holds. All conditions count; the default one wants every ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// In one of these states; any when empty.
    pub states: Vec<State>,
    /// About this person.
    pub about: Option<About>,
    /// In this queue.
    pub queue: Option<String>,
}

/// Rows of one page: what the slowest server lists in a quarter of a second.
pub const PAGE: u32 = 50;

/// A part of a list, the ticket that changed last first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketPage {
    /// At most [`PAGE`]. A server that hides rows after paging gives fewer on a page that is not
    /// the last.
    pub rows: Vec<TicketRow>,
    /// Rows of all pages, where the desk counts them.
    pub total: Option<u64>,
    /// There is a next page.
    pub more: bool,
}

/// Words to add to a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// To which ticket.
    pub ticket: TicketId,
    /// The name of this operation: added once, however often it is sent.
    pub uuid: Uuid,
    /// Who says it.
    pub author: String,
    /// What; secrets are redacted before it is written.
    pub text: String,
}

/// A change of state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Of which ticket.
    pub ticket: TicketId,
    /// The state the agent saw.
    pub from: State,
    /// The state wanted; a ticket already there is left as it is.
    pub to: State,
    /// Who wants it.
    pub author: String,
}

/// The ticket desk.
pub trait TicketDesk: Send + Sync {
    /// What it can do.
    fn abilities(&self) -> Abilities;
    /// Files a draft as it stands, redacted; whether it is complete is the caller's to know. The
    /// draft's UUID filed a second time answers the first ticket.
    fn file(&self, draft: Draft, author: String) -> Reply<'_, TicketId>;
    /// The ticket that carries a UUID, if there is one.
    fn find_by_uuid(&self, uuid: Uuid) -> Reply<'_, Option<TicketId>>;
    /// A page of a list, counted from 0. One beyond the end is empty.
    fn list(&self, filter: Filter, page: u32) -> Reply<'_, TicketPage>;
    /// One ticket with its conversation.
    fn ticket(&self, id: TicketId) -> Reply<'_, Ticket>;
    /// Adds words to a ticket.
    fn note(&self, remark: Remark) -> Reply<'_, ()>;
    /// Changes the state of a ticket.
    fn set_state(&self, wanted: Move) -> Reply<'_, ()>;
}
