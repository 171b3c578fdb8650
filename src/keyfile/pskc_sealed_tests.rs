#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{BufReader, Read};

use super::tests::{container, plain};
use super::*;
use crate::domain::secret::Secret;

/// The secret of the RFC's figures 6 and 7.
const SECRET: &[u8] = b"12345678901234567890";

const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";
const SHA1_MAC: &str = "http://www.w3.org/2000/09/xmldsig#hmac-sha1";

/// Figure 6 of RFC 6030: AES-128-CBC with a key agreed upon, and its codes.
pub(super) fn figure_6() -> String {
    let head = format!(
        "<EncryptionKey><ds:KeyName xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">Pre-shared-key</ds:KeyName>\
         </EncryptionKey><MACMethod Algorithm=\"{SHA1_MAC}\"><MACKey>{}</MACKey></MACMethod>",
        cipher("aes128-cbc", "\n    ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX\n  ")
    );
    let secret = cipher("aes128-cbc", "AAECAwQFBgcICQoLDA0OD+cIHItlB3Wra1DUpxVvOx2lef1VmNPCMl8jwZqIUqGv");
    container(&(head + &sealed_key("987654321", &secret, "Su+NvtQfmvfJzF6bmQiJqoLRExc=")))
}

/// Figure 7: a key derived from a password; the parameters stand in no namespace of their own.
pub(super) fn figure_7() -> String {
    let head = derived(
        "pkcs5",
        "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2",
        "<Salt xmlns=''><Specified>Ej7/PEpyEpw=</Specified></Salt><IterationCount>1000</IterationCount>\
         <KeyLength>16</KeyLength><PRF/>",
    ) + &format!(
        "<MACMethod Algorithm=\"{SHA1_MAC}\"><MACKey>{}</MACKey></MACMethod>",
        cipher("aes128-cbc", "2GTTnLwM3I4e5IO5FkufoOEiOhNj91fhKRQBtBJYluUDsPOLTfUvoU2dStyOwYZx")
    );
    let secret = cipher("aes128-cbc", "oTvo+S22nsmS2Z/RtcoF8Hfh+jzMe0RkiafpoDpnoZTjPYZu6V+A4aEn032yCr4f");
    container(&(head + &sealed_key("987654321", &secret, "LP6xMvjtypbfT9PdkJhBZ+D6O4w=\n")))
}

fn derived(prefix: &str, method: &str, parameters: &str) -> String {
    format!(
        "<EncryptionKey><xenc11:DerivedKey xmlns:xenc11=\"http://www.w3.org/2009/xmlenc11#\" \
         xmlns:pkcs5=\"http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#\">\
         <xenc11:KeyDerivationMethod Algorithm=\"{method}\"><{prefix}:PBKDF2-params>{parameters}\
         </{prefix}:PBKDF2-params></xenc11:KeyDerivationMethod><xenc11:MasterKeyName>Mine</xenc11:MasterKeyName>\
         </xenc11:DerivedKey></EncryptionKey>"
    )
}

fn cipher(name: &str, value: &str) -> String {
    format!(
        "<xenc:EncryptionMethod xmlns:xenc=\"{XENC}\" Algorithm=\"{XENC}{name}\"/><xenc:CipherData \
         xmlns:xenc=\"{XENC}\"><xenc:CipherValue>{value}</xenc:CipherValue></xenc:CipherData>"
    )
}

fn sealed_key(serial: &str, value: &str, code: &str) -> String {
    let code = if code.is_empty() { String::new() } else { format!("<ValueMAC>{code}</ValueMAC>") };
    format!(
        "\n<KeyPackage><DeviceInfo><SerialNo>{serial}</SerialNo></DeviceInfo><Key Id=\"1\" \
         Algorithm=\"urn:ietf:params:xml:ns:keyprov:pskc:hotp\"><AlgorithmParameters><ResponseFormat Length=\"8\" \
         Encoding=\"DECIMAL\"/></AlgorithmParameters><Data><Secret><EncryptedValue Id=\"ED\">{value}\
         </EncryptedValue>{code}</Secret><Counter><PlainValue>0</PlainValue></Counter></Data></Key></KeyPackage>"
    )
}

