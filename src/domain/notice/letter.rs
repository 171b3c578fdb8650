//! What a holder reads: French, from the directory's name, the act, its time and the academy's profile, and from
//! nothing else. No code, no PIN, nothing to click, and not who the agent was.

use super::Notice;
use crate::domain::key::KeyAct;
use crate::domain::profile::{Ask, Assistance, Channel, Profile};

/// Longest name that is greeted, in characters.
const NAME_MAX: usize = 60;

/// Stands for the last digits of the key where they are told.
const KEY: &str = "{key}";

/// The subject and the sentence of each act that is told.
const SAID: [(KeyAct, &str, &str); 6] = [
    (KeyAct::ClearPin, "code PIN effacé", "le code PIN de votre clé OTP{key} a été effacé."),
    (
        KeyAct::Unlock,
        "clé débloquée",
        "votre clé OTP{key} a été débloquée : les essais manqués sont remis à zéro.",
    ),
    (
        KeyAct::Resync,
        "clé resynchronisée",
        "votre clé OTP{key} a été resynchronisée, à l’aide de deux codes lus à l’assistance.",
    ),
    (KeyAct::Enable, "clé remise en service", "votre clé OTP{key} a été remise en service."),
    (KeyAct::Assign, "clé attribuée", "une clé OTP{key} vous a été attribuée."),
    (
        KeyAct::Replace,
        "clé remplacée",
        "votre clé OTP{key} a été remplacée par une autre et ne permet plus de connexion.",
    ),
];

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// On one line.
    pub subject: String,
    /// Lines that end in `\n`.
    pub text: String,
}

/// The letter of a notice. `when` is the time of the act where the academy is ("22 novembre 2026 à 14 h 05").
/// `None` for an act that is not told.
pub fn letter(notice: &Notice, profile: &Profile, when: &str) -> Option<Letter> {
    let (_, subject, said) = SAID.iter().find(|(act, ..)| *act == notice.act)?;
    let greeting = match name(&notice.name) {
        Some(name) => format!("Bonjour {name},"),
        None => "Bonjour,".to_owned(),
    };
    let said = said.replace(KEY, &key(&notice.serial, profile));
    let from = match profile.mail_domains.is_empty() {
        true => String::new(),
        false => format!(" ({})", profile.name),
    };
    // Until a PIN is chosen, the six digits alone open the account.
    let todo = match notice.act {
        KeyAct::ClearPin | KeyAct::Assign | KeyAct::Replace => {
            "créez votre code PIN sans attendre, si ce n’est pas déjà fait"
        }
        _ => "vous n’avez rien à faire",
    };
    let text = format!(
        "{greeting}\n\n\
         Le {when}, l’assistance de votre académie a traité une demande faite en votre nom :\n\
         {said}\n\n\
         Si cette demande vient de vous, {todo}.\n\n\
         Si elle ne vient pas de vous, prévenez l’assistance sans attendre {}.\n\n\
         Ce message est envoyé à l’adresse de l’annuaire. Il ne contient ni code ni lien, et n’en demande pas : \
         personne, à l’assistance, ne vous demandera votre code PIN ni votre mot de passe.\n\n\
         L’assistance de l’académie{from}\n",
        way(profile),
    );
    Some(Letter { subject: format!("Votre clé OTP : {subject}"), text })
}

/// A name that is nothing but a name: letters, spaces and what joins them. With anything else in it nobody is greeted
/// by name: it could be an address, a second line, or a sentence of somebody else's.
fn name(name: &str) -> Option<&str> {
    let name = name.trim();
    let joins = |c: char| matches!(c, ' ' | '-' | '\'' | '’') || ('\u{300}'..='\u{36f}').contains(&c);
    let right = name.chars().all(|c| c.is_alphabetic() || joins(c));
    let length = name.chars().count();
    (right && (1..=NAME_MAX).contains(&length)).then_some(name)
}

/// The last digits of the key, where the academy lets a serial into a mail; never the whole of it.
fn key(serial: &str, profile: &Profile) -> String {
    let skip = serial.len().saturating_sub(4);
    match serial.get(skip..) {
        Some(tail)
            if skip > 0
                && tail.bytes().all(|byte| byte.is_ascii_alphanumeric())
                && !profile.never(Channel::Mail).contains(&Ask::Serial) =>
        {
            format!(" (numéro finissant par {tail})")
        }
        _ => String::new(),
    }
}

/// How to reach the academy's assistance. Pages are not named by their address, which a mail program would make a link
/// of: the notice has it.
fn way(profile: &Profile) -> String {
    match profile.assistance.first() {
        Some(Assistance::Mail(address)) => format!("en écrivant à {address}"),
        Some(Assistance::Web(_)) => {
            "par son formulaire de demande, à l’adresse que donne la notice de votre clé".to_owned()
        }
        Some(Assistance::Platform(_)) => {
            "par sa plateforme, à l’adresse que donne la notice de votre clé".to_owned()
        }
        None => "par les moyens que vous connaissez déjà, ou par votre chef d’établissement".to_owned(),
    }
}

#[cfg(test)]
#[path = "letter_tests.rs"]
mod tests;
