//! Refusals in French.

use std::io::ErrorKind;

use super::Column;
use crate::domain::key::Serial;
use crate::domain::otp::{DIGITS, SEED_BYTES};
use crate::domain::profile::{Ask, Problem};
use crate::domain::uai::UaiFault;
use crate::keyfile::export::Uncarried;
use crate::keyfile::{FIELD_MAX, Needs, Reason};
use crate::store::import::ClashKind;
use crate::text::{Lang, common, wall};

/// What [`Reason::NotXml`] names.
pub(super) const CONSTRUCTS: [(&str, &str); 7] = [
    ("attribute", "attribut mal écrit"),
    ("declaration", "déclaration mal placée ou mal écrite"),
    ("end-tag", "balise fermante qui ne correspond pas"),
    ("markup", "balise mal écrite"),
    ("reference", "référence « & » mal écrite"),
    ("second-root", "second élément racine"),
    ("text", "texte hors de tout élément"),
];

/// A sentence with its place in an imported file. Line 0 is none.
pub(super) fn at(line: u64, name: Option<&str>, why: &str) -> String {
    let place = if line == 0 { "fichier".to_owned() } else { format!("ligne {line}") };
    match name {
        Some(name) => format!("{place}, « {name} » : {why}"),
        None => format!("{place} : {why}"),
    }
}

/// A sentence with its place in a profile.
pub(super) fn in_profile(file: &str, line: usize, key: Option<&str>, why: &str) -> String {
    match key {
        Some(key) => format!("{file}, ligne {line}, {key} : {why}"),
        None => format!("{file}, ligne {line} : {why}"),
    }
}

