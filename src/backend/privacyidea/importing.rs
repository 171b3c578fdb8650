//! Keys of a file into the server (privacyIDEA facts, 8).
//!
//! It overwrites a key of the same serial without a word, one of a realm that the agent does not see as
//! well, and sets its counters back to 0. So every serial is looked for first, in both ways; keys go in
//! small parts, each looked for once more, sent once and read back, since a part that the server
//! refuses may be in there by half.

use serde::Deserialize;
use serde_json::json;
use tokio::task::JoinSet;
use zeroize::Zeroizing;

use super::nodes::{Call, CallFault};
use super::reading::LOOKED;
use super::session::Right;
use super::wire::Token;
use super::{Inner, LOGIN_OVER, PrivacyIdea, fault};
use crate::backend::{Fault, Trouble};
use crate::domain::otp::Moving;
use crate::keyfile::{KeyRow, plain};
use crate::store::import::ClashKind;
use crate::store::vault;

/// Keys sent at once: 2 s of a busy server's time, where a request may take 10 s.
pub const PART: usize = 10;

/// Serials looked for out of sight, side by side.
const PROBES: usize = 4;

/// privacyIDEA's number for "there is no such key".
const NO_KEY: i64 = 601;

/// What the server has under a serial.
pub enum Place {
    /// Nothing at all.
    Free,
    /// A key that the agent's account does not see.
    OutOfSight,
    /// A key.
    Taken(Box<There>),
}

/// A key that is on the server.
pub struct There {
    token: Token,
}

/// What became of the keys of one part; numbers are places in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// On the server, read back.
    pub there: Vec<usize>,
    /// Not on the server, so far; of a key that was to be replaced: unchanged.
    pub missing: Vec<usize>,
    /// Nobody knows: not read back, or as it was while a slow server may still be at it.
    pub doubtful: Vec<usize>,
    /// Why not all are there.
    pub fault: Option<Fault>,
}

/// The server's count.
#[derive(Deserialize)]
struct Count {
    n_imported: usize,
    n_not_imported: usize,
}

/// What the server made of a part.
enum Said {
    /// All of it, by its own word.
    Done,
    /// Surely nothing.
    Nothing(Fault),
    /// Nobody knows how much.
    Open(Fault),
}

impl There {
    /// Who holds it.
    pub fn holder(&self) -> Option<String> {
        self.token.holder()
    }

    /// Why it can be replaced by no key, or not by this one.
    fn against(&self, row: &KeyRow) -> Option<ClashKind> {
        let kind = if row.shape.moving == Moving::Event { "hotp" } else { "totp" };
        match &self.token {
            Token { serial, .. } if *serial != row.serial => {
                Some(ClashKind::Alike { serial: serial.clone() })
            }
            Token { revoked: true, .. } => Some(ClashKind::Revoked),
            Token { tokentype, .. } if tokentype != kind => Some(ClashKind::OtherKind),
            _ => None,
        }
    }
}

impl Place {
    /// Why the key of the file cannot come in here; `replace` if it may take another's place.
    pub fn clash(&self, row: &KeyRow, replace: bool) -> Option<ClashKind> {
        match self {
            Self::Free => None,
            Self::OutOfSight => Some(ClashKind::OutOfSight),
            Self::Taken(there) => there
                .against(row)
                .or_else(|| (!replace).then(|| ClashKind::OnServer { holder: there.holder() })),
        }
    }

    /// The same place as another look showed it: nobody else has worked on it in between.
    fn is_still(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Free, Self::Free) => true,
            (Self::Taken(one), Self::Taken(other)) => {
                let (one, other) = (&one.token, &other.token);
                one.created() == other.created() && one.holder() == other.holder()
            }
            _ => false,
        }
    }
}

impl PrivacyIdea {
    /// Whether the agent's rights allow it.
    pub fn may_import(&self) -> bool {
        self.inner.session.may(Right::Import)
    }

