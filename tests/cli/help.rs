//! The help, in both languages, and that it tells the truth.

use std::process::Stdio;

use guichet::text::Lang;
use guichet::text::cli::{COMMANDS, EXITS, OPTIONS, PLACEHOLDERS, form};
use guichet::text::keys;

use crate::program::Home;

/// Help as asked for, and a word that only its language has.
const ASKED: &[(&[&str], &str, &str)] = &[
    (&["help"], "fr_FR.UTF-8", "Codes de sortie"),
    (&["--help"], "fr_FR.UTF-8", "Codes de sortie"),
    (&["-h"], "fr", "Codes de sortie"),
    (&["show", "--help"], "", "Codes de sortie"),
    (&["help"], "en_GB.UTF-8", "Exit codes"),
    (&["--lang", "en", "help"], "fr_FR.UTF-8", "Exit codes"),
    (&["help", "--lang", "en"], "fr_FR.UTF-8", "Exit codes"),
    (&["help", "--lang", "fr"], "en_US", "Codes de sortie"),
    (&["fob", "--lang", "en", "-h"], "fr_FR.UTF-8", "Exit codes"),
];

#[test]
fn help_comes_in_the_language_asked_for() {
    let home = Home::empty();
    for (args, lang, word) in ASKED {
        let ran = home.run_with(args, Stdio::null(), &[("LANG", lang)]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
        assert!(ran.out.contains(word), "{args:?} with LANG={lang}: {}", ran.out);
    }
}

/// Every form that the help shows, with what it does in both languages.
fn told() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    COMMANDS.into_iter().chain(OPTIONS).chain(keys::OPTIONS)
}

#[test]
fn help_tells_every_command_option_and_exit() {
    let home = Home::empty();
    for (lang, choose) in [("fr", 0), ("en", 1)] {
        let help = home.run(&["help", "--lang", lang]).out;
        for (words, french, english) in told() {
            let shown = form(if lang == "fr" { Lang::Fr } else { Lang::En }, words);
            assert!(help.contains(&shown) && help.contains([french, english][choose]), "{lang}: {words}");
        }
        for (code, french, english) in EXITS {
            let words = if lang == "fr" { french } else { english };
            assert!(help.lines().any(|line| line.trim() == format!("{code}  {words}")), "{lang}: {code}");
        }
    }
}

/// A form that is new has its English placeholder, or the English help would speak French.
#[test]
fn forms_are_translated_whole() {
    let english: Vec<_> = PLACEHOLDERS.iter().map(|(_, english)| *english).collect();
    for (words, ..) in told() {
        let shown = form(Lang::En, words);
        assert!(shown.is_ascii() || shown.replace('…', "").is_ascii(), "{shown}");
        let capitals = shown.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 1);
        for word in capitals.filter(|word| word.chars().all(char::is_uppercase)) {
            assert!(english.contains(&word), "{shown}: is {word} English? src/text/cli.rs, PLACEHOLDERS");
        }
        assert_eq!(form(Lang::Fr, words), words);
    }
}

/// Options with a value that is right for them.
const RIGHT: &[&[&str]] = &[
    &["--lang", "fr"],
    &["--theme", "mono"],
    &["--ascii"],
    &["--agent", "m.durand"],
    &["--json"],
    &["--help"],
    &["--version"],
];

#[test]
fn every_option_told_is_known() {
    let home = Home::demo();
    let told: Vec<_> = OPTIONS.iter().map(|(form, ..)| form.split(' ').next().unwrap()).collect();
    let mut tried: Vec<_> = RIGHT.iter().map(|option| option[0]).collect();
    // Given to every command of these tests.
    tried.push("--data");
    // Need a file: `offline.rs`, `spare.rs`.
    tried.extend(["--offline", "--snapshot"]);
    tried.sort_unstable();
    let mut sorted = told.clone();
    sorted.sort_unstable();
    assert_eq!(tried, sorted);
    for option in RIGHT {
        let args: Vec<_> = ["show", "cdupont"].iter().chain(*option).copied().collect();
        assert_eq!(home.run(&args).code, 0, "{option:?}");
    }
}

