//! The test files of python-pskc itself, fetched from its package when the tests run. Each has its
//! outcome here: so many keys, read as python-pskc reads them, or the word of the refusal.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::pskc::{Case, Opens, answers, ask, compare, is_there, read};
use Outcome::{Keys, Refused};
use With::{Key, Nothing, Password};

const RFC: &str = "12345678901234567890123456789012";
const LONG: &str = "123456789012345678901234567890123456789012345678";
const LONGEST: &str = "1234567890123456789012345678901234567890123456789012345678901234";
const COUNTED_16: &str = "000102030405060708090a0b0c0d0e0f";
const COUNTED_24: &str = "000102030405060708090a0b0c0d0e0f1011121314151617";
const COUNTED_32: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const TRIPLE: &str = "255e0d1c07b646dfb3134cc843ba8aa71f025b7c0838251f";

/// What a file is opened with.
#[derive(Clone, Copy)]
enum With {
    Nothing,
    /// In hexadecimal.
    Key(&'static str),
    Password(&'static str),
}

#[derive(Clone, Copy, Debug)]
enum Outcome {
    /// So many keys, and so many warnings.
    Keys(usize, usize),
    /// Nothing is imported, for this reason first.
    Refused(&'static str),
}

const SAMPLES: &[(&str, With, Outcome)] = &[
    ("actividentity/test.pskcxml", Nothing, Refused("not-pskc")),
    (
        "draft-hoyer-keyprov-portable-symmetric-key-container-00/non-encrypted.pskcxml",
        Nothing,
        Refused("not-pskc"),
    ),
    (
        "draft-hoyer-keyprov-portable-symmetric-key-container-00/password-encrypted.pskcxml",
        Nothing,
        Refused("not-pskc"),
    ),
    (
        "draft-hoyer-keyprov-portable-symmetric-key-container-01/non-encrypted.pskcxml",
        Nothing,
        Refused("not-pskc"),
    ),
    (
        "draft-hoyer-keyprov-portable-symmetric-key-container-01/password-encrypted.pskcxml",
        Nothing,
        Refused("not-pskc"),
    ),
    (
        "draft-hoyer-keyprov-pskc-algorithm-profiles-01/actividentity-3des.pskcxml",
        Nothing,
        Refused("not-pskc"),
    ),
    ("draft-hoyer-keyprov-pskc-algorithm-profiles-01/ocra.pskcxml", Nothing, Refused("not-pskc")),
    (
        "draft-hoyer-keyprov-pskc-algorithm-profiles-01/securid-aes-counter.pskcxml",
        Nothing,
        Refused("not-pskc"),
    ),
    ("draft-hoyer-keyprov-pskc-algorithm-profiles-01/totp.pskcxml", Nothing, Refused("not-pskc")),
    ("draft-ietf-keyprov-pskc-02/figure2.pskcxml", Nothing, Refused("unknown-element")),
    ("draft-ietf-keyprov-pskc-02/figure3.pskcxml", Nothing, Refused("unknown-element")),
    ("draft-ietf-keyprov-pskc-02/figure4.pskcxml", Nothing, Refused("unknown-element")),
    ("draft-ietf-keyprov-pskc-02/figure5.pskcxml", Nothing, Refused("unknown-element")),
    ("draft-ietf-keyprov-pskc-02/figure6.pskcxml", Nothing, Refused("other-protection")),
    ("draft-ietf-keyprov-pskc-02/figure7.pskcxml", Nothing, Refused("unknown-element")),
    ("draft-ietf-keyprov-pskc-02/figure8.pskcxml", Nothing, Refused("unknown-element")),
    ("draft-ietf-keyprov-pskc-02/figure9.pskcxml", Nothing, Refused("unknown-element")),
    ("encryption/aes128-cbc-noiv.pskcxml", Key(RFC), Refused("wrong-key")),
    ("encryption/aes128-cbc.pskcxml", Key(RFC), Keys(1, 0)),
    ("encryption/aes192-cbc.pskcxml", Key(LONG), Keys(1, 0)),
    ("encryption/aes256-cbc.pskcxml", Key(LONGEST), Keys(1, 0)),
    ("encryption/camellia128-cbc.pskcxml", Nothing, Refused("other-protection")),
    ("encryption/camellia192-cbc.pskcxml", Nothing, Refused("other-protection")),
    ("encryption/camellia256-cbc.pskcxml", Nothing, Refused("other-protection")),
    ("encryption/kw-aes128.pskcxml", Key(COUNTED_16), Keys(1, 0)),
    ("encryption/kw-aes192.pskcxml", Key(COUNTED_24), Keys(1, 0)),
    ("encryption/kw-aes256.pskcxml", Key(COUNTED_32), Keys(1, 0)),
    ("encryption/kw-camellia128.pskcxml", Key(RFC), Refused("other-protection")),
    ("encryption/kw-camellia192.pskcxml", Key(RFC), Refused("other-protection")),
    ("encryption/kw-camellia256.pskcxml", Key(RFC), Refused("other-protection")),
    ("encryption/kw-tripledes.pskcxml", Key(TRIPLE), Keys(1, 0)),
    ("encryption/mac-over-plaintext.pskcxml", Key(RFC), Refused("wrong-key")),
    ("encryption/no-mac-key.pskcxml", Key(RFC), Keys(1, 0)),
    ("encryption/tripledes-cbc.pskcxml", Key(RFC), Keys(1, 0)),
    ("feitian/20120919-test001-4282.xml", Nothing, Keys(2, 0)),
    ("feitian/file1.pskcxml", Nothing, Keys(6, 0)),
    ("invalid/incomplete-derivation.pskcxml", Password("qwerty"), Refused("incomplete-protection")),
    ("invalid/mac-algorithm.pskcxml", Nothing, Refused("other-protection")),
    ("invalid/mac-value.pskcxml", Key(RFC), Refused("wrong-key")),
    ("invalid/missing-encryption-method.pskcxml", Nothing, Refused("incomplete-protection")),
    ("invalid/missing-encryption.pskcxml", Key(RFC), Refused("incomplete-protection")),
    ("invalid/no-mac-method.pskcxml", Key(RFC), Refused("incomplete-protection")),
    ("invalid/not-boolean.pskcxml", Nothing, Refused("missing-secret")),
    ("invalid/not-integer.pskcxml", Nothing, Refused("policy")),
    ("invalid/not-integer2.pskcxml", Nothing, Refused("missing-secret")),
    ("invalid/notxml.pskcxml", Nothing, Refused("not-pskc")),
    ("invalid/unknown-encryption.pskcxml", Key(RFC), Refused("other-protection")),
    ("invalid/wrongelement.pskcxml", Nothing, Refused("not-pskc")),
    ("invalid/wrongversion.pskcxml", Nothing, Refused("other-version")),
    ("misc/SampleFullyQualifiedNS.xml", Password("3FCA3158035072D6"), Refused("period")),
    ("misc/checkdigits.pskcxml", Nothing, Refused("check-digits")),
    ("misc/integers.pskcxml", Key(RFC), Refused("missing-secret")),
    ("misc/odd-namespace.pskcxml", Nothing, Keys(1, 0)),
    ("misc/partialxml.pskcxml", Nothing, Refused("missing-serial")),
    ("misc/policy.pskcxml", Nothing, Refused("policy")),
    ("multiotp/pskc-hotp-aes.txt", Key(RFC), Keys(2, 0)),
    ("multiotp/pskc-hotp-pbe.txt", Password("qwerty"), Keys(1, 0)),
    ("multiotp/pskc-totp-aes.txt", Key(RFC), Keys(4, 0)),
    ("multiotp/pskc-totp-pbe.txt", Password("qwerty"), Keys(1, 0)),
    ("multiotp/tokens_hotp_aes.pskc", Key(RFC), Keys(2, 0)),
    ("multiotp/tokens_hotp_pbe.pskc", Password("qwerty"), Keys(1, 0)),
    ("multiotp/tokens_ocra_aes.pskc", Key(RFC), Refused("unknown-algorithm")),
    ("multiotp/tokens_ocra_pbe.pskc", Password("qwerty"), Refused("unknown-algorithm")),
    ("multiotp/tokens_totp_aes.pskc", Key(RFC), Keys(2, 0)),
    ("multiotp/tokens_totp_pbe.pskc", Password("qwerty"), Keys(1, 0)),
    ("nagraid/file1.pskcxml", Key("4a057f6ab6fcb57ab5408e46a9835e68"), Refused("unknown-algorithm")),
    ("rfc6030/figure10.pskcxml", Nothing, Refused("duplicate-serial")),
    ("rfc6030/figure2.pskcxml", Nothing, Keys(1, 0)),
    ("rfc6030/figure3.pskcxml", Nothing, Keys(1, 0)),
    ("rfc6030/figure4.pskcxml", Nothing, Refused("missing-secret")),
    ("rfc6030/figure5.pskcxml", Nothing, Refused("unknown-algorithm")),
    ("rfc6030/figure6.pskcxml", Key(RFC), Keys(1, 0)),
    ("rfc6030/figure7.pskcxml", Password("qwerty"), Keys(1, 0)),
    ("rfc6030/figure8.pskcxml", Nothing, Refused("other-protection")),
    ("rfc6030/figure9.pskcxml", Nothing, Refused("signed")),
    ("yubico/example1.pskcxml", Nothing, Refused("unknown-algorithm")),
    ("yubico/example2.pskcxml", Nothing, Refused("unknown-algorithm")),
    ("yubico/example3.pskcxml", Nothing, Refused("unknown-algorithm")),
];

/// Some of the files leave out what every key in the field has, to test one thing alone.
fn completed(text: &str) -> String {
    text.replace("<Key>", "<Key Id=\"S1\" Algorithm=\"urn:ietf:params:xml:ns:keyprov:pskc:hotp\">")
}

#[test]
fn the_test_files_of_python_pskc_are_read_or_refused_by_name() {
    if !is_there() {
        return;
    }
    let folder = TempDir::new().unwrap();
    let fetched = ask(&["sdist", folder.path().to_str().unwrap()]);
    if !fetched.status.success() {
        let why = String::from_utf8_lossy(&fetched.stderr);
        crate::skipped(&format!("the source of python-pskc cannot be fetched: {}", why.trim()));
        return;
    }
    let tests = String::from_utf8(fetched.stdout).unwrap();
    let tests = Path::new(tests.trim());
    let listed: BTreeSet<_> = SAMPLES.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(files(tests), listed, "files of the package (left) against those listed here");
    let mut read_alike = Vec::new();
    for (name, with, outcome) in SAMPLES {
        let file = tests.join(name);
        if let Ok(text) = String::from_utf8(fs::read(&file).unwrap()) {
            fs::write(&file, completed(&text)).unwrap();
        }
        let unlock = match with {
            Nothing => Opens::default(),
            Key(key) => Opens { key: Some((*key).to_owned()), password: None },
            Password(password) => Opens { key: None, password: Some((*password).to_owned()) },
        };
        let case = Case { file, unlock, keys: Vec::new(), cipher: None };
        let reading = read(&case);
        match (outcome, reading.refused.first()) {
            (Keys(rows, warnings), None) => {
                assert_eq!((reading.rows.len(), reading.warned.len()), (*rows, *warnings), "{name}");
                read_alike.push((name, reading.rows, case));
            }
            (Refused(word), Some(fault)) => assert_eq!(fault.reason.word(), *word, "{name}"),
            (_, fault) => panic!("{name}: {fault:?} instead of {outcome:?}"),
        }
    }
    let (rows, cases): (Vec<_>, Vec<_>) =
        read_alike.into_iter().map(|(name, rows, case)| ((name, rows), case)).unzip();
    for ((name, rows), answer) in rows.iter().zip(answers(&folder, &cases)) {
        assert_eq!(answer.fault, None, "{name}");
        compare(rows, &answer.keys.iter().collect::<Vec<_>>(), name);
    }
    println!("{} files, {} of them read as python-pskc reads them", SAMPLES.len(), cases.len());
}

/// Key files among the tests, by their paths from there.
fn files(tests: &Path) -> BTreeSet<String> {
    let folders =
        fs::read_dir(tests).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    let kinds = ["pskcxml", "xml", "pskc", "txt"];
    let files =
        files.filter(|file| file.extension().is_some_and(|kind| kinds.iter().any(|known| kind == *known)));
    files.map(|file| file.strip_prefix(tests).unwrap().to_str().unwrap().to_owned()).collect()
}
