//! Verdicts in French.

use super::{About, FEW_TRIES, Words};
use crate::domain::key::Standing;
use crate::domain::verdict::{Finding, Verdict};
use crate::text::Lang;
use crate::text::common::standing as state;
use crate::text::wall::grouped;

/// The verdict, short.
pub fn headline(verdict: &Verdict) -> String {
    match (&verdict.finding, verdict.standing) {
        (Finding::OtherKey { serial, standing: Standing::Usable, .. }, _) => {
            format!("AUTRE CLÉ de cette personne : …{}", serial.tail())
        }
        (Finding::OtherKey { serial, standing, .. }, _) => {
            format!("CLÉ …{} EN MAIN, {}", serial.tail(), state(Lang::Fr, *standing))
        }
        (_, Standing::Locked) => "CLÉ BLOQUÉE".to_owned(),
        (_, Standing::Suspended) => "CLÉ SUSPENDUE".to_owned(),
        (_, Standing::Expired) => "CLÉ EXPIRÉE".to_owned(),
        (_, Standing::NotYetValid) => "CLÉ PAS ENCORE VALABLE".to_owned(),
        (_, Standing::NeverActivated) => "CLÉ JAMAIS ACTIVÉE".to_owned(),
        (_, Standing::InStock) => "CLÉ EN STOCK, sans titulaire".to_owned(),
        (_, Standing::Retired) => "CLÉ RETIRÉE DU SERVICE".to_owned(),
        (Finding::Valid { offset: 0, .. }, _) => "VALABLE".to_owned(),
        (Finding::Valid { offset: -1, .. }, _) => "VALABLE, code précédent".to_owned(),
        (Finding::Valid { offset, .. }, _) => format!("VALABLE, décalé de {offset:+} pas"),
        (Finding::Used { .. }, _) => "DÉJÀ UTILISÉ".to_owned(),
        (Finding::Older { .. }, _) => "TROP ANCIEN".to_owned(),
        (Finding::ProbablyUsed { .. }, _) => "SANS DOUTE DÉJÀ UTILISÉ".to_owned(),
        (Finding::Far { .. }, _) => "CLÉ DÉCALÉE".to_owned(),
        (Finding::NoMatch, _) => "AUCUNE CORRESPONDANCE".to_owned(),
    }
}

/// All the words.
pub fn tell(verdict: &Verdict, about: &About, changed: bool) -> Words {
    let (evidence, say, todo) = match verdict.speaks_of_finding() {
        true => found(verdict, about, changed),
        false => refused(verdict, about),
    };
    let headline = match (&verdict.finding, verdict.speaks_of_finding(), about.has_button()) {
        (Finding::Far { .. }, true, true) => "COMPTEUR DÉCALÉ".to_owned(),
        (Finding::Far { .. }, true, false) => "HORLOGE DÉCALÉE".to_owned(),
        _ => headline(verdict),
    };
    Words { headline, evidence, say, todo }
}

fn found(verdict: &Verdict, about: &About, changed: bool) -> (String, String, String) {
    let (digits, login) = (about.digits(), login(verdict, about, changed));
    match &verdict.finding {
        Finding::Valid { step, offset } => {
            let evidence = format!("Code du pas {} : noté comme utilisé par ce test.", grouped(*step));
            (evidence, login, valid_todo(verdict, *offset, about))
        }
        Finding::Used { step, at } => {
            let evidence = match at {
                Some(at) => format!("Ce code a servi : {}.", about.wall.day_time(*at, about.now)),
                None => format!("C’est le dernier pas utilisé{}.", shown(*step, about)),
            };
            let say = format!("Ce code a déjà servi. L’aviez-vous saisi, même sans succès ? {login}");
            (evidence, say, "S’il ne l’a saisi nulle part : suspendre (l) et prévenir le RSSI.".into())
        }
        Finding::Older { step, last } => (
            format!(
                "Code antérieur au dernier utilisé{} ; dernier pas : {}.",
                shown(*step, about),
                grouped(*last)
            ),
            format!("Ce code est dépassé. {} et lisez-moi les {digits} nouveaux chiffres.", wait(about)),
            "L’appelant lit peut-être un code noté.".into(),
        ),
        Finding::ProbablyUsed { step } => (
            format!("Déduit, non prouvé : la clé affiche un pas déjà utilisé{}.", shown(*step, about)),
            format!("{} et lisez-moi les {digits} nouveaux chiffres.", wait(about)),
            "Si le code suivant échoue aussi, ce n’était pas un code déjà utilisé.".into(),
        ),
        Finding::OtherKey { serial, standing, fresh, .. } => other_key(serial.tail(), *standing, *fresh),
        Finding::Far { offset } => far(*offset, about),
        Finding::NoMatch => (
            "Ni cette clé, ni une autre de cette personne, n’affiche ce code en ce moment.".into(),
            format!("Relisez-moi les {digits} chiffres affichés sur la clé, zéros compris."),
            "Si le second essai échoue : l’appelant a-t-il une autre clé ? Sinon, ticket (n).".into(),
        ),
    }
}

fn valid_todo(verdict: &Verdict, offset: i64, about: &About) -> String {
    match verdict.tries_left {
        left if left <= FEW_TRIES => {
            let s = if left == 1 { "" } else { "s" };
            format!(
                "Encore {left} échec{s} et la clé se bloque. Avant tout essai : débloquer (u), après vérification."
            )
        }
        _ if about.has_button() && offset > 1 => {
            "Le compteur de la clé est en avance : sans conséquence.".into()
        }
        _ if offset.abs() > 1 => {
            "L’horloge de la clé dérive : une resynchronisation (s) évitera la panne.".into()
        }
        _ => String::new(),
    }
}

