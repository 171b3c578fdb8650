//! What opens an encrypted key file, and which of the two a file asks for.

use crate::domain::secret::Secret;

/// What the caller has to open a file with. A plain file needs none and takes any.
pub enum Unlock {
    /// Nothing: only plain files are read.
    None,
    /// The bytes of a key agreed upon with the sender (RFC 6030 section 6.1).
    Key(Secret<Vec<u8>>),
    /// A password that the key is derived from (RFC 6030 section 6.2), as typed.
    Password(Secret<String>),
}

/// What a file asks for before its keys can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: it is plain, or no key file at all, which reading it will tell.
    Nothing,
    /// The key agreed upon with the sender.
    Key,
    /// A password.
    Password,
}
