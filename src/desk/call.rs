//! What became of a request to a ticket server: surely not done, or perhaps done.

use super::DeskFault;
use crate::net::{self, Trouble, Unanswered};

/// Why a call has no answer to use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallFault {
    /// The server has not done it.
    Unsent(Trouble),
    /// The server may have done it.
    Lost(Trouble),
    /// The server does not know the agent any more, and has not done it.
    LoginOver,
    /// No such thing, or none that the agent may see.
    NotFound,
    /// The server says no, in its user's language.
    Refused(String),
}

impl CallFault {
    /// Of a question.
    pub fn of_reading(self) -> DeskFault {
        match self {
            Self::Lost(Trouble::Nonsense) => DeskFault::Broken(Trouble::Nonsense.word().to_owned()),
            Self::Unsent(why) | Self::Lost(why) => DeskFault::Unreachable(why.word().to_owned()),
            other => other.of_writing(),
        }
    }

    /// Of an order.
    pub fn of_writing(self) -> DeskFault {
        match self {
            Self::Unsent(why) => DeskFault::Unreachable(why.word().to_owned()),
            Self::Lost(_) => DeskFault::Doubtful,
            Self::LoginOver => DeskFault::LoginOver,
            Self::NotFound => DeskFault::NotFound,
            Self::Refused(words) => DeskFault::Refused(words),
        }
    }
}

/// Of a request that was not answered.
pub fn of_sending(fault: &reqwest::Error) -> CallFault {
    match net::of_sending(fault) {
        Unanswered::Unsent(why) => CallFault::Unsent(why),
        Unanswered::Lost(why) => CallFault::Lost(why),
    }
}