    /// Whether seeds may take this line. `plain_http` allows a code or a password in clear, which are soon
    /// over; a seed is for years.
    pub fn may_carry_seeds(&self) -> bool {
        self.inner.settings.is_sealed()
    }

    /// The realm that the keys are put into.
    pub fn realm(&self) -> &str {
        &self.inner.settings.realm
    }

    /// What the server has under each serial of rows that passed [`plain::check`]. `told` hears how many
    /// were looked for, again and again; none once it says no.
    pub async fn places(
        &self,
        rows: &[&KeyRow],
        mut told: impl FnMut(usize) -> bool,
    ) -> Result<Option<Vec<Place>>, Fault> {
        let mut places = Vec::with_capacity(rows.len());
        for some in rows.chunks(LOOKED) {
            places.extend(self.inner.seen(some).await?);
        }
        let free = |place: &Place| matches!(place, Place::Free);
        let unseen: Vec<usize> = (0..rows.len()).filter(|at| free(&places[*at])).collect();
        let mut looked = rows.len() - unseen.len();
        for some in unseen.chunks(PROBES) {
            if !told(looked) {
                return Ok(None);
            }
            let mut probes = JoinSet::new();
            for at in some {
                let (own, serial, at) = (self.clone(), rows[*at].serial.clone(), *at);
                probes.spawn(async move { (at, own.inner.is_out_of_sight(serial).await) });
            }
            while let Some(probed) = probes.join_next().await {
                let (at, hidden) = probed.map_err(|fault| Fault::Broken(fault.to_string()))?;
                if hidden? {
                    places[at] = Place::OutOfSight;
                }
            }
            looked += some.len();
        }
        Ok(told(looked).then_some(places))
    }

    /// Sends at most [`PART`] keys, once, and reads back what became of them. `before` is what was found
    /// in their places and was agreed to be overwritten.
    pub async fn load(&self, rows: &[&KeyRow], before: &[&Place]) -> Loaded {
        let all = || (0..rows.len()).collect();
        // A colleague may have been at work since, in a realm that the agent does not see as well.
        let now = match self.places(rows, |_| true).await {
            Ok(Some(now)) => now,
            Ok(None) => return Loaded { missing: all(), ..Loaded::default() },
            Err(fault) => return Loaded { missing: all(), fault: Some(fault), ..Loaded::default() },
        };
        if let Some(at) = (0..rows.len()).find(|at| !before[*at].is_still(&now[*at])) {
            let holder = match &now[at] {
                Place::Taken(there) => there.holder().unwrap_or_default(),
                _ => String::new(),
            };
            let fault = Some(Fault::Taken { holder });
            return Loaded { missing: all(), fault, ..Loaded::default() };
        }
        let (sure, fault) = match self.inner.send(rows).await {
            Said::Done => (true, None),
            Said::Nothing(fault) => {
                return Loaded { missing: all(), fault: Some(fault), ..Loaded::default() };
            }
            Said::Open(fault) => (false, Some(fault)),
        };
        match self.inner.seen(rows).await {
            Ok(after) => sorted(rows, &now, &after, sure, fault),
            Err(unread) => {
                Loaded { doubtful: all(), fault: Some(fault.unwrap_or(unread)), ..Loaded::default() }
            }
        }
    }
}

/// What each key shows of having been loaded; `sure` if the server says that it was.
fn sorted(rows: &[&KeyRow], before: &[Place], after: &[Place], sure: bool, fault: Option<Fault>) -> Loaded {
    let mut loaded = Loaded::default();
    for (at, row) in rows.iter().enumerate() {
        let Place::Taken(there) = &after[at] else {
            loaded.missing.push(at);
            continue;
        };
        let same = there.token.serial == row.serial && there.token.shape() == Some(row.shape);
        let written = match &before[at] {
            Place::Taken(before) => sure || before.token.created() != there.token.created(),
            _ => true,
        };
        if same && written { loaded.there.push(at) } else { loaded.doubtful.push(at) }
    }
    let whole = loaded.there.len() == rows.len();
    // Every key is there: what befell the answer does not matter any more.
    loaded.fault = (!whole).then(|| fault.unwrap_or(Fault::Unreachable { why: Trouble::Nonsense }));
    loaded
}

