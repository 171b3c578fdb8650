//! The ticket desk: whoever keeps the tickets. One trait, shaped by what RT, GLPI and a mailbox
//! can really do.
//!
//! What they have in common: no idempotency key, no check of a form, no compare-and-set. So every
//! write carries a UUID of ours, which is looked up before a retry; what a desk cannot look up it
//! says in its [`Abilities`].

mod call;
pub mod glpi;
pub mod local;
mod loose;
pub mod mail;
mod page;
pub mod queue;
pub mod rt;
pub mod sender;
pub mod setting;
pub mod sheet;
pub mod web;

use std::future::Future;
use std::pin::Pin;

use crate::domain::moment::Moment;
use crate::domain::secret::Secret;
use crate::domain::ticket::{
    Attachment, Draft, Gist, Priority, Remark, State, Ticket, TicketId, TicketRow, Unkept, Uuid,
};

/// The answer of a desk, some time later.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = Result<T, DeskFault>> + Send + 'a>>;

/// Why a desk did not do what was asked. Each has its sentence in `text`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeskFault {
    /// Nothing was sent: no network, no answer to the first byte, or busy. Try again later.
    #[error("unreachable: {0}")]
    Unreachable(String),
    /// The desk wants the agent's login again; nothing was done.
    #[error("login over")]
    LoginOver,
    /// The desk does not take this login.
    #[error("wrong login")]
    WrongLogin,
    /// The desk said no, in its own words, perhaps in its user's language. Trying again is vain.
    #[error("refused: {0}")]
    Refused(String),
    /// The desk lacks what keeps a ticket single, by its name there. Nothing was sent; its administrator can mend it.
    #[error("lacks: {0}")]
    Lacks(String),
    /// No address is known for tickets of this academy. Nothing was sent.
    #[error("no address: {0}")]
    Nowhere(String),
    /// This desk has no such thing, see [`Abilities`].
    #[error("unable")]
    Unable,
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
    /// Words can be added for colleagues.
    pub notes: bool,
    /// Words can be sent to whom the ticket is about.
    pub replies: bool,
    /// What can be changed.
    pub changes: &'static [ChangeKind],
    /// Most bytes of the files of one ticket; 0 where it takes none.
    pub files: u64,
    /// What keeps a ticket single.
    pub once: Once,
    /// Tickets reach somebody; a queue only keeps them.
    pub sends: bool,
    /// The agent has a name and a password there.
    pub logs_in: bool,
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
    /// Taken care of by this agent; the empty name asks for those that nobody took.
    pub owner: Option<String>,
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

/// A ticket to file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// The draft, redacted; whether it is complete is the caller's to know.
    pub draft: Draft,
    /// Who wrote it.
    pub author: String,
    /// Its pictures.
    pub files: Vec<Attachment>,
}

/// A change of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Of which ticket.
    pub ticket: TicketId,
    /// When it last changed as far as the agent knows. A ticket that changed since is left as it is,
    /// unless it is so already; no server does this surely, only what can be seen before is.
    pub seen: Moment,
    /// Who wants it.
    pub author: String,
    /// What.
    pub what: What,
}

/// What is to become of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Another state.
    State(State),
    /// The author takes care of it. One of two who take it at once is refused.
    Take,
    /// Another agent takes care of it; nobody, if the name is empty.
    Assign(String),
    /// It waits in another queue.
    Route(String),
    /// More or less pressing.
    Priority(Priority),
    /// It is the same as an older one, which gets its conversation. Always towards the lowest id.
    Merge(TicketId),
}

/// The kinds of [`What`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// [`What::State`].
    State,
    /// [`What::Take`].
    Take,
    /// [`What::Assign`].
    Assign,
    /// [`What::Route`].
    Route,
    /// [`What::Priority`].
    Priority,
    /// [`What::Merge`].
    Merge,
}

