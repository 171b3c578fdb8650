#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeSet, HashSet};
use std::fmt::Debug;
use std::io::ErrorKind;

use super::*;
use crate::domain::profile::{Ask, Problem, Profile};
use crate::domain::uai::UaiFault;
use crate::keyfile::export::Uncarried;
use crate::keyfile::{Needs, Reason};
use crate::store::import::ClashKind;

/// What samples quote: a sentence that loses it has lost what the file said.
const QUOTED: &str = "zorglub";
const NUMBER: u64 = 97;

fn reasons() -> Vec<Reason> {
    let (number, name) = (97_i64, || QUOTED.to_owned());
    vec![
        Reason::Unreadable { kind: ErrorKind::NotFound },
        Reason::Unreadable { kind: ErrorKind::PermissionDenied },
        Reason::Unreadable { kind: ErrorKind::IsADirectory },
        Reason::Unreadable { kind: ErrorKind::InvalidData },
        Reason::EmptyFile,
        Reason::Truncated,
        Reason::BadUtf8,
        Reason::OtherEncoding { name: name() },
        Reason::TooManyRows { limit: NUMBER },
        Reason::TooLong { field: "town" },
        Reason::TooLong { field: "line" },
        Reason::TooLong { field: QUOTED },
        Reason::NotXml { what: "end-tag" },
        Reason::NotXml { what: QUOTED },
        Reason::TooDeep,
        Reason::DoctypeForbidden,
        Reason::UnknownEntity { name: name() },
        Reason::NotPskc { root: name() },
        Reason::OtherVersion { found: name() },
        Reason::UnknownElement { name: name() },
        Reason::Encrypted { needs: Needs::Key },
        Reason::Encrypted { needs: Needs::Password },
        Reason::OtherProtection { name: name() },
        Reason::IncompleteProtection { field: QUOTED },
        Reason::KeyLength { bytes: 97, cipher: QUOTED },
        Reason::TooManyRounds { found: NUMBER, limit: 12 },
        Reason::WrongKey,
        Reason::BadMac,
        Reason::MissingMac,
        Reason::BadCipher,
        Reason::AmbiguousNumber { field: QUOTED },
        Reason::Unproved,
        Reason::Cancelled,
        Reason::Signed,
        Reason::Repeated { field: QUOTED },
        Reason::MissingSerial,
        Reason::BadSerial,
        Reason::DuplicateSerial { first_line: NUMBER },
        Reason::MissingSecret,
        Reason::BadBase64,
        Reason::SeedLength { bytes: 97 },
        Reason::UnknownAlgorithm { name: String::new() },
        Reason::UnknownAlgorithm { name: name() },
        Reason::UnknownHash { name: name() },
        Reason::Digits { found: number },
        Reason::NotDecimal { found: name() },
        Reason::CheckDigits,
        Reason::Period { found: number },
        Reason::BadNumber { field: QUOTED },
        Reason::BadDate { field: QUOTED },
        Reason::Policy { name: name() },
        Reason::MissingColumn { name: "login" },
        Reason::MissingColumn { name: QUOTED },
        Reason::UnknownColumn { name: " ".to_owned() },
        Reason::UnknownColumn { name: name() },
        Reason::RepeatedColumn { name: QUOTED },
        Reason::WrongColumnCount { expected: 11, found: 97 },
        Reason::WrongColumnCount { expected: 97, found: 11 },
        Reason::MissingField { field: QUOTED },
        Reason::LineBreak { field: QUOTED },
        Reason::DuplicateLogin { first_line: NUMBER },
        Reason::BadUai { fault: UaiFault::Form },
        Reason::BadUai { fault: UaiFault::Letter { expected: 'K' } },
        Reason::OtherForm { name: "?" },
        Reason::OtherForm { name: QUOTED },
        Reason::MapNeeded,
        Reason::OtherCsvVersion { found: name() },
        Reason::NoSuchColumn { name: name() },
        Reason::ColumnTwice { name: name() },
        Reason::BadQuote,
        Reason::ExtraCells { found: 97, limit: 6 },
        Reason::Unsaid { field: QUOTED },
        Reason::SwappedColumns,
        Reason::RoundedSerial,
        Reason::UnknownEncoding,
        Reason::AmbiguousSeed,
        Reason::BadSeed { encoding: QUOTED },
        Reason::HashUnsaid { bytes: 97 },
        Reason::CounterOrPeriod,
        Reason::HolderLeft { login: name() },
        Reason::NotOtpauth,
        Reason::UnknownParameter { name: name() },
        Reason::BadEscape,
    ]
}

fn kinds() -> Vec<ClashKind> {
    let (serial, holder) = (QUOTED.to_owned(), "m.dupont".to_owned());
    vec![
        ClashKind::SerialExists { holder: None },
        ClashKind::SerialExists { holder: Some(QUOTED.to_owned()) },
        ClashKind::UnknownSerial { serial: serial.clone() },
        ClashKind::Taken { serial: serial.clone(), holder },
        ClashKind::OnServer { holder: None },
        ClashKind::OnServer { holder: Some(QUOTED.to_owned()) },
        ClashKind::OutOfSight,
        ClashKind::Alike { serial },
        ClashKind::OtherKind,
        ClashKind::Revoked,
        ClashKind::NotCarried(Uncarried::Serial),
        ClashKind::NotCarried(Uncarried::Epoch),
    ]
}

