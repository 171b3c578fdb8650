#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::BufReader;

use data_encoding::BASE64;
use proptest::prelude::*;

use super::*;
use crate::domain::moment::Moment;
use crate::domain::otp::{Algorithm, Generator, Moving, Shape};

/// The secret of RFC 4226 appendix D.
const SECRET: &[u8] = b"12345678901234567890";

const HOTP: &str = "urn:ietf:params:xml:ns:keyprov:pskc:hotp";
const TOTP: &str = "urn:ietf:params:xml:ns:keyprov:pskc:totp";

/// A container around these packages.
pub(super) fn container(packages: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<KeyContainer Version=\"1.0\" \
         xmlns=\"{NAMESPACE}\">{packages}</KeyContainer>\n"
    )
}

/// A clock key of this serial, with more in its `Key` element.
pub(super) fn key(serial: &str, more: &str) -> String {
    format!(
        "\n<KeyPackage><DeviceInfo><Manufacturer>Acme</Manufacturer><SerialNo>{serial}</SerialNo></DeviceInfo>\
         <Key Id=\"1\" Algorithm=\"{TOTP}\"><Data><Secret><PlainValue>{}</PlainValue></Secret></Data>{more}</Key>\
         </KeyPackage>",
        BASE64.encode(SECRET)
    )
}

/// What a reader who has neither key nor password makes of a file.
pub(super) fn plain(source: impl BufRead) -> Reading<KeyRow> {
    read(source, &Unlock::None, &AtomicBool::new(false))
}

/// The rows of a faultless file.
pub(super) fn rows(file: &str) -> Vec<KeyRow> {
    plain(file.as_bytes()).accepted().unwrap()
}

fn row(file: &str) -> KeyRow {
    let mut rows = rows(file);
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

#[test]
fn the_smallest_file_reads_as_figure_2_of_the_rfc() {
    let file = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<KeyContainer Version=\"1.0\"
    Id=\"small\"
    xmlns=\"{NAMESPACE}\">
    <KeyPackage>
        <Key Id=\"12345678\" Algorithm=\"{HOTP}\">
            <Issuer>Somebody</Issuer>
            <Data><Secret><PlainValue>MTIzNA==
            </PlainValue></Secret></Data>
        </Key>
    </KeyPackage>
</KeyContainer>"
    );
    let row = row(&file);
    assert_eq!(row.serial, "12345678");
    assert_eq!(row.maker, "");
    assert_eq!(row.shape, Shape { algorithm: Algorithm::Sha1, digits: 6, moving: Moving::Event });
    assert_eq!(row.seed.expose(), b"1234");
    assert_eq!((row.counter, row.line), (0, 5));
    assert_eq!((row.starts, row.expires), (None, None));
}

#[test]
fn a_counter_key_with_its_device_reads_as_figure_3_and_makes_the_codes_of_rfc_4226() {
    let file = container(&format!(
        "<KeyPackage>
            <DeviceInfo><Manufacturer>Acme</Manufacturer><SerialNo>987654321</SerialNo>
                <Model>Fob 7</Model><UserId>DC=example</UserId></DeviceInfo>
            <CryptoModuleInfo><Id>CM_ID_001</Id></CryptoModuleInfo>
            <Key Id=\"12345678\" Algorithm=\"{HOTP}\">
                <AlgorithmParameters><ResponseFormat Length=\"6\" Encoding=\"DECIMAL\"/></AlgorithmParameters>
                <Data>
                    <Secret><PlainValue>MTIzNDU2Nzg5MDEy
                        MzQ1Njc4OTA=</PlainValue></Secret>
                    <Counter><PlainValue> 5 </PlainValue></Counter>
                </Data>
                <UserId>UID=somebody</UserId>
            </Key>
        </KeyPackage>"
    ));
    let row = row(&file);
    assert_eq!((row.serial.as_str(), row.maker.as_str()), ("987654321", "Acme Fob 7"));
    assert_eq!(row.seed.expose(), SECRET);
    assert_eq!(row.counter, 5);
    let code = Generator::new(&row.seed, &row.shape).code(row.counter).unwrap();
    assert_eq!(code.expose(), "254676");
}

#[test]
fn many_keys_with_dates_read_as_figure_10() {
    let dates = "<Policy><StartDate>2006-05-01T00:00:00Z</StartDate>\
                 <ExpiryDate>2006-05-31T02:00:00+02:00</ExpiryDate><KeyUsage>OTP</KeyUsage></Policy>";
    let file = container(&[key("654321", dates), key("123456", dates), key("9999999", "")].concat());
    let rows = rows(&file);
    let serials: Vec<_> = rows.iter().map(|row| (row.serial.as_str(), row.line)).collect();
    assert_eq!(serials, [("654321", 3), ("123456", 4), ("9999999", 5)]);
    assert_eq!(rows[0].starts, Some(Moment::from_secs(1_146_441_600)));
    assert_eq!(rows[1].expires, Some(Moment::from_secs(1_149_033_600)));
    assert_eq!(rows[2].expires, None);
}

