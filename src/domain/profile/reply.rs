//! What a profile holds ready to be written to a holder: answers, and the notice's sentence for what is no
//! matter of keys. In French, as holders read them.

use serde::Deserialize;

use super::{Ask, Channel, Problem, Profile, Words};
use crate::domain::search::fold;
use crate::domain::ticket::suspicions;

/// Most characters of an answer's name, and of its text: one screen of the editor.
pub(super) const LONGEST_NAME: usize = 40;
pub(super) const LONGEST: usize = 2_000;

/// A ready-made answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table with name and text")]
pub struct ReadyReply {
    /// What the agent chooses it by.
    pub name: Words,
    /// What the holder reads; [`ReadyReply::filled`] puts in what it leaves open.
    pub text: String,
}

/// Where a ticket goes that is no matter of keys, and what the holder is told.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table with queue, quote and source")]
pub struct NotOtp {
    /// The queue of the desk where whoever can help looks.
    pub queue: String,
    /// The notice's own sentence, to the letter.
    pub quote: String,
    /// Title of the notice.
    pub source: String,
}

impl ReadyReply {
    /// The text with the number of the ticket and the agent's name in it.
    pub fn filled(&self, ticket: &str, agent: &str) -> String {
        let text = self.text.replace("\r\n", "\n");
        text.trim().replace(TICKET, ticket).replace(AGENT, agent)
    }
}

/// What stands for the number of the ticket.
const TICKET: &str = "{ticket}";

/// What stands for the name of the agent.
const AGENT: &str = "{agent}";

/// What is wrong with a text that is written to holders, if anything is.
pub(super) fn check(profile: &Profile, text: &str) -> Result<(), Problem> {
    if text.chars().count() > LONGEST {
        return Err(Problem::TooLong { most: LONGEST });
    }
    let open = text.replace(TICKET, "").replace(AGENT, "");
    if let Some(at) = open.find(['{', '}']) {
        let end = open[at..].find('}').map_or(open.len(), |end| at + end + 1);
        return Err(Problem::Placeholder(open[at..end].chars().take(LONGEST_NAME).collect()));
    }
    if !suspicions(text, &[]).is_empty() {
        return Err(Problem::LooksSecret);
    }
    asked(text, &profile.never(Channel::Mail)).map_or(Ok(()), |ask| Err(Problem::ReplyAsks(ask)))
}

/// Words that tell a reader to give something. Typing something on a page is not giving it.
const GIVING: [&str; 35] = [
    "donnez",
    "donner",
    "donnant",
    "redonnez",
    "indiquez",
    "indiquer",
    "indiquant",
    "precisez",
    "preciser",
    "precisant",
    "communiquez",
    "communiquer",
    "communiquant",
    "transmettez",
    "transmettre",
    "transmettant",
    "envoyez",
    "envoyer",
    "envoyant",
    "renvoyez",
    "renvoyer",
    "fournissez",
    "fournir",
    "fournissant",
    "dites",
    "nous dire",
    "me dire",
    "rappelez nous",
    "joignez",
    "joindre",
    "renseignez",
    "renseigner",
    "ecrivez nous",
    "repondez",
    "repondre",
];

/// Words that turn it round where they stand before it.
const NOT: [&str; 7] = ["ne", "n", "jamais", "sans", "ni", "aucun", "aucune"];

/// Words that ask without telling to give: only with a question mark.
const WHICH: [&str; 8] = ["quel", "quelle", "quels", "quelles", "votre", "vos", "connaissez", "avez"];

/// What holders call what may be forbidden.
const NAMES: [(Ask, &[&str]); 13] = [
    (Ask::Pin, &["pin", "code secret"]),
    (Ask::Password, &["mot de passe", "mots de passe", "mdp"]),
    (Ask::Numen, &["numen"]),
    (Ask::SixDigits, &["6 chiffres", "six chiffres", "chiffres affiches", "code affiche", "passcode"]),
    (Ask::ActivationCode, &["code d activation"]),
    (Ask::Login, &["identifiant", "identifiants", "login"]),
    (Ask::Serial, &["numero de serie", "n de serie", "numero de la cle", "n de la cle", "numero de cle"]),
    (Ask::Name, &["nom", "prenom"]),
    (Ask::Role, &["fonction"]),
    (Ask::School, &["etablissement"]),
    (Ask::Mail, &["adresse mail", "adresse academique", "courriel"]),
    (Ask::CallbackNumber, &["telephone", "numero de rappel"]),
    (Ask::ErrorMessage, &["message d erreur", "messages d erreur"]),
];

/// What a text asks the reader for that is among these. It goes by words: a sentence that tells to give and
/// names the thing, without a negation before. What it cannot see is a request in other words; the holder is
/// warned in each text that asks for anything.
fn asked(text: &str, never: &[Ask]) -> Option<Ask> {
    sentences(text).find_map(|(sentence, question)| {
        let plain = plain(sentence);
        let at = |words: &[&str]| words.iter().filter_map(|word| plain.find(&format!(" {word} "))).min();
        let negated = at(&NOT).unwrap_or(usize::MAX);
        let gives = at(&GIVING).is_some_and(|at| at < negated);
        let asks = question && at(&WHICH).is_some_and(|at| at < negated);
        let named = |ask: &&Ask| NAMES.iter().any(|(known, names)| known == *ask && at(names).is_some());
        if gives || asks { never.iter().find(named).copied() } else { None }
    })
}

/// The sentences of a text, and whether each is a question. A colon or the end of a line ends none: what is
/// asked may stand in a list.
fn sentences(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let ends = |pair: &(usize, char)| {
        let next = text[pair.0 + pair.1.len_utf8()..].chars().next();
        matches!(pair.1, '.' | '!' | '?') && next.is_none_or(char::is_whitespace)
    };
    let mut from = 0;
    let stops: Vec<_> = text.char_indices().filter(ends).chain([(text.len(), ' ')]).collect();
    stops.into_iter().map(move |(at, mark)| {
        let sentence = &text[from.min(at)..at];
        from = at + usize::from(mark != ' ');
        (sentence, mark == '?')
    })
}

/// Folded words between single spaces, a space at each end.
fn plain(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |plain, word| format!("{plain}{word} "))
}

#[cfg(test)]
#[path = "reply_tests.rs"]
mod tests;
