//! What may be asked of the world, and what comes back: plain values, so that screens can ask
//! without waiting and tests can look at what was asked.

use std::sync::Arc;

use crate::backend::{Abilities, Caution, Fault, Find, Found, Order, Test};
use crate::desk::sender::Round;
use crate::desk::{self, DeskFault, Filter, Places, TicketPage, What};
use crate::domain::clock::ClockDoubt;
use crate::domain::delivery::Stage;
use crate::domain::found::{Hunt, Part};
use crate::domain::key::{Key, KeyAct};
use crate::domain::moment::Moment;
use crate::domain::notice::Announced;
use crate::domain::person::{Card, Event, Loose};
use crate::domain::secret::Secret;
use crate::domain::ticket::{Draft, Jot, Likeness, Look, Remark, Ticket, TicketId, Unkept, Uuid};
use crate::domain::verdict::Verdict;
use crate::notify::courier;
use crate::service::tickets::Known;
use crate::service::twins::Twins;
use crate::store::StoreFault;
use crate::store::drafts::{DraftFault, Drafts};
use crate::store::outbox::{Mended, Outbox};
use crate::store::pictures::{Completion, Facts, PictureFault};

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
    /// Tickets about the same as a draft, as far as this machine knows.
    Twins(Likeness),
    /// The same, as far as the desk tells.
    TwinsAtDesk(Likeness),
    /// What files are, by their paths.
    Pictures(Vec<String>),
    /// What a path of a file can become.
    Complete(String),
    /// One ticket.
    Ticket(TicketId),
    /// Unfinished tickets of this agent.
    Drafts,
    /// Words for tickets that this agent has not sent.
    Jots,
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
    /// To [`Read::Twins`] and [`Read::TwinsAtDesk`].
    Twins(Twins),
    /// To [`Read::Pictures`], each by its path.
    Pictures(Vec<(String, Result<Facts, PictureFault>)>),
    /// To [`Read::Complete`].
    Completed(Completion),
    /// To [`Read::Ticket`].
    Ticket(Box<Ticket>),
    /// To [`Read::Drafts`].
    Drafts(Drafts),
    /// To [`Read::Jots`], the newest first.
    Jots(Vec<Jot>),
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
    /// A ticket that is no matter of keys: sent on to a queue, with words, unless it changed since then as
    /// far as the agent knows.
    Refer {
        /// The words, redacted.
        remark: Box<Remark>,
        /// When.
        seen: Moment,
        /// Which queue.
        queue: String,
    },
    /// What waits in the outbox handed to the desk.
    Deliver,
    /// Notices handed to the way to the holders.
    Tell,
    /// A notice that waits: sent at once, given up.
    Notice {
        /// Which.
        uuid: Uuid,
        /// What is to become of it.
        what: Fate,
    },
    /// Something that waits: tried again at once, mended, given up.
    Outbox {
        /// Which.
        uuid: Uuid,
        /// What is to become of it.
        what: Fate,
    },
    /// A ticket that the agent carried to a page.
    Carry {
        /// Which, in the outbox.
        uuid: Uuid,
        /// The number that the page gave it; empty if it gave none.
        number: String,
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
    /// Words for a ticket kept, redacted.
    SaveJot(Box<Jot>),
    /// Words for a ticket thrown away.
    DropJot(Uuid),
    /// A look at the list of tickets kept, or renamed.
    KeepLook(Box<Look>),
    /// A look kept no more.
    DropLook(Uuid),
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
        /// Whether the holder is told; `None` where there is nothing to tell.
        telling: Option<Announced>,
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
    /// To [`Write::Tell`], and to [`Write::Notice`] with [`Fate::Again`].
    Told(courier::Round),
    /// To [`Write::Notice`] with [`Fate::GiveUp`].
    NoticeGivenUp,
    /// To [`Write::Outbox`] with [`Fate::Mend`]: the draft or the words, if still there to be mended.
    Mended(Option<Box<Mended>>),
    /// To [`Write::Outbox`] with [`Fate::GiveUp`].
    GivenUp,
    /// To [`Write::Carry`]: the ticket as it is kept here.
    Carried {
        /// Its name here.
        id: TicketId,
        /// Its number at the page; empty if it gave none.
        number: String,
    },
    /// To [`Write::LogIn`]: what is allowed from now on.
    LoggedIn(Box<Abilities>),
    /// To [`Write::EnterDesk`]: what the desk allows from now on.
    DeskEntered(desk::Abilities),
    /// To [`Write::LogIn`]: the server asks for something more.
    LoginAsks {
        /// What ties the next answer to this one.
        transaction: String,
        /// The server's question. Text from outside.
        question: String,
    },
    /// To [`Write::SaveDraft`] and [`Write::SaveJot`].
    Saved {
        /// When.
        at: Moment,
        /// The draft's name from now on, if another console had written, filed or dropped the old
        /// one: both texts are kept.
        renamed: Option<Uuid>,
    },
    /// To [`Write::DropDraft`] and [`Write::DropJot`].
    Dropped,
    /// To [`Write::KeepLook`] and [`Write::DropLook`].
    Looks,
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
