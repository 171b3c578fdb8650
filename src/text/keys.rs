//! Sentences of `guichet keys`.

use super::wall::counted;
use crate::keyfile::export::Uncarried;
use crate::keyfile::map::MapFault;
use crate::store::key_import::Detail;

/// How many keys of a file are what.
pub struct Counts {
    /// Not known before.
    pub new: usize,
    /// Known with the same secret.
    pub same: usize,
    /// Known with the same secret, details brought up to date.
    pub updated: usize,
    /// Known with another.
    pub replaced: usize,
}

/// Sentences of `guichet keys`.
pub struct Keys {
    /// Heading of the options in the help.
    pub options: &'static str,
    /// What the help says of forms and columns.
    pub forms: &'static [&'static str],
    /// What the help says of exports.
    pub exports: &'static [&'static str],
    /// What was imported.
    pub counted: fn(&Counts) -> String,
    /// What would be imported.
    pub would_count: fn(&Counts) -> String,
    /// The same for a file that would be refused as it is.
    pub would_not: fn(&Counts) -> String,
    /// Nothing was written: it was a trial.
    pub dry_run: &'static str,
    /// Heading of the keys that are new.
    pub new: &'static str,
    /// Heading of those that take the place of others.
    pub replaced: &'static str,
    /// Heading of those of which the file tells other details.
    pub updated: &'static str,
    /// A key and the details that the file tells.
    pub detailed: fn(&str, &[Detail]) -> String,
    /// Heading of those that are there already.
    pub same: &'static str,
    /// Heading of what would be refused.
    pub would_refuse: fn(usize) -> String,
    /// Heading of what was refused while the rest came in.
    pub left_out: fn(usize) -> String,
    /// Heading of warnings.
    pub warned: &'static str,
    /// Ctrl-C.
    pub cancelled: &'static str,
    /// The same of an export.
    pub export_cancelled: &'static str,
    /// Asks for the password of a file.
    pub file_password: &'static str,
    /// Asks for the key of a file.
    pub file_key: &'static str,
    /// What was typed is no key.
    pub bad_file_key: &'static str,
    /// What is wrong with `--map`.
    pub bad_map: fn(&MapFault) -> String,
    /// No key fits.
    pub none: &'static str,
    /// More keys than may leave at once.
    pub too_many: fn(usize, usize) -> String,
    /// A suspended or retired key would come back to life elsewhere.
    pub not_in_service: fn(&str) -> String,
    /// A file is never overwritten.
    pub file_exists: fn(&str) -> String,
    /// PSKC cannot carry something of a key.
    pub not_carried: fn(&str, Uncarried) -> String,
    /// A file cannot be written.
    pub unwritable: fn(&str, &str) -> String,
    /// Asks for the password of the export.
    pub new_password: &'static str,
    /// The same again.
    pub again: &'static str,
    /// Too short.
    pub short_password: &'static str,
    /// The two differ.
    pub passwords_differ: &'static str,
    /// What left, and what to do now.
    pub exported: fn(usize, &str) -> String,
}

