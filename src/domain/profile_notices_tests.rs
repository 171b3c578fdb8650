//! What the five notices say, and their traps, numbered as in the domain facts, section 1.3.
#![allow(clippy::unwrap_used)]

use super::*;

const ACADEMIES: [&str; 5] = ["amiens", "creteil", "nantes", "poitiers", "rouen"];

const DIGITS_FR: &str = "les 6 chiffres affichés sur la clé";
const DIGITS_EN: &str = "the 6 digits shown on the key";

fn shipped() -> Profiles {
    Profiles::shipped().unwrap()
}

fn milestones(profile: &Profile) -> Vec<Option<Milestone>> {
    profile.new_pin_steps.iter().map(|step| step.step).collect()
}

fn sentence(profile: &Profile, milestone: Milestone) -> &Words {
    let mut steps = profile.new_pin_steps.iter();
    &steps.find(|step| step.step == Some(milestone)).unwrap().say
}

#[test]
fn trap_1_nantes_requires_what_rouen_forbids() {
    let profiles = shipped();
    let (nantes, rouen) = (profiles.get("nantes"), profiles.get("rouen"));
    for (field, ask) in [(TicketField::Accounts, Ask::Login), (TicketField::Serial, Ask::Serial)] {
        assert!(nantes.ask.on(Channel::Web).contains(&ask));
        assert_eq!(nantes.ticket_need(field, Channel::Web), Need::Required);
        for (channel, word) in Channel::WORDS {
            assert!(rouen.never_ask.on(channel).contains(&ask), "{word}");
            assert!(!rouen.ask.on(channel).contains(&ask), "{word}");
            assert_eq!(rouen.ticket_need(field, channel), Need::Forbidden, "{word}");
        }
    }
}

#[test]
fn trap_1_lists_differ_by_channel() {
    for academy in ACADEMIES {
        let profiles = shipped();
        let profile = profiles.get(academy);
        assert!(profile.ask.on(Channel::Phone).contains(&Ask::SixDigits), "{academy}");
        for channel in [Channel::Web, Channel::Mail] {
            assert!(profile.never_ask.on(channel).contains(&Ask::SixDigits), "{academy}");
        }
    }
}

#[test]
fn trap_2_passcode_has_two_meanings_and_is_never_said_bare() {
    let profiles = shipped();
    assert_eq!(profiles.get("rouen").code_word, "Passcode");
    assert_eq!(profiles.get("poitiers").passcode_word, "PASSCODE");
    for academy in ACADEMIES.iter().chain(&["unknown"]) {
        let profile = profiles.get(academy);
        for milestone in [Milestone::SixDigits, Milestone::Confirmed] {
            let words = sentence(profile, milestone);
            assert!(words.fr.contains(DIGITS_FR), "{academy}: {}", words.fr);
            assert!(words.en.contains(DIGITS_EN), "{academy}: {}", words.en);
        }
        let alone = sentence(profile, Milestone::SixDigits);
        assert!(alone.fr.contains(&format!("seulement {DIGITS_FR}")), "{academy}");
        assert!(alone.en.contains(&format!("only {DIGITS_EN}")), "{academy}");
    }
}

#[test]
fn trap_3_leading_zeros_are_said() {
    let profiles = shipped();
    for academy in ACADEMIES {
        let words = sentence(profiles.get(academy), Milestone::SixDigits);
        assert!(words.fr.contains("zéros compris"), "{academy}");
        assert!(words.en.contains("zeros included"), "{academy}");
    }
}

#[test]
fn traps_4_and_5_each_academy_has_its_own_pin_rule() {
    let rules = [
        ("amiens", 4, 6, Charset::Digits, "4 à 6 chiffres"),
        ("creteil", 4, 6, Charset::Any, "4 à 6 caractères"),
        ("nantes", 4, 6, Charset::Any, "4 à 6 caractères"),
        ("rouen", 4, 4, Charset::Digits, "4 chiffres, ni plus ni moins"),
        ("poitiers", 4, 6, Charset::Digits, "4 à 6 chiffres"),
    ];
    let profiles = shipped();
    for (academy, min, max, charset, words) in rules {
        let profile = profiles.get(academy);
        let pin = &profile.pin;
        assert_eq!((pin.min, pin.max, pin.charset), (min, max, charset), "{academy}");
        assert_eq!(pin.words.fr, words, "{academy}");
        let said = sentence(profile, Milestone::PinCreated);
        assert!(said.fr.contains(&pin.words.fr), "{academy}: {}", said.fr);
        assert!(said.en.contains(&pin.words.en), "{academy}: {}", said.en);
        assert!(said.fr.contains("Ne me le dites pas"), "{academy}");
    }
    assert_eq!(profiles.get("nantes").pin.advice.as_ref().unwrap().fr, "4 chiffres suffisent");
}

#[test]
fn trap_6_the_shared_field_is_named() {
    let profiles = shipped();
    let fields = ACADEMIES.map(|academy| profiles.get(academy).field_word.as_deref().unwrap());
    assert_eq!(
        fields,
        [
            "PASSCODE OTP",
            "Mot de Passe ou Passcode OTP",
            "Mot de Passe ou Passcode OTP",
            "code PIN + code de la clé",
            "Mot de passe ou Passcode OTP",
        ]
    );
    for academy in ACADEMIES {
        let profile = profiles.get(academy);
        let field = profile.field_word.as_deref().unwrap();
        assert!(sentence(profile, Milestone::SixDigits).fr.contains(field), "{academy}");
    }
}

