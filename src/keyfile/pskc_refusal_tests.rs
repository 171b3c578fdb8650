#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

use proptest::prelude::*;

use super::tests::{container, key, plain, rows};
use super::*;
use crate::domain::key::Serial;
use crate::domain::otp::SEED_BYTES;

fn plain_up_to(keys_max: u64, file: &str) -> Reading<KeyRow> {
    read_up_to(keys_max, file.as_bytes(), &Unlock::None, &AtomicBool::new(false))
}

/// Every fault of a file, after checking that nothing of it can be imported.
fn faults(file: &[u8]) -> Vec<Refusal> {
    plain(file).accepted().err().expect("the file is refused")
}

/// The only fault of a file.
fn fault(file: &str) -> Refusal {
    let mut faults = faults(file.as_bytes());
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

/// The only fault of a file of one key, which the refusal names.
fn key_fault(package: &str) -> Reason {
    let fault = fault(&container(package));
    assert_eq!(fault.serial_or_login.as_deref(), Some("S1"));
    fault.reason
}

/// The only fault of a file as a whole: no row is left.
fn file_fault(file: &str) -> Reason {
    let reading = plain(file.as_bytes());
    assert!(reading.rows.is_empty());
    let fault = fault(file);
    assert_eq!(fault.serial_or_login, None);
    fault.reason
}

fn with_data(more: &str) -> String {
    key("S1", "").replace("</Data>", &format!("{more}</Data>"))
}

fn with_secret(secret: &str) -> String {
    let package = key("S1", "");
    let (before, rest) = package.split_once("<PlainValue>").unwrap();
    let (_, after) = rest.split_once("</PlainValue>").unwrap();
    format!("{before}<PlainValue>{secret}</PlainValue>{after}")
}

fn with_format(attributes: &str) -> String {
    key("S1", &format!("<AlgorithmParameters><ResponseFormat {attributes}/></AlgorithmParameters>"))
}

fn with_policy(policy: &str) -> String {
    key("S1", &format!("<Policy>{policy}</Policy>"))
}

#[test]
fn a_file_cut_anywhere_is_refused_whole() {
    let file = container(&key("A&amp;<![CDATA[B]]><!-- é -->", "<?note e?>")).replace("Acme", "Clés d'Été");
    assert_eq!(rows(&file).len(), 1);
    let whole = file.trim_end().len();
    for end in 0..whole {
        let reading = plain(&file.as_bytes()[..end]);
        assert!(reading.rows.is_empty(), "{end}");
        let reasons: Vec<_> = reading.refused.iter().map(|refusal| &refusal.reason).collect();
        let expected = if end == 0 { Reason::EmptyFile } else { Reason::Truncated };
        assert_eq!(reasons, [&expected], "{:?}", &file.as_bytes()[..end].escape_ascii().to_string());
    }
    assert_eq!(plain(&file.as_bytes()[..whole]).rows.len(), 1);
}

#[test]
fn a_cut_between_two_keys_imports_neither() {
    let file = container(&[key("S1", ""), key("S2", "")].concat());
    let (before, _) = file.split_at(file.rfind("\n<KeyPackage>").unwrap() + 1);
    assert_eq!(fault(before), Refusal { line: 4, serial_or_login: None, reason: Reason::Truncated });
    assert_eq!(file_fault(before), Reason::Truncated);
}

#[test]
fn files_of_other_kinds_are_refused_by_name() {
    let text = Reason::NotXml { what: "text" };
    for (file, reason) in [
        ("", Reason::EmptyFile),
        (" \r\n\t", Reason::EmptyFile),
        ("login;family\ncdupont;Dupont\n", text.clone()),
        ("{\"keys\":[]}", text.clone()),
        ("<html/>", Reason::NotPskc { root: "html".to_owned() }),
        ("<KeyContainer/>", Reason::NotPskc { root: "KeyContainer".to_owned() }),
        ("<KeyContainer xmlns='urn:other'/>", Reason::NotPskc { root: "KeyContainer".to_owned() }),
        (
            "<?xml version='1.0' encoding='Shift_JIS'?><a/>",
            Reason::OtherEncoding { name: "Shift_JIS".to_owned() },
        ),
    ] {
        assert_eq!(file_fault(file), reason, "{file}");
    }
    for wide in [&b"\xff\xfe\0\0<\0\0\0"[..], b"\0\0\xfe\xff\0\0\0<"] {
        assert_eq!(faults(wide)[0].reason, Reason::OtherEncoding { name: "UTF-32".to_owned() });
    }
    assert_eq!(file_fault(&format!("\u{feff}\u{feff}{}", container(&key("S1", "")))), text);
    assert_eq!(faults(b"PK\x03\x04\xfa\xfb\xfc")[0].reason, Reason::BadUtf8);
}

#[test]
fn the_namespace_must_be_bound_to_the_containers_own_prefix() {
    let file = container(&key("S1", ""));
    let unbound = file.replace("xmlns=", "xmlns:other=");
    assert_eq!(file_fault(&unbound), Reason::NotPskc { root: "KeyContainer".to_owned() });
    let declared = format!("{NAMESPACE}\" xmlns:x=\"urn:other");
    let elsewhere = file.replace("KeyContainer", "x:KeyContainer").replace(NAMESPACE, &declared);
    assert_eq!(file_fault(&elsewhere), Reason::NotPskc { root: "x:KeyContainer".to_owned() });
}

#[test]
fn other_versions_and_earlier_drafts_are_refused() {
    let package = key("S1", "");
    let newer = container(&package).replace("Version=\"1.0\"", "Version=\"2.0\"");
    assert_eq!(file_fault(&newer), Reason::OtherVersion { found: "2.0".to_owned() });
    let draft = container(&package.replace("KeyPackage", "Device"));
    assert_eq!(file_fault(&draft), Reason::UnknownElement { name: "Device".to_owned() });
    assert_eq!(file_fault(&container("")), Reason::EmptyFile);
}

#[test]
fn broken_markup_is_refused_whole() {
    let good = key("S0", "");
    for (package, what) in [
        ("<KeyPackage></Key>", "end-tag"),
        ("<KeyPackage a=1></KeyPackage>", "attribute"),
        ("<KeyPackage a='1' a='2'></KeyPackage>", "attribute"),
        ("<!bad>", "markup"),
        ("a & b", "reference"),
        ("&#0;", "reference"),
        ("&#x110000;", "reference"),
        ("<?xml version='1.0'?>", "declaration"),
    ] {
        let file = container(&format!("{good}\n{package}{good}"));
        let expected = Refusal { line: 4, serial_or_login: None, reason: Reason::NotXml { what } };
        assert_eq!(fault(&file), expected, "{package}");
    }
    let twice = container(&good).repeat(2).replacen("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "", 2);
    assert_eq!(file_fault(&twice), Reason::NotXml { what: "second-root" });
    assert_eq!(file_fault(&(container(&good) + "end")), Reason::NotXml { what: "text" });
}

#[test]
fn document_types_and_their_entities_are_refused() {
    let body = container(&key("&lol9;", ""));
    let (declaration, root) = body.split_once('\n').unwrap();
    for doctype in [
        "<!DOCTYPE l [<!ENTITY lol \"lol\"><!ENTITY lol9 \"&lol;&lol;&lol;&lol;&lol;&lol;&lol;\">]>",
        "<!DOCTYPE l [<!ENTITY lol9 SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE l SYSTEM \"http://192.0.2.1/x.dtd\">",
        "<!doctype l>",
        "<!DOCTYPE>",
        "<!DOCTYPE l [",
    ] {
        assert_eq!(
            file_fault(&format!("{declaration}{doctype}{root}")),
            Reason::DoctypeForbidden,
            "{doctype}"
        );
    }
    let unknown = Reason::UnknownEntity { name: "lol9".to_owned() };
    assert_eq!(file_fault(&body), unknown);
    assert_eq!(file_fault(&container("<KeyPackage a='&lol9;'/>")), unknown);
}

#[test]
fn protections_out_of_place_are_refused_as_a_whole() {
    let element = |name: &str| Reason::UnknownElement { name: name.to_owned() };
    let good = key("S0", "");
    let prefixed = "<ds:Signature xmlns:ds='http://www.w3.org/2000/09/xmldsig#'/>";
    for (packages, reason) in [
        (format!("{good}<EncryptionKey/>"), element("EncryptionKey")),
        (format!("{good}<MACMethod Algorithm='hmac-sha1'/>"), element("MACMethod")),
        (format!("<EncryptionKey/><EncryptionKey/>{good}"), element("EncryptionKey")),
        (format!("<MACMethod Algorithm='hmac-sha1'/><EncryptionKey/>{good}"), element("EncryptionKey")),
        (key("S1", "<EncryptedValue/>"), element("EncryptedValue")),
        (with_data("<ValueMAC>AA==</ValueMAC>"), element("ValueMAC")),
        (format!("{good}{prefixed}"), Reason::Signed),
        (key("S1", prefixed), Reason::Signed),
    ] {
        assert_eq!(file_fault(&container(&packages)), reason, "{packages}");
    }
}

#[test]
fn a_bad_secret_is_refused_with_its_key_and_its_line() {
    for secret in ["MTIzNDU2", "MTIz\n NDU2"] {
        assert_eq!(rows(&container(&with_secret(secret)))[0].seed.expose(), b"123456");
    }
    for secret in ["MTIzNA", "MTIzNA=", "MTIzNA==A", "MTIz-A==", "31323334!", "MTIzNB==", "é", "="] {
        assert_eq!(key_fault(&with_secret(secret)), Reason::BadBase64, "{secret}");
    }
    assert_eq!(key_fault(&with_secret("")), Reason::SeedLength { bytes: 0 });
    assert_eq!(key_fault(&with_secret(&"AAAA".repeat(43))), Reason::SeedLength { bytes: 129 });
    let file = container(&[key("S0", ""), with_secret("!").replace("<Secret>", "\n\n<Secret>")].concat());
    assert_eq!(fault(&file).line, 6);
}

#[test]
fn a_key_without_a_secret_is_refused() {
    let (before, _) = key("S1", "").split_once("<Key ").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert_eq!(key_fault(&format!("{before}</KeyPackage>")), Reason::MissingSecret);
    let reference = key("S1", "<KeyReference>Master</KeyReference>").replace("Secret>", "Other>");
    assert_eq!(key_fault(&reference), Reason::MissingSecret);
}

#[test]
fn serials_are_checked_and_duplicates_name_the_first_line() {
    let missing = key("", "");
    assert_eq!(fault(&container(&missing)).reason, Reason::MissingSerial);
    assert_eq!(
        fault(&container(&missing.replace("<SerialNo></SerialNo>", ""))).reason,
        Reason::MissingSerial
    );
    for serial in ["a b", "é", "a\u{1b}", &"9".repeat(41)] {
        assert_eq!(fault(&container(&key(serial, ""))).reason, Reason::BadSerial, "{serial}");
    }
    assert_eq!(rows(&container(&key(&"9".repeat(40), ""))).len(), 1);

    let file = container(&[key("S1", ""), key("S2", ""), key("S1", ""), key("S1", "")].concat());
    let refused = faults(file.as_bytes());
    let expected = |line| Refusal {
        line,
        serial_or_login: Some("S1".to_owned()),
        reason: Reason::DuplicateSerial { first_line: 3 },
    };
    assert_eq!(refused, [expected(5), expected(6)]);
}

#[test]
fn digits_periods_and_counters_out_of_range_are_refused() {
    for found in [0, 5, 9, -6, 262] {
        assert_eq!(key_fault(&with_format(&format!("Length='{found}'"))), Reason::Digits { found });
    }
    assert_eq!(key_fault(&with_format("Length='six'")), Reason::BadNumber { field: "Length" });
    assert_eq!(key_fault(&with_format("Encoding='DECIMAL'")), Reason::BadNumber { field: "Length" });
    let hexadecimal = Reason::NotDecimal { found: "HEXADECIMAL".to_owned() };
    assert_eq!(key_fault(&with_format("Length='6' Encoding='HEXADECIMAL'")), hexadecimal);
    for yes in ["true", "1", " True ", "TRUE"] {
        let format = format!("Length='6' CheckDigits='{yes}'");
        assert_eq!(key_fault(&with_format(&format)), Reason::CheckDigits);
    }
    let interval =
        |text: &str| with_data(&format!("<TimeInterval><PlainValue>{text}</PlainValue></TimeInterval>"));
    for found in [0, -30, 86_401, 4_294_967_326] {
        assert_eq!(key_fault(&interval(&found.to_string())), Reason::Period { found });
    }
    let counter = |text: &str| with_data(&format!("<Counter><PlainValue>{text}</PlainValue></Counter>"));
    assert_eq!(key_fault(&interval("")), Reason::BadNumber { field: "TimeInterval" });
    for text in ["", "-1", "1.5", "0x10", "9223372036854775808", "\u{661}"] {
        assert_eq!(key_fault(&counter(text)), Reason::BadNumber { field: "Counter" }, "{text}");
    }
}

#[test]
fn unknown_algorithms_and_hashes_are_refused() {
    let pin = "urn:ietf:params:xml:ns:keyprov:pskc:pin";
    let package = key("S1", "").replace("urn:ietf:params:xml:ns:keyprov:pskc:totp", pin);
    assert_eq!(key_fault(&package), Reason::UnknownAlgorithm { name: pin.to_owned() });
    let nameless = key("S1", "").replace("Algorithm=", "Other=");
    assert_eq!(key_fault(&nameless), Reason::UnknownAlgorithm { name: String::new() });
    let suite = key("S1", "<AlgorithmParameters><Suite>HMAC-MD5</Suite></AlgorithmParameters>");
    assert_eq!(key_fault(&suite), Reason::UnknownHash { name: "HMAC-MD5".to_owned() });
    let long = suite.replace("HMAC-MD5", &"M".repeat(5_000));
    assert_eq!(key_fault(&long), Reason::UnknownHash { name: "M".repeat(80) });
}

#[test]
fn dates_that_are_none_are_refused() {
    for text in [
        "",
        "2006-05-31",
        "2006-02-30T00:00:00Z",
        "2006-05-31T25:00:00Z",
        "2006-05-31 00:00:00Z",
        "2006-05-31T00:00:00+99:00",
        "2006-05-31T00:00:00Z[Europe/Paris]",
        "31/05/2006",
        "1149033600",
    ] {
        let reason = key_fault(&with_policy(&format!("<ExpiryDate>{text}</ExpiryDate>")));
        assert_eq!(reason, Reason::BadDate { field: "ExpiryDate" }, "{text}");
    }
}

#[test]
fn rules_that_cannot_be_kept_forbid_the_key() {
    for (policy, name) in [
        ("<KeyUsage>Encrypt</KeyUsage>", "KeyUsage"),
        ("<NumberOfTransactions>10</NumberOfTransactions>", "NumberOfTransactions"),
        ("<x:Moonlight xmlns:x='urn:x'/>", "Moonlight"),
        ("<PINPolicy PINUsageMode='Algorithmic'/>", "PINPolicy"),
    ] {
        assert_eq!(key_fault(&with_policy(policy)), Reason::Policy { name: name.to_owned() });
    }
    for usages in ["CR</KeyUsage><KeyUsage>OTP", "OTP</KeyUsage><KeyUsage>CR"] {
        let kept = format!("<PINPolicy MinLength='4' PINUsageMode='Prepend'/><KeyUsage>{usages}</KeyUsage>");
        assert_eq!(rows(&container(&with_policy(&kept))).len(), 1);
    }
}

#[test]
fn what_is_given_twice_is_refused() {
    let secret = "<Secret><PlainValue>AAAA</PlainValue></Secret>";
    assert_eq!(key_fault(&with_data(secret)), Reason::Repeated { field: "Secret" });
    let package = key("S1", "");
    let serial = package.replace("</SerialNo>", "</SerialNo><SerialNo>S2</SerialNo>");
    assert_eq!(key_fault(&serial), Reason::Repeated { field: "SerialNo" });
    let device = package.replace("</DeviceInfo>", "</DeviceInfo><DeviceInfo></DeviceInfo>");
    assert_eq!(key_fault(&device), Reason::Repeated { field: "DeviceInfo" });
    let (_, body) = package.split_once("<Key ").unwrap();
    let second = format!("</Key><Key {}", body.replace("</KeyPackage>", ""));
    assert_eq!(key_fault(&package.replace("</Key>", &second)), Reason::Repeated { field: "Key" });
    let nested = package.replace("S1", "S<SerialNo>2</SerialNo>1");
    assert_eq!(file_fault(&container(&nested)), Reason::UnknownElement { name: "SerialNo".to_owned() });
}

#[test]
fn the_number_of_keys_has_a_limit() {
    let file = container(&[key("S1", ""), with_secret("!"), key("S3", "")].concat());
    assert_eq!(plain_up_to(3, &file).rows.len(), 2);
    let reading = plain_up_to(2, &file);
    assert!(reading.rows.is_empty());
    assert_eq!(reading.refused[0].line, 5);
    assert_eq!(reading.refused[0].reason, Reason::TooManyRows { limit: 2 });
}

#[test]
fn every_bad_key_is_named() {
    let file =
        container(&[with_secret("!"), key("S2", ""), with_format("Length='0'").replace("S1", "S3")].concat());
    let reading = plain(file.as_bytes());
    assert_eq!(reading.rows.iter().map(|row| row.serial.as_str()).collect::<Vec<_>>(), ["S2"]);
    let named: Vec<_> = reading.refused.iter().map(|fault| fault.serial_or_login.as_deref()).collect();
    assert_eq!(named, [Some("S1"), Some("S3")]);
}

#[test]
fn depth_has_a_limit() {
    let nested = |levels: usize| container(&key("S1", &("<a>".repeat(levels) + &"</a>".repeat(levels))));
    // Container, package and key are around the first `a`.
    assert_eq!(rows(&nested(DEPTH_MAX - 3)).len(), 1);
    assert_eq!(file_fault(&nested(DEPTH_MAX - 2)), Reason::TooDeep);
}

#[test]
fn a_text_at_the_limit_is_read_and_one_above_is_refused() {
    let file = |length: usize| container(&with_secret(&format!("AAAA{}", " ".repeat(length - 4))));
    assert_eq!(rows(&file(NODE_MAX)).len(), 1);
    assert_eq!(file_fault(&file(NODE_MAX + 1)), Reason::TooLong { field: "Secret" });
    let pieces = format!("AAAA{}", format!("{}<!---->", " ".repeat(1_000)).repeat(70));
    assert_eq!(file_fault(&container(&with_secret(&pieces))), Reason::TooLong { field: "Secret" });
    let maker = container(&key("S1", "")).replace("Acme", &"é".repeat(201));
    assert_eq!(fault(&maker).reason, Reason::TooLong { field: "Manufacturer" });
}

/// Counts what is taken from it.
struct Counted<R>(R, Rc<Cell<usize>>);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(out)?;
        self.1.set(self.1.get() + count);
        Ok(count)
    }
}

