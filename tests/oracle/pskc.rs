//! python-pskc 1.4 writes, Guichet reads, and the other way round.
//!
//! `GUICHET_ORACLE_PYTHON` names a Python that has python-pskc and cryptography, else `python3` is tried.
//! `GUICHET_ORACLE_CASES` sets how many random files are made each way, `GUICHET_ORACLE_SEED` which ones.
//! The package's own test files are fetched with pip, or taken from the archive `GUICHET_ORACLE_SDIST`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, id};
use std::sync::atomic::AtomicBool;

use data_encoding::HEXLOWER;
use guichet::domain::moment::Moment;
use guichet::domain::otp::{Algorithm, Moving, Shape};
use guichet::domain::secret::Secret;
use guichet::keyfile::{KeyRow, Needs, Reading, Reason, Unlock, export, pskc};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

/// Files each way, unless told otherwise: some seconds.
const CASES: u64 = 400;

/// A key as the oracle tells it, absent where it has nothing.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Told {
    pub serial: String,
    pub maker: String,
    pub algorithm: Option<String>,
    pub suite: Option<String>,
    pub digits: Option<u8>,
    pub seed: Option<String>,
    pub counter: Option<i64>,
    pub period: Option<u32>,
    pub starts: Option<i64>,
    pub expires: Option<i64>,
    #[serde(default)]
    pub ambiguous: bool,
}

