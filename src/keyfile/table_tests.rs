#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;

use super::*;
use crate::domain::moment::Moment;
use crate::domain::otp::{Algorithm, Moving, Shape};

const SEED: &str = "3132333435363738393031323334353637383930";
const RFC: &[u8] = b"12345678901234567890";

fn read(file: &str) -> Reading<KeyRow> {
    oath(file.as_bytes(), None, &AtomicBool::new(false))
}

fn read_mapped(file: &[u8], map: &str) -> Reading<KeyRow> {
    mapped(file, &Map::parse([map]).unwrap(), None, &AtomicBool::new(false))
}

/// The only key of a faultless file.
#[track_caller]
fn one(reading: Reading<KeyRow>) -> KeyRow {
    assert_eq!(reading.refused, []);
    let [row] = <[_; 1]>::try_from(reading.rows).unwrap_or_else(|rows| panic!("{} keys", rows.len()));
    row
}

/// The only fault of a file.
#[track_caller]
fn fault(reading: Reading<KeyRow>) -> Refusal {
    let [refusal] = <[_; 1]>::try_from(reading.refused).unwrap_or_else(|all| panic!("{all:?}"));
    refusal
}

fn totp(algorithm: Algorithm, digits: u8, period: u32) -> Shape {
    Shape { algorithm, digits, moving: Moving::Time { period, t0: 0 } }
}

fn hotp(digits: u8) -> Shape {
    Shape { algorithm: Algorithm::Sha1, digits, moving: Moving::Event }
}

#[test]
fn the_lines_of_the_oath_form_are_read() {
    let sha1 = Algorithm::Sha1;
    for (line, shape, counter) in [
        (format!("token01, {SEED}, hotp, 6"), hotp(6), 0),
        (format!("token01, {SEED}, totp, 6, 30"), totp(sha1, 6, 30), 0),
        (format!("token01, {SEED}, totp, 8, 60"), totp(sha1, 8, 60), 0),
        (format!("token01,{SEED},TOTP"), totp(sha1, 6, 30), 0),
        (format!("token01,{SEED},totp,,60,,"), totp(sha1, 6, 60), 0),
        (format!("token01;{SEED};totp;7;60;sha256"), totp(Algorithm::Sha256, 7, 60), 0),
        (format!("token01\t{SEED}\ttotp\t6\t60\tHMAC-SHA512"), totp(Algorithm::Sha512, 6, 60), 0),
        (format!("\"token01\",\"{SEED}\",\"hotp\",\"6\",\"117\""), hotp(6), 117),
        (format!("token01,{SEED},hotp,6,0,sha1"), hotp(6), 0),
    ] {
        let row = one(read(&format!("{line}\r\n")));
        assert_eq!(
            (row.serial.as_str(), row.shape, row.counter, row.line),
            ("token01", shape, counter, 1),
            "{line}"
        );
        assert!(row.seed.expose() == RFC, "{line}");
        assert_eq!((row.starts, row.expires, row.maker.as_str()), (None, None, ""));
    }
}

#[test]
fn a_secret_as_long_as_a_hash_names_it_where_its_readers_agree() {
    let line = |bytes: usize| format!("1,{},totp,6,30\n", "18".repeat(bytes));
    for (bytes, hash) in
        [(32, Algorithm::Sha256), (64, Algorithm::Sha512), (16, Algorithm::Sha1), (24, Algorithm::Sha1)]
    {
        assert_eq!(one(read(&line(bytes))).shape.algorithm, hash, "{bytes}");
    }
    for bytes in [28, 48] {
        assert_eq!(fault(read(&line(bytes))).reason, Reason::HashUnsaid { bytes });
    }
    // A hash that is said is taken.
    let said = line(32).replace('\n', ",sha1\n");
    assert_eq!(one(read(&said)).shape.algorithm, Algorithm::Sha1);
}

#[test]
fn comments_are_passed_over_and_the_second_version_has_a_holder() {
    let row = one(read(&format!("# our keys\n\n1001,{SEED},hotp\n# end\n")));
    assert_eq!((row.serial.as_str(), row.line), ("1001", 3));
    let reading =
        read(&format!("# version: 2\ncdupont,ldap,ac,1001,{SEED},hotp,6,5\n,,,1002,{SEED},totp,6,60\n"));
    assert_eq!(reading.refused, []);
    let found: Vec<_> = reading.rows.iter().map(|row| (row.serial.as_str(), row.counter)).collect();
    assert_eq!(found, [("1001", 5), ("1002", 0)]);
    let login = "cdupont".to_owned();
    let warned =
        Refusal { line: 2, serial_or_login: Some("1001".to_owned()), reason: Reason::HolderLeft { login } };
    assert_eq!(reading.warned, [warned]);
    let found = "3".to_owned();
    assert_eq!(
        fault(read(&format!("#version:3\n1001,{SEED},hotp\n"))).reason,
        Reason::OtherCsvVersion { found }
    );
}

