//! Pictures at rest: the name, a line break, the bytes, sealed to their row.

use super::StoreFault;
use super::vault::{Place, Vault};
use crate::domain::secret::Secret;
use crate::domain::ticket::{Attachment, Media};

/// A picture as its row has it.
pub fn seal(vault: &Vault, place: Place, file: &Attachment) -> Result<Vec<u8>, StoreFault> {
    let clear = [file.name.as_bytes(), b"\n", &file.content].concat();
    vault.seal_bytes(place, &Secret::new(clear))
}

/// What [`seal`] made.
///
/// # Errors
/// [`StoreFault::Damaged`] names the row, if it does not open or is no picture.
pub fn open(vault: &Vault, place: Place, body: &[u8]) -> Result<Attachment, StoreFault> {
    let clear = vault.open_bytes(place, body)?;
    let damaged = || place.damaged(": content");
    let end = clear.expose().iter().position(|byte| *byte == b'\n').ok_or_else(damaged)?;
    let (name, content) = clear.expose().split_at(end);
    let content = content.get(1..).unwrap_or_default().to_vec();
    let name = String::from_utf8(name.to_vec()).map_err(|_| damaged())?;
    let media = Media::of(&content).ok_or_else(damaged)?;
    Ok(Attachment { name, media, content })
}