#[derive(Debug, Default, Deserialize, Serialize)]
pub struct Opens {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
pub struct Case {
    pub file: PathBuf,
    pub unlock: Opens,
    #[serde(default)]
    pub keys: Vec<Told>,
    #[serde(default)]
    pub cipher: Option<String>,
}

/// What the oracle made of a file.
#[derive(Debug, Deserialize)]
pub struct Answer {
    #[serde(default)]
    pub keys: Vec<Told>,
    pub mac: Option<String>,
    pub fault: Option<String>,
}

impl Opens {
    fn unlock(&self) -> Unlock {
        match (&self.key, &self.password) {
            (Some(key), _) => Unlock::Key(Secret::new(HEXLOWER.decode(key.as_bytes()).unwrap())),
            (_, Some(password)) => Unlock::Password(Secret::new(password.clone())),
            _ => Unlock::None,
        }
    }
}

fn python() -> String {
    env::var("GUICHET_ORACLE_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

/// Whether the oracle is there; if not, that is said.
pub fn is_there() -> bool {
    let asked = Command::new(python()).args(["-c", "import pskc, cryptography"]).output();
    let there = asked.is_ok_and(|output| output.status.success());
    if !there {
        let lacks = format!("{} has no python-pskc (pip install python-pskc==1.4 cryptography)", python());
        crate::skipped(&lacks);
    }
    there
}

pub fn ask(arguments: &[&str]) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/pskc_oracle.py");
    Command::new(python()).arg(script).args(arguments).output().unwrap()
}

fn asked(arguments: &[&str]) -> Vec<u8> {
    let output = ask(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// What the oracle reads in these files.
pub fn answers(folder: &TempDir, cases: &[Case]) -> Vec<Answer> {
    fs::write(folder.path().join("cases.json"), serde_json::to_vec(cases).unwrap()).unwrap();
    serde_json::from_slice(&asked(&["read", folder.path().to_str().unwrap()])).unwrap()
}

fn cases() -> u64 {
    env::var("GUICHET_ORACLE_CASES").ok().map_or(CASES, |count| count.parse().unwrap())
}

/// Another one each run, and told, so that a failure can be had again.
fn seed() -> u64 {
    let seed =
        env::var("GUICHET_ORACLE_SEED").ok().map_or_else(|| u64::from(id()), |seed| seed.parse().unwrap());
    println!("GUICHET_ORACLE_SEED={seed}");
    seed
}

pub fn read(case: &Case) -> Reading<KeyRow> {
    let file = fs::read(&case.file).unwrap();
    pskc::read(file.as_slice(), &case.unlock.unlock(), &AtomicBool::new(false))
}

/// A row in the oracle's words. What the file leaves unsaid is what this program then takes.
fn told(row: &KeyRow, like: &Told) -> Told {
    let suite = match row.shape.algorithm {
        Algorithm::Sha1 => like.suite.as_ref().map(|_| "HMAC-SHA1"),
        Algorithm::Sha256 => Some("HMAC-SHA256"),
        Algorithm::Sha512 => Some("HMAC-SHA512"),
    };
    let (kind, counter, period) = match row.shape.moving {
        Moving::Event => ("hotp", like.counter.map(|_| row.counter), None),
        Moving::Time { period, .. } => ("totp", like.counter, like.period.map(|_| period)),
    };
    Told {
        serial: row.serial.clone(),
        maker: row.maker.clone(),
        algorithm: Some(format!("urn:ietf:params:xml:ns:keyprov:pskc:{kind}")),
        suite: suite.map(str::to_owned),
        digits: like.digits.map(|_| row.shape.digits),
        seed: Some(HEXLOWER.encode(row.seed.expose())),
        counter,
        period,
        starts: row.starts.map(Moment::millis),
        expires: row.expires.map(Moment::millis),
        ambiguous: false,
    }
}

pub fn compare(rows: &[KeyRow], keys: &[&Told], about: &str) {
    assert_eq!(rows.len(), keys.len(), "{about}");
    for (row, key) in rows.iter().zip(keys) {
        assert_eq!(&told(row, key), *key, "{about}");
    }
}

#[test]
fn what_python_pskc_writes_is_read() {
    if !is_there() {
        return;
    }
    let folder = TempDir::new().unwrap();
    asked(&["write", folder.path().to_str().unwrap(), &seed().to_string(), &cases().to_string()]);
    let cases: Vec<Case> =
        serde_json::from_slice(&fs::read(folder.path().join("cases.json")).unwrap()).unwrap();
    let (mut opened, mut ambiguous) = (0, 0);
    for case in &cases {
        let about = format!("{case:?}");
        let needs = match (&case.unlock.key, &case.unlock.password) {
            (Some(_), _) => Needs::Key,
            (_, Some(_)) => Needs::Password,
            _ => Needs::Nothing,
        };
        assert_eq!(pskc::needs(fs::read(&case.file).unwrap().as_slice()), needs, "{about}");
        let reading = read(case);
        let about = format!("{:?} {about}", reading.refused);
        let (doubtful, clear): (Vec<_>, Vec<_>) = case.keys.iter().partition(|key| key.ambiguous);
        compare(&reading.rows, &clear, &about);
        let refused: Vec<_> =
            reading.refused.iter().map(|fault| fault.serial_or_login.clone().unwrap()).collect();
        assert_eq!(refused, doubtful.iter().map(|key| key.serial.clone()).collect::<Vec<_>>(), "{about}");
        assert!(reading.refused.iter().all(|fault| matches!(fault.reason, Reason::AmbiguousNumber { .. })));
        opened += usize::from(needs != Needs::Nothing);
        ambiguous += doubtful.len();
    }
    println!("{} files read, {opened} of them encrypted, {ambiguous} keys refused", cases.len());
    assert!(opened * 2 > cases.len(), "too few files were encrypted for this to mean anything");
}

#[test]
fn what_guichet_writes_python_pskc_reads() {
    if !is_there() {
        return;
    }
    let folder = TempDir::new().unwrap();
    let mut dice = Dice(seed());
    let cases: Vec<Case> = (0..cases()).map(|number| export_one(&folder, &mut dice, number)).collect();
    for (case, answer) in cases.iter().zip(answers(&folder, &cases)) {
        assert_eq!(answer.fault, None, "{case:?}");
        assert!(answer.mac.unwrap().ends_with("hmac-sha256"));
        assert_eq!(answer.keys, case.keys);
        compare(&read(case).rows, &case.keys.iter().collect::<Vec<_>>(), "read back");
    }
}

#[test]
fn python_pskc_checks_the_codes_that_guichet_writes() {
    if !is_there() {
        return;
    }
    let folder = TempDir::new().unwrap();
    let case = export_one(&folder, &mut Dice(1), 0);
    let text = fs::read_to_string(&case.file).unwrap();
    let (before, code) = text.split_once("<pskc:ValueMAC>").unwrap();
    let (code, after) = code.split_once('<').unwrap();
    let flipped = if code.starts_with('A') { "B" } else { "A" };
    fs::write(&case.file, format!("{before}<pskc:ValueMAC>{flipped}{}<{after}", &code[1..])).unwrap();
    let fault = answers(&folder, &[case]).remove(0).fault.unwrap();
    assert!(fault.contains("MAC value does not match"), "{fault}");
}

/// Writes a file of random keys, and says what is in it.
fn export_one(folder: &TempDir, dice: &mut Dice, number: u64) -> Case {
    let rows: Vec<_> = (0..dice.below(4) + 1).map(|place| dice.row(place)).collect();
    let password = dice.text(1 + 20, "abcXYZ 0189éàœ€&<日🔑");
    let file = folder.path().join(format!("export-{number}.xml"));
    let mut bytes = Vec::new();
    let rounds = 1 + dice.below(2_000) as u32;
    export::pskc(&rows, &Secret::new(password.clone()), rounds, &mut bytes).unwrap();
    fs::write(&file, bytes).unwrap();
    let like = |row: &KeyRow| {
        let event = row.shape.moving == Moving::Event;
        let blank = Told {
            serial: String::new(),
            maker: String::new(),
            algorithm: None,
            suite: Some(String::new()),
            digits: Some(0),
            seed: None,
            counter: event.then_some(0),
            period: (!event).then_some(0),
            starts: None,
            expires: None,
            ambiguous: false,
        };
        told(row, &blank)
    };
    let keys = rows.iter().map(like).collect();
    Case { file, unlock: Opens { key: None, password: Some(password) }, keys, cipher: None }
}

/// SplitMix64: the same keys for the same seed.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// 1 to `longest` of these letters, without blanks at the ends.
    fn text(&mut self, longest: u64, letters: &str) -> String {
        let letters: Vec<char> = letters.chars().collect();
        let length = self.below(longest) + 1;
        let text: String = (0..length).map(|_| letters[self.below(letters.len() as u64) as usize]).collect();
        if text.trim().is_empty() { "x".to_owned() } else { text.trim().to_owned() }
    }

    fn date(&mut self) -> Option<Moment> {
        (self.below(2) == 0).then(|| Moment::from_millis(self.below(4_000_000_000_000) as i64))
    }

    fn row(&mut self, place: u64) -> KeyRow {
        let visible: String = (0x21_u8..0x7f).map(char::from).collect();
        let algorithm = [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512][self.below(3) as usize];
        let moving = match self.below(2) {
            0 => Moving::Event,
            _ => Moving::Time { period: 1 + self.below(86_400) as u32, t0: 0 },
        };
        let counter = if moving == Moving::Event { self.next() as i64 & i64::MAX } else { 0 };
        let length = self.below(128) + 1;
        KeyRow {
            serial: format!("{}-{place}", self.text(36, &visible)),
            maker: self.text(60, "abcXYZ 0189éàœ€&<>\"'日🔑\t"),
            shape: Shape { algorithm, digits: 6 + self.below(3) as u8, moving },
            seed: Secret::new((0..length).map(|_| self.next() as u8).collect()),
            counter,
            starts: self.date(),
            expires: self.date(),
            line: 0,
        }
    }
}
