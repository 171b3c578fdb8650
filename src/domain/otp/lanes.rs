//! HMAC-SHA-512 of many counters side by side, one in each lane of the processor's vectors.
//!
//! Processors have no instructions for this hash that help, and a distant search of a key of 30 s takes
//! it nearly six thousand times: one by one that is longer than a verdict may take.

use std::hint::black_box;

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch};

use super::mac::{Hash, Mac, Sha512};

/// Lanes from which on this is faster than the block function of the library.
const LANES: usize = 4;

/// The most lanes there are.
const LANES_MAX: usize = 8;

/// What is added in each round (FIPS 180-4, 4.2.3).
const ROUNDS: [u64; 80] = [
    0x428a_2f98_d728_ae22,
    0x7137_4491_23ef_65cd,
    0xb5c0_fbcf_ec4d_3b2f,
    0xe9b5_dba5_8189_dbbc,
    0x3956_c25b_f348_b538,
    0x59f1_11f1_b605_d019,
    0x923f_82a4_af19_4f9b,
    0xab1c_5ed5_da6d_8118,
    0xd807_aa98_a303_0242,
    0x1283_5b01_4570_6fbe,
    0x2431_85be_4ee4_b28c,
    0x550c_7dc3_d5ff_b4e2,
    0x72be_5d74_f27b_896f,
    0x80de_b1fe_3b16_96b1,
    0x9bdc_06a7_25c7_1235,
    0xc19b_f174_cf69_2694,
    0xe49b_69c1_9ef1_4ad2,
    0xefbe_4786_384f_25e3,
    0x0fc1_9dc6_8b8c_d5b5,
    0x240c_a1cc_77ac_9c65,
    0x2de9_2c6f_592b_0275,
    0x4a74_84aa_6ea6_e483,
    0x5cb0_a9dc_bd41_fbd4,
    0x76f9_88da_8311_53b5,
    0x983e_5152_ee66_dfab,
    0xa831_c66d_2db4_3210,
    0xb003_27c8_98fb_213f,
    0xbf59_7fc7_beef_0ee4,
    0xc6e0_0bf3_3da8_8fc2,
    0xd5a7_9147_930a_a725,
    0x06ca_6351_e003_826f,
    0x1429_2967_0a0e_6e70,
    0x27b7_0a85_46d2_2ffc,
    0x2e1b_2138_5c26_c926,
    0x4d2c_6dfc_5ac4_2aed,
    0x5338_0d13_9d95_b3df,
    0x650a_7354_8baf_63de,
    0x766a_0abb_3c77_b2a8,
    0x81c2_c92e_47ed_aee6,
    0x9272_2c85_1482_353b,
    0xa2bf_e8a1_4cf1_0364,
    0xa81a_664b_bc42_3001,
    0xc24b_8b70_d0f8_9791,
    0xc76c_51a3_0654_be30,
    0xd192_e819_d6ef_5218,
    0xd699_0624_5565_a910,
    0xf40e_3585_5771_202a,
    0x106a_a070_32bb_d1b8,
    0x19a4_c116_b8d2_d0c8,
    0x1e37_6c08_5141_ab53,
    0x2748_774c_df8e_eb99,
    0x34b0_bcb5_e19b_48a8,
    0x391c_0cb3_c5c9_5a63,
    0x4ed8_aa4a_e341_8acb,
    0x5b9c_ca4f_7763_e373,
    0x682e_6ff3_d6b2_b8a3,
    0x748f_82ee_5def_b2fc,
    0x78a5_636f_4317_2f60,
    0x84c8_7814_a1f0_ab72,
    0x8cc7_0208_1a64_39ec,
    0x90be_fffa_2363_1e28,
    0xa450_6ceb_de82_bde9,
    0xbef9_a3f7_b2c6_7915,
    0xc671_78f2_e372_532b,
    0xca27_3ece_ea26_619c,
    0xd186_b8c7_21c0_c207,
    0xeada_7dd6_cde0_eb1e,
    0xf57d_4f7f_ee6e_d178,
    0x06f0_67aa_7217_6fba,
    0x0a63_7dc5_a2c8_98a6,
    0x113f_9804_bef9_0dae,
    0x1b71_0b35_131c_471b,
    0x28db_77f5_2304_7d84,
    0x32ca_ab7b_40c7_2493,
    0x3c9e_be0a_15c9_bebc,
    0x431d_67c4_9c10_0d4c,
    0x4cc5_d4be_cb3e_42b6,
    0x597f_299c_fc65_7e2a,
    0x5fcb_6fab_3ad6_faec,
    0x6c44_198c_4a47_5817,
];

/// Tells `each` the numbers of the counters from `from` on, in their order, and answers the first
/// one that is left: groups that would reach `to` are, and all of them where the vectors are short.
pub fn numbers(mac: &Mac<Sha512>, from: i64, to: i64, mut each: impl FnMut(i64, u32)) -> i64 {
    dispatch!(Level::new(), simd => groups(simd, mac, from, to, &mut each))
}

#[inline(always)]
fn groups<S: Simd>(simd: S, mac: &Mac<Sha512>, from: i64, to: i64, each: &mut impl FnMut(i64, u32)) -> i64 {
    let lanes = S::u64s::LEN;
    if !(LANES..=LANES_MAX).contains(&lanes) {
        return from;
    }
    let splat = |state: &[u64; 8]| state.map(|word| S::u64s::splat(simd, word));
    let (inner, outer) = (splat(&mac.inner), splat(&mac.outer));
    let mut work = Work::new(simd);
    let mut at = from;
    while let Some(next) = at.checked_add(lanes as i64).filter(|next| *next <= to) {
        work.group(simd, &inner, &outer, at);
        for (step, lane) in (at..next).zip(0..) {
            each(step, work.number(lane));
        }
        at = next;
    }
    work.forget(simd);
    at
}

