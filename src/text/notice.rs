//! Sentences about telling the holder of a key what was done to it.

use super::Lang;
use super::common::pick;
use super::desk::of_line;
use super::wall::Wall;
use crate::app::notice::Notice as Strip;
use crate::domain::delivery::Stage;
use crate::domain::key::KeyAct;
use crate::domain::notice::{Announced, Told, Why};
use crate::notify::courier::Round;
use crate::service::notices::UNPROVED;

/// Right after an act, in one line.
pub fn announced(lang: Lang, announced: &Announced) -> String {
    match (announced, lang) {
        (Announced::To(masked), Lang::Fr) => format!("Le titulaire sera prévenu à {masked}."),
        (Announced::To(masked), Lang::En) => format!("The holder will be told at {masked}."),
        (Announced::Not(reason), Lang::Fr) => format!("Titulaire non notifié : {}.", why(lang, *reason)),
        (Announced::Not(reason), Lang::En) => format!("Holder not told: {}.", why(lang, *reason)),
    }
}

/// Why a holder is not told, for the middle of a sentence.
pub fn why(lang: Lang, why: Why) -> &'static str {
    match why {
        Why::NoRoute => pick(lang, "l’envoi des avis n’est pas configuré", "no way to send"),
        Why::Demo => pick(lang, "démonstration", "demo"),
        Why::NoAddress => pick(lang, "aucune adresse dans l’annuaire", "no address in the directory"),
        Why::BadAddress => {
            pick(lang, "adresse inutilisable dans l’annuaire", "a useless address in the directory")
        }
        Why::Unread => pick(lang, "l’annuaire n’a pas pu être lu", "the directory could not be read"),
    }
}

/// What became of it, beside the act in the journal.
pub fn told(wall: &Wall, told: Told) -> String {
    let lang = wall.lang();
    match (told, lang) {
        (Told::Sent(at), Lang::Fr) => {
            format!("avis au titulaire envoyé le {} à {}", wall.date(at), wall.minute(at))
        }
        (Told::Sent(at), Lang::En) => {
            format!("notice to the holder sent on {} at {}", wall.date(at), wall.minute(at))
        }
        (Told::Not(reason), Lang::Fr) => format!("non notifié : {}", why(lang, reason)),
        (Told::Not(reason), Lang::En) => format!("not told: {}", why(lang, reason)),
        (other, _) => waits(lang, other).to_owned(),
    }
}

fn waits(lang: Lang, told: Told) -> &'static str {
    match told {
        Told::Waiting => {
            pick(lang, "titulaire à prévenir (avis à envoyer)", "holder to be told (notice to be sent)")
        }
        Told::Unknown => pick(
            lang,
            "titulaire à prévenir si l’action a eu lieu (à vérifier)",
            "holder to be told if the act was done (to be checked)",
        ),
        Told::Refused => pick(lang, "non notifié : refusé par le serveur", "not told: refused by the server"),
        Told::Doubtful => {
            pick(lang, "avis en doute : à vous de décider (F12)", "doubtful whether told (F12)")
        }
        Told::GivenUp => pick(lang, "non notifié : envoi retiré", "not told: taken out"),
        Told::Sent(_) | Told::Not(_) => "",
    }
}

/// A notice in the list of what waits.
pub fn row(lang: Lang, act: KeyAct, login: &str) -> String {
    let title = super::act::words(lang, act).title;
    match lang {
        Lang::Fr => format!("avis au titulaire : {title}  {login}"),
        Lang::En => format!("notice to the holder: {title}  {login}"),
    }
}

/// What its stage means.
pub fn stage(lang: Lang, stage: Stage, masked: &str) -> String {
    let said = match stage {
        Stage::Waiting => pick(lang, "l’avis partira de lui-même", "the notice leaves by itself"),
        Stage::Unknown => pick(
            lang,
            "on ne sait pas si l’action a eu lieu ; l’avis partira si le serveur de clés le montre",
            "the effect of the act is not known, the notice leaves if the key server shows it",
        ),
        Stage::Refused => pick(
            lang,
            "refusé par le serveur de mail ; faites corriger l’annuaire ou la configuration, puis r",
            "the mail server said no. Have the directory or the configuration mended, then r",
        ),
        Stage::Doubtful | Stage::Page => pick(
            lang,
            "à vous de décider : r envoie l’avis, x le retire",
            "yours to decide. r sends the notice, x takes it out",
        ),
    };
    match lang {
        Lang::Fr => format!("{masked} : {said}."),
        Lang::En => format!("{masked}: {said}."),
    }
}

/// Why it waits, where the words are the program's own.
pub fn words(lang: Lang, words: &str) -> Option<&'static str> {
    Some(match words {
        UNPROVED => pick(
            lang,
            "le serveur ne montre pas que l’action a eu lieu",
            "the server does not show that the act was done",
        ),
        "login over" => pick(
            lang,
            "mot de passe non donné : rouvrez la console",
            "no password given: open the console again",
        ),
        "wrong login" => {
            pick(lang, "mot de passe refusé : rouvrez la console", "password refused: open the console again")
        }
        "address" => pick(lang, "adresse inutilisable", "a useless address"),
        _ => return None,
    })
}

/// The program's own reason, in one line.
pub fn because(lang: Lang, own: &str) -> String {
    match lang {
        Lang::Fr => format!("Raison : {own}."),
        Lang::En => format!("Reason: {own}."),
    }
}

/// What the mail server said, or what befell the line to it. Text from outside.
pub fn said(lang: Lang, words: &str) -> String {
    let words = of_line(lang, words);
    match lang {
        Lang::Fr => format!("Serveur de mail : {words}"),
        Lang::En => format!("Mail server: {words}"),
    }
}

/// Asks for the agent's name on the mail server, with the one that an empty answer stands for.
pub fn login(lang: Lang, own: &str) -> String {
    match lang {
        Lang::Fr => format!("Votre identifiant sur le serveur de mail des avis aux titulaires [{own}] : "),
        Lang::En => format!("Your name on the mail server of the notices to holders [{own}]: "),
    }
}

/// Asks for the agent's password there.
pub fn password(lang: Lang) -> &'static str {
    pick(
        lang,
        "Votre mot de passe sur ce serveur (vide : plus tard) : ",
        "Your password on that server (empty: later): ",
    )
}

/// It is not the right one.
pub fn wrong_login(lang: Lang) -> &'static str {
    pick(
        lang,
        "Ce serveur de mail ne reconnaît pas cet identifiant ou ce mot de passe.",
        "That mail server does not know this name or password.",
    )
}

/// The console opens without it.
pub fn later(lang: Lang) -> &'static str {
    pick(
        lang,
        "Sans mot de passe, les avis aux titulaires attendront ici.",
        "Without a password, notices to holders wait here.",
    )
}

/// A notice cannot be mended.
pub fn not_mended(lang: Lang) -> &'static str {
    pick(
        lang,
        "Un avis ne se corrige pas : r le renvoie, x le retire.",
        "A notice is not mended: r sends it again, x takes it out.",
    )
}

/// What a round did, if it is worth a word: what left as it should is not.
pub fn round(lang: Lang, round: &Round) -> Option<Strip> {
    if round.stuck > 0 {
        return Some(Strip::warn(pick(
            lang,
            "Un avis au titulaire n’est pas parti : F12 dit pourquoi.",
            "A notice to a holder has not left: F12 says why.",
        )));
    }
    None
}