#[test]
fn dates_without_a_zone_are_utc_and_fractions_count() {
    let dates = "<Policy><StartDate>2006-05-01T00:00:00.250</StartDate></Policy>";
    let row = row(&container(&key("1", dates)));
    assert_eq!(row.starts, Some(Moment::from_millis(1_146_441_600_250)));
}

#[test]
fn a_clock_key_takes_its_period_its_digits_and_its_hash() {
    let parameters = "<AlgorithmParameters><Suite>HMAC-SHA256</Suite>\
                      <ResponseFormat Length='8' Encoding='DECIMAL' CheckDigits='false'/></AlgorithmParameters>";
    let file = container(&key("1", parameters)).replace(
        "</Secret>",
        "</Secret><Time><PlainValue>99</PlainValue></Time><TimeInterval><PlainValue>60</PlainValue></TimeInterval>\
         <TimeDrift><PlainValue>-4</PlainValue></TimeDrift>",
    );
    let moving = Moving::Time { period: 60, t0: 0 };
    assert_eq!(row(&file).shape, Shape { algorithm: Algorithm::Sha256, digits: 8, moving });
}

#[test]
fn a_clock_key_that_says_nothing_is_that_of_rfc_6238() {
    let moving = Moving::Time { period: 30, t0: 0 };
    let shape = Shape { algorithm: Algorithm::Sha1, digits: 6, moving };
    assert_eq!(row(&container(&key("1", ""))).shape, shape);
}

#[test]
fn every_name_of_the_two_algorithms_is_known() {
    for uri in [HOTP, "urn:ietf:params:xml:ns:keyprov:pskc#hotp", "http://www.ietf.org/keyprov/pskc#hotp"] {
        let counter = row(&container(&key("1", "").replace(TOTP, uri)));
        assert_eq!(counter.shape.moving, Moving::Event, "{uri}");
        let clock = row(&container(&key("1", "").replace(TOTP, &uri.replace("hotp", "totp"))));
        assert_eq!(clock.shape.period(), Some(30), "{uri}");
    }
}

#[test]
fn any_prefix_will_do_and_a_byte_order_mark_too() {
    let file = container(&key("1", ""));
    let prefixed =
        file.replace("</", "</x:").replace("<K", "<x:K").replace("<D", "<x:D").replace("xmlns", "xmlns:x");
    assert!(prefixed.contains("<x:KeyContainer") && prefixed.contains("</x:SerialNo>"));
    let prefixed = prefixed.replace("<M", "<x:M").replace("<S", "<x:S").replace("<P", "<x:P");
    assert_eq!(row(&prefixed).serial, "1");
    assert_eq!(row(&format!("\u{feff}{file}")).serial, "1");
}

#[test]
fn sections_references_and_comments_are_one_text() {
    let file = container(&key("A&#49;&#x32;&amp;<![CDATA[<b>]]><!-- no -->3", ""));
    assert_eq!(row(&file).serial, "A12&<b>3");
}

#[test]
fn control_characters_in_a_maker_are_kept_for_the_screen_to_show() {
    let file = container(&key("1", "")).replace("Acme", "A\u{1b}[2J&#27;\u{202e}");
    assert_eq!(row(&file).maker, "A\u{1b}[2J\u{1b}\u{202e}");
}

#[test]
fn a_model_alone_is_the_maker() {
    let file = container(&key("1", "")).replace("Acme</Manufacturer>", "</Manufacturer><Model>Fob 7</Model>");
    assert_eq!(row(&file).maker, "Fob 7");
}

#[test]
fn what_extensions_hold_is_nobodys_secret() {
    let inner = "<Extensions><Data><Secret><PlainValue>AAAA</PlainValue></Secret></Data>\
                 <SerialNo>2</SerialNo></Extensions>";
    let row = row(&container(&key("1", inner)));
    assert_eq!((row.serial.as_str(), row.seed.expose().as_slice()), ("1", SECRET));
    let outer = "<Extensions><KeyPackage/></Extensions>";
    assert_eq!(rows(&container(&[&key("1", ""), outer].concat())).len(), 1);
}

#[test]
fn the_size_of_the_readers_buffer_changes_nothing() {
    let file =
        format!("\u{feff}{}", container(&key("A&amp;<![CDATA[é]]>", "")).replace("<![CDATA[é]]>", "B"));
    for size in [1, 2, 3, 5, 7, 64] {
        let source = BufReader::with_capacity(size, file.as_bytes());
        let rows = plain(source).accepted().unwrap();
        assert_eq!((rows[0].serial.as_str(), rows[0].line), ("A&B", 3), "{size}");
    }
}

