//! Files come in whole or not at all.

use data_encoding::BASE64;
use guichet::text::keys::{Counts, FR};

use crate::program::{Home, WORDS};
use crate::support::sealed::container;

/// A plain PSKC file of six-digit clock keys.
pub fn pskc(keys: &[(&str, &[u8])]) -> String {
    let packages = keys.iter().map(|(serial, seed)| {
        format!(
            "<KeyPackage><DeviceInfo><Manufacturer>Clepsydre</Manufacturer><SerialNo>{serial}</SerialNo></DeviceInfo>\
             <Key Id=\"{serial}\" Algorithm=\"urn:ietf:params:xml:ns:keyprov:pskc:totp\"><AlgorithmParameters>\
             <ResponseFormat Encoding=\"DECIMAL\" Length=\"6\"/></AlgorithmParameters><Data><Secret><PlainValue>{}\
             </PlainValue></Secret><TimeInterval><PlainValue>60</PlainValue></TimeInterval></Data></Key></KeyPackage>\n",
            BASE64.encode(seed)
        )
    });
    container(&packages.collect::<String>())
}

const HEAD: &str = "login;family;given;mail;keys\n";

/// Everything an import could change, as `--json` tells it.
fn everything(home: &Home) -> Vec<String> {
    let counts = home.run(&["search", "a", "--json"]).out;
    let cards = ["cdupont", "hcaumartin", "new"].map(|login| home.run(&["show", login, "--json"]).out);
    std::iter::once(counts).chain(cards).collect()
}

#[test]
fn what_is_right_comes_in() {
    let home = Home::demo();
    let keys = home.file("keys.xml", pskc(&[("777001", b"12345678901234567890"), ("777002", &[7; 20])]));
    let ran = home.run(&["keys", "import", &keys]);
    let counted = (FR.counted)(&Counts { new: 2, same: 0, updated: 0, replaced: 0 });
    assert_eq!((ran.code, ran.out.trim_end()), (0, counted.as_str()));
    let people = home.file("people.csv", format!("{HEAD}new;Nouveau;Nils;n@ac-nantes.fr;777001\n"));
    assert_eq!(home.run(&["people", "import", &people]).code, 0);
    let card = home.run(&["show", "new", "--json"]).json();
    assert_eq!((&card["family"], &card["keys"][0]["serial"]), (&"Nouveau".into(), &"777001".into()));
    // The same people again: brought up to date, not doubled.
    let people = home.file("people.csv", format!("{HEAD}new;Nouvelle;Nils;n@ac-nantes.fr;777001\n"));
    let again = home.run(&["people", "import", &people]);
    assert_eq!((again.code, again.out.trim_end()), (0, (WORDS.imported)(0, 1).as_str()));
    assert_eq!(home.run(&["show", "new", "--json"]).json()["family"], "Nouvelle");
    let acts: Vec<_> = home.run(&["journal", "--json"]).json().as_array().unwrap().clone();
    let told: Vec<_> = acts.iter().map(|entry| entry["act"].as_str().unwrap()).collect();
    assert_eq!(told, ["import-people", "import-people", "import-keys"]);
}

