#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::BufReader;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;

use super::*;
use crate::keyfile::{KeyRow, Reading, Unlock, pskc};

const MAKER: &str = "Œuvre d’été à 12 € 🔑";

fn file(encoding: &str, maker: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"{encoding}\"?>\r\n<KeyContainer \
         xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\">\r\n<KeyPackage><DeviceInfo><Manufacturer>{maker}\
         </Manufacturer><SerialNo>S1</SerialNo></DeviceInfo><Key Algorithm=\"urn:ietf:params:xml:ns:keyprov:pskc:totp\">\
         <Data><Secret><PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</PlainValue></Secret></Data></Key></KeyPackage>\r\n\
         </KeyContainer>\r\n"
    )
}

fn little(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn big(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

fn one_byte(text: &str) -> Vec<u8> {
    let byte = |c: char| match CP1252.iter().position(|known| *known == c) {
        Some(at) => 0x80 + at as u8,
        None => u8::try_from(u32::from(c)).unwrap(),
    };
    text.chars().map(byte).collect()
}

fn read(bytes: &[u8]) -> Reading<KeyRow> {
    pskc::read(bytes, &Unlock::None, &AtomicBool::new(false))
}

fn reason(bytes: &[u8]) -> Reason {
    read(bytes).accepted().err().unwrap().remove(0).reason
}

#[test]
fn utf_16_is_read_with_its_mark_or_without() {
    for declared in ["UTF-16", "utf-16", "UTF-8"] {
        let file = file(declared, MAKER);
        for bytes in [
            [vec![0xff, 0xfe], little(&file)].concat(),
            [vec![0xfe, 0xff], big(&file)].concat(),
            little(&file),
            big(&file),
        ] {
            for size in [1, 2, 3, 7, 8_192] {
                let source = BufReader::with_capacity(size, bytes.as_slice());
                let reading = pskc::read(source, &Unlock::None, &AtomicBool::new(false));
                let row = &reading.accepted().unwrap()[0];
                assert_eq!((row.maker.as_str(), row.line), (MAKER, 3), "{size}");
            }
        }
    }
}

#[test]
fn latin_1_and_its_windows_form_are_read_as_declared() {
    for declared in ["ISO-8859-1", "iso-8859-1", "windows-1252", "CP1252", "latin1"] {
        let bytes = one_byte(&file(declared, "Œuvre d’été à 12 €"));
        assert_eq!(read(&bytes).accepted().unwrap()[0].maker, "Œuvre d’été à 12 €", "{declared}");
    }
    let quoted = file("ISO-8859-1", "é").replace("encoding=\"ISO-8859-1\"", "encoding = 'ISO-8859-1'");
    assert_eq!(read(&one_byte(&quoted)).accepted().unwrap()[0].maker, "é");
}

#[test]
fn a_declaration_that_contradicts_the_bytes_is_refused() {
    let other = |name: &str| Reason::OtherEncoding { name: name.to_owned() };
    assert_eq!(reason(file("UTF-16", MAKER).as_bytes()), other("UTF-16"));
    assert_eq!(reason(&little(&file("ISO-8859-1", MAKER))), other("ISO-8859-1"));
    assert_eq!(reason(&little(&file("UTF-16BE", MAKER))), other("UTF-16BE"));
    let marked = format!("\u{feff}{}", file("ISO-8859-1", MAKER));
    assert_eq!(reason(marked.as_bytes()), other("ISO-8859-1"));
    assert_eq!(reason(&one_byte(&file("UTF-8", "été"))), Reason::BadUtf8);
}

#[test]
fn broken_utf_16_is_named() {
    let file = file("UTF-16", "Clé?");
    let mut lone = little(&file);
    let at = lone.windows(2).position(|pair| pair == [0xe9, 0]).unwrap();
    lone[at..at + 2].copy_from_slice(&[0x00, 0xd8]);
    assert_eq!(reason(&lone), Reason::BadUtf8);
    lone[at..at + 2].copy_from_slice(&[0x00, 0xdc]);
    assert_eq!(reason(&lone), Reason::BadUtf8);
    let whole = little(&file);
    for end in (2..whole.len() - 4).step_by(3) {
        assert_eq!(reason(&whole[..end]), Reason::Truncated, "{end}");
    }
}

proptest! {
    #[test]
    fn any_text_is_the_same_in_every_encoding(maker in "[^\\p{C}\\s<>&]{1,300}") {
        let maker: String = maker.chars().take(200).collect();
        for bytes in [little(&file("UTF-16", &maker)), big(&file("UTF-16", &maker))] {
            prop_assert_eq!(&read(&bytes).accepted().unwrap()[0].maker, &maker);
        }
    }

    #[test]
    fn any_units_are_answered(units in prop::collection::vec(any::<u16>(), 0..500)) {
        let bytes: Vec<_> = [0xff, 0xfe].into_iter().chain(units.iter().flat_map(|unit| unit.to_le_bytes())).collect();
        prop_assert!(!read(&bytes).refused.is_empty());
    }
}
