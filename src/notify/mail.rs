//! Notices by mail. A message is called by the name of its notice, at each sending the same.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use lettre::Address;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, SinglePart};

use super::settings::Checked;
use super::{Reply, Route, RouteFault, SettingFault, Settings};
use crate::backend::Clock;
use crate::domain::moment::Moment;
use crate::domain::notice::Notice;
use crate::domain::notice::letter::letter;
use crate::domain::profile::Profiles;
use crate::domain::secret::Secret;
use crate::net::smtp::message::{self, Head};
use crate::net::smtp::{self, Proof, SmtpFault};

/// Months as they are written to holders.
const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// A name and its password: the server asks at each connection.
struct Login {
    agent: String,
    password: Secret<String>,
}

impl Login {
    fn proof(&self) -> Proof<'_> {
        Proof { agent: &self.agent, password: self.password.expose() }
    }
}

/// The way over one mail server.
pub struct MailRoute {
    settings: Checked,
    profiles: Profiles,
    clock: Clock,
    login: Mutex<Option<Arc<Login>>>,
}

impl MailRoute {
    /// Checks the settings; nothing is sent yet.
    pub fn new(settings: &Settings, profiles: Profiles, clock: Clock) -> Result<Self, SettingFault> {
        Ok(Self { settings: settings.checked()?, profiles, clock, login: Mutex::default() })
    }

    /// A notice as it goes over the line, before dots are doubled; ASCII.
    fn message(&self, notice: &Notice, to: &Address) -> Option<Vec<u8>> {
        let when = when(notice.at, &self.settings.zone);
        let letter = letter(notice, self.profiles.get(&notice.academy), &when)?;
        let id = message::id(notice.uuid.as_str(), to);
        let Checked { from, reply_to, .. } = &self.settings;
        let at = (self.clock)().millis();
        let head = Head { from, reply_to: reply_to.as_ref(), to, at, id: &id, subject: &letter.subject };
        // No robot answers it (RFC 3834, 5).
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        let head = head.builder().raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()));
        let encoding = ContentTransferEncoding::QuotedPrintable;
        let words = Body::new_with_encoding(message::plain(&letter.text), encoding).ok()?;
        let words = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(words);
        Some(head.singlepart(words).ok()?.formatted())
    }

    async fn send_now(&self, notice: Notice) -> Result<(), RouteFault> {
        let login = self.login.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if self.settings.login && login.is_none() {
            return Err(RouteFault::LoginOver);
        }
        // The directory's own address, or nobody's: what is not one was not taken in the first place.
        let refused = || RouteFault::Refused("address".to_owned());
        let to = smtp::address(&notice.to).ok_or_else(refused)?;
        let message = self.message(&notice, &to).ok_or_else(refused)?;
        let Checked { server, from, .. } = &self.settings;
        let proof = login.as_deref().map(Login::proof);
        let sent = smtp::send(server, proof.as_ref(), (from, &to), &message).await.map_err(fault);
        if sent == Err(RouteFault::WrongLogin) {
            // Trying it again would lock the agent out.
            *self.login.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        sent
    }

    async fn log_in_now(&self, agent: String, password: Secret<String>) -> Result<(), RouteFault> {
        if !self.settings.login {
            return Ok(());
        }
        let login = Login { agent, password };
        smtp::enter(&self.settings.server, &login.proof()).await.map_err(fault)?;
        *self.login.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(login));
        Ok(())
    }
}

impl Route for MailRoute {
    fn send(&self, notice: Notice) -> Reply<'_, ()> {
        Box::pin(self.send_now(notice))
    }

    fn log_in(&self, agent: String, password: Secret<String>) -> Reply<'_, ()> {
        Box::pin(self.log_in_now(agent, password))
    }
}

fn fault(fault: SmtpFault) -> RouteFault {
    match fault {
        SmtpFault::Unsent(words) => RouteFault::Unsent(words),
        SmtpFault::Refused(words) => RouteFault::Refused(words),
        SmtpFault::WrongLogin => RouteFault::WrongLogin,
        SmtpFault::Doubtful => RouteFault::Doubtful,
    }
}

/// "22 novembre 2026 à 14 h 05".
fn when(at: Moment, zone: &TimeZone) -> String {
    let stamp = Timestamp::from_millisecond(at.millis()).unwrap_or(Timestamp::UNIX_EPOCH);
    let civil = stamp.to_zoned(zone.clone());
    let month = usize::try_from(civil.month() - 1).ok().and_then(|at| MONTHS.get(at)).unwrap_or(&"");
    let day = match civil.day() {
        1 => "1er".to_owned(),
        day => day.to_string(),
    };
    format!("{day} {month} {} à {} h {:02}", civil.year(), civil.hour(), civil.minute())
}

#[cfg(test)]
#[path = "mail_tests.rs"]
mod tests;