/// A file with one thing wrong, and what its refusal names: a line, a serial, a login.
#[test]
fn one_fault_and_nothing_comes_in() {
    let home = Home::demo();
    let before = everything(&home);
    let good = pskc(&[("777001", &[7; 20])]);
    let person = "new;Nouveau;Nils;n@ac-nantes.fr";
    let files: &[(&str, String, &str)] = &[
        ("keys", String::new(), ""),
        ("keys", "mes recettes".to_owned(), ""),
        ("keys", good[..good.len() / 2].to_owned(), ""),
        ("keys", good[..good.len() - 5].to_owned(), ""),
        ("keys", pskc(&[("777001", &[7; 20]), ("777001", &[8; 20])]), "777001"),
        ("keys", pskc(&[("777001", &[7; 20]), ("777 002", &[8; 20])]), ""),
        ("keys", pskc(&[("777001", &[7; 20]), ("777002", &[])]), "777002"),
        ("keys", pskc(&[("777001", &[7; 20]), ("103142718", &[8; 20])]), "103142718"),
        ("keys", good.replace("<?xml", "<!DOCTYPE a [<!ENTITY b \"c\">]>\n<?xml"), ""),
        (
            "keys",
            good.replace("?>\n", "?>\n<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>\n"),
            "DOCTYPE",
        ),
        ("people", String::new(), ""),
        ("people", HEAD.to_owned(), ""),
        ("people", format!("{HEAD}{person};"), ""),
        ("people", format!("{HEAD}{person};\n{person};\n"), "new"),
        ("people", format!("{HEAD}{person};\nother;;Nils;n@ac-nantes.fr;\n"), "3"),
        ("people", format!("{HEAD}{person};\nother;O;Nils;n@ac-nantes.fr\n"), "3"),
        ("people", format!("{HEAD}{person};999999\n"), "999999"),
        ("people", format!("{HEAD}other;O;O;o@x.fr;\n{person};103142718\n"), "103142718"),
        ("people", format!("{HEAD}{person};\"\n"), ""),
        ("people", format!("login;family;given;mail;colour\n{person};red\n"), "colour"),
    ];
    for (kind, content, named) in files {
        let file = home.file("file", content);
        for json in [false, true] {
            let more = if json { ["--json"].as_slice() } else { &[] };
            let args: Vec<_> = [*kind, "import", &file].iter().chain(more).copied().collect();
            let ran = home.run(&args);
            let start: String = content.chars().take(60).collect();
            assert_eq!(ran.code, 1, "{kind} {start:?}: {ran:?}");
            let told = format!("{}{}", ran.out, ran.err);
            assert!(told.contains(named), "{kind} {start:?}: {told}");
            if json {
                assert_eq!(ran.json()["imported"], 0);
            } else {
                assert!(ran.err.starts_with("Rien n’a été importé"), "{}", ran.err);
            }
        }
        assert_eq!(everything(&home), before, "{kind}: {content:.200}");
    }
}

#[test]
fn a_file_of_faults_is_told_in_part_and_a_program_gets_all() {
    let home = Home::demo();
    let rows: String = (0..500).map(|number| format!("new{number};;Nils;n@ac-nantes.fr;\n")).collect();
    let file = home.file("people.csv", format!("{HEAD}{rows}"));
    let told = home.run(&["people", "import", &file]).err;
    assert!(told.lines().count() < 30, "{} lines", told.lines().count());
    assert!(told.contains("480"), "{told}");
    let all = home.run(&["people", "import", &file, "--json"]).json();
    assert_eq!(all["refused"].as_array().unwrap().len(), 500);
}

#[test]
fn a_file_that_cannot_be_read_changes_nothing() {
    let home = Home::demo();
    let before = everything(&home);
    let folder = home.path().to_str().unwrap().to_owned();
    for (file, words) in [
        ("/nonexistent/keys.xml", "fichier ou dossier absent"),
        // A letter in a name is no key to be told otherwise.
        ("/nonexistent (s)/keys.xml", "/nonexistent (s)/keys.xml"),
        (&folder, "dossier"),
        ("/dev/null", "il n’y a ni clé ni personne"),
        ("", "fichier ou dossier absent"),
    ] {
        for kind in ["keys", "people"] {
            let ran = home.run(&[kind, "import", file]);
            assert_eq!(ran.code, 1, "{kind} {file}");
            assert!(ran.err.contains(words) && !ran.err.contains("os error"), "{kind} {file}: {ran:?}");
        }
    }
    assert_eq!(everything(&home), before);
}

/// The refusal of a key file quotes no seed, in whatever form the file has it.
#[test]
fn a_refusal_quotes_no_seed() {
    let home = Home::demo();
    let seed = BASE64.encode(b"a seed nobody may see");
    let good = pskc(&[("777001", b"a seed nobody may see")]);
    for content in [
        good.replace(&seed, &format!("{seed}!")),
        good.replace(&seed, &format!("{seed}<x/>")),
        good.replace(&format!("{seed}</PlainValue>"), &seed),
        good.replace("PlainValue>", "OtherValue>"),
        good.replace(&format!("<PlainValue>{seed}</PlainValue>"), &format!("<PlainValue {seed}=\"1\"/>")),
        good.replace(&format!("<PlainValue>{seed}"), &format!("<{seed}>")),
        good.replace(&seed, &format!("&{};", seed.trim_end_matches('='))),
        good.replace(&seed, &format!("<{}/>", seed.trim_end_matches('='))),
        format!("{seed}{good}"),
    ] {
        assert!(content.contains(&seed[..20]));
        let file = home.file("keys.xml", &content);
        let ran = home.run(&["keys", "import", &file]);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(!ran.err.contains(&seed[..12]), "{content}\n{}", ran.err);
    }
}
