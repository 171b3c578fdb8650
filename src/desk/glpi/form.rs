//! A draft as a ticket of the server, and back. The server has no fields for a form: the text holds it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::markup;
use super::wire::Ticket;
use crate::desk::{Filing, sheet};
use crate::domain::ticket::{Field, Uuid};

/// Most characters of a title: the server cuts what is longer, in silence (ticket facts, 6.2).
const SUBJECT: usize = 255;

/// What stands before the names of the files: they are sent after the ticket, and one may be refused.
const FILES: &str = "Pièces jointes";

/// Whom a ticket is about, as the server can be told.
pub enum Requester {
    /// Somebody with an account.
    User(u64),
    /// Somebody by a mail address.
    Mail(String),
    /// Nobody knows.
    Nobody,
}

/// The request that files a ticket.
pub fn body(filing: &Filing, category: u64, requester: &Requester) -> Value {
    let fields = filing.draft.fields();
    let subject = subject(fields.get(&Field::Subject).map_or("", String::as_str));
    let mut body = json!({
        "name": subject,
        "content": markup::page(text(filing, &fields, &subject).trim_end()),
        "type": 1,
        "urgency": 3,
        "impact": 3,
    });
    if category > 0 {
        body["itilcategories_id"] = json!(category);
    }
    match requester {
        Requester::User(id) => body["_users_id_requester"] = json!([id]),
        Requester::Mail(mail) => {
            body["_users_id_requester"] = json!([0]);
            let notified = json!({ "use_notification": [1], "alternative_email": [mail] });
            body["_users_id_requester_notif"] = notified;
        }
        Requester::Nobody => {}
    }
    body
}

/// The form, with the names of the files before the name of the draft.
fn text(filing: &Filing, fields: &BTreeMap<Field, String>, subject: &str) -> String {
    let text = sheet::text(&filing.draft.uuid, fields, subject);
    let reference = sheet::reference(&filing.draft.uuid);
    let names: Vec<_> = filing.files.iter().map(|file| file.name.as_str()).collect();
    match text.rsplit_once(&reference) {
        Some((before, after)) if !names.is_empty() => {
            format!("{before}{FILES} : {}\n{reference}{after}", names.join(", "))
        }
        _ => text,
    }
}

/// A title that the server keeps whole.
fn subject(typed: &str) -> String {
    sheet::one_line(typed).chars().take(SUBJECT).collect()
}

/// The form of a ticket. Only a ticket of a console is read as more than a description.
pub fn fields(ticket: &Ticket) -> (Option<Uuid>, BTreeMap<Field, String>) {
    let text = markup::words(&ticket.content);
    let uuid = sheet::named(&text);
    let mut fields = match uuid {
        Some(_) => sheet::parsed(&text),
        None => BTreeMap::from([(Field::Description, text.trim_end().to_owned())]),
    };
    fields.entry(Field::Subject).or_insert_with(|| markup::decoded(&ticket.name));
    let names: Vec<_> = ticket.documents.iter().map(|file| file.filename.as_str()).collect();
    fields.insert(Field::Screenshots, names.join("\n"));
    fields.retain(|_, answer| !answer.trim().is_empty());
    (uuid, fields)
}

/// How the file of this place is called beside its ticket, so that it can be found there.
pub fn document(at: usize, name: &str) -> String {
    format!("{}. {name}", at + 1)
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
