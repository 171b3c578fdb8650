//! The fields of a ticket. The notice of Nantes is the only one that lists them; the others take
//! its list, less what their own notice forbids.

use serde::Deserialize;

use super::Ask;

/// One of the eight items of the Nantes notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TicketField {
    /// Name, function, school or office.
    Identity,
    /// Academic mail address.
    Mail,
    /// Number to call back, and when.
    Callback,
    /// What it is about, precisely.
    Subject,
    /// What happens, with the error messages.
    Description,
    /// Logins concerned.
    Accounts,
    /// Serial of the key.
    Serial,
    /// Pictures of the screen.
    Screenshots,
}

impl TicketField {
    /// In the order of the notice.
    pub const ALL: [Self; 8] = [
        Self::Identity,
        Self::Mail,
        Self::Callback,
        Self::Subject,
        Self::Description,
        Self::Accounts,
        Self::Serial,
        Self::Screenshots,
    ];

    /// What Nantes wants, and an academy whose notice gives no list.
    pub fn default_need(self) -> Need {
        match self {
            Self::Screenshots => Need::Recommended,
            _ => Need::Required,
        }
    }

    /// What filling the field asks of the caller, if a profile can forbid it.
    pub fn asks(self) -> Option<Ask> {
        match self {
            Self::Identity => Some(Ask::Name),
            Self::Mail => Some(Ask::Mail),
            Self::Callback => Some(Ask::CallbackNumber),
            Self::Accounts => Some(Ask::Login),
            Self::Serial => Some(Ask::Serial),
            Self::Subject | Self::Description | Self::Screenshots => None,
        }
    }
}

/// How much a ticket needs a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// No ticket without it.
    Required,
    /// Helps.
    Recommended,
    /// The field does not exist.
    Forbidden,
}
