//! What the XML parser says, in this room's terms.

use std::borrow::Cow;

use quick_xml::encoding::EncodingError;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::escape::{EscapeError, resolve_predefined_entity};
use quick_xml::events::{BytesDecl, BytesRef, BytesStart};
use quick_xml::name::PrefixDeclaration;
use quick_xml::{XmlVersion, events::attributes::Attribute};

use super::encoding::Encoding;
use super::source::{Source, unread};
use super::{Reason, quoted};

/// The outermost element.
pub(super) const CONTAINER: &str = "KeyContainer";

/// The beginning of a document type definition, as the parser leaves it when it gives up on one.
const DOCTYPE: &[u8] = b"<!D";

/// The values of the attributes named, in that order. All attributes of the tag are checked.
pub(super) fn attributes<'t, const N: usize>(
    tag: &'t BytesStart,
    names: [&str; N],
) -> Result<[Option<Cow<'t, str>>; N], Reason> {
    let mut values = [const { None }; N];
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|_| Reason::NotXml { what: "attribute" })?;
        let value = value(&attribute)?;
        if let Some(at) = names.iter().position(|name| *name == attribute.key.into_inner()) {
            values[at] = Some(value);
        }
    }
    Ok(values)
}

/// Whether the tag's own declarations put it into this namespace.
pub(super) fn is_of(tag: &BytesStart, namespace: &str) -> Result<bool, Reason> {
    let prefix = tag.name().prefix();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|_| Reason::NotXml { what: "attribute" })?;
        let binds = match (attribute.key.as_namespace_binding(), prefix) {
            (Some(PrefixDeclaration::Default), None) => true,
            (Some(PrefixDeclaration::Named(bound)), Some(prefix)) => bound == prefix.into_inner(),
            _ => false,
        };
        if binds {
            return Ok(value(&attribute)? == namespace);
        }
    }
    Ok(false)
}

fn value<'a>(attribute: &Attribute<'a>) -> Result<Cow<'a, str>, Reason> {
    attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|fault| match fault {
        Error::Escape(EscapeError::UnrecognizedEntity(_, name)) => {
            Reason::UnknownEntity { name: quoted(&name) }
        }
        _ => Reason::NotXml { what: "reference" },
    })
}

/// The character of a reference, by number or one of the five that XML predefines.
pub(super) fn resolved(reference: &BytesRef) -> Result<char, Reason> {
    let numbered = reference.resolve_char_ref().map_err(|_| Reason::NotXml { what: "reference" })?;
    let named = || resolve_predefined_entity(reference).and_then(|text| text.chars().next());
    numbered.or_else(named).ok_or_else(|| Reason::UnknownEntity { name: quoted(reference) })
}

/// Whether the XML declaration announces the encoding that the file is read in.
pub(super) fn declared(declaration: &BytesDecl, encoding: Encoding) -> Result<(), Reason> {
    let Some(name) = declaration.encoding() else {
        return Ok(());
    };
    let name = name.map_err(|_| Reason::NotXml { what: "declaration" })?;
    if encoding.allows(&name) {
        return Ok(());
    }
    Err(Reason::OtherEncoding { name: quoted(&name) })
}

/// Why the parser stopped: `node` is what it had of the piece it was reading, `within` the element
/// around it.
pub(super) fn reading_fault<R: std::io::BufRead>(
    fault: &Error,
    node: &[u8],
    source: &Source<R>,
    within: Option<&'static str>,
) -> Reason {
    if node.get(..DOCTYPE.len()).is_some_and(|start| start.eq_ignore_ascii_case(DOCTYPE)) {
        return Reason::DoctypeForbidden;
    }
    match fault {
        Error::Io(_) if source.overflowed() => match within {
            // Not a long text of a key file, but a file of another kind.
            None if !node.starts_with(b"<") => Reason::NotXml { what: "text" },
            _ => Reason::TooLong { field: within.unwrap_or(CONTAINER) },
        },
        Error::Io(fault) => unread(fault.kind()),
        _ if source.ended() && is_cut(fault) => Reason::Truncated,
        Error::Encoding(_) => Reason::BadUtf8,
        Error::IllFormed(IllFormedError::UnclosedReference) => Reason::NotXml { what: "reference" },
        Error::IllFormed(_) => Reason::NotXml { what: "end-tag" },
        _ => Reason::NotXml { what: "markup" },
    }
}

/// Whether more of the file could have made it right.
fn is_cut(fault: &Error) -> bool {
    match fault {
        Error::Syntax(_) | Error::IllFormed(IllFormedError::UnclosedReference) => true,
        Error::Encoding(EncodingError::Utf8(fault)) => fault.error_len().is_none(),
        _ => false,
    }
}