#[test]
fn endless_files_are_given_up_after_a_bounded_part() {
    let body = container(&key("S1", ""));
    let until = |mark: &str| body.split_once(mark).map(|(before, _)| format!("{before}{mark}")).unwrap();
    let too_long = |field| Reason::TooLong { field };
    for (start, filler, reason) in [
        (until("<PlainValue>"), b'A', too_long("Secret")),
        (until("<Key Id=\""), b'A', too_long("KeyContainer")),
        (until("?>") + "<!--", b'A', too_long("KeyContainer")),
        (until("<SerialNo>") + "<![CDATA[", b'A', too_long("SerialNo")),
        (until("<SerialNo>") + "&", b'A', too_long("SerialNo")),
        (until("</DeviceInfo>"), b' ', too_long("KeyContainer")),
        ("<!DOCTYPE a [".to_owned(), b'A', Reason::DoctypeForbidden),
        (String::new(), b'A', Reason::NotXml { what: "text" }),
        (String::new(), 0, Reason::NotXml { what: "text" }),
    ] {
        let taken = Rc::new(Cell::new(0));
        let endless = Counted(start.as_bytes().chain(io::repeat(filler)), Rc::clone(&taken));
        let reading = plain(BufReader::new(endless));
        assert!(reading.rows.is_empty());
        assert_eq!(reading.refused[0].reason, reason, "{start}");
        assert!(taken.get() < 2 * NODE_MAX, "{}", taken.get());
    }
}

