#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

#[test]
fn one_number_in_every_way_of_writing_it() {
    let ways = [
        "0261912345",
        "02 61 91 23 45",
        "02.61.91.23.45",
        "02-61-91-23-45",
        "02\u{a0}61\u{202f}91 23 45",
        "+33261912345",
        "+33 2 61 91 23 45",
        "+33 (0)2 61 91 23 45",
        "+33 02 61 91 23 45",
        "0033261912345",
        "00 33 2 61 91 23 45",
    ];
    for way in ways {
        let phone = Phone::parse(way).unwrap_or_else(|fault| panic!("{way}: {fault:?}"));
        assert_eq!(phone.e164(), "+33261912345", "{way}");
        assert_eq!(phone.national(), "02 61 91 23 45", "{way}");
    }
}

#[test]
fn numbers_and_how_they_are_shown() {
    let cases = [
        ("06 39 98 12 34", "+33639981234", "06 39 98 12 34", Line::Ordinary),
        ("0639 01 23 45", "+262639012345", "0639 01 23 45", Line::Ordinary),
        ("0262 12 34 56", "+262262123456", "0262 12 34 56", Line::Ordinary),
        ("+262 692 12 34 56", "+262692123456", "0692 12 34 56", Line::Ordinary),
        ("+590 0590 12 34 56", "+590590123456", "0590 12 34 56", Line::Ordinary),
        ("0508 41 23 45", "+508412345", "0508 41 23 45", Line::Ordinary),
        ("+687 12 34 56", "+687123456", "+687 12 34 56", Line::Ordinary),
        ("+689 40 12 34 56", "+68940123456", "+689 40 12 34 56", Line::Ordinary),
        ("0 808 807 003", "+33808807003", "0 808 807 003", Line::Ordinary),
        ("0899 12 34 56", "+33899123456", "0 899 123 456", Line::Premium),
        ("+49 151 12345678", "+4915112345678", "+4915112345678", Line::Foreign),
        ("+1 202 555 0100", "+12025550100", "+12025550100", Line::Foreign),
    ];
    for (text, e164, national, line) in cases {
        let phone = Phone::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        assert_eq!((phone.e164(), phone.national().as_str()), (e164, national), "{text}");
        assert_eq!(phone.line(), line, "{text}");
        assert_eq!(Phone::parse(phone.e164()).as_ref(), Ok(&phone), "{text} read again");
        assert_eq!(Phone::parse(&phone.national()).as_ref(), Ok(&phone), "{national} read again");
    }
}

#[test]
fn what_is_no_number_says_why() {
    let cases = [
        ("", PhoneFault::TooShort),
        ("0", PhoneFault::TooShort),
        ("02 61 91", PhoneFault::TooShort),
        ("02 61 91 23 456", PhoneFault::TooLong),
        ("261912345", PhoneFault::Prefix),
        ("3639", PhoneFault::Prefix),
        ("poste 12", PhoneFault::Character),
        ("٠٢٦١٩١٢٣٤٥", PhoneFault::Character),
        ("02 61 91 23 4O", PhoneFault::Character),
        ("++33261912345", PhoneFault::Character),
        ("+33 2 61 91", PhoneFault::TooShort),
        ("+33 2 61 91 23 456", PhoneFault::TooLong),
        ("+33 00 61 91 23 45", PhoneFault::Prefix),
        ("+687 12 34 56 7", PhoneFault::TooLong),
        ("+0 123 456 789", PhoneFault::Prefix),
        ("+49 12", PhoneFault::TooShort),
        ("+4912345678901234", PhoneFault::TooLong),
    ];
    for (text, fault) in cases {
        assert_eq!(Phone::parse(text), Err(fault), "{text}");
    }
    assert_eq!(Phone::parse(&"0".repeat(1000)), Err(PhoneFault::TooLong));
}

#[test]
fn a_number_typed_digit_by_digit_is_only_ever_too_short() {
    for whole in ["0261912345", "+33261912345", "+4915112345678"] {
        let shortest = if whole.starts_with("+49") { 8 } else { whole.len() };
        for end in 1..shortest {
            assert_eq!(Phone::parse(&whole[..end]), Err(PhoneFault::TooShort), "{}", &whole[..end]);
        }
    }
}
