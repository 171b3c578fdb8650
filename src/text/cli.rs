//! Sentences of the command line.

use super::common::pick;
use super::wall::counted;
use super::{Lang, keys};

/// Sentences of the command line.
pub struct Cli {
    /// First lines of the help.
    pub about: &'static str,
    /// Heading of the commands.
    pub commands: &'static str,
    /// Heading of the options.
    pub options: &'static str,
    /// Heading of the exit codes.
    pub exits: &'static str,
    /// A command nobody knows.
    pub unknown_command: fn(&str) -> String,
    /// An option nobody knows, or out of place.
    pub unexpected: fn(&str) -> String,
    /// An option or command without its value.
    pub missing: fn(&str) -> String,
    /// A value that is not of its kind.
    pub bad_value: fn(&str, &str) -> String,
    /// A value that an option does not take, and those that it takes.
    pub bad_choice: fn(&str, &str, &str) -> String,
    /// Where the help is.
    pub see_help: &'static str,
    /// Asks for the passphrase.
    pub passphrase: &'static str,
    /// Asks for the agent's name on the server, with the one that an empty answer stands for.
    pub server_login: fn(&str) -> String,
    /// Asks for the agent's password there.
    pub server_password: &'static str,
    /// Asks for the agent's name on the ticket desk, with the one that an empty answer stands for.
    pub desk_login: fn(&str) -> String,
    /// Asks for the agent's password there.
    pub desk_password: &'static str,
    /// It is not the right one.
    pub desk_wrong: &'static str,
    /// The console opens without the desk.
    pub desk_later: &'static str,
    /// A server's people never meet a demo's.
    pub server_and_demo: &'static str,
    /// The configuration cannot be used.
    pub config_refused: fn(&str, &str) -> String,
    /// Asks for a new passphrase.
    pub new_passphrase: &'static str,
    /// Asks for it again.
    pub again: &'static str,
    /// The two differ.
    pub differ: &'static str,
    /// Too short.
    pub too_short: &'static str,
    /// Asks why keys leave.
    pub reason: &'static str,
    /// Said in too few words.
    pub reason_too_short: &'static str,
    /// Asks who else knows.
    pub second_agent: &'static str,
    /// It is nobody, or the same agent.
    pub second_is_another: &'static str,
    /// Secrets are asked at a terminal only.
    pub needs_terminal: &'static str,
    /// The answer was not given: Ctrl-C, Ctrl-D, or the line is cut.
    pub given_up: &'static str,
    /// An answer has more bytes than this.
    pub too_long: fn(usize) -> String,
    /// A store was created.
    pub created: fn(&str) -> String,
    /// The folder held something and others may read it.
    pub folder_shared: fn(&str) -> String,
    /// The folder held something and others may write to it.
    pub folder_writable: fn(&str) -> String,
    /// A demo is being made.
    pub making_demo: &'static str,
    /// How many people and keys it has.
    pub made_demo: fn(usize, usize) -> String,
    /// Nothing was imported, and why.
    pub nothing_imported: fn(usize) -> String,
    /// More refusals than are shown.
    pub and_more: fn(usize) -> String,
    /// What was imported.
    pub imported: fn(usize, usize) -> String,
    /// A file cannot be read.
    pub unreadable: fn(&str, &str) -> String,
    /// The virtual key is refused outside a demo.
    pub fob_refused: &'static str,
    /// No key of that serial.
    pub no_such_key: fn(&str) -> String,
    /// How to leave the virtual key.
    pub fob_hint: &'static str,
    /// Nobody found.
    pub nobody: &'static str,
    /// No person of that login.
    pub no_such_person: fn(&str) -> String,
    /// Which of several keys.
    pub which_key: &'static str,
    /// Asks for the code.
    pub code: fn(u8) -> String,
    /// Fields of the table of a search.
    pub more_matches: fn(usize) -> String,
    /// The portal's heading.
    pub portal: &'static str,
    /// The portal is refused outside a demo.
    pub portal_refused: &'static str,
    /// Asks for the login.
    pub portal_login: &'static str,
    /// Asks for the passcode.
    pub portal_passcode: &'static str,
    /// Refused.
    pub portal_no: &'static str,
    /// Asks for a new PIN.
    pub portal_pin: &'static str,
    /// Asks for it again.
    pub portal_pin_again: &'static str,
    /// They differ, or break the rule.
    pub portal_pin_bad: fn(&str) -> String,
    /// Now the confirmation.
    pub portal_confirm: &'static str,
    /// Confirmed.
    pub portal_confirmed: &'static str,
    /// In.
    pub portal_in: &'static str,
    /// A configuration file is refused.
    pub profile_refused: &'static str,
    /// A panic or a failing terminal.
    pub terminal_failed: fn(&str) -> String,
}

