//! Questions in the server's own language (TicketSQL). An unknown custom field in one is no error but an empty
//! answer, so fields are named by numbers that were seen (ticket facts, 2.6).

use super::statuses::{DELETED, Statuses};
use super::wire::Number;
use crate::desk::Filter;
use crate::domain::ticket::{State, Uuid};

/// What the lines of a list show. Custom fields are not among them: they make a list ten times slower.
pub const COLUMNS: &str = "Subject,Status,Priority,Queue,Owner,Requestor,Created,LastUpdated";

/// The text as a value.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for c in text.chars().filter(|c| !c.is_control()) {
        if matches!(c, '\'' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('\'');
    quoted
}

/// Which tickets carry a UUID. Without the second half one that was merged is not found under its name, and would
/// be filed again.
pub fn by_uuid(field: Number, uuid: &Uuid) -> String {
    format!("CF.{} = {} AND EffectiveId > 0", field.0, quoted(uuid.as_str()))
}

/// Which texts carry a UUID.
pub fn operation(field: Number, uuid: &Uuid) -> String {
    format!("CF.{} = {}", field.0, quoted(uuid.as_str()))
}

/// The tickets of a filter; none if it can hold no ticket. `accounts` is the field of logins, if there is one.
pub fn of(
    filter: &Filter,
    queues: &[String],
    accounts: Option<Number>,
    statuses: &Statuses,
) -> Option<String> {
    let mut all = vec!["id > 0".to_owned()];
    match &filter.queue {
        Some(queue) => all.push(format!("Queue = {}", quoted(queue))),
        None => all.extend(any(queues.iter().map(|queue| format!("Queue = {}", quoted(queue))))),
    }
    if let Some(owner) = &filter.owner {
        all.push(format!("Owner = {}", quoted(if owner.is_empty() { "Nobody" } else { owner })));
    }
    if let Some(about) = &filter.about {
        let mail =
            (!about.mail.is_empty()).then(|| format!("Requestor.EmailAddress = {}", quoted(&about.mail)));
        let login = accounts.filter(|_| !about.login.is_empty());
        let login = login.map(|field| format!("CF.{} = {}", field.0, quoted(&about.login)));
        all.push(any(mail.into_iter().chain(login))?);
    }
    if !filter.states.is_empty() {
        all.push(states(&filter.states, statuses)?);
    }
    Some(all.join(" AND "))
}

/// The same tickets, as far as a field of them holds a value.
pub fn and_holds(query: &str, field: Number, value: &str) -> String {
    format!("{query} AND CF.{} = {}", field.0, quoted(value))
}

/// Tickets that still ask for work are asked for by what the server knows of its own life cycles.
fn states(wanted: &[State], statuses: &Statuses) -> Option<String> {
    let live = State::LIVE.iter().all(|state| wanted.contains(state));
    let named = wanted.iter().filter(|state| !live || !State::LIVE.contains(state));
    let named = named.flat_map(|state| statuses.of(*state)).filter(|status| *status != DELETED);
    let active = live.then(|| "Status = '__Active__'".to_owned());
    any(active.into_iter().chain(named.map(|status| format!("Status = {}", quoted(status)))))
}

fn any(conditions: impl Iterator<Item = String>) -> Option<String> {
    let all: Vec<_> = conditions.collect();
    (!all.is_empty()).then(|| format!("({})", all.join(" OR ")))
}

#[cfg(test)]
#[path = "query_tests.rs"]
mod tests;
