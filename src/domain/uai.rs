//! UAI: the national code of a school, seven digits and a check letter.

/// The 23 check letters; I, O and Q are left out because they read like 1 and 0.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

/// Corsica's codes begin with numbers that are no department's.
const CORSICA: [(&str, &str); 2] = [("620", "2A"), ("720", "2B")];

/// A code whose check letter is right, in capitals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uai(String);

/// What is wrong with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UaiFault {
    /// Not seven digits and a letter.
    Form,
    /// The digits call for another letter: one of the eight characters was misread.
    Letter {
        /// The letter these digits have.
        expected: char,
    },
}

impl Uai {
    /// Takes seven digits and their letter, which may be small. The letter is the digits modulo
    /// 23, so one wrong digit or two swapped neighbours always show.
    pub fn parse(text: &str) -> Result<Self, UaiFault> {
        let (digits, letter) = text.split_at_checked(7).ok_or(UaiFault::Form)?;
        let well_formed = digits.bytes().all(|b| b.is_ascii_digit())
            && letter.len() == 1
            && letter.bytes().all(|b| b.is_ascii_alphabetic());
        if !well_formed {
            return Err(UaiFault::Form);
        }
        let number: usize = digits.parse().map_err(|_| UaiFault::Form)?;
        let expected = char::from(LETTERS[number % LETTERS.len()]);
        if letter.chars().any(|c| c.to_ascii_uppercase() != expected) {
            return Err(UaiFault::Letter { expected });
        }
        Ok(Self(text.to_ascii_uppercase()))
    }

    /// The eight characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The department as people write it ("44", "2A", "971"), or `None` when the code's first
    /// three digits are no department's (schools abroad).
    pub fn department(&self) -> Option<&str> {
        let head = self.0.get(..3)?;
        if let Some((_, island)) = CORSICA.iter().find(|(code, _)| *code == head) {
            return Some(island);
        }
        match head.parse() {
            Ok(1..=95_u16) => head.get(1..),
            Ok(971..=978 | 986..=988) => Some(head),
            _ => None,
        }
    }
}

#[cfg(test)]
#[path = "uai_tests.rs"]
mod tests;