pub(super) fn agreed(hexadecimal: &str) -> Unlock {
    let key = data_encoding::HEXLOWER_PERMISSIVE.decode(hexadecimal.as_bytes()).unwrap();
    Unlock::Key(Secret::new(key))
}

pub(super) fn password(text: &str) -> Unlock {
    Unlock::Password(Secret::new(text.to_owned()))
}

pub(super) fn open(file: &str, unlock: &Unlock) -> Reading<KeyRow> {
    read(file.as_bytes(), unlock, &AtomicBool::new(false))
}

/// The one fault of a file, and that nothing of it is left.
fn fault(file: &str, unlock: &Unlock) -> Reason {
    let mut reading = open(file, unlock);
    assert_eq!((reading.rows.len(), reading.refused.len()), (0, 1), "{:?}", reading.refused);
    reading.refused.remove(0).reason
}

fn key_6() -> Unlock {
    agreed("12345678901234567890123456789012")
}

#[test]
fn figure_6_opens_with_the_key_agreed_upon() {
    assert_eq!(needs(figure_6().as_bytes()), Needs::Key);
    let reading = open(&figure_6(), &key_6());
    assert!(reading.refused.is_empty() && reading.warned.is_empty(), "{:?}", reading.refused);
    assert_eq!(reading.rows[0].seed.expose(), SECRET);
    assert_eq!((reading.rows[0].serial.as_str(), reading.rows[0].shape.digits), ("987654321", 8));
}

#[test]
fn figure_7_opens_with_its_password() {
    assert_eq!(needs(figure_7().as_bytes()), Needs::Password);
    let reading = open(&figure_7(), &password("qwerty"));
    assert!(reading.refused.is_empty() && reading.warned.is_empty(), "{:?}", reading.refused);
    assert_eq!(reading.rows[0].seed.expose(), SECRET);
}

#[test]
fn every_way_of_naming_the_function_of_the_derivation_is_read() {
    let sha1 = [
        "<PRF/>".to_owned(),
        String::new(),
        format!("<PRF Algorithm=\"{SHA1_MAC}\"/>"),
        format!("<PRF>{SHA1_MAC}</PRF>"),
        format!("<PRF>\n {SHA1_MAC} </PRF>"),
    ];
    for prf in sha1 {
        for prefix in ["pkcs5", "xenc11"] {
            let file = figure_7()
                .replace("<PRF/>", &prf)
                .replace("pkcs5:PBKDF2-params", &format!("{prefix}:PBKDF2-params"))
                .replace("<Salt xmlns=''>", "<Salt>");
            assert_eq!(open(&file, &password("qwerty")).rows.len(), 1, "{prf}");
        }
    }
    let sha256 =
        figure_7().replace("<PRF/>", "<PRF>http://www.w3.org/2001/04/xmldsig-more#hmac-sha256</PRF>");
    assert_eq!(fault(&sha256, &password("qwerty")), Reason::WrongKey);
    let other = figure_7().replace("<PRF/>", "<PRF Algorithm='urn:x#hmac-md5'/>");
    let name = "urn:x#hmac-md5".to_owned();
    assert_eq!(fault(&other, &password("qwerty")), Reason::OtherProtection { name });
}

#[test]
fn the_other_door_does_not_open_and_the_refusal_says_which_does() {
    let needs = |needs| Reason::Encrypted { needs };
    for unlock in [Unlock::None, password("qwerty")] {
        assert_eq!(fault(&figure_6(), &unlock), needs(Needs::Key));
    }
    for unlock in [Unlock::None, key_6()] {
        assert_eq!(fault(&figure_7(), &unlock), needs(Needs::Password));
    }
    // A file that says nothing of its key in its head.
    let (before, rest) =
        figure_6().split_once("<EncryptionKey>").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let headless = before + rest.split_once("</MACMethod>").unwrap().1;
    let headless = headless.replace("<ValueMAC>Su+NvtQfmvfJzF6bmQiJqoLRExc=</ValueMAC>", "");
    assert_eq!(super::needs(headless.as_bytes()), Needs::Key);
    assert_eq!(fault(&headless, &Unlock::None), needs(Needs::Key));
    let reading = open(&headless, &key_6());
    assert_eq!(reading.rows[0].seed.expose(), SECRET);
    assert_eq!(reading.warned[0].reason, Reason::Unproved);
}