/// Options of `guichet keys` with a value that is right for them, and the command that takes them.
const KEYS: &[(&str, &[&str])] = &[
    ("import", &["--form", "oath-csv"]),
    ("import", &["--map", "serial=#1,seed=#2,type=#3,period=#4"]),
    ("import", &["--encoding", "hex"]),
    ("import", &["--dry-run"]),
    ("import", &["--partial"]),
    ("import", &["--replace"]),
    ("import", &["--to", "vault"]),
    ("export", &["--out", "/nonexistent"]),
    ("export", &["--serial", "1"]),
    ("export", &["--login", "a"]),
    ("export", &["--max", "1"]),
    ("list", &["--state", "usable"]),
    ("list", &["--holder", "none"]),
];

#[test]
fn every_option_of_keys_told_is_known() {
    let home = Home::demo();
    let told: Vec<_> = keys::OPTIONS.iter().map(|(form, ..)| form.split(' ').next().unwrap()).collect();
    let mut tried: Vec<_> = KEYS.iter().map(|(_, option)| option[0]).collect();
    let mut sorted = told.clone();
    tried.sort_unstable();
    sorted.sort_unstable();
    assert_eq!(tried, sorted);
    for (command, option) in KEYS {
        let args: Vec<_> = ["keys", command].iter().chain(*option).copied().collect();
        let args = if *command == "import" { [&args[..], &["/nonexistent/keys"]].concat() } else { args };
        let ran = home.run(&args);
        // A command may fail for what it is asked; an option that nobody knows is told as such.
        assert!(!ran.err.contains("inattendu"), "{args:?}: {ran:?}");
    }
}

/// A terminal of 80 columns shows it without breaking a line.
#[test]
fn what_the_help_says_of_keys_fits_a_terminal() {
    let home = Home::empty();
    for (lang, text) in [("fr", &keys::FR), ("en", &keys::EN)] {
        let help = home.run(&["help", "--lang", lang]).out;
        let (_, own) = help.split_once(text.options).expect("the options of keys");
        for line in own.lines() {
            assert!(line.chars().count() <= 80, "{lang}: {line}");
        }
    }
}

/// The example of the help is one.
#[test]
fn the_map_that_the_help_shows_is_right() {
    let help = Home::empty().run(&["help"]).out;
    let map = help.lines().find_map(|line| line.trim().strip_prefix("--map serial")).expect("an example");
    let home = Home::demo();
    let file = home.file("keys.csv", "Numéro;Graine\n777001;3132333435363738393031323334353637383930\n");
    let ran = home.run(&["keys", "import", &file, "--map", &format!("serial{map}")]);
    assert_eq!(ran.code, 0, "{ran:?}");
}

/// A secret has no option: what is an argument stands in the list of processes for all to read.
#[test]
fn no_option_takes_a_secret() {
    let home = Home::demo();
    for option in ["--pin", "--code", "--passcode", "--passphrase", "--password", "-p"] {
        for args in [vec![option, "4831"], vec!["test", "cdupont", option, "4831"]] {
            let ran = home.run(&args);
            assert_eq!(ran.code, 2, "{args:?}: {ran:?}");
            assert_eq!(ran.out, "", "{args:?}");
            assert!(ran.err.contains(option), "{args:?}: {}", ran.err);
        }
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let ran = Home::empty().run(&["--version"]);
    assert_eq!((ran.code, ran.out), (0, format!("guichet {}\n", env!("CARGO_PKG_VERSION"))));
}

/// A poor terminal gets ASCII from every command, refusals too; a program gets every character.
#[test]
fn a_poor_terminal_gets_ascii() {
    let home = Home::demo();
    let bad = home.file("keys.csv", "777001,,totp,6,60\n");
    for args in [
        &["help"][..],
        &["help", "--lang", "en"],
        &["search", "dupont"],
        &["search", "zzz"],
        &["show", "cdupont"],
        &["ticket", "list"],
        &["keys", "import", &bad],
        &["vault", "slots"],
        &["vault", "check"],
        &["verify", "9"],
    ] {
        let ran = home.run(&[args, &["--ascii"]].concat());
        assert!(ran.out.is_ascii() && ran.err.is_ascii(), "{args:?}: {ran:?}");
        assert!(!ran.out.is_empty() || !ran.err.is_empty(), "{args:?}");
    }
    let card = home.run(&["show", "cdupont", "--ascii", "--json"]);
    assert_eq!(card.json()["school"]["name"], "Collège des Trois-Rivières");
}
