//! What may be asked of the world, and what comes back: plain values, so that screens can ask
//! without waiting and tests can look at what was asked.

use std::sync::Arc;

use crate::backend::{Abilities, Caution, Fault, Find, Found, Order, Test};
use crate::desk::sender::Round;
use crate::desk::{DeskFault, Filter, Places, TicketPage, What};
use crate::domain::clock::ClockDoubt;
use crate::domain::delivery::Stage;
use crate::domain::found::{Hunt, Part};
use crate::domain::key::{Key, KeyAct};
use crate::domain::moment::Moment;
use crate::domain::person::{Card, Event, Loose};
use crate::domain::secret::Secret;
use crate::domain::ticket::{Draft, Remark, Ticket, TicketId, Unkept, Uuid};
use crate::domain::verdict::Verdict;
use crate::service::tickets::Known;
use crate::store::StoreFault;
use crate::store::drafts::{DraftFault, Drafts};
use crate::store::outbox::Outbox;
use crate::store::pictures::PictureFault;

/// A question. It may be dropped half-way.
pub enum Read {
    /// People matching a text.
    Find(Find),
    /// One person.
    Card(String),
    /// Keys in stock whose serial contains a text.
    Stock(String),
    /// Events of a person after one.
    Follow {
        /// Whose.
        login: String,
        /// The last event known.
        after: i64,
    },
    /// Keys whose PIN was cleared and not created again.
    Loose,
    /// A page of tickets, counted from 0.
    Tickets {
        /// Which tickets.
        filter: Filter,
        /// Which page.
        page: u32,
    },
    /// The tickets as this console knows them; with a page of the desk's list, counted from 0, what
    /// that page tells is among them.
    Book(Option<u32>),
    /// Where tickets of the desk may go.
    Places,
    /// One ticket.
    Ticket(TicketId),
    /// Unfinished tickets of this agent.
    Drafts,
    /// What waits for a desk.
    Outbox,
    /// Why the clock may be wrong.
    Doubt,
    /// One key.
    Key(String),
    /// A part of the search for a found key.
    FoundPart {
        /// What is looked for.
        hunt: Arc<Hunt>,
        /// Where the part begins: 0, then what the part before said.
        from: i64,
    },
    /// Whether the console's own backend can be reached, whichever side is in use.
    Reach,
}

/// The answer to a [`Read`].
pub enum Answer {
    /// To [`Read::Find`].
    Found(Found),
    /// To [`Read::Card`].
    Card(Box<Card>),
    /// To [`Read::Stock`].
    Stock(Vec<Key>),
    /// To [`Read::Follow`].
    Events(Vec<Event>),
    /// To [`Read::Loose`].
    Loose(Vec<Loose>),
    /// To [`Read::Tickets`].
    Tickets(TicketPage),
    /// To [`Read::Book`].
    Book(Known),
    /// To [`Read::Places`].
    Places(Places),
    /// To [`Read::Ticket`].
    Ticket(Box<Ticket>),
    /// To [`Read::Drafts`].
    Drafts(Drafts),
    /// To [`Read::Outbox`].
    Outbox(Outbox),
    /// To [`Read::Doubt`].
    Doubt(Option<ClockDoubt>),
    /// To [`Read::Key`].
    Key(Box<Key>),
    /// To [`Read::FoundPart`].
    FoundPart(Box<Part>),
    /// To [`Read::Reach`]: it can, and this is what it can do.
    Reached(Box<Abilities>),
}

