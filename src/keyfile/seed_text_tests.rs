#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

const RFC: &[u8] = b"12345678901234567890";

fn read(text: &str, encoding: Option<Encoding>) -> Result<Vec<u8>, Reason> {
    seed(text.as_bytes(), encoding).map(|seed| seed.expose().clone())
}

#[test]
fn a_secret_is_read_in_the_encoding_told() {
    let base32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    for (text, encoding) in [
        ("3132333435363738393031323334353637383930", Encoding::Hex),
        ("31 32 33 34 35 36 37 38 39 30 31 32 33 34 35 36 37 38 39 30", Encoding::Hex),
        (base32, Encoding::Base32),
        (&base32.to_lowercase(), Encoding::Base32),
        ("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ", Encoding::Base32),
        ("MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=", Encoding::Base64),
    ] {
        assert_eq!(read(text, Some(encoding)).unwrap(), RFC, "{text}");
    }
    for (text, encoding) in [
        ("313", Encoding::Hex),
        ("zz", Encoding::Hex),
        ("MZXW6YTBO", Encoding::Base32),
        ("MZXW6YT=", Encoding::Hex),
        ("MZXW6===B", Encoding::Base32),
        ("MZXW6==", Encoding::Base32),
        ("M1", Encoding::Base32),
        ("MTIzNDU2Nzg5MDEyMzQ1Njc4OTA", Encoding::Base64),
        ("é", Encoding::Base64),
    ] {
        assert_eq!(read(text, Some(encoding)), Err(Reason::BadSeed { encoding: encoding.word() }), "{text}");
    }
}

#[test]
fn padding_is_whole_or_absent() {
    for text in ["MZXW6===", "MZXW6", "mzxw6"] {
        assert_eq!(read(text, Some(Encoding::Base32)).unwrap(), b"foo", "{text}");
    }
}

#[test]
fn without_an_encoding_only_what_is_certain_is_read() {
    assert_eq!(read("3132333435363738393031323334353637383930", None).unwrap(), RFC);
    assert_eq!(read("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", None).unwrap(), RFC);
    // Letters A to F, digits 2 to 7: 20 bytes or 25.
    let either = "2345672345672345672345672345672345672345";
    assert_eq!(read(either, None), Err(Reason::AmbiguousSeed));
    assert_eq!(read(either, Some(Encoding::Hex)).unwrap().len(), 20);
    assert_eq!(read(either, Some(Encoding::Base32)).unwrap().len(), 25);
    for text in ["MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=", "Gezdgnbv", "hello world!", "3,13E+39"] {
        assert_eq!(read(text, None), Err(Reason::UnknownEncoding), "{text}");
    }
}

#[test]
fn the_size_of_a_secret_has_limits() {
    assert_eq!(read("", None), Err(Reason::MissingSecret));
    assert_eq!(read(" \t ", Some(Encoding::Hex)), Err(Reason::MissingSecret));
    assert_eq!(read(&"18".repeat(128), None).unwrap().len(), 128);
    assert_eq!(read(&"18".repeat(129), None), Err(Reason::SeedLength { bytes: 129 }));
    assert_eq!(read("====", Some(Encoding::Base32)), Err(Reason::BadSeed { encoding: "base32" }));
}

proptest! {
    #[test]
    fn what_was_written_is_read(bytes in prop::collection::vec(any::<u8>(), 1..=128)) {
        let hex = data_encoding::HEXUPPER.encode(&bytes);
        prop_assert_eq!(&read(&hex, Some(Encoding::Hex)).unwrap(), &bytes);
        let base32 = data_encoding::BASE32.encode(&bytes);
        prop_assert_eq!(&read(&base32, Some(Encoding::Base32)).unwrap(), &bytes);
        prop_assert_eq!(&read(&BASE64.encode(&bytes), Some(Encoding::Base64)).unwrap(), &bytes);
        // What is read without being told is right, or it is refused.
        for text in [hex, base32] {
            match read(&text, None) {
                Ok(read) => prop_assert_eq!(&read, &bytes),
                Err(reason) => prop_assert_eq!(reason, Reason::AmbiguousSeed),
            }
        }
    }
}
