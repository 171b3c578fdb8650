#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::profile::Profiles;
use crate::domain::ticket::{Form, redact};

const ACADEMIES: [&str; 6] = ["amiens", "creteil", "nantes", "poitiers", "rouen", "nowhere"];

fn asked(academy: &str, fields: &[Field]) -> String {
    let profiles = Profiles::shipped().unwrap();
    let profile = profiles.get(academy);
    ask(profile, &Form::of(profile).to_ask(fields), &TicketId::new("12"))
}

#[test]
fn nantes_asks_by_its_form_and_rouen_by_mail() {
    let nantes = asked("nantes", &[Field::Hours, Field::Serial]);
    assert_eq!(
        nantes,
        "Bonjour,\n\nPour traiter votre demande n°\u{a0}12, il nous manque\u{a0}:\n\
         - vos horaires de disponibilité\u{a0};\n- le numéro de la clé.\n\n\
         Merci de les indiquer dans le formulaire http://assistance.ac-nantes.fr, avec le numéro de votre \
         demande\u{a0}: 12.\n\n\
         Ne donnez jamais votre code PIN, votre mot de passe ni votre NUMEN\u{a0}: nous ne les demandons pas. \
         N’écrivez pas non plus les 6\u{a0}chiffres affichés sur la clé."
    );
    assert!(asked("rouen", &[Field::Hours]).contains("en réponse à ce message"));
}

/// What an academy forbids to ask stands among what is never given, and nowhere else.
#[test]
fn nobody_is_asked_for_what_the_profile_forbids() {
    let rouen = asked("rouen", &Field::ALL);
    let (wanted, never) = rouen.split_once("Ne donnez jamais").unwrap();
    for forbidden in ["identifiant", "numéro de la clé", "numéro de série", "PIN", "mot de passe"] {
        assert!(!wanted.contains(forbidden), "{wanted}");
    }
    for told in ["votre identifiant", "le numéro de série de la clé", "votre code PIN", "votre mot de passe"]
    {
        assert!(never.contains(told), "{never}");
    }
}

/// What is sent went through the search for secrets: nothing of it may be taken for one.
#[test]
fn the_text_leaves_as_it_is_shown() {
    for academy in ACADEMIES {
        let text = asked(academy, &Field::ALL);
        assert_eq!(redact(&text, &[]), text, "{academy}");
        for secret in ["votre code PIN", "votre mot de passe", "votre NUMEN"] {
            let (wanted, never) = text.split_once("Ne donnez jamais").unwrap();
            assert!(!wanted.contains(secret) && never.contains(secret), "{academy}: {text}");
        }
    }
}
