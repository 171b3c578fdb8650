#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use data_encoding::HEXLOWER;

use super::*;

const CBC: &str = "http://www.w3.org/2001/04/xmlenc#";

fn keyed(bytes: Vec<u8>) -> Keyed {
    Keyed::new(Secret::new(bytes))
}

/// A key of bytes that count up from 0.
fn counting(length: u8) -> Keyed {
    keyed((0..length).collect())
}

fn opened(keyed: &mut Keyed, name: &str, padding: Padding, sealed: &str) -> Result<Vec<u8>, Sealed> {
    let cipher = Cipher::named(name).ok().unwrap();
    assert!(keyed.ready(cipher).is_ok());
    let mut bytes = HEXLOWER.decode(sealed.as_bytes()).unwrap();
    keyed.open(cipher, padding, &mut bytes).map(<[u8]>::to_vec)
}

/// Encrypted by Python's cryptography, which is OpenSSL.
const SEALED: [(&str, u8, &str); 5] = [
    (
        "aes128-cbc",
        16,
        "6465666768696a6b6c6d6e6f7071727368e820b5df6d13fad69c4b73e9cdd5903f400360640dd515706de93d3c811579",
    ),
    (
        "aes192-cbc",
        24,
        "6465666768696a6b6c6d6e6f707172731478d79a4001a6964bcebf87d844f699fa468b3855b07501b27764c325619804",
    ),
    (
        "aes256-cbc",
        32,
        "6465666768696a6b6c6d6e6f707172736bea950bc900ff70eb55fbd1c2f94c51a6416a5e2248b610e3ce84c64cb5081d",
    ),
    ("tripledes-cbc", 16, "6465666768696a6bb3daf6adcbe650112ccb7acf4e4261851dda916b74a62bf0"),
    ("tripledes-cbc", 24, "6465666768696a6bcc63c976f71b5d9613a591aadecab9b489a68003b6628086"),
];

#[test]
fn each_cipher_opens_what_another_program_sealed() {
    for (name, length, sealed) in SEALED {
        for padding in [Padding::Last, Padding::Whole] {
            let text = opened(&mut counting(length), &format!("{CBC}{name}"), padding, sealed);
            assert_eq!(text.as_deref(), Ok(&b"12345678901234567890"[..]), "{name}");
        }
    }
}

/// Wrapped by python-pskc, padding where RFC 5649 asks for it.
#[test]
fn aes_key_wrap_opens_every_length() {
    for (length, sealed) in [
        (1, "3e31ff68fb309a838bae234f0ad06865"),
        (7, "1253396be5cfa3eeab842a49f2dcc85b"),
        (8, "5d960d89fd83b9584da64982d51822fb"),
        (9, "55888cd8d273826462a9f2e6ccfd49350380df382633d002"),
        (16, "a2191189b7f03eef7c9f7a0d32d1f4c482231582c504cb19"),
        (20, "310e2710e49c331660e99aee69ab4d107cefdaea3e1a63a88231d65f0a6a1f3f"),
        (24, "90931dc58a9756e379948c1d70995db695760b2a335aeb71080d84ea00adcf70"),
    ] {
        let text = opened(&mut counting(24), "kw-aes192", Padding::Whole, sealed);
        assert_eq!(text, Ok((1..=length).collect()), "{length}");
        let mut altered = sealed.to_owned().into_bytes();
        altered[3] ^= 1;
        let altered = String::from_utf8(altered).unwrap();
        let text = opened(&mut counting(24), "kw-aes192", Padding::Whole, &altered);
        assert_eq!(text, Err(Sealed::Other), "{length}");
    }
}

/// RFC 3394 sections 4.1 to 4.6 (the last), RFC 5649 section 6, RFC 3217 section 4.4.
#[test]
fn the_vectors_of_the_rfcs_come_out() {
    let key = |text: &str| keyed(HEXLOWER.decode(text.as_bytes()).unwrap());
    let text = |text: &str| Ok(HEXLOWER.decode(text.as_bytes()).unwrap());
    assert_eq!(
        opened(
            &mut key("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"),
            "kw-aes256",
            Padding::Whole,
            "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21",
        ),
        text("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f"),
    );
    let short = "5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8";
    for (sealed, clear) in [
        (
            "138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a",
            "c37b7e6492584340bed12207808941155068f738",
        ),
        ("afbeb0f07dfbf5419200f2ccb50bb24f", "466f7250617369"),
    ] {
        assert_eq!(opened(&mut key(short), "kw-aes192", Padding::Whole, sealed), text(clear));
    }
    assert_eq!(
        opened(
            &mut key("255e0d1c07b646dfb3134cc843ba8aa71f025b7c0838251f"),
            "kw-tripledes",
            Padding::Whole,
            "690107618ef092b3b48ca1796b234ae9fa33ebb4159604037db5d6a84eb3aac2768c632775a467d4",
        ),
        text("2923bf85e06dd6ae529149f1f1bae9eab3a7da3d860d3e98"),
    );
}

/// XML Encryption section 5.2 fills the padding with anything; only what a code proves is taken so.
#[test]
fn padding_of_other_writers_is_taken_where_a_code_proves_it() {
    // The text ends with four bytes in the last block. Altering the block before alters the padding,
    // but for its last byte.
    let (_, _, sealed) = SEALED[0];
    let mut bytes = HEXLOWER.decode(sealed.as_bytes()).unwrap();
    bytes[20..31].iter_mut().for_each(|byte| *byte ^= 0x55);
    let sealed = HEXLOWER.encode(&bytes);
    let text = opened(&mut counting(16), "aes128-cbc", Padding::Last, &sealed).unwrap();
    assert_eq!(text.len(), 20);
    assert_eq!(opened(&mut counting(16), "aes128-cbc", Padding::Whole, &sealed), Err(Sealed::Other));
}

#[test]
fn what_no_cipher_made_is_refused_for_its_form() {
    for (name, length, block) in
        [("aes128-cbc", 16, 16), ("tripledes-cbc", 24, 8), ("kw-aes128", 16, 8), ("kw-tripledes", 24, 8)]
    {
        for bytes in (0..100).filter(|bytes| bytes % block != 0 || *bytes < 2 * block) {
            let sealed = "00".repeat(bytes);
            assert_eq!(
                opened(&mut counting(length), name, Padding::Last, &sealed),
                Err(Sealed::Form),
                "{name} {bytes}"
            );
        }
        let nothing = "00".repeat(4 * block);
        assert_eq!(
            opened(&mut counting(length), name, Padding::Whole, &nothing),
            Err(Sealed::Other),
            "{name}"
        );
    }
}

#[test]
fn each_cipher_wants_its_length_of_key_and_is_named_otherwise() {
    for (name, cipher) in NAMES {
        for length in 0..=40 {
            let taken = counting(length).ready(cipher);
            let right = match name {
                "tripledes-cbc" | "kw-tripledes" => length == 16 || length == 24,
                _ if name.contains("128") => length == 16,
                _ if name.contains("192") => length == 24,
                _ => length == 32,
            };
            let expected = if right {
                Ok(())
            } else {
                Err(Reason::KeyLength { bytes: usize::from(length), cipher: name })
            };
            assert_eq!(taken, expected, "{name} {length}");
        }
    }
}

#[test]
fn other_ciphers_are_named() {
    for uri in ["", "aes128", "http://www.w3.org/2009/xmlenc11#aes128-gcm", "urn:x#kw-camellia128"] {
        assert_eq!(Cipher::named(uri).err(), Some(Reason::OtherProtection { name: uri.to_owned() }));
    }
}
