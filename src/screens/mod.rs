//! The screens: one file each, with its state, its update and its drawing.
//!
//! To add one: a file here, a variant of [`Layer`], its rows in `app/action.rs`, its sentences in
//! `text`. The compiler names every forgotten arm.

pub mod act;
pub mod call;
pub mod card;
pub mod change;
pub mod code;
pub mod compose;
pub mod elsewhere;
pub mod follow;
pub mod found;
pub mod frame;
pub mod help;
pub mod home;
pub mod keys;
pub mod login;
pub mod look;
pub mod outbox;
pub mod page;
pub mod palette;
pub mod person;
pub mod ticket;
pub mod tickets;
pub mod words;

use crossterm::event::{KeyCode, KeyEvent};

use crate::app::action::{Action, Scope};
use crate::app::cx::{Cx, Session};
use crate::app::effect::{Slot, Timer};
use crate::domain::moment::Moment;
use crate::service::request::{Answer, Failure, Outcome};
use crate::ui::pen::Pen;

/// What drawing may look at besides the screen itself.
pub struct View<'a> {
    /// Now, as far as the model knows.
    pub now: Moment,
    /// The session.
    pub session: &'a Session,
}

/// What every screen does; most do little of it. A `true` means that what is seen changed.
pub trait Screen {
    /// The scopes whose keys are live, front first.
    fn scopes(&self) -> &'static [Scope];
    /// Whether a field has the focus, so that letters type.
    fn typing(&self) -> bool {
        false
    }
    /// Whether a key that could type is a command here all the same.
    fn commands(&self, _key: KeyEvent) -> bool {
        false
    }
    /// Whether the layer below stays visible around this one.
    fn floats(&self) -> bool {
        false
    }
    /// Whether it waits for an answer before it can take keys: they are kept and typed again when it
    /// has come. Only Esc gets through.
    fn holds(&self) -> bool {
        false
    }
    /// Whether an action has a meaning right now: what the footer offers.
    fn offers(&self, _action: Action, _now: Moment) -> bool {
        true
    }
    /// Takes a key that no action claimed, or that types.
    fn key(&mut self, _key: KeyEvent, _cx: &mut Cx) -> bool {
        false
    }
    /// Takes a paste.
    fn paste(&mut self, _text: &str, _cx: &mut Cx) -> bool {
        false
    }
    /// Takes a click.
    fn click(&mut self, _x: u16, _y: u16, _cx: &mut Cx) -> bool {
        false
    }
    /// Takes an action; `false` leaves it to the application.
    fn act(&mut self, action: Action, cx: &mut Cx) -> bool;
    /// It became the front layer.
    fn entered(&mut self, _cx: &mut Cx) {}
    /// Who is asked has changed, and what was asked is forgotten: what is seen is read again, what is
    /// typed stays. A layer that nobody sees is entered when it is seen again.
    fn turned(&mut self, cx: &mut Cx) {
        if !cx.covered() {
            self.entered(cx);
        }
    }
    /// It was closed.
    fn left(&mut self, _cx: &mut Cx) {}
    /// The terminal has a new size.
    fn resized(&mut self, _cx: &mut Cx) {}
    /// The program ends: keep what can be kept.
    fn hang_up(&mut self, _cx: &mut Cx) {}
    /// An alarm rang.
    fn woke(&mut self, _timer: Timer, _cx: &mut Cx) -> bool {
        false
    }
    /// Whether it is the one that asks in this slot.
    fn asks(&self, _slot: Slot) -> bool {
        false
    }
    /// The answer to its question.
    fn answer(&mut self, _slot: Slot, _result: Result<Answer, Failure>, _cx: &mut Cx) -> bool {
        false
    }
    /// An outcome; `true` if it was its own.
    fn done(&mut self, _id: u64, _result: &Result<Outcome, Failure>, _cx: &mut Cx) -> bool {
        false
    }
    /// Draws itself.
    fn draw(&self, view: &View, pen: &mut Pen);
}

