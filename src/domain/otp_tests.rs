#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

const ASCII_SEED: &[u8] = b"12345678901234567890";

fn generator(seed: &[u8], algorithm: Algorithm, digits: u8) -> Generator {
    let shape = Shape { algorithm, digits, ..Shape::COMMON };
    Generator::new(&Secret::new(seed.to_vec()), &shape)
}

fn digits_at(generator: &Generator, step: i64) -> String {
    generator.code(step).unwrap().expose().to_owned()
}

fn time_shape(period: u32, t0: i64) -> Shape {
    Shape { moving: Moving::Time { period, t0 }, ..Shape::COMMON }
}

fn code(text: &str) -> Code {
    Code::parse(text, u8::try_from(text.len()).unwrap()).unwrap()
}

#[test]
fn rfc_4226_appendix_d() {
    let codes =
        ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
    let generator = generator(ASCII_SEED, Algorithm::Sha1, 6);
    for (count, expected) in (0..).zip(codes) {
        assert_eq!(digits_at(&generator, count), expected, "count {count}");
    }
}

#[test]
fn rfc_6238_appendix_b() {
    use Algorithm::{Sha1, Sha256, Sha512};
    let hashes = [(Sha1, 20), (Sha256, 32), (Sha512, 64)];
    let table = [
        (59, ["94287082", "46119246", "90693936"]),
        (1_111_111_109, ["07081804", "68084774", "25091201"]),
        (1_111_111_111, ["14050471", "67062674", "99943326"]),
        (1_234_567_890, ["89005924", "91819424", "93441116"]),
        (2_000_000_000, ["69279037", "90698825", "38618901"]),
        (20_000_000_000, ["65353130", "77737706", "47863826"]),
    ];
    for (time, codes) in table {
        let step = time_shape(30, 0).step_at(Moment::from_secs(time)).unwrap();
        for ((algorithm, length), expected) in hashes.into_iter().zip(codes) {
            let seed: Vec<u8> = ASCII_SEED.iter().copied().cycle().take(length).collect();
            let generator = generator(&seed, algorithm, 8);
            assert_eq!(digits_at(&generator, step), expected, "{time} {algorithm:?}");
        }
    }
}

/// Around the 64-byte block of SHA-1 and SHA-256 a longer seed is hashed first (RFC 2104); the
/// expected codes were computed with another implementation of HMAC.
#[test]
fn seeds_of_every_length() {
    let table = [
        (1, ["413018", "220915", "539890"]),
        (63, ["030945", "069708", "290790"]),
        (64, ["950653", "600390", "459412"]),
        (65, ["690907", "343109", "219329"]),
        (127, ["030978", "471725", "737117"]),
        (128, ["899317", "369095", "286013"]),
    ];
    for (length, codes) in table {
        let seed: Vec<u8> = (1..=length).collect();
        let hashes = [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512];
        for (algorithm, expected) in hashes.into_iter().zip(codes) {
            let generator = generator(&seed, algorithm, 6);
            assert_eq!(digits_at(&generator, 29_919_882), expected, "{length} {algorithm:?}");
        }
    }
}

#[test]
fn leading_zeros_are_shown_and_found() {
    let generator = generator(ASCII_SEED, Algorithm::Sha1, 6);
    for (count, expected) in [(44, "000152"), (366, "000866"), (1828, "000801"), (2696, "000407")] {
        assert_eq!(digits_at(&generator, count), expected);
        assert_eq!(generator.steps_showing(&code(expected), count, count, count), [count]);
    }
    assert!(generator.steps_showing(&code("000153"), 44, 0, 100).is_empty());
}

#[test]
fn of_two_steps_that_show_the_code_the_nearer_comes_first() {
    let generator = generator(ASCII_SEED, Algorithm::Sha1, 6);
    let (low, high) = (29_927_464, 29_927_466);
    for (centre, expected) in [(low, [low, high]), (low + 1, [low, high]), (high, [high, low])] {
        assert_eq!(generator.steps_showing(&code("127984"), centre, low - 9, high + 9), expected);
    }
}

#[test]
fn counts_of_more_than_32_bits() {
    let generator = generator(ASCII_SEED, Algorithm::Sha1, 6);
    for (count, expected) in
        [(i64::from(u32::MAX), "117190"), (i64::from(u32::MAX) + 1, "999456"), (i64::MAX, "181742")]
    {
        assert_eq!(digits_at(&generator, count), expected);
    }
}

#[test]
fn no_code_before_step_zero() {
    let generator = generator(ASCII_SEED, Algorithm::Sha1, 6);
    for step in [-1, -2, i64::MIN] {
        assert!(generator.code(step).is_none(), "{step}");
    }
    let first = generator.code(0).unwrap();
    assert_eq!(generator.steps_showing(&first, 0, i64::MIN, 3), [0]);
    assert!(generator.steps_showing(&first, -5, -9, -1).is_empty());
}

