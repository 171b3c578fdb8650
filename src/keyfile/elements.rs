//! The map of a PSKC file: which elements are read, and what they stand for.

use super::draft::Field;
use super::xml::CONTAINER;
use super::{Reason, quoted};

/// Where the reader stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Outside the container.
    File,
    Container,
    Package,
    Device,
    Key,
    Parameters,
    Response,
    Data,
    Secret,
    Counter,
    Interval,
    Policy,
    Pin,
    /// In the head of an encrypted file: what it says of its keys.
    Encryption,
    Derived,
    Derivation,
    Pbkdf2,
    Salt,
    Mac,
    MacKey,
    /// In an encrypted value, wherever it stands.
    Sealed,
    Method,
    CipherData,
    /// In an element whose text is wanted.
    Text(Field),
    /// In something that says nothing of the key's codes.
    Skipped,
}

/// The elements that are read: within, named, stand for. `Time` and `TimeDrift` are left out on
/// purpose: RFC 6030 counts drift in intervals, some servers write seconds, and the file does not
/// tell which. A wrong drift loses the key; no drift costs the first test a wider search.
const ELEMENTS: [(Place, &str, Place); 53] = [
    (Place::File, CONTAINER, Place::Container),
    (Place::Container, "KeyPackage", Place::Package),
    (Place::Container, "Extensions", Place::Skipped),
    (Place::Package, "DeviceInfo", Place::Device),
    (Place::Device, "Manufacturer", Place::Text(Field::Maker)),
    (Place::Device, "Model", Place::Text(Field::Model)),
    (Place::Device, "SerialNo", Place::Text(Field::Serial)),
    (Place::Package, "Key", Place::Key),
    (Place::Key, "AlgorithmParameters", Place::Parameters),
    (Place::Parameters, "Suite", Place::Text(Field::Suite)),
    (Place::Parameters, "ResponseFormat", Place::Response),
    (Place::Key, "Data", Place::Data),
    (Place::Data, "Secret", Place::Secret),
    (Place::Secret, "PlainValue", Place::Text(Field::Secret)),
    (Place::Data, "Counter", Place::Counter),
    (Place::Counter, "PlainValue", Place::Text(Field::Counter)),
    (Place::Data, "TimeInterval", Place::Interval),
    (Place::Interval, "PlainValue", Place::Text(Field::Interval)),
    (Place::Key, "Policy", Place::Policy),
    (Place::Policy, "StartDate", Place::Text(Field::Starts)),
    (Place::Policy, "ExpiryDate", Place::Text(Field::Expires)),
    (Place::Policy, "KeyUsage", Place::Text(Field::Usage)),
    (Place::Policy, "PINPolicy", Place::Pin),
    (Place::Secret, "EncryptedValue", Place::Sealed),
    (Place::Counter, "EncryptedValue", Place::Sealed),
    (Place::Interval, "EncryptedValue", Place::Sealed),
    (Place::Secret, "ValueMAC", Place::Text(Field::Code)),
    (Place::Counter, "ValueMAC", Place::Text(Field::Code)),
    (Place::Interval, "ValueMAC", Place::Text(Field::Code)),
    (Place::Sealed, "EncryptionMethod", Place::Method),
    (Place::Sealed, "CipherData", Place::CipherData),
    (Place::CipherData, "CipherValue", Place::Text(Field::Cipher)),
    (Place::Container, "EncryptionKey", Place::Encryption),
    (Place::Encryption, "KeyName", Place::Skipped),
    (Place::Encryption, "DerivedKey", Place::Derived),
    (Place::Derived, "KeyDerivationMethod", Place::Derivation),
    (Place::Derived, "ReferenceList", Place::Skipped),
    (Place::Derived, "CarriedKeyName", Place::Skipped),
    (Place::Derived, "DerivedKeyName", Place::Skipped),
    (Place::Derived, "MasterKeyName", Place::Skipped),
    (Place::Derivation, "PBKDF2-params", Place::Pbkdf2),
    (Place::Pbkdf2, "Salt", Place::Salt),
    (Place::Salt, "Specified", Place::Text(Field::Salt)),
    (Place::Pbkdf2, "IterationCount", Place::Text(Field::Rounds)),
    (Place::Pbkdf2, "KeyLength", Place::Text(Field::KeyLength)),
    (Place::Pbkdf2, "PRF", Place::Text(Field::Prf)),
    (Place::Container, "MACMethod", Place::Mac),
    (Place::Mac, "MACKey", Place::MacKey),
    (Place::MacKey, "EncryptionMethod", Place::Method),
    (Place::MacKey, "CipherData", Place::CipherData),
    // They say nothing that another element does not, or name a key that the caller has given.
    (Place::Sealed, "KeyInfo", Place::Skipped),
    (Place::Sealed, "EncryptionProperties", Place::Skipped),
    (Place::MacKey, "EncryptionProperties", Place::Skipped),
];

/// What an element of this name stands for within that one, if it is known there.
pub(super) fn known(within: Place, name: &str) -> Option<Place> {
    let element = ELEMENTS.iter().find(|(parent, element, _)| *parent == within && *element == name);
    element.map(|(_, _, place)| *place)
}

/// Elements of protection: out of their place they could be meant to protect something.
const PROTECTIONS: [&str; 4] = ["EncryptionKey", "MACMethod", "EncryptedValue", "ValueMAC"];

/// The reason an element that is not known within a place gives to refuse the whole file, if any.
pub(super) fn forbidden(within: Place, name: &str) -> Option<Reason> {
    match within {
        _ if name == "Signature" => Some(Reason::Signed),
        Place::Encryption
        | Place::Derived
        | Place::Derivation
        | Place::Pbkdf2
        | Place::Salt
        | Place::Mac
        | Place::MacKey
        | Place::CipherData => Some(Reason::OtherProtection { name: quoted(name) }),
        Place::Skipped => None,
        _ if PROTECTIONS.contains(&name) => Some(Reason::UnknownElement { name: quoted(name) }),
        _ => None,
    }
}

/// The attributes that are read; the others only have to be well formed.
pub(super) fn wanted(place: Place) -> [&'static str; 3] {
    match place {
        Place::Container => ["Version", "", ""],
        Place::Key => ["Id", "Algorithm", ""],
        Place::Response => ["Length", "Encoding", "CheckDigits"],
        Place::Pin => ["PINUsageMode", "", ""],
        Place::Derivation | Place::Mac | Place::Method | Place::Text(Field::Prf) => ["Algorithm", "", ""],
        _ => [""; 3],
    }
}
