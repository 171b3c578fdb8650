//! PSKC files (RFC 6030), streamed.
//!
//! Taken: HOTP and TOTP keys, their secret in clear or encrypted with a key agreed upon or a
//! password. Refused by name: other encryptions, signatures, whatever asks for a rule that cannot be
//! kept. The container must be of the right namespace under any prefix; below it local names count,
//! because writers disagree about the rest.

use std::collections::HashMap;
use std::io::BufRead;
use std::sync::atomic::{AtomicBool, Ordering};

use quick_xml::Reader;
use quick_xml::events::{BytesDecl, BytesStart, Event};
use zeroize::Zeroizing;

use super::draft::{Draft, Field};
use super::elements::{Place, forbidden, known, wanted};
use super::encoding::{Decoded, Encoding};
use super::protection::{Blame, Envelope, Protection};
use super::source::Source;
use super::xml::{CONTAINER, attributes, declared, is_of, reading_fault, resolved};
use super::{KeyRow, Needs, ROWS_MAX, Reading, Reason, Refusal, Unlock, earlier, quoted};

/// The namespace RFC 6030 registers.
const NAMESPACE: &str = "urn:ietf:params:xml:ns:keyprov:pskc";

/// Bytes of one text or one tag.
const NODE_MAX: usize = 64 * 1024;

/// Elements inside one another; a key needs six.
const DEPTH_MAX: usize = 32;

/// Reads every key of a file, or says why not. Nothing here keeps a secret outside wiped memory;
/// the buffer behind `source` is the caller's to wipe. `cancel` may be set from elsewhere at any
/// time: the file is then refused soon.
pub fn read(source: impl BufRead, unlock: &Unlock, cancel: &AtomicBool) -> Reading<KeyRow> {
    read_up_to(ROWS_MAX, source, unlock, cancel)
}

fn read_up_to(keys_max: u64, source: impl BufRead, unlock: &Unlock, cancel: &AtomicBool) -> Reading<KeyRow> {
    let (mut xml, encoding) = match opened(source) {
        Ok(opened) => opened,
        Err(reason) => return Reading::whole(1, reason),
    };
    // Never grows, since the source gives no more than this at once: no copy is left behind.
    let mut node = Zeroizing::new(Vec::with_capacity(NODE_MAX + 2));
    let mut walk = Walk::new(keys_max, encoding, unlock, cancel);
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

/// The file as the XML parser gets it, and how it is encoded.
type Opened<R> = (Reader<Source<Decoded<R>>>, Encoding);

fn opened<R: BufRead>(source: R) -> Result<Opened<R>, Reason> {
    let decoded = Decoded::open(source)?;
    let encoding = decoded.encoding();
    // Enough of the beginning to see a byte order mark, and nothing of any secret; one byte more
    // than the longest text, to see that it ends there.
    let source = Source::open(decoded, 3, NODE_MAX + 1)?;
    Ok((Reader::from_reader(source), encoding))
}

/// What to ask for before [`read`], told by the head of the file and, where that says nothing, by
/// its first key. Whatever is wrong with the file, [`read`] will say.
pub fn needs(source: impl BufRead) -> Needs {
    let Ok((mut xml, _)) = opened(source) else {
        return Needs::Nothing;
    };
    let mut node = Zeroizing::new(Vec::with_capacity(NODE_MAX + 2));
    loop {
        node.clear();
        xml.get_mut().next_piece();
        let (name, ends) = match xml.read_event_into(&mut node) {
            Ok(Event::Start(tag)) => (tag.local_name().into_inner().to_owned(), false),
            Ok(Event::End(tag)) => (tag.local_name().into_inner().to_owned(), true),
            Ok(Event::Empty(tag)) => (tag.local_name().into_inner().to_owned(), true),
            Ok(Event::Eof | Event::DocType(_)) | Err(_) => return Needs::Nothing,
            Ok(_) => continue,
        };
        match (name.as_str(), ends) {
            ("DerivedKey", _) => return Needs::Password,
            ("EncryptionKey", true) | ("MACMethod" | "EncryptedValue", _) => return Needs::Key,
            ("KeyPackage", true) => return Needs::Nothing,
            _ => {}
        }
    }
}

/// The way through one file. An `Err` of its methods is a fault of the whole file; the faults of
/// one key go to its draft.
struct Walk<'a> {
    encoding: Encoding,
    cancel: &'a AtomicBool,
    protection: Protection<'a>,
    envelope: Envelope,
    path: Vec<Place>,
    /// Where the current piece begins.
    line: u64,
    /// Where the wanted text begins, and the text so far.
    text_line: u64,
    text: Zeroizing<String>,
    draft: Draft,
    packages: u64,
    packages_max: u64,
    /// Serials read and their lines.
    seen: HashMap<String, u64>,
    begun: bool,
    container: bool,
    reading: Reading<KeyRow>,
}