fn other_key(tail: &str, standing: Standing, fresh: bool) -> (String, String, String) {
    if standing != Standing::Usable {
        return (
            "Le code lu est celui de cette clé-là : il ne prouve rien.".into(),
            "Cette clé est hors service. Je vous rappelle au numéro de l’annuaire.".into(),
            "Elle a pu être trouvée ou volée : rappelez avant toute action.".into(),
        );
    }
    let evidence = match fresh {
        true => "Code juste sur cette autre clé, noté comme utilisé.",
        false => "Code déjà utilisé sur cette autre clé.",
    };
    // Whether that key has a PIN is not told here: the card says so once it is chosen.
    let say = format!("Votre clé finit par {tail}. Attendez que les chiffres changent.");
    (
        evidence.into(),
        say,
        "Échap, puis Tab choisit cette clé sur la fiche ; testez-y le code suivant.".into(),
    )
}

fn far(offset: i64, about: &About) -> (String, String, String) {
    let length = about.clock_error(offset).unwrap_or_else(|| format!("{} codes", offset.abs()));
    let next =
        if about.has_button() { "appuyez de nouveau sur le bouton" } else { "attendez qu’ils changent" };
    let again = format!(
        "Lisez-moi les {0} chiffres affichés sur la clé, sans votre code PIN, {next}, puis lisez-moi les {0} suivants.",
        about.digits()
    );
    match offset {
        0.. => (
            format!("Code juste, mais la clé avance de {length} (déduit d’un seul code)."),
            again,
            "Resynchronisez (s) avec deux codes consécutifs.".into(),
        ),
        _ => (
            format!("Code d’il y a {length} : noté d’avance, ou horloge en retard (déduit d’un seul code)."),
            "Lisez-vous la clé en ce moment même ?".into(),
            "Si oui seulement : resynchronisez (s) avec deux codes consécutifs.".into(),
        ),
    }
}

fn refused(verdict: &Verdict, about: &About) -> (String, String, String) {
    let date = |at: Option<_>| at.map_or(String::new(), |at| about.wall.date(at));
    let (say, todo) = match verdict.standing {
        Standing::Locked => (
            "Votre clé est bloquée. Combien d’essais avez-vous faits, et quand ?".to_owned(),
            "Comparez aux événements, vérifiez qui appelle, puis débloquez (u). Un doute : suspendre (l), RSSI.",
        ),
        Standing::Suspended => (
            "Cette clé est hors service. Je vous rappelle au numéro de l’annuaire.".to_owned(),
            "Un code juste ne prouve rien : la clé a pu être trouvée ou volée. Rappelez avant de réactiver (e).",
        ),
        Standing::Expired => (
            format!(
                "Cette clé n’est plus valable depuis le {} : il faut la remplacer.",
                date(about.key.expires)
            ),
            "Remplacer (r).",
        ),
        Standing::NotYetValid => {
            (format!("Cette clé sera utilisable à partir du {}.", date(about.key.starts)), "")
        }
        Standing::NeverActivated => (
            "Votre clé n’est pas encore activée. Activez-la d’abord sur la page de connexion.".to_owned(),
            "Le code d’activation vient du chef d’établissement ou de son délégué.",
        ),
        Standing::InStock => {
            ("Cette clé n’est attribuée à personne.".to_owned(), "Attribuer (a) si l’appelant la détient.")
        }
        Standing::Retired | Standing::Usable => {
            ("Cette clé a été remplacée ou rendue.".to_owned(), "Cherchez la clé en service.")
        }
    };
    (evidence(verdict, about).to_owned(), say, todo.to_owned())
}

/// What the code itself showed, when the state of the key decides.
fn evidence(verdict: &Verdict, about: &About) -> &'static str {
    match &verdict.finding {
        Finding::Valid { .. } => "Le code lui-même est juste, noté comme utilisé.",
        Finding::Used { .. } => "Le code lui-même a déjà servi.",
        Finding::Older { .. } => "Le code lui-même est trop ancien.",
        Finding::ProbablyUsed { .. } => "Le code lui-même a sans doute déjà servi (déduit).",
        Finding::OtherKey { .. } => "Le code est celui d’une autre clé de cette personne.",
        Finding::Far { .. } if about.has_button() => {
            "Le code est juste, mais trop loin du dernier compteur connu."
        }
        Finding::Far { .. } => "Le code est juste, mais trop loin de l’heure actuelle.",
        Finding::NoMatch => "Le code ne correspond pas.",
    }
}

fn wait(about: &About) -> String {
    match about.has_button() {
        true => "Appuyez de nouveau sur le bouton de la clé".to_owned(),
        false => format!("Attendez que les {} chiffres changent sur la clé", about.digits()),
    }
}

/// How to log in, once other digits are shown.
fn login(verdict: &Verdict, about: &About, changed: bool) -> String {
    let digits = about.digits();
    match (changed, verdict.pin_to_create) {
        (false, false) => format!(
            "{}, puis saisissez votre code PIN suivi des {digits} nouveaux chiffres, sans espace.",
            wait(about)
        ),
        (false, true) => format!(
            "{}, puis saisissez les {digits} nouveaux chiffres, sans rien d’autre : votre code PIN reste à créer.",
            wait(about)
        ),
        (true, false) => format!(
            "Saisissez maintenant votre code PIN suivi des {digits} chiffres affichés sur la clé, sans espace."
        ),
        (true, true) => format!(
            "Saisissez maintenant les {digits} chiffres affichés sur la clé, sans rien d’autre : votre code PIN reste à créer."
        ),
    }
}

fn shown(step: i64, about: &About) -> String {
    about.shown(step).map_or(String::new(), |when| format!(", affiché {when}"))
}
