//! A draft as one text, and back: every answer under its name.
//!
//! Whatever a server keeps in fields of its own, the text holds everything that a caller said.

use std::collections::BTreeMap;

use crate::domain::ticket::{Field, Uuid};

/// Between the description and the other answers, in the language of the notices.
const RULE: &str = "\n\n-- Renseignements --\n";

/// What stands before each answer in the text.
const LABELS: [(Field, &str); 9] = [
    (Field::Subject, "Objet"),
    (Field::Name, "Nom"),
    (Field::Post, "Fonction et service"),
    (Field::Mail, "Adresse mail"),
    (Field::Phone, "Téléphone de rappel"),
    (Field::Hours, "Disponibilités"),
    (Field::Errors, "Messages d’erreur"),
    (Field::Accounts, "Comptes concernés"),
    (Field::Serial, "Numéro de clé"),
];

/// What stands before the name of the draft.
const REFERENCE: &str = "Référence";

/// A further line of an answer of several.
const FURTHER: &str = "\n    ";

/// The same as words for a ticket that is there already.
pub fn words(fields: &BTreeMap<Field, String>) -> String {
    let description = fields.get(&Field::Description).map_or("", String::as_str);
    let line = |(field, label): &(Field, &str)| {
        Some(format!("{label} : {}\n", fields.get(field)?.replace('\n', FURTHER)))
    };
    let lines: String = LABELS.iter().filter_map(line).collect();
    format!("{description}{RULE}{}", lines.trim_end()).trim().to_owned()
}

/// The text of a ticket: the description, then every other answer, the name of the draft last. `subject` is what the
/// desk keeps of the subject: the text holds the whole one if that is less.
pub fn text(uuid: &Uuid, fields: &BTreeMap<Field, String>, subject: &str) -> String {
    let kept = |field: &Field| match (field, fields.get(field)) {
        (Field::Subject, Some(whole)) if subject == whole => None,
        (_, answer) => answer,
    };
    let lines = LABELS
        .iter()
        .filter_map(|(field, label)| Some(format!("{label} : {}\n", kept(field)?.replace('\n', FURTHER))));
    let lines: String = lines.chain([reference(uuid), "\n".to_owned()]).collect();
    let description = fields.get(&Field::Description).map_or("", String::as_str);
    format!("{description}{RULE}{lines}")
}

/// The answers in a text that [`text`] made; any other text is a description.
pub fn parsed(text: &str) -> BTreeMap<Field, String> {
    let (description, lines) = text.rsplit_once(RULE).unwrap_or((text, ""));
    let mut answers = BTreeMap::from([(Field::Description, description.trim_end().to_owned())]);
    for line in lines.replace(FURTHER, "\u{0}").lines() {
        let Some((label, answer)) = line.split_once(" : ") else { continue };
        let field = LABELS.iter().find(|(_, known)| *known == label);
        answers.extend(field.map(|(field, _)| (*field, answer.trim_end().replace('\u{0}', "\n"))));
    }
    answers.retain(|_, answer| !answer.is_empty());
    answers
}

/// The line that names a draft, or an added text.
pub fn reference(uuid: &Uuid) -> String {
    format!("{REFERENCE} : {}", uuid.as_str())
}

/// The name in the last of such lines.
pub fn named(text: &str) -> Option<Uuid> {
    let name = |line: &str| {
        let (label, name) = line.trim().split_once(" : ")?;
        Uuid::parse(name.trim()).filter(|_| label == REFERENCE)
    };
    text.lines().rev().find_map(name)
}

/// A subject on one line.
pub fn one_line(typed: &str) -> String {
    let line: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.trim().to_owned()
}

#[cfg(test)]
#[path = "sheet_tests.rs"]
mod tests;
