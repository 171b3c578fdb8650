//! What happens to the model.

use crossterm::event::KeyEvent;

use super::effect::{Slot, Timer};
use crate::service::request::{Answer, Failure, Outcome};

/// One message. The moment comes with it, see [`super::App::update`].
pub enum Msg {
    /// The first message.
    Start,
    /// A key was pressed.
    Key(KeyEvent),
    /// Text was pasted, as the terminal gave it.
    Paste(String),
    /// A row of the screen was clicked.
    Click {
        /// Column.
        x: u16,
        /// Row.
        y: u16,
    },
    /// The wheel was turned; negative is up.
    Wheel(i8),
    /// The terminal has a new size.
    Resize(u16, u16),
    /// An alarm.
    Woke(Timer),
    /// An answer to [`super::effect::Effect::Ask`].
    Answer {
        /// The kind.
        slot: Slot,
        /// Which one.
        id: u64,
        /// What came.
        result: Result<Answer, Failure>,
    },
    /// The outcome of [`super::effect::Effect::Do`].
    Done {
        /// Which one.
        id: u64,
        /// What came of it.
        result: Result<Outcome, Failure>,
    },
    /// The terminal is going away: keep what can be kept.
    HangUp,
}
