//! Plain PSKC files (RFC 6030), streamed.
//!
//! Taken: HOTP and TOTP keys with their secret in clear. Refused by name: whatever is encrypted,
//! carries a code or a signature that cannot be checked, or asks for a rule that cannot be kept.
//! The container must be of the right namespace under any prefix; below it local names count,
//! because writers disagree about the rest.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesDecl, BytesStart, Event};
use zeroize::Zeroizing;

use super::draft::{Draft, Field};
use super::source::Source;
use super::xml::{attributes, declared, is_of, reading_fault, resolved};
use super::{KeyRow, ROWS_MAX, Reading, Reason, Refusal, quoted};

/// The namespace of the container (RFC 6030 section 11).
const NAMESPACE: &str = "urn:ietf:params:xml:ns:keyprov:pskc";

/// Bytes of one text or one tag.
pub(super) const NODE_MAX: usize = 64 * 1024;

/// Elements inside one another; a key needs six.
const DEPTH_MAX: usize = 32;

/// Where the reader stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
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
    (Place::File, "KeyContainer", Place::Container),
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

/// Protections that this reader cannot check. One of them anywhere, and the file as a whole is
/// not what this door is for.
const PROTECTIONS: [(&str, Reason); 5] = [
    ("EncryptionKey", Reason::Encrypted),
    ("MACMethod", Reason::Encrypted),
    ("EncryptedValue", Reason::Encrypted),
    ("ValueMAC", Reason::Encrypted),
    ("Signature", Reason::Signed),
];

/// Reads every key of a file, or says why not.
pub fn read(source: impl BufRead) -> Reading<KeyRow> {
    // Enough of the beginning to see a byte order mark, and nothing of any secret.
    let source = match Source::open(source, 3, NODE_MAX) {
        Ok(source) => source,
        Err(reason) => return Reading::whole(1, reason),
    };
    let mut xml = Reader::from_reader(source);
    // Never grows, since the source gives no more than this at once: no copy is left behind.
    let mut node = Zeroizing::new(Vec::with_capacity(NODE_MAX + 2));
    let mut walk = Walk::new();
    loop {
        node.clear();
        xml.get_mut().next_piece();
        walk.line = xml.get_ref().line();
        let step = match xml.read_event_into(&mut node) {
            Ok(Event::Eof) => return walk.finish(),
            Ok(event) => walk.take(&event),
            Err(fault) => Err(reading_fault(&fault, &node, xml.get_ref(), walk.element())),
        };
        if let Err(reason) = step {
            return Reading::whole(walk.line, reason);
        }
    }
}

/// The way through one file. An `Err` of its methods is a fault of the whole file; the faults of
/// one key go to its draft.
struct Walk {
    path: Vec<Place>,
    /// Where the current piece begins.
    line: u64,
    /// Where the wanted text begins, and the text so far.
    text_line: u64,
    text: Zeroizing<String>,
    draft: Draft,
    packages: u64,
    /// Serials read and their lines.
    seen: HashMap<String, u64>,
    begun: bool,
    container: bool,
    reading: Reading<KeyRow>,
}

impl Walk {
    fn new() -> Self {
        Self {
            path: Vec::with_capacity(DEPTH_MAX),
            line: 1,
            text_line: 1,
            text: Zeroizing::new(String::with_capacity(NODE_MAX)),
            draft: Draft::default(),
            packages: 0,
            seen: HashMap::new(),
            begun: false,
            container: false,
            reading: Reading::new(),
        }
    }

    fn place(&self) -> Place {
        self.path.last().copied().unwrap_or(Place::File)
    }