/// French.
pub static FR: Cli = Cli {
    about: "Guichet : le comptoir où se règle un appel pour une clé OTP.",
    commands: "Commandes",
    options: "Options",
    exits: "Codes de sortie",
    unknown_command: |name| format!("Commande inconnue : {name}."),
    unexpected: |name| format!("Option ou argument inattendu : {name}."),
    missing: |name| format!("Il manque une valeur après {name}."),
    bad_value: |name, value| format!("{name} n’accepte pas « {value} »."),
    bad_choice: |name, value, choice| {
        format!("{name} n’accepte pas « {value} ». Valeurs possibles : {choice}")
    },
    see_help: "« guichet help » montre les commandes.",
    passphrase: "Phrase de passe : ",
    server_login: |own| format!("Votre identifiant sur le serveur de clés [{own}] : "),
    server_password: "Votre mot de passe, ou PIN et code : ",
    desk_login: |own| format!("Votre identifiant sur le guichet d’assistance [{own}] : "),
    desk_password: "Votre mot de passe sur le guichet d’assistance (vide : plus tard) : ",
    desk_wrong: "Le guichet d’assistance ne reconnaît pas cet identifiant ou ce mot de passe.",
    desk_later: "Vous n’êtes pas connecté au guichet d’assistance : vos tickets attendront ici.",
    server_and_demo: "Le serveur de clés est réel, ces données sont une démonstration : rien n’est ouvert. --data nomme un autre dossier.",
    config_refused: |path, what| {
        format!(
            "Configuration refusée : {path}
{what}
Rien n’a été ouvert : corrigez-la (docs/backends.md)."
        )
    },
    new_passphrase: "Nouvelle phrase de passe (12 caractères au moins) : ",
    again: "Confirmez-la : ",
    differ: "Les deux saisies diffèrent. Rien n’a été créé.",
    too_short: "Phrase trop courte : 12 caractères au moins. Rien n’a été créé.",
    reason: "Motif (inscrit au journal) : ",
    reason_too_short: "Motif trop court : 10 caractères au moins. Rien n’a été fait.",
    second_agent: "Second agent informé (inscrit au journal, pas encore vérifié) : ",
    second_is_another: "Le second agent est une autre personne. Rien n’a été fait.",
    needs_terminal: "Un secret ne se tape qu’au terminal, jamais en argument ni par un tube.",
    given_up: "Abandonné : rien n’a été fait.",
    too_long: |most| format!("Réponse trop longue : {most} octets au plus. Rien n’a été fait."),
    created: |folder| format!("Données créées dans {folder}."),
    folder_shared: |folder| {
        format!(
            "{folder} contenait déjà des fichiers : ses droits n’ont pas changé, et d’autres comptes peuvent en voir la liste. Les données y sont illisibles pour eux ; « chmod 700 {folder} » le ferme."
        )
    },
    folder_writable: |folder| {
        format!(
            "D’autres comptes peuvent écrire dans {folder}, qui contient déjà des fichiers : ils pourraient remplacer les données. Rien n’a été créé : choisissez un autre dossier, ou fermez celui-ci (« chmod 700 {folder} »)."
        )
    },
    making_demo: "Création de la démonstration…",
    made_demo: |people, keys| {
        format!("{} personnes, {} clés, toutes inventées.", counted(people), counted(keys))
    },
    nothing_imported: |count| match count {
        1 => "Rien n’a été importé. Une erreur :".to_owned(),
        _ => format!("Rien n’a été importé. {} erreurs :", counted(count)),
    },
    and_more: |count| format!("… et {} autres.", counted(count)),
    imported: |new, updated| {
        let s = |count: usize| if count < 2 { "" } else { "s" };
        let (of_new, of_updated) = (s(new), s(updated));
        let [new, updated] = [new, updated].map(counted);
        format!("Personnes : {new} nouvelle{of_new}, {updated} mise{of_updated} à jour.")
    },
    unreadable: |file, why| format!("{file} ne peut pas être lu ({why}). Rien n’a été importé."),
    fob_refused: "Une clé virtuelle n’existe que dans une démonstration. Le refus est inscrit au journal.",
    no_such_key: |serial| format!("Aucune clé {serial} ici."),
    fob_hint: "Ctrl-C pour ranger la clé.",
    nobody: "Personne ne correspond.",
    no_such_person: |login| format!("Aucune personne n’a l’identifiant « {login} »."),
    which_key: "Cette personne a plusieurs clés : indiquez le numéro de l’une d’elles.",
    code: |digits| format!("Les {digits} chiffres affichés sur la clé : "),
    more_matches: |count| format!("… et {} autres. Précisez la recherche.", counted(count)),
    portal: "Portail de démonstration. Jouez l’appelant.",
    portal_refused: "Le portail de démonstration ne travaille que sur une démonstration.",
    portal_login: "Identifiant : ",
    portal_passcode: "Mot de passe ou Passcode OTP : ",
    portal_no: "Identification refusée.",
    portal_pin: "Saisissez votre nouveau code PIN : ",
    portal_pin_again: "Confirmez votre nouveau code PIN : ",
    portal_pin_bad: |rule| format!("Les deux saisies diffèrent, ou la règle n’est pas suivie ({rule})."),
    portal_confirm: "Attendez que le code de votre clé change, puis saisissez votre PASSCODE : ",
    portal_confirmed: "Votre clé OTP est désormais opérationnelle.",
    portal_in: "Vous êtes connecté.",
    profile_refused: "Un profil d’académie est refusé :",
    terminal_failed: |why| format!("Le terminal ne répond plus ({why}). Les brouillons sont gardés."),
};

