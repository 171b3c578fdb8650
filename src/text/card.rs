//! Sentences of the card, of a code test and of a new PIN.

use super::Text;
use super::wall::Wall;
use crate::domain::moment::Moment;
use crate::domain::person::Note;

/// Sentences of the card.
pub struct CardText {
    /// Heading of the keys.
    pub keys: &'static str,
    /// A person without keys.
    pub no_keys: &'static str,
    /// Label of the last used step.
    pub last_step: &'static str,
    /// A key never used.
    pub never_used: &'static str,
    /// "échecs 0/10".
    pub fails: fn(u32, u32) -> String,
    /// Label of the drift.
    pub drift: &'static str,
    /// Label of the last day.
    pub expires: &'static str,
    /// A key without last day.
    pub no_expiry: &'static str,
    /// Before when a key cannot be used.
    pub starts: &'static str,
    /// Since when it is in that state.
    pub since: &'static str,
    /// Heading of the events.
    pub events: &'static str,
    /// No event.
    pub no_events: &'static str,
    /// Heading of what may be asked.
    pub ask: &'static str,
    /// Heading of what may never be asked.
    pub never: &'static str,
    /// Heading of the tickets.
    pub tickets: &'static str,
    /// No open ticket.
    pub no_tickets: &'static str,
    /// Reading the card.
    pub reading: &'static str,
    /// An act that the state of the key forbids.
    pub not_now: fn(&str, &str) -> String,
    /// An act that needs a key, and there is none.
    pub needs_key: &'static str,
    /// Nothing to follow: the PIN is set.
    pub nothing_to_follow: &'static str,
    /// Label of the code field, with the serial's last digits.
    pub code_of: fn(&str) -> String,
    /// The code is being tested.
    pub testing: &'static str,
    /// What to say while the code is read.
    pub ask_code: &'static str,
    /// The same for a key of more digits.
    pub ask_digits: fn(u8) -> String,
    /// Not the right number of digits.
    pub wrong_length: fn(u8) -> String,
    /// The right number of digits for another key of the person.
    pub other_length: fn(u8, &str) -> String,
    /// A PIN was typed with the code.
    pub pin_typed: &'static str,
    /// Before the words to read aloud.
    pub say: &'static str,
    /// The words to read aloud, as quoted.
    pub aloud: fn(&str) -> String,
    /// A paste with control characters, or too long.
    pub paste_refused: &'static str,
    /// Heading of the follow screen.
    pub new_pin: &'static str,
    /// The PIN is to be created since so long ago.
    pub to_create: fn(&str) -> String,
    /// The digits shown are spent already.
    pub spent: &'static str,
    /// What to say after a refused try before the PIN exists.
    pub retry_digits: &'static str,
    /// What to say after a refused try with the new PIN.
    pub retry_confirm: &'static str,
    /// The follower is watching.
    pub watching: &'static str,
    /// All steps are done.
    pub done: &'static str,
    /// A refused try was seen.
    pub refused: fn(&str, &str) -> String,
    /// Seen by the backend.
    pub seen: fn(&str) -> String,
    /// The server keeps the person out; a date may follow.
    pub locked_out: &'static str,
    /// When the lock ends by itself.
    pub until: fn(&str) -> String,
    /// Nothing tells the school.
    pub no_school: &'static str,
    /// The rights show no logins.
    pub no_log: &'static str,
    /// Other ways to log in.
    pub other_tokens: fn(u32) -> String,
    /// The backend cannot tell whether a PIN is set.
    pub pin_untold: &'static str,
}