/// French.
pub static FR: Keys = Keys {
    options: "Options de « guichet keys »",
    forms: &[
        "La forme d’un fichier de clés se reconnaît à son contenu : PSKC (XML), CSV",
        "OATH (numéro, secret, hotp ou totp, chiffres, durée ou compteur,",
        "algorithme), adresses otpauth:// (une par ligne). Pour tout autre CSV, --map",
        "dit ce que contient chaque colonne, champs séparés par des virgules :",
        "  --map serial=Numéro,seed=Graine,type==totp,period==60",
        "champ=Nom désigne une colonne par son nom, champ=#2 la deuxième d’un fichier",
        "sans ligne de titres, champ==valeur vaut pour toutes les clés. Champs :",
        "serial, seed, type, period (obligatoires ; period sauf pour hotp), digits,",
        "algorithm, counter, maker, model, starts, expires.",
    ],
    exports: &[
        "Un export demande un motif, le nom d’un second agent et un mot de passe, au",
        "terminal. Motif et nom sont inscrits au journal tels quels : ils ne sont pas",
        "encore vérifiés.",
    ],
    counted: |counts| format!("Importé : {}.", french(counts)),
    would_count: |counts| format!("Seraient importées : {}.", french(counts)),
    would_not: |counts| {
        format!("Tel quel, le fichier serait refusé en entier. Avec --partial : {}.", french(counts))
    },
    dry_run: "Essai à blanc : rien n’a été écrit.",
    new: "Nouvelles :",
    replaced: "Remplacées :",
    updated: "Même secret, détails mis à jour :",
    detailed: |key, details| {
        let word = |detail: &Detail| match detail {
            Detail::Maker => "fabricant",
            Detail::Starts => "début de validité",
            Detail::Expires => "fin de validité",
            Detail::Counter => "compteur",
        };
        format!("{key} : {}", details.iter().map(word).collect::<Vec<_>>().join(", "))
    },
    same: "Déjà là, inchangées :",
    would_refuse: |count| match count {
        1 => "Une erreur :".to_owned(),
        _ => format!("{} erreurs :", counted(count)),
    },
    left_out: |count| match count {
        1 => "Une clé a été écartée :".to_owned(),
        _ => format!("{} clés ont été écartées :", counted(count)),
    },
    warned: "À savoir :",
    cancelled: "Interrompu : rien n’a été importé.",
    export_cancelled: "Interrompu : rien n’a été exporté.",
    file_password: "Mot de passe du fichier de clés : ",
    file_key: "Clé de chiffrement du fichier (hexadécimal ou base64) : ",
    bad_file_key: "Ce n’est pas une clé en hexadécimal ou en base64. Rien n’a été importé.",
    bad_map: |fault| match fault {
        MapFault::UnknownPart(found) => format!("--map ne comprend pas « {found} » : il faut champ=colonne."),
        MapFault::Repeated(field) => format!("--map donne « {field} » deux fois."),
        MapFault::Empty(field) => format!("--map ne dit pas où est « {field} »."),
        MapFault::BadValue(field) => {
            format!("--map donne à « {field} » une valeur qu’aucune clé ne peut avoir.")
        }
        MapFault::Mixed => {
            "--map mêle noms et numéros de colonnes : un fichier a une ligne de titres, ou n’en a pas."
                .to_owned()
        }
        MapFault::Missing(field) => {
            format!("--map ne donne pas « {field} », et rien ne permet de le deviner.")
        }
    },
    none: "Aucune clé ne correspond.",
    too_many: |found, max| {
        let s = if found < 2 { "" } else { "s" };
        let [found, max] = [found, max].map(counted);
        format!(
            "{found} clé{s} : c’est plus que {max}, la limite. Choisissez-les avec --serial ou --login, ou dites --max."
        )
    },
    not_in_service: |serials| {
        format!(
            "Une clé suspendue ou retirée redeviendrait utilisable ailleurs ; elle ne s’exporte pas : {serials}. \
             Rien n’a été écrit.",
        )
    },
    file_exists: |file| format!("{file} existe déjà et n’est jamais écrasé. Rien n’a été exporté."),
    not_carried: |serial, why| {
        let what = match why {
            Uncarried::Epoch => "l’origine de son horloge",
            Uncarried::Date => "une de ses dates",
            Uncarried::Maker => "le nom de son fabricant",
            Uncarried::Serial => "son numéro",
            Uncarried::Seed => "la taille de son secret",
            Uncarried::Counter => "son compteur",
        };
        format!("PSKC ne peut pas porter la clé {serial} : {what}. Rien n’a été exporté.")
    },
    unwritable: |file, why| format!("{file} ne peut pas être écrit ({why}). Rien n’a été exporté."),
    again: "Confirmez-le : ",
    new_password: "Mot de passe du fichier (12 caractères au moins) : ",
    short_password: "Mot de passe trop court : 12 caractères au moins. Rien n’a été exporté.",
    passwords_differ: "Les deux saisies diffèrent. Rien n’a été exporté.",
    exported: |count, file| {
        let keys = if count == 1 {
            "1 clé exportée".to_owned()
        } else {
            format!("{} clés exportées", counted(count))
        };
        format!(
            "{keys} dans {file}. Transmettez le mot de passe par une autre voie. Les clés restent aussi ici : un \
             même code pourrait servir aux deux endroits tant qu’elles n’y sont pas retirées.",
        )
    },
};

