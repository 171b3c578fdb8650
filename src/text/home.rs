//! Sentences of the search screen.

use super::wall::grouped;

/// Sentences of the search screen.
pub struct Home {
    /// Label of the field.
    pub search: &'static str,
    /// How many match of how many.
    pub count: fn(usize, usize) -> String,
    /// The server gives no more than so many: there may be others.
    pub cut: &'static str,
    /// How many people there are, before anything is typed.
    pub people: fn(usize) -> String,
    /// What can be typed; shown while nothing is.
    pub hint: &'static str,
    /// Nothing matches.
    pub nothing: &'static str,
    /// What to try when nothing matches.
    pub nothing_hint: &'static str,
    /// Heading of the watched keys.
    pub watched: &'static str,
    /// Why they are watched.
    pub watched_why: &'static str,
    /// Heading of the drafts.
    pub drafts: &'static str,
    /// A store without people.
    pub no_people: &'static str,
    /// The keys of a person, before the card came.
    pub keys: &'static str,
}

/// French.
pub static FR: Home = Home {
    search: "Recherche",
    count: |matching, people| format!("{} sur {}", grouped(matching as i64), grouped(people as i64)),
    cut: "liste coupée par le serveur : précisez",
    people: |people| format!("{} personnes", grouped(people as i64)),
    hint: "Tapez un nom, un identifiant, une adresse, un établissement, un UAI ou un numéro de clé. Numéro illisible : F7.",
    nothing: "Personne ne correspond.",
    nothing_hint: "Essayez le nom seul, l’établissement ou la fin du numéro de clé. Numéro illisible : F7.",
    watched: "PIN effacés, jamais recréés",
    watched_why: "Sans code PIN, la clé seule ouvre le compte. Rappelez la personne, ou suspendez la clé (F8).",
    drafts: "Brouillons de tickets",
    no_people: "L’annuaire est vide. Importez des personnes : guichet people import FICHIER.csv",
    keys: "Clés",
};

/// English.
pub static EN: Home = Home {
    search: "Search",
    count: |matching, people| format!("{} of {}", grouped(matching as i64), grouped(people as i64)),
    cut: "list cut short by the server: type more",
    people: |people| format!("{} people", grouped(people as i64)),
    hint: "Type a name, a login, a mail address, a school, a UAI or a key’s serial. Serial worn off: F7.",
    nothing: "Nobody matches.",
    nothing_hint: "Try the family name alone, the school, or the end of the serial. Serial worn off: F7.",
    watched: "PIN cleared, never created again",
    watched_why: "Without a PIN the key alone opens the account. Call the person back, or suspend the key (F8).",
    drafts: "Ticket drafts",
    no_people: "The directory is empty. Import people: guichet people import FILE.csv",
    keys: "Keys",
};
