//! What is sent to the holder of a key: in French whatever the agent reads, since that is the language of
//! the academies and of their notices.

use crate::domain::profile::{Ask, Assistance, Channel, Profile};
use crate::domain::ticket::{Field, TicketId};

/// Asks for what a ticket lacks, by the channel that the academy takes requests through, and says what is
/// never to be given. `fields` are those that may be asked.
pub fn ask(profile: &Profile, fields: &[Field], ticket: &TicketId) -> String {
    let items: Vec<String> = fields.iter().map(|field| format!("- {}", wanted(*field))).collect();
    let items = items.join("\u{a0};\n");
    let id = ticket.as_str();
    let way = match profile.assistance.as_slice() {
        [Assistance::Web(page)] if profile.exclusive_channel => {
            format!(
                "Merci de les indiquer dans le formulaire {page}, avec le numéro de votre demande\u{a0}: {id}."
            )
        }
        _ => "Merci de les donner en réponse à ce message.".to_owned(),
    };
    let never = never(profile);
    format!(
        "Bonjour,\n\nPour traiter votre demande n°\u{a0}{id}, il nous manque\u{a0}:\n{items}.\n\n{way}\n\n{never}"
    )
}

/// What is never given in any way, then what is only never written: the digits are asked for in a call.
fn never(profile: &Profile) -> String {
    let (said, written) = (profile.never(Channel::Phone), profile.never(Channel::Mail));
    let list = |secrets: &[Ask]| -> Option<String> {
        let words: Vec<&str> = secrets.iter().map(|secret| kept_back(*secret)).collect();
        match words.as_slice() {
            [] => None,
            [one] => Some((*one).to_owned()),
            [first @ .., last] => Some(format!("{} ni {last}", first.join(", "))),
        }
    };
    let alone: Vec<Ask> = written.iter().copied().filter(|secret| !said.contains(secret)).collect();
    let never =
        list(&said).map(|words| format!("Ne donnez jamais {words}\u{a0}: nous ne les demandons pas."));
    let unwritten = list(&alone).map(|words| format!("N’écrivez pas non plus {words}."));
    never.into_iter().chain(unwritten).collect::<Vec<_>>().join(" ")
}

/// A field as the holder is asked for it.
fn wanted(field: Field) -> &'static str {
    match field {
        Field::Name => "votre prénom et votre nom",
        Field::Post => "votre fonction, et votre service ou établissement",
        Field::Mail => "votre adresse mail académique",
        Field::Phone => "un numéro de téléphone auquel vous rappeler",
        Field::Hours => "vos horaires de disponibilité",
        Field::Subject => "l’objet précis de votre demande",
        Field::Description => "la description du problème rencontré",
        Field::Errors => "le ou les messages d’erreur affichés, ou «\u{a0}aucun\u{a0}»",
        Field::Accounts => "la liste des comptes concernés (identifiants)",
        Field::Serial => "le numéro de la clé",
        Field::Screenshots => "des captures de l’écran",
    }
}

/// What is never asked, as the holder is told.
fn kept_back(ask: Ask) -> &'static str {
    match ask {
        Ask::Pin => "votre code PIN",
        Ask::Password => "votre mot de passe",
        Ask::Numen => "votre NUMEN",
        Ask::SixDigits => "les 6\u{a0}chiffres affichés sur la clé",
        Ask::ActivationCode => "votre code d’activation",
        Ask::Login => "votre identifiant",
        Ask::Serial => "le numéro de série de la clé",
        Ask::Name => "votre nom",
        Ask::Role => "votre fonction",
        Ask::School => "votre établissement",
        Ask::Mail => "votre adresse mail",
        Ask::CallbackNumber => "votre numéro de téléphone",
        Ask::ErrorMessage => "le message d’erreur",
    }
}

#[cfg(test)]
#[path = "holder_tests.rs"]
mod tests;