impl What {
    /// Its kind.
    pub fn kind(&self) -> ChangeKind {
        match self {
            Self::State(_) => ChangeKind::State,
            Self::Take => ChangeKind::Take,
            Self::Assign(_) => ChangeKind::Assign,
            Self::Route(_) => ChangeKind::Route,
            Self::Priority(_) => ChangeKind::Priority,
            Self::Merge(_) => ChangeKind::Merge,
        }
    }
}

impl ChangeKind {
    /// Its name in the journal; never translated, never changed.
    pub fn word(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Take => "take",
            Self::Assign => "assign",
            Self::Route => "route",
            Self::Priority => "priority",
            Self::Merge => "merge",
        }
    }
}

/// Where tickets of a desk may go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Its queues, as it writes them.
    pub queues: Vec<String>,
    /// Agents who may take care of a ticket, as far as the desk tells.
    pub agents: Vec<String>,
}

/// The ticket desk.
pub trait TicketDesk: Send + Sync {
    /// What it can do.
    fn abilities(&self) -> Abilities;
    /// Where its tickets are: what is kept of one desk is not shown as another one's. Empty: on this machine.
    fn address(&self) -> String {
        String::new()
    }
    /// The agent's login at the desk, where it has one of its own.
    fn log_in(&self, _agent: String, _password: Secret<String>) -> Reply<'_, ()> {
        Box::pin(async { Ok(()) })
    }
    /// The agent's name at the desk.
    fn agent(&self, own: &str) -> String {
        own.to_owned()
    }
    /// Files a ticket. Its UUID filed a second time answers the first ticket where the desk assures it.
    fn file(&self, filing: Filing) -> Reply<'_, TicketId>;
    /// The page that the agent fills himself for an academy, where tickets are not sent at all.
    fn page(&self, _academy: &str) -> Option<Result<String, DeskFault>> {
        None
    }
    /// Keeps a ticket that the agent carried to that page; the number that the page gave it, empty if it gave none.
    fn carried(&self, _filing: Filing, _number: String) -> Reply<'_, TicketId> {
        Box::pin(async { Err(DeskFault::Unable) })
    }
    /// Adds what a ticket that was found again still lacks of what was to be filed: its files, where the desk takes
    /// them one by one.
    fn complete(&self, _id: TicketId, _filing: Filing) -> Reply<'_, ()> {
        Box::pin(async { Ok(()) })
    }
    /// What it did not keep of a ticket that was filed or completed from here; see [`Unkept`].
    fn unkept(&self, _id: &TicketId) -> Vec<Unkept> {
        Vec::new()
    }
    /// What keeps this agent from filing here, by its name at the desk, as far as the login told.
    fn lacks(&self) -> Option<String> {
        None
    }
    /// The tickets that carry a UUID, the lowest first: none, one, or what went wrong.
    fn find_by_uuid(&self, uuid: Uuid) -> Reply<'_, Vec<TicketId>>;
    /// Live tickets whose form may name a key, the one that changed last first, a page at most. Whether one does
    /// is seen when it is read: some servers find parts of words.
    fn of_key(&self, _serial: String) -> Reply<'_, Vec<TicketRow>> {
        Box::pin(async { Err(DeskFault::Unable) })
    }
    /// A page of a list, counted from 0. One beyond the end is empty.
    fn list(&self, filter: Filter, page: u32) -> Reply<'_, TicketPage>;
    /// What it knows of the forms of listed tickets without asking anybody; of a server's tickets nothing.
    fn gists(&self, _rows: Vec<TicketRow>) -> Reply<'_, Vec<(TicketId, Gist)>> {
        Box::pin(async { Ok(Vec::new()) })
    }
    /// One ticket with its conversation. Its id may be another one: it was merged.
    fn ticket(&self, id: TicketId) -> Reply<'_, Ticket>;
    /// Adds words to a ticket.
    fn note(&self, remark: Remark) -> Reply<'_, ()>;
    /// Whether words were added.
    fn find_note(&self, ticket: TicketId, uuid: Uuid) -> Reply<'_, bool>;
    /// Changes a ticket; done if it was so already.
    fn change(&self, change: Change) -> Reply<'_, ()>;
    /// Where tickets may go.
    fn places(&self) -> Reply<'_, Places>;
}
