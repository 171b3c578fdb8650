//! The desk of academies whose channel is a mail address: tickets leave by SMTP, and nothing comes back.
//!
//! A message is called by the name of its ticket, at each sending the same. Mail cannot be asked what arrived: where
//! the answer to a whole message is lost the agent decides (`docs/desks.md`).

mod letter;
mod settings;

use std::sync::{Arc, Mutex, PoisonError};

use lettre::Address;

use super::{Abilities, Change, DeskFault, Filing, Filter, Once, Places, Reply, TicketDesk, TicketPage};
use crate::backend::Clock;
use crate::domain::profile::{Assistance, Profiles};
use crate::domain::secret::Secret;
use crate::domain::ticket::{ALL_TOGETHER, Remark, Ticket, TicketId, Uuid};
use crate::net::smtp::{self, Proof, SmtpFault};
use letter::{Letter, Way};
use settings::Checked;
pub use settings::{Encryption, SettingFault, Settings};

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

/// The desk over one mail server.
pub struct MailDesk {
    settings: Checked,
    profiles: Profiles,
    clock: Clock,
    login: Mutex<Option<Arc<Login>>>,
    /// Who logged in last, to log in again by that name.
    agent: Mutex<String>,
}

impl MailDesk {
    /// Checks the settings; nothing is sent yet. The academies' addresses are in their profiles.
    pub fn new(settings: &Settings, profiles: Profiles, clock: Clock) -> Result<Self, SettingFault> {
        let settings = settings.checked()?;
        Ok(Self { settings, profiles, clock, login: Mutex::default(), agent: Mutex::default() })
    }

    /// Where tickets of an academy go.
    fn to(&self, academy: &str) -> Result<Address, DeskFault> {
        let of_profile = || {
            let assistance = &self.profiles.get(academy).assistance;
            assistance.iter().find_map(|way| match way {
                Assistance::Mail(text) => settings::address(text),
                Assistance::Web(_) | Assistance::Platform(_) => None,
            })
        };
        let to = self.settings.to.clone().or_else(of_profile);
        to.ok_or_else(|| DeskFault::Nowhere(academy.to_owned()))
    }

    async fn file_now(&self, filing: Filing) -> Result<TicketId, DeskFault> {
        let login = self.login.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if self.settings.login && login.is_none() {
            return Err(DeskFault::LoginOver);
        }
        let to = self.to(&filing.draft.academy)?;
        let Checked { from, reply_to, .. } = &self.settings;
        let letter = Letter::new(&filing, &Way { from, reply_to, to: &to, at: (self.clock)() })?;
        let (server, proof) = (&self.settings.server, login.as_deref().map(Login::proof));
        let sent = smtp::send(server, proof.as_ref(), (from, &to), &letter.bytes).await.map_err(fault);
        if sent == Err(DeskFault::WrongLogin) {
            // Trying it again would lock the agent out.
            *self.login.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        sent.map(|()| TicketId::new(letter.id))
    }

    async fn log_in_now(&self, agent: String, password: Secret<String>) -> Result<(), DeskFault> {
        if !self.settings.login {
            return Ok(());
        }
        let agent = match agent.trim() {
            "" => self.agent.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            agent => agent.to_owned(),
        };
        let login = Login { agent, password };
        smtp::enter(&self.settings.server, &login.proof()).await.map_err(fault)?;
        login.agent.clone_into(&mut self.agent.lock().unwrap_or_else(PoisonError::into_inner));
        *self.login.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(login));
        Ok(())
    }
}

fn fault(fault: SmtpFault) -> DeskFault {
    match fault {
        SmtpFault::Unsent(words) => DeskFault::Unreachable(words),
        SmtpFault::Refused(words) => DeskFault::Refused(words),
        SmtpFault::WrongLogin => DeskFault::WrongLogin,
        SmtpFault::Doubtful => DeskFault::Doubtful,
    }
}

/// The answer to all that a mailbox cannot do.
fn unable<'a, T>() -> Reply<'a, T> {
    Box::pin(async { Err(DeskFault::Unable) })
}

impl TicketDesk for MailDesk {
    fn abilities(&self) -> Abilities {
        Abilities {
            name: "mail",
            read: false,
            notes: false,
            replies: false,
            changes: &[],
            files: ALL_TOGETHER as u64,
            once: Once::Agent,
            sends: true,
            logs_in: self.settings.login,
        }
    }

    fn log_in(&self, agent: String, password: Secret<String>) -> Reply<'_, ()> {
        Box::pin(self.log_in_now(agent, password))
    }

    fn file(&self, filing: Filing) -> Reply<'_, TicketId> {
        Box::pin(self.file_now(filing))
    }

    fn find_by_uuid(&self, _uuid: Uuid) -> Reply<'_, Vec<TicketId>> {
        unable()
    }

    fn list(&self, _filter: Filter, _page: u32) -> Reply<'_, TicketPage> {
        unable()
    }

    fn ticket(&self, _id: TicketId) -> Reply<'_, Ticket> {
        unable()
    }

    fn note(&self, _remark: Remark) -> Reply<'_, ()> {
        unable()
    }

    fn find_note(&self, _ticket: TicketId, _uuid: Uuid) -> Reply<'_, bool> {
        unable()
    }

    fn change(&self, _change: Change) -> Reply<'_, ()> {
        unable()
    }

    fn places(&self) -> Reply<'_, Places> {
        unable()
    }
}
