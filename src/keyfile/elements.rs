//! The map of a PSKC file: which elements are read, and what they stand for.

use super::Reason;
use super::draft::Field;
use super::xml::CONTAINER;

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
    /// In an element whose text is wanted.
    Text(Field),
    /// In something that says nothing of the key's codes.
    Skipped,
}

/// The elements that are read: within, named, stand for. `Time` and `TimeDrift` are left out on
/// purpose: RFC 6030 counts drift in intervals, some servers write seconds, and the file does not
/// tell which. A wrong drift loses the key; no drift costs the first test a wider search.
const ELEMENTS: [(Place, &str, Place); 23] = [
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
];

/// Protections that this reader cannot check. With one of them the file as a whole is not what
/// this door is for.
const PROTECTIONS: [(&str, Reason); 5] = [
    ("EncryptionKey", Reason::Encrypted),
    ("MACMethod", Reason::Encrypted),
    ("EncryptedValue", Reason::Encrypted),
    ("ValueMAC", Reason::Encrypted),
    ("Signature", Reason::Signed),
];

/// What an element of this name stands for within that one, if it is known there.
pub(super) fn known(within: Place, name: &str) -> Option<Place> {
    let element = ELEMENTS.iter().find(|(parent, element, _)| *parent == within && *element == name);
    element.map(|(_, _, place)| *place)
}

/// The reason an element of this name gives to refuse the whole file, wherever it stands.
pub(super) fn forbidden(name: &str) -> Option<Reason> {
    let protection = PROTECTIONS.iter().find(|(element, _)| *element == name);
    protection.map(|(_, reason)| reason.clone())
}

/// The attributes that are read; the others only have to be well formed.
pub(super) fn wanted(place: Place) -> [&'static str; 3] {
    match place {
        Place::Container => ["Version", "", ""],
        Place::Key => ["Id", "Algorithm", ""],
        Place::Response => ["Length", "Encoding", "CheckDigits"],
        Place::Pin => ["PINUsageMode", "", ""],
        _ => [""; 3],
    }
}
