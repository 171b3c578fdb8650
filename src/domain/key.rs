//! An OTP key as the counter sees it: what it is, the state it is in, what may be done to it.

use super::moment::Moment;
use super::otp::Shape;

/// The number engraved on the back of a key; compared to the letter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial(String);

impl Serial {
    /// Characters a serial may have.
    pub const MAX: usize = 40;

    /// 1 to [`Self::MAX`] visible ASCII characters, no space: what key files and backends agree on.
    pub fn parse(text: &str) -> Option<Self> {
        let right = (1..=Self::MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        right.then(|| Self(text.to_owned()))
    }

    /// The whole serial.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last four characters: enough to tell two keys of one person apart aloud.
    pub fn tail(&self) -> &str {
        let start = self.0.len().saturating_sub(4);
        self.0.get(start..).unwrap_or(&self.0)
    }
}

/// Where a key is in its life, as the backend records it. Locked, expired and not yet valid are
/// not here: they follow from counters and dates, see [`Key::standing`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// In a drawer, nobody's.
    InStock,
    /// Somebody's, but the holder has not activated it yet (Poitiers' first step).
    Assigned,
    /// In service.
    Active,
    /// Put aside, usually because it was lost; can come back.
    Suspended,
    /// Replaced, returned or revoked: never comes back.
    Retired,
}

/// What is known of the PIN. Never the PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pin {
    /// The holder has one.
    Set,
    /// The next login is the six digits alone, then the holder creates one.
    ToCreate,
    /// Created, but not confirmed by a login with the next code.
    ToConfirm,
    /// The backend does not tell.
    Unknown,
}

/// Whether a key can open a session now, and if not the one reason to name first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A right PASSCODE would be accepted.
    Usable,
    /// Retired for good.
    Retired,
    /// Suspended, usually lost.
    Suspended,
    /// After its last day.
    Expired,
    /// Before its first day.
    NotYetValid,
    /// Nobody's key.
    InStock,
    /// Assigned, never activated.
    NeverActivated,
    /// Too many failures in a row.
    Locked,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 8] = [
        Self::Usable,
        Self::InStock,
        Self::NeverActivated,
        Self::Locked,
        Self::Suspended,
        Self::Expired,
        Self::NotYetValid,
        Self::Retired,
    ];

    /// The name in the journal and in `--json`; never translated, never changed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Usable => "usable",
            Self::Retired => "retired",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
            Self::NotYetValid => "not-yet-valid",
            Self::InStock => "in-stock",
            Self::NeverActivated => "never-activated",
            Self::Locked => "locked",
        }
    }
}

/// One key with everything a card shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// Its name everywhere.
    pub serial: Serial,
    /// Maker and model, as the key file said.
    pub maker: String,
    /// How it makes codes.
    pub shape: Shape,
    /// Where it is in its life.
    pub life: Life,
    /// When `life` last changed, if recorded.
    pub since: Option<Moment>,
    /// PIN state.
    pub pin: Pin,
    /// Failures in a row.
    pub fails: u32,
    /// Failures at which it locks.
    pub max_fails: u32,
    /// The highest step ever used, none if never used. Codes at or below it are refused.
    pub last_step: Option<i64>,
    /// Learned clock error in steps; positive when the key runs ahead.
    pub drift: i64,
    /// First moment of validity.
    pub starts: Option<Moment>,
    /// First moment after validity.
    pub expires: Option<Moment>,
    /// Login of the holder.
    pub holder: Option<String>,
}

impl Key {
    /// The reason named first is the one that matters most on the phone: a key put aside was perhaps
    /// lost; a lock comes last, since unlocking a suspended or expired key would help nobody.
    pub fn standing(&self, now: Moment) -> Standing {
        let expired = self.expires.is_some_and(|end| now >= end);
        let early = self.starts.is_some_and(|start| now < start);
        match self.life {
            Life::Retired => Standing::Retired,
            Life::Suspended => Standing::Suspended,
            _ if expired => Standing::Expired,
            _ if early => Standing::NotYetValid,
            Life::InStock => Standing::InStock,
            Life::Assigned => Standing::NeverActivated,
            Life::Active if self.fails >= self.max_fails => Standing::Locked,
            Life::Active => Standing::Usable,
        }
    }

    /// The step this key shows now, its learned drift included; `None` for a counter key.
    pub fn step_now(&self, now: Moment) -> Option<i64> {
        self.shape.step_at(now).map(|step| step.saturating_add(self.drift))
    }

    /// When a code of `step` could first be seen on this key.
    pub fn step_shown_at(&self, step: i64) -> Option<Moment> {
        self.shape.step_starts(step.saturating_sub(self.drift))
    }

    /// When the digits shown will have changed and be above the last used step, about: the phase of
    /// the key's own clock is unknown. `offset` is how far ahead the code just read was; a code read
    /// early proves that the key runs ahead, while a late one may only have been read slowly.
    pub fn next_code(&self, now: Moment, offset: i64) -> Option<Moment> {
        let ahead = offset.max(0);
        let shown = self.step_now(now)?.saturating_add(ahead);
        let last = self.last_step.unwrap_or(shown);
        self.step_shown_at(shown.max(last).saturating_add(1).saturating_sub(ahead))
    }
}

/// Everything an agent may do to a key, in the order the palette lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyAct {
    /// Back to "six digits alone".
    ClearPin,
    /// Failures back to 0.
    Unlock,
    /// Two consecutive codes teach the drift.
    Resync,
    /// Lost or stolen: out of service at once.
    Suspend,
    /// Found again.
    Enable,
    /// Give a key in stock to somebody.
    Assign,
    /// A key in stock takes the place of this one.
    Replace,
    /// Back into stock.
    Unassign,
}

impl KeyAct {
    /// Every act, in the order of menus.
    pub const ALL: [Self; 8] = [
        Self::ClearPin,
        Self::Unlock,
        Self::Resync,
        Self::Suspend,
        Self::Enable,
        Self::Assign,
        Self::Replace,
        Self::Unassign,
    ];

    /// The name in the journal and in `--json`; never translated, never changed.
    pub fn word(self) -> &'static str {
        match self {
            Self::ClearPin => "clear-pin",
            Self::Unlock => "unlock",
            Self::Resync => "resync",
            Self::Suspend => "suspend",
            Self::Enable => "enable",
            Self::Assign => "assign",
            Self::Replace => "replace",
            Self::Unassign => "unassign",
        }
    }

    /// The act of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.word() == word)
    }

    /// Whether the state of a key allows the act; the screen says why not, the backend refuses.
    pub fn fits(self, key: &Key, now: Moment) -> Result<(), Standing> {
        let standing = key.standing(now);
        let fits = match self {
            Self::ClearPin => matches!(standing, Standing::Usable | Standing::Locked),
            Self::Unlock => key.fails > 0 && matches!(standing, Standing::Usable | Standing::Locked),
            Self::Resync => matches!(standing, Standing::Usable | Standing::Locked),
            Self::Suspend => matches!(key.life, Life::Assigned | Life::Active),
            Self::Enable => key.life == Life::Suspended,
            Self::Assign => standing == Standing::InStock,
            Self::Replace => matches!(key.life, Life::Assigned | Life::Active | Life::Suspended),
            // A lost key comes back into stock only by being put back in service first.
            Self::Unassign => matches!(key.life, Life::Assigned | Life::Active),
        };
        if fits { Ok(()) } else { Err(standing) }
    }
}