impl Inner {
    /// What the agent's account sees under the serials, at most [`LOOKED`] of them.
    async fn seen(&self, rows: &[&KeyRow]) -> Result<Vec<Place>, Fault> {
        let mut tokens = self.tokens_under(rows.iter().map(|row| row.serial.as_str())).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            // The list is without regard to case: the very one counts before its likes.
            let exact = tokens.iter().position(|token| token.serial == row.serial);
            let alike = || tokens.iter().position(|token| token.serial.eq_ignore_ascii_case(&row.serial));
            found.push(match exact.or_else(alike) {
                Some(at) => Place::Taken(Box::new(There { token: tokens.swap_remove(at) })),
                None => Place::Free,
            });
        }
        Ok(found)
    }

    /// Whether there is a key that the agent's account does not see. A test without a code uses nothing up
    /// and counts no failure (privacyIDEA facts, 5), and is answered whatever the rights: only "no such
    /// key" is a no.
    async fn is_out_of_sight(&self, serial: String) -> Result<bool, Fault> {
        let body = json!({ "serial": serial, "pass": "", "otponly": "1" });
        match self.call(&Call::post("validate/check", body)).await {
            Err(CallFault::Refused { code: NO_KEY, .. }) => Ok(false),
            Err(CallFault::Refused { code, .. }) if LOGIN_OVER.contains(&code) => Err(Fault::LoginOver),
            Ok(_) | Err(CallFault::Refused { .. }) => Ok(true),
            Err(other) => Err(fault(other)),
        }
    }

    async fn send(&self, rows: &[&KeyRow]) -> Said {
        let (kind, form) = match form(rows, &self.settings.realm) {
            Ok(form) => form,
            Err(fault) => return Said::Nothing(fault),
        };
        match self.call(&Call::upload("token/load/guichet.xml", kind, form)).await {
            Ok(envelope) => match envelope.value() {
                Ok(Count { n_imported, n_not_imported: 0 }) if n_imported == rows.len() => Said::Done,
                Ok(_) => Said::Open(Fault::Refused(String::new())),
                Err(why) => Said::Open(Fault::Unreachable { why }),
            },
            Err(CallFault::Unsent(why)) => Said::Nothing(Fault::Unreachable { why }),
            Err(CallFault::Lost(why)) => Said::Open(Fault::Unreachable { why }),
            Err(refused @ CallFault::Refused { status: 401 | 403, .. }) => Said::Nothing(fault(refused)),
            // It loads key after key: the one that it refuses may have others before it.
            Err(refused) => Said::Open(fault(refused)),
        }
    }
}

/// The form that the server takes a file by: its type, and its bytes, which never move.
fn form(rows: &[&KeyRow], realm: &str) -> Result<(String, Zeroizing<Vec<u8>>), Fault> {
    let broken = |fault: std::io::Error| Fault::Broken(fault.to_string());
    // Drawn anew, so that no file can hold it.
    let mark = vault::random::<16>().map_err(Fault::from)?;
    let mark = format!("guichet-{}", data_encoding::HEXLOWER.encode(&mark));
    let mut head = String::new();
    for (name, value) in [("type", "pskc"), ("tokenrealms", realm)] {
        head += &format!("--{mark}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    head += &format!(
        "--{mark}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"guichet.xml\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    let tail = format!("\r\n--{mark}--\r\n");
    let mut form = Zeroizing::new(Vec::with_capacity(head.len() + plain::room(rows) + tail.len()));
    form.extend_from_slice(head.as_bytes());
    plain::pskc(rows, &mut form).map_err(broken)?;
    form.extend_from_slice(tail.as_bytes());
    Ok((format!("multipart/form-data; boundary={mark}"), form))
}
