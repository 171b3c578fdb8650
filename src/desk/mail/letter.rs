//! A ticket as a message: one line an answer, in French, in the order of the notice.

use lettre::Address;
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Attachment, Body, MultiPart, SinglePart};

use crate::desk::{DeskFault, Filing};
use crate::domain::moment::Moment;
use crate::domain::ticket::Field;
use crate::net::smtp::message::{self, Head, plain};

/// What stands before each answer.
const LABELS: [(Field, &str); 11] = [
    (Field::Name, "Nom"),
    (Field::Post, "Fonction et service"),
    (Field::Mail, "Adresse mail"),
    (Field::Phone, "Téléphone de rappel"),
    (Field::Hours, "Disponibilités"),
    (Field::Subject, "Objet"),
    (Field::Description, "Description"),
    (Field::Errors, "Messages d’erreur"),
    (Field::Accounts, "Comptes concernés"),
    (Field::Serial, "Numéro de clé"),
    (Field::Screenshots, "Captures d’écran"),
];

/// What stands before the name of the draft.
const REFERENCE: &str = "Référence";

/// A further line of an answer of several.
const FURTHER: &str = "\n    ";

/// In whose name a message goes, and where.
pub struct Way<'a> {
    /// The agent.
    pub from: &'a Address,
    /// Where answers go.
    pub reply_to: &'a Address,
    /// The academy.
    pub to: &'a Address,
    /// Now.
    pub at: Moment,
}

/// A message.
#[derive(Debug)]
pub struct Letter {
    /// What it is called, the same at each sending to one address; without brackets.
    pub id: String,
    /// As it goes over the line, before dots are doubled; ASCII.
    pub bytes: Vec<u8>,
}

impl Letter {
    /// The message of a ticket.
    ///
    /// # Errors
    /// What cannot be said in a message; nothing was sent.
    pub fn new(filing: &Filing, way: &Way<'_>) -> Result<Self, DeskFault> {
        let broken = |what: &dyn std::fmt::Display| DeskFault::Refused(what.to_string());
        let id = message::id(filing.draft.uuid.as_str(), way.to);
        let fields = filing.draft.fields();
        let subject = fields.get(&Field::Subject).map_or("", String::as_str);
        let Way { from, reply_to, to, at } = *way;
        let head = Head { from, reply_to: Some(reply_to), to, at: at.millis(), id: &id, subject }.builder();
        let encoding = ContentTransferEncoding::QuotedPrintable;
        let words = Body::new_with_encoding(text(filing), encoding).map_err(|_| broken(&"text"))?;
        let words = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(words);
        let message = if filing.files.is_empty() {
            head.singlepart(words)
        } else {
            let mut parts = MultiPart::mixed().singlepart(words);
            for file in &filing.files {
                let kind = ContentType::parse(file.media.mime()).map_err(|fault| broken(&fault))?;
                let content = Body::new(file.content.clone());
                parts = parts.singlepart(Attachment::new(file.name.clone()).body(content, kind));
            }
            head.multipart(parts)
        };
        let bytes = message.map_err(|fault| broken(&fault))?.formatted();
        Ok(Self { id, bytes })
    }
}

/// The text of a message.
fn text(filing: &Filing) -> String {
    let mut fields = filing.draft.fields();
    // Paths say more of the agent's machine than of the ticket.
    let names: Vec<&str> = filing.files.iter().map(|file| file.name.as_str()).collect();
    fields.insert(Field::Screenshots, names.join(", "));
    let answered = |field: &Field| fields.get(field).filter(|answer| !answer.is_empty());
    let lines = LABELS.iter().filter_map(|(field, label)| {
        let answer = plain(answered(field)?).replace('\n', FURTHER);
        Some(format!("{label} : {answer}\n"))
    });
    lines.chain([format!("{REFERENCE} : {}\n", filing.draft.uuid.as_str())]).collect()
}

#[cfg(test)]
#[path = "letter_tests.rs"]
mod tests;
