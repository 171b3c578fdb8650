//! Verdicts in French.

use super::About;
use crate::domain::key::Standing;
use crate::domain::verdict::{Finding, Verdict};

type Words = (String, String, String, String);

const WAIT: &str = "Attendez que les 6 chiffres changent sur la clé";

/// Headline, evidence, words for the caller, advice to the agent.
pub fn tell(verdict: &Verdict, about: &About) -> Words {
    let (headline, evidence, say, todo) = match verdict.standing {
        Standing::Usable => usable(verdict, about),
        other => refused(verdict, other),
    };
    (headline, evidence, say, todo.to_owned())
}

fn usable(verdict: &Verdict, about: &About) -> (String, String, String, &'static str) {
    match &verdict.finding {
        Finding::Valid { step, offset } => (
            match offset {
                0 => "VALABLE".to_owned(),
                -1 => "VALABLE, code précédent".to_owned(),
                _ => format!("VALABLE, décalé de {}", steps(*offset)),
            },
            format!("Pas {}, noté comme utilisé par ce test.", step_number(*step)),
            format!("{WAIT}, puis {}.", login(verdict)),
            if offset.abs() > 1 {
                "L’horloge de la clé dérive : une resynchronisation (s) évitera la panne."
            } else {
                ""
            },
        ),
        Finding::Used { step, at } => (
            "DÉJÀ UTILISÉ".to_owned(),
            match at {
                Some(at) => format!("Ce code a servi à {}.", about.wall.day_time(*at, about.now)),
                None => format!("C’est le dernier pas utilisé{}.", shown(*step, about)),
            },
            format!("Ce code a déjà servi. {WAIT}, puis {}, une seule fois.", login(verdict)),
            "",
        ),
        Finding::Older { step, last } => (
            "TROP ANCIEN".to_owned(),
            format!(
                "Code antérieur au dernier utilisé{} ; dernier pas : {}.",
                shown(*step, about),
                step_number(*last)
            ),
            format!("Ce code est dépassé. {WAIT} et lisez-moi les nouveaux."),
            "L’appelant lit peut-être un code noté.",
        ),
        Finding::OtherKey { serial, standing, fresh, .. } => (
            format!("AUTRE CLÉ de cette personne : …{}", serial.tail()),
            match (standing, fresh) {
                (Standing::Usable, true) => "Code juste sur cette autre clé, noté comme utilisé.".to_owned(),
                (Standing::Usable, false) => "Code déjà utilisé sur cette autre clé.".to_owned(),
                _ => format!("Cette autre clé est {}.", state(*standing)),
            },
            format!(
                "Vous tenez une autre clé. Cherchez celle dont le numéro finit par {}.",
                verdict.serial.tail()
            ),
            "Tab choisit l’autre clé.",
        ),
        Finding::Far { offset } => (
            "HORS FENÊTRE".to_owned(),
            format!(
                "Code juste, mais l’horloge de la clé {} de {} (déduit d’un seul code).",
                if *offset > 0 { "avance" } else { "retarde" },
                about.length(*offset).unwrap_or_else(|| steps(offset.abs())),
            ),
            format!("Lisez-moi les 6 chiffres affichés, puis les 6 suivants. {WAIT} entre les deux."),
            "Resynchronisez (s) avec deux codes consécutifs.",
        ),
        Finding::NoMatch => (
            "AUCUNE CORRESPONDANCE".to_owned(),
            "Ni cette clé, ni une autre de cette personne, n’affiche ce code à l’heure qu’il est.".to_owned(),
            "Relisez-moi les 6 chiffres affichés sur la clé, zéros compris.".to_owned(),
            "Si le second essai échoue : comparez la fin du numéro de série avec la clé en main.",
        ),
    }
}

fn refused(verdict: &Verdict, standing: Standing) -> (String, String, String, &'static str) {
    let headline = match standing {
        Standing::Locked => "CLÉ BLOQUÉE",
        Standing::Suspended => "CLÉ SUSPENDUE",
        Standing::Expired => "CLÉ EXPIRÉE",
        Standing::NotYetValid => "CLÉ PAS ENCORE VALABLE",
        Standing::NeverActivated => "CLÉ JAMAIS ACTIVÉE",
        Standing::InStock => "CLÉ EN STOCK, attribuée à personne",
        Standing::Retired => "CLÉ RETIRÉE DU SERVICE",
        Standing::Usable => "",
    };
    let (say, todo) = match standing {
        Standing::Locked => (
            "Votre clé est bloquée après trop d’essais. Est-ce bien vous qui les avez faits ?",
            "Si oui : débloquer (u). Sinon : suspendre (l) et prévenir le RSSI.",
        ),
        Standing::Suspended => (
            "Cette clé a été mise hors service. L’avez-vous déclarée perdue ?",
            "Vérifiez l’appelant avant de remettre en service (e).",
        ),
        Standing::Expired => {
            ("Cette clé est arrivée en fin de validité : il faut la remplacer.", "Remplacer (r).")
        }
        Standing::NotYetValid => {
            ("Cette clé ne sera utilisable que plus tard.", "Voir la date sur la fiche.")
        }
        Standing::NeverActivated => (
            "Votre clé n’est pas encore activée. Faites d’abord « activer ma clé » sur la page de connexion.",
            "Le code d’activation vient du chef d’établissement ou de son délégué.",
        ),
        Standing::InStock => {
            ("Cette clé n’est attribuée à personne.", "Attribuer (a) si l’appelant la détient.")
        }
        Standing::Retired | Standing::Usable => {
            ("Cette clé a été remplacée ou rendue.", "Cherchez la clé en service.")
        }
    };
    (headline.to_owned(), evidence(verdict), say.to_owned(), todo)
}

/// What the code itself showed, when the state of the key decides.
fn evidence(verdict: &Verdict) -> String {
    let code = match &verdict.finding {
        Finding::Valid { .. } => "Le code lui-même est juste, noté comme utilisé.",
        Finding::Used { .. } => "Le code lui-même a déjà servi.",
        Finding::Older { .. } => "Le code lui-même est trop ancien.",
        Finding::OtherKey { .. } => "Le code est celui d’une autre clé de cette personne.",
        Finding::Far { .. } => "Le code est juste mais loin de l’heure.",
        Finding::NoMatch => "Le code ne correspond pas.",
    };
    code.to_owned()
}

fn login(verdict: &Verdict) -> &'static str {
    if verdict.pin_to_create {
        "saisissez ces nouveaux 6 chiffres, seuls : votre code PIN reste à créer"
    } else {
        "saisissez votre code PIN suivi des 6 nouveaux chiffres, sans espace"
    }
}

fn shown(step: i64, about: &About) -> String {
    about.shown(step).map_or(String::new(), |when| format!(", affiché {when}"))
}

fn step_number(step: i64) -> String {
    crate::text::wall::grouped(step)
}

fn steps(count: i64) -> String {
    format!("{count:+}\u{a0}pas")
}

/// The state of a key as an adjective.
fn state(standing: Standing) -> &'static str {
    match standing {
        Standing::Usable => "en service",
        Standing::Retired => "retirée",
        Standing::Suspended => "suspendue",
        Standing::Expired => "expirée",
        Standing::NotYetValid => "pas encore valable",
        Standing::InStock => "en stock",
        Standing::NeverActivated => "jamais activée",
        Standing::Locked => "bloquée",
    }
}
