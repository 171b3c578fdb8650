#![allow(clippy::unwrap_used)]

use super::*;

fn settings(more: &str) -> Settings {
    let text = format!("url = \"https://rt.example.fr/rt\"\nqueue = \"Assistance OTP\"\n{more}");
    toml::from_str(&text).unwrap()
}

#[test]
fn the_least_configuration_has_the_usual_names() {
    let least = settings("");
    assert_eq!(least.checked().unwrap().as_str(), "https://rt.example.fr/rt/");
    assert_eq!((least.timeout, least.fields.uuid.as_str()), (30, "UUID client"));
    assert_eq!(least.fields.of_form().len(), 8);
    let own = settings("[fields]\nuuid = \"Réf\"");
    assert_eq!((own.fields.uuid.as_str(), own.fields.serial.as_str()), ("Réf", "Numéro de clé"));
}

#[test]
fn what_cannot_work_is_refused_by_name() {
    let cases = [
        ("timeout = 4", SettingFault::Timeout(4)),
        ("timeout = 121", SettingFault::Timeout(121)),
        ("[fields]\nuuid = \" \"", SettingFault::NoUuid),
        ("[states]\nattente = \"en attente\"", SettingFault::State("en attente".to_owned())),
    ];
    for (more, fault) in cases {
        assert_eq!(settings(more).checked().unwrap_err(), fault, "{more}");
    }
    let plain = Settings { url: "http://rt.example.fr".to_owned(), ..settings("") };
    assert_eq!(plain.checked().unwrap_err(), SettingFault::Plain("http://rt.example.fr".to_owned()));
    assert!(Settings { plain_http: true, ..plain }.checked().is_ok());
    let nowhere = Settings { queue: String::new(), ..settings("") };
    assert_eq!(nowhere.checked().unwrap_err(), SettingFault::NoQueue);
}

#[test]
fn a_slip_is_not_a_default() {
    for wrong in ["pasword = \"x\"", "[fields]\nuid = \"x\"", "token = \"1-2-3\""] {
        let text = format!("url = \"https://rt.example.fr\"\nqueue = \"x\"\n{wrong}");
        assert!(toml::from_str::<Settings>(&text).is_err(), "{wrong}");
    }
}