/// English.
pub static EN: Cli = Cli {
    about: "Guichet: the counter where an OTP key call is settled.",
    commands: "Commands",
    options: "Options",
    exits: "Exit codes",
    unknown_command: |name| format!("Unknown command: {name}."),
    unexpected: |name| format!("Unexpected option or argument: {name}."),
    missing: |name| format!("A value is missing after {name}."),
    bad_value: |name, value| format!("{name} does not take “{value}”."),
    bad_choice: |name, value, choice| format!("{name} does not take “{value}”. It takes: {choice}"),
    see_help: "“guichet help” shows the commands.",
    passphrase: "Passphrase: ",
    server_login: |own| format!("Your name on the key server [{own}]: "),
    server_password: "Your password, or PIN and code: ",
    desk_login: |own| format!("Your name on the help desk [{own}]: "),
    desk_password: "Your password on the help desk (empty: later): ",
    desk_wrong: "The help desk does not know this name or password.",
    desk_later: "You are not logged in to the help desk: your tickets wait here.",
    server_and_demo: "The key server is real, these data are a demo: nothing is opened. --data names another folder.",
    config_refused: |path, what| {
        format!(
            "Configuration refused: {path}
{what}
Nothing was opened: mend it (docs/backends.md)."
        )
    },
    new_passphrase: "New passphrase (12 characters at least): ",
    again: "Once more: ",
    differ: "The two entries differ. Nothing was created.",
    too_short: "Too short: 12 characters at least. Nothing was created.",
    reason: "Reason (kept in the journal): ",
    reason_too_short: "Reason too short: 10 characters at least. Nothing was done.",
    second_agent: "Second agent who knows (kept in the journal, not verified yet): ",
    second_is_another: "The second agent is another person. Nothing was done.",
    needs_terminal: "A secret is typed at the terminal only, never given as an argument or through a pipe.",
    given_up: "Given up: nothing was done.",
    too_long: |most| format!("The answer is too long: {most} bytes at most. Nothing was done."),
    created: |folder| format!("Data created in {folder}."),
    folder_shared: |folder| {
        format!(
            "{folder} held files already: its rights were left alone, and other accounts can list it. They cannot read the data; “chmod 700 {folder}” closes it."
        )
    },
    folder_writable: |folder| {
        format!(
            "Other accounts can write to {folder}, which holds files already: they could replace the data. Nothing was created: choose another folder, or close this one (“chmod 700 {folder}”)."
        )
    },
    making_demo: "Making the demo…",
    made_demo: |people, keys| format!("{} people, {} keys, all invented.", counted(people), counted(keys)),
    nothing_imported: |count| match count {
        1 => "Nothing was imported. One error:".to_owned(),
        _ => format!("Nothing was imported. {} errors:", counted(count)),
    },
    and_more: |count| format!("… and {} more.", counted(count)),
    imported: |new, updated| {
        format!("People: {} new, {} brought up to date.", counted(new), counted(updated))
    },
    unreadable: |file, why| format!("{file} cannot be read ({why}). Nothing was imported."),
    fob_refused: "A virtual key exists in a demo only. The refusal is in the journal.",
    no_such_key: |serial| format!("There is no key {serial} here."),
    fob_hint: "Ctrl-C puts the key away.",
    nobody: "Nobody matches.",
    no_such_person: |login| format!("Nobody has the login {login}."),
    which_key: "This person has several keys: give the serial of one of them.",
    code: |digits| format!("The {digits} digits shown on the key: "),
    more_matches: |count| format!("… and {} more. Narrow the search.", counted(count)),
    portal: "Demo portal. Play the caller.",
    portal_refused: "The demo portal works on a demo only.",
    portal_login: "Login: ",
    portal_passcode: "Password or OTP passcode: ",
    portal_no: "Refused.",
    portal_pin: "Type your new PIN: ",
    portal_pin_again: "Confirm your new PIN: ",
    portal_pin_bad: |rule| format!("The two entries differ, or break the rule ({rule})."),
    portal_confirm: "Wait until the code of your key changes, then type your PASSCODE: ",
    portal_confirmed: "Your OTP key is now operational.",
    portal_in: "You are logged in.",
    profile_refused: "An academy profile is refused:",
    terminal_failed: |why| format!("The terminal failed ({why}). Drafts are kept."),
};