#[test]
fn what_may_mean_two_things_is_refused() {
    for (line, reason) in [
        ("2345672345672345672345672345672345672345,totp", Reason::AmbiguousSeed),
        (&format!("{SEED},hotp,6,30"), Reason::CounterOrPeriod),
        (&format!("{SEED},hotp,6,60"), Reason::CounterOrPeriod),
        (&format!("{SEED},hotp,6,5,sha1"), Reason::CounterOrPeriod),
        (SEED, Reason::Unsaid { field: "type" }),
        (&format!("{SEED},,6"), Reason::Unsaid { field: "type" }),
    ] {
        let refusal = fault(read(&format!("1001,{line}\n")));
        assert_eq!((refusal.reason, refusal.serial_or_login.as_deref()), (reason, Some("1001")), "{line}");
    }
    let told = oath(
        "1001,2345672345672345672345672345672345672345,totp\n".as_bytes(),
        Some(Encoding::Base32),
        &AtomicBool::new(false),
    );
    assert_eq!(one(told).seed.expose().len(), 25);
}

#[test]
fn every_bad_key_is_named_and_the_others_are_read() {
    let lines: &[(&str, Reason)] = &[
        (",3132,hotp", Reason::MissingSerial),
        ("no serial,3132,hotp", Reason::BadSerial),
        ("\"1,03143E+08\",3132,hotp", Reason::RoundedSerial),
        ("1,,hotp", Reason::MissingSecret),
        ("1,3132zz,hotp", Reason::UnknownEncoding),
        ("1,3132,ocra,OCRA-1:HOTP-SHA1-6:QN08", Reason::UnknownAlgorithm { name: "ocra".to_owned() }),
        ("1,3132,hotp,5", Reason::Digits { found: 5 }),
        ("1,3132,hotp,six", Reason::BadNumber { field: "digits" }),
        ("1,3132,hotp,6,-1", Reason::BadNumber { field: "counter" }),
        ("1,3132,hotp,6,99999999999999999999", Reason::BadNumber { field: "counter" }),
        ("1,3132,totp,6,0", Reason::Period { found: 0 }),
        ("1,3132,totp,6,86401", Reason::Period { found: 86_401 }),
        ("1,3132,totp,6,30,md5", Reason::UnknownHash { name: "md5".to_owned() }),
        ("1,3132,totp,6,30,sha1,more", Reason::ExtraCells { found: 7, limit: 6 }),
        ("1,\"3132,totp", Reason::BadQuote),
    ];
    for (line, reason) in lines {
        let reading = read(&format!("1001,{SEED},totp,6,30\n{line}\n1002,{SEED},totp,6,60\n"));
        let found: Vec<_> = reading.rows.iter().map(|row| row.serial.as_str()).collect();
        assert_eq!(found, ["1001", "1002"], "{line}");
        let refusal = fault(reading);
        assert_eq!((refusal.line, &refusal.reason), (2, reason), "{line}");
    }
}

#[test]
fn a_serial_given_twice_is_refused() {
    let refusal = fault(read(&format!("1001,{SEED},hotp\n\n1001,3132,hotp\n")));
    assert_eq!((refusal.line, refusal.reason), (3, Reason::DuplicateSerial { first_line: 1 }));
}

#[test]
fn faults_of_the_whole_file_leave_no_key() {
    let line = format!("1001,{SEED},totp,6,60");
    for (file, reason) in [
        ("\n\n".to_owned(), Reason::EmptyFile),
        ("# nothing\n".to_owned(), Reason::EmptyFile),
        (format!("{line}\n{line}"), Reason::Truncated),
        (format!("{line}\n{}\n", "a".repeat(100_000)), Reason::TooLong { field: "line" }),
        (format!("upn;serial number;secret key;time interval\na;1;{SEED};60\n"), Reason::MapNeeded),
        ("mes recettes\n".to_owned(), Reason::MapNeeded),
    ] {
        let reading = read(&file);
        assert!(reading.rows.is_empty());
        assert_eq!(fault(reading).reason, reason, "{file:.60}");
    }
}

/// Where columns have slipped, what stands in the place of a serial, a type or a hash may be the
/// secret.
#[test]
fn a_refusal_quotes_no_secret() {
    let base32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    let either = "2345672345672345672345672345672345672345";
    for secret in [SEED, base32, either, "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA="] {
        for line in [
            format!("{secret},1001,totp,6,30"),
            format!("{secret},{secret},none"),
            format!("cdupont,1001,{secret}"),
            format!("1001,{secret},{secret}"),
            format!("1001,3132,hotp,{secret}"),
            format!("1001,3132,totp,6,{secret}"),
            format!("1001,3132,totp,6,30,{secret}"),
            format!("1001 {secret} totp"),
            format!("# version: {secret}\n1001,3132,hotp"),
        ] {
            let reading = read(&format!("1000,{SEED},hotp\n{line}\n"));
            let told = format!("{:?}", reading.refused);
            assert!(!told.contains(&secret[..16]), "{line}: {told}");
        }
    }
}

