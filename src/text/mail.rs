//! Sentences of the mail desk, and of the way to the holders.

use super::desk::of_line;
use crate::net::smtp::SettingFault as Wrong;
use crate::notify::RouteFault;
use crate::text::Lang;

/// The settings of the desk.
pub fn setting(lang: Lang, fault: &Wrong) -> String {
    let said = wrong(lang, fault);
    match lang {
        Lang::Fr => format!("Configuration du guichet d’assistance refusée : {said}. Rien n’a été ouvert."),
        Lang::En => format!("Configuration of the help desk refused: {said}. Nothing was opened."),
    }
}

/// The settings of the way to the holders.
pub fn notify_setting(lang: Lang, fault: &Wrong) -> String {
    let said = wrong(lang, fault);
    match lang {
        Lang::Fr => {
            format!("Configuration des avis aux titulaires ([notify]) refusée : {said}. Rien n’a été ouvert.")
        }
        Lang::En => {
            format!("Configuration of the notices to holders ([notify]) refused: {said}. Nothing was opened.")
        }
    }
}

/// Why the server of the notices took no login.
pub fn notify_fault(lang: Lang, fault: &RouteFault) -> String {
    let words = match fault {
        RouteFault::Unsent(words) | RouteFault::Refused(words) => of_line(lang, words).to_owned(),
        other => other.to_string(),
    };
    match lang {
        Lang::Fr => format!("Serveur de mail des avis aux titulaires : {words}."),
        Lang::En => format!("Mail server of the notices to holders: {words}."),
    }
}

fn wrong(lang: Lang, fault: &Wrong) -> String {
    let french = lang == Lang::Fr;
    match fault {
        Wrong::Host(host) if french => format!("ce n’est pas le nom d’un serveur (host) : {host}"),
        Wrong::Host(host) => format!("not the name of a server (host): {host}"),
        Wrong::Address(word, text) if french => {
            format!("{word} : « {text} » n’est pas une adresse mail (en ASCII, sans espace)")
        }
        Wrong::Address(word, text) => format!("{word}: “{text}” is no mail address (ASCII, no space)"),
        Wrong::Plain(host) if french => format!(
            "les messages voyageraient en clair : {host} (encryption = \"starttls\", ou plain_smtp = true)"
        ),
        Wrong::Plain(host) => {
            format!(
                "messages would travel in clear: {host} (encryption = \"starttls\", or plain_smtp = true)"
            )
        }
        Wrong::Timeout(secs) if french => format!("timeout = {secs} : de 5 à 600 secondes"),
        Wrong::Timeout(secs) => format!("timeout = {secs}: 5 to 600 seconds"),
        Wrong::Zone(zone) if french => format!("fuseau horaire inconnu (timezone) : {zone}"),
        Wrong::Zone(zone) => format!("unknown time zone (timezone): {zone}"),
        Wrong::Certificates(what) if french => format!("certificats inutilisables : {what}"),
        Wrong::Certificates(what) => format!("certificates of no use: {what}"),
    }
}
