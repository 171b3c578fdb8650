//! Drawing a snapshot: states from the backend, page after page; seeds from this machine's vault.

use std::path::Path;

use crate::backend::{Fault, Scope, TokenBackend};
use crate::domain::secret::{Secret, Seed};
use crate::store::snapshot::{Header, Image, Label, SnapshotFault, write};
use crate::store::vault::Vault;
use crate::store::{Store, StoreFault, rows};

/// Keys a snapshot with seeds may hold. What opens it shows no code, but lies in one more place.
pub const SEEDS_MAX: u64 = 200;

/// Why nothing was drawn. The sentences are in `text`.
#[derive(Debug, thiserror::Error)]
pub enum DrawFault {
    /// The backend failed.
    #[error(transparent)]
    Backend(#[from] Fault),
    /// The backend gives no more than so many: whoever is missing would look as if not there.
    #[error("cut short at {0}")]
    Cut(u64),
    /// Nobody in the scope.
    #[error("empty scope")]
    Empty,
    /// More seeds than may leave.
    #[error("{0} seeds")]
    TooManySeeds(u64),
    /// The file.
    #[error(transparent)]
    Snapshot(#[from] SnapshotFault),
}

impl From<StoreFault> for DrawFault {
    fn from(fault: StoreFault) -> Self {
        Self::Snapshot(fault.into())
    }
}

/// Draws `scope` into `file`, which must not exist; with `seeds`, codes can be tested in it.
pub async fn draw(
    backend: &dyn TokenBackend,
    store: &Store,
    (scope, seeds): (Scope, bool),
    passphrase: &Secret<String>,
    (file, label): (&Path, Label),
) -> Result<Header, DrawFault> {
    let (vault, slot) = Vault::create_alone(store.kind(), passphrase)?;
    let mut image = Image::new()?;
    let mut after = String::new();
    loop {
        let part = backend.draw(scope.clone(), after).await?;
        if let Some(limit) = part.cut {
            return Err(DrawFault::Cut(limit));
        }
        for card in &part.cards {
            image.add(card, &vault, |serial| if seeds { seed(store, serial) } else { Ok(None) })?;
        }
        after = part.cards.last().map(|card| card.person.login.clone()).unwrap_or_default();
        if !part.more || after.is_empty() {
            break;
        }
    }
    match image.counts() {
        (0, _, _) => Err(DrawFault::Empty),
        (_, _, found) if found > SEEDS_MAX => Err(DrawFault::TooManySeeds(found)),
        _ => Ok(write(file, label, (&vault, slot), image)?),
    }
}

/// The seed of a key, if this machine's vault has it.
fn seed(store: &Store, serial: &str) -> Result<Option<Seed>, StoreFault> {
    store.read(|connection| match rows::has_seed(connection, serial)? {
        Some(true) => rows::seed(store, connection, serial).map(Some),
        _ => Ok(None),
    })
}

#[cfg(test)]
#[path = "draw_tests.rs"]
mod tests;
