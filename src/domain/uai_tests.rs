#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

#[test]
fn codes_with_the_right_letter_pass() {
    for code in ["0750655E", "0750654D", "9711032V", "0449001V", "0000000A"] {
        assert_eq!(Uai::parse(code).unwrap().as_str(), code);
    }
}

#[test]
fn a_small_letter_is_made_a_capital() {
    assert_eq!(Uai::parse("0750655e").unwrap().as_str(), "0750655E");
}

#[test]
fn a_wrong_letter_is_told_with_the_right_one() {
    let fault = Err(UaiFault::Letter { expected: 'E' });
    assert_eq!(Uai::parse("0750655F"), fault);
    assert_eq!(Uai::parse("0750655I"), fault);
}

#[test]
fn other_forms_are_refused() {
    let forms = ["", "0750655", "0750655EE", "07506555", "075065EE", " 0750655E", "0750655É", "é750655E"];
    for form in forms.into_iter().chain(["٠٧٥٠٦٥٥E", "+750655E", "00750655"]) {
        assert_eq!(Uai::parse(form), Err(UaiFault::Form), "{form}");
    }
}

#[test]
fn departments_are_named_as_people_write_them() {
    let numbers = [
        ("0750655", Some("75")),
        ("0010001", Some("01")),
        ("0950001", Some("95")),
        ("6200001", Some("2A")),
        ("7200001", Some("2B")),
        ("9711032", Some("971")),
        ("9760001", Some("976")),
        ("9880001", Some("988")),
        ("0990001", None),
        ("0000001", None),
        ("1230001", None),
    ];
    for (digits, department) in numbers {
        assert_eq!(lettered(digits).department(), department, "{digits}");
    }
}

fn lettered(digits: &str) -> Uai {
    let Err(UaiFault::Letter { expected }) = Uai::parse(&format!("{digits}O")) else {
        panic!("O is nobody's letter");
    };
    Uai::parse(&format!("{digits}{expected}")).unwrap()
}

proptest! {
    #[test]
    fn one_wrong_digit_always_shows(number in 0_u32..10_000_000, place in 0_usize..7, add in 1_u8..10) {
        let code = lettered(&format!("{number:07}"));
        let mut wrong = code.as_str().as_bytes().to_vec();
        wrong[place] = b'0' + (wrong[place] - b'0' + add) % 10;
        prop_assert!(Uai::parse(std::str::from_utf8(&wrong).unwrap()).is_err());
    }

    #[test]
    fn swapped_neighbours_always_show(number in 0_u32..10_000_000, place in 0_usize..6) {
        let code = lettered(&format!("{number:07}"));
        let mut wrong = code.as_str().as_bytes().to_vec();
        wrong.swap(place, place + 1);
        let swapped = Uai::parse(std::str::from_utf8(&wrong).unwrap());
        prop_assert_eq!(swapped.is_ok(), wrong[place] == wrong[place + 1]);
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,12}") {
        if let Ok(code) = Uai::parse(&text) {
            prop_assert_eq!(code.as_str(), text.to_ascii_uppercase());
        }
    }
}
