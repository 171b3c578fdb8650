#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;

fn settings(more: &str) -> Settings {
    let text = format!("host = \"smtp.ac-rouen.fr\"\nfrom = \"m.durand@ac-rouen.fr\"\n{more}");
    toml::from_str(&text).unwrap()
}

fn fault(more: &str) -> Option<SettingFault> {
    settings(more).checked().err()
}

#[test]
fn the_least_configuration_is_encrypted_and_answers_go_to_the_agent() {
    let least = settings("").checked().unwrap();
    assert_eq!((least.server.port, least.server.encryption, least.login), (587, Encryption::StartTls, false));
    assert_eq!((least.reply_to, least.to), (least.from, None));
    for (word, port) in [("starttls", 587), ("tls", 465)] {
        assert_eq!(settings(&format!("encryption = \"{word}\"")).checked().unwrap().server.port, port);
    }
    assert_eq!(settings("port = 2525").checked().unwrap().server.port, 2525);
}

#[test]
fn in_clear_to_this_machine_alone() {
    let none = "encryption = \"none\"";
    assert_eq!(fault(none), Some(SettingFault::Plain("smtp.ac-rouen.fr".to_owned())));
    assert_eq!(fault(&format!("{none}\nplain_smtp = true")), None);
    for host in ["localhost", "127.0.0.1", "::1"] {
        let own = Settings { host: host.to_owned(), ..settings(none) };
        assert_eq!(own.checked().unwrap().server.port, 25, "{host}");
    }
    let other = Settings { host: "localhost.ac-rouen.fr".to_owned(), ..settings(none) };
    assert!(other.checked().is_err());
}

#[test]
fn an_address_is_nothing_else_besides() {
    for right in ["a@ac-rouen.fr", "polenumerique27@ac-rouen.fr", "jean-marc.d'arc+otp@ac-nantes.fr"] {
        assert!(address(right).is_some(), "{right}");
    }
    for wrong in [
        "",
        "ac-rouen.fr",
        "@ac-rouen.fr",
        "a@",
        "a b@ac-rouen.fr",
        "é@ac-rouen.fr",
        "a@académie.fr",
        "a@ac-rouen.fr\r\nBcc: b@x.fr",
        "a@ac-rouen.fr\nX: y",
        "a@ac-rouen.fr, b@x.fr",
        "<a@ac-rouen.fr>",
        "\"a\"@ac-rouen.fr",
        "a@[127.0.0.1]",
        "a@b@ac-rouen.fr",
        "a@ac-rouen.fr ",
        "a@ac-rouen.fr\0",
    ] {
        assert!(address(wrong).is_none(), "{wrong:?}");
    }
}

#[test]
fn what_cannot_work_is_refused_by_name() {
    let bad = "a@ac-rouen.fr>\\r\\nDATA";
    for (word, more) in [("reply_to", "reply_to"), ("to", "to")] {
        let Some(SettingFault::Address(named, _)) = fault(&format!("{more} = \"{bad}\"")) else { panic!() };
        assert_eq!(named, word);
    }
    let from = Settings { from: "personne".to_owned(), ..settings("") };
    assert_eq!(from.checked().err(), Some(SettingFault::Address("from", "personne".to_owned())));
    for seconds in [4, 601] {
        assert_eq!(fault(&format!("timeout = {seconds}")), Some(SettingFault::Timeout(seconds)));
    }
    for host in ["", " ", "smtp ac", "smtp/x", "a\r\nb"] {
        let nowhere = Settings { host: host.to_owned(), ..settings("") };
        assert_eq!(nowhere.checked().err(), Some(SettingFault::Host(host.to_owned())), "{host:?}");
    }
}

#[test]
fn a_file_of_certificates_that_holds_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ca.pem");
    let named = |text: &[u8]| {
        std::fs::write(&path, text).unwrap();
        Settings { ca: Some(path.clone()), ..settings("") }.checked().err()
    };
    for text in
        [b"".as_slice(), b"no certificate", b"-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n"]
    {
        assert!(matches!(named(text), Some(SettingFault::Certificates(_))), "{text:?}");
    }
    let missing = Settings { ca: Some(folder.path().join("none.pem")), ..settings("") };
    assert!(matches!(missing.checked().err(), Some(SettingFault::Certificates(_))));
}

#[test]
fn a_slip_is_not_a_default() {
    for wrong in ["pasword = \"x\"", "password = \"x\"", "tls = true", "encryption = \"ssl\"", "port = 70000"]
    {
        let text = format!("host = \"x\"\nfrom = \"a@x.fr\"\n{wrong}");
        assert!(toml::from_str::<Settings>(&text).is_err(), "{wrong}");
    }
}
