//! Lists and tickets.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;

use super::Inner;
use super::form;
use super::line::{Call, CallFault};
use super::markup;
use super::query::{self, CATEGORY, Query, Wanted};
use super::wire::{self, ASSIGNED, Actor, Bond, Followup, Found, REQUESTER, Row, SON_OF};
use crate::desk::loose::Number;
use crate::desk::{DeskFault, Filter, PAGE, Places, TicketPage, sheet};
use crate::domain::ticket::{Note, NoteKind, State, Ticket, TicketId, TicketRow};
use crate::net::Trouble;

/// Rows of what belongs to a ticket that are asked for at once, and how often.
const MOST: usize = 500;
const PAGES: usize = 10;

/// Tickets that were merged one into the other, followed so far.
const MERGES: usize = 8;

/// A ticket and the people bound to it.
pub struct Seen {
    /// The ticket.
    pub ticket: wire::Ticket,
    /// The people, who was bound first first.
    pub actors: Vec<Actor>,
}

impl Seen {
    /// Who takes care of it.
    pub fn assigned(&self) -> impl Iterator<Item = &Actor> {
        self.actors.iter().filter(|actor| actor.kind.0 == ASSIGNED && actor.user > 0)
    }

    fn requesters(&self) -> impl Iterator<Item = &Actor> {
        self.actors.iter().filter(|actor| actor.kind.0 == REQUESTER)
    }
}

/// What is forbidden to see is not there.
pub fn unseen(fault: CallFault) -> DeskFault {
    match fault {
        CallFault::Refused(_) => DeskFault::NotFound,
        fault => fault.of_reading(),
    }
}

impl Inner {
    /// A search. To have found nothing is an answer, and only the server gives it.
    pub async fn search(&self, kind: &str, query: &Query) -> Result<Found, CallFault> {
        let answer = self.call(Call::get(&["search", kind], query.clone())).await?;
        if answer.beyond {
            return Ok(Found { total: Number::default(), data: None });
        }
        let found = answer.read::<Found>()?;
        match found.total.0 > 0 && found.data.is_none() {
            true => Err(CallFault::Lost(Trouble::Nonsense)),
            false => Ok(found),
        }
    }

    /// One ticket as the server writes it.
    pub async fn one(&self, id: Number) -> Result<wire::Ticket, CallFault> {
        let query = vec![("with_documents".to_owned(), "true".to_owned())];
        let answer = self.call(Call::get(&["Ticket", &id.0.to_string()], query)).await?;
        let ticket = answer.read::<wire::Ticket>()?;
        (ticket.id == id).then_some(ticket).ok_or(CallFault::Lost(Trouble::Nonsense))
    }

    /// The ticket that a merged one went into; itself if it was not merged.
    pub async fn followed(&self, mut ticket: wire::Ticket) -> Result<wire::Ticket, CallFault> {
        for _ in 0..MERGES {
            if ticket.deleted == 0 {
                break;
            }
            let bonds = match self.rows::<Bond>(ticket.id, "Ticket_Ticket").await {
                Err(CallFault::NotFound | CallFault::Refused(_)) => Vec::new(),
                bonds => bonds?,
            };
            let into = bonds.iter().find(|bond| bond.from == ticket.id && bond.link.0 == SON_OF);
            let Some(into) = into else { break };
            ticket = self.one(into.to).await?;
        }
        Ok(ticket)
    }

    /// A ticket with its people; the one it went into if it was merged.
    pub async fn seen(&self, id: Number) -> Result<Seen, CallFault> {
        let ticket = self.followed(self.one(id).await?).await?;
        let mut actors = self.rows::<Actor>(ticket.id, "Ticket_User").await?;
        actors.sort_by_key(|actor| actor.id);
        self.learn(actors.iter().map(|actor| actor.user)).await?;
        Ok(Seen { ticket, actors })
    }

    /// A ticket that the agent may see.
    pub async fn visible(&self, id: Number) -> Result<Seen, DeskFault> {
        self.seen(id).await.map_err(unseen)
    }

