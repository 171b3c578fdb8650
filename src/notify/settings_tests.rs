#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;

fn settings(more: &str) -> Settings {
    let text = format!("host = \"smtp.ac-nantes.fr\"\nfrom = \"cles-otp@ac-nantes.fr\"\n{more}");
    toml::from_str(&text).unwrap()
}

fn fault(more: &str) -> Option<SettingFault> {
    settings(more).checked().err()
}

#[test]
fn the_least_configuration_is_encrypted_and_tells_the_time_of_paris() {
    let least = settings("").checked().unwrap();
    assert_eq!((least.server.port, least.server.encryption), (587, Encryption::StartTls));
    assert_eq!((least.reply_to, least.login), (None, false));
    assert_eq!(least.zone.iana_name(), Some("Europe/Paris"));
    let overseas = settings("timezone = \"Indian/Reunion\"").checked().unwrap();
    assert_eq!(overseas.zone.iana_name(), Some("Indian/Reunion"));
}

#[test]
fn what_cannot_work_is_refused_by_name() {
    assert_eq!(fault("timezone = \"Nantes\""), Some(SettingFault::Zone("Nantes".to_owned())));
    assert_eq!(fault("timeout = 4"), Some(SettingFault::Timeout(4)));
    assert_eq!(fault("encryption = \"none\""), Some(SettingFault::Plain("smtp.ac-nantes.fr".to_owned())));
    let hostile = "a@x.fr>\\r\\nDATA";
    let Some(SettingFault::Address("reply_to", _)) = fault(&format!("reply_to = \"{hostile}\"")) else {
        panic!()
    };
    let from = Settings { from: "personne".to_owned(), ..settings("") };
    assert!(matches!(from.checked().err(), Some(SettingFault::Address("from", _))));
}

#[test]
fn a_slip_is_not_a_default_and_nobody_sets_whom_to_write_to() {
    for wrong in ["to = \"a@x.fr\"", "password = \"x\"", "bcc = \"a@x.fr\"", "tls = true"] {
        let text = format!("host = \"x\"\nfrom = \"a@x.fr\"\n{wrong}");
        assert!(toml::from_str::<Settings>(&text).is_err(), "{wrong}");
    }
}

#[test]
fn one_login_opens_the_same_server_only() {
    let own = settings("port = 465\nencryption = \"tls\"");
    assert!(own.is_at("smtp.ac-nantes.fr", Some(465), Encryption::Tls));
    assert!(!own.is_at("smtp.ac-rouen.fr", Some(465), Encryption::Tls));
    assert!(!own.is_at("smtp.ac-nantes.fr", None, Encryption::Tls));
    assert!(!own.is_at("smtp.ac-nantes.fr", Some(465), Encryption::StartTls));
}