/// A command: its form and what it does.
pub const COMMANDS: [(&str, &str, &str); 25] = [
    ("guichet", "Ouvrir la console", "Open the console"),
    (
        "guichet demo [COMMANDE]",
        "Ouvrir la démonstration, ou y lancer une commande",
        "Open the demo, or run a command in it",
    ),
    (
        "guichet init",
        "Créer des données, protégées par une phrase de passe",
        "Create data, protected by a passphrase",
    ),
    (
        "guichet keys import FICHIER",
        "Importer des clés (PSKC, CSV, otpauth)",
        "Import keys (PSKC, CSV, otpauth)",
    ),
    (
        "guichet keys export --out FICHIER",
        "Exporter des clés (PSKC), sous un mot de passe",
        "Export keys (PSKC), under a password",
    ),
    ("guichet keys list", "Lister les clés, jamais leurs secrets", "List keys, never their secrets"),
    ("guichet people import FICHIER.csv", "Importer des personnes", "Import people"),
    ("guichet search TEXTE", "Chercher une personne", "Find a person"),
    ("guichet show IDENTIFIANT", "Montrer la fiche d’une personne", "Show a person’s card"),
    (
        "guichet test IDENTIFIANT [N° DE CLÉ]",
        "Tester un code, demandé au terminal",
        "Test a code, asked at the terminal",
    ),
    (
        "guichet verify N° DE CLÉ",
        "Tester un code d’une clé, demandé au terminal",
        "Test a code of a key, asked at the terminal",
    ),
    (
        "guichet found [5-steps|1-hour|12-hours]",
        "Trouver une clé par ses codes, demandés au terminal",
        "Find a key by its codes, asked at the terminal",
    ),
    ("guichet ticket list", "Lister les tickets en cours", "List live tickets"),
    ("guichet ticket show NUMÉRO", "Montrer un ticket", "Show a ticket"),
    (
        "guichet ticket new IDENTIFIANT champ=texte…",
        "Déposer un ticket, pré-rempli depuis la fiche",
        "File a ticket, pre-filled from the card",
    ),
    (
        "guichet snapshot make FICHIER --academy NOM|--school UAI [--seeds] [--hours N]",
        "Tirer un instantané pour travailler sans réseau",
        "Draw a snapshot to work without network",
    ),
    ("guichet snapshot info FICHIER", "Dire ce qu’est un instantané", "Tell what a snapshot is"),
    ("guichet journal", "Montrer les dernières écritures du journal", "Show the journal’s newest entries"),
    ("guichet vault slots", "Lister les accès aux données", "List the slots that open the data"),
    (
        "guichet vault add NOM",
        "Ajouter un accès, avec sa phrase de passe",
        "Add a slot with a passphrase of its own",
    ),
    ("guichet vault change NOM", "Changer la phrase de passe d’un accès", "Change the passphrase of a slot"),
    ("guichet vault remove NOM", "Retirer un accès", "Remove a slot"),
    (
        "guichet vault check",
        "Vérifier que tout ce qui est scellé s’ouvre",
        "Check that all that is sealed opens",
    ),
    ("guichet fob N° DE CLÉ", "Démonstration : montrer ce qu’affiche une clé", "Demo: show what a key shows"),
    (
        "guichet portal",
        "Démonstration : jouer l’appelant sur le portail",
        "Demo: play the caller at the portal",
    ),
];

