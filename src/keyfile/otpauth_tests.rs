#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const RFC: &[u8] = b"12345678901234567890";

fn read_all(file: &str) -> Reading<KeyRow> {
    read(file.as_bytes(), &AtomicBool::new(false))
}

#[track_caller]
fn one(address: &str) -> KeyRow {
    let reading = read_all(&format!("{address}\n"));
    assert_eq!(reading.refused, [], "{address}");
    let [row] = <[_; 1]>::try_from(reading.rows).unwrap_or_else(|rows| panic!("{} keys", rows.len()));
    row
}

#[track_caller]
fn fault(address: &str) -> Refusal {
    let [refusal] =
        <[_; 1]>::try_from(read_all(&format!("{address}\n")).refused).unwrap_or_else(|all| panic!("{all:?}"));
    refusal
}

#[test]
fn an_address_is_read() {
    let clock =
        |digits, period| Shape { algorithm: Algorithm::Sha1, digits, moving: Moving::Time { period, t0: 0 } };
    for (address, serial, maker, shape) in [
        (format!("otpauth://totp/1001?secret={SECRET}"), "1001", "", clock(6, 30)),
        (
            format!("otpauth://totp/Guichet:1001?secret={SECRET}&digits=8&period=60"),
            "1001",
            "Guichet",
            clock(8, 60),
        ),
        (
            format!("OTPAUTH://TOTP/A%20B%3A%201001?Secret={SECRET}&Algorithm=SHA1"),
            "1001",
            "A B",
            clock(6, 30),
        ),
        (
            format!("otpauth://totp/x@y.fr?secret={SECRET}&serial=1001&issuer=Cl%C3%A9+%26+Cie"),
            "1001",
            "Clé & Cie",
            clock(6, 30),
        ),
        (
            format!("otpauth://totp/1001?secret={SECRET}&issuer=C%2B%2B+et+Cie"),
            "1001",
            "C++ et Cie",
            clock(6, 30),
        ),
        (
            format!("otpauth://totp/1001?secret={}&image=https%3A%2F%2Fx", SECRET.to_lowercase()),
            "1001",
            "",
            clock(6, 30),
        ),
        (format!("otpauth://totp/1001?secret={SECRET}%3D%3D%3D%3D%3D%3D%3D%3D"), "1001", "", clock(6, 30)),
    ] {
        if address.contains("%3D") {
            // Padding must be whole: thirty-two letters have none.
            assert_eq!(fault(&address).reason, Reason::BadSeed { encoding: "base32" });
            continue;
        }
        let row = one(&address);
        assert_eq!((row.serial.as_str(), row.maker.as_str(), row.shape), (serial, maker, shape), "{address}");
        assert!(row.seed.expose() == RFC, "{address}");
    }
    let padded = one("otpauth://totp/1001?secret=MZXW6YQ%3D&period=60");
    assert!(padded.seed.expose() == b"foob");
    let spaced = one("otpauth://totp/1001?secret=mzxw%206yq=&period=60");
    assert!(spaced.seed.expose() == b"foob");
    let counted = one(&format!("otpauth://hotp/1001?secret={SECRET}&counter=117&algorithm=SHA256"));
    assert_eq!(
        (counted.shape.moving, counted.counter, counted.shape.algorithm),
        (Moving::Event, 117, Algorithm::Sha256)
    );
}