/// What the readers found. Long, because it is a table.
pub(super) fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Unreadable { kind } => unreadable(*kind),
        Reason::EmptyFile => say("il n’y a ni clé ni personne dans ce fichier. Vérifiez que c’est le bon."),
        Reason::Truncated => {
            say("le fichier est coupé ici. Recopiez-le en entier ; si c’est un CSV complet, finissez sa \
             dernière ligne par un retour à la ligne.")
        }
        Reason::BadUtf8 => say(
            "ce texte n’est pas en UTF-8. Enregistrez de nouveau le fichier en UTF-8 (« CSV UTF-8 » dans un \
             tableur).",
        ),
        Reason::OtherEncoding { name } => format!(
            "le fichier est codé en « {name} ». Convertissez-le en UTF-8, avec sa déclaration si c’est du \
             XML.",
        ),
        Reason::TooManyRows { limit } => {
            let limit = wall::grouped(i64::try_from(*limit).unwrap_or(i64::MAX));
            format!("plus de {limit} clés ou personnes. Partagez-les en plusieurs fichiers.")
        }
        Reason::TooLong { field } => too_long(field),

        Reason::NotXml { what } => format!(
            "ce n’est pas du XML correct ({}). Vérifiez que c’est bien le fichier de clés du fournisseur.",
            construct(what),
        ),
        Reason::TooDeep => say(
            "trop d’éléments emboîtés pour un fichier de clés : il est abîmé, ou piégé. Redemandez-le au \
             fournisseur.",
        ),
        Reason::DoctypeForbidden => say(
            "le fichier contient un DOCTYPE. Un fichier de clés n’en a pas besoin et cela peut servir à une \
             attaque : redemandez-le au fournisseur, sans DOCTYPE.",
        ),
        Reason::UnknownEntity { name } => {
            format!("l’entité « {name} » n’est définie nulle part. Redemandez le fichier au fournisseur.")
        }
        Reason::NotPskc { root } => format!(
            "ce n’est pas un fichier de clés PSKC : son élément racine, « {root} », n’est pas celui de la \
             RFC 6030 (nom ou espace de noms).",
        ),
        Reason::OtherVersion { found } => {
            format!("PSKC en version « {found} », or seule la 1.0 est lue. Demandez-la au fournisseur.")
        }
        Reason::UnknownElement { name } => format!(
            "la RFC 6030 ne prévoit pas d’élément « {name} » à cet endroit : fichier abîmé, ou antérieur à \
             la norme. Demandez au fournisseur un PSKC 1.0.",
        ),
        Reason::Encrypted { needs: Needs::Password } => say(
            "le fichier est chiffré par un mot de passe, qui n’a pas été donné. Demandez-le à l’expéditeur, \
             par une autre voie que le fichier.",
        ),
        Reason::Encrypted { .. } => {
            say("le fichier est chiffré par une clé convenue avec l’expéditeur, qui n’a pas été donnée. \
             Demandez-la-lui, par une autre voie que le fichier.")
        }
        Reason::OtherProtection { name } => format!(
            "la protection « {name} » n’est pas lue. Demandez au fournisseur un PSKC chiffré en AES-CBC, par \
             mot de passe (PBKDF2) ou clé convenue.",
        ),
        Reason::IncompleteProtection { field } => format!(
            "le fichier se dit protégé, mais « {field} » y manque ou n’y contient rien d’utilisable : il ne \
             peut être ni vérifié ni déchiffré. Redemandez-le au fournisseur.",
        ),
        Reason::KeyLength { bytes, cipher } => format!(
            "taille de la clé de déchiffrement : {bytes} octets, or « {cipher} » en veut une autre. Vérifiez \
             que c’est la clé de ce fichier, et qu’elle est entière.",
        ),
        Reason::TooManyRounds { found, limit } => {
            let (found, limit) = (rounds(*found), rounds(u64::from(*limit)));
            format!(
                "le fichier demande {found} tours de calcul pour le mot de passe, or {limit} au plus sont \
                 faits : il est abîmé, ou piégé. Redemandez-le au fournisseur.",
            )
        }
        Reason::WrongKey => say(
            "mot de passe ou clé faux, ou fichier altéré : rien ne s’ouvre. Retapez le mot de passe ou la clé, \
             puis redemandez le fichier si cela ne suffit pas.",
        ),
        Reason::BadMac => say(
            "le code de contrôle de cette clé est faux, alors que d’autres sont justes : elle a été altérée. \
             Redemandez le fichier au fournisseur.",
        ),
        Reason::MissingMac => {
            say("le code de contrôle de cette clé manque, alors que le fichier en annonce : elle a pu être \
             remplacée. Redemandez le fichier au fournisseur.")
        }
        Reason::BadCipher => {
            say("une valeur chiffrée de cette clé est abîmée. Redemandez le fichier au fournisseur.")
        }
        Reason::AmbiguousNumber { field } => format!(
            "« {field} » est chiffré sous une forme qui se lit de deux façons. Demandez au fournisseur de le \
             donner en clair.",
        ),
        Reason::Unproved => say(
            "le fichier est chiffré sans code de contrôle : rien ne dit s’il a été altéré en route. Essayez un \
             code de plusieurs clés avant de les remettre.",
        ),
        Reason::Cancelled => say("la lecture a été arrêtée avant la fin."),
        Reason::Signed => {
            say("le fichier est signé, et cette signature ne peut pas être vérifiée ici. Demandez-le sans \
             signature au fournisseur, remis par une voie sûre.")
        }

        Reason::Repeated { field } => format!(
            "« {field} » est donné deux fois pour une seule clé : rien ne dit lequel est le bon. Faites \
             corriger le fichier par le fournisseur.",
        ),
        Reason::MissingSerial => say("cette clé n’a pas de numéro. Faites-le ajouter par le fournisseur."),
        Reason::BadSerial => format!(
            "numéro de clé impossible : il faut de 1 à {} lettres sans accent, chiffres ou signes, sans \
             espace.",
            Serial::MAX,
        ),
        Reason::DuplicateSerial { first_line } => {
            format!(
                "un numéro de clé donné ici figure déjà à la ligne {first_line}. Ne le gardez qu’à un \
                 endroit.",
            )
        }
        Reason::MissingSecret => say(
            "le secret de cette clé n’est pas dans le fichier. Demandez au fournisseur un fichier qui le \
             contient.",
        ),
        Reason::BadBase64 => {
            say("le secret de cette clé n’est pas écrit en base64 : fichier abîmé. Redemandez-le au \
             fournisseur.")
        }
        Reason::SeedLength { bytes } => format!(
            "taille du secret : {bytes} octets, au lieu de {} à {}.",
            SEED_BYTES.start(),
            SEED_BYTES.end(),
        ),
        Reason::UnknownAlgorithm { name } if name.is_empty() => {
            say("l’algorithme de cette clé n’est pas indiqué. Il faut HOTP ou TOTP.")
        }
        Reason::UnknownAlgorithm { name } => {
            format!("algorithme « {name} » inconnu. Seules les clés HOTP et TOTP sont prises.")
        }
        Reason::UnknownHash { name } => {
            format!("fonction de hachage « {name} » inconnue. Seules SHA-1, SHA-256 et SHA-512 sont prises.")
        }
        Reason::Digits { found } => format!(
            "nombre de chiffres des codes : {found}, au lieu de {} à {}.",
            DIGITS.start(),
            DIGITS.end(),
        ),
        Reason::NotDecimal { found } => format!(
            "codes au format « {found} ». Seules les clés qui montrent des chiffres décimaux sont prises.",
        ),
        Reason::CheckDigits => {
            say("les codes de cette clé portent un chiffre de contrôle, qui ne peut pas être vérifié ici.")
        }
        Reason::Period { found } => {
            format!("durée d’un code : {found} s. Elle doit aller d’une seconde à un jour.")
        }
        Reason::BadNumber { field } => {
            format!("« {field} » n’est pas un nombre entier, zéro ou plus.")
        }
        Reason::BadDate { field } => {
            format!("« {field} » n’est pas une date avec son heure, comme 2026-11-21T08:00:00Z.")
        }
        Reason::Policy { name } => format!(
            "la règle d’emploi « {name} » ne peut pas être respectée ici, et la RFC 6030 interdit alors \
             d’employer la clé.",
        ),

        Reason::MissingColumn { name } => {
            format!("la colonne {} manque. Ajoutez-la, avec son nom sur la première ligne.", column(name))
        }
        Reason::UnknownColumn { name } if name.trim().is_empty() => {
            say("une colonne n’a pas de nom. Nommez-la ou retirez-la (un séparateur en trop ?).")
        }
        Reason::UnknownColumn { name } => {
            format!("la colonne « {name} » est inconnue. Corrigez son nom ou retirez-la.")
        }
        Reason::RepeatedColumn { name } => {
            format!("la colonne {} figure deux fois. N’en gardez qu’une.", column(name))
        }
        Reason::WrongColumnCount { expected, found } => format!(
            "nombre de cellules : {found}, au lieu de {expected} comme à la première ligne. Cherchez un \
             séparateur en trop ou oublié ; un texte qui en contient un se met entre guillemets.",
        ),
        Reason::MissingField { field } => {
            format!("rien dans la colonne {}, qui doit être remplie pour chaque personne.", column(field))
        }
        Reason::LineBreak { field } => format!(
            "un retour à la ligne dans la colonne {} : un guillemet n’est sans doute pas fermé.",
            column(field),
        ),
        Reason::DuplicateLogin { first_line } => format!(
            "cet identifiant figure déjà à la ligne {first_line} (majuscules et minuscules se valent). Ne \
             gardez que la bonne des deux lignes.",
        ),
        Reason::BadUai { fault: UaiFault::Form } => {
            say("un code UAI se compose de sept chiffres et d’une lettre. Corrigez-le ou laissez-le vide.")
        }
        Reason::BadUai { fault: UaiFault::Letter { expected } } => format!(
            "code UAI faux : avec ces sept chiffres, la lettre serait {expected}. Relisez les huit \
             caractères.",
        ),

        Reason::OtherForm { name: "?" } => {
            say("ce n’est pas un fichier texte. Les formes lues sont : PSKC, CSV et adresses otpauth.")
        }
        Reason::OtherForm { name } => format!(
            "c’est un fichier « {name} », qui n’est pas lu ici. Demandez du PSKC au fournisseur, ou un CSV.",
        ),
        Reason::MapNeeded => say(
            "ces colonnes ne sont pas celles d’un CSV OATH. Dites avec --map laquelle contient quoi (guichet \
             help).",
        ),
        Reason::OtherCsvVersion { found } => {
            format!("CSV OATH en version « {found} », or seules la 1 et la 2 sont lues.")
        }
        Reason::NoSuchColumn { name } => format!(
            "aucune colonne ne s’appelle « {name} » sur la première ligne. Corrigez --map, ou le fichier.",
        ),
        Reason::ColumnTwice { name } => {
            format!("deux colonnes s’appellent « {name} » : rien ne dit laquelle prendre. Renommez-en une.")
        }
        Reason::BadQuote => {
            say("un guillemet est mal placé ou n’est pas fermé. Enregistrez de nouveau le fichier en CSV.")
        }
        Reason::ExtraCells { found, limit } => format!(
            "nombre de cellules : {found}, alors qu’un CSV OATH en a {limit} au plus. Dites avec --map ce que \
             contient chaque colonne.",
        ),
        Reason::Unsaid { field } => format!(
            "« {field} » n’est pas donné, et rien ne permet de le deviner. S’il vaut pour toutes les clés, \
             dites-le avec --map.",
        ),
        Reason::SwappedColumns => say(
            "le secret semble écrit à la place du numéro. Dites avec --map ce que contient chaque colonne.",
        ),
        Reason::RoundedSerial => say(
            "un tableur a arrondi ce numéro de clé. Repartez du fichier du fournisseur, sans l’ouvrir dans un \
             tableur.",
        ),
        Reason::UnknownEncoding => say(
            "le secret n’est ni en hexadécimal ni en base32. S’il est en base64, dites-le avec --encoding \
             base64.",
        ),
        Reason::AmbiguousSeed => say(
            "le secret peut se lire en hexadécimal comme en base32. Dites lequel avec --encoding : une clé mal \
             lue ne donnerait que des codes faux.",
        ),
        Reason::BadSeed { encoding } => format!("le secret n’est pas écrit en {encoding}."),
        Reason::HashUnsaid { bytes } => format!(
            "avec un secret de {bytes} octets, l’algorithme peut être SHA-1 ou un autre. Dites lequel : \
             « algorithm » dans --map.",
        ),
        Reason::CounterOrPeriod => say(
            "la cinquième cellule de cette clé HOTP peut être un compteur ou une durée. Dites avec --map ce que \
             contient chaque colonne.",
        ),
        Reason::HolderLeft { login } => {
            format!("le fichier donne cette clé à « {login} ». Elle entre en stock ; attribuez-la ensuite.",)
        }
        Reason::NotOtpauth => say("cette ligne n’est pas une adresse otpauth://."),
        Reason::UnknownParameter { name } => format!(
            "paramètre « {name} » inconnu : il pourrait changer les codes. Retirez-le s’il ne sert qu’à \
             l’affichage.",
        ),
        Reason::BadEscape => say("un caractère « % » n’est pas suivi de ce qu’il faut. Recopiez l’adresse."),
    }
}