/// An option and what it does.
pub const OPTIONS: [(&str, &str, &str); 10] = [
    ("--data DOSSIER", "Dossier des données", "Folder of the data"),
    ("--lang fr|en", "Langue (sinon celle de LANG)", "Language (else that of LANG)"),
    ("--theme NOM", "dark, light, contrast, safe, mono", "dark, light, contrast, safe, mono"),
    ("--ascii", "Pour les terminaux limités (ASCII seul)", "For poor terminals"),
    ("--agent NOM", "Nom de l’agent (sinon celui de la session)", "Name of the agent (else the session’s)"),
    ("--offline FICHIER", "Travailler sur un instantané, sans réseau", "Work on a snapshot, without network"),
    (
        "--snapshot FICHIER",
        "Console : l’instantané pour un serveur muet",
        "Console: the snapshot for a silent server",
    ),
    ("--json", "Réponse pour un programme", "An answer for programs"),
    ("--help", "Cette aide", "This help"),
    ("--version", "La version", "The version"),
];

/// What an exit code means.
pub const EXITS: [(u8, &str, &str); 7] = [
    (0, "Fait ; code testé valable", "Done; the tested code is valid"),
    (1, "Échec : la phrase dit quoi faire", "Failure: the sentence says what to do"),
    (2, "Commande mal écrite", "Command not well written"),
    (3, "Introuvable", "Not found"),
    (
        4,
        "Code non valable, clé inutilisable, ou code juste testé hors ligne",
        "Code not valid, key not usable, or right code tested offline",
    ),
    (5, "Refusé par une règle", "Refused by a rule"),
    (6, "Fait en partie : des clés ont été écartées", "Done in part: keys were left out"),
];

/// Words of the forms that stand for a value, French and English.
pub const PLACEHOLDERS: [(&str, &str); 16] = [
    ("N° DE CLÉ", "SERIAL"),
    ("N°", "SERIAL"),
    ("champ=texte", "field=text"),
    ("COMMANDE", "COMMAND"),
    ("FICHIER", "FILE"),
    ("TEXTE", "TEXT"),
    ("IDENTIFIANT", "LOGIN"),
    ("NUMÉRO", "NUMBER"),
    ("NOMBRE", "NUMBER"),
    ("FORME", "FORM"),
    ("CHAMPS", "FIELDS"),
    ("CODAGE", "ENCODING"),
    ("ÉTAT", "STATE"),
    ("DOSSIER", "FOLDER"),
    ("NOM", "NAME"),
    ("UAI", "UAI"),
];

/// A form of [`COMMANDS`] or [`OPTIONS`] in a language.
pub fn form(lang: Lang, form: &str) -> String {
    match lang {
        Lang::Fr => form.to_owned(),
        Lang::En => {
            let translated = |text: String, (french, english): &(&str, &str)| text.replace(french, english);
            PLACEHOLDERS.iter().fold(form.to_owned(), translated)
        }
    }
}

/// The help of the command line.
pub fn help(lang: Lang) -> String {
    let text = lang.text().cli;
    let mut out = format!("{}\n\n{}\n", text.about, text.commands);
    for (words, french, english) in COMMANDS {
        out += &entry(&form(lang, words), pick(lang, french, english));
    }
    out += &format!("\n{}\n", text.options);
    for (words, french, english) in OPTIONS {
        out += &entry(&form(lang, words), pick(lang, french, english));
    }
    out += &keys_help(lang);
    out += &format!("\n{}\n", text.exits);
    for (code, french, english) in EXITS {
        out += &format!("  {code}  {}\n", pick(lang, french, english));
    }
    out
}

/// The options of `guichet keys`, and what an agent must know of its files.
fn keys_help(lang: Lang) -> String {
    let text = lang.text().keys;
    let mut out = format!("\n{}\n", text.options);
    for (words, french, english) in keys::OPTIONS {
        out += &entry(&form(lang, words), pick(lang, french, english));
    }
    for lines in [text.forms, text.exports] {
        out += &format!("\n  {}\n", lines.join("\n  "));
    }
    out
}

/// What a form does beside it, or under it where the form is long: 80 columns are enough.
fn entry(form: &str, does: &str) -> String {
    match form.chars().count() {
        ..=24 => format!("  {form:<24}  {does}\n"),
        _ => format!("  {form}\n{:28}{does}\n", ""),
    }
}
