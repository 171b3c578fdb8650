#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use super::*;

const ACADEMIES: [&str; 5] = ["amiens", "creteil", "nantes", "poitiers", "rouen"];

fn shipped() -> Profiles {
    Profiles::shipped().unwrap()
}

fn cases(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/profiles").join(folder);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.filter(|file| file.extension().unwrap() == "toml").collect();
    files.sort();
    files
}

fn parse_file(file: &Path) -> Result<Profile, ProfileFault> {
    let name = file.file_name().unwrap().to_str().unwrap();
    Profile::parse(name, &fs::read_to_string(file).unwrap())
}

fn good(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/profiles/good");
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn the_five_academies_ship() {
    let profiles = shipped();
    for academy in ACADEMIES {
        assert!(profiles.knows(academy), "{academy}");
        let profile = profiles.get(academy);
        assert_eq!(profile.academy, academy);
        assert!(profile.golden_rule.is_some(), "{academy}");
        assert_eq!(profile.mail_domains, [format!("ac-{academy}.fr")]);
    }
}

// Files good and bad.

#[test]
fn good_files_are_read() {
    let files = cases("good");
    assert!(files.len() >= 4);
    for file in files {
        let fault = parse_file(&file).err();
        assert_eq!(fault, None, "{}", file.display());
    }
}

#[test]
fn bad_files_are_refused_with_the_fault_beside_them() {
    let files = cases("bad");
    assert!(files.len() >= 40);
    let mut wrong = Vec::new();
    for file in files {
        let expected = fs::read_to_string(file.with_extension("expected")).unwrap_or_default();
        let got = parse_file(&file).map_or_else(|fault| fault.to_string(), |_| "read".to_owned());
        if got != expected.trim_end() {
            wrong.push(format!("{got}\n  expected: {}", expected.trim_end()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_expected_fault_has_its_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/profiles/bad");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        assert!(path.with_extension("toml").exists(), "{}", path.display());
    }
}

#[test]
fn a_file_name_must_be_an_academy() {
    let text = good("minimal.toml");
    for file in ["Lyon.toml", "lyon", ".toml", "lyon.toml.bak", "../lyon.toml", "lyon\u{1b}.toml"] {
        let fault = Profile::parse(file, &text).unwrap_err();
        assert_eq!(fault.problem, Problem::FileName, "{file}");
        assert!(!fault.to_string().contains('\u{1b}'));
    }
    assert_eq!(Profile::parse("orleans-tours.toml", &text).unwrap().academy, "orleans-tours");
}

#[test]
fn every_cut_of_a_shipped_file_is_read_or_refused() {
    let text = include_str!("../../profiles/nantes.toml");
    let mut refused = 0;
    for (end, _) in text.char_indices() {
        if let Err(fault) = Profile::parse("nantes.toml", &text[..end]) {
            refused += 1;
            assert!((1..=text.lines().count() + 1).contains(&fault.line), "{fault}");
        }
    }
    assert!(refused > text.chars().count() - 20, "only a cut of the last line may be read");
}

#[test]
fn deep_nesting_is_refused_and_harms_nobody() {
    for text in [
        format!("a = {}", "[".repeat(200_000)),
        format!("a = {}", "{ a = ".repeat(200_000)),
        format!("{}a = 1", "a.".repeat(200_000)),
        format!("[{}a]", "a.".repeat(200_000)),
    ] {
        assert!(Profile::parse("deep.toml", &text).is_err());
    }
}

#[test]
fn names_in_files_are_the_names_in_code() {
    for (ask, word) in Ask::WORDS {
        let text = good("minimal.toml").replace("web = []", &format!("web = [\"{word}\"]"));
        let secret = Ask::SECRET.contains(&ask);
        match Profile::parse("lyon.toml", &text) {
            Ok(profile) => assert_eq!((profile.ask.on(Channel::Web), secret), (&[ask][..], false)),
            Err(fault) => assert_eq!((fault.problem, secret), (Problem::AsksSecret(ask), true)),
        }
    }
}

// One file and no code.

#[test]
fn a_sixth_academy_is_one_file() {
    let files = vec![("exemple.toml".to_owned(), good("full.toml"))];
    let profiles = Profiles::with_overrides(files).unwrap();
    let exemple = profiles.get("exemple");
    assert_eq!((exemple.name.as_str(), exemple.gauge_bars), ("Exemple", Some(6)));
    assert!(ACADEMIES.iter().all(|academy| profiles.knows(academy)));
}

#[test]
fn a_file_of_the_user_replaces_the_shipped_one() {
    let files = vec![("nantes.toml".to_owned(), good("minimal.toml"))];
    let profiles = Profiles::with_overrides(files).unwrap();
    assert_eq!(profiles.get("nantes").name, "Minimal");
    assert_eq!(profiles.get("rouen"), shipped().get("rouen"));
}

#[test]
fn all_refused_files_are_told_at_once() {
    let files = ["b.toml", "lyon.toml", "c.toml"].map(|file| {
        let text = if file == "lyon.toml" { good("minimal.toml") } else { "name = 3".to_owned() };
        (file.to_owned(), text)
    });
    let faults = Profiles::with_overrides(files.to_vec()).unwrap_err();
    let told: Vec<_> = faults.0.iter().map(|fault| fault.file.as_str()).collect();
    assert_eq!(told, ["b.toml", "c.toml"]);
    assert_eq!(faults.to_string().lines().count(), 2);
}

#[test]
fn an_unknown_academy_is_asked_nothing_that_is_forbidden_anywhere() {
    let files = vec![("exemple.toml".to_owned(), good("full.toml"))];
    let profiles = Profiles::with_overrides(files).unwrap();
    assert!(!profiles.knows("lyon"));
    let neutral = profiles.get("lyon");
    for (channel, word) in Channel::WORDS {
        for academy in ACADEMIES.iter().chain(&["exemple"]) {
            for ask in profiles.get(academy).never_ask.on(channel) {
                assert!(neutral.never_ask.on(channel).contains(ask), "{academy} {word} {ask:?}");
                assert!(!neutral.ask.on(channel).contains(ask), "{academy} {word} {ask:?}");
            }
        }
    }
    assert!(neutral.ask.on(Channel::Phone).contains(&Ask::SixDigits), "the call can go on");
    for ask in [Ask::Numen, Ask::Login, Ask::Serial, Ask::ActivationCode] {
        assert!(neutral.never_ask.on(Channel::Phone).contains(&ask), "{ask:?}");
    }
    assert_eq!(neutral.ticket_need(TicketField::Serial, Channel::Phone), Need::Forbidden);
}

#[test]
fn a_neutral_file_of_the_user_stays_under_the_union() {
    let asks = good("minimal.toml").replace("web = []", "web = [\"login\", \"name\"]");
    let profiles = Profiles::with_overrides(vec![("neutral.toml".to_owned(), asks)]).unwrap();
    let neutral = profiles.get("lyon");
    assert_eq!(neutral.name, "Minimal");
    assert_eq!(neutral.ask.on(Channel::Web), [Ask::Name]);
}

#[test]
fn a_ticket_follows_its_profile_then_its_channel() {
    let profile = Profile::parse("exemple.toml", &good("full.toml")).unwrap();
    assert_eq!(profile.ticket_need(TicketField::Identity, Channel::Web), Need::Recommended);
    assert_eq!(profile.ticket_need(TicketField::Screenshots, Channel::Web), Need::Required);
    assert_eq!(profile.ticket_need(TicketField::Serial, Channel::Web), Need::Recommended);
    assert_eq!(profile.ticket_need(TicketField::Serial, Channel::Phone), Need::Forbidden);
    assert_eq!(profile.ticket_need(TicketField::Accounts, Channel::Phone), Need::Forbidden);
}
