#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

/// Moments, steps and counters anywhere, the ends of their ranges often.
fn anywhere() -> impl Strategy<Value = i64> {
    let ends = vec![i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX];
    prop_oneof![prop::sample::select(ends), any::<i64>(), -2_000..2_000_i64]
}

fn shape() -> impl Strategy<Value = Shape> {
    let algorithm = prop::sample::select(&[Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512][..]);
    let period = prop_oneof![Just(30_u32), Just(60), Just(u32::MAX), 20..100_000_u32];
    let time = (period, anywhere()).prop_map(|(period, t0)| Moving::Time { period, t0 });
    let moving = prop_oneof![3 => time, 1 => Just(Moving::Event)];
    (algorithm, 6..=8_u8, moving).prop_map(|(algorithm, digits, moving)| Shape { algorithm, digits, moving })
}

fn key_of(shape: Shape, seed: &[u8], last: Option<i64>, drift: i64) -> Candidate {
    let mut candidate = clock_key(last, drift, &[]);
    candidate.key.shape = shape;
    candidate.seed = Seed::new(seed.to_vec());
    candidate
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a clock, a store or a key file says: no overflow, and no step is consumed that was
    /// used, that is before 0 or that does not show the code.
    #[test]
    fn nothing_overflows_and_nothing_old_is_valid(
        shape in shape(), seed in prop::collection::vec(any::<u8>(), 1..=128), shown in anywhere(),
        last in prop::option::of(anywhere()), drift in anywhere(), millis in anywhere(),
    ) {
        let candidate = key_of(shape, &seed, last, drift);
        let now = Moment::from_millis(millis);
        let generator = Generator::new(&candidate.seed, &shape);
        let code = generator.code(shown).or_else(|| generator.code(0)).unwrap();
        let Diagnosis { finding, consume } = diagnosis(&candidate, &[], &code, now);
        if let Some((_, step)) = consume {
            prop_assert!(last.is_none_or(|last| step > last) && step >= 0);
            prop_assert!(generator.shows(&code, step));
        }
        let verdict = Verdict::new(&candidate.key, finding, now);
        prop_assert!(!verdict.word().is_empty());
        if let Ok(found) = resync(&candidate, &code, &code, now, Windows::DEFAULT) {
            prop_assert!(found.step > last.unwrap_or(-1) && found.consume >= found.step);
        }
    }

    /// What is accepted ahead of the clock is accepted as far behind it, and nothing further: for every
    /// period, 180 s both ways and one step at least.
    #[test]
    fn the_window_is_as_wide_on_both_sides(
        seed in any::<[u8; 20]>(), period in prop::sample::select(&[15_u32, 30, 60, 90, 300][..]),
        drift in -50..50_i64, off in 0..15_i64,
    ) {
        let shape = Shape { moving: Moving::Time { period, t0: 0 }, ..Shape::COMMON };
        let candidate = key_of(shape, &seed, None, drift);
        let expected = candidate.key.step_now(now()).unwrap();
        let valid = |step: i64| {
            let code = code_of(&candidate, step);
            let alone = Generator::new(&candidate.seed, &shape)
                .steps_showing(&code, step, expected - 15, expected + 15).len() == 1;
            alone.then(|| diagnosis(&candidate, &[], &code, now()).consume.is_some())
        };
        let inside = off <= (180 / i64::from(period)).max(1);
        if let (Some(ahead), Some(behind)) = (valid(expected + off), valid(expected - off)) {
            prop_assert_eq!((ahead, behind), (inside, inside), "{} steps of {} s", off, period);
        }
    }

    /// The engine of SHA-1 against the general HMAC, whatever the key and the counter.
    #[test]
    fn codes_are_those_of_the_general_hmac(
        seed in prop::collection::vec(any::<u8>(), 1..=128), step in 0..=i64::MAX,
    ) {
        use hmac::{Hmac, KeyInit, Mac};
        let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&seed).unwrap();
        mac.update(&step.to_be_bytes());
        let digest = mac.finalize().into_bytes();
        let offset = usize::from(digest[19] & 15);
        let word = u32::from_be_bytes(digest[offset..offset + 4].try_into().unwrap()) & 0x7fff_ffff;
        let shape = Shape { digits: 8, ..Shape::COMMON };
        let code = Generator::new(&Seed::new(seed), &shape).code(step).unwrap();
        prop_assert_eq!(code.expose(), format!("{:08}", word % 100_000_000));
    }
}

/// The window is a length of time, not a number of steps.
#[test]
fn a_key_of_thirty_seconds_has_the_same_three_minutes() {
    let shape = Shape { moving: Moving::Time { period: 30, t0: 0 }, ..Shape::COMMON };
    let candidate = key_of(shape, SEED, None, 0);
    let expected = shape.step_at(now()).unwrap();
    let found = |off: i64| diagnosis(&candidate, &[], &code_of(&candidate, expected + off), now()).finding;
    assert_eq!(found(6), valid(expected + 6, 6));
    assert_eq!(found(-6), valid(expected - 6, -6));
    assert_eq!(found(7), Finding::Far { offset: 7 });
    assert_eq!(found(-1440), Finding::Far { offset: -1440 });
    assert_eq!(found(-1441), Finding::NoMatch);
}

/// A slow clock is given as many minutes a day whatever its steps are.
#[test]
fn a_slow_clock_of_thirty_seconds_may_lose_twice_the_steps() {
    let shape = Shape { moving: Moving::Time { period: 30, t0: 0 }, ..Shape::COMMON };
    let candidate = key_of(shape, SEED, None, 0);
    let expected = shape.step_at(now()).unwrap();
    let taught = |back: i64| {
        let step = expected - back;
        let codes = (code_of(&candidate, step - 1), code_of(&candidate, step));
        resync(&candidate, &codes.0, &codes.1, now(), Windows::DEFAULT)
    };
    // A year without use: 45 minutes and the window, of which half a step is lost.
    assert!(taught(91 + 6).is_ok());
    assert_eq!(taught(91 + 7), Err(NoResync::FromThePast { steps: 98 }));
}
