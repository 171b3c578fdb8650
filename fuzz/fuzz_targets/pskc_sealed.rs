//! Encrypted key files, with keys of every length and a password: the first byte says which.
#![no_main]

use std::sync::atomic::AtomicBool;

use guichet::domain::otp::SEED_BYTES;
use guichet::domain::secret::Secret;
use guichet::keyfile::{Unlock, pskc};
use libfuzzer_sys::fuzz_target;

/// More rounds are not refused below ten million, and would only make the fuzzer wait.
const ROUNDS_DIGITS: usize = 3;

fuzz_target!(|input: &[u8]| {
    let Some((choice, file)) = input.split_first() else {
        return;
    };
    let unlock = match choice % 4 {
        0 => Unlock::Password(Secret::new("qwerty".to_owned())),
        thirds => Unlock::Key(Secret::new((0..8 + 8 * thirds).collect())),
    };
    if asks_for_long_work(file) {
        return;
    }
    let reading = pskc::read(file, &unlock, &AtomicBool::new(false));
    assert!(!reading.rows.is_empty() || !reading.refused.is_empty());
    assert!(reading.rows.iter().all(|row| SEED_BYTES.contains(&row.seed.expose().len())));
});

/// Whether a number longer than a few digits follows the element, in whatever encoding.
fn asks_for_long_work(file: &[u8]) -> bool {
    let text: String = file.iter().filter(|byte| byte.is_ascii_graphic()).map(|byte| char::from(*byte)).collect();
    text.split("IterationCount").skip(1).any(|rest| {
        rest.split('<').next().is_some_and(|number| number.len() > ROUNDS_DIGITS + 1)
    })
}