/// English.
pub static EN: Keys = Keys {
    options: "Options of “guichet keys”",
    forms: &[
        "The form of a key file is seen from its content: PSKC (XML), OATH CSV",
        "(serial, secret, hotp or totp, digits, period or counter, algorithm),",
        "otpauth:// addresses (one a line). For any other CSV, --map tells what each",
        "column holds, fields separated by commas:",
        "  --map serial=Number,seed=Secret,type==totp,period==60",
        "field=Name means a column by its name, field=#2 the second one of a file",
        "without a line of titles, field==value holds for all keys. Fields: serial,",
        "seed, type, period (required; period except for hotp), digits, algorithm,",
        "counter, maker, model, starts, expires.",
    ],
    exports: &[
        "An export asks for a reason, the name of a second agent and a password, at",
        "the terminal. Reason and name are written into the journal as they are: they",
        "are not verified yet.",
    ],
    counted: |counts| format!("Imported: {}.", english(counts)),
    would_count: |counts| format!("Would be imported: {}.", english(counts)),
    would_not: |counts| {
        format!("As it is, the whole file would be refused. With --partial: {}.", english(counts))
    },
    dry_run: "Trial run: nothing was written.",
    new: "New:",
    replaced: "Replaced:",
    updated: "Same secret, details brought up to date:",
    detailed: |key, details| {
        let word = |detail: &Detail| match detail {
            Detail::Maker => "maker",
            Detail::Starts => "first day",
            Detail::Expires => "last day",
            Detail::Counter => "counter",
        };
        format!("{key}: {}", details.iter().map(word).collect::<Vec<_>>().join(", "))
    },
    same: "There already, unchanged:",
    would_refuse: |count| match count {
        1 => "One error:".to_owned(),
        _ => format!("{} errors:", counted(count)),
    },
    left_out: |count| match count {
        1 => "One key was left out:".to_owned(),
        _ => format!("{} keys were left out:", counted(count)),
    },
    warned: "To be known:",
    cancelled: "Interrupted: nothing was imported.",
    export_cancelled: "Interrupted: nothing was exported.",
    file_password: "Password of the key file: ",
    file_key: "Encryption key of the file (hexadecimal or base64): ",
    bad_file_key: "This is not a key in hexadecimal or base64. Nothing was imported.",
    bad_map: |fault| match fault {
        MapFault::UnknownPart(found) => {
            format!("--map does not understand “{found}”: field=column is needed.")
        }
        MapFault::Repeated(field) => format!("--map gives “{field}” twice."),
        MapFault::Empty(field) => format!("--map does not say where “{field}” is."),
        MapFault::BadValue(field) => format!("--map gives “{field}” a value that no key can have."),
        MapFault::Mixed => {
            "--map mixes names and numbers of columns: a file has a line of titles, or has none.".to_owned()
        }
        MapFault::Missing(field) => format!("--map does not give “{field}”, and nothing tells it."),
    },
    none: "No key fits.",
    too_many: |found, max| {
        let s = if found == 1 { "" } else { "s" };
        let [found, max] = [found, max].map(counted);
        format!(
            "{found} key{s}: more than {max}, the limit. Choose them with --serial or --login, or say --max."
        )
    },
    not_in_service: |serials| {
        format!(
            "A suspended or retired key would come back to life elsewhere; it is not exported: {serials}. Nothing \
             was written.",
        )
    },
    file_exists: |file| format!("{file} exists already and is never overwritten. Nothing was exported."),
    not_carried: |serial, why| {
        let what = match why {
            Uncarried::Epoch => "the origin of its clock",
            Uncarried::Date => "one of its dates",
            Uncarried::Maker => "the name of its maker",
            Uncarried::Serial => "its serial",
            Uncarried::Seed => "the size of its secret",
            Uncarried::Counter => "its counter",
        };
        format!("PSKC cannot carry the key {serial}: {what}. Nothing was exported.")
    },
    unwritable: |file, why| format!("{file} cannot be written ({why}). Nothing was exported."),
    again: "Once more: ",
    new_password: "Password of the file (12 characters at least): ",
    short_password: "Password too short: 12 characters at least. Nothing was exported.",
    passwords_differ: "The two entries differ. Nothing was exported.",
    exported: |count, file| {
        let keys = if count == 1 { "1 key".to_owned() } else { format!("{} keys", counted(count)) };
        format!(
            "{keys} exported to {file}. Hand the password over by another way. The keys stay here as well: one code \
             could be used in both places until they are withdrawn in one.",
        )
    },
};

