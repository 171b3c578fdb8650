//! Values that must never be seen: codes, PINs, seeds, passphrases, data keys.

use zeroize::{Zeroize, Zeroizing};

/// A value that is wiped when dropped and has no `Debug`, `Display`, `Serialize` or `Clone`.
///
/// The only way in is [`Secret::new`], the only way to look is [`Secret::expose`]: a search for
/// that word lists every place that sees a secret.
pub struct Secret<T: Zeroize>(Zeroizing<T>);

impl<T: Zeroize> Secret<T> {
    /// Takes ownership; the caller keeps no copy.
    pub fn new(value: T) -> Self {
        Self(Zeroizing::new(value))
    }

    /// The value, for as long as the borrow lasts.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// The value, to be changed in place.
    pub fn expose_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Zeroize + Clone> Secret<T> {
    /// A second copy, wiped on its own. Named so that it shows in a review.
    pub fn duplicate(&self) -> Self {
        Self::new(T::clone(&self.0))
    }
}

/// The shared secret of a key: 1 to 128 bytes.
pub type Seed = Secret<Vec<u8>>;
