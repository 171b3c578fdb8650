#![allow(clippy::unwrap_used)]

use super::*;

#[test]
fn a_form_is_told_by_its_beginning() {
    for (head, form) in [
        ("<?xml version=\"1.0\"?>", Form::Pskc),
        ("\u{feff}  \n<KeyContainer", Form::Pskc),
        ("otpauth://totp/a", Form::Otpauth),
        ("\nOTPAUTH://hotp/a", Form::Otpauth),
        ("1001, 3132, totp", Form::OathCsv),
        ("# version: 2\n", Form::OathCsv),
    ] {
        assert_eq!(Form::of(head.as_bytes(), false).unwrap(), form, "{head}");
    }
    assert_eq!(Form::of(b"serial;seed", true).unwrap(), Form::Csv);
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    assert_eq!(Form::of(&wide("\u{feff}<?xml"), false).unwrap(), Form::Pskc);
    assert_eq!(Form::of(&wide("<?xml"), false).unwrap(), Form::Pskc);
    // The reader of lines names the encoding.
    assert_eq!(Form::of(&wide("\u{feff}1001"), false).unwrap(), Form::OathCsv);
}

#[test]
fn a_form_that_is_not_read_is_named() {
    for (head, name) in [
        (&b"otpauth-migration://offline?data=x"[..], "otpauth-migration (Google Authenticator)"),
        (b"OATH-HOTP,11.12.13 18:55,1,cccccccccccc,,916821d3a138bf85,,", "Yubico"),
        (b"-----BEGIN PGP MESSAGE-----", "OpenPGP"),
        (b"{\"version\": 1}", "JSON"),
        (b"PK\x03\x04\x14\x00", "ZIP (xlsx, ods)"),
        (b"a,b\0c", "?"),
    ] {
        assert_eq!(Form::of(head, false), Err(Reason::OtherForm { name }), "{}", head.escape_ascii());
    }
    assert_eq!(Form::of(b"", false), Err(Reason::EmptyFile));
    assert_eq!(Form::of(b" \n", true), Err(Reason::EmptyFile));
}

#[test]
fn every_form_has_a_name_and_every_name_a_form() {
    for (form, word) in Form::WORDS {
        assert_eq!((form.word(), Form::from_word(word)), (word, Some(form)));
    }
    for (encoding, word) in Encoding::WORDS {
        assert_eq!((encoding.word(), Encoding::from_word(word)), (word, Some(encoding)));
    }
}

#[test]
fn csv_needs_its_map() {
    let (unlock, cancel) = (Unlock::None, AtomicBool::new(false));
    let how = How { form: Form::Csv, encoding: None, map: None, unlock: &unlock, cancel: &cancel };
    assert_eq!(read(&b"a,b\n"[..], &how).refused[0].reason, Reason::MapNeeded);
}
