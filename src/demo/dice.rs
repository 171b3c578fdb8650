//! Chance that can be repeated: the same seed always falls the same way, on every machine.

use std::ops::RangeInclusive;

/// SplitMix64 (Steele, Lea and Flood, 2014). Good enough to look like life, useless as a secret.
pub(super) struct Dice(u64);

impl Dice {
    /// Dice of their own for each purpose, so that one more roll for a school's name does not
    /// change every seed behind it.
    pub(super) fn new(seed: u64, purpose: &str) -> Self {
        let mut dice = Self(seed);
        for byte in purpose.bytes() {
            dice.0 ^= u64::from(byte);
            dice.0 = dice.roll();
        }
        dice
    }

    /// The next 64 bits.
    pub(super) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// 0 to `limit` - 1; 0 when there is no choice.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        let scaled = u128::from(self.roll()) * limit as u128;
        (scaled >> 64) as usize
    }

    /// A number of the range, both ends included.
    pub(super) fn between(&mut self, range: RangeInclusive<i64>) -> i64 {
        let choices = range.end().abs_diff(*range.start()) as usize + 1;
        range.start() + self.below(choices) as i64
    }

    /// True `chances` times in a thousand.
    pub(super) fn per_mille(&mut self, chances: usize) -> bool {
        self.below(1000) < chances
    }

    /// One entry of a table, which must not be empty.
    pub(super) fn pick<'table, T>(&mut self, table: &'table [T]) -> &'table T {
        &table[self.below(table.len())]
    }

    /// One entry, the first ones more often: the tables of names begin with the common ones.
    pub(super) fn pick_common<'table, T>(&mut self, table: &'table [T]) -> &'table T {
        let place = self.below(table.len()).min(self.below(table.len()));
        &table[place]
    }

    /// One entry of a table of weights, which must not be empty.
    pub(super) fn draw<'table, T>(&mut self, table: &'table [(usize, T)]) -> &'table T {
        let total = table.iter().map(|(weight, _)| weight).sum();
        let mut left = self.below(total);
        for (weight, entry) in table {
            if left < *weight {
                return entry;
            }
            left -= weight;
        }
        &table[0].1
    }

    /// Fills `bytes`.
    pub(super) fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let rolled = self.roll().to_be_bytes();
            chunk.copy_from_slice(&rolled[..chunk.len()]);
        }
    }
}

#[cfg(test)]
#[path = "dice_tests.rs"]
mod tests;
