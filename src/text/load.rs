//! Sentences of `guichet keys import --to server`.

use super::{Lang, faults};
use crate::backend::Fault;
use crate::service::load::Stopped;

/// Sentences of `guichet keys import --to server`.
pub struct Load {
    /// A server is configured, and the command does not say where the keys go.
    pub where_to: &'static str,
    /// Keys were to go to a server, and there is none.
    pub no_server: &'static str,
    /// The line to the server is not encrypted.
    pub in_clear: &'static str,
    /// The agent's rights do not allow it.
    pub no_right: &'static str,
    /// Where the keys go, or would: the realm.
    pub target: fn(&str) -> String,
    /// The same of the vault of this machine, where there is a choice.
    pub vault: &'static str,
    /// What it means to replace a key of the server.
    pub replacing: &'static str,
    /// A key's first or last day is not taken over.
    pub without_days: fn(u64, &str) -> String,
    /// So many serials of all were looked for.
    pub looking: fn(usize, usize) -> String,
    /// So many keys of all were sent.
    pub sending: fn(usize, usize) -> String,
    /// The server did not answer before anything was sent.
    pub not_looked: fn(&str) -> String,
    /// It ended in the middle: why, and how many are there, are not, are in doubt.
    pub stopped: fn(&str, usize, usize, usize) -> String,
    /// Heading of what is on the server.
    pub there: &'static str,
    /// Heading of what is not.
    pub missing: &'static str,
    /// Heading of what nobody knows.
    pub doubtful: &'static str,
    /// What to do then.
    pub go_on: &'static str,
    /// Ctrl-C.
    pub cancelled: &'static str,
    /// The journal could not be written.
    pub no_journal: &'static str,
    /// Somebody else worked on one of the keys meanwhile.
    pub meanwhile: &'static str,
    /// The login ended meanwhile.
    pub login_over: &'static str,
    /// The server took fewer keys than it was sent.
    pub fewer: &'static str,
    /// The server's own words.
    pub refused: fn(&str) -> String,
}

/// French.
pub static FR: Load = Load {
    where_to: "Un serveur de clés est configuré : dites où vont les clés, --to server (le serveur, pour servir) ou --to vault (le coffre de cette machine, pour le diagnostic). Rien n’a été importé.",
    no_server: "--to server : aucun serveur de clés n’est configuré (docs/backends.md). Rien n’a été importé.",
    in_clear: "La liaison avec le serveur de clés n’est pas chiffrée (http) : aucun secret de clé n’y passe. Rien n’a été importé.",
    no_right: "Vos droits sur le serveur de clés ne permettent pas d’y importer des clés (droit importtokens). Rien n’a été importé : demandez à un superviseur.",
    target: |realm| format!("Destination : le serveur de clés, domaine « {realm} »."),
    vault: "Destination : le coffre de cette machine, pas le serveur de clés.",
    replacing: "Remplacer une clé du serveur garde titulaire et PIN, et remet ses compteurs à zéro : avec le même secret, un code déjà utilisé passerait de nouveau. Le serveur ne montre pas les secrets : toute clé déjà là compte comme remplacée.",
    without_days: |line, serial| {
        format!(
            "ligne {line}, « {serial} » : le serveur ne reprend ni début ni fin de validité : la clé y sera valable sans limite."
        )
    },
    looking: |done, all| format!("Numéros cherchés sur le serveur : {done} sur {all}…"),
    sending: |done, all| format!("Clés envoyées au serveur : {done} sur {all}…"),
    not_looked: |why| {
        format!("{why} Les numéros n’ont pas pu être cherchés sur le serveur : rien n’a été envoyé.")
    },
    stopped: |why, there, missing, doubtful| {
        format!(
            "{why} L’import s’est arrêté en route. Relu sur le serveur : {there} là, {missing} absentes ou inchangées, {doubtful} en doute."
        )
    },
    there: "Sur le serveur :",
    missing: "Pas sur le serveur, ou inchangées (un serveur lent peut encore les prendre) :",
    doubtful: "En doute (à vérifier sur le serveur avant tout usage) :",
    go_on: "Pour reprendre : --dry-run dit ce qui manque ; ce qui est là demande --replace ou sort du fichier (--partial).",
    cancelled: "Interrompu.",
    no_journal: "Le journal n’a pas pu être écrit : rien d’autre n’a été envoyé.",
    meanwhile: "Une clé de ces numéros a changé sur le serveur entre-temps.",
    login_over: "Votre connexion au serveur est finie.",
    fewer: "Le serveur n’a pas tout pris.",
    refused: |words| format!("Le serveur refuse : « {words} »."),
};

/// English.
pub static EN: Load = Load {
    where_to: "A key server is configured: say where the keys go, --to server (the server, to be used) or --to vault (the vault of this machine, for diagnosis). Nothing was imported.",
    no_server: "--to server: no key server is configured (docs/backends.md). Nothing was imported.",
    in_clear: "The line to the key server is not encrypted (http): no secret of a key takes it. Nothing was imported.",
    no_right: "Your rights on the key server do not allow importing keys (right importtokens). Nothing was imported: ask a supervisor.",
    target: |realm| format!("Destination: the key server, realm “{realm}”."),
    vault: "Destination: the vault of this machine, not the key server.",
    replacing: "Replacing a key of the server keeps holder and PIN, and sets its counters back to zero: with the same secret, a used code would pass again. The server shows no secret: each key that is there counts as replaced.",
    without_days: |line, serial| {
        format!(
            "line {line}, “{serial}”: the server takes over neither first nor last day: the key will be valid there without limit."
        )
    },
    looking: |done, all| format!("Serials looked for on the server: {done} of {all}…"),
    sending: |done, all| format!("Keys sent to the server: {done} of {all}…"),
    not_looked: |why| format!("{why} The serials could not be looked for on the server: nothing was sent."),
    stopped: |why, there, missing, doubtful| {
        format!(
            "{why} The import stopped on the way. Read back from the server: {there} there, {missing} absent or unchanged, {doubtful} in doubt."
        )
    },
    there: "On the server:",
    missing: "Not on the server, or unchanged (a slow server may still take them):",
    doubtful: "In doubt (check them on the server before any use):",
    go_on: "To go on: --dry-run says what is missing; what is there takes --replace or is left out (--partial).",
    cancelled: "Interrupted.",
    no_journal: "The journal could not be written: nothing more was sent.",
    meanwhile: "A key of these serials has changed on the server meanwhile.",
    login_over: "Your login to the server is over.",
    fewer: "The server did not take all of them.",
    refused: |words| format!("The server refuses: “{words}”."),
};

/// Why the server was not looked at, or an import ended, without a word of what was done.
pub fn why(lang: Lang, stopped: &Stopped) -> String {
    let text = lang.text().load;
    match stopped {
        Stopped::Cancelled => text.cancelled.to_owned(),
        Stopped::Journal(_) => text.no_journal.to_owned(),
        Stopped::Server(Fault::Unreachable { why } | Fault::NoAnswer { why, .. }) => {
            faults::trouble(lang, *why).to_owned()
        }
        Stopped::Server(Fault::Taken { .. }) => text.meanwhile.to_owned(),
        Stopped::Server(Fault::LoginOver) => text.login_over.to_owned(),
        Stopped::Server(Fault::Refused(words)) if words.is_empty() => text.fewer.to_owned(),
        Stopped::Server(Fault::Refused(words) | Fault::Forbidden(words)) => (text.refused)(words),
        Stopped::Server(fault) => faults::backend(lang, fault),
    }
}