/// A number of rounds, which a file may give beyond any that is ever counted.
fn rounds(count: u64) -> String {
    wall::grouped(i64::try_from(count).unwrap_or(i64::MAX))
}

fn unreadable(kind: ErrorKind) -> String {
    match kind {
        ErrorKind::NotFound => say("ce fichier n’existe pas. Vérifiez son nom et son dossier."),
        ErrorKind::PermissionDenied => say("vos droits ne permettent pas de lire ce fichier."),
        ErrorKind::IsADirectory => say("c’est un dossier. Donnez le nom d’un fichier."),
        other => {
            format!("la lecture a échoué (le système dit « {other} »). Recopiez le fichier et recommencez.")
        }
    }
}

fn too_long(field: &str) -> String {
    match Column::named(field) {
        Some(_) => format!(
            "le texte de la colonne {} dépasse {FIELD_MAX} caractères. Raccourcissez-le.",
            column(field),
        ),
        None if field == "line" => {
            say("cette ligne est bien trop longue : un guillemet n’est pas fermé, ou ce n’est pas un CSV.")
        }
        None => format!(
            "le texte de « {field} » est bien trop long : fichier abîmé. Redemandez-le au fournisseur.",
        ),
    }
}

fn construct(what: &str) -> &str {
    CONSTRUCTS.iter().find(|(word, _)| *word == what).map_or(what, |(_, words)| words)
}

