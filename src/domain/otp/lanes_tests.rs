#![allow(clippy::print_stderr)]

use super::super::mac::Scratch;
use super::*;

fn mac() -> Mac<Sha512> {
    Mac::new(b"12345678901234567890")
}

/// Of the library's block function, one by one.
fn plain(from: i64, to: i64) -> Vec<(i64, u32)> {
    let (mac, mut scratch) = (mac(), Scratch::new());
    (from..to).map(|step| (step, mac.number(step.unsigned_abs(), &mut scratch))).collect()
}

fn abreast(from: i64, to: i64) -> (Vec<(i64, u32)>, i64) {
    let mut told = Vec::new();
    let rest = numbers(&mac(), from, to, |step, number| told.push((step, number)));
    (told, rest)
}

#[test]
fn side_by_side_they_are_what_they_are_one_by_one() {
    for from in [0, 1, 59_839_764, i64::from(u32::MAX) - 20, i64::MAX - 100] {
        let (told, rest) = abreast(from, from + 100);
        assert_eq!(told, plain(from, rest), "from {from}");
        assert!(rest <= from + 100);
        if told.is_empty() {
            eprintln!("SKIPPED: the vectors of this processor are too short");
        } else {
            assert!(from + 100 - rest <= LANES_MAX as i64, "{rest}");
        }
    }
}

/// What one set of instructions tells of 1,000 to 1,064, and what it leaves.
#[cfg(target_arch = "x86_64")]
fn through<S: Simd>(simd: S) -> (Vec<(i64, u32)>, i64) {
    let mut told = Vec::new();
    let mut each = |step, number| told.push((step, number));
    let rest = simd.vectorize(|| groups(simd, &mac(), 1_000, 1_064, &mut each));
    (told, rest)
}

#[cfg(target_arch = "x86_64")]
#[test]
fn every_width_gives_the_same_or_nothing() {
    let (level, expected) = (Level::new(), plain(1_000, 1_064));
    let mut widths = vec![];
    widths.extend(level.as_sse2().map(through));
    widths.extend(level.as_avx2().map(through));
    widths.extend(level.as_avx512().map(through));
    assert_eq!(widths.first(), Some(&(Vec::new(), 1_000)), "two lanes do not pay");
    for (told, rest) in widths.into_iter().skip(1) {
        assert_eq!(rest, 1_064);
        assert_eq!(told, expected);
    }
}

#[test]
fn a_short_or_empty_range_is_left_whole() {
    for to in [-5, 0, 1, 3, i64::MIN] {
        assert_eq!(abreast(0, to), (Vec::new(), 0), "to {to}");
    }
    assert_eq!(abreast(i64::MAX - 2, i64::MAX), (Vec::new(), i64::MAX - 2));
}
