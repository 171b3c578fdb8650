//! What a caller reads out, as typed into a code field: a code, a PASSCODE by mistake, or neither.

use zeroize::Zeroize;

use super::otp::Code;
use super::secret::Secret;

/// Characters kept of one entry: the longest PASSCODE (6 characters of PIN, 8 digits) and room to
/// see that an entry is too long.
pub const MAX_TYPED: usize = 32;

/// Spaces that people type or paste inside a code.
const SPACES: [char; 3] = [' ', '\u{a0}', '\u{202f}'];

/// What an entry turned out to be. The entry itself is wiped in every case.
pub enum Typed {
    /// Exactly the digits of the key.
    Code(Code),
    /// Longer than a code and ending in its digits: a PIN was read aloud. The PIN is already
    /// wiped; the code behind it is kept, since it is as good as any.
    Passcode(Code),
    /// Anything else.
    Neither,
}

/// Sorts an entry (R-12, R-13 of the domain facts): spaces are ignored, only ASCII digits count,
/// leading zeros live. An entry that fills the buffer may have lost its end. A six-digit PIN looks like a code; no detector can tell them apart.
pub fn sort(mut entry: Secret<String>, digits: u8) -> Typed {
    let text = entry.expose_mut();
    text.retain_wiping(&SPACES);
    let whole = text.len() < MAX_TYPED;
    let split = text.len().checked_sub(usize::from(digits)).filter(|_| whole);
    let code = split.and_then(|at| text.get(at..)).and_then(|tail| Code::parse(tail, digits));
    match (code, split) {
        (Some(code), Some(0)) => Typed::Code(code),
        (Some(code), Some(_)) => Typed::Passcode(code),
        _ => Typed::Neither,
    }
}

trait RetainWiping {
    fn retain_wiping(&mut self, unwanted: &[char]);
}

impl RetainWiping for String {
    /// Like `retain`, but leaves no shifted copy of the text behind its new end.
    fn retain_wiping(&mut self, unwanted: &[char]) {
        if self.contains(unwanted) {
            let mut kept = Self::with_capacity(self.len());
            kept.extend(self.chars().filter(|c| !unwanted.contains(c)));
            self.zeroize();
            *self = kept;
        }
    }
}

#[cfg(test)]
#[path = "passcode_tests.rs"]
mod tests;
