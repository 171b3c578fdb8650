//! A draft as a ticket of the server, and back.
//!
//! Every answer is in the text, whatever custom fields there are: the server drops a value that it dislikes without a
//! word (ticket facts, 2.4), and nothing that a caller said may be lost for that.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use serde_json::{Value, json};

use super::session::{Known, Slot};
use super::statuses;
use super::wire::Ticket;
use crate::desk::{Filing, sheet};
use crate::domain::ticket::{Field, Priority, Unkept, Uuid, accounts};

/// Most characters and most bytes of a subject: the server cuts what is longer, in silence.
const SUBJECT: (usize, usize) = (100, 200);

/// The request that files a ticket.
pub fn body(filing: &Filing, known: &Known) -> Value {
    let fields = filing.draft.fields();
    let answer = |field| fields.get(&field).map_or("", String::as_str);
    let filled = known.fields.iter().filter_map(|(field, slot)| {
        let text = fields.get(field)?;
        Some((slot.id.0.to_string(), value(*field, *slot, text)))
    });
    let uuid = (known.uuid.0.to_string(), json!(filing.draft.uuid.as_str()));
    let mut body = json!({
        "Queue": known.queue.0.to_string(),
        "Subject": subject(answer(Field::Subject)),
        "Content": sheet::text(&filing.draft.uuid, &fields, &subject(answer(Field::Subject))),
        "ContentType": "text/plain",
        "Priority": statuses::number(Priority::Normal),
        "CustomFields": filled.chain([uuid]).collect::<BTreeMap<_, _>>(),
    });
    if let Some(mail) = fields.get(&Field::Mail) {
        body["Requestor"] = json!(mail);
    }
    if !filing.files.is_empty() {
        let files = filing.files.iter().map(|file| {
            json!({
                "FileName": file.name,
                "FileType": file.media.mime(),
                "FileContent": BASE64.encode(&file.content),
            })
        });
        body["Attachments"] = files.collect();
    }
    body
}

fn value(field: Field, slot: Slot, text: &str) -> Value {
    match field {
        Field::Accounts if slot.many => accounts(text).collect(),
        _ => json!(text),
    }
}

/// A subject that the server keeps whole.
pub fn subject(typed: &str) -> String {
    let (characters, bytes) = SUBJECT;
    let mut cut: String = sheet::one_line(typed).chars().take(characters).collect();
    while cut.len() > bytes {
        cut.pop();
    }
    cut
}

/// The form of a ticket. `text` is its first message, `files` the names of what came with it. Only a ticket of a
/// console is read as more than a description.
pub fn fields(
    ticket: &Ticket,
    known: Option<&Known>,
    text: &str,
    files: &[&str],
) -> (Option<Uuid>, BTreeMap<Field, String>) {
    let text = text.replace("\r\n", "\n");
    let uuid = known.and_then(|known| Uuid::parse(ticket.values(known.uuid).first()?));
    let mut fields = match uuid {
        Some(_) => sheet::parsed(&text),
        None => BTreeMap::from([(Field::Description, text.trim_end().to_owned())]),
    };
    for (field, slot) in known.into_iter().flat_map(|known| &known.fields) {
        let separator = if *field == Field::Accounts { ", " } else { "\n" };
        let filled = ticket.values(slot.id).join(separator);
        if !filled.trim().is_empty() {
            fields.insert(*field, filled);
        }
    }
    fields.entry(Field::Subject).or_insert_with(|| ticket.subject.clone());
    fields.insert(Field::Screenshots, files.join("\n"));
    fields.retain(|_, answer| !answer.trim().is_empty());
    (uuid, fields)
}

/// The answers that should be in custom fields of a ticket and are not.
pub fn dropped(filing: &Filing, known: &Known, ticket: &Ticket) -> Vec<Unkept> {
    let fields = filing.draft.fields();
    let is_lost = |(field, slot): &(&Field, &Slot)| {
        let Some(sent) = fields.get(field) else { return false };
        let kept = ticket.values(slot.id);
        match (field, slot.many) {
            (Field::Accounts, true) => accounts(sent).any(|login| !kept.iter().any(|one| one == login)),
            _ => !kept.iter().any(|one| plain(one) == plain(sent)),
        }
    };
    known.fields.iter().filter(is_lost).map(|(field, _)| Unkept::Answer(*field)).collect()
}

/// Without what the server may change of a text: the ends of lines, the spaces around it.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