/// French.
pub static FR: CardText = CardText {
    keys: "Clés",
    no_keys: "Aucune clé. Touche a : attribuer une clé du stock ; touche n : ticket d’attribution.",
    last_step: "dernier pas",
    never_used: "jamais utilisée",
    fails: |fails, max| format!("échecs {fails}/{max}"),
    drift: "dérive",
    expires: "expire le",
    no_expiry: "sans date de fin",
    starts: "valable à partir du",
    since: "depuis",
    events: "Événements",
    no_events: "Rien d’enregistré pour cette personne.",
    ask: "À demander",
    never: "Jamais",
    tickets: "Tickets ouverts",
    no_tickets: "aucun",
    reading: "Lecture de la fiche…",
    not_now: |act, state| format!("Impossible ({act}) : clé {state}."),
    needs_key: "Cette personne n’a pas de clé. Touche a : en attribuer une.",
    nothing_to_follow: "Rien à suivre : le code PIN de cette clé est défini.",
    code_of: |tail| format!("Code de la clé …{tail}"),
    testing: "Test en cours…",
    ask_code: "« Lisez-moi les 6 chiffres affichés sur la clé, eux seuls, sans votre code PIN. »",
    ask_digits: |digits| {
        format!("« Lisez-moi les {digits} chiffres affichés sur la clé, eux seuls, sans votre code PIN. »")
    },
    wrong_length: |digits| {
        format!("Il faut {digits} chiffres, zéros compris. La saisie est effacée : faites relire le code.")
    },
    other_length: |digits, tail| {
        format!(
            "{digits} chiffres : c’est ce qu’affiche la clé …{tail} de cette personne. Échap, puis Tab la choisit."
        )
    },
    pin_typed: "Un code PIN a été lu à voix haute : effacé d’ici, mais il n’est plus secret. Vérifiez l’appelant, puis p : qu’il en crée un autre.",
    say: "Dites",
    aloud: |words| format!("«\u{a0}{words}\u{a0}»"),
    paste_refused: "Collage refusé : trop long, ou avec des caractères de commande. Rien n’a été saisi.",
    new_pin: "Nouveau code PIN",
    to_create: |age| format!("Code PIN à créer, {age}"),
    spent: "Attendez les chiffres suivants.",
    retry_digits: "Dites : les chiffres suivants, seuls, sans l’ancien code PIN.",
    retry_confirm: "Dites : attendez les chiffres suivants, puis le code PIN et ces chiffres.",
    watching: "Guichet observe le serveur et coche chaque étape. Échap revient à la fiche.",
    done: "Le code PIN est créé et confirmé : la clé est opérationnelle.",
    refused: |what, age| format!("Essai refusé {age} : {what}."),
    seen: |time| format!("vu à {time}"),
    locked_out: "Compte bloqué par le serveur, quelles que soient les clés (u débloque, si vos droits le permettent).",
    until: |time| format!("Fin prévue : {time}."),
    no_school: "Établissement inconnu : ni attribut ni annuaire configuré (docs/backends.md).",
    no_log: "Vos droits ne montrent pas les connexions de cette personne.",
    other_tokens: |count| format!("{count} autre(s) moyen(s) de connexion, sans chiffres, non montré(s)."),
    pin_untold: "Ce serveur ne dit pas si un code PIN est défini ; aucun n’est à créer.",
};

/// English.
pub static EN: CardText = CardText {
    keys: "Keys",
    no_keys: "No key. a assigns one from stock; n writes a ticket asking for one.",
    last_step: "last step",
    never_used: "never used",
    fails: |fails, max| format!("failures {fails}/{max}"),
    drift: "drift",
    expires: "ends",
    no_expiry: "no last day",
    starts: "valid from",
    since: "since",
    events: "Events",
    no_events: "Nothing recorded for this person.",
    ask: "May ask",
    never: "Never",
    tickets: "Open tickets",
    no_tickets: "none",
    reading: "Reading the card…",
    not_now: |act, state| format!("Not possible ({act}): the key is {state}."),
    needs_key: "This person has no key. a assigns one.",
    nothing_to_follow: "Nothing to follow: the PIN of this key is set.",
    code_of: |tail| format!("Code of key …{tail}"),
    testing: "Testing…",
    ask_code: "“Read me the 6 digits shown on the key, only those, without your PIN.”",
    ask_digits: |digits| {
        format!("“Read me the {digits} digits shown on the key, only those, without your PIN.”")
    },
    wrong_length: |digits| {
        format!("{digits} digits are needed, zeros included. The entry is wiped: have the code read again.")
    },
    other_length: |digits, tail| {
        format!("{digits} digits: that is what this person’s key …{tail} shows. Esc, then Tab chooses it.")
    },
    pin_typed: "A PIN was read aloud: wiped from here, but no longer a secret. Verify the caller, then p: let a new one be created.",
    say: "Say",
    aloud: |words| format!("“{words}”"),
    paste_refused: "Paste refused: too long, or with control characters. Nothing was typed.",
    new_pin: "New PIN",
    to_create: |age| format!("PIN to create, {age}"),
    spent: "Wait for the next digits.",
    retry_digits: "Say: the next digits alone, without the old PIN.",
    retry_confirm: "Say: wait for the next digits, then the PIN and those digits.",
    watching: "Guichet watches the server and ticks each step. Esc goes back to the card.",
    done: "The PIN is created and confirmed: the key is operational.",
    refused: |what, age| format!("Refused try {age}: {what}."),
    seen: |time| format!("seen at {time}"),
    locked_out: "Account locked by the server, whatever the keys (u unlocks, if your rights allow it).",
    until: |time| format!("It ends by itself: {time}."),
    no_school: "School unknown: neither an attribute nor a directory is configured (docs/backends.md).",
    no_log: "Your rights do not show the logins of this person.",
    other_tokens: |count| format!("{count} other way(s) to log in, without digits, not shown."),
    pin_untold: "This server does not tell whether a PIN is set; none is to be created.",
};

/// What must be known of a card besides its keys.
pub fn note(text: &Text, wall: &Wall, note: &Note, now: Moment) -> String {
    let text = text.card;
    match note {
        Note::Locked { until: None } => text.locked_out.to_owned(),
        Note::Locked { until: Some(until) } => {
            format!("{} {}", text.locked_out, (text.until)(&wall.day_minute(*until, now)))
        }
        Note::NoSchool => text.no_school.to_owned(),
        Note::NoLog => text.no_log.to_owned(),
        Note::OtherTokens(count) => (text.other_tokens)(*count),
    }
}
