//! The desk of GLPI 9.1 to 11 over its first API (`apirest.php`).
//!
//! What the server really does is in `docs/desks.md`. It names no requests, keeps anything it is sent, and has no
//! field for a name of ours: that stands in the last line of every text, where a search finds it.

mod changing;
mod filing;
mod form;
mod line;
mod markup;
mod noting;
mod query;
mod reading;
mod session;
mod settings;
mod taking;
mod wire;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::tz::TimeZone;

use super::loose::Number;
use super::setting::SettingFault;
use super::{
    Abilities, Change, ChangeKind, DeskFault, Filing, Filter, Once, Places, Reply, TicketDesk, TicketPage,
};
use crate::domain::secret::Secret;
use crate::domain::ticket::{ALL_TOGETHER, Remark, Ticket, TicketId, TicketRow, Unkept, Uuid};
use line::Line;
use session::Session;
pub use settings::Settings;

/// The desk over one server.
#[derive(Clone)]
pub struct GlpiDesk {
    inner: Arc<Inner>,
}

struct Inner {
    line: Line,
    session: Session,
    settings: Settings,
    zone: TimeZone,
    /// Files that the server refused, by ticket.
    refused: Mutex<BTreeSet<(Number, String)>>,
    /// Agents who were seen with a ticket.
    agents: Mutex<BTreeSet<String>>,
}

/// What this desk can change; whether the agent may is told by the server.
const CHANGES: &[ChangeKind] = &[
    ChangeKind::State,
    ChangeKind::Take,
    ChangeKind::Assign,
    ChangeKind::Route,
    ChangeKind::Priority,
    ChangeKind::Merge,
];

impl GlpiDesk {
    /// Checks the settings; nothing is sent yet.
    pub fn new(settings: Settings) -> Result<Self, SettingFault> {
        let (base, zone) = settings.checked()?;
        let inner = Inner {
            line: Line::new(&settings, base)?,
            session: Session::default(),
            zone,
            refused: Mutex::default(),
            agents: Mutex::new(settings.agents.iter().cloned().collect()),
            settings,
        };
        Ok(Self { inner: Arc::new(inner) })
    }
}

impl Inner {
    /// Files of a ticket that the server did not take. Their names are in its text.
    fn unkept(&self, id: Number) -> Vec<Unkept> {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let own = refused.iter().filter(|(ticket, _)| *ticket == id);
        own.map(|(_, name)| Unkept::File(name.clone())).collect()
    }

    /// Somebody who takes care of tickets.
    fn meet(&self, agent: &str) {
        let mut agents = self.agents.lock().unwrap_or_else(PoisonError::into_inner);
        if !agent.is_empty() && !agent.starts_with('#') && !agents.contains(agent) {
            agents.insert(agent.to_owned());
        }
    }

    fn met(&self) -> Vec<String> {
        self.agents.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

/// The number of a ticket; what is none names no ticket.
fn number(id: &TicketId) -> Result<Number, DeskFault> {
    id.as_str().parse().map(Number).map_err(|_| DeskFault::NotFound)
}

impl TicketDesk for GlpiDesk {
    fn abilities(&self) -> Abilities {
        let adds = !matches!(self.inner.session.adds(), Err(DeskFault::Lacks(_)));
        Abilities {
            name: "glpi",
            read: true,
            notes: adds,
            replies: adds,
            changes: CHANGES,
            files: ALL_TOGETHER as u64,
            once: Once::LookUp,
            sends: true,
            logs_in: true,
        }
    }

    fn address(&self) -> String {
        self.inner.settings.url.clone()
    }

    fn agent(&self, own: &str) -> String {
        Some(self.inner.session.me().1).filter(|me| !me.is_empty()).unwrap_or_else(|| own.to_owned())
    }

    fn log_in(&self, agent: String, password: Secret<String>) -> Reply<'_, ()> {
        Box::pin(self.inner.log_in(agent, password))
    }

    fn file(&self, filing: Filing) -> Reply<'_, TicketId> {
        Box::pin(self.inner.file(filing))
    }

    fn complete(&self, id: TicketId, filing: Filing) -> Reply<'_, ()> {
        Box::pin(self.inner.complete(id, filing))
    }

    fn unkept(&self, id: &TicketId) -> Vec<Unkept> {
        number(id).map(|id| self.inner.unkept(id)).unwrap_or_default()
    }

    /// The search that must find what was filed.
    fn lacks(&self) -> Option<String> {
        match self.inner.session.files() {
            Err(DeskFault::Lacks(what)) => Some(what),
            _ => None,
        }
    }

    fn find_by_uuid(&self, uuid: Uuid) -> Reply<'_, Vec<TicketId>> {
        Box::pin(self.inner.find_by_uuid(uuid))
    }

    fn of_key(&self, serial: String) -> Reply<'_, Vec<TicketRow>> {
        Box::pin(self.inner.of_key(serial))
    }

    fn list(&self, filter: Filter, page: u32) -> Reply<'_, TicketPage> {
        Box::pin(self.inner.list(filter, page))
    }

    fn ticket(&self, id: TicketId) -> Reply<'_, Ticket> {
        Box::pin(self.inner.ticket(id))
    }

    fn note(&self, remark: Remark) -> Reply<'_, ()> {
        Box::pin(self.inner.note(remark))
    }

    fn find_note(&self, _ticket: TicketId, uuid: Uuid) -> Reply<'_, bool> {
        Box::pin(self.inner.find_note(uuid))
    }

    fn change(&self, change: Change) -> Reply<'_, ()> {
        Box::pin(self.inner.change(change))
    }

    fn places(&self) -> Reply<'_, Places> {
        Box::pin(self.inner.places())
    }
}
