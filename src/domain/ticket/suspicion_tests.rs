#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

const KNOWN: [&str; 3] = ["103142718", "2600000012345", "rdubois123456"];

fn kinds(text: &str) -> Vec<(SecretKind, &str)> {
    suspicions(text, &KNOWN).into_iter().map(|found| (found.kind, &text[found.range])).collect()
}

#[test]
fn secrets_of_the_corpus_are_found_and_nothing_around_them() {
    use SecretKind::{ActivationCode, Numen, Passcode, Password, Pin};
    let cases: [(&str, &[(SecretKind, &str)]); 30] = [
        // PASSCODEs of the notices: Poitiers' example, Amiens', a PIN with letters.
        ("il tape 4576768950 et rien", &[(Passcode, "4576768950")]),
        ("il tape 12345032848.", &[(Passcode, "12345032848")]),
        ("ab12c032848", &[(Passcode, "ab12c032848")]),
        ("AB12C032848", &[(Passcode, "AB12C032848")]),
        ("abcd032848", &[(Passcode, "abcd032848")]),
        ("PIN à 6 chiffres : 123456032848", &[(Passcode, "123456032848")]),
        ("code à 8 chiffres : 12345603284812", &[(Passcode, "12345603284812")]),
        ("«4576768950»", &[(Passcode, "4576768950")]),
        ("j'ai\u{a0}4576768950\u{202f}!", &[(Passcode, "4576768950")]),
        ("4576 768950", &[(Passcode, "4576 768950")]),
        ("4576 768 950", &[(Passcode, "4576 768 950")]),
        ("4576\u{a0}76\u{a0}89\u{a0}50 refusé", &[(Passcode, "4576\u{a0}76\u{a0}89\u{a0}50")]),
        ("deux : 4576768950, 4576123456", &[(Passcode, "4576768950"), (Passcode, "4576123456")]),
        ("00457676895012", &[(Passcode, "00457676895012")]),
        ("4576768950 02 61 91 23 45", &[(Passcode, "4576768950")]),
        // Announced.
        ("mot de passe : azerty", &[(Password, "azerty")]),
        ("Mot de Passe\u{a0}: «\u{a0}Azerty!\u{a0}»", &[(Password, "Azerty!")]),
        ("MDP=Soleil44", &[(Password, "Soleil44")]),
        ("mon mot de passe est Soleil44 depuis", &[(Password, "Soleil44")]),
        ("Mot de passe :\nsoleil", &[(Password, "soleil")]),
        ("Mot de passe ou Passcode OTP : 032848", &[(Passcode, "032848")]),
        ("PIN 4576", &[(Pin, "4576")]),
        ("code pin: 12ab", &[(Pin, "12ab")]),
        ("Son code secret est 4576", &[(Pin, "4576")]),
        ("code d’activation : 6t605do7", &[(ActivationCode, "6t605do7")]),
        ("mot de passe : 4576768950", &[(Password, "4576768950")]),
        // NUMEN, with and without its name.
        ("12E1234567ABC", &[(Numen, "12E1234567ABC")]),
        ("numen 12e1234567abc merci", &[(Numen, "12e1234567abc")]),
        ("NUMEN : 12E12345", &[(Numen, "12E12345")]),
        ("a 12E1234567ABC, b 4576768950", &[(Numen, "12E1234567ABC"), (Passcode, "4576768950")]),
    ];
    for (text, expected) in cases {
        assert_eq!(kinds(text), expected, "{text}");
    }
}

#[test]
fn ordinary_ticket_text_is_left_alone() {
    let texts = [
        "Rappeler au 02 61 91 23 45, sinon 06.39.98.12.34.",
        "Rappeler au 0261912345 ou au +33 2 61 91 23 45 ou +33261912345 ou 0033261912345",
        "Depuis l'Allemagne : +4915112345678, numéro vert 0 808 807 003",
        "Clé 103142718, clé 2600000012345, compte rdubois123456 ou RDUBOIS123456",
        "Le 2026-11-21 14:30:05, puis le 21/11/2026 à 14h30, étape 29 919 882",
        "Ticket précédent INC0012345, clé TOTP00012345, UAI 0449001V, erreur 0x80070005",
        "Code PIN oublié, mot de passe refusé, le mot de passe est expiré, PIN : défini",
        "PIN à créer : 4 à 6 chiffres. Code PIN (4 chiffres suffisent). PIN : 4-6",
        "Il a épinglé 1234 pages ; pinacle 4576 ; opin 4576",
        "Le code PIN\n4576 élèves attendent",
        "Identifiant ou mot de passe incorrect. Passcode OTP refusé.",
        "032848 refusé", // six digits alone may be a PIN or a code: nobody can tell
        "",
    ];
    for text in texts {
        assert_eq!(kinds(text), [], "{text}");
        assert!(matches!(redact(text, &KNOWN), Cow::Borrowed(same) if same == text));
    }
}

#[test]
fn redaction_keeps_the_words_around() {
    let text = "Il a tapé 4576 768950, mot de passe : été2026! et clé 103142718.";
    let clean = redact(text, &KNOWN);
    assert_eq!(clean, "Il a tapé [***], mot de passe : [***] et clé 103142718.");
    assert_eq!(kinds(&clean), []);
}

#[test]
fn a_serial_that_nobody_knows_is_not_spared() {
    assert_eq!(redact("clé 2600000012345", &[]), "clé [***]");
}

#[test]
fn a_long_hostile_text_is_read_in_one_pass() {
    for piece in ["pin:", "mot de passe : ", "0261912345 x 4576768950 x ", "1234 ", "1", "\u{a0}", "pin\n"] {
        let text = piece.repeat((1 << 18) / piece.len());
        let clean = redact(&text, &KNOWN);
        assert!(clean.len() <= text.len() + MARK.len(), "{piece:?}");
    }
}

proptest! {
    #[test]
    fn ranges_are_ordered_whole_and_gone_after_redaction(
        text in "(mot de passe : |PIN |numen |[0-9]{1,8}|[a-zé]{1,4}| |\u{a0}|\n|:|\\.|-|\\+|12E1234567ABC|\\[\\*\\*\\*\\]){0,12}"
    ) {
        let found = suspicions(&text, &KNOWN);
        for pair in found.windows(2) {
            prop_assert!(pair[0].range.end <= pair[1].range.start);
        }
        for suspicion in &found {
            prop_assert!(text.get(suspicion.range.clone()).is_some_and(|piece| !piece.is_empty()));
        }
        let clean = redact(&text, &KNOWN).into_owned();
        let again = redact(&clean, &KNOWN).into_owned();
        prop_assert_eq!(&again, &clean);
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,80}") {
        let _ = redact(&text, &KNOWN);
    }

    #[test]
    fn every_passcode_of_the_notices_is_found(pin in "[1-9][0-9]{3,5}", code in "[0-9]{6}", glued in any::<bool>()) {
        let passcode = format!("{pin}{}{code}", if glued { "" } else { " " });
        let text = format!("Bonjour, {passcode} ne marche pas");
        prop_assert!(!redact(&text, &[]).contains(&code));
    }
}
