//! Lists and tickets: few requests, and nothing asked for that is not shown.

use serde_json::{Value, json};

use super::changing::unseen;
use super::line::{Call, CallFault};
use super::talk::{self, Talk};
use super::wire::{self, Number, Page, Part, Transaction};
use super::{Inner, form, query, statuses};
use crate::desk::{DeskFault, Filter, PAGE, Places, TicketPage};
use crate::domain::ticket::{Field, State, Ticket, TicketId, TicketRow};

/// Rows of a page of transactions or parts: the most that the server gives.
const MOST: usize = 100;

/// Pages of a history that are read: 5,000 events.
const PAGES: usize = 50;

/// Transactions whose parts are asked for at once.
const AT_ONCE: usize = 40;

/// Bytes of texts that are asked for at once; a text may come back six times as long, and a body is bounded.
const BYTES_AT_ONCE: u64 = 1 << 20;

/// Longest text read, bytes.
const LONGEST: u64 = 256 << 10;

/// What stands for a text that is longer: no language.
const TOO_LONG: &str = "[…]";

impl Inner {
    /// A page of a list.
    pub async fn list(&self, filter: Filter, page: u32) -> Result<TicketPage, DeskFault> {
        let known = self.session.known().ok();
        let accounts = known.and_then(|known| Some(known.fields.get(&Field::Accounts)?.id));
        let Some(wanted) = query::of(&filter, &self.settings.queues, accounts, &self.statuses) else {
            return Ok(TicketPage { rows: Vec::new(), total: Some(0), more: false });
        };
        self.listed(wanted, page).await
    }

    /// Live tickets whose field of serials holds this one; a queue without such a field cannot be asked.
    pub async fn of_key(&self, serial: &str) -> Result<Vec<TicketRow>, DeskFault> {
        let known = self.session.known()?;
        let field = known.fields.get(&Field::Serial).ok_or(DeskFault::Unable)?.id;
        let live = Filter { states: State::LIVE.to_vec(), ..Filter::default() };
        let wanted =
            query::of(&live, &self.settings.queues, None, &self.statuses).ok_or(DeskFault::Unable)?;
        Ok(self.listed(query::and_holds(&wanted, field, serial), 0).await?.rows)
    }

    async fn listed(&self, wanted: String, page: u32) -> Result<TicketPage, DeskFault> {
        let query = vec![
            ("query", wanted),
            ("fields", query::COLUMNS.to_owned()),
            ("fields[Queue]", "Name".to_owned()),
            ("orderby", "LastUpdated".to_owned()),
            ("order", "DESC".to_owned()),
            // Tickets of one second keep their order from page to page.
            ("orderby", "id".to_owned()),
            ("order", "DESC".to_owned()),
            ("page", (u64::from(page) + 1).to_string()),
            ("per_page", PAGE.to_string()),
        ];
        let answer = self.call(Call::get(&["tickets"], query)).await;
        let list =
            answer.and_then(|answer| answer.read::<Page<wire::Ticket>>()).map_err(CallFault::of_reading)?;
        let rows: Vec<_> = list.items.iter().map(|ticket| self.row(ticket, &ticket.queue.name)).collect();
        let total = list.total.filter(|total| *total >= 0.0).map(|total| total as u64);
        let read = (u64::from(page) + 1) * u64::from(PAGE);
        let more = total.map_or(rows.len() == PAGE as usize, |total| read < total) && !rows.is_empty();
        Ok(TicketPage { rows, total, more })
    }

    fn row(&self, ticket: &wire::Ticket, queue: &str) -> TicketRow {
        self.meet(ticket.owner());
        TicketRow {
            id: TicketId::new(ticket.id.0.to_string()),
            subject: ticket.subject.clone(),
            state: self.statuses.state(&ticket.status),
            priority: statuses::priority(ticket.priority.parse().unwrap_or_default()),
            queue: queue.to_owned(),
            owner: ticket.owner().to_owned(),
            requester: ticket.requestor.first().map_or_else(String::new, |person| person.id.clone()),
            created: wire::moment(&ticket.created),
            changed: wire::moment(&ticket.last_updated),
        }
    }

    /// One ticket with its conversation, in four requests and one more for each name that is not known yet.
    pub async fn ticket(&self, id: TicketId) -> Result<Ticket, DeskFault> {
        let id = super::number(&id)?.0.to_string();
        let answer = self.call(Call::get(&["ticket", &id], Vec::new())).await.map_err(unseen)?;
        let ticket = answer.read::<wire::Ticket>().map_err(CallFault::of_reading)?;
        let talk = self.talk(&ticket, answer.tag).await.map_err(CallFault::of_reading)?;
        let queue = self.name("queue", &ticket.queue.id).await.map_err(CallFault::of_reading)?;
        let known = self.session.known().ok();
        let (text, files) = talk.first(&ticket);
        let (uuid, fields) = form::fields(&ticket, known.as_ref(), text, &files);
        Ok(Ticket {
            row: self.row(&ticket, &queue),
            uuid,
            author: ticket.creator.id.clone(),
            fields,
            notes: talk.notes(&ticket, &self.statuses),
            moves: self.moves(&ticket),
            unkept: self.unkept(ticket.id),
        })
    }