/// Something that changes the world. It runs to an outcome that is shown.
pub enum Write {
    /// Something done to a key, and why.
    Act {
        /// What, to which key.
        order: Order,
        /// The agent's reason.
        reason: String,
    },
    /// A code tested: this consumes it.
    Test {
        /// Which code on which key.
        test: Test,
        /// Whose key.
        login: String,
        /// The caller read a PIN aloud with it.
        pin_disclosed: bool,
    },
    /// A ticket filed; the draft goes once it is.
    File(Box<Draft>),
    /// Tickets changed, each with the moment at which it had last changed as far as the agent knows.
    Change {
        /// Which.
        tickets: Vec<(TicketId, Moment)>,
        /// How.
        what: What,
    },
    /// Words for a ticket that had last changed then, as far as the agent knows.
    Say {
        /// The words, redacted.
        remark: Box<Remark>,
        /// When.
        seen: Moment,
    },
    /// What waits in the outbox handed to the desk.
    Deliver,
    /// Something that waits: tried again at once, mended, given up.
    Outbox {
        /// Which.
        uuid: Uuid,
        /// What is to become of it.
        what: Fate,
    },
    /// The agent logs in again.
    LogIn {
        /// Password, PIN and code, or the answer to the server's question.
        secret: Secret<String>,
        /// What ties it to that question; empty for a first answer.
        transaction: String,
    },
    /// The agent logs in at the desk, which has logins of its own.
    EnterDesk(Secret<String>),
    /// A draft kept.
    SaveDraft(Box<Draft>),
    /// A draft thrown away.
    DropDraft(Uuid),
    /// The search for a found key begins: it is written down first, without the codes.
    BeginHunt(Arc<Hunt>),
    /// It ended.
    EndHunt {
        /// Its entry in the journal.
        entry: i64,
        /// How.
        end: HuntEnd,
    },
}

/// What an agent wants of something that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// To be sent at once. In doubt it goes a second time: the agent knows that it did not get there.
    Again,
    /// To be a draft again.
    Mend,
    /// To be forgotten: it is there already, or not wanted any more.
    GiveUp,
}

/// How the search for a found key ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HuntEnd {
    /// Every key was compared.
    Done {
        /// Keys that showed the codes.
        found: usize,
        /// Keys compared.
        keys: u64,
    },
    /// The agent stopped it.
    Cancelled,
    /// The store failed.
    Failed,
}

/// What a [`Write`] led to.
pub enum Outcome {
    /// To [`Write::Act`].
    Acted {
        /// What was done.
        act: KeyAct,
        /// To which key.
        serial: String,
        /// What must be known of it.
        caution: Option<Caution>,
    },
    /// To [`Write::Test`].
    Tested(Box<Verdict>),
    /// To [`Write::File`].
    Filed(Filed),
    /// To [`Write::File`] where the desk does not have it, or may not: it waits in the outbox.
    Queued {
        /// How far it has come.
        stage: Stage,
        /// Why, in the desk's words. Text from outside.
        words: String,
    },
    /// To [`Write::Change`].
    Changed {
        /// How.
        what: What,
        /// Each ticket, and whether it was changed.
        results: Vec<(TicketId, Result<(), DeskFault>)>,
    },
    /// To [`Write::Deliver`].
    Delivered(Round),
    /// To [`Write::Outbox`] with [`Fate::Mend`]: the draft, if it was still there to be mended.
    Mended(Option<Box<Draft>>),
    /// To [`Write::Outbox`] with [`Fate::GiveUp`].
    GivenUp,
    /// To [`Write::LogIn`]: what is allowed from now on.
    LoggedIn(Box<Abilities>),
    /// To [`Write::EnterDesk`].
    DeskEntered,
    /// To [`Write::LogIn`]: the server asks for something more.
    LoginAsks {
        /// What ties the next answer to this one.
        transaction: String,
        /// The server's question. Text from outside.
        question: String,
    },
    /// To [`Write::SaveDraft`].
    Saved {
        /// When.
        at: Moment,
        /// The draft's name from now on, if another console had written, filed or dropped the old
        /// one: both texts are kept.
        renamed: Option<Uuid>,
    },
    /// To [`Write::DropDraft`].
    Dropped,
    /// To [`Write::BeginHunt`]: the entry in the journal.
    HuntBegun(i64),
    /// To [`Write::EndHunt`].
    HuntEnded,
}

/// What a desk has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The ticket that was filed, or that words were added to.
    pub id: TicketId,
    /// What the desk did not keep of it.
    pub unkept: Vec<Unkept>,
}

/// Why something was not done. Each has its sentence in `text`.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The token backend.
    #[error(transparent)]
    Backend(#[from] Fault),
    /// The ticket desk.
    #[error(transparent)]
    Desk(#[from] DeskFault),
    /// A draft.
    #[error(transparent)]
    Draft(#[from] DraftFault),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// A file that was named does not go with a ticket.
    #[error("picture: {why}")]
    Picture {
        /// Which.
        path: String,
        /// Why.
        why: PictureFault,
    },
    /// The journal could not be written, so the act was refused.
    #[error("journal: {0}")]
    Journal(StoreFault),
}
