//! The desk of academies whose channel is a web page: the agent pastes the ticket there, field by field, and notes the
//! number that the page gives. The ticket is kept in the store of this machine, where it is found again.

use std::sync::Arc;

use serde::Deserialize;

use super::local::LocalDesk;
use super::setting::SettingFault;
use super::{Abilities, Change, DeskFault, Filing, Filter, Once, Places, Reply, TicketDesk, TicketPage};
use crate::backend::Clock;
use crate::domain::profile::{Assistance, Profiles};
use crate::domain::ticket::{Gist, Remark, Ticket, TicketId, TicketRow, Uuid};
use crate::store::Store;

/// `[desk]` of the configuration with `kind = "web-form"`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The page where every ticket goes; if absent, the one in the profile of its academy.
    #[serde(default)]
    pub url: Option<String>,
}

/// Where tickets are carried: one page for all, or that of each academy.
pub struct Pages {
    profiles: Profiles,
    url: Option<String>,
}

/// The desk over the tickets of this machine.
pub struct WebDesk {
    local: LocalDesk,
    pages: Pages,
}

/// An address that a browser may be given: nothing in it but what an address is made of.
fn address(text: &str) -> Option<String> {
    let odd = |c: char| matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}');
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let right = !rest.is_empty() && text.chars().all(|c| c.is_ascii_graphic() && !odd(c));
    right.then(|| text.to_owned())
}

impl Pages {
    /// Checks the settings. The academies' pages are in their profiles.
    pub fn new(settings: &Settings, profiles: Profiles) -> Result<Self, SettingFault> {
        let checked = |text: &String| address(text).ok_or_else(|| SettingFault::Address(text.clone()));
        Ok(Self { profiles, url: settings.url.as_ref().map(checked).transpose()? })
    }

    fn page_of(&self, academy: &str) -> Result<String, DeskFault> {
        let of_profile = || {
            self.profiles.get(academy).assistance.iter().find_map(|way| match way {
                Assistance::Web(text) => address(text),
                Assistance::Mail(_) | Assistance::Platform(_) => None,
            })
        };
        self.url.clone().or_else(of_profile).ok_or_else(|| DeskFault::Nowhere(academy.to_owned()))
    }
}

impl WebDesk {
    /// The desk of these pages, over the store of this machine.
    pub fn new(pages: Pages, store: Arc<Store>, clock: Clock) -> Self {
        Self { local: LocalDesk::new(store, clock), pages }
    }
}

/// What the ticket kept here says of itself, in the language of the notices.
fn said(page: &str, number: &str) -> String {
    match number {
        "" => format!("Porté sur la page {page}, qui n’a pas donné de numéro."),
        number => format!("Porté sur la page {page} sous le numéro {number}."),
    }
}

impl TicketDesk for WebDesk {
    /// What is kept here can be read; what else the page took cannot be asked.
    fn abilities(&self) -> Abilities {
        Abilities { name: "web-form", once: Once::Agent, ..LocalDesk::CAN }
    }

    fn page(&self, academy: &str) -> Option<Result<String, DeskFault>> {
        Some(self.pages.page_of(academy))
    }

    fn carried(&self, filing: Filing, number: String) -> Reply<'_, TicketId> {
        let page = self.pages.page_of(&filing.draft.academy).unwrap_or_default();
        self.local.carry(filing, said(&page, &number))
    }

    /// Nobody but the agent files.
    fn file(&self, _filing: Filing) -> Reply<'_, TicketId> {
        Box::pin(async { Err(DeskFault::Unable) })
    }

    fn find_by_uuid(&self, uuid: Uuid) -> Reply<'_, Vec<TicketId>> {
        self.local.find_by_uuid(uuid)
    }

    fn gists(&self, rows: Vec<TicketRow>) -> Reply<'_, Vec<(TicketId, Gist)>> {
        self.local.gists(rows)
    }

    fn of_key(&self, serial: String) -> Reply<'_, Vec<TicketRow>> {
        self.local.of_key(serial)
    }

    fn list(&self, filter: Filter, page: u32) -> Reply<'_, TicketPage> {
        self.local.list(filter, page)
    }

    fn ticket(&self, id: TicketId) -> Reply<'_, Ticket> {
        self.local.ticket(id)
    }

    fn note(&self, remark: Remark) -> Reply<'_, ()> {
        self.local.note(remark)
    }

    fn find_note(&self, ticket: TicketId, uuid: Uuid) -> Reply<'_, bool> {
        self.local.find_note(ticket, uuid)
    }

    fn change(&self, change: Change) -> Reply<'_, ()> {
        self.local.change(change)
    }

    fn places(&self) -> Reply<'_, Places> {
        self.local.places()
    }
}

#[cfg(test)]
#[path = "web_tests.rs"]
mod tests;
