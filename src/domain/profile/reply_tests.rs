#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::profile::Profiles;
use crate::domain::ticket::redact;

const ACADEMIES: [&str; 5] = ["amiens", "creteil", "nantes", "poitiers", "rouen"];

/// The sentence of the Nantes notice, as its text has it.
const NANTES: &str = "A ce stade, si le portail des applications ne vous délivre pas les informations souhaitées, \
    cela ne relève plus d'un problème OTP mais d'un problème d'affectation ou de délégations.\n\n\
    Merci de prendre contact avec votre référent numérique.";

fn checked(academy: &str, text: &str) -> Result<(), Problem> {
    check(Profiles::shipped().unwrap().get(academy), text)
}

#[test]
fn each_academy_has_a_handful_drawn_from_its_own_notice() {
    let profiles = Profiles::shipped().unwrap();
    for academy in ACADEMIES {
        let replies = &profiles.get(academy).replies;
        assert!((4..=10).contains(&replies.len()), "{academy}");
        for reply in replies {
            let text = reply.filled("12", "m.durand");
            assert!(text.contains("12") && !text.contains('{'), "{academy}: {text}");
            assert_eq!(redact(&text, &[]), text, "leaves as it is shown");
            let quoted = text.contains('«') && text.contains("notice");
            assert!(quoted, "{academy}, {}: quotes its notice", reply.name.fr);
            // Addresses are those of this academy.
            for other in ACADEMIES.iter().filter(|other| **other != academy) {
                assert!(!text.contains(&format!("ac-{other}.fr")), "{academy}: {text}");
            }
        }
    }
    assert!(profiles.get("nowhere").replies.is_empty());
}

#[test]
fn only_nantes_has_a_sentence_for_what_is_no_matter_of_keys() {
    let profiles = Profiles::shipped().unwrap();
    let nantes = profiles.get("nantes").not_otp.as_ref().unwrap();
    assert_eq!(nantes.quote.trim(), NANTES);
    assert_eq!(nantes.source, "Définir un code PIN pour sa clé OTP (Nantes)");
    for academy in ["amiens", "creteil", "poitiers", "rouen", "nowhere"] {
        assert_eq!(profiles.get(academy).not_otp, None, "{academy}: lent from nobody");
    }
}

#[test]
fn a_text_that_asks_for_what_is_never_asked_is_refused() {
    let cases = [
        ("Merci de nous indiquer votre code PIN.", Ask::Pin),
        ("Bonjour, merci de préciser :\n- votre nom ;\n- votre mot de passe.", Ask::Password),
        ("Répondez avec les 6 chiffres affichés sur la clé.", Ask::SixDigits),
        ("Quel est votre NUMEN ?", Ask::Numen),
        ("Votre code PIN ?", Ask::Pin),
        ("Envoyez-nous votre code secret, et ne tardez pas.", Ask::Pin),
    ];
    for (text, ask) in cases {
        assert_eq!(checked("nantes", text), Err(Problem::ReplyAsks(ask)), "{text}");
    }
    assert_eq!(checked("rouen", "Indiquez votre identifiant."), Err(Problem::ReplyAsks(Ask::Login)));
    assert_eq!(checked("rouen", "Précisez le N° de la clé."), Err(Problem::ReplyAsks(Ask::Serial)));
    assert_eq!(checked("nantes", "Indiquez votre identifiant et le N° de la clé."), Ok(()));
}

#[test]
fn what_is_typed_on_a_page_or_kept_back_is_not_asked() {
    for text in [
        "Ne donnez jamais votre code PIN ni votre mot de passe.",
        "Vous ne devez en aucun cas donner votre identifiant, mot de passe ou code PIN.",
        "Saisissez votre code PIN suivi des 6 chiffres affichés sur la clé, puis validez.",
        "Avez-vous attendu que les chiffres changent ?",
        "Votre code PIN a été effacé. Indiquez-nous si cela marche.",
    ] {
        assert_eq!(checked("rouen", text), Ok(()), "{text}");
    }
}

#[test]
fn what_is_open_is_known_and_what_looks_secret_is_refused() {
    assert_eq!(checked("nantes", "Ticket {ticket}, {agent}"), Ok(()));
    assert_eq!(checked("nantes", "À {nom} :"), Err(Problem::Placeholder("{nom}".to_owned())));
    assert_eq!(checked("nantes", "a { b"), Err(Problem::Placeholder("{ b".to_owned())));
    assert_eq!(checked("nantes", "Exemple : 4576768950"), Err(Problem::LooksSecret));
    assert_eq!(checked("nantes", &"a".repeat(LONGEST + 1)), Err(Problem::TooLong { most: LONGEST }));
}

#[test]
fn lines_of_another_system_are_lines() {
    let words = Words { fr: "a".to_owned(), en: "a".to_owned() };
    let reply = ReadyReply { name: words, text: "\r\nBonjour,\r\n{agent} : n° {ticket}\r\n".to_owned() };
    assert_eq!(reply.filled("7", "m.durand"), "Bonjour,\nm.durand : n° 7");
}
