#![allow(clippy::unwrap_used)]

use super::*;

fn read(line: &str) -> Result<Args, String> {
    let words = std::iter::once("guichet").chain(line.split_whitespace()).map(OsString::from);
    Args::read(words).map_err(|(_, words)| words)
}

#[test]
fn commands_are_understood() {
    let cases = [
        ("", Command::Console),
        ("demo", Command::Console),
        ("help", Command::Help),
        ("show --help", Command::Help),
        ("search claire dupont", Command::Search("claire dupont".into())),
        ("demo show cdupont --json", Command::Show("cdupont".into())),
        (
            "test cdupont 103142718",
            Command::Test { login: "cdupont".into(), serial: Some("103142718".into()) },
        ),
        ("verify 103142718", Command::Verify("103142718".into())),
        ("found", Command::Found(Breadth::Near)),
        ("found 12-hours", Command::Found(Breadth::HalfDay)),
        ("keys import f.xml", Command::ImportKeys("f.xml".into())),
        ("keys import f.csv --map serial=a --partial", Command::ImportKeys("f.csv".into())),
        ("keys export --out f.xml --serial 1 --serial 2", Command::ExportKeys),
        ("keys list --holder none --state locked", Command::ListKeys),
        ("people import f.csv", Command::ImportPeople("f.csv".into())),
        ("ticket show 3", Command::TicketShow("3".into())),
        (
            "ticket new cdupont subject=x",
            Command::TicketNew { login: "cdupont".into(), fields: vec!["subject=x".into()] },
        ),
        ("vault slots", Command::VaultSlots),
        ("vault add m.durand", Command::VaultAdd("m.durand".into())),
        ("vault change m.durand", Command::VaultChange("m.durand".into())),
        ("vault remove m.durand", Command::VaultRemove("m.durand".into())),
        ("demo vault check --json", Command::VaultCheck),
    ];
    for (line, command) in cases {
        assert_eq!(read(line).unwrap().command, command, "{line}");
    }
    assert!(read("demo search x").unwrap().demo);
    assert!(!read("search demo").unwrap().demo);
}

/// The option, what was typed, and what it takes: nothing of how a program reads numbers.
#[test]
fn a_wrong_value_is_told_with_the_right_ones() {
    for (line, words) in [
        ("--lang de", "--lang n’accepte pas « de ». Valeurs possibles : fr, en"),
        ("--people many", "--people n’accepte pas « many ». Valeurs possibles : 0, 1, 2, 3…"),
        ("snapshot make f --hours -3", "--hours n’accepte pas « -3 ». Valeurs possibles : 0, 1, 2, 3…"),
        ("keys export --max 1e3", "--max n’accepte pas « 1e3 ». Valeurs possibles : 0, 1, 2, 3…"),
        ("found 1-week", "found n’accepte pas « 1-week ». Valeurs possibles : 5-steps, 1-hour, 12-hours"),
    ] {
        assert_eq!(read(line).unwrap_err().replace('\u{a0}', " "), words, "{line}");
    }
}

#[test]
fn what_is_wrong_is_named() {
    for (line, word) in [
        ("--lang en dance", "dance"),
        ("--lang en show", "show"),
        ("--lang en show a b", "b"),
        ("--lang en --colour", "--colour"),
        ("--lang en ticket fly", "fly"),
        ("--lang en vault open", "open"),
        ("--lang en vault add", "vault add"),
        ("--lang de", "de"),
        ("--people many", "many"),
        ("--lang en keys import f --form yubico", "pskc, oath-csv, csv, otpauth"),
        ("--lang en keys list --state asleep", "in-stock"),
        ("--lang en keys list --partial", "--partial"),
        ("--lang en keys import", "keys import"),
        ("--lang en found 1-week", "1-week"),
        ("--lang en verify", "verify"),
    ] {
        let words = read(line).unwrap_err();
        assert!(words.contains(word), "{line}: {words}");
    }
}
