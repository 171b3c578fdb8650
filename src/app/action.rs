//! The action table: everything a user can do, with its keys and where it lives. The footer, the
//! help page, the palette and docs/keys.md are read from here.

use crate::desk::ChangeKind;
use crate::domain::key::KeyAct;

/// Where an action lives. Scopes of the layer in front come first, then [`Scope::Everywhere`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// On every screen.
    Everywhere,
    /// In every list.
    List,
    /// On the search screen.
    Search,
    /// On a person's card.
    Card,
    /// While a code is typed.
    Code,
    /// While the steps of a new PIN are followed.
    Follow,
    /// In a dialog about a key.
    Dialog,
    /// In the search for a found key.
    Found,
    /// In the ticket form.
    Form,
    /// In the list of tickets.
    Tickets,
    /// On one ticket.
    Ticket,
    /// Wherever tickets are changed.
    Triage,
    /// In the outbox.
    Outbox,
    /// While words for a ticket are written.
    Words,
    /// While a ticket is carried to a web page.
    Page,
}

/// Everything a user can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Show the keys of this screen.
    Help,
    /// Find an action by name.
    Palette,
    /// Leave this layer.
    Back,
    /// Leave the program.
    Quit,
    /// Mouse on or off.
    Mouse,
    /// Next theme.
    Theme,
    /// Go offline, or look for the server.
    Offline,
    /// Log in to the server again.
    LogIn,
    /// The list of tickets.
    Tickets,
    /// Search the vault for a found key.
    FoundKey,
    /// Read again.
    Refresh,
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// One window up.
    PageUp,
    /// One window down.
    PageDown,
    /// First row.
    First,
    /// Last row.
    Last,
    /// Open the row.
    Open,
    /// Suspend the key of the watched row.
    SuspendWatched,
    /// The next key of this person.
    NextKey,
    /// Test a code.
    Test,
    /// Do something to the key.
    Act(KeyAct),
    /// Watch the caller create a PIN.
    Follow,
    /// Write a ticket.
    NewTicket,
    /// Send what was typed.
    Submit,
    /// Next field.
    NextField,
    /// Previous field.
    PreviousField,
    /// Next answer of a field with fixed answers.
    NextChoice,
    /// File the ticket.
    File,
    /// Throw the draft away.
    Discard,
    /// Take a file away from the ticket.
    Detach,
    /// Open the ticket that is about the same.
    OpenTwin,
    /// Add what was written to that ticket instead of filing another.
    JoinTwin,
    /// Compare the code typed; without one, open the chosen lead.
    Seek,
    /// Look further for a found key.
    Widen,
    /// Look at other tickets.
    NextFilter,
    /// The same, the other way round.
    PreviousFilter,
    /// Filter as one types.
    Filter,
    /// Mark the line for a change of several.
    Mark,
    /// Change the marked tickets, or this one.
    Change(ChangeKind),
    /// What waits to be sent.
    Outbox,
    /// Send it at once.
    SendAgain,
    /// Make it a draft again.
    Mend,
    /// Forget it.
    GiveUp,
    /// Carry it to the academy's page.
    Carry,
    /// This field is on the page; go on to the next.
    MarkDone,
    /// Send this field to the clipboard of the terminal.
    CopyField,
    /// Words for colleagues.
    Comment,
    /// Words for whom the ticket is about.
    Reply,
    /// Send them.
    Send,
    /// The card of a ticket's person.
    Person,
    /// Ask the holder for what the ticket lacks.
    AskMissing,
    /// The ticket is no matter of keys.
    NotOtp,
    /// Choose a ready answer.
    ReadyReply,
    /// Keep this look and filter under a name, or rename the look.
    KeepLook,
    /// Keep this look no more.
    DropLook,
}

/// One row of the table.
pub struct Entry {
    /// What it does.
    pub action: Action,
    /// Its name in the palette's file-safe form and in docs/keys.md; never translated.
    pub word: &'static str,
    /// Where.
    pub scope: Scope,
    /// Keys, separated by spaces; none means the palette only.
    pub keys: &'static str,
    /// Its place in the footer, 0 for none.
    pub footer: u8,
}

const fn row(action: Action, word: &'static str, scope: Scope, keys: &'static str, footer: u8) -> Entry {
    Entry { action, word, scope, keys, footer }
}