    /// Everything of a kind that belongs to a ticket.
    async fn rows<T: DeserializeOwned>(&self, id: Number, kind: &str) -> Result<Vec<T>, CallFault> {
        let (mut all, id) = (Vec::new(), id.0.to_string());
        for page in 0..PAGES {
            let range = format!("{}-{}", page * MOST, (page + 1) * MOST - 1);
            let answer =
                self.call(Call::get(&["Ticket", &id, kind], vec![("range".to_owned(), range)])).await?;
            if answer.beyond {
                break;
            }
            let rows = answer.read::<Vec<T>>()?;
            let end = rows.len() < MOST;
            all.extend(rows);
            if end {
                break;
            }
        }
        Ok(all)
    }

    /// A page of a list.
    pub async fn list(&self, filter: Filter, page: u32) -> Result<TicketPage, DeskFault> {
        self.list_now(&filter, page).await.map_err(CallFault::of_reading)
    }

    /// Live tickets whose text holds a serial, perhaps as a part of a longer one.
    pub async fn of_key(&self, serial: String) -> Result<Vec<TicketRow>, DeskFault> {
        let live = Filter { states: State::LIVE.to_vec(), ..Filter::default() };
        let found = async {
            let Some(wanted) = self.wanted(&live).await? else { return Ok(Vec::new()) };
            let wanted = Wanted { serial: Some(serial), ..wanted };
            Ok(self.listed(&live, &wanted, 0).await?.rows)
        };
        found.await.map_err(CallFault::of_reading)
    }

    async fn list_now(&self, filter: &Filter, page: u32) -> Result<TicketPage, CallFault> {
        let Some(wanted) = self.wanted(filter).await? else {
            return Ok(TicketPage { rows: Vec::new(), total: Some(0), more: false });
        };
        self.listed(filter, &wanted, page).await
    }

    async fn listed(&self, filter: &Filter, wanted: &Wanted, page: u32) -> Result<TicketPage, CallFault> {
        let found = self.search("Ticket", &query::list(filter, wanted, page)).await?;
        let data = found.data.unwrap_or_default();
        self.learn(data.iter().flat_map(|row| [row.people("4"), row.people("5")].concat())).await?;
        let rows = data.iter().map(|row| self.row(row)).collect::<Option<Vec<_>>>();
        let rows = rows.ok_or(CallFault::Lost(Trouble::Nonsense))?;
        let read = (u64::from(page) + 1) * u64::from(PAGE);
        Ok(TicketPage { more: read < found.total.0 && !rows.is_empty(), total: Some(found.total.0), rows })
    }

    /// The filter with numbers for names; none if it can hold no ticket.
    async fn wanted(&self, filter: &Filter) -> Result<Option<Wanted>, CallFault> {
        let mut wanted = Wanted::default();
        let listed = filter.queue.as_ref().map_or(self.settings.categories.as_slice(), std::slice::from_ref);
        wanted.categories = listed.iter().filter_map(|name| self.session.category_of(name)).collect();
        if wanted.categories.is_empty() && !listed.is_empty() {
            return Ok(None);
        }
        match filter.owner.as_deref() {
            None => {}
            Some("") => wanted.owner = Some(0),
            Some(login) => match self.user(login).await? {
                None => return Ok(None),
                owner => wanted.owner = owner,
            },
        }
        if let Some(about) = &filter.about {
            let person = if about.login.is_empty() { None } else { self.user(&about.login).await? };
            if person.is_none() && about.mail.is_empty() {
                return Ok(None);
            }
            wanted.about = Some((person, about.mail.clone()));
        }
        Ok(Some(wanted))
    }

