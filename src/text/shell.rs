//! Sentences that name a key of the console, told where there is none to press: a command stands in
//! its place, or the console.

use std::borrow::Cow;

use super::Lang;

/// What the console says, and what is said instead. Longer ones first: a part of one may be another.
const FRENCH: &[(&str, &str)] = &[
    (
        "Échap, puis Tab choisit cette clé sur la fiche ; testez-y le code suivant.",
        "Testez le code suivant sur cette autre clé : « guichet verify » et son numéro.",
    ),
    ("Tab cherche plus loin.", "« guichet found 1-hour » ou « 12-hours » cherche plus loin."),
    ("F3 vous reconnecte", "relancez la commande"),
    ("connectez-vous de nouveau (F3)", "relancez la commande et donnez votre mot de passe"),
    ("F5 relit la fiche", "« guichet show » relit la fiche"),
    ("relisez la fiche (F5)", "relisez la fiche (guichet show)"),
    ("relisez (F5)", "relisez la fiche (guichet show)"),
    ("la fiche a changé. F5 la relit", "la fiche a changé. « guichet show » la relit"),
    (
        "Le ticket a changé entre-temps. F5 le relit",
        "Le ticket a changé entre-temps. « guichet ticket show » le relit",
    ),
    (" (n)", " (guichet ticket new)"),
    (" (l)", " (dans la console)"),
    (" (u)", " (dans la console)"),
    (" (s)", " (dans la console)"),
    (" (e)", " (dans la console)"),
    (" (r)", " (dans la console)"),
    (" (a)", " (dans la console)"),
];

/// The same in English.
const ENGLISH: &[(&str, &str)] = &[
    (
        "Esc, then Tab chooses that key on the card; test the next code there.",
        "Test the next code on that other key: “guichet verify” and its serial.",
    ),
    ("Tab looks further.", "“guichet found 1-hour” or “12-hours” looks further."),
    ("F3 logs you in again", "run the command again"),
    ("log in again (F3)", "run the command again and give your password"),
    ("F5 reads the card again", "“guichet show” reads the card again"),
    ("read the card again (F5)", "read the card again (guichet show)"),
    ("read it (F5)", "read it (guichet show)"),
    ("The card has changed. F5 reads it again", "The card has changed. “guichet show” reads it again"),
    ("the card has changed. F5 reads it again", "the card has changed. “guichet show” reads it again"),
    (
        "The ticket has changed meanwhile. F5 reads it again",
        "The ticket has changed meanwhile. “guichet ticket show” reads it again",
    ),
    (" (n)", " (guichet ticket new)"),
    (" (l)", " (in the console)"),
    (" (u)", " (in the console)"),
    (" (s)", " (in the console)"),
    (" (e)", " (in the console)"),
    (" (r)", " (in the console)"),
    (" (a)", " (in the console)"),
];

/// A sentence of ours without keys of the console. Not for text from outside, which stays as it is.
pub fn told(lang: Lang, words: &str) -> Cow<'_, str> {
    let table = match lang {
        Lang::Fr => FRENCH,
        Lang::En => ENGLISH,
    };
    let mut told = Cow::Borrowed(words);
    for (console, shell) in table {
        if told.contains(console) {
            told = Cow::Owned(told.replace(console, shell));
        }
    }
    told
}

#[cfg(test)]
#[path = "shell_tests.rs"]
mod tests;