#[test]
fn steps_turn_at_the_full_period() {
    let table = [
        (60, 0, 0, 0),
        (60, 0, 59_999, 0),
        (60, 0, 60_000, 1),
        (60, 0, -1, -1),
        (60, 0, -60_000, -1),
        (60, 0, -60_001, -2),
        (30, 0, 59_999, 1),
        (60, 90, 60_000, -1),
        (60, 90, 90_000, 0),
        (60, -30, 0, 0),
        (60, -30, 30_000, 1),
        (1, 0, 1_795_192_933_000, 1_795_192_933),
        (60, 0, 1_795_192_933_000, 29_919_882),
    ];
    for (period, t0, millis, expected) in table {
        let step = time_shape(period, t0).step_at(Moment::from_millis(millis));
        assert_eq!(step, Some(expected), "period {period}, t0 {t0}, {millis} ms");
    }
}

#[test]
fn a_counter_key_has_no_clock() {
    let shape = Shape { moving: Moving::Event, ..Shape::COMMON };
    assert_eq!(shape.step_at(Moment::from_secs(1_795_192_933)), None);
    assert_eq!(shape.step_starts(7), None);
    assert_eq!(shape.period(), None);
    assert_eq!(Shape::COMMON.period(), Some(60));
}

#[test]
fn far_ends_of_time_do_not_overflow() {
    let ends = [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX];
    for period in [1, 60, u32::MAX] {
        for t0 in ends {
            let shape = time_shape(period, t0);
            for end in ends {
                assert!(shape.step_at(Moment::from_millis(end)).is_some());
                assert!(shape.step_at(Moment::from_secs(end)).is_some());
                assert!(shape.step_starts(end).is_some());
            }
        }
    }
    let generator = generator(ASCII_SEED, Algorithm::Sha1, 6);
    let last = generator.code(i64::MAX).unwrap();
    let found = generator.steps_showing(&last, i64::MIN, i64::MAX - 2, i64::MAX);
    assert!(found.contains(&i64::MAX));
    assert!(generator.steps_showing(&last, 0, i64::MAX, 0).is_empty());
}

#[test]
fn only_ascii_digits_in_the_right_number_are_a_code() {
    let right = [("032848", 6), ("000000", 6), ("0328480", 7), ("07081804", 8)];
    for (text, digits) in right {
        assert_eq!(Code::parse(text, digits).unwrap().expose(), text);
    }
    let wrong = [
        ("", 6),
        ("32848", 6),
        ("0328480", 6),
        ("032848", 8),
        ("032 848", 7),
        (" 32848", 6),
        ("+32848", 6),
        ("-32848", 6),
        ("03284a", 6),
        ("03284\n", 6),
        ("٠٣٢٨٤٨", 6),
        ("٠٣٢", 6),
        ("０３２８４８", 6),
        ("03²848", 6),
    ];
    for (text, digits) in wrong {
        assert!(Code::parse(text, digits).is_none(), "{text:?} as {digits} digits");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Truncation modulo 10^d: a shorter code is the end of the longer one, zeros included.
    #[test]
    fn shorter_codes_are_the_end_of_longer_ones(
        seed in prop::collection::vec(any::<u8>(), SEED_BYTES),
        step in 0..i64::MAX,
        hash in 0_usize..3,
    ) {
        let algorithm = [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512][hash];
        let longest = digits_at(&generator(&seed, algorithm, 8), step);
        prop_assert_eq!(longest.len(), 8);
        prop_assert!(longest.bytes().all(|b| b.is_ascii_digit()));
        prop_assert_eq!(&digits_at(&generator(&seed, algorithm, 7), step), &longest[1..]);
        prop_assert_eq!(&digits_at(&generator(&seed, algorithm, 6), step), &longest[2..]);
    }

    #[test]
    fn a_step_lasts_from_its_start_to_the_next_start(
        period in 1..=86_400_u32,
        t0 in -4_000_000_000..4_000_000_000_i64,
        millis in -4_000_000_000_000..4_000_000_000_000_i64,
    ) {
        let shape = time_shape(period, t0);
        let now = Moment::from_millis(millis);
        let step = shape.step_at(now).unwrap();
        prop_assert!(shape.step_starts(step).unwrap() <= now);
        prop_assert!(now < shape.step_starts(step + 1).unwrap());
    }

    /// Exactly the steps that show the code, each once, nearest first.
    #[test]
    fn the_search_finds_all_and_nothing_else(
        seed in prop::collection::vec(any::<u8>(), SEED_BYTES),
        from in -20..5_000_i64,
        width in 0..60_i64,
        centre in -50..5_100_i64,
        pick in 0..60_i64,
    ) {
        let generator = generator(&seed, Algorithm::Sha1, 6);
        let to = from + width;
        let wanted = generator.code((from + pick).max(0)).unwrap();
        let found = generator.steps_showing(&wanted, centre, from, to);
        let shows = |step: &i64| *step >= 0 && digits_at(&generator, *step) == wanted.expose();
        let mut sorted = found.clone();
        sorted.sort_unstable();
        prop_assert_eq!(sorted, (from..=to).filter(shows).collect::<Vec<_>>());
        prop_assert!(found.is_sorted_by_key(|step| step.abs_diff(centre)));
    }
}
