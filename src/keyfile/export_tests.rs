#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;
use crate::domain::otp::Shape;
use crate::keyfile::pskc::{needs, read};
use crate::keyfile::{Needs, Reading, Reason, Unlock};

/// Few, since every case derives twice.
const FEW: u32 = 3;

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

fn written(rows: &[KeyRow], password: &str) -> Result<Vec<u8>, ExportFault> {
    let mut file = Vec::new();
    pskc(rows, &secret(password), FEW, &mut file).map(|()| file)
}

fn read_back(file: &[u8], password: &str) -> Reading<KeyRow> {
    read(file, &Unlock::Password(secret(password)), &AtomicBool::new(false))
}

fn row(serial: &str) -> KeyRow {
    KeyRow {
        serial: serial.to_owned(),
        maker: "Acme C200".to_owned(),
        shape: Shape::COMMON,
        seed: Secret::new(b"12345678901234567890".to_vec()),
        counter: 0,
        starts: None,
        expires: None,
        line: 0,
    }
}

fn why(row: KeyRow) -> Uncarried {
    let serial = row.serial.clone();
    let mut file = Vec::new();
    match pskc(&[self::row("S0"), row], &secret("x"), FEW, &mut file) {
        Err(ExportFault::Key { serial: named, why }) => {
            assert_eq!(named, serial);
            assert!(file.is_empty(), "nothing is written of a file that cannot be whole");
            why
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_exported_file_asks_for_its_password_and_opens_with_no_other() {
    let file = written(&[row("S1"), row("S2")], "pélican à vélo").unwrap();
    assert_eq!(needs(file.as_slice()), Needs::Password);
    let reading = read_back(&file, "pélican à vélo");
    assert!(reading.refused.is_empty() && reading.warned.is_empty(), "{:?}", reading.refused);
    assert_eq!(reading.rows.len(), 2);
    let wrong = read_back(&file, "pélican à velo");
    assert_eq!((wrong.rows.len(), wrong.refused.len()), (0, 1));
    assert_eq!(wrong.refused[0].reason, Reason::WrongKey);
}

#[test]
fn no_seed_is_in_the_file_and_no_two_files_are_alike() {
    let rows = [row("S1"), row("S2")];
    let (first, second) = (written(&rows, "x").unwrap(), written(&rows, "x").unwrap());
    let values = |file: &[u8]| {
        let text = String::from_utf8(file.to_vec()).unwrap();
        assert!(!text.contains(&BASE64.encode(rows[0].seed.expose())[..8]) && !text.contains("12345678901"));
        let values =
            text.split("<xenc:CipherValue>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned());
        values.collect::<Vec<_>>()
    };
    let all = [values(&first), values(&second)].concat();
    assert_eq!(all.len(), 6);
    let starts: std::collections::HashSet<_> = all.iter().map(|value| &value[..20]).collect();
    assert_eq!(starts.len(), 6, "a vector was used twice");
}

#[test]
fn what_pskc_cannot_carry_is_refused_by_name_and_nothing_is_written() {
    let moving = Moving::Time { period: 30, t0: 1 };
    assert_eq!(why(KeyRow { shape: Shape { moving, ..Shape::COMMON }, ..row("S1") }), Uncarried::Epoch);
    let year_0 = Some(Moment::from_secs(-62_135_596_801));
    assert_eq!(why(KeyRow { starts: year_0, ..row("S1") }), Uncarried::Date);
    assert_eq!(why(KeyRow { expires: Some(Moment::from_secs(i64::MAX)), ..row("S1") }), Uncarried::Date);
    assert_eq!(why(KeyRow { maker: "m".repeat(201), ..row("S1") }), Uncarried::Maker);
    assert_eq!(why(row("S 1")), Uncarried::Serial);
    assert_eq!(why(KeyRow { seed: Secret::new(vec![0; 129]), ..row("S1") }), Uncarried::Seed);
    let event = Shape { moving: Moving::Event, ..Shape::COMMON };
    assert_eq!(why(KeyRow { counter: -1, shape: event, ..row("S1") }), Uncarried::Counter);
}

#[test]
fn a_call_that_makes_no_sense_is_refused() {
    assert!(matches!(written(&[], "x"), Err(ExportFault::Nothing)));
    assert!(matches!(written(&[row("S1")], ""), Err(ExportFault::Password)));
    for rounds in [0, ROUNDS_MAX + 1] {
        let fault = pskc(&[row("S1")], &secret("x"), rounds, &mut Vec::new());
        assert!(matches!(fault, Err(ExportFault::Rounds { .. })));
    }
}

#[test]
fn a_disk_that_is_full_is_said() {
    let fault = pskc(&[row("S1")], &secret("x"), FEW, &mut &mut [0_u8; 900][..]);
    assert!(matches!(fault, Err(ExportFault::Write(_))));
}

#[test]
fn a_long_maker_is_carried_as_two_names() {
    let maker = format!("{} {}", "a".repeat(200), "é b".repeat(60));
    let file = written(&[KeyRow { maker: maker.clone(), ..row("S1") }], "x").unwrap();
    assert_eq!(read_back(&file, "x").rows[0].maker, maker);
}

#[test]
fn what_xml_has_no_way_to_write_is_replaced() {
    let maker = "A\u{1b}[2J\u{0}\u{ffff}<&>\"'\t\r\n.".to_owned();
    let file = written(&[KeyRow { maker, ..row("S1") }], "x").unwrap();
    assert_eq!(read_back(&file, "x").rows[0].maker, "A\u{fffd}[2J\u{fffd}\u{fffd}<&>\"'\t\r\n.");
}

/// A key that a failed case may print.
#[derive(Clone, Debug)]
struct Made {
    serial: String,
    maker: String,
    shape: Shape,
    seed: Vec<u8>,
    counter: i64,
    dates: [Option<i64>; 2],
}

impl Made {
    fn row(&self) -> KeyRow {
        let [starts, expires] = self.dates.map(|date| date.map(Moment::from_millis));
        let (serial, maker, seed) = (self.serial.clone(), self.maker.clone(), Secret::new(self.seed.clone()));
        KeyRow { serial, maker, shape: self.shape, seed, counter: self.counter, starts, expires, line: 0 }
    }
}

prop_compose! {
    fn made()(
        serial in "[!-~]{1,36}",
        maker in "([^\\p{C}\\s]([^\\p{C}]{0,60}[^\\p{C}\\s])?)?",
        algorithm in prop::sample::select(&[Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512][..]),
        digits in 6_u8..=8,
        moving in prop_oneof![
            Just(Moving::Event),
            (1_u32..=86_400).prop_map(|period| Moving::Time { period, t0: 0 }),
        ],
        seed in prop::collection::vec(any::<u8>(), 1..=128),
        counter in 0..=i64::MAX,
        starts in prop::option::of(-62_135_596_800_000_i64..253_402_207_200_000),
        expires in prop::option::of(-62_135_596_800_000_i64..253_402_207_200_000),
    ) -> Made {
        let counter = if moving == Moving::Event { counter } else { 0 };
        let shape = Shape { algorithm, digits, moving };
        Made { serial, maker, shape, seed, counter, dates: [starts, expires] }
    }
}

proptest! {
    #[test]
    fn import_export_import_is_the_identity(
        mut keys in prop::collection::vec(made(), 1..6),
        password in "\\PC{1,20}",
    ) {
        for (at, key) in keys.iter_mut().enumerate() {
            key.serial.push_str(&format!("-{at}"));
        }
        let rows: Vec<_> = keys.iter().map(Made::row).collect();
        let first = read_back(&written(&rows, &password).unwrap(), &password);
        prop_assert!(first.refused.is_empty(), "{:?}", first.refused);
        let second = read_back(&written(&first.rows, &password).unwrap(), &password);
        for rows in [&first.rows, &second.rows] {
            prop_assert_eq!(rows.len(), keys.len());
            for (row, key) in rows.iter().zip(&keys) {
                prop_assert_eq!(&row.serial, &key.serial);
                prop_assert_eq!(&row.maker, &key.maker);
                prop_assert_eq!(row.shape, key.shape);
                prop_assert_eq!(row.seed.expose(), &key.seed);
                prop_assert_eq!(row.counter, key.counter);
                prop_assert_eq!([row.starts, row.expires], key.dates.map(|date| date.map(Moment::from_millis)));
            }
        }
    }

    #[test]
    fn damage_anywhere_imports_nothing_that_was_not_written(at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let mut file = written(&[row("S1"), row("S2")], "x").unwrap();
        let at = at.index(file.len());
        file[at] ^= 1 << bit;
        for row in read_back(&file, "x").rows {
            prop_assert_eq!(row.seed.expose(), b"12345678901234567890");
        }
    }
}