    async fn talk(&self, ticket: &wire::Ticket, last: Option<u64>) -> Result<Talk, CallFault> {
        let mut talk = Talk { transactions: self.history(ticket.id, last).await?, ..Talk::default() };
        let speaking: Vec<_> =
            talk.transactions.iter().filter(|one| talk::speaks(one)).map(|one| one.id).collect();
        for some in speaking.chunks(AT_ONCE) {
            self.parts(some, &mut talk.parts).await?;
        }
        self.fill(&mut talk.parts).await?;
        let called: Vec<_> = talk.transactions.iter().filter_map(talk::called).collect();
        for (kind, number) in called {
            let name = self.name(kind, &number).await?;
            talk.names.insert((kind, number), name);
        }
        Ok(talk)
    }

    /// Everything that was done to a ticket, oldest first. `last` is the last of it that the agent may see: what may
    /// not be seen is left out after paging, so that a short page need not be the last.
    async fn history(&self, id: Number, last: Option<u64>) -> Result<Vec<Transaction>, CallFault> {
        let mut all: Vec<Transaction> = Vec::new();
        for page in 1..=PAGES {
            let query = vec![
                ("fields", "Type,Field,NewValue,Creator,Created,ObjectId".to_owned()),
                ("orderby", "id".to_owned()),
                ("page", page.to_string()),
                ("per_page", MOST.to_string()),
            ];
            let id = id.0.to_string();
            let rows = self
                .call(Call::get(&["ticket", &id, "history"], query))
                .await?
                .read::<Page<Transaction>>()?
                .items;
            let end = rows.is_empty() || last.is_some_and(|last| rows.iter().any(|row| row.id.0 >= last));
            all.extend(rows);
            if end {
                break;
            }
        }
        all.sort_by_key(|one| one.id);
        Ok(all)
    }

    /// The parts of some transactions, without what is in them: a picture may be megabytes.
    async fn parts(&self, of: &[Number], into: &mut Vec<Part>) -> Result<(), CallFault> {
        for page in 1..=PAGES {
            let query = vec![
                ("fields", "ContentType,Filename,TransactionId,Headers".to_owned()),
                ("orderby", "id".to_owned()),
                ("page", page.to_string()),
                ("per_page", MOST.to_string()),
            ];
            let call = Call::ask(&["attachments"], query, one_of("TransactionId", of));
            let rows = self.call(call).await?.read::<Page<Part>>()?.items;
            let end = rows.len() < MOST;
            into.extend(rows);
            if end {
                break;
            }
        }
        Ok(())
    }

    /// What is in the parts that are read.
    async fn fill(&self, parts: &mut [Part]) -> Result<(), CallFault> {
        let mut wanted = Vec::new();
        for part in parts.iter_mut().filter(|part| talk::is_read(part)) {
            match part.length() {
                Some(length) if length > LONGEST => TOO_LONG.clone_into(&mut part.content),
                length => wanted.push((part.id, length.unwrap_or(LONGEST))),
            }
        }
        let mut left = wanted.as_slice();
        while !left.is_empty() {
            let fits = left.iter().scan(0, |sum, (_, length)| {
                *sum += length;
                Some(*sum <= BYTES_AT_ONCE)
            });
            let count = fits.take_while(|fits| *fits).count().clamp(1, MOST);
            let (now, later) = left.split_at(count.min(left.len()));
            let ids: Vec<_> = now.iter().map(|(id, _)| *id).collect();
            let query = vec![("fields", "Content".to_owned()), ("per_page", MOST.to_string())];
            let call = Call::ask(&["attachments"], query, one_of("id", &ids));
            for full in self.call(call).await?.read::<Page<Part>>()?.items {
                if let Some(part) = parts.iter_mut().find(|part| part.id == full.id) {
                    part.content = full.content;
                }
            }
            left = later;
        }
        Ok(())
    }

    /// Queues of the settings, or those that the agent sees; agents of the settings, and those who were seen.
    pub async fn places(&self) -> Result<Places, DeskFault> {
        let queues = match self.settings.queues.as_slice() {
            [] => {
                let query = vec![("fields", "Name".to_owned()), ("per_page", MOST.to_string())];
                let answer = self.call(Call::get(&["queues", "all"], query)).await;
                let all = answer.and_then(|answer| answer.read::<Page<wire::Called>>());
                all.map_err(CallFault::of_reading)?.items.into_iter().map(|queue| queue.name).collect()
            }
            listed => listed.to_vec(),
        };
        self.meet(&self.session.me());
        Ok(Places { queues, agents: self.met() })
    }
}

/// Rows of which a field is one of these.
fn one_of(field: &str, numbers: &[Number]) -> Value {
    let condition = |number: &Number| json!({ "field": field, "value": number.0, "entry_aggregator": "OR" });
    numbers.iter().map(condition).collect()
}