fn problems() -> Vec<Problem> {
    vec![
        Problem::Toml(QUOTED.to_owned()),
        Problem::FileName,
        Problem::Empty,
        Problem::Unprintable('\u{202e}'),
        Problem::AsksSecret(Ask::Numen),
        Problem::NotForbidden(Ask::Numen),
        Problem::AskedAndForbidden(Ask::Numen),
        Problem::TicketWantsForbidden(Ask::Numen),
        Problem::PinLengths,
        Problem::Milestones,
        Problem::PasscodeAloud,
        Problem::WebAddress,
        Problem::MailAddress,
        Problem::MailDomain,
        Problem::WhichChannel,
        Problem::TooLong { most: 97 },
        Problem::Placeholder(QUOTED.to_owned()),
        Problem::LooksSecret,
        Problem::ReplyAsks(Ask::Numen),
        Problem::NameTwice,
    ]
}

/// The variants that a source declares, so that a new one without a sample fails here.
fn declared<'a>(source: &'a str, declaration: &str) -> BTreeSet<&'a str> {
    let (_, body) = source.split_once(declaration).unwrap();
    let (body, _) = body.split_once("\n}").unwrap();
    let names = body.lines().filter_map(|line| line.strip_prefix("    "));
    names.filter(|name| name.starts_with(char::is_uppercase)).map(first_word).collect()
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap()
}

fn check_each<T: Debug>(samples: &[T], declared: &BTreeSet<&str>, tell: impl Fn(Lang, &T) -> String) {
    let shapes: Vec<_> = samples.iter().map(|sample| format!("{sample:?}")).collect();
    assert_eq!(&shapes.iter().map(|shape| first_word(shape)).collect::<BTreeSet<_>>(), declared);

    let mut seen = HashSet::new();
    for (sample, shape) in samples.iter().zip(&shapes) {
        for lang in [Lang::Fr, Lang::En] {
            let told = tell(lang, sample);
            for value in [QUOTED, "97"].into_iter().filter(|value| shape.contains(value)) {
                assert!(told.contains(value), "{value} is lost: {told}");
            }
            check_writing(lang, &told);
            assert!(seen.insert(told), "said twice: {shape}");
        }
    }
}

/// No value left unfilled, typographic apostrophes; in French, a no-break space before high punctuation
/// and inside quotation marks.
fn check_writing(lang: Lang, told: &str) {
    assert!(!told.contains(['\'', '"', '{', '}', '\n']) && !told.contains("  "), "{told}");
    let spaced = told.replace("://", "").replace("00:00Z", "").replace("T08:", "");
    for (at, mark) in spaced.match_indices([':', ';', '?', '!', '»']) {
        let before = spaced[..at].chars().next_back();
        assert_eq!(before == Some('\u{a0}'), lang == Lang::Fr || mark == "»", "{told}");
        assert_ne!(before, Some(' '), "{told}");
    }
    for (at, mark) in spaced.match_indices('«') {
        assert!(spaced[at + mark.len()..].starts_with('\u{a0}'), "{told}");
    }
}

#[test]
fn each_reason_has_its_own_sentence_in_each_language() {
    let known = declared(include_str!("../../keyfile/reason.rs"), "pub enum Reason {");
    assert!(known.contains("EmptyFile") && known.contains("BadUai"));
    check_each(&reasons(), &known, |lang, reason| {
        let told = refusal(lang, &refused(12, None, reason.clone()));
        let place = if lang == Lang::Fr { "ligne 12\u{a0}: " } else { "line 12: " };
        let why = told.strip_prefix(place).unwrap();
        assert!(why.ends_with('.'), "{why}");
        why.to_owned()
    });
}

#[test]
fn each_clash_has_its_own_sentence_in_each_language() {
    let known = declared(include_str!("../../store/import.rs"), "pub enum ClashKind {");
    check_each(&kinds(), &known, |lang, why| {
        let told = clash(lang, &Clash { line: 12, name: "GX1234".to_owned(), why: why.clone() });
        let place = if lang == Lang::Fr {
            "ligne 12, «\u{a0}GX1234\u{a0}»\u{a0}: "
        } else {
            "line 12, “GX1234”: "
        };
        told.strip_prefix(place).unwrap().to_owned()
    });
    let told = clash(Lang::Fr, &Clash { line: 1, name: String::new(), why: kinds().remove(3) });
    assert!(told.contains("m.dupont"));
}

#[test]
fn each_problem_of_a_profile_has_its_own_sentence_in_each_language() {
    let known = declared(include_str!("../../domain/profile/fault.rs"), "pub enum Problem {");
    check_each(&problems(), &known, |lang, problem| {
        let told = profile_problem(lang, &fault(problem.clone()));
        let place =
            if lang == Lang::Fr { "rouen.toml, ligne 3, pin\u{a0}: " } else { "rouen.toml, line 3, pin: " };
        told.strip_prefix(place).unwrap().to_owned()
    });
}

