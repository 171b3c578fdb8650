#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

/// The kind and the digits kept, in a form that can be compared.
fn sorted(entry: &str, digits: u8) -> (&'static str, String) {
    match sort(Secret::new(entry.to_owned()), digits) {
        Typed::Code(code) => ("code", code.expose().to_owned()),
        Typed::Passcode(code) => ("passcode", code.expose().to_owned()),
        Typed::Neither => ("neither", String::new()),
    }
}

fn without_spaces(entry: &str) -> String {
    entry.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}')).collect()
}

#[test]
fn codes_with_their_zeros_and_without_their_spaces() {
    let table = [
        ("032848", 6, "032848"),
        ("000000", 6, "000000"),
        ("032 848", 6, "032848"),
        (" 032848 ", 6, "032848"),
        ("0 3 2 8 4 8", 6, "032848"),
        ("032\u{a0}848", 6, "032848"),
        ("032\u{202f}848", 6, "032848"),
        ("\u{202f}\u{a0} 03 28 48", 6, "032848"),
        ("0328 480", 7, "0328480"),
        ("0708 1804", 8, "07081804"),
        ("00000000", 8, "00000000"),
    ];
    for (entry, digits, kept) in table {
        assert_eq!(sorted(entry, digits), ("code", kept.to_owned()), "{entry:?}");
    }
}

/// The PINs of the notices: four digits (Rouen), four to six (Amiens, Poitiers), characters
/// (Créteil, Nantes).
#[test]
fn passcodes_lose_their_pin() {
    let table = [
        ("4576768950", 6, "768950"),
        ("12345032848", 6, "032848"),
        ("123456032848", 6, "032848"),
        ("ab12c032848", 6, "032848"),
        ("4576 768 950", 6, "768950"),
        ("4576\u{a0}768\u{202f}950", 6, "768950"),
        ("é€ß032848", 6, "032848"),
        ("clé!032848", 6, "032848"),
        ("٤٥٧٦768950", 6, "768950"),
        ("0032848", 6, "032848"),
        ("000000000000", 6, "000000"),
        ("457607081804", 8, "07081804"),
        ("a07081804", 8, "07081804"),
        ("12340328480", 7, "0328480"),
    ];
    for (entry, digits, kept) in table {
        assert_eq!(sorted(entry, digits), ("passcode", kept.to_owned()), "{entry:?}");
    }
}

#[test]
fn anything_else_is_neither() {
    let table = [
        ("", 6),
        ("   ", 6),
        ("32848", 6),
        ("03284", 6),
        ("032848", 8),
        ("4576768", 8),
        ("03284a", 6),
        ("ab12c", 6),
        ("768950x", 6),
        ("4576768950é", 6),
        ("032-848", 6),
        ("03.28.48", 6),
        ("٠٣٢٨٤٨", 6),
        ("٠٣٢", 6),
        ("４５７６７６８９５０", 6),
        ("76895é", 6),
        ("0\u{200b}32848", 6),
        ("032\t848", 6),
        ("032848\n", 6),
    ];
    for (entry, digits) in table {
        assert_eq!(sorted(entry, digits).0, "neither", "{entry:?} as {digits} digits");
    }
}

#[test]
fn spaces_leave_only_the_rest_in_order() {
    let table = [("", ""), (" \u{a0}\u{202f}", ""), ("a b", "ab"), ("é 1\u{a0}ß", "é1ß"), ("ab", "ab")];
    for (text, kept) in table {
        let mut text = text.to_owned();
        text.retain_wiping(&SPACES);
        assert_eq!(text, kept);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Any text at all: no panic, and what is kept is the end of what was typed.
    #[test]
    fn the_code_kept_is_always_the_last_digits(
        entry in "\\PC{0,40}|[0-9a-z \u{a0}\u{202f}é]{0,20}",
        digits in 6..=8_u8,
    ) {
        let typed = without_spaces(&entry);
        let (kind, kept) = sorted(&entry, digits);
        match kind {
            "code" => prop_assert_eq!(kept, typed),
            "passcode" => {
                prop_assert_eq!(kept.len(), usize::from(digits));
                prop_assert!(typed.len() > kept.len() && typed.ends_with(&kept));
                prop_assert!(kept.bytes().all(|b| b.is_ascii_digit()));
            }
            _ => {
                let tail = typed.chars().rev().take(usize::from(digits));
                let digits_at_the_end = tail.filter(char::is_ascii_digit).count();
                prop_assert!(digits_at_the_end < usize::from(digits), "{:?} was not recognised", entry);
            }
        }
    }

    /// Whatever the PIN and wherever the spaces, the six digits behind it come out.
    #[test]
    fn a_pin_in_front_is_always_seen(pin in "[^ \u{a0}\u{202f}]{1,6}", code in "[0-9]{6}", at in 0..=6_usize) {
        let (head, tail) = code.split_at(at);
        prop_assert_eq!(sorted(&format!("{pin}{head} {tail}"), 6), ("passcode", code.clone()));
        prop_assert_eq!(sorted(&format!("{head}\u{202f}{tail}"), 6), ("code", code));
    }
}