impl<'a> Walk<'a> {
    fn new(packages_max: u64, encoding: Encoding, unlock: &'a Unlock, cancel: &'a AtomicBool) -> Self {
        Self {
            encoding,
            cancel,
            protection: Protection::new(unlock, cancel),
            envelope: Envelope::new(NODE_MAX),
            path: Vec::with_capacity(DEPTH_MAX),
            line: 1,
            text_line: 1,
            text: Zeroizing::new(String::with_capacity(NODE_MAX)),
            draft: Draft::default(),
            packages: 0,
            packages_max,
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
            _ => Some(CONTAINER),
        }
    }

    /// What a refusal may say of markup: it quotes nothing that stands where a secret should.
    fn discreet(&self, reason: Reason) -> Reason {
        match reason {
            Reason::UnknownEntity { .. } if self.is_secret() => Reason::NotXml { what: "reference" },
            Reason::UnknownElement { .. } if self.is_secret() => Reason::NotXml { what: "markup" },
            other => other,
        }
    }

    fn is_secret(&self) -> bool {
        self.place() == Place::Text(Field::Secret)
    }

    fn take(&mut self, event: &Event) -> Result<(), Reason> {
        if self.cancel.load(Ordering::Relaxed) {
            return Err(Reason::Cancelled);
        }
        match event {
            Event::Text(text) => return self.hear(text),
            Event::CData(text) => return self.hear(text),
            Event::GeneralRef(reference) => {
                let resolved = resolved(reference).map_err(|reason| self.discreet(reason))?;
                return self.hear(resolved.encode_utf8(&mut [0; 4]));
            }
            Event::Start(tag) => self.enter(tag)?,
            Event::Empty(tag) => {
                self.enter(tag)?;
                self.leave()?;
            }
            Event::End(_) => self.leave()?,
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
        declared(declaration, self.encoding)
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
        let place = known(parent, name);
        if let (None, Some(reason)) = (place, forbidden(parent, name)) {
            return Err(reason);
        }
        match (place, parent) {
            (Some(place), _) => Ok(place),
            (None, Place::File) => Err(Reason::NotPskc { root: quoted(name) }),
            (None, Place::Container | Place::Text(_)) => {
                Err(self.discreet(Reason::UnknownElement { name: quoted(name) }))
            }
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
            Place::Encryption | Place::Mac if self.protection.is_settled() => {
                return Err(Reason::UnknownElement { name: quoted(tag.local_name().into_inner()) });
            }
            Place::Encryption => return self.protection.encryption(),
            Place::Derived => return self.protection.derived(),
            Place::Derivation => return self.protection.derivation(first),
            Place::Mac => return self.protection.mac(first),
            Place::Method => return self.envelope.method(first),
            Place::Secret | Place::Counter | Place::Interval | Place::MacKey => {
                self.envelope.clear();
                Ok(())
            }
            Place::Sealed => self.envelope.seal(),
            Place::Device => self.draft.device(),
            Place::Key => self.draft.key(first, second),
            Place::Response => self.draft.response(first, second, third),
            Place::Pin => self.draft.pin(first),
            Place::Text(field) => {
                self.text.clear();
                self.text_line = self.line;
                if field == Field::Prf {
                    self.protection.prf(first.unwrap_or_default())?
                }
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
        if self.packages == self.packages_max {
            return Err(Reason::TooManyRows { limit: self.packages_max });
        }
        if !self.protection.is_settled() {
            self.protection.settle()?;
        }
        self.packages += 1;
        self.draft = Draft::new(self.line);
        Ok(())
    }

    fn leave(&mut self) -> Result<(), Reason> {
        match self.path.pop() {
            Some(Place::Text(field)) => return self.leave_text(field),
            Some(Place::Secret) => return self.leave_value(Field::Secret),
            Some(Place::Counter) => return self.leave_value(Field::Counter),
            Some(Place::Interval) => return self.leave_value(Field::Interval),
            Some(Place::MacKey) => return self.protection.mac_key(&self.envelope),
            Some(Place::Package) => match std::mem::take(&mut self.draft).finish() {
                Ok(row) => self.keep(row),
                Err(refusal) => self.reading.refused.push(refusal),
            },
            _ => {}
        }
        Ok(())
    }

    fn leave_text(&mut self, field: Field) -> Result<(), Reason> {
        let text = &mut self.text;
        let told = match field {
            Field::Salt => return self.protection.salt(text),
            Field::Rounds => return self.protection.rounds(text),
            Field::KeyLength => return self.protection.length(text),
            Field::Prf => return self.protection.prf(text),
            Field::Cipher => self.envelope.value(text),
            Field::Code => self.envelope.code(text),
            // Whoever could put it there without a code could put any secret there.
            Field::Secret if self.protection.wants_codes() => Err(Reason::MissingMac),
            _ => self.draft.text(field, text),
        };
        match (told, self.path.last()) {
            (Ok(()), _) => Ok(()),
            (Err(reason), Some(Place::CipherData)) if !self.protection.is_settled() => Err(reason),
            (Err(reason), _) => {
                self.draft.blame(self.text_line, reason);
                Ok(())
            }
        }
    }

    /// A value of a key ends: if it is encrypted, it is checked and opened now.
    fn leave_value(&mut self, field: Field) -> Result<(), Reason> {
        if !self.envelope.is_used() || self.draft.is_blamed() {
            return Ok(());
        }
        let opened = self.protection.open(&mut self.envelope, self.line);
        let told = match opened {
            Ok(bytes) => self.draft.opened(field, bytes),
            Err(Blame::Key(reason)) => Err(reason),
            Err(Blame::File(reason)) => return Err(reason),
        };
        if let Err(reason) = told {
            self.draft.blame(self.line, reason);
        }
        if self.protection.is_hopeless(false) { Err(Reason::WrongKey) } else { Ok(()) }
    }

    fn keep(&mut self, row: KeyRow) {
        let Some(first_line) = earlier(&mut self.seen, row.serial.clone(), row.line) else {
            self.reading.rows.push(row);
            return;
        };
        self.reading.refused.push(Refusal {
            line: row.line,
            serial_or_login: Some(row.serial),
            reason: Reason::DuplicateSerial { first_line },
        });
    }

    /// The file has ended: in the right place?
    fn finish(mut self) -> Reading<KeyRow> {
        let whole = self.container && self.path.is_empty();
        if self.begun && !whole {
            return Reading::whole(self.line, Reason::Truncated);
        }
        if self.packages == 0 {
            return Reading::whole(self.line, Reason::EmptyFile);
        }
        if self.protection.is_hopeless(true) {
            return Reading::whole(0, Reason::WrongKey);
        }
        if let Some(line) = self.protection.unproved() {
            self.reading.warned.push(Refusal { line, serial_or_login: None, reason: Reason::Unproved });
        }
        self.reading
    }
}

#[cfg(test)]
#[path = "pskc_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "pskc_refusal_tests.rs"]
mod refusal_tests;

#[cfg(test)]
#[path = "pskc_sealed_tests.rs"]
mod sealed_tests;