/// What a written file varies in without saying anything else.
#[derive(Clone, Copy, Debug)]
struct Style {
    prefix: bool,
    wrap: bool,
    windows: bool,
}

#[derive(Clone, Debug)]
struct Written {
    serial: String,
    maker: String,
    shape: Shape,
    seed: Vec<u8>,
    counter: i64,
    starts: Option<i64>,
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn write(keys: &[Written], style: Style) -> String {
    let packages: String = keys.iter().map(|key| write_key(key, style)).collect();
    let mut file = container(&packages);
    if style.prefix {
        let named = file.replace("</", "</p:").replace("xmlns=", "xmlns:p=");
        file = named.replacen("<KeyContainer", "<p:KeyContainer", 1);
        for element in
            ["KeyP", "Dev", "Man", "Ser", "Key ", "Alg", "Sui", "Res", "Dat", "Sec", "Pla", "Cou", "Time"]
        {
            file = file.replace(&format!("<{element}"), &format!("<p:{element}"));
        }
        file = file.replace("<Policy", "<p:Policy").replace("<StartDate", "<p:StartDate");
    }
    if style.windows { file.replace('\n', "\r\n") } else { file }
}

fn write_key(key: &Written, style: Style) -> String {
    let secret = BASE64.encode(&key.seed);
    let secret = if style.wrap { format!("\n  {}\n  {}\n", &secret[..2], &secret[2..]) } else { secret };
    let (uri, moving) = match key.shape.moving {
        Moving::Event => (HOTP, format!("<Counter><PlainValue>{}</PlainValue></Counter>", key.counter)),
        Moving::Time { period, .. } => {
            (TOTP, format!("<TimeInterval><PlainValue>{period}</PlainValue></TimeInterval>"))
        }
    };
    let suite = match key.shape.algorithm {
        Algorithm::Sha1 => "HMAC-SHA1",
        Algorithm::Sha256 => "HMAC-SHA256",
        Algorithm::Sha512 => "HMAC-SHA512",
    };
    let policy = key.starts.map_or(String::new(), |secs| {
        let stamp = jiff::Timestamp::from_second(secs).unwrap();
        format!("<Policy><StartDate>{stamp}</StartDate></Policy>")
    });
    format!(
        "\n<KeyPackage>\n<DeviceInfo><Manufacturer>{}</Manufacturer><SerialNo>{}</SerialNo></DeviceInfo>\n\
         <Key Id=\"0\" Algorithm=\"{uri}\"><AlgorithmParameters><Suite>{suite}</Suite>\
         <ResponseFormat Length=\"{}\" Encoding=\"DECIMAL\"/></AlgorithmParameters>\n<Data><Secret>\
         <PlainValue>{secret}</PlainValue></Secret>{moving}</Data>{policy}</Key></KeyPackage>",
        escaped(&key.maker),
        escaped(&key.serial),
        key.shape.digits
    )
}

prop_compose! {
    fn shapes()(
        algorithm in prop::sample::select(&[Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512][..]),
        digits in 6_u8..=8,
        moving in prop_oneof![
            Just(Moving::Event),
            (1_u32..=86_400).prop_map(|period| Moving::Time { period, t0: 0 }),
        ],
    ) -> Shape {
        Shape { algorithm, digits, moving }
    }
}

prop_compose! {
    fn written()(
        serial in "[!-~]{1,30}",
        maker in "[^\\s]{0,40}",
        shape in shapes(),
        seed in prop::collection::vec(any::<u8>(), 1..=128),
        counter in 0..=i64::MAX,
        starts in prop::option::of(0_i64..4_000_000_000),
    ) -> Written {
        let counter = if shape.moving == Moving::Event { counter } else { 0 };
        Written { serial, maker, shape, seed, counter, starts }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        mut keys in prop::collection::vec(written(), 1..8),
        (prefix, wrap, windows) in any::<(bool, bool, bool)>(),
    ) {
        for (at, key) in keys.iter_mut().enumerate() {
            key.serial.push_str(&format!("-{at}"));
        }
        let rows = rows(&write(&keys, Style { prefix, wrap, windows }));
        prop_assert_eq!(rows.len(), keys.len());
        for (row, key) in rows.iter().zip(&keys) {
            prop_assert_eq!(&row.serial, &key.serial);
            prop_assert_eq!(&row.maker, &key.maker);
            prop_assert_eq!(row.shape, key.shape);
            prop_assert_eq!(row.seed.expose(), &key.seed);
            prop_assert_eq!(row.counter, key.counter);
            prop_assert_eq!(row.starts, key.starts.map(Moment::from_secs));
        }
    }
}