#[test]
fn a_plain_file_takes_any_key_and_needs_none() {
    let file = container(&super::tests::key("S1", ""));
    assert_eq!(super::needs(file.as_bytes()), Needs::Nothing);
    assert_eq!(super::needs(&b"login;family"[..]), Needs::Nothing);
    assert_eq!(super::needs(&b"<!DOCTYPE a [<!ENTITY b \"c\">]><a/>"[..]), Needs::Nothing);
    assert_eq!(open(&file, &key_6()).rows.len(), 1);
    assert!(plain(file.as_bytes()).warned.is_empty());
}

#[test]
fn a_wrong_key_or_password_is_said_once_for_the_whole_file() {
    for wrong in ["azerty", "qwerty ", "Qwerty", ""] {
        assert_eq!(fault(&figure_7(), &password(wrong)), Reason::WrongKey, "{wrong}");
    }
    assert_eq!(fault(&figure_6(), &agreed("00000000000000000000000000000000")), Reason::WrongKey);
    let short = Reason::KeyLength { bytes: 24, cipher: "aes128-cbc" };
    assert_eq!(fault(&figure_6(), &agreed(&"11".repeat(24))), short);
}

#[test]
fn one_wrong_code_among_right_ones_names_its_key() {
    let (head, package) =
        figure_6().split_once("\n<KeyPackage>").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let package = format!("\n<KeyPackage>{}", package.replace("</KeyContainer>\n", ""));
    let named = |serial: &str| package.replace("987654321", serial);
    let altered = named("S2").replace("IUqGv<", "IUqGw<");
    let stripped = named("S3").replace("<ValueMAC>Su+NvtQfmvfJzF6bmQiJqoLRExc=</ValueMAC>", "");
    let cut = named("S4").replace("Su+NvtQfmvfJzF6bmQiJqoLRExc=", "Su+NvtQfmvfJzF6bmQiJqg==");
    let swapped =
        named("S5").replace("EncryptedValue Id=\"ED\"", "EncryptedValue").replace("D+cIHItl", "D+cIHIxl");
    let clear = named("S6");
    let (before, rest) = clear.split_once("<EncryptedValue").unwrap();
    let clear = format!("{before}<PlainValue>AAAA</PlainValue>{}", rest.split_once("</ValueMAC>").unwrap().1);
    let file =
        [&head, &named("S1"), &altered, &stripped, &cut, &swapped, &clear, &named("S7"), "</KeyContainer>"];
    let reading = open(&file.map(|part| part.to_owned()).concat(), &key_6());
    let rows: Vec<_> = reading.rows.iter().map(|row| row.serial.as_str()).collect();
    assert_eq!(rows, ["S1", "S7"]);
    let refused: Vec<_> = reading
        .refused
        .iter()
        .map(|fault| (fault.serial_or_login.as_deref().unwrap(), &fault.reason))
        .collect();
    let expected = [
        ("S2", &Reason::BadMac),
        ("S3", &Reason::MissingMac),
        ("S4", &Reason::BadMac),
        ("S5", &Reason::BadMac),
        ("S6", &Reason::MissingMac),
    ];
    assert_eq!(refused, expected);
}

#[test]
fn each_bit_of_what_is_protected_is_protected() {
    let file = figure_6();
    for region in [
        "ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX",
        "AAECAwQFBgcICQoLDA0OD+cIHItlB3Wra1DUpxVvOx2lef1VmNPCMl8jwZqIUqGv",
        "Su+NvtQfmvfJzF6bmQiJqoLRExc=",
    ] {
        let bytes = data_encoding::BASE64.decode(region.as_bytes()).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let altered = file.replace(region, &data_encoding::BASE64.encode(&flipped));
            assert_ne!(altered, file);
            assert_eq!(fault(&altered, &key_6()), Reason::WrongKey, "bit {bit} of {region}");
        }
    }
}