#[test]
fn trap_8_addresses_are_those_of_the_notices() {
    let profiles = shipped();
    let entry = |academy| profiles.get(academy).entry.url.as_deref();
    assert_eq!(entry("amiens"), Some("https://portail.ac-amiens.fr/secret-otp"));
    assert_eq!(entry("creteil"), Some("https://externet.ac-creteil.fr"));
    assert_eq!(entry("nantes"), None, "the address is in a picture");
    assert_eq!(entry("poitiers"), Some("https://www.ac-poitiers.fr"));
    assert_eq!(entry("rouen"), Some("https://portail-metier.ac-rouen.fr/"));
    for academy in ACADEMIES {
        let profile = profiles.get(academy);
        let host = |url: &str| url.trim_start_matches("https://").trim_end_matches('/').to_owned();
        let Some(host) = profile.entry.url.as_deref().map(host) else {
            continue;
        };
        let first = &profile.new_pin_steps[0].say;
        assert!(first.fr.contains(&host) && first.en.contains(&host), "{academy}");
    }
    let nantes = profiles.get("nantes");
    assert_eq!(nantes.assistance, [Assistance::Web("http://assistance.ac-nantes.fr".into())]);
    assert!(nantes.exclusive_channel);
    let amiens = profiles.get("amiens");
    assert_eq!(amiens.assistance, [Assistance::Platform("http://support.ac-amiens.fr".into())]);
}

#[test]
fn trap_9_rouen_is_a_legacy_with_one_department_to_write_to() {
    let profiles = shipped();
    let rouen = profiles.get("rouen");
    assert_eq!(rouen.legacy_of.as_deref(), Some("Normandie"));
    assert_eq!(rouen.assistance, [Assistance::Mail("polenumerique27@ac-rouen.fr".into())]);
    assert!(ACADEMIES.iter().all(|a| *a == "rouen" || profiles.get(a).legacy_of.is_none()));
}

#[test]
fn trap_10_only_creteil_counts_the_bars() {
    let profiles = shipped();
    let bars = ACADEMIES.map(|academy| profiles.get(academy).gauge_bars);
    assert_eq!(bars, [None, Some(5), None, None, None]);
}

// What else the notices say.

#[test]
fn only_poitiers_activates_a_key_first() {
    let profiles = shipped();
    let poitiers = profiles.get("poitiers").activation.as_ref().unwrap();
    assert_eq!(usize::from(poitiers.code), "6t605do7".len());
    assert_eq!(usize::from(poitiers.serial), "103142718".len());
    assert!(ACADEMIES.iter().all(|a| *a == "poitiers" || profiles.get(a).activation.is_none()));
}

#[test]
fn nantes_lists_the_eight_fields_and_the_others_take_its_list() {
    let profiles = shipped();
    let nantes = profiles.get("nantes");
    assert_eq!(nantes.ticket.len(), TicketField::ALL.len());
    for field in TicketField::ALL {
        assert_eq!(nantes.ticket[&field], field.default_need(), "{field:?}");
        let amiens = profiles.get("amiens").ticket_need(field, Channel::Phone);
        assert_eq!(amiens, field.default_need(), "{field:?}");
    }
    let required = TicketField::ALL.iter().filter(|f| f.default_need() == Need::Required).count();
    assert_eq!(required, 7);
}

#[test]
fn no_profile_asks_for_what_it_forbids() {
    let profiles = shipped();
    for academy in ACADEMIES.iter().chain(&["unknown"]) {
        let profile = profiles.get(academy);
        for (channel, word) in Channel::WORDS {
            let (ask, never) = (profile.ask.on(channel), profile.never_ask.on(channel));
            assert!(ask.iter().all(|a| !never.contains(a)), "{academy} {word}");
            assert!(Ask::ALWAYS_NEVER.iter().all(|a| never.contains(a)), "{academy} {word}");
        }
    }
    let nantes = profiles.get("nantes");
    assert!(Channel::WORDS.iter().all(|(c, _)| nantes.never_ask.on(*c).contains(&Ask::Numen)));
}

#[test]
fn the_golden_rule_is_the_notice_s_own_sentence() {
    let profiles = shipped();
    let rule = profiles.get("nantes").golden_rule.as_ref().unwrap();
    assert!(rule.quote.fr.starts_with("La règle d'or : Patienter"));
    assert!(rule.source.contains("Définir un code PIN pour sa clé OTP"));
}

#[test]
fn every_academy_makes_the_caller_wait_before_the_last_step() {
    let profiles = shipped();
    for academy in ACADEMIES.iter().chain(&["unknown"]) {
        let profile = profiles.get(academy);
        let steps = milestones(profile);
        let tail = [Some(Milestone::PinCreated), None, Some(Milestone::Confirmed)];
        assert!(steps.ends_with(&tail), "{academy}: {steps:?}");
        let wait = &profile.new_pin_steps[steps.len() - 2].say;
        assert!(wait.fr.starts_with("Attendez que les chiffres changent"), "{academy}");
        assert!(wait.en.starts_with("Wait until the digits change"), "{academy}");
    }
}

#[test]
fn french_sentences_are_typeset_as_french() {
    let profiles = shipped();
    for academy in ACADEMIES.iter().chain(&["unknown"]) {
        for step in &profiles.get(academy).new_pin_steps {
            let said = &step.say.fr;
            assert!(!said.contains(['\'', '"', '“', '”']), "{said}");
            let letters: Vec<char> = said.chars().collect();
            for pair in letters.windows(2) {
                let opens = pair[0] == '«';
                let closes = matches!(pair[1], ':' | ';' | '?' | '!' | '»');
                assert!(!opens || pair[1] == '\u{a0}', "{said}");
                assert!(!closes || pair[0] == '\u{a0}', "{said}");
            }
            assert!(said.ends_with(['.', '\u{bb}']), "{said}");
            assert!(!step.say.en.contains(['«', '»', '\u{a0}']), "{}", step.say.en);
        }
    }
}