#[test]
fn a_disk_that_fails_is_said() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::PermissionDenied.into())
        }
    }
    let body = container(&key("S1", ""));
    for start in [&body[..0], &body[..200]] {
        let reading = plain(BufReader::new(start.as_bytes().chain(Broken)));
        assert!(reading.rows.is_empty());
        assert_eq!(reading.refused[0].reason, Reason::Unreadable { kind: io::ErrorKind::PermissionDenied });
    }
}

proptest! {
    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        prop_assert!(!plain(bytes.as_slice()).refused.is_empty());
    }

    #[test]
    fn any_markup_is_answered(
        pieces in prop::collection::vec(
            prop::sample::select(&[
                "<", ">", "</", "/>", "&", ";", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!", "\"", "=", "\n",
                "KeyContainer xmlns='urn:ietf:params:xml:ns:keyprov:pskc'", "KeyPackage", "Key", "Data", "Secret",
                "PlainValue", "AAAA", "é", "\u{0}", "xmlns:", "&#x", "&lt;",
            ][..]),
            0..60,
        ),
    ) {
        let reading = plain(pieces.concat().as_bytes());
        prop_assert!(!reading.refused.is_empty());
    }

    #[test]
    fn damaged_files_are_answered(
        at in any::<prop::sample::Index>(),
        drop in 0_usize..20,
        insert in prop::collection::vec(any::<u8>(), 0..20),
    ) {
        let mut file = container(&[key("S1", ""), key("S2", "<Policy><KeyUsage>OTP</KeyUsage></Policy>")].concat()).into_bytes();
        let start = at.index(file.len());
        let end = (start + drop).min(file.len());
        file.splice(start..end, insert);
        let lines = file.iter().filter(|&&byte| byte == b'\n').count() as u64 + 1;
        let reading = plain(file.as_slice());
        prop_assert!(!reading.rows.is_empty() || !reading.refused.is_empty());
        for row in &reading.rows {
            prop_assert!(Serial::parse(&row.serial).is_some() && SEED_BYTES.contains(&row.seed.expose().len()));
            prop_assert!((1..=lines).contains(&row.line) && row.shape.period() != Some(0));
        }
    }
}
