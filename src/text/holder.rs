//! What is sent to the holder of a key: in French whatever the agent reads, since that is the language of
//! the academies and of their notices.

use crate::domain::profile::{Ask, Assistance, Channel, Profile};
use crate::domain::ticket::{Field, TicketId};

/// Asks for what a ticket lacks, by the channel that the academy takes requests through, and says what is
/// never to be given. `fields` are those that may be asked.
pub fn ask(profile: &Profile, fields: &[Field], ticket: &TicketId) -> String {
    let items: Vec<String> = fields.iter().map(|field| format!("- {}", wanted(*field))).collect();
    let items = items.join("\u{a0};\n");
    let way = match profile.assistance.as_slice() {
        [Assistance::Web(page)] if profile.exclusive_channel => {
            format!("Merci de les déposer par le formulaire {page}, en rappelant ce numéro.")
        }
        _ => "Merci de les donner en réponse à ce message.".to_owned(),
    };
    let id = ticket.as_str();
    let never = never(&profile.never(Channel::Mail));
    format!(
        "Bonjour,\n\nPour traiter votre demande n°\u{a0}{id}, il nous manque\u{a0}:\n{items}.\n\n{way}\n\n{never}"
    )
}

/// "Ne donnez jamais votre code PIN, votre mot de passe ni votre NUMEN : …".
fn never(secrets: &[Ask]) -> String {
    let words: Vec<&str> = secrets.iter().map(|secret| kept_back(*secret)).collect();
    let words = match words.as_slice() {
        [] => return String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} ni {last}", first.join(", ")),
    };
    format!("Ne donnez jamais {words}\u{a0}: nous ne les demandons pas.")
}

/// A field as the holder is asked for it.
fn wanted(field: Field) -> &'static str {
    match field {
        Field::Name => "votre prénom et votre nom",
        Field::Post => "votre fonction, et votre service ou établissement",
        Field::Mail => "votre adresse mail académique",
        Field::Phone => "un numéro de téléphone où vous rappeler",
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