    fn row(&self, row: &Row) -> Option<TicketRow> {
        let person = |column| match row.people(column).first() {
            Some(id) => self.session.name(*id),
            None => row.text(column),
        };
        let category = match row.number(CATEGORY) {
            Some(id) => self.session.category(id),
            None => row.text(CATEGORY),
        };
        let owner = person("5");
        self.meet(&owner);
        Some(TicketRow {
            id: TicketId::new(row.number("2")?.to_string()),
            subject: row.text("1"),
            state: wire::state(row.number("12")?),
            priority: wire::priority(row.number("3").unwrap_or(3)),
            queue: category,
            owner,
            requester: person("4"),
            created: wire::moment(&row.text("15"), &self.zone),
            changed: wire::moment(&row.text("19"), &self.zone),
        })
    }

    /// One ticket with its conversation.
    pub async fn ticket(&self, id: TicketId) -> Result<Ticket, DeskFault> {
        let seen = self.visible(super::number(&id)?).await?;
        let notes = self.notes(&seen).await.map_err(CallFault::of_reading)?;
        let ticket = &seen.ticket;
        let owner = seen.assigned().next().map_or_else(String::new, |actor| self.session.name(actor.user));
        self.meet(&owner);
        let requester = seen.requesters().next().map_or_else(String::new, |actor| match actor.user {
            0 => actor.mail.clone(),
            user => self.session.name(user),
        });
        let (uuid, fields) = form::fields(ticket);
        let state = wire::state(ticket.status.0);
        Ok(Ticket {
            row: TicketRow {
                id: TicketId::new(ticket.id.0.to_string()),
                subject: markup::decoded(&ticket.name),
                state,
                priority: wire::priority(ticket.priority.0),
                queue: self.session.category(ticket.category),
                owner,
                requester,
                created: wire::moment(&ticket.date, &self.zone),
                changed: wire::moment(&ticket.changed, &self.zone),
            },
            uuid,
            author: self.session.name(ticket.author),
            fields,
            notes,
            moves: state.moves().to_vec(),
            unkept: self.unkept(ticket.id),
        })
    }

    /// What was said, oldest first. Texts of a merged ticket name it.
    async fn notes(&self, seen: &Seen) -> Result<Vec<Note>, CallFault> {
        let id = seen.ticket.id;
        let mut all = self.rows::<Followup>(id, "ITILFollowup").await?;
        all.extend(match self.rows::<Followup>(id, "ITILSolution").await {
            Err(CallFault::NotFound | CallFault::Refused(_)) => Vec::new(),
            solutions => solutions?,
        });
        self.learn(all.iter().map(|one| one.user).chain([seen.ticket.author])).await?;
        all.sort_by(|one, other| (&one.created, one.id).cmp(&(&other.created, other.id)));
        let (mut notes, mut merged) = (Vec::new(), BTreeSet::new());
        for one in all {
            let (at, author) = (wire::moment(&one.created, &self.zone), self.session.name(one.user));
            if one.source > 0 && merged.insert(one.source) {
                let what = NoteKind::Merged(TicketId::new(one.source.to_string()));
                notes.push(Note { at, author: author.clone(), what });
            }
            let text = said(&one.content);
            if text.trim().is_empty() {
                continue;
            }
            let holder = seen.requesters().any(|actor| actor.user > 0 && actor.user == one.user);
            let what = match one.private {
                1.. => NoteKind::Said(text),
                0 if holder => NoteKind::Wrote(text),
                0 => NoteKind::Replied(text),
            };
            notes.push(Note { at, author, what });
        }
        Ok(notes)
    }

    /// Categories of the settings, or all; agents of the settings, and those who were seen.
    pub async fn places(&self) -> Result<Places, DeskFault> {
        let queues = match self.settings.categories.as_slice() {
            [] => self.session.categories(),
            listed => listed.to_vec(),
        };
        self.meet(&self.session.me().1);
        Ok(Places { queues, agents: self.met() })
    }
}

/// The words of a text without the line that names it.
fn said(content: &str) -> String {
    let text = markup::words(content);
    let cut = text.rsplit_once('\n').filter(|(_, last)| sheet::named(last).is_some());
    cut.map_or(text.as_str(), |(before, _)| before).to_owned()
}