/// What one group is computed in.
struct Work<S: Simd> {
    block: [S::u64s; 16],
    state: [S::u64s; 8],
}

impl<S: Simd> Work<S> {
    #[inline(always)]
    fn new(simd: S) -> Self {
        Self { block: [S::u64s::splat(simd, 0); 16], state: [S::u64s::splat(simd, 0); 8] }
    }

    /// Both blocks of the HMAC for the counters from `at` on.
    #[inline(always)]
    fn group(&mut self, simd: S, inner: &[S::u64s; 8], outer: &[S::u64s; 8], at: i64) {
        let mut counters = [0; LANES_MAX];
        for (lane, counter) in (0..).zip(&mut counters) {
            *counter = at.wrapping_add(lane).unsigned_abs();
        }
        self.pad(simd, 1);
        self.block[0] = S::u64s::from_slice(simd, &counters[..S::u64s::LEN]);
        self.state = *inner;
        self.compress(simd);
        let digest = self.state;
        self.pad(simd, 8);
        self.block[..8].copy_from_slice(&digest);
        self.state = *outer;
        self.compress(simd);
    }

    /// What follows a message of so many words behind the block of the key.
    #[inline(always)]
    fn pad(&mut self, simd: S, words: usize) {
        self.block[words] = S::u64s::splat(simd, 1 << 63);
        self.block[words + 1..15].fill(S::u64s::splat(simd, 0));
        self.block[15] = S::u64s::splat(simd, (128 + 8 * words as u64) * 8);
    }

    /// FIPS 180-4, 6.4.2. The block is used up.
    #[inline(always)]
    fn compress(&mut self, simd: S) {
        let before = self.state;
        for (turn, added) in ROUNDS.chunks_exact(16).enumerate() {
            // Written out: a place in an array that is not known to the compiler is not in a register.
            self.eight::<0>(simd, added, turn > 0);
            self.eight::<8>(simd, added, turn > 0);
        }
        for (word, before) in self.state.iter_mut().zip(before) {
            *word += before;
        }
    }

    /// Eight rounds, after which every letter is where it was.
    #[inline(always)]
    fn eight<const FIRST: usize>(&mut self, simd: S, added: &[u64], extend: bool) {
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = self.state;
        round::<S>([a, b, c, e, f, g], &mut d, &mut h, self.word(simd, FIRST, added, extend));
        round::<S>([h, a, b, d, e, f], &mut c, &mut g, self.word(simd, FIRST + 1, added, extend));
        round::<S>([g, h, a, c, d, e], &mut b, &mut f, self.word(simd, FIRST + 2, added, extend));
        round::<S>([f, g, h, b, c, d], &mut a, &mut e, self.word(simd, FIRST + 3, added, extend));
        round::<S>([e, f, g, a, b, c], &mut h, &mut d, self.word(simd, FIRST + 4, added, extend));
        round::<S>([d, e, f, h, a, b], &mut g, &mut c, self.word(simd, FIRST + 5, added, extend));
        round::<S>([c, d, e, g, h, a], &mut f, &mut b, self.word(simd, FIRST + 6, added, extend));
        round::<S>([b, c, d, f, g, h], &mut e, &mut a, self.word(simd, FIRST + 7, added, extend));
        self.state = [a, b, c, d, e, f, g, h];
    }

    /// A word with what is added to it in this turn.
    #[inline(always)]
    fn word(&mut self, simd: S, at: usize, added: &[u64], extend: bool) -> S::u64s {
        if extend {
            self.extend(at);
        }
        self.block[at] + S::u64s::splat(simd, added[at])
    }

    /// The next word of the message schedule, where the sixteenth before it was.
    #[inline(always)]
    fn extend(&mut self, at: usize) {
        let [early, late] = [self.block[(at + 1) % 16], self.block[(at + 14) % 16]];
        let early = turned::<S>(early, 1) ^ turned::<S>(early, 8) ^ (early >> 7);
        let late = turned::<S>(late, 19) ^ turned::<S>(late, 61) ^ (late >> 6);
        self.block[at] += early + self.block[(at + 9) % 16] + late;
    }

    #[inline(always)]
    fn number(&self, lane: usize) -> u32 {
        Sha512::truncate(&std::array::from_fn(|word| self.state[word].as_slice()[lane]))
    }

    /// What is left are codes, and what they come from.
    #[inline(always)]
    fn forget(mut self, simd: S) {
        self.block.fill(S::u64s::splat(simd, 0));
        self.state.fill(S::u64s::splat(simd, 0));
        black_box((&self.block, &self.state));
    }
}

/// One round. The letters keep their places and change their names: what was `d` is the next `e`,
/// what was `h` the next `a`.
#[inline(always)]
fn round<S: Simd>([a, b, c, e, f, g]: [S::u64s; 6], d: &mut S::u64s, h: &mut S::u64s, added: S::u64s) {
    let sum = turned::<S>(e, 14) ^ turned::<S>(e, 18) ^ turned::<S>(e, 41);
    let first = *h + sum + (g ^ (e & (f ^ g))) + added;
    let sum = turned::<S>(a, 28) ^ turned::<S>(a, 34) ^ turned::<S>(a, 39);
    *d += first;
    *h = first + sum + ((a & b) | (c & (a | b)));
}

#[inline(always)]
fn turned<S: Simd>(word: S::u64s, by: u32) -> S::u64s {
    (word >> by) | (word << (64 - by))
}

#[cfg(test)]
#[path = "lanes_tests.rs"]
mod tests;