#[test]
fn other_protections_are_refused_by_name() {
    let other = |name: &str| Reason::OtherProtection { name: name.to_owned() };
    let camellia = "http://www.w3.org/2001/04/xmldsig-more#camellia128-cbc";
    let camellia_file = figure_6().replace(&format!("{XENC}aes128-cbc"), camellia);
    assert_eq!(fault(&camellia_file, &key_6()), other(camellia));
    for element in ["EncryptedKey", "X509Data", "RetrievalMethod", "AgreementMethod", "KeyValue"] {
        let file = figure_6().replace("<EncryptionKey>", &format!("<EncryptionKey><{element}/>"));
        assert_eq!(fault(&file, &key_6()), other(element));
    }
    let reference = figure_6().replace("<MACKey>", "<MACKeyReference>K</MACKeyReference><MACKey>");
    assert_eq!(fault(&reference, &key_6()), other("MACKeyReference"));
    let elsewhere = figure_6()
        .replace("<xenc:CipherValue>", "<xenc:CipherReference URI='http://192.0.2.1/'/><xenc:CipherValue>");
    assert_eq!(fault(&elsewhere, &key_6()), other("CipherReference"));
    let md5 = figure_6().replace("#hmac-sha1", "#hmac-md5");
    assert_eq!(fault(&md5, &key_6()), other("http://www.w3.org/2000/09/xmldsig#hmac-md5"));
    let scrypt = figure_7().replace("#pbkdf2", "#scrypt");
    assert_eq!(
        fault(&scrypt, &password("qwerty")),
        other("http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#scrypt")
    );
    let salt = figure_7().replace("Specified", "OtherSource");
    assert_eq!(fault(&salt, &password("qwerty")), other("OtherSource"));
}

#[test]
fn what_a_protection_lacks_is_named() {
    let lacks = |field| Reason::IncompleteProtection { field };
    for (text, field) in [
        ("<Salt xmlns=''><Specified>Ej7/PEpyEpw=</Specified></Salt>", "Salt"),
        ("<IterationCount>1000</IterationCount>", "IterationCount"),
        ("<KeyLength>16</KeyLength>", "KeyLength"),
    ] {
        assert_eq!(fault(&figure_7().replace(text, ""), &password("qwerty")), lacks(field));
    }
    for salt in ["", "!", "Ej7"] {
        let file = figure_7().replace("Ej7/PEpyEpw=", salt);
        assert_eq!(fault(&file, &password("qwerty")), lacks("Salt"), "{salt}");
    }
    let none = figure_7().replace(">1000<", ">0<");
    assert_eq!(fault(&none, &password("qwerty")), lacks("IterationCount"));
    let unnamed = figure_6().replace(&format!("<MACMethod Algorithm=\"{SHA1_MAC}\">"), "<MACMethod>");
    assert_eq!(fault(&unnamed, &key_6()), lacks("MACMethod"));
    let stripped = unnamed.replace("<ValueMAC>Su+NvtQfmvfJzF6bmQiJqoLRExc=</ValueMAC>", "");
    assert_eq!(fault(&stripped, &key_6()), lacks("MACMethod"));
    let (before, rest) =
        figure_6().split_once("<MACMethod").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let undeclared = before + rest.split_once("</MACMethod>").unwrap().1;
    assert_eq!(fault(&undeclared, &key_6()), lacks("MACMethod"));
    let method = format!("<xenc:EncryptionMethod xmlns:xenc=\"{XENC}\" Algorithm=\"{XENC}aes128-cbc\"/>");
    assert_eq!(fault(&figure_6().replace(&method, ""), &key_6()), lacks("EncryptionMethod"));
}

#[test]
fn the_work_a_file_may_ask_for_has_a_limit() {
    for (rounds, found) in
        [("2147483648", 2_147_483_648), ("10000001", 10_000_001), ("18446744073709551615", u64::MAX)]
    {
        let file = figure_7().replace(">1000<", &format!(">{rounds}<"));
        assert_eq!(fault(&file, &password("qwerty")), Reason::TooManyRounds { found, limit: 10_000_000 });
    }
    for rounds in ["18446744073709551616", "-1", "", "1e3"] {
        let file = figure_7().replace(">1000<", &format!(">{rounds}<"));
        assert_eq!(
            fault(&file, &password("qwerty")),
            Reason::BadNumber { field: "IterationCount" },
            "{rounds}"
        );
    }
    for length in ["0", "33", "4294967295", "-16"] {
        let file = figure_7().replace(">16<", &format!(">{length}<"));
        assert_eq!(fault(&file, &password("qwerty")), Reason::BadNumber { field: "KeyLength" }, "{length}");
    }
}

