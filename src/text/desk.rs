//! What can go wrong at the ticket desk.

use super::Lang;
use super::common::pick;
use crate::backend::Trouble;
use crate::desk::DeskFault;
use crate::desk::setting::SettingFault;

/// What befell the line to a desk, or which fault of [`DeskFault`] was kept, for the middle of a sentence;
/// other words as they are.
pub fn of_line(lang: Lang, words: &str) -> String {
    if let Some(why) = Trouble::from_word(words) {
        return of_trouble(lang, why).to_owned();
    }
    let told = match words {
        "not found" => pick(lang, "ce ticket n’existe pas", "there is no such ticket"),
        "changed meanwhile" => pick(lang, "le ticket a changé", "the ticket has changed"),
        "doubtful" => pick(lang, "aucune réponse", "no answer"),
        "unable" => pick(lang, "ce guichet ne sait pas le faire", "this desk cannot do that"),
        _ => {
            let french = lang == Lang::Fr;
            return match words.split_once(": ") {
                Some(("no address", academy)) if french => {
                    format!("aucune adresse mail connue pour l’académie « {academy} »")
                }
                Some(("no address", academy)) => {
                    format!("no mail address is known for the academy “{academy}”")
                }
                _ => words.to_owned(),
            };
        }
    };
    told.to_owned()
}

fn of_trouble(lang: Lang, why: Trouble) -> &'static str {
    match why {
        Trouble::Refused => pick(lang, "pas de connexion", "no connection"),
        Trouble::TimedOut => pick(lang, "pas de réponse à temps", "no answer in time"),
        Trouble::Certificate => {
            pick(lang, "certificat qui n’est pas de confiance", "a certificate that is not trusted")
        }
        Trouble::Interrupted => pick(lang, "liaison coupée", "connection broken"),
        Trouble::Failing => pick(lang, "serveur en panne", "server out of order"),
        Trouble::Nonsense => {
            pick(lang, "ce qui répond n’est pas le guichet d’assistance", "what answers is not the help desk")
        }
    }
}

/// The ticket desk.
pub fn fault(lang: Lang, fault: &DeskFault) -> String {
    let french = lang == Lang::Fr;
    match fault {
        DeskFault::Unreachable(what) if french => {
            format!("Guichet d’assistance injoignable ({}).", of_line(lang, what))
        }
        DeskFault::Unreachable(what) => {
            format!("The help desk cannot be reached ({}).", of_line(lang, what))
        }
        DeskFault::Refused(words) if french => {
            format!("Refusé par le guichet d’assistance : {words}.")
        }
        DeskFault::Refused(words) => format!("Refused by the help desk: {words}."),
        DeskFault::Lacks(what) if french => format!(
            "Il manque « {what} » au guichet d’assistance : un ticket pourrait y être déposé deux fois. Rien n’a été envoyé. Prévenez son administrateur."
        ),
        DeskFault::Lacks(what) => format!(
            "The help desk lacks “{what}”: a ticket could be filed there twice. Nothing was sent. Tell its administrator."
        ),
        DeskFault::Nowhere(academy) if french => format!(
            "Aucune adresse mail n’est connue pour l’académie « {academy} » (son profil, ou « to » dans [desk]). Rien n’a été envoyé."
        ),
        DeskFault::Nowhere(academy) => format!(
            "No mail address is known for the academy “{academy}” (its profile, or “to” in [desk]). Nothing was sent."
        ),
        DeskFault::Unable => pick(
            lang,
            "Le guichet d’assistance est une adresse mail : les tickets y partent et ne s’y lisent pas.",
            "The help desk is a mail address: tickets go there and cannot be read there.",
        )
        .to_owned(),
        DeskFault::NotFound => pick(lang, "Ce ticket n’existe pas.", "There is no such ticket.").to_owned(),
        DeskFault::Conflict => pick(
            lang,
            "Le ticket a changé entre-temps. F5 le relit.",
            "The ticket has changed meanwhile. F5 reads it again.",
        )
        .to_owned(),
        DeskFault::WrongLogin => pick(
            lang,
            "Le guichet d’assistance refuse cet identifiant ou ce mot de passe.",
            "The help desk refuses this login or this password.",
        )
        .to_owned(),
        DeskFault::LoginOver => pick(
            lang,
            "Le guichet d’assistance ne vous reconnaît plus : connectez-vous de nouveau (F3).",
            "The help desk does not know you any more: log in again (F3).",
        )
        .to_owned(),
        DeskFault::Broken(what) if french => {
            format!("Réponse incompréhensible ({}).", of_line(lang, what))
        }
        DeskFault::Broken(what) => format!("An answer that makes no sense ({}).", of_line(lang, what)),
        DeskFault::Doubtful => pick(
            lang,
            "Envoyé, sans réponse : regardez le ticket avant de recommencer.",
            "Sent, no answer: look at the ticket before trying again.",
        )
        .to_owned(),
    }
}

/// The settings of the ticket desk.
pub fn setting(lang: Lang, fault: &SettingFault) -> String {
    use SettingFault as Wrong;
    let french = lang == Lang::Fr;
    let said = match fault {
        Wrong::NoQueue => pick(lang, "aucune file (queue)", "no queue (queue)").to_owned(),
        Wrong::NoUuid => {
            pick(lang, "aucun champ pour l’UUID (fields.uuid)", "no field for the UUID (fields.uuid)")
                .to_owned()
        }
        Wrong::Address(url) if french => format!("ce n’est pas l’adresse d’un serveur : {url}"),
        Wrong::Address(url) => format!("not the address of a server: {url}"),
        Wrong::Plain(url) if french => {
            format!("les mots de passe voyageraient en clair : {url} (https, ou plain_http = true)")
        }
        Wrong::Plain(url) => {
            format!("passwords would travel in clear: {url} (https, or plain_http = true)")
        }
        Wrong::Timeout(secs) if french => format!("timeout = {secs} : de 5 à 120 secondes"),
        Wrong::Timeout(secs) => format!("timeout = {secs}: 5 to 120 seconds"),
        Wrong::State(word) if french => {
            format!("« {word} » n’est pas un état (new, open, waiting, solved, closed)")
        }
        Wrong::State(word) => format!("“{word}” is no state (new, open, waiting, solved, closed)"),
        Wrong::Zone(zone) if french => format!("fuseau horaire inconnu (timezone) : {zone}"),
        Wrong::Zone(zone) => format!("unknown time zone (timezone): {zone}"),
        Wrong::Certificates(what) if french => format!("certificats inutilisables : {what}"),
        Wrong::Certificates(what) => format!("certificates of no use: {what}"),
    };
    match french {
        true => format!("Configuration du guichet d’assistance refusée : {said}. Rien n’a été ouvert."),
        false => format!("Configuration of the help desk refused: {said}. Nothing was opened."),
    }
}

#[cfg(test)]
#[path = "desk_tests.rs"]
mod tests;
