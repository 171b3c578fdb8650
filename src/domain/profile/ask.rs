//! What can be asked of a caller, and where.

use serde::Deserialize;

/// A way a caller and an agent meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// A call.
    Phone,
    /// A request form.
    Web,
    /// A mail.
    Mail,
    /// Face to face.
    OnSite,
}

impl Channel {
    /// Every channel with its name in the files.
    pub const WORDS: [(Self, &'static str); 4] =
        [(Self::Phone, "phone"), (Self::Web, "web"), (Self::Mail, "mail"), (Self::OnSite, "on-site")];
}

/// Everything one might ask. Closed, so that no profile can ask for what nobody thought about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// Family and given name.
    Name,
    /// Function.
    Role,
    /// School or office.
    School,
    /// Mail address of record.
    Mail,
    /// Number to call back. Declared by the caller: it proves nothing about who called.
    CallbackNumber,
    /// The message on the caller's screen.
    ErrorMessage,
    /// The digits shown on the key, they alone.
    SixDigits,
    /// What the caller types as identifier.
    Login,
    /// The number engraved on the key.
    Serial,
    /// The code handed out to activate a key.
    ActivationCode,
    /// The holder's own code.
    Pin,
    /// Password of the account.
    Password,
    /// Civil-service number of education staff.
    Numen,
}

impl Ask {
    /// Every entry with its name in the files.
    pub const WORDS: [(Self, &'static str); 13] = [
        (Self::Name, "name"),
        (Self::Role, "role"),
        (Self::School, "school"),
        (Self::Mail, "mail"),
        (Self::CallbackNumber, "callback-number"),
        (Self::ErrorMessage, "error-message"),
        (Self::SixDigits, "six-digits"),
        (Self::Login, "login"),
        (Self::Serial, "serial"),
        (Self::ActivationCode, "activation-code"),
        (Self::Pin, "pin"),
        (Self::Password, "password"),
        (Self::Numen, "numen"),
    ];

    /// What no profile may ask, on any channel.
    pub const SECRET: [Self; 3] = [Self::Pin, Self::Password, Self::Numen];

    /// What every profile must say it never asks, so that the agent always reads it.
    pub const ALWAYS_NEVER: [Self; 2] = [Self::Pin, Self::Password];

    /// The name in the files.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(ask, _)| *ask == self).map_or("", |(_, word)| word)
    }
}

/// One list for each channel. All four are written out in a file: a silence would be a guess.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "a table of the channels")]
pub struct PerChannel {
    phone: Vec<Ask>,
    web: Vec<Ask>,
    mail: Vec<Ask>,
    on_site: Vec<Ask>,
}

impl PerChannel {
    /// The list of one channel, in the file's order.
    pub fn on(&self, channel: Channel) -> &[Ask] {
        match channel {
            Channel::Phone => &self.phone,
            Channel::Web => &self.web,
            Channel::Mail => &self.mail,
            Channel::OnSite => &self.on_site,
        }
    }

    pub(super) fn on_mut(&mut self, channel: Channel) -> &mut Vec<Ask> {
        match channel {
            Channel::Phone => &mut self.phone,
            Channel::Web => &mut self.web,
            Channel::Mail => &mut self.mail,
            Channel::OnSite => &mut self.on_site,
        }
    }
}
