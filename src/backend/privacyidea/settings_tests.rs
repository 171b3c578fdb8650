#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::{SettingFault, Settings};

fn settings(text: &str) -> Settings {
    toml::from_str(text).unwrap()
}

fn with(node: &str, more: &str) -> Result<Vec<String>, SettingFault> {
    let settings = settings(&format!("nodes = [\"{node}\"]\nrealm = \"academie\"\n{more}"));
    Ok(settings.checked()?.into_iter().map(String::from).collect())
}

#[test]
fn addresses_are_those_of_servers() {
    assert_eq!(with("https://otp.example.fr", "").unwrap(), ["https://otp.example.fr/"]);
    assert_eq!(with("https://otp.example.fr:8443/pi/", "").unwrap(), ["https://otp.example.fr:8443/pi/"]);
    for wrong in
        ["otp.example.fr", "ftp://otp.example.fr", "https://", "https://a:b@x.fr", "https://x.fr/?a=b"]
    {
        assert_eq!(with(wrong, "").unwrap_err(), SettingFault::Address(wrong.to_owned()));
    }
}

/// Codes and passwords travel in clear to this machine alone, unless somebody wrote otherwise.
#[test]
fn clear_text_stays_on_the_machine() {
    for own in ["http://127.0.0.1:5000", "http://localhost", "http://[::1]:5000"] {
        assert!(with(own, "").is_ok(), "{own}");
    }
    for other in ["http://otp.example.fr", "http://10.0.0.1", "http://127.0.0.1.example.fr"] {
        assert_eq!(with(other, "").unwrap_err(), SettingFault::Plain(other.to_owned()));
        assert!(with(other, "plain_http = true").is_ok());
    }
}

#[test]
fn what_is_missing_or_misspelt_is_said() {
    let fault = |text: &str| settings(text).checked().unwrap_err();
    assert_eq!(fault("nodes = []\nrealm = \"academie\""), SettingFault::NoNode);
    assert_eq!(fault("nodes = [\"https://x.fr\"]\nrealm = \"\""), SettingFault::NoRealm);
    assert_eq!(with("https://x.fr", "timeout = 0").unwrap_err(), SettingFault::Timeout(0));
    assert_eq!(with("https://x.fr", "timeout = 61").unwrap_err(), SettingFault::Timeout(61));
    assert!(toml::from_str::<Settings>("nodes = [\"https://x.fr\"]\nrealm = \"a\"\ntimeuot = 5").is_err());
}
