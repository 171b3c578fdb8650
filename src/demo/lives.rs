//! What happened to a key before the demo begins, told to the store, which plays it.

use crate::domain::moment::Span;

/// The life of one key of the demo.
///
/// Ages count back from the moment the academy was made for. They are ordered: assigned, then last
/// used, then the age in the story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// The key, as in the key file.
    pub serial: String,
    /// Its holder, as in the people file; `None` in stock.
    pub login: Option<String>,
    /// Since when the holder has it; `None` in stock.
    pub assigned_ago: Option<Span>,
    /// Last accepted code; `None` if never. A button key's last used counter is the one before the
    /// next counter in the key file.
    pub last_used_ago: Option<Span>,
    /// What the virtual key adds: steps by which its clock is ahead of a right one, or presses
    /// beyond the next counter for a button key.
    pub drift: i32,
    /// What the store knows of it: the drift of a clock as of its last use. Nothing of a clock that
    /// went astray since, nor of idle presses.
    pub learned_drift: i32,
    /// The state it is in.
    pub story: Story,
}

/// The states of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Story {
    /// New, nobody's.
    InStock,
    /// Given back by a holder who left: nobody's again, but its used codes stay used.
    Returned {
        /// When.
        ago: Span,
    },
    /// Handed over, but not activated with login, activation code and serial (Poitiers' first step).
    NeverActivated,
    /// The next login is the six digits alone, then the PIN is created.
    FirstLoginPending,
    /// PIN created, but the confirmation with PIN and next code never came (notice of Nantes, step 4).
    PinToConfirm {
        /// When the PIN was created.
        ago: Span,
    },
    /// In service.
    InUse {
        /// Failures in a row since the last login, below the limit of ten.
        fails: u32,
    },
    /// Ten failures in a row.
    Locked {
        /// When the tenth came.
        ago: Span,
    },
    /// Put out of service, to come back or not.
    Suspended {
        /// When.
        ago: Span,
        /// What the holder reported.
        because: Because,
    },
    /// After its last day, which is in the key file.
    Expired {
        /// Age of the last day, give or take a day.
        ago: Span,
    },
    /// Before its first day, which is in the key file; PIN to create.
    NotYetValid {
        /// Until the first day, give or take a day.
        ahead: Span,
    },
    /// Another key took its place.
    Replaced {
        /// Serial of the other, which has the same holder.
        by: String,
        /// When.
        ago: Span,
    },
    /// Withdrawn for good.
    Revoked {
        /// When.
        ago: Span,
    },
    /// An agent cleared the PIN and the holder has not created another: until then the key alone
    /// opens the account.
    PinClearedAndForgotten {
        /// When.
        ago: Span,
    },
    /// In service as far as the store knows; its clock or counter went far beyond the window.
    FarDrift,
}

/// Why a key was suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// Not found any more.
    Lost,
    /// Taken by somebody.
    Stolen,
    /// Somebody else knows the PIN.
    PinKnown,
}

#[cfg(test)]
#[path = "lives_tests.rs"]
mod tests;
