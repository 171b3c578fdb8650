//! Key files that mean harm, at the program itself: each is refused by name, in bounded memory, and
//! nothing of it comes in.

use std::fs::{self, OpenOptions};

use guichet::domain::otp::Shape;
use guichet::domain::secret::Secret;
use guichet::keyfile::{KeyRow, export};
use guichet::store::Store;
use guichet::text::keys::FR;

use crate::imports::pskc;
use crate::program::{Home, Ran};
use crate::support::sealed::{container, under_a_key, under_a_password};

/// What the program may take, stack and libraries included: half of the largest file.
const MEMORY_KIB: u64 = 512 * 1024;

const GIBIBYTE: u64 = 1 << 30;

fn good() -> String {
    pskc(&[("777001", b"12345678901234567890")])
}

/// The names of what was refused, after the answer was seen to be one.
#[track_caller]
fn reasons(ran: &Ran) -> Vec<String> {
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{ran:?}");
    let told = ran.json();
    assert_eq!(told["imported"], 0, "{told}");
    let refused = told["refused"].as_array().unwrap().iter();
    refused.map(|one| one["reason"].as_str().unwrap().to_owned()).collect()
}

/// Every key of the store.
fn everything(home: &Home) -> Ran {
    home.run(&["keys", "list", "--json"])
}

#[track_caller]
fn assert_refused(home: &Home, file: &str, reason: &str) {
    let ran = home.run_within(MEMORY_KIB, &["keys", "import", file, "--json"]);
    assert_eq!(reasons(&ran), [reason], "{file}");
    let partly = home.run_within(MEMORY_KIB, &["keys", "import", file, "--partial"]);
    assert_eq!(partly.code, 1, "{partly:?}");
    assert!(partly.err.starts_with("Rien n’a été importé"), "{partly:?}");
}

#[test]
fn every_trap_has_a_name() {
    let home = Home::demo();
    let key = |part: &str, trap: &str| {
        assert!(good().contains(part));
        good().replace(part, trap)
    };
    let levels =
        (1..12).map(|level| format!("<!ENTITY a{level} \"{}\">", format!("&a{};", level - 1).repeat(10)));
    let bomb = format!("<!DOCTYPE l [<!ENTITY a0 \"ha\">{}]>\n<Key", levels.collect::<String>());
    let outside = "<!DOCTYPE l [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<Key";
    let address = "<!DOCTYPE KeyContainer SYSTEM \"http://127.0.0.1:9/pskc.dtd\">\n<Key";
    let serial = "<SerialNo>777001<";
    let before = everything(&home);
    for (content, reason) in [
        (good()[..good().len() - 30].to_owned(), "truncated"),
        (key("<Key", &bomb).replace(serial, "<SerialNo>&a11;<"), "doctype-forbidden"),
        (key(serial, "<SerialNo>&a11;<"), "unknown-entity"),
        (key("<Key", outside).replace(serial, "<SerialNo>&x;<"), "doctype-forbidden"),
        (key("<Key", address), "doctype-forbidden"),
        (key("Length=\"6\"", "Length=\"0\""), "digits"),
        (key("Length=\"6\"", "Length=\"-6\""), "digits"),
        (key("Length=\"6\"", "Length=\"4294967302\""), "digits"),
        (key(">60<", ">0<"), "period"),
        (key(">60<", ">-60<"), "period"),
        (key(">60<", ">4294967356<"), "period"),
        (key(">60<", ">99999999999999999999<"), "bad-number"),
        ("<a>".repeat(3_000_000), "not-pskc"),
        (container(&format!("<Extensions>{}", "<a>".repeat(1_000_000))), "too-deep"),
        ("777001,3132,totp,0,60\n".to_owned(), "digits"),
        ("777001,3132,totp,6,0\n".to_owned(), "period"),
        ("otpauth://totp/777001?secret=MZXW6YQ=&digits=0\n".to_owned(), "digits"),
        ("otpauth://totp/777001?secret=MZXW6YQ=&period=0\n".to_owned(), "period"),
        ("otpauth://hotp/777001?secret=MZXW6YQ=&counter=-1\n".to_owned(), "bad-number"),
    ] {
        let file = home.file("keys", &content);
        assert_refused(&home, &file, reason);
    }
    assert!(everything(&home) == before);
}

/// A line, a text, a tag, a comment of a gigabyte: given up after its first part.
#[test]
fn a_gigabyte_in_one_piece_is_given_up() {
    let home = Home::demo();
    let before = everything(&home);
    let head = container("").replace("</KeyContainer>\n", "");
    for (start, reason) in [
        ("777001,".to_owned(), "too-long"),
        ("otpauth://totp/".to_owned(), "too-long"),
        (format!("{head}<KeyPackage><DeviceInfo><SerialNo>"), "too-long"),
        (format!("{head}<KeyPackage Id=\""), "too-long"),
        (format!("{head}<!--"), "too-long"),
        ("\0".to_owned(), "other-form"),
    ] {
        // More than the head that is looked at, then a hole: a gigabyte that takes no room.
        let file = home.file("keys", start.clone() + &"a".repeat(100_000));
        OpenOptions::new().write(true).open(&file).unwrap().set_len(GIBIBYTE).unwrap();
        assert_refused(&home, &file, reason);
        fs::remove_file(&file).unwrap();
    }
    assert!(everything(&home) == before);
}