/// A layer of the screen.
pub enum Layer {
    /// Search.
    Home(Box<home::Home>),
    /// A person's card.
    Card(Box<card::CardScreen>),
    /// Testing a code.
    Code(Box<code::CodeScreen>),
    /// Following a new PIN.
    Follow(Box<follow::Follow>),
    /// A dialog about a key.
    Act(Box<act::ActDialog>),
    /// Searching a found key.
    Found(Box<found::FoundScreen>),
    /// The ticket form.
    Compose(Box<compose::Compose>),
    /// The list of tickets.
    Tickets(Box<tickets::TicketList>),
    /// One ticket.
    Ticket(Box<ticket::TicketScreen>),
    /// A change of tickets.
    Change(Box<change::ChangeDialog>),
    /// Words for a ticket.
    Words(Box<words::Words>),
    /// A ticket that is no matter of keys.
    Elsewhere(Box<elsewhere::Elsewhere>),
    /// The name of a look.
    Look(Box<look::LookDialog>),
    /// A ticket carried to a web page.
    Page(Box<page::PageScreen>),
    /// What waits to be sent.
    Outbox(Box<outbox::OutboxScreen>),
    /// The keys of the layer below.
    Help(Box<help::Help>),
    /// Logging in again.
    Login(Box<login::LoginScreen>),
    /// Actions by name.
    Palette(Box<palette::Palette>),
}

impl Layer {
    /// The screen inside.
    pub fn screen(&mut self) -> &mut dyn Screen {
        match self {
            Self::Home(screen) => screen.as_mut(),
            Self::Card(screen) => screen.as_mut(),
            Self::Code(screen) => screen.as_mut(),
            Self::Follow(screen) => screen.as_mut(),
            Self::Act(screen) => screen.as_mut(),
            Self::Found(screen) => screen.as_mut(),
            Self::Compose(screen) => screen.as_mut(),
            Self::Tickets(screen) => screen.as_mut(),
            Self::Ticket(screen) => screen.as_mut(),
            Self::Outbox(screen) => screen.as_mut(),
            Self::Page(screen) => screen.as_mut(),
            Self::Words(screen) => screen.as_mut(),
            Self::Elsewhere(screen) => screen.as_mut(),
            Self::Look(screen) => screen.as_mut(),
            Self::Change(screen) => screen.as_mut(),
            Self::Help(screen) => screen.as_mut(),
            Self::Login(screen) => screen.as_mut(),
            Self::Palette(screen) => screen.as_mut(),
        }
    }

    /// The screen inside, to look at.
    pub fn seen(&self) -> &dyn Screen {
        match self {
            Self::Home(screen) => screen.as_ref(),
            Self::Card(screen) => screen.as_ref(),
            Self::Code(screen) => screen.as_ref(),
            Self::Follow(screen) => screen.as_ref(),
            Self::Act(screen) => screen.as_ref(),
            Self::Found(screen) => screen.as_ref(),
            Self::Compose(screen) => screen.as_ref(),
            Self::Tickets(screen) => screen.as_ref(),
            Self::Ticket(screen) => screen.as_ref(),
            Self::Outbox(screen) => screen.as_ref(),
            Self::Page(screen) => screen.as_ref(),
            Self::Words(screen) => screen.as_ref(),
            Self::Elsewhere(screen) => screen.as_ref(),
            Self::Look(screen) => screen.as_ref(),
            Self::Change(screen) => screen.as_ref(),
            Self::Help(screen) => screen.as_ref(),
            Self::Login(screen) => screen.as_ref(),
            Self::Palette(screen) => screen.as_ref(),
        }
    }
}

/// Whether a key asks for help or the palette where nobody types such characters.
pub fn calls_for_help(key: KeyEvent) -> bool {
    matches!(key.code, KeyCode::Char('?' | ':'))
}