#[test]
fn reading_can_be_cancelled_before_and_during_the_derivation() {
    let file = figure_7().replace(">1000<", ">10000000<");
    let cancelled = AtomicBool::new(true);
    for file in [&file, &figure_6(), &container(&super::tests::key("S1", ""))] {
        let reading = read(file.as_bytes(), &password("qwerty"), &cancelled);
        assert_eq!((reading.rows.len(), &reading.refused[0].reason), (0, &Reason::Cancelled));
    }
}

#[test]
fn a_file_cut_anywhere_in_what_is_encrypted_is_refused_whole() {
    let file = figure_6();
    let whole = file.trim_end().len();
    for end in (0..whole).step_by(7) {
        let reading = open(&file[..end], &key_6());
        let expected = if end == 0 { Reason::EmptyFile } else { Reason::Truncated };
        assert_eq!((reading.rows.len(), &reading.refused[0].reason), (0, &expected), "{end}");
    }
}

#[test]
fn the_draft_form_without_a_key_for_the_codes_uses_the_encryption_key() {
    let (before, rest) =
        figure_6().split_once("<MACKey>").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let file = before + rest.split_once("</MACKey>").unwrap().1;
    assert_eq!(fault(&file, &key_6()), Reason::WrongKey);
    let right = file.replace("Su+NvtQfmvfJzF6bmQiJqoLRExc=", "N8Agsfe5A7WQFswmdvL/MHdd3y0=");
    assert_eq!(open(&right, &key_6()).rows[0].seed.expose(), SECRET);
}

#[test]
fn what_stands_in_an_encrypted_value_is_checked() {
    for (pattern, replacement, reason) in [
        ("<xenc:CipherValue>AAEC", "<xenc:CipherValue>!AEC", Reason::BadCipher),
        ("Su+NvtQfmvfJzF6bmQiJqoLRExc=", "Su+Nv", Reason::BadMac),
        (
            "</EncryptedValue>",
            "</EncryptedValue><EncryptedValue/>",
            Reason::Repeated { field: "EncryptedValue" },
        ),
        ("</ValueMAC>", "</ValueMAC><ValueMAC/>", Reason::Repeated { field: "ValueMAC" }),
        (
            "<PlainValue>0</PlainValue></Counter>",
            "<PlainValue>0</PlainValue><ValueMAC>AAAA</ValueMAC></Counter>",
            Reason::IncompleteProtection { field: "EncryptedValue" },
        ),
    ] {
        let file = figure_6().replace(pattern, replacement);
        assert_ne!(file, figure_6());
        assert_eq!(fault(&file, &key_6()), reason, "{replacement}");
    }
    let both = figure_6().replace("<Secret>", "<Secret><PlainValue>AAAA</PlainValue>");
    assert_eq!(fault(&both, &key_6()), Reason::MissingMac);
}

/// Gives these bytes again and again.
struct Endless(&'static [u8], usize);

impl Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        for byte in out.iter_mut() {
            *byte = self.0[self.1 % self.0.len()];
            self.1 += 1;
        }
        Ok(out.len())
    }
}

#[test]
fn endless_encrypted_values_are_given_up_in_any_encoding() {
    let file = figure_6();
    let (before, _) = file.split_once("AAECAwQF").unwrap();
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(before.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin = before.replace("UTF-8", "ISO-8859-1");
    for (start, filler) in [(before.as_bytes(), &b"A"[..]), (&wide, b"A\0"), (latin.as_bytes(), b"A")] {
        let source = BufReader::new(start.chain(Endless(filler, 0)));
        let mut reading = read(source, &key_6(), &AtomicBool::new(false));
        assert_eq!((reading.rows.len(), reading.refused.len()), (0, 1));
        assert_eq!(reading.refused.remove(0).reason, Reason::TooLong { field: "CipherValue" });
    }
}