/// The table. Within a scope no key stands twice; a test checks it.
pub const ACTIONS: &[Entry] = &[
    row(Action::Open, "open", Scope::Search, "enter", 1),
    row(Action::SuspendWatched, "suspend-watched", Scope::Search, "f8", 3),
    row(Action::Test, "test-code", Scope::Card, "t", 1),
    row(Action::Act(KeyAct::ClearPin), "clear-pin", Scope::Card, "p", 2),
    row(Action::Act(KeyAct::Resync), "resync", Scope::Card, "s", 3),
    row(Action::Act(KeyAct::Unlock), "unlock", Scope::Card, "u", 4),
    row(Action::Act(KeyAct::Suspend), "suspend", Scope::Card, "l", 5),
    row(Action::Act(KeyAct::Enable), "enable", Scope::Card, "e", 6),
    row(Action::NewTicket, "new-ticket", Scope::Card, "n", 7),
    row(Action::Act(KeyAct::Assign), "assign", Scope::Card, "a", 8),
    row(Action::Act(KeyAct::Replace), "replace", Scope::Card, "r", 9),
    row(Action::Act(KeyAct::Unassign), "unassign", Scope::Card, "x", 10),
    row(Action::Follow, "follow-new-pin", Scope::Card, "f", 11),
    row(Action::NextKey, "next-key", Scope::Card, "tab", 12),
    row(Action::Submit, "submit-code", Scope::Code, "enter", 1),
    row(Action::Test, "another-code", Scope::Follow, "t", 2),
    row(Action::Act(KeyAct::Suspend), "suspend-followed", Scope::Follow, "l", 3),
    row(Action::Submit, "confirm", Scope::Dialog, "enter", 1),
    row(Action::NextField, "next-field", Scope::Dialog, "tab", 2),
    row(Action::PreviousField, "previous-field", Scope::Dialog, "shift-tab", 0),
    row(Action::Seek, "seek", Scope::Found, "enter", 1),
    row(Action::Widen, "widen", Scope::Found, "tab", 2),
    row(Action::NextField, "form-next-field", Scope::Form, "tab", 2),
    row(Action::PreviousField, "form-previous-field", Scope::Form, "shift-tab", 0),
    row(Action::NextChoice, "next-choice", Scope::Form, "f6", 3),
    row(Action::File, "file-ticket", Scope::Form, "ctrl-s", 1),
    row(Action::OpenTwin, "open-same", Scope::Form, "f8", 1),
    row(Action::JoinTwin, "add-to-same", Scope::Form, "ctrl-t", 1),
    row(Action::Detach, "take-file-away", Scope::Form, "ctrl-x", 3),
    row(Action::Discard, "discard-draft", Scope::Form, "ctrl-d", 4),
    row(Action::Open, "open-ticket", Scope::Tickets, "enter", 1),
    row(Action::NextFilter, "next-filter", Scope::Tickets, "tab", 2),
    row(Action::PreviousFilter, "previous-filter", Scope::Tickets, "shift-tab", 0),
    row(Action::Filter, "filter", Scope::Tickets, "/", 3),
    row(Action::Mark, "mark", Scope::Tickets, "space", 10),
    row(Action::KeepLook, "keep-view", Scope::Tickets, "s", 11),
    row(Action::DropLook, "drop-view", Scope::Tickets, "x", 12),
    row(Action::Change(ChangeKind::Take), "take-ticket", Scope::Triage, "p", 4),
    row(Action::Change(ChangeKind::State), "ticket-state", Scope::Triage, "e", 5),
    row(Action::Change(ChangeKind::Assign), "assign-ticket", Scope::Triage, "a", 6),
    row(Action::Change(ChangeKind::Route), "route-ticket", Scope::Triage, "f", 7),
    row(Action::Change(ChangeKind::Priority), "ticket-priority", Scope::Triage, "u", 8),
    row(Action::Change(ChangeKind::Merge), "merge-ticket", Scope::Triage, "m", 9),
    row(Action::Person, "person-of-ticket", Scope::Ticket, "enter", 1),
    row(Action::Comment, "comment", Scope::Ticket, "c", 2),
    row(Action::Reply, "reply", Scope::Ticket, "r", 3),
    row(Action::AskMissing, "ask-missing", Scope::Ticket, "d", 10),
    row(Action::NotOtp, "not-otp", Scope::Ticket, "o", 11),
    row(Action::Send, "send-words", Scope::Words, "ctrl-s", 1),
    row(Action::ReadyReply, "ready-reply", Scope::Words, "f6", 2),
    row(Action::Discard, "discard-words", Scope::Words, "ctrl-d", 3),
    row(Action::SendAgain, "send-again", Scope::Outbox, "r", 1),
    row(Action::Mend, "mend", Scope::Outbox, "enter", 2),
    row(Action::Carry, "carry", Scope::Outbox, "p", 1),
    row(Action::MarkDone, "page-field-done", Scope::Page, "enter", 1),
    row(Action::CopyField, "copy-field", Scope::Page, "y", 2),
    row(Action::GiveUp, "give-up", Scope::Outbox, "x", 3),
    row(Action::Up, "up", Scope::List, "up", 0),
    row(Action::Down, "down", Scope::List, "down", 0),
    row(Action::PageUp, "page-up", Scope::List, "pageup", 0),
    row(Action::PageDown, "page-down", Scope::List, "pagedown", 0),
    row(Action::First, "first", Scope::List, "ctrl-home", 0),
    row(Action::Last, "last", Scope::List, "ctrl-end", 0),
    row(Action::Tickets, "tickets", Scope::Everywhere, "f4", 13),
    row(Action::FoundKey, "found-key", Scope::Everywhere, "f7", 18),
    row(Action::Outbox, "outbox", Scope::Everywhere, "f12", 0),
    row(Action::Refresh, "refresh", Scope::Everywhere, "f5", 0),
    row(Action::Palette, "palette", Scope::Everywhere, ": ctrl-p", 14),
    row(Action::Help, "help", Scope::Everywhere, "? f1", 15),
    row(Action::Back, "back", Scope::Everywhere, "esc", 16),
    row(Action::Offline, "offline", Scope::Everywhere, "f2", 1),
    row(Action::LogIn, "log-in", Scope::Everywhere, "f3", 1),
    row(Action::Mouse, "mouse", Scope::Everywhere, "f9", 0),
    row(Action::Theme, "theme", Scope::Everywhere, "f10", 0),
    row(Action::Quit, "quit", Scope::Everywhere, "ctrl-q ctrl-c", 17),
];