/// More keys than a file may hold, good or bad: nothing comes in, and the memory stays bounded.
#[test]
fn a_flood_of_keys_is_given_up() {
    let home = Home::demo();
    let before = everything(&home);
    let file = home.file("keys.xml", container(&"<KeyPackage/>".repeat(1_000_001)));
    let ran = home.run_within(MEMORY_KIB, &["keys", "import", &file, "--json"]);
    assert_eq!(reasons(&ran), ["too-many-rows"]);
    assert!(everything(&home) == before);
}

/// Work that a file asks for: refused by name, once the password was given and before any of it.
#[test]
fn endless_work_is_refused() {
    let home = Home::demo();
    let before = everything(&home);
    for (rounds, reason) in [
        ("2147483648", "too-many-rounds"),
        ("10000001", "too-many-rounds"),
        ("18446744073709551615", "too-many-rounds"),
        ("18446744073709551616", "bad-number"),
        ("-1", "bad-number"),
        ("0", "incomplete-protection"),
    ] {
        let file = home.file("keys.xml", under_a_password().replace(">1000<", &format!(">{rounds}<")));
        let ran = home.ask(&["keys", "import", &file, "--json"], &[(FR.file_password, "qwerty")]);
        assert_eq!(reasons(&ran), [reason], "{rounds}");
    }
    assert!(everything(&home) == before);
}

/// One character changed in each part of an encrypted file that is protected.
#[test]
fn a_changed_character_is_noticed_wherever_it_counts() {
    let home = Home::demo();
    let before = everything(&home);
    for (content, asked, answer, parts) in [
        (
            under_a_key(),
            FR.file_key,
            "12345678901234567890123456789012",
            &[
                ("ESIzRFVm", "FSIzRFVm", "wrong-key"),
                ("I5wSX<", "I5wSY<", "wrong-key"),
                ("AAECAwQF", "BAECAwQF", "wrong-key"),
                ("jwZqIUqGv<", "jwZqIUqGw<", "wrong-key"),
                ("Su+NvtQf", "Tu+NvtQf", "wrong-key"),
                ("aes128-cbc\"/><xenc:CipherData", "aes192-cbc\"/><xenc:CipherData", "key-length"),
                ("#hmac-sha1", "#hmac-sha256", "wrong-key"),
                ("#hmac-sha1", "#hmac-sha9", "other-protection"),
                ("<ValueMAC>Su+NvtQfmvfJzF6bmQiJqoLRExc=</ValueMAC>", "", "missing-mac"),
            ][..],
        ),
        (
            under_a_password(),
            FR.file_password,
            "qwerty",
            &[
                ("Ej7/PEpyEpw=", "Fj7/PEpyEpw=", "wrong-key"),
                (">1000<", ">1001<", "wrong-key"),
                (">16<", ">24<", "key-length"),
                ("2GTTnLwM", "3GTTnLwM", "wrong-key"),
                ("oTvo+S22", "pTvo+S22", "wrong-key"),
                ("LP6xMvjt", "MP6xMvjt", "wrong-key"),
            ],
        ),
    ] {
        for (part, changed, reason) in parts {
            assert!(content.contains(part), "{part}");
            let file = home.file("keys.xml", content.replacen(part, changed, 1));
            let ran = home.ask(&["keys", "import", &file, "--json"], &[(asked, answer)]);
            assert_eq!(reasons(&ran), [*reason], "{part} → {changed}");
        }
    }
    assert!(everything(&home) == before);
}

/// One altered key among right ones is named; the others come in only if that was asked for.
#[test]
fn an_altered_key_is_named_among_right_ones() {
    let home = Home::demo();
    let row = |serial: &str| KeyRow {
        serial: serial.to_owned(),
        maker: String::new(),
        shape: Shape::COMMON,
        seed: Secret::new(serial.as_bytes().repeat(3)),
        counter: 0,
        starts: None,
        expires: None,
        line: 0,
    };
    let mut sealed = Vec::new();
    let rows = ["777001", "777002", "777003"].map(row);
    export::pskc(&rows, &Secret::new("qwerty".to_owned()), 10, &mut sealed).unwrap();
    let sealed = String::from_utf8(sealed).unwrap();
    // The code of the second key, its last character but the padding.
    let at = sealed.match_indices("</pskc:ValueMAC>").nth(1).unwrap().0 - 3;
    let other = if &sealed[at..=at] == "A" { "E" } else { "A" };
    let altered = format!("{}{other}{}", &sealed[..at], &sealed[at + 1..]);
    let file = home.file("keys.xml", altered);
    let asked = [(FR.file_password, "qwerty")];
    let ran = home.ask(&["keys", "import", &file, "--json"], &asked);
    assert_eq!(reasons(&ran), ["bad-mac"]);
    assert_eq!(ran.json()["refused"][0]["name"], "777002");
    let ran = home.ask(&["keys", "import", &file, "--partial", "--json"], &asked);
    assert_eq!((ran.code, &ran.json()["new"]), (6, &serde_json::json!(["777001", "777003"])), "{ran:?}");
    let store = Store::open(&home.data(), None).unwrap();
    assert!(store.key_row("777002").unwrap().is_none());
}