#[test]
fn a_mapped_file_is_read_by_its_columns() {
    let map = "serial=Numéro,seed=Graine,type==totp,period=Durée,digits==8,maker=Fabricant,expires=Fin";
    let text = format!(
        "Fin;Numéro;Remarque;Graine;Fabricant;Durée\n2030-01-01T00:00:00Z;1001;\"a;b\";{SEED};Clé & Cie;60\n"
    );
    // The same in the Latin-1 of a spreadsheet.
    let latin1: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for file in [text.as_bytes(), &latin1, format!("\u{feff}{text}").as_bytes()] {
        let row = one(read_mapped(file, map));
        assert_eq!((row.serial.as_str(), row.maker.as_str(), row.line), ("1001", "Clé & Cie", 2));
        assert_eq!(row.shape, totp(Algorithm::Sha1, 8, 60));
        assert_eq!(row.expires, Some(Moment::from_secs(1_893_456_000)));
        assert!(row.seed.expose() == RFC);
    }
}

#[test]
fn a_mapped_file_may_have_no_header() {
    let file = format!("x,{SEED},1001,17\ny,{SEED},1002,\n");
    let reading = read_mapped(file.as_bytes(), "serial=#3,seed=#2,type==hotp,counter=#4");
    assert_eq!(reading.refused, []);
    let found: Vec<_> = reading.rows.iter().map(|row| (row.serial.as_str(), row.counter, row.line)).collect();
    assert_eq!(found, [("1001", 17, 1), ("1002", 0, 2)]);
}

#[test]
fn a_header_of_known_names_needs_no_map() {
    let row = one(read(&format!("Secret;Serial number;Type;Period\n{SEED};1001;totp;60\n")));
    assert_eq!((row.serial.as_str(), row.shape), ("1001", totp(Algorithm::Sha1, 6, 60)));
    // It is no OATH file then: nothing is taken for granted.
    let silent = fault(read(&format!("serial;seed;type\n1001;{SEED};totp\n")));
    assert_eq!(silent.reason, Reason::Unsaid { field: "period" });
}

#[test]
fn what_a_map_names_must_be_there_once() {
    let map = "serial=a,seed=b,type==hotp";
    let reason = |file: &str| fault(read_mapped(file.as_bytes(), map)).reason;
    assert_eq!(reason(&format!("a;c\n1001;{SEED}\n")), Reason::NoSuchColumn { name: "b".to_owned() });
    assert_eq!(reason(&format!("a;b;b\n1001;{SEED};x\n")), Reason::ColumnTwice { name: "b".to_owned() });
    assert_eq!(reason(&format!("a;b\n1001;{SEED};x\n")), Reason::WrongColumnCount { expected: 2, found: 3 });
    assert_eq!(reason("a;b\n"), Reason::EmptyFile);
    assert_eq!(reason(&format!("a;b\n1001;{}\n", "18".repeat(32))), Reason::HashUnsaid { bytes: 32 });
    assert_eq!(reason(&format!(" A ;\"B\"\n1001;{SEED}x\n")), Reason::UnknownEncoding);
}

proptest! {
    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let go = AtomicBool::new(false);
        for map in ["serial=#1,seed=#2,type==hotp", "serial=a,seed=b,type==hotp"] {
            let reading = mapped(bytes.as_slice(), &Map::parse([map]).unwrap(), None, &go);
            prop_assert!(!reading.rows.is_empty() || !reading.refused.is_empty());
        }
        let reading = oath(bytes.as_slice(), None, &go);
        prop_assert!(!reading.rows.is_empty() || !reading.refused.is_empty());
    }

    /// What we can write is read as it was, in every form of CSV.
    #[test]
    fn written_keys_come_back(
        keys in prop::collection::vec(
            (prop::collection::vec(any::<u8>(), 1..=128), 6_u8..=8, any::<bool>(), 1_u32..=86_400, 0_i64..=i64::MAX),
            1..20,
        ),
        separator in prop::sample::select(vec![",", ";", "\t", ", "]),
    ) {
        let mut file = String::new();
        for (number, (seed, digits, clock, period, counter)) in keys.iter().enumerate() {
            let seed = data_encoding::HEXLOWER.encode(seed);
            let (kind, fifth) = if *clock { ("totp", period.to_string()) } else { ("hotp", counter.to_string()) };
            let cells = [format!("K{number}"), seed, kind.to_owned(), digits.to_string(), fifth];
            file += &(cells.join(separator) + "\n");
        }
        let map = "serial=#1,seed=#2,type=#3,digits=#4,counter=#5,period=#5,algorithm==sha1";
        let reading = mapped(file.as_bytes(), &Map::parse([map]).unwrap(), Some(Encoding::Hex), &AtomicBool::new(false));
        // A counter is no period, so the clock keys alone tell whether anything was refused.
        prop_assert_eq!(&reading.refused, &[]);
        for (row, (seed, digits, clock, period, counter)) in reading.rows.iter().zip(&keys) {
            prop_assert!(row.seed.expose() == seed && row.shape.digits == *digits);
            let moving = if *clock { Moving::Time { period: *period, t0: 0 } } else { Moving::Event };
            prop_assert_eq!(row.shape.moving, moving);
            prop_assert_eq!(row.counter, if *clock { 0 } else { *counter });
        }
    }
}