fn french(counts: &Counts) -> String {
    let some = |count: usize, one: &str, many: &str| {
        format!("{} {}", counted(count), if count < 2 { one } else { many })
    };
    let new = some(counts.new, "nouvelle", "nouvelles");
    let replaced = some(counts.replaced, "remplacée", "remplacées");
    let updated = some(counts.updated, "mise à jour", "mises à jour");
    format!("{new}, {replaced}, {updated}, {} déjà là", counted(counts.same))
}

fn english(counts: &Counts) -> String {
    let Counts { new, same, updated, replaced } = counts;
    let [new, same, updated, replaced] = [new, same, updated, replaced].map(|count| counted(*count));
    format!("{new} new, {replaced} replaced, {updated} brought up to date, {same} there already")
}

/// An option of `guichet keys` and what it does.
pub const OPTIONS: [(&str, &str, &str); 13] = [
    ("--form FORME", "import : pskc, oath-csv, csv, otpauth", "import: pskc, oath-csv, csv, otpauth"),
    (
        "--map CHAMPS",
        "import : où est quoi dans un CSV, voir plus bas",
        "import: what is where in a CSV, see below",
    ),
    (
        "--encoding CODAGE",
        "import : hex, base32, base64 (secrets d’un CSV)",
        "import: hex, base32, base64 (secrets of a CSV)",
    ),
    (
        "--dry-run",
        "import : dire ce qui serait fait, sans rien écrire",
        "import: say what would be done, write nothing",
    ),
    (
        "--partial",
        "import : prendre les bonnes clés, écarter les autres",
        "import: take the good keys, leave the others out",
    ),
    (
        "--replace",
        "import : remplacer le secret d’une clé déjà connue",
        "import: replace the secret of a known key",
    ),
    (
        "--to server|vault",
        "import, avec un serveur configuré : où vont les clés",
        "import, with a server configured: where the keys go",
    ),
    ("--out FICHIER", "export : fichier PSKC à créer", "export: PSKC file to create"),
    ("--serial N°", "export : cette clé (répétable)", "export: this key (may be repeated)"),
    (
        "--login IDENTIFIANT",
        "export : les clés de cette personne (répétable)",
        "export: the keys of this person (may be repeated)",
    ),
    ("--max NOMBRE", "export : plus de 200 clés d’un coup", "export: more than 200 keys at once"),
    ("--state ÉTAT", "list : usable, in-stock, suspended…", "list: usable, in-stock, suspended…"),
    ("--holder IDENTIFIANT|none", "list : ses clés, ou celles de personne", "list: their keys, or nobody’s"),
];
