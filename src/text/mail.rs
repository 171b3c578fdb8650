//! Sentences of the mail desk.

use crate::desk::mail::SettingFault as Wrong;
use crate::text::Lang;

/// Its settings.
pub fn setting(lang: Lang, fault: &Wrong) -> String {
    let french = lang == Lang::Fr;
    let said = match fault {
        Wrong::Host(host) if french => format!("ce n’est pas le nom d’un serveur (host) : {host}"),
        Wrong::Host(host) => format!("not the name of a server (host): {host}"),
        Wrong::Address(word, text) if french => {
            format!("{word} : « {text} » n’est pas une adresse mail (en ASCII, sans espace)")
        }
        Wrong::Address(word, text) => format!("{word}: “{text}” is no mail address (ASCII, no space)"),
        Wrong::Plain(host) if french => format!(
            "les tickets voyageraient en clair : {host} (encryption = \"starttls\", ou plain_smtp = true)"
        ),
        Wrong::Plain(host) => {
            format!("tickets would travel in clear: {host} (encryption = \"starttls\", or plain_smtp = true)")
        }
        Wrong::Timeout(secs) if french => format!("timeout = {secs} : de 5 à 600 secondes"),
        Wrong::Timeout(secs) => format!("timeout = {secs}: 5 to 600 seconds"),
        Wrong::Certificates(what) if french => format!("certificats inutilisables : {what}"),
        Wrong::Certificates(what) => format!("certificates of no use: {what}"),
    };
    match french {
        true => format!("Configuration du guichet d’assistance refusée : {said}. Rien n’a été ouvert."),
        false => format!("Configuration of the help desk refused: {said}. Nothing was opened."),
    }
}
