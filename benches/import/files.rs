//! The files that are imported: invented keys, the same in every form.

use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use data_encoding::{BASE32_NOPAD, BASE64, HEXLOWER};
use guichet::domain::moment::Moment;
use guichet::domain::otp::Shape;
use guichet::domain::secret::Secret;
use guichet::keyfile::{KeyRow, export};

/// What opens the sealed file.
pub const PASSWORD: &str = "douze lettres au moins";

/// Few rounds: the derivation of a key is not what is measured.
const ROUNDS: u32 = 1_000;

/// Writes every file into a folder.
pub fn write(folder: &Path, keys: u32) -> Result<(), Box<dyn Error>> {
    fs::write(folder.join("plain.xml"), plain(keys)?)?;
    let (mut csv, mut addresses) = (String::new(), String::new());
    for key in 0..keys {
        let (serial, seed) = (serial(key), seed(key));
        writeln!(csv, "{serial},{},totp,6,60,sha1", HEXLOWER.encode(&seed))?;
        let secret = BASE32_NOPAD.encode(&seed);
        writeln!(addresses, "otpauth://totp/Clepsydre:{serial}?secret={secret}&digits=6&period=60")?;
    }
    fs::write(folder.join("oath.csv"), csv)?;
    fs::write(folder.join("otpauth.txt"), addresses)?;
    let rows: Vec<KeyRow> = (0..keys).map(row).collect();
    let mut sealed = BufWriter::new(File::create(folder.join("sealed.xml"))?);
    export::pskc(&rows, &Secret::new(PASSWORD.to_owned()), ROUNDS, &mut sealed)?;
    Ok(sealed.flush()?)
}

fn plain(keys: u32) -> Result<String, std::fmt::Error> {
    let mut file = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <KeyContainer Version=\"1.0\" xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\">\n",
    );
    for key in 0..keys {
        let (serial, seed) = (serial(key), BASE64.encode(&seed(key)));
        writeln!(
            file,
            "<KeyPackage>\n <DeviceInfo>\n  <Manufacturer>Clepsydre</Manufacturer>\n  <SerialNo>{serial}</SerialNo>\n \
             </DeviceInfo>\n <Key Id=\"{serial}\" Algorithm=\"urn:ietf:params:xml:ns:keyprov:pskc:totp\">\n  \
             <AlgorithmParameters>\n   <ResponseFormat Encoding=\"DECIMAL\" Length=\"6\"/>\n  </AlgorithmParameters>\n  \
             <Data>\n   <Secret>\n    <PlainValue>{seed}</PlainValue>\n   </Secret>\n   <TimeInterval>\n    \
             <PlainValue>60</PlainValue>\n   </TimeInterval>\n  </Data>\n </Key>\n</KeyPackage>"
        )?;
    }
    file.push_str("</KeyContainer>\n");
    Ok(file)
}

fn row(key: u32) -> KeyRow {
    KeyRow {
        serial: serial(key),
        maker: "Clepsydre".to_owned(),
        shape: Shape::COMMON,
        seed: Secret::new(seed(key).to_vec()),
        counter: 0,
        starts: None,
        expires: Some(Moment::from_secs(1_893_456_000)),
        line: 0,
    }
}

/// Numbers as engraved, in no order: makers deliver mixed boxes. No two are the same, the modulus
/// being prime.
fn serial(key: u32) -> String {
    format!("1{:08}", u64::from(key) * 48_271 % 99_999_989)
}

/// Twenty bytes that differ from key to key; no text of theirs is both hexadecimal and base32.
fn seed(key: u32) -> [u8; 20] {
    let mut state = u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1);
    let mut seed = [0; 20];
    for byte in &mut seed {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        *byte = state as u8;
    }
    seed[0] = 0x18;
    seed
}
