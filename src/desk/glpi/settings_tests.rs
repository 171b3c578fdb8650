#![allow(clippy::unwrap_used)]

use super::*;

fn settings(more: &str) -> Settings {
    toml::from_str(&format!("url = \"https://glpi.example.fr/glpi\"\n{more}")).unwrap()
}

#[test]
fn the_least_configuration_is_an_address() {
    let least = settings("");
    let (url, zone) = least.checked().unwrap();
    assert_eq!(url.as_str(), "https://glpi.example.fr/glpi/apirest.php");
    assert_eq!((zone.iana_name(), least.timeout), (Some("Europe/Paris"), 30));
    for typed in ["https://glpi.example.fr/glpi/apirest.php", "https://glpi.example.fr/glpi/apirest.php/"] {
        let whole = Settings { url: typed.to_owned(), ..settings("") };
        assert_eq!(whole.checked().unwrap().0, url);
    }
}

#[test]
fn what_cannot_work_is_refused_by_name() {
    let cases = [
        ("timeout = 4", SettingFault::Timeout(4)),
        ("timeout = 121", SettingFault::Timeout(121)),
        ("timezone = \"Paris\"", SettingFault::Zone("Paris".to_owned())),
        ("timezone = \"\"", SettingFault::Zone(String::new())),
    ];
    for (more, fault) in cases {
        assert_eq!(settings(more).checked().unwrap_err(), fault, "{more}");
    }
    let plain = Settings { url: "http://glpi.example.fr".to_owned(), ..settings("") };
    assert!(matches!(plain.checked(), Err(SettingFault::Plain(_))));
    assert!(Settings { plain_http: true, ..plain }.checked().is_ok());
    for slip in ["token = \"x\"", "queue = \"x\"", "user_token = \"x\""] {
        assert!(toml::from_str::<Settings>(&format!("url = \"https://x.fr\"\n{slip}")).is_err(), "{slip}");
    }
}
