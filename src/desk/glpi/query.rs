//! Searches by the numbers of their fields (ticket facts, 6.2).

use crate::desk::{Filter, PAGE};
use crate::domain::ticket::{State, Uuid};

use super::wire;

/// Fields of tickets.
pub const CATEGORY: &str = "7";
/// The text of a ticket.
pub const CONTENT: &str = "21";
/// The texts added to it.
pub const ADDED: &str = "25";

/// Columns of a list: title, number, priority, requester, technician, category, status, opened, changed.
const COLUMNS: [&str; 9] = ["1", "2", "3", "4", "5", CATEGORY, "12", "15", "19"];

/// Parts of an address.
pub type Query = Vec<(String, String)>;

/// One condition.
struct Condition(&'static str, &'static str, String);

impl Condition {
    fn put(&self, at: &str, link: &str, query: &mut Query) {
        let Self(field, how, value) = self;
        let parts = [("link", link), ("field", field), ("searchtype", how), ("value", value)];
        query.extend(parts.map(|(name, part)| (format!("{at}[{name}]"), part.to_owned())));
    }
}

fn pair(name: &str, value: impl ToString) -> (String, String) {
    (name.to_owned(), value.to_string())
}

fn columns(columns: &[&str]) -> impl Iterator<Item = (String, String)> {
    columns.iter().enumerate().map(|(at, column)| (format!("forcedisplay[{at}]"), (*column).to_owned()))
}

/// The tickets of which a field holds a name, those of the bin or the others.
pub fn carrying(field: &'static str, uuid: &Uuid, bin: bool) -> Query {
    let mut query = Vec::new();
    Condition(field, "contains", uuid.as_str().to_owned()).put("criteria[0]", "AND", &mut query);
    query.extend(columns(&["2"]));
    query.extend([
        pair("is_deleted", u8::from(bin)),
        pair("range", "0-49"),
        pair("sort", 2),
        pair("order", "ASC"),
    ]);
    query
}

/// The people of a login.
pub fn login(login: &str) -> Query {
    let mut query = Vec::new();
    Condition("1", "contains", format!("^{login}$")).put("criteria[0]", "AND", &mut query);
    query.extend(columns(&["1", "2"]));
    query.push(pair("range", "0-49"));
    query
}

/// What a filter means here, once its names are numbers.
#[derive(Debug, Default)]
pub struct Wanted {
    /// In one of these categories; in any when empty.
    pub categories: Vec<u64>,
    /// Taken care of by this person; 0 for nobody.
    pub owner: Option<u64>,
    /// Of this person, or with this address in the text: one of both.
    pub about: Option<(Option<u64>, String)>,
    /// With this serial in the text.
    pub serial: Option<String>,
}

/// A page of a list, the ticket that changed last first.
pub fn list(filter: &Filter, wanted: &Wanted, page: u32) -> Query {
    let mut groups: Vec<Vec<Condition>> = states(&filter.states);
    groups.push(wanted.categories.iter().map(|id| Condition(CATEGORY, "equals", id.to_string())).collect());
    groups.push(wanted.owner.iter().map(|id| Condition("5", "equals", id.to_string())).collect());
    if let Some((person, mail)) = &wanted.about {
        let person = person.iter().map(|id| Condition("4", "equals", id.to_string()));
        let mail = Some(mail).filter(|mail| !mail.is_empty());
        groups.push(person.chain(mail.map(|mail| Condition(CONTENT, "contains", mail.clone()))).collect());
    }
    groups.push(wanted.serial.iter().map(|one| Condition(CONTENT, "contains", one.clone())).collect());
    let mut query = Vec::new();
    for (at, group) in groups.iter().filter(|group| !group.is_empty()).enumerate() {
        match group.as_slice() {
            [one] => one.put(&format!("criteria[{at}]"), "AND", &mut query),
            several => {
                query.push((format!("criteria[{at}][link]"), "AND".to_owned()));
                for (number, one) in several.iter().enumerate() {
                    one.put(&format!("criteria[{at}][criteria][{number}]"), "OR", &mut query);
                }
            }
        }
    }
    let first = u64::from(page) * u64::from(PAGE);
    let last = first + u64::from(PAGE) - 1;
    query.extend(columns(&COLUMNS));
    query.extend([pair("range", format!("{first}-{last}")), pair("sort", 19), pair("order", "DESC")]);
    query
}

/// All that asks for work is what is neither solved nor closed: a ticket may have a status that nobody knows.
fn states(wanted: &[State]) -> Vec<Vec<Condition>> {
    let status =
        |how, state| wire::statuses(state).map(move |number| Condition("12", how, number.to_string()));
    if State::LIVE.iter().all(|state| wanted.contains(state)) {
        let others = [State::Solved, State::Closed].into_iter().filter(|state| !wanted.contains(state));
        return others.flat_map(|state| status("notequals", state)).map(|one| vec![one]).collect();
    }
    vec![wanted.iter().flat_map(|state| status("equals", *state)).collect()]
}