fn column(name: &str) -> String {
    match Column::named(name) {
        Some(Column { french, english }) => format!("« {french} » (ou « {english} »)"),
        None => format!("« {name} »"),
    }
}

/// What the store holds against a row.
pub(super) fn clash(why: &ClashKind) -> String {
    match why {
        ClashKind::SerialExists { holder } => {
            let whose = holder.as_ref().map_or(String::new(), |holder| format!(", attribuée à « {holder} »"));
            format!(
                "une autre clé porte déjà ce numéro{whose} : son secret ou ses réglages diffèrent. Retirez-la du \
                 fichier, ou remplacez l’ancienne avec --replace.",
            )
        }
        ClashKind::UnknownSerial { serial } => {
            format!(
                "la clé « {serial} » est inconnue. Corrigez son numéro, ou importez d’abord les clés \
                 (guichet keys import).",
            )
        }
        ClashKind::Taken { serial, holder } => format!(
            "la clé « {serial} » est déjà celle de « {holder} ». Corrigez le numéro, ou reprenez d’abord la \
             clé depuis la fiche de cette personne.",
        ),
        ClashKind::OnServer { holder } => {
            let whose = holder.as_ref().map_or(String::new(), |holder| format!(", attribuée à « {holder} »"));
            format!(
                "le serveur a déjà une clé de ce numéro{whose}, et ne montre pas si son secret est le même. Retirez-la \
                 du fichier, ou remplacez celle du serveur avec --replace.",
            )
        }
        ClashKind::OutOfSight => say(
            "le serveur a une clé de ce numéro dans un domaine que votre compte ne voit pas : l’importer \
             l’écraserait. Retirez-la du fichier, ou voyez avec qui gère ce domaine.",
        ),
        ClashKind::Alike { serial } => format!(
            "le serveur a déjà la clé « {serial} » : seules majuscules et minuscules diffèrent. Corrigez le \
             numéro.",
        ),
        ClashKind::OtherKind => say(
            "la clé de ce numéro sur le serveur est d’une autre sorte (horloge ou compteur) : il refuse de la \
             remplacer. Vérifiez le numéro.",
        ),
        ClashKind::Revoked => say(
            "la clé de ce numéro est révoquée sur le serveur, pour de bon : elle ne se remplace pas. Retirez-la du \
             fichier.",
        ),
        ClashKind::NotCarried(Uncarried::Serial) => say(
            "le serveur ne prend que lettres sans accent, chiffres, tirets et soulignés dans un numéro. Corrigez-le.",
        ),
        ClashKind::NotCarried(_) => {
            say("le serveur ne peut pas prendre cette clé telle qu’elle est. Retirez-la du fichier.")
        }
    }
}