    /// The wanted element the reader is in, for a refusal to name.
    fn element(&self) -> Option<&'static str> {
        match self.place() {
            Place::File => None,
            Place::Text(field) => Some(field.element()),
            _ => Some("KeyContainer"),
        }
    }

    fn take(&mut self, event: &Event) -> Result<(), Reason> {
        match event {
            Event::Text(text) => return self.hear(text),
            Event::CData(text) => return self.hear(text),
            Event::GeneralRef(reference) => return self.hear(resolved(reference)?.as_ref()),
            Event::Start(tag) => self.enter(tag)?,
            Event::Empty(tag) => {
                self.enter(tag)?;
                self.leave();
            }
            Event::End(_) => self.leave(),
            Event::Decl(declaration) => self.declaration(declaration)?,
            Event::DocType(_) => return Err(Reason::DoctypeForbidden),
            Event::Comment(_) | Event::PI(_) | Event::Eof => {}
        }
        self.begun = true;
        Ok(())
    }

    fn declaration(&self, declaration: &BytesDecl) -> Result<(), Reason> {
        if self.begun {
            return Err(Reason::NotXml { what: "declaration" });
        }
        declared(declaration)
    }

    fn hear(&mut self, text: &str) -> Result<(), Reason> {
        match self.place() {
            Place::Text(field) if self.text.len() + text.len() > NODE_MAX => {
                Err(Reason::TooLong { field: field.element() })
            }
            Place::Text(_) => {
                self.text.push_str(text);
                Ok(())
            }
            Place::File if !text.trim_ascii().is_empty() => Err(Reason::NotXml { what: "text" }),
            _ => Ok(()),
        }
    }

    fn enter(&mut self, tag: &BytesStart) -> Result<(), Reason> {
        if self.path.len() == DEPTH_MAX {
            return Err(Reason::TooDeep);
        }
        let place = self.within(tag)?;
        self.begin(place, tag)?;
        self.path.push(place);
        Ok(())
    }

    /// What an element means where it stands.
    fn within(&mut self, tag: &BytesStart) -> Result<Place, Reason> {
        let name = tag.local_name().into_inner();
        let parent = self.place();
        if parent == Place::Skipped {
            return Ok(Place::Skipped);
        }
        if let Some((_, protection)) = PROTECTIONS.iter().find(|(element, _)| *element == name) {
            return Err(protection.clone());
        }
        let known = ELEMENTS.iter().find(|(within, element, _)| *within == parent && *element == name);
        match (known, parent) {
            (Some((_, _, place)), _) => Ok(*place),
            (None, Place::File) => Err(Reason::NotPskc { root: quoted(name) }),
            (None, Place::Container | Place::Text(_)) => Err(Reason::UnknownElement { name: quoted(name) }),
            (None, Place::Policy) => {
                self.draft.blame(self.line, Reason::Policy { name: quoted(name) });
                Ok(Place::Skipped)
            }
            (None, _) => Ok(Place::Skipped),
        }
    }

    /// What the beginning of an element tells, its attributes above all.
    fn begin(&mut self, place: Place, tag: &BytesStart) -> Result<(), Reason> {
        let [first, second, third] = attributes(tag, wanted(place))?;
        let (first, second, third) = (first.as_deref(), second.as_deref(), third.as_deref());
        let told = match place {
            Place::Container => return self.begin_container(tag, first),
            Place::Package => return self.begin_package(),
            Place::Device => self.draft.device(),
            Place::Key => self.draft.key(first, second),
            Place::Response => self.draft.response(first, second, third),
            Place::Pin => self.draft.pin(first),
            Place::Text(_) => {
                self.text.clear();
                self.text_line = self.line;
                Ok(())
            }
            _ => Ok(()),
        };
        if let Err(reason) = told {
            self.draft.blame(self.line, reason);
        }
        Ok(())
    }

    fn begin_container(&mut self, tag: &BytesStart, version: Option<&str>) -> Result<(), Reason> {
        if self.container {
            return Err(Reason::NotXml { what: "second-root" });
        }
        self.container = true;
        if !is_of(tag, NAMESPACE)? {
            return Err(Reason::NotPskc { root: quoted(tag.name().into_inner()) });
        }
        match version {
            None | Some("1.0" | "1") => Ok(()),
            Some(found) => Err(Reason::OtherVersion { found: quoted(found) }),
        }
    }

    fn begin_package(&mut self) -> Result<(), Reason> {
        if self.packages == ROWS_MAX {
            return Err(Reason::TooManyRows { limit: ROWS_MAX });
        }
        self.packages += 1;
        self.draft = Draft::new(self.line);
        Ok(())
    }

    fn leave(&mut self) {
        match self.path.pop() {
            Some(Place::Text(field)) => {
                if let Err(reason) = self.draft.text(field, &mut self.text) {
                    self.draft.blame(self.text_line, reason);
                }
            }
            Some(Place::Package) => match std::mem::take(&mut self.draft).finish() {
                Ok(row) => self.keep(row),
                Err(refusal) => self.reading.refused.push(refusal),
            },
            _ => {}
        }
    }

    fn keep(&mut self, row: KeyRow) {
        match self.seen.entry(row.serial.clone()) {
            Entry::Vacant(place) => {
                place.insert(row.line);
                self.reading.rows.push(row);
            }
            Entry::Occupied(first) => self.reading.refused.push(Refusal {
                line: row.line,
                serial_or_login: Some(row.serial),
                reason: Reason::DuplicateSerial { first_line: *first.get() },
            }),
        }
    }

    /// The file has ended: in the right place?
    fn finish(self) -> Reading<KeyRow> {
        let whole = self.container && self.path.is_empty();
        if self.begun && !whole {
            return Reading::whole(self.line, Reason::Truncated);
        }
        if self.packages == 0 {
            return Reading::whole(self.line, Reason::EmptyFile);
        }
        self.reading
    }
}

/// The attributes that are read; the others only have to be well formed.
fn wanted(place: Place) -> [&'static str; 3] {
    match place {
        Place::Container => ["Version", "", ""],
        Place::Key => ["Id", "Algorithm", ""],
        Place::Response => ["Length", "Encoding", "CheckDigits"],
        Place::Pin => ["PINUsageMode", "", ""],
        _ => [""; 3],
    }
}

#[cfg(test)]
#[path = "pskc_tests.rs"]
mod tests;
