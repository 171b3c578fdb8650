#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;

use super::*;
use crate::domain::moment::Moment;
use crate::domain::notice::is_told;
use crate::domain::profile::Profiles;
use crate::domain::ticket::Uuid;

const WHEN: &str = "22 novembre 2026 à 14 h 05";

fn notice(act: KeyAct, academy: &str) -> Notice {
    Notice {
        uuid: Uuid::from_random([7; 16]),
        act,
        at: Moment::from_secs(1_795_000_000),
        to: "claire.dupont@ac-nantes.fr".to_owned(),
        name: "Claire Dupont".to_owned(),
        academy: academy.to_owned(),
        login: "cdupont-login".to_owned(),
        serial: "103142718".to_owned(),
        successor: "103149999".to_owned(),
    }
}

fn of(notice: &Notice) -> Letter {
    let profiles = Profiles::shipped().unwrap();
    letter(notice, profiles.get(&notice.academy), WHEN).unwrap()
}

const ACADEMIES: [&str; 6] = ["amiens", "creteil", "nantes", "poitiers", "rouen", "elsewhere"];

#[test]
fn what_is_told_has_its_words_and_nothing_else_has() {
    let profiles = Profiles::shipped().unwrap();
    for act in KeyAct::ALL {
        let written = letter(&notice(act, "nantes"), profiles.get("nantes"), WHEN);
        assert_eq!(written.is_some(), is_told(act), "{act:?}");
    }
}

#[test]
fn a_letter_as_a_holder_reads_it() {
    let Letter { subject, text } = of(&notice(KeyAct::ClearPin, "nantes"));
    assert_eq!(subject, "Votre clé OTP\u{a0}: code PIN effacé");
    let expected = "Bonjour Claire Dupont,\n\n\
        Le 22 novembre 2026 à 14 h 05, l’assistance de votre académie a traité une demande faite en votre nom\u{a0}:\n\
        le code PIN de votre clé OTP (numéro finissant par 2718) a été effacé.\n\n\
        Si cette demande vient de vous, créez votre code PIN sans attendre, si ce n’est pas déjà fait.\n\n\
        Si elle ne vient pas de vous, prévenez l’assistance sans attendre par son formulaire de demande, à l’adresse \
        que donne la notice de votre clé.\n\n\
        Ce message est envoyé à l’adresse de l’annuaire. Il ne contient ni code ni lien, et n’en demande pas\u{a0}: \
        personne, à l’assistance, ne vous demandera votre code PIN ni votre mot de passe.\n\n\
        L’assistance de l’académie (Nantes)\n";
    assert_eq!(text, expected);
}

/// Rouen's notice lets no serial into any mail.
#[test]
fn the_key_is_told_as_the_academy_allows() {
    for academy in ACADEMIES {
        for (act, ..) in SAID {
            let Letter { subject, text } = of(&notice(act, academy));
            let tail = text.contains("2718");
            // The neutral profile never asks what any of the five does not.
            assert_eq!(tail, !matches!(academy, "rouen" | "elsewhere"), "{academy} {act:?}");
            for never in ["103142718", "10314", "9999", "cdupont-login", "{key}"] {
                assert!(
                    !text.contains(never) && !subject.contains(never),
                    "{academy} {act:?} {never}: {text}"
                );
            }
        }
    }
}

#[test]
fn the_way_to_complain_is_the_academys_own_and_never_a_link() {
    let said = |academy: &str| of(&notice(KeyAct::Enable, academy)).text;
    assert!(said("rouen").contains("en écrivant à polenumerique27@ac-rouen.fr."));
    assert!(said("amiens").contains("par sa plateforme"));
    assert!(said("creteil").contains("par votre chef d’établissement"));
    for academy in ACADEMIES {
        let text = said(academy).to_lowercase();
        for link in ["http", "www", "://", "ac-nantes", "ac-amiens", "href", "<"] {
            assert!(!text.contains(link), "{academy}: {link}");
        }
    }
}

#[test]
fn a_short_or_strange_serial_is_not_told() {
    for serial in ["2718", "", "1", "OATH<a>", "10314é", "1031\u{202e}2718x/", "ab//c/"] {
        let text = of(&Notice { serial: serial.to_owned(), ..notice(KeyAct::Enable, "nantes") }).text;
        assert!(text.contains("votre clé OTP a été"), "{serial:?}: {text}");
    }
}

#[test]
fn a_name_that_is_more_than_a_name_is_not_greeted() {
    for right in ["Zoé Dupont-L’Écuyer", "Anne d'Arc", "Ngọc Nguyễn", "E\u{301}lodie Le\u{301}vy"] {
        let text = of(&Notice { name: right.to_owned(), ..notice(KeyAct::Enable, "nantes") }).text;
        assert!(text.starts_with(&format!("Bonjour {right},\n\n")), "{text}");
    }
    for wrong in [
        "",
        "  ",
        "Claire\r\nBcc: vol@x.fr",
        "Claire\nDupont",
        "Claire =?utf-8?q?x?=",
        "http://vol.example",
        "vol.example",
        "Claire <a@b.fr>",
        "Claire \u{202e}tnopuD",
        "Clai\u{200b}re",
        "Claire 1234",
        "Claire\u{0}",
        "Claire\u{1b}[2J",
    ] {
        let text = of(&Notice { name: wrong.to_owned(), ..notice(KeyAct::Enable, "nantes") }).text;
        assert!(text.starts_with("Bonjour,\n\n"), "{wrong:?}: {text}");
    }
    let long = "a".repeat(61);
    let text = of(&Notice { name: long, ..notice(KeyAct::Enable, "nantes") }).text;
    assert!(text.starts_with("Bonjour,\n\n"));
}

/// Anything at all, a secret among it: PIN, code, PASSCODE, activation code, a line of a head.
fn text() -> impl Strategy<Value = String> {
    let secrets =
        ["4576", "768950", "4576768950", "6t605do7", "x\r\nBcc: a@b.fr", "\u{202e}", "=?utf-8?q?a?="];
    prop_oneof![any::<String>(), prop::sample::select(secrets.map(str::to_owned).to_vec())]
}

proptest! {
    /// Of what comes from outside a letter holds a name that is only a name and four signs of a serial; everything
    /// else is the same whatever came.
    #[test]
    fn nothing_else_gets_into_a_letter(
        (name, login, serial, successor, to) in (text(), text(), text(), text(), text()),
        (act, academy) in (0..SAID.len(), 0..ACADEMIES.len()),
    ) {
        let plain = notice(SAID[act].0, ACADEMIES[academy]);
        let hostile = Notice { name, login, serial, successor, to, ..plain.clone() };
        let (usual, letter) = (of(&plain), of(&hostile));
        prop_assert_eq!(&letter.subject, &usual.subject);
        let greeted = letter.text.split_once('\n').unwrap();
        let harmless = |c: char| c.is_alphabetic() || " -'’".contains(c) || ('\u{300}'..='\u{36f}').contains(&c);
        let name = greeted.0.strip_prefix("Bonjour").unwrap().strip_suffix(',').unwrap();
        prop_assert!(name.chars().all(harmless), "{name:?}");
        let strip = |text: &str| {
            let Some((before, rest)) = text.split_once(" (numéro finissant par ") else { return text.to_owned() };
            let (tail, after) = rest.split_once(')').unwrap();
            assert!(tail.len() == 4 && tail.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{tail}");
            format!("{before}{after}")
        };
        let rest = usual.text.split_once('\n').unwrap().1;
        prop_assert_eq!(strip(greeted.1), strip(rest));
        prop_assert!(!letter.text.chars().any(|c| c.is_control() && c != '\n'));
    }
}