#[test]
fn a_refusal_says_where_as_far_as_is_known() {
    let name = "GX1234";
    let french = |line, name| refusal(Lang::Fr, &refused(line, name, Reason::MissingSecret));
    let english = |line, name| refusal(Lang::En, &refused(line, name, Reason::MissingSecret));
    assert!(french(12, Some(name)).starts_with("ligne 12, «\u{a0}GX1234\u{a0}»\u{a0}: le secret"));
    assert!(french(12, None).starts_with("ligne 12\u{a0}: le secret"));
    assert!(french(0, Some(name)).starts_with("fichier, «\u{a0}GX1234\u{a0}»\u{a0}: le secret"));
    assert!(french(0, None).starts_with("fichier\u{a0}: le secret"));
    assert!(english(12, Some(name)).starts_with("line 12, “GX1234”: the secret"));
    assert!(english(12, None).starts_with("line 12: the secret"));
    assert!(english(0, Some(name)).starts_with("file, “GX1234”: the secret"));
    assert!(english(0, None).starts_with("file: the secret"));
}

#[test]
fn columns_are_named_in_both_languages() {
    let told = refusal(Lang::Fr, &refused(1, None, Reason::MissingColumn { name: "family" }));
    assert!(told.contains("la colonne «\u{a0}nom\u{a0}» (ou «\u{a0}family\u{a0}») manque"));
    let told = refusal(Lang::En, &refused(1, None, Reason::MissingColumn { name: "family" }));
    assert!(told.contains("the column “family” (or “nom”) is missing"));
}

#[test]
fn the_columns_are_those_of_the_reader() {
    let plain = |name: &str| name.replace('é', "e");
    let ours: Vec<_> = COLUMNS.iter().map(|column| (column.english.into(), plain(column.french))).collect();
    let lines = include_str!("../../keyfile/people.rs").lines();
    let theirs = lines.filter_map(|line| line.trim().strip_prefix("column(\""));
    let names = |line: &str| {
        let mut texts = line.split('"');
        (texts.next().unwrap().to_owned(), texts.nth(1).unwrap().to_owned())
    };
    let theirs: Vec<(String, String)> = theirs.map(names).collect();
    assert_eq!(ours, theirs);
}

#[test]
fn each_construct_the_readers_blame_has_its_words() {
    let sources = [include_str!("../../keyfile/pskc.rs"), include_str!("../../keyfile/xml.rs")].concat();
    let blamed = sources.split("what: \"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let blamed: BTreeSet<_> = blamed.collect();
    for constructs in [fr::CONSTRUCTS, en::CONSTRUCTS] {
        assert_eq!(constructs.iter().map(|(word, _)| *word).collect::<BTreeSet<_>>(), blamed);
    }
}

#[test]
fn limits_are_those_of_the_readers() {
    let french = |reason| refusal(Lang::Fr, &refused(1, None, reason));
    assert!(french(Reason::SeedLength { bytes: 0 }).contains("de 1 à 128"));
    assert!(french(Reason::Digits { found: 3 }).contains("de 6 à 8"));
    assert!(french(Reason::TooLong { field: "mail" }).contains("200 caractères"));
    assert!(french(Reason::BadSerial).contains("de 1 à 40"));
    assert!(french(Reason::TooManyRows { limit: 1_000_000 }).contains("1\u{a0}000\u{a0}000"));
    let longest = Problem::PinLengths.to_string().rsplit(' ').next().unwrap().to_owned();
    for lang in [Lang::Fr, Lang::En] {
        assert!(profile_problem(lang, &fault(Problem::PinLengths)).contains(&format!("≤ {longest}")));
    }
}

#[test]
fn a_profile_fault_without_key_names_none() {
    let fault = Profile::parse("Rouen.toml", "").unwrap_err();
    let told = profile_problem(Lang::Fr, &fault);
    assert!(told.starts_with("Rouen.toml, ligne 1\u{a0}: le nom du fichier"), "{told}");
    let told = profile_problem(Lang::En, &fault);
    assert!(told.starts_with("Rouen.toml, line 1: the file’s name"), "{told}");
}

#[test]
fn what_must_be_looked_for_is_told() {
    let letter = Reason::BadUai { fault: UaiFault::Letter { expected: 'K' } };
    for lang in [Lang::Fr, Lang::En] {
        assert!(refusal(lang, &refused(1, None, letter.clone())).contains(" K."));
        assert!(profile_problem(lang, &fault(Problem::Unprintable('\u{7}'))).contains("U+0007"));
        let asked = profile_problem(lang, &fault(Problem::NotForbidden(Ask::Password)));
        assert!(asked.contains("password") && asked.contains(crate::text::common::ask(lang, Ask::Password)));
    }
}

fn refused(line: u64, name: Option<&str>, reason: Reason) -> Refusal {
    Refusal { line, serial_or_login: name.map(str::to_owned), reason }
}

fn fault(problem: Problem) -> ProfileFault {
    ProfileFault { file: "rouen.toml".to_owned(), line: 3, key: "pin".to_owned(), problem }
}