/// What a profile may not hold.
pub(super) fn problem(problem: &Problem) -> String {
    match problem {
        Problem::Toml(words) => format!("ce n’est pas un profil bien formé. Le lecteur TOML dit : {words}"),
        Problem::FileName => say(
            "le nom du fichier doit être fait de minuscules sans accent, de chiffres et de tirets, et finir \
             par .toml.",
        ),
        Problem::Empty => say("ce texte est vide. Écrivez-le ou retirez l’entrée."),
        Problem::Unprintable(character) => format!(
            "ce texte, ou le nom de l’entrée, contient le caractère U+{:04X}, invisible ou de commande. \
             Retirez-le.",
            u32::from(*character),
        ),
        Problem::AsksSecret(ask) => {
            format!("aucun profil ne peut faire demander {}. Retirez-le.", asked(*ask))
        }
        Problem::NotForbidden(ask) => {
            format!("{} manque dans cette liste : tout profil l’interdit, sur chaque canal.", asked(*ask))
        }
        Problem::AskedAndForbidden(ask) => format!(
            "{} est aussi dans never_ask pour ce canal. Retirez-le de l’une des deux listes.",
            asked(*ask),
        ),
        Problem::TicketWantsForbidden(ask) => format!(
            "le ticket voudrait {}, que never_ask interdit sur tous les canaux. Mettez le champ à \
             « forbidden ».",
            asked(*ask),
        ),
        Problem::PinLengths => say("longueurs de PIN impossibles : il faut 1 ≤ min ≤ max ≤ 16."),
        Problem::Milestones => {
            say("il faut six-digits, pin-created et confirmed, une fois chacun et dans cet ordre, et juste \
             avant confirmed une phrase qui fait attendre le code suivant.")
        }
        Problem::PasscodeAloud => say(
            "le mot « passcode » dit à voix haute pourrait faire lire le PIN. Mettez-le entre « » ou “ ”, \
             comme ce que montre l’écran.",
        ),
        Problem::WebAddress => say("une adresse de page commence par https:// ou http://."),
        Problem::MailAddress => say("une adresse de courriel s’écrit nom@domaine."),
        Problem::MailDomain => say("un domaine de courriel s’écrit avec un point et sans @."),
        Problem::TooLong { most } => format!("ce texte est trop long : {most} caractères au plus."),
        Problem::Placeholder(found) => {
            format!(
                "seuls ticket et agent se remplissent entre accolades, pas {found}. Corrigez ou retirez-le."
            )
        }
        Problem::LooksSecret => {
            say("une partie de ce texte ressemble à un secret et serait effacée à l’envoi. Reformulez.")
        }
        Problem::ReplyAsks(ask) => format!(
            "ce texte fait demander {}, que ce profil ne demande jamais par écrit. Retirez-le.",
            asked(*ask),
        ),
        Problem::NameTwice => say("une réponse type porte déjà ce nom. Donnez-lui-en un autre."),
        Problem::WhichChannel => {
            say("exclusive_channel vaut true : il faut alors une entrée dans assistance, et une seule.")
        }
    }
}

/// As the file writes it, then in words.
fn asked(ask: Ask) -> String {
    format!("« {} » ({})", ask.word(), common::ask(Lang::Fr, ask))
}

fn say(sentence: &str) -> String {
    sentence.to_owned()
}