#[test]
fn what_is_wrong_is_named() {
    let name = |name: &str| name.to_owned();
    for (address, reason) in [
        ("https://totp/1001?secret=MZXW6YQ=", Reason::NotOtpauth),
        ("otpauth:", Reason::NotOtpauth),
        ("otpauth://steam/1001?secret=MZXW6YQ=", Reason::UnknownAlgorithm { name: name("steam") }),
        ("otpauth:///1001?secret=MZXW6YQ=", Reason::UnknownAlgorithm { name: name("") }),
        (
            "otpauth://totp/1001?secret=MZXW6YQ=&encoder=steam",
            Reason::UnknownParameter { name: name("encoder") },
        ),
        ("otpauth://totp/1001?secret=MZXW6YQ=&pin=true", Reason::UnknownParameter { name: name("pin") }),
        ("otpauth://totp/1001", Reason::MissingSecret),
        ("otpauth://totp/1001?secret=", Reason::MissingSecret),
        ("otpauth://totp/1001?secret=MZXW6YQ1", Reason::BadSeed { encoding: "base32" }),
        ("otpauth://totp/1001?secret=MZXW6YQ=&secret=MZXW6YQ=", Reason::Repeated { field: "secret" }),
        ("otpauth://totp/1001?secret=MZXW6YQ=&digits=5", Reason::Digits { found: 5 }),
        ("otpauth://totp/1001?secret=MZXW6YQ=&period=0", Reason::Period { found: 0 }),
        ("otpauth://totp/1001?secret=MZXW6YQ=&algorithm=MD5", Reason::UnknownHash { name: name("MD5") }),
        ("otpauth://hotp/1001?secret=MZXW6YQ=", Reason::Unsaid { field: "counter" }),
        ("otpauth://hotp/1001?secret=MZXW6YQ=&counter=-1", Reason::BadNumber { field: "counter" }),
        ("otpauth://totp/?secret=MZXW6YQ=", Reason::MissingSerial),
        ("otpauth://totp/Jean%20Dupont?secret=MZXW6YQ=", Reason::BadSerial),
        ("otpauth://totp/1001%4?secret=MZXW6YQ=", Reason::BadEscape),
        ("otpauth://totp/1001%ff?secret=MZXW6YQ=", Reason::BadEscape),
    ] {
        assert_eq!(fault(address).reason, reason, "{address}");
    }
    assert_eq!(fault("otpauth://totp/1001?secret=1").serial_or_login.as_deref(), Some("1001"));
}

#[test]
fn faults_of_the_whole_file_leave_no_key() {
    let address = format!("otpauth://totp/1001?secret={SECRET}\n");
    for (file, reason) in [
        (format!("{address}{}", address.trim_end().replace("1001", "1002")), Reason::Truncated),
        ("\n".to_owned(), Reason::EmptyFile),
        (format!("{address}{}", "a".repeat(100_000)), Reason::TooLong { field: "line" }),
    ] {
        let reading = read_all(&file);
        assert!(reading.rows.is_empty());
        assert_eq!(reading.refused[0].reason, reason);
    }
    let twice = read_all(&format!("{address}{address}"));
    assert_eq!(twice.refused[0].reason, Reason::DuplicateSerial { first_line: 1 });
    let stopped = read(address.as_bytes(), &AtomicBool::new(true));
    assert_eq!(stopped.refused[0].reason, Reason::Cancelled);
}

#[test]
fn a_refusal_quotes_no_secret() {
    for address in [
        format!("otpauth://totp/{SECRET}?digits=1"),
        format!("otpauth://totp/{SECRET}?secret={SECRET}&digits=1"),
        format!("otpauth://{SECRET}/1001"),
        format!("otpauth://totp/1001?{SECRET}=secret"),
        format!("otpauth://totp/1001?secret=MZXW6YQ=&algorithm={SECRET}"),
        format!("otpauth://totp/1001?secret={SECRET}1"),
        SECRET.to_owned(),
    ] {
        let told = format!("{:?}", fault(&address));
        assert!(!told.contains(&SECRET[..16]), "{address}: {told}");
    }
}

proptest! {
    #[test]
    fn any_line_is_answered(text in "(otpauth://)?(totp/|hotp/)?[ -~é%&=?]{0,80}") {
        let reading = read_all(&format!("{text}\n"));
        prop_assert!(!reading.rows.is_empty() || !reading.refused.is_empty());
    }

    #[test]
    fn written_addresses_come_back(
        seed in prop::collection::vec(any::<u8>(), 1..=128),
        digits in 6_u8..=8,
        period in 1_u32..=86_400,
        counter in 0..=i64::MAX,
        hash in prop::sample::select(vec![Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512]),
        padded in any::<bool>(),
    ) {
        let alphabet = if padded { data_encoding::BASE32 } else { data_encoding::BASE32_NOPAD };
        let rest = format!("secret={}&algorithm={hash:?}&digits={digits}", alphabet.encode(&seed));
        for (address, moving, next) in [
            (format!("otpauth://totp/1001?{rest}&period={period}"), Moving::Time { period, t0: 0 }, 0),
            (format!("otpauth://hotp/1001?{rest}&counter={counter}"), Moving::Event, counter),
        ] {
            let row = one(&address);
            prop_assert_eq!(row.shape, Shape { algorithm: hash, digits, moving });
            prop_assert!(row.seed.expose() == &seed && row.counter == next);
        }
    }
}
