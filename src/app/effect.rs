//! What the model asks of the shell.

use crate::service::request::{Read, Write};
use crate::ui::clip::Clip;

/// A kind of question: a new one in the same slot cancels the old, a late answer is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Hits of the search.
    Find,
    /// The card beside the hits.
    Preview,
    /// The open card.
    Card,
    /// Open tickets of the card's person.
    CardTickets,
    /// Keys in stock.
    Stock,
    /// Events that follow a new PIN.
    Follow,
    /// Watched keys.
    Loose,
    /// Drafts.
    Drafts,
    /// What waits to be sent.
    Outbox,
    /// The list of tickets.
    Tickets,
    /// One ticket.
    Ticket,
    /// Tickets about the same as the one that is being written, known here.
    Twins,
    /// The same, asked of the desk.
    TwinsAtDesk,
    /// What the files of a ticket are.
    Pictures,
    /// What a path can become.
    Completion,
    /// Where tickets may go.
    Places,
    /// Words for a ticket that were not sent.
    Jots,
    /// What happened to a ticket while words for it were written.
    News,
    /// Whether the clock can be believed.
    Doubt,
    /// A part of the search for a found key.
    FoundPart,
    /// Whether the server is back.
    Reach,
}

/// A kind of alarm: a new one replaces the old.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timer {
    /// The cursor rests on a hit: show its card.
    Rest,
    /// The gauge of a code.
    Gauge,
    /// A card is slow to come: what stands in its place goes.
    Late,
    /// Ages on a card.
    Ages,
    /// Ask for new events.
    Follow,
    /// Typing paused: keep the draft.
    Pause,
    /// A question takes long enough to say so.
    Waiting,
    /// The oldest watched key is due.
    Watch,
    /// A snapshot has aged by a minute, or has expired.
    Snapshot,
    /// Without network: look whether the server is back.
    Reach,
    /// Something in the outbox is due.
    Outbox,
    /// A notice to a holder is due.
    Notices,
}

impl Timer {
    /// Alarms of what is on the screen: a layer that covers the others silences them.
    pub const SEEN: [Self; 5] = [Self::Rest, Self::Gauge, Self::Late, Self::Ages, Self::Follow];
}

/// What the shell must do.
pub enum Effect {
    /// Ask; the answer comes back with the same slot and id.
    Ask {
        /// The kind.
        slot: Slot,
        /// Which one.
        id: u64,
        /// The question.
        read: Read,
    },
    /// Nobody waits for the answer any more.
    Forget(Slot),
    /// Do; the outcome comes back with the same id, whatever happens meanwhile.
    Do {
        /// Which one.
        id: u64,
        /// The deed.
        write: Write,
    },
    /// Wake the model after so many milliseconds.
    Wake {
        /// The kind.
        timer: Timer,
        /// Milliseconds.
        after: u64,
    },
    /// Do not wake it.
    Sleep(Timer),
    /// What is asked and done from now on goes to the spare side, or to the console's own again.
    Turn {
        /// To the spare side.
        away: bool,
    },
    /// To the clipboard of the terminal.
    Copy(Clip),
    /// Mouse on or off.
    Mouse(bool),
    /// Leave the program.
    Quit,
}
